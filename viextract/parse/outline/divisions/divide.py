"""A document into its divisions, each into its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from viextract.parse.outline.blocks import Block
from viextract.parse.outline.closing import closing_start
from viextract.parse.outline.divisions.appendix import cut_appendix
from viextract.parse.outline.divisions.division import Division
from viextract.parse.outline.divisions.foot import find_foot, split_foot
from viextract.parse.outline.divisions.head import take_head
from viextract.parse.outline.divisions.preamble import take_addressees, take_preamble
from viextract.parse.outline.divisions.starts import division_starts


def divide(blocks: Sequence[Block]) -> list[Division]:
    """The divisions of a document in order; the first is the document itself."""
    starts = division_starts(blocks)
    divisions = []
    for (start, kind), end in zip(starts, [index for index, _ in starts[1:]] + [len(blocks)], strict=True):
        part = list(blocks[start:end])
        divisions.append(cut_appendix(part) if kind == "appendix" else _document(part, kind))
    return divisions


def find_appendix_line(blocks: Sequence[Block]) -> int | None:
    """The first line of the first appendix, for the reading of its tables."""
    for division in divide(blocks):
        if division.kind == "appendix" and division.start:
            return division.start.first
    return None


def _document(part: list[Block], kind: Literal["main", "attached"]) -> Division:
    division = Division(kind, start=part[0] if part else None)
    index = take_head(division, part)
    index = take_addressees(division, part, index)
    index = take_preamble(division, part, index)
    foot = find_foot(part, index)
    end = foot.start
    closing = closing_start(part, index, end)
    division.body = part[index:closing]
    division.closing = part[closing:end]
    recipients = None if foot.recipients is None else foot.recipients - end
    division.recipients, division.signature = split_foot(part[end:], foot.signature - end, recipients)
    return division
