"""Words become lines in the reading order of an administrative document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from viextract.model.document import Cell, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.read.layout.noise import is_page_number, is_rule, mark_running_heads
from viextract.read.layout.reading_order import lay_out, without_stamps
from viextract.read.layout.words import Word
from viextract.vocabulary.letterhead import is_motto, is_recipients

WIDTH, HEIGHT = 595.0, 842.0
RECORDED = Path(__file__).parent / "recorded/plan.json"


def line_of(text: str, left: float, top: float, *, size: float = 12.0, confidence: float = 0.96) -> list[Word]:
    """Words of a printed line, some six points a letter."""
    words, x = [], left
    for text_of_word in text.split():
        width = 6.0 * len(text_of_word)
        words.append(Word(text_of_word, (x, top, x + width, top + size), confidence, line=round(top * 10)))
        x += width + 4
    return words


def centred(text: str, middle: float, top: float) -> list[Word]:
    width = sum(6.0 * len(word) for word in text.split()) + 4 * (len(text.split()) - 1)
    return line_of(text, middle - width / 2, top)


def laid_out(*lines: list[Word]) -> list[Line]:
    return lay_out([word for line in lines for word in line], WIDTH, HEIGHT)


def recorded() -> list[Word]:
    """What tesseract read on the page of ``record.py``, 200 dots per inch."""
    words = []
    for text, left, top, right, bottom, confidence, line in json.loads(RECORDED.read_text("utf-8")):
        box = tuple(value * 72 / 200 for value in (left, top, right, bottom))
        words.append(Word(text, box, confidence, line))
    return words


def test_a_page_read_by_ocr_comes_in_the_order_of_an_administrative_document() -> None:
    lines = lay_out(recorded(), WIDTH, HEIGHT)
    assert [(line.role, line.text) for line in lines if line.role != "noise"] == [
        ("head-left", "ỦY BAN NHÂN DÂN"),
        ("head-left", "PHƯỜNG TÂN GIANG"),
        ("head-right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("head-right", "Độc lập - Tự do - Hạnh phúc"),
        ("head-left", "Số: 42/KH-UBND"),
        ("head-right", "Tân Giang, ngày 14 tháng 11 năm 2025"),
        ("body", "KẾ HOẠCH"),
        ("body", "Trồng cây xanh dọc bờ kênh năm 2026"),
        ("body", "Để giữ bóng mát cho người đi bộ và học sinh đến trường, phường mở đợt"),
        ("body", "trồng cây trong quý I với sự góp công của các tổ dân phố."),
        ("body", "I. MỤC TIÊU"),
        ("body", "- Trồng ít nhất 350 cây sao đen và cây lim xẹt trên ba tuyến kênh;"),
        ("body", "- Mỗi tổ dân phố nhận chăm sóc một đoạn kênh dài 200 mét."),
        ("foot-left", "Nơi nhận:"),
        ("foot-left", "- Các tố dân phố;"),  # so it was read: a wrong mark is for recovery to mend
        ("foot-left", "- Trạm Cây xanh Hòa Lâm;"),
        ("foot-left", "- Lưu: VT."),
        ("foot-right", "TM. ỦY BAN NHÂN DÂN"),
        ("foot-right", "CHỦ TỊCH"),
        ("foot-right", "Lâm Thị Ngát"),
    ]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_the_subject_of_a_letter_may_be_wider_than_the_margin() -> None:
    """It goes on below the line of the date, left of the text and wider than the bodies above; "Kính gửi" ends it."""
    text = [
        line_of("Từ đầu mùa mưa nước về nhiều hơn mọi năm nên các bè cá phải được neo lại cho chắc", 85, 300 + 16 * k)
        for k in range(6)
    ]
    lines = laid_out(
        centred("ỦY BAN NHÂN DÂN", 150, 60),
        centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 430, 60),
        centred("XÃ VŨNG DÂU", 150, 76),
        centred("Độc lập - Tự do - Hạnh phúc", 430, 76),
        centred("Số: 12/UBND-NN", 150, 100),
        centred("Vũng Dâu, ngày 4 tháng 5 năm 2026", 430, 100),
        centred("V/v neo bè cá theo lệnh của Sở", 150, 118),
        centred("Nông nghiệp và giữ vệ sinh bến", 150, 134),
        line_of("Kính gửi: Các thôn.", 190, 200),
        *text,
    )
    assert [(line.role, line.text) for line in lines if line.role != "noise"][4:9] == [
        ("head-left", "Số: 12/UBND-NN"),
        ("head-left", "V/v neo bè cá theo lệnh của Sở"),
        ("head-left", "Nông nghiệp và giữ vệ sinh bến"),
        ("head-right", "Vũng Dâu, ngày 4 tháng 5 năm 2026"),
        ("body", "Kính gửi: Các thôn."),
    ]


def test_paragraphs_begin_at_indents_and_go_on_at_the_margin() -> None:
    starts = {line.text[:10]: line.starts_paragraph for line in lay_out(recorded(), WIDTH, HEIGHT)}
    assert starts["Để giữ bón"] is True
    assert starts["trồng cây "] is False
    assert starts["I. MỤC TIÊ"] is True
    assert starts["- Mỗi tổ d"] is True


def test_the_code_behind_a_blank_number_is_kept_though_the_engine_doubts_it() -> None:
    said, code = line_of("Số:", 90, 80), line_of("/KH-CĐ", 140, 80, confidence=0.4)
    body = line_of("Trường lập kế hoạch trồng cây trong khuôn viên và trước cổng như sau:", 76, 300)
    texts = {line.text: line.role for line in laid_out(said, code, body)}
    assert "noise" not in texts.values() and any("/KH-CĐ" in text for text in texts)


def test_a_page_of_nothing_but_position_and_name_has_two_paragraphs() -> None:
    lines = laid_out(line_of("HIỆU TRƯỞNG", 375, 83), line_of("Lê Thị Măng", 361, 154))
    assert [line.starts_paragraph for line in lines][1:] == [True]


def test_an_indented_line_that_ends_short_in_the_middle_is_not_centred() -> None:
    first = "Thực hiện Kế hoạch của Ban Chấp hành Hội Nông dân xã về giữ rừng ngập mặn và"
    texts = [
        *((28, first[:63]), (0, "Đảng bộ xã về giữ rừng ngập mặn ở cửa sông Ba Lai năm nay và các năm sau;")),
        *((28, "Xét đề nghị của Tổ giữ rừng về việc trồng dặm trên bãi bồi mới;"), (0, "xã lập kế hoạch.")),
        *((28, "Tổ giữ rừng trồng dặm."), (28, "Hội Nông dân xã ươm giống.")),
    ]
    lines = laid_out(*(line_of(text, 76 + left, 300 + 20 * n) for n, (left, text) in enumerate(texts)))
    assert [line.starts_paragraph for line in lines] == [True, False, True, False, True, True]


def test_columns_that_the_engine_joined_are_parted_at_the_motto() -> None:
    joined = line_of("THANH TRA TỈNH", 90, 60) + line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 200, 60)
    below = centred("Độc lập - Tự do - Hạnh phúc", 320, 75)
    assert [(line.role, line.text) for line in laid_out(joined, below)] == [
        ("head-left", "THANH TRA TỈNH"),
        ("head-right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("head-right", "Độc lập - Tự do - Hạnh phúc"),
    ]


def test_the_motto_is_known_without_its_marks() -> None:
    assert is_motto("CONG HOA XA HOI CHU NGHiA")
    assert is_motto("Doc lap - Ty do - Hanh phuc")
    assert not is_motto("Hội chợ độc đáo mang hạnh phúc đến mọi nhà")


def in_blanks(*rows: tuple[str, str, float], top: float = 40.0) -> list[list[Word]]:
    """Rows that a writer set in blanks from the left margin on: the second column begins where the row says."""
    lines = []
    for number, (left, right, at) in enumerate(rows):
        y = top + 16 * number
        lines += [line_of(left, 60, y)] if left else []
        lines += [line_of(right, at, y)] if right else []
    return lines


def test_a_title_at_the_left_margin_below_a_head_in_blanks_is_no_column_of_it() -> None:
    rows = in_blanks(
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 240),
        ("XÃ SUỐI TRẦU", "Độc lập - Tự do - Hạnh phúc", 260),
        ("Số: 8/KH-UBND", "Suối Trầu, ngày 4 tháng 3 năm 2026", 230),
        ("", "", 0),
        ("KẾ HOẠCH", "", 0),
        ("Dọn kênh tưới năm 2026", "", 0),
        ("I. MỤC TIÊU", "", 0),
    )
    assert [(line.role, line.text) for line in laid_out(*rows)][4:] == [
        ("head-left", "Số: 8/KH-UBND"),
        ("head-right", "Suối Trầu, ngày 4 tháng 3 năm 2026"),
        ("body", "KẾ HOẠCH"),
        ("body", "Dọn kênh tưới năm 2026"),
        ("body", "I. MỤC TIÊU"),
    ]


def test_the_signature_of_a_foot_in_blanks_begins_beside_the_word_for_the_recipients() -> None:
    rows = in_blanks(
        ("- Các thôn dọn kênh trước khi mở nước, xong thì báo về xã.", "", 0),
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", 160),
        ("- Các thôn;", "CHỦ TỊCH", 180),
        ("- Lưu: VT.", "", 0),
        ("", "Vi Văn Nậm", 170),
    )
    assert [(line.role, line.text) for line in laid_out(*rows)][1:] == [
        ("foot-left", "Nơi nhận:"),
        ("foot-left", "- Các thôn;"),
        ("foot-left", "- Lưu: VT."),
        ("foot-right", "TM. ỦY BAN NHÂN DÂN"),
        ("foot-right", "CHỦ TỊCH"),
        ("foot-right", "Vi Văn Nậm"),
    ]


def test_a_page_without_a_head_is_all_body() -> None:
    lines = laid_out(line_of("Các tổ dân phố lập danh sách", 85, 60), line_of("gửi về phường.", 85, 78))
    assert [line.role for line in lines] == ["body", "body"]


def test_recipients_stand_before_the_signature_though_their_rows_mix() -> None:
    words = [
        line_of("Nơi nhận:", 85, 400),
        line_of("TRƯỞNG BAN", 380, 406),
        line_of("- Như trên;", 85, 415),
        line_of("Đỗ Văn Bách", 380, 421),
        line_of("- Lưu: VT.", 85, 430),
    ]
    assert [line.text for line in laid_out(*words)] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TRƯỞNG BAN",
        "Đỗ Văn Bách",
    ]


def test_recipients_are_known_by_their_heading_only() -> None:
    assert is_recipients("Nơi nhận: Lưu: VT")
    assert is_recipients("Noi nhan:")
    assert not is_recipients("Nơi làm việc của phường")


@pytest.mark.parametrize("text", ["3", "- 12 -", "Trang 4/20", "trang 7"])
def test_page_numbers_at_the_edge_are_noise(text: str) -> None:
    assert is_page_number(text)
    lines = laid_out(line_of("Trồng cây dọc bờ kênh", 85, 100), centred(text, 300, 810))
    assert [line.role for line in lines] == ["body", "noise"]


def test_a_number_amid_the_text_is_text() -> None:
    words = (line_of("Tổng số cây:", 85, 300), line_of("350", 85, 318), line_of("cây sao đen", 85, 336))
    assert [line.role for line in laid_out(*words)] == ["body"] * 3


def test_drawn_lines_are_noise_and_the_end_mark_is_text() -> None:
    assert is_rule("───────") and is_rule("_____") and is_rule("—- .")
    assert not is_rule("./.")


def test_scraps_that_the_engine_doubts_are_noise_but_a_doubted_line_is_kept() -> None:
    words = (
        line_of("Mở đợt trồng cây dọc bờ kênh", 85, 200),
        line_of("`j¡", 85, 218, confidence=0.2),
        line_of("theo Quyết định số 112/2025/QH15 của phường", 85, 236, confidence=0.2),
    )
    assert [line.role for line in laid_out(*words)] == ["body", "body", "noise"]


def test_a_note_in_pen_above_the_page_is_no_part_of_the_head() -> None:
    head = (
        line_of("PHƯỜNG TÂN GIANG", 90, 60),
        line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 60),
        line_of("Số: 42/KH-UBND", 90, 80),
        line_of("Việc trồng cây xanh dọc bờ kênh được giao cho các tổ dân phố", 85, 200),
    )
    lines = laid_out(line_of("PĐT", 520, 10, size=30), *head)
    assert [line.text for line in lines if line.role == "noise"] == ["PĐT"]
    assert "noise" not in [line.role for line in laid_out(line_of("Mẫu số 02", 450, 20), *head)]


BODY = (
    "Mở đợt trồng cây dọc bờ kênh, giao các tổ dân phố chăm sóc cây",
    "và báo cáo Ủy ban nhân dân phường trước ngày 20 tháng 5 năm sau",
    "để tổng hợp, khen thưởng các tổ làm tốt trong dịp sơ kết cuối năm",
    "theo hướng dẫn của Phòng Kinh tế, Hạ tầng và Đô thị của phường",
)


@pytest.mark.parametrize("joined", [False, True])
def test_a_note_in_pen_in_the_margin_is_no_part_of_the_lines_beside_it(joined: bool) -> None:
    text = [line_of(row, 90, 200 + 18 * k) for k, row in enumerate(BODY)]
    note = [
        line_of(row, 10, 206 + 18 * k, size=9, confidence=0.9) for k, row in enumerate(["Kính gửi", "P. KT lo", "gấp"])
    ]
    if joined:
        for beside, row in zip(note, text, strict=False):
            for word in beside:
                word.line = row[0].line
    lines = laid_out(*text, *note)
    assert [line.text for line in lines if line.role == "body"] == list(BODY)
    assert sorted(line.text for line in lines if line.role == "noise") == ["Kính gửi", "P. KT lo", "gấp"]


@pytest.mark.parametrize("margin", [["Điều 1.", "Điều 2."], ["1", "2"]])
def test_labels_that_are_set_into_the_margin_stay(margin: list[str]) -> None:
    text = [line_of(row, 90, 200 + 18 * k) for k, row in enumerate(BODY)]
    labels = [line_of(label, 40, 200 + 18 * k) for k, label in enumerate(margin)]
    assert "noise" not in [line.role for line in laid_out(*text, *labels)]


def test_the_stamp_of_the_receiving_office_is_noise() -> None:
    words = (
        line_of("PHƯỜNG TÂN GIANG", 90, 60),
        line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 60),
        line_of("Số: 42/KH-UBND", 90, 80),
        line_of("ĐẾN Số:....... Ngày:.......", 60, 130, confidence=0.4),
        line_of("Việc trồng cây xanh dọc bờ kênh được giao cho các tổ dân phố", 85, 200),
    )
    noise = [line.text for line in laid_out(*words) if line.role == "noise"]
    assert noise == ["ĐẾN Số:....... Ngày:......."]


def test_a_tables_words_make_lines_of_their_own_in_its_place() -> None:
    words = line_of("Trước bảng", 85, 100) + line_of("Trồng cây", 95, 130) + line_of("Sau bảng", 85, 160)
    lines = lay_out(words, WIDTH, HEIGHT, tables=[Grid([], 0, 0, bbox=(90, 120, 300, 150))])
    assert [(line.role, line.text) for line in lines] == [
        ("body", "Trước bảng"),
        ("table", "Trồng cây"),
        ("body", "Sau bảng"),
    ]


def test_a_table_is_read_cell_by_cell_though_lines_stand_beside_one_another() -> None:
    words = [
        *line_of("Việc", 95, 130),
        *line_of("Thời", 205, 124),
        *line_of("gian", 205, 138),
        *line_of("Đào hố", 95, 162),
        *line_of("Trước", 205, 162),
        *line_of("trồng cây", 95, 176),
        *line_of("Tết", 205, 176),
    ]
    rows = [(120.0, 156.0), (158.0, 194.0)]
    columns = [(90.0, 198.0), (200.0, 300.0)]
    cells = [
        Cell(r, c, "", bbox=(left, top, right, bottom))
        for r, (top, bottom) in enumerate(rows)
        for c, (left, right) in enumerate(columns)
    ]
    grid = Grid(cells, 2, 2, bbox=(90.0, 120.0, 300.0, 194.0))
    assert [line.text for line in lay_out(words, WIDTH, HEIGHT, tables=[grid])] == [
        "Việc",
        "Thời",
        "gian",
        "Đào hố",
        "trồng cây",
        "Trước",
        "Tết",
    ]


def test_a_cell_over_several_rows_is_read_in_the_first_of_them() -> None:
    words = [
        *line_of("Tổ 1", 95, 124),
        *line_of("Tổ 2", 95, 144),
        *line_of("Do phường", 205, 128),
        *line_of("phân công", 205, 142),
    ]
    cells = [
        Cell(0, 0, "", bbox=(90, 120, 200, 140)),
        Cell(1, 0, "", bbox=(90, 140, 200, 160)),
        Cell(0, 1, "", row_span=2, bbox=(200, 120, 300, 160)),
    ]
    lines = lay_out(words, WIDTH, HEIGHT, tables=[Grid(cells, 2, 2, bbox=(90, 120, 300, 160))])
    assert [line.text for line in lines] == ["Tổ 1", "Do phường", "phân công", "Tổ 2"]


def test_an_issuing_body_as_wide_as_its_column_and_one_that_begins_like_a_number_stay_in_the_head() -> None:
    text = "Các tổ dân phố lập danh sách hộ cần cây giống gửi về phường trước"
    body = [line_of(text, 85, top) for top in (190, 208)]
    lines = laid_out(
        centred("TỈNH VĨNH THANH", 150, 60),
        centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 60),
        line_of("SỞ CÔNG VIÊN CÂY XANH", 78, 80),
        centred("Độc lập - Tự do - Hạnh phúc", 400, 76),
        centred("TỈNH VĨNH THANH", 150, 95),
        centred("Số: /KH-CVCX", 150, 115),
        centred("Vĩnh Thanh, ngày 5 tháng 6 năm 2025", 400, 110),
        centred("KẾ HOẠCH", 310, 150),
        *body,
    )
    assert [line.text for line in lines][:8] == [
        "TỈNH VĨNH THANH",
        "SỞ CÔNG VIÊN CÂY XANH",
        "TỈNH VĨNH THANH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /KH-CVCX",
        "Vĩnh Thanh, ngày 5 tháng 6 năm 2025",
        "KẾ HOẠCH",
    ]


def test_the_frame_of_a_stamp_of_arrival_is_noise_and_no_table() -> None:
    words = [
        *line_of("ĐẾN", 30, 150),
        *line_of("Ngày 3/5", 60, 150),
        *line_of("Việc trồng cây xanh dọc bờ kênh được giao cho các tổ dân phố", 150, 153),
    ]
    cells = [Cell(0, 0, "ĐẾN", bbox=(28, 145, 55, 165)), Cell(0, 1, "Ngày 3/5", bbox=(55, 145, 140, 165))]
    grid = Grid(cells, 1, 2, bbox=(28, 145, 140, 165))
    tables, stamps = without_stamps([grid], WIDTH, HEIGHT)
    assert tables == []
    lines = lay_out(words, WIDTH, HEIGHT, tables=tables, stamps=stamps)
    assert [line.text for line in lines if line.role == "noise"] == ["ĐẾN Ngày 3/5"]


def test_a_table_that_says_where_something_came_is_no_stamp() -> None:
    cells = [Cell(0, 0, "ĐẾN", bbox=(60, 145, 300, 165)), Cell(0, 1, "Số cây", bbox=(300, 145, 540, 165))]
    grid = Grid(cells, 1, 2, bbox=(60, 145, 540, 165))
    assert without_stamps([grid], WIDTH, HEIGHT) == ([grid], [])


def test_the_signature_may_stand_above_the_recipients_alone() -> None:
    words = [
        line_of("Các tổ dân phố gửi danh sách hộ cần cây giống về phường.", 85, 380),
        line_of("TRƯỞNG BAN", 380, 400),
        line_of("Nơi nhận:", 85, 415),
        line_of("- Như trên.", 85, 430),
    ]
    lines = laid_out(*words)
    assert [(line.role, line.text) for line in lines][1:] == [
        ("foot-left", "Nơi nhận:"),
        ("foot-left", "- Như trên."),
        ("foot-right", "TRƯỞNG BAN"),
    ]


def test_specks_beside_a_line_are_noise_and_its_own_signs_stay() -> None:
    speck = [Word("”..", (70, 100, 80, 112), 0.1, 1000), Word("_", (210, 100, 220, 112), 0.6, 1000)]
    lines = laid_out([*line_of("- Trồng cây (b/c);", 85, 100), *speck])
    assert [line.text for line in lines] == ["- Trồng cây (b/c);", "_", "”.."]
    assert [line.role for line in lines] == ["body", "noise", "noise"]


def test_a_blank_slot_does_not_part_the_line_of_the_number() -> None:
    lines = laid_out(
        centred("ỦY BAN NHÂN DÂN", 150, 60),
        centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 60),
        centred("Độc lập - Tự do - Hạnh phúc", 400, 76),
        [*line_of("Số:", 100, 100), *line_of("/KH-UBND", 160, 100)],
        [*line_of("Tân Giang, ngày", 300, 101), *line_of("tháng 6 năm 2025", 440, 101)],
    )
    assert [line.text for line in lines][-2:] == ["Số: /KH-UBND", "Tân Giang, ngày tháng 6 năm 2025"]


def test_an_empty_page_has_no_lines() -> None:
    assert lay_out([], WIDTH, HEIGHT) == []


def page_of(number: int, *texts: tuple[str, float]) -> Page:
    lines = lay_out([w for text, top in texts for w in line_of(text, 85, top)], WIDTH, HEIGHT, number)
    return Page(number, WIDTH, HEIGHT, PageSource(number=number, text_origin="ocr", quality=1.0), lines)


def test_a_line_that_heads_every_page_is_noise() -> None:
    pages = [page_of(n, (f"Kế hoạch trồng cây, bản {n}", 30), (f"Nội dung của trang {n}", 300)) for n in range(1, 5)]
    mark_running_heads(pages)
    assert all([line.role for line in page.lines] == ["noise", "body"] for page in pages)


def test_a_line_outside_the_room_for_text_that_heads_both_of_two_pages_is_noise() -> None:
    pages = [page_of(n, ("Kế hoạch trồng cây của xã", 25), (f"Nội dung của trang {n}", 300)) for n in (1, 2)]
    mark_running_heads(pages)
    assert all([line.role for line in page.lines] == ["noise", "body"] for page in pages)


@pytest.mark.parametrize("tops", [(60, 60), (25, 40)])
def test_a_line_of_two_pages_stays_within_the_room_for_text_or_in_another_place(tops: tuple[float, float]) -> None:
    pages = [page_of(n, ("Danh mục nhiệm vụ", top), ("Nội dung", 300)) for n, top in enumerate(tops, 1)]
    mark_running_heads(pages)
    assert all(line.role == "body" for page in pages for line in page.lines)


@pytest.mark.parametrize("text", ["Trang 2 trên tổng số 7 trang", "Trang 2 của 7", "Page 2 of 7", "Trang số: 2"])
def test_a_page_number_in_words_is_noise(text: str) -> None:
    lines = laid_out(line_of("Nội dung của trang này là trồng cây", 85, 300), line_of(text, 250, 800))
    assert [line.role for line in lines] == ["body", "noise"]


def test_a_line_that_heads_one_page_stays() -> None:
    pages = [page_of(n, (f"Phụ lục {'abcd'[n - 1]} của kế hoạch này", 30), ("Chung", 300)) for n in range(1, 3)]
    mark_running_heads(pages)
    assert all(line.role == "body" for page in pages for line in page.lines)


def column_grid(rows: list[list[str]], tops: list[float]) -> tuple[list[Word], Grid]:
    """A table without rules: printed lines as rows of the grid, cells by columns."""
    walls = [80.0, 110.0, 330.0, 540.0]
    words, cells = [], []
    for row, (texts, top) in enumerate(zip(rows, tops, strict=True)):
        for column, text in enumerate(texts):
            box = (walls[column], top, walls[column + 1], top + 12)
            cells.append(Cell(row, column, text, bbox=box))
            words += [
                Word(piece, (walls[column] + 4 + 30 * k, top, walls[column] + 30 + 30 * k, top + 12), 0.95, 10 * row)
                for k, piece in enumerate(text.split())
            ]
    bbox = (80.0, tops[0], 540.0, tops[-1] + 12)
    return words, Grid(cells, len(rows), 3, bbox=bbox, origin="aligned")


@pytest.mark.parametrize("tops", [[100, 125, 139, 160, 174], [100, 114, 128, 142, 156]])
def test_cells_of_a_table_without_rules_are_read_to_their_end(tops: list[float]) -> None:
    rows = [
        ["TT", "Nội dung", "Chủ trì"],
        ["1", "Trồng cây dọc", "Phòng"],
        ["", "bờ kênh", "Kinh tế"],
        ["2", "Nạo vét", "Các"],
        ["", "cống rãnh", "thôn"],
    ]
    words, grid = column_grid(rows, tops)
    texts = [line.text for line in lay_out(words, WIDTH, HEIGHT, tables=[grid])]
    assert texts[3:] == [
        *["1", "Trồng cây dọc", "bờ kênh", "Phòng", "Kinh tế"],
        *["2", "Nạo vét", "cống rãnh", "Các", "thôn"],
    ]


def test_lines_of_a_table_that_are_rows_each_are_read_row_by_row() -> None:
    rows = [["TT", "Nội dung", "Chủ trì"], *([str(k), f"Việc {k}", f"Thôn {k}"] for k in range(1, 4))]
    words, grid = column_grid(rows, [100, 120, 140, 160])
    texts = [line.text for line in lay_out(words, WIDTH, HEIGHT, tables=[grid])]
    assert texts[3:6] == ["1", "Việc 1", "Thôn 1"] and texts[6:9] == ["2", "Việc 2", "Thôn 2"]


@pytest.mark.parametrize(("scrap", "confidence", "kept"), [("rA", 0.44, False), ("N", 0.71, False), ("Vũ", 0.7, True)])
def test_letters_of_a_seal_between_position_and_name_are_noise(scrap: str, confidence: float, kept: bool) -> None:
    words = (
        line_of("Các tổ dân phố trồng cây dọc bờ kênh, báo cáo trước ngày 20/5/2026", 85, 500),
        [*line_of("Nơi nhận:", 85, 540), *[replace(w, line=1) for w in line_of("CHỦ TỊCH", 400, 540)]],
        line_of("- Đảng ủy phường;", 85, 556),
        line_of("- Lưu: VT.", 85, 572),
        line_of(scrap, 430, 590, confidence=confidence),
        centred("Lê Văn Kênh", 430, 640),
    )
    lines = laid_out(*words)
    assert [line.text for line in lines if line.role == "noise"] == ([] if kept else [scrap])
