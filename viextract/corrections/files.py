"""Corrections on disk: where those of a document are, and how they are kept."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viextract.errors import (
    InputNotFoundError,
    InputUnreadableError,
    InvalidCorrectionsError,
    OutputNotWritableError,
)
from viextract.export.files import write_text
from viextract.model.corrections import Corrections

SUFFIX = ".corrections.json"
_MARK = ".corrections"
"""What the names of all files of corrections hold, those of copies, too."""
MAX_BYTES = 64 * 2**20
"""Of a file of corrections: some hundred thousand decisions."""
_LONGEST_NAME = 255
"""Bytes: the limit of the usual file systems."""
_MOST_ASIDE = 1000
"""Files that are set aside for one document: what would be one more is refused, since it would overwrite one."""


def corrections_name(name: str) -> str:
    """The name of the file that keeps the corrections of a document.

    >>> corrections_name("ke-hoach.pdf")
    'ke-hoach.pdf.corrections.json'
    """
    return _fitting(name, "")


def own_corrections_name(name: str, sha256: str) -> str:
    """The name where another document of this name has the usual one."""
    return _fitting(name, f".{sha256[:12]}")


def download_name(name: str) -> str:
    """The name under which a browser keeps the corrections of a document: without signs that browsers replace.

    >>> download_name('Kế hoạch "xanh".pdf')
    'Kế hoạch _xanh_.pdf.corrections.json'
    """
    name = unicodedata.normalize("NFC", name)
    safe = "".join("_" if _is_refused(char) else char for char in name).strip()
    return corrections_name("_" + safe[1:] if safe.startswith(".") else safe)


def _is_refused(char: str) -> bool:
    """Signs of paths and shells, and what controls or cannot be seen."""
    return char in '"*/:<>?\\|~%' or unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def _fitting(name: str, mark: str) -> str:
    """Within what a file system takes; of a name that has to be cut a checksum tells it from others that begin so."""
    name = name.rpartition("/")[2]
    whole = name + mark + SUFFIX
    if len(_bytes(whole)) <= _LONGEST_NAME:
        return whole
    end = f"~{hashlib.sha256(_bytes(name)).hexdigest()[:8]}{mark}{SUFFIX}"
    return _bytes(name)[: _LONGEST_NAME - len(end)].decode("utf-8", "ignore") + end


def _bytes(name: str) -> bytes:
    """As the file system has it; a name that a program has made up may be none that it could have."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace")


def set_aside(path: Path, sha256: str) -> None:
    """Give what stands where the corrections of a document are to be kept another name.

    sha256: of that document; corrections of another one keep a name under which a folder of corrections has them.
    Raises OutputNotWritableError.
    """
    other = _source_of(path)
    names = [f"{path.name[:200]}.old{number}" for number in range(1, _MOST_ASIDE)]
    if other is not None and other != sha256:
        names.insert(0, own_corrections_name(path.name.removesuffix(SUFFIX), other))
    free = next((one for one in names if not os.path.lexists(path.with_name(one))), None)
    if free is None:
        raise OutputNotWritableError(
            f"{path} cannot be set aside: there are {len(names)} files of that kind",
            advice="Move those that end with .old and a number away.",
        )
    try:
        path.rename(path.with_name(free))
    except OSError as error:
        raise OutputNotWritableError(f"{path} cannot be set aside: {error.strerror or error}") from error


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


@dataclass(frozen=True, slots=True)
class CorrectionFiles:
    """The file that holds the corrections of a document, and others that seem to: which is meant nobody knows."""

    used: Path | None = None
    unused: tuple[Path, ...] = ()


NamesIn = Callable[[Path], Mapping[str, Sequence[str]]]
"""The names of the files of corrections in a folder; who looks for many documents there lists it once."""


def names_in(folder: Path) -> dict[str, list[str]]:
    """What is named like a file of corrections or a copy of one, by the usual names without their ending of which it
    may be a copy; nothing where the folder cannot be listed.
    """
    found: dict[str, list[str]] = {}
    try:
        names = [path.name for path in folder.iterdir() if _MARK in path.name and path.name.endswith(".json")]
    except OSError:
        return found
    for name in names:
        whole = name[: name.rindex(_MARK) + len(_MARK)]
        words = whole.split(" ")
        for first in range(len(words)):  # "Copy of …": what is put before a name ends with a blank
            found.setdefault(" ".join(words[first:]), []).append(name)
    return found


def find_corrections(
    place: Path | None, source: Path | None, name: str, sha256: str, names: NamesIn = names_in
) -> CorrectionFiles:
    """The file that holds the corrections of a document, and the copies of it that are left alone.

    place: a file of corrections, a folder of them, or None for the folder of the document. In a folder the one of the
    document's name is looked at first, then, of a folder that was named, all others: the checksum inside tells whose
    they are, so that a document may be renamed. A file beside the document or named for itself is given back whoever's
    it is, for the caller to say so.

    Raises InputNotFoundError where ``place`` does not exist.
    """
    if place is None:
        return _beside(source, sha256, names) if source is not None else CorrectionFiles()
    if place.is_file():
        return CorrectionFiles(place)  # who names a file has chosen
    if not place.is_dir():
        raise InputNotFoundError(f"{place} does not exist", advice="Give a file or folder of corrections.")
    own = place / corrections_name(name)
    if own.is_file() and _source_of(own) == sha256:
        return CorrectionFiles(own, _copies(place, (own.name,), own, sha256, names))
    return chosen([path for path in _all_in(place) if _source_of(path) == sha256], name)


def chosen(files: Sequence[Path], name: str) -> CorrectionFiles:
    """Of several files about one document that of its name, else one with the usual ending, else the first."""
    used = min(
        files, key=lambda path: (path.name != corrections_name(name), not path.name.endswith(SUFFIX)), default=None
    )
    return CorrectionFiles(used, tuple(path for path in files if path != used))


def _beside(source: Path, sha256: str, names: NamesIn) -> CorrectionFiles:
    """The file beside a document; one that a browser has kept under a safer name only where it is the document's."""
    usual = source.with_name(corrections_name(source.name))
    kept = source.with_name(download_name(source.name))
    used = None
    if usual.is_file():
        used = usual
    elif kept != usual and kept.is_file() and _source_of(kept) == sha256:
        used = kept
    return CorrectionFiles(used, _copies(source.parent, (usual.name, kept.name), used, sha256, names))


def with_copies(used: Path, sha256: str) -> CorrectionFiles:
    """A file of corrections with the copies of it that stand in its folder."""
    return CorrectionFiles(used, _copies(used.parent, (used.name,), used, sha256, names_in))


def _copies(folder: Path, usual: tuple[str, ...], used: Path | None, sha256: str, names: NamesIn) -> tuple[Path, ...]:
    """Files named as browsers and systems name a second one ("… (1).json", "…-1.json", "Copy of …") that are of this
    document, or broken.
    """
    listed = names(folder)
    alike = {name for own in usual for name in listed.get(own.removesuffix(".json"), ())}
    paths = [folder / name for name in sorted(alike)]
    return tuple(path for path in paths if path != used and path.is_file() and _source_of(path) in (sha256, None))


def corrections_in(folder: Path) -> dict[str, list[Path]]:
    """All files of corrections in a folder and below, or the one file, by the checksum of their document, in the order
    of their names. Raises InputNotFoundError where ``folder`` does not exist.
    """
    if not folder.exists():
        raise InputNotFoundError(f"{folder} does not exist", advice="Give a file or folder of corrections.")
    found: dict[str, list[Path]] = {}
    for path in _all_in(folder):
        if (source := _source_of(path)) is not None:
            found.setdefault(source, []).append(path)
    return found


def _all_in(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        return iter([folder])
    return iter(sorted(path for path in folder.rglob(f"*{_MARK}*.json") if path.is_file()))


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
