"""A line of script brought into the shape that the network reads: level, its letters upright and of one size.

Faces of script differ in everything: how high letters reach over the low ones, how far they lean, how thick they are.
So the size of a line is told by how far its ink spreads over the rows, which a stroke across it changes little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.ocr.convolution import Floats
from viextract.read.ocr.pen_ink import Image, Mask, ink_of, lean_of
from viextract.read.ocr.strip_frames import MARGIN, STRETCH, Frame, Nudge, columns_of, drawn

ROWS = 40
"""Height of a strip, in pixels."""
_SPREAD = 5.5  # rows to which the mean distance of ink from its middle row is brought
_LONGEST = 520  # pixels: five long words have fewer
_TILTS = np.arange(-6.0, 6.1, 1.0)  # degrees: a stamp is put down by hand
_LEAST_INK = 40  # dots: a word has more
_SPECK = 6  # dots: what is smaller is no part of a letter
_EDGE = 0.25  # of the cut's height: what touches its edge and reaches no further is of another row
_ENDS = 0.004  # share of the ink that may lie outside at either end


@dataclass(frozen=True, slots=True)
class Line:
    """The ink of a line and how it lies: pixels of the grey picture."""

    darkness: Floats
    tilt: float
    """Rows down per column."""
    shear: float
    spread: float
    middle: float
    """Row of the ink's middle in column 0, along the tilt."""
    left: float
    right: float
    """First and last column of the ink when it stands upright."""


def line_of(grey: Image) -> Line | None:
    """A line as it lies; None without ink."""
    every = ink_of(grey)
    ink = _of_the_line(every)
    rows, columns = np.nonzero(ink)
    if len(rows) < _LEAST_INK:
        return None
    tilt = _tilt_of(rows, columns)
    level = rows - tilt * columns
    middle = float(np.median(level))
    spread = max(float(np.abs(level - middle).mean()), 1.0)
    shear = lean_of(_levelled(ink, tilt))
    upright = np.sort(columns + shear * (level - middle))
    ends = int(_ENDS * len(upright))
    left, right = float(upright[ends]), float(upright[-1 - ends])
    darkness = np.maximum(float(np.median(grey)) - grey.astype(np.float32), 0)
    darkness[cv2.dilate((every & ~ink).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
    darkness /= max(float(np.percentile(darkness[ink], 75)), 1.0)
    return Line(np.minimum(darkness, 1), tilt, shear, spread, middle, left, right)


def _of_the_line(ink: Mask) -> Mask:
    """The ink without specks and without what the cut has left of the rows above and below."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    if count < 2:
        return ink
    sizes, rows = np.asarray(stats), ink.shape[0]
    top, bottom = sizes[:, cv2.CC_STAT_TOP], sizes[:, cv2.CC_STAT_TOP] + sizes[:, cv2.CC_STAT_HEIGHT]
    cut_off = ((top <= 1) & (bottom < _EDGE * rows)) | ((bottom >= rows - 1) & (top > (1 - _EDGE) * rows))
    kept = (sizes[:, cv2.CC_STAT_AREA] >= _SPECK) & ~cut_off
    kept[0] = False
    return np.asarray(kept[labels])


def _tilt_of(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> float:
    """The slope at which ink piles up most sharply into rows."""

    def sharpness(degrees: float) -> float:
        level = np.round(rows - math.tan(math.radians(degrees)) * columns).astype(np.int64)
        return float(np.square(np.bincount(level - level.min()).astype(np.float64)).sum())

    best = max(_TILTS.tolist(), key=sharpness)
    best = max((best - 0.5, best, best + 0.5), key=sharpness)
    return math.tan(math.radians(best))


def _levelled(ink: Mask, tilt: float) -> Mask:
    if not tilt:
        return ink
    drop = tilt * ink.shape[1]
    frame = np.array([[1, 0, 0], [-tilt, 1, max(drop, 0.0)]])
    size = (ink.shape[1], ink.shape[0] + math.ceil(abs(drop)))
    return np.asarray(cv2.warpAffine(ink.astype(np.uint8), frame, size, flags=cv2.INTER_NEAREST) > 0)


def frame_of(line: Line, nudge: Nudge) -> tuple[Frame, int]:
    """How pixels of the line move into its strip (a matrix of two rows), and how many columns that has."""
    size = _SPREAD / line.spread * nudge.size
    wide = _SPREAD / line.spread * STRETCH * nudge.wide
    shear = line.shear + nudge.shear
    # Of a dot (x, y): its row along the tilt is y - tilt x - middle; columns move by the shear times that.
    frame = np.array(
        [
            [wide * (1 - shear * line.tilt), wide * shear, MARGIN - wide * (shear * line.middle + line.left)],
            [-size * line.tilt, size, ROWS / 2 + nudge.down - size * line.middle],
        ]
    )
    return frame, columns_of(wide * (line.right - line.left), _LONGEST)


def strip_of(line: Line, nudge: Nudge) -> Floats:
    """The line's strip: ink 1, paper 0."""
    frame, columns = frame_of(line, nudge)
    return drawn(line.darkness, frame, ROWS, columns)
