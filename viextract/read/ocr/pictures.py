"""What the steps of reading a picture share."""

from __future__ import annotations

import cv2
import numpy as np

from viextract.read.raster import Image


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
