"""From a file to a document: lines and tables with their places, and how sure we are of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from viextract.errors import NothingRecognisedError
from viextract.model.document import Document, Page
from viextract.options import Options
from viextract.read.formats import Input, open_input


def read_document(
    source: str | Path | bytes | BinaryIO,
    options: Options,
    *,
    name: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Document:
    """Read a file of any kind that viextract knows; its content decides the kind, not its name.

    source: a path, the file's bytes, or an open binary file; ``name`` names the last two.
    progress: called as ``progress("read", done, total)``, in pages.

    Raises a subclass of :class:`viextract.ViextractError`: InputNotFoundError, InputUnreadableError,
    UnsupportedFormatError,
    EmptyInputError, DamagedFileError, EncryptedFileError, TooLargeError, TimedOutError, EngineMissingError,
    EngineFailedError,
    InvalidOptionError, or NothingRecognisedError where no page has any text.
    """
    file = open_input(source, options.limits, name)
    pages, count = _read(file, options, progress)
    if not any(line.text.strip() for page in pages for line in page.lines) and not any(page.grids for page in pages):
        raise NothingRecognisedError(f"no text was found in {file.name}")
    document = Document(
        file.name, hashlib.sha256(file.data).hexdigest(), file.format.media_type, pages, page_count=count
    )
    _number_lines(document)
    return document


def _read(file: Input, options: Options, progress: Callable[[str, int, int], None] | None) -> tuple[list[Page], int]:
    # Each reader is imported when it is needed: a text file wants neither OpenCV nor pdfium.
    kind = file.format.kind
    if kind == "text":
        from viextract.read.text import read_text_page

        return [read_text_page(file.data, file.name)], 1
    if kind == "docx":
        from viextract.read.docx import read_docx_page

        return [read_docx_page(file.data, file.name, options.limits)], 1
    if kind == "office":
        from viextract.read.docx import read_docx_page
        from viextract.read.office import convert_to_docx

        return [read_docx_page(convert_to_docx(file, options.limits), file.name, options.limits)], 1
    from viextract.read.pages import read_pages

    return read_pages(file.data, file.name, file.format, options, progress)


def _number_lines(document: Document) -> None:
    """Gives lines running numbers over all pages, in reading order; the places of tables move with them."""
    first = 0
    for page in document.pages:
        for line in page.lines:
            line.number += first
        for grid in page.grids:
            grid.after_line += first
            grid.lines = _shifted(grid.lines, first)
            for cell in grid.cells:
                cell.lines = _shifted(cell.lines, first)
        first += len(page.lines)


def _shifted(lines: tuple[int, int], by: int) -> tuple[int, int]:
    # 0 stands for "unknown".
    return (lines[0] + by, lines[1] + by) if lines != (0, 0) else lines
