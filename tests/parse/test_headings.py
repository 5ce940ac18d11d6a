"""What is a heading, what a task, what neither: one rule a test."""

from __future__ import annotations

import pytest

from tests.parse.helpers import headings, plan_of, tasks, walk
from viextract.model.document import Line
from viextract.parse.outline.blocks import make_blocks
from viextract.parse.outline.classify import classify
from viextract.parse.outline.titles import is_organisation, section_kind, split_remark, split_run_in

ORGANISATION = "IV. TỔ CHỨC THỰC HIỆN\n\n"


def body(text: str):
    return plan_of("KẾ HOẠCH\nGiữ sạch bãi biển\n\nUBND xã ban hành Kế hoạch như sau:\n\n" + text)


def test_title_with_bullets_below_is_a_heading():
    plan = body("1. Vệ sinh bãi tắm\n\n- Nhặt rác mỗi sáng.\n\n2. Cứu hộ\n\n- Trực ở chòi canh.")
    assert headings(plan) == ["1. Vệ sinh bãi tắm", "2. Cứu hộ"]


def test_numbered_complete_statement_is_a_task():
    plan = body("I. NHIỆM VỤ\n\n1. Nhặt rác trên bãi tắm mỗi sáng.\n\n2. Trực cứu hộ ở các chòi canh.")
    assert headings(plan) == ["I. NHIỆM VỤ"]
    assert [marker for _, marker, _ in tasks(plan)] == ["1", "2"]


def test_numbered_statements_without_full_stop_are_tasks_too():
    plan = body("I. NHIỆM VỤ\n\n1. Nhặt rác trên bãi tắm\n\n2. Trực cứu hộ ở các chòi canh")
    assert headings(plan) == ["I. NHIỆM VỤ"]


def test_statement_among_headings_hangs_under_their_parent():
    plan = body(
        "I. VIỆC\n\n1. Vệ sinh\n\n- Nhặt rác.\n\n2. Kiểm tra việc bán hàng rong trên bãi tắm.\n\n3. Cứu hộ\n\n- Trực."
    )
    assert headings(plan) == ["I. VIỆC", "  1. Vệ sinh", "  3. Cứu hộ"]
    assert ("I", "2", "Kiểm tra việc bán hàng rong trên bãi tắm.") in tasks(plan)


def test_lettered_statement_after_a_lettered_heading_hangs_under_their_parent():
    plan = body("1. Bãi tắm\n\na) Ban ngày\n\n- Nhặt rác.\n\nb) Thắp đèn vào ban đêm ở lối xuống bãi.")
    assert headings(plan) == ["1. Bãi tắm", "  a. Ban ngày"]
    assert tasks(plan)[-1][:2] == ("1", "b")


def test_lettered_clause_that_ends_in_a_colon_with_bullets_below_is_a_heading():
    plan = body(
        "1. Bãi tắm\n\na) Ứng dụng công nghệ trong quản lý khách và xe ra vào bãi, gồm:\n\n"
        "- Lắp máy quay;\n\n- Bán vé điện tử."
    )
    assert headings(plan)[1].startswith("  a. Ứng dụng công nghệ")
    assert [section for section, _, _ in tasks(plan)] == ["1.a", "1.a"]


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Yêu cầu: Hoàn thành trước mùa mưa.", "Yêu cầu", "Hoàn thành trước mùa mưa."),
        ("Thời gian: từ 7 giờ đến 9 giờ", "Thời gian", "từ 7 giờ đến 9 giờ"),
        (
            "Đối với các hộ bán hàng: Ký cam kết giữ gìn vệ sinh.",
            "Đối với các hộ bán hàng",
            "Ký cam kết giữ gìn vệ sinh.",
        ),
    ],
)
def test_run_in_heading(text, title, rest):
    assert split_run_in(text, organisation=False) == (title, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Mở các lớp: bơi, cứu đuối, sơ cứu.",
        "Chuẩn bị: áo phao",
        "Trồng cây dọc bờ biển",
        "Các nhiệm vụ trọng tâm trong mùa du lịch năm nay của toàn thể cán bộ và nhân dân trong xã: Giữ sạch.",
    ],
)
def test_colon_that_makes_no_run_in_heading(text):
    assert split_run_in(text, organisation=False) is None


def test_body_before_a_colon_is_a_run_in_heading_only_in_a_part_on_organisation():
    assert split_run_in("Công an xã: giữ trật tự.", organisation=True) == ("Công an xã", "giữ trật tự.")
    assert split_run_in("Công an xã: giữ trật tự.", organisation=False) is None


def test_heading_over_two_lines():
    plan = body(
        "II. CÁC NHIỆM VỤ TRỌNG TÂM CẦN THỰC HIỆN TRONG MÙA DU LỊCH CỦA XÃ\nVEN BIỂN\n\n1. Vệ sinh\n\n- Nhặt rác."
    )
    assert headings(plan)[0] == "II. CÁC NHIỆM VỤ TRỌNG TÂM CẦN THỰC HIỆN TRONG MÙA DU LỊCH CỦA XÃ VEN BIỂN"


def test_lead_in_is_no_task_but_an_aim_before_bullets_is():
    plan = body(
        "1. Truyền thông\n\nTập trung tuyên truyền những nội dung sau đây:\n\n- Không xả rác.\n\n"
        "2. Cứu hộ\n\nMở rộng đội cứu hộ của các thôn ven biển. Cụ thể:\n\n- Thêm hai chòi canh."
    )
    assert [text for _, _, text in tasks(plan)] == [
        "Không xả rác.",
        "Mở rộng đội cứu hộ của các thôn ven biển. Cụ thể:",
        "Thêm hai chòi canh.",
    ]


def test_unmarked_paragraphs_below_a_body_are_its_duties():
    plan = body(ORGANISATION + "1. Công an xã\n\nGiữ gìn trật tự.\n\nPhối hợp với các thôn tuần tra ban đêm.")
    assert [(a.unit.text, a.role) for a in plan.assignments] == [
        ("Công an xã", "implement"),
        ("Công an xã", "cooperate"),
    ]


def test_body_in_a_content_part_assigns_nothing():
    plan = body("II. NỘI DUNG\n\n1. Trung tâm học tập cộng đồng\n\n- Mở lớp bơi.")
    assert plan.assignments == []
    assert plan.sections[0].children[0].units == []


def test_request_is_told_from_an_order():
    plan = body(ORGANISATION + "1. Đề nghị Hội Nông dân xã\n\n- Vận động hội viên.\n\n2. Công an xã\n\n- Tuần tra.")
    assert [(a.unit.text, a.requested) for a in plan.assignments] == [("Hội Nông dân xã", True), ("Công an xã", False)]


def test_several_bodies_in_one_heading_are_split_in_the_section_and_stay_one_in_the_duty():
    plan = body(ORGANISATION + "1. Hội Nông dân, Đoàn Thanh niên xã\n\n- Nhặt rác cuối tuần.")
    assert [unit.text for unit in plan.sections[0].children[0].units] == ["Hội Nông dân", "Đoàn Thanh niên xã"]
    assert [a.unit.text for a in plan.assignments] == ["Hội Nông dân, Đoàn Thanh niên xã"]


def test_plus_bullets_inherit_and_are_not_assigned():
    plan = body(ORGANISATION + "1. Công an xã\n\n- Tuần tra:\n\n+ Ban ngày;\n\n+ Ban đêm.")
    assert [task.parent_id for task in plan.tasks] == [None, "t1", "t1"]
    assert [a.task_id for a in plan.assignments] == ["t1"]


def test_closing_is_no_task():
    plan = body(
        "1. Vệ sinh\n\n- Nhặt rác.\n\nTrên đây là Kế hoạch giữ sạch bãi biển, yêu cầu các thôn thực hiện./.\n\n"
        "Nơi nhận:\n- Lưu: VT."
    )
    assert [text for _, _, text in tasks(plan)] == ["Nhặt rác."]
    assert plan.header.recipients == ["Lưu: VT"]


def test_remark_in_brackets_is_no_task():
    plan = body("1. Tiêu chí\n\n(Theo phụ lục đính kèm)\n\n2. Vệ sinh\n\n- Nhặt rác.")
    assert headings(plan) == ["1. Tiêu chí", "2. Vệ sinh"]
    assert plan.sections[0].paragraphs == ["(Theo phụ lục đính kèm)"]


def test_reference_closes_no_title():
    assert split_remark("Tiêu chí thi đua (chi tiết tại Phụ lục 2)")[0] == "Tiêu chí thi đua"


def test_state_of_affairs_and_legal_basis_are_no_tasks():
    plan = body(
        "I. CĂN CỨ PHÁP LÝ\n\n- Luật Biển Việt Nam;\n\nII. THỰC TRẠNG\n\nBãi biển dài 4 km.\n\n"
        "III. NHIỆM VỤ\n\n- Nhặt rác."
    )
    assert [text for _, _, text in tasks(plan)] == ["Nhặt rác."]


def test_misnumbered_labels_stay_and_get_ids_of_their_own():
    plan = body("1. Vệ sinh\n\n- Nhặt rác.\n\n1. Cứu hộ\n\n- Trực.\n\n4. Điện\n\n- Thắp đèn.")
    assert [(section.id, section.label) for section in plan.sections] == [("1", "1"), ("1~2", "1"), ("4", "4")]


def test_damaged_labels_take_their_place_in_the_tree():
    plan = body(
        "I. MỤC ĐÍCH\n\nl. Vệ sinh\n\n- Nhặt rác.\n\n2. Cứu hộ\n\n- Trực.\n\n. 3 Điện\n\n- Thắp đèn.\n\n"
        "Il. NỘI DUNG\n\n1. Chợ\n\n- Quét chợ.\n\nII1. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã\n\n- Tuần tra."
    )
    assert headings(plan) == [
        "I. MỤC ĐÍCH",
        "  1. Vệ sinh",
        "  2. Cứu hộ",
        "  3. Điện",
        "II. NỘI DUNG",
        "  1. Chợ",
        "III. TỔ CHỨC THỰC HIỆN",
        "  1. Công an xã",
    ]


def test_plan_without_any_heading_keeps_its_paragraphs_as_tasks():
    plan = body("Các thôn nhặt rác mỗi sáng thứ bảy trên đoạn bãi của mình.")
    assert [(section, text) for section, _, text in tasks(plan)] == [
        (None, "Các thôn nhặt rác mỗi sáng thứ bảy trên đoạn bãi của mình.")
    ]
    assert "no-headings" in [warning.code for warning in plan.warnings]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("Yêu cầu", "requirement"),
        ("CHỈ TIÊU NĂM 2026", "objective"),
        ("NỘI DUNG THỰC HIỆN", "content"),
        ("NHIỆM VỤ, GIẢI PHÁP", "task"),
        ("THỜI GIAN, ĐỊA ĐIỂM", "schedule"),
        ("KINH PHÍ THỰC HIỆN", "funding"),
        ("TỔ CHỨC THỰC HIỆN", "organisation"),
        ("PHÂN CÔNG NHIỆM VỤ", "organisation"),
        ("Chuyển đổi số", "other"),
        ("Các tiêu chí (theo phụ lục)", "other"),
    ],
)
def test_kind_that_a_title_tells(title, kind):
    assert section_kind(title) == kind


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("TỔ CHỨC THỰC HIỆN", True),
        ("KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN", True),
        ("Phân công trách nhiệm", True),
        ("TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ", True),
        ("Tổ chức hội thi", False),
        ("Nâng cao trách nhiệm của cộng đồng", False),
    ],
)
def test_part_that_tells_who_does_what(title, organisation):
    assert is_organisation(title) is organisation


@pytest.mark.parametrize(
    ("labels", "confidence", "read"),
    [
        (["I", "II", "II", "IV"], 0.9, ["I", "II", "III", "IV"]),
        (["I", "II", "II"], 0.9, ["I", "II", "III"]),
        (["I", "II", "II", "IV"], 1.0, ["I", "II", "II", "IV"]),
        (["I", "II", "II", "III"], 0.9, ["I", "II", "II", "III"]),
        (["I", "III", "IV"], 0.9, ["I", "III", "IV"]),
    ],
)
def test_stroke_that_ocr_lost_is_put_back_and_a_printed_misnumbering_is_not(labels, confidence, read):
    lines = []
    for label in labels:
        for text in (f"{label}. PHẦN VIỆC", "- Nhặt rác."):
            lines.append(Line(text, len(lines) + 1, confidence=confidence))
    assert [item.label.text for item in classify(make_blocks(lines, ())) if item.role == "heading"] == read


def test_short_line_without_a_mark_above_bullets_titles_them():
    plan = plan_of(
        "KẾ HOẠCH\nTrồng tre năm 2026\n\nI. Nội dung\nƯơm giống\n- Chọn hom tre già.\nKiểm tra cây con\n- Đếm mầm.\n"
    )
    assert headings(plan) == ["I. Nội dung", "  Ươm giống", "  Kiểm tra cây con"]


def test_articles_on_force_and_execution_close_a_decision():
    plan = plan_of(
        "QUYẾT ĐỊNH\nVề trồng tre chắn sóng\n\nĐiều 1. Phân công các thôn\n1. Thôn Đoài ươm giống.\n"
        "2. Thôn Đông làm đất.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        "Điều 3. Trưởng các thôn chịu trách nhiệm thi hành Quyết định này./.\n\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n"
    )
    assert headings(plan) == ["Điều 1. Phân công các thôn"]
    assert [text[:7] for text in plan.closing] == ["Điều 2.", "Điều 3."]
    assert len(plan.tasks) == 2


def test_row_that_begins_anew_right_below_a_title_stands_below_it():
    plan = plan_of(
        "KẾ HOẠCH\nTrồng tre năm 2026\n\n1. Mục đích\n- Chắn sóng cho bãi sông.\n2. Việc phải làm\n"
        "1. Thôn Đoài ươm giống.\n"
        "2. Thôn Đông làm đất.\n3. Thôn Bắc trồng dặm.\n3. Kinh phí\n- Trích từ quỹ thôn.\n"
    )
    assert headings(plan) == ["1. Mục đích", "2. Việc phải làm", "3. Kinh phí"]
    assert [task[:2] for task in tasks(plan)] == [("1", "-"), ("2", "1"), ("2", "2"), ("2", "3"), ("3", "-")]


def test_position_above_the_recipients_signs():
    plan = plan_of(
        "THÔNG BÁO\nVề trồng tre\n\n1. Thôn Đoài ươm giống.\n2. Thôn Đông làm đất.\n\nHIỆU TRƯỞNG\nTạ Văn Tre\n\n"
        "Nơi nhận:\n- Các thôn;\n- Lưu: VT.\n"
    )
    assert headings(plan) == [] and len(plan.tasks) == 2


def test_number_of_a_page_does_not_part_the_closing():
    plan = plan_of(
        "KẾ HOẠCH\nTrồng tre năm 2026\n\nI. NỘI DUNG\n- Ươm giống.\n\nTrên đây là Kế hoạch trồng tre năm 2026./.\n"
        "\n\n2\n\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTạ Văn Tre\n"
    )
    assert plan.closing[0].startswith("Trên đây") and len(plan.tasks) == 1


def test_forms_of_an_appendix_are_headings_and_hold_no_tasks():
    plan = plan_of(
        "KẾ HOẠCH\nTrồng tre năm 2026\n\nI. NỘI DUNG\n- Ươm giống.\n\nNơi nhận:\n- Lưu: VT.\n\nPHỤ LỤC\n"
        "(Kèm theo Kế hoạch trồng tre)\n\nMẪU SỐ 01/TT\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
        "Độc lập - Tự do - Hạnh phúc\n\n"
        "PHIẾU ĐĂNG KÝ\n\nNHẬN CÂY GIỐNG\n\n1. Họ và tên: …………………\n\n- Số cây: …………\n\n"
        "Mẫu số 02/TT\n\nBIÊN BẢN GIAO CÂY\n\nHôm nay, ngày … tháng …\n"
    )
    assert headings(plan)[1:] == [
        "Phụ lục. ",
        "  MẪU SỐ 01/TT. PHIẾU ĐĂNG KÝ NHẬN CÂY GIỐNG",
        "  Mẫu số 02/TT. BIÊN BẢN GIAO CÂY",
    ]
    assert len(plan.tasks) == 1


def test_short_lines_with_a_colon_come_in_rows_to_be_titles():
    head = "KẾ HOẠCH\nTrồng tre năm 2026\n\nI. Nội dung\n"
    row = plan_of(head + "Ươm giống:\n- Chọn hom tre già.\nKiểm tra cây con:\n- Đếm mầm.\n")
    assert headings(row) == ["I. Nội dung", "  Ươm giống", "  Kiểm tra cây con"]
    alone = plan_of(head + "Các việc sau:\n- Chọn hom tre già.\n- Đếm mầm.\nCụ thể:\n- Mỗi thôn một vườn.\n")
    assert headings(alone) == ["I. Nội dung"]


def test_contents_slogans_and_people_are_no_work():
    plan = plan_of(
        "KẾ HOẠCH\nTrồng tre năm 2026\n\nMỤC LỤC\nI. MỤC ĐÍCH .................. 1\n1. Việc chung ............... 1\n"
        "II. NỘI DUNG .................. 2\n\nI. MỤC ĐÍCH\n- Chắn sóng.\nII. NỘI DUNG\n1. Tuyên truyền\n"
        "- Treo khẩu hiệu:\n+ “Mỗi nhà một khóm tre!”\n"
        "2. Tổ giúp việc gồm:\n- Ông Tạ Văn Tre, Trưởng thôn;\n- Bà Lê Thị Măng, Phó Trưởng thôn.\n"
    )
    assert headings(plan) == ["I. MỤC ĐÍCH", "II. NỘI DUNG", "  1. Tuyên truyền", "  2. Tổ giúp việc gồm"]
    assert [task[2] for task in tasks(plan)] == ["Chắn sóng.", "Treo khẩu hiệu:"]


def test_labels_with_a_dash_open_paragraphs():
    text = (
        "KẾ HOẠCH\nLễ dâng hương\n\nA- NỘI DUNG\n1- Lễ viếng\n1.1- Thời gian, địa điểm\n"
        "19h30 ngày 26/7/2026, tại đài.\n1.2- Phục vụ\n"
        "- Tổ nghi lễ chuẩn bị vòng hoa, hương, nến và bố trí chỗ ngồi cho thân nhân các liệt sĩ.\n"
    )
    plan = plan_of(text)
    assert headings(plan) == ["A. NỘI DUNG", "  1. Lễ viếng", "    1.1. Thời gian, địa điểm", "    1.2. Phục vụ"]


@pytest.mark.parametrize(
    ("lead_in", "is_work"),
    [
        (
            "Việc neo bè ở hai bến đò ngang và dọc được áp dụng theo Điều 9 của Luật Thủy lợi "
            "và nội quy của bến do xã lập mùa trước, cụ thể như sau:",
            False,
        ),
        (
            "Việc thả phao tiêu ở các bến đò ngang và dọc được tiến hành theo Điều 4 của nội quy bến, cụ thể như sau:",
            False,
        ),
        (
            "Việc neo bè được áp dụng theo Điều 9 của Luật Thủy lợi và nội quy của bến do xã lập "
            "sau khi hỏi chủ bè, bắt đầu từ ngày 04/5/2026, cụ thể như sau:",
            True,
        ),
    ],
)
def test_what_only_names_the_rule_is_no_work(lead_in: str, is_work: bool) -> None:
    plan = plan_of(
        f"KẾ HOẠCH\nNeo bè\n\nI. NEO BÈ\n{lead_in}\n1. Buộc dây chéo ở hai đầu bè.\n2. Thả neo đá ở mũi bè.\n"
    )
    assert (plan.tasks[0].text == lead_in) is is_work


def test_to_watch_how_things_are_is_work():
    plan = plan_of(
        "KẾ HOẠCH\nGiữ bến\n\nI. NỘI DUNG\n1. Công tác nắm tình hình\n1.1. Rà soát thuyền lạ trước ngày 15/12/2026.\n"
        "1.2. Gặp gỡ chủ đò hằng tuần.\n2. Tình hình bến đò\n- Bến có 12 thuyền.\n"
    )
    assert [task.text.split()[0] for task in plan.tasks] == ["Rà", "Gặp"]


def test_whom_a_time_is_for_does_nothing():
    plan = plan_of(
        "KẾ HOẠCH\nTập bắn\n\nI. THỜI GIAN THỰC HIỆN\nTừ ngày 02/3/2026 đến ngày 31/8/2026, chia hai đợt:\n"
        "- Đợt 1: từ ngày 02/3/2026 đến 16/3/2026.\n- Đợt 2: trong tháng 8/2026.\n"
        "II. ĐỐI TƯỢNG\n1. Đội dân phòng: 15 ngày, từ ngày 02/3/2026.\n2. Tổ trực đê: 07 ngày, trong tháng 8/2026.\n"
    )
    assert plan.assignments == []
    assert all(task.section_id != "I" for task in plan.tasks)


def test_a_staff_before_a_colon_acts():
    plan = plan_of(
        "KẾ HOẠCH\nTập bắn\n\nI. PHÂN CÔNG\n1. Ban Tham mưu: Chủ trì xây dựng chương trình tập.\n"
        "2. Ban Hậu cần: Chuẩn bị bia bắn.\n"
    )
    assert [(a.unit.text, a.role) for a in plan.assignments] == [
        ("Ban Tham mưu", "lead"),
        ("Ban Hậu cần", "implement"),
    ]


@pytest.mark.parametrize(
    ("line", "titled"),
    [
        ("Lập danh sách các hộ trồng hoa gửi Phòng Kinh tế trước ngày 15/4/2026", False),
        ("Tổ chức hội hoa trước ngày 15/4/2026:", True),
        ("Tổ chức hội hoa từ ngày 15/4/2026 đến ngày 20/4/2026", True),
        ("Mở rộng vườn hoa đến năm 2030", True),
        ("Hội hoa trước ngày 15/4/2026", True),
    ],
)
def test_numbered_line_that_says_what_is_due_by_which_day_is_work(line, titled):
    plan = plan_of(
        f"KẾ HOẠCH\nTrồng hoa\n\nI. NỘI DUNG\n\n1. {line}\n\nMỗi thôn ghi rõ diện tích từng loại hoa.\n"
        "2. Hội thi\nMỗi thôn cử một đội tham gia thi cắm hoa.\n"
    )
    assert any(section.title.startswith(line[:8]) for _, section in walk(plan.sections)) is titled
    assert any(task.text.startswith(line[:8]) for task in plan.tasks) is not titled


def test_the_title_of_a_chapter_is_all_that_stands_in_capitals_below_it() -> None:
    title = [
        "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 19/2021/TT-BNV",
        "NGÀY 15 THÁNG 11 NĂM 2021 QUY ĐỊNH VỀ CẤP, THU HỒI CHỨNG NHẬN",
        "ĐĂNG KÝ THUYỀN, BIỂN SỐ THUYỀN MÁY ĐÃ ĐƯỢC SỬA ĐỔI, BỔ SUNG",
        "BỞI THÔNG TƯ SỐ 3/2022/TT-BNV NGÀY 28 THÁNG 02 NĂM 2022",
        "VÀ THÔNG TƯ SỐ 5/2023/TT-BNV NGÀY 30 THÁNG 6 NĂM 2023",
    ]
    rest = ["Điều 1. Sửa đổi khoản 6 Điều 3", "Việc nhận kết quả được thực hiện thông qua bưu chính."]
    plan = plan_of("\n".join(["THÔNG TƯ", "Sửa đổi một số điều về đăng ký thuyền", "Chương I", *title, *rest]))
    (chapter,) = plan.sections
    assert (chapter.label, chapter.title) == ("Chương I", " ".join(title))
    assert [(article.label, article.title) for article in chapter.children] == [("Điều 1", "Sửa đổi khoản 6 Điều 3")]
    assert [task.text for task in plan.tasks] == rest[1:]
