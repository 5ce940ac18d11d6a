"""The head of a document: bodies and number on the left; the state's name, motto, place and date on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from viextract.model.document import BBox
from viextract.read.layout.rows import Fragment, Row, as_one
from viextract.read.layout.words import Word
from viextract.vocabulary.letterhead import ANCHOR_SCORE, holds, is_motto, is_number_line, phrases, plain_letters
from viextract.vocabulary.phrases import names_kind

HEAD_SHARE = 0.45  # of the page's height within which the head stands
_CENTRED = 0.07  # of the text's width: how far the middle of a centred line may be from the middle of the text
_BELOW = 0.02  # the same between two centred lines of one column
_OPENING = 16  # characters in which a line says "Kính gửi"
_T = TypeVar("_T")


def take_head(
    rows: list[Row], width: float, height: float, tables: Sequence[BBox] = ()
) -> tuple[list[Fragment], list[Row]]:
    """The two columns of the head in reading order, and the rows below it. tables: places of tables on the page, which
    are as wide as the text."""
    anchor = _find_motto(rows, height)
    if anchor is None:
        return [], rows
    index, motto_left = anchor
    gutter = _head_gutter(rows, index, motto_left)
    text_middle = _text_middle(rows, width, tables)
    first = 0
    left: list[Fragment] = []
    right: list[Fragment] = []
    above: list[Fragment] = []
    end = index
    for end in range(first, len(rows)):
        sides = _split_row(rows[end], gutter, motto_left)
        if sides is None or (end > index and _ends_head(sides, rows[end], text_middle, left)):
            if end < index:
                above.extend([as_one(rows[end])])
                continue
            break
        # A slot that is empty or filled in by hand parts the line of the number, or of the date, no more than a blank.
        left.extend([as_one(sides[0])] if sides[0] else [])
        right.extend([as_one(sides[1])] if sides[1] else [])
    else:
        end = len(rows)
    for fragment in left:
        fragment.role = "head-left"
    for fragment in right:
        fragment.role = "head-right"
    return [*above, *column_order(left, right, lambda item: item.text)], rows[end:]


def _find_motto(rows: Sequence[Row], height: float) -> tuple[int, float] | None:
    """Row and left edge of the state's name or the motto; the edge is that of the first word of the phrase."""
    for index, row in enumerate(rows):
        if row[0].box[1] > HEAD_SHARE * height:
            return None
        for phrase in phrases("motto"):
            left = _phrase_left([word for item in row for word in item.words], phrase)
            if left is not None:
                return index, left
    return None


def _phrase_left(words: Sequence[Word], phrase: str) -> float | None:
    """Left edge of the words that end the row and read like the phrase."""
    best, found = float(ANCHOR_SCORE), None
    for start in range(len(words)):
        tail = plain_letters(" ".join(word.text for word in words[start:]))
        if abs(len(tail) - len(phrase)) > 0.4 * len(phrase):
            # The state's name may go on to the next row, and a mark may stand after it: some difference is no other
            # phrase.
            continue
        score = fuzz.ratio(tail, phrase)
        if score > best:
            best, found = score, words[start].bbox[0]
    return found


def _head_gutter(rows: Sequence[Row], index: int, motto_left: float) -> float:
    """Where the white strip between the head's columns is: left of the motto, right of the issuing body beside it."""
    ends = [
        word.bbox[2]
        for row in rows[max(0, index - 1) : index + 3]
        for item in row
        for word in item.words
        if word.bbox[2] < motto_left
    ]
    return (max(ends) + motto_left) / 2 if ends else motto_left - 4.0


def _split_row(row: Row, gutter: float, motto_left: float) -> tuple[list[Fragment], list[Fragment]] | None:
    """The row's words on either side of the gutter; None where a blank-less run of text crosses it. A line of the left
    column may be wider than those beside the motto.
    """
    left: list[Fragment] = []
    right: list[Fragment] = []
    for fragment in row:
        if fragment.box[2] <= gutter + 2:
            left.append(fragment)
        elif fragment.box[0] >= gutter - 2:
            right.append(fragment)
        else:
            before = [word for word in fragment.words if word.centre[0] < gutter]
            after = [word for word in fragment.words if word.centre[0] >= gutter]
            if not after and fragment.box[2] < motto_left:
                left.append(fragment)
                continue
            if not before or not after or after[0].bbox[0] - before[-1].bbox[2] < 0.7 * fragment.height:
                return None
            left.append(Fragment(before))
            right.append(Fragment(after))
    return left, right


def _ends_head(
    sides: tuple[list[Fragment], list[Fragment]],
    row: Row,
    text_middle: tuple[float, float],
    column: Sequence[Fragment],
) -> bool:
    """Whether a row below the motto is the title: alone in the middle of the text, where no column has its middle.
    column: what the left column has so far.
    """
    left, right = sides
    middle, text_width = text_middle
    if left and right:
        # A scrap of a stamp may stand beside the title; the columns themselves never reach the middle of the text.
        return any(_is_title(item, middle, text_width) for item in right)
    only = as_one(row)
    if holds(only.text[:_OPENING], "addressees") or names_kind(only.text):
        return True  # whatever margin it begins at: no body is called so
    if any(holds(only.text, kind) for kind in ("number", "date")):
        return False
    if abs(only.middle - middle) < _CENTRED * text_width:
        return True
    # A body's paragraph that ends before the gutter starts at the left margin; the issuing block is centred in its
    # column, and where it is as wide as that, it is known by its capitals, or by its middle below the line above it.
    at_margin = only.box[0] < middle - 0.47 * text_width and len(only.words) > 3
    goes_on = bool(column) and abs(only.middle - column[-1].middle) < _BELOW * text_width
    return bool(left) and at_margin and not only.text.isupper() and not goes_on


def column_order(left: list[_T], right: list[_T], text: Callable[[_T], str]) -> list[_T]:
    """The head's two columns in reading order: issuing bodies, motto, number, place and date.

    Each column is cut where its second part begins. ``text`` gives the text of a line of either column.
    """
    number = next((i for i, item in enumerate(left) if is_number_line(text(item))), len(left))
    date = next((i for i, item in enumerate(right) if holds(text(item), "date")), len(right))
    return [*left[:number], *right[:date], *left[number:], *right[date:]]


def _text_middle(rows: Sequence[Row], width: float, tables: Sequence[BBox]) -> tuple[float, float]:
    """Middle and width of the text block, from the edges that most rows share and the tables have."""
    lefts = sorted(row[0].box[0] for row in rows)
    rights = sorted(row[-1].box[2] for row in rows)
    left, right = lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]
    left, right = min([left, *(box[0] for box in tables)]), max([right, *(box[2] for box in tables)])
    if right - left < 0.4 * width:
        return width / 2, 0.75 * width
    return (left + right) / 2, right - left


def _is_title(fragment: Fragment, middle: float, text_width: float) -> bool:
    centred = abs(fragment.middle - middle) < 0.5 * _CENTRED * text_width
    return centred and fragment.text.isupper() and not is_motto(fragment.text)
