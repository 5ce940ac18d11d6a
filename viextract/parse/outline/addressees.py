"""To whom a paper is addressed: "Kính gửi: …", "Chủ tịch … điện:", with the bodies on the line and below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.model.plan import Unit
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.actors import names_actor
from viextract.vocabulary.units import split_units

_TO = re.compile(r"\W{0,3}kinh\s+g\w{1,3}\s*:\s*")
_WIRES = re.compile(r".{0,80}\bdien\s*:\s*$")
"""A telegram names its sender before the word: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … điện:"."""
_LISTED_WORDS = 30
"""Words of one line of addressees; a paragraph that begins with a body's name is longer, or ends in a colon."""


def opens_addressees(block: Block) -> bool:
    """Whether a paragraph opens the addressees.

    >>> from viextract.model.document import Line
    >>> [opens_addressees(Block(text, [Line("", 1)], None)) for text in ("Kính gửi: Trạm Y tế xã", "Kính gửi thư")]
    [True, False]
    """
    return _TO.match(block.folded) is not None or (_WIRES.match(block.folded) is not None and block.words <= 14)


def addressees_end(part: Sequence[Block], index: int) -> int:
    """The paragraph after the addressees that begin at ``index``; ``index`` where none do.

    Below the word stand bullets, or unmarked lines each of which names a body, as long as the list goes on.
    """
    if index >= len(part) or not opens_addressees(part[index]):
        return index
    end = index + 1
    while end < len(part):
        block = part[end]
        if block.label is not None:
            if block.label.kind != "bullet":
                break
        elif not _goes_on(part[end - 1]) or not _is_listed(block):
            break
        end += 1
    return end


def _goes_on(block: Block) -> bool:
    return block.text.rstrip().endswith((":", ";", ","))


def _is_listed(block: Block) -> bool:
    return block.words <= _LISTED_WORDS and not block.text.endswith(":") and names_actor(block.text)


def read_addressees(blocks: Sequence[Block]) -> list[Unit]:
    """The bodies of the addressees, one by one."""
    texts = [block.body for block in blocks]
    if blocks and (match := _TO.match(blocks[0].folded)):
        texts[0] = blocks[0].text[match.end() :]
    elif blocks:
        texts = texts[1:]
    parts = [part.strip(" .;,-–") for text in texts for part in re.split(r"\s*;\s*", text.strip(" .;"))]
    return [unit for part in parts if part for unit in split_units(part) if unit.text]
