"""Words on a page: what a text layer and an OCR engine both give, before they are laid out as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from viextract.model.document import BBox


@dataclass(slots=True)
class Word:
    """A run of characters without white space, with its place on the upright page."""

    text: str
    bbox: BBox
    """Left, top, right, bottom in PDF points from the top left corner."""
    confidence: float = 1.0
    """0 to 1, as the engine says; 1 for a text layer."""
    line: int = 0
    """Words with the same number were seen as one line by whoever read them."""
    alternatives: list[str] = field(default_factory=list)
    """Other readings of this word, best first."""
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    """Height of the type in points, where it is known."""
    grey: int | None = None
    """How light it is printed, 0 (black) to 255, where the file says."""

    @property
    def width(self) -> float:
        return self.bbox[2] - self.bbox[0]

    @property
    def height(self) -> float:
        return self.bbox[3] - self.bbox[1]

    @property
    def centre(self) -> tuple[float, float]:
        return (self.bbox[0] + self.bbox[2]) / 2, (self.bbox[1] + self.bbox[3]) / 2


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around all of them; ``boxes`` must not be empty."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def vertical_overlap(one: BBox, other: BBox) -> float:
    """Share of the lower of two boxes' heights over which they stand side by side, 0 to 1."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return max(0.0, shared / lower) if lower > 0 else 0.0


def contains_centre(box: BBox, other: BBox) -> bool:
    """Whether the middle of ``other`` lies within ``box``."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
