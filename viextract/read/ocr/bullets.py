"""Round and square bullets told by their shape: engines make "s", "e", "*", "-" or nothing of one and the same spot.

What a bullet is read as decides what stands below what. A spot is found in the picture by what no letter or mark of
print at a line's start has: it is one solid piece, as wide as it is high, in the middle of the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.raster import Image

BULLET = "•"
_SIZE = (0.2, 0.7)  # of the height of the line's words: a full stop is smaller, a capital O larger
_ROUND = 0.75  # the shorter side against the longer
_SOLID = 0.62  # share of the box that is ink: a small disc has two thirds, an s half
_MIDDLE = (0.2, 0.85)  # of the line's height, from above, in which the middle of a bullet lies
_BESIDE = 4.0  # heights of type between a bullet and the text behind it, at most
_SAME_PLACE = 2.5  # points by which bullets of one list stand apart
_SURE = 0.95  # confidence of what was seen in the picture


def with_bullets(image: Image, scale: float, words: Sequence[Word]) -> list[Word]:
    """The words of a page, each spot at the beginning of a line as a bullet, whatever it was read as.

    image: grey, the one that was read. scale: its pixels per point.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    seen: dict[int, BBox] = {}
    for number, line in lines.items():
        line.sort(key=lambda word: word.bbox[0])
        if len(line) > 1 and _may_be_bullet(line[0].text) and _opens_text(line[1].text):
            spot = _spot(image, scale, _left_of(line[1], line[0].bbox[0]), _height(line))
            if spot is not None:
                seen[number] = spot
    changed = {id(lines[number][0]): _bullet(lines[number][0], box) for number, box in seen.items()}
    places = [box[0] for box in seen.values()] or _column_of_spots(image, scale, list(lines.values()))
    missed: list[Word] = []
    for number, line in lines.items():
        if number not in seen and (box := _missed(image, scale, line, places)) is not None:
            missed.append(_bullet(line[0], box))
    first = {word.line: word for word in missed}
    result: list[Word] = []
    for word in words:
        if word.line in first:
            result.append(first.pop(word.line))
        result.append(changed.get(id(word), word))
    return result


_REACH = 3.0  # heights of type left of a line in which a bullet is looked for that no line of the page has shown
_LEAST_SPOTS = 3  # in one place: dirt does not stand in a column


def _column_of_spots(image: Image, scale: float, lines: Sequence[Sequence[Word]]) -> list[float]:
    """Where spots stand left of several lines: an engine may leave out every bullet of a page."""
    spots = []
    for line in lines:
        first, height = line[0], _height(line)
        if _opens_text(first.text) and (
            found := _spot(image, scale, _left_of(first, first.bbox[0] - _REACH * height), height)
        ):
            spots.append(found[0])
    places: list[float] = []
    for place in sorted(spots):
        near = sum(abs(other - place) <= _SAME_PLACE for other in spots)
        if near >= _LEAST_SPOTS and (not places or place - places[-1] > 2 * _SAME_PLACE):
            places.append(place)
    return places


def _may_be_bullet(text: str) -> bool:
    return len(text) == 1 and not text.isdigit()


def _opens_text(text: str) -> bool:
    """Whether a word may stand behind a bullet: one that begins with a letter, a quote or a figure."""
    return text[0].isalnum() or text[0] in "“\"'("


def _height(line: Sequence[Word]) -> float:
    return median(word.height for word in line[1:] or line)


def _left_of(word: Word, left: float) -> BBox:
    """The place between a line's first sign and the text behind it."""
    return (left - 1.5, word.bbox[1] - 1, word.bbox[0] - 0.5, word.bbox[3] + 1)


def _missed(image: Image, scale: float, line: Sequence[Word], places: Sequence[float]) -> BBox | None:
    """The bullet before a line whose engine has left it out, where others of the page stand."""
    first, height = line[0], _height(line)
    for place in places:
        if 0 < first.bbox[0] - place < _BESIDE * height and _opens_text(first.text):
            spot = _spot(image, scale, _left_of(first, place - _SAME_PLACE), height)
            if spot is not None and abs(spot[0] - place) <= _SAME_PLACE:
                return spot
    return None


def _spot(image: Image, scale: float, place: BBox, height: float) -> BBox | None:
    """The one solid spot in a place (points), or None where anything else stands there."""
    left, top, right, bottom = (round(value * scale) for value in place)
    left, top = max(left, 0), max(top, 0)
    part = image[top : bottom + 1, left : right + 1]
    if min(part.shape, default=0) < 4 or height <= 0 or place[2] - place[0] > (_BESIDE + 1) * height:
        return None
    _, ink = cv2.threshold(np.ascontiguousarray(part), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    sizes = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2])[1:]
    large = sizes[sizes[:, 4] >= (0.5 * _SIZE[0] * height * scale) ** 2]
    if len(large) != 1:
        return None
    x, y, wide, high, area = large[0].tolist()
    longest = max(wide, high) / scale
    middle = (y + high / 2) / max(part.shape[0], 1)
    fits = _SIZE[0] * height <= longest <= _SIZE[1] * height and _MIDDLE[0] <= middle <= _MIDDLE[1]
    if not (fits and min(wide, high) >= _ROUND * max(wide, high) and area >= _SOLID * wide * high):
        return None
    return ((left + x) / scale, (top + y) / scale, (left + x + wide) / scale, (top + y + high) / scale)


def _bullet(word: Word, box: BBox) -> Word:
    """A bullet in the line of a word, as high as the line, so that it is no dirt to what looks for specks."""
    place = (box[0], min(word.bbox[1], box[1]), box[2], max(word.bbox[3], box[3]))
    return replace(word, text=BULLET, bbox=place, confidence=_SURE, alternatives=[])
