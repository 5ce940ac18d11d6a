"""A slot brought into the shape that the network reads: a strip of a fixed height, its digits upright and of one size.

The strip keeps the greys of the pen. Only what the form has printed to write on, dots and strokes, is taken out of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from viextract.read.ocr.convolution import Floats
from viextract.read.ocr.pen_ink import Image, Mask, ink_of, lean_of
from viextract.read.ocr.strip_frames import MARGIN, STRETCH, Frame, Nudge, columns_of, drawn

_DOT = 0.3  # of a digit's height: a dot of a leader is lower and narrower
_LEADER = 0.2  # of a digit's height: what is lower than that is a stroke of the form, however long
_TALL = 0.6  # of a digit's height: what is at least as high tells how large a hand writes

ROWS = 28
"""Height of a strip, in pixels."""
_DIGIT = 19.0  # pixels into which the height of the digits is brought
_LONGEST = 260  # pixels: longer is no number of five digits


@dataclass(frozen=True, slots=True)
class Slot:
    """The ink of a slot and how it lies: pixels of the grey picture."""

    darkness: Floats
    ink: Mask
    shear: float
    height: float
    middle: float
    left: float
    right: float
    """First and last column of the ink when it stands upright."""


def without_form(ink: Mask, height: float) -> Mask:
    """The ink without dots and strokes that a form prints to write on. height: of a digit, in pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    sizes = np.asarray(stats)
    low = sizes[:, 3] < _DOT * height
    kept = ~(low & (sizes[:, 2] < _DOT * height)) & (sizes[:, 3] >= _LEADER * height)
    kept[0] = False
    return np.asarray(kept[labels] if count > 1 else np.zeros(ink.shape, bool))


def slot_of(grey: Image, ink: Mask, height: float) -> Slot | None:
    """A slot as it lies; None without ink. ink: what of it may be digits. height: of a printed digit, in pixels."""
    rows, columns = np.nonzero(ink)
    if not len(rows):
        return None
    darkness = np.maximum(float(np.median(grey)) - grey.astype(np.float32), 0)
    # Other ink is painted over with its soft edges, but nothing of the digits is.
    cross = np.ones((3, 3), np.uint8)
    other = cv2.dilate((ink_of(grey) & ~ink).astype(np.uint8), cross) > 0
    own = cv2.dilate(ink.astype(np.uint8), cross) > 0
    darkness[other & ~own] = 0
    darkness /= max(float(np.percentile(darkness[ink], 75)), 1.0)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    parts = np.asarray(stats)[1:].astype(np.float64)
    tall = parts[parts[:, 3] > _TALL * height] if (parts[:, 3] > _TALL * height).any() else parts
    own_height = max(float(np.median(tall[:, 3])), _TALL * height)
    middle = float(np.median(tall[:, 1] + tall[:, 3] / 2))
    shear = lean_of(ink)
    upright = columns + shear * (rows - middle)
    return Slot(np.minimum(darkness, 1), ink, shear, own_height, middle, float(upright.min()), float(upright.max()))


def frame_of(slot: Slot, nudge: Nudge) -> tuple[Frame, int]:
    """How pixels of the slot move into its strip (a matrix of two rows), and how many columns that has."""
    size = _DIGIT / slot.height * nudge.size
    wide = size * STRETCH
    shear = slot.shear + nudge.shear
    frame = np.array(
        [
            [wide, wide * shear, MARGIN - wide * (shear * slot.middle + slot.left)],
            [0, size, ROWS / 2 + nudge.down - size * slot.middle],
        ]
    )
    return frame, columns_of(wide * (slot.right - slot.left), _LONGEST)


def strip_of(slot: Slot, nudge: Nudge) -> Floats:
    """The slot's strip: ink 1, paper 0."""
    frame, columns = frame_of(slot, nudge)
    return drawn(slot.darkness, frame, ROWS, columns)
