"""Words in ink that is paler than print."""

from __future__ import annotations

import cv2
import numpy as np

from viextract.read.layout.words import Word
from viextract.read.ocr.paleness import with_paleness

SCALE = 200 / 72


def page(*greys: int) -> tuple[np.ndarray, list[Word]]:
    """A word in each of these greys, one below the other."""
    sheet = np.full((2339, 1654), 245, np.uint8)
    words = []
    for k, grey in enumerate(greys):
        top = 100 + 80 * k
        cv2.putText(sheet, "Nhung", (200, top + 40), cv2.FONT_HERSHEY_SIMPLEX, 1.4, grey, 3)
        words.append(Word("Nhung", (200 / SCALE, top / SCALE, 340 / SCALE, (top + 55) / SCALE), 0.9, k))
    return sheet, words


def test_a_word_that_is_clearly_paler_than_the_others_is_told() -> None:
    sheet, words = page(30, 40, 150, 35, 30, 60, 30, 40)
    assert [word.pale for word in with_paleness(sheet, SCALE, words)] == [k == 2 for k in range(8)]


def test_where_few_words_stand_nothing_is_told() -> None:
    sheet, words = page(30, 150, 30)
    assert not any(word.pale for word in with_paleness(sheet, SCALE, words))


def test_the_lower_part_of_the_page_and_signs_are_not_asked() -> None:
    sheet, words = page(*[30] * 10, *[150] * 8)
    words[10] = Word("...", words[10].bbox, 0.9, 10)
    assert [k for k, word in enumerate(with_paleness(sheet, SCALE, words)) if word.pale] == [
        11
    ]  # the next ones begin below
