"""All cells of a table as one column of text, so that an engine reads them without their neighbours in a single run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.tables.words import ReadWord

INSET = 1.2
"""Points cut from each side of a cell: half a rule and its blur."""
GAP = 14.0
"""Points of paper between two cells: more than a line's height, so that no engine joins their lines."""
TALLEST = 30000
"""Pixels: tesseract's own limit is 32767."""


@dataclass(slots=True)
class Place:
    """Where a cell lies on the strip: its box in points on the page and the strip's pixel rows."""

    bbox: BBox
    top: int
    bottom: int


@dataclass(slots=True)
class Strip:
    """The stacked cells."""

    image: NDArray[np.uint8]
    places: list[Place]

    def words(self, words: Sequence[ReadWord], scale: float) -> list[list[Word]]:
        """The words read in each place (boxes in the strip's pixels), back where they stand on the page (points).

        scale: pixels of the strip per point. Line numbers are negative, so that they never meet those of the page's
        other lines.
        """
        found: list[list[Word]] = [[] for _ in self.places]
        for word in words:
            x0, y0, x1, y1 = word.bbox
            index = self._at((y0 + y1) / 2)
            place = self.places[index]
            dx, dy = place.bbox[0] + INSET - GAP, place.bbox[1] + INSET - place.top / scale
            box = (x0 / scale + dx, y0 / scale + dy, x1 / scale + dx, y1 / scale + dy)
            found[index].append(Word(word.text, box, word.confidence, -1 - word.line, word.alternatives))
        return found

    def _at(self, y: float) -> int:
        return min(range(len(self.places)), key=lambda k: max(self.places[k].top - y, y - self.places[k].bottom, 0.0))


def stack_cells(image: NDArray[np.uint8], boxes: Sequence[BBox], scale: float) -> Strip:
    """Cut the boxes (points) out of a level grey image and put them under one another; boxes without ink are left out.

    scale: pixels of the image per point. What would make the strip taller than an engine takes is left out as well.
    """
    gap = int(GAP * scale)
    cuts: list[NDArray[np.uint8]] = []
    places: list[Place] = []
    top = gap
    for box in boxes:
        x0, y0, x1, y1 = box
        cut = image[
            max(0, int((y0 + INSET) * scale)) : int((y1 - INSET) * scale),
            max(0, int((x0 + INSET) * scale)) : int((x1 - INSET) * scale),
        ]
        if min(cut.shape) < 4 * scale or not _has_ink(cut, scale) or top + cut.shape[0] > TALLEST:
            continue
        cuts.append(cut)
        places.append(Place(box, top, top + cut.shape[0]))
        top += cut.shape[0] + gap
    width = max((cut.shape[1] for cut in cuts), default=1) + 2 * gap
    strip = np.full((top, width), int(np.median(image)) if image.size else 255, np.uint8)
    for cut, place in zip(cuts, places, strict=True):
        strip[place.top : place.bottom, gap : gap + cut.shape[1]] = cut
    return Strip(strip, places)


def _has_ink(cut: NDArray[np.uint8], scale: float) -> bool:
    """Connected dark spots as high as a small letter; noise and what is left of a rule are lower or lie at the edge."""
    blurred = cv2.GaussianBlur(cut, (3, 3), 0)
    dark = (blurred < float(np.median(blurred)) - 35).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    tall, wide = 2.0 * scale, 0.6 * scale
    return any((stats[k, 3] >= tall and stats[k, 2] >= wide) or stats[k, 2] >= 3 * scale for k in range(1, count))
