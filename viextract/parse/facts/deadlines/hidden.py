"""What of a text is not looked at for deadlines: cited documents, names in quotes, terms of office, lunar dates.

All is blanked out in the folded text, position by position.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.language.fold import fold
from viextract.parse.facts.citations import find_citations
from viextract.parse.facts.deadlines.vocabulary import any_of

_DIGIT = re.compile(r"\d")
_YEAR = r"(?:19|20)\d\d"
_TERM_OF_OFFICE = re.compile(
    rf"(?<!\w)(?:nhiem +ky|nien +khoa|khoa)(?: +[ivxl\d]{{1,6}})?[ ,(:]*(?:tu +)?(?:nam +)?{_YEAR}"
    rf"(?: ?(?:-|den)(?: +nam)? ?{_YEAR})?"
)
_QUOTED = re.compile(r'"[^"]{3,400}"')
_BRACKETED = re.compile(r"\([^()]{3,80}\)")
_NAMED_BY_YEAR = re.compile(
    rf"(?<!\w)(?:bo +)?(?:luat|hien +phap|phap +lenh)(?: +[^\W\d]+){{0,14}}?,? +(?:nam +)?{_YEAR}(?! ?-)"
)
_SHORT_OUTSIDE = 12
"""Letters outside of quotes below which a text is all one quotation, such as a cell in quotes."""


@cache
def _lunar() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of('lunar_words')}|\(?al\)"
        rf"|nam +(?:{any_of('lunar_stems')}) +(?:{any_of('lunar_branches')}))(?!\w)"
    )


@cache
def lunar_date() -> re.Pattern[str]:
    """A day of the lunar calendar, in folded text: "15/3 (am lich)", "ram thang gieng", "… nam at ty"."""
    day = r"(?:ngay +|mung +|ram +)?\d{0,2} ?(?:/| thang +) ?(?:\d{1,2}|gieng|chap)"
    # "ngày 10 tháng 12 năm Ất Tỵ": the year of the cycle alone makes it lunar.
    cycle = rf",? *nam +(?:{any_of('lunar_stems')}) +(?:{any_of('lunar_branches')})"
    return re.compile(rf"{day}(?: *\(?(?:am +lich|al)\)?|{cycle})(?!\w)")


@cache
def _glossed_lunar() -> re.Pattern[str]:
    """A lunar date up to the day of the common calendar that explains it, which stands in its place: "trước ngày
    23 tháng Chạp (tức ngày 10/02/2026)" is "trước ngày 10/02/2026".
    """
    chap = r"(?:ngay +|mung +|ram +)?\d{1,2} +thang +(?:gieng|chap)"
    explains = r" *[,(]? *(?:tuc(?: +la)?|nham(?: +vao)?|la|duong +lich)? *(?:duong +lich)? *"
    solar = r"(?=(?:ngay +)?\d{1,2}(?: ?/ ?\d{1,2}| +thang +\d{1,2})(?! *(?:am +lich|/ ?\d{1,2} *am +lich)))"
    return re.compile(rf"(?:{lunar_date().pattern}|(?<!\w){chap}){explains}{solar}")


class Shown(NamedTuple):
    """A text as it is looked at; all three are of one length."""

    text: str
    """As printed."""
    folded: str
    """Without marks, in lower case, what is hidden blanked out."""
    lower: str
    """In lower case with its marks, what is hidden blanked out; the same as ``folded`` where there are no marks."""
    plain: bool
    """Whether the text has no marks."""


def shown(text: str, *, lunar: bool = False) -> Shown:
    """The text in which only times that may be deadlines are left; blanks of all kinds are one kind.

    lunar: whether days of the lunar calendar are left, too.
    """
    folded = re.sub(r"\s", " ", fold(text))
    lower = re.sub(r"\s", " ", text.lower())
    plain = len(lower) != len(folded) or lower == folded
    glossed = [match.span() for match in _glossed_lunar().finditer(folded)] if _DIGIT.search(folded) else []
    for start, stop in glossed:
        folded, lower = (one[:start] + " " * (stop - start) + one[stop:] for one in (folded, lower))
    spans = _hidden(text, folded, lunar) if _DIGIT.search(folded) else []
    folded = _blanked(folded, spans)
    return Shown(text, folded, folded if plain else _blanked(lower, spans), plain)


def _hidden(text: str, folded: str, lunar: bool) -> list[tuple[int, int]]:
    spans = [(found.start, found.stop) for found in find_citations(text)]
    spans += [match.span() for match in _TERM_OF_OFFICE.finditer(folded)]
    spans += [match.span() for match in _NAMED_BY_YEAR.finditer(folded)]
    if not lunar:
        spans += [match.span() for match in lunar_date().finditer(folded)]
        spans += [match.span() for match in _BRACKETED.finditer(folded) if _lunar().search(match[0])]
    quotes = [match.span() for match in _QUOTED.finditer(folded)]
    if len(folded) - sum(stop - start for start, stop in quotes) > _SHORT_OUTSIDE:
        spans += quotes
    return spans


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, stop in spans:
        letters[start:stop] = ["\x00" if letter != " " else " " for letter in letters[start:stop]]
    return "".join(letters)
