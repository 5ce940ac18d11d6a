"""Which files a batch takes: folders, single files and lists of them, with patterns, shares and limits."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from zlib import crc32

from viextract.archive.containers import CONTAINERS, MARK, Step
from viextract.archive.stores import Address, Place, Remote, looks_like_address
from viextract.corrections import SUFFIX as CORRECTIONS_SUFFIX
from viextract.errors import InputNotFoundError, InputUnreadableError, InvalidOptionError, ViextractError
from viextract.limits import whole_number
from viextract.model.names import printable_name
from viextract.read.files.formats import BY_ENDING, NOT_YET

SUFFIXES = (frozenset(BY_ENDING) | NOT_YET) - CONTAINERS
"""Endings of the names that a batch takes; what a file really is, its content tells later."""

MOST_SHARES = 10_000
"""Each has a manifest and three reports of its own."""
RESULTS_MARK = ".viextract"
"""A folder that holds one of this name is a folder of results: nothing in it is taken for input."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the files that were found are taken."""

    include: tuple[str, ...] = ()
    """Patterns of the shell (``*.pdf``, ``2025/*``) on the path within the folder or on the name; none: all."""
    exclude: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    """Share k of n: files are dealt out by a checksum of their path, so that n machines do each file once."""
    limit: int | None = None
    """At most so many files."""

    def takes(self, path: str) -> bool:
        return (not self.include or _hits(path, self.include)) and self.opens(path) and self.deals(path)

    def opens(self, path: str) -> bool:
        """Whether a file that holds files is looked into: what is taken of it, the names of its members decide."""
        return not _hits(path, self.exclude)

    def deals(self, path: str) -> bool:
        """Whether the path belongs to this share."""
        share, shares = self.shard
        return crc32(path.encode()) % shares == share - 1


def _hits(path: str, patterns: Iterable[str]) -> bool:
    name = path.rpartition("/")[2]
    return any(fnmatchcase(path, pattern) or fnmatchcase(name, pattern) for pattern in patterns)


ANY_SHARE = 0
"""In place of the number of a share: whichever nobody has."""


def parse_shard(text: str) -> tuple[int, int]:
    """``1/4`` as a share and the number of shares, ``any/4`` with ``ANY_SHARE``. Raises InvalidOptionError.

    >>> parse_shard("2/8"), parse_shard("any/8")
    ((2, 8), (0, 8))
    """
    first, _, second = text.partition("/")
    share, shares = ANY_SHARE if first == "any" else whole_number(first) or -1, whole_number(second) or -1
    if not (share == ANY_SHARE or share >= 1) or not 1 <= shares <= MOST_SHARES or share > shares:
        raise InvalidOptionError(
            f"{text!r} is no share of the work",
            advice="Write it like 1/4, the first of four, or any/16: one of sixteen after the other that is free.",
        )
    return share, shares


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a file is that lies within another."""

    container: Path
    """Relative to the input folder."""
    steps: tuple[Step, ...]
    size: int
    sha256: str


@dataclass(slots=True)
class Found:
    """What a batch has to do with; names are printable paths within ``base``."""

    base: Path | Address
    files: list[Path] = field(default_factory=list)
    """Relative to ``base``, sorted, each once."""
    remote: dict[Path, Remote] = field(default_factory=dict)
    """For files of a store: what it says of them."""
    folders: set[str] = field(default_factory=set)
    """Folders of a store."""
    ignored: list[str] = field(default_factory=list)
    """What is no regular file, has another ending, or was left out by a pattern."""
    unreadable: list[tuple[str, InputUnreadableError]] = field(default_factory=list)
    """Subfolders that the system does not let us list."""
    inside: dict[Path, Inside] = field(default_factory=dict)
    """For files within archives and e-mails: where."""
    opened: list[str] = field(default_factory=list)
    """Archives and e-mails whose members are taken in their place."""
    refused: list[tuple[str, ViextractError]] = field(default_factory=list)
    """Archives and e-mails, or members of them, that are not read."""

    def source(self, path: Path) -> Path | Remote:
        """The file on the disk, or in a store, in which a file is."""
        inside = self.inside.get(path)
        held = inside.container if inside else path
        return self.base / held if isinstance(self.base, Path) else self.remote[held]

    def fingerprint(self, path: Path) -> Fingerprint:
        """Of a file; of one within another the time is that of the other. All 0 where there is none."""
        source, inside = self.source(path), self.inside.get(path)
        if isinstance(source, Remote):
            now = Fingerprint(source.size or 0, source.mtime_ns, source.etag)
        else:
            now = Fingerprint.of(source) or Fingerprint(0, 0)
        return replace(now, size=inside.size) if inside else now

    def has_folder_for(self, container: Path) -> bool:
        """Whether there is a folder whose files would have the names of the container's members."""
        name = container.as_posix() + MARK.rstrip("/")
        return (self.base / name).exists() if isinstance(self.base, Path) else name in self.folders


def find_inputs(inputs: Sequence[Path], out: Path, selection: Selection | None = None) -> Found:
    """All files in and below ``inputs``; hidden ones, and folders of results, are left out. Archives are not opened.

    inputs: folders and files. One folder is itself the base of all paths; of several the folder that holds them all.

    Raises InputNotFoundError where one does not exist, InputUnreadableError where it cannot be listed.
    """
    selection = selection or Selection()
    for place in inputs:
        if not os.path.lexists(place):
            raise InputNotFoundError(f"{printable_name(place)} does not exist", advice="Check the path.")
    base = _base(inputs)
    found = Found(base)
    for place in inputs:
        if place.is_dir():
            _walk(place, base, out, found)
        else:
            found.files.append(_within(place, base))
    sort_out(found, selection)
    return found


def sort_out(found: Found, selection: Selection) -> None:
    """Leave the files that are taken, sorted and each once."""
    taken = sorted(set(found.files))
    found.files = [path for path in taken if _is_taken(path, selection)]
    if selection.shard == (1, 1):
        found.ignored += [printable_name(path) for path in sorted(set(taken) - set(found.files))]


def _is_taken(path: Path, selection: Selection) -> bool:
    name = printable_name(path)
    return selection.opens(name) if path.suffix.lower() in CONTAINERS else selection.takes(name)


def _base(inputs: Sequence[Path]) -> Path:
    if len(inputs) == 1 and inputs[0].is_dir():
        return inputs[0]
    return Path(os.path.commonpath([place.absolute().parent for place in inputs]))


def _within(place: Path, base: Path) -> Path:
    return place.absolute().relative_to(base.absolute())


def _walk(folder: Path, base: Path, out: Path, found: Found) -> None:
    def cannot_list(error: OSError) -> None:
        place = Path(error.filename)
        problem = InputUnreadableError(f"the folder {printable_name(place)} cannot be listed: {error.strerror}")
        if place == folder:
            raise problem
        found.unreadable.append((printable_name(_within(place, base)), problem))

    results = out.resolve()
    for here, folders, names in os.walk(folder, onerror=cannot_list):
        place = Path(here)
        # Links to folders are not followed: they may lead in circles, or to what has its own place in the input.
        found.ignored += [
            printable_name(_within(place / name, base))
            for name in folders
            if not name.startswith(".") and (place / name).is_symlink()
        ]
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (place / name).resolve() != results and not _holds_results(place / name)
        )
        for name in sorted(names):
            if name.startswith(".") or name.endswith(CORRECTIONS_SUFFIX):
                continue
            path = place / name
            # Opening a named pipe would wait for ever: only what is a file, or names none, is taken for one.
            taken = path.suffix.lower() in SUFFIXES | CONTAINERS and (path.is_file() or path.is_symlink())
            if taken:
                found.files.append(_within(path, base))
            else:
                found.ignored.append(printable_name(_within(path, base)))


def _holds_results(folder: Path) -> bool:
    return (folder / RESULTS_MARK).is_dir()


def check_out(out: str | Path) -> Path:
    """The folder of results. Raises InvalidOptionError where it is the address of a store."""
    if looks_like_address(str(out)):
        raise InvalidOptionError(
            f"results cannot be made in {printable_name(out)} itself: their manifest is a database, and needs a disk",
            advice="Give -o a folder; --copy-to ADDRESS copies each result to the store as it is made.",
        )
    return Path(out)


def check_places(inputs: Sequence[Place], out: Path) -> None:
    """Refuse places in which a result could take the place of an original. Raises InvalidOptionError."""
    results = out.resolve()
    for place in inputs:
        if isinstance(place, Address):
            continue
        source = place.resolve()
        if source == results or (source.is_dir() and results in source.parents):
            raise InvalidOptionError(
                f"results in {out} could overwrite the originals in {place}",
                advice="Choose a folder for the results that is not the input folder or one above it.",
            )


def read_list(source: str) -> list[str]:
    """Paths or addresses, one a line, from a file or ``-`` for standard input; blank lines are skipped.

    Raises InvalidOptionError where the list cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InvalidOptionError(
            f"the list {source} cannot be read: {error.strerror or error}", advice="Give a text file, a path a line."
        ) from error
    return [os.fsdecode(line) for line in data.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells quickly that a file may have changed."""

    size: int
    mtime_ns: int
    etag: str | None = None
    """What a store gives for that purpose."""

    @classmethod
    def of(cls, path: Path) -> Fingerprint | None:
        """Of a regular file; None where there is none."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def content_hash(path: Path) -> str:
    """SHA-256 of a file, as ``plan.source.sha256`` has it. Raises InputUnreadableError."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputUnreadableError(f"{printable_name(path)} cannot be read: {error.strerror or error}") from error
