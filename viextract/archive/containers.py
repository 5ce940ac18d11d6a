"""Files inside files: ZIP archives, e-mails and mailboxes, listed and read within limits.

A container is never unpacked to the disk. Its members are listed in a worker process, so that one that hangs or crashes
its reader costs only itself, and each is read again, alone, when its turn comes.
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from viextract.archive.mail_texts import gives_work, mail_text
from viextract.archive.mails import Part, mail_part, mail_parts, mailbox_places
from viextract.archive.member_names import safe_member_name, zip_member_name
from viextract.archive.stores import Remote
from viextract.errors import DamagedFileError, EncryptedFileError, TooLargeError, UnsafeArchiveError, ViextractError
from viextract.limits import check_size, read_file, read_stream
from viextract.model.names import printable_name
from viextract.options import Limits
from viextract.read.files.formats import ZIP_ERRORS

CONTAINERS = frozenset((".zip", ".eml", ".mbox"))
"""Endings of names of files that hold files."""
MARK = "!/"
"""Between a container's name and that of a member: ``archive.zip!/path/inside.pdf``."""
SMALL_BYTES = 64 * 2**20
"""What unpacks to less is harmless, whatever its ratio."""

Data = bytes | Path | Remote
"""What a container's content is read from."""
Step = tuple[str, int, int]
"""One step into a container: ``zip`` and the number of the entry, ``mail`` with start and length in a mailbox, ``part``
and the number of an e-mail's part, ``text`` for its own text."""
MAIL_TEXT = "text of the e-mail.txt"
"""The name of an e-mail's own text among its attachments."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container."""

    name: str
    """Path inside, as the system has paths; ``!/`` parts levels of nesting."""
    steps: tuple[Step, ...]
    size: int
    sha256: str


@dataclass(slots=True)
class Contents:
    """What a container holds."""

    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, ViextractError]] = field(default_factory=list)
    """Members that are not read, by name."""
    ignored: list[str] = field(default_factory=list)
    """Members of kinds that a batch does not take."""
    is_document: bool = False
    """An e-mail without attachments, or an Office file under another name: to be read as it is."""


@dataclass(frozen=True, slots=True)
class ContainerJob:
    """A container to list."""

    path: Path
    """Relative to the input folder."""
    source: Path | Remote
    suffixes: frozenset[str]
    """Endings of the names that are taken."""
    limits: Limits


def list_container(job: ContainerJob) -> Contents:
    """The members of a container that are taken, with their checksums.

    Raises UnsafeArchiveError where it exceeds a limit, DamagedFileError where it cannot be read as what its name says.
    """
    return _Lister(job).list()


def read_member(source: Path | Remote, steps: tuple[Step, ...], limits: Limits) -> bytes:
    """A member's content. Raises DamagedFileError, TooLargeError or InputUnreadableError."""
    data: Data = source
    for kind, first, second in steps:
        data = _step(data, kind, first, second, limits)
    assert isinstance(data, bytes)
    return data


def _step(data: Data, kind: str, first: int, second: int, limits: Limits) -> bytes:
    if kind == "zip":
        with _opened_zip(data) as archive:
            infos = archive.infolist()
            if first >= len(infos):
                raise DamagedFileError("the archive has changed since it was listed", advice="Run the batch again.")
            return _unpacked(archive, infos[first], limits)
    if kind == "mail":
        if not isinstance(data, bytes):
            with data.open("rb") if isinstance(data, Path) else data.open() as stream:
                stream.seek(first)
                return stream.read(min(second, limits.max_bytes + 1))
        return data[first : first + second]
    if kind == "text":
        if (text := mail_text(_whole(data, limits))) is None:
            raise DamagedFileError("the e-mail has changed since it was listed", advice="Run the batch again.")
        return text
    return mail_part(_whole(data, limits), first)


def _whole(data: Data, limits: Limits) -> bytes:
    if isinstance(data, Remote):
        return data.read(limits.max_bytes)
    return read_file(data, limits.max_bytes) if isinstance(data, Path) else data


@contextmanager
def _opened_zip(data: Data) -> Iterator[zipfile.ZipFile]:
    """Of an archive in a store only its directory and the members that are asked for are fetched."""
    with ExitStack() as stack:
        place: Path | BinaryIO
        if isinstance(data, Remote):
            place = stack.enter_context(data.open())
        else:
            place = data if isinstance(data, Path) else io.BytesIO(data)
        try:
            archive = stack.enter_context(zipfile.ZipFile(place))
        except ZIP_ERRORS as error:
            raise DamagedFileError(f"it is a damaged or truncated ZIP archive: {error}") from error
        yield archive


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    name = printable_name(zip_member_name(info))
    check_size(info.file_size, limits.max_bytes, name)
    try:
        with archive.open(info) as stream:
            return read_stream(stream, limits.max_bytes, name)  # type: ignore[arg-type]
    except ZIP_ERRORS as error:
        raise DamagedFileError(f"{name} cannot be unpacked: {error}") from error


class _Lister:
    """Goes through a container and those inside it, and keeps count for the limits."""

    def __init__(self, job: ContainerJob) -> None:
        self.job, self.limits = job, job.limits
        self.contents = Contents()
        self.names: set[str] = set()
        self.told: set[str] = set()
        """Names under which a member is taken or refused."""
        self.count = self.unpacked = 0
        self.size = (job.source.size or 0) if isinstance(job.source, Remote) else job.source.stat().st_size

    def list(self) -> Contents:
        self._container(self.job.source, self.job.path.suffix.lower(), "", (), 1)
        return self.contents

    def _container(self, data: Data, suffix: str, prefix: str, steps: tuple[Step, ...], depth: int) -> None:
        if suffix == ".zip":
            self._zip(data, prefix, steps, depth)
        elif suffix == ".eml":
            self._mail(_whole(data, self.limits), prefix, steps, depth)
        else:
            # A mailbox of a store is looked through in memory: its e-mails are fetched again one by one.
            looked_at = data.read(self.limits.max_bytes) if isinstance(data, Remote) else data
            for number, (start, length) in enumerate(mailbox_places(looked_at), 1):
                step = ("mail", start, length)
                if length > self.limits.max_bytes:
                    self._refuse(f"{prefix}{number}", TooLargeError(f"e-mail {number} has {length:,} bytes"))
                    continue
                mail = _step(looked_at, *step, self.limits)
                self._mail(mail, f"{prefix}{number}/", (*steps, step), depth)

    # --- ZIP

    def _zip(self, data: Data, prefix: str, steps: tuple[Step, ...], depth: int) -> None:
        with _opened_zip(data) as archive:
            infos = archive.infolist()
            size = len(data) if isinstance(data, bytes) else self.size
            if sum(info.compress_size for info in infos) > size:
                raise UnsafeArchiveError("its members overlap: they would unpack to more than it holds")
            if depth == 1 and "[Content_Types].xml" in archive.namelist():
                self.contents.is_document = True
                return
            if prefix and all(info.is_dir() for info in infos):
                self.contents.ignored.append(prefix.removesuffix(MARK))  # an empty one leaves no other trace
            for number, info in enumerate(infos):
                if not info.is_dir():
                    self._entry(archive, info, prefix, (*steps, ("zip", number, 0)), depth)

    def _entry(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str, steps: tuple[Step, ...], depth: int
    ) -> None:
        self._count(info.file_size)
        raw = zip_member_name(info)
        name = prefix + raw
        try:
            name = prefix + safe_member_name(raw)
            if self._is_ignored(name) or stat.S_ISLNK(info.external_attr >> 16):
                self.contents.ignored.append(name)
                return
            if info.flag_bits & 1:
                raise EncryptedFileError(
                    f"{printable_name(raw)} is protected by a password", advice="Unpack it with the password yourself."
                )
            self._take(name, _unpacked(archive, info, self.limits), steps, depth)
        except UnsafeArchiveError as error:
            if isinstance(error, _LimitError):
                raise
            self._refuse(name, error)
        except ViextractError as error:
            self._refuse(name, error)

    # --- e-mails

    def _mail(self, data: bytes, prefix: str, steps: tuple[Step, ...], depth: int) -> None:
        taken = False
        for part in mail_parts(data):
            self._count(len(part.data) if part.data else 0)
            taken |= self._part(part, prefix, steps, depth)
        if not taken and not steps:
            self.contents.is_document = True
            self.contents.ignored.clear()
        elif not self._mail_text(data, prefix, steps):
            self.contents.ignored.append(f"{prefix}(text of the e-mail)")

    def _mail_text(self, data: bytes, prefix: str, steps: tuple[Step, ...]) -> bool:
        """Takes an e-mail's own text where it gives work: what is in no attachment is in no result else."""
        name = self._unused(prefix, MAIL_TEXT)
        text = None if self._is_ignored(name) else mail_text(data)
        if text is None or not gives_work(text):
            return False
        self.names.add(name)
        self.contents.members.append(
            Member(name, (*steps, ("text", 0, 0)), len(text), hashlib.sha256(text).hexdigest())
        )
        return True

    def _part(self, part: Part, prefix: str, steps: tuple[Step, ...], depth: int) -> bool:
        name = self._unused(prefix, part.name)
        if part.error is not None:
            self._refuse(name, part.error)
        elif part.is_ornament or self._is_ignored(name) or part.data is None:
            self.contents.ignored.append(name)
            return False
        else:
            try:
                check_size(len(part.data), self.limits.max_bytes, part.name)
                self._take(name, part.data, (*steps, ("part", part.number, 0)), depth)
            except _LimitError:
                raise
            except ViextractError as error:
                self._refuse(name, error)
        return True

    def _unused(self, prefix: str, name: str) -> str:
        """Attachments of one name are usual, and told apart by a number."""
        stem, dot, ending = name.rpartition(".")
        candidates = (f"{stem or name}~{number}{dot}{ending if dot else ''}" for number in _from_two())
        found = prefix + name
        while found in self.names:
            found = prefix + next(candidates)
        return found

    # --- all of them

    def _count(self, size: int) -> None:
        self.count += 1
        self.unpacked += size
        if self.count > self.limits.max_members:
            raise _LimitError(f"it has more than {self.limits.max_members:,} members")
        if self.unpacked > max(SMALL_BYTES, self.limits.max_ratio * self.size):
            raise _LimitError(
                f"it unpacks to more than {self.limits.max_ratio:g} times its size of {self.size:,} bytes"
            )

    def _is_ignored(self, name: str) -> bool:
        parts = name.split("/")
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        return hidden or Path(name).suffix.lower() not in self.job.suffixes | CONTAINERS

    def _take(self, name: str, data: bytes, steps: tuple[Step, ...], depth: int) -> None:
        if name in self.names:
            raise UnsafeArchiveError(f"another member is called {printable_name(name)}, too")
        self.names.add(name)
        suffix = Path(name).suffix.lower()
        if suffix not in CONTAINERS:
            self.told.add(name)
            self.contents.members.append(Member(name, steps, len(data), hashlib.sha256(data).hexdigest()))
        elif depth >= self.limits.max_nesting:
            raise UnsafeArchiveError(f"containers are nested in more than {self.limits.max_nesting} levels")
        else:
            self._container(data, suffix, name + MARK, steps, depth + 1)

    def _refuse(self, name: str, error: ViextractError) -> None:
        """Each has a name of its own: of two members with one name the second would hide what became of the first."""
        called, number = name, 1
        while called in self.told:
            number += 1
            called = f"{name} ({number})"
        self.told.add(called)
        self.contents.refused.append((called, error))


class _LimitError(UnsafeArchiveError):
    """A limit of the whole container: nothing of it is taken."""

    @property
    def code(self) -> str:
        return "unsafe-archive"

    def __reduce__(self) -> tuple[object, ...]:
        return (UnsafeArchiveError, (self.cause,))


def _from_two() -> Iterator[int]:
    number = 2
    while True:
        yield number
        number += 1
