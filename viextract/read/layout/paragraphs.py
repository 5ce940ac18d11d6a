"""From printed lines to paragraphs.

A paragraph may run over lines and over pages; a marker ("I.", "1.", "a)", "-", "+", "Điều 1.") opens a new one.
Where the layout is known (first-line indent, space above) it decides; a text file has only its blank lines, the
length of its lines and its letters. Works on damaged text too, so that recovery can join the lines of a paragraph
before it reads them: nothing here depends on diacritics.

>>> from viextract.model.document import Line
>>> texts = ["1. Mục đích", "- Nâng cao chất lượng phục vụ người", "dân trên địa bàn xã.", "", "- Phát huy dân chủ."]
>>> [join_lines(group) for group in group_lines([Line(text, n) for n, text in enumerate(texts, 1)])]
['1. Mục đích', '- Nâng cao chất lượng phục vụ người dân trên địa bàn xã.', '- Phát huy dân chủ.']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from viextract.data import read_tsv, read_yaml
from viextract.language.fold import fold
from viextract.language.remembered import remembered
from viextract.model.document import BBox, Line
from viextract.vocabulary.details import read_details
from viextract.vocabulary.labels import BARE_LETTER, opens_line, read_label
from viextract.vocabulary.letterhead import SIGNING_MARKS

WRAPPED_LONGEST = 135
"""Characters of the longest line, at most, in a text whose lines were broken by a printer (about 100 fit on A4)."""
FULL_SHARE = 0.84
"""Share of the usual line that a line must fill to be taken for one that goes on."""
RAGGED_SHARE = 0.7
"""The same where words tell that the line goes on: a ragged line ends short for want of room for a long word."""
PUNCTUATED_SHARE = 0.8
"""Share of a document's bullets that end in a mark, from which one that does not is taken to go on."""

_REMEMBERED = 4096
"""Lines whose look is kept: each is asked about as one that ends and as one that follows."""

_DASH = re.compile(r"\s*[-–—•+]\s*(?=[^\s\d\-–—.,;:])")
_END = re.compile(r"[.;:!?…](?:[\"”')\]*_]|\s)*$")
_LEADERS = re.compile(r"(?:\.{5,}|…{2,}|(?:\.\s){5,})[.…\s]*\d{1,3}\s*$")
_LETTER = re.compile(r"[^\W\d_]")
_RANGE = re.compile(r"\d\s*$")


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the lines of a document are broken."""

    usual: float
    """The usual full width: characters, or points where lines have boxes."""
    longest: float
    """The widest line of the body."""
    wrapped: bool
    parted: bool
    """Whether blank lines stand between paragraphs."""
    punctuated: bool = False
    """Whether paragraphs with a marker end in a full stop or semicolon, titles aside."""
    margin: int = 0
    """Blanks before the lines that go on with a sentence, in a text without layout."""


def _width(line: Line) -> float:
    return line.bbox[2] if line.bbox else float(len(line.text.rstrip()))


def _measure(lines: Sequence[Line]) -> _Measure:
    texts = [line for line in lines if line.text.strip() and "\t" not in line.text and line.role == "body"]
    if not texts:
        return _Measure(0, 0, False, False)
    widths = sorted(_width(line) for line in texts)
    usual = widths[min(len(widths) - 1, int(len(widths) * 0.9))]
    longest = max(len(line.text) for line in texts)
    boxed = any(line.bbox for line in texts)
    # A text with one paragraph a line has a few very long ones; a wrapped one has many lines of about the same length.
    full = sum(width >= FULL_SHARE * usual for width in widths)
    broken = sum(1 for a, b in pairwise(lines) if _breaks(a.text, b.text))
    wrapped = boxed or (
        longest <= WRAPPED_LONGEST and usual >= 40 and (full >= max(3, len(widths) // 6) or broken >= 2)
    )
    follows = sum(1 for a, b in pairwise(lines) if a.text.strip() and not b.text.strip())
    return _Measure(usual, widths[-1], wrapped, follows * 4 >= len(texts), _is_punctuated(texts), _margin(texts))


def _margin(texts: Sequence[Line]) -> int:
    """The commonest indent of lines that begin with a small letter: these open no paragraph."""
    indents = Counter(_indent(line.text) for line in texts if _starts_lower(line.text))
    return indents.most_common(1)[0][0] if indents else 0


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_punctuated(texts: Sequence[Line]) -> bool:
    """Whether nearly every line before a bullet ends a sentence or is a title."""
    before = [a.text for a, b in pairwise(texts) if _DASH.match(b.text)]
    ended = sum(bool(_END.search(text)) or (starts_with_marker(text) and not _DASH.match(text)) for text in before)
    return len(before) >= 3 and ended >= PUNCTUATED_SHARE * len(before)


def _breaks(text: str, after: str) -> bool:
    """Whether a sentence is broken between two successive lines."""
    if not text.strip() or not after.strip() or _END.search(text) or starts_with_marker(after):
        return False
    return _starts_lower(after) and len(text) >= 40


def is_contents_line(text: str) -> bool:
    """Whether ``text`` is a line of a table of contents: a title, dots that lead the eye, a page.

    >>> is_contents_line("I. MỤC ĐÍCH ................ 2"), is_contents_line("Họ và tên: ................")
    (True, False)
    """
    return _LEADERS.search(text) is not None


@remembered(size=_REMEMBERED)
def starts_with_marker(text: str) -> bool:
    """Whether ``text`` opens with a label, a bullet or a phrase that always opens a paragraph.

    >>> starts_with_marker("đ) Kinh phí"), starts_with_marker("II1. Tổ chức"), starts_with_marker("2021 - 2030")
    (True, True, False)
    """
    return opens_line(text) or _opens_by_words(text)


_OPENING = re.compile(r"\s*[*_]{0,3}(?=\(?[^\W\d_])")


def _opens_by_words(text: str) -> bool:
    """Whether a line begins, with a capital, as only paragraphs do: "Căn cứ …", "TM. …", "Tháng 9: …"."""
    match = _OPENING.match(text)
    if not match or not text[match.end() :].lstrip("(")[:1].isupper():
        return False
    return bool(_SIGNING.match(text, match.end()) or _openers().match(fold(text[: match.end() + _OPENER]), match.end()))


_OPENER = 64
"""Characters in which the words stand that tell that a paragraph begins."""
_SIGNING = re.compile(rf"{SIGNING_MARKS}\s?[.,]")


@cache
def _openers() -> re.Pattern[str]:
    lists = read_yaml("plan_phrases.yaml")
    return re.compile("|".join(f"(?:{phrase})" for phrase in [*lists["opens_paragraph"], *lists["opens_schedule"]]))


@remembered(size=_REMEMBERED)
def _is_upper(text: str) -> bool:
    letters = _LETTER.findall(text)
    return len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def _starts_lower(text: str) -> bool:
    """Whether the first letter is small, or a figure or bracket continues a sentence."""
    match = re.search(r"[^\W_]", text)
    return bool(match and (match[0].islower() or match[0].isdigit()))


def _is_whole_title(last: Line, line: Line, measure: _Measure) -> bool:
    """Whether a short numbered line is a title, below which a figure begins a sentence: "1.2. Yêu cầu" / "100% …"."""
    label = read_label(last.text.strip(" *"))
    first = re.search(r"[^\W_]", line.text)
    return (
        label is not None
        and label.kind != "bullet"
        and len(label.rest.split()) <= (TITLE_WORDS if _width(last) > SHORT_SHARE * measure.usual else 2 * TITLE_WORDS)
        and label.rest[:1].isupper()
        and not label.rest.rstrip().endswith(",")
        and bool(first and first[0].isdigit())
    )


TITLE_WORDS = 3
"""Words of a title that stands alone on its line; a longer line may break before a figure, unless it is short."""
SHORT_SHARE = 0.5
"""Share of the usual line below which no line was broken for want of room."""


def _continues_dash(last: Line, line: Line, measure: _Measure) -> bool:
    """A dash at the line's start that belongs to what stands before it: "2021" / "- 2030", "kinh tế" / "- xã hội".

    A bullet there would follow a finished sentence, a title, or a line with room left, or stand where the layout
    shows a paragraph's start.
    """
    match = re.match(r"\s*[-–—]\s*(\S)", line.text)
    if (
        not match
        or line.starts_paragraph
        or _END.search(last.text)
        or not measure.wrapped
        or not _is_full(last, measure)
    ):
        return False
    if match[1].isdigit():
        return bool(_RANGE.search(last.text))
    return match[1].islower() and not _ends_title(last.text)


def _is_inside_name(last: str, text: str) -> bool:
    """Whether a dash at the start of a line stands in the name of a body: "Phòng Văn hóa" / "- Xã hội"."""
    if text.lstrip()[:1] not in "-–—" or _END.search(last):
        return False
    return (_words(last)[-2:], _words(text)[:2]) in _names_with_dashes()


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", fold(text)))


@cache
def _names_with_dashes() -> frozenset[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words on the two sides of a dash in names of bodies: "Văn hóa" and "Xã hội"."""
    rows = read_tsv("units.tsv")
    names = [name for row in rows for name in (row["name"], *row["aliases"].split("|"))]
    sides = [pair for name in names for pair in pairwise(name.split(" - "))]
    return frozenset((_words(left)[-2:], _words(right)[:2]) for left, right in sides)


def _ends_title(text: str) -> bool:
    return starts_with_marker(text) and len(text) < 60


def group_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Paragraphs: groups of successive lines, blank ones left out, every other line in exactly one group.

    lines: of one document in reading order, blank ones included where the source has them. Lines of tables (with
    tabs, or with the role ``table``) are groups of their own, as are those of the two-column head and foot unless
    they go on.
    """
    measure = _measure(lines)
    groups: list[list[Line]] = []
    current: list[Line] | None = None
    blanks = 0
    for line in lines:
        if not any(c.isalnum() for c in line.text):
            blanks += 1
            if line.text.strip():
                groups.append([line])  # a rule or a scan mark: the paragraph around it may go on
            continue
        if blanks and line.role == "body" and line.text.strip().isdigit():
            groups.append([line])  # the number of a page: the paragraph around it may go on
            blanks += 1
            continue
        if current and _joins(current, line, blanks, measure):
            current.append(line)
        else:
            current = [line]
            groups.append(current)
        blanks = 0
    return groups


def _joins(group: list[Line], line: Line, blanks: int, measure: _Measure) -> bool:
    """Whether ``line`` goes on with the paragraph ``group``."""
    last = group[-1]
    if line.starts_by_person is not None:
        return not line.starts_by_person
    if is_contents_line(last.text):
        return False
    if "table" in (line.role, last.role) or "\t" in line.text or "\t" in last.text or line.role != last.role:
        return False
    if not blanks and _is_inside_name(last.text, line.text):
        return True
    if _is_inside_citation(last.text, line.text):
        return True
    marked = starts_with_marker(line.text) and (blanks > 0 or not _continues_dash(last, line, measure))
    if last.bold and line.bold is False and not _starts_lower(line.text) and all(one.bold for one in group):
        return False  # a title in bold and the text below it
    if not marked and not blanks and (_breaks_off(last, line) or _awaits_more(group, line, measure)):
        return True
    if line.starts_paragraph is not None and not blanks:
        return _joins_by_layout(last, line, marked, measure)
    if marked:
        return False
    if blanks:
        return _joins_over_blanks(group, line, blanks, measure)
    return _joins_next_line(group, line, measure)


_ENDS_IN_CITATION = re.compile(r"(?<!\w)(?:(?P<number>so)|ngay)\s*$")
_NUMBER_OF_PAPER = re.compile(r"\d{1,5}/(?:\d{4}/)?[A-ZĐ]{1,6}(?![a-z])")
_DATE_OF_PAPER = re.compile(r"\d{1,2}(?:/\d{1,2}/\d{4}| tháng \d{1,2} năm \d{4})")


def _is_inside_citation(last: str, text: str) -> bool:
    """Whether a line ends before the number or the date of a paper that it cites, which the next one gives: no page and
    no blank line parts "Quyết định số" from "83/QĐ-UBND".

    >>> _is_inside_citation("thay thế Quyết định số", "83/QĐ-UBND ngày 27/7/2025"), _is_inside_citation("3 số", "12 hộ")
    (True, False)
    """
    match = _ENDS_IN_CITATION.search(fold(last[-_LAST_WORD:]))
    if match is None:
        return False
    return (_NUMBER_OF_PAPER if match["number"] else _DATE_OF_PAPER).match(text.strip()) is not None


_LAST_WORD = 8
"""Characters that hold the last word of such a line."""


def _joins_by_layout(last: Line, line: Line, marked: bool, measure: _Measure) -> bool:
    """What the layout says, except over a page break, where the first line's indent cannot be judged by the line
    above.
    """
    ended = bool(_END.search(last.text))
    if line.page != last.page:
        return (
            not marked
            and not ended
            and (_starts_lower(line.text) or _is_full(last, measure))
            and not _opens_title(last, line)
        )
    if line.starts_paragraph and BARE_LETTER.match(line.text):
        return False
    if line.starts_paragraph:
        # An indent that OCR or a ragged scan only seems to show: the sentence before has not ended and goes on in
        # small letters.
        return not marked and not ended and _starts_lower(line.text) and _is_full(last, measure)
    return not (marked and (ended or not _is_full(last, measure)))


def _breaks_off(last: Line, line: Line) -> bool:
    """Whether a line ends in a word that ends no sentence, however short it is and whatever letter comes next: a
    preposition with its mark ("- Phối hợp với" / "Hạt Kiểm lâm …"), or is nothing but whom to ask for something."""
    if _is_upper(last.text) or _is_upper(line.text):
        return False
    return _unfinished().search(last.text.lower()) is not None


@cache
def _unfinished() -> re.Pattern[str]:
    lists = read_yaml("plan_phrases.yaml")
    last, asking = ("|".join(map(re.escape, lists[name])) for name in ("never_last_at_all", "asking_whom"))
    return re.compile(rf"(?:(?<=[\w,)] )(?:{last})|^\s*[-–—•+*]\s*(?:{asking}))\s*$")


def _awaits_more(group: Sequence[Line], line: Line, measure: _Measure) -> bool:
    """Whether words tell that a ragged line goes on, whatever letter the next one begins with: it ends in a comma or in
    a word that never ends a paragraph ("của", "phối hợp với"), or it is a bullet without a full stop among bullets
    that have one."""
    last = group[-1]
    if not measure.wrapped or _END.search(last.text) or line.page != last.page or _opens_title(last, line):
        return False
    if _width(last) < RAGGED_SHARE * measure.usual or _is_upper(last.text) or last.bold != line.bold:
        return False
    if last.bbox and line.bbox and (line.bbox[0] > last.bbox[0] + 1.0 or _is_apart(last.bbox, line.bbox)):
        return False
    hangs = last.text.rstrip().endswith(",") or bool(_hanging().search(fold(last.text[-24:])))
    return hangs or (measure.punctuated and _DASH.match(group[0].text) is not None)


def _is_apart(high: BBox, low: BBox) -> bool:
    """Whether more than a blank line's room is between two lines."""
    return low[1] - high[1] > 2.2 * (high[3] - high[1])


@cache
def _hanging() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in read_yaml("plan_phrases.yaml")["never_last"])
    return re.compile(rf"(?<!\w)(?:{words})\s*$")


def _is_labelled(text: str) -> bool:
    """Whether a line opens with a label that asks when, where or who."""
    return text[:1].isupper() and bool(read_details(text))


@cache
def _clause_on_paper() -> re.Pattern[str]:
    """What a paper says of itself, its force and its scope, begins a paragraph."""
    lists = read_yaml("plan_phrases.yaml")
    return re.compile("|".join(f"(?:{phrase})" for phrase in [*lists["enacting"], *lists["scope"]]))


def _opens_title(last: Line, line: Line) -> bool:
    return _is_upper(last.text) != _is_upper(line.text) and (_is_upper(line.text) or _is_upper(last.text))


def _is_full(line: Line, measure: _Measure) -> bool:
    return _width(line) >= FULL_SHARE * measure.usual


def _fills(last: Line, line: Line, measure: _Measure) -> bool:
    """Whether ``last`` had no room for the first word of ``line``."""
    room = 0 if last.bbox else len(line.text.split()[0]) + 1
    return _width(last) + room >= FULL_SHARE * measure.usual


def _joins_over_blanks(group: list[Line], line: Line, blanks: int, measure: _Measure) -> bool:
    """A paragraph goes on over blank lines only where a page broke it: no end of a sentence before, small letters
    after.
    """
    last = group[-1]
    if _END.search(last.text) or _opens_title(last, line):
        return False
    if _starts_lower(line.text):
        return not _ends_title(last.text) or (measure.wrapped and _is_full(last, measure))
    return measure.wrapped and blanks >= 3 and _is_full(last, measure) and not _is_upper(last.text)


def _joins_next_line(group: list[Line], line: Line, measure: _Measure) -> bool:
    """The next physical line of a text without layout."""
    last = group[-1]
    ended = bool(_END.search(last.text))
    if not measure.wrapped:
        return (
            not ended
            and _starts_lower(line.text)
            and not _opens_title(last, line)
            and not (len(group) == 1 and _is_whole_title(last, line, measure))
        )
    if _opens_title(last, line):
        return False
    if ended and (_clause_on_paper().match(fold(line.text)) or _is_labelled(line.text)):
        return False
    if ended and not line.bbox and not _starts_lower(line.text) and _indent(line.text) > measure.margin:
        return False  # a sentence has ended and the next one is indented, however full the line was
    full = _fills(last, line, measure)
    if not full:
        return not ended and _starts_lower(line.text) and not (len(group) == 1 and _is_whole_title(last, line, measure))
    if measure.parted or not ended or _starts_lower(line.text):
        return True
    if line.bbox:  # the first line of a page without an indent goes on with a line that reached the margin
        return _width(last) >= 0.97 * measure.usual
    # No blank lines between paragraphs: where the next word would have fitted after the sentence, it was not left for
    # want of room but begins a paragraph.
    room = len(line.text.split()[0]) + 1
    return _width(last) + room > measure.longest


_GLUED = re.compile(r"(?:(?<=\w)[-–/]|(?<=\d/))\Z")


def join_lines(lines: Sequence[Line]) -> str:
    """The lines' text as one, single blanks between words; none after a hyphen or slash that is part of a word or
    number.

    >>> join_lines([Line("giai đoạn 2021-", 1), Line("2030", 2)])
    'giai đoạn 2021-2030'
    """
    parts: list[str] = []
    for line in lines:
        part = " ".join(line.text.split())
        if not part:
            continue
        if parts and not _GLUED.search(parts[-1]):
            parts.append(" ")
        parts.append(part)
    return "".join(parts)
