"""What a document says of itself, also where its first page was cut."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from viextract.parse.outline.foot import read_signatory

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


@pytest.mark.parametrize("slot", ["", " ", "      "])
def test_a_missing_number_with_its_year_printed_keeps_the_code(slot):
    plan = plan_of(HEAD + f"Số:{slot}/2026/QĐ-UBND\nBình Lãng, ngày tháng 02 năm 2026\n\nQUYẾT ĐỊNH\nVệ sinh" + BODY)
    header = plan.header
    assert (header.symbol, header.symbol_code, header.place) == (None, "QĐ-UBND", "Bình Lãng")
    assert "symbol-unread" in {warning.code for warning in plan.warnings}


def test_number_not_yet_given_is_missing():
    plan = plan_of(HEAD + "Số: /KH-UBND Bình Lãng, ngày tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh" + BODY)
    header = plan.header
    assert (header.symbol, header.symbol_code, header.issued_on) == (None, "KH-UBND", "2026-02")
    assert {"symbol-unread", "date-partial"} <= {warning.code for warning in plan.warnings}


def test_what_a_text_has_left_blank_is_not_called_illegible():
    plan = plan_of(HEAD + "Số: ..... /KH-UBND Bình Lãng, ngày tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh" + BODY)
    said = {warning.code: warning.message for warning in plan.warnings}
    assert said["symbol-unread"] == "The number before KH-UBND was left blank."
    assert said["date-partial"] == "Of the date only 2026-02 was filled in."


def test_scribbles_in_the_place_of_a_number_are_not_legible():
    plan = plan_of(HEAD + "Số: g~ /KH-UBND Bình Lãng, ngày 03 tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh" + BODY)
    said = {warning.code: warning.message for warning in plan.warnings}
    assert said["symbol-unread"] == "The number before KH-UBND is not legible."


def test_a_number_and_its_code_with_a_blank_between_them():
    plan = plan_of("ĐOÀN XÃ BÌNH LÃNG\nSố: 7 KH/ĐTN\nBình Lãng, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nVệ sinh" + BODY)
    assert (plan.header.symbol, plan.header.symbol_code) == ("7-KH/ĐTN", "KH/ĐTN")
    assert "symbol-unread" not in {warning.code for warning in plan.warnings}


def test_digits_of_full_width_are_digits():
    plan = plan_of("KẾ HOẠCH\nVệ sinh\nI. VIỆC\n１. Dọn １２ km kênh trước ngày １５/３/２０２６.\n２. Đo nước.\n")
    assert [(task.marker, task.text) for task in plan.tasks] == [
        ("1", "Dọn 12 km kênh trước ngày 15/3/2026."),
        ("2", "Đo nước."),
    ]


@pytest.mark.parametrize(
    ("line", "symbol", "code"),
    [
        ("Số: 45/KH-UBND", "45/KH-UBND", "KH-UBND"),
        ("Số: 102/2026/QĐ-UBND", "102/2026/QĐ-UBND", "QĐ-UBND"),
        ("Số: 12-KH/ĐU", "12-KH/ĐU", "KH/ĐU"),
        ("Số:        /SNV-TCBC", None, "SNV-TCBC"),
        ("Số: ....../KH-THPT", None, "KH-THPT"),
        ("Số: Z# /KH-UBND", None, "KH-UBND"),
        ("Số: KHI-UBND", None, "KH-UBND"),
        ("Sở:      /KH-UBND", None, "KH-UBND"),
        ("Sở: 45/KH-UBND", "45/KH-UBND", "KH-UBND"),
        ("Số: 7/CTPH-HND-HPN", "7/CTPH-HND-HPN", "CTPH-HND-HPN"),
    ],
)
def test_the_code_is_kept_where_the_number_is_blank_or_by_hand(line, symbol, code):
    head = HEAD + f"{line}\nBình Lãng, ngày 5 tháng 02 năm 2026\n\nKẾ HOẠCH\nVệ sinh" + BODY
    header = plan_of(head).header
    assert (header.symbol, header.symbol_code) == (symbol, code)


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("ngày 05 tháng 02 năm 2026", "2026-02-05"),
        ("ngày      tháng 02 năm 2026", "2026-02"),
        ("ngày ... tháng 6 năm 2026", "2026-06"),
        ("ngày do tháng 11 năm 2026", "2026-11"),
        ("ngày     tháng     năm 2026", None),
    ],
)
def test_what_is_left_of_a_date_is_kept(printed, date):
    header = plan_of(HEAD + f"Số: 4/KH-UBND\nBình Lãng, {printed}\n\nKẾ HOẠCH\nVệ sinh" + BODY).header
    assert (header.place, header.issued_on) == ("Bình Lãng", date)


def test_an_organ_is_named_with_its_body_in_the_spelling_of_the_text():
    plan = plan_of(
        "HỘI LIÊN HIỆP PHỤ NỮ\nXÃ TÂY SƠN HẠ\nBAN THƯỜNG VỤ\nSố: 9/KH-BTV\nTây Sơn Hạ, ngày 3 tháng 4 năm 2026\n\n"
        "KẾ HOẠCH\nTrồng hoa" + BODY + "\nTrên đây là Kế hoạch của Ban Thường vụ Hội Liên hiệp Phụ nữ xã Tây Sơn Hạ.\n"
    )
    assert plan.header.issuer.text == "Ban Thường vụ Hội Liên hiệp Phụ nữ xã Tây Sơn Hạ"


def test_a_letter_has_its_addressees_one_by_one():
    plan = plan_of(
        HEAD + "Số: 4/UBND-VX\nV/v chuẩn bị ngày hội\nBình Lãng, ngày 3 tháng 4 năm 2026\n\nKính gửi:\n"
        "- Phòng Kinh tế;\n- Công an xã; Trạm Y tế xã.\n\nUBND xã đề nghị các đơn vị thực hiện như sau:\n"
        "1. Phòng Kinh tế\n- Lập dự toán.\n"
    )
    assert [unit.text for unit in plan.header.addressees] == ["Phòng Kinh tế", "Công an xã", "Trạm Y tế xã"]
    assert (plan.header.type, plan.header.title) == ("Công văn", "chuẩn bị ngày hội")


def test_a_recipient_that_goes_on_with_a_capital_is_one():
    plan = plan_of(
        HEAD
        + "Số: 4/KH-UBND\n\nKẾ HOẠCH\nVệ sinh"
        + BODY
        + (
            "\nNơi nhận:\n- Ban Xây dựng Đảng,\nVP Đảng ủy;\n- TT HĐND; TT UBND xã;\n- Lưu: VT.\n\n"
            "CHỦ TỊCH\n\nVõ Văn Bé\n"
        )
    )
    assert plan.header.recipients == ["Ban Xây dựng Đảng, VP Đảng ủy", "TT HĐND; TT UBND xã", "Lưu: VT"]
    assert "CHỦ TỊCH" in plan.header.as_printed


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


def test_a_date_in_figures():
    text = "TRƯỜNG MẦM NON BẢN CHIỀNG\nSố: 9/KH-MNBC\nBản Chiềng, ngày 20/10/2026\n\nKẾ HOẠCH\nVệ sinh"
    header = plan_of(text + BODY).header
    assert (header.place, header.issued_on) == ("Bản Chiềng", "2026-10-20")


def test_abbreviations_in_a_head_of_capitals_stay_capitals():
    head = "CÔNG TY CP VẬN TẢI HÒA LÂM\nPHÒNG VĂN HÓA - XÃ HỘI XÃ SUỐI RÚT\nSố: 9/KH-VHXH\n\nKẾ HOẠCH\nVệ sinh"
    header = plan_of(head + BODY).header
    assert header.parent_issuer and header.parent_issuer.text.startswith("Công ty CP ")
    assert header.issuer and header.issuer.name == "Phòng Văn hóa - Xã hội xã Suối Rút"


@pytest.mark.parametrize(
    ("right", "position", "name"),
    [
        (["TRƯỞNG KHOA", "(Đã ký)", "PGS.TS. Vi Thị Hoa"], "TRƯỞNG KHOA", "PGS.TS. Vi Thị Hoa"),
        (["TỔNG GIÁM ĐỐC", "", "Lò Văn Pha"], "TỔNG GIÁM ĐỐC", "Lò Văn Pha"),
        (["T.M BAN CÔNG TÁC MẶT TRẬN", "TRƯỞNG BAN", "Lò Văn Pha"], "TRƯỞNG BAN", "Lò Văn Pha"),
        (["GIÁM ĐỐC", "(Đã ký)", "BSCKII. Lò Văn Pha"], "GIÁM ĐỐC", "BSCKII. Lò Văn Pha"),
    ],
)
def test_two_columns_of_a_foot_in_plain_text(right, position, name):
    left = ["Nơi nhận:", "- Các tổ, khối;", "- Lưu: VT, TC."]
    foot = "\n".join(f"{a:<40}{b}" for a, b in zip(left, right, strict=True))
    header = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + foot).header
    assert header.recipients == ["Các tổ, khối", "Lưu: VT, TC"]
    assert header.signatory and (header.signatory.position, header.signatory.name) == (position, name)


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("DUYỆT CỦA BAN GIÁM HIỆU", "NGƯỜI LẬP KẾ HOẠCH", "Lò Văn Pha"),
        ("DUYỆT CỦA HỘI ĐỒNG ĐỘI", "CHỦ NHIỆM", "Vi Thị Hoa"),
    ],
)
def test_one_who_approves_beside_the_one_who_wrote(left, right, name):
    foot = f"   {left:<38}{right}\n\n\n      {'Lò Văn Pha':<35}Vi Thị Hoa\n"
    plan = plan_of("KẾ HOẠCH\nVệ sinh" + BODY + "Trên đây là kế hoạch vệ sinh của tổ.\n\n" + foot)
    assert plan.header.signatory and plan.header.signatory.name == name
    assert [section.title for section in plan.sections] == ["NHIỆM VỤ"]
    assert [task.text for task in plan.tasks] == ["Nhặt rác."]
    assert plan.closing == ["Trên đây là kế hoạch vệ sinh của tổ."]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("TỈNH ĐOÀN LÂM HẢI\nBAN CHẤP HÀNH ĐOÀN XÃ BÃI SẬY", "Ban Chấp hành Đoàn xã Bãi Sậy"),
        ("BỘ CHQS TỈNH LÂM HẢI\nBAN CHỈ HUY PHÒNG THỦ KHU VỰC 2", "Ban Chỉ huy Phòng thủ khu vực 2"),
        ("TRƯỜNG THCS BÃI SẬY\nTỔ KHOA HỌC TỰ NHIÊN", "Tổ Khoa học tự nhiên"),
        (
            "HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM\nBAN CHẤP HÀNH TỈNH LÂM HẢI",
            "Ban Chấp hành Hội Liên hiệp Phụ nữ Việt Nam tỉnh Lâm Hải",
        ),
    ],
)
def test_an_issuer_in_capitals_is_spelled_as_names_are(head, name):
    header = plan_of(f"{head}\nSố: 5/KH\n\nKẾ HOẠCH\nĐắp bờ\n\nI. NỘI DUNG\n- Đắp bờ ao.\n").header
    assert header.issuer and header.issuer.name == name


def test_a_school_with_a_number_keeps_the_spelling_of_its_sentences():
    head = (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THPT BÃI SẬY 2\nSố: 5/KH-BS\nBãi Sậy, ngày 5 tháng 2 năm 2026\n\nKẾ HOẠCH\nVui"
    )
    foot = "\nNơi nhận:\n- Lưu: VT.\nKT.HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG\nLê Thị Măng\n"
    told = plan_of(f"{head}\nTrường THPT Bãi Sậy 2 xây dựng kế hoạch như sau:\nI. VIỆC\n- Quét sân.\n{foot}").header
    assert told.issuer is not None and told.issuer.name == "Trường THPT Bãi Sậy 2"
    assert told.signatory is not None and told.signatory.capacity == "KT.HIỆU TRƯỞNG"
    untold = plan_of(f"{head}\nI. VIỆC\n- Quét sân.\n{foot}").header
    assert untold.issuer is not None and untold.issuer.name == "Trường trung học phổ thông Bãi Sậy 2"


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ("- Ông Lê Văn Trúc\n(để báo cáo);\n- Công an xã;\n", "Ông Lê Văn Trúc (để báo cáo)"),
        ("- Thường trực\n(b/c);\n- Công an xã;\n", "Thường trực (b/c)"),
        ("ˆ Công an xã;\n- Các thôn;\n", "Công an xã"),
        ("- Thường trực Đảng ủy (b/e);\n- Các thôn;\n", "Thường trực Đảng ủy (b/c)"),
    ],
)
def test_a_bracket_below_a_recipient_is_part_of_it_and_a_speck_is_none(lines, first):
    plan = plan_of(f"KẾ HOẠCH\nDọn vệ sinh\n\n1. Trồng cây.\n\nNơi nhận:\n{lines}- Lưu: VT.\n")
    assert plan.header.recipients[0] == first
    assert len(plan.header.recipients) == lines.count(";") + 1


@pytest.mark.parametrize("said", ["Ban Thường trực Ủy ban MTTQ Việt Nam xã Vũng Dâu", "Ban Thường trực"])
def test_an_organ_of_the_front_is_a_body_of_its_own(said: str) -> None:
    plan = plan_of(
        "ỦY BAN MTTQ VIỆT NAM\nXÃ VŨNG DÂU\nBAN THƯỜNG TRỰC\nSố: 5/KH-MTTQ-BTT\nVũng Dâu, ngày 5 tháng 2 năm 2026\n\n"
        f"KẾ HOẠCH\nTrồng tre\n\n{said} xây dựng kế hoạch như sau:\n\nI. NỘI DUNG\n- Trồng tre.\n- Tưới tre.\n"
    )
    issuer = plan.header.issuer
    assert issuer is not None and not issuer.generic
    assert issuer.name == "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Vũng Dâu"


@pytest.mark.parametrize(
    ("printed", "position"),
    [("GIAM ĐỌC", "GIÁM ĐỐC"), ("PHO CHU TICH", "PHÓ CHỦ TỊCH"), ("THỦ TRƯỞNG", "THỦ TRƯỞNG"), ("UỶ VIÊN", "UỶ VIÊN")],
)
def test_a_position_has_the_marks_of_its_spelling(printed, position):
    plan = plan_of(f"KẾ HOẠCH\nDọn vệ sinh\n\n1. Trồng cây.\n\nNơi nhận:\n- Lưu: VT.\n\n{printed}\n\nLê Văn Trúc\n")
    assert plan.header.signatory.position == position


@pytest.mark.parametrize("stamp", ["MẬT", "HỎA TỐC", "(THƯỢNG KHẨN)"])
def test_how_secret_or_urgent_a_paper_is_is_no_part_of_its_issuer(stamp):
    plan = plan_of(
        f"ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\n{stamp}\nSố: 7/KH-UBND\nBãi Sậy, ngày 3 tháng 2 năm 2026\nKẾ HOẠCH\n"
        "Trồng tre năm 2026\nI. NHIỆM VỤ\n- Trồng tre."
    )
    assert plan.header.issuer.name == "Ủy ban nhân dân xã Bãi Sậy"


@pytest.mark.parametrize(("issued", "doubted"), [("2062", True), ("2027", False), ("2026", False), ("2025", False)])
def test_year_of_issue_long_after_all_that_the_plan_names_is_doubted(issued, doubted):
    plan = plan_of(
        f"ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\nSố: 7/KH-UBND\nBãi Sậy, ngày 3 tháng 2 năm {issued}\nKẾ HOẠCH\n"
        "Trồng tre năm 2026\nI. NHIỆM VỤ\n- Trồng tre trước ngày 15/3/2026.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn An"
    )
    assert ("low-confidence-date" in [warning.code for warning in plan.warnings]) is doubted


@pytest.mark.parametrize(("line", "told"), [("QUYÉTĐỊNH", True), ("QUYÉT ĐINN", False)])
def test_grounds_and_title_are_there_where_the_line_with_the_kind_was_misread(line, told):
    plan = plan_of(
        f"ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\nSố: 7/QĐ-UBND\nBãi Sậy, ngày 3 tháng 2 năm 2026\n{line}\n"
        "Về việc trồng tre ven đê\nCHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÃI SẬY\n"
        "Căn cứ Nghị định số 9/2019/NĐ-CP ngày 01 tháng 11 năm 2019;\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Trồng tre ven đê trong tháng 3 năm 2026.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn An"
    )
    assert (plan.header.type, plan.header.title) == ("Quyết định", "Về việc trồng tre ven đê")
    assert [citation.symbol for citation in plan.citations] == ["9/2019/NĐ-CP"]
    assert ("header-type-inferred" in [warning.code for warning in plan.warnings]) is not told


@pytest.mark.parametrize(
    ("named", "doubted"),
    [
        ("I. NHIỆM VỤ\n- Thôn 1 trồng tre trước ngày 15/6/26.", False),
        ("I. NHIỆM VỤ\n- Thôn 1 trồng tre trước ngày 15/6.", True),  # its year is that of issue, which is in doubt
        ("I. NHIỆM VỤ\n1. Việc làm trong năm 2025\n- Trồng tre.", False),
        ("I. NHIỆM VỤ\n1. Trồng tre\nThời gian: năm 2025.\n- Trồng tre.", False),
        ("I. NHIỆM VỤ\n- Thôn 1 trồng tre.", True),
    ],
)
def test_years_that_a_plan_names_are_looked_for_in_all_of_it(named, doubted):
    plan = plan_of(
        "ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\nSố: 7/KH-UBND\nBãi Sậy, ngày 3 tháng 2 năm 2026\nKẾ HOẠCH\n"
        f"Thực hiện Đề án trồng tre năm 2021\n{named}\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn An"
    )
    assert ("low-confidence-date" in [warning.code for warning in plan.warnings]) is doubted


@pytest.mark.parametrize(
    ("lines", "authority", "capacity", "position"),
    [
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
            "TL. CHỦ TỊCH",
            "KT. CHÁNH VĂN PHÒNG",
            "PHÓ CHÁNH VĂN PHÒNG",
        ),
        ("TUQ. GIÁM ĐỐC\nKT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG", "TUQ. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", None, "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ],
)
def test_one_who_signs_for_a_head_of_office_signs_by_order_of_another(lines, authority, capacity, position):
    plan = plan_of(
        "ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\nSố: 7/KH-UBND\nBãi Sậy, ngày 3 tháng 2 năm 2026\nKẾ HOẠCH\n"
        f"Trồng tre năm 2026\n\nI. NHIỆM VỤ\n- Trồng tre.\n\nNơi nhận:\n- Lưu: VT.\n\n{lines}\n\nLò Văn An\n"
    )
    told = plan.header.signatory
    assert (told.authority, told.capacity, told.position, told.name) == (authority, capacity, position, "Lò Văn An")


def test_one_who_signs_by_order_beside_the_recipients():
    plan = plan_of(
        "ỦY BAN NHÂN DÂN\nXÃ BÃI SẬY\nSố: 7/KH-UBND\nBãi Sậy, ngày 3 tháng 2 năm 2026\nKẾ HOẠCH\n"
        "Trồng tre năm 2026\n\nI. NHIỆM VỤ\n- Trồng tre.\n\n"
        "Nơi nhận:                    TL. CHỦ TỊCH\n- Các thôn;              KT. CHÁNH VĂN PHÒNG\n"
        "- Lưu: VT.             PHÓ CHÁNH VĂN PHÒNG\n\n                             Lò Văn An\n"
    )
    told = plan.header.signatory
    assert (told.authority, told.capacity) == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG")
    assert (told.position, told.name) == ("PHÓ CHÁNH VĂN PHÒNG", "Lò Văn An")
    assert plan.header.recipients == ["Các thôn", "Lưu: VT"]


def test_a_second_one_who_signs_does_not_sign_by_order_of_the_first_s():
    told = read_signatory(["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lò Văn An", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])
    assert told.authority is None and told.capacity == "KT. GIÁM ĐỐC"


def test_an_office_below_a_name_is_no_name():
    plan = plan_of(
        "UBND XÃ NÀ VƯỜN\nBAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ\n\nKẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\n- Dựng cổng.\n\n"
        "TRƯỞNG BAN\nNông Văn Kiểm\nCHỦ TỊCH UBND XÃ\n"
    )
    assert plan.header.signatory is not None
    assert plan.header.signatory.name == "Nông Văn Kiểm"


def test_a_name_of_the_highlands_with_an_apostrophe():
    plan = plan_of(
        "UBND XÃ IA BANG\n\nKẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\n- Dựng cổng.\n\n"
        "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nRơ Châm H'Mơn\n"
    )
    assert plan.header.signatory is not None
    assert plan.header.signatory.name == "Rơ Châm H'Mơn"


def test_the_numeral_of_an_area_keeps_its_capitals():
    plan = plan_of("CHI CỤC THỦY LỢI\nHẠT THỦY LỢI KHU VỰC III\n\nKẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\n- Dựng cổng.\n")
    assert plan.header.issuer is not None
    assert plan.header.issuer.name == "Hạt Thủy lợi khu vực III"
