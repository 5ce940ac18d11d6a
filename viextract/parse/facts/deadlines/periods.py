"""Periods of the calendar: a day, week, month, quarter, half, year or school year as its first and last day.

>>> quarter(2026, 2)
Period(first='2026-04-01', last='2026-06-30')
>>> week(2025, 11, 2)
Period(first='2025-11-08', last='2025-11-14')
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from viextract.parse.facts.dates import iso_date, last_day
from viextract.parse.facts.deadlines.vocabulary import words

DAYS_OF_A_WEEK = 7


class Period(NamedTuple):
    """First and last day, ISO 8601."""

    first: str
    last: str


def day(year: int, month: int, number: int) -> Period | None:
    """One day; None where the calendar has no such day."""
    iso = iso_date(year, month, number)
    return Period(iso, iso) if iso else None


def months(year: int, first: int, last: int) -> Period:
    """From one month to another of the same year (1 to 12)."""
    return Period(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{last_day(year, last):02}")


def month(year: int, number: int) -> Period:
    return months(year, number, number)


def quarter(year: int, number: int) -> Period:
    return months(year, 3 * number - 2, 3 * number)


def year_of(number: int) -> Period:
    return months(number, 1, 12)


def school_year(year: int) -> Period:
    """The school year that begins in ``year``."""
    days = words()["school_year"]
    return Period(f"{year}-{days['first']}", f"{year + 1}-{days['last']}")


def term(year: int, number: int) -> Period:
    """The first or second term of the school year that begins in ``year``.

    >>> term(2026, 1)
    Period(first='2026-09-01', last='2027-01-17')
    """
    days, whole = words()["school_year"], school_year(year)
    last = f"{year + 1}-{days['first_term_last']}"
    return Period(whole.first, last) if number == 1 else Period(shifted(last, 1), whole.last)


def week(year: int, month_number: int, number: int) -> Period | None:
    """The so-manieth week of a month, counted in sevens from its first day; 0 is the last seven days."""
    end = last_day(year, month_number)
    last = end if number in {0, 5} else DAYS_OF_A_WEEK * number
    first = last - DAYS_OF_A_WEEK + 1 if number != 5 else 4 * DAYS_OF_A_WEEK + 1
    start, stop = iso_date(year, month_number, first), iso_date(year, month_number, last)
    return Period(start, stop) if start and stop else None


def third(year: int, month_number: int, number: int) -> Period:
    """The first, middle or last ten days of a month, as the traditional week has them: "thượng, trung, hạ tuần".

    >>> third(2026, 2, 3)
    Period(first='2026-02-21', last='2026-02-28')
    """
    last = last_day(year, month_number) if number == 3 else 10 * number
    return Period(f"{year:04}-{month_number:02}-{10 * number - 9:02}", f"{year:04}-{month_number:02}-{last:02}")


def shifted(iso: str, days: int) -> str:
    """The day so many days later.

    >>> shifted("2026-03-01", -1)
    '2026-02-28'
    """
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


def months_later(iso: str, count: int) -> str:
    """The same day so many months later, the month's last day where it has no such day.

    >>> months_later("2025-12-31", 2)
    '2026-02-28'
    """
    start = date.fromisoformat(iso)
    ahead = start.month - 1 + count
    year, number = start.year + ahead // 12, ahead % 12 + 1
    return date(year, number, min(start.day, last_day(year, number))).isoformat()
