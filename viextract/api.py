"""The pipeline in one place: read, recover, parse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viextract.errors import InputNotFoundError, InputUnreadableError, UnsupportedFormatError
from viextract.model.document import Document
from viextract.model.plan import Plan
from viextract.options import Options, processes

InputSource = str | Path | bytes | bytearray | memoryview | BinaryIO
"""A path, the file's bytes, or an open binary file."""

Progress = Callable[[str, int, int], None]
"""Called as ``progress(stage, done, total)``; stages are ``read``, ``recover`` and ``parse``."""


def load(
    source: InputSource, options: Options | None = None, *, name: str | None = None, progress: Progress | None = None
) -> Document:
    """Read a file, recover its text and correct it as a person has: all that comes before parsing.

    Corrections that do not fit are warnings of the document; a file of them that is none raises
    InvalidCorrectionsError.
    """
    return _loaded(source, source, options or Options(), name, progress)


def _loaded(
    content: InputSource, source: InputSource, options: Options, name: str | None, progress: Progress | None
) -> Document:
    """content: what is read; source: what the caller gave, beside which corrections are looked for."""
    from viextract.read import read_document
    from viextract.recover import recover_document

    document = read_document(content, options, name=name, progress=_loading(progress, options))
    if options.recover:
        document = recover_document(document, options, progress=progress)
    return _replayed(document, source, options)


def _loading(progress: Progress | None, options: Options) -> Progress | None:
    """Where other processes read the pages, this one has time after the first to load all that comes after reading."""
    if processes(options.jobs) == 1:
        return progress

    def told(stage: str, done: int, total: int) -> None:
        if progress:
            progress(stage, done, total)
        if done:
            import viextract.parse
            import viextract.recover

            if options.recover:
                viextract.recover.preload()

    return told


def _replayed(document: Document, source: InputSource, options: Options) -> Document:
    """The document with a person's corrections of its text, where there are any; see ``Options.corrections``."""
    from viextract.corrections import find_corrections, load_corrections, replay, told_unused

    if not options.replay:
        return document
    path = Path(source) if isinstance(source, str | Path) else None
    found = find_corrections(options.corrections, path, document.name, document.sha256)
    corrections = load_corrections(found.used) if found.used is not None else None
    if corrections is not None:
        document = replay(document, corrections)
    document.warnings += told_unused(found, document.name, corrections)
    return document


def parse(document: Document, options: Options) -> Plan:
    """The plan that a document holds, with a person's corrections where :func:`load` found any."""
    from viextract.corrections import finish
    from viextract.parse import parse_document

    return finish(parse_document(document, options), document.decisions)


@dataclass(frozen=True, slots=True)
class Processed:
    """A document on its whole way: what its file was, what was read, and the plan."""

    data: bytes
    document: Document
    plan: Plan

    def searchable_pdf(self) -> bytes:
        """The pages with the recovered text as an invisible layer. Raises UnsupportedFormatError for text files."""
        from viextract.export.searchable import searchable_pdf

        kind = self.document.media_type
        if kind != "application/pdf" and not kind.startswith("image/"):
            raise UnsupportedFormatError(
                f"{self.document.name} has no pages to put text on", advice="Give a PDF or a picture."
            )
        return searchable_pdf(self.data, self.document)

    def alto(self) -> str:
        """The document as ALTO 4 XML."""
        from viextract.export.alto import alto_xml

        return alto_xml(self.document)


def process(
    source: InputSource, options: Options | None = None, *, name: str | None = None, progress: Progress | None = None
) -> Processed:
    """As :func:`extract`, keeping what exports of the pages need. Raises what that does."""
    from viextract.read.files.formats import open_input

    options = options or Options()
    file = open_input(source, options.limits, name)
    document = _loaded(file.data, source, options, file.name, progress)
    return Processed(file.data, document, parse(document, options))


def extract(
    source: InputSource, options: Options | None = None, *, name: str | None = None, progress: Progress | None = None
) -> Plan:
    """Turn a plan (text, PDF, scan, image, DOCX) into data.

    source: a path, the file's bytes, or an open binary file; ``name`` names the last two in ``plan.source.name``.
    Raises a subclass of :class:`viextract.ViextractError` where the file cannot be read; odd text never fails, it is
    kept as paragraphs with a warning.
    """
    options = options or Options()
    document = load(source, options, name=name, progress=progress)
    if progress:
        progress("parse", 0, 1)
    plan = parse(document, options)
    if progress:
        progress("parse", 1, 1)
    return plan


def read_text(
    source: InputSource, options: Options | None = None, *, name: str | None = None, progress: Progress | None = None
) -> str:
    """The document's recovered plain text: paragraphs in reading order, one a line, ending with a line feed."""
    from viextract.export.text import document_text

    return document_text(load(source, options, name=name, progress=progress))


def load_plan(source: str | Path | bytes) -> Plan:
    """A plan that was saved as JSON (``viextract extract -o plan.json``), of schema 1.0 or 1.1.

    Raises InputNotFoundError or InputUnreadableError where the file cannot be read, InvalidPlanError where it holds no
    plan.
    """
    if isinstance(source, bytes):
        return Plan.from_json(source)
    try:
        return Plan.from_json(Path(source).read_bytes())
    except FileNotFoundError as error:
        raise InputNotFoundError(f"{source} does not exist") from error
    except OSError as error:
        raise InputUnreadableError(f"{source} cannot be read: {error.strerror or error}") from error
