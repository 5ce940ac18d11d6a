"""Head and title of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.parse.outline.addressees import opens_addressees
from viextract.parse.outline.blocks import Block, invites
from viextract.parse.outline.divisions.division import Division, cut_in_two
from viextract.parse.outline.divisions.marks import CAPTION, CAPTION_INSIDE, END_OF_TITLE, is_head_line, title_kind
from viextract.parse.outline.positions import tells_position
from viextract.vocabulary.letterhead import phrases
from viextract.vocabulary.phrases import opening
from viextract.vocabulary.units import read_units


def take_head(division: Division, part: list[Block]) -> int:
    """Head and title; where the body begins to be looked for."""
    found = None
    for index, block in enumerate(part[:60]):
        if block.label and block.label.kind != "bullet" and not title_kind(block):
            break
        if opens_addressees(block):
            division.head = part[:index]
            return index
        if hit := title_kind(block):
            found = index, hit
            break
        if opening("grounds").match(block.folded.lstrip(_MARKS)) and block.words > _LEAST_GROUND:
            break  # "Căn cứ …" is never of the head: the line with the kind was misread
    if found is None:
        # The first page was cut, or the title is in small letters: what stands in two columns or before a legal
        # basis is head.
        index = 0
        while index < min(len(part), 12) and (
            part[index].role in {"head-left", "head-right"} or is_head_line(part[index])
        ):
            index += 1
        division.head = part[:index]
        if index < len(part) and _SUBJECT.match(part[index].folded):
            division.title.append(part[index])  # the line above it, with the kind, was misread
            index += 1
        return index
    index, (kind, rest) = found
    division.head, division.type = part[:index], kind
    if rest:
        division.title.append(Block(rest, part[index].lines, None))
    index += 1
    while (
        index < len(part)
        and _is_title_line(part[index], division)
        and not (division.title and _decides(part[index : index + 2]))
    ):
        if inside := CAPTION_INSIDE.search(part[index].folded):
            part[index : index + 1] = cut_in_two(part[index], inside.start())
        target = division.caption if CAPTION.match(part[index].folded) else division.title
        target.append(part[index])
        index += 1
    if division.title:
        _take_whose(division)
    return index


_SUBJECT = re.compile(r"\W*(?:v/v|ve viec)\s+\w")
_LEAST_GROUND = 4
"""Words of a paragraph that states a ground; a line of the head may begin with one of its words."""
_OF_ISSUER = re.compile(r"\W*cua\s+(?=\w)")
_ABOUT = re.compile(r"[\s,:]*(?:ve|tai)\s")


def _take_whose(division: Division) -> None:
    """ "NGHỊ QUYẾT" / "CỦA BAN CHẤP HÀNH …" / "về …": whose it is is no part of what it is about."""
    first = division.title[0]
    match = _OF_ISSUER.match(first.folded)
    if match is None:
        return
    units, end = read_units(first.text, match.end())
    if len(division.title) > 1 and (first.capitals or (units and len(first.text[end:].strip()) <= 1)):
        division.head.append(division.title.pop(0))
    elif units and _ABOUT.match(first.folded, end):
        whose, division.title[0] = cut_in_two(first, end)
        division.head.append(whose)


_MARKS = " -–—+•*.,_"
"""What may stand before the first word of a paragraph."""


def _decides(blocks: Sequence[Block]) -> bool:
    """Whether a line in capitals is the one who decides, on the grounds below: "BỘ TRƯỞNG BỘ Y TẾ" / "Căn cứ …"."""
    if len(blocks) < 2 or not blocks[0].capitals or blocks[0].label:
        return False
    below = blocks[1].folded.lstrip(_MARKS)
    grounds = opening("grounds").match(below) is not None or below.startswith("thuc hien ")
    return grounds and (tells_position(blocks[0]) or bool(read_units(blocks[0].text)[0]))


def _is_title_line(block: Block, division: Division) -> bool:
    """Whether the title goes on: no label, no legal basis, no sentence."""
    if CAPTION.match(block.folded):
        return True
    if (
        (block.label and block.label.kind != "bullet")
        or block.words > 70
        or END_OF_TITLE.search(block.text)
        or division.caption
    ):
        return False
    begins = block.folded.lstrip(_MARKS)
    if opening("grounds").match(begins) or begins.startswith(phrases("addressees")):
        return False
    if invites(block) and block.text.endswith((".", ":")):
        return False
    if division.title and block.capitals and not division.title[-1].capitals:
        return False  # "CHỦ TỊCH ỦY BAN NHÂN DÂN …" opens the preamble of a decision
    if not division.title:
        return True
    if opening("preamble").match(block.folded) and block.words > 14:
        return False
    ended = division.title[-1].text.endswith(".") or len(division.title) >= 5
    return not ended and block.words <= 40 and not block.text.endswith(".") and not names_issuer(block)


def names_issuer(block: Block) -> bool:
    """Whether a paragraph tells who issues the document: "Ủy ban nhân dân xã … ban hành Kế hoạch …" is no title."""
    units, end = read_units(block.text[:200])
    return bool(units) and opening("issues").match(block.folded[end:]) is not None
