"""Calendar dates as they are printed in administrative documents.

>>> find_date("ngày 24 tháng 11 năm 2021").iso, find_date("ngày 8/1/2019").iso
('2021-11-24', '2019-01-08')
>>> find_date("ngày 31/02/2025") is None
True
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

from viextract.language.fold import fold

# The words between the figures may be damaged ("thdng 4 ndm 2025"): only their first and last letters are asked for.
DATE_PATTERN = (
    r"(?:(?<!\d)(?P<d1>\d{1,2})\s?[/.\-]\s?(?P<m1>\d{1,2})\s?[/.\-]\s?(?P<y1>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})\s*,?\s*th\w{1,3}g\s*(?P<m2>\d{1,2})\s*,?\s*n\w{1,2}m\s*(?P<y2>(?:19|20)\d\d)(?!\d))"
)
_DATE = re.compile(DATE_PATTERN)


_NO_YEAR = re.compile(r"(?:/| +nam +)(?P<year>2[1-9]\d\d|[3-9]\d{3})(?![\d/])")
"""Four figures in the place of a year that is none a plan could mean: one of them was misread."""
_BEFORE_NO_YEAR = re.compile(
    r"(?:(?<![\d/])\d{1,2}[/.-]\d{1,2}|thang +\d{1,2}|quy +(?:iii|ii|iv|i|[1-4]))(?=(?:/| +nam +)[2-9]\d{3}(?![\d/]))"
)


def no_year_at(folded: str, start: int) -> bool:
    """Whether something stands at a place of a folded text as a year would, and can be none.

    >>> no_year_at("quy iii/2924", 7), no_year_at("quy iii/2024", 7)
    (True, False)
    """
    return _NO_YEAR.match(folded, start) is not None


def impossible_years(text: str) -> list[str]:
    """Figures of a text that stand where the year of a date, month or quarter stands, and are none.

    >>> impossible_years("xong trước ngày 15/6/2924, trong quý III năm 2926"), impossible_years("quyết định 15/6/2024")
    (['2924', '2926'], [])
    """
    folded = fold(text)
    found = (_NO_YEAR.match(folded, match.end()) for match in _BEFORE_NO_YEAR.finditer(folded))
    return [match["year"] for match in found if match is not None]


class FoundDate(NamedTuple):
    """A date as ISO 8601, and where it stands in the text."""

    iso: str
    start: int
    end: int


def iso_date(year: int, month: int, day: int) -> str | None:
    """ISO 8601, or None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def last_day(year: int, month: int) -> int:
    """How many days the month has (1 to 12)."""
    return calendar.monthrange(year, month)[1]


def find_date(text: str, start: int = 0, end: int | None = None) -> FoundDate | None:
    """The first full date (day, month and year) in ``text[start:end]``; impossible ones are passed over."""
    folded = fold(text)
    for match in _DATE.finditer(folded, start, len(folded) if end is None else end):
        part = match.groupdict()
        found = iso_date(int(part["y1"] or part["y2"]), int(part["m1"] or part["m2"]), int(part["d1"] or part["d2"]))
        if found:
            return FoundDate(found, match.start(), match.end())
    return None
