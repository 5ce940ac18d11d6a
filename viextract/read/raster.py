"""Pictures of pages as all of the reading has them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""A picture: height × width (grey) or height × width × 3 (RGB), 8 bits a channel."""

POINTS_PER_INCH = 72.0
