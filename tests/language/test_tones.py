"""The two styles of placing tone marks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from viextract.language.syllables import syllable_set
from viextract.language.tones import canonical_tone, to_tone_style, tone_style

SHARED = Path(os.environ.get("VIEXTRACT_SHARED") or Path(__file__).resolve().parents[2] / "../shared")

OLD_AND_NEW = [
    ("hòa", "hoà"),
    ("HÓA", "HOÁ"),
    ("Thủy", "Thuỷ"),
    ("Ủy ban", "Uỷ ban"),
    ("khỏe mạnh", "khoẻ mạnh"),
    ("tùy", "tuỳ"),
    ("xã Ngọa Lâm", "xã Ngoạ Lâm"),
]
ALIKE = ["quý", "quỳ", "hoàn", "khoảng", "ngoài", "xoáy", "thuế", "mùa", "của", "khuỷu", "quả", "aloé", "OÁCH", ""]


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_open_oa_oe_uy_go_both_ways(old: str, new: str) -> None:
    assert to_tone_style(old, "new") == new
    assert to_tone_style(new, "old") == canonical_tone(new) == old
    assert canonical_tone(old) == old


@pytest.mark.parametrize("text", ALIKE)
def test_other_words_are_spelt_alike_in_both(text: str) -> None:
    assert to_tone_style(text, "old") == text
    assert to_tone_style(text, "new") == text


def test_the_styles_differ_only_where_is_said_and_lose_nothing() -> None:
    for word in syllable_set():
        old = canonical_tone(word)
        assert old in syllable_set()
        assert to_tone_style(to_tone_style(old, "new"), "old") == old
        assert len(old) == len(word)


def test_a_document_has_the_style_of_most_of_its_words() -> None:
    assert tone_style("Khu vực thuỷ lợi, văn hoá và sức khoẻ; ông Hòa") == "new"
    assert tone_style("Khu vực thủy lợi, văn hóa; bà Thoà") == "old"
    assert tone_style("Kế hoạch quý II") is None


@pytest.mark.accuracy
def test_the_canonical_style_is_the_one_that_scores_compare_in() -> None:
    if not (SHARED / "eval").is_dir():
        pytest.skip(f"no evaluation data at {SHARED}")
    sys.path.insert(0, str(SHARED / "eval"))
    try:
        from score_text import canon_tone
    finally:
        sys.path.pop(0)
    for word in syllable_set():
        for spelling in (word, word.upper(), word.capitalize()):
            assert canonical_tone(spelling) == canon_tone(spelling)
