"""Where a form feed parts the pages of a text file: page numbers and running heads beside it are no text.

Programs that make text of a PDF (pdftotext) put a form feed before the first line of each page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from viextract.model.document import Line
from viextract.read.layout.noise import is_page_number
from viextract.vocabulary.labels import is_capitals, read_label

FORM_FEED = "\f"
_LEAST_WORDS = 4
"""Words of a running head: less may be a label that several pages begin with ("Phụ lục")."""
_LEAST_PAGES = 2
_WIDE = re.compile(r"\t|\S {3,}\S")
_UNFINISHED = re.compile(r"[\w,)]\s*$")


def mark_page_breaks(lines: Sequence[Line]) -> None:
    """Makes noise of page numbers and running heads at form feeds, and of the blank lines where a sentence goes on."""
    breaks = [place for place, line in enumerate(lines) if line.text.startswith(FORM_FEED)]
    if not breaks:
        return
    _mark_numbers(lines, breaks)
    _mark_heads(lines, breaks)
    for place in breaks:
        _close_up(lines, place)


def _mark_numbers(lines: Sequence[Line], breaks: Sequence[int]) -> None:
    """Page numbers: alone on the line next to the break, all of them as far from the count of pages."""
    for below in (True, False):
        found = [
            (lines[at], _number(lines[at]) - page)
            for page, place in enumerate(breaks, 1)
            if (at := _next_text(lines, place, below)) is not None and is_page_number(_plain(lines[at]))
        ]
        offsets = {offset for _, offset in found}
        if len(offsets) == 1 and (len(found) >= _LEAST_PAGES or offsets <= {0, 1}):
            for line, _ in found:
                line.role, line.noise = "noise", "page-number"


def _mark_heads(lines: Sequence[Line], breaks: Sequence[int]) -> None:
    """A line that stands word for word at most breaks, on the same side of them."""
    for below in (True, False):
        places = [at for place in breaks if (at := _next_text(lines, place, below)) is not None]
        often = Counter(_plain(lines[at]) for at in places)
        for at in places:
            text = _plain(lines[at])
            if often[text] >= max(_LEAST_PAGES, len(breaks) / 2) and _may_be_head(text):
                lines[at].role, lines[at].noise = "noise", "running-head"


def _may_be_head(text: str) -> bool:
    """Heads of documents that stand one behind another are in capitals, columns of a table far apart."""
    label = read_label(text)
    return len(text.split()) >= _LEAST_WORDS and not is_capitals(text) and label is None and not _WIDE.search(text)


def _close_up(lines: Sequence[Line], place: int) -> None:
    """Blank lines at a break part no paragraphs where the sentence goes on in small letters."""
    before, after = _next_text(lines, place, below=False), _next_text(lines, place, below=True)
    if before is None or after is None or lines[before].role != "body" or lines[after].role != "body":
        return
    if (
        _UNFINISHED.search(lines[before].text)
        and _plain(lines[after])[0].islower()
        and not read_label(_plain(lines[after]))
    ):
        for line in lines[before + 1 : after]:
            if not line.text.strip():
                line.role = "noise"


def _next_text(lines: Sequence[Line], place: int, below: bool) -> int | None:
    """The nearest line of text below or above a break that is not noise."""
    span = range(place, len(lines)) if below else range(place - 1, -1, -1)
    return next((at for at in span if lines[at].text.strip() and lines[at].role != "noise"), None)


def _plain(line: Line) -> str:
    return line.text.strip()


def _number(line: Line) -> int:
    found = re.search(r"\d+", line.text)
    return int(found[0]) if found else 0
