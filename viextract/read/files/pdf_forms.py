"""Pages that would keep pdfium busy without end: statements without number, or parts that draw each other. No limit of
time stops pdfium while it follows them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import Any

import pikepdf

MOST_STATEMENTS = 24_000_000
"""Bytes of the statements that a page may run, those of its parts counted each time that they are drawn. The drawings
of a large map have some 10 million; pdfium needs about a second for two million.
"""
_MOST_NESTED = 30
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")


def statements_run(file: pikepdf.Pdf, index: int) -> int:
    """Bytes of the statements that a page runs; more than MOST_STATEMENTS where it has a part that draws itself."""
    page = file.pages[index]
    resources = page.obj.get("/Resources")
    if resources is None:
        resources = page.resources  # of the node above
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return _Run().of(streams, resources, 0)


class _Run:
    """Counts bytes of statements that are run; a part that draws itself is more than any number."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def of(self, streams: list[Any], resources: Any, depth: int) -> int:
        total, calls = 0, Counter[str]()
        for stream in streams:
            if isinstance(stream, pikepdf.Stream):
                statements = _statements(stream)
                total += len(statements)
                calls.update("/" + name.decode("latin-1") for name in _DRAWS.findall(statements))
            if total > MOST_STATEMENTS:
                return total
        for name, times in calls.items() if calls else ():
            part = _part(resources, name)
            if part is not None:
                total += times * self._of_part(part, resources, depth + 1)
            if total > MOST_STATEMENTS:
                break
        return total

    def _of_part(self, part: pikepdf.Stream, above: Any, depth: int) -> int:
        key = part.objgen
        if key in self._open or depth > _MOST_NESTED:
            return MOST_STATEMENTS + 1
        if key not in self._known:
            self._open.add(key)
            self._known[key] = 1 + self.of([part], part.get("/Resources", above), depth)
            self._open.discard(key)
        return self._known[key]


def _part(resources: Any, name: str) -> pikepdf.Stream | None:
    """The form of that name; pictures are none."""
    parts = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    part = parts.get(name) if isinstance(parts, pikepdf.Dictionary) else None
    return part if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Form" else None


def _statements(stream: pikepdf.Stream) -> bytes:
    """A stream unpacked, no more of it than there may be; one that is packed in a rare way as it is."""
    filters: Any = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    raw = bytes(stream.read_raw_bytes())
    if isinstance(filters, pikepdf.Array) or filters != "/FlateDecode":
        return raw
    try:
        return zlib.decompressobj().decompress(raw, MOST_STATEMENTS + 1)
    except zlib.error:
        return raw
