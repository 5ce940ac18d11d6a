"""The parts of an administrative document: head, title, preamble, body, closing, recipients, signature, appendices.

After Nghị định 30/2020/NĐ-CP, Phụ lục I. A decision that carries a plan has two divisions, each with a title and a
body of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from viextract.parse.outline.addressees import addressees_end, opens_addressees
from viextract.parse.outline.blocks import Block, invites
from viextract.parse.outline.closing import closing_start
from viextract.parse.outline.file_copy import copied_list, signed_above
from viextract.parse.outline.positions import approves, is_of_signature, is_position, tells_position
from viextract.vocabulary.details import read_details
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.recipients import recipients_end
from viextract.vocabulary.units import read_units


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


_APPENDIX = re.compile(
    r"\W{0,4}(?P<word>phu luc|phu bieu)\s*(?:so\s*)?(?P<number>[ivxl]{1,5}|\d{1,2}|[a-h])?\s*(?P<mark>[.:)\-]|$)"
)
_CAPTION = re.compile(r"\s*[(\[]?\s*(?:ban hanh\s+)?(?:kem|dinh kem)\s+theo\s")
_CAPTION_INSIDE = re.compile(r"(?<=\S)\s+\(\s*(?:ban hanh\s+)?(?:kem|dinh kem)\s+theo\s")
_AUTHORITY = re.compile(r"\W{0,4}(?:(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|tuq)\s?[./]\s*\w|[tk]/[mtl]\s+\w)")
_END_OF_TITLE = re.compile(r"[;:]\s*$|\./\.")


def opens_recipients(block: Block) -> bool:
    """Whether the list of recipients begins here."""
    return recipients_end(block.folded) is not None


def title_kind(block: Block) -> tuple[str, str] | None:
    """The kind of document that a line of the title names in capitals, and what follows it on the line.

    >>> from viextract.model.document import Line
    >>> title_kind(Block("KẾ HOẠCH", [Line("", 1)], None))
    ('Kế hoạch', '')
    """
    folded = block.folded.strip(" *_-:.")
    if block.text.strip(" *_-:.").lower().startswith(tuple(phrases()["no_title_kinds"])):
        return None  # "PHƯỜNG AN BÌNH" has the letters of "PHƯƠNG ÁN"
    for kind in phrases()["title_kinds"]:
        if folded == kind:
            return _printed(block.text, len(kind)), ""
        if folded.startswith(kind + " ") and len(folded) > len(kind):
            start = block.folded.index(kind)
            word = block.text[start : start + len(kind)]
            if is_capitals(word) and (
                block.capitals or not is_capitals(block.text[start + len(kind) : start + len(kind) + 8])
            ):
                return _printed(word, len(kind)), block.text[start + len(kind) :].strip(" :-*")
    return None


def _printed(text: str, length: int) -> str:
    text = text.strip(" *_-:.")[:length].lower()
    return text[:1].upper() + text[1:]


def appendix_label(block: Block) -> str | None:
    """``Phụ lục``, ``Phụ lục II``: the label of an appendix where the paragraph opens one.

    >>> from viextract.model.document import Line
    >>> appendix_label(Block("PHỤ LỤC II", [Line("", 1)], None))
    'Phụ lục II'
    """
    match = _APPENDIX.match(block.folded)
    if not match or block.tabular:
        return None
    first = block.text[match.start("word")]
    if not first.isupper() or (block.words > 12 and not block.capitals and match["mark"] != ":"):
        return None
    word = "Phụ lục" if match["word"] == "phu luc" else "Phụ biểu"
    number = match["number"]
    return f"{word} {number.upper()}" if number else word


FORM_LABEL_WORDS = 5
"""Words of a line that is nothing but the number of a form."""


def is_form_label(block: Block) -> bool:
    """Whether a paragraph is the number of a form ("Mẫu số 01/ABC"), which opens it.

    >>> from viextract.model.document import Line
    >>> [is_form_label(Block(text, [Line("", 1)], None)) for text in ("Mẫu số 01/HN", "Mẫu mã đẹp")]
    [True, False]
    """
    return (
        block.words <= FORM_LABEL_WORDS
        and opening("form_labels").match(block.folded) is not None
        and any(c.isdigit() for c in block.text)
    )


def find_appendix_line(blocks: Sequence[Block]) -> int | None:
    """The first line of the first appendix, for the reading of its tables."""
    for division in divide(blocks):
        if division.kind == "appendix" and division.start:
            return division.start.first
    return None


def divide(blocks: Sequence[Block]) -> list[Division]:
    """The divisions of a document in order; the first is the document itself."""
    starts = _starts(blocks)
    divisions = []
    for (start, kind), end in zip(starts, [index for index, _ in starts[1:]] + [len(blocks)], strict=True):
        part = list(blocks[start:end])
        divisions.append(_appendix(part) if kind == "appendix" else _document(part, kind))
    return divisions


def _starts(blocks: Sequence[Block]) -> list[tuple[int, Literal["main", "attached", "appendix"]]]:
    starts: list[tuple[int, Literal["main", "attached", "appendix"]]] = [(0, "main")]
    signed = False
    labelled = False
    for index, block in enumerate(blocks):
        labelled = labelled or (block.label is not None and block.label.kind != "bullet")
        if opens_recipients(block) or _AUTHORITY.match(block.folded):
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
            and any(_CAPTION.match(later.folded) for later in blocks[index + 1 : index + 5])
        ):
            starts.append((_head_before(blocks, index, starts[-1][0] + 1), "attached"))
            signed = labelled = False
        elif signed and _CAPTION.match(block.folded) and starts[-1][1] != "appendix" and starts[-1][0] < index - 3:
            begin = _title_before_caption(blocks, index)
            if begin > starts[-1][0]:
                starts.append((begin, "appendix"))
    return starts


def _head_before(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Where the attached document begins: it may have a head of its own, with the state's name, above its title."""
    begin = index
    while begin > floor and not _is_name(blocks[begin - 1]) and _is_own_head(blocks[begin - 1]):
        begin -= 1
    has_motto = any(motto in block.folded for block in blocks[begin:index] for motto in phrases()["motto"])
    return begin if has_motto else index


def _is_own_head(block: Block) -> bool:
    signs = opens_recipients(block) or _AUTHORITY.match(block.folded) or tells_position(block)
    bare = not any(c.isalpha() for c in block.text)
    return not signs and (bare or _is_head_line(block))


def _awaits_label(blocks: Sequence[Block], start: tuple[int, str], index: int) -> bool:
    """Whether the appendix that has just begun with its title and caption has its word ``Phụ lục`` here."""
    begin, kind = start
    return kind == "appendix" and index - begin <= 5 and not any(appendix_label(block) for block in blocks[begin:index])


def _title_before_label(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Where the appendix begins whose title and caption stand before the word ``Phụ lục``."""
    caption = next((k for k in range(index - 1, max(floor, index - 3), -1) if _CAPTION.match(blocks[k].folded)), None)
    return _title_before_caption(blocks, caption) if caption is not None else index


def _title_before_caption(blocks: Sequence[Block], index: int) -> int:
    begin = index
    while begin > 1 and begin > index - 4:
        before = blocks[begin - 1]
        if (
            before.label
            or before.tabular
            or opens_recipients(before)
            or _AUTHORITY.match(before.folded)
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


def _appendix(part: list[Block]) -> Division:
    """An appendix: title and caption, then text."""
    at = next((k for k, block in enumerate(part[:6]) if appendix_label(block)), None)
    division = Division(
        "appendix", label=(appendix_label(part[at]) if at is not None else None) or "Phụ lục", start=part[0]
    )
    rest = list(part)
    if at is not None:
        head = rest.pop(at)
        match = _APPENDIX.match(head.folded)
        remainder = head.text[match.end() :].strip(" .:-") if match else ""
        if remainder:
            division.title.append(Block(remainder, head.lines, None))
    while rest and not division.body:
        block = rest[0]
        if _CAPTION.match(block.folded):
            division.caption.append(rest.pop(0))
            continue
        if inside := _CAPTION_INSIDE.search(block.folded):
            rest[:1] = _cut(block, inside.start())
            continue
        if (
            division.caption
            or block.label
            or block.tabular
            or len(division.title) >= 4
            or block.words > 60
            or _END_OF_TITLE.search(block.text)
            or (division.title and division.title[-1].lines[-1].number < block.first - 3)
        ):
            break
        division.title.append(rest.pop(0))
    division.body = rest
    return division


def _cut(block: Block, position: int) -> list[Block]:
    """A paragraph cut in two, as where title and caption were read as one; both keep its lines."""
    return [
        Block(block.text[:position].strip(), block.lines, block.label),
        Block(block.text[position:], block.lines, None),
    ]


def _document(part: list[Block], kind: Literal["main", "attached"]) -> Division:
    division = Division(kind, start=part[0] if part else None)
    index = _take_head(division, part)
    index = _take_addressees(division, part, index)
    index = _take_preamble(division, part, index)
    foot = _foot(part, index)
    end = foot.start
    closing = closing_start(part, index, end)
    division.body = part[index:closing]
    division.closing = part[closing:end]
    recipients = None if foot.recipients is None else foot.recipients - end
    division.recipients, division.signature = _split_foot(part[end:], foot.signature - end, recipients)
    return division


def _take_head(division: Division, part: list[Block]) -> int:
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
    if found is None:
        # The first page was cut, or the title is in small letters: what stands in two columns or before a legal
        # basis is head.
        index = 0
        while index < min(len(part), 12) and (
            part[index].role in {"head-left", "head-right"} or _is_head_line(part[index])
        ):
            index += 1
        division.head = part[:index]
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
        if inside := _CAPTION_INSIDE.search(part[index].folded):
            part[index : index + 1] = _cut(part[index], inside.start())
        target = division.caption if _CAPTION.match(part[index].folded) else division.title
        target.append(part[index])
        index += 1
    if division.title:
        _take_whose(division)
    return index


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
        whose, division.title[0] = _cut(first, end)
        division.head.append(whose)


def _decides(blocks: Sequence[Block]) -> bool:
    """Whether a line in capitals is the one who decides, on the grounds below: "BỘ TRƯỞNG BỘ Y TẾ" / "Căn cứ …"."""
    if len(blocks) < 2 or not blocks[0].capitals or blocks[0].label:
        return False
    grounds = re.match(r"\W*(?:can cu|xet|theo de nghi|thuc hien)\b", blocks[1].folded)
    return bool(grounds) and (tells_position(blocks[0]) or bool(read_units(blocks[0].text)[0]))


def _take_addressees(division: Division, part: list[Block], index: int) -> int:
    """They stand right below the title, or in a letter below the head."""
    end = addressees_end(part, index)
    division.addressees = part[index:end]
    return end


def _is_head_line(block: Block) -> bool:
    return bool(
        any(motto in block.folded for motto in phrases()["motto"])
        or re.match(r"\W*s[o06]\s*:", block.folded)
        or re.search(r"ngay\s.{0,6}thang\s.{0,4}nam\s+\d", block.folded)
        or (block.capitals and block.words <= 12 and not block.label)
    )


def _is_title_line(block: Block, division: Division) -> bool:
    """Whether the title goes on: no label, no legal basis, no sentence."""
    if _CAPTION.match(block.folded):
        return True
    if (
        (block.label and block.label.kind != "bullet")
        or block.words > 70
        or _END_OF_TITLE.search(block.text)
        or division.caption
    ):
        return False
    if re.match(r"\W*(?:can cu|kinh gui|xet|theo de nghi)\b", block.folded):
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
    return not ended and block.words <= 40 and not block.text.endswith(".") and not _names_issuer(block)


def _names_issuer(block: Block) -> bool:
    units, end = read_units(block.text[:200])
    return bool(units) and opening("issues").match(block.folded[end:]) is not None


def _take_preamble(division: Division, part: list[Block], index: int) -> int:
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
    if opens_addressees(block) or block.folded.startswith("can cu"):
        return True
    return bool(opening("preamble").match(block.folded) and block.text.rstrip().endswith((";", ":"))) or _names_issuer(
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


class Foot(NamedTuple):
    """Where the foot of a document begins, by the index of its paragraphs; their number where it has none."""

    start: int
    signature: int
    recipients: int | None
    """None where no words tell."""


def _foot(part: list[Block], start: int) -> Foot:
    recipients = signature = None
    for index in range(max(start, 0), len(part)):
        block = part[index]
        if recipients is None and opens_recipients(block) and block.words <= 40:
            recipients = index
        if (
            signature is None
            and (
                _AUTHORITY.match(block.folded)
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
        if part[index].capitals and is_position(part[index].text):
            while index - 1 > start and is_of_signature(part[index - 1]):
                index -= 1
            return index
    return len(part)


def _split_foot(foot: list[Block], signature: int, recipients: int | None) -> tuple[list[Block], list[Block]]:
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
    listed = [block for block in foot[signature:] if signature and block.label and block.label.kind == "bullet"]
    return [*foot[:signature], *listed], [block for block in foot[signature:] if block not in listed]
