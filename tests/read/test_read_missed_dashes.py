"""A dash that the engine left out is seen where other entries of the list have theirs."""

from __future__ import annotations

import numpy as np
import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.missed_dashes import with_missed_dashes
from viextract.read.raster import Image


def page(*, dash: tuple[float, float, float, float] | None) -> Image:
    """A picture of two points a dot: the second line's dash alone."""
    image = np.full((300, 600), 250, np.uint8)
    if dash is not None:
        left, top, right, bottom = (int(2 * value) for value in dash)
        image[top:bottom, left:right] = 10
    return image


def words(indent: float) -> list[Word]:
    rows = [(50.0, ["-", "Trồng", "cây"], 40.0), (70.0, ["Nạo", "vét"], indent)]
    found: list[Word] = []
    for line, (top, texts, left) in enumerate(rows):
        for text in texts:
            width = 3.5 if text == "-" else 6.0 * len(text)
            found.append(Word(text, (left, top, left + width, top + 11), 0.95, line))
            left += 8.0 if text == "-" else width + 4
    return found


@pytest.mark.parametrize(
    ("dash", "indent", "seen"),
    [
        ((40.0, 76.0, 43.5, 77.2), 48.0, True),
        (None, 48.0, False),
        ((40.0, 72.0, 43.5, 80.0), 48.0, False),  # a letter
        ((40.0, 81.0, 43.5, 82.0), 48.0, False),  # a rule below
        ((40.0, 76.0, 41.0, 77.0), 48.0, False),  # a speck
        ((40.0, 76.0, 43.5, 77.2), 60.0, False),  # the line begins elsewhere
    ],
)
def test_a_dash_is_put_back_where_it_is_printed(
    dash: tuple[float, float, float, float] | None, indent: float, seen: bool
) -> None:
    read = with_missed_dashes(page(dash=dash), 2.0, words(indent))
    assert [word.text for word in read if word.line == 1] == [*(["-"] if seen else []), "Nạo", "vét"]


def test_a_page_without_a_list_stays_as_it_is() -> None:
    plain = words(48.0)[1:]
    assert with_missed_dashes(page(dash=(40.0, 76.0, 43.5, 77.2)), 2.0, plain) == plain


def test_what_was_made_of_a_dash_and_specks_is_replaced() -> None:
    read = words(48.0)
    read.insert(3, Word("__-", (20.0, 76.0, 44.0, 81.0), 0.5, 1))
    made = with_missed_dashes(page(dash=(40.0, 76.0, 43.5, 77.2)), 2.0, read)
    assert [word.text for word in made if word.line == 1] == ["-", "Nạo", "vét"]
