"""Where a grey picture has ink, be it of a pen or a stamp, and how far what is written leans."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_PEN = 0.22  # of the way from paper to the darkest ink: a ballpoint is paler than the print beside it
_LEAST_STEP = 20.0  # grey levels by which ink is darker than paper in any case
_NOISE_STEP = 3.5  # the same, in mean deviations of the paper's grain
_SHEARS = np.arange(-0.2, 0.65, 0.05)  # columns to the right per row: how far digits lean


def ink_of(slot: Image) -> Mask:
    """Where a grey picture has ink, print and pen alike."""
    paper = float(np.median(slot))
    darkest = float(np.percentile(slot, 1))
    grain = float(np.median(np.abs(slot.astype(np.float32) - paper))) * 1.5
    step = max(_PEN * (paper - darkest), _LEAST_STEP, _NOISE_STEP * grain)
    return np.asarray(slot < paper - step, np.bool_)


def lean_of(ink: Mask) -> float:
    """The shear by which strokes stand: columns are then emptiest between digits."""
    rows, columns = np.nonzero(ink)
    if not len(rows):
        return 0.0
    best, sharpest = 0.0, -1.0
    for shear in _SHEARS:
        moved = np.round(columns + shear * (rows - ink.shape[0] / 2)).astype(np.int64)
        profile = np.bincount(moved - moved.min())
        sharpness = float(np.square(profile.astype(np.float64)).sum())
        if sharpness > sharpest:
            best, sharpest = float(shear), sharpness
    return best
