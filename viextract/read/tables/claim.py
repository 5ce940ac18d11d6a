"""Which printed lines belong to a table."""

from __future__ import annotations

from collections.abc import Sequence

from viextract.model.document import BBox, Grid, Line


def claim_lines(lines: Sequence[Line], grids: Sequence[Grid]) -> None:
    """Give the lines inside a grid the role ``table`` and tell the grid and its cells which lines they are, in place.

    Where lines carry boxes, a line is inside when its middle is inside the grid's box; else the grid's own line
    numbers count (text files). Lines of one page only; noise lines inside a grid are claimed too, since stamps and
    rules make them.
    """
    for grid in grids:
        inside = [line for line in lines if _belongs(line, grid)]
        for line in inside:
            line.role = "table"
        if inside:
            grid.lines = (min(line.number for line in inside), max(line.number for line in inside))
        before = [line.number for line in lines if line not in inside and _stands_before(line, grid)]
        grid.after_line = max(before, default=(grid.lines[0] or lines[0].number) - 1 if lines else 0)
        for cell in grid.cells:
            if cell.lines == (0, 0):
                numbers = [
                    line.number for line in inside if cell.bbox and line.bbox and _overlaps(line.bbox, cell.bbox)
                ]
                cell.lines = (min(numbers), max(numbers)) if numbers else grid.lines


def _belongs(line: Line, grid: Grid) -> bool:
    if line.bbox is None or grid.bbox is None:
        return grid.lines != (0, 0) and grid.lines[0] <= line.number <= grid.lines[1]
    middle_x, middle_y = (line.bbox[0] + line.bbox[2]) / 2, (line.bbox[1] + line.bbox[3]) / 2
    return grid.bbox[0] <= middle_x <= grid.bbox[2] and grid.bbox[1] <= middle_y <= grid.bbox[3]


def _stands_before(line: Line, grid: Grid) -> bool:
    if line.bbox is None or grid.bbox is None:
        return grid.lines != (0, 0) and line.number < grid.lines[0]
    return line.bbox[3] <= grid.bbox[1] + (line.bbox[3] - line.bbox[1]) / 2


def _overlaps(a: BBox, b: BBox) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) - max(a[1], b[1]) > 0.3 * (a[3] - a[1])
