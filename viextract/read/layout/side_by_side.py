"""Tables that only set a letterhead, or recipients and signature, side by side: their cells are lines of the paper.

Word files and web pages have them as tables without lines; what stands between such a head and foot is a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from viextract.read.layout.head import column_order
from viextract.vocabulary.letterhead import holds, is_motto, is_number_line, is_recipients, opens_signature

_HEAD_ROWS = 6
"""Rows of a table among which those of a head stand: two for each of bodies, number, place and date."""
_HEAD_WORDS = 60
"""Words of the longest cell of a head: a joint document names some bodies one below the other."""
_COLUMNS = 3
"""Cells with text in a row of head or foot: two, and one for what stands between them."""


def head_rows(texts: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of a table are the head of a document: those down to motto, number and date."""
    rows = texts[:_HEAD_ROWS]
    long = (index for index, row in enumerate(rows) if not _is_narrow(row) or any(map(_is_long, row)))
    rows = rows[: next(long, len(rows))]
    if not any(is_motto(text) for row in rows for text in row):
        return 0
    return 1 + max(
        index
        for index, row in enumerate(rows)
        if any(is_motto(text) or is_number_line(text) or holds(text, "date") for text in row)
    )


def foot_rows(texts: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The first row of recipients and signature at the bottom of a table, and the cell of the recipients.

    A column that is headed "Nơi nhận" has no recipients behind these words in its cell, and other columns beside it.
    Without recipients a signature stands alone in the last row.
    """
    for index, row in enumerate(texts):
        for position, text in enumerate(row):
            if is_recipients(text) and all(map(_is_narrow, texts[index:])):
                signs_above = index > 0 and not _text_at(texts[index - 1], position) and len(texts[index - 1]) > 1
                return index - signs_above, position
    last = texts[-1] if texts else []
    if len(last) > 1 and sum(map(bool, last)) == 1 and opens_signature(next(filter(None, last))):
        return len(texts) - 1, 0 if last[-1] else len(last)
    return None


Lines = list[str]
"""The lines of a cell."""


def head_lines(rows: Sequence[Sequence[Lines]]) -> Lines:
    """The rows of a head in reading order, and a blank line."""
    left, right = _columns(rows, 0)
    return [*column_order(left, right, str), ""]


def foot_lines(rows: Sequence[Sequence[Lines]], recipients: int) -> Lines:
    """The recipients in the cell at this position, then the signature, and a blank line before and behind it."""
    left, right = _columns(rows, recipients)
    return ["", *left, "", *right, ""]


def _columns(rows: Sequence[Sequence[Lines]], first: int) -> tuple[Lines, Lines]:
    """The lines of the cells at this position of their rows, and those of the others."""
    cells = [(index == first, cell) for row in rows for index, cell in enumerate(row)]
    return [line for is_first, cell in cells if is_first for line in cell], [
        line for is_first, cell in cells if not is_first for line in cell
    ]


def _is_long(text: str) -> bool:
    return len(text.split()) > _HEAD_WORDS


def _text_at(row: Sequence[str], position: int) -> str:
    """The text of a row's cell, empty where it has no such cell."""
    return row[position] if position < len(row) else ""


def _is_narrow(row: Sequence[str]) -> bool:
    return sum(bool(text) for text in row) <= _COLUMNS
