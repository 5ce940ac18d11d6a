"""Documents for the tests of tables."""

from __future__ import annotations

from collections.abc import Sequence

from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource


def text_document(text: str) -> Document:
    """A text file's document."""
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    source = PageSource(number=1, text_origin="text", quality=1.0)
    return Document("plan.txt", "", "text/plain", [Page(1, 0, 0, source, lines)], page_count=1)


def grid_document(*grids: Grid) -> Document:
    """A PDF's document with a grid on each page."""
    pages = []
    for number, grid in enumerate(grids, 1):
        grid.page = number
        for cell in grid.cells:
            cell.page = number
        source = PageSource(number=number, text_origin="text-layer", quality=1.0)
        pages.append(Page(number, 595, 842, source, [], [grid]))
    return Document("plan.pdf", "", "application/pdf", pages, page_count=len(pages))


def grid(*rows: Sequence[str | None]) -> Grid:
    """A ruled grid. None goes on with the cell above, "<" with the cell to the left."""
    cells: list[Cell] = []
    at: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                cell = at[r - 1, c]
                cell.row_span = r - cell.row + 1
            elif text == "<":
                cell = at[r, c - 1]
                cell.column_span = c - cell.column + 1
            else:
                cell = Cell(r, c, text)
                cells.append(cell)
            at[r, c] = cell
    return Grid(cells, len(rows), max(map(len, rows)))
