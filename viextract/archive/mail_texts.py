"""The own text of an e-mail that carries files: a document of a batch where it gives somebody work or a term."""

from __future__ import annotations

import email
import email.policy
from email.header import Header
from email.message import EmailMessage

from viextract.errors import ViextractError
from viextract.options import Options
from viextract.read.files.signs import MAIL_ERRORS

_LONGEST = 200_000
"""Bytes of a text that is looked through; a longer one is no covering note, and taken as it is."""


def mail_text(data: bytes) -> bytes | None:
    """An e-mail without its attachments: its subject and its text; None where it has no text, or is damaged."""
    from viextract.read.files.markup import subject_of

    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        raw = body.get_payload(decode=True) if body is not None else None
        if body is None or not isinstance(raw, bytes) or not raw.strip():
            return None
        subject, is_sound = subject_of(message)
        alone = EmailMessage()
        alone["MIME-Version"] = "1.0"
        if subject:
            alone["Subject"] = subject if is_sound else Header(subject, "utf-8").encode()
        maintype, subtype = body.get_content_type().split("/")
        alone.set_content(raw, maintype, subtype, cte="base64")
        if charset := body.get_content_charset():
            alone.set_param("charset", charset)
        return alone.as_bytes()
    except MAIL_ERRORS:
        return None


def gives_work(text: bytes) -> bool:
    """Whether an e-mail that :func:`mail_text` made names who does something, or until when."""
    # Here, and not at the top: a batch's own process parses nothing.
    from viextract.parse import parse_document
    from viextract.read import read_document

    if len(text) > _LONGEST:
        return True
    options = Options(recover=False)
    try:
        plan = parse_document(read_document(text, options, name="mail.eml"), options)
    except ViextractError:
        return False
    return bool(plan.assignments) or any(task.deadline for task in plan.tasks)
