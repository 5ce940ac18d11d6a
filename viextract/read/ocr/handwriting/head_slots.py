"""The slots of a document's head that are filled in by hand: its number, and day and month of its date.

An engine makes letters and signs of handwriting, or joins it with the print beside it ("Số: $/KH-XYZ", "ngày82tháng").
Here the print around a slot is found by its fixed words, its place told by how wide they print; what the engine made
of the slot gives way to the digits that are in it, or to nothing where they cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
from unidecode import unidecode

from viextract.model.document import BBox
from viextract.read.layout import advance, group_rows, make_fragments
from viextract.read.layout.words import Word, union
from viextract.read.ocr.handwriting.digits import Digits, a_day, a_month, a_number, read_ink
from viextract.read.ocr.handwriting.strips import without_form
from viextract.read.ocr.pen_ink import Image, Mask, ink_of
from viextract.vocabulary.letterhead import is_motto

_HEAD_SHARE = 0.45  # of the page's height within which the head stands
_PRINTED = 0.8  # confidence of the engine from which figures are taken for print
# Confidences from which a reading is given: so that about 1 of 100 slots, of hands that the network has not seen, is
# given and wrong. What is less sure is only told as another reading. A number may be any, a day is one of 31.
_GIVEN_NUMBER, _GIVEN_DAY = 0.95, 0.90
_TOLD = 0.3  # confidence of a reading that is told at all
_DIGIT_HEIGHT = 0.68  # of the type's size (Times)
_TYPE_SIZES = (10.0, 16.0)  # points: the head is set in 12 to 14
_USUAL_SIZE = 13.0
_HEAD_DEPTH = 100.0  # points below the motto within which number and date stand
_COLUMN_GAP = 1.5  # sizes of the type: what stands further from the code is the other column
_WIDEST_SLOT = 90.0  # points
_ABOVE, _BELOW = 12.0, 7.0  # points that handwriting reaches over and under a line of print

_NUMBER_WORD = re.compile(r"s[o06][:.;,]*")
_CODE = re.compile(r"([/\-–—])\s*((?:(?:19|20)\d\d/)?[A-ZĐ]{1,12}[A-ZĐa-z&]*(?:[\-–—./]\s*[A-ZĐ][A-ZĐa-z&\d]*)*)")
_DATE = re.compile(r"ngay(?P<day>.*?)thang(?P<month>.*?)nam(?P<year>.*)")
_BLANK = re.compile(r"[\s.…_·:\-–—]*")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a row: whose it is, and which of that word's."""

    word: int
    place: int


def fill_slots(
    image: Image, scale: float, words: Sequence[Word], width: float, height: float
) -> tuple[list[Word], list[Word]]:
    """The words of a first page with the slots of its head read, and other readings of those lines.

    image: the level grey page. scale: its pixels per point. width, height: of the page, in points. Words that are no
    part of a slot stay as they are; a page without a head is returned unchanged.
    """
    result, others = list(words), list[Word]()
    for find in (_number_change, _date_change):
        changes = (find(image, scale, row, width) for row in _rows_below_motto(result, height))
        if (change := next((change for change in changes if change is not None), None)) is not None:
            gone = {id(word) for word in change.old}
            at = next(k for k, word in enumerate(result) if id(word) in gone)
            result = [word for word in result if id(word) not in gone]
            result[at:at] = change.new
            others += change.other
    return result, others


def _rows_below_motto(words: Sequence[Word], height: float) -> list[list[Word]]:
    """The rows in which number and date stand; none where the page has no head."""
    high = [word for word in words if word.bbox[1] < _HEAD_SHARE * height and word.text.strip()]
    rows = [[word for item in row for word in item.words] for row in group_rows(make_fragments(high))]
    motto = next((row for row in rows if is_motto(" ".join(word.text for word in row))), None)
    if motto is None:
        return []
    bottom = union(word.bbox for word in motto)[3]
    return [row for row in rows if bottom - 4 < union(word.bbox for word in row)[3] < bottom + _HEAD_DEPTH]


@dataclass(slots=True)
class _Change:
    """Words of a row and what stands in their place; other: the same with a reading that is not sure."""

    old: list[Word]
    new: list[Word]
    other: list[Word]


# --- the number -------------------------------------------------------------------------------------------------------


def _number_change(image: Image, scale: float, row: Sequence[Word], width: float) -> _Change | None:
    """What becomes of the line with the number: the digits written in the slot between "Số:" and the printed code, read
    again; where they cannot be told, the slot stays empty rather than with what the engine made of it.
    """
    start = next((k for k, word in enumerate(row) if _opens_number(word, width)), None)
    if start is None:
        return None
    line = [row[start]]
    for word in row[start + 1 :]:
        gap = word.bbox[0] - line[-1].bbox[2]
        text = "".join(item.text for item in line[1:])
        if gap > _WIDEST_SLOT or word.bbox[0] > 0.5 * width or (gap > _COLUMN_GAP * _USUAL_SIZE and _CODE.search(text)):
            break
        line.append(word)
    label, rest = _split_label(line[0])
    tail = [*rest, *line[1:]]
    text = "".join(word.text for word in tail)
    code = _CODE.search(text)
    if code is None:
        return None
    written = text[: code.start()]
    sure = _confidence_of(tail, code.start())
    if written.isdecimal() and sure >= _PRINTED:
        return None
    size = _type_size(row)
    end = union(word.bbox for word in tail)[2]
    printed = code[1] + code[2]
    after = text[code.end() :]
    right = end - advance(printed.replace(" ", "") + after) * size
    box = _slot_box(label, tail, right)
    slash = code[1] == "/"
    seen = _read_slot(image, scale, box, size, a_number, slash=slash)
    if (seen is None and _BLANK.fullmatch(written)) or _stands(written, sure, seen, _DOUBTED_CODE):
        return None
    code_box = (right, min(w.bbox[1] for w in tail), end, max(w.bbox[3] for w in tail))
    # What the engine doubted is the slot; a code that is like one was read.
    confidence = max(_SOUND_CODE, *(word.confidence for word in tail))

    def words(digits: str, sure: float) -> list[Word]:
        place = (box[0], code_box[1], code_box[2], code_box[3]) if digits else code_box
        return [label, replace(tail[-1], text=digits + printed + after, bbox=place, confidence=sure, alternatives=[])]

    if seen is not None and seen.confidence >= _GIVEN_NUMBER:
        return _Change(line, words(seen.text, min(confidence, seen.confidence)), [])
    told = seen is not None and seen.confidence >= _TOLD
    other = words(seen.text, seen.confidence) if told and seen is not None else []
    return _Change(line, words("", confidence), other)


def _stands(text: str, sure: float, seen: Digits | None, doubted: float) -> bool:
    """Whether figures that the engine read in a slot stay: the ink says the same, or the engine is none too unsure and
    the ink says nothing else clearly.

    doubted: confidence of the engine below which it is not believed alone.
    """
    if not text.isdecimal():
        return False
    if seen is not None and seen.text == text:
        return seen.confidence >= _TOLD or sure >= doubted
    if seen is not None and text.startswith(seen.text) and len(text) == len(seen.text) + 1 and sure >= doubted:
        return True  # the last digit was taken for the stroke behind it
    return sure >= doubted and (seen is None or seen.confidence < (_GIVEN_NUMBER if sure >= 2 * doubted else _CONTRARY))


_DOUBTED_CODE = 0.35  # engines are never sure of codes, which are one word with their number
_SOUND_CODE = 0.7
_DOUBTED_DAY = 0.5
_CONTRARY = 0.5  # confidence from which another reading speaks against the engine's


def _opens_number(word: Word, width: float) -> bool:
    plain = unidecode(word.text).lower()
    return (
        word.bbox[0] < 0.45 * width
        and plain[:2] == "so"
        and word.text[0] == "S"
        and (_NUMBER_WORD.match(plain) is not None)
        and (len(plain) == 2 or not plain[2].isalpha())
    )


def _split_label(word: Word) -> tuple[Word, list[Word]]:
    """The word "Số:" and what the engine joined to it."""
    match = re.match(r"..[:.;,]?", word.text)
    end = match.end() if match else 2
    if end >= len(word.text):
        return word, []
    share = word.bbox[0] + word.width * advance(word.text[:end]) / max(advance(word.text), 0.1)
    left, top, right, bottom = word.bbox
    label = replace(word, text=word.text[:end], bbox=(left, top, share, bottom))
    return label, [replace(word, text=word.text[end:], bbox=(share, top, right, bottom))]


def _confidence_of(words: Sequence[Word], letters: int) -> float:
    """The least confidence of the words that hold the first letters."""
    found, seen = 1.0, 0
    for word in words:
        if seen < letters:
            found = min(found, word.confidence)
        seen += len(word.text)
    return found


def _slot_box(label: Word, tail: Sequence[Word], right: float) -> BBox:
    top, bottom = label.bbox[1], max(label.bbox[3], median(word.bbox[3] for word in tail))
    return label.bbox[2], top, max(right, label.bbox[2] + 1), bottom


# --- the date ---------------------------------------------------------------------------------------------------------


def _date_change(image: Image, scale: float, row: Sequence[Word], width: float) -> _Change | None:
    letters = [_Letter(k, i) for k, word in enumerate(row) for i in range(len(word.text))]
    plain = "".join((unidecode(c) or " ")[0].lower() for word in row for c in word.text)
    match = _DATE.search(plain)
    if match is None or row[letters[match.start()].word].bbox[0] < 0.4 * width:
        return None
    size = _type_size(row)
    slots = [_date_slot(row, letters, match.span(name)) for name in ("day", "month")]
    if all(slot is None for slot in slots):
        return None
    spans = [match.span("day"), match.span("month")]
    readings: list[Digits | None] = []
    boxes: list[BBox] = []
    kept: list[str | None] = []
    for span, limit, likely, slot in zip(spans, (31, 12), (a_day, a_month), slots, strict=True):
        box = _between(row, letters, span, size)
        boxes.append(box)
        if slot is None:
            readings.append(None)
            kept.append(None)
            continue
        seen = _read_slot(image, scale, box, size, likely, slash=False)
        core, sure = slot.strip(" .…,"), min((row[letters[k].word].confidence for k in range(*span)), default=0.0)
        if core.isdecimal() and _is_part(core, limit) and _stands(core, sure, seen, _DOUBTED_DAY):
            alone = any(row[letters[k].word].text == core for k in range(*span))
            if alone or seen is None or seen.text != core:
                slot = None
            else:  # both say the same, but the engine has cut it up or joined it with the print: "ngày,2 4"
                seen = replace(seen, confidence=max(seen.confidence, _GIVEN_DAY))
        readings.append(seen if slot is not None else None)
        kept.append(slot)
    return _rewritten(row, letters, spans, boxes, kept, readings)


def _is_part(digits: str, limit: int) -> bool:
    return len(digits) <= 2 and 0 < int(digits) <= limit


def _date_slot(row: Sequence[Word], letters: Sequence[_Letter], span: tuple[int, int]) -> str | None:
    """What the engine read in a slot that wants reading; None where it is print, or empty as a form's blank is."""
    text = "".join(row[letters[k].word].text[letters[k].place] for k in range(*span))
    core = text.strip(" .…,")
    words = {letters[k].word for k in range(*span)}
    sure = min((row[k].confidence for k in words), default=1.0)
    if core.isdecimal() and _is_part(core, 31) and sure >= _PRINTED:
        return None
    return text


def _between(row: Sequence[Word], letters: Sequence[_Letter], span: tuple[int, int], size: float) -> BBox:
    """The place between the fixed words around a slot, by how wide these print: the engine's boxes of them may hold
    some of the handwriting.
    """
    before, after = letters[span[0] - 1], letters[min(span[1], len(letters) - 1)]
    one, other = row[before.word], row[after.word]
    text, place = one.text, before.place + 1
    start = max(text.lower().rfind(letter, 0, place - 3) for letter in "nt") if place > 3 else 0
    start = max(start, 0)
    ahead = one.width * advance(text[:start]) / max(advance(text), 0.1) if start else 0.0
    left = min(one.bbox[2], one.bbox[0] + ahead + advance(text[start:place]) * size * _SLACK)
    right = other.bbox[0]
    if other.text[after.place :].isalpha() and other.text[-1] in "gmGM":  # the fixed word ends where its word does
        right = max(right, other.bbox[2] - advance(other.text[after.place :]) * size * _SLACK)
    return left, min(one.bbox[1], other.bbox[1]), max(right, left + 1), max(one.bbox[3], other.bbox[3])


_SLACK = 1.04  # by so much the type's size may be larger than measured


def _rewritten(
    row: Sequence[Word],
    letters: Sequence[_Letter],
    spans: Sequence[tuple[int, int]],
    boxes: Sequence[BBox],
    slots: Sequence[str | None],
    readings: Sequence[Digits | None],
) -> _Change | None:
    """The row with its slots as they were read."""
    touched = [
        slot is not None and not (reading is None and _BLANK.fullmatch(slot))
        for slot, reading in zip(slots, readings, strict=True)
    ]
    if not any(touched):
        return None
    inside = {
        k: number
        for number, (span, changed) in enumerate(zip(spans, touched, strict=True))
        if changed
        for k in range(*span)
    }
    edges = {span[0]: number for number, (span, changed) in enumerate(zip(spans, touched, strict=True)) if changed}

    def words(given: Callable[[Digits], bool]) -> list[Word]:
        found: list[Word] = []
        run: list[int] = []

        def close() -> None:
            if run:
                found.append(_part(row[letters[run[0]].word], letters[run[0]].place, letters[run[-1]].place + 1))
                run.clear()

        for k in range(len(letters) + 1):
            if k in edges:
                close()
                reading = readings[edges[k]]
                if reading is not None and given(reading):
                    model = row[letters[k - 1].word]
                    found.append(
                        replace(
                            model,
                            text=reading.text,
                            bbox=boxes[edges[k]],
                            confidence=reading.confidence,
                            alternatives=[],
                        )
                    )
            if k == len(letters) or k in inside:
                close()
                continue
            if run and letters[run[0]].word != letters[k].word:
                close()
            run.append(k)
        close()
        return found

    new = words(lambda reading: reading.confidence >= _GIVEN_DAY)
    told = any(reading is not None and _TOLD <= reading.confidence < _GIVEN_DAY for reading in readings)
    return _Change(list(row), new, words(lambda reading: reading.confidence >= _TOLD) if told else [])


def _part(word: Word, first: int, last: int) -> Word:
    """Some letters of a word, as wide as they are of it."""
    if (first, last) == (0, len(word.text)):
        return word
    whole = max(advance(word.text), 0.1)
    left = word.bbox[0] + word.width * advance(word.text[:first]) / whole
    right = word.bbox[0] + word.width * advance(word.text[:last]) / whole
    return replace(word, text=word.text[first:last], bbox=(left, word.bbox[1], right, word.bbox[3]), alternatives=[])


# --- the ink ----------------------------------------------------------------------------------------------------------


def _type_size(row: Sequence[Word]) -> float:
    """The size of the row's type in points, by how wide its sure words are."""
    sizes = [
        word.width / advance(word.text)
        for word in row
        if word.confidence > 0.9 and len(word.text) > 2 and word.text.isalpha() and not word.text.isupper()
    ]
    low, high = _TYPE_SIZES
    return min(max(median(sizes), low), high) if sizes else _USUAL_SIZE


def _read_slot(
    image: Image, scale: float, box: BBox, size: float, likely: Callable[[str], float], *, slash: bool
) -> Digits | None:
    """The digits in a slot of the page. slash: whether a printed slash stands at its right end."""
    if box[2] - box[0] < 0.25 * size or box[2] - box[0] > _WIDEST_SLOT:
        return None
    height = _DIGIT_HEIGHT * size * scale
    left, right = box[0], box[2] + (0.5 * size if slash else 0.0)
    rows = slice(max(int((box[1] - _ABOVE) * scale), 0), int((box[3] + _BELOW) * scale))
    columns = slice(max(int(left * scale), 0), int(right * scale) + 1)
    part = image[rows, columns]
    if min(part.shape) < 4:
        return None
    band = (box[1] * scale - rows.start, box[3] * scale - rows.start)
    ink = _on_the_line(without_form(ink_of(part), height), band, height)
    if slash:
        ink = _left_of_slash(ink, (box[2] - left) * scale, height)
    return read_ink(part, ink, height, likely) if ink.any() else None


def _on_the_line(ink: Mask, band: tuple[float, float], height: float) -> Mask:
    """The ink without what belongs to the lines above and below: most of it stands outside this line's band."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    keep = np.zeros(count, bool)
    for label in range(1, count):
        top, rows = int(stats[label][1]), int(stats[label][3])
        shared = min(top + rows, band[1]) - max(top, band[0])
        at_edge = top == 0 or top + rows == ink.shape[0]
        keep[label] = shared > 0.35 * min(rows, height) and not (at_edge and shared < 0.6 * rows)
    return np.asarray(keep[labels])


_SLASH_SHIFT = 0.45  # of the digit's height: how far from its expected place the printed slash may be
_SLASH_SLANT = -0.8  # correlation of rows and columns of a slash's dots


def _left_of_slash(ink: Mask, expected: float, height: float) -> Mask:
    """The ink left of the printed slash, or of where it should stand, when it touches a digit."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    best, distance = 0, _SLASH_SHIFT * height
    for label in range(1, count):
        left, _, columns, rows, _ = (int(value) for value in stats[label])
        away = abs(left + columns / 2 - expected - 0.2 * height)
        ys, xs = np.nonzero(labels == label)
        if rows < 0.7 * height or columns > 0.8 * height or len(set(xs.tolist())) < 2:
            continue
        if away < distance and float(np.corrcoef(ys, xs)[0, 1]) < _SLASH_SLANT:
            best, distance = label, away
    result = ink.copy()
    if best:
        result[labels == best] = False
        for label in range(1, count):
            if float(centres[label][0]) > float(centres[best][0]):
                result[labels == label] = False
    else:
        result[:, max(int(expected), 1) :] = False
    return result
