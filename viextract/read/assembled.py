"""From a page's words and tables to the page, whoever read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viextract.model.document import BBox, Grid, Page
from viextract.model.plan import PageSource
from viextract.read.layout import lay_out, without_layout_tables, without_stamps
from viextract.read.layout.words import Word
from viextract.read.tables import claim_lines


def assembled(words: Sequence[Word], grids: list[Grid], width: float, height: float, source: PageSource) -> Page:
    grids, stamps = without_stamps(without_layout_tables(grids), width, height)
    lines = lay_out(words, width, height, source.number, tables=grids, stamps=stamps)
    claim_lines(lines, grids)
    for grid in grids:
        move_grid(grid, rounded)
        # Noise has its numbers after all else, wherever on the page it stands: it is no place for a table.
        grid.after_line = max((line.number for line in lines if line.number < _first_line(grid)), default=0)
    return Page(source.number, round(width, 2), round(height, 2), source, lines, grids)


def _first_line(grid: Grid) -> int:
    return grid.lines[0] if grid.lines != (0, 0) else grid.after_line + 1


def move_grid(grid: Grid, move: Callable[[BBox], BBox]) -> None:
    grid.bbox = move(grid.bbox) if grid.bbox is not None else None
    for cell in grid.cells:
        cell.bbox = move(cell.bbox) if cell.bbox is not None else None


def rounded(box: BBox) -> BBox:
    left, top, right, bottom = (round(float(value), 2) for value in box)
    return left, top, right, bottom
