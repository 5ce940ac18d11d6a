"""Cells of bodies: one by one, and who of them leads and who works along."""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.model.plan import Unit
from viextract.parse.tables.continuation import says_same, want_another_as_spelt
from viextract.parse.tables.logical import flat
from viextract.vocabulary.actors import names_actor
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.phrases import opening
from viextract.vocabulary.units import kind_of, match_unit, names_body, owners, read_units, split_units, word_lists


def _one_a_line(text: str, told: bool) -> str:
    """The text with separators where its lines part bodies, one below the other.

    told: whether each line is one of the file's own. Else it may have been broken where the cell was full: then it
    parts only whole names, and none of which a body's owner is told behind it ("Ban Tổ chức" / "Tỉnh ủy").
    """
    lines = text.split("\n")
    parted = lines[0]
    for line in lines[1:]:
        own, before = flat(line), flat(parted.rsplit("; ", 1)[-1])
        begins = own[:1].isupper() and (names_actor(own) or (told and _begins_with_person_or_whole(own)))
        ended = bool(before) and not _is_open(before) and (told or names_actor(before)) and not _is_one(before, own)
        if begins and ended and (told or _is_next_name(before, own)):
            parted += "; " + line
        else:
            parted += "\n" + line
    return parted


def _begins_with_person_or_whole(text: str) -> bool:
    """Whether a line names a person, or all of those whom the line above names one of: "Cô Mận", "Cả tổ"."""
    first = text.split(" ")[0].casefold()
    return fold(first) in read_yaml("table_words.yaml")["wholes"] or first in word_lists().addresses


def _is_open(text: str) -> bool:
    """Whether a name cannot end here: behind a joint, or a word that wants another (with its marks)."""
    return (
        text.endswith((",", "-", "–", "/", "(", "&", ":"))
        or text.count("(") > text.count(")")
        or text.split()[-1].casefold() in want_another_as_spelt()
    )


def _is_one(before: str, own: str) -> bool:
    """Whether two lines together are a kind of body that the first alone is not: "Ban Chỉ huy" / "Quân sự xã"."""
    return kind_of(f"{before} {own}") not in (None, kind_of(before))


def _is_next_name(before: str, own: str) -> bool:
    """Whether a line that may be the rest of a broken name is one of its own, below a whole one."""
    if any(own.startswith(owner) for owner in owners()):
        return False
    units, end = read_units(before)
    return len(units) == 1 and end == len(before) and kind_of(before) is not None and kind_of(own) is not None


def units_of(text: str, told: bool = False) -> list[Unit]:
    """The bodies of a cell, one a line, bullet or separator; a name that wraps over lines stays whole.

    told: whether the file itself has the cell's lines.
    """
    if says_same(text):
        return []  # of nothing that is known
    text = _one_a_line(text, told)
    text = re.sub(r"(?m)^\s*[-+•*]\s*", "; ", text) if re.search(r"(?m)^\s*[-+•*]\s", text) else text
    if text.startswith("; "):
        text = re.sub(r"\s[-+•*]\s+(?=\S)", lambda m: "; " if names_actor(text[m.end() :]) else m[0], text)
    text = flat(text).strip(" ;,.")
    if not re.search(r"\w", text):
        return []
    return [_without_request(unit) for unit in split_units(text) or [match_unit(text)]]


def _without_request(unit: Unit) -> Unit:
    """A body's name without "Đề nghị" before it."""
    asked = opening("requesting").match(fold(unit.text))
    rest = unit.text[asked.end() :].lstrip() if asked else ""
    return match_unit(rest) if names_body(rest) else unit


def by_slash(heading: str, text: str) -> list[tuple[str, str]]:
    """A cell below "Chủ trì / Phối hợp": who leads, then, behind a stroke or on a line below, who works along."""
    said = folded(heading)
    if not ("chu tri" in said and "phoi hop" in said) or ":" in text:
        return []
    first, stroke, rest = text.strip().partition(" / ")
    if not stroke:
        first, _, rest = text.strip().partition("\n")
        # A line is broken wherever it is full: only where a whole name ends and another begins does it part them.
        if not names_body(flat(rest)) or not rest.lstrip()[0].isupper() or not flat(first)[-1:].isalpha():
            return []
        if not names_body(flat(first)) or units_of(first)[0].text != flat(first):
            return []
    return [("lead", first), ("partners", rest)] if flat(rest) else []


_LEADS = re.compile(
    r"\s*\(\s*(?:là\s+)?(?:(?:đơn\s+vị|cơ\s+quan)\s+)?chủ\s+trì\s*\)\s*(?=[,;.+\n-]|và\s|phối\s+hợp|$)"
    r"|[\s,]+chủ\s+trì\s*(?=[,;.\n]|và\s|phối\s+hợp|$)|[\s,]+(?=phối\s+hợp\s+(?:với|cùng)\s)",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"\s*\(?\s*(?:cùng\s+)?(?:phối\s+hợp|tham\s+gia)(?:\s+thực\s+hiện)?\s*\)?(?=\s*(?:[,;.\n]|$))", re.IGNORECASE
)
_WITH = re.compile(r"^(?:[\s,;.+-]|(?:và|cùng|phối\s+hợp(?:\s+(?:với|cùng(?:\s+với)?))?)(?!\w))+", re.IGNORECASE)


def by_words(text: str) -> list[tuple[str, str]]:
    """The parts of a cell that says itself who leads and who works along; none where it says no such thing.

    >>> by_words("Phòng Kinh tế (chủ trì), Công an xã, các thôn")
    [('lead', 'Phòng Kinh tế'), ('partners', 'Công an xã, các thôn')]
    >>> by_words("Công an xã chủ trì phần việc của mình")
    []
    """
    said = _LEADS.search(text)
    if said is None or ":" in text or not names_body(flat(text[: said.start()])):
        return []
    lead, rest = flat(text[: said.start()]).strip(" ,;"), text[said.end() :]
    if "chủ trì" in rest.casefold():
        return []  # each leads a part of it
    helping = re.sub(r"\s+thực hiện$", "", flat(_WITH.sub("", _HELPS.sub("", rest))).strip(" ,;."))
    if helping and not names_body(helping):
        return []
    return [("lead", lead), *([("partners", helping)] if helping else [])]


@cache
def _role_labels() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {label: role for role, labels in read_yaml("table_labels.yaml")["role_labels"].items() for label in labels}
    words = "|".join(sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?:[-+•*]\s*)?({words})\s*:"), roles


def by_role(text: str, role: str) -> list[tuple[str, str]]:
    """The parts of a cell of bodies with their role, ``role`` where no label says another.

    >>> by_role("Chủ trì: Phòng Kinh tế; phối hợp: Hội Nông dân", "lead")
    [('lead', 'Phòng Kinh tế'), ('partners', 'Hội Nông dân')]
    """
    labels, roles = _role_labels()
    parts: list[tuple[str, str]] = []
    start = 0
    for match in labels.finditer(text):
        parts.append((role, text[start : match.start()].strip(" ;,.\n")))
        role, start = roles[match[1].casefold()], match.end()
    parts.append((role, text[start:].strip(" ;,.\n")))
    return [part for part in parts if part[1]]
