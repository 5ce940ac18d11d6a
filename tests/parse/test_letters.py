"""Letters, telegrams, notices, invitations, calls: papers whose parts are not those of a plan."""

from __future__ import annotations

import pytest

from tests.parse.helpers import duties, plan_of
from viextract.parse.coverage import words

HEAD = "UBND XÃ VŨNG DÂU\nPHÒNG KINH TẾ\nSố: 4/PKT\nV/v sửa bờ bao\nVũng Dâu, ngày 3 tháng 4 năm 2026\n\n"
TO = "Kính gửi:\n- Công an xã;\n- Các thôn.\n\nPhòng Kinh tế đề nghị thực hiện các nội dung sau:\n"
FOOT = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTRƯỞNG PHÒNG\n\nLò Thị Mướp\n"


def letter(body: str) -> str:
    return HEAD + TO + body + FOOT


# --- to whom


def test_the_lines_of_the_addressees_stand_in_the_head_alone():
    text = letter("1. Đắp bờ bao thôn Thượng.\n2. Cắm biển báo.\n")
    plan = plan_of(text)
    assert plan.preamble == ["Phòng Kinh tế đề nghị thực hiện các nội dung sau:"]
    at = plan.header.as_printed.index("Kính gửi:")
    assert plan.header.as_printed[at : at + 3] == ["Kính gửi:", "- Công an xã;", "- Các thôn."]
    assert plan.coverage and plan.coverage.placed == len(words(text))


def test_addressees_on_lines_of_their_own_without_bullets():
    plan = plan_of(
        HEAD + "Kính gửi:\nCông an xã;\nTrưởng các thôn.\n\nPhòng Kinh tế đề nghị như sau:\n1. Đắp bờ bao.\n" + FOOT
    )
    assert [unit.text for unit in plan.header.addressees] == ["Công an xã", "Trưởng các thôn"]
    assert plan.preamble == ["Phòng Kinh tế đề nghị như sau:"]


def test_a_telegram_names_its_addressees_behind_its_sender():
    plan = plan_of(
        "UBND TỈNH LÂM HẢI\nSố: 2/CĐ-UBND\n\nCÔNG ĐIỆN\nVề việc phòng, chống hạn\n\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM HẢI điện:\n- Giám đốc Sở Y tế;\n- Chủ tịch UBND các xã.\n\n"
        "Trước tình hình hạn hán, Chủ tịch UBND tỉnh yêu cầu:\n"
        "1. Sở Y tế kiểm tra nguồn nước.\n2. Các xã tiết kiệm nước.\n" + FOOT
    )
    assert [unit.text for unit in plan.header.addressees] == ["Giám đốc Sở Y tế", "Chủ tịch UBND các xã"]
    assert [text[:5] for text in plan.preamble] == ["Trước"]


def test_a_subject_beside_the_date_in_two_columns():
    plan = plan_of(
        "TỈNH ĐOÀN LÂM HẢI                 ĐOÀN TNCS HỒ CHÍ MINH\nBAN CHẤP HÀNH ĐOÀN XÃ VŨNG DÂU\nSố: 4-CV/ĐTN\n"
        "V/v trồng cây nhân kỷ niệm\n95 năm Ngày thành lập Đoàn          Vũng Dâu, ngày 3 tháng 3 năm 2026\n\n"
        "Kính gửi: Các chi đoàn.\n\nBan Chấp hành Đoàn xã yêu cầu:\n1. Trồng cây.\n2. Tưới cây.\n" + FOOT
    )
    assert plan.header.title == "trồng cây nhân kỷ niệm 95 năm Ngày thành lập Đoàn"
    assert (plan.header.place, plan.header.issued_on) == ("Vũng Dâu", "2026-03-03")
    assert plan.header.parent_issuer and plan.header.parent_issuer.name == "Tỉnh Đoàn Lâm Hải"


def test_a_document_that_only_the_subject_names_is_cited():
    plan = plan_of(
        "UBND XÃ VŨNG DÂU\nPHÒNG KINH TẾ\nSố: 9/KT\n"
        "V/v làm theo Quyết định số 40/QĐ-STC ngày 02/3/2026 của Sở Tài chính\n\n"
        "Kính gửi: Các thôn.\n\nNgày 02/3/2026, Sở Tài chính ban hành Quyết định số 40/QĐ-STC. Phòng yêu cầu:\n"
        "1. Lập dự toán.\n2. Nộp dự toán.\n" + FOOT
    )
    assert [(c.symbol, c.issued_on, c.issuer) for c in plan.citations] == [("40/QĐ-STC", "2026-03-02", "Sở Tài chính")]


def test_the_subject_of_a_letter_of_the_party():
    plan = plan_of(
        "ĐẢNG ỦY XÃ VŨNG DÂU\nSố 4-CV/ĐU\nVề việc trồng cây\n\nKính gửi: Các chi bộ.\n\n"
        "Đảng ủy yêu cầu:\n1. Trồng cây.\n2. Tưới."
    )
    assert (plan.header.type, plan.header.title) == ("Công văn", "trồng cây")
    assert "no-headings" not in [warning.code for warning in plan.warnings]


# --- the foot


def test_a_position_below_the_recipients_is_the_signatory_s():
    header = plan_of(letter("1. Đắp bờ bao.\n2. Cắm biển báo.\n")).header
    assert header.signatory and (header.signatory.position, header.signatory.name) == ("TRƯỞNG PHÒNG", "Lò Thị Mướp")
    assert header.recipients == ["Như trên", "Lưu: VT"]


def test_a_name_beside_the_last_recipient_is_the_signatory_s():
    foot = (
        "\nNơi nhận:                    TL. CHỦ TỊCH\n- Như trên;              CHÁNH VĂN PHÒNG\n"
        "- Lưu: VT.               Lò Thị Mướp\n"
    )
    header = plan_of(HEAD + TO + "1. Đắp bờ bao.\n2. Cắm biển báo.\n" + foot).header
    assert header.signatory and header.signatory.model_dump(exclude={"authority"}) == {
        "capacity": "TL. CHỦ TỊCH",
        "position": "CHÁNH VĂN PHÒNG",
        "name": "Lò Thị Mướp",
    }
    assert header.recipients == ["Như trên", "Lưu: VT"]


JOINT = """LIÊN ĐOÀN LAO ĐỘNG - SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH - TỈNH ĐOÀN LÂM HẢI
Số: 7/CTr-LĐLĐ-SVH-TĐ
Lâm Hải, ngày 2 tháng 3 năm 2026

CHƯƠNG TRÌNH PHỐI HỢP
Tủ sách công nhân năm 2026

I. NỘI DUNG
- Mở 20 tủ sách.
II. TRÁCH NHIỆM
1. Liên đoàn Lao động: Khảo sát nhu cầu.

{first}
SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH
GIÁM ĐỐC
Sùng A Pao

LIÊN ĐOÀN LAO ĐỘNG
CHỦ TỊCH
Lò Thị Mướp

TỈNH ĐOÀN
BÍ THƯ
Vi Văn Ngô
{last}"""
RECIPIENTS = "\nNơi nhận:\n- Các đơn vị;\n- Lưu: VT.\n"


def test_three_who_sign_side_by_side_and_a_head_over_two_lines():
    plan = plan_of(
        "CÔNG AN XÃ VŨNG DÂU - ĐOÀN THANH NIÊN XÃ VŨNG DÂU\n- TRƯỜNG THPT NÀ PHIÊNG\nSố: 2/KHLT\n\n"
        "KẾ HOẠCH LIÊN TỊCH\nTrật tự trường học\n\nI. NỘI DUNG\n- Tuần tra.\nII. PHÂN CÔNG\n"
        "* Công an xã:\n- Chủ trì tuần tra.\n* Đoàn Thanh niên xã:\n- Cùng nhà trường quản lý học sinh.\n\n"
        "CÔNG AN XÃ              ĐOÀN THANH NIÊN           TRƯỜNG THPT\n"
        "TRƯỞNG CÔNG AN              BÍ THƯ                 HIỆU TRƯỞNG\n\n\n"
        "Trung tá Lò Văn Ngô       Vi Thị Bưởi              Hà Thị Mướp\n\nNơi nhận:\n- Lưu: VT.\n"
    )
    header = plan.header
    assert header.issuer and header.issuer.name == "Công an xã Vũng Dâu"
    assert header.signatory and header.signatory.name == "Trung tá Lò Văn Ngô"
    assert [(one.issuer.name, one.signatory and one.signatory.name) for one in header.joint] == [
        ("Đoàn Thanh niên xã Vũng Dâu", "Vi Thị Bưởi"),
        ("Trường trung học phổ thông Nà Phiêng", "Hà Thị Mướp"),
    ]
    assert duties(plan) == [("Công an xã", "lead", []), ("Đoàn Thanh niên xã", "cooperate", ["nhà trường"])]


@pytest.mark.parametrize(("first", "last"), [("", RECIPIENTS), (RECIPIENTS, ""), ("", "")])
def test_those_who_sign_a_joint_paper_one_below_the_other(first, last):
    plan = plan_of(JOINT.format(first=first, last=last))
    header = plan.header
    assert header.issuer and header.issuer.name.startswith("Liên đoàn Lao động")
    assert header.signatory and header.signatory.name == "Lò Thị Mướp"
    assert [one.signatory and (one.signatory.position, one.signatory.name) for one in header.joint] == [
        ("GIÁM ĐỐC", "Sùng A Pao"),
        ("BÍ THƯ", "Vi Văn Ngô"),
    ]
    assert [section.title for section in plan.sections] == ["NỘI DUNG", "TRÁCH NHIỆM"]


# --- the closing


@pytest.mark.parametrize(
    "last",
    [
        "Phòng Kinh tế đề nghị các đơn vị quan tâm thực hiện./.",
        "Kính đề nghị UBND xã xem xét, quyết định./.",
        "Văn phòng thông báo để các đơn vị biết, thực hiện./.",
        "Thừa lệnh Chủ tịch UBND xã, Văn phòng xin thông báo đến các thôn được biết và triển khai thực hiện./.",
        "Rất mong nhận được sự quan tâm của các đồng chí.",
        "Mọi thông tin chi tiết xin liên hệ ông Lò Văn Ngô, điện thoại 0900000000.",
        "Ban Vận động xin trân trọng cảm ơn!",
        "Kính trình Hội đồng nhân dân xã xem xét, quyết định./.",
        "Văn phòng thông báo ý kiến của Chủ tịch UBND xã để các đơn vị biết, thực hiện./.",
        "Trân trọng./.",
        "Công điện này thay thế Công điện số 1/CĐ-UBND.",
        "Căn cứ nội dung Công văn này, các đơn vị xây dựng kế hoạch.",
    ],
)
def test_courtesy_and_requests_to_all_close_a_letter(last):
    plan = plan_of(letter("1. Đắp bờ bao.\n2. Báo cáo trước ngày 9/5/2026.\n" + last))
    assert plan.closing == [last]
    assert [task.text for task in plan.tasks] == ["Đắp bờ bao.", "Báo cáo trước ngày 9/5/2026."]


@pytest.mark.parametrize(
    "last",
    [
        "Thông báo cho nhân dân biết để tham gia.",
        "Đề nghị Trạm Y tế cử 02 cán bộ tham gia, gửi trước ngày 4/5 để thực hiện./.",
    ],
)
def test_a_duty_at_the_end_closes_nothing(last):
    plan = plan_of(letter("1. Công an xã\n- Đắp bờ bao.\n2. Các thôn\n" + last))
    assert plan.tasks[-1].text == last


def test_a_letter_of_one_request_is_that_request():
    plan = plan_of(HEAD + "Kính gửi: Công an xã.\n\nPhòng Kinh tế đề nghị Công an xã phối hợp thực hiện./." + FOOT)
    assert [task.text for task in plan.tasks] == ["Phòng Kinh tế đề nghị Công an xã phối hợp thực hiện./."]


def test_text_behind_a_row_of_sentences_makes_none_of_them_a_heading():
    plan = plan_of(letter("1. Đắp bờ bao.\n2. Báo cáo trước ngày 9/5/2026.\nGiao Công an xã đôn đốc hằng tuần."))
    assert plan.sections == []
    assert [task.marker for task in plan.tasks] == ["1", "2", None]


# --- the kind


@pytest.mark.parametrize(
    "kind", ["Giấy mời", "Thư kêu gọi", "Biên bản", "Nghị quyết liên tịch", "Hướng dẫn liên ngành"]
)
def test_kinds_of_papers_beside_plans(kind):
    plan = plan_of(
        "UBND XÃ VŨNG DÂU\nSố: 4/UBND\n\n" + kind.upper() + "\nLàm đường\n\n1. Đắp đường.\n2. Rải đá." + FOOT
    )
    assert (plan.header.type, plan.header.title) == (kind, "Làm đường")


def test_a_ward_whose_name_reads_like_a_kind_without_its_marks():
    plan = plan_of(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG AN LÃO\nSố: 4/UBND-VP\nV/v sửa bờ bao\n\n" + TO + "1. Đắp bờ.\n2. Cắm biển."
    )
    assert plan.header.type == "Công văn"
    assert plan.header.issuer and plan.header.issuer.name == "Ủy ban nhân dân phường An Lão"


# --- who


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ông Lò Văn Ngô – Trưởng ban trực tiếp chỉ đạo.", ("Ông Lò Văn Ngô – Trưởng ban", "implement", [])),
        ("Giao đồng chí Vi Thị Bưởi - Phó Bí thư theo dõi.", ("đồng chí Vi Thị Bưởi - Phó Bí thư", "implement", [])),
        ("Đ/c Vi Thị Bưởi, Phó Bí thư, phụ trách tổ hai.", ("Đ/c Vi Thị Bưởi, Phó Bí thư", "implement", [])),
        ("Giao ông Lò Văn Ngô rà soát hồ sơ.", ("ông Lò Văn Ngô", "implement", [])),
        ("Đề nghị Sở Tài chính sớm thẩm định dự toán.", ("Sở Tài chính", "implement", [])),
        ("Giao nhiệm vụ cho Phòng Kinh tế chủ trì rà soát.", ("Phòng Kinh tế", "lead", [])),
        ("Thống nhất giao Công an xã chủ trì tuần tra.", ("Công an xã", "lead", [])),
        ("Về y tế: Giao Công an xã phối hợp với Trạm Y tế khám tuyển.", ("Công an xã", "cooperate", ["Trạm Y tế"])),
        ("Bước 1. Rà soát: Ban Quản lý chợ lập danh sách.", ("Ban Quản lý chợ", "implement", [])),
        ("Về kiến nghị của thôn Hạ: Phòng Kinh tế nghiên cứu.", ("Phòng Kinh tế", "implement", [])),
        ("Phòng Kinh tế phối hợp các cơ quan khác rà soát.", ("Phòng Kinh tế", "cooperate", ["các cơ quan khác"])),
        ("Thống nhất sửa cầu. Giao Phòng Kinh tế lập dự toán.", ("Phòng Kinh tế", "implement", [])),
        ("Kế toán phối hợp với Trạm Y tế kiểm kê.", ("Kế toán", "cooperate", ["Trạm Y tế"])),
        ("Công đoàn phối hợp với Trạm Y tế tổ chức khám.", ("Công đoàn", "cooperate", ["Trạm Y tế"])),
        ("GVCN các lớp rà soát danh sách.", ("GVCN các lớp", "implement", [])),
        ("Đ/c Vi Thị Bưởi (Phó Bí thư) duyệt hồ sơ.", ("Đ/c Vi Thị Bưởi (Phó Bí thư)", "implement", [])),
        ("Đề nghị các chi đoàn xác nhận số lượng.", ("các chi đoàn", "implement", [])),
        ("Hai bên phối hợp kiểm tra hằng năm.", ("Hai bên", "cooperate", [])),
        ("Ban Công tác Mặt trận ở khu dân cư chủ trì Ngày hội.", ("Ban Công tác Mặt trận ở khu dân cư", "lead", [])),
        (
            "Công an xã phối hợp với Mặt trận cùng cấp và UBND các xã giáp ranh vận động.",
            ("Công an xã", "cooperate", ["Mặt trận cùng cấp", "UBND các xã giáp ranh"]),
        ),
    ],
)  # fmt: skip
def test_who_has_the_duty_of_a_sentence(sentence, expected):
    plan = plan_of(letter("1. Đắp bờ bao.\n2. " + sentence + "\n3. Cắm biển báo.\n"))
    assert duties(plan) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bà con các thôn ủng hộ.",
        "Ban đã tham mưu 02 kế hoạch.",
        "Văn phòng xin cảm ơn.",
        "Tổ chức dạy học 02 buổi/ngày.",
        "Lịch:\n- Trạm Y tế: ngày 10/6/2026, tại sân kho.",
        "Quân số:\n- Phòng Kinh tế: 05 đồng chí.",
    ],
)
def test_what_has_been_done_is_nobody_s_duty(sentence):
    assert duties(plan_of(letter("1. Đắp bờ bao.\n2. " + sentence + "\n3. Cắm biển báo.\n"))) == []


def test_a_bullet_that_is_a_body_alone_has_the_duties_below_it():
    plan = plan_of(letter("1. Đắp bờ bao.\n2. Phân công:\n- Công an xã:\n+ Cấm xe.\n- Các thôn:\n+ Cắm biển.\n"))
    assert duties(plan) == [("Công an xã", "implement", []), ("Các thôn", "implement", [])]
    assert [task.parent_id is not None for task in plan.tasks] == [False, False, True, False, True]


# --- what was, and when


def test_the_day_up_to_which_things_are_counted_is_no_deadline():
    plan = plan_of(
        letter(
            "1. Rà soát số người làm việc có mặt đến ngày 28/02/2026.\n"
            "2. Tổng hợp số liệu đến hết ngày 30/4/2026, báo cáo trước ngày 05/5/2026.\n"
        )
    )
    assert [[one.end for one in task.deadlines] for task in plan.tasks] == [[], ["2026-05-04"]]


@pytest.mark.parametrize(
    "work", ["bàn giao mặt bằng", "tuyển sinh", "tổng vệ sinh", "xem xét kỷ luật", "sửa hương ước"]
)
def test_words_that_end_like_those_that_compare_times(work):
    plan = plan_of(letter(f"1. Đắp bờ bao.\n2. Các thôn {work} trước ngày 31/7/2026.\n"))
    assert [task.deadline and task.deadline.end for task in plan.tasks] == [None, "2026-07-30"]


def test_what_a_report_says_of_the_past_is_no_task():
    plan = plan_of(
        "UBND XÃ VŨNG DÂU\nSố: 4/BC-UBND\n\nBÁO CÁO\nCông tác thủy lợi\n\n"
        "I. KẾT QUẢ CÔNG TÁC 6 THÁNG ĐẦU NĂM\n1. Nạo vét\nĐã nạo vét 12 km kênh.\n2. Bờ bao\n- Đã đắp 3 km.\n"
        "3. Đã kiểm tra 4 cống.\n4. Ưu điểm: Nhân dân đồng tình ủng hộ việc nạo vét kênh.\n"
        "II. ĐÁNH GIÁ CHUNG\nTiến độ còn chậm.\n"
        "III. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM\n1. Đắp 2 km bờ bao.\n2. Báo cáo kết quả công tác thủy lợi.\n" + FOOT
    )
    assert [task.text for task in plan.tasks] == ["Đắp 2 km bờ bao.", "Báo cáo kết quả công tác thủy lợi."]
    assert plan.coverage and plan.coverage.placed == plan.coverage.words


def test_the_text_of_a_letter_above_its_list_is_its_preamble():
    plan = plan_of(
        HEAD + "Kính gửi: Các thôn.\n\nTrong năm qua, các thôn đã đắp 12 km bờ bao.\n"
        "Hưởng ứng Tháng thủy lợi, Phòng Kinh tế kêu gọi:\n- Các thôn nạo vét kênh.\n- Các hộ dọn bờ.\n" + FOOT
    )
    assert [task.marker for task in plan.tasks] == ["-", "-"]
    assert len(plan.preamble) == 2


def test_the_last_request_to_all_is_no_duty_of_the_last_body():
    plan = plan_of(
        letter(
            "1. Công an xã\n- Cấm xe quá tải.\n2. Các thôn\n- Đắp bờ bao.\n- Cắm biển báo.\n"
            "Các đơn vị gửi báo cáo kết quả về Phòng Kinh tế trước 15 giờ thứ Sáu hằng tuần."
        )
    )
    assert duties(plan)[-1] == ("Các đơn vị", "implement", [])
    assert plan.tasks[-1].section_id is None


INVITATION = """ĐẢNG ỦY XÃ BÃI SẬY                    ĐẢNG CỘNG SẢN VIỆT NAM
VĂN PHÒNG
*                                     Bãi Sậy, ngày 19 tháng 5 năm 2026
Số 31-GM/VPĐU

GIẤY MỜI

Thường trực Đảng ủy trân trọng kính mời các đồng chí dự buổi bàn giao kho muối.
{0}Thời gian: 07 giờ 30 phút ngày 25/5/2026.
{1}Địa điểm: Phòng họp số 2, nhà kho bến Đá.
{2}Thành phần: Bí thư chi bộ các thôn ven biển.
Đề nghị các đồng chí đến đúng giờ.

Nơi nhận:                           T/L BAN THƯỜNG VỤ
- Như thành phần mời,               CHÁNH VĂN PHÒNG
- Lưu VPĐU.

                                    Lù Seo Tơ
"""


@pytest.mark.parametrize("labels", [("", "", ""), ("1. ", "2. ", "3. "), ("- ", "- ", "- ")])
def test_labelled_lines_of_an_invitation_tell_of_the_meeting(labels):
    plan = plan_of(INVITATION.format(*labels))
    assert plan.sections == []
    assert [task.text.split()[0] for task in plan.tasks] == ["Thường", "Đề"]
    assert [(d.kind, d.label) for d in plan.tasks[0].details] == [
        ("time", "Thời gian"),
        ("place", "Địa điểm"),
        ("participants", "Thành phần"),
    ]
    assert plan.tasks[0].deadline and plan.tasks[0].deadline.start == "2026-05-25"


def test_a_request_to_bodies_in_any_part_is_marked_as_one():
    plan = plan_of(
        "KẾ HOẠCH\nHội thả diều\n\nI. NỘI DUNG\n- Thả diều ngoài bãi.\nII. ĐỀ NGHỊ CÁC CƠ QUAN PHỐI HỢP\n"
        "1. Công an xã Bãi Sậy\nTrực ở cổng đê.\n2. Trạm Y tế xã\nCử 02 cán bộ trực.\n"
    )
    assert [(a.unit.text, a.requested) for a in plan.assignments] == [
        ("Công an xã Bãi Sậy", True),
        ("Trạm Y tế xã", True),
    ]


def test_where_to_pay_and_why_are_no_work():
    plan = plan_of(
        "KẾ HOẠCH\nHội thả diều\n\nI. NỘI DUNG\n1. Thả diều ngoài bãi vào buổi chiều.\nLý do: buổi sáng lặng gió.\n"
        "2. Thi diều sáo giữa các thôn.\nII. KINH PHÍ\nCác thôn đóng góp theo quy ước của làng.\n"
        "Số tài khoản: 100200300 tại Ngân hàng Bãi Sậy.\n- Chủ tài khoản: Hội làng nghề.\n"
    )
    assert [task.text.split()[0] for task in plan.tasks] == ["Thả", "Thi", "Các"]


def test_a_body_in_small_letters_is_asked_too():
    assert [
        (a.unit.name, a.role)
        for a in plan_of(
            "CÔNG VĂN\n\nKính gửi: Các thôn\n\nĐề nghị thực hiện:\n1. Đề nghị uỷ ban nhân dân xã mở bến.\n"
            "2. Giao công an xã chủ trì canh bến.\n3. Yêu cầu báo cáo mực nước.\n"
        ).assignments
    ] == [("Ủy ban nhân dân xã", "implement"), ("Công an xã", "lead")]
