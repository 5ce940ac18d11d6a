"""Figures that were read as letters: ``l5``, ``lO``, ``2O25``, ``6O%``, ``3O/6/2O25``, ``l248/QĐ-TTg``.

One and nought look like l, I and O. Where such letters stand among figures nothing else can be meant; where they stand
alone (``tháng lO``) the word before must ask for a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from viextract.data import read_tsv
from viextract.language.fold import fold
from viextract.vocabulary.labels import ROMAN_LOOKS

_AS_FIGURES = str.maketrans("lIOo", "1100")
_GROUP = regex.compile(r"[\dlIOo]+")
_FIGURES = regex.compile(r"[\dlIOo]+(?:[.,/:–-][\dlIOo]+)*%?")
_CODE = regex.compile(r"([\dlIOo]+(?:/[\dlIOo]{4})?)(?=[/-]\p{Lu})")
_TIME = regex.compile(r"([\dlIO]{1,2})([hg])([\dlIOo]{2})?")
_CHUNK = regex.compile(r"\S+")
_EDGES = "()[]{}“”\"'‘’«».,;:!?…*_"
_ROMAN = frozenset("I")
_YEAR = regex.compile(r"2[0Oo][\dlIO]{2}|1[89][\dlIO]{2}")
_MAY_BE_WRONG = frozenset("lIOo1HT|")
_QUARTER = regex.compile(r"(?P<numeral>[IVHTl1|]{1,4})(?P<rest>(?:/(?:19|20)\d\d)?)")
_QUARTERS = frozenset({"I", "II", "III", "IV"})


_BEGINS = frozenset("lIOo0123456789")
"""What a figure begins with, or what its first is read as."""


@cache
def _cues() -> dict[str, str]:
    """Words that ask for a figure behind them, and what for."""
    return {row["word"]: row["asks_for"] for row in read_tsv("figure_cues.tsv")}


def figures_as_letters(line: str, above: str = "") -> list[tuple[int, int, str]]:
    """Where figures of a line were read as letters, and what they are. above: the line before, for what it asks for.

    >>> figures_as_letters("ngày l5 tháng lO năm 2O25")
    [(5, 7, '15'), (14, 16, '10'), (21, 25, '2025')]
    """
    signs = _signs_in_codes(line)
    return signs if _MAY_BE_WRONG.isdisjoint(line) else sorted([*_apart(_found(line, above), signs), *signs])


_YEAR_IN_CODE = r"\d/(?:19|20)\d\d"
_SLASH = regex.compile(rf"(?<={_YEAR_IN_CODE})[%|\\](?=\p{{Lu}}{{2}})")
_LEGISLATURE = regex.compile(rf"(?<={_YEAR_IN_CODE}[/%|\\]QH)['’`!|lI](?=\d(?!\d))")


def _signs_in_codes(line: str) -> list[tuple[int, int, str]]:
    """What was read for the stroke behind a law's year, and for the one in the number of its legislature.

    >>> _signs_in_codes("Luật số 47/2024%QH'5")
    [(15, 16, '/'), (18, 19, '1')]
    """
    if "/" not in line:
        return []
    found = [(*match.span(), "/") for match in _SLASH.finditer(line)]
    return sorted([*found, *((*match.span(), "1") for match in _LEGISLATURE.finditer(line))])


def _apart(found: Iterator[tuple[int, int, str]], others: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Those that touch none of the others."""
    return (edit for edit in found if all(edit[1] <= start or edit[0] >= end for start, end, _ in others))


def _found(line: str, above: str) -> Iterator[tuple[int, int, str]]:
    last, last_start = "".join(above.split()[-1:]), -1
    for chunk in _CHUNK.finditer(line):
        text, word, start_of_word = chunk.group(), last, last_start
        last, last_start = text, chunk.start()
        core = text.strip(_EDGES)
        may_be_quarter = "q" in word or "Q" in word
        if not may_be_quarter and core[:1] not in _BEGINS:
            continue
        before = word.lower().strip(_EDGES)
        place = start_of_word + word.lower().index(before) if start_of_word >= 0 else -1
        quarter = _QUARTER.fullmatch(core) if may_be_quarter and fold(before) in ("quy", "qui") else None
        if quarter and not quarter["rest"] and (before != "quý" or not _is_numeral(quarter["numeral"])):
            quarter = None
        if quarter:
            numeral = quarter["numeral"].translate(ROMAN_LOOKS)
            if numeral in _QUARTERS:
                if before != "quý" and place >= 0:  # nothing else stands before a quarter
                    yield place, place + len(before), "Quý" if line[place].isupper() else "quý"
                if quarter["numeral"] not in ("1", numeral):
                    start = chunk.start() + text.index(core)
                    yield start, start + len(core), numeral + quarter["rest"]
        elif core and core[0] in _BEGINS:
            start = chunk.start() + text.index(core)
            after = _repaired(core, before, line[start + len(core) :])
            if after != core:
                yield start, start + len(core), after


def _is_numeral(read: str) -> bool:
    """Whether strokes without a year behind them are a Roman numeral misread: ``quý 1`` and ``quý 11`` are printed so,
    ``quý T`` may be anything."""
    return not read.isdigit() and len(read) > 1 and not _ROMAN.issuperset(read)


def _repaired(core: str, before: str, rest: str) -> str:
    if _FIGURES.fullmatch(core):
        return _plain_figures(core, before, rest)
    time = _TIME.fullmatch(core)
    if time and any(map(str.isdigit, core)):
        return f"{time[1].translate(_AS_FIGURES)}{time[2]}{(time[3] or '').translate(_AS_FIGURES)}"
    code = _CODE.match(core)
    if code and (any(map(str.isdigit, code[1])) or (before == "số" and not _ROMAN.issuperset(code[1]))):
        return f"{_GROUP.sub(lambda group: _group(group.group(), certain=True), code[1])}{core[code.end() :]}"
    return core


def _plain_figures(core: str, before: str, rest: str) -> str:
    """A number, date or share: each group of figures that has a letter in it."""
    if not any(map(str.isdigit, core)):
        return core.translate(_AS_FIGURES) if _is_asked_for(core, before, rest) else core
    # Where a date or share is written nothing can be a unit.
    certain = core.endswith("%") or "/" in core or _cues().get(before) == "day"
    return str(_GROUP.sub(lambda group: _group(group.group(), certain), core))


def _group(group: str, certain: bool) -> str:
    if group.isdigit() or _ROMAN.issuperset(group):  # quý II/2025, mục I.1
        return group
    if _YEAR.fullmatch(group) or (certain or not _may_be_meant(group)):
        return group.translate(_AS_FIGURES)
    return group


def _may_be_meant(group: str) -> bool:
    """``20l`` are litres, ``105o30`` are degrees, ``O18`` is a gas, ``O2O`` a trade, ``3I`` a form; a letter alone is
    one."""
    if set(group) == {"O"} and len(group) > 1:
        return False
    return "o" in group or group[0] == "O" or "I" in group[1:] or group[-1] == "l" or len(group) == 1


def _is_asked_for(core: str, before: str, rest: str) -> bool:
    """Whether letters without any figure are one: ``tháng lO``, ``ngày ll/lO``; a Roman numeral is none."""
    if _ROMAN.issuperset(core.replace("/", "")):
        return False
    letters = core.rstrip("%")
    if core.endswith("%"):
        return len(letters) > 1
    if letters.islower() and set(letters) != {"l"}:  # the words lo and o
        return False
    if len(letters) == 1:
        return _cues().get(before) == "day" and letters == "l"
    return _cues().get(before) == "day" or (before in _cues() and "l" in letters and "O" in letters)
