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


def placed_words(line: Line) -> list[PlacedText]:
    """The words of ``line`` with their boxes, in order; the line's own box shared out where words have none."""
    words = list(_WORD.finditer(line.text))
    if not words or line.bbox is None:
        return []
    if not line.places:
        return [PlacedText(word[0], _part(line.bbox, word.start(), word.end(), len(line.text))) for word in words]
    origin = _origins(line)
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


def _origins(line: Line) -> list[int]:
    """For each character of the line's text the place in it as read from which it came."""
    origins: list[int] = []
    for piece in line.pieces:
        if piece.decision is None:
            origins += range(piece.start, piece.end)
        else:
            last = max(len(line.raw) - 1, 0)
            within = _within(piece.decision.before, piece.decision.after)
            origins += [min(piece.start + place, max(piece.end - 1, piece.start), last) for place in within]
    return origins


def _within(before: str, after: str) -> list[int]:
    """For each character of what a decision put the place in what was read: letters that stayed keep theirs."""
    places = [0] * len(after)
    for _, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for k in range(c, d):
            places[k] = a + int((k - c) / (d - c) * (b - a))
    return places
