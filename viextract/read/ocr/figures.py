"""Dates and percentages that the engine doubts, read once more, each alone and enlarged.

A wrong figure looks as good as the right one, and neither spelling nor context mends it: what two readings of the same
ink do not agree on is left as it was and marked, so that somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from viextract.model.document import BBox
from viextract.read.doubtful_figures import figure_of
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.raster import Image

_DOUBTED = 0.85  # print has 0.9 and more
_AGREED = 0.9  # confidence of a figure that both readings give
_UNSURE = 0.5  # confidence, at most, of one on which they differ
_MOST = 12  # figures of a page
_ENLARGE = 2.0
_MARGIN = 2.0  # points around a figure
_GAP = 12.0  # points between two on the strip

Look = Callable[[Image], Sequence[OcrWord]]


def check_figures(image: Image, scale: float, words: Sequence[Word], look: Look) -> tuple[list[Word], list[Word]]:
    """The words with the confidence that two readings of their figures deserve; and the lines in their other reading.

    image: the level grey page. scale: its pixels per point. look: reads one block of lines, boxes in pixels.
    """
    doubted = [k for k, word in enumerate(words) if word.confidence < _DOUBTED and figure_of(word.text)]
    doubted = sorted(doubted, key=lambda k: words[k].confidence)[:_MOST]
    result, others = list(words), list[Word]()
    if not doubted:
        return result, others
    for k, text in zip(doubted, _read_alone(image, scale, [words[k].bbox for k in doubted], look), strict=True):
        own, other = figure_of(words[k].text), figure_of(text)
        if other is None:
            continue
        if other == own:
            result[k] = replace(words[k], confidence=max(words[k].confidence, _AGREED))
            continue
        result[k] = replace(words[k], confidence=min(words[k].confidence, _UNSURE))
        changed = replace(words[k], text=words[k].text.replace(own or "", other, 1))
        others += [changed if n == k else word for n, word in enumerate(words) if word.line == words[k].line]
    return result, others


def _read_alone(image: Image, scale: float, boxes: Sequence[BBox], look: Look) -> list[str]:
    """What is read in each box (points) when they stand alone under one another, enlarged."""
    large = scale * _ENLARGE
    gap = int(_GAP * large)
    cuts = [_cut(image, scale, box) for box in boxes]
    width = max(cut.shape[1] for cut in cuts) + 2 * gap
    strip = np.full((sum(cut.shape[0] + gap for cut in cuts) + gap, width), int(np.median(image[::8, ::8])), np.uint8)
    places: list[tuple[int, int]] = []
    top = gap
    for cut in cuts:
        strip[top : top + cut.shape[0], gap : gap + cut.shape[1]] = cut
        places.append((top - gap // 2, top + cut.shape[0] + gap // 2))
        top += cut.shape[0] + gap
    found: list[list[OcrWord]] = [[] for _ in boxes]
    for word in look(strip):
        middle = (word.bbox[1] + word.bbox[3]) / 2
        for number, (low, high) in enumerate(places):
            if low <= middle < high:
                found[number].append(word)
    return ["".join(word.text for word in sorted(line, key=lambda word: word.bbox[0])) for line in found]


def _cut(image: Image, scale: float, box: BBox) -> Image:
    left, top = (max(int((value - _MARGIN) * scale), 0) for value in box[:2])
    right, bottom = (int((value + _MARGIN) * scale) + 1 for value in box[2:])
    piece = image[top : max(bottom, top + 1), left : max(right, left + 1)]
    if not piece.size:
        return np.full((1, 1), 255, np.uint8)
    return np.asarray(cv2.resize(piece, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC), np.uint8)
