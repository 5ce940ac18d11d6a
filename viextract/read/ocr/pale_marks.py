"""Large pale print below the text of a scan (a watermark, the shade of a table's head) is lifted off."""

from __future__ import annotations

import cv2
import numpy as np

from viextract.read.ocr.pictures import median_grey, scaled
from viextract.read.raster import POINTS_PER_INCH, Image

_LOOK_DPI = 100.0  # of the picture in which such marks are looked for
_STROKE = 3  # dots there that their strokes are wide at least, 2 points: those of type are half of that
_HEIGHT = 18.0  # points: higher than a line of type
_SHARE = (0.0008, 0.3)  # of the page that the marks take: less is dirt, more is the paper's own shade
_DARKEST = 0.45  # of the paper's brightness: what is darker is print itself
_PALEST = 14  # grey levels below the paper
_EVEN = 24  # grey levels within which half of the dots of such a mark lie; those of a photograph do not
_AROUND = 4  # dots by which the mark's soft edge is taken in


def lift_pale_marks(grey: Image, dpi: float, steps: list[str]) -> Image:
    """Divides large, pale and even marks by their own brightness: they become paper, and black print on them stays."""
    small = scaled(grey, min(_LOOK_DPI / dpi, 1.0))
    points = POINTS_PER_INCH / min(_LOOK_DPI, dpi)
    paper = median_grey(small)
    pale = ((small < paper - _PALEST) & (small > _DARKEST * paper)).astype(np.uint8)
    pale = np.asarray(cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), np.uint8)), np.uint8)
    if not _SHARE[0] < float(pale.mean()) < _SHARE[1]:
        return grey
    # Lines of type cut a mark into pieces: it is measured as a whole.
    whole = cv2.dilate(pale, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    shades = np.full(count, paper)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if height * points < _HEIGHT:
            continue
        part = np.s_[top : top + height, left : left + width]
        values = small[part][(labels[part] == label) & (pale[part] > 0)]
        low, middle, high = (float(value) for value in np.percentile(values, (25, 50, 75)))
        if high - low <= _EVEN:
            shades[label] = middle
    marks = shades[labels] < paper
    if not _SHARE[0] < float(marks.mean()) < _SHARE[1]:
        return grey
    # A mark's soft edge is between its shade and the paper's: divided by the mark's it is no darker than paper.
    shade = cv2.erode(shades[labels].astype(np.float32), np.ones((2 * _AROUND + 1,) * 2, np.uint8))
    height, width = grey.shape
    full = cv2.resize(shade, (width, height), interpolation=cv2.INTER_NEAREST)
    steps.append(f"lifted pale marks on {marks.mean():.1%} of the page")
    lifted = grey.astype(np.float32) * (paper / np.maximum(full, 1.0))
    return np.asarray(np.where(full < paper, np.minimum(lifted, 255.0), grey), np.uint8)
