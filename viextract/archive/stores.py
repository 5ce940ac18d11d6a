"""Stores of files elsewhere (S3, Google Cloud, Azure, SFTP …), read through fsspec.

What is read is held in memory by the worker that needs it, one file at a time and no larger than the limit: no copy of
an original is kept on a disk of this machine, so none can stay there when a run is killed, and the machines of a
cluster read for themselves. Credentials are left to the environment; an address that holds any is refused, and what
libraries say of errors is shown without what looks like one.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote

from viextract.data import read_tsv
from viextract.errors import (
    EngineMissingError,
    InputNotFoundError,
    InputUnreadableError,
    InvalidOptionError,
    OutputNotWritableError,
    ViextractError,
)
from viextract.limits import check_size, read_stream
from viextract.model.names import printable_name

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_BLOCK = 2**20
"""Bytes that are asked of a store at a time where nothing is kept."""
_LONGEST_CAUSE = 200
"""Characters of what a library says of an error: some print whole answers of servers."""
_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "modify", "created")
"""What libraries call the time of the last change; the first that is there. ``created`` is of a version where there is
no other.
"""


class _Kind(NamedTuple):
    packages: tuple[str, ...]
    whole: bool


@cache
def _kinds() -> dict[str, _Kind]:
    return {
        row["scheme"]: _Kind(tuple(row["packages"].split()), row["whole"] == "yes") for row in read_tsv("stores.tsv")
    }


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is, and a place in it: ``s3://bucket/plans``."""

    text: str

    @property
    def scheme(self) -> str:
        return self.text.partition("://")[0]

    @property
    def store(self) -> str:
        """The bucket, container or host."""
        return "/".join(self.text.split("/")[:3])

    @property
    def name(self) -> str:
        return self.text.rpartition("/")[2]

    @property
    def is_of_this_process(self) -> bool:
        """Whether no other process sees what is there."""
        return self.scheme == "memory"

    @property
    def is_whole(self) -> bool:
        """Whether what is written there is seen whole or not at all."""
        return _kinds()[self.scheme].whole

    def within(self, other: Address) -> bool:
        return f"{self.text}/".startswith(f"{other.text}/")

    def __str__(self) -> str:
        return self.text


Place = Path | Address
"""Where a batch looks for files."""


def place_of(given: str | Path) -> Place:
    """A path, or the address of a store. Raises InvalidOptionError for an address that is none or is not safe.

    >>> place_of("s3://bucket/plans/"), place_of("plans")
    (Address(text='s3://bucket/plans'), PosixPath('plans'))
    """
    if isinstance(given, Path) or not (found := _SCHEME.match(given)):
        return Path(given)
    scheme = found[1].lower()
    if scheme == "file":
        return _local(given[found.end() :])
    return _checked(scheme, given[found.end() :].rstrip("/"))


def address_of(given: str) -> Address:
    """The address of a store to which results are copied; ``file://`` is one, too. Raises InvalidOptionError."""
    found = _SCHEME.match(given)
    if found is None:
        raise InvalidOptionError(
            f"{printable_name(given)} is no address of a store", advice="Write it like s3://bucket/folder."
        )
    return _checked(found[1].lower(), given[found.end() :].rstrip("/"))


def looks_like_address(text: str) -> bool:
    return _SCHEME.match(text) is not None


def _checked(scheme: str, rest: str) -> Address:
    if scheme not in _kinds():
        raise InvalidOptionError(
            f"{scheme}:// is no store that can be listed",
            advice=f"These are: {', '.join(_kinds())}. Anything else: copy it to a folder first.",
        )
    user, at, _ = rest.partition("/")[0].rpartition("@")
    if at and ":" in user:  # not shown: it would stand in logs
        raise InvalidOptionError(
            f"the address {scheme}://… holds a password",
            advice="It would stand in the list of processes and in reports: give it through the environment or the "
            "store's own file of settings; see docs/batch.md.",
        )
    # A name of ".." is one like any other in a store, but none that results could have.
    if "?" in rest or "::" in rest or set(rest.split("/")) & {".", ".."} or "//" in rest.strip("/"):
        raise InvalidOptionError(
            f"the address {scheme}://… has parts that are no path",
            advice="Keys and signatures do not belong there: give them through the environment; see docs/batch.md. "
            "Names such as .. and empty ones cannot be names of results: rename them in the store.",
        )
    if not rest.strip("/"):
        raise InvalidOptionError(f"{scheme}:// names no bucket, container or host", advice="Write it like s3://bucket.")
    return Address(f"{scheme}://{rest}")


def _local(rest: str) -> Path:
    host, slash, path = rest.partition("/")
    if host not in ("", "localhost") or not slash:
        raise InvalidOptionError(
            f"file://{printable_name(rest)} is not on this machine", advice="Write file:///folder, or the path alone."
        )
    return Path("/" + unquote(path))


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a store, as it was listed."""

    root: Address
    """An address that was checked; what stands below it is a name as the store has it."""
    path: str
    size: int | None
    mtime_ns: int = 0
    etag: str | None = None
    """What the store gives for telling that the content changed."""
    content: bytes | None = None
    """What it holds, for a store that no other process sees."""

    @property
    def url(self) -> str:
        return f"{self.root}/{self.path}" if self.path else str(self.root)

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def can_tell_change(self) -> bool:
        return bool(self.etag or self.mtime_ns)

    def read(self, max_bytes: int) -> bytes:
        """All of it. Raises TooLargeError, where the size is known before anything is fetched, InputUnreadableError and
        InputNotFoundError.
        """
        with self.open(max_bytes) as stream:
            return read_stream(stream, max_bytes, printable_name(self.name))

    def sha256(self, max_bytes: int) -> str:
        """The checksum of its content, of which no more than a block is held. Raises what :meth:`read` does."""
        digest, length = hashlib.sha256(), 0
        with self.open(max_bytes) as stream:
            while block := stream.read(_BLOCK):
                length += len(block)
                check_size(length, max_bytes, printable_name(self.name))
                digest.update(block)
        return digest.hexdigest()

    @contextmanager
    def open(self, max_bytes: int | None = None) -> Iterator[BinaryIO]:
        """A stream of which parts can be read without the rest."""
        name = printable_name(self.name)
        if max_bytes is not None and self.size is not None:
            check_size(self.size, max_bytes, name)
        if self.content is not None:
            yield io.BytesIO(self.content)
            return
        with asking(self.url):
            stream = file_system(self.root).open(place_in(self.root, self.path), "rb")
        try:
            # It may have grown since it was listed.
            if max_bytes is not None and (now := getattr(stream, "size", None)) is not None:
                check_size(now, max_bytes, name)
            yield _Guarded(stream, self.url)  # type: ignore[misc]  # a raw stream, of which blocks are read
        finally:
            stream.close()

    def carried(self, max_bytes: int) -> Remote:
        """With its content, where the process that will need it does not see the store."""
        if not self.root.is_of_this_process or (self.size or 0) > max_bytes:
            return self
        return replace(self, content=self.read(max_bytes))


class _Guarded(io.RawIOBase):
    """A stream of a store whose errors are ours: a reader of archives would take those of a network for damage."""

    def __init__(self, stream: Any, url: str) -> None:
        self._stream, self._url = stream, url

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with asking(self._url):
            data: bytes = self._stream.read(size)
            return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with asking(self._url):
            self._stream.seek(offset, whence)
            return self.tell()

    def tell(self) -> int:
        return int(self._stream.tell())


def remote_of(root: Address, path: str, info: Mapping[str, Any]) -> Remote:
    """What a store says of a file."""
    size = info.get("size")
    etag = info.get("ETag") or info.get("etag")
    moment = next((info[name] for name in _TIMES if info.get(name)), None)
    return Remote(
        root,
        path,
        size if isinstance(size, int) else None,
        _nanoseconds(moment),
        str(etag).strip('"') if etag else None,
    )


def _nanoseconds(moment: object) -> int:
    """A time as libraries give it, since 1970; 0 for what is none."""
    try:
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        if isinstance(moment, datetime):
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        return round(moment * 1e9) if isinstance(moment, int | float) else 0
    except (ValueError, OverflowError):
        return 0


def file_system(address: Address, *, own: bool = False) -> Any:
    """What fsspec has for a store; own: with a connection that nobody else in this process uses, for another thread.

    Raises EngineMissingError where a package is missing, InputUnreadableError where the store cannot be reached.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise EngineMissingError(
            "fsspec, which reads stores, is not installed", advice=f"Install it: {_installs(address)}"
        ) from None
    try:
        return url_to_fs(str(address), skip_instance_cache=own)[0]
    except ImportError:
        raise EngineMissingError(
            f"what reads {address.scheme}:// is not installed", advice=f"Install it: {_installs(address)}"
        ) from None
    except Exception as error:  # each library has its own; some connect here
        raise InputUnreadableError(
            f"{printable_name(address.store)} cannot be reached: {plain_cause(error)}", advice=_LOOK_AT
        ) from None


_LOOK_AT = "Check the address, the network, and the credentials in the environment; see docs/batch.md."


def _installs(address: Address) -> str:
    return " ".join(('pip install "viextract[stores]"', *_kinds()[address.scheme].packages))


def place_in(root: Address, path: str) -> str:
    """A path as the store's own functions take it."""
    base = str(file_system(root)._strip_protocol(str(root))).rstrip("/")
    return f"{base}/{path}" if path else base


@contextmanager
def asking(url: str) -> Iterator[None]:
    """Errors of a store's library as ours. ImportError is left: it says what is not installed."""
    try:
        yield
    except (ViextractError, ImportError, MemoryError):
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise InputNotFoundError(f"{printable_name(url)} does not exist", advice="Check the address.") from None
    except Exception as error:  # each library has its own
        raise InputUnreadableError(
            f"{printable_name(url)} cannot be read: {plain_cause(error)}", advice=_LOOK_AT
        ) from None


@contextmanager
def telling(url: str) -> Iterator[None]:
    """Errors of a store that is written to. Raises OutputNotWritableError."""
    try:
        yield
    except (ViextractError, ImportError, MemoryError):
        raise
    except Exception as error:
        raise OutputNotWritableError(
            f"{printable_name(url)} cannot be written: {plain_cause(error)}", advice=_LOOK_AT
        ) from None


_SECRET_PARTS = re.compile(
    r"(?i)\b((?:[\w-]*(?:signature|token|password|passwd|secret|credential|accesskey|access_key|account_key|sig|pwd))"
    r"['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;]+"
)
_USER_INFO = re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)")
_SECRET_NAMES = re.compile(r"(?i)SECRET|TOKEN|PASSWORD|CREDENTIAL|_KEY|SAS|CONNECTION_STRING")
_MOST_LOOKED_AT = 2_000
"""Characters of a message that are looked through: servers answer with whole pages, and the search takes squares."""
_SHORTEST_SECRET = 8
"""Characters: a shorter value of such a variable is a switch, and may be a part of any word."""


def plain_cause(error: BaseException) -> str:
    """What a library says of an error: its first line, without what looks like a credential."""
    text = str(error).strip()
    line = f"{type(error).__name__}: {text.splitlines()[0]}" if text else type(error).__name__
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_NAMES.search(name):
            line = line.replace(value, "***")
    line = _USER_INFO.sub("***", _SECRET_PARTS.sub(r"\1***", line[:_MOST_LOOKED_AT]))
    return line if len(line) <= _LONGEST_CAUSE else line[:_LONGEST_CAUSE] + "…"
