"""What a document says of itself, also where its first page was cut."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of

HEAD = "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ BÌNH LÃNG Độc lập - Tự do - Hạnh phúc\n"
BODY = "\n\nI. NHIỆM VỤ\n\n- Nhặt rác.\n\n"
FOOT = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNgô Thị Hạnh"


def test_two_columns_read_as_one_line():
    header = plan_of(
        HEAD + "Số: 12/KH-UBND Bình Lãng, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh bãi biển" + BODY
    ).header
    assert header.issuer is not None
    assert (header.issuer.name, header.symbol, header.issued_on, header.place) == (
        "Ủy ban nhân dân xã Bình Lãng",
        "12/KH-UBND",
        "2026-02-05",
        "Bình Lãng",
    )


def test_damaged_motto_is_known_again():
    text = (
        "ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HÔI CHU NGHIA VIÊT NAM\nXÃ BÌNH LÃNG Đôc lâp - Tư do - Hanh phuc\n\n"
        "KẾ HOẠCH\nVệ sinh" + BODY
    )
    header = plan_of(text).header
    assert header.issuer is not None
    assert header.issuer.name == "Ủy ban nhân dân xã Bình Lãng"


def test_body_above_the_issuing_one():
    text = "ỦY BAN NHÂN DÂN TỈNH LÂM HẢI\nSỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 9/KH-SGDĐT\n\nKẾ HOẠCH\nDạy bơi" + BODY
    header = plan_of(text).header
    assert header.parent_issuer is not None
    assert header.issuer is not None
    assert header.parent_issuer.name == "Ủy ban nhân dân tỉnh Lâm Hải"
    assert header.issuer.name == "Sở Giáo dục và Đào tạo"


def test_title_over_several_lines_ends_before_the_preamble():
    text = (
        "KẾ HOẠCH\nVệ sinh bãi biển\ncác xã ven biển năm 2026\n\n"
        "Căn cứ Luật Biển;\n\nUBND xã ban hành kế hoạch như sau:" + BODY
    )
    assert plan_of(text).header.title == "Vệ sinh bãi biển các xã ven biển năm 2026"


def test_marks_of_emphasis_are_no_part_of_the_title():
    assert plan_of("KẾ HOẠCH\n\n**Vệ sinh *bãi* biển**" + BODY).header.title == "Vệ sinh bãi biển"


@pytest.mark.parametrize(("line", "draft"), [("DỰ THẢO\n", True), ("(DỰ THẢO LẦN 2)\n", True), ("", False)])
def test_draft_mark(line, draft):
    assert plan_of(line + "KẾ HOẠCH\nVệ sinh" + BODY).header.draft is draft


def test_number_not_yet_given_is_missing():
    header = plan_of(HEAD + "Số: /KH-UBND Bình Lãng, ngày tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh" + BODY).header
    assert (header.symbol, header.issued_on) == (None, None)


def test_cut_first_page_takes_number_and_date_from_the_caption_of_an_appendix():
    plan = plan_of(
        "KẾ HOẠCH\nVệ sinh bãi biển" + BODY + FOOT + "\n\nPHỤ LỤC\nDanh sách bãi tắm\n"
        "(Ban hành kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND xã Bình Lãng)\n"
    )
    assert (plan.header.symbol, plan.header.issued_on) == ("12/KH-UBND", "2026-02-05")
    assert plan.citations == []
    assert {"header-from-appendix", "header-issuer-inferred"} <= {warning.code for warning in plan.warnings}


@pytest.mark.parametrize(
    ("preamble", "closing"),
    [
        ("Ủy ban nhân dân xã Bình Lãng ban hành Kế hoạch như sau:", ""),
        ("UBND xã xây dựng kế hoạch như sau:", "Trên đây là Kế hoạch vệ sinh bãi biển của UBND xã Bình Lãng./."),
        ("Căn cứ Luật Biển; Ủy ban nhân dân xã Bình Lãng xây dựng kế hoạch như sau:", ""),
    ],
)
def test_cut_first_page_takes_the_issuing_body_from_preamble_or_closing(preamble, closing):
    header = plan_of("KẾ HOẠCH\nVệ sinh\n\n" + preamble + BODY + closing + "\n\n" + FOOT).header
    assert header.issuer is not None
    assert header.issuer.name == "Ủy ban nhân dân xã Bình Lãng"


def test_signature_and_recipients():
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + FOOT).header
    assert header.signatory is not None
    assert header.signatory.model_dump() == {
        "authority": "TM. ỦY BAN NHÂN DÂN",
        "capacity": None,
        "position": "CHỦ TỊCH",
        "name": "Ngô Thị Hạnh",
    }
    assert header.recipients == ["UBND tỉnh", "Lưu: VT"]


def test_signature_on_the_lines_of_the_recipients():
    foot = (
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- UBND tỉnh; KT. CHỦ TỊCH\n- Các thôn; PHÓ CHỦ TỊCH\n- Lưu: VT.\nNgô Thị Hạnh\n"
    )
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + foot).header
    assert header.recipients == ["UBND tỉnh", "Các thôn", "Lưu: VT"]
    assert header.signatory is not None
    assert (header.signatory.capacity, header.signatory.name) == ("KT. CHỦ TỊCH", "Ngô Thị Hạnh")


def test_two_recipients_on_one_line():
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + "Nơi nhận:\n- Như trên; Các phòng: VX, KT;\n- Lưu: VT.\n").header
    assert header.recipients == ["Như trên", "Các phòng: VX, KT", "Lưu: VT"]


def test_body_that_the_law_had_ended_is_warned_of():
    head = "ỦY BAN NHÂN DÂN TỈNH LÂM HẢI\nSỞ GIAO THÔNG VẬN TẢI\nSố: 9/KH-SGTVT\n"
    text = head + "Lâm Hải, ngày 01 tháng 8 năm 2025\n\nKẾ HOẠCH\nSửa cầu"
    assert "unit-not-in-force" in [warning.code for warning in plan_of(text + BODY).warnings]


def test_appendices_are_told_apart_by_their_labels():
    appendices = (
        "\n\nPHỤ LỤC I\nDanh sách bãi tắm\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND xã)\n\n"
        "Bãi Trước.\n\n"
        "PHỤ LỤC II\nDanh sách chòi canh\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND xã)\n\nChòi Một."
    )
    plan = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + FOOT + appendices)
    assert [(s.label, s.title, s.paragraphs[-1]) for s in plan.sections if s.kind == "appendix"] == [
        ("Phụ lục I", "Danh sách bãi tắm", "Bãi Trước."),
        ("Phụ lục II", "Danh sách chòi canh", "Chòi Một."),
    ]


def test_title_and_caption_before_the_word_appendix():
    caption = "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND xã)"
    text = FOOT + f"\n\nPHÂN CÔNG NHIỆM VỤ\n{caption}\n\nPhụ lục\n\nBãi Trước."
    plan = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + text)
    assert [(s.label, s.title) for s in plan.sections if s.kind == "appendix"] == [("Phụ lục", "PHÂN CÔNG NHIỆM VỤ")]
