"""Pages whose parts draw each other without end: pdfium would follow them until time and memory are gone, and no limit
of time stops it while it does.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import Any

import pikepdf

_MOST_DRAWN = 100_000
"""Parts that a page may draw, those within parts counted each time: drawings of maps have some thousands."""
_MOST_NESTED = 30
_MOST_BYTES = 5_000_000
"""Of the statements of one part that are looked through."""
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")


def draws_without_end(file: pikepdf.Pdf, index: int) -> bool:
    """Whether a part of the page draws itself, or parts draw parts more often than any page needs."""
    page = file.pages[index]
    resources = page.obj.get("/Resources")
    if resources is None:
        resources = page.resources  # of the node above
    if not any(_may_draw(part) for part in _parts(resources).values()):
        return False
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return _Drawn().of(streams, resources, 0) > _MOST_DRAWN


def _parts(resources: Any) -> dict[str, Any]:
    found = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    return dict(found.items()) if isinstance(found, pikepdf.Dictionary) else {}


def _may_draw(part: Any) -> bool:
    """Whether it is a form that has parts of its own, or takes those of the page."""
    if not isinstance(part, pikepdf.Stream) or part.get("/Subtype") != "/Form":
        return False
    return "/Resources" not in part or bool(_parts(part.get("/Resources")))


class _Drawn:
    """Counts how many parts are drawn; a part that draws itself is drawn more often than there is a number for."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def of(self, streams: list[Any], resources: Any, depth: int) -> int:
        parts, total = _parts(resources), 0
        for name, times in _calls(streams).items():
            part = parts.get(name)
            if part is not None and _may_draw(part):
                total += times * self._part(part, resources, depth + 1)
            if total > _MOST_DRAWN:
                break
        return total

    def _part(self, part: Any, above: Any, depth: int) -> int:
        key = part.objgen
        if key in self._open or depth > _MOST_NESTED:
            return _MOST_DRAWN + 1
        if key not in self._known:
            self._open.add(key)
            self._known[key] = 1 + self.of([part], part.get("/Resources", above), depth)
            self._open.discard(key)
        return self._known[key]


def _calls(streams: list[Any]) -> Counter[str]:
    """How often each part is drawn by name."""
    found: Counter[str] = Counter()
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            found.update("/" + name.decode("latin-1") for name in _DRAWS.findall(_statements(stream)))
    return found


def _statements(stream: pikepdf.Stream) -> bytes:
    """The beginning of a stream, unpacked; of one that is packed in a rare way nothing."""
    filters: Any = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        filters = filters[0] if len(filters) == 1 else "/Other" if len(filters) else None
    raw = stream.read_raw_bytes()
    if filters is None:
        return bytes(raw[:_MOST_BYTES])
    if filters != "/FlateDecode":
        return b""
    try:
        return zlib.decompressobj().decompress(raw, _MOST_BYTES)
    except zlib.error:
        return b""
