"""Who issues a document, above whom and with whom: from the head, else from the preamble, the closing or a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from viextract.language.fold import fold
from viextract.model.plan import Header, JointIssuer, Unit
from viextract.model.warning_codes import WarningCode
from viextract.parse.facts.citations import FoundCitation
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.divisions import Division, title_kind
from viextract.parse.outline.foot import left_lines_of, lines_of
from viextract.parse.outline.head_lines import DRAFT, SAYS_NUMBER, Warnings, left_of_motto
from viextract.parse.outline.small_letters import in_small_letters
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.letterhead import ON_BEHALF
from viextract.vocabulary.phrases import either, opening, phrases
from viextract.vocabulary.places import of_level
from viextract.vocabulary.units import abbreviations, kind_of, match_unit, names_body, read_units

_ON_BEHALF = re.compile(rf"^\W*{ON_BEHALF}\s?[./]\s*")


@cache
def _term() -> re.Pattern[str]:
    return re.compile(rf"\s+{either('terms')}\s+[\dIVX].*$", re.IGNORECASE)


def add_issuers(
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
_SHORTENED = ("THPT", "THCS", "MTTQ")
"""Abbreviations inside of names that sentences have where the head writes them out."""


def _abbreviated(wanted: str) -> Iterator[str]:
    """A folded name of a school or of the Front as sentences shorten it: "truong thpt bai say", "uy ban mttq xa"."""
    for short in _SHORTENED:
        level = fold(abbreviations()[short])
        if level in wanted:
            yield wanted.replace(level, fold(short))


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
        printed = left_of_motto(text)
        text = printed.strip(" *-_")
        if not text or SAYS_NUMBER.match(text) or DRAFT.match(fold(text)) or _SAYS_DATE.search(fold(text)):
            if SAYS_NUMBER.match(text):
                break
            continue
        if fold(text).strip(" .()[]") in phrases()["head_stamps"]:
            continue
        if not is_capitals(text) or title_kind(Block(text, list(blocks[0].lines), None)):
            continue
        if any(len(part.split()) > _LINE_OF_NAME for part in _BETWEEN.split(text)):
            continue
        goes_on = goes_on or (bool(bodies) and _FOLLOWS.match(printed) is not None)
        # A place below its kind ("QUẬN …") goes on with it, and so does a name broken over two lines.
        if bodies and (goes_on or not _opens_new_body(text)):
            place = _place_line().match(fold(text)) is not None
            bodies[-1] += (" - " if goes_on else " ") + text
        else:
            bodies.append(text)
        goes_on = _GOES_ON.search(printed) is not None
    named = [in_small_letters(body) for body in bodies if names_body(in_small_letters(body))]
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
    if len(sides) > 1 and all(names_body(in_small_letters(side)) for side in sides):
        *others, last_side = sides
        place_of = _at_place().search(last_side) if place else None
        if place_of:  # a place on a line of its own is that of all
            sides = [*(f"{side} {place_of[0]}" for side in others), last_side]
        first, *further = (_unit(in_small_letters(side)) for side in sides)
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


@cache
def _place_line() -> re.Pattern[str]:
    return re.compile(rf"\W*{fold(of_level())}\s")


@cache
def _at_place() -> re.Pattern[str]:
    return re.compile(rf"(?i:{of_level()})\s.*$")


_PARTY_BRANCH = re.compile(r"dang bo\s+")
_SAYS_DATE = re.compile(r"ng\w{1,2}y\b.{0,16}\bth\w{1,3}g\b")


def _unit(text: str) -> Unit:
    return match_unit(_term().sub("", text).strip(" ,."))


def _opens_new_body(text: str) -> bool:
    small = in_small_letters(text)
    kind = kind_of(small)
    return kind is not None or (names_body(small) and not re.match(rf"{fold(of_level())}\b", fold(small)))


def _has_place(name: str) -> bool:
    """Whether a body's name carries the proper name of its place: "Ủy ban nhân dân thành phố" does not."""
    match = re.search(rf"{of_level()}\s*$", name, re.IGNORECASE)
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
        authority = next((text for text in lines_of(main.signature) if _ON_BEHALF.match(text)), None)
        return _unit(in_small_letters(_ON_BEHALF.sub("", authority))) if authority else None
    first = match_unit(_term().sub("", candidates[0]))
    if _has_place(first.name):
        return _unit(candidates[0])
    # "Ủy ban nhân dân thành phố": the same body with its place, as the closing or the text names it.
    for name in [*candidates, *_named_in(divisions)]:
        full = match_unit(_term().sub("", name))
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
    if match := re.search(rf"{either('sums_up')}.{{0,400}}?\s{either('whose')}\s(?=[A-ZĐỦ])(?!Unesco|UNESCO)", text):
        units, _ = read_units(text, match.end())
        found += [unit.text for unit in units[:1]]
    for sentence in re.split(r"(?<=\.)\s+", text):
        units, end = read_units(sentence)
        if units and re.match(rf"\s*{either('asking_whom')}\b", sentence[end:]):
            found.append(units[0].text)
    return found


def _named_in(divisions: Sequence[Division]) -> list[str]:
    """Bodies with their place as the body of the document names them."""
    found: list[str] = []
    short = "UBND"
    full = abbreviations()[short]
    for division in divisions:
        for block in [*division.title, *division.preamble, *division.body, *division.closing]:
            for match in re.finditer(rf"(?:{full[0]}(?i:{full[1:]})|{short})\s", block.text):
                units, _ = read_units(block.text, match.start())
                found += [unit.text for unit in units[:1]]
    return found
