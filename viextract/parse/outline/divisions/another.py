"""Another document in the same file: below a whole one the letterhead of a second begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from viextract.parse.outline.addressees import opens_addressees
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions.marks import (
    AUTHORITY,
    CAPTION,
    appendix_label,
    is_form_label,
    is_head_line,
    opens_recipients,
    title_kind,
)
from viextract.parse.outline.symbol import printed_symbol, read_place_and_date
from viextract.vocabulary.letterhead import is_motto

_HEAD = 8
"""Paragraphs of a letterhead: the body and the one above it, name and motto of the state, number, place and date."""
_MOTTO_WORDS = 20
"""Words of a line with the state's name or motto, be a body's name on it, too."""


class _Head(NamedTuple):
    start: int
    symbol: str | None
    title: str
    """What it opens, folded: the line below the kind, or the one with the addressees."""
    end: int
    """The paragraph behind that line."""


def other_documents(blocks: Sequence[Block]) -> list[Block]:
    """The first paragraph of each document that follows the first one in the same file.

    Such a document has a letterhead of its own (the state's name, a number that is filled in or a whole date, then
    its kind or whom it is for), with another number or below what signs the one above. A form ("Mẫu số …", or with
    blanks for number and date), an appendix and what is issued "kèm theo" the first repeat a letterhead, but are
    parts of it.
    """
    heads = list(_heads(blocks))
    found = []
    for above, head in pairwise(heads):
        numbered = None not in (head.symbol, above.symbol) and head.symbol != above.symbol
        copied_or_blank = head.symbol is None or (head.symbol == above.symbol and head.title == above.title)
        signed = copied_or_blank and _signed(blocks[above.end : head.start])
        if (numbered or signed) and not _is_part(blocks, head):
            found.append(blocks[head.start])
    return found


def _heads(blocks: Sequence[Block]) -> Iterator[_Head]:
    """Letterheads that are filled in, in order."""
    end = 0
    for index, block in enumerate(blocks):
        if index < end or block.label or block.words > _MOTTO_WORDS or not is_motto(block.text):
            continue
        opened = next((k for k in range(index + 1, min(index + 1 + _HEAD, len(blocks))) if _opens(blocks[k])), None)
        if opened is None:
            continue
        start = index
        while start > max(end, index - _HEAD) and is_head_line(blocks[start - 1]) and not _signs(blocks[start - 1]):
            start -= 1
        lines = [one.text for one in blocks[start:opened]]
        symbol = printed_symbol(lines)
        date = read_place_and_date(lines)[1]
        if symbol is None and (date is None or len(date) < len("2026-01-01")):
            continue
        below = blocks[opened + 1].folded if opened + 1 < len(blocks) else ""
        end = opened + 1
        yield _Head(start, symbol, below if title_kind(blocks[opened]) else blocks[opened].folded, end)


def _opens(block: Block) -> bool:
    return bool(title_kind(block)) or opens_addressees(block)


def _signs(block: Block) -> bool:
    return opens_recipients(block) or AUTHORITY.match(block.folded) is not None


def _signed(blocks: Sequence[Block]) -> bool:
    return any(map(_signs, blocks))


_ABOVE, _BELOW = 3, 5
"""Paragraphs around a letterhead in which the number of a form or an appendix, or a caption stands."""


def _is_part(blocks: Sequence[Block], head: _Head) -> bool:
    """Whether the words around a letterhead say that it is a form's, an appendix's or that of what is attached."""
    around = blocks[max(head.start - _ABOVE, 0) : head.end + _BELOW]
    return any(is_form_label(one) or appendix_label(one) or CAPTION.match(one.folded) for one in around)
