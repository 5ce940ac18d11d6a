"""From words to lines in reading order, as administrative documents are laid out (Nghị định 30/2020/NĐ-CP, Appendix I).

The head has two columns (issuing bodies and number; the state's name and motto, place and date), the foot too
(recipients; signature). They are told apart by their fixed phrases and by the white strip between them; the order is
then: issuing bodies, motto, number, place and date, title, body, recipients, signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TypeVar

from rapidfuzz import fuzz
from unidecode import unidecode

from viextract.data import read_yaml
from viextract.language.syllables import syllable_set
from viextract.model.document import BBox, Grid, Line, LineRole, Page
from viextract.read.layout.words import Word, contains_centre, union, vertical_overlap

_COLUMN_GAP = 2.4  # in heights of the type: wider than any blank of a justified line
_SCRAP_GAP = 1.2  # the same beside a word that the engine doubts: it may be no print at all
_HEAD_SHARE = 0.45  # of the page's height within which the head stands
_ANCHOR_SCORE = 80  # of 100: how alike a damaged phrase must be
_MARGIN_SHARE = 0.11  # of the page's height at top and bottom where page numbers and running heads stand
_CENTRED = 0.07  # of the text's width: how far the middle of a centred line may be from the middle of the text


@dataclass(slots=True)
class Fragment:
    """Words that follow each other on one printed line without a column's gap between them."""

    words: list[Word]
    role: LineRole = "body"
    box: BBox = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.bbox[0])
        self.box = union(word.bbox for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


_T = TypeVar("_T")

Row = list[Fragment]
"""Fragments side by side, left to right."""


def lay_out(
    words: Sequence[Word], width: float, height: float, page: int = 1, *, tables: Sequence[BBox] = ()
) -> list[Line]:
    """The lines of a page in reading order, numbered from 1; page numbers and scan marks come with the role ``noise``.

    width, height: of the page, in points. tables: boxes whose words make lines of their own, in the tables' place.
    """
    rest = [word for word in words if word.text]
    inside: list[list[Word]] = []
    for box in tables:
        inside.append([word for word in rest if contains_centre(box, word.bbox)])
        rest = [word for word in rest if not contains_centre(box, word.bbox)]
    rows = group_rows(make_fragments(rest))
    noise = _take_noise(rows, width, height)
    head, rows = _take_head(rows, width, height)
    foot, rows = _take_foot(rows, width)
    body = [_merged(row) for row in rows]
    for held in inside:
        _insert_table(body, held)
    ordered = [*head, *body, *foot, *noise]
    lines = [_line(fragment, number, page) for number, fragment in enumerate(ordered, 1)]
    mark_paragraph_starts(lines)
    return lines


def without_layout_tables(grids: Sequence[Grid]) -> list[Grid]:
    """The grids that are no frames around the document's head: those are read as a head."""
    return [grid for grid in grids if not any(is_motto(cell.text) for cell in grid.cells)]


def _insert_table(body: list[Fragment], words: Sequence[Word]) -> None:
    """Puts a table's lines before the first line of the body that stands below its top."""
    if not words:
        return
    table = [_merged(row) for row in group_rows(make_fragments(words))]
    top = min(fragment.box[1] for fragment in table)
    place = next((i for i, item in enumerate(body) if (item.box[1] + item.box[3]) / 2 > top), len(body))
    for fragment in table:
        fragment.role = "table"
    body[place:place] = table


def make_fragments(words: Iterable[Word]) -> list[Fragment]:
    """Words of one engine line, cut where a gap is wider than any blank."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    fragments = []
    for line in lines.values():
        line.sort(key=lambda word: word.bbox[0])
        type_height = median(word.height for word in line)
        run = [line[0]]
        for word in line[1:]:
            doubtful = min(word.confidence, run[-1].confidence) < 0.6
            if word.bbox[0] - run[-1].bbox[2] > (_SCRAP_GAP if doubtful else _COLUMN_GAP) * max(type_height, 1.0):
                fragments.append(Fragment(run))
                run = []
            run.append(word)
        fragments.append(Fragment(run))
    return fragments


def group_rows(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments that stand side by side, from the top of the page to its bottom."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda item: (item.box[1] + item.box[3], item.box[0])):
        for row in reversed(rows[-4:]):
            if all(_beside(fragment.box, other.box) for other in row):
                row.append(fragment)
                break
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda item: item.box[0])
    rows.sort(key=lambda row: median(item.box[1] + item.box[3] for item in row))
    return rows


def in_rows(words: Iterable[Word]) -> list[Word]:
    """The words row by row from the top of the page, whatever blocks an engine saw: neighbours stand together."""
    return [word for row in group_rows(make_fragments(words)) for item in row for word in item.words]


def _beside(one: BBox, other: BBox) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return vertical_overlap(one, other) > 0.5 and shared < 0.2 * min(one[2] - one[0], other[2] - other[0])


# --- what is no text --------------------------------------------------------------------------------------------------


def _take_noise(rows: list[Row], width: float, height: float) -> list[Fragment]:
    """Takes page numbers, marks and stamps out of the rows and returns them as noise."""
    noise: list[Fragment] = []
    texts = [row for row in rows if any(_has_letters(item.text) and not is_page_number(item.text) for item in row)]
    heights = [word.height for row in texts for item in row for word in item.words]
    type_height = median(heights) if heights else 0.0
    extent = (texts[0][0].box[1], texts[-1][0].box[3]) if texts else None
    stamps = list(_incoming_stamps(rows, width, height))
    for row in list(rows):
        at_edge = _at_edge(row, extent, height)
        for fragment in list(row):
            if (
                is_rule(fragment.text)
                or (at_edge and len(row) == 1 and is_page_number(fragment.text))
                or _is_scrap(fragment, type_height, alone=len(row) == 1)
                or any(contains_centre(stamp, fragment.box) for stamp in stamps)
            ):
                fragment.role = "noise"
                row.remove(fragment)
                noise.append(fragment)
        if not row:
            rows.remove(row)
    return noise


def _is_scrap(fragment: Fragment, type_height: float, *, alone: bool) -> bool:
    """Whether a few characters are no print: handwriting higher than type, what is left of a stamp, a cut-off mark.

    Only what the engine itself doubts, and what is short: a line of text is never lost.
    """
    letters = sum(len(word.text) for word in fragment.words)
    sure = sum(word.confidence * len(word.text) for word in fragment.words) / letters
    if letters > _SCRAP_LETTERS or sure > 0.8:
        return False
    if fragment.height > 2 * type_height or fragment.height < 0.4 * type_height:
        return True
    return sure < (0.4 if alone else 0.6) and not any(_is_sound(word) for word in fragment.words)


_SCRAP_LETTERS = 10


def _is_sound(word: Word) -> bool:
    core = word.text.strip(".,:;()-")
    return word.confidence >= 0.7 and len(core) > 1 and (core.isdecimal() or core.lower() in syllable_set())


def _incoming_stamps(rows: Sequence[Row], width: float, height: float) -> Iterator[BBox]:
    """Where the stamp of the office that received the document is: ĐẾN, with the number and date of arrival beside it.

    It was put on the paper afterwards and is no part of the document (Nghị định 30/2020/NĐ-CP, Appendix IV).
    """
    words = [word for row in rows for item in row for word in item.words if word.bbox[1] < _HEAD_SHARE * height]
    for row in rows:
        for fragment in row:
            first = fragment.words[0]
            if first.text.strip(".,:;|") not in _incoming_words() or first.bbox[0] > 0.5 * width:
                continue
            left, top, right, bottom = first.bbox
            box = (left - 30, top - 28, right + 170, bottom + 32)
            doubtful = [word for word in words if contains_centre(box, word.bbox) and word.confidence < 0.6]
            if len(doubtful) >= 3:
                yield box


@cache
def _incoming_words() -> frozenset[str]:
    return frozenset(read_yaml("page-anchors.yaml")["incoming"]["phrases"])


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _at_edge(row: Row, text: tuple[float, float] | None, height: float) -> bool:
    """Whether a row is above or below all text (its top and bottom) and in the page's margin, as page numbers are."""
    if text is None:
        return True
    box = union(item.box for item in row)
    above = box[3] <= text[0] + 1 and box[1] < _MARGIN_SHARE * height
    below = box[1] >= text[1] - 1 and box[3] > (1 - _MARGIN_SHARE) * height
    return above or below


_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:trang|page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—.\s]*", re.IGNORECASE)


def is_page_number(text: str) -> bool:
    """Whether a line alone at the page's edge is its number.

    >>> is_page_number("- 12 -"), is_page_number("Trang 3/9"), is_page_number("2025 là năm")
    (True, True, False)
    """
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_rule(text: str) -> bool:
    """Whether there is neither letter nor digit: a drawn line, or specks read as punctuation.

    The end mark ``./.`` is text.
    """
    return not any(character.isalnum() for character in text) and text.strip() not in {"./.", "/.", "(*)"}


def mark_running_heads(pages: Sequence[Page]) -> None:
    """Makes lines noise that stand at the edge of several pages alike but for their digits: running heads and feet."""
    edges = [(page, line) for page in pages for line in _edge_lines(page)]
    seen: dict[str, set[int]] = {}
    for page, line in edges:
        seen.setdefault(_without_digits(line.text), set()).add(page.number)
    for _, line in edges:
        if len(seen[_without_digits(line.text)]) >= max(3, len(pages) // 3):
            line.role = "noise"


def _without_digits(text: str) -> str:
    return re.sub(r"[\W\d]+", " ", text).strip().casefold()


def _edge_lines(page: Page) -> list[Line]:
    """The lines in the page's upper and lower margin that have letters."""
    if not page.height:
        return []
    low, high = _MARGIN_SHARE * page.height, (1 - _MARGIN_SHARE) * page.height
    found = []
    for line in page.lines:
        if line.bbox is not None and line.role == "body" and (line.bbox[3] < low or line.bbox[1] > high):
            found.append(line)
    return [line for line in found if _without_digits(line.text)]


# --- the head ---------------------------------------------------------------------------------------------------------


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(_plain(phrase) for phrase in read_yaml("page-anchors.yaml")[kind]["phrases"])


def _plain(text: str) -> str:
    """Lower case, without marks and punctuation: what is left of a phrase however badly it was read."""
    return re.sub(r"[^a-z0-9]+", " ", unidecode(text).lower()).strip()


def _take_head(rows: list[Row], width: float, height: float) -> tuple[list[Fragment], list[Row]]:
    """The two columns of the head in reading order, and the rows below it."""
    anchor = _find_motto(rows, height)
    if anchor is None:
        return [], rows
    index, motto_left = anchor
    gutter = _head_gutter(rows, index, motto_left)
    text_middle = _text_middle(rows, width)
    first = 0
    left: list[Fragment] = []
    right: list[Fragment] = []
    above: list[Fragment] = []
    end = index
    for end in range(first, len(rows)):
        sides = _split_row(rows[end], gutter)
        if sides is None or (end > index and _ends_head(sides, rows[end], text_middle, gutter)):
            if end < index:
                above.extend([_merged(rows[end])])
                continue
            break
        left.extend(sides[0])
        right.extend(sides[1])
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
        if row[0].box[1] > _HEAD_SHARE * height:
            return None
        for phrase in _phrases("motto"):
            left = _phrase_left([word for item in row for word in item.words], phrase)
            if left is not None:
                return index, left
    return None


def _phrase_left(words: Sequence[Word], phrase: str) -> float | None:
    """Left edge of the words that end the row and read like the phrase."""
    best, found = float(_ANCHOR_SCORE), None
    for start in range(len(words)):
        tail = _plain(" ".join(word.text for word in words[start:]))
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


def _split_row(row: Row, gutter: float) -> tuple[list[Fragment], list[Fragment]] | None:
    """The row's words on either side of the gutter; None where a blank-less run of text crosses it."""
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
            if not before or not after or after[0].bbox[0] - before[-1].bbox[2] < 0.7 * fragment.height:
                return None
            left.append(Fragment(before))
            right.append(Fragment(after))
    return left, right


def _ends_head(
    sides: tuple[list[Fragment], list[Fragment]], row: Row, text_middle: tuple[float, float], gutter: float
) -> bool:
    """Whether a row below the motto is the title: alone in the middle of the text, where no column has its middle."""
    left, right = sides
    middle, text_width = text_middle
    if left and right:
        # A scrap of a stamp may stand beside the title; the columns themselves never reach the middle of the text.
        return any(_is_title(item, middle, text_width) for item in right)
    only = _merged(row)
    if any(_starts_like(only.text, kind) for kind in ("number", "date")):
        return False
    if abs(only.middle - middle) < _CENTRED * text_width:
        return True
    # A body's paragraph that ends before the gutter starts at the left margin; the issuing block is centred in its
    # column.
    return bool(left) and only.box[0] < middle - 0.47 * text_width and len(only.words) > 3


def _starts_like(text: str, kind: str) -> bool:
    plain = _plain(text)
    return any(re.search(rf"(?:^|\s){re.escape(phrase)}", plain) is not None for phrase in _phrases(kind))


def column_order(left: list[_T], right: list[_T], text: Callable[[_T], str]) -> list[_T]:
    """The head's two columns in reading order: issuing bodies, motto, number, place and date.

    Each column is cut where its second part begins. ``text`` gives the text of a line of either column.
    """
    number = next((i for i, item in enumerate(left) if _plain(text(item)).startswith(_phrases("number"))), len(left))
    date = next((i for i, item in enumerate(right) if _starts_like(text(item), "date")), len(right))
    return [*left[:number], *right[:date], *left[number:], *right[date:]]


def is_motto(text: str) -> bool:
    """Whether the state's name or motto stands somewhere in the text, however badly it was read."""
    plain = _plain(text)
    return any(
        fuzz.partial_ratio(phrase, plain) >= _ANCHOR_SCORE
        for phrase in _phrases("motto")
        if len(plain) >= len(phrase) - 4
    )


def is_recipients(text: str) -> bool:
    """Whether the text begins like the list of recipients.

    >>> is_recipients("Nơi nhận: Lưu: VT"), is_recipients("nơi nhận nuôi trẻ em có chủ trương")
    (True, False)
    """
    opening = " ".join(text.split()[:2])
    return opening[:1].isupper() and any(
        fuzz.ratio(_plain(opening), phrase) >= _ANCHOR_SCORE for phrase in _phrases("recipients")
    )


def _text_middle(rows: Sequence[Row], width: float) -> tuple[float, float]:
    """Middle and width of the text block, from the edges that most rows share."""
    lefts = sorted(row[0].box[0] for row in rows)
    rights = sorted(row[-1].box[2] for row in rows)
    left, right = lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]
    if right - left < 0.4 * width:
        return width / 2, 0.75 * width
    return (left + right) / 2, right - left


def _is_title(fragment: Fragment, middle: float, text_width: float) -> bool:
    centred = abs(fragment.middle - middle) < 0.5 * _CENTRED * text_width
    return centred and fragment.text.isupper() and not is_motto(fragment.text)


# --- the foot ---------------------------------------------------------------------------------------------------------


def _take_foot(rows: list[Row], width: float) -> tuple[list[Fragment], list[Row]]:
    """Recipients, then signature, and the rows above them."""
    start = next((i for i, row in enumerate(rows) if _is_recipients(row, width)), None)
    if start is None:
        return [], rows
    words = [word for row in rows[start:] for item in row for word in item.words]
    gutter = _white_strip(words, width)
    if gutter is None:
        return _as_foot_left(rows[start:]), rows[:start]
    start = _signature_start(rows, start, gutter)
    words = [word for row in rows[start:] for item in row for word in item.words]
    left = _side([word for word in words if word.centre[0] < gutter], "foot-left")
    right = _side([word for word in words if word.centre[0] >= gutter], "foot-right")
    return [*left, *right], rows[:start]


def _is_recipients(row: Row, width: float) -> bool:
    if row[0].box[0] > 0.45 * width:
        return False
    return is_recipients(row[0].text)


def _white_strip(words: Sequence[Word], width: float) -> float | None:
    """Middle of the widest strip without words around the page's middle; None where nothing stands right of it."""
    low, high = 0.3 * width, 0.75 * width
    spans = sorted((word.bbox[0], word.bbox[2]) for word in words)
    best, best_gap, reach = None, 4.0, low
    for left, right in spans:
        if left > high:
            left = high
        if left - reach > best_gap:
            best, best_gap = (left + reach) / 2, left - reach
        reach = max(reach, min(right, high))
        if reach >= high:
            break
    if best is None or not any(left > best for left, _ in spans) or not any(right < best for _, right in spans):
        return None
    return best


def _signature_start(rows: Sequence[Row], start: int, gutter: float) -> int:
    """The signing authority may stand a row or two above "Nơi nhận": rows that lie wholly right of the gutter."""
    while start > 0 and all(item.box[0] > gutter for item in rows[start - 1]):
        gap = rows[start][0].box[1] - rows[start - 1][0].box[3]
        if gap > 2.5 * rows[start - 1][0].height:
            break
        start -= 1
    return start


def _side(words: Sequence[Word], role: LineRole) -> list[Fragment]:
    """One column's lines: its own rows, whatever stands at their height in the other column."""
    if not words:
        return []
    merged = [_merged(row) for row in group_rows(make_fragments(words))]
    for fragment in merged:
        fragment.role = role
    return merged


def _as_foot_left(rows: Iterable[Row]) -> list[Fragment]:
    merged = [_merged(row) for row in rows]
    for fragment in merged:
        fragment.role = "foot-left"
    return merged


def _merged(row: Row) -> Fragment:
    return row[0] if len(row) == 1 else Fragment([word for item in row for word in item.words])


# --- lines ------------------------------------------------------------------------------------------------------------


def _line(fragment: Fragment, number: int, page: int) -> Line:
    words = fragment.words
    weights = [len(word.text) for word in words]
    sizes = [word.size for word in words if word.size is not None]
    return Line(
        text=fragment.text,
        number=number,
        page=page,
        bbox=_rounded(fragment.box),
        confidence=round(
            sum(word.confidence * weight for word, weight in zip(words, weights, strict=True)) / sum(weights), 4
        ),
        role=fragment.role,
        bold=_mostly([word.bold for word in words]),
        italic=_mostly([word.italic for word in words]),
        size=round(median(sizes), 1) if sizes else None,
    )


def _rounded(box: BBox) -> BBox:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _mostly(flags: Sequence[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return 2 * sum(known) > len(known) if known else None


def mark_paragraph_starts(lines: Sequence[Line]) -> None:
    """Sets ``starts_paragraph`` of the body: by first-line indent, space above and how full the line before is."""
    body = [line for line in lines if line.role == "body" and line.bbox is not None]
    if len(body) < 2:
        return
    boxes = [line.bbox for line in body if line.bbox is not None]
    left, right = _edges(boxes)
    pitches = [low[1] - high[1] for high, low in pairwise(boxes) if low[1] > high[1]]
    pitch = median(pitches) if pitches else 0.0
    type_height = median(box[3] - box[1] for box in boxes)
    for index, line in enumerate(body):
        line.starts_paragraph = _starts_paragraph(body, index, left, right, pitch, type_height)


def _edges(boxes: Sequence[BBox]) -> tuple[float, float]:
    """Left and right edge of the text block: the tenth lowest and the tenth highest of a hundred, against outliers."""
    lefts, rights = sorted(box[0] for box in boxes), sorted(box[2] for box in boxes)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _starts_paragraph(
    body: Sequence[Line], index: int, left: float, right: float, pitch: float, type_height: float
) -> bool | None:
    box = body[index].bbox
    if box is None:
        return None
    indented = box[0] - left > 0.8 * type_height
    if index == 0:
        return True if indented else None
    before = body[index - 1].bbox
    if before is None:
        return None
    middle, width = (left + right) / 2, right - left
    centred = [
        abs((b[0] + b[2]) / 2 - middle) < 0.03 * width and b[0] - left > 1.5 * type_height for b in (before, box)
    ]
    if centred[0] != centred[1]:
        return True
    if all(centred):
        return None  # the lines of one title, or two titles: the words must tell
    if box[1] - before[1] > 1.3 * pitch or indented:
        return True
    # The line before has room for this line's first word: whoever set it meant to start anew.
    first = body[index].text.split(" ", 1)[0]
    average = (box[2] - box[0]) / max(len(body[index].text), 1)
    return right - before[2] > average * (len(first) + 3)
