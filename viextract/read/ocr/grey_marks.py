"""Seals and stamps on a grey scan, whose ink is paler than print: lifted off, so that the print below can be read."""

from __future__ import annotations

import cv2
import numpy as np

from viextract.read.ocr.pictures import median_grey, scaled
from viextract.read.raster import POINTS_PER_INCH, Image

_LOOK_DPI = 100.0  # of the picture in which such marks are looked for
_LEAST, _WIDEST, _HIGHEST = 40.0, 220.0, 160.0  # points: a stamp is lower than a seal (36 mm), a signature may join one
_INK = 50  # grey levels below the paper
_PALER = 35  # grey levels by which a mark's ink is paler than that of print
_TO_MARK = 0.4  # of the way from print's grey to the mark's: up to there a dot is print
_THICK = 1.8  # points: a seal's star, emblem or ring is so wide somewhere, rules of tables are not
_PALE_SHARE = 0.25  # of the thick strokes in a mark's place: the rest is print on it
_LEAST_CORE = 60  # dots of strokes so thick that their grey is their ink's: thin rules only look pale


def lift_grey_marks(grey: Image, dpi: float, steps: list[str]) -> Image:
    """Takes seals, stamps and signatures that are paler than print off a page; print that they cover stays.

    Black print on a seal is as dark as beside it, since the seal lets it through. Thin rules, as those of tables, are
    left alone: blur makes them paler than their ink.
    """
    small = scaled(grey, min(_LOOK_DPI / dpi, 1.0))
    paper = median_grey(small[::2, ::2])
    ink = (small < paper - _INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = np.asarray(stats)[:, :4]
    points = POINTS_PER_INCH / min(_LOOK_DPI, dpi)
    sides = boxes[:, 2:] * points
    large = (sides >= _LEAST).all(axis=1) & (sides[:, 0] <= _WIDEST) & (sides[:, 1] <= _HIGHEST)
    large[0] = False
    if not large.any():
        return grey
    black = _median_of_cores(grey, np.asarray(grey < paper - _INK, np.uint8), 3)
    if black is None:
        return grey
    factor = dpi / min(_LOOK_DPI, dpi)
    thick = max(3, round(_THICK * dpi / POINTS_PER_INCH))
    lifted, area = grey, 0
    for label in np.flatnonzero(large).tolist():
        left, top, width, height = (int(value) for value in boxes[label])
        place = (
            slice(max(int((top - 1) * factor), 0), int((top + height + 1) * factor)),
            slice(max(int((left - 1) * factor), 0), int((left + width + 1) * factor)),
        )
        part = grey[place]
        # A star stands within its ring without touching it, and print that the ring touches is a part of it.
        core = _cores(part, np.asarray(part < paper - _INK, np.uint8), thick)
        pale = core[core >= black + _PALER]
        if pale.size < max(_LEAST_CORE, _PALE_SHARE * core.size):
            continue
        shade = float(np.median(pale))
        lifted = grey.copy() if lifted is grey else lifted
        lifted[place] = _print_alone(lifted[place], black + _TO_MARK * (shade - black), paper)
        area += width * height
    if area:
        steps.append(f"lifted grey marks from {area / small.size:.1%} of the page")
    return lifted


def _median_of_cores(grey: Image, ink: Image, thick: int) -> float | None:
    """The grey of strokes where they are so many dots wide at least; None where hardly any are."""
    core = _cores(grey, ink, thick)
    return float(np.median(core)) if core.size >= _LEAST_CORE else None


def _cores(grey: Image, ink: Image, thick: int) -> Image:
    return np.asarray(grey[cv2.erode(ink, np.ones((thick, thick), np.uint8)) > 0])


def _print_alone(part: Image, darkest: float, paper: float) -> Image:
    """The print in a part of a page, with the soft edge of its strokes; all else is paper."""
    print_ = cv2.dilate((part <= darkest).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(np.where(print_, part, np.uint8(paper)), np.uint8)
