"""The signature's column read from under a black seal.

On a scan in black and white a seal is one piece with the letters that it touches, and an engine takes all of it for a
picture: the column is lost. Here it is read several ways, as it is, without thin strokes, without what is larger than
letters; of each line the reading counts that the fixed words of a signature support, and for a name the soundest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from rapidfuzz import fuzz
from unidecode import unidecode

from viextract.language.syllables import syllable_set
from viextract.model.document import BBox
from viextract.read.layout.words import Word, contains_centre, union
from viextract.read.ocr.engines import OcrWord
from viextract.read.raster import Image
from viextract.vocabulary.letterhead import is_recipients, signature_lines

_SEAL = 45.0  # points: the least height and width of a seal, which measures 36 millimetres
_LETTER = 22.0  # points: no letter of a signature is higher
_STROKE = 1.45  # points: strokes of bold capitals are wider, those of seals and pens mostly thinner
_ABOVE, _BELOW = 20.0, 40.0  # points by which the signature may reach over and under the recipients
_LEAST_DEPTH = 150.0  # points from "KT." to the name
_SUPPORTED = 82  # of 100: how alike a damaged line and a fixed phrase must be
_SOUND = 0.7  # confidence of a sound word
_GUESSED, _INFERRED = 0.65, 0.6  # confidences of a line known by its phrase, and of one that must follow another
_SAME_LINE = 7.0  # points between the middles of two readings of one line
_NEXT_LINE = 26.0  # points from one line of a signature to the next at most

Look = Callable[[Image], Sequence[OcrWord]]


@dataclass(slots=True)
class _Read:
    """One reading of a line: its words, boxes in points on the page."""

    words: list[Word]

    @property
    def box(self) -> BBox:
        return union(word.bbox for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def read_under_seal(image: Image, scale: float, words: Sequence[Word], look: Look) -> list[Word]:
    """The words of a page, and those of a signature's column that nobody had read under a seal.

    image: the level grey page. scale: its pixels per point. look: reads one block of lines, boxes in pixels.
    """
    column = _column(words, image.shape[1] / scale, image.shape[0] / scale)
    if column is None:
        return list(words)
    there = [word for word in words if contains_centre(column, word.bbox)]
    if _is_complete(there) or not _has_seal(image, scale, column):
        return list(words)
    readings = [read for variant in _variants(image, scale, column) for read in _lines(variant, scale, column, look)]
    lines = _supported(readings)
    if (name := _name(readings, lines)) is not None:
        lines.append(name)
    if not lines:
        return list(words)
    # What the engine made of the seal and these lines gives way to them.
    kept = [word for word in words if not (contains_centre(column, word.bbox) and not _is_sound(word))]
    taken = [line.box for line in lines]
    kept = [word for word in kept if not any(contains_centre(box, word.bbox) for box in taken)]
    number = max((word.line for word in words), default=0)
    for line in lines:
        number += 1
        for word in line.words:
            word.line = number
    return [*kept, *(word for line in lines for word in line.words)]


def _column(words: Sequence[Word], width: float, height: float) -> BBox | None:
    """Where the signature stands: right of the recipients, about as deep as they."""
    for first, second in pairwise(words):
        if first.line == second.line and first.bbox[0] < 0.45 * width and is_recipients(f"{first.text} {second.text}"):
            top = first.bbox[1]
            break
    else:
        return None
    left = [word for word in words if word.bbox[1] >= top - 2 and word.bbox[2] < 0.55 * width and _is_sound(word)]
    if not left:
        return None
    box = union(word.bbox for word in left)
    bottom = min(max(box[3] + _BELOW, top + _LEAST_DEPTH), height)
    return box[2] + 6, max(top - _ABOVE, 0.0), width - 6, bottom


def _is_sound(word: Word) -> bool:
    core = word.text.strip(".,:;()-/")
    return word.confidence >= _SOUND and len(core) > 1 and core.lower() in syllable_set()


def _is_complete(words: Sequence[Word]) -> bool:
    """Whether a column has a position and below it a name: then nothing is missing, whatever a seal covers."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    reads = [_Read(sorted(line, key=lambda word: word.bbox[0])) for line in lines.values()]
    positions = [read.middle for read in reads if _letters(read.text) in _positions()]
    return any(_is_name(read) and read.middle > min(positions) + _SAME_LINE for read in reads) if positions else False


@cache
def _positions() -> frozenset[str]:
    """The positions that sign, without those for whom they do."""
    return frozenset(_letters(phrase) for phrase in signature_lines() if "." not in phrase)


def _has_seal(image: Image, scale: float, column: BBox) -> bool:
    """Whether some ink of the column hangs together over the size of a seal."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_ink(_cut(image, scale, column)), connectivity=8)
    sizes = np.asarray(stats)[1:]
    return bool(((sizes[:, 2] > _SEAL * scale) & (sizes[:, 3] > _SEAL * scale)).any())


def _cut(image: Image, scale: float, box: BBox) -> Image:
    left, top, right, bottom = (max(int(value * scale), 0) for value in box)
    return image[top:bottom, left:right]


def _ink(part: Image) -> Image:
    return np.asarray(part < 128, np.uint8)


def _variants(image: Image, scale: float, column: BBox) -> Iterator[Image]:
    """The column as it is, without the thin strokes of what is larger than letters, and without all of that."""
    part = _cut(image, scale, column)
    yield part
    ink = _ink(part)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.asarray(stats)
    large = (sizes[:, 2] > 3 * _LETTER * scale) | (sizes[:, 3] > _LETTER * scale)
    large[0] = False
    mark = np.asarray(large[labels], np.uint8)
    paper = int(np.median(part))
    for points in (_STROKE, 0.75 * _STROKE):
        thick = cv2.morphologyEx(mark, cv2.MORPH_OPEN, np.ones((max(round(points * scale), 2),) * 2, np.uint8))
        thin = (mark > 0) & (cv2.dilate(thick, np.ones((3, 3), np.uint8)) == 0)
        yield np.asarray(np.where(thin, paper, part), np.uint8)
    yield np.asarray(np.where(cv2.dilate(mark, np.ones((3, 3), np.uint8)) > 0, paper, part), np.uint8)


def _lines(variant: Image, scale: float, column: BBox, look: Look) -> list[_Read]:
    lines: dict[int, list[Word]] = {}
    for word in look(variant):
        left, top, right, bottom = (value / scale for value in word.bbox)
        box = (column[0] + left, column[1] + top, column[0] + right, column[1] + bottom)
        lines.setdefault(word.line, []).append(Word(word.text, box, word.confidence, word.line))
    return [_Read(sorted(line, key=lambda word: word.bbox[0])) for line in lines.values()]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", unidecode(text).lower()).strip()


def _supported(readings: Sequence[_Read]) -> list[_Read]:
    """The lines that fixed phrases support, from top to bottom, each with the phrase that supports it best."""
    found = [(*_best_phrase(read), read) for read in readings]
    lines: list[tuple[str, _Read]] = []
    for likeness, phrase, read in sorted(found, key=lambda item: (-item[0], -len(item[1]))):
        if likeness >= _SUPPORTED and all(abs(read.middle - other.middle) > _SAME_LINE for _, other in lines):
            lines.append((phrase, read))
    lines.sort(key=lambda item: item[1].middle)
    result: list[_Read] = []
    deputy: _Read | None = None
    for phrase, read in lines:
        if read is deputy:
            continue
        position = phrase.removeprefix("KT. ")
        below = [other for other in readings if _SAME_LINE < other.middle - read.middle < _NEXT_LINE]
        deputy = next((other for other in below if _may_be_deputy(other, position, lines)), None)
        if deputy is None:
            result.append(_as_phrase(phrase, read, _GUESSED))
        else:
            # The same position twice is one who signs for the other.
            result += [_as_phrase("KT. " + position, read, _GUESSED), _as_phrase("PHÓ " + position, deputy, _INFERRED)]
            lines = [(text, deputy if abs(k.middle - deputy.middle) <= _SAME_LINE else k) for text, k in lines]
    return result


def _best_phrase(read: _Read) -> tuple[float, str]:
    """The phrase most like the end of a line, and how alike they are: what stands before it may be the seal's."""
    texts = [_letters(" ".join(word.text for word in read.words[k:])) for k in range(len(read.words))]
    return max((max(fuzz.ratio(text, _letters(phrase)) for text in texts), phrase) for phrase in signature_lines())


def _may_be_deputy(read: _Read, position: str, lines: Sequence[tuple[str, _Read]]) -> bool:
    """Whether a line ends with the last word of a position, and no phrase says that it is another one."""
    if (
        position.startswith(("TM.", "TL.", "TUQ.", "PHÓ "))
        or _letters(position.split()[-1]) not in _letters(read.text).split()
    ):
        return False
    known = [phrase for phrase, other in lines if abs(other.middle - read.middle) <= _SAME_LINE]
    return all(phrase in (position, "PHÓ " + position) for phrase in known)


def _as_phrase(phrase: str, read: _Read, confidence: float) -> _Read:
    """A line that says the phrase, its words side by side in the place of the reading."""
    if read.text == phrase:
        return read
    left, _, right, _ = read.box
    _, top, _, bottom = read.words[-1].bbox  # the last word is the furthest from the seal
    step = (right - left) / len(phrase)
    words, at = [], 0
    for text in phrase.split():
        place = (left + at * step, top, left + (at + len(text)) * step, bottom)
        words.append(Word(text, place, confidence, alternatives=[read.text]))
        at += len(text) + 1
    return _Read(words)


def _name(readings: Sequence[_Read], lines: Sequence[_Read]) -> _Read | None:
    """The lowest line that reads like a person's name, in its soundest reading; below all lines of the position."""
    lowest = max((line.middle for line in lines), default=-1.0)
    names = [read for read in readings if read.middle > lowest + _SAME_LINE and _is_name(read)]
    if not names:
        return None
    bottom = max(read.middle for read in names)
    same = [read for read in names if bottom - read.middle < _SAME_LINE]
    return max(same, key=lambda read: (len(read.text), min(word.confidence for word in read.words)))


def _is_name(read: _Read) -> bool:
    return 2 <= len(read.words) <= 6 and all(
        _is_sound(word) and word.text[0].isupper() and word.text.isalpha() for word in read.words
    )
