"""Where recipients and signature begin."""

from __future__ import annotations

from typing import NamedTuple

from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions.marks import AUTHORITY, opens_recipients
from viextract.parse.outline.file_copy import copied_list, signed_above
from viextract.parse.outline.positions import approves, is_of_signature, is_position, tells_position


class Foot(NamedTuple):
    """Where the foot of a document begins, by the index of its paragraphs; their number where it has none."""

    start: int
    signature: int
    recipients: int | None
    """None where no words tell."""


def find_foot(part: list[Block], start: int) -> Foot:
    """Where the foot begins: by its words, else by positions in capitals near the end."""
    recipients = signature = None
    for index in range(max(start, 0), len(part)):
        block = part[index]
        if recipients is None and opens_recipients(block) and block.words <= 40:
            recipients = index
        if (
            signature is None
            and (
                AUTHORITY.match(block.folded)
                or block.role == "foot-right"
                or _signs(part, index, below=recipients is not None)
            )
            and (recipients is not None or index > start)
        ):
            signature = index
    if recipients is None:
        recipients = copied_list(part, max(start, 0))
        if recipients is not None and (signature is None or signature >= recipients):
            signature = signed_above(part, max(start, 0), recipients)
    first = min((index for index in (recipients, signature) if index is not None), default=None)
    if first is None:
        at = _foot_by_position(part, start)
        return Foot(at, at, None)
    return Foot(first, signature if signature is not None else len(part), recipients)


def _signs(part: list[Block], index: int, *, below: bool) -> bool:
    """A position in capitals below the recipients, or in the run of lines right above them: there the signature was
    printed first, of a joint paper each with the body above it.
    """
    if below:
        return tells_position(part[index])
    if not part[index].capitals:
        return False
    end = index
    while end < len(part) and is_of_signature(part[end]):
        end += 1
    above = end < len(part) and opens_recipients(part[end])
    return above and any(tells_position(part[k]) for k in range(index, min(index + 2, end)))


def _foot_by_position(part: list[Block], start: int) -> int:
    """A foot without the word ``Nơi nhận`` and without an authority: a position in capitals near the end ("GIÁM
    ĐỐC").
    """
    for index in range(max(start + 1, len(part) - 8), len(part)):
        if approves(part[index]):
            return index
    for index in range(len(part) - 1, max(start, len(part) - 8), -1):
        if part[index].capitals and (is_position(part[index].text) or _only_names_below(part, index)):
            while index - 1 > start and is_of_signature(part[index - 1]):
                index -= 1
            return index
    return len(part)


def _only_names_below(part: list[Block], index: int) -> bool:
    """Whether a position with whose it is ("GIÁM ĐỐC SỞ Y TẾ") has names below it and nothing else: as the heading of
    a list of duties it has sentences.
    """
    below = part[index + 1 :]
    return tells_position(part[index]) and bool(below) and all(is_of_signature(block) for block in below)


def split_foot(foot: list[Block], signature: int, recipients: int | None) -> tuple[list[Block], list[Block]]:
    """Recipients and signature: by the columns where they are known, by the words otherwise."""
    if any(block.role in {"foot-left", "foot-right"} for block in foot):
        right = [block for block in foot if block.role == "foot-right"]
        if right:
            return [block for block in foot if block.role != "foot-right"], right
    signature = min(max(signature, 0), len(foot))
    if signature == 0 and recipients:
        # The signature was printed first: it ends where the recipients begin.
        return foot[recipients:], foot[:recipients]
    # A position in the right column may be read between two lines of the list.
    recipients_read, signing = foot[:signature], foot[:0]
    for block in foot[signature:]:
        bullet = signature > 0 and block.label is not None and block.label.kind == "bullet"
        (recipients_read if bullet else signing).append(block)
    return recipients_read, signing
