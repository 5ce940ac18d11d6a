"""Reading cells that are known by their boxes: all on one strip, the doubtful ones once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.model.document import BBox
from viextract.read.layout.words import Word
from viextract.read.ocr.merge_readings import combine
from viextract.read.ocr.reread import is_doubtful, score
from viextract.read.ocr.vote_on_tones import vote_on_marks
from viextract.read.tables.strip import GAP, TALLEST, stack_cells
from viextract.read.tables.words import ReadWord

Image = NDArray[np.uint8]

Recognise = Callable[[Image], Sequence[ReadWord]]
"""Reads a grey image: words with boxes in that image's pixels, confidences 0 to 1."""

ENLARGE = 1.5
"""Doubtful cells are read again at this size."""
LIFTED = 0.62
"""Of the way from ink to paper: what is lighter (stamps, shades, what shines through) is taken for paper."""
CLEARLY_BETTER = 0.02
"""By how much another reading must score better (0 to 1)."""
MOST_AGAIN = 24
"""Cells of a page that are read again, the most doubtful first: more would cost the time of the page."""


def read_cells(image: Image, boxes: Sequence[BBox], scale: float, recognise: Recognise) -> list[Word]:
    """The words in the boxes (points) of a level grey image; places in points on that image.

    The engine reads all cells in one run. Cells that come out doubtful are read again, larger and with all that is
    lighter than ink taken away (a stamp over print is lighter than the print); of both readings the better one counts.
    """
    places: list[BBox] = []
    cells: list[list[Word]] = []
    for number, part in enumerate(_parts(boxes, scale)):
        strip = stack_cells(image, part, scale)
        if strip.places:
            places += [place.bbox for place in strip.places]
            found = strip.words(recognise(strip.image), scale)
            cells += [[replace(word, line=word.line - number * _LINES) for word in words] for words in found]
    doubtful = [k for k, words in enumerate(cells) if is_doubtful(words)]
    doubtful = sorted(sorted(doubtful, key=lambda k: score(cells[k]))[:MOST_AGAIN])
    if doubtful:
        fresh = _again(image, [places[k] for k in doubtful], scale, recognise)
        for k, other in zip(doubtful, fresh, strict=True):
            cells[k] = _better(cells[k], other)
    return [word for words in cells for word in vote_on_marks(words)]


def _parts(boxes: Sequence[BBox], scale: float) -> Iterator[list[BBox]]:
    """The boxes in runs that make a strip no taller than an engine takes."""
    part: list[BBox] = []
    height = 0.0
    for box in boxes:
        own = (box[3] - box[1] + GAP) * scale
        if part and height + own + GAP * scale > TALLEST:
            yield part
            part, height = [], 0.0
        part.append(box)
        height += own
    if part:
        yield part


_LINES = 100_000
"""By so much the line numbers of strips are apart."""


def _again(image: Image, boxes: Sequence[BBox], scale: float, recognise: Recognise) -> list[list[Word]]:
    """The words of the boxes on a picture of ink alone, enlarged; none for a box in which there is no ink."""
    strip = stack_cells(ink_alone(image), boxes, scale)
    size = (round(strip.image.shape[1] * ENLARGE), round(strip.image.shape[0] * ENLARGE))
    if not strip.places or size[1] >= 32000:
        return [[] for _ in boxes]
    larger = np.asarray(cv2.resize(strip.image, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    found = recognise(larger)
    words = strip.words([_smaller(word) for word in found], scale)
    by_box = {place.bbox: own for place, own in zip(strip.places, words, strict=True)}
    return [by_box.get(box, []) for box in boxes]


def _smaller(word: ReadWord) -> Word:
    x0, y0, x1, y1 = (value / ENLARGE for value in word.bbox)
    return Word(word.text, (x0, y0, x1, y1), word.confidence, word.line, word.alternatives)


def ink_alone(image: Image) -> Image:
    """The image stretched so that ink is black, and all that is clearly lighter than ink white."""
    paper, ink = float(np.median(image)), float(np.percentile(image, 0.7))
    white = ink + LIFTED * (paper - ink)
    if white - ink < 20:
        return image
    return np.asarray(np.clip((image.astype(np.float32) - ink) * (250 / (white - ink)), 0, 250), np.uint8)


def _better(words: list[Word], other: list[Word]) -> list[Word]:
    """Of two readings of a cell the better one, with single words of the other where these fit better."""
    if not other:
        return words
    best, second = (other, words) if score(other) > score(words) + CLEARLY_BETTER else (words, other)
    return combine(best, [(word.text, word.confidence) for word in second])
