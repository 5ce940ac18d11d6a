"""Guards of inputs: nothing waits for ever, nothing larger than the limit is held in memory."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from viextract.errors import InputNotFoundError, InputUnreadableError, TooLargeError

_BLOCK = 2**20
"""Bytes that are asked of a stream at a time."""
MOST_LINES = 100_000
"""Lines of one document: a plan of a thousand pages has half as many, and no time is right for what is longer."""
MOST_DIGITS = 18
"""Digits of a number that counts anything: Python refuses to read thousands of them."""
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def check_size(size: int, max_bytes: int, name: str) -> None:
    """Raises TooLargeError where an input is larger than the limit."""
    if size > max_bytes:
        raise TooLargeError(f"{name} has {size:,} bytes; the limit is {max_bytes:,}")


def check_lines(count: int, name: str) -> None:
    """Raises TooLargeError where a document has more lines than MOST_LINES."""
    if count > MOST_LINES:
        raise TooLargeError(f"{name} has {count:,} lines; the limit is {MOST_LINES:,}")


def whole_number(text: str) -> int | None:
    """The number that a text of decimal digits writes; None for any other text and for numbers that count nothing.

    >>> whole_number("12"), whole_number("²"), whole_number("9" * 5000)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def read_file(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file.

    A pipe or a device is refused before it is opened: opening one waits for who writes to it. Raises
    InputNotFoundError, InputUnreadableError or TooLargeError.
    """
    try:
        _check_regular(path.stat().st_mode, path)
        # Should it have become a pipe since: O_NONBLOCK makes opening one return at once.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            _check_regular(status.st_mode, path)
            check_size(status.st_size, max_bytes, path.name)
            return stream.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputNotFoundError(f"{path} does not exist") from error
    except OSError as error:
        raise InputUnreadableError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # a null character in the path
        raise InputNotFoundError(f"{str(path)!r} is not a path") from error


def _check_regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise InputNotFoundError(f"{path} is a folder, not a file")
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            raise InputUnreadableError(
                f"{path} is {kind}, not a file", advice="Give a file, or pipe the data in and name it -."
            )


def read_stream(stream: BinaryIO, max_bytes: int, name: str = "the open file") -> bytes:
    """The rest of an open binary file, block by block: what is too large is refused while it is read.

    Raises InputUnreadableError or TooLargeError.
    """
    data = bytearray()
    try:
        while block := stream.read(_BLOCK):
            data += block
            if len(data) > max_bytes:
                raise TooLargeError(f"{name} has more than {max_bytes:,} bytes, the limit")
    except (OSError, ValueError) as error:
        raise InputUnreadableError(f"{name} cannot be read: {error}") from error
    return bytes(data)
