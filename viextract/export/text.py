"""Plain text of a document: paragraphs in reading order."""

from __future__ import annotations

from viextract.model.document import Document, Grid
from viextract.read.layout import group_lines, join_lines


def document_text(document: Document) -> str:
    """Paragraphs in reading order, one a line, ending with a line feed.

    A table whose cells are not also lines of the document stands in its place, a row a line, cells parted by tabs.
    """
    lines = document.lines()
    after: dict[int, list[Grid]] = {}
    for grid in document.grids():
        if grid.lines == (0, 0):
            after.setdefault(grid.after_line, []).append(grid)
    out: list[str] = [row for grid in after.pop(0, []) for row in _rows(grid)]
    pending = sorted(after)
    for group in group_lines(lines):
        while pending and pending[0] < group[0].number:
            out += [row for grid in after[pending.pop(0)] for row in _rows(grid)]
        out.append(group[0].text.strip() if "\t" in group[0].text else join_lines(group))
    out += [row for number in pending for grid in after[number] for row in _rows(grid)]
    return "\n".join(out) + "\n"


def _rows(grid: Grid) -> list[str]:
    """The grid's rows as text; a cell that spans rows or columns stands in its first place only."""
    table = [["" for _ in range(grid.column_count)] for _ in range(grid.row_count)]
    for cell in grid.cells:
        if cell.row < grid.row_count and cell.column < grid.column_count:
            table[cell.row][cell.column] = " ".join(cell.text.split())
    return ["\t".join(row).rstrip() for row in table if any(row)]
