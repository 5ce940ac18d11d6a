"""Where the layout of a page shows that a paragraph begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from viextract.model.document import BBox, Line


def mark_paragraph_starts(lines: Sequence[Line]) -> None:
    """Sets ``starts_paragraph`` of the body: by first-line indent, space above and how full the line before is."""
    body = [line for line in lines if line.role == "body" and line.bbox is not None]
    if len(body) < 2:
        return
    boxes = [line.bbox for line in body if line.bbox is not None]
    left, right = _edges(boxes)
    pitches = [low[1] - high[1] for high, low in pairwise(boxes) if low[1] > high[1]]
    pitch = median(pitches) if pitches else 0.0
    type_height = median(box[3] - box[1] for box in boxes)
    margins = _margins(boxes, 0.2 * type_height)
    for index, line in enumerate(body):
        line.starts_paragraph = _starts_paragraph(body, index, left, right, pitch, type_height, margins)


_APART = 2.5
"""Heights of type between two lines that no paragraph has inside, however few lines tell the page's spacing: a seal is
put between position and name."""
_SHARED = 3
"""Lines that begin at one place: there a margin is, and none of them is centred."""


def _margins(boxes: Sequence[BBox], tolerance: float) -> frozenset[float]:
    """Left edges that several lines of different width share: what begins there lies in the middle by chance."""

    def is_margin(box: BBox) -> bool:
        return sum(abs(box[0] - other[0]) <= tolerance for other in boxes) > _SHARED

    return frozenset(box[0] for box in boxes if is_margin(box))


def _edges(boxes: Sequence[BBox]) -> tuple[float, float]:
    """Left and right edge of the text block: the tenth lowest and the tenth highest of a hundred, against outliers."""
    lefts, rights = sorted(box[0] for box in boxes), sorted(box[2] for box in boxes)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _starts_paragraph(
    body: Sequence[Line],
    index: int,
    left: float,
    right: float,
    pitch: float,
    type_height: float,
    margins: frozenset[float],
) -> bool | None:
    """Whether a line begins a paragraph, by where it stands: indent, change between centred and not, white space above,
    or room left on the line before; None where the place does not tell.
    """
    box = body[index].bbox
    if box is None:
        return None
    indented = box[0] - left > 0.8 * type_height
    if index == 0:
        return True if indented else None
    before = body[index - 1].bbox
    if before is None:
        return None
    middle, width = (left + right) / 2, right - left
    centred = [
        abs((b[0] + b[2]) / 2 - middle) < 0.03 * width and b[0] - left > 1.5 * type_height and b[0] not in margins
        for b in (before, box)
    ]
    if centred[0] != centred[1]:
        return True
    if all(centred):
        return None  # the lines of one title, or two titles: the words must tell
    if box[1] - before[1] > 1.3 * pitch or box[1] - before[3] > _APART * type_height or indented:
        return True
    # The line before has room for this line's first word: whoever set it meant to start anew.
    first = body[index].text.split(" ", 1)[0]
    average = (box[2] - box[0]) / max(len(body[index].text), 1)
    return right - before[2] > average * (len(first) + 3)
