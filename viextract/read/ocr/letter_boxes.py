"""Where the letters of a page stand in its picture: dark spots as large as type."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.raster import POINTS_PER_INCH, Image

COVERAGE_DPI = 100.0
"""Resolution of the picture in which ink is compared with text, dots per inch: letters are some ten pixels high."""


def letter_boxes(picture: Image, dpi: float) -> npt.NDArray[Any]:
    """Left, top, width and height (pixels) of dark spots of a letter's size in a grey picture, one row each."""
    block = int(dpi * 0.3) | 1
    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 25)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes: npt.NDArray[Any] = np.asarray(stats)[1:, :4]
    points = boxes * (POINTS_PER_INCH / dpi)
    # Small type is 8 points (its letters without tails half of that), titles 20; bold letters run together into short
    # words.
    sized = (points[:, 3] >= 3.5) & (points[:, 3] <= 24) & (points[:, 2] >= 1) & (points[:, 2] <= 60)
    return boxes[sized]
