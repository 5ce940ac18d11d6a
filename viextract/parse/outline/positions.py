"""What a line of the signature looks like: positions in capitals, bodies, names."""

from __future__ import annotations

import re

from viextract.language.fold import fold
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.phrases import phrases


def is_position(text: str) -> bool:
    """Whether ``text`` is nothing but a position.

    >>> is_position("PHÓ CHỦ TỊCH"), is_position("Chủ tịch xã nói")
    (True, False)
    """
    return re.sub(r"[^\w ]", "", fold(text)).strip() in phrases()["positions"]


def opens_with_position(text: str) -> bool:
    """Whether ``text`` begins with a position and goes on with whose it is.

    >>> opens_with_position("GIÁM ĐỐC SỞ Y TẾ"), opens_with_position("Giám đốc")
    (True, False)
    """
    folded = re.sub(r"[^\w ]", "", fold(text)).strip()
    return any(folded.startswith(position + " ") for position in phrases()["positions"])


def tells_position(block: Block) -> bool:
    """Whether a paragraph is a position in capitals, be it with whose it is."""
    return block.capitals and block.label is None and (is_position(block.text) or opens_with_position(block.text))


_LINE_OF_SIGNATURE = 14
"""Words of a line of the signature: the longest are names of bodies."""


def is_of_signature(block: Block) -> bool:
    """Whether a paragraph can be one of the signature's: a body or position in capitals, or names of persons."""
    words = [word for word in block.text.split() if word[0].isalpha()]
    names = len(words) >= 2 and all(word[0].isupper() for word in words) and not block.text.endswith((".", ";", ":"))
    return block.label is None and block.words <= _LINE_OF_SIGNATURE and (block.capitals or names)
