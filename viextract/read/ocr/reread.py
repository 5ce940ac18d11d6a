"""Lines that came out doubtful, and print that nobody read, are cut out and read once more, all of them on one strip.

On a whole page an engine has to find the lines first; marks of tight capitals, a stamp's arc, a speck, or larger type
beside smaller make it cut them wrongly or leave them out. Alone and a little enlarged, with white around, the same
line often reads right. One call of the engine serves all lines of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, filterfalse
from statistics import median

import cv2
import numpy as np
from unidecode import unidecode

from viextract.language.syllables import WORD, syllable_set
from viextract.model.document import BBox
from viextract.read.layout.words import Word, contains_centre, union
from viextract.read.ocr.engines import OcrWord
from viextract.read.ocr.letter_boxes import COVERAGE_DPI, letter_boxes
from viextract.read.ocr.merge_readings import combine
from viextract.read.ocr.pictures import scaled
from viextract.read.raster import POINTS_PER_INCH, Image

_DOUBTFUL = 0.70  # a word less sure than this makes its line doubtful
_DOUBTFUL_MISSPELT = 0.9  # one that is no Vietnamese; where the engine is surer it is a foreign name
_DOUBTFUL_CODE = 0.4  # one with figures, of which engines are never sure: 673/QĐ-UBND
_MOST_LINES = 8  # of a page, the most doubtful: a second look at more costs more time than it mends errors
_MOST_MISCUT = 16  # of those that the engine cut wrongly, which a second look nearly always mends
_ENLARGE = 1.5
_MARGIN = 3.0  # points around a line: the marks over capitals and under letters stand outside the boxes of the rest
_GAP = 14  # points between two lines on the strip

Look = Callable[[Image], Sequence[OcrWord]]


def look_again(image: Image, scale: float, words: Sequence[Word], look: Look) -> tuple[list[Word], list[Word]]:
    """The words of a page, those of doubtful lines in the better of two readings; and the words of the other readings.

    image: the level page. scale: its pixels per point. look: reads lines under one another, boxes in pixels.
    """
    if not words:
        return [], []
    lines, uneven, origins = _lines(words)
    missed, unread = _missed_ink(image, scale, lines)
    doubtful = [n for n, line in lines.items() if n in missed or n in uneven or is_doubtful(line)]
    doubtful.sort(key=lambda number: (number not in missed, number not in uneven, score(lines[number])))
    doubtful = doubtful[: max(_MOST_LINES, min(len(missed.keys() | uneven), _MOST_MISCUT))]
    if not doubtful and not unread:
        return _in_order(lines, origins), []
    boxes = [_line_box(lines[number], missed.get(number)) for number in doubtful]
    fresh = _Strip(image, scale, [*boxes, *(_with_margin(box) for box in unread)]).read(look)
    second_best: list[Word] = []
    for number, seen in zip(doubtful, fresh, strict=False):
        line, other = lines[number], _without_neighbours(seen, number, lines)
        best, second = line, other
        if other and (score(other) > score(line) + _CLEARLY_BETTER or (number in missed and _completes(line, other))):
            best, second = other, line
            for word in other:
                word.line = number
        lines[number] = combine(best, [(word.text, word.confidence) for word in second])
        second_best += second
    for line in fresh[len(doubtful) :]:
        if _is_print(line):
            place = union(word.bbox for word in line)
            for known in [n for n, words in lines.items() if any(map(_is_helpless, words))]:
                lines[known] = [w for w in lines[known] if not (_is_helpless(w) and contains_centre(place, w.bbox))]
            lines = {n: words for n, words in lines.items() if words}
            number = max(lines, default=0) + 1
            lines[number] = [replace(word, line=number) for word in line]
    return _in_order(lines, origins), second_best


def _read_once(lines: dict[int, list[Word]]) -> None:
    """Makes one word of two in the same place of which one is the other's rest, in place: beside a stroke of a pen an
    engine leaves out a line's first letter, and reads the word as one more line."""
    boxes = {number: union(word.bbox for word in line) for number, line in lines.items()}
    for one, other in combinations(sorted(lines, key=lambda number: -len(lines[number])), 2):
        if not _overlap(boxes[one], boxes[other]):
            continue
        for k, word in enumerate(lines[one]):
            for twin in [twin for twin in lines[other] if _is_twin(word, twin)]:
                longer, shorter = (twin, word) if len(twin.text) > len(word.text) else (word, twin)
                lines[one][k] = replace(longer, line=one, alternatives=[shorter.text, *longer.alternatives])
                lines[other].remove(twin)
    for number in [number for number, line in lines.items() if not line]:
        del lines[number]


def _overlap(one: BBox, other: BBox) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_twin(one: Word, other: Word) -> bool:
    """Whether two words of letters stand in the same place, and one begins or ends with the other."""
    short, long = sorted((one.text, other.text), key=len)
    if len(short) < _TWIN_LETTERS or not (long.endswith(short) or long.startswith(short)):
        return False
    return contains_centre(one.bbox, other.bbox) or contains_centre(other.bbox, one.bbox)


_TWIN_LETTERS = 3


def _is_helpless(word: Word) -> bool:
    """Whether an engine has made signs of something, and does not believe in them itself: that is no reading."""
    return word.confidence < _HELPLESS and not any(character.isalnum() for character in word.text)


_HELPLESS = 0.3


def _in_order(lines: dict[int, list[Word]], origins: dict[int, int]) -> list[Word]:
    """The words line by line, pieces of a line put together again."""
    whole: dict[int, list[Word]] = {}
    for number, line in lines.items():
        origin = origins.get(number, number)
        whole.setdefault(origin, []).extend(replace(word, line=origin) for word in line)
    return [word for line in whole.values() for word in line]


def _without_neighbours(words: Sequence[Word], number: int, lines: dict[int, list[Word]]) -> list[Word]:
    """The words without those that other lines have: a cut around a line may hold the top of the next."""
    if not words:
        return []
    around = union(word.bbox for word in words)
    near = [
        word.bbox
        for other, line in lines.items()
        if other != number
        for word in line
        if word.bbox[1] < around[3] and word.bbox[3] > around[1]
    ]
    return [word for word in words if not any(contains_centre(box, word.bbox) for box in near)]


def _lines(words: Sequence[Word]) -> tuple[dict[int, list[Word]], set[int], dict[int, int]]:
    """The engine's lines by number, cut at the gaps of columns; which pieces stood uneven beside one another; and of
    which line each piece with a number of its own is.

    A signature in larger type, half a line lower than the recipients beside it, is read in their frame: its marks are
    cut off.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    uneven: set[int] = set()
    origins: dict[int, int] = {}
    for number, line in list(lines.items()):
        parts = split_columns(line)
        for part in parts[1:]:
            fresh = max(lines) + 1
            lines[fresh], origins[fresh] = [replace(word, line=fresh) for word in part], number
            if _are_uneven(parts[0], part):
                uneven |= {number, fresh}
        lines[number] = parts[0]
    _read_once(lines)
    uneven |= _take_cut_marks(lines)
    return lines, uneven, origins


def _take_cut_marks(lines: dict[int, list[Word]]) -> set[int]:
    """Takes out pieces that are no more than dots; gives the lines right above or below, whose marks they are.

    The dots below capitals in a signature are read as letters of the next row of recipients.
    """
    type_height = median(word.height for line in lines.values() for word in line)
    robbed: set[int] = set()
    for number, line in list(lines.items()):
        if len(lines) == 1 or max(word.height for word in line) > _DOT_HEIGHT * type_height:
            continue
        left, top, right, bottom = union(word.bbox for word in line)
        near = [
            other
            for other, words in lines.items()
            for box in [union(word.bbox for word in words)]
            if other != number
            and min(box[2], right) > max(box[0], left)
            and max(top - box[3], box[1] - bottom) < _DOT_HEIGHT * type_height
        ]
        if near:
            robbed.update(near)
            del lines[number]
    return robbed & lines.keys()


_DOT_HEIGHT = 0.4  # of the type's: a dot below and its distance from the letters are lower


def split_columns(line: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, left to right, parted where a gap is wider than any blank."""
    ordered = sorted(line, key=lambda word: word.bbox[0])
    widest = _COLUMN_GAP * median(word.height for word in ordered)
    parts = [[ordered[0]]]
    for word in ordered[1:]:
        if word.bbox[0] - parts[-1][-1].bbox[2] > widest:
            parts.append([])
        parts[-1].append(word)
    return parts


_COLUMN_GAP = 2.4  # heights of the type


def _are_uneven(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two pieces of a line differ in the height of their type or of their place by a third."""
    if not all(any(character.isalpha() for word in part for character in word.text) for part in (one, other)):
        return False
    heights = sorted(median(word.height for word in part) for part in (one, other))
    middles = [median(word.centre[1] for word in part) for part in (one, other)]
    return heights[1] > _UNEVEN * heights[0] or abs(middles[0] - middles[1]) > (_UNEVEN - 1) * heights[1]


_UNEVEN = 1.35  # capitals with their marks are a fourth higher than small letters of the same size


def _is_print(line: Sequence[Word]) -> bool:
    """Whether what was read where nobody had read anything is text rather than a signature or a stamp."""
    letters = sum(character.isalpha() for word in line for character in word.text)
    return letters > 1 and score(line) > _SOUND and min(word.confidence for word in line) > _BELIEVED


_BELIEVED = 0.5


def _missed_ink(image: Image, scale: float, lines: dict[int, list[Word]]) -> tuple[dict[int, BBox], list[BBox]]:
    """Lines at whose end there are letters that nobody read, with the box of these letters; and boxes of whole lines
    that nobody read (points).

    An engine sometimes drops the last words of a line, or a line in small type, without a trace; ink does not lie.
    """
    dots = COVERAGE_DPI / POINTS_PER_INCH
    small = scaled(image, dots / scale)
    read = np.zeros(small.shape, np.uint8)
    for line in lines.values():
        for word in filterfalse(_is_helpless, line):
            left, top, right, bottom = (round(value * dots) for value in word.bbox)
            cv2.rectangle(read, (left - 1, top - 3), (right + 1, bottom + 3), 1, -1)
    missed: dict[int, list[BBox]] = {}
    stray: list[BBox] = []
    for left, top, width, height in letter_boxes(small, COVERAGE_DPI).tolist():
        if read[top + height // 2, left + width // 2]:
            continue
        box = (left / dots, top / dots, (left + width) / dots, (top + height) / dots)
        before = [number for number, line in lines.items() if _goes_on(line, box)]
        for number in before:
            missed.setdefault(number, []).append(box)
        if not before:
            stray.append(box)
    ends = {number: union(boxes) for number, boxes in missed.items() if len(boxes) >= _MISSED_LETTERS}
    return ends, _as_lines(stray, median(min(word.bbox[0] for word in line) for line in lines.values()))


def _as_lines(letters: Sequence[BBox], edge: float) -> list[BBox]:
    """Boxes of letters that stand in a row as print does: close together and of much the same height.

    edge: where lines of the page start; there a few letters may be the end of a paragraph, elsewhere they are scraps.
    """
    rows: list[list[BBox]] = []
    for box in sorted(letters):
        for row in rows:
            last = row[-1]
            height = max(last[3] - last[1], box[3] - box[1])
            if box[0] - last[2] < 1.2 * height and abs(last[1] + last[3] - box[1] - box[3]) < height:
                row.append(box)
                break
        else:
            rows.append([box])
    found = [
        union(row)
        for row in rows
        if len(row) >= _LETTERS_OF_A_LINE or _is_word(row) or (len(row) > 1 and abs(row[0][0] - edge) < _AT_EDGE)
    ]
    return [box for box in found if box[3] - box[1] < _HIGHEST_LINE][:_MOST_UNREAD]


def _is_word(row: Sequence[BBox]) -> bool:
    """Whether letters that run together in the coarse picture are as wide as two words: "Nơi nhận:" is five spots."""
    left, top, right, bottom = union(row)
    return len(row) >= _LETTERS_OF_A_LINE - 2 and right - left > _WIDE * (bottom - top)


_LETTERS_OF_A_LINE = 6
_WIDE = 4.0  # times as wide as high
_AT_EDGE = 4.0  # points
_HIGHEST_LINE = 22.0  # points: what is higher is no line of print
_MOST_UNREAD = 6
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


def is_doubtful(line: Sequence[Word]) -> bool:
    """Whether a line has words of which a second look may make others: figures and codes are guesses both times."""
    if not any(character.isalpha() for word in line for character in word.text):
        return False
    if _lacks_marks([word.text for word in line]):
        return True
    return any(word.confidence < _doubted_below(word.text) for word in line)


def _lacks_marks(texts: Sequence[str]) -> bool:
    """Whether hardly a word of several has a mark, as where a line was cut too low: of Vietnamese words most have."""
    words = [word for text in texts for word in WORD.findall(text) if len(word) > 1 and _VOWEL.search(word)]
    marked = sum(not word.isascii() for word in words)
    return len(words) >= _FEWEST_WORDS and marked <= _MARKED * len(words)


_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)  # a run of consonants is an abbreviation
_FEWEST_WORDS, _MARKED = 3, 0.34


def _doubted_below(text: str) -> float:
    """The confidence from which a word is left alone."""
    if any(character.isdigit() for character in text):
        return _DOUBTFUL_CODE
    return _DOUBTFUL_MISSPELT if _is_misspelt(text) else _DOUBTFUL


def _is_misspelt(text: str) -> bool:
    """Letters that make no syllable; a lone one is the label of a list (``b)``)."""
    return sum(character.isalpha() for character in text) > 1 and not (_is_legal(text) and _has_its_marks(text))


def _has_its_marks(text: str) -> bool:
    """False for capitals that are a syllable but for its marks: TICH. Other capitals may be abbreviations."""
    words = [word.lower() for word in WORD.findall(text) if word.isupper()]
    return not any(word not in syllable_set() and word in _unmarked() for word in words)


@cache
def _unmarked() -> frozenset[str]:
    """All syllables without their marks, of four letters and more: shorter ones are alike to abbreviations."""
    return frozenset(plain for plain in map(unidecode, syllable_set()) if len(plain) >= 4)


def _line_box(line: Sequence[Word], more: BBox | None) -> BBox:
    """The line's box with room for marks, as wide as all words and as high as those no higher than type."""
    height = median(word.height for word in line)
    low = [word.bbox for word in line if word.height < 2 * height] or [word.bbox for word in line]
    _, top, _, bottom = union([*low, more] if more is not None else low)
    left, _, right, _ = union([*(word.bbox for word in line), *([more] if more is not None else [])])
    return _with_margin((left, top, right, bottom))


def _with_margin(box: BBox) -> BBox:
    return box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN


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
