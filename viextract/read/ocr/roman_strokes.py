"""Roman numerals counted stroke by stroke.

Recognisers of whole lines merge letters that repeat: III comes out as II, and the chapters of a plan lose their order.
The picture tells how many strokes there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.raster import Image

_NUMERAL = re.compile(r"([IH]{1,3})([.)/:;,-]?)")
"""Two strokes beside each other are read as an H, too; a real one is a single piece wider than a stroke."""
_QUARTER = re.compile(r"([IH]{1,3})(/(?:19|20)\d\d[.,:;]?)")
"""With a year behind it a numeral is one word with it: "III/2026"."""
_SLASH_SLANT = -0.8  # correlation of rows and columns of a slash's dots
_MOST_STROKES = 3  # four are written IV
_STROKE_HEIGHT = 0.7  # of the highest: a full stop or a speck is lower
_STROKE_WIDTH = 0.75  # of its height: an I with its serifs is narrower, a V or X is not


_Read = TypeVar("_Read", Word, OcrWord)


def count_strokes(image: Image, scale: float, words: Sequence[_Read]) -> list[_Read]:
    """The words, numerals of I alone with as many of them as the picture shows; others are left as they are.

    image: grey, the one that was read. scale: its pixels per point. Only more strokes are believed, never fewer:
    letters that touch are one spot.
    """
    return [_counted(image, scale, word) for word in words]


def _counted(image: Image, scale: float, word: _Read) -> _Read:
    match = _NUMERAL.fullmatch(word.text) or _QUARTER.fullmatch(word.text)
    if match is None:
        return word
    strokes = _strokes(image, [round(value * scale) for value in word.bbox], year=len(match[2]) > 1)
    if not len(match[1]) < strokes <= _MOST_STROKES:
        return word
    return replace(word, text="I" * strokes + match[2], alternatives=[word.text, *word.alternatives])


def _strokes(image: Image, box: Sequence[int], *, year: bool) -> int:
    """How many upright strokes of one height stand in a box of pixels; 0 where anything else stands there. year: a
    slash with a year stands behind them."""
    left, top, right, bottom = box
    part = image[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
    if min(part.shape, default=0) < 4:
        return 0
    _, ink = cv2.threshold(np.ascontiguousarray(part), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.asarray(stats)[1:]
    if year:
        slash = _slash(np.asarray(labels), sizes)
        sizes = sizes[sizes[:, cv2.CC_STAT_LEFT] < slash]
    if not len(sizes):
        return 0
    high = sizes[sizes[:, cv2.CC_STAT_HEIGHT] >= _STROKE_HEIGHT * sizes[:, cv2.CC_STAT_HEIGHT].max(initial=0)]
    narrow = high[:, cv2.CC_STAT_WIDTH] <= _STROKE_WIDTH * high[:, cv2.CC_STAT_HEIGHT]
    return len(high) if narrow.all() else 0


def _slash(labels: npt.NDArray[np.int32], sizes: npt.NDArray[np.int32]) -> int:
    """The column at which the first slash begins; 0 where there is none."""
    tallest = int(sizes[:, cv2.CC_STAT_HEIGHT].max(initial=0))
    for number in np.argsort(sizes[:, cv2.CC_STAT_LEFT]).tolist():
        if sizes[number, cv2.CC_STAT_HEIGHT] < _STROKE_HEIGHT * tallest:
            continue
        rows, columns = np.nonzero(labels == number + 1)
        if len(set(columns.tolist())) > 1 and float(np.corrcoef(rows, columns)[0, 1]) < _SLASH_SLANT:
            return int(sizes[number, cv2.CC_STAT_LEFT])
    return 0
