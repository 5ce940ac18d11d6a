"""Rows of dots are found in the picture, kept from the engine, and are dots in the text."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.leaders import find_leaders, with_leaders, without_leaders

Image = npt.NDArray[np.uint8]
SCALE = 200 / 72


def page() -> Image:
    return np.full((600, 1200), 250, np.uint8)


def dots(image: Image, left: float, baseline: float, count: int, *, step: float = 3.0, size: float = 1.4) -> Image:
    """Dots in points, as type of 12 points sets full stops; a dot is drawn with soft edges, as a scan shows it."""
    for k in range(count):
        x, y, radius = (left + step * k) * SCALE, (baseline - size / 2) * SCALE, size / 2 * SCALE
        cv2.circle(image, (round(x * 8), round(y * 8)), round(radius * 8), 20, -1, cv2.LINE_AA, 3)
    return image


def letters(image: Image, left: float, baseline: float, text: str) -> Image:
    place = (round(left * SCALE), round(baseline * SCALE))
    cv2.putText(image, text, place, cv2.FONT_HERSHEY_COMPLEX, 0.9, 20, 2, cv2.LINE_AA)
    return image


@pytest.mark.parametrize(("step", "size"), [(3.0, 1.4), (2.5, 1.1), (6.0, 1.4), (4.0, 2.0)])
def test_a_row_of_dots_is_found_and_taken_out(step: float, size: float) -> None:
    clean = letters(letters(page(), 20, 60, "Kinh phi:"), 340, 60, "dong")
    image = dots(clean.copy(), 110, 60, 20, step=step, size=size)
    (leader,) = find_leaders(image, SCALE)
    assert len(leader.dots) == 20
    left, top, right, bottom = leader.bbox(SCALE)
    assert left == pytest.approx(110 - size / 2, abs=0.7) and right == pytest.approx(
        110 + 19 * step + size / 2, abs=0.8
    )
    assert top == pytest.approx(60 - size, abs=0.7) and bottom == pytest.approx(60, abs=0.7)
    without = without_leaders(image, SCALE, [leader])
    assert np.abs(without.astype(int) - clean).max() <= 60
    assert np.array_equal(image, dots(clean.copy(), 110, 60, 20, step=step, size=size)), "the page is not changed"


def test_what_is_no_row_of_dots_is_left_alone() -> None:
    ellipsis = dots(page(), 50, 40, 3)
    uneven = page()
    for k, left in enumerate((50, 53, 61, 64, 79, 84, 99, 103)):
        dots(uneven, left, 80 + (k % 3), 1)
    specks = page()
    for x, y in np.random.default_rng(7).uniform((5, 5), (420, 200), (500, 2)):
        dots(specks, float(x), float(y), 1, size=1.0)
    writing = letters(page(), 20, 100, "i. Viii. 1.1.1. illi")
    for image in (page(), ellipsis, uneven, writing):
        assert find_leaders(image, SCALE) == []
    assert len(find_leaders(specks, SCALE)) <= 1
    assert without_leaders(ellipsis, SCALE, []) is ellipsis


def test_dots_go_back_where_they_stand() -> None:
    image = dots(dots(dots(page(), 60, 60, 12), 20, 100, 30), 200, 60, 8)
    words = [
        Word("Số:", (20, 50, 40, 60), 0.9, 3),
        Word("lớp;", (110, 50, 150, 63), 0.9, 3),
        Word("phí:", (170, 50, 190, 63), 0.9, 3),
        Word("khác", (20, 150, 60, 160), 0.9, 4),
    ]
    found = with_leaders(words, SCALE, find_leaders(image, SCALE))
    by_line = {
        line: [word.text for word in sorted(found, key=lambda word: word.bbox[0]) if word.line == line]
        for line in {word.line for word in found}
    }
    assert by_line == {3: ["Số:", "." * 12, "lớp;", "phí:", "." * 8], 4: ["khác"], 5: ["." * 30]}
    assert [word.text for word in found[:3]] == ["Số:", "." * 12, "lớp;"]


def test_dots_beside_doubtful_words_are_left_out() -> None:
    image = dots(page(), 60, 60, 12)
    words = [Word("Ngày:", (20, 50, 40, 60), 0.4, 3), Word("khác", (20, 150, 60, 160), 0.9, 4)]
    assert with_leaders(words, SCALE, find_leaders(image, SCALE)) == words
