"""Tables without rules, read anew column by column once the page's words have shown where the columns are.

An engine that reads such a table with the page runs its lines over the columns and loses what stands apart. The
pieces of each column, cut where the white between two lines is wider than within a cell, are read as the cells of ruled
tables are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viextract.model.document import BBox, Grid
from viextract.read.layout.words import Word, contains_centre
from viextract.read.tables.aligned import find_aligned_grids
from viextract.read.tables.cells import Recognise, ink_alone, read_cells

CELL_GAP = 5.5
"""Points of white between two lines of different cells: lines of one cell leave less."""
ABOVE, BELOW = 2.5, 3.0
"""Points that marks reach over and under the boxes of a line's words."""

Image = NDArray[np.uint8]


def read_columns(
    image: Image, scale: float, words: Sequence[Word], page: int, recognise: Recognise
) -> tuple[list[Word], list[Grid]]:
    """The page's words and its tables without rules, those words read anew that stand in such a table's columns.

    image: the level grey page. scale: pixels per point. words: as they were read with the page, boxes in points.
    Nothing is read where the words make no table, and what they say is kept where the fresh reading makes none.
    """
    grids = find_aligned_grids(words, page=page)
    pieces = [box for grid in grids for box in _pieces(image, scale, grid)]
    if not pieces:
        return list(words), grids
    read = read_cells(image, pieces, scale, recognise)
    pieces = [box for box in pieces if any(contains_centre(box, word.bbox) for word in read)]
    kept = [word for word in words if not any(contains_centre(box, word.bbox) for box in pieces)]
    fresh = [*kept, *read]
    again = find_aligned_grids(fresh, page=page)
    shapes = [grid.column_count for grid in again]
    return (fresh, again) if shapes == [grid.column_count for grid in grids] else (list(words), grids)


def _pieces(image: Image, scale: float, grid: Grid) -> list[BBox]:
    """Boxes around what stands together in a column, of all columns between two titles of groups."""
    boxes: list[BBox] = []
    run: list[int] = []
    titles = {cell.row for cell in grid.cells if cell.column_span == grid.column_count}
    for row in [*range(grid.row_count), -1]:
        if row in titles or row < 0 or (run and run[-1] == 0):
            boxes += _column_pieces(image, scale, grid, run)
            run = []
        if row >= 0 and row not in titles:
            run.append(row)
    return boxes


def _column_pieces(image: Image, scale: float, grid: Grid, rows: Sequence[int]) -> list[BBox]:
    cells = [cell for cell in grid.cells if cell.row in set(rows) and cell.text and cell.bbox is not None]
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    if not boxes:
        return []
    top, bottom = min(box[1] for box in boxes) - ABOVE, max(box[3] for box in boxes) + BELOW
    walls = sorted({(cell.bbox[0], cell.bbox[2]) for cell in grid.cells if cell.bbox and cell.column_span == 1})
    pieces: list[BBox] = []
    for left, right in walls:
        low, high = max(int(top * scale), 0), int(bottom * scale)
        part = image[low:high, max(int(left * scale), 0) : int(right * scale)]
        if part.size:
            pieces += [(left, low / scale + y0, right, low / scale + y1) for y0, y1 in _parted(part, scale)]
    return pieces


def _parted(column: Image, scale: float) -> list[tuple[float, float]]:
    """From where to where (points from its top) the pieces of a column reach: each up to the middle of the white
    between it and the next.
    """
    dark = (ink_alone(column) < 125).sum(axis=1) >= max(2, int(0.5 * scale))
    inked = np.flatnonzero(dark)
    if not len(inked):
        return []
    breaks = np.flatnonzero(np.diff(inked) > CELL_GAP * scale)
    cuts = [0.0, *((inked[k] + inked[k + 1]) / 2 / scale for k in breaks), column.shape[0] / scale]
    return [(float(a), float(b)) for a, b in pairwise(cuts)]
