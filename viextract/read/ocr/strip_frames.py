"""How a line of ink is put into the strip that a network reads: a frame that moves its pixels, a little changed to look
at the same line in several ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.ocr.convolution import Floats

MARGIN = 10
"""Pixels of paper at both ends of a strip."""
STRETCH = 1.4
"""By so much strips are wider than what they show: narrow letters keep their own columns."""
_BLUR = 0.4
"""Pixels of the strip over which the ink is spread where it is made smaller."""

Frame = npt.NDArray[np.float64]
"""A matrix of two rows, as OpenCV moves pixels by."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """A small change of a strip's frame, by which one line is looked at in several ways."""

    shear: float = 0.0
    size: float = 1.0
    down: float = 0.0
    """Pixels of the strip."""
    wide: float = 1.0


def columns_of(width: float, longest: int) -> int:
    """Columns of a strip for ink of so many columns in it: a multiple of what the network puts together."""
    return min((int(width) + 1 + 2 * MARGIN + 3) // 4 * 4, longest)


def drawn(darkness: Floats, frame: Frame, rows: int, columns: int) -> Floats:
    """The strip: ink 1, paper 0."""
    if frame[1, 1] < 1:
        darkness = cv2.GaussianBlur(darkness, (0, 0), _BLUR / float(frame[1, 1]))
    return np.asarray(cv2.warpAffine(darkness, frame, (columns, rows), flags=cv2.INTER_LINEAR), np.float32)
