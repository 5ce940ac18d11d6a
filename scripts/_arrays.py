"""Writing tables of a model: the other side of viextract.language.arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viextract.language.arrays import ALIGNMENT


def write_arrays(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> None:
    """``NAME.bin`` with the arrays, ``NAME.json`` with ``meta`` and where they are; each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    parts, offset = {}, 0
    fresh = folder / f"{name}.bin.tmp"  # programs that have the old file mapped keep it
    with fresh.open("wb") as stream:
        for key, array in arrays.items():
            data = np.ascontiguousarray(array).tobytes()
            parts[key] = [offset, len(data)]
            padding = -len(data) % ALIGNMENT
            stream.write(data + bytes(padding))
            offset += len(data) + padding
    text = json.dumps({**meta, "parts": parts}, ensure_ascii=False, separators=(",", ":")) + "\n"
    fresh_meta = folder / f"{name}.json.tmp"
    fresh_meta.write_text(text, "utf-8")
    fresh.replace(folder / f"{name}.bin")
    fresh_meta.replace(folder / f"{name}.json")
