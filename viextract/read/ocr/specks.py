"""Specks that a fax machine, a copier or grain leaves on a page are taken off: engines read them as marks and dots."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.ocr.pictures import median_grey, spots
from viextract.read.raster import Image

_SPECK_AREA = 3  # pixels at some 200 dots per inch: the dot of a tone mark has a dozen
_MANY_SPECKS = 150  # fewer are the dots of leaders and the dust of any scan


def despeckle(grey: Image, steps: list[str]) -> Image:
    """Takes specks and dropped-out rows off a picture in black and white, and smooths the stairs of its letters."""
    if _two_tone(grey) < 0.98:
        return grey
    ink = np.asarray(cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    ink = _without_edge_to_edge_rows(ink)
    specks, count = _specks(ink, _SPECK_AREA)
    if specks is None:
        return grey
    ink[specks] = 0
    steps.append(f"removed {count} specks")
    return _smoothed(np.asarray(255 - ink, np.uint8))


def _smoothed(fax: Image) -> Image:
    """A fax has half as many rows as columns: the steps that this leaves at slanted strokes are smoothed more
    upright."""
    return np.asarray(cv2.GaussianBlur(fax, (0, 0), sigmaX=0.8, sigmaY=1.2), np.uint8)


def _two_tone(grey: Image) -> float:
    """Share of the dots that are black or white."""
    values = grey[::7, ::7]
    return float(np.mean((values < 16) | (values > 239)))


def _specks(ink: Image, area: float) -> tuple[npt.NDArray[np.bool_] | None, int]:
    """Where spots of so few dots are, and how many; no places where they are not many."""
    labels, stats = spots(ink)
    small = stats[:, cv2.CC_STAT_AREA] <= area
    small[0] = False
    count = int(small.sum())
    return (np.asarray(small[labels]) if count >= _MANY_SPECKS else None), count


def _without_edge_to_edge_rows(ink: Image) -> Image:
    """A fax that loses a row draws it black from one edge of the sheet to the other, which nothing printed does."""
    rows = np.flatnonzero(ink.mean(axis=1) > 0.9 * 255)
    for row in rows.tolist():
        above, below = max(row - 1, 0), min(row + 2, ink.shape[0] - 1)
        # Keep what goes on above and below: the strokes of letters that the row crosses.
        ink[row] = np.minimum(ink[above], ink[below])
    return ink


def lift_specks(grey: Image, dpi: float, steps: list[str]) -> Image:
    """Takes specks off a grey picture: a copy of a copy, faint print whose grain was stretched with it, a fax whose
    dots were made square.

    A spot is measured where it begins to differ from the paper, so that the dots of letters are taken as a whole.
    """
    if any(step.startswith("removed") for step in steps):
        return grey
    paper = median_grey(grey[::4, ::4])
    ink = np.asarray(cv2.threshold(grey, paper - _DARKER, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    is_fax = _two_tone(grey) > _FAX
    specks, count = _specks(ink, (_STRETCHED_AREA if is_fax else _GREY_AREA) * (dpi / 200.0) ** 2)
    if specks is None:
        return grey
    around = cv2.dilate(specks.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    clean = np.where(around, np.uint8(paper), grey)
    steps.append(f"removed {count} specks")
    return _smoothed(clean) if is_fax else clean


_DARKER = 60.0  # grey levels below the paper
_GREY_AREA = 7  # pixels at 200 dots per inch, with the soft edge of the spot: the dots of small type have ten
_STRETCHED_AREA = 5  # of a fax, whose dots of marks are as few as three wide and one high, made two high
_FAX = 0.9  # share of dots that are black or white where a fax was stretched to square dots
