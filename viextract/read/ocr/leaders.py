"""Rows of dots: blanks to fill in, and the leaders of a table of contents.

An engine makes letters and signs of them. They are found in the picture by what print alone does, dots of one size in
equal steps on one line; the engine gets the picture without them, and the words get them back as dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.ocr.pictures import spots
from viextract.read.raster import Image

_LEAST_DOTS = 5  # three are an ellipsis, which is text; type sets no other row of dots
_DOT = (0.5, 3.0)  # points that a dot is wide and high: the full stops of 8 to 16 point type, blurred
_STEP = (1.4, 7.5)  # points from dot to dot: those of small type without and with blanks between
_LEVEL = 0.7  # points by which a dot may be higher or lower than the one before
_EVEN_STEPS = 0.3  # of the step by which steps differ
_EVEN_AREAS = 0.6  # of the dots' usual area by which theirs differ
_CONTRAST = 25  # grey levels darker than the neighbourhood
_AROUND = 0.3  # inches of neighbourhood
_MARGIN = 0.35  # points around a dot that its blur takes
_HIGH = 12.0  # points that a line of dots is taken to be high where no word stands beside it
_PRINT = 0.6  # confidence of the engine in words of print
_SURE = 0.95  # confidence of dots that were seen in the picture


@dataclass(frozen=True, slots=True)
class Leader:
    """A row of dots, left to right: boxes in pixels (left, top, width, height), and how many pixels are ink."""

    dots: npt.NDArray[np.int_]

    def bbox(self, scale: float) -> BBox:
        """Its place in points."""
        dots = self.dots
        right, bottom = (dots[:, 0] + dots[:, 2]).max(), (dots[:, 1] + dots[:, 3]).max()
        return (
            float(dots[:, 0].min()) / scale,
            float(dots[:, 1].min()) / scale,
            float(right) / scale,
            float(bottom) / scale,
        )


def find_leaders(image: Image, scale: float) -> list[Leader]:
    """The rows of dots of a level grey page; scale: pixels per point."""
    dots = _dots(image, scale)
    return [Leader(run) for chain in _chains(dots, scale) for run in _even_runs(dots[chain])]


def without_leaders(image: Image, scale: float, leaders: Sequence[Leader]) -> Image:
    """The page with paper in place of the dots."""
    if not leaders:
        return image
    clean = image.copy()
    paper = int(np.median(image[::8, ::8]))
    margin = max(1, round(_MARGIN * scale))
    for leader in leaders:
        for left, top, width, height, _ in leader.dots.tolist():
            clean[max(top - margin, 0) : top + height + margin, max(left - margin, 0) : left + width + margin] = paper
    return clean


def with_leaders(words: Sequence[Word], scale: float, leaders: Sequence[Leader]) -> list[Word]:
    """The words with each row of dots as one word, in the line in which it stands.

    Dots beside a word that the engine doubts are left out: they are the blanks of a stamp, filled in by hand.
    """
    placed = list(words)
    for leader in leaders:
        box = leader.bbox(scale)
        beside = [word for word in words if word.bbox[1] - 1 < box[1] and box[3] < word.bbox[3] + _STANDS_BELOW]
        nearest = min(beside, key=lambda word: max(word.bbox[0] - box[2], box[0] - word.bbox[2]), default=None)
        if nearest is not None and nearest.confidence < _PRINT:
            continue
        text = "." * len(leader.dots)
        if nearest is None:
            line = 1 + max((word.line for word in placed), default=0)
            placed.append(Word(text, (box[0], box[3] - _HIGH, box[2], box[3]), _SURE, line))
            continue
        place = (box[0], min(nearest.bbox[1], box[1]), box[2], max(nearest.bbox[3], box[3]))
        at = next(k for k, word in enumerate(placed) if word is nearest) + (nearest.bbox[0] < box[0])
        placed.insert(at, replace(nearest, text=text, bbox=place, confidence=_SURE, alternatives=[]))
    return placed


_STANDS_BELOW = 1.5  # points: the box of a word without tails ends on the line, where the dots end too


def _dots(image: Image, scale: float) -> npt.NDArray[np.int_]:
    """Spots of the size of a full stop, one row each, from left to right."""
    block = max(3, int(_AROUND * scale * 72)) | 1
    ink = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _CONTRAST)
    found = spots(np.asarray(ink, np.uint8))[1][1:]
    least, most = _DOT[0] * scale, _DOT[1] * scale
    sized = (found[:, 2:4] >= max(least, 1)).all(axis=1) & (found[:, 2:4] <= most).all(axis=1)
    found = found[sized]
    return np.asarray(found[np.argsort(found[:, 0], kind="stable")], np.int_)


def _chains(dots: npt.NDArray[np.int_], scale: float) -> list[list[int]]:
    """Dots that follow one another on a line, by their numbers."""
    open_ends: dict[int, list[_End]] = {}  # by the row of points in which the last dot lies
    found: list[list[int]] = []
    middles = (dots[:, :2] + dots[:, 2:4] / 2) / scale
    for index, (x, y) in enumerate(middles.tolist()):
        row = int(y)
        best: _End | None = None
        for k in (row - 1, row, row + 1):
            # What ends too far to the left goes on no more: grain makes thousands of such dots.
            ends = open_ends[k] = [end for end in open_ends.get(k, ()) if x - end.x <= _STEP[1] + _DOT[1]]
            for end in ends:
                follows = _STEP[0] <= x - end.x <= _STEP[1] and abs(y - end.y) <= _LEVEL
                if follows and (best is None or end.x > best.x):
                    best = end
        if best is None:
            chain: list[int] = []
            found.append(chain)
        else:
            chain = best.chain
            open_ends[int(best.y)].remove(best)
        chain.append(index)
        open_ends[row].append(_End(chain, x, y))
    return [chain for chain in found if len(chain) >= _LEAST_DOTS]


@dataclass(slots=True, eq=False)
class _End:
    """The last dot of a chain, in points."""

    chain: list[int]
    x: float
    y: float


def _even_runs(dots: npt.NDArray[np.int_]) -> list[npt.NDArray[np.int_]]:
    """The parts of a chain whose dots are alike and in equal steps: a full stop and the point of an i are not."""
    area = median(dots[:, 4].tolist())
    centres = dots[:, 0] + dots[:, 2] / 2
    step = median(np.diff(centres).tolist())
    runs: list[list[int]] = [[]]
    for index in range(len(dots)):
        alike = abs(dots[index, 4] - area) <= _EVEN_AREAS * area
        follows = not runs[-1] or abs(centres[index] - centres[runs[-1][-1]] - step) <= _EVEN_STEPS * step
        if not alike or not follows:
            runs.append([])
        if alike:
            runs[-1].append(index)
    return [dots[run] for run in runs if len(run) >= _LEAST_DOTS]
