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


class FoundDate(NamedTuple):
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
