"""One document, or one that it carries, cut into its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viextract.parse.outline.blocks import Block


@dataclass(slots=True)
class Division:
    """A document, or one that it carries, cut into its parts; every paragraph is in exactly one."""

    kind: Literal["main", "attached", "appendix"]
    label: str | None = None
    """``Phụ lục``, ``Phụ lục II``, or the kind of the attached document."""
    type: str | None = None
    """``Kế hoạch``, …: the kind of document, as its title names it."""
    start: Block | None = None
    head: list[Block] = field(default_factory=list)
    title: list[Block] = field(default_factory=list)
    caption: list[Block] = field(default_factory=list)
    """"(Ban hành kèm theo …)"."""
    addressees: list[Block] = field(default_factory=list)
    """"Kính gửi: …" with the bodies below it."""
    preamble: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    closing: list[Block] = field(default_factory=list)
    recipients: list[Block] = field(default_factory=list)
    signature: list[Block] = field(default_factory=list)


def cut_in_two(block: Block, position: int) -> list[Block]:
    """A paragraph cut in two, as where title and caption were read as one; both keep its lines."""
    return [
        Block(block.text[:position].strip(), block.lines, block.label),
        Block(block.text[position:], block.lines, None),
    ]
