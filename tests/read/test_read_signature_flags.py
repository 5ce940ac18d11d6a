"""What an electronic signature tells of itself on a page is noise."""

from __future__ import annotations

import pytest

from tests.read.test_read_arrival import HEIGHT, WIDTH, head, words_of
from viextract.read.layout import lay_out
from viextract.read.layout.words import Word


def parts(words: list[Word]) -> tuple[list[str], list[str]]:
    lines = lay_out(words, WIDTH, HEIGHT)
    return [x.text for x in lines if x.role != "noise"], [x.text for x in lines if x.role == "noise"]


def flag(*texts: str, x: float = 400, y: float = 14) -> list[Word]:
    return [word for k, text in enumerate(texts) for word in words_of(text, x, y + 9 * k, size=7, line=500 + k)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Ký bởi: Ủy ban nhân dân xã", "Ngày ký: 12-05-2026 09:14:22"),
        ("Người ký: UBND xã Hòa Lâm", "Email: xa@example.vn", "Cơ quan: UBND", "Thời gian ký: 12.05.2026 09:14:22"),
        ("Digitally signed by UBND", "Date: 2026.05.12 09:14:22 +07:00"),
        ("Email: xa@example.vn", "Thời gian ký: 12.05.2026", "09:14:22 +07:00"),
    ],
)
def test_a_flag_at_the_edge_of_the_page_is_noise(texts: tuple[str, ...]) -> None:
    kept, noise = parts(head() + flag(*texts))
    assert kept == parts(head())[0]
    assert noise == list(texts)


def test_the_text_below_a_flag_stays() -> None:
    below = words_of("TM. ỦY BAN NHÂN DÂN", 400, 650, line=700)
    words = head() + flag("Ký bởi: Ủy ban", "Ngày ký: 12-05-2026 09:14:22", y=630) + below
    assert "TM. ỦY BAN NHÂN DÂN" in parts(words)[0]


@pytest.mark.parametrize(
    "texts",
    [
        ("Người ký: Chủ tịch xã", "Ngày ký: 12/5/2026"),
        ("Email: xa@example.vn", "Bắt đầu lúc 9:14:22"),
        ("Cơ quan: Phòng Kinh tế", "Thời gian: 8 giờ 30"),
    ],
)
def test_lines_that_only_begin_so_are_text(texts: tuple[str, ...]) -> None:
    assert parts(head() + flag(*texts, x=85, y=260))[1] == []
