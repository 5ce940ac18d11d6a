"""Decisions with what they carry, resolutions, and papers of the party and of long provincial plans."""

from __future__ import annotations

import pytest

from tests.parse.helpers import duties, headings, plan_of, tasks

DECISION = """ỦY BAN NHÂN DÂN                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM HẢI                      Độc lập - Tự do - Hạnh phúc
Số: 88/QĐ-UBND                    Lâm Hải, ngày 03 tháng 4 năm 2027

QUYẾT ĐỊNH
Ban hành Kế hoạch trồng tre chắn sóng

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM HẢI

Căn cứ Nghị định số 19/2026/NĐ-CP ngày 05 tháng 02 năm 2026 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng tre chắn sóng.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:                         CHỦ TỊCH
- Như Điều 2;
- Lưu: VT.
                                  Lò Văn Tre

ỦY BAN NHÂN DÂN                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM HẢI                      Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH
Trồng tre chắn sóng
(Ban hành kèm theo Quyết định số 88/QĐ-UBND ngày 03/4/2027 của Chủ tịch UBND tỉnh Lâm Hải)

I. CĂN CỨ PHÁP LÝ
- Quyết định số 45/QĐ-TTg ngày 09/9/2026 của Thủ tướng Chính phủ.
II. TỔ CHỨC THỰC HIỆN
1. Các Sở: Tài chính, Nội vụ, Y tế: Theo chức năng, nhiệm vụ được giao, bố trí kinh phí.
2. Sở Công Thương: Tìm nơi bán tre.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định./.
"""


def test_what_a_decision_carries_may_have_a_head_and_a_closing_of_its_own():
    plan = plan_of(DECISION)
    assert plan.header.recipients == ["Như Điều 2", "Lưu: VT"]
    assert plan.closing[-1].startswith("Trong quá trình thực hiện")
    assert plan.preamble.count("QUYẾT ĐỊNH:") == 1
    assert [warning.code for warning in plan.warnings] == []


def test_documents_named_in_parts_without_tasks_are_cited():
    assert [citation.symbol for citation in plan_of(DECISION).citations] == ["19/2026/NĐ-CP", "45/QĐ-TTg"]


def test_a_colon_between_a_class_and_its_names_ends_no_heading():
    plan = plan_of(DECISION)
    assert "    1. Các Sở: Tài chính, Nội vụ, Y tế" in headings(plan)
    assert duties(plan)[0][0] == "Các Sở: Tài chính, Nội vụ, Y tế"


RESOLUTION = """HỘI ĐỒNG NHÂN DÂN
TỈNH LÂM HẢI

NGHỊ QUYẾT
Chính sách hỗ trợ người đan lưới

HỘI ĐỒNG NHÂN DÂN TỈNH LÂM HẢI

Xét Tờ trình số 12/TTr-UBND ngày 01 tháng 3 năm 2027 của Ủy ban nhân dân tỉnh.

QUYẾT NGHỊ:

Điều 1. Mức hỗ trợ
1. Hỗ trợ mỗi người đan lưới 500.000 đồng một tháng.
2. Hỗ trợ mua sợi một lần.
Điều 2. Hiệu lực thi hành
Nghị quyết này đã được Hội đồng nhân dân tỉnh Lâm Hải khóa X thông qua ngày 09 tháng 3 năm 2027./.
"""


def test_the_word_of_decision_is_no_heading_and_the_article_on_force_closes():
    plan = plan_of(RESOLUTION)
    assert headings(plan) == ["Điều 1. Mức hỗ trợ"]
    assert plan.preamble[-1] == "QUYẾT NGHỊ:"
    assert plan.closing[0] == "Điều 2. Hiệu lực thi hành"


PROGRAMME = """TỈNH ỦY LÂM HẢI                          ĐẢNG CỘNG SẢN VIỆT NAM
BAN THƯỜNG VỤ                       Lâm Hải, ngày 22 tháng 8 năm 2027
*
Số 96-CTr/TU

CHƯƠNG TRÌNH HÀNH ĐỘNG
phát triển nghề đan lưới

I- NHIỆM VỤ
1- Nâng cao nhận thức của các cấp uỷ, tổ chức đảng về nghề đan lưới trong giai đoạn mới
- Tổ chức học tập đến toàn thể cán bộ, đảng viên và những người đan lưới trong toàn tỉnh.
2- Đổi mới nội dung, phương thức hoạt động của các hội nghề đan lưới trên địa bàn tỉnh
2.1- Bố trí nơi làm việc, kinh phí bảo đảm cho hội đan lưới hoạt động từ năm 2028 trở đi.
2.2- Bố trí người giúp việc cho hội đan lưới ở những nơi có từ năm trăm hội viên trở lên.
II- TỔ CHỨC THỰC HIỆN
1- Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo thể chế hoá chủ trương thành nghị quyết.
2- Ban cán sự đảng Uỷ ban nhân dân tỉnh lãnh đạo Uỷ ban nhân dân tỉnh:
- Cân đối, bố trí nguồn lực cho nghề đan lưới.
Chương trình hành động này được phổ biến đến chi bộ./.
"""


def test_numbers_with_a_dash_open_paragraphs_in_wrapped_text():
    assert [line.strip() for line in headings(plan_of(PROGRAMME))][:4] == [
        "I. NHIỆM VỤ",
        "1. Nâng cao nhận thức của các cấp uỷ, tổ chức đảng về nghề đan lưới trong giai đoạn mới",
        "2. Đổi mới nội dung, phương thức hoạt động của các hội nghề đan lưới trên địa bàn tỉnh",
        "II. TỔ CHỨC THỰC HIỆN",
    ]
    assert [marker for _, marker, _ in tasks(plan_of(PROGRAMME))] == ["-", "2.1", "2.2", "1", "-"]


def test_a_committee_of_the_party_and_its_date_on_one_line():
    plan = plan_of(PROGRAMME)
    assert plan.header.issuer and plan.header.issuer.name == "Ban Thường vụ Tỉnh ủy Lâm Hải"
    assert plan.header.place == "Lâm Hải"
    assert "issuer-doubtful" not in [warning.code for warning in plan.warnings]


def test_who_leads_whom_is_no_part_of_a_name():
    plan = plan_of(PROGRAMME)
    assert [unit for unit, _, _ in duties(plan)] == [
        "Đảng đoàn Hội đồng nhân dân tỉnh",
        "Ban cán sự đảng Uỷ ban nhân dân tỉnh",
    ]
    assert plan.closing == ["Chương trình hành động này được phổ biến đến chi bộ./."]


STAGES = """KẾ HOẠCH
Sửa đình làng năm 2027

I. NHIỆM VỤ
1. Nhiệm vụ 1: Đo vẽ và lập hồ sơ
a) Thời gian thực hiện: Tháng 4/2027.
b) Đơn vị thực hiện: Phòng Văn hóa và Thông tin chủ trì; UBND các xã có đình phối hợp.
2. Nhiệm vụ 2: Dựng lại mái
a) Thời gian thực hiện: Tháng 5/2027.
b) Đơn vị thực hiện: Hội Nông dân huyện.
II. TIẾN ĐỘ
1. Đợt 1: Từ ngày 10/02/2027 đến ngày 31/3/2027, sửa ba đình ven sông.
2. Đợt 2: Từ ngày 01/4/2027 đến ngày 30/6/2027, sửa hai đình còn lại.
Mỗi đình được sửa theo các bước:
- Dỡ ngói cũ.
- Lợp ngói mới.
III. HỒ SƠ
1. Kiểm đếm sắc phong. Giao Phòng Nội vụ chủ trì; hoàn thành trước 20/01/2027.
2. Kiểm đếm bia đá. Đơn vị thực hiện: Văn phòng Đăng ký đất đai. Thời gian: xong trong tháng 01/2027.
"""


def test_what_is_only_counted_is_titled_by_what_follows_the_colon():
    plan = plan_of(STAGES)
    assert headings(plan)[1:3] == ["  1. Nhiệm vụ 1: Đo vẽ và lập hồ sơ", "  2. Nhiệm vụ 2: Dựng lại mái"]
    assert [text.partition(":")[0] for section, _, text in tasks(plan) if section == "II"] == [
        "Đợt 1",
        "Đợt 2",
        "Dỡ ngói cũ.",
        "Lợp ngói mới.",
    ]


def test_who_has_the_work_is_said_at_its_end():
    assert duties(plan_of(STAGES)) == [
        ("Phòng Nội vụ", "lead", []),
        ("Văn phòng Đăng ký đất đai", "implement", []),
    ]


def test_a_labelled_value_says_itself_who_leads():
    made = [a for a in plan_of(STAGES).assignments if a.section_id]
    assert [(a.unit.text, a.role, [one.text for one in a.partners]) for a in made] == [
        ("Phòng Văn hóa và Thông tin", "lead", ["UBND các xã có đình"]),
        ("Hội Nông dân huyện", "implement", []),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (
            "Các cơ quan thông tấn, báo chí; Đài Truyền hình tỉnh tăng thời lượng đưa tin.",
            "Các cơ quan thông tấn, báo chí; Đài Truyền hình tỉnh",
        ),
        ("Đội Quản lý thị trường số 3 kiểm tra chợ.", "Đội Quản lý thị trường số 3"),
        ("Chuẩn hóa dữ liệu (Trung tâm Công nghệ thông tin và Truyền thông thực hiện).", None),
    ],
)
def test_whole_names_of_those_who_act(text, unit):
    plan = plan_of("KẾ HOẠCH\nHọp chợ\n\nI. NHIỆM VỤ\n\n- " + text + "\n\n- Quét chợ.\n")
    assert [found for found, _, _ in duties(plan)] == [unit or "Trung tâm Công nghệ thông tin và Truyền thông"]


def test_steps_that_title_what_stands_below_are_headings():
    plan = plan_of(
        "KẾ HOẠCH\nSửa đình làng\n\nI. NỘI DUNG\n\nGiai đoạn 1: Chuẩn bị (tháng 3/2027)\n\n1. Đo vẽ các vì kèo.\n\n"
        "2. Gọi thợ mộc.\n\nGiai đoạn 2: Dựng lại\n\nNhiệm vụ cụ thể:\n\n- Lợp ngói mới.\n\n- Xây bậc thềm.\n"
    )
    assert headings(plan) == ["I. NỘI DUNG", "  Giai đoạn 1: Chuẩn bị (tháng 3/2027)", "  Giai đoạn 2: Dựng lại"]
    assert [(section, marker) for section, marker, _ in tasks(plan)] == [
        ("I.s1", "1"),
        ("I.s1", "2"),
        ("I.s2", "-"),
        ("I.s2", "-"),
    ]


def test_a_list_of_steps_is_work():
    plan = plan_of(
        "KẾ HOẠCH\nSửa đình làng\n\nI. NỘI DUNG\n\n1. Trình tự\n\nBước 1: Đo vẽ\n\nBước 2: Gọi thợ\n\nBước 3: Lợp "
        "ngói\n\n2. Hồ sơ\n\n- Lập một bộ.\n"
    )
    assert [text for _, _, text in tasks(plan)] == [
        "Bước 1: Đo vẽ",
        "Bước 2: Gọi thợ",
        "Bước 3: Lợp ngói",
        "Lập một bộ.",
    ]


REGULATION = """CỤC ĐƯỜNG THỦY BIỂN TRE

QUYẾT ĐỊNH
VỀ VIỆC BAN HÀNH QUY CHẾ TIẾP KHÁCH

CỤC TRƯỞNG CỤC ĐƯỜNG THỦY BIỂN TRE

Căn cứ Luật Tre số 12/2026/QH16;

QUYẾT ĐỊNH:

Điều 1. Trách nhiệm của Chánh Văn phòng
1. Bố trí người đón khách.
2. Pha trà trước giờ họp.
"""


def test_the_one_who_decides_is_no_part_of_the_title():
    plan = plan_of(REGULATION)
    assert plan.header.title == "VỀ VIỆC BAN HÀNH QUY CHẾ TIẾP KHÁCH"
    assert plan.preamble[0] == "CỤC TRƯỞNG CỤC ĐƯỜNG THỦY BIỂN TRE"


def test_an_article_on_whose_duties_stand_below_names_who_acts():
    assert [unit for unit, _, _ in duties(plan_of(REGULATION))] == ["Chánh Văn phòng", "Chánh Văn phòng"]


def test_whose_resolution_it_is_is_no_part_of_its_title_and_a_branch_has_one_committee():
    plan = plan_of(
        "ĐẢNG BỘ XÃ MƯỜNG TRE\nĐẢNG ỦY\n*\nSố 05-NQ/ĐU\n\nNGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ\nvề trồng tre\n\n"
        "I. MỤC TIÊU\n\n- Giá trị thu được trên 01 ha đạt 180 triệu đồng.\n\n- Bí thư chi bộ nêu mục đích.\n\n"
        "- Chi bộ tổ chức học tập.\n"
    )
    assert plan.header.title == "về trồng tre"
    assert plan.header.issuer and plan.header.issuer.text == "Đảng ủy xã Mường Tre"
    assert [target.text for target in plan.tasks[0].targets] == ["đạt 180 triệu đồng"]
    assert [unit for unit, _, _ in duties(plan)] == ["Bí thư chi bộ", "Chi bộ"]


def test_a_centre_has_more_fields_than_the_registry_knows():
    plan = plan_of(
        "KẾ HOẠCH\nHọp chợ\n\nI. NHIỆM VỤ\n\n- Sở Y tế phối hợp với Trung tâm Văn hóa - Thể thao và Truyền thanh - "
        "Truyền hình huyện đưa tin.\n\n- Quét chợ.\n"
    )
    assert duties(plan)[0][2] == ["Trung tâm Văn hóa - Thể thao và Truyền thanh - Truyền hình huyện"]


COMMITTEE = """QUYẾT ĐỊNH
Về việc thành lập Ban Chỉ đạo hội tre

Điều 1. Thành lập Ban Chỉ đạo gồm các ông, bà có tên sau:
1. Ông Vũ Đình Tre, Phó Giám đốc Sở: Trưởng ban;
2. Bà Lê Thu Trúc, Trưởng phòng Phổ thông: Phó Trưởng ban Thường trực;
3. Mời ông Ngô Bá Nứa, Phó Giám đốc Sở Nội vụ: Ủy viên.
Điều 2. Phân công nhiệm vụ
1. Trưởng ban: Phụ trách chung, chịu trách nhiệm trước Giám đốc Sở về mọi hoạt động.
2. Phòng Phổ thông: Là bộ phận thường trực; tham mưu văn bản hướng dẫn.
"""


def test_the_members_of_a_committee_are_no_work_and_its_head_has_duties():
    plan = plan_of(COMMITTEE)
    assert [section.label for section in plan.sections[0].children] == []
    assert [unit for unit, _, _ in duties(plan)] == ["Trưởng ban", "Phòng Phổ thông"]


def test_asterisks_stand_beside_each_other_with_dashes_between():
    plan = plan_of(
        "ĐỀ ÁN\nChi bộ tốt\n\nI. TIÊU CHÍ\n\n* Sinh hoạt tốt.\n\n- Họp định kì 6 tháng, quản lí sổ họp.\n\n* Kỉ "
        "luật tốt.\n\n- Xong trong quí IV/2027.\n"
    )
    assert [task.parent_id for task in plan.tasks] == [None] * 4
    assert [task.deadline and (task.deadline.recurrence or task.deadline.end) for task in plan.tasks] == [
        None,
        "half-yearly",
        None,
        "2027-12-31",
    ]


CONCLUSION = """KẾT LUẬN
của Ban Thường vụ Huyện ủy
về việc trồng tre quý II năm 2027

1. Nhiệm vụ của các xã
- Trồng tre ven sông.
2. Giao Ủy ban Kiểm tra Huyện ủy đưa nội dung này vào chương trình kiểm tra năm 2027.
Văn phòng Huyện ủy theo dõi, đôn đốc việc thực hiện Kết luận này.
"""


def test_the_last_duty_of_a_conclusion_without_a_number_is_one():
    plan = plan_of(CONCLUSION)
    assert plan.header.title == "về việc trồng tre quý II năm 2027"
    assert [text.split(" đ")[0] for section, _, text in tasks(plan) if section is None] == [
        "Giao Ủy ban Kiểm tra Huyện ủy",
        "Văn phòng Huyện ủy theo dõi,",
    ]
    assert [unit for unit, _, _ in duties(plan)][-2:] == ["Ủy ban Kiểm tra Huyện ủy", "Văn phòng Huyện ủy"]


ENDS = """QUYẾT ĐỊNH
Phê duyệt Phương án chống lũ

Điều 1. Giao Phòng Kinh tế xã chủ trì, phối hợp các đơn vị liên quan tổ chức thực hiện Phương án.
Điều 2. Chánh Văn phòng, Trưởng Công an xã và các tổ chức có liên quan {}
"""


@pytest.mark.parametrize(
    "end",
    [
        "căn cứ Quyết định thi hành.",
        "chịu trách nhiệm thi hành Quyết định./.",
        "căn cứ Quyết định này thực hiện./.",
        "chịu trách nhiệm thi hành uyết định này./.",
    ],
)
def test_the_article_on_execution_in_other_words(end):
    plan = plan_of(ENDS.format(end))
    assert len(plan.tasks) == 1
    assert plan.closing[0].startswith("Điều 2.")
    assert duties(plan) == [("Phòng Kinh tế xã", "lead", ["các đơn vị liên quan"])]


def test_a_bracket_names_who_cooperates_and_a_branch_office_keeps_its_name():
    plan = plan_of(
        "KẾ HOẠCH\nTiêm phòng\n\nI. NHIỆM VỤ\n\n- Lập chốt kiểm dịch (UBND xã chủ trì, Công an xã phối hợp).\n\n"
        "- Chi cục Chăn nuôi và Thú y lấy 60 mẫu máu.\n"
    )
    assert duties(plan) == [
        ("UBND xã", "lead", ["Công an xã"]),
        ("Chi cục Chăn nuôi và Thú y", "implement", []),
    ]


def test_a_bracket_gives_work_and_a_first_bullet_stands_on_the_line_of_its_heading():
    plan = plan_of(
        "KẾ HOẠCH\nHọc chữ\n\nI. NHIỆM VỤ\n\n- Phát tờ gấp ở chợ (Giao Phòng Nội vụ thực hiện).\n\n"
        "II. PHÂN CÔNG THỰC HIỆN\n\n1. Công an xã: - Hỗ trợ người già.\n\n- Giữ trật tự ở lớp.\n\n"
        "2. Hội Nông dân xã: - Mượn bàn ghế.\n"
    )
    assert duties(plan)[0][:2] == ("Phòng Nội vụ", "implement")
    assert [text for _, _, text in tasks(plan)][1:] == ["Hỗ trợ người già.", "Giữ trật tự ở lớp.", "Mượn bàn ghế."]


def test_an_article_on_force_need_not_say_this():
    plan = plan_of(
        "QUYẾT ĐỊNH\nBan hành Quy định\n\nĐiều 1: Giao Sở Y tế khám.\nĐiều 2: Quyết định có hiệu lực kể từ ngày ký.\n"
    )
    assert plan.closing == ["Điều 2: Quyết định có hiệu lực kể từ ngày ký."]


LETTER_WITH_PLAN = """ỦY BAN NHÂN DÂN
XÃ NÀ LÙNG

Số: 9/UBND-KT
V/v gửi Kế hoạch làm đường
Nà Lùng, ngày 12 tháng 3 năm 2026

Kính gửi: Các thôn.

Ủy ban nhân dân xã gửi kế hoạch kèm công văn này.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Hạnh

KẾ HOẠCH
Làm đường nội đồng

I. MỤC TIÊU
- Đổ xong hai cây số đường.

II. PHÂN CÔNG
- Hợp tác xã Nà Lùng chở cát.
"""


def test_a_plan_pasted_below_a_letter_is_read_without_a_caption_too():
    plan = plan_of(LETTER_WITH_PLAN)
    assert plan.header.recipients == ["Như trên", "Lưu: VT"]
    assert headings(plan) == ["Kế hoạch. Làm đường nội đồng", "  I. MỤC TIÊU", "  II. PHÂN CÔNG"]
    assert [text for section, _, text in tasks(plan) if section] == [
        "Đổ xong hai cây số đường.",
        "Hợp tác xã Nà Lùng chở cát.",
    ]


def test_a_second_copy_of_a_paper_is_no_plan_attached_to_it():
    paper = "KẾ HOẠCH\nLàm đường\n\nI. MỤC TIÊU\n\n- Đổ bê tông.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLò Văn Hạnh\n\n"
    assert len(plan_of(paper + paper).tasks) == 1
