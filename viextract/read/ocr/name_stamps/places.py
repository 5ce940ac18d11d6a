"""Where a signatory's name should stand and no name was read: the line is read by the network for script.

Offices stamp the name in a script face, in red or blue, below the position and often across the signature; an engine
makes scraps of it ("#vguyen đuẤ"). Nghị định 30/2020/NĐ-CP (Appendix I, II.7) has the name in the middle below the
position. Only where none was read there is the ink looked at, so that most pages cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from viextract.language.syllables import syllable_set
from viextract.model.document import BBox
from viextract.read.layout import make_fragments
from viextract.read.layout.words import Word, contains_centre, union, vertical_overlap
from viextract.read.ocr.name_stamps.reading import StampedName, read_name
from viextract.read.ocr.pen_ink import ink_of
from viextract.read.raster import Image
from viextract.vocabulary.letterhead import opens_signature
from viextract.vocabulary.persons import is_name, without_titles

if TYPE_CHECKING:
    from viextract.read.layout.rows import Fragment

# Points, of a page of 595 by 842.
_LOWEST_POSITION = 0.15  # of the page's height: above it is the head
_NEXT_LINE = 32.0  # from one line of a position to the next at most
_BESIDE = 115.0  # the name reaches so far to both sides of the position's middle at most
_OFF_MIDDLE = 60.0  # a stamp is put down by hand
_SPACE = 12.0  # between the position and the name at least: room for a signature, which the name may touch
_DEPTH = 170.0  # from the position to the foot of the name at most
_LEAST_SIZE, _MOST_SIZE = 7.0, 34.0  # height of a line of script, with its marks and low letters
_LEAST_WIDTH, _MOST_WIDTH = 42.0, 215.0
_WORD_GAP, _LETTER_GAP = 7.0, 1.2  # over which ink is one line, along it and down
_MARGIN = 3.0  # around a line that was found
_MOST_LINES = 4  # that are read: what stands there beside the name is the signature

_GIVEN = 0.85
"""Confidence from which a name is given: of 100 names in the faces by which confidence was fitted two are then given
and wrong (docs/reading.md)."""
_TOLD = 0.3  # confidence of a reading that is told at all
_SOUND = 0.6  # confidence of the engine in a word of a name that it read


def stamped_names(
    image: Image, scale: float, words: Sequence[Word], marks: Callable[[], Image | None] = lambda: None
) -> tuple[list[Word], list[Word]]:
    """The words of a page with the names that are stamped below positions, and readings that are not sure.

    image: the level grey page. scale: its pixels per point. marks: the same page with the coloured marks that were
    lifted off, where some were. What was read in the place of a name that is given is one of the other readings; sound
    words there, such as "(Đã ký)" above the name, stay.
    """
    result, others = list(words), list[Word]()
    marks = cache(marks)  # levels the whole page
    for position in _positions(result, image.shape[0] / scale):
        place = _place_below(position, result, image.shape[1] / scale, image.shape[0] / scale)
        if place is None:
            continue
        found = _best(_lines(image, marks(), scale, place, result))
        if found is None:
            continue
        scraps = _scraps(word for word in result if contains_centre(found.box, word.bbox))
        if found.name.confidence >= _GIVEN:
            new = _words(found.name, found.box, max((word.line for word in result), default=0) + 1)
            result = [word for word in result if all(word is not scrap for scrap in scraps)] + new
            others += scraps
        elif found.name.confidence >= _TOLD:
            # Another reading belongs to a line: that in whose place it stands or, where the engine saw none, the
            # position above it.
            box = union(word.bbox for word in scraps) if scraps else position.box
            others.append(Word(found.name.text, box, found.name.confidence))
    return result, others


def _positions(words: Sequence[Word], height: float) -> list[Fragment]:
    """The lowest line of each position: what signs stands in capitals ("KT. CHỦ TỊCH", then "PHÓ CHỦ TỊCH")."""
    low = (word for word in words if word.bbox[1] > _LOWEST_POSITION * height)
    # Signs without letters are what the engine made of a seal's rim beside the position.
    fragments = make_fragments(word for word in low if any(map(str.isalpha, word.text)))
    lines = [item for item in fragments if opens_signature(item.text) and len(item.words) <= _LONGEST_POSITION]
    lines = sorted(lines, key=lambda item: item.box[1])[-_MOST_POSITIONS:]
    return [item for item in lines if not any(_follows(other, item) for other in lines)]


_LONGEST_POSITION = 9  # words: "KT. GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG" has nine
_MOST_POSITIONS = 12  # lines of them, the lowest of the page: four who sign side by side have three each


def _follows(lower: Fragment, upper: Fragment) -> bool:
    return 0 < lower.box[1] - upper.box[1] < _NEXT_LINE and abs(lower.middle - upper.middle) < _BESIDE


def _place_below(position: Fragment, words: Sequence[Word], width: float, height: float) -> BBox | None:
    """Where the name should be; None where one was read, or where text goes on below the position."""
    left, right = max(position.middle - _BESIDE, 0.0), min(position.middle + _BESIDE, width)
    top, bottom = position.box[3] + 1, min(position.box[3] + _DEPTH, height)
    below = [word for word in words if contains_centre((left, top, right, bottom), word.bbox) and word.text.strip()]
    for item in make_fragments(below):
        if _is_read_name(item):
            return None
        if sum(_is_text(word) for word in item.words) >= _TEXT:
            bottom = min(bottom, item.box[1])  # a title, a note: the name stands above it
    # Recipients stand on the left, level with the signature, and may reach under it.
    recipients = [word.bbox[2] for word in below if _is_text(word) and word.bbox[0] < left + 1]
    return (max([left, *recipients]), top, right, bottom) if bottom - top > _SPACE + _LEAST_SIZE else None


_TEXT = 4  # sound words in small letters that are running text, no scraps


def _is_text(word: Word) -> bool:
    core = word.text.strip(".,:;()-/")
    return word.confidence >= _SOUND and len(core) > 1 and core in syllable_set()


def _scraps(words: Iterable[Word]) -> list[Word]:
    """The words but for those of sound lines: two words or more, each a syllable that the engine is sure of, and one
    of them in small letters, which no word of a name is.
    """
    fragments = make_fragments(words)
    return [word for item in fragments if not _is_sound_line(item.words) for word in item.words]


def _is_sound_line(words: Sequence[Word]) -> bool:
    read = [replace(word, text=word.text.lower()) for word in words]
    return len(words) > 1 and all(map(_is_text, read)) and any(map(_is_text, words))


def _is_read_name(item: Fragment) -> bool:
    """Whether the engine read a name, each word a syllable of the language, be it sure of it or not."""
    words = without_titles(item.text).lower().split()
    return is_name(item.text) and all(word in syllable_set() for word in words)


@dataclass(frozen=True, slots=True)
class _Found:
    name: StampedName
    box: BBox


def _best(found: Sequence[_Found]) -> _Found | None:
    return max(found, key=lambda one: one.name.confidence, default=None)


def _lines(image: Image, marked: Image | None, scale: float, place: BBox, words: Sequence[Word]) -> list[_Found]:
    """What may be the line of the name, read."""
    scraps = [item.box for item in make_fragments(word for word in words if contains_centre(place, word.bbox))]
    boxes = [*scraps, *_inked(image, scale, place)]
    if marked is not None:
        boxes += _inked(marked, scale, place)
    found = []
    for box in _candidates(boxes, place)[:_MOST_LINES]:
        name = _read_twice(_cut(image, scale, box), _cut(marked, scale, box) if marked is not None else None)
        if name is not None and _goes_on_beside(image if marked is None else marked, scale, box):
            name = StampedName(name.text, min(name.confidence, _HALF))
        if name is not None:
            found.append(_Found(name, box))
    return found


def _goes_on_beside(image: Image, scale: float, box: BBox) -> bool:
    """Whether other ink is next to a line's ends, below which more of the name may be."""
    left, top, right, bottom = box
    part = ink_of(_cut(image, scale, (left - _NEXT, top, right + _NEXT, bottom)))
    rows = slice(len(part) // 4, -len(part) // 4)
    width = round(_NEXT * scale)
    return any(float(side.mean()) > _STRAY for side in (part[rows, :width], part[rows, -width:]))


_NEXT, _STRAY = 8.0, 0.02  # points beside a line that are looked at, and share of ink there that is no dirt


def _cut(image: Image, scale: float, box: BBox) -> Image:
    left, top, right, bottom = (round(value * scale) for value in box)
    return image[max(top, 0) : bottom, max(left, 0) : right]


def _read_twice(part: Image, marked: Image | None) -> StampedName | None:
    """The name in a part of the page, without and with the marks that were lifted off it.

    What was lifted off may be half of the name: what is read without it counts as far as both say the same.
    """
    name = read_name(part)
    if marked is None or float(np.mean(cv2.absdiff(part, marked) > _LIFTED)) < _FEW_LIFTED:
        return name
    whole = read_name(marked)
    if name is None or (whole is not None and whole.text == name.text):
        return max((one for one in (name, whole) if one is not None), key=lambda one: one.confidence, default=None)
    if whole is None or whole.confidence < name.confidence:
        return StampedName(name.text, min(name.confidence, _HALF))
    return whole


_LIFTED, _FEW_LIFTED = 40, 0.01  # grey levels by which lifted ink differs from paper, and the share of dots that do
_HALF = 0.6
"""Confidence in what may be half of a name: it is told, not given."""


def _candidates(boxes: Sequence[BBox], place: BBox) -> list[BBox]:
    """Those boxes that may hold the name, from below, widened until they reach as far to both sides of the middle: the
    name stands in the middle below the position, and what is missing at one end may be there below other ink.
    """
    middle = (place[0] + place[2]) / 2
    fitting = []
    for left, top, right, bottom in boxes:
        if bottom - top > _MOST_SIZE:
            top = bottom - _MOST_SIZE  # the signature above it hangs on it
        reach = max(middle - left, right - middle)
        wide = _LEAST_WIDTH <= 2 * reach <= _MOST_WIDTH and right - left >= _LEAST_WORD
        if wide and bottom - top >= _LEAST_SIZE and left - _OFF_MIDDLE < middle < right + _OFF_MIDDLE:
            fitting.append((middle - reach - _MARGIN, top - _MARGIN, middle + reach + _MARGIN, bottom + _MARGIN))
    chosen: list[BBox] = []
    for box in sorted(fitting, key=lambda box: (-box[3], box[0])):
        if all(max(abs(box[k] - other[k]) for k in (0, 1, 3)) > _SAME for other in chosen):
            chosen.append(box)
    return chosen


_SAME = 5.0  # points by which the edges of two boxes around one line differ


def _inked(image: Image, scale: float, place: BBox) -> list[BBox]:
    """The boxes of ink that lies in lines: words side by side are one."""
    part = _cut(image, scale, place)
    if min(part.shape, default=0) < _LEAST_SIZE * scale:
        return []
    reach = (2 * round(_LETTER_GAP * scale / 2) + 1, 2 * round(_WORD_GAP * scale / 2) + 1)
    joined = cv2.morphologyEx(ink_of(part).astype(np.uint8), cv2.MORPH_CLOSE, np.ones(reach, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[BBox] = []
    for x, y, wide, high, area in sorted(np.asarray(stats)[1:].tolist()):
        if wide >= _LEAST_WORD * scale and high >= 0.5 * _LEAST_SIZE * scale and area > _FILLED * wide * high:
            left, top = place[0] + x / scale, place[1] + y / scale
            boxes.append((left, top, left + wide / scale, top + high / scale))
    rows: list[BBox] = []
    for box in boxes[:_MOST_WORDS]:
        beside = next((row for row in rows if _goes_on(row, box)), None)
        if beside is not None:
            rows.remove(beside)
            box = union((beside, box))
        rows.append(box)
    return rows


_LEAST_WORD = 9.0  # points: "Lê" is wider
_MOST_WORDS = 60  # pieces of ink that are looked at below one position
_GAP = 18.0  # points between the words of a stamp at most


def _goes_on(row: BBox, box: BBox) -> bool:
    """Whether a piece of ink stands beside a row, as high as it."""
    alike = max(row[3] - row[1], box[3] - box[1]) <= _MOST_SIZE
    return alike and box[0] - row[2] < _GAP and vertical_overlap(row, box) > 0.5


_FILLED = 0.08  # of a box: a stroke of a pen fills less


def _words(name: StampedName, box: BBox, line: int) -> list[Word]:
    """A name's words side by side in its box."""
    left, top, right, bottom = box
    step = (right - left) / len(name.text)
    words, at = [], 0
    for text in name.text.split():
        place = (left + at * step, top, left + (at + len(text)) * step, bottom)
        words.append(Word(text, place, name.confidence, line))
        at += len(text) + 1
    return words
