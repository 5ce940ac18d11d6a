"""Dashes before the entries of a list that an engine has left out: the other entries show where to look for them.

Without its dash an entry is no entry, and goes on with the one above.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.raster import Image

_DASHES = frozenset("-–")
_SAME_PLACE = 2.5  # points by which dashes of one list, and the texts behind them, stand apart
_LENGTH = (0.22, 0.9)  # of the type's height: a hyphen is a third of it, an en dash a half
_FLAT = 0.5  # of its length that a dash is high at most
_MIDDLE = (0.3, 0.85)  # of the line's height, from above, in which it lies
_SURE = 0.9  # confidence of what was seen in the picture


def with_missed_dashes(image: Image, scale: float, words: Sequence[Word]) -> list[Word]:
    """The words of a page, and the dash before a line that stands in from the edge as those behind dashes do, where
    the picture shows one.

    image: grey, the one that was read. scale: its pixels per point.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        line.sort(key=lambda word: word.bbox[0])
    places = [
        (line[0].bbox[0], line[1].bbox[0]) for line in lines.values() if len(line) > 1 and line[0].text in _DASHES
    ]
    missed: dict[int, Word] = {}
    rubbish: set[int] = set()
    for number, line in lines.items() if places else ():
        height = median(word.height for word in line)
        begins = len(line) > 1 and set(line[0].text) <= _RUBBISH and line[0].text not in _DASHES
        first = line[1] if begins else line[0]
        dash = next((dash for dash, text in places if abs(first.bbox[0] - text) <= _SAME_PLACE), None)
        if dash is None or not first.text[0].isalpha():
            continue
        box = _dash_in(image, scale, (dash - _SAME_PLACE, first.bbox[1], first.bbox[0] - 0.5, first.bbox[3]), height)
        if box is not None and abs(box[0] - dash) <= _SAME_PLACE:
            missed[number] = Word("-", box, _SURE, number)
            rubbish |= {id(line[0])} if begins else set()
    result: list[Word] = []
    for word in words:
        if word.line in missed:
            result.append(missed.pop(word.line))
        if id(word) not in rubbish:
            result.append(word)
    return result


_RUBBISH = frozenset("_-–—~.,'`|")
"""Signs of which an engine makes a dash and specks beside it: "__-"."""


def _dash_in(image: Image, scale: float, place: BBox, height: float) -> BBox | None:
    """The one flat stroke in a place (points), or None where anything else stands there."""
    left, top, right, bottom = (max(round(value * scale), 0) for value in place)
    part = image[top : bottom + 1, left : right + 1]
    if min(part.shape, default=0) < 4:
        return None
    _, ink = cv2.threshold(np.ascontiguousarray(part), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    sizes = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2])[1:]
    large = sizes[sizes[:, 2] >= _LENGTH[0] * height * scale]
    if len(large) != 1:
        return None
    x, y, wide, high, _ = large[0].tolist()
    middle = (y + high / 2) / part.shape[0]
    if wide > _LENGTH[1] * height * scale or high > _FLAT * wide or not _MIDDLE[0] <= middle <= _MIDDLE[1]:
        return None
    return ((left + x) / scale, (top + y) / scale, (left + x + wide) / scale, (top + y + high) / scale)
