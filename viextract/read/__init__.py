"""From a file to a document: lines and tables with their places, and how sure we are of each."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from viextract.model.document import Document, Line, Page
from viextract.model.plan import PageSource
from viextract.options import Options


def read_document(
    source: str | Path | bytes | BinaryIO,
    options: Options,
    *,
    name: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Document:
    """Read a file of any kind that viextract knows."""
    if isinstance(source, str | Path):
        name = name or Path(source).name
        data = Path(source).read_bytes()
    else:
        data = source if isinstance(source, bytes) else source.read()
    text = unicodedata.normalize("NFC", data.decode("utf-8"))
    lines = [Line(text=line, number=i) for i, line in enumerate(text.split("\n"), 1)]
    page = Page(number=1, width=0, height=0, source=PageSource(number=1, text_origin="text", quality=1.0), lines=lines)
    return Document(name or "input", hashlib.sha256(data).hexdigest(), "text/plain", [page], page_count=1)
