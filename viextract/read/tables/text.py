"""Tables in plain text: columns parted by strokes, by tabs, or by runs of spaces that line up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.model.document import Cell, Grid, Line
from viextract.read.layout.words import Word
from viextract.read.tables.aligned import find_aligned_grids
from viextract.read.tables.pipes import find_pipe_grids
from viextract.vocabulary.column_headings import match_heading, names_period

_GROUP_TITLE = re.compile(r"^\s*(?:[IVX]+|[A-Z]|\d+)[.)]\s*\S")
"""A line between two rows that titles a group (``II. …``); only such a line may stand in a table without a tab."""


def find_text_grids(lines: Sequence[Line]) -> list[Grid]:
    """Tables among the lines of a text file, in order; cells carry their line numbers.

    Rows of strokes are read by :mod:`viextract.read.tables.pipes`. Lines with tabs make a table where at least two
    follow one another (blank lines and group titles between them do not end it). Among the other lines, those parted
    by runs of spaces make one where a line of column headings stands above them.
    """
    grids: list[Grid] = []
    for find in (find_pipe_grids, _tab_grids, _space_grids):
        taken = {number for grid in grids for number in range(grid.lines[0], grid.lines[1] + 1)}
        grids += find([line for line in lines if line.number not in taken])
    return sorted(grids, key=lambda grid: grid.lines)


def _tab_grids(lines: Sequence[Line]) -> list[Grid]:
    grids: list[Grid] = []
    run: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if run and _begins_another(line, run[0]):
            _close(run, grids)
            run, waiting = [line], []
        elif _parts_cells(line) or (run and line.text.strip() and "\t" in line.text):
            run += [*waiting, line] if run else [line]
            waiting = []
        elif (run and not line.text.strip()) or (
            run and _GROUP_TITLE.match(line.text) and len(line.text) < 160 and len(waiting) < 3
        ):
            waiting.append(line)
        else:
            _close(run, grids)
            run, waiting = [], []
    _close(run, grids)
    return grids


def _parts_cells(line: Line) -> bool:
    """Whether a tab stands behind words; one before them may indent a paragraph."""
    return "\t" in line.text.strip("\r\n ").lstrip()


def _begins_another(line: Line, header: Line) -> bool:
    """Whether a row names columns that are others than those of the table so far: of each kind of column one."""
    if not _parts_cells(line) or _cells(line.text) == _cells(header.text):
        return False
    filled = [cell for cell in _cells(line.text) if cell]
    known = [heading.meaning for cell in filled if (heading := match_heading(cell)) and not names_period(cell)]
    above = [cell for cell in _cells(header.text) if cell and match_heading(cell)]
    return len(set(known)) > 1 and 3 * len(known) >= 2 * len(filled) and len(above) > 1


def _close(run: list[Line], grids: list[Grid]) -> None:
    while run and not _parts_cells(run[-1]):
        run.pop()
    if sum(map(_parts_cells, run)) >= 2:
        grids.append(_tab_grid(run))


def _tab_grid(run: list[Line]) -> Grid:
    """One row a line; a line with fewer tabs is completed by the next where both together have as many as the
    table's rows.
    """
    filled = [line for line in run if line.text.strip()]
    width = max(line.text.count("\t") for line in filled) + 1
    rows: list[tuple[list[str], Line, Line]] = []
    index = 0
    while index < len(filled):
        first = last = filled[index]
        texts = _cells(first.text)
        while (
            1 < len(texts) < width
            and index + 1 < len(filled)
            and "\t" in filled[index + 1].text
            and len(texts) + len(_cells(filled[index + 1].text)) - 1 == width
        ):
            index += 1
            last = filled[index]
            more = _cells(last.text)
            texts = [*texts[:-1], f"{texts[-1]}\n{more[0]}".strip(), *more[1:]]
        rows.append((texts, first, last))
        index += 1
    cells = []
    for number, (texts, first, last) in enumerate(rows):
        span = (first.number, last.number)
        confidence = min(first.confidence, last.confidence)
        if len(texts) == 1:
            cells.append(
                Cell(number, 0, texts[0], column_span=width, page=first.page, lines=span, confidence=confidence)
            )
            continue
        for column in range(width):
            text = texts[column] if column < len(texts) else ""
            cells.append(Cell(number, column, text, page=first.page, lines=span, confidence=confidence))
    start, end = filled[0].number, filled[-1].number
    return Grid(cells, len(rows), width, page=filled[0].page, after_line=start - 1, lines=(start, end), origin="tabs")


def _cells(text: str) -> list[str]:
    return [part.strip() for part in text.strip("\r\n").split("\t")]


_TOKEN = re.compile(r"\S+")


_LETTER_WIDTH, _LINE_PITCH, _LETTER_HEIGHT = 5.0, 10.0, 9.0
"""Typed text on a page: a gap of two spaces is wider than a letter is high, one space is narrower."""


def _space_grids(lines: Sequence[Line]) -> list[Grid]:
    """The same finder as for words on a page, with letters of one width: a column gap is two spaces or more."""
    if not any(re.search(r"\S {3,}\S", line.text) for line in lines):
        return []
    by_number = {line.number: line for line in lines}
    grids = find_aligned_grids([word for line in lines for word in _typed(line)])
    for grid in grids:
        if grid.bbox is None:
            continue
        grid.lines = (int(grid.bbox[1] / _LINE_PITCH), int(grid.bbox[3] / _LINE_PITCH))
        grid.after_line = grid.lines[0] - 1
        grid.page = by_number[grid.lines[0]].page if grid.lines[0] in by_number else 1
        for cell in grid.cells:
            if cell.bbox is not None:
                cell.lines = (int(cell.bbox[1] / _LINE_PITCH), int(cell.bbox[3] / _LINE_PITCH))
            cell.page = grid.page
        grid.bbox = None  # typed text has no places on a page
    return grids


def _typed(line: Line) -> list[Word]:
    top = line.number * _LINE_PITCH
    return [
        Word(
            match[0],
            (match.start() * _LETTER_WIDTH, top, match.end() * _LETTER_WIDTH, top + _LETTER_HEIGHT),
            line.confidence,
        )
        for match in _TOKEN.finditer(line.text.expandtabs(8))
    ]
