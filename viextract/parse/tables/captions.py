"""The title and caption that stand above a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from viextract.model.document import Line
from viextract.vocabulary.column_headings import labels
from viextract.vocabulary.letterhead import begins_foot

MOST_LINES = 8
"""Lines above a table that its title may reach up to."""

_REFERENCE = re.compile(r"^\W*\(?\s*(?:Ban hành\s+)?(?:[Kk]èm|theo)\s+theo\b|^\W*\(\s*(?:[Bb]an hành|[Kk]èm)")
_BRACKET = re.compile(r"\(\s*(?:[Bb]an hành\s+)?[Kk]èm\s+theo\b|\(\s*[Bb]an hành\b")
_STOP = re.compile(r"[.;]/?\.?\s*$")


@cache
def _appendix() -> re.Pattern[str]:
    words = labels("appendices")
    return re.compile(rf"^\W*(?:{'|'.join(form for word in words for form in (word.upper(), word.capitalize()))})\b")


def caption_of(lines: Sequence[Line], after_line: int) -> tuple[str | None, str | None]:
    """Title and caption (``Kèm theo Kế hoạch số …``) above the table that follows line ``after_line``; None where
    there are none.

    Going up from the table, lines count until one ends a sentence or the appendix's own heading is reached; without
    such a heading only the line next to the table is its title.
    """
    above = [line for line in lines if line.number <= after_line and line.role != "table" and line.text.strip()][
        -MOST_LINES:
    ]
    taken: list[str] = []
    found = False
    for line in reversed(above):
        text = re.sub(r"\s+", " ", line.text).strip(" *_#")
        if not text or text.isdigit():
            continue
        if (_STOP.search(text) or begins_foot(text)) and not _REFERENCE.match(text):
            break
        taken.insert(0, text)
        if _appendix().match(text):
            found = True
            break
    if not found:
        taken = _whole_sentence(taken)
        taken = taken[-1:] if taken and len(taken[-1]) < 200 and not taken[-1].startswith("-") else []
    return _parted(taken)


def _whole_sentence(taken: list[str]) -> list[str]:
    """The lines with the last sentence on one: a line in small letters goes on with the one above it."""
    start = len(taken) - 1
    while start > 0 and taken[start][:1].islower():
        start -= 1
    return [*taken[:start], " ".join(taken[start:])] if taken else taken


def _parted(taken: Sequence[str]) -> tuple[str | None, str | None]:
    """The reference apart from the title, wherever on a line it begins; the word ``Phụ lục`` itself is no title
    where more follows.
    """
    start = next((k for k, text in enumerate(taken) if _REFERENCE.match(text)), len(taken))
    titles = [text for text in taken[:start] if not re.fullmatch(r"(?i)phụ lục(?:\s+(?:số\s+)?[\dIVX]+)?\W*", text)]
    title, caption = " ".join(titles or taken[:start]).strip(), " ".join(taken[start:]).strip()
    inside = _BRACKET.search(title)
    if inside is not None and inside.start() > 0:
        title, caption = title[: inside.start()].strip(), f"{title[inside.start() :].strip()} {caption}".strip()
    return title or None, caption or None
