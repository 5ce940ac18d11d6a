"""What web pages and e-mails are told by: apart from their readers, since every file is asked and few are such."""

from __future__ import annotations

import email.errors
import re

_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
"""Two header fields or more at the start, continued lines included (RFC 5322, 2.2)."""
_MAIL_FIELDS = (b"mime-version:", b"content-type:", b"received:", b"message-id:")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
START = 4096
"""Bytes in which a web page or an e-mail has told what it is."""


def is_html(data: bytes) -> bool:
    """Whether the bytes begin as a web page does.

    >>> is_html(b"<!DOCTYPE html><html>"), is_html("Kế hoạch <html>".encode())
    (True, False)
    """
    head = data[:START].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return _HTML.match(head) is not None


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the header of an e-mail or of a page that a browser has packed as one (MHTML).

    >>> is_mail(b"From: a@b.vn\\nMIME-Version: 1.0\\n\\n"), is_mail("Kính gửi: Sở\\nNơi nhận: Sở\\n".encode())
    (True, False)
    """
    match = _HEADERS.match(data[:START].replace(b"\r\n", b"\n"))
    return match is not None and any(field in match[0].lower() for field in _MAIL_FIELDS)


MAIL_ERRORS = (
    *(ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError),
    email.errors.MessageError,
)
"""What the standard library's parser of headers raises on some that are malformed."""
