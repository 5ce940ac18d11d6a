"""A foot whose words "Nơi nhận" were not read: the list of recipients ends in the copy for the file ("Lưu: VT").

Nghị định 30/2020/NĐ-CP, Appendix I: the last line of the recipients is "Lưu:" with the unit that files and the one that
wrote the document. Small bold italics above it are what engines read worst.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.fold import fold
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.foot import ends_with_position
from viextract.parse.outline.positions import is_of_signature

_COPY = re.compile(r"\W*luu\s*(?::|,?\s+v[tp]\b)")
_NEAR_THE_END = 6
"""Paragraphs behind the file copy at most: the rest of the signature."""
_RECIPIENT_WORDS = 40
_HEADING_WORDS = 3
_SEVERAL = 2
"""Lines that make a list, the file copy among them."""


def copied_list(part: Sequence[Block], start: int) -> int | None:
    """Where the list begins that ends in the file copy, among the last paragraphs from ``start`` on."""
    copies = [k for k in range(max(start, len(part) - _NEAR_THE_END), len(part)) if _COPY.match(fold(part[k].body))]
    if not copies:
        return None
    begin = copies[-1]
    while begin > start and _is_recipient(part[begin - 1]):
        begin -= 1
    if copies[-1] - begin + 1 < _SEVERAL:
        return None
    return begin - 1 if begin > start and _is_bad_heading(part[begin - 1]) else begin


def _is_recipient(block: Block) -> bool:
    """A short line behind a bullet that ends no sentence."""
    bullet = block.label is not None and block.label.kind == "bullet"
    return bullet and block.words <= _RECIPIENT_WORDS and not block.text.endswith((".", ":"))


def _is_bad_heading(block: Block) -> bool:
    """What was read of the two words over the list."""
    return block.label is None and block.words <= _HEADING_WORDS and block.text[-1:].isalnum() and not block.capitals


def signed_above(part: Sequence[Block], start: int, recipients: int) -> int | None:
    """Where the signature begins that was read before the recipients; None where nothing of it stands there."""
    begin = recipients
    while begin > start + 1 and (is_of_signature(part[begin - 1]) or _ends_signing(part[begin - 1])):
        begin -= 1
    return begin if begin < recipients else None


def _ends_signing(block: Block) -> bool:
    """Whether every line of a paragraph without a label ends with an authority or a position, whatever is before it."""
    return block.label is None and all(ends_with_position(line.text) for line in block.lines)
