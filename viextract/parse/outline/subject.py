"""Kind and title of a document; of a letter, which has neither, its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold
from viextract.parse.facts.citations import FoundCitation
from viextract.parse.outline.blocks import Block, clean
from viextract.parse.outline.divisions import Division
from viextract.parse.outline.foot import BEFORE_DATE
from viextract.parse.outline.head_lines import SAYS_NUMBER, left_of_motto
from viextract.vocabulary.phrases import phrases

_SUBJECT = re.compile(r"\s*(?:v\s?/\s?v\s*:?|ve viec(?!\w))\s*")


_MAIL_SUBJECT = re.compile(r"\s*subject\s*:\s*")
"""How the reader of e-mails puts the field of that name above the text (RFC 5322, 3.6.5)."""


def read_title(main: Division) -> str | None:
    """The words of the title; of a letter its subject, of an e-mail that has neither its own."""
    parts = [block.text for block in main.title]
    if not parts:
        parts = _subject_of_letter(main.head)
    if not parts:
        mails = ((block.text, _MAIL_SUBJECT.match(block.folded)) for block in main.head)
        parts = [text[match.end() :] for text, match in mails if match is not None][:1]
    title = " ".join(parts).strip(" .-_")
    return title or None


def _subject_of_letter(head: Sequence[Block]) -> list[str]:
    """The subject of a letter, which closes the left column: lines of the right one may stand among its own."""
    parts: list[str] = []
    for block in head:
        if text := _subject(block):
            parts.append(text)
        elif parts and block.role == "head-left" and not block.capitals and not SAYS_NUMBER.match(block.text):
            parts.append(block.text)
    return parts


def _subject(block: Block) -> str | None:
    """ "V/v …" of an official letter, below its number."""
    match = _SUBJECT.match(block.folded)
    if match is None:
        return None
    if any(BEFORE_DATE.search(line.text) for line in block.lines):
        # The date in the right column is on a line of the subject.
        text = clean(" ".join(BEFORE_DATE.split(line.text)[0] for line in block.lines))
        return text[match.end() :]
    text = clean(" ".join(_left_of_head(line.text) for line in block.lines))
    match = _SUBJECT.match(fold(text))
    return text[match.end() :] if match else block.text


_PLACE_AND_DATE = re.compile(
    rf"(?:^|\s)(?:{CAPITAL}[^\W\d_]*\s){{0,3}}{CAPITAL}[^\W\d_]*,"
    r"\s*[Nn]g\w{1,2}y\s.{0,8}\sth\w{1,3}g\s.{0,6}\sn\wm\s*\d*\W*$"
)


def _left_of_head(text: str) -> str:
    """A line of the left column without what was read of the right one behind it: motto, or place and date."""
    return _PLACE_AND_DATE.sub("", left_of_motto(text) or text)


def _is_letter(main: Division) -> bool:
    """Whether it is a letter, which by its form has no kind above its text."""
    return bool(main.addressees) or any(_SUBJECT.match(block.folded) for block in main.head)


def type_elsewhere(main: Division, own: FoundCitation | None) -> str | None:
    if _is_letter(main):
        return "Công văn"
    if own is not None and own.kind:
        return own.kind
    for block in [*main.preamble, *main.closing]:
        match = re.search(r"(?:ban hanh|tren day la|xay dung)\s+(?:noi dung\s+)?", block.folded)
        if match is None:
            continue
        for kind in phrases()["title_kinds"]:
            if block.folded.startswith(kind, match.end()):
                return str(kind[:1].upper() + block.text[match.end() : match.end() + len(kind)].lower()[1:])
    return None
