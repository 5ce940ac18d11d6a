"""Words that are printed over others are counted, whatever their size."""

from __future__ import annotations

import pytest

from tests.growth import calls_of
from viextract.read.layout.words import Word
from viextract.read.pages.doubled import lying_on_others

PAGE = (595.0, 842.0)


def test_a_word_on_another_is_counted() -> None:
    words = [Word("kênh", (70, 100, 100, 113)), Word("mương", (72, 101, 102, 113)), Word("bèo", (300, 100, 320, 113))]
    assert lying_on_others(words, *PAGE) == 1


@pytest.mark.parametrize("reach", [80_000.0, float("inf")])
def test_a_glyph_that_is_larger_than_the_page_costs_no_more_than_the_page(reach: float) -> None:
    as_large, larger = ([Word("O", (-size, -size, size, size))] * 2 for size in (max(PAGE), reach))
    assert lying_on_others(larger, *PAGE) <= 1
    assert calls_of(lambda: lying_on_others(larger, *PAGE)) == calls_of(lambda: lying_on_others(as_large, *PAGE))
