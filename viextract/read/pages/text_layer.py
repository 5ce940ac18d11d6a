"""Is a page's own text to be trusted? A verdict, its reasons and a score.

A text layer fails in few ways: there is none; its fonts do not say what their characters are; it was read by an OCR
that did not know Vietnamese; it is in the encoding of an old font; or it covers a part of the page only (a digital
signature's box on a scan).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

from viextract.language.quality import text_quality
from viextract.language.wrong_letters import wrong_letters
from viextract.model.document import BBox
from viextract.read.files.pdf_layer import Layer
from viextract.read.layout.words import Word
from viextract.read.ocr.letter_boxes import COVERAGE_DPI, letter_boxes
from viextract.read.raster import POINTS_PER_INCH, Image

VerdictName = Literal["none", "good", "converted", "ruined", "unmapped", "incomplete"]

_FEW_CHARACTERS = 4  # a page number at most
_UNMAPPED_SHARE = 0.1
_HOLES = 3  # letters within words without a Unicode value: fewer are signs that stand close to a word
_COVERED = 0.6  # share of the page's letters that the layer must cover
_STRAY_LETTERS = 60  # letters outside the layer that are no more than a stamp, a signature or a caption in a picture


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a page's text layer."""

    name: VerdictName
    score: float
    """0 to 1: how much of the page's text the layer gives right."""
    reasons: tuple[str, ...] = ()
    exchanged: tuple[tuple[str, int], ...] = ()
    """Letters that a font seems to say for others, and how many words tell so."""


def judge_layer(
    layer: Layer,
    draw: Callable[[], Image] | None = None,
    *,
    encoding: str | None = None,
    pictures: Sequence[BBox] = (),
    suspicious: bool = True,
) -> Verdict:
    """The verdict on a layer.

    draw: gives the page in grey at ``COVERAGE_DPI``; it is asked only where the text is sound so far. None leaves the
    page's ink out of the judgement.
    encoding: the legacy encoding that the layer's text was converted from.
    pictures: places of pictures whose letters are read apart, and say nothing about the layer.
    suspicious: look for letters that stand for others throughout, which rare words and names may seem to be.
    """
    if layer.character_count + layer.unmapped < _FEW_CHARACTERS:
        return Verdict("none", 0.0, ("the page has no text layer",))
    if layer.unmapped > _UNMAPPED_SHARE * (layer.character_count + layer.unmapped):
        share = layer.unmapped / (layer.character_count + layer.unmapped)
        return Verdict("unmapped", round(1 - share, 4), (f"fonts do not say what {share:.0%} of the characters are",))
    text = layer.lines_text
    quality = text_quality(text)
    if layer.holes >= _HOLES:
        reason = f"fonts do not say what {layer.holes} letters within words are"
        share = layer.holes / max(len(layer.words), 1)
        return Verdict("unmapped", round(quality.score * (1 - min(share, 1.0)), 4), (reason, *quality.reasons))
    if quality.score < _RUINED_BELOW:
        return Verdict("ruined", quality.score, quality.reasons)
    if suspicious and (wrong := wrong_letters(text)):
        reasons = tuple(f"the font says {item.letter} where {item.meant} is printed" for item in wrong)
        share = sum(item.tokens for item in wrong) / max(len(layer.words), 1)
        exchanged = tuple((item.letter, item.tokens) for item in wrong)
        return Verdict("unmapped", round(quality.score * (1 - min(share, 1.0)), 4), reasons, exchanged)
    covered, stray = ink_coverage(draw(), layer, pictures) if draw is not None else (1.0, 0)
    if covered < _COVERED and stray > _STRAY_LETTERS:
        reason = f"text covers {covered:.0%} of the letters on the page"
        return Verdict("incomplete", round(quality.score * covered, 4), (reason, *quality.reasons))
    if encoding is not None:
        return Verdict("converted", quality.score, (f"the text was in the encoding {encoding}", *quality.reasons))
    return Verdict("good", quality.score, quality.reasons)


_RUINED_BELOW = 0.8  # the same as the default of Options.layer_threshold: what is trusted and what is called good agree


def ink_coverage(picture: Image, layer: Layer, without: Sequence[BBox] = ()) -> tuple[float, int]:
    """Share of the page's letters that lie in the layer's words, and how many lie outside.

    A letter is a connected dark spot as high as type; rules, pictures and specks are none. without: places whose
    letters do not count.
    """
    letters, inside = _letters(picture, layer.words)
    counted = np.ones(len(letters), bool)
    for box in without:
        counted &= ~_within(letters, box)
    count = int(counted.sum())
    covered = int((inside & counted).sum())
    return (covered / count if count else 1.0), count - covered


def letters_outside(picture: Image, words: Sequence[Word], box: BBox) -> int:
    """How many letters stand in a box of the page, in points, and in none of the words."""
    letters, inside = _letters(picture, words)
    return int((_within(letters, box) & ~inside).sum())


def stray_letters(picture: Image, words: Sequence[Word], without: Sequence[BBox]) -> npt.NDArray[Any]:
    """The letters of a page (left, top, width, height in pixels) in none of the words, and in none of some boxes."""
    letters, inside = _letters(picture, words)
    for box in without:
        inside |= _within(letters, box)
    return np.asarray(letters[~inside])


_NEXT_LETTER, _NEXT_LINE = 14.0, 18.0  # points of white within one text at most: wide blanks, lines set far apart
_MARGIN = 3.0  # points around letters: marks of capitals are none by themselves


def groups_of(letters: npt.NDArray[Any]) -> list[BBox]:
    """Boxes (points) around letters that stand together."""
    if not len(letters):
        return []
    scale = COVERAGE_DPI / POINTS_PER_INCH
    across, down = round(_NEXT_LETTER * scale / 2), round(_NEXT_LINE * scale / 2)
    right, bottom = (letters[:, :2] + letters[:, 2:]).max(axis=0)
    mask = np.zeros((int(bottom) + down + 1, int(right) + across + 1), np.uint8)
    for left, top, width, height in letters.tolist():
        first = (max(left - across, 0), max(top - down, 0))
        cv2.rectangle(mask, first, (left + width + across, top + height + down), 1, -1)
    _, labels = cv2.connectedComponents(mask, connectivity=8)
    own = np.asarray(labels)[letters[:, 1], letters[:, 0]]
    found = []
    for label in np.unique(own).tolist():
        group = letters[own == label]
        (x0, y0), (x1, y1) = group[:, :2].min(axis=0), (group[:, :2] + group[:, 2:]).max(axis=0)
        box = (x0 / scale - _MARGIN, y0 / scale - _MARGIN, x1 / scale + _MARGIN, y1 / scale + _MARGIN)
        found.append((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    return found


def _within(letters: npt.NDArray[Any], box: BBox) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = (value * COVERAGE_DPI / POINTS_PER_INCH for value in box)
    x, y = letters[:, 0] + letters[:, 2] / 2, letters[:, 1] + letters[:, 3] / 2
    return np.asarray((left <= x) & (x <= right) & (top <= y) & (y <= bottom))


def _letters(picture: Image, words: Sequence[Word]) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Boxes of the page's letters in pixels, and whether each lies in a word."""
    letters = letter_boxes(picture, COVERAGE_DPI)
    scale = COVERAGE_DPI / POINTS_PER_INCH
    mask = np.zeros(picture.shape[:2], np.uint8)
    margin = 1.5
    for word in words:
        left, top, right, bottom = ((value * scale) for value in word.bbox)
        first = (round(left - margin), round(top - margin))
        cv2.rectangle(mask, first, (round(right + margin), round(bottom + margin)), 1, -1)
    columns = (letters[:, 0] + letters[:, 2] // 2).clip(0, picture.shape[1] - 1)
    rows = (letters[:, 1] + letters[:, 3] // 2).clip(0, picture.shape[0] - 1)
    return letters, mask[rows, columns] > 0
