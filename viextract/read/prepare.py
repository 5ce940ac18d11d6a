"""A page's picture made ready for OCR: each step only where it helps, and each on record."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from viextract.model.document import BBox
from viextract.read.pdf import POINTS_PER_INCH, Image


@dataclass(slots=True)
class Prepared:
    """A grey picture of the upright, level page, and how it came to be."""

    image: Image
    dpi: float
    rotation: int = 0
    """Degrees by which the page was turned upright, clockwise: 0, 90, 180 or 270."""
    skew: float = 0.0
    """Degrees by which the lines were slanted, clockwise positive; the picture is level."""
    steps: list[str] = field(default_factory=list)

    @property
    def scale(self) -> float:
        """Pixels per point."""
        return self.dpi / POINTS_PER_INCH

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.image.shape[1] / self.scale, self.image.shape[0] / self.scale

    def to_page(self, box: BBox) -> BBox:
        """A box of the level page, in points, as it stands on the page: its middle turned back, its size kept."""
        return _turned(box, self.size, self.skew)

    def from_page(self, box: BBox) -> BBox:
        """The way back: a box of the upright page as it stands on the level page."""
        return _turned(box, self.size, -self.skew)


def _turned(box: BBox, size: tuple[float, float], degrees: float) -> BBox:
    if not degrees:
        return box
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle_x, middle_y = size[0] / 2, size[1] / 2
    x, y = (box[0] + box[2]) / 2 - middle_x, (box[1] + box[3]) / 2 - middle_y
    x, y = middle_x + x * cos - y * sin, middle_y + x * sin + y * cos
    half_width, half_height = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return x - half_width, y - half_height, x + half_width, y + half_height


def prepare(image: Image, dpi: float) -> Prepared:
    """The picture of a page, RGB or grey, made ready for an engine."""
    prepared = Prepared(to_grey(image), dpi)
    return prepared


def to_grey(image: Image) -> Image:
    """Brightness of a colour picture (ITU-R BT.601); a grey one as it is."""
    if image.ndim == 2:
        return image
    grey: Image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    return grey
