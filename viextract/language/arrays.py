"""Tables of a model on disk: ``NAME.bin`` holds arrays one after another, ``NAME.json`` says where each is.

The arrays are mapped into memory and read where they are needed; nothing is parsed.
"""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 8
"""Every array begins at a multiple of so many bytes."""


class Arrays:
    """The arrays of ``folder / NAME.bin``, by name."""

    def __init__(self, folder: Path, name: str) -> None:
        self.meta: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
        """All of NAME.json; its ``parts`` give offset and length in bytes of each array."""
        with (folder / f"{name}.bin").open("rb") as stream:
            self._blob = np.frombuffer(_mapped(stream.fileno()), dtype=np.uint8)

    def part(self, name: str, dtype: type) -> NDArray[Any]:
        """One array, as numbers of this type."""
        offset, length = self.meta["parts"][name]
        return self._blob[offset : offset + length].view(dtype)


def _mapped(file: int) -> mmap.mmap:
    """The file in memory, shared between processes. Where the system can, all of it is mapped at once: tables are read
    in no order, and thousands of page faults one by one take longer than the reading."""
    populate = getattr(mmap, "MAP_POPULATE", None)
    if populate is not None:
        return mmap.mmap(file, 0, flags=mmap.MAP_SHARED | populate, prot=mmap.PROT_READ)
    return mmap.mmap(file, 0, access=mmap.ACCESS_READ)
