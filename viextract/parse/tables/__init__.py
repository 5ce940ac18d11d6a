"""Tables: rows, the meaning of columns, criteria and programmes.

The door is :func:`parse_tables`: the parser of the whole document calls it first and leaves the lines in
``consumed`` out of sections and tasks.
"""

from __future__ import annotations

from collections.abc import Sequence

from viextract.model.document import Document, Grid, Line
from viextract.model.warning_codes import WarningCode
from viextract.parse.tables.captions import caption_of
from viextract.parse.tables.columns import kind_of_table
from viextract.parse.tables.continuation import says_same
from viextract.parse.tables.flattened import find_flattened, with_signs
from viextract.parse.tables.joining import join_grids
from viextract.parse.tables.meaning import TableReader, deadline_of
from viextract.parse.tables.result import TableResult
from viextract.parse.tables.rows import resolve_rows

__all__ = ["TableResult", "deadline_of", "parse_tables", "says_same"]


def parse_tables(document: Document, *, appendix_line: int | None = None) -> TableResult:
    """What the tables of a document say.

    appendix_line: number of the first line of the appendix where the caller knows it; a table whose columns the OCR
    has flattened into lines is looked for from there on (found by its headings where None). Grids that reading found
    are used wherever they stand; a document without any gets its tab- and space-parted tables found here. Never
    fails: what is no table stays text.
    """
    lines = document.running_text()
    grids = document.grids() or _grids_in_text(document)
    reader = TableReader()
    between = _lines_between(grids, lines)
    for table in join_grids(grids, between):
        kind = kind_of_table(table.meanings)
        title, caption = caption_of(lines, table.after_line)
        table_id = reader.add(table, resolve_rows(table, kind), title=title, caption=caption)
        for grid in table.grids:
            grid.table = table_id
    if not _tables_are_known(document, grids):
        _add_flattened(reader, with_signs(lines), appendix_line)
    reader.result.consumed |= {line.number for line in lines if line.role == "table"}
    return reader.result


def _tables_are_known(document: Document, grids: Sequence[Grid]) -> bool:
    """Whether the file itself (a Word file) or drawn rules tell the tables: there are no others to be guessed at."""
    word_file = not document.media_type.startswith("text") and any(
        page.source.text_origin == "text" for page in document.pages
    )
    return word_file or any(grid.origin in ("docx", "ruled") for grid in grids)


def _add_flattened(reader: TableReader, lines: Sequence[Line], appendix_line: int | None) -> None:
    """Tables whose columns OCR has mixed, among the lines that belong to no grid."""
    free = [line for line in lines if line.role != "table" and line.number not in reader.result.consumed]
    start = next((k for k, line in enumerate(free) if appendix_line is not None and line.number >= appendix_line), 0)
    while (found := find_flattened(free, start)) is not None:
        table, numbers = found
        kind = kind_of_table(table.meanings)
        title, caption = caption_of(lines, table.after_line)
        reader.add(table, resolve_rows(table, kind), title=title, caption=caption)
        message = f"a table was rebuilt from flattened text: {table.header_text}"
        if table.doubtful:
            message += f"; words of these lines may be of other columns: {_named(table.doubtful)}"
        reader.result.warnings.append((WarningCode.TABLE_DOUBTFUL, message, min(numbers)))
        start = next((k for k, line in enumerate(free) if line.number > max(numbers)), len(free))


def _named(numbers: Sequence[int]) -> str:
    """Numbers as runs: ``3-5, 9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _grids_in_text(document: Document) -> list[Grid]:
    from viextract.read.tables import find_text_grids

    if not document.media_type.startswith("text"):
        return []
    return find_text_grids(document.running_text())


def _lines_between(grids: Sequence[Grid], lines: Sequence[Line]) -> list[int]:
    """For each grid, the lines of text between it and the grid before it (blank ones and those of tables not
    counted).
    """
    counts = []
    for index, grid in enumerate(grids):
        if index == 0:
            counts.append(99)
            continue
        before = grids[index - 1]
        low = max(before.lines[1], before.after_line)
        counts.append(
            sum(
                low < line.number <= grid.after_line and line.role != "table" and bool(line.text.strip())
                for line in lines
            )
        )
    return counts
