"""Capitals get the circumflex that makes them a syllable, and nothing else changes."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.capitals import crowned, with_circumflexes


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
