"""Corrections on disk: where those of a document are, and how they are kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from viextract.errors import InputNotFoundError, InputUnreadableError, InvalidCorrectionsError
from viextract.export.files import write_text
from viextract.model.corrections import Corrections

SUFFIX = ".corrections.json"
MAX_BYTES = 64 * 2**20
"""Of a file of corrections: some hundred thousand decisions."""
_LONGEST_NAME = 255
"""Bytes: the limit of the usual file systems."""


def corrections_name(name: str) -> str:
    """The name of the file that keeps the corrections of a document.

    >>> corrections_name("ke-hoach.pdf")
    'ke-hoach.pdf.corrections.json'
    """
    stem = os.fsencode(name)[: _LONGEST_NAME - len(SUFFIX)].decode("utf-8", "ignore")
    return stem + SUFFIX


def load_corrections(path: Path) -> Corrections:
    """Raises InputNotFoundError, InputUnreadableError or InvalidCorrectionsError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidCorrectionsError(f"{path} is too large for a file of corrections")
        return Corrections.from_json(path.read_bytes())
    except FileNotFoundError as error:
        raise InputNotFoundError(f"{path} does not exist", advice="Check the path.") from error
    except OSError as error:
        raise InputUnreadableError(f"{path} cannot be read: {error.strerror or error}") from error
    except InvalidCorrectionsError as error:
        raise InvalidCorrectionsError(f"{path}: {error.cause}") from error


def save_corrections(path: Path, corrections: Corrections) -> None:
    """Replace the file, or leave it as it was. Raises OutputNotWritableError."""
    write_text(path, corrections.to_json())


def find_corrections(place: Path | None, source: Path | None, name: str, sha256: str) -> Path | None:
    """The file that holds the corrections of a document; None where there is none.

    place: a file of corrections, a folder of them, or None for the folder of the document. In a folder the one of the
    document's name is looked at first, then, of a folder that was named, all others: the checksum inside tells whose
    they are, so that a document may be renamed. A file beside the document or named for itself is given back whoever's
    it is, for the caller to say so.

    Raises InputNotFoundError where ``place`` does not exist.
    """
    if place is None:
        beside = source.with_name(corrections_name(source.name)) if source is not None else None
        return beside if beside is not None and beside.is_file() else None
    if place.is_file():
        return place
    if not place.is_dir():
        raise InputNotFoundError(f"{place} does not exist", advice="Give a file or folder of corrections.")
    own = place / corrections_name(name)
    if own.is_file() and _source_of(own) == sha256:
        return own
    return next((path for path in _all_in(place) if _source_of(path) == sha256), None)


def corrections_in(folder: Path) -> dict[str, Path]:
    """All files of corrections in a folder and below, or the one file, by the checksum of their document; of two the
    last by name. Raises InputNotFoundError where ``folder`` does not exist.
    """
    if not folder.exists():
        raise InputNotFoundError(f"{folder} does not exist", advice="Give a file or folder of corrections.")
    return {source: path for path in _all_in(folder) if (source := _source_of(path)) is not None}


def _all_in(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        return iter([folder])
    return iter(sorted(path for path in folder.rglob(f"*{SUFFIX}") if path.is_file()))


def _source_of(path: Path) -> str | None:
    """The checksum of the document that a file of corrections is about; None where it cannot be told."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = json.loads(path.read_bytes())
        found = data["source"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, str) else None
