"""Tables in plain text whose columns are parted by upright strokes, as Markdown and other programs write them.

Rows begin and end with a stroke or not; a line of dashes below the headings, or lines of dashes and crosses between
rows (whose lines then belong to one row), are rules and no text. Forms: GitHub Flavored Markdown, "Tables (extension)";
grid tables of reStructuredText and Pandoc; what database shells print.

>>> [parts_of_row(text) for text in ("| 1 | Thả diều |", "1 | Thả diều", "Thả diều")]
[['1', 'Thả diều'], ['1', 'Thả diều'], []]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viextract.model.document import Cell, Grid, Line

_STROKE = re.compile(r"(?<!\\)[|│┃║]")
_RULE = re.compile(r"[\s|│┃║+:=\-–—─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]{3,}")
_DASHES = re.compile(r"[-–—─━═=]{2}|[+|]:?-:?[+|]")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""What breaks a line within a cell or paragraph of Markdown."""

_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]+|[A-Z])[.)]?")
"""What begins a row of its own, whether a rule stands above it or not."""

LEAST_ROWS = 2
"""Rows of a table that has a rule, or strokes at both ends of its rows."""
LEAST_PLAIN_ROWS = 3
"""Rows of one that has neither: an engine reads a stray line or a capital I as a stroke, but not in row after row."""
LEAST_PLAIN_COLUMNS = 3


def is_rule(text: str) -> bool:
    """Whether a line draws a rule and has no text: "|---|:--:|", "+----+----+"."""
    return _RULE.fullmatch(text.strip()) is not None and _DASHES.search(text) is not None


def parts_of_row(text: str) -> list[str]:
    """The cells of a line; none where no stroke parts it."""
    text = text.strip()
    if not _STROKE.search(text):
        return []
    parts = _STROKE.split(text)
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip() and _STROKE.fullmatch(text[-1]):
        parts = parts[:-1]
    return [LINE_BREAK.sub("\n", part.replace("\\|", "|")).strip() for part in parts] if len(parts) > 1 else []


def find_pipe_grids(lines: Sequence[Line]) -> list[Grid]:
    """The tables among the lines of a text, in order; cells carry their line numbers."""
    return [_grid(run) for run in _runs(lines) if _is_table(run)]


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow one another and are rows or rules."""
    run: list[Line] = []
    for line in lines:
        if parts_of_row(line.text) or (is_rule(line.text) and (run or "+" in line.text or _STROKE.search(line.text))):
            run.append(line)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _is_table(run: Sequence[Line]) -> bool:
    rows = [parts_of_row(line.text) for line in run if not is_rule(line.text)]
    counts = {len(row) for row in rows}
    if len(rows) < LEAST_ROWS or not any(any(row) for row in rows):
        return False
    if any(is_rule(line.text) for line in run):
        return True
    closed = all(_STROKE.match(line.text.strip()) and _STROKE.fullmatch(line.text.strip()[-1]) for line in run)
    if closed:
        return len(counts) == 1
    return len(counts) == 1 and min(counts) >= LEAST_PLAIN_COLUMNS and len(rows) >= LEAST_PLAIN_ROWS


def _grid(run: Sequence[Line]) -> Grid:
    """One row a line; where rules stand between rows, one row from rule to rule."""
    groups = _groups(run)
    width = max(len(parts_of_row(line.text)) for group in groups for line in group)
    cells = []
    for number, group in enumerate(groups):
        parts = [parts_of_row(line.text) for line in group]
        span = (group[0].number, group[-1].number)
        confidence = min(line.confidence for line in group)
        for column in range(width):
            text = "\n".join(row[column] for row in parts if column < len(row) and row[column])
            cells.append(Cell(number, column, text, page=group[0].page, lines=span, confidence=confidence))
    start, end = run[0].number, run[-1].number
    return Grid(cells, len(groups), width, page=run[0].page, after_line=start - 1, lines=(start, end), origin="pipes")


def _groups(run: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row: a rule below the headings alone parts them from rows of one line each, rules between rows
    part rows of several lines.
    """
    inner = [k for k, line in enumerate(run) if is_rule(line.text)]
    rows = [line for line in run if not is_rule(line.text)]
    between = [k for k in inner if 0 < k < len(run) - 1]
    if len(between) < 2:
        return [[line] for line in rows]
    groups: list[list[Line]] = [[]]
    for line in run:
        if is_rule(line.text):
            groups.append([])
        elif groups[-1] and _NUMBER.fullmatch(parts_of_row(line.text)[0]):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]
