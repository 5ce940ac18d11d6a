"""What a document says of itself, after the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Where the first page lacks it (the plan was cut), the caption of an appendix, the preamble and the closing say it;
each such source is named in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from viextract.language.fold import fold
from viextract.model.plan import Header, Signatory, Unit
from viextract.parse.facts.citations import FoundCitation, find_citations
from viextract.parse.facts.dates import find_date
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions import Division, is_position, title_kind
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.units import in_force, kind_of, match_unit, names_body, read_units

Warnings = list[tuple[str, str]]
"""(code, message)."""

_SYMBOL = re.compile(
    r"(?<!\w)S[ốồổôoóòö06]\s?[:.]?\s?(?P<number>\d{0,6}[a-z]?(?:/(?:19|20)\d\d)?)(?P<mark>\s*[/-]\s*)(?P<rest>[A-ZĐÂĂÊÔƠƯ][\wĐ&.]*(?:\s?[-/]\s?[A-ZĐÂĂÊÔƠƯ][\wĐ&.]*){0,4})"
)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][\w .'-]{1,40}?)\s*,\s*ng\w{1,2}y\s*(?:[\d.…_]{0,6})\s*th\w{1,3}g", re.IGNORECASE
)
_DRAFT = re.compile(r"\W*du thao(?:\s+(?:lan|so|lan thu).{0,8})?\W*$")
_SUBJECT = re.compile(r"\s*v\s?/\s?v\s*:?\s*")
_TERM = re.compile(r"\s+(?:giai đoạn|nhiệm kỳ|khóa)\s+[\dIVX].*$", re.IGNORECASE)
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky,|dau ky|chu ky)")
_RECIPIENTS = re.compile(r"[\W_]*noi\s+n\w{2,4}n\s*[:.]?\s*")


def read_header(divisions: Sequence[Division], blocks: Sequence[Block]) -> tuple[Header, Warnings]:
    """The header of a document from its divisions; ``blocks`` are all its paragraphs."""
    warnings: Warnings = []
    main = divisions[0]
    header = Header(type=main.type)
    head = [*main.head, *main.caption]
    own = _own_caption(divisions, main.type)
    header.draft = any(_DRAFT.match(block.folded) for block in blocks[:15])
    header.symbol = _symbol(head)
    header.place, header.issued_on = _place_and_date(head)
    if own is not None and (header.symbol is None or header.issued_on is None):
        if header.symbol is None:
            header.symbol = own.symbol
            warnings.append(("header-from-appendix", "The number is taken from the caption of an appendix."))
        if header.issued_on is None and header.symbol == own.symbol:
            header.issued_on = own.issued_on
    header.title = _title(main)
    if header.type is None:
        header.type = _type_elsewhere(main, own)
        if header.type and main.type is None:
            warnings.append(
                (
                    "header-type-inferred",
                    f"The document does not name its kind in a title; it is read as {header.type}.",
                )
            )
    header.parent_issuer, header.issuer = _issuers(main.head)
    if header.issuer is None or not _has_place(header.issuer.text):
        found = _issuer_elsewhere(divisions, own, header.issuer)
        if found is not None:
            if header.issuer is None:
                warnings.append(
                    ("header-issuer-inferred", "The issuing body is taken from the preamble, the closing or a caption.")
                )
            header.issuer = found
    header.recipients = _recipients(main.recipients)
    header.signatory = _signatory([*_signature_among(main.recipients), *_lines(main.signature)])
    _name_among_recipients(header)
    warnings += _unit_warnings(header)
    return header, warnings


def _lines(blocks: Iterable[Block]) -> list[str]:
    return [
        " ".join(line.text.replace("*", " ").split()) for block in blocks for line in block.lines if line.text.strip()
    ]


# --- number, place, date


def _symbol(head: Sequence[Block]) -> str | None:
    for text in _lines(head):
        match = _SYMBOL.search(text)
        if match and match["number"]:
            return re.sub(r"\s+", "", match["number"] + match["mark"] + match["rest"]).rstrip(".")
    return None


def _place_and_date(head: Sequence[Block]) -> tuple[str | None, str | None]:
    for text in _lines(head):
        match = _PLACE_DATE.search(text)
        if match is None:
            continue
        place = _without_symbol(match["place"])
        date = find_date(text, match.start("place"))
        return place, date.iso if date else None
    return None, None


def _without_symbol(place: str) -> str | None:
    """The place without the number that stands left of it on the same line."""
    words = place.split()
    while words and (not words[0][0].isupper() or is_capitals(words[0]) or re.search(r"[\d/:]", words[0])):
        words.pop(0)
    place = " ".join(words)
    return place or None


def _own_caption(divisions: Sequence[Division], kind: str | None) -> FoundCitation | None:
    """The document's own number as the captions of its appendices give it."""
    for division in divisions[1:]:
        for block in division.caption:
            for found in find_citations(block.text):
                if kind is None or found.kind is None or fold(found.kind) == fold(kind):
                    return found
    return None


# --- kind and title


def _title(main: Division) -> str | None:
    parts = [block.text for block in main.title]
    if not parts:
        parts = [text for block in main.head if (text := _subject(block))]
    title = " ".join(parts).strip(" .-_")
    return title or None


def _subject(block: Block) -> str | None:
    """ "V/v …" of an official letter, below its number."""
    match = _SUBJECT.match(block.folded)
    return block.text[match.end() :] if match else None


def _type_elsewhere(main: Division, own: FoundCitation | None) -> str | None:
    if any(_SUBJECT.match(block.folded) for block in main.head) or any(
        re.match(r"\W*kinh\s+g", block.folded) for block in [*main.head, *main.preamble]
    ):
        return "Công văn"
    if own is not None and own.kind:
        return own.kind
    for block in [*main.preamble, *main.closing]:
        match = re.search(r"(?:ban hanh|tren day la|xay dung)\s+(?:noi dung\s+)?", block.folded)
        if match is None:
            continue
        for kind in phrases()["title_kinds"]:
            if block.folded.startswith(kind, match.end()):
                return str(kind[:1].upper() + block.text[match.end() : match.end() + len(kind)].lower()[1:])
    return None


# --- issuing bodies


def _left_of_motto(text: str) -> str:
    """The issuing body's part of a line on which the state's name or motto stands too (two columns read as one
    line).
    """
    folded = fold(text)
    for motto in phrases()["motto"]:
        at = folded.find(motto)
        if at >= 0:
            return text[:at].strip()
        if len(folded) >= len(motto) - 2:
            alignment = fuzz.partial_ratio_alignment(motto, folded, score_cutoff=78)
            if alignment is not None:
                start = alignment.dest_start
                return text[:start].rstrip() if start > 3 else ""
    return text


def _issuers(head: Sequence[Block]) -> tuple[Unit | None, Unit | None]:
    """Superior and issuing body from the head's capitals: a line that opens with a body's kind begins another body."""
    bodies: list[str] = []
    blocks = [block for block in head if block.role != "head-right"]
    for text in _lines(blocks):
        text = _left_of_motto(text).strip(" *-_")
        if not text or re.match(r"\W*S[ốoó06]\s?[:.]", text) or _DRAFT.match(fold(text)) or _PLACE_DATE.search(text):
            if _SYMBOL.search(text):
                break
            continue
        if not is_capitals(text) or len(text.split()) > 14 or title_kind(Block(text, list(blocks[0].lines), None)):
            continue
        # A place below its kind ("QUẬN …") goes on with it, and so does a name broken over two lines.
        if bodies and not _opens_new_body(text):
            bodies[-1] += " " + text
        else:
            bodies.append(text)
    named = [_in_small_letters(body) for body in bodies if names_body(_in_small_letters(body))]
    if not named:
        return None, None
    return (match_unit(named[-2]) if len(named) > 1 else None), _unit(named[-1])


def _unit(text: str) -> Unit:
    return match_unit(_TERM.sub("", text).strip(" ,."))


def _opens_new_body(text: str) -> bool:
    small = _in_small_letters(text)
    kind = kind_of(small)
    return kind is not None or (
        names_body(small)
        and not re.match(r"(?:tinh|thanh pho|quan|huyen|thi xa|xa|phuong|thi tran|dac khu)\b", fold(small))
    )


_PLACE_WORD = re.compile(
    r"(?<!\w)(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu|thủ đô)(?!\w)", re.IGNORECASE
)


def _in_small_letters(text: str) -> str:
    """A name set in capitals as it is written in a sentence: kinds small, names of places with capitals.

    >>> _in_small_letters("ỦY BAN NHÂN DÂN QUẬN HÒA LÂM")
    'Ủy ban nhân dân quận Hòa Lâm'
    """
    if not is_capitals(text):
        return text
    small = " ".join(text.split()).lower()
    match = _PLACE_WORD.search(small, 1) or (_PLACE_WORD.match(small))
    if match:
        place = small[match.end() :]
        small = small[: match.end()] + " ".join(word[:1].upper() + word[1:] for word in place.split(" "))
    small = re.sub(r"(?<!\w)(ubnd|hđnd|mttq|ubmttq|tncs|gd&đt|gdđt)(?!\w)", lambda m: m[0].upper(), small)
    name = small[:1].upper() + small[1:]
    kind = kind_of(name)
    return match_unit(name).name if kind else name


def _has_place(name: str) -> bool:
    """Whether a body's name carries the proper name of its place: "Ủy ban nhân dân thành phố" does not."""
    match = re.search(r"(?:thành phố|tỉnh|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu)\s*$", name, re.IGNORECASE)
    return match is None


def _issuer_elsewhere(divisions: Sequence[Division], own: FoundCitation | None, known: Unit | None) -> Unit | None:
    """The issuing body from preamble ("UBND quận … ban hành"), closing, caption or text, by the fullest name of it."""
    main = divisions[0]
    candidates: list[str] = []
    for block in reversed(main.preamble):
        if name := _issuing_clause(block.text):
            candidates.append(name)
    for block in main.closing:
        candidates += _closing_issuers(block.text)
    if own is not None and own.issuer:
        candidates.append(own.issuer)
    if known is not None:
        candidates.insert(0, known.text)
    if not candidates:
        authority = next((text for text in _lines(main.signature) if re.match(r"\W*T\s?[./]?\s?M\s?[./]", text)), None)
        return _unit(_in_small_letters(re.sub(r"^\W*T\s?[./]?\s?M\s?[./]\s*", "", authority))) if authority else None
    first = match_unit(_TERM.sub("", candidates[0]))
    if _has_place(first.name):
        return _unit(candidates[0])
    # "Ủy ban nhân dân thành phố": the same body with its place, as the closing or the text names it.
    for name in [*candidates, *_named_in(divisions)]:
        full = match_unit(_TERM.sub("", name))
        if _has_place(full.name) and full.key.startswith(first.key + "-"):
            return _unit(name)
    return first


def _issuing_clause(text: str) -> str | None:
    """ "…; UBND quận … ban hành kế hoạch": the body that opens the last clause of a preamble."""
    for clause in reversed(re.split(r"(?<=[;.,])\s+", text)):
        if not names_body(clause):
            continue
        units, end = read_units(clause)
        if units and opening("issues").match(fold(clause[end:])):
            return units[-1].text
    return None


def _closing_issuers(text: str) -> list[str]:
    found: list[str] = []
    if match := re.search(r"Trên đây là.{0,400}?\scủa\s(?=[A-ZĐỦ])(?!Unesco|UNESCO)", text):
        units, _ = read_units(text, match.end())
        found += [unit.text for unit in units[:1]]
    for sentence in re.split(r"(?<=\.)\s+", text):
        units, end = read_units(sentence)
        if units and re.match(r"\s*(?:yêu cầu|đề nghị|giao)\b", sentence[end:]):
            found.append(units[0].text)
    return found


def _named_in(divisions: Sequence[Division]) -> list[str]:
    """Bodies with their place as the body of the document names them."""
    found: list[str] = []
    for division in divisions:
        for block in [*division.title, *division.preamble, *division.body, *division.closing]:
            for match in re.finditer(r"(?:Ủy ban nhân dân|UBND|Ủy ban Nhân dân)\s", block.text):
                units, _ = read_units(block.text, match.start())
                found += [unit.text for unit in units[:1]]
    return found


# --- recipients and signature

_SIGNATURE_WORDS = re.compile(
    r"\s+(?:(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\s?[./]\s*|[TK]/[MTL]\s+)[A-ZĐỦ]{2}.*"
    r"|(?:PHÓ\s+|QUYỀN\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|TRƯỞNG BAN|BÍ THƯ|HIỆU TRƯỞNG|CHÁNH VĂN PHÒNG).*)$"
)


# Two recipients on one line: "… Văn phòng; Các phòng …".
_SEVERAL = re.compile(r";\s+(?=[A-ZĐ]\w*[\s:]+\w)")


def _recipients(blocks: Sequence[Block]) -> list[str]:
    """The lines of "Nơi nhận" without bullet and final punctuation; one in small letters goes on with the one
    before.
    """
    found: list[str] = []
    for text in _lines(blocks):
        if match := _RECIPIENTS.match(fold(text)):
            text = text[match.end() :]
        text = _SIGNATURE_WORDS.sub("", " " + text).strip()
        marked = re.match(r"[-–—+•*·]\s*\S", text) is not None
        entry = re.sub(r"^[-–—+•*·]\s*", "", text).strip(" .,:_-/")
        if not any(c.isalpha() for c in entry) or _SIGNED.match(fold(entry)):
            continue
        if found and not marked and entry[0].islower():
            found[-1] += " " + entry
        else:
            found.append(entry)
    return [piece.strip(" ;.,:_-/") for entry in found for piece in _SEVERAL.split(entry)]


def _signature_among(recipients: Sequence[Block]) -> list[str]:
    """Parts of the signature that stand on the same lines as recipients (two columns read as one)."""
    return [match[0].strip() for text in _lines(recipients) if (match := _SIGNATURE_WORDS.search(text))]


def _name_among_recipients(header: Header) -> None:
    """A name that stands among the recipients because two columns were read as one is the signatory's."""
    named = header.signatory is not None and header.signatory.name is not None
    for entry in header.recipients:
        if (
            not named
            and len(entry.split()) >= 3
            and _is_person(entry)
            and fold(entry).split()[0] in phrases()["surnames"]
        ):
            header.recipients = [other for other in header.recipients if other != entry]
            header.signatory = (header.signatory or Signatory()).model_copy(update={"name": entry})
            return


def _signatory(texts: Sequence[str]) -> Signatory | None:
    """Authority ("TM. …"), capacity ("KT. …"), position and name, in whatever order the lines stand."""
    authority: list[str] = []
    capacity = position = name = None
    for text in texts:
        text = text.strip(" *-_.,;")
        folded = fold(text)
        mark = re.match(r"(t/m|k/t|t/l|tuq|tm|kt|tl|q)\s?[./]?\s+|(t\.m|k\.t|t\.l)\.?\s*", folded.replace(". ", ".  "))
        prefix = re.sub(r"[^a-z/]", "", mark[0]) if mark else ""
        if is_capitals(text) and prefix in {"tm", "t/m"}:
            authority = [text]
        elif is_capitals(text) and mark and prefix:
            capacity = text
        elif is_position(text) and (is_capitals(text) or position is None):
            position = text
        elif is_capitals(text) and authority and capacity is None and position is None:
            authority.append(text)
        elif _is_person(text) and not _SIGNED.match(folded):
            name = text
    if position is None and capacity is None and authority and is_position(authority[-1]):
        position = authority.pop()
    if not any([authority, capacity, position, name]):
        return None
    return Signatory(authority=" ".join(authority) or None, capacity=capacity, position=position, name=name)


_TITLES = re.compile(r"(?:(?:TS|PGS|GS|ThS|BS|KS|CN|Đại tá|Thượng tá|Trung tá|Thiếu tá|Thiếu tướng)\.?\s+)*")


def _is_person(text: str) -> bool:
    """Whether ``text`` has the form of a Vietnamese name: two to five words, each with a capital, nothing else."""
    words = _TITLES.sub("", text).split()
    return 2 <= len(words) <= 5 and all(
        word.isalpha() and word[0].isupper() and (word[1:].islower() or word.isupper()) for word in words
    )


def _unit_warnings(header: Header) -> Warnings:
    """A body that by law did not exist on the document's date."""
    warnings: Warnings = []
    for unit in (header.issuer, header.parent_issuer):
        kind = kind_of(unit.name) if unit else None
        if unit and kind and header.issued_on and not in_force(kind, header.issued_on):
            warnings.append(("unit-not-in-force", f"{unit.name} did not exist on {header.issued_on}."))
    return warnings
