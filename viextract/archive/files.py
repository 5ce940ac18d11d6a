"""Which files of a folder a batch takes, and where the result of each goes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from viextract.errors import InputNotFoundError, InputUnreadableError, InvalidOptionError

SUFFIXES = frozenset(
    (".pdf", ".docx", ".doc", ".rtf", ".odt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".txt")
)
"""Endings of the names that a batch takes; what a file really is, its content tells later."""

_LONGEST_NAME = 255 - len(".json")  # bytes: the limit of the usual file systems


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the two results of a file go."""

    json: Path
    text: Path


@dataclass(slots=True)
class Found:
    """What stands in a folder; paths are relative to it, sorted."""

    files: list[Path] = field(default_factory=list)
    ignored: list[Path] = field(default_factory=list)
    """What is no regular file or has a name that ends in none of SUFFIXES."""
    unreadable: list[tuple[Path, InputUnreadableError]] = field(default_factory=list)
    """Subfolders that the system does not let us list."""


def find_files(folder: Path, out: Path) -> Found:
    """All files below ``folder``; hidden ones, and ``out`` where it lies inside, are left out.

    Raises InputNotFoundError where the folder does not exist, InputUnreadableError where it cannot be listed.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        raise InputNotFoundError(f"{folder} {what}", advice="For a single file use `viextract extract FILE`.")
    found = Found()

    def cannot_list(error: OSError) -> None:
        place = Path(error.filename)
        problem = InputUnreadableError(f"the folder {place} cannot be listed: {error.strerror}")
        if place == folder:
            raise problem
        found.unreadable.append((place.relative_to(folder), problem))

    results = out.resolve()
    for here, folders, names in os.walk(folder, onerror=cannot_list):
        place = Path(here)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (place / name).resolve() != results
        )
        for name in sorted(names):
            if not name.startswith("."):
                path = place / name
                # Opening a named pipe would wait for ever: only what is a file is taken for one.
                taken = path.suffix.lower() in SUFFIXES and (path.is_file() or path.is_symlink())
                (found.files if taken else found.ignored).append(path.relative_to(folder))
    return found


def check_folders(folder: Path, out: Path) -> None:
    """Refuse places in which a result could take the place of an original."""
    source, results = folder.resolve(), out.resolve()
    if source == results or results in source.parents:
        raise InvalidOptionError(
            f"results in {out} could overwrite the originals in {folder}",
            advice="Choose a folder for the results that is not the input folder or one above it.",
        )


def targets_for(path: Path, out: Path) -> Targets:
    """Result files of ``path`` (relative to the input folder): the same subfolder, its full name and a further ending.

    The whole name is kept, so that ``a.pdf`` and ``a.docx`` do not meet.

    >>> targets_for(Path("2025/ke-hoach.pdf"), Path("out")).json.as_posix()
    'out/2025/ke-hoach.pdf.json'
    """
    stem = _short_enough(path.name)
    parent = out / path.parent
    return Targets(json=parent / f"{stem}.json", text=parent / f"{stem}.txt")


def _short_enough(name: str) -> str:
    """A name with room for a further ending; too long ones are cut and told apart by a checksum."""
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_NAME:
        return name
    checksum = hashlib.sha256(encoded).hexdigest()[:12]
    return f"{encoded[: _LONGEST_NAME - 13].decode('utf-8', 'ignore')}~{checksum}"


def content_hash(path: Path) -> str:
    """SHA-256 of a file, as ``plan.source.sha256`` has it. Raises InputUnreadableError."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputUnreadableError(f"{path} cannot be read: {error.strerror or error}") from error
