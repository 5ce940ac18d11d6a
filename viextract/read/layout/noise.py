"""What stands on a page and is no text of the document: page numbers, drawn lines, scraps, stamps of arrival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from statistics import median

from viextract.data import read_yaml
from viextract.language.syllables import syllable_set
from viextract.model.document import BBox, Grid, Line, Page
from viextract.read.layout.arrival import words_of_stamps
from viextract.read.layout.head import HEAD_SHARE
from viextract.read.layout.margin_notes import words_of_margin_notes
from viextract.read.layout.rows import Fragment, Row
from viextract.read.layout.signature_flags import words_of_flags
from viextract.read.layout.words import Word, contains_centre, union
from viextract.vocabulary.phrases import names_kind

_MARGIN_SHARE = 0.11  # of the page's height at top and bottom where page numbers and running heads stand


def take_noise(rows: list[Row], width: float, height: float) -> list[Fragment]:
    """Takes page numbers, marks and stamps out of the rows and returns them as noise."""
    noise: list[Fragment] = []
    texts = [row for row in rows if any(_has_letters(item.text) and not is_page_number(item.text) for item in row)]
    heights = [word.height for row in texts for item in row for word in item.words]
    type_height = median(heights) if heights else 0.0
    extent = (texts[0][0].box[1], texts[-1][0].box[3]) if texts else None
    stamps = list(_incoming_stamps(rows, width, height))
    noise += _take_marks_of_offices(rows, height)
    for row in rows:
        noise += _take_specks(row)
    for row in list(rows):
        at_edge = _at_edge(row, extent, height)
        for fragment in list(row):
            if (
                is_rule(fragment.text)
                or (at_edge and len(row) == 1 and is_page_number(fragment.text))
                or _is_scrap(fragment, type_height, alone=len(row) == 1)
                or _is_note_in_margin(fragment, type_height)
                or any(_is_of_stamp(fragment, stamp) for stamp in stamps)
            ):
                fragment.role = "noise"
                row.remove(fragment)
                noise.append(fragment)
        if not row:
            rows.remove(row)
    return noise


def _take_marks_of_offices(rows: list[Row], height: float) -> list[Fragment]:
    """Takes stamps of arrival, flags of electronic signatures and notes in the margin out of the rows, and out of the
    lines beside them."""
    fragments = [item for row in rows for item in row]
    marks = [*words_of_stamps(fragments, HEAD_SHARE * height), *words_of_flags(fragments), *words_of_margin_notes(rows)]
    stamps = {id(word) for word in marks}
    taken: list[Fragment] = []
    for row in rows if stamps else ():
        for fragment in list(row):
            inside = [word for word in fragment.words if id(word) in stamps]
            kept = [word for word in fragment.words if id(word) not in stamps]
            if inside:
                taken.append(Fragment(inside, "noise"))
                row[row.index(fragment) : row.index(fragment) + 1] = [Fragment(kept)] if kept else []
    rows[:] = [row for row in rows if row]
    return taken


def _take_specks(row: Row) -> list[Fragment]:
    """Takes from the ends of the row's fragments what the engine made of specks and strokes of a pen."""
    taken: list[Fragment] = []
    for k, fragment in enumerate(row):
        words = list(fragment.words)
        ends: list[Word] = []
        while len(words) > 1 and _is_speck(words[-1]):
            ends.append(words.pop())
        while len(words) > 1 and _is_speck(words[0]):
            ends.append(words.pop(0))
        if ends:
            row[k] = Fragment(words)
            taken += [Fragment([word], "noise") for word in ends]
    return taken


def _is_speck(word: Word) -> bool:
    """Signs that the engine hardly believes, and signs that print does not end a line with unless it is sure."""
    if any(character.isalnum() for character in word.text) or word.text in _BULLETS:
        return False
    return word.confidence < (_SURE_OF_A_SIGN if set(word.text) <= _NO_PRINT else _SPECK)


_BULLETS = frozenset("-–—+•*")
_NO_PRINT = frozenset("_`~|^¬«»‘’'“”\"")
_SPECK, _SURE_OF_A_SIGN = 0.4, 0.8  # confidences below which a lone sign is taken for dirt


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


def take_scraps_of_signatures(foot: list[Fragment]) -> list[Fragment]:
    """Takes out of the foot a letter or two of which the engine is not sure, above or below the name of who signed:
    what is left of the seal's letters and of the signature."""
    taken = [fragment for fragment in foot if fragment.role == "foot-right" and _is_letter_of_seal(fragment)]
    for fragment in taken:
        foot.remove(fragment)
        fragment.role = "noise"
    return taken


def _is_letter_of_seal(fragment: Fragment) -> bool:
    if len(fragment.words) > 1:
        return False
    (word,) = fragment.words
    letters = word.text.strip(".,:;-'`")
    is_word = letters.lower() in syllable_set() and (letters.isupper() or letters[1:].islower())
    return len(letters) <= _FEW_LETTERS and word.confidence < _SURE_LETTER and not is_word


_FEW_LETTERS, _SURE_LETTER = 2, 0.8


def _is_note_in_margin(fragment: Fragment, type_height: float) -> bool:
    """Whether a word or two above all room for text are twice as high as print: who the paper is for, in pen."""
    letters = sum(len(word.text) for word in fragment.words)
    return (
        letters <= _SCRAP_LETTERS
        and fragment.box[3] <= _OUTER_MARGIN
        and min(word.height for word in fragment.words) > 2 * type_height
    )


_CODE = re.compile(r"/[A-ZĐ][A-ZĐa-z]{1,4}[-–][A-ZĐÐ&]{2,}")
"""What is left of a symbol whose number is blank: "/KH-UBND" stands alone behind "Số:"."""


def _is_sound(word: Word) -> bool:
    core = word.text.strip(".,:;()-")
    if _CODE.fullmatch(word.text):
        return True
    return word.confidence >= 0.7 and len(core) > 1 and (core.isdecimal() or core.lower() in syllable_set())


def is_incoming_stamp(grid: Grid, width: float, height: float) -> bool:
    """Whether a ruled grid is the frame of a stamp of arrival: small, high on the page, with ĐẾN in a cell."""
    if grid.bbox is None or grid.bbox[1] > HEAD_SHARE * height or grid.bbox[2] - grid.bbox[0] > _STAMP_WIDTH * width:
        return False
    if grid.bbox[3] - grid.bbox[1] > _STAMP_HEIGHT * height:
        return False
    words = {word.strip(".,:;|") for cell in grid.cells for word in cell.text.split()}
    return not words.isdisjoint(_incoming_words())


_STAMP_WIDTH, _STAMP_HEIGHT = 0.45, 0.13  # of the page's: a stamp of arrival measures some 60 by 30 millimetres


def _incoming_stamps(rows: Sequence[Row], width: float, height: float) -> Iterator[BBox]:
    """Where the stamp of the office that received the document is: ĐẾN, with the number and date of arrival beside it.

    It was put on the paper afterwards and is no part of the document (Nghị định 30/2020/NĐ-CP, Appendix IV).
    """
    words = [word for row in rows for item in row for word in item.words if word.bbox[1] < HEAD_SHARE * height]
    for row in rows:
        for fragment in row:
            first = fragment.words[0]
            opening = {first.text, "".join(word.text for word in fragment.words[:2])}  # "Đ ẾN" is set wide
            if first.bbox[0] > 0.5 * width or not any(text.strip(".,:;|") in _incoming_words() for text in opening):
                continue
            left, top, right, bottom = first.bbox
            box = (left - 30, top - 28, right + 170, bottom + 32)
            inside = [word for word in words if contains_centre(box, word.bbox)]
            doubtful = [word for word in inside if word.confidence < 0.6]
            if len(doubtful) >= 3 or any(is_blank(word.text) for word in inside):
                yield box


def _is_of_stamp(fragment: Fragment, stamp: BBox) -> bool:
    """Whether a piece of a line in the place of a stamp is of it: sound print that goes on beyond it, or is the kind of
    a paper, is the title beside it."""
    sound = all(word.confidence > _SURE_OF_PRINT and not word.pale for word in fragment.words)
    is_title = fragment.box[2] > stamp[2] or names_kind(fragment.text)
    return contains_centre(stamp, fragment.box) and not (sound and is_title)


_SURE_OF_PRINT = 0.85


@cache
def _incoming_words() -> frozenset[str]:
    return frozenset(read_yaml("page-anchors.yaml")["incoming"]["phrases"])


def is_blank(text: str) -> bool:
    """Whether a word is a row of dots to write on, such as the number and day of arrival have in a stamp.

    >>> is_blank("........"), is_blank("...")
    (True, False)
    """
    return len(text) > _ELLIPSIS and set(text) == {"."}


_ELLIPSIS = 3


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


_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:trang|page)\s*(?:số\s*)?:?\s*)?\d{1,4}"
    r"(?:\s*/\s*\d{1,4}|\s+(?:trên|của|of)\s+(?:tổng\s+)?(?:số\s+)?\d{1,4})?(?:\s+(?:trang|pages?))?[-–—.\s]*",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Whether a line alone at the page's edge is its number.

    >>> is_page_number("- 12 -"), is_page_number("Trang 3/9"), is_page_number("2025 là năm")
    (True, True, False)
    >>> is_page_number("Trang 3 trên tổng số 9 trang"), is_page_number("Trang 3 của 9"), is_page_number("Trang bị 3")
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
    short_file = 2 <= len(pages) <= _FEW_PAGES
    for page, line in edges:
        often = len(seen[_without_digits(line.text)]) >= max(3, len(pages) // 3)
        if often or (short_file and any(_repeats(page, line, *other) for other in edges)):
            line.role, line.noise = "noise", "running-head"


_FEW_PAGES = 4
_OUTER_MARGIN = 54.0  # points, 19 mm: text itself keeps 20 mm from the upper and lower edge (Nghị định 30/2020/NĐ-CP)
_SAME_PLACE = 3.0  # points by which the same head may differ in height from page to page


def _repeats(page: Page, line: Line, other_page: Page, other: Line) -> bool:
    """Whether a line outside the room for text is word for word in the same place of another page.

    Two pages are no habit yet, so more is asked of them than of many: two appendices may both begin "Phụ lục 1".
    """
    if page.number == other_page.number or line.bbox is None or other.bbox is None or line.text != other.text:
        return False
    outside = line.bbox[3] <= _OUTER_MARGIN or line.bbox[1] >= page.height - _OUTER_MARGIN
    return outside and abs(line.bbox[1] - other.bbox[1]) <= _SAME_PLACE


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
