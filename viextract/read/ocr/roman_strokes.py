"""Roman numerals counted stroke by stroke.

Recognisers of whole lines merge letters that repeat: III comes out as II, and the chapters of a plan lose their order.
The picture tells how many strokes there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from viextract.read.files.pdf import Image
from viextract.read.layout.words import Word

_NUMERAL = re.compile(r"([IH]{1,3})([.)/:,-]?)")
"""Two strokes beside each other are read as an H, too; a real one is a single piece wider than a stroke."""
_MOST_STROKES = 3  # four are written IV
_STROKE_HEIGHT = 0.7  # of the highest: a full stop or a speck is lower
_STROKE_WIDTH = 0.75  # of its height: an I with its serifs is narrower, a V or X is not


def count_strokes(image: Image, scale: float, words: Sequence[Word]) -> list[Word]:
    """The words, numerals of I alone with as many of them as the picture shows; others are left as they are.

    image: grey, the one that was read. scale: its pixels per point. Only more strokes are believed, never fewer:
    letters that touch are one spot.
    """
    return [_counted(image, scale, word) for word in words]


def _counted(image: Image, scale: float, word: Word) -> Word:
    match = _NUMERAL.fullmatch(word.text)
    if match is None:
        return word
    strokes = _strokes(image, [round(value * scale) for value in word.bbox])
    if not len(match[1]) < strokes <= _MOST_STROKES:
        return word
    return replace(word, text="I" * strokes + match[2], alternatives=[word.text, *word.alternatives])


def _strokes(image: Image, box: Sequence[int]) -> int:
    """How many upright strokes of one height stand in a box of pixels; 0 where anything else stands there."""
    left, top, right, bottom = box
    part = image[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
    if min(part.shape, default=0) < 4:
        return 0
    _, ink = cv2.threshold(np.ascontiguousarray(part), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    sizes = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2])[1:]
    high = sizes[sizes[:, cv2.CC_STAT_HEIGHT] >= _STROKE_HEIGHT * sizes[:, cv2.CC_STAT_HEIGHT].max(initial=0)]
    narrow = high[:, cv2.CC_STAT_WIDTH] <= _STROKE_WIDTH * high[:, cv2.CC_STAT_HEIGHT]
    return len(high) if narrow.all() else 0
