"""Tables of Word files, where the grid is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viextract.model.document import Cell, Grid

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_grid(table: Any, *, page: int = 1, read_cell: Callable[[Any], str] | None = None) -> Grid:
    """The grid of a table, merged cells restored (``w:gridSpan``, ``w:vMerge``; ECMA-376 part 1, 17.4).

    table: a python-docx ``Table`` or its ``w:tbl`` element. read_cell gives the text of a ``w:tc`` element
    (paragraphs joined by line feeds); the built-in one takes all runs, those in tracked insertions too, and leaves
    deletions out.
    """
    element = getattr(table, "_tbl", table)
    read = read_cell or tc_text
    cells: list[Cell] = []
    open_merges: dict[int, Cell] = {}
    row_number = width = 0
    for row_number, tr in enumerate(element.iterchildren(f"{_W}tr")):
        column = _skipped(tr, "gridBefore")
        for tc in _cells_of(tr):
            span = _span(tc)
            text = read(tc)
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            upper = open_merges.get(column)
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and upper is not None:
                upper.row_span = row_number - upper.row + 1
                if text:  # a file made by a converter may carry text in the lower part of a merged cell
                    upper.text = f"{upper.text}\n{text}".strip()
            else:
                cell = Cell(row_number, column, text, column_span=span, page=page)
                cells.append(cell)
                open_merges.pop(column, None)
                if merge is not None:
                    open_merges[column] = cell
            column += span
        width = max(width, column + _skipped(tr, "gridAfter"))
    return Grid(cells, row_number + 1 if cells else 0, width, page=page, origin="docx")


def tc_text(tc: Any) -> str:
    """Text of a ``w:tc`` element: its paragraphs joined by line feeds, insertions in, deletions out, nested tables
    row by row.
    """
    paragraphs = []
    for paragraph in tc.iter(f"{_W}p"):
        parts: list[str] = []
        for node in paragraph.iter():
            if node.tag == f"{_W}t":
                parts.append(node.text or "")
            elif node.tag == f"{_W}noBreakHyphen":
                parts.append("-")
            elif node.tag == f"{_W}softHyphen":
                parts.append("\u00ad")
            elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") and node.getparent().tag == f"{_W}r":
                parts.append(" ")
        text = "".join(parts).strip()
        if text:
            paragraphs.append(text)
    return "\n".join(paragraphs)


def _cells_of(tr: Any) -> list[Any]:
    """The row's cells, those inside content controls (``w:sdt``) too."""
    found = []
    for child in tr:
        if child.tag == f"{_W}tc":
            found.append(child)
        elif child.tag == f"{_W}sdt":
            found.extend(child.iter(f"{_W}tc"))
    return found


def _span(tc: Any) -> int:
    span = tc.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, int(value)) if value.isdigit() else 1


def _skipped(tr: Any, name: str) -> int:
    """Columns that a row leaves out at its start or end."""
    mark = tr.find(f"{_W}trPr/{_W}{name}")
    value = mark.get(f"{_W}val", "0") if mark is not None else "0"
    return int(value) if value.isdigit() else 0
