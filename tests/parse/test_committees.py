"""Who does what in papers of schools, clubs and villages: persons, posts, teams, committees and their members."""

from __future__ import annotations

import pytest

from tests.parse.helpers import duties, headings, plan_of, tasks
from viextract.vocabulary.units import match_unit

HEAD = "KẾ HOẠCH\nHội khỏe Phù Đổng năm 2027\n\nI. TỔ CHỨC THỰC HIỆN\n"


def test_members_of_a_committee_are_no_work():
    plan = plan_of(
        HEAD + "1. Ban Tổ chức gồm:\n- Trưởng ban: ông Lê Văn Trúc - Hiệu trưởng.\n- Phó Trưởng ban: bà Vi Thị Sen.\n"
        "- Thành viên: Tổ trưởng các tổ chuyên môn; bà Lò Thị Cúc - Kế toán.\n"
        "2. Tiến độ\n- Phát điều lệ đến các lớp trước ngày 10/3/2027.\n"
    )
    assert [text for _, _, text in tasks(plan)] == ["Phát điều lệ đến các lớp trước ngày 10/3/2027."]
    assert plan.assignments == []
    assert len(plan.sections[0].children[0].paragraphs) == 3


def test_numbered_members_are_no_work_either():
    plan = plan_of(
        HEAD + "1. Thành phần Ban Tổ chức\na) Trưởng ban: Ông Lê Văn Trúc;\nb) Phó ban: Bà Vi Thị Sen;\n"
        "2. Nhiệm vụ\n- Chấm công bằng.\n"
    )
    assert [text for _, _, text in tasks(plan)] == ["Chấm công bằng."]


def test_one_who_leads_alone_is_a_detail_still():
    plan = plan_of(HEAD + "1. Kiểm tra sân bãi\n- Trưởng đoàn: ông Lê Văn Trúc.\n- Thời gian: ngày 12/3/2027.\n")
    assert [(item.unit.text, item.role) for item in plan.assignments] == [("ông Lê Văn Trúc", "lead")]


def test_duties_behind_a_person_a_post_or_a_team_with_a_long_name():
    plan = plan_of(
        HEAD + "1. Phân công nhiệm vụ\n- Cô Lò Thị Cúc: mua nước uống.\n- Đ/c Sen: kẻ sân.\n"
        "- Giáo viên chủ nhiệm: chọn vận động viên.\n- Đội Thanh tra nước: kiểm tra bể bơi.\n"
        "- Liên chi đoàn khoa: cổ vũ.\n- Xí nghiệp Cây xanh: cắt tỉa cành.\n"
    )
    assert [body for body, _, _ in duties(plan)] == [
        "Cô Lò Thị Cúc",
        "Đ/c Sen",
        "Giáo viên chủ nhiệm",
        "Đội Thanh tra nước",
        "Liên chi đoàn khoa",
        "Xí nghiệp Cây xanh",
    ]


def test_a_place_that_begins_like_an_address_is_no_person():
    plan = plan_of(HEAD + "1. Địa bàn\n- Bà Rịa: bố trí hai điểm thi.\n- Cô Tô: bố trí một điểm thi.\n")
    assert duties(plan) == []


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(Tổng phụ trách Đội chủ trì)", ("Tổng phụ trách Đội", "lead")),
        ("(cô Lò Thị Cúc - Kế toán thực hiện)", ("cô Lò Thị Cúc - Kế toán", "implement")),
        ("(đ/c Sen phụ trách)", ("đ/c Sen", "lead")),
    ],
)
def test_a_closing_bracket_names_a_person_or_a_post(bracket, expected):
    plan = plan_of(f"KẾ HOẠCH\nHội khỏe\n\nI. CHƯƠNG TRÌNH\n- 7h00: Đón khách {bracket}.\n- 8h00: Khai mạc.\n")
    assert [(body, role) for body, role, _ in duties(plan)] == [expected]


def test_a_name_behind_a_generic_noun_is_one_body():
    assert not match_unit("Phòng Công tác học sinh").generic
    assert match_unit("phòng, ban liên quan").generic


def test_a_row_of_persons_stays_a_row_of_headings():
    plan = plan_of(HEAD + "1. Ông Lê Văn Trúc - Hiệu trưởng: chỉ đạo chung.\n2. Bà Vi Thị Sen: Duyệt nội dung thi.\n")
    assert headings(plan)[1:] == ["  1. Ông Lê Văn Trúc - Hiệu trưởng", "  2. Bà Vi Thị Sen"]


def test_those_who_take_part_are_no_work():
    plan = plan_of(
        "KẾ HOẠCH\nĐại hội chi đoàn\n\nI. THỜI GIAN, THÀNH PHẦN\n1. Thời gian: ngày 12/3/2027.\n"
        "2. Thành phần đại biểu\n2.1. Cấp xã: Thường trực Đảng ủy, lãnh đạo UBND xã.\n"
        "2.2. Thôn: Bí thư chi bộ, tổ bảo vệ an ninh ở cơ sở.\n"
        "II. ĐỐI TƯỢNG\n- Đoàn viên sinh hoạt tại chi đoàn.\n- Thanh niên trên 16 tuổi.\n"
        "III. NHIỆM VỤ\n- Bầu ban chấp hành.\n"
    )
    assert [text for _, _, text in tasks(plan)] == ["Bầu ban chấp hành."]
    assert plan.assignments == []
    assert [detail.kind for detail in plan.sections[0].details] == ["time", "participants"]


def test_a_bracket_on_a_line_of_its_own_tells_who_does_it():
    plan = plan_of(
        "KẾ HOẠCH\nLễ phát động\n\nI. CHƯƠNG TRÌNH\n- Từ 7h00 - 7h30: Đón đại biểu\n(Văn phòng UBND xã thực hiện)\n"
        "- Từ 7h30 - 8h00: Diễn văn\n(Chi tiết tại phụ lục kèm theo)\n"
    )
    assert [text for _, _, text in tasks(plan)] == [
        "Từ 7h00 - 7h30: Đón đại biểu (Văn phòng UBND xã thực hiện)",
        "Từ 7h30 - 8h00: Diễn văn",
    ]
    assert [(body, role) for body, role, _ in duties(plan)] == [("Văn phòng UBND xã", "implement")]


def test_a_bracket_with_who_works_along():
    plan = plan_of(
        "KẾ HOẠCH\nDiệt muỗi\n\nI. HOẠT ĐỘNG\n- Phun hóa chất (Khoa Sốt rét phối hợp Trạm Y tế xã thực hiện).\n"
    )
    assert duties(plan) == [("Khoa Sốt rét", "implement", ["Trạm Y tế xã"])]


def test_the_number_of_a_coach_is_no_duty():
    assert duties(plan_of(HEAD + "1. Liên hệ\n- Thầy Lê Văn Trúc: 0912 000 000 000.\n")) == []


def test_a_centre_with_three_fields_in_its_name_has_its_duty():
    plan = plan_of(HEAD + "1. Tuyên truyền\n- Trung tâm Văn hóa - Thông tin và Truyền thanh huyện mở chuyên mục.\n")
    assert [body for body, _, _ in duties(plan)] == ["Trung tâm Văn hóa - Thông tin và Truyền thanh huyện"]


def test_persons_below_the_board_that_they_belong_to_have_their_own_work():
    plan = plan_of(
        HEAD + "1. Ban Giám hiệu:\n- Thầy Hiệu trưởng: chỉ đạo chung.\n"
        "- Cô Lê Thị Măng (PHT): phụ trách chuyên môn, duyệt điều lệ.\n- Đôn đốc các tổ.\n"
        "2. Tổ Thể dục: chuẩn bị sân bãi.\n"
    )
    assert [(who, role) for who, role, _ in duties(plan)] == [
        ("Thầy Hiệu trưởng", "implement"),
        ("Cô Lê Thị Măng (PHT)", "implement"),
        ("Ban Giám hiệu", "implement"),
        ("Tổ Thể dục", "implement"),
    ]


def test_persons_with_the_addresses_of_neighbours():
    plan = plan_of(
        HEAD + "- Chị Lò Thị Sậy - Chi hội trưởng: phụ trách chung.\n- Chị Ba (tổ 1): nước uống, bánh kẹo.\n"
        "- Chị Sáu, chị Út Lan lo văn nghệ.\n- Xã Anh Sơn: 05 đội.\n"
    )
    assert [who for who, _, _ in duties(plan)] == [
        "Chị Lò Thị Sậy - Chi hội trưởng",
        "Chị Ba (tổ 1)",
        "Chị Sáu, chị Út Lan",
    ]


def test_who_leads_is_told_between_commas_or_in_a_sentence_of_its_own():
    plan = plan_of(
        HEAD + "1. Lớp học bơi: mở 02 lớp, do đồng chí Vi Văn Sen - Phó Bí thư phụ trách, khai giảng trong hè.\n"
        "2. Ra quân đồng loạt hai đợt. Ban Thường vụ Đoàn xã phụ trách 02 điểm.\n"
    )
    assert [(who, role) for who, role, _ in duties(plan)] == [
        ("đồng chí Vi Văn Sen - Phó Bí thư", "lead"),
        ("Ban Thường vụ Đoàn xã", "implement"),
    ]


def test_a_head_that_says_what_its_body_is():
    plan = plan_of(
        HEAD + "1. Phòng Kinh tế (Tổ Nông thôn mới) là cơ quan đầu mối, có nhiệm vụ:\na) Lập dự toán.\nb) Báo cáo.\n"
    )
    assert [who for who, _, _ in duties(plan)] == ["Phòng Kinh tế (Tổ Nông thôn mới)"] * 2


def test_details_of_one_line_with_dashes_between():
    plan = plan_of(
        "KẾ HOẠCH\nThả diều\n\nI. NHIỆM VỤ\n1. Xây dựng mô hình\n- Cơ quan chủ trì: Phòng Kinh tế.\n"
        "- Sản phẩm: 03 mô hình. - Hoàn thành: Quý IV/2028.\n2. Tập huấn\n- Cơ quan chủ trì: Hội Nông dân xã.\n"
        "- Thời gian: Quý I/2028.\n"
    )
    assert [task.deadline.end for task in plan.tasks if task.deadline and task.deadline.end] == [
        "2028-12-31",
        "2028-03-31",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "1. Thành viên Tổ kiểm tra: Phòng Kinh tế, Công an xã, Trạm Y tế xã.\n",
        "1. Tổ kiểm tra gồm: Phòng Kinh tế (tổ trưởng), Công an xã.\n",
        "1. Tổ kiểm tra gồm:\n- Phòng Kinh tế;\n- Công an xã.\n",
        "1. Các thành viên:\n- Phòng Kinh tế;\n- Công an xã;\n- Đại diện Trạm Y tế xã.\n",
    ],
)
def test_bodies_of_which_a_team_consists_are_no_work(lines):
    plan = plan_of(HEAD + lines + "2. Công an xã tuần tra sân bóng.\n")
    assert duties(plan) == [("Công an xã", "implement", [])]
    assert [detail.kind for detail in plan.sections[0].details] == ["participants"]


def test_what_members_of_a_team_do_is_work():
    plan = plan_of(
        HEAD + "1. Thành viên Tổ trọng tài: ghi biên bản, tính điểm từng đội.\n2. Công an xã tuần tra sân bóng.\n"
    )
    assert any("ghi biên bản, tính điểm từng đội." in text for _, _, text in tasks(plan))


def test_a_row_that_begins_anew_below_a_sentence_is_none_of_its_parts():
    plan = plan_of(
        HEAD + "1. Phòng Kinh tế lập danh sách đội.\n2. Công an xã đối chiếu danh sách đội.\n"
        "1. Hội Nông dân xã vận động hội viên.\n2. Đoàn xã trồng cây ven sân.\n"
    )
    assert headings(plan) == ["I. TỔ CHỨC THỰC HIỆN"]
    assert [body for body, _, _ in duties(plan)] == ["Phòng Kinh tế", "Công an xã", "Hội Nông dân xã", "Đoàn xã"]


def test_measures_are_for_those_whom_their_headings_address():
    plan = plan_of(
        "KẾ HOẠCH\nPhòng dịch\n\nI. BIỆN PHÁP\n1. Đối với giáo viên các lớp\n- Theo dõi trẻ, ghi sổ.\n"
        "2. Đối với nhân viên y tế\n- Lập tủ thuốc.\n3. Đối với tổ nuôi dưỡng\nLưu mẫu thức ăn 24 giờ.\n"
        "4. Đối với Ban Giám hiệu\n- Ký hợp đồng với nơi bán gạo.\n"
        "II. CHẾ ĐỘ\n1. Đối với giáo viên\n- Mức 500.000 đồng một tháng.\n"
    )
    assert [who for who, _, _ in duties(plan)] == [
        "giáo viên các lớp",
        "nhân viên y tế",
        "Tổ nuôi dưỡng",
        "Ban Giám hiệu",
    ]


def test_others_with_sentences_of_their_own_below_a_body():
    plan = plan_of(
        HEAD + "1. Ủy ban nhân dân xã: chỉ đạo các thôn cung cấp số liệu; Phòng Kinh tế rà soát chỉ tiêu 5.\n"
        "2. Công an xã: trực cổng; các đội báo cáo.\n"
        "3. Hội Nông dân xã: hướng dẫn các cơ quan báo chí; Đài Truyền thanh xã đưa tin về hội thi.\n"
    )
    assert [who for who, _, _ in duties(plan)] == [
        "Ủy ban nhân dân xã",
        "Phòng Kinh tế",
        "Công an xã",
        "Hội Nông dân xã",
    ]
