"""What a line of the signature looks like: positions in capitals, bodies, names."""

from __future__ import annotations

import re

from viextract.language.fold import fold
from viextract.language.syllables import canonical_tone
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.persons import without_titles
from viextract.vocabulary.phrases import opening
from viextract.vocabulary.positions import signing_positions

COLUMNS = re.compile(r"\s{3,}")
"""What parts two columns on a line of plain text."""


def with_its_marks(text: str) -> str:
    """A position in capitals with the marks of its spelling, where its letters are those of one position only.

    >>> with_its_marks("GIAM ĐỌC"), with_its_marks("UỶ VIÊN"), with_its_marks("THỦ TRƯỞNG")
    ('GIÁM ĐỐC', 'UỶ VIÊN', 'THỦ TRƯỞNG')
    """
    spelt = signing_positions().get(fold(text))
    own = " ".join(map(canonical_tone, text.lower().split()))
    return text if spelt in {None, own, fold(text)} or not text.isupper() else str(spelt).upper()


def is_position(text: str) -> bool:
    """Whether ``text`` is nothing but a position.

    >>> is_position("PHÓ CHỦ TỊCH"), is_position("Chủ tịch xã nói")
    (True, False)
    """
    return re.sub(r"[^\w ]", "", fold(text)).strip() in signing_positions()


def opens_with_position(text: str) -> bool:
    """Whether ``text`` begins with a position and goes on with whose it is.

    >>> opens_with_position("GIÁM ĐỐC SỞ Y TẾ"), opens_with_position("Giám đốc")
    (True, False)
    """
    folded = re.sub(r"[^\w ]", "", fold(text)).strip()
    return any(folded.startswith(position + " ") for position in signing_positions())


def tells_position(block: Block) -> bool:
    """Whether a paragraph is a position in capitals, be it with whose it is, or has some side by side."""
    if not block.capitals or block.label is not None:
        return False
    if is_position(block.text) or opens_with_position(block.text):
        return True
    rows = [parts for line in block.lines if len(parts := COLUMNS.split(line.text.strip())) > 1]
    return any(all(is_position(part) or opens_with_position(part) for part in parts) for parts in rows)


_LINE_OF_SIGNATURE = 14
"""Words of a line of the signature: the longest are names of bodies."""


def approves(block: Block) -> bool:
    """Whether a line in capitals stands over those who sign a plan of a small body: "DUYỆT CỦA BAN GIÁM HIỆU" beside
    "NGƯỜI LẬP KẾ HOẠCH".
    """
    return (
        block.capitals
        and block.label is None
        and any(opening(name).match(block.folded) is not None for name in ("approvals", "authors"))
    )


def is_of_signature(block: Block) -> bool:
    """Whether a paragraph can be one of the signature's: a body or position in capitals, or names of persons."""
    words = [word for word in without_titles(block.text).split() if word[0].isalpha()]
    names = len(words) >= 2 and all(word[0].isupper() for word in words) and not block.text.endswith((".", ";", ":"))
    short = block.words <= _LINE_OF_SIGNATURE * len(block.lines)
    return block.label is None and short and (block.capitals or names)
