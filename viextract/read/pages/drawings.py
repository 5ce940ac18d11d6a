"""Pictures of what was seen on a page, for people who look rather than read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from viextract.model.document import Line, LineRole
from viextract.read.raster import Image

_COLOURS: dict[LineRole, tuple[int, int, int]] = {
    # blue, green, red
    "body": (60, 140, 60),
    "head-left": (200, 90, 30),
    "head-right": (200, 30, 150),
    "foot-left": (30, 130, 220),
    "foot-right": (30, 60, 200),
    "table": (160, 160, 30),
    "note": (120, 60, 120),
    "noise": (150, 150, 150),
}
"""One colour a role: the columns of head and foot are told apart by it."""


def draw_page(image: Image, lines: Sequence[Line], scale: float, number: int, folder: Path) -> None:
    """Writes ``page-N-prepared.png``, as the engine got it, and ``page-N-lines.png``, with the lines in reading order.

    scale: pixels per point. A line has its role's colour, its number, and a bar at its left where a paragraph starts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"page-{number}-prepared.png", image)
    canvas = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    for line in lines:
        if line.bbox is None:
            continue
        left, top, right, bottom = (round(value * scale) for value in line.bbox)
        colour = _COLOURS[line.role]
        cv2.rectangle(canvas, (left, top), (right, bottom), colour, 2)
        cv2.putText(canvas, str(line.number), (left - 34, bottom), cv2.FONT_HERSHEY_SIMPLEX, 0.6, colour, 2)
        if line.starts_paragraph:
            cv2.line(canvas, (left - 6, top), (left - 6, bottom), colour, 5)
    _write(folder / f"page-{number}-lines.png", np.asarray(canvas, np.uint8))


def _write(path: Path, image: Image) -> None:
    done, data = cv2.imencode(".png", image)
    if done:
        path.write_bytes(data.tobytes())
