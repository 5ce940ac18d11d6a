"""Words into cells, and a frame with its words into a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.model.document import BBox, Cell, Grid
from viextract.read.layout.words import Word
from viextract.read.tables.rules import Frame
from viextract.read.tables.words import PlacedWord, cell_text

LEAST_TEXT_HEIGHT = 6.0
"""Rows lower than this (points) cannot hold a line of print: they are double rules."""

_INSIDE = 0.5
"""Share of a typed word's box within a table to be its text: the line below may reach over the last rule."""


def grid_from_frame(frame: Frame, words: Sequence[PlacedWord], *, page: int, edge: float = 0.0) -> Grid | None:
    """A grid with the words put into the cells in which most of their area lies.

    edge: how far (points) OCR's boxes may hold a rule, whose trace (``|``, ``[``) is then cut from a word's end; 0
    for digital text. read_cell: reads a cell again where words were found that lie across a column rule. None where
    nothing is inside the frame.
    """
    boxes = [cell.bbox for cell in frame.cells]
    held: list[list[PlacedWord]] = [[] for _ in frame.cells]
    for word in words:
        for part in _split_at_walls(word, frame) if edge else [word]:
            best = max(range(len(boxes)), key=lambda i: _shared(part.bbox, boxes[i]))
            if _shared(part.bbox, boxes[best]) > 0 and (edge or _shared(part.bbox, frame.bbox) > _INSIDE):
                held[best].append(part)
    if not any(held):
        return None
    cells = []
    for cell, inside in zip(frame.cells, held, strict=True):
        cell.raw, cell.confidence = cell_text(_without_rule_traces(inside, cell.bbox, edge))
        cell.page = page
        cells.append(cell)
    return _without_empty_bands(
        Grid(cells, len(frame.ys) - 1, len(frame.xs) - 1, page=page, bbox=frame.bbox, origin="ruled"), frame
    )


def _shared(a: BBox | None, b: BBox | None) -> float:
    """Area that two boxes share, as a share of the first (its middle alone decides where boxes have no area)."""
    if a is None or b is None:
        return 0.0
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return width * height / max((a[2] - a[0]) * (a[3] - a[1]), 1e-6) if width > 0 and height > 0 else 0.0


_BARS = re.compile(r"[|¦]+")


def _split_at_walls(word: PlacedWord, frame: Frame) -> list[PlacedWord]:
    """OCR joins the words of two cells over a thin rule: ``chữ|tiếp`` is parted at the bar where a column rule
    crosses the box.
    """
    parts = [part for part in _BARS.split(word.text) if part]
    if len(parts) != 2 or len(word.text) == len(parts[0]):
        return [word]
    x0, y0, x1, y1 = word.bbox
    wall = next((x for x in frame.xs[1:-1] if x0 + 1 < x < x1 - 1), None)
    if wall is None:
        return [word]
    return [Word(parts[0], (x0, y0, wall, y1), word.confidence), Word(parts[1], (wall, y0, x1, y1), word.confidence)]


_TRACE = re.compile(r"^[|¦\[\]{}!_—–\-'‘’.,:;\\/~]+$")


def _without_rule_traces(words: Sequence[PlacedWord], box: BBox | None, edge: float) -> list[PlacedWord]:
    """Words without the strokes that OCR made of the cell's rules: lone marks at the edge, bars at a word's end
    there.
    """
    if not edge or box is None:
        return list(words)
    kept: list[PlacedWord] = []
    for word in words:
        x0, y0, x1, y1 = word.bbox
        at_left, at_right = x0 - box[0] <= edge, box[2] - x1 <= edge
        flat = (y0 - box[1] <= edge and y1 - box[1] <= 2 * edge) or (box[3] - y1 <= edge and box[3] - y0 <= 2 * edge)
        if (at_left or at_right or flat) and _TRACE.match(word.text):
            continue
        text = word.text.lstrip("|¦[") if at_left else word.text
        text = text.rstrip("|¦]") if at_right else text
        text = text.strip("|¦")
        if text:
            kept.append(Word(text, word.bbox, word.confidence))
    return kept


def _without_empty_bands(grid: Grid, frame: Frame) -> Grid:
    """Rows too low for print and columns too narrow for it (double rules) are taken out when no text stands in them."""
    low = [r for r in range(grid.row_count) if frame.ys[r + 1] - frame.ys[r] < LEAST_TEXT_HEIGHT]
    narrow = [c for c in range(grid.column_count) if frame.xs[c + 1] - frame.xs[c] < LEAST_TEXT_HEIGHT]
    for r in sorted(low, reverse=True):
        if not any(cell.text for cell in grid.cells if cell.row == r and cell.row_span == 1):
            grid.cells = [cell for cell in grid.cells if not (cell.row == r and cell.row_span == 1)]
            for cell in grid.cells:
                _drop_row(cell, r)
            grid.row_count -= 1
    for c in sorted(narrow, reverse=True):
        if not any(cell.text for cell in grid.cells if cell.column == c and cell.column_span == 1):
            grid.cells = [cell for cell in grid.cells if not (cell.column == c and cell.column_span == 1)]
            for cell in grid.cells:
                _drop_column(cell, c)
            grid.column_count -= 1
    for r in range(grid.row_count - 1, 0, -1):
        if not any(cell.row == r for cell in grid.cells):
            for cell in grid.cells:
                _drop_row(cell, r)
            grid.row_count -= 1
    return grid


def _drop_row(cell: Cell, row: int) -> None:
    if cell.row > row:
        cell.row -= 1
    elif cell.row + cell.row_span > row:
        cell.row_span -= 1


def _drop_column(cell: Cell, column: int) -> None:
    if cell.column > column:
        cell.column -= 1
    elif cell.column + cell.column_span > column:
        cell.column_span -= 1
