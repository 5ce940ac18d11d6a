"""What a document says of itself, after the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Where the first page lacks it (the plan was cut), the caption of an appendix, the preamble and the closing say it;
each such source is named in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.fold import fold
from viextract.model.plan import Header
from viextract.model.warning_codes import WarningCode
from viextract.parse.facts.citations import FoundCitation, find_citations, kind_of_symbol
from viextract.parse.outline.addressees import read_addressees
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions import Division
from viextract.parse.outline.foot import (
    add_joint_signatories,
    columns_of,
    lines_of,
    name_among_recipients,
    read_recipients,
    read_signatory,
    signature_among,
    signing_lines,
)
from viextract.parse.outline.head_lines import DRAFT, Warnings
from viextract.parse.outline.issuers import add_issuers
from viextract.parse.outline.subject import read_title, type_elsewhere
from viextract.parse.outline.symbol import printed_symbol, read_place_and_date, read_symbol
from viextract.vocabulary.units import exists


def read_header(
    divisions: Sequence[Division], blocks: Sequence[Block], *, typed: bool = False
) -> tuple[Header, Warnings]:
    """The header of a document from its divisions; ``blocks`` are all its paragraphs.

    typed: whether they came with the file as text, not as a picture of it.
    """
    warnings: Warnings = []
    main = divisions[0]
    header = Header(type=main.type)
    head = columns_of([*main.head, *main.caption])
    own = _own_caption(divisions, main.type)
    header.draft = any(DRAFT.match(block.folded) for block in blocks[:15])
    _add_symbol_and_date(header, head, own, warnings, typed=typed)
    header.title = read_title(main)
    header.addressees = read_addressees(main.addressees)
    if header.type is None:
        # A letter prints no kind, and its symbol names bodies only.
        told = None if main.addressees else header.symbol or header.symbol_code
        header.type = (kind_of_symbol(told) if told else None) or type_elsewhere(main, own)
        if header.type and main.type is None and not (main.addressees and header.title):
            warnings.append(
                (
                    WarningCode.HEADER_TYPE_INFERRED,
                    f"The document does not name its kind in a title; it is read as {header.type}.",
                )
            )
    add_issuers(header, divisions, own, blocks, warnings)
    header.recipients, behind = read_recipients(main.recipients)
    signed = [*signature_among(main.recipients), *behind, *signing_lines(main.signature)]
    header.signatory = read_signatory(signed)
    name_among_recipients(header)
    add_joint_signatories(header, [*main.recipients, *main.signature])
    ends = [
        block
        for one in divisions[1:]
        if one.kind == "attached"
        for block in [*one.head, *one.recipients, *one.signature]
    ]
    header.as_printed = lines_of(
        [*main.head, *main.caption, *main.addressees, *main.recipients, *main.signature, *ends]
    )
    if header.signatory is None or header.signatory.name is None:
        warnings.append((WarningCode.SIGNATORY_MISSING, "No name of a signatory was found at the foot."))
    warnings += _unit_warnings(header)
    return header, warnings


def _add_symbol_and_date(
    header: Header, head: Sequence[str], own: FoundCitation | None, warnings: Warnings, *, typed: bool
) -> None:
    """Number, code, place and date; what the head lacks may stand in the caption of an appendix.

    typed: whether the text came with the file, so that a blank is one and no handwriting that was not read.
    """
    symbol = read_symbol(head, header.type)
    header.symbol = printed_symbol(head, header.type)
    header.symbol_code = symbol.code if symbol else None
    header.place, header.issued_on = read_place_and_date(head)
    if own is not None and (header.symbol is None or header.issued_on is None):
        if header.symbol is None:
            header.symbol = own.symbol
            warnings.append((WarningCode.HEADER_FROM_APPENDIX, "The number is taken from the caption of an appendix."))
        if header.issued_on is None and header.symbol == own.symbol:
            header.issued_on = own.issued_on
    if header.symbol is not None and header.symbol_code is None:
        header.symbol_code = re.sub(r"^\d[^/-]*[/-](?:(?:19|20)\d\d/)?", "", header.symbol) or None
    if header.symbol is None and header.symbol_code is not None:
        if typed and symbol is not None and symbol.blank:
            says = f"The number before {header.symbol_code} was left blank."
        else:
            says = f"The number before {header.symbol_code} is not legible."
        warnings.append((WarningCode.SYMBOL_UNREAD, says))
    elif header.symbol is None:
        warnings.append((WarningCode.SYMBOL_MISSING, "The head has no number and no code."))
    if header.issued_on is None:
        warnings.append((WarningCode.DATE_MISSING, "The head has no date."))
    elif len(header.issued_on) < len("2026-01-01"):
        only = f"Of the date only {header.issued_on} is legible."
        if typed:
            only = f"Of the date only {header.issued_on} was filled in."
        warnings.append((WarningCode.DATE_PARTIAL, only))


def _own_caption(divisions: Sequence[Division], kind: str | None) -> FoundCitation | None:
    """The document's own number as the captions of its appendices give it."""
    for division in divisions[1:]:
        for block in division.caption:
            for found in find_citations(block.text):
                if kind is None or found.kind is None or fold(found.kind) == fold(kind):
                    return found
    return None


def _unit_warnings(header: Header) -> Warnings:
    """A body that by law did not exist on the document's date."""
    warnings: Warnings = []
    for unit in (header.issuer, header.parent_issuer):
        if unit and header.issued_on and not exists(unit.name, header.issued_on):
            warnings.append((WarningCode.UNIT_NOT_IN_FORCE, f"{unit.name} did not exist on {header.issued_on}."))
    return warnings
