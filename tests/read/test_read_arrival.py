"""Stamps of arrival beside the head: their words are noise, the lines beside them stay whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viextract.read.layout import lay_out
from viextract.read.layout.words import Word

WIDTH, HEIGHT = 595.0, 842.0


def words_of(text: str, x: float, y: float, *, size: float = 13.0, line: int, confidence: float = 0.95) -> list[Word]:
    words = []
    for piece in text.split():
        words.append(Word(piece, (x, y, x + 0.5 * size * len(piece), y + 0.85 * size), confidence, line))
        x += 0.5 * size * len(piece) + 0.3 * size
    return words


def head(*, line: int = 100) -> list[Word]:
    return [
        *words_of("ỦY BAN NHÂN DÂN", 90, 60, line=line),
        *words_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 60, size=11, line=line),
        *words_of("XÃ HÒA LÂM", 100, 75, line=line + 1),
        *words_of("Độc lập - Tự do - Hạnh phúc", 310, 75, line=line + 1),
        *words_of("Số: 42/KH-UBND", 95, 95, line=line + 2),
        *words_of("Hòa Lâm, ngày 12 tháng 5 năm 2026", 310, 95, line=line + 2),
        *words_of("KẾ HOẠCH", 275, 135, line=line + 3),
        *words_of("Trồng cây xanh dọc bờ kênh năm 2026", 215, 152, line=line + 4),
        *words_of("Thực hiện chương trình công tác, xã lập kế hoạch trồng cây như sau", 85, 215, line=line + 5),
        *words_of("Các thôn đăng ký số cây giống, báo cáo về Phòng Kinh tế", 85, 235, line=line + 6),
    ]


def stamp(heading: str, *, second: str = "Ngày: ..../..../......", line: int = 1) -> list[Word]:
    return [
        *words_of("SỞ XÂY DỰNG", 75, 124, size=8, line=line),
        *words_of(heading, 70, 135, size=9, line=line + 1),
        *words_of("Số: 1234......", 68, 149, size=8, line=line + 2, confidence=0.6),
        *words_of(second, 68, 162, size=8, line=line + 3, confidence=0.5),
    ]


def parts(words: list[Word]) -> tuple[list[str], list[str]]:
    lines = lay_out(words, WIDTH, HEIGHT)
    return [x.text for x in lines if x.role != "noise"], [x.text for x in lines if x.role == "noise"]


@pytest.mark.parametrize("heading", ["CÔNG VĂN ĐẾN", "VĂN BẢN ĐẾN", "CÔNG VĂN ĐÉN", "ĐẾN"])
def test_a_stamp_beside_the_title_is_noise(heading: str) -> None:
    kept, noise = parts(head() + stamp(heading))
    assert kept == parts(head())[0]
    assert noise == ["SỞ XÂY DỰNG", heading, "Số: 1234......", "Ngày: ..../..../......"]


def test_its_words_are_taken_out_of_lines_that_the_engine_joined() -> None:
    joined = [*head(), *stamp("CÔNG VĂN ĐẾN")]
    for word in joined:
        word.line = 104 if word.line == 2 else word.line
    assert parts(joined)[0] == parts(head())[0]


def test_a_list_of_what_has_arrived_is_text() -> None:
    texts = [
        *words_of("SỔ ĐĂNG KÝ CÔNG VĂN ĐẾN", 180, 100, line=1),
        *words_of("Số thứ tự ghi theo ngày nhận, không ghi trùng", 85, 130, line=2),
        *words_of("Ngày nhận ghi theo dấu của bưu điện nơi gửi", 85, 150, line=3),
    ]
    assert parts(texts)[1] == []


def test_a_heading_without_lines_to_fill_in_is_text() -> None:
    texts = [
        *words_of("CÔNG VĂN ĐẾN", 230, 100, line=1),
        *words_of("Văn thư nhận, ghi sổ và chuyển ngay trong ngày làm việc", 85, 130, line=2),
        *words_of("Số lượng văn bản do văn phòng tổng hợp hằng tháng gửi lãnh đạo", 85, 150, line=3),
    ]
    assert parts(texts)[1] == []


def pale(words: list[Word]) -> list[Word]:
    return [replace(word, pale=True) for word in words]


def test_what_is_left_of_a_pale_stamp_is_noise_with_what_is_written_on_it() -> None:
    marks = [
        *pale(words_of("D ING XÃ ĐEN", 70, 130, size=9, line=1, confidence=0.4)),
        *pale(words_of("N9àu", 68, 160, size=8, line=2, confidence=0.3)),
        *words_of("....... 151.3", 90, 160, size=8, line=3, confidence=0.5),
    ]
    kept, noise = parts(head() + marks)
    assert kept == parts(head())[0]
    assert noise == ["D ING XÃ ĐEN", "N9àu", "....... 151.3"]


def test_a_title_in_pale_print_stays() -> None:
    title = words_of("TỪ THÁNG 5 ĐẾN THÁNG 6 NĂM 2026", 205, 170, line=7)
    assert parts(pale(head() + title))[1] == []


def test_the_title_beside_a_pale_stamp_is_not_of_it() -> None:
    marks = [
        *pale(words_of("VAN BAN", 150, 138, size=7, line=1)),
        *pale(words_of("ĐẾN", 195, 138, size=7, line=2)),
        *words_of("4.8.0.4", 160, 152, size=7, line=3, confidence=0.4),
        *words_of("2.4 ....", 165, 162, size=7, line=4, confidence=0.5),
    ]
    kept, noise = parts(head() + marks)
    assert kept == parts(head())[0]
    assert " ".join(noise) == "VAN BAN ĐẾN 4.8.0.4 2.4 ...."


@pytest.mark.parametrize("heading", ["N DNG. N ĐẾN", "TVĂNHANHÉN."])
def test_a_pale_heading_between_scraps_of_its_frame_is_known(heading: str) -> None:
    unsure = 0.9 if heading.endswith("ĐẾN") else 0.1
    marks = [
        *pale(words_of(heading, 70, 135, size=9, line=1, confidence=unsure)),
        *pale(words_of("3.2.2.7", 80, 150, size=8, line=2, confidence=0.7)),
    ]
    assert parts(head() + marks)[0] == parts(head())[0]


def test_a_line_of_a_stamp_that_came_out_as_signs_does_not_end_it() -> None:
    marks = [
        *words_of("CÔNG VĂN ĐẾN", 70, 135, size=9, line=1),
        *words_of("ố: .B.%.o", 68, 150, size=8, line=2, confidence=0.5),
        *words_of("Ngày: 2.7/....4/a", 68, 163, size=8, line=3, confidence=0.6),
    ]
    kept, noise = parts(head() + marks)
    assert kept == parts(head())[0]
    assert noise == ["CÔNG VĂN ĐẾN", "ố: .B.%.o", "Ngày: 2.7/....4/a"]
