"""Web pages and e-mails as files: in which encoding they are, where their text is.

Mails are read with the standard library's ``email`` (RFC 5322, MIME).
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message

from viextract.errors import DamagedFileError, EmptyInputError
from viextract.language.legacy import decode_bytes
from viextract.model.document import Page
from viextract.model.warning_codes import WarningCode
from viextract.read.files.hypertext import html_text
from viextract.read.files.signs import MAIL_ERRORS, START
from viextract.read.files.text import page_of_text

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def read_html_page(data: bytes, name: str) -> Page:
    """A web page as one page of text. Raises EmptyInputError where it has no text."""
    return page_of_text(html_text(_decoded(data)), name)


def read_mail_page(data: bytes, name: str) -> Page:
    """The subject and the body of an e-mail as one page of text; attachments are told and not read.

    Raises EmptyInputError where it has no text, DamagedFileError where its parts cannot be told.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    except MAIL_ERRORS as error:
        raise DamagedFileError(f"{name} is a damaged e-mail: {type(error).__name__}") from error
    if body is None:
        raise EmptyInputError(f"{name} is an e-mail without text")
    raw = body.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    text = _declared(content, body.get_content_charset()) or decode_bytes(content)[0]
    text = html_text(text) if body.get_content_subtype() == "html" else text
    subject, is_sound = subject_of(message) if text.strip() else ("", True)
    page = page_of_text(f"Subject: {subject}\n{text}" if subject else text, name)
    if subject:
        page.lines[0].role = "head-left"  # as programs for mail print it above the text
    if not is_sound:
        page.warnings.append(
            (WarningCode.LOW_CONFIDENCE_HEAD, f"the subject of {name} is malformed and stands as the file has it")
        )
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if names:
        page.warnings.append(
            (WarningCode.ATTACHMENT_NOT_READ, f"{name} has attachments that were not read: {', '.join(names)}")
        )
    return page


def subject_of(message: Message) -> tuple[str, bool]:
    """The subject of an e-mail on one line, empty where it has none; and whether it could be parsed: one that could
    not is as the file has it.
    """
    try:
        return " ".join(str(message.get("Subject", "")).split()), True
    except MAIL_ERRORS:
        raw = next(str(value) for name, value in message.raw_items() if name.lower() == "subject")
        return " ".join(decode_bytes(raw.encode("utf-8", "surrogateescape"))[0].split()), False


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:START])
    return _declared(data, declared[1].decode("ascii") if declared else None) or decode_bytes(data)[0]


def _declared(data: bytes, charset: str | None) -> str | None:
    """The text in the encoding that the file names; None where it names none, or a wrong one."""
    try:
        return data.decode(charset) if charset else None
    except (LookupError, UnicodeDecodeError):
        return None
