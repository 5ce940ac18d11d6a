"""Words whose ink is clearly paler than that of the page's print, as a stamp's is on a grey scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from viextract.read.layout.words import Word
from viextract.read.raster import Image

_SHARE = 0.45  # of the page's height in which stamps are looked for: beside the head
_DARKEST = 4  # per cent of a word's dots whose grey is its ink's: strokes of small type are a tenth of its box
_PALE = 0.7  # of the way from paper to print that pale ink goes at most
_FEWEST = 6  # words that tell how dark print is


def with_paleness(image: Image, scale: float, words: Sequence[Word]) -> list[Word]:
    """The words, those in the upper part of the page told as pale whose ink is.

    image: the level grey page. scale: its pixels per point.
    """
    depth = _SHARE * image.shape[0] / scale
    inks = [_ink(image, scale, word) if word.bbox[1] < depth else None for word in words]
    known = [ink for ink in inks if ink is not None]
    if len(known) < _FEWEST:
        return list(words)
    paper = float(np.median(image[::8, ::8]))
    palest = paper - _PALE * (paper - median(known))
    return [
        replace(word, pale=True) if ink is not None and ink > palest else word
        for word, ink in zip(words, inks, strict=True)
    ]


def _ink(image: Image, scale: float, word: Word) -> float | None:
    """The grey of a word's strokes; None where it has no letters, of which dots may be too small to be black."""
    if not any(map(str.isalnum, word.text)):
        return None
    left, top, right, bottom = (max(int(value * scale), 0) for value in word.bbox)
    part = image[top : bottom + 1, left : right + 1]
    return float(np.percentile(part, _DARKEST)) if part.size else None
