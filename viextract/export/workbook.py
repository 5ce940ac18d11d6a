"""Plans as an Excel workbook: who does what by when on the first sheet, a sheet for each relation behind it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from viextract.export.cells import put
from viextract.export.relations import RELATION, Relation, plan_rows
from viextract.model.plan import Plan

SHEETS = (
    *("assignments", "documents", "sections", "tasks", "criteria", "programmes", "citations", "warnings"),
    *("details", "cells"),
)
"""In this order, since the first is what most people want."""
MOST_ROWS = 1_048_575
"""Rows of a sheet below its heading (Excel's specification); further ones go to a sheet with a number."""
_WIDE = frozenset({"work", "text", "title", "path", "section", "paragraphs", "message", "indicator", "content", "name"})
_WIDE_COLUMN, _COLUMN = 60, 18
"""Characters."""


def workbook(plans: Iterable[Plan]) -> bytes:
    """The workbook's bytes. Cells that span rows in the source are filled in each, so that filters find them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = {name: _Sheet(book, RELATION[name]) for name in SHEETS}
    for plan in plans:
        for name, rows in plan_rows(plan).items():
            if name in sheets:
                for row in rows:
                    sheets[name].add([row[column] for column in sheets[name].relation.names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Sheet:
    """A sheet, and those after it where its rows are too many."""

    def __init__(self, book: Any, relation: Relation) -> None:
        self._book, self.relation, self._number, self._rows = book, relation, 0, 0
        self._open()

    def _open(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._number += 1
        self._rows = 0
        name = self.relation.name if self._number == 1 else f"{self.relation.name} {self._number}"
        self._sheet = self._book.create_sheet(name)
        for index, column in enumerate(self.relation.names, 1):
            width = _WIDE_COLUMN if column in _WIDE else _COLUMN
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        self._sheet.freeze_panes = "A2"
        last = get_column_letter(len(self.relation.names))
        self._sheet.auto_filter.ref = f"A1:{last}1"
        self._sheet.append([self._cell(name, Font(bold=True)) for name in self.relation.names])

    def add(self, values: Sequence[Any]) -> None:
        if self._rows == MOST_ROWS:
            self._open()
        self._rows += 1
        self._sheet.append([self._cell(value) for value in values])

    def _cell(self, value: Any, font: Any = None) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet)
        put(cell, value)
        if font is not None:
            cell.font = font
        return cell
