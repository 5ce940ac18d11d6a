"""Which way up a page stands, told by its letters before it is read.

Letters stand on one line, whatever they have above it: capitals, strokes of b and h, marks over vowels. So the lower
edges of neighbours agree more often than their upper edges do; on a page upside down it is the other way round.
"""

from __future__ import annotations

import numpy as np

from viextract.read.ocr.letter_boxes import COVERAGE_DPI, letter_boxes
from viextract.read.ocr.pictures import scaled
from viextract.read.raster import Image

_LEAST_SIDE = 16  # dots of the picture in which letters are looked for: a lower one holds no two lines
_FEWEST, _MOST = 50, 700  # letters that are asked, in the middle of the page
_BESIDE = (-0.2, 0.5)  # heights of the type between two neighbours
_SAME_LINE = 0.6  # heights of the type by which their middles may differ
_LEVEL = 0.08  # heights of the type by which two edges that agree may differ, a dot at least
_CLEARLY = 1.1  # times as many upper edges: upright pages have 0.8 and less, pages upside down 1.3 and more


def stands_on_its_head(grey: Image, dpi: float) -> bool:
    """Whether the lines of a level page are upside down; False where there are too few letters to tell."""
    factor = min(COVERAGE_DPI / dpi, 1.0)
    if factor * min(grey.shape) < _LEAST_SIDE:
        return False
    boxes = letter_boxes(scaled(grey, factor), factor * dpi).astype(np.float32)
    if len(boxes) < _FEWEST:
        return False
    boxes = boxes[np.argsort(boxes[:, 1], kind="stable")]
    first = max(len(boxes) - _MOST, 0) // 2
    left, top, width, height = boxes[first : first + _MOST].T
    bottom, size = top + height, float(np.median(height))
    gap = left[None, :] - (left + width)[:, None]
    aside = np.abs((top + bottom)[None, :] - (top + bottom)[:, None]) / 2
    beside = (gap > _BESIDE[0] * size) & (gap < _BESIDE[1] * size) & (aside < _SAME_LINE * size)
    np.fill_diagonal(beside, False)
    one, other = np.nonzero(beside)
    level = max(_LEVEL * size, 1.0)
    below = np.count_nonzero(np.abs(bottom[one] - bottom[other]) <= level)
    above = np.count_nonzero(np.abs(top[one] - top[other]) <= level)
    return bool(above >= _FEWEST and above > _CLEARLY * below)
