"""Whole plans of different styles: what each says is written down here field by field."""

from __future__ import annotations

import pytest

from tests.parse.helpers import PLANS, duties, headings, plan_of, stored_plan, tasks, walk
from viextract.model.plan import Plan


def header_of(plan: Plan) -> dict[str, object]:
    header = plan.header
    signatory = header.signatory
    return {
        "type": header.type,
        "symbol": header.symbol,
        "issued_on": header.issued_on,
        "place": header.place,
        "issuer": header.issuer.name if header.issuer else None,
        "parent": header.parent_issuer.name if header.parent_issuer else None,
        "title": header.title,
        "signatory": (signatory.authority, signatory.capacity, signatory.position, signatory.name)
        if signatory
        else None,
        "recipients": header.recipients,
    }


class TestProvincePlanInArticles:
    """Kế hoạch cấp tỉnh có Chương, Điều."""

    plan = stored_plan("tinh-dieu")

    def test_header(self):
        assert header_of(self.plan) == {
            "type": "Kế hoạch",
            "symbol": "45/2025/KH-UBND",
            "issued_on": "2025-03-14",
            "place": "Lâm Hải",
            "issuer": "Ủy ban nhân dân tỉnh Lâm Hải",
            "parent": None,
            "title": "Bảo tồn nghề dệt chiếu cói trên địa bàn tỉnh Lâm Hải năm 2025",
            "signatory": ("TM. ỦY BAN NHÂN DÂN", None, "CHỦ TỊCH", "Trần Hải Đăng"),
            "recipients": ["Bộ Công Thương (để b/c)", "Các Sở: Tài chính, Nội vụ", "Lưu: VT, KT"],
        }

    def test_tree(self):
        assert headings(self.plan) == [
            "Chương I. QUY ĐỊNH CHUNG",
            "  Điều 1. Mục đích",
            "  Điều 2. Yêu cầu",
            "Chương II. NHIỆM VỤ VÀ PHÂN CÔNG",
            "  Điều 3. Nhiệm vụ",
            "    1. Phục hồi vùng nguyên liệu",
            "    2. Truyền nghề",
            "  Điều 4. Trách nhiệm của Sở Công Thương",
            "  Điều 5. Trách nhiệm của Ủy ban nhân dân các xã ven biển",
        ]

    def test_clauses_are_tasks(self):
        assert [(section, marker) for section, marker, _ in tasks(self.plan)] == [
            ("Chương I.Điều 1", "1"),
            ("Chương I.Điều 1", "2"),
            ("Chương I.Điều 2", None),
            ("Chương II.Điều 3.1", "a"),
            ("Chương II.Điều 3.1", "b"),
            ("Chương II.Điều 3.2", "a"),
            ("Chương II.Điều 3.2", "b"),
            ("Chương II.Điều 4", "1"),
            ("Chương II.Điều 4", "2"),
            ("Chương II.Điều 5", None),
        ]

    def test_responsibility_in_a_title_assigns(self):
        assert duties(self.plan) == [
            ("Sở Công Thương", "lead", ["Sở Tài chính", "Liên minh Hợp tác xã tỉnh"]),
            ("Sở Công Thương", "implement", []),
            ("Ủy ban nhân dân các xã ven biển", "implement", []),
        ]

    def test_clause_on_force_is_no_task(self):
        assert self.plan.closing[0] == "Điều 6. Kế hoạch này có hiệu lực kể từ ngày ký."

    def test_citations(self):
        assert [(c.kind, c.symbol, c.issued_on) for c in self.plan.citations] == [
            ("Luật", "45/2024/QH15", "2024-11-23"),
            ("Nghị định", "52/2018/NĐ-CP", "2018-04-12"),
            ("Tờ trình", "31/TTr-SCT", "2025-02-28"),
        ]


class TestPartyProgramme:
    """Chương trình hành động có Phần, Chương, Mục."""

    plan = stored_plan("chuong-trinh")

    def test_header(self):
        assert header_of(self.plan) == {
            "type": "Chương trình hành động",
            "symbol": "18-CTr/TU",
            "issued_on": "2025-09-05",
            "place": "Lâm Hải",
            "issuer": "Tỉnh ủy Lâm Hải",
            "parent": None,
            "title": "thực hiện Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị "
            "về hội nhập quốc tế trong tình hình mới",
            "signatory": ("T/M TỈNH ỦY", None, "PHÓ BÍ THƯ", "Ngô Minh Quân"),
            "recipients": ["Bộ Chính trị, Ban Bí thư", "Lưu Văn phòng Tỉnh ủy"],
        }

    def test_tree(self):
        assert headings(self.plan) == [
            "Phần thứ nhất. KẾT QUẢ VÀ HẠN CHẾ",
            "Phần thứ hai. MỤC TIÊU, NHIỆM VỤ",
            "  Chương I. MỤC TIÊU ĐẾN NĂM 2030",
            "  Chương II. NHIỆM VỤ TRỌNG TÂM",
            "    Mục 1. Hoàn thiện thể chế",
            "    Mục 2. Phát triển nhân lực",
            "      1. Bồi dưỡng ngoại ngữ cho cán bộ",
            "Phần thứ ba. TỔ CHỨC THỰC HIỆN",
        ]

    def test_results_of_the_past_are_no_tasks(self):
        past = self.plan.sections[0]
        assert len(past.paragraphs) == 2
        assert all(task.section_id != past.id for task in self.plan.tasks)

    def test_year_of_a_goal_comes_from_the_heading_above(self):
        goals = [(t.value, t.comparator, t.year, t.direction) for task in self.plan.tasks[:2] for t in task.targets]
        assert goals == [(9, ">=", 2030, "increase"), (100, ">=", 2030, None)]

    def test_plus_bullets_hang_under_the_dash_above(self):
        parent = next(task for task in self.plan.tasks if task.text.startswith("Mở 15 lớp"))
        assert [task.text for task in self.plan.tasks if task.parent_id == parent.id] == [
            "Tối thiểu 05 lớp dành cho cấp xã;",
            "Tối thiểu 03 lớp trực tuyến.",
        ]

    def test_statements_name_their_own_body(self):
        assert duties(self.plan) == [
            ("Ban Thường vụ Tỉnh ủy", "implement", []),
            ("Đảng ủy Ủy ban nhân dân tỉnh", "implement", []),
            ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "lead", ["Báo và Phát thanh, Truyền hình Lâm Hải"]),
        ]


class TestOfficialLetter:
    """Công văn: V/v, Kính gửi."""

    plan = stored_plan("cong-van")

    def test_header(self):
        assert header_of(self.plan) == {
            "type": "Công văn",
            "symbol": "212/PGDĐT-GDTH",
            "issued_on": "2024-08-19",
            "place": "Hòa Lâm",
            "issuer": "Phòng Giáo dục và Đào tạo",
            "parent": "Ủy ban nhân dân thị xã Hòa Lâm",
            "title": "tổ chức tuần lễ đọc sách đầu năm học 2024-2025",
            "signatory": (None, "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Lê Thị Thu Sương"),
            "recipients": ["Như trên", "Lưu: VT"],
        }

    def test_tree_and_tasks(self):
        assert headings(self.plan) == ["1. Thời gian", "2. Nội dung"]
        assert tasks(self.plan) == [
            ("1", None, "Từ ngày 16/9/2024 đến ngày 21/9/2024."),
            ("2", "-", "Mỗi lớp có ít nhất 01 góc đọc với 40 đầu sách."),
            ("2", "-", "Phát động học sinh viết cảm nhận sau khi đọc."),
            (
                None,
                "3",
                "Hiệu trưởng các trường phân công giáo viên thư viện phụ trách, "
                "gửi báo cáo về Phòng trước ngày 30/9/2024.",
            ),
        ]

    def test_a_letter_has_no_kind_by_its_form(self):
        assert "header-type-inferred" not in [warning.code for warning in self.plan.warnings]


class TestDecisionWithAttachedPlan:
    """Quyết định ban hành kèm theo Kế hoạch."""

    plan = stored_plan("quyet-dinh")

    def test_header_is_the_decision(self):
        assert header_of(self.plan) == {
            "type": "Quyết định",
            "symbol": "902/QĐ-UBND",
            "issued_on": "2024-05-02",
            "place": "Thạch Khê",
            "issuer": "Ủy ban nhân dân huyện Thạch Khê",
            "parent": None,
            "title": "Về việc ban hành Kế hoạch phòng, chống sạt lở bờ sông năm 2024",
            "signatory": (None, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đỗ Quang Vinh"),
            "recipients": ["Như Điều 3", "Lưu: VT"],
        }

    def test_plan_hangs_under_a_section_of_its_own(self):
        assert headings(self.plan) == [
            "Điều 1. ",
            "Kế hoạch. Phòng, chống sạt lở bờ sông năm 2024",
            "  I. MỤC TIÊU",
            "  II. PHÂN CÔNG THỰC HIỆN",
            "    1. Phòng Lao động - Thương binh và Xã hội",
            "    2. Phòng Tài chính - Kế hoạch",
            "    3. UBND các xã",
        ]

    def test_articles_of_the_decision_are_no_tasks(self):
        assert all(task.section_id and task.section_id.startswith("Kế hoạch.") for task in self.plan.tasks)

    def test_goals(self):
        assert [
            (t.value, t.unit, t.comparator, t.of, t.direction) for task in self.plan.tasks for t in task.targets
        ] == [
            (10, "%", ">=", None, "decrease"),
            (18, "xã", "=", 18, None),
            (100, "%", ">=", None, None),
        ]

    def test_duties_and_deadlines(self):
        assert duties(self.plan) == [
            ("Phòng Lao động - Thương binh và Xã hội", "lead", []),
            ("Phòng Lao động - Thương binh và Xã hội", "cooperate", ["Huyện Đoàn", "các trường học"]),
            ("Phòng Tài chính - Kế hoạch", "implement", []),
            ("UBND các xã", "implement", []),
        ]
        assert [a.deadline.end for a in self.plan.assignments if a.deadline] == ["2024-06-30", "2024-06-14"]

    def test_own_number_is_no_citation(self):
        assert [citation.symbol for citation in self.plan.citations] == ["102/2016/QH13"]


class TestUnnumberedPlan:
    """Kế hoạch không đánh số: chỉ có chữ in hoa, tên đơn vị và đoạn văn."""

    plan = stored_plan("khong-so")

    def test_tree(self):
        assert headings(self.plan) == [
            "MỤC ĐÍCH, YÊU CẦU",
            "NỘI DUNG",
            "  Thời gian thực hiện",
            "  Địa điểm",
            "TỔ CHỨC THỰC HIỆN",
            "  Phòng Kinh tế",
            "  Phòng Văn hóa - Xã hội",
            "  Các thôn",
        ]

    def test_unmarked_paragraphs_are_tasks(self):
        assert [text for _, _, text in tasks(self.plan)] == [
            "Giáo dục ý thức bảo vệ rừng cho mọi người.",
            "Bảo đảm tỷ lệ cây sống đạt trên 85%.",
            "Đồi thông thôn Đông và hai bên đường vào nghĩa trang.",
            "Chủ trì chuẩn bị 2.500 cây giống và dụng cụ.",
            "Phối hợp với Hạt Kiểm lâm, các thôn chăm sóc cây sau khi trồng.",
            "Tuyên truyền trên đài truyền thanh xã.",
            "Huy động nhân dân tham gia, mỗi hộ trồng ít nhất 02 cây.",
        ]

    def test_duties_below_each_body(self):
        assert duties(self.plan) == [
            ("Phòng Kinh tế", "lead", []),
            ("Phòng Kinh tế", "cooperate", ["Hạt Kiểm lâm", "các thôn"]),
            ("Phòng Văn hóa - Xã hội", "implement", []),
            ("Các thôn", "implement", []),
        ]

    def test_headings_known_only_by_their_words_are_marked_uncertain(self):
        uncertain = [warning.message for warning in self.plan.warnings if warning.code == "uncertain-heading"]
        assert len(uncertain) == 2


class TestWardPlanWithSchedule:
    """Kế hoạch cấp phường có bảng tiến độ."""

    plan = stored_plan("phuong-bang")

    def test_table_lines_are_in_no_section(self):
        assert [section.paragraphs for _, section in walk(self.plan.sections) if section.paragraphs] == [
            ["Các nhiệm vụ và thời hạn theo bảng dưới đây:"]
        ]
        assert all("Lắp bảng" not in task.text for task in self.plan.tasks)

    def test_programmes(self):
        assert [(p.number, p.name, [u.name for u in p.leads], p.deadline.end) for p in self.plan.programmes] == [
            ("1", "Tập huấn tổ công nghệ số", ["Phòng Văn hóa - Xã hội"], "2025-10-09"),
            ("2", "Lắp bảng mã QR tại bộ phận một cửa", ["Trung tâm Phục vụ hành chính công"], "2025-10-31"),
            ("3", "Sơ kết, khen thưởng", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"], "2025-12-31"),
        ]

    def test_goals_take_the_year_of_their_part(self):
        assert [(t.value, t.comparator, t.year) for task in self.plan.tasks for t in task.targets] == [
            (75, ">=", 2025),
            (90, ">=", 2025),
            (14, "=", 2025),
        ]

    def test_run_in_body_and_request(self):
        assert duties(self.plan) == [
            ("Văn phòng HĐND và UBND phường", "implement", []),
            ("Ủy ban MTTQ Việt Nam phường", "implement", []),
        ]
        assert [a.requested for a in self.plan.assignments if a.task_id] == [False, True]

    def test_ids_are_unique(self):
        ids = [item.id for item in [*self.plan.tasks, *self.plan.assignments, *self.plan.programmes, *self.plan.tables]]
        assert len(set(ids)) == len(ids)


class TestMisnumberedWrappedPlan:
    """Kế hoạch ngắt dòng cứng, đánh số sai, mục chữ cái khi là đề mục khi là nhiệm vụ."""

    plan = stored_plan("kho")

    def test_labels_stay_as_printed_and_ids_unique(self):
        assert [(section.id, section.label) for depth, section in walk(self.plan.sections) if depth == 0] == [
            ("I", "I"),
            ("II", "II"),
            ("IV", "IV"),
            ("IV~2", "IV"),
        ]

    def test_tree(self):
        assert headings(self.plan) == [
            "I. MỤC ĐÍCH, YÊU CẦU",
            "  1. Mục đích",
            "  2. Yêu cầu",
            "II. NỘI DUNG",
            "  1. Củng cố thư viện phường",
            "    a. Cơ sở vật chất",
            "    b. Con người",
            "  2. Tổ chức các sự kiện",
            "IV. KINH PHÍ",
            "IV. TỔ CHỨC THỰC HIỆN",
            "  1. Phòng Văn hóa và Thông tin",
            "  3. Phòng Giáo dục và Đào tạo",
            "  4. Các phòng, ban, đơn vị thuộc quận",
            "  5. Đề nghị các tổ chức đoàn thể quận",
            "  6. Ủy ban nhân dân các phường",
        ]

    def test_run_in_heading_is_a_heading_and_a_task(self):
        assert tasks(self.plan)[0] == (
            "I.1",
            None,
            "Hình thành thói quen đọc sách trong mỗi gia đình; đưa sách về gần với người lao động ở các khu nhà trọ.",
        )

    def test_lettered_clauses_are_tasks_in_one_part_and_headings_in_another(self):
        lettered = [(section, marker) for section, marker, _ in tasks(self.plan) if marker in {"a", "b", "c"}]
        assert lettered == [
            ("I.2", "a"),
            ("I.2", "b"),
            ("II.1", "c"),
            ("IV~2.5", "a"),
            ("IV~2.5", "b"),
            ("IV~2.5", "c"),
        ]

    def test_clauses_below_a_collective_heading_name_their_own_body(self):
        assert duties(self.plan) == [
            ("Phòng Văn hóa và Thông tin", "lead", []),
            ("Phòng Văn hóa và Thông tin", "lead", ["Phòng Giáo dục và Đào tạo", "Liên đoàn Lao động quận"]),
            ("Phòng Văn hóa và Thông tin", "cooperate", ["các phường liên quan"]),
            ("Phòng Giáo dục và Đào tạo", "implement", ["Hội Khuyến học quận"]),
            ("Các phòng, ban, đơn vị thuộc quận", "implement", []),
            ("Hội Liên hiệp Phụ nữ quận", "implement", []),
            ("Quận Đoàn", "lead", ["Hội đồng Đội quận"]),
            ("Hội Cựu chiến binh, Hội Người cao tuổi quận", "implement", []),
            ("Ủy ban nhân dân các phường", "implement", []),
        ]

    def test_all_below_a_request_is_requested(self):
        assert [a.requested for a in self.plan.assignments] == [False] * 5 + [True] * 3 + [False]

    def test_paragraphs_without_blank_lines_between_them_are_told_apart(self):
        assert [text.split()[0] for section, _, text in tasks(self.plan) if section == "IV~2.1"] == [
            "Là",
            "Chủ",
            "Cùng",
        ]

    def test_subject_of_a_citation_ends_where_the_sentence_goes_on(self):
        assert self.plan.citations[1].subject == "phát triển thư viện cơ sở"


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda path: path.stem)
def test_plan_is_valid_and_the_same_every_time(path):
    text = path.read_text("utf-8")
    plan = plan_of(text)
    assert Plan.model_validate_json(plan.to_json()) == plan
    assert plan_of(text).to_json() == plan.to_json()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_reference_in_a_plan_leads_somewhere(path):
    plan = plan_of(path.read_text("utf-8"))
    sections = {section.id for _, section in walk(plan.sections)}
    named = {task.id for task in plan.tasks}
    cited = {citation.id for citation in plan.citations}
    for task in plan.tasks:
        assert task.section_id is None or task.section_id in sections
        assert task.parent_id is None or task.parent_id in named
        assert set(task.citation_ids) <= cited
    for assignment in plan.assignments:
        assert sum(x is not None for x in (assignment.task_id, assignment.criterion_id, assignment.programme_id)) == 1
        assert assignment.task_id is None or assignment.task_id in named
