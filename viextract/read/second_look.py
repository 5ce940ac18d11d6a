"""Lines that came out doubtful are cut out and read once more, all of them on one strip.

On a whole page an engine has to find the lines first; marks of tight capitals, a stamp's arc or a speck make it cut
them wrongly. Alone and a little enlarged, with white around, the same line often reads right. One call of the engine
serves all lines of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from viextract.language.syllables import WORD, syllable_set
from viextract.model.document import BBox
from viextract.read.combine import combine
from viextract.read.engines import OcrWord
from viextract.read.layer import COVERAGE_DPI, letter_boxes
from viextract.read.pdf import POINTS_PER_INCH, Image
from viextract.read.prepare import scaled
from viextract.read.words import Word, union

_DOUBTFUL = 0.70  # a word less sure than this makes its line doubtful
_DOUBTFUL_CODE = 0.5  # one with figures, of which engines are never sure: 673/QĐ-UBND
_MOST_LINES = 8  # of a page, the most doubtful: a second look at more costs more time than it mends errors
_ENLARGE = 1.5
_MARGIN = 3.0  # points around a line: the marks over capitals and under letters stand outside the boxes of the rest
_GAP = 14  # points between two lines on the strip

Look = Callable[[Image], Sequence[OcrWord]]


def look_again(image: Image, scale: float, words: Sequence[Word], look: Look) -> tuple[list[Word], list[Word]]:
    """The words of a page, those of doubtful lines in the better of two readings; and the words of the other readings.

    image: the level page. scale: its pixels per point. look: reads lines under one another, boxes in pixels.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    missed = _missed_ink(image, scale, lines)
    doubtful = [number for number, line in lines.items() if number in missed or _is_doubtful(line)]
    doubtful = sorted(doubtful, key=lambda number: (number not in missed, score(lines[number])))[:_MOST_LINES]
    if not doubtful:
        return list(words), []
    boxes = [_line_box(lines[number], missed.get(number)) for number in doubtful]
    fresh = _Strip(image, scale, boxes).read(look)
    second_best: list[Word] = []
    for number, other in zip(doubtful, fresh, strict=True):
        line = lines[number]
        best, second = line, other
        if other and (score(other) > score(line) + _CLEARLY_BETTER or (number in missed and _completes(line, other))):
            best, second = other, line
            for word in other:
                word.line = number
        lines[number] = combine(best, [(word.text, word.confidence) for word in second])
        second_best += second
    return [word for line in lines.values() for word in line], second_best


def _missed_ink(image: Image, scale: float, lines: dict[int, list[Word]]) -> dict[int, BBox]:
    """Lines at whose end there are letters that nobody read, and the box of these letters (points).

    An engine sometimes drops the last words of a line without a trace; ink does not lie.
    """
    dpi = scale * POINTS_PER_INCH
    small = scaled(image, COVERAGE_DPI / dpi)
    points = letter_boxes(small, COVERAGE_DPI) * (POINTS_PER_INCH / COVERAGE_DPI)
    read = np.zeros(small.shape, np.uint8)
    for line in lines.values():
        for word in line:
            left, top, right, bottom = (round(value * COVERAGE_DPI / POINTS_PER_INCH) for value in word.bbox)
            cv2.rectangle(read, (left - 1, top - 3), (right + 1, bottom + 3), 1, -1)
    missed: dict[int, list[BBox]] = {}
    for left, top, width, height in points.tolist():
        x, y = (int(value * COVERAGE_DPI / POINTS_PER_INCH) for value in (left + width / 2, top + height / 2))
        if not read[y, x]:
            box = (left, top, left + width, top + height)
            for number, line in lines.items():
                if _goes_on(line, box):
                    missed.setdefault(number, []).append(box)
    return {number: union(boxes) for number, boxes in missed.items() if len(boxes) >= _MISSED_LETTERS}


_MISSED_LETTERS = 2
_REACH = 5.0  # heights of the type: how far beyond a line's end its lost words may be


def _goes_on(line: Sequence[Word], box: BBox) -> bool:
    """Whether a letter stands at the height of a line of text, shortly after its end."""
    last = max(line, key=lambda word: word.bbox[2]).bbox
    height = median(word.height for word in line)
    middle = (box[1] + box[3]) / 2
    return last[1] <= middle <= last[3] and 0 < box[0] - last[2] < _REACH * height and box[3] - box[1] < 1.5 * height


def _completes(line: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether another reading has all of a line and sound words after it."""
    texts = [word.text for word in line]
    rest = other[len(texts) :]
    return [word.text for word in other[: len(texts)]] == texts and bool(rest) and score(rest) > _SOUND


_SOUND = 0.85


_CLEARLY_BETTER = 0.02


def score(words: Sequence[Word]) -> float:
    """How good a reading is, 0 to 1: the engine's confidence and the share of legal syllables, by letters."""
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words)
    legal = sum(len(word.text) for word in words if _is_legal(word.text))
    return (0.5 * sure + 0.5 * legal) / letters if letters else 0.0


def _is_legal(text: str) -> bool:
    return all(piece.lower() in syllable_set() or piece.isupper() for piece in WORD.findall(text))


def _is_doubtful(line: Sequence[Word]) -> bool:
    """Whether a line has words of which a second look may make others: figures and codes are guesses both times."""
    if not any(character.isalpha() for word in line for character in word.text):
        return False
    return any(word.confidence < _doubted_below(word.text) or _is_misspelt(word.text) for word in line)


def _doubted_below(text: str) -> float:
    return _DOUBTFUL_CODE if any(character.isdigit() for character in text) else _DOUBTFUL


def _is_misspelt(text: str) -> bool:
    """Letters that make no syllable; a lone one is the label of a list (``b)``)."""
    return sum(character.isalpha() for character in text) > 1 and not _is_legal(text)


def _line_box(line: Sequence[Word], more: BBox | None) -> BBox:
    """The line's box with room for marks, as wide as all words and as high as those no higher than type."""
    height = median(word.height for word in line)
    low = [word.bbox for word in line if word.height < 2 * height] or [word.bbox for word in line]
    _, top, _, bottom = union([*low, more] if more is not None else low)
    left, _, right, _ = union([*(word.bbox for word in line), *([more] if more is not None else [])])
    return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN


@dataclass(slots=True)
class _Place:
    box: BBox
    top: int
    bottom: int


class _Strip:
    """Pieces of a page under one another."""

    def __init__(self, image: Image, scale: float, boxes: Sequence[BBox]) -> None:
        self._scale = scale * _ENLARGE
        gap = int(_GAP * self._scale)
        self._left = gap
        cuts = [_cut(image, scale, box) for box in boxes]
        width = max(cut.shape[1] for cut in cuts) + 2 * gap
        height = sum(cut.shape[0] + gap for cut in cuts) + gap
        self._image = np.full((height, width), int(np.median(image[::8, ::8])), np.uint8)
        self._places: list[_Place] = []
        top = gap
        for cut, box in zip(cuts, boxes, strict=True):
            self._image[top : top + cut.shape[0], gap : gap + cut.shape[1]] = cut
            self._places.append(_Place(box, top, top + cut.shape[0]))
            top += cut.shape[0] + gap

    def read(self, look: Look) -> list[list[Word]]:
        """The words found in each piece, back at their places on the page (points)."""
        found: list[list[Word]] = [[] for _ in self._places]
        for word in look(self._image):
            left, top, right, bottom = word.bbox
            middle = (top + bottom) / 2
            index = min(range(len(self._places)), key=lambda i: self._distance(i, middle))
            place = self._places[index]
            x, y = place.box[0] - self._left / self._scale, place.box[1] - place.top / self._scale
            box = (
                x + left / self._scale,
                y + top / self._scale,
                x + right / self._scale,
                y + bottom / self._scale,
            )
            found[index].append(Word(word.text, box, word.confidence, word.line, word.alternatives))
        return found

    def _distance(self, index: int, y: float) -> float:
        place = self._places[index]
        return max(place.top - y, y - place.bottom, 0.0)


def _cut(image: Image, scale: float, box: BBox) -> Image:
    height, width = image.shape
    left, top = max(int(box[0] * scale), 0), max(int(box[1] * scale), 0)
    right, bottom = min(int(box[2] * scale) + 1, width), min(int(box[3] * scale) + 1, height)
    piece = image[top : max(bottom, top + 1), left : max(right, left + 1)]
    return np.asarray(cv2.resize(piece, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC), np.uint8)
