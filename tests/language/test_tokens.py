"""The stream of symbols that the language model counts."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from viextract.language.tokens import BREAK, CLASSES, CODE, NUMBER, symbols


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ủy ban nhân dân", ["ủy", "ban", "nhân", "dân"]),
        ("ỦY BAN", ["ủy", "ban"]),
        ("Uỷ ban xã Hoà Lâm", ["ủy", "ban", "xã", "hòa", "lâm"]),
        ("năm 2030, đạt 85,5%", ["năm", NUMBER, "đạt", NUMBER]),
        ("số 128/KH-UBND", ["số", CODE]),
        ("86/2030/NĐ-CP; 5G", [CODE, BREAK, CODE]),
        ("120 m2", [NUMBER, CODE]),
        ("học tập: làm việc. Nghỉ", ["học", "tập", BREAK, "làm", "việc", BREAK, "nghỉ"]),
        ("kinh tế - xã hội (“mới”)", ["kinh", "tế", "xã", "hội", "mới"]),
        ("ba... bốn!!!", ["ba", BREAK, "bốn", BREAK]),
        ("", []),
        ("– “” () ,", []),
    ],
)
def test_symbols(text: str, expected: list[str]) -> None:
    assert symbols(text) == expected


@given(st.text(max_size=80))
def test_any_text_has_symbols_of_words_and_classes_only(text: str) -> None:
    for symbol in symbols(unicodedata.normalize("NFC", text)):
        assert symbol in CLASSES or regex.match(r"\p{L}", symbol)


@given(st.text(max_size=80))
def test_no_two_breaks_follow_each_other(text: str) -> None:
    seen = symbols(text)
    assert all((a, b) != (BREAK, BREAK) for a, b in pairwise(seen))


def test_case_and_tone_style_do_not_matter() -> None:
    assert symbols("THUỶ LỢI, HOÀ BÌNH") == symbols("thủy lợi, hòa bình")
