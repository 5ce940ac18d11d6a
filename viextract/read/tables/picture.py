"""Pictures of what the table finder saw, for debugging."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.model.document import Grid

_FRAME = (0, 140, 255)
_CELL = (60, 160, 60)
_SPAN = (200, 60, 160)


def draw_grids(image: NDArray[np.uint8], grids: Sequence[Grid], scale: float, path: Path) -> None:
    """Write a PNG of the page with each grid framed, each cell outlined and marked ``row,column``, joined cells in
    another colour.

    scale: pixels per PDF point. The folder is made where it is missing.
    """
    canvas = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image.copy()
    for grid in grids:
        for cell in grid.cells:
            if cell.bbox is None:
                continue
            x0, y0, x1, y1 = (round(value * scale) for value in cell.bbox)
            joined = cell.row_span > 1 or cell.column_span > 1
            cv2.rectangle(canvas, (x0 + 2, y0 + 2), (x1 - 2, y1 - 2), _SPAN if joined else _CELL, 2)
            label = f"{cell.row},{cell.column}" + (f" {cell.row_span}x{cell.column_span}" if joined else "")
            cv2.putText(canvas, label, (x0 + 5, y0 + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.45, _SPAN if joined else _CELL, 1)
        if grid.bbox is not None:
            x0, y0, x1, y1 = (round(value * scale) for value in grid.bbox)
            cv2.rectangle(canvas, (x0, y0), (x1, y1), _FRAME, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    done, data = cv2.imencode(".png", canvas)
    if done:
        path.write_bytes(data.tobytes())
