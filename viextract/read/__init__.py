"""From a file to a document: lines and tables with their places, and how sure we are of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from viextract.errors import NothingRecognisedError, ViextractError
from viextract.language.quality import text_quality
from viextract.limits import check_lines
from viextract.model.document import Document, Page
from viextract.model.plan import Span
from viextract.options import Options
from viextract.read.doubtful_figures import doubtful_figures
from viextract.read.files.formats import Input, open_input


def read_document(
    source: str | Path | bytes | bytearray | memoryview | BinaryIO,
    options: Options,
    *,
    name: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Document:
    """Read a file of any kind that viextract knows; its content decides the kind, not its name.

    source: a path, the file's bytes, or an open binary file; ``name`` names the last two.
    progress: called as ``progress("read", done, total)``, in pages.

    Raises a subclass of :class:`viextract.ViextractError`: InputNotFoundError, InputUnreadableError,
    UnsupportedFormatError, EmptyInputError, DamagedFileError, EncryptedFileError, TooLargeError, TimedOutError,
    EngineMissingError, EngineFailedError, InvalidOptionError, or NothingRecognisedError where no page has any text.
    """
    file = open_input(source, options.limits, name)
    found = _read(file, options, progress)
    pages = found.pages
    if not any(line.text.strip() for page in pages for line in page.lines) and not any(page.grids for page in pages):
        told = "; ".join(message for page in pages for _, message in page.warnings)
        raise NothingRecognisedError(f"no text was found in {file.name}" + (f": {told}" if told else ""))
    check_lines(sum(len(page.lines) for page in pages), file.name)
    sha256 = hashlib.sha256(file.data).hexdigest()
    document = Document(file.name, sha256, file.format.media_type, pages, page_count=found.count)
    _number_lines(document)
    for page in pages:
        if page.source.text_origin == "text":
            _judge(page)
    document.warnings += doubtful_figures(pages)
    for page in pages:
        where = Span(page=page.number, lines=(1, max(len(page.lines), 1)), bbox=None)
        document.warnings += [(code, message, where) for code, message in page.warnings]
    for number, error in sorted(found.failures.items()):
        document.warnings.append(("page-failed", f"page {number} could not be read: {error}", None))
    return document


@dataclass(slots=True)
class _Found:
    pages: list[Page]
    count: int = 1
    failures: dict[int, ViextractError] = field(default_factory=dict)


def _read(file: Input, options: Options, progress: Callable[[str, int, int], None] | None) -> _Found:
    # Each reader is imported when it is needed: a text file wants neither OpenCV nor pdfium.
    kind = file.format.kind
    if kind == "text":
        from viextract.read.files.text import read_text_page

        return _Found([read_text_page(file.data, file.name)])
    if kind in ("html", "mail"):
        from viextract.read.files.markup import read_html_page, read_mail_page

        return _Found([(read_html_page if kind == "html" else read_mail_page)(file.data, file.name)])
    if kind in ("docx", "office"):
        return _word_file(file, options)
    if kind in ("workbook", "old-workbook"):
        return _workbook(file, options)
    from viextract.read.pages.run import read_pages

    read = read_pages(file.data, file.name, file.format, options, progress)
    return _Found(read.pages, read.count, read.failures)


def _word_file(file: Input, options: Options) -> _Found:
    from viextract.read.files.docx import read_docx
    from viextract.read.files.libreoffice import convert_to_docx

    data = file.data if file.format.kind == "docx" else convert_to_docx(file, options.limits)
    page, pictures = read_docx(data, file.name, options.limits)
    if not pictures:
        return _Found([page])
    from viextract.read.pages.word_pictures import with_pictures

    pages = with_pictures(page, pictures, options, file.name)
    return _Found(pages, len(pages))


def _workbook(file: Input, options: Options) -> _Found:
    from viextract.read.files.libreoffice import convert_to_xlsx
    from viextract.read.files.workbook import read_workbook_pages
    from viextract.read.pages.run import page_numbers

    data = file.data if file.format.kind == "workbook" else convert_to_xlsx(file, options.limits)
    pages = read_workbook_pages(data, file.name, options.limits)
    wanted = page_numbers(len(pages), options, file.name)
    return _Found([page for page in pages if page.number in wanted], len(pages))


def _judge(page: Page) -> None:
    """How far typed text is to be trusted: it may have been stripped of its marks, or ruined, before it came to us."""
    texts = [line.raw for line in page.lines if line.role != "noise"]
    texts += [cell.raw for grid in page.grids for cell in grid.cells]
    found = text_quality("\n".join(texts), converted=True)
    if found.words:
        reasons = [*page.source.reasons, *found.reasons]
        page.source = page.source.model_copy(update={"quality": found.score, "reasons": reasons})  # parts may share one


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
