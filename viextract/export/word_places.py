"""Where each word of a recovered line stands on the page.

Recovery changes letters, joins what was torn apart and splits what had run together; a word as it stands now is found
where the characters stood from which it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from viextract.model.document import BBox, Line

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A word as it stands now, with its box in points from the top left of the upright page."""

    text: str
    box: BBox


def placed_words(line: Line, raw: str | None = None) -> list[PlacedText]:
    """The words of ``line`` with their boxes, in order; the line's own box shared out where words have none.

    raw: the line as it was read, where recovery has changed it.
    """
    words = list(_WORD.finditer(line.text))
    if not words or line.bbox is None:
        return []
    if not line.places:
        return [PlacedText(word[0], _part(line.bbox, word.start(), word.end(), len(line.text))) for word in words]
    origin = _origins(raw if raw is not None else line.text, line.text)
    found = []
    for word in words:
        start, end = origin[word.start()], max(origin[word.end() - 1] + 1, origin[word.start()] + 1)
        boxes = list(_boxes(line, start, end))
        found.append(PlacedText(word[0], _union(boxes) if boxes else line.bbox))
    return found


def _boxes(line: Line, start: int, end: int) -> Iterator[BBox]:
    """The parts of the words' boxes over which the characters from ``start`` to ``end`` stand."""
    for first, last, box in line.places:
        begin, stop = max(first, start), min(last, end)
        if begin < stop:
            yield _part(box, begin - first, stop - first, last - first)


def _part(box: BBox, start: int, end: int, length: int) -> BBox:
    """The share of a box over which some of its characters stand, as if all were equally wide."""
    width = box[2] - box[0]
    return box[0] + width * start / length, box[1], box[0] + width * end / length, box[3]


def _union(boxes: list[BBox]) -> BBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _origins(raw: str, text: str) -> list[int]:
    """For each character of ``text`` the place in ``raw`` from which it came."""
    if raw == text:
        return list(range(len(text)))
    origins = [0] * len(text)
    for _, a, b, c, d in SequenceMatcher(None, raw, text, autojunk=False).get_opcodes():
        for k in range(c, d):
            share = (k - c) / (d - c)
            origins[k] = min(a + int(share * (b - a)), max(b - 1, a), max(len(raw) - 1, 0))
    return origins
