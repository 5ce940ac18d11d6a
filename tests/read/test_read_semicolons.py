"""A colon whose lower sign has a tail is a semicolon."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.semicolons import with_semicolons
from viextract.read.raster import Image

SCALE = 200 / 72


def picture(*, tail: int, behind: bool = False) -> Image:
    """A stem as of the letter n, a dot, and below it a dot that is ``tail`` pixels longer than the other."""
    page = np.full((200, 300), 245, np.uint8)
    for left in (100, 112):
        cv2.rectangle(page, (left, 80), (left + 3, 100), 30, -1)
    cv2.rectangle(page, (120, 80), (124, 84), 30, -1)
    cv2.rectangle(page, (120, 96), (124, 100 + tail), 30, -1)
    if behind:
        cv2.rectangle(page, (128, 80), (131, 100), 30, -1)
    return page


def word(text: str) -> Word:
    return Word(text, (98 / SCALE, 76 / SCALE, 125 / SCALE, 102 / SCALE), 0.9, 1)


@pytest.mark.parametrize(("tail", "printed"), [(0, "xã:"), (1, "xã:"), (5, "xã;"), (7, "xã;")])
def test_a_tail_below_the_lower_dot_makes_a_semicolon(tail: int, printed: str) -> None:
    found = with_semicolons(picture(tail=tail), SCALE, [word("xã:")])
    assert [w.text for w in found] == [printed]
    assert found[0].alternatives == (["xã:"] if printed == "xã;" else [])


def test_only_colons_at_words_ends_are_looked_at() -> None:
    words = [word("xã."), word(":"), word("8:30"), word("xã;")]
    assert with_semicolons(picture(tail=6), SCALE, words) == words


def test_two_signs_that_are_not_the_last_ink_tell_nothing() -> None:
    assert with_semicolons(picture(tail=6, behind=True), SCALE, [word("xã:")])[0].text == "xã:"


def test_a_box_beyond_the_picture_tells_nothing() -> None:
    outside = Word("xã:", (900.0, 900.0, 920.0, 910.0), 0.9, 1)
    assert with_semicolons(picture(tail=6), SCALE, [outside]) == [outside]
