"""Lengths of time: "30 ngày kể từ ngày ban hành", "2 ngày, từ ngày 4/8".

>>> [term.end_day for term in read_terms("trong 30 ngay ke tu ngay ban hanh", "2026-03-01")]
['2026-03-31']
"""

from __future__ import annotations

import re
from typing import NamedTuple

from viextract.parse.facts.deadlines.periods import DAYS_OF_A_WEEK, months_later, shifted

_LENGTH = r"(?P<n>\d{1,3})(?: ?\([^()\d]{1,24}\))? +(?P<unit>ngay|tuan|thang|nam)(?! +lam +viec)(?: +dem)?"
_OWN = (
    r"(?:(?:ke +hoach|quyet +dinh|chi +thi|cong +van|thong +bao|van +ban|chuong +trinh|huong +dan|nghi +quyet|de +an)"
    r"(?: +nay)?|nay)"
)
_TERM = re.compile(
    r"(?<![\w/.,])(?:(?:trong|sau|cham +nhat|muon +nhat|toi +da|khong +qua)"
    rf"(?: +(?:la|vong|thoi +han|thoi +gian|khong +qua|toi +da|sau)){{0,3}} +)?{_LENGTH}"
    rf",? *\(?(?:ke +|tinh +)?tu(?: +sau)? +(?:ngay|khi)(?: +{_OWN})?(?: +(?:duoc|co|ra))?"
    rf" +(?:ban +hanh|ky(?: +ban +hanh|,? +ban +hanh)?)(?P<rest> +\w+ +\w+(?: +\w+)?)?"
)
_BEFORE = re.compile(rf"(?<![\w/.,]){_LENGTH}[ ,;:(]*(?:thoi +gian +)?$")
_BEHIND = re.compile(
    r"[ ,(]{0,4}(?:(?:trong|voi)(?: +(?:vong|thoi +gian|thoi +han|khoang)){0,2} +|keo +dai +(?:trong +)?)?"
    rf"{_LENGTH}"
)
_OTHER_DOCUMENT = re.compile(rf" *{_OWN}")
REACH = 40
_IN_FORCE = re.compile(r"hieu +luc(?: +thi +hanh)? *$")
"""A term after which a document comes into force is no deadline."""


class Term(NamedTuple):
    """A term that runs from the day of issue, and where it is printed; the last day where the first is known."""

    start: int
    end: int
    end_day: str | None


class Length(NamedTuple):
    """A length of time: so many days, months, years."""

    number: int
    unit: str


def read_terms(folded: str, issue_day: str | None) -> list[Term]:
    """Terms that run from the day on which the document itself was issued; that day is not counted (Bộ luật Dân sự
    2015, Điều 147).
    """
    found: list[Term] = []
    for match in _TERM.finditer(folded):
        if _IN_FORCE.search(folded[max(0, match.start() - REACH) : match.start()]):
            continue
        rest = match["rest"] or ""
        if _OTHER_DOCUMENT.match(rest) and " nay" not in rest:
            continue  # "kể từ ngày ban hành Nghị quyết của …"
        end = match.start("rest") if rest and " nay" not in rest else match.end()
        length = Length(int(match["n"]), match["unit"])
        found.append(Term(match.start(), end, _later(issue_day, length) if issue_day else None))
    return found


def length_before(folded: str, at: int) -> tuple[Length, int] | None:
    """The length that stands right before a position, and where it begins."""
    floor = max(0, at - REACH)
    match = _BEFORE.search(folded[floor:at])
    return (Length(int(match["n"]), match["unit"]), floor + match.start()) if match else None


def length_behind(folded: str, at: int) -> tuple[Length, int] | None:
    """The length that stands right behind a position, and where it ends."""
    match = _BEHIND.match(folded, at)
    return (Length(int(match["n"]), match["unit"]), match.end()) if match else None


def _later(day: str, length: Length) -> str:
    """The day so long after ``day``."""
    if length.unit == "ngay":
        return shifted(day, length.number)
    if length.unit == "tuan":
        return shifted(day, DAYS_OF_A_WEEK * length.number)
    return months_later(day, length.number * (12 if length.unit == "nam" else 1))


def last_day_of(start: str, length: Length) -> str:
    """The last day of a work that begins on ``start`` and goes on so long, the first day included.

    >>> last_day_of("2026-08-04", Length(2, "ngay"))
    '2026-08-05'
    """
    return shifted(_later(start, length), -1)
