"""Semicolons that were read as colons, told by their tails: the entries of a list end with one, what announces it with
the other.

In small or blurred type an engine takes one for the other. A colon's two dots are alike; of a semicolon the lower
sign, a comma, is clearly higher than the dot above it and reaches below the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.raster import Image

_REACH = 0.75  # heights of the word from its right end within which its last sign stands
_BEHIND, _ABOVE, _BELOW = 0.12, 0.05, 0.25  # the same beyond its box
_DOT = (0.07, 0.3)  # heights of the word between which a dot's side is
_AS_WIDE = 2.0  # times the dot's width that the sign below it may have: a comma leans
_TAIL = 1.6  # times the dot's height that a comma has; a lower dot has 1.2 at most, however blurred
_LONGEST_TAIL = 3.2  # the same, beyond which it is a letter's stroke
_LEAST_DOTS = 3  # pixels of the dot's height: of fewer no tail can be told


_Read = TypeVar("_Read", Word, OcrWord)


def with_semicolons(image: Image, scale: float, words: Sequence[_Read]) -> list[_Read]:
    """The words, those with ";" for ":" whose last sign has a tail in the picture.

    image: grey, the one that was read. scale: its pixels per point.
    """
    return [_mended(word) if _may_be(word.text) and _has_tail(image, scale, word.bbox) else word for word in words]


def _mended(word: _Read) -> _Read:
    return replace(word, text=word.text[:-1] + ";", alternatives=[word.text, *word.alternatives])


def _may_be(text: str) -> bool:
    return text.endswith(":") and any(character.isalnum() for character in text)


def _has_tail(image: Image, scale: float, place: BBox) -> bool:
    """Whether the last ink of a word is a dot above a sign that is higher than it."""
    height = place[3] - place[1]
    left, right = place[2] - _REACH * height, place[2] + _BEHIND * height
    top, bottom = place[1] - _ABOVE * height, place[3] + _BELOW * height
    x0, y0 = max(int(left * scale), 0), max(int(top * scale), 0)
    part = np.ascontiguousarray(image[y0 : int(bottom * scale) + 1, x0 : int(right * scale) + 1])
    if min(part.shape, default=0) < _LEAST_DOTS:
        return False
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    sizes = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2])[1:, :4]
    size = height * scale
    low, high = _DOT[0] * size, _DOT[1] * size
    dots = [box for box in sizes.tolist() if low <= box[2] <= high and _LEAST_DOTS <= box[3] <= high and box[3] >= low]
    if not dots:
        return False
    # The colon's upper dot is that above which nothing stands, and right of which nothing but its own lower sign does.
    upper = max(dots, key=lambda box: (box[0] + box[2] / 2, -box[1]))
    for dot in dots:
        if abs(dot[0] + dot[2] / 2 - upper[0] - upper[2] / 2) < upper[2] / 2 and dot[1] < upper[1]:
            upper = dot
    below = [box for box in sizes.tolist() if box[1] >= upper[1] + upper[3] and _overlap(box, upper)]
    beyond = [box for box in sizes.tolist() if box[0] > upper[0] + upper[2] and box[3] >= low]
    if len(below) != 1 or beyond:
        return False
    tail = below[0]
    at_edge = tail[1] + tail[3] >= part.shape[0]
    return not at_edge and tail[2] <= _AS_WIDE * upper[2] and _TAIL * upper[3] <= tail[3] <= _LONGEST_TAIL * upper[3]


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return min(one[0] + one[2], other[0] + other[2]) > max(one[0], other[0])
