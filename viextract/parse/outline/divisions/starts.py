"""Where the document, one attached to it, and each appendix begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from viextract.parse.outline.addressees import opens_addressees
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions.marks import (
    AUTHORITY,
    CAPTION,
    appendix_label,
    is_head_line,
    opens_recipients,
    title_kind,
)
from viextract.parse.outline.positions import tells_position
from viextract.vocabulary.letterhead import mottoes


def division_starts(blocks: Sequence[Block]) -> list[tuple[int, Literal["main", "attached", "appendix"]]]:
    """The index of the paragraph that opens each division, with its kind."""
    starts: list[tuple[int, Literal["main", "attached", "appendix"]]] = [(0, "main")]
    signed = False
    labelled = False
    for index, block in enumerate(blocks):
        labelled = labelled or (block.label is not None and block.label.kind != "bullet")
        if opens_recipients(block) or AUTHORITY.match(block.folded):
            signed = True
        if index == 0:
            continue
        if appendix_label(block) and (signed or block.capitals) and (signed or labelled):
            if _awaits_label(blocks, starts[-1], index):
                continue
            first = signed and starts[-1][1] != "appendix"
            begin = _title_before_label(blocks, index, starts[-1][0]) if first else index
            if begin > starts[-1][0]:
                starts.append((begin, "appendix"))
        elif (
            signed
            and starts[-1][1] == "main"
            and (title_kind(block) or ("", ""))[0]
            and not block.label
            and block.capitals
            and any(CAPTION.match(later.folded) for later in blocks[index + 1 : index + 5])
        ) or (signed and starts[-1][1] == "main" and _is_pasted(blocks, index)):
            starts.append((_head_before(blocks, index, starts[-1][0] + 1), "attached"))
            signed = labelled = False
        elif signed and CAPTION.match(block.folded) and starts[-1][1] != "appendix" and starts[-1][0] < index - 3:
            begin = _title_before_caption(blocks, index)
            if begin > starts[-1][0]:
                starts.append((begin, "appendix"))
    return starts


_LINES_OF_TITLE = 5
"""Paragraphs of title and grounds between the kind of a pasted document and its first part, at most."""


def _is_pasted(blocks: Sequence[Block], index: int) -> bool:
    """Whether a document that was pasted below a signed one begins here, with no caption that says so: its kind in
    capitals alone on the line, then a title and a first part. The paper above must have opened as one itself (else
    its foot was read before its head), and a second copy of it is none.
    """
    kind = title_kind(blocks[index])
    if kind is None or kind[1] or blocks[index].label or not blocks[index].capitals:
        return False
    below = [block.label for block in blocks[index + 2 : index + 2 + _LINES_OF_TITLE] if block.label]
    if not below or below[0].kind == "bullet" or below[0].number != 1:
        return False
    above = [k for k in range(index) if title_kind(blocks[k]) or opens_addressees(blocks[k])]
    return bool(above) and blocks[index + 1].folded not in [blocks[k + 1].folded for k in above]


def _head_before(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Where the attached document begins: it may have a head of its own, with the state's name, above its title."""
    begin = index
    while begin > floor and not _is_name(blocks[begin - 1]) and _is_own_head(blocks[begin - 1]):
        begin -= 1
    has_motto = any(motto in block.folded for block in blocks[begin:index] for motto in mottoes())
    return begin if has_motto else index


def _is_own_head(block: Block) -> bool:
    signs = opens_recipients(block) or AUTHORITY.match(block.folded) or tells_position(block)
    bare = not any(c.isalpha() for c in block.text)
    return not signs and (bare or is_head_line(block))


def _awaits_label(blocks: Sequence[Block], start: tuple[int, str], index: int) -> bool:
    """Whether the appendix that has just begun with its title and caption has its word ``Phụ lục`` here."""
    begin, kind = start
    return kind == "appendix" and index - begin <= 5 and not any(appendix_label(block) for block in blocks[begin:index])


def _title_before_label(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Where the appendix begins whose title and caption stand before the word ``Phụ lục``."""
    caption = next((k for k in range(index - 1, max(floor, index - 3), -1) if CAPTION.match(blocks[k].folded)), None)
    return _title_before_caption(blocks, caption) if caption is not None else index


def _title_before_caption(blocks: Sequence[Block], index: int) -> int:
    begin = index
    while begin > 1 and begin > index - 4:
        before = blocks[begin - 1]
        if (
            before.label
            or before.tabular
            or opens_recipients(before)
            or AUTHORITY.match(before.folded)
            or _is_name(before)
        ):
            break
        begin -= 1
        if before.capitals and not blocks[begin - 1].capitals:
            break
    return begin


def _is_name(block: Block) -> bool:
    words = block.text.split()
    return 2 <= len(words) <= 5 and all(
        word[0].isupper() and not word[1:].isupper() for word in words if word[0].isalpha()
    )
