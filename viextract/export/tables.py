"""A plan's tables in other forms: text for a terminal, CSV, and XLSX with merged cells restored."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as Drawn

from viextract.model.plan import Table
from viextract.vocabulary.column_headings import match_heading

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SINGLE = frozenset({"report", "deadline", "number", "funding", "amount", "note"})
"""Columns whose cells repeat by chance."""
_WIDEST = 60
"""Letters in a column of a spreadsheet before its text wraps."""


def tables_text(tables: Sequence[Table], *, width: int = 100) -> str:
    """The tables drawn for a person to read, ``width`` columns wide; repeated cells of a span are shown once."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    for table in tables:
        title = " – ".join(filter(None, [table.id, table.kind, table.title]))
        drawn = Drawn(title=title, caption=table.caption, show_lines=True, title_justify="left", caption_justify="left")
        for name in table.columns:
            drawn.add_column(name, overflow="fold")
        hidden = {(row, column) for first, last, column in spans(table) for row in range(first + 1, last + 1)}
        for index, row in enumerate(table.rows):
            cells = ["" if (index, column) in hidden else cell or "" for column, cell in enumerate(row)]
            drawn.add_row(*(cell.replace("[", r"\[") for cell in cells))
        console.print(drawn)
        console.print()
    return out.getvalue()


def tables_csv(tables: Sequence[Table]) -> str:
    """The tables as CSV (RFC 4180, comma, line ends CR LF): a line of column names, then the rows, spans repeated;
    tables are parted by an empty line.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for index, table in enumerate(tables):
        if index:
            out.write("\r\n")
        writer.writerow(table.columns)
        writer.writerows([[cell or "" for cell in row] for row in table.rows])
    return out.getvalue()


def tables_xlsx(tables: Sequence[Table]) -> bytes:
    """The tables as an Excel workbook, a sheet each: bold frozen headings, cells that cover several rows merged
    again.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for table in tables:
        sheet = book.create_sheet(table.id)
        grid: list[Sequence[str | None]] = [table.columns, *table.rows]
        for r, row in enumerate(grid, 1):
            for c, text in enumerate(row, 1):
                cell = sheet.cell(r, c)
                cell.border = border
                cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if r == 1 else None)
                cell.font = Font(bold=r == 1 or is_band(row))
                if text:
                    cell.value = _CONTROL.sub("", text)
                    cell.data_type = "s"  # text that begins with "=" is no formula
        for first, last, column in spans(table):
            sheet.merge_cells(start_row=first + 2, end_row=last + 2, start_column=column + 1, end_column=column + 1)
        for index, row in enumerate(table.rows):
            if is_band(row) and len(row) > 1:
                sheet.merge_cells(start_row=index + 2, end_row=index + 2, start_column=1, end_column=len(row))
        for c in range(len(table.columns)):
            longest = max((len(row[c] or "") for row in grid if c < len(row) and not is_band(row)), default=10)
            sheet.column_dimensions[get_column_letter(c + 1)].width = min(_WIDEST, max(8, longest * 0.6 + 4))
        sheet.freeze_panes = "A2"
    if not tables:
        book.create_sheet("tables")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def is_band(row: Sequence[str | None]) -> bool:
    """The row is a group's title: text in the first column alone."""
    return bool(row) and bool(row[0]) and not any(row[1:]) and len(row) > 1


def spans(table: Table) -> Iterator[tuple[int, int, int]]:
    """(first row, last row, column) of the cells that cover several rows.

    Equal texts of several words below each other are one cell, but never over the edge of a cell to their left that
    covers rows. Short texts (``%``) repeat without being one.
    """
    count = len(table.rows)
    edges = {0, count}
    for index, cells in enumerate(table.rows):
        if is_band(cells):
            edges |= {index, index + 1}
    for column, name in enumerate(table.columns):
        heading = match_heading(name.split(" – ")[-1])
        if heading is not None and heading.meaning in _SINGLE:
            continue
        equal = [_equal(table, row, column) for row in range(count - 1)]
        start = 0
        for row in range(1, count + 1):
            if row < count and row not in edges and equal[row - 1]:
                continue
            if row - start > 1:
                yield start, row - 1, column
            start = row
        if any(equal):
            edges |= {row + 1 for row, same in enumerate(equal) if not same}


def _equal(table: Table, row: int, column: int) -> bool:
    """The cell below reads the same."""
    above, below = table.rows[row][column], table.rows[row + 1][column]
    return above is not None and above == below and len(above.split()) > 1
