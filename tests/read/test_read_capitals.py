"""Capitals get the circumflex that makes them a syllable, and nothing else changes."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.capitals import crowned, with_circumflexes, with_small_letters


@pytest.mark.parametrize(
    ("read", "printed"), [("QUYÉT", "QUYẾT"), ("VIÉT", "VIẾT"), ("ĐỊNH:", "ĐỊNH:"), ("(TIÉT)", "(TIẾT)")]
)
def test_capitals_that_are_no_syllable_get_their_circumflex(read: str, printed: str) -> None:
    (word,) = with_circumflexes([Word(read, (85, 100, 120, 112), 0.9)])
    assert word.text == printed
    assert word.alternatives == ([] if read == printed else [read])


@pytest.mark.parametrize("text", ["SÓ", "UBND", "QĐ-TTG", "Quyét", "É", "CÓ", "RBÓL"])
def test_syllables_codes_and_small_letters_stay(text: str) -> None:
    assert with_circumflexes([Word(text, (85, 100, 120, 112), 0.9)])[0].text == text
    assert text != "SÓ" or crowned("SÓ") == "SỐ"  # it could be, and is a syllable as it stands


def line(*words: tuple[str, float]) -> list[Word]:
    """Words of one line with their heights."""
    return [Word(text, (40.0 * k, 112 - height, 40.0 * k + 35, 112), 0.9) for k, (text, height) in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("mạng", 9.4), ("từ", 9.4), ("CƠ", 7.6), ("SỞ.", 9.0)], "mạng từ cơ sở."),
        ([("mạng", 9.4), ("từ", 9.4), ("SỞ", 12.8), ("nội", 9.4)], "mạng từ SỞ nội"),  # as high as capitals
        ([("hội", 9.4), ("CƠ", 9.0), ("SỞ", 9.0), ("HỘI", 9.0)], "hội CƠ SỞ HỘI"),  # amid capitals
        ([("xong.", 9.4), ("SỞ", 9.0), ("giao", 9.4)], "xong. SỞ giao"),
        ([("đủ", 9.4), ("CSVC", 9.0), ("cho", 9.4)], "đủ CSVC cho"),
        ([("CƠ", 7.6), ("SỞ", 9.0), ("này", 9.4)], "CƠ SỞ này"),
        ([("hội", 9.4), ("CƠ", 9.0), ("sở", 9.4)], "hội CƠ sở"),  # a horn is no higher than a capital
    ],
)
def test_small_letters_of_the_shape_of_capitals(words: list[tuple[str, float]], expected: str) -> None:
    assert " ".join(word.text for word in with_small_letters(line(*words))) == expected


def wide_line(*words: tuple[str, float]) -> list[Word]:
    """Words of one line with the widths of their letters, all of them high."""
    found: list[Word] = []
    left = 0.0
    for text, width in words:
        found.append(Word(text, (left, 100, left + width * len(text), 113), 0.97))
        left += width * len(text) + 4
    return found


@pytest.mark.parametrize(
    ("read", "width", "printed"),
    [
        ("VIỆC", 5.6, "việc"),
        ("SỐ", 5.5, "số"),
        ("KHÔNG", 8.4, "KHÔNG"),  # a writer's stress
        ("UBND", 5.6, "UBND"),
    ],
)
def test_small_letters_are_no_wider_than_those_around_them(read: str, width: float, printed: str) -> None:
    around = [(text, 5.5) for text in ("các", "tổ", "ở", "thôn")], [(text, 5.7) for text in ("chấp", "hành")]
    (*_, word, _, _) = with_small_letters(wide_line(*around[0], (read, width), *around[1]))
    assert word.text == printed
    assert word.alternatives == ([] if read == printed else [read])
