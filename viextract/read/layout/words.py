"""Words on a page: what a text layer and an OCR engine both give, before they are laid out as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

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
    pale: bool = False
    """Whether its ink is clearly paler than that of the page's print, in a picture that was read."""
    turn: int = 0
    """Degrees clockwise by which it stands on the page: 0, or 90, 180, 270 for a turned word."""
    slant: float = 0.0
    """Degrees clockwise beyond ``turn``, where it is printed aslant."""
    place: BBox | None = None
    """Where it stands on the page, if ``bbox`` is its place in a block that was laid flat for reading."""

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


def set_into_lines(words: Sequence[Word], printed: Sequence[Word]) -> None:
    """Gives words that annotations and forms add to a page the line of print in whose slot they stand: "Số: | 128 |
    /UBND-VP".
    """
    for word in words:
        beside = [other for other in printed if vertical_overlap(word.bbox, other.bbox) > _BESIDE]
        gaps = [(max(other.bbox[0] - word.bbox[2], word.bbox[0] - other.bbox[2]), other.line) for other in beside]
        if gaps and -_OVERLAP * word.height < min(gaps)[0] < _SLOT * word.height:
            word.line = min(gaps)[1]


_BESIDE = 0.5  # share of its height that a word has in common with the line in whose slot it stands
_SLOT, _OVERLAP = 3.0, 0.5  # widest gap to that line's next word, and most of that word that is covered, in heights


def contains_centre(box: BBox, other: BBox) -> bool:
    """Whether the middle of ``other`` lies within ``box``."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def turned_box(box: BBox, degrees: int, width: float = 0.0, height: float = 0.0) -> BBox:
    """A box on a sheet of this size as it stands when the sheet is turned clockwise by quarters.

    Without the size, places on the turned sheet are right but for a shift that all of them share.

    >>> turned_box((10, 20, 30, 25), 90, 100, 200)
    (175, 10, 180, 30)
    """
    left, top, right, bottom = box
    match degrees % 360:
        case 90:
            return height - bottom, left, height - top, right
        case 180:
            return width - right, height - bottom, width - left, height - top
        case 270:
            return top, width - right, bottom, width - left
        case _:
            return box


def turned_word(word: Word, degrees: int, width: float, height: float) -> Word:
    """The word on a sheet of this size that is turned clockwise by quarters."""
    box = turned_box(word.bbox, degrees, width, height)
    return replace(word, bbox=box, turn=(word.turn + degrees) % 360)
