"""E-mails and mailboxes: their attachments."""

from __future__ import annotations

import email
import email.policy
import mimetypes
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from viextract.errors import DamagedFileError, ViextractError
from viextract.read.files.signs import MAIL_ERRORS

_FROM = b"From "
"""Begins each e-mail of a mailbox (RFC 4155), after a blank line."""
_SEPARATOR = re.compile(rb"\r?\n\r?\n(?=From )")
_LONGEST_NAME = 120
"""Characters of an attachment's name that are kept."""


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment, or what is wrong with it."""

    number: int
    """Among all parts of the e-mail, in the order of :meth:`email.message.Message.walk`."""
    name: str
    data: bytes | None = None
    is_ornament: bool = False
    """A picture that belongs to the e-mail's text, such as a logo in a signature."""
    error: ViextractError | None = None


def mail_parts(data: bytes) -> Iterator[Part]:
    """The attachments of an e-mail, those of attached e-mails included. Raises DamagedFileError."""
    for number, part in enumerate(_parts(data)):
        if part.is_multipart():
            continue
        # The parser of headers fails on some that are malformed, with errors of many kinds.
        try:
            name = part.get_filename()
            if name is None and part.get_content_disposition() != "attachment":
                continue
            ornament = part.get_content_maintype() == "image" and (
                part.get_content_disposition() == "inline" or part.get("Content-ID") is not None
            )
            yield Part(number, _clean(name, number, part.get_content_type()), _content(part), is_ornament=ornament)
        except Exception as error:
            problem = DamagedFileError(f"attachment {number} cannot be read: {type(error).__name__}: {error}")
            yield Part(number, f"attachment-{number}", error=problem)


def mail_part(data: bytes, number: int) -> bytes:
    """The content of one part. Raises DamagedFileError where there is none."""
    for position, part in enumerate(_parts(data)):
        if position == number and (content := _content(part)) is not None:
            return content
    raise DamagedFileError("the e-mail has changed since it was listed", advice="Run the batch again.")


def _parts(data: bytes) -> list[Message]:
    try:
        return list(email.message_from_bytes(data, policy=email.policy.default).walk())
    except MAIL_ERRORS as error:
        raise DamagedFileError(f"it cannot be read as an e-mail: {type(error).__name__}") from error


def _content(part: Message) -> bytes | None:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None


def _clean(name: str | None, number: int, media_type: str) -> str:
    """The last part of an attachment's name, with the ending of its kind where it has none."""
    last = re.split(r"[/\\]", name or "")[-1]
    # Surrogates stand for bytes in an encoding that the e-mail does not name.
    last = last.encode("utf-8", "replace").decode("utf-8").strip().lstrip(".")
    last = "".join(char if char.isprintable() else "_" for char in last) or f"attachment-{number}"
    stem, suffix = Path(last).stem, Path(last).suffix
    if not suffix:
        suffix = mimetypes.guess_extension(media_type) or ""
    return stem[:_LONGEST_NAME] + suffix[:10]


def mailbox_places(data: bytes | Path) -> Iterator[tuple[int, int]]:
    """Start and length of each e-mail of a mailbox (mbox), without its separating line.

    Raises DamagedFileError where it is none.
    """
    if isinstance(data, Path):
        if data.stat().st_size == 0:
            return
        with data.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
            yield from _places(view)
    else:
        yield from _places(data)


def _places(data: bytes | mmap.mmap) -> Iterator[tuple[int, int]]:
    if data[: len(_FROM)] != _FROM:
        raise DamagedFileError("it is no mailbox: it does not begin with a line 'From '")
    start = 0
    for match in _SEPARATOR.finditer(data):
        yield _without_separator(data, start, match.start())
        start = match.end()
    yield _without_separator(data, start, len(data))


def _without_separator(data: bytes | mmap.mmap, start: int, end: int) -> tuple[int, int]:
    line = data.find(b"\n", start, end)
    first = line + 1 if line >= 0 else end
    return first, end - first
