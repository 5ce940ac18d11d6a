"""Grids of several pages into one table: repeated headers dropped, missing ones inherited."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from viextract.model.document import Grid
from viextract.parse.tables.columns import (
    Header,
    by_contents,
    column_meanings,
    find_header,
    guess_meanings,
    plain_header,
)
from viextract.parse.tables.linegrid import LineTable, PrintedLine, rows_of
from viextract.parse.tables.logical import LogicalTable, Row, Text, flat, matrix
from viextract.parse.tables.rows import band_title
from viextract.vocabulary.column_headings import folded

SAME_HEADER = 80.0
"""Likeness of two headers (letters without marks) at which the second repeats the first: OCR reads each page anew."""


def join_grids(grids: Sequence[Grid], between: Sequence[int]) -> list[LogicalTable]:
    """Tables from grids in reading order.

    between: for each grid, how many lines of text stand between it and the grid before; a table only goes on where
    there are none but the odd page number. A single column is a text box, no table.
    """
    tables: list[LogicalTable] = []
    for grid, gap in zip(grids, between, strict=True):
        if grid.column_count < 2 or not any(cell.text.strip() for cell in grid.cells):
            continue
        rows = matrix(grid)
        header = find_header(rows)
        previous = tables[-1] if tables else None
        if previous is not None and gap <= 1 and _goes_on(previous, header, grid):
            _append(previous, rows[header.end if header else 0 :], grid)
        else:
            tables.append(_new_table(rows, header, grid))
    return tables


def _goes_on(table: LogicalTable, header: Header | None, grid: Grid) -> bool:
    """The grid continues the table: its header says the same, or it has none and as many columns in the same places."""
    if header is not None:
        return fuzz.ratio(folded(" ".join(header.names)), folded(table.header_text)) >= SAME_HEADER
    return grid.column_count == table.width and (
        grid.page <= table.page + 1 or grid.origin in ("tabs", "pipes", "docx")
    )


def _new_table(rows: list[Row], header: Header | None, grid: Grid) -> LogicalTable:
    header = header or plain_header(rows)
    if header is None:
        names = [""] * grid.column_count
        meanings = guess_meanings(rows, grid.column_count)
        body = rows
    else:
        names, meanings, body = header.names, header.meanings, rows[header.end :]
        meanings = by_contents(meanings, names, body)
    table = LogicalTable(
        names,
        list(meanings),
        origin=grid.origin,
        page=grid.page,
        bbox=grid.bbox,
        after_line=grid.after_line,
        header_text=" ".join(names),
    )
    _append(table, body, grid)
    return table


def _line_rows(table: LogicalTable, rows: Sequence[Row]) -> list[Row]:
    """Rows of a grid of printed lines, put together by what the columns mean."""
    lines = LineTable(table.meanings, spaced=True)
    for row in rows:
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        boxes = [cell.bbox for cell in filled if cell.bbox]
        number = min((cell.lines[0] for cell in filled), default=0)
        y = boxes[0][3] if boxes else float(number)
        band = band_title(row, table)
        lines.lines.append(
            PrintedLine(
                y,
                number,
                filled[0].page,
                [cell.text if not cell.wide else "" for cell in row],
                flat(band.text) if band is not None else None,
                min(cell.confidence for cell in filled),
                [cell.bbox[3] if cell and cell.bbox else y for cell in row],
            )
        )
    return rows_of(lines)


def _append(table: LogicalTable, rows: Sequence[Row], grid: Grid) -> None:
    if grid.origin == "aligned":
        rows = _line_rows(table, [_fitted(row, table.width) for row in rows])
    if len(rows) and table.rows:
        table.breaks.add(len(table.rows))
    table.rows += [_fitted(row, table.width) for row in rows if any(row) or grid.origin == "ruled"]
    table.page = grid.page
    table.grids.append(grid)
    if grid.lines != (0, 0):
        table.lines |= set(range(grid.lines[0], grid.lines[1] + 1))


def _fitted(row: Row, width: int) -> Row:
    """The row with exactly ``width`` cells: what is too much joins the last, what is missing is empty."""
    if len(row) < width:
        return row + [Text("", row[0].page if row else 1) for _ in range(width - len(row))]
    for extra in row[width:]:
        if extra and extra is not row[width - 1]:
            row[width - 1].append(extra)
    return row[:width]


__all__ = ["column_meanings", "join_grids"]
