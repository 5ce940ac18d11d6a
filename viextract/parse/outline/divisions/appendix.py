"""An appendix: its label, title and caption, then text."""

from __future__ import annotations

from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions.division import Division, cut_in_two
from viextract.parse.outline.divisions.marks import APPENDIX, CAPTION, CAPTION_INSIDE, END_OF_TITLE, appendix_label


def cut_appendix(part: list[Block]) -> Division:
    """An appendix: title and caption, then text."""
    at = next((k for k, block in enumerate(part[:6]) if appendix_label(block)), None)
    division = Division(
        "appendix", label=(appendix_label(part[at]) if at is not None else None) or "Phụ lục", start=part[0]
    )
    rest = list(part)
    if at is not None:
        head = rest.pop(at)
        match = APPENDIX.match(head.folded)
        remainder = head.text[match.end() :].strip(" .:-") if match else ""
        if remainder:
            division.title.append(Block(remainder, head.lines, None))
    while rest and not division.body:
        block = rest[0]
        if CAPTION.match(block.folded):
            division.caption.append(rest.pop(0))
            continue
        if inside := CAPTION_INSIDE.search(block.folded):
            rest[:1] = cut_in_two(block, inside.start())
            continue
        if (
            division.caption
            or block.label
            or block.tabular
            or len(division.title) >= 4
            or block.words > 60
            or END_OF_TITLE.search(block.text)
            or (division.title and division.title[-1].lines[-1].number < block.first - 3)
        ):
            break
        division.title.append(rest.pop(0))
    division.body = rest
    return division
