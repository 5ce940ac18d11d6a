"""Grids of a scanned page, from the rules in its image (OpenCV) and the words that OCR read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.model.document import BBox, Grid
from viextract.read.layout.words import Word
from viextract.read.tables.aligned import find_aligned_grids
from viextract.read.tables.cells import Recognise, read_cells
from viextract.read.tables.fill import grid_from_frame
from viextract.read.tables.row_ruled import LEAST_RULES, row_ruled_frames
from viextract.read.tables.rules import Frame, Rule, frames
from viextract.read.tables.words import PlacedWord, cell_text
from viextract.vocabulary.column_headings import match_heading

Image = NDArray[np.uint8]

INK_CONTRAST = 9
"""Grey levels by which a rule must be darker than the paper around it: faint copies keep 10 to 20."""
BRIDGE = 2.5
"""Gaps inside a rule (points) that noise and JPEG leave; words stand further apart from one another."""
LEAST_RUN = 17.0
"""Length (points) of straight ink that only rules have: the height of one table row, above any letter or dash."""
LEAST_INK = 0.7
"""Share of a rule's length that is ink: scratches and faint print leave more, the tops of letters less."""
SIDE, MOST_ASIDE = 2.2, 0.4
"""How far beside a rule (points) there is paper, and how much of that may be ink."""
MOST_THICK = 4.5
"""Thickness (points) above which ink is a bar, a stamp or a scan's edge."""


@dataclass(slots=True)
class ImageTables:
    """What :func:`read_image_grids` found on a page."""

    grids: list[Grid]
    words: list[Word]
    """The words of the tables, boxes in PDF points on the page."""
    rest: Image
    """The page without its tables, to be read as a page."""


def read_image_grids(
    image: Image, scale: float, page: int, recognise: Recognise, *, debug: Path | None = None
) -> ImageTables:
    """Ruled tables of a page image, read cell by cell; call it before the page itself is read.

    An engine that reads a table as part of a page runs lines over the columns and takes rules for letters. Here all
    cells are cut out inside their rules and stacked into one column, which the engine reads in one go: as exact as
    cell by cell, at the price of the page (``recognise`` is called once for all tables of the page, best in a mode
    for one uniform block; not at all without tables). Read ``rest`` afterwards for what is beside the tables: both
    together take as long as the page would have.

    image: grey or colour, upright. scale: pixels per point. Grids, boxes and words are in points on the page.
    """
    grey = _grey(image)
    row_ruled = may_have_row_rules(grey, scale)
    if not (row_ruled or may_have_columns(grey, scale)):
        return ImageTables([], [], image)
    ink = _rule_ink(grey, scale)
    upright = _strokes(ink, scale, across=False)
    if not (row_ruled or upright):
        # Level strokes are looked for last: on a faint page hundreds of lines of print look like them at first.
        return ImageTables([], [], image)
    tables = _frames(grey, scale, _strokes(ink, scale, across=True), upright)
    level = tables.level(grey, scale)
    added = row_ruled_frames(level, scale, tables.horizontal, tables.frames)
    tables.frames += added
    if not tables.frames:
        return ImageTables([], [], image)
    boxes = [cell.bbox for frame in tables.frames for cell in frame.cells if cell.bbox]
    placed = read_cells(level, boxes, scale, recognise)
    unnamed = [frame for frame in added if not _has_headings(frame, placed)]
    tables.frames = [frame for frame in tables.frames if frame not in unnamed]
    placed = [word for word in placed if not any(_inside(word.bbox, frame.bbox) for frame in unnamed)]
    grids = tables.grids(placed, page)
    words = [replace(word, bbox=tables.turn.box(word.bbox, 1)) for word in placed]
    rest = image.copy()
    for frame in tables.frames:
        corners = [
            tables.turn.point(x, y, 1) for x in (frame.bbox[0], frame.bbox[2]) for y in (frame.bbox[1], frame.bbox[3])
        ]
        hull = cv2.convexHull(np.array([[round(x * scale), round(y * scale)] for x, y in corners], np.int32))
        cv2.fillConvexPoly(rest, hull, [int(np.median(grey))] * 3 if rest.ndim == 3 else int(np.median(grey)))
        cv2.polylines(
            rest, [hull], True, [int(np.median(grey))] * 3 if rest.ndim == 3 else int(np.median(grey)), int(5 * scale)
        )
    _draw(grey, grids, scale, page, debug)
    return ImageTables(grids, words, rest)


def find_image_grids(
    image: Image,
    words: Sequence[PlacedWord],
    scale: float,
    page: int,
    *,
    aligned: bool = True,
    debug: Path | None = None,
) -> list[Grid]:
    """Tables of a page image whose words are known already (from its text layer, or OCR of the page), top to bottom.

    image: grey or colour, upright, the one that the words were read from (a skew of up to about 3 degrees is followed).
    words: boxes in PDF points. scale: pixels per point (200 dpi: 200/72). page: its number from 1.
    aligned: look for tables without rules too.
    debug: folder for ``tables-page-N.png`` with the rules, cells and words as they were understood.
    Where OCR is still to come, :func:`read_image_grids` reads tables far better.
    """
    grey = _grey(image)
    tables = _frames(grey, scale, *image_rules(grey, scale))
    placed = [Word(word.text, tables.turn.box(word.bbox), word.confidence) for word in words]
    grids = tables.grids(placed, page)
    if aligned:
        boxes = [frame.bbox for frame in tables.frames]
        free = [word for word in placed if not any(_inside(word.bbox, box) for box in boxes)]
        grids += tables.returned(find_aligned_grids(free, page=page, lines=tables.horizontal))
    grids.sort(key=lambda grid: grid.bbox[1] if grid.bbox else 0.0)
    _draw(grey, grids, scale, page, debug)
    return grids


def _grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8) if image.ndim == 3 else image


def _draw(grey: Image, grids: Sequence[Grid], scale: float, page: int, folder: Path | None) -> None:
    if folder is not None and grids:
        from viextract.read.tables.picture import draw_grids

        draw_grids(grey, grids, scale, folder / f"tables-page-{page}.png")


@dataclass(slots=True)
class _Tables:
    """Frames on the page turned level, and the way back."""

    frames: list[Frame]
    turn: _Turn
    horizontal: list[Rule]

    def level(self, grey: Image, scale: float) -> Image:
        """The page's image turned so that the rules lie level."""
        if not self.turn.angle:
            return grey
        middle = (self.turn.middle[0] * scale, self.turn.middle[1] * scale)
        matrix = cv2.getRotationMatrix2D(middle, math.degrees(self.turn.angle), 1.0)
        size = (grey.shape[1], grey.shape[0])
        turned = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(turned, np.uint8)

    def grids(self, words: Sequence[PlacedWord], page: int) -> list[Grid]:
        """Grids of the frames with level words, boxes back on the page."""
        found = [grid_from_frame(frame, words, page=page, edge=5.0) for frame in self.frames]
        return self.returned([grid for grid in found if grid])

    def returned(self, grids: list[Grid]) -> list[Grid]:
        if self.turn.angle:
            for grid in grids:
                grid.bbox = self.turn.back(grid.bbox)
                for cell in grid.cells:
                    cell.bbox = self.turn.back(cell.bbox)
        return grids


def _frames(grey: Image, scale: float, horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> _Tables:
    """The frames of a page, and its level rules."""
    turn = _Turn(_slant(horizontal), (grey.shape[1] / scale / 2, grey.shape[0] / scale / 2))
    flat = [turn.horizontal(stroke) for stroke in horizontal]
    upright = [turn.vertical(stroke) for stroke in vertical]
    found = frames(flat, upright, snap=3.5, gap=9.0, reach=5.0, tied=True)
    return _Tables([frame for frame in found if _is_table(frame)], turn, flat)


def _has_headings(frame: Frame, words: Sequence[PlacedWord]) -> bool:
    """The first rows of a frame whose columns are guessed name columns: without that it may be any print between
    rules.
    """
    first = [cell for cell in frame.cells if cell.row < 2 and cell.bbox is not None]
    texts = [cell_text([word for word in words if _inside(word.bbox, cell.bbox)])[0] for cell in first if cell.bbox]
    known = {heading.meaning for text in texts if (heading := match_heading(text.replace("\n", " ")))}
    return len(known) >= 2


def _is_table(frame: Frame) -> bool:
    """At least two rows and two columns: a box around a heading or a stamp is none."""
    return len(frame.xs) > 2 and len(frame.ys) > 2 and len({cell.row for cell in frame.cells}) > 1


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


def may_have_columns(grey: Image, scale: float) -> bool:
    """Whether some ink runs upright for longer than a letter: without that there is no ruled table to look for.

    A cheap look, since most pages have none: rows are averaged by fours, which leaves upright strokes as they are and
    a quarter of the dots. It asks for a little less than the search itself, so that it finds whatever that finds.
    """
    small = cv2.resize(grey, (grey.shape[1], max(grey.shape[0] // _TO_ONE, 1)), interpolation=cv2.INTER_AREA)
    ink = _small_ink(small, (int(12 * scale) | 1, int(12 * scale / _TO_ONE) | 1))
    run = round(_LESS * LEAST_RUN * scale / _TO_ONE)
    return bool(cv2.erode(ink, np.ones((max(run, 1), 1), np.uint8)).any())


def may_have_row_rules(grey: Image, scale: float) -> bool:
    """Whether as many long level strokes stand on the page as a table has that is ruled between rows only: the line
    under a motto and that under a head are fewer. As cheap, with columns averaged."""
    small = cv2.resize(grey, (max(grey.shape[1] // _TO_ONE, 1), grey.shape[0]), interpolation=cv2.INTER_AREA)
    ink = _small_ink(small, (int(12 * scale / _TO_ONE) | 1, int(12 * scale) | 1))
    run = max(round(_LEVEL_RUN * scale / _TO_ONE), 1)
    rows = np.flatnonzero(cv2.erode(ink, np.ones((1, run), np.uint8)).any(axis=1))
    strokes = int((np.diff(rows) > MOST_THICK * scale).sum()) + 1 if len(rows) else 0
    return strokes >= LEAST_RULES


def _small_ink(small: Image, around: tuple[int, int]) -> Image:
    """What is darker than its neighbourhood, a little more readily than :func:`_rule_ink` takes it."""
    return np.asarray(cv2.subtract(cv2.blur(small, around), small) > _LESS * INK_CONTRAST, np.uint8)


_LEVEL_RUN = 40.0
"""Points of a level rule that are ink without a gap."""
_TO_ONE = 4
_LESS = 0.85  # of what the search asks for


def image_rules(grey: Image, scale: float) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical strokes of a grey image; lengths in points."""
    ink = _rule_ink(grey, scale)
    return _strokes(ink, scale, across=True), _strokes(ink, scale, across=False)


def _rule_ink(grey: Image, scale: float) -> Image:
    """What is darker than its neighbourhood (adaptive mean), so that faint rules and shaded scans count."""
    block = int(12 * scale) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, INK_CONTRAST)
    return np.asarray(ink, np.uint8)


def _strokes(ink: Image, scale: float, *, across: bool) -> list[Stroke]:
    """Horizontal (across) or vertical strokes; opening with a long thin element keeps what letters cannot make."""
    run, bridge, thick = int(LEAST_RUN * scale), max(int(BRIDGE * scale), 2), MOST_THICK * scale

    def element(length: int) -> Image:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    raw = ink
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
        stroke = _ends(part, x, y, scale, across=across)
        if _is_rule(raw, stroke, scale, across=across):
            strokes.append(stroke)
    return strokes


def _is_rule(ink: Image, stroke: Stroke, scale: float, *, across: bool) -> bool:
    """A rule is ink nearly all along and paper on both sides of it; a line of print, which noise may close up, is
    neither.
    """
    count = max(int(stroke.length * scale), 2)
    xs = np.linspace(stroke.x0, stroke.x1, count) * scale
    ys = np.linspace(stroke.y0, stroke.y1, count) * scale

    def share(offset: float, spread: int) -> float:
        best = np.zeros(count, bool)
        for shift in range(-spread, spread + 1):
            x, y = (xs, ys + offset + shift) if across else (xs + offset + shift, ys)
            inside = ink[np.clip(y, 0, ink.shape[0] - 1).astype(int), np.clip(x, 0, ink.shape[1] - 1).astype(int)] > 0
            best |= inside
        return float(best.mean())

    aside = SIDE * scale
    # One side may touch print: the middle of the two is what counts.
    return share(0, 1) >= LEAST_INK and (share(-aside, 0) + share(aside, 0)) / 2 <= MOST_ASIDE


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
    low, high = float(offset + slope * start + 0.5), float(offset + slope * end + 0.5)
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
