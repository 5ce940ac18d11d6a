"""Grids of a scanned page, from the rules in its image (OpenCV) and the words that OCR read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.model.document import BBox, Grid
from viextract.read.grids.aligned import find_aligned_grids
from viextract.read.grids.fill import grid_from_frame
from viextract.read.grids.rules import Rule, frames
from viextract.read.grids.words import CellReader, PlacedWord, Word

Image = NDArray[np.uint8]

INK_CONTRAST = 9
"""Grey levels by which a rule must be darker than the paper around it: faint copies keep 10 to 20."""
BRIDGE = 2.5
"""Gaps inside a rule (points) that noise and JPEG leave; words stand further apart from one another."""
LEAST_RUN = 17.0
"""Length (points) of straight ink that only rules have: the height of one table row, above any letter or dash."""
MOST_THICK = 4.5
"""Thickness (points) above which ink is a bar, a stamp or a scan's edge."""


def find_image_grids(
    image: Image,
    words: Sequence[PlacedWord],
    scale: float,
    page: int,
    *,
    read_cell: CellReader | None = None,
    aligned: bool = True,
    debug: Path | None = None,
) -> list[Grid]:
    """Tables of a page image, top to bottom.

    image: grey or colour, upright, the one that the words were read from (a skew of up to about 3 degrees is followed).
    words: boxes in PDF points. scale: pixels per point (200 dpi: 200/72). page: its number from 1.
    read_cell: reads a cell of doubtful words again (optional). aligned: look for tables without rules too.
    debug: folder for ``tables-page-N.png`` with the rules, cells and words as they were understood.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    horizontal, vertical = image_rules(grey, scale)
    angle = _slant(horizontal)
    turn = _Turn(angle, (grey.shape[1] / scale / 2, grey.shape[0] / scale / 2))
    flat = [turn.horizontal(stroke) for stroke in horizontal]
    upright = [turn.vertical(stroke) for stroke in vertical]
    found = frames(flat, upright, snap=3.5, gap=9.0, reach=6.0)
    placed = [Word(word.text, turn.box(word.bbox), word.confidence) for word in words] if angle else list(words)
    grids = [grid for f in found if (grid := grid_from_frame(f, placed, page=page, read_cell=read_cell, edge=5.0))]
    if aligned:
        boxes = [grid.bbox for grid in grids if grid.bbox]
        free = [word for word in placed if not any(_inside(word.bbox, box) for box in boxes)]
        grids += find_aligned_grids(free, page=page, lines=flat)
    if angle:
        for grid in grids:
            grid.bbox = turn.back(grid.bbox)
            for cell in grid.cells:
                cell.bbox = turn.back(cell.bbox)
    grids.sort(key=lambda grid: grid.bbox[1] if grid.bbox else 0.0)
    if debug is not None:
        from viextract.read.grids.picture import draw_grids

        draw_grids(grey, grids, scale, debug / f"tables-page-{page}.png")
    return grids


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight run of ink between two points, in PDF points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def length(self) -> float:
        return math.hypot(self.x1 - self.x0, self.y1 - self.y0)


def image_rules(grey: Image, scale: float) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical strokes of a grey image; lengths in points.

    Ink is what is darker than its neighbourhood (adaptive mean), so that faint rules and shaded scans count; opening
    with a long thin element keeps what letters cannot make.
    """
    block = int(12 * scale) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, INK_CONTRAST)
    return _strokes(ink, scale, across=True), _strokes(ink, scale, across=False)


def _strokes(ink: Image, scale: float, *, across: bool) -> list[Stroke]:
    run, bridge, thick = int(LEAST_RUN * scale), max(int(BRIDGE * scale), 2), MOST_THICK * scale

    def element(length: int) -> Image:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    mask = cv2.morphologyEx(ink, cv2.MORPH_OPEN, element(max(int(2.2 * scale), 3)))  # specks and thin letter parts
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, element(bridge))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, element(run))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    strokes = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        length = width if across else height
        if length < run or area / length > thick:
            continue
        part = labels[y : y + height, x : x + width] == label
        strokes.append(_ends(part, x, y, scale, across=across))
    return strokes


def _ends(part: NDArray[np.bool_], x: int, y: int, scale: float, *, across: bool) -> Stroke:
    """The straight line through a component's ink (least squares over its middle points)."""
    along = np.arange(part.shape[1] if across else part.shape[0])
    counts = part.sum(axis=0 if across else 1)
    positions = np.arange(part.shape[0] if across else part.shape[1])
    sums = (part * (positions[:, None] if across else positions[None, :])).sum(axis=0 if across else 1)
    used = counts > 0
    middles = sums[used] / counts[used]
    if used.sum() > 20:
        slope, offset = np.polyfit(along[used], middles, 1)
    else:
        slope, offset = 0.0, float(middles.mean())
    start, end = float(along[used][0]), float(along[used][-1]) + 1
    low, high = offset + slope * start + 0.5, offset + slope * end + 0.5
    if across:
        return Stroke((x + start) / scale, (y + low) / scale, (x + end) / scale, (y + high) / scale)
    return Stroke((x + low) / scale, (y + start) / scale, (x + high) / scale, (y + end) / scale)


def _slant(strokes: Sequence[Stroke]) -> float:
    """Angle of the rules (radians, clockwise positive as y grows downwards): the median of the long ones, weighted
    by length.
    """
    long = sorted(
        ((math.atan2(s.y1 - s.y0, s.x1 - s.x0), s.length) for s in strokes if s.length > 80), key=lambda item: item[0]
    )
    half = sum(length for _, length in long) / 2
    for angle, length in long:
        half -= length
        if half <= 0:
            return angle if abs(angle) > 0.0008 else 0.0
    return 0.0


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turning the page about its middle so that its rules lie level."""

    angle: float
    middle: tuple[float, float]

    def point(self, x: float, y: float, sign: int = -1) -> tuple[float, float]:
        if not self.angle:
            return x, y
        cos, sin = math.cos(self.angle), math.sin(self.angle) * sign
        dx, dy = x - self.middle[0], y - self.middle[1]
        return self.middle[0] + dx * cos - dy * sin, self.middle[1] + dx * sin + dy * cos

    def horizontal(self, stroke: Stroke) -> Rule:
        (x0, y0), (x1, y1) = self.point(stroke.x0, stroke.y0), self.point(stroke.x1, stroke.y1)
        return Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1))

    def vertical(self, stroke: Stroke) -> Rule:
        (x0, y0), (x1, y1) = self.point(stroke.x0, stroke.y0), self.point(stroke.x1, stroke.y1)
        return Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1))

    def box(self, box: BBox, sign: int = -1) -> BBox:
        """The box at its turned place, its size kept."""
        x, y = self.point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, sign)
        width, height = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return x - width, y - height, x + width, y + height

    def back(self, box: BBox | None) -> BBox | None:
        return None if box is None else self.box(box, sign=1)


def _inside(box: BBox, outer: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
