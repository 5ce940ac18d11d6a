"""What a document says of itself, after the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Where the first page lacks it (the plan was cut), the caption of an appendix, the preamble and the closing say it;
each such source is named in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold
from viextract.model.plan import Header, JointIssuer, Unit
from viextract.model.warning_codes import WarningCode
from viextract.parse.facts.citations import FoundCitation, find_citations
from viextract.parse.outline.addressees import read_addressees
from viextract.parse.outline.blocks import Block, clean
from viextract.parse.outline.divisions import Division, title_kind
from viextract.parse.outline.foot import (
    BEFORE_DATE,
    add_joint_signatories,
    columns_of,
    left_lines_of,
    lines_of,
    name_among_recipients,
    read_recipients,
    read_signatory,
    signature_among,
    signing_lines,
)
from viextract.parse.outline.symbol import printed_symbol, read_place_and_date, read_symbol
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.units import in_force, kind_of, match_unit, names_body, read_units, with_capitals_of_kinds

Warnings = list[tuple[str, str]]
"""(code, message)."""

_DRAFT = re.compile(r"\W*du thao(?:\s+(?:lan|so|lan thu).{0,8})?\W*$")
_SUBJECT = re.compile(r"\s*(?:v\s?/\s?v\s*:?|ve viec(?!\w))\s*")
_TERM = re.compile(r"\s+(?:giai đoạn|nhiệm kỳ|khóa)\s+[\dIVX].*$", re.IGNORECASE)


def read_header(divisions: Sequence[Division], blocks: Sequence[Block]) -> tuple[Header, Warnings]:
    """The header of a document from its divisions; ``blocks`` are all its paragraphs."""
    warnings: Warnings = []
    main = divisions[0]
    header = Header(type=main.type)
    head = columns_of([*main.head, *main.caption])
    own = _own_caption(divisions, main.type)
    header.draft = any(_DRAFT.match(block.folded) for block in blocks[:15])
    _add_symbol_and_date(header, head, own, warnings)
    header.title = _title(main)
    header.addressees = read_addressees(main.addressees)
    if header.type is None:
        header.type = _type_elsewhere(main, own)
        if header.type and main.type is None and not (main.addressees and header.title):
            warnings.append(
                (
                    WarningCode.HEADER_TYPE_INFERRED,
                    f"The document does not name its kind in a title; it is read as {header.type}.",
                )
            )
    _add_issuers(header, divisions, own, blocks, warnings)
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


def _add_symbol_and_date(header: Header, head: Sequence[str], own: FoundCitation | None, warnings: Warnings) -> None:
    """Number, code, place and date; what the head lacks may stand in the caption of an appendix."""
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
        warnings.append((WarningCode.SYMBOL_UNREAD, f"The number before {header.symbol_code} is not legible."))
    elif header.symbol is None:
        warnings.append((WarningCode.SYMBOL_MISSING, "The head has no number and no code."))
    if header.issued_on is None:
        warnings.append((WarningCode.DATE_MISSING, "The head has no date."))
    elif len(header.issued_on) < len("2026-01-01"):
        warnings.append((WarningCode.DATE_PARTIAL, f"Of the date only {header.issued_on} is legible."))


def _add_issuers(
    header: Header,
    divisions: Sequence[Division],
    own: FoundCitation | None,
    blocks: Sequence[Block],
    warnings: Warnings,
) -> None:
    parent, issuer, further = _issuers(divisions[0].head)
    inferred = issuer is None
    if issuer is None or not _has_place(issuer.text):
        issuer = _issuer_elsewhere(divisions, own, issuer) or issuer
    if issuer is None:
        warnings.append((WarningCode.ISSUER_DOUBTFUL, "No issuing body was found."))
    elif inferred:
        warnings.append(
            (
                WarningCode.HEADER_ISSUER_INFERRED,
                "The issuing body is taken from the preamble, the closing or a caption.",
            )
        )
    parent, issuer = (_with_place_as_dated(unit, header.place) for unit in (parent, issuer))
    header.parent_issuer = _as_the_text_has_it(parent, blocks)
    header.issuer = _as_the_text_has_it(issuer, blocks)
    header.joint = [JointIssuer(issuer=_as_the_text_has_it(other, blocks)) for other in further]


def _as_the_text_has_it(unit: Unit | None, blocks: Sequence[Block]) -> Unit | None:
    """A body whose name the head has in capitals, in the spelling that the document has for it in its sentences."""
    if unit is None:
        return None
    wanted = fold(unit.text)
    if len(wanted.split()) < _LEAST_WORDS:
        return unit
    for way in (wanted, *_abbreviated(wanted)):
        for block in blocks:
            at = block.folded.find(way)
            while at >= 0:
                found = block.text[at : at + len(way)]
                if not is_capitals(found) and found[:1].isupper():
                    spelled = match_unit(found)
                    as_found = unit.model_copy(update={"name": found, "text": found})
                    same = spelled.key == unit.key and (way == wanted or _FRONT in way)
                    return spelled if same else as_found
                at = block.folded.find(way, at + 1)
    return unit


_FRONT = "mttq"
"""The Front as everybody shortens it: its bodies keep their full name beside it."""


def _abbreviated(wanted: str) -> Iterator[str]:
    """A folded name of a school or of the Front as sentences shorten it: "truong thpt bai say", "uy ban mttq xa"."""
    for level, short in (("trung hoc pho thong", "thpt"), ("trung hoc co so", "thcs"), ("mat tran to quoc", _FRONT)):
        if level in wanted:
            yield wanted.replace(level, short)


def _with_place_as_dated(unit: Unit | None, place: str | None) -> Unit | None:
    """A body whose name ends with the place of the date ("TRƯỜNG … HÒA AN"): capitals do not tell where a place's name
    begins, the line of the date does.
    """
    if unit is None or not place or not fold(unit.name).endswith(" " + fold(place)):
        return unit
    name, text = (value[: len(value) - len(place)] + place for value in (unit.name, unit.text))
    return unit.model_copy(update={"name": name, "text": text})


_LEAST_WORDS = 3
"""Words of a name that is looked for in the text; shorter ones ("Sở Y tế") are written in one way only."""


# --- what an appendix says


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
        parts = _subject_of_letter(main.head)
    title = " ".join(parts).strip(" .-_")
    return title or None


def _subject_of_letter(head: Sequence[Block]) -> list[str]:
    """The subject of a letter, which closes the left column: lines of the right one may stand among its own."""
    parts: list[str] = []
    for block in head:
        if text := _subject(block):
            parts.append(text)
        elif parts and block.role == "head-left" and not block.capitals and not _SAYS_NUMBER.match(block.text):
            parts.append(block.text)
    return parts


def _subject(block: Block) -> str | None:
    """ "V/v …" of an official letter, below its number."""
    match = _SUBJECT.match(block.folded)
    if match is None:
        return None
    if any(BEFORE_DATE.search(line.text) for line in block.lines):
        # The date in the right column is on a line of the subject.
        text = clean(" ".join(BEFORE_DATE.split(line.text)[0] for line in block.lines))
        return text[match.end() :]
    text = clean(" ".join(_left_of_head(line.text) for line in block.lines))
    match = _SUBJECT.match(fold(text))
    return text[match.end() :] if match else block.text


_PLACE_AND_DATE = re.compile(
    rf"(?:^|\s)(?:{CAPITAL}[^\W\d_]*\s){{0,3}}{CAPITAL}[^\W\d_]*,"
    r"\s*[Nn]g\w{1,2}y\s.{0,8}\sth\w{1,3}g\s.{0,6}\sn\wm\s*\d*\W*$"
)


def _left_of_head(text: str) -> str:
    """A line of the left column without what was read of the right one behind it: motto, or place and date."""
    return _PLACE_AND_DATE.sub("", _left_of_motto(text) or text)


def _is_letter(main: Division) -> bool:
    """Whether it is a letter, which by its form has no kind above its text."""
    return bool(main.addressees) or any(_SUBJECT.match(block.folded) for block in main.head)


def _type_elsewhere(main: Division, own: FoundCitation | None) -> str | None:
    if _is_letter(main):
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


_LINE_OF_NAME = 14
"""Words of a line with a body's name; a line of joint issuers has several."""
_BETWEEN = re.compile(r"\s+[-–]\s+")
_GOES_ON = re.compile(r"[^\W\d_]\s+[-–]\s*$")
_FOLLOWS = re.compile(r"[-–]\s+[^\W\d_]{2}")
"""A dash behind the last word, or before the first: the next issuer stands on the next line."""


def _issuers(head: Sequence[Block]) -> tuple[Unit | None, Unit | None, list[Unit]]:
    """Superior, issuing body and further issuers from the head's capitals: a line that opens with a body's kind begins
    another body.
    """
    bodies: list[str] = []
    goes_on = place = False
    blocks = [block for block in head if block.role != "head-right"]
    for text in left_lines_of(blocks):
        printed = _left_of_motto(text)
        text = printed.strip(" *-_")
        if not text or _SAYS_NUMBER.match(text) or _DRAFT.match(fold(text)) or _SAYS_DATE.search(fold(text)):
            if _SAYS_NUMBER.match(text):
                break
            continue
        if not is_capitals(text) or title_kind(Block(text, list(blocks[0].lines), None)):
            continue
        if any(len(part.split()) > _LINE_OF_NAME for part in _BETWEEN.split(text)):
            continue
        goes_on = goes_on or (bool(bodies) and _FOLLOWS.match(printed) is not None)
        # A place below its kind ("QUẬN …") goes on with it, and so does a name broken over two lines.
        if bodies and (goes_on or not _opens_new_body(text)):
            place = _PLACE_LINE.match(fold(text)) is not None
            bodies[-1] += (" - " if goes_on else " ") + text
        else:
            bodies.append(text)
        goes_on = _GOES_ON.search(printed) is not None
    named = [_in_small_letters(body) for body in bodies if names_body(_in_small_letters(body))]
    if not named:
        return None, None, []
    last = named[-1]
    if len(named) > 1 and (organ := _ORGAN_AT_PLACE.fullmatch(fold(last).strip())):
        # "BAN CHẤP HÀNH TỈNH …" below the association whose it is
        whose = f"{last[: organ.end('organ')]} {named[-2]} {last[organ.start('place') :]}"
        return (match_unit(named[-3]) if len(named) > 2 else None), _unit(whose), []
    if len(named) > 1 and fold(last).strip() in phrases()["organs"]:
        # "BAN THƯỜNG TRỰC" below the body whose it is
        return (match_unit(named[-3]) if len(named) > 2 else None), _unit(f"{_organ(last)} {named[-2]}"), []
    if len(named) > 1 and (branch := _PARTY_BRANCH.match(fold(named[-2]))) and fold(last).strip() == "dang uy":
        # "ĐẢNG BỘ XÃ …" / "ĐẢNG ỦY": the committee of that branch
        return None, _unit(f"{last} {named[-2][branch.end() :]}"), []
    parent = match_unit(named[-2]) if len(named) > 1 else None
    sides = [side.strip() for side in _BETWEEN.split(bodies[-1]) if side.strip()]
    if len(sides) > 1 and all(names_body(_in_small_letters(side)) for side in sides):
        *others, last_side = sides
        place_of = _AT_PLACE.search(last_side) if place else None
        if place_of:  # a place on a line of its own is that of all
            sides = [*(f"{side} {place_of[0]}" for side in others), last_side]
        first, *further = (_unit(_in_small_letters(side)) for side in sides)
        return parent, first, further
    return parent, _unit(last), []


def _organ(name: str) -> str:
    """A body's organ as sentences write it: what "Ban" is for has a capital.

    >>> _organ("Ban thường trực"), _organ("Văn phòng")
    ('Ban Thường trực', 'Văn phòng')
    """
    head, blank, rest = name.partition(" ")
    return f"{head} {rest[:1].upper()}{rest[1:]}" if fold(head) == "ban" and blank else name


_ORGAN_AT_PLACE = re.compile(
    r"(?P<organ>ban (?:chap hanh|thuong vu|thuong truc)) (?P<place>(?:tinh|thanh pho|xa|phuong|dac khu) .+)"
)
_PLACE_LINE = re.compile(r"\W*(?:tinh|thanh pho|xa|phuong|thi tran|dac khu)\s")
_AT_PLACE = re.compile(r"(?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s.*$")
_PARTY_BRANCH = re.compile(r"dang bo\s+")
_SAYS_NUMBER = re.compile(r"\W*S[ốoó06ồổ]\s?(?:[:.]|\d{1,5}\s?[-/])")
_SAYS_DATE = re.compile(r"ng\w{1,2}y\b.{0,16}\bth\w{1,3}g\b")


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
    r"(?<!\w)(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|(?<!hợp tác )xã(?! hội)|phường|đặc khu|thủ đô)(?!\w)",
    re.IGNORECASE,
)
_NO_VOWEL = re.compile(r"(?<!\w)[b-df-hj-np-tv-xzđ]{2,}(?!\w)")
"""A word without a vowel is an abbreviation: "PCTT", "TNHH"."""


_NAMED = re.compile(
    r"((?:trường .*(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|thcs|thpt)|(?:tỉnh|thành) đoàn)\s+)"
    r"(?!(?:số|và)\s)(\D+?)(\s\d{1,2})?"
)
"""A school or a provincial Youth Union whose name no word for a place announces."""
_PROPER = re.compile(r"(?<!\w)(?:việt nam|hồ chí minh)(?!\w)")


def _with_capitals(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def _in_small_letters(text: str) -> str:
    """A name set in capitals as it is written in a sentence: kinds small, names of places with capitals.

    >>> _in_small_letters("ỦY BAN NHÂN DÂN QUẬN HÒA LÂM")
    'Ủy ban nhân dân quận Hòa Lâm'
    """
    if not is_capitals(text):
        return text
    small = " ".join(text.split()).lower()
    match = _PLACE_WORD.search(small, 1) or (_PLACE_WORD.match(small))
    if named := _NAMED.fullmatch(small[: match.start()] if match and match.start() else small):
        small = named[1] + _with_capitals(named[2]) + (named[3] or "") + small[named.end() :]
    small = _PROPER.sub(lambda m: _with_capitals(m[0]), small)
    if match:
        place = _with_capitals(small[match.end() :])
        small = small[: match.end()] + _PLACE_WORD.sub(lambda m: m[0].lower(), place)
    small = re.sub(r"(?<!\w)(ubnd|hđnd|mttq|ubmttq|tncs|gd&đt|gdđt)(?!\w)", lambda m: m[0].upper(), small)
    small = _NO_VOWEL.sub(lambda m: m[0].upper(), small)
    name = small[:1].upper() + small[1:]
    kind = kind_of(name)
    if kind is None:
        return with_capitals_of_kinds(name)
    name = match_unit(name).name
    rest = name[len(kind.name) :] if name.startswith(f"{kind.name} ") else ""
    whose = rest.strip()
    # "BAN CHẤP HÀNH ĐOÀN XÃ …": whose committee it is
    return f"{kind.name} {with_capitals_of_kinds(whose)}" if names_body(whose[:1].upper() + whose[1:]) else name


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
        authority = next(
            (text for text in lines_of(main.signature) if re.match(r"\W*T\s?[./]?\s?M\s?[./]", text)), None
        )
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


def _unit_warnings(header: Header) -> Warnings:
    """A body that by law did not exist on the document's date."""
    warnings: Warnings = []
    for unit in (header.issuer, header.parent_issuer):
        kind = kind_of(unit.name) if unit else None
        if unit and kind and header.issued_on and not in_force(kind, header.issued_on):
            warnings.append((WarningCode.UNIT_NOT_IN_FORCE, f"{unit.name} did not exist on {header.issued_on}."))
    return warnings
