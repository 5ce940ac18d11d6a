"""What the steps of reading a picture share."""

from __future__ import annotations

import cv2
import numpy as np

from viextract.read.raster import Image


def median_grey(image: Image) -> float:
    """The median of a picture's grey levels, counted level by level: some ten times as fast as sorting them."""
    counts = np.cumsum(cv2.calcHist([np.ascontiguousarray(image)], [0], None, [256], [0, 256]).ravel().astype(np.int64))
    low, high = np.searchsorted(counts, [(image.size - 1) // 2, image.size // 2], side="right")
    return float(low + high) / 2


def scaled(image: Image, factor: float) -> Image:
    """The picture in another size; smaller by averaging.

    Halving is some ten times as fast as any other share, so it is halved as often as that goes.
    """
    while factor <= 0.5 and min(image.shape[:2]) >= 2:
        height, width = image.shape[:2]
        even = image[: height // 2 * 2, : width // 2 * 2]
        image = np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
        factor *= 2
    if factor == 1.0:
        return image
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
