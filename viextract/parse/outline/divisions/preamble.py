"""What stands between the title and the first heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.parse.outline.addressees import addressees_end, opens_addressees
from viextract.parse.outline.blocks import Block, invites
from viextract.parse.outline.divisions.division import Division
from viextract.parse.outline.divisions.head import names_issuer
from viextract.parse.outline.divisions.marks import opens_recipients, title_kind
from viextract.vocabulary.details import read_details
from viextract.vocabulary.phrases import opening, phrases


def take_addressees(division: Division, part: list[Block], index: int) -> int:
    """They stand right below the title, or in a letter below the head."""
    end = addressees_end(part, index)
    division.addressees = part[index:end]
    return end


def take_preamble(division: Division, part: list[Block], index: int) -> int:
    """From the title to the first heading; a document without headings has a preamble as far as its words tell."""
    begin = index
    while index < len(part):
        block = part[index]
        if block.label and block.label.kind != "bullet":
            break
        if opens_recipients(block) or block.role in {"foot-left", "foot-right"}:
            break
        if (
            block.label is None
            and index > begin
            and _looks_like_heading(block, part[index + 1 :])
            and _stands_alone(part, begin, index)
        ):
            break
        index += 1
    headed = index < len(part) and not opens_recipients(part[index])
    listed = next((k for k in range(begin, index) if part[k].label), begin)
    if not headed and division.addressees and listed > begin and part[listed - 1].text.endswith(":"):
        index = listed  # a letter that has bullets instead of numbers
    elif not headed or not _is_preamble(part[begin:index]):
        index = begin
        while index < len(part) and (
            _opens_preamble(part[index]) or (index == begin and part[index].text.endswith(":"))
        ):
            index += 1
            if index > begin and re.search(r"(?:nhu sau|sau day)\s*[:.]?$", part[index - 1].folded):
                break
    if index > begin and index < len(part) and invites(part[index - 1]) and read_details(part[index].body):
        index -= 1  # the invitation is what the labelled lines tell of
    division.preamble = part[begin:index]
    return index


def _is_preamble(blocks: Sequence[Block]) -> bool:
    """A preamble is short; a long text before the first number is a body without headings."""
    return sum(block.words for block in blocks) <= 900


def _opens_preamble(block: Block) -> bool:
    if opens_addressees(block) or opening("legal_basis").match(block.folded):
        return True
    return bool(opening("preamble").match(block.folded) and block.text.rstrip().endswith((";", ":"))) or names_issuer(
        block
    )


def _looks_like_heading(block: Block, later: Sequence[Block]) -> bool:
    return bool(
        block.capitals
        and not block.tabular
        and block.words <= 25
        and later
        and not block.text.endswith((".", ";", ","))
        and not title_kind(block)
        and block.folded.strip(" :.*") not in phrases()["deciding"]
    )


def _stands_alone(part: Sequence[Block], begin: int, index: int) -> bool:
    """An unnumbered heading comes after a preamble that has ended, or where the plan has none."""
    return index == begin or part[index - 1].text.endswith((":", ".", ";"))
