"""The forms in which a time is printed: one part ("ngày 15/8/2025", "quý II"), or several joined ("15 - 20/8/2025").

Patterns are for folded text. A part that lacks its month or year takes it from a later part of the same expression,
then from an earlier one; the year may also come from outside (:func:`period_of`).

>>> [part.kind for part in read_times("tu ngay 15/8 den ngay 20/8/2025")[0].parts]
['day', 'day']
>>> period_of(read_times("thang 3 - thang 5/2025")[0].parts, None)
Period(first='2025-03-01', last='2025-05-31')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from viextract.parse.facts.dates import no_year_at
from viextract.parse.facts.deadlines import periods
from viextract.parse.facts.deadlines.periods import Period
from viextract.parse.facts.deadlines.vocabulary import words

Kind = Literal["day", "week", "third", "month", "quarter", "half", "term", "year", "school-year"]
Joint = Literal["to", "and"]


@dataclass(frozen=True, slots=True)
class Part:
    """One time as printed; what it does not say is None."""

    kind: Kind
    year: int | None = None
    month: int | None = None
    number: int | None = None
    """The day of the month, the week of it, the quarter; of a half, how many months it has."""
    late: bool = False
    """Of a half: whether it is the later one. Of a week: unused."""
    named: bool = True
    """Whether its kind is printed ("ngày", "tháng", "năm"), not told by the figures alone."""


@dataclass(frozen=True, slots=True)
class Times:
    """An expression of one or more parts, where it stands in the text, and how its parts are joined."""

    parts: tuple[Part, ...]
    joints: tuple[Joint, ...]
    start: int
    end: int
    clock: bool = False
    """Whether an hour is printed before the first part."""
    hours: bool = False
    """Whether that is a span of hours: "từ 8 giờ đến 11 giờ ngày …"."""

    @property
    def kind(self) -> Kind:
        return self.parts[0].kind

    @property
    def dated(self) -> bool:
        """Whether a year is printed in it."""
        return any(part.year is not None for part in self.parts)


_Y = r"(?P<y>(?:19|20)\d\d)(?![\d/]|[.,]\d)"
_M = r"(?P<m>1[0-2]|0?[1-9])(?!\d)"
_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
_Q = r"(?P<q>iv|iii|ii|i|0?[1-4])(?!\w)"
_OF_YEAR = rf"(?: ?/ ?| ?, ?nam +| +nam +| +cua +nam +| ?- ?| ?\. ?){_Y}"
_CLOCK = r"(?:\d{1,2} ?(?:gio|h|g)(?: ?\d{2}(?!\d))?(?: ?(?:phut|p|'))?|\d{1,2}:\d{2})"
_WEEKDAY = r"(?:\(? ?(?:(?:thu +(?:hai|ba|tu|nam|sau|bay|[2-7])|chu +nhat|cn)(?!\w))(?: +hang +tuan)? ?\)?,? ?)"
_DAY_PART = r"(?:(?:buoi +)?(?:sang|trua|chieu|toi|dem)(?!\w),? ?)"

_FULL_DAY = re.compile(
    rf"(?P<named>ngay +)?{_D}(?: ?[/.-] ?| +thang +| ?, ?thang +){_M}(?: ?[/.-] ?|,? +nam +){_Y}"
    rf"|(?P<named2>ngay +|(?<=truoc )|(?<=den )|(?<=het )|(?<=nhat )|(?<=tu ))"
    r"(?P<d2>3[01]|[12]\d|0?[1-9])/(?P<m2>1[0-2]|0?[1-9])/(?P<y2>[2-4]\d)(?![\d/])"
    r"|(?P<y3>20\d\d)-(?P<m3>1[0-2]|0[1-9])-(?P<d3>3[01]|[12]\d|0[1-9])(?![\d/-]|\w)"
)
_THIRD = re.compile(rf"(?P<third>thuong|trung|ha) +tuan,?(?: +cua)? +thang +{_M}(?:{_OF_YEAR})?")
_DAY_MONTH = re.compile(
    rf"(?P<named>ngay +)?{_D}(?: ?/ ?| +thang +){_M}(?! ?[/%]|[.,-]\d|-[a-z])(?P<loose>)"
    rf"|(?P<named2>ngay +)(?P<d2>3[01]|[12]\d|0?[1-9])(?: ?[-.] ?)(?P<m2>1[0-2]|0?[1-9])(?![\d/%]| ?[./-]\d)"
)
_BARE_DAY = re.compile(rf"(?P<named>ngay +)?{_D}(?! ?[/%]|[.,]\d|-[a-z])")
_WEEK = re.compile(
    r"tuan +(?:le +)?(?:thu +)?(?:(?P<w>0?[1-5])|(?P<first>dau|nhat|mot)|(?P<second>hai)|(?P<third>ba)|(?P<fourth>tu)"
    rf"|(?P<last>cuoi))(?: +tien)?,?(?: +cua)?(?: +cung)? +thang +{_M}(?:{_OF_YEAR})?"
)
_MONTH = re.compile(rf"(?P<named>thang +){_M}(?:{_OF_YEAR})?(?!\w)(?! ?%)")
_MONTH_YEAR = re.compile(rf"{_M} ?[/-] ?{_Y}(?!/|-\w)")
_QUARTER = re.compile(rf"(?P<named>quy +){_Q}(?:{_OF_YEAR})?")
_HALF = re.compile(
    rf"(?:(?P<n>0?[369]|sau|chin|ba)(?: \(\w+\))? +thang|nua)(?P<late> +cuoi| +dau)(?: +cua)?(?: +nam)?(?: +{_Y})?"
)
_SCHOOL = re.compile(r"nam +hoc +(?:moi +)?(?P<y>(?:19|20)\d\d) ?[-/] ?(?P<y2>(?:19|20)\d\d)(?!\d)")
_TERM = re.compile(rf"hoc +k[iy] +(?P<n>ii|i|[12])(?:,| -| +cua)? +{_SCHOOL.pattern}")
_YEAR = re.compile(rf"(?P<named>nam +){_Y}")
_YEARS = re.compile(
    r"(?:(?:giai +doan|thoi +ky|cac +nam|nam) +)?(?:tu +)?(?P<y>(?:19|20)\d\d) ?(?:-|den) ?"
    r"(?P<y2>(?:19|20)\d\d)(?![\d/])"
)
_BARE_MONTH = re.compile(rf"{_M}(?:{_OF_YEAR})?(?! ?[%/]|[.,]\d|\w)")
_BARE_QUARTER = re.compile(rf"{_Q}(?:{_OF_YEAR})?")
_BARE_YEAR = re.compile(_Y)

_TO = r"(?:-|den +het|cho +den +het|den +cuoi|cho +den|den|toi +het|toi)"
_NOISE = r"(?:[`'\"*]{1,2} ?)?"
_JOINT = re.compile(
    rf" ?(?:\( ?(?:{_WEEKDAY})\) ?|\([^()\d]{{1,24}}\) ?)?,? ?"
    rf"(?:(?P<to>{_TO})(?: +|(?<=-))(?:het +)?(?:truoc +)?|(?P<and>va +|, ?|& ?|; ?(?=ngay +\d)))"
    rf"{_NOISE}(?:khoang +)?(?:luc +)?(?:{_CLOCK} ?,? ?)?{_DAY_PART}?{_WEEKDAY}?"
)
_CHAIN_OF_DAYS = re.compile(
    rf"{_D}(?! ?, ?ngay)(?=(?: ?(?:-|,|va|den|&) ?(?:ngay +)?(?:3[01]|[12]\d|0?[1-9])(?!\d)){{1,6}}"
    r"(?: ?/ ?| +thang +)(?:1[0-2]|0?[1-9])(?!\d))"
)
_STARTS = re.compile(
    r"(?<![\w/.,-])(?<!\d[ -])(?<!viet )"
    r"(?:(?:ngay|thang|quy|nam|hoc|tuan|giai|thoi|cac|nua|sau|chin|ba|thuong|trung|ha) +\w|\d)"
    r"|(?<=- )(?<!\d - )\d|(?<=[.,])(?:ngay|thang) +\d"
)
_HOURS = re.compile(
    rf"{_CLOCK}(?P<span> ?(?:-|den|toi) ?{_CLOCK})?,? ?(?:cung +)?{_DAY_PART}?{_WEEKDAY}?(?=ngay +\d|\d)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_THIRDS = {"thuong": 1, "trung": 2, "ha": 3}
_FIGURES = {"ba": 3, "sau": 6, "chin": 9}
_STEPS = {"day": 0.0, "month": 1.0, "quarter": 3.0}
"""Months between two times of a list that are still one period."""
_MOST_PARTS = 8
"""No office lists more days in one expression; the bound keeps odd text cheap."""


@cache
def _counted() -> re.Pattern[str]:
    """A number that counts what takes place in a month, no day of it: "đợt 1 tháng 4"."""
    return re.compile("|".join(rf"(?<={event} )\d{{1,2}}(?= +thang)" for event in words()["numbered_events"]))


def read_times(folded: str) -> list[Times]:
    """Every printed time of a folded text, in order, none within another. Nothing is said of what it is for."""
    found: list[Times] = []
    position = 0
    while match := _STARTS.search(folded, position):
        if counted := _counted().match(folded, match.start()):
            position = counted.end()
            continue
        times = _read(folded, match.start())
        position = times.end if times else match.start() + 1
        if times and not (not times.dated and no_year_at(folded, times.end)):
            found += _apart(times)
    return found


def _apart(times: Times) -> list[Times]:
    """One expression, or one for each part where "và" joins times that do not touch: "ngày 10/6 và 10/12"."""
    parts = times.parts
    if "to" in times.joints or len(parts) == 1 or times.kind not in _STEPS:
        return [times]
    places = [_place(part.kind, part.month, part.number if part.kind == "quarter" else None) for part in parts]
    if all(later - earlier <= _STEPS[times.kind] for earlier, later in pairwise(places)):
        return [times]
    return [replace(times, parts=(part,), joints=()) for part in parts]


def _read(folded: str, start: int) -> Times | None:
    hours = _HOURS.match(folded, start)
    begin = hours.end() if hours else start
    first = _first(folded, begin)
    if first is None:
        return None
    part, end = first
    chain: list[Part] = [part]
    joints: list[Joint] = []
    ends = [end]
    while len(chain) < _MOST_PARTS and (joint := _JOINT.match(folded, end)):
        following = _next(folded, joint.end(), chain[-1])
        if following is None or following[1] == joint.end():
            break
        part, end = following
        chain.append(part)
        joints.append("to" if joint["to"] else "and")
        ends.append(end)
    while chain and not _complete(chain):
        chain.pop()
        ends.pop()
        if joints:
            joints.pop()
    if not chain:
        return None
    span = hours is not None and hours["span"] is not None
    return Times(tuple(_filled(chain)), tuple(joints), start, ends[-1], hours is not None, span)


def _complete(chain: list[Part]) -> bool:
    """Whether the last part of a chain can be told from what is printed: a day needs its month."""
    last = chain[-1]
    return last.kind != "day" or last.month is not None or (len(chain) == 1 and last.named)


def _number(value: str) -> int:
    return _ROMAN.get(value) or _FIGURES.get(value) or int(value)


def _int(value: str | None) -> int | None:
    return int(value) if value else None


def _first(folded: str, at: int) -> tuple[Part, int] | None:
    """The part that begins at a position, and where it ends."""
    if match := _FULL_DAY.match(folded, at) or _DAY_MONTH.match(folded, at):
        return _day_part(match)
    if match := _TERM.match(folded, at) or _SCHOOL.match(folded, at):
        if int(match["y2"]) != int(match["y"]) + 1:
            return None
        term = match.groupdict().get("n")
        part = Part("term", int(match["y"]), number=_number(term)) if term else Part("school-year", int(match["y"]))
        return part, match.end()
    if (match := _YEARS.match(folded, at)) and int(match["y"]) < int(match["y2"]):
        # two years in one part: the second is kept as its number
        return Part("year", int(match["y"]), number=int(match["y2"]), named=not match[0][0].isdigit()), match.end()
    if match := _WEEK.match(folded, at):
        names = ("last", "first", "second", "third", "fourth")
        number = next((n for n, name in enumerate(names) if match[name]), None)
        number = int(match["w"]) if number is None else number
        return Part("week", _int(match["y"]), int(match["m"]), number), match.end()
    if match := _THIRD.match(folded, at):
        return Part("third", _int(match["y"]), int(match["m"]), _THIRDS[match["third"]]), match.end()
    if match := _HALF.match(folded, at):
        months = _number(match["n"]) if match["n"] else 6
        return Part("half", _int(match["y"]), number=months, late="cuoi" in match["late"]), match.end()
    for kind, pattern in (("month", _MONTH), ("quarter", _QUARTER), ("year", _YEAR), ("month", _MONTH_YEAR)):
        if match := pattern.match(folded, at):
            return _plain(kind, match)  # type: ignore[arg-type]
    if (match := _BARE_DAY.match(folded, at)) and (match["named"] or _CHAIN_OF_DAYS.match(folded, at)):
        return Part("day", number=int(match["d"]), named=bool(match["named"])), match.end()
    return None


def _day_part(match: re.Match[str]) -> tuple[Part, int]:
    group = match.groupdict()
    year, month, number = (
        next((value for n in ("", "2", "3") if (value := group.get(f"{name}{n}"))), None) for name in "ymd"
    )
    named = bool(group["named"] or group["named2"]) or "thang" in match[0]
    value = _int(year)
    if value is not None and value < 100:
        value += 2000
    return Part("day", value, int(month or 0), int(number or 0), named=named), match.end()


def _plain(kind: Kind, match: re.Match[str]) -> tuple[Part, int]:
    group = match.groupdict()
    named = bool(group.get("named"))
    year = _int(group.get("y"))
    if kind == "month":
        return Part("month", year, int(match["m"]), named=named), match.end()
    if kind == "quarter":
        return Part("quarter", year, number=_number(match["q"]), named=named), match.end()
    return Part("year", year, named=named), match.end()


def _next(folded: str, at: int, before: Part) -> tuple[Part, int] | None:
    """The part that goes on after ``before``: of the same kind it may be a bare figure."""
    if before.kind == "day":
        if match := _FULL_DAY.match(folded, at) or _DAY_MONTH.match(folded, at):
            return _day_part(match)
        if match := _BARE_DAY.match(folded, at):
            # a figure alone goes on only towards a month: "15, 16 và 17/8"
            if not match["named"] and not _CHAIN_OF_DAYS.match(folded, at):
                return None
            return Part("day", number=int(match["d"]), named=bool(match["named"])), match.end()
    found = _first(folded, at)
    if found and found[0].kind != "day" and (found[0].kind == before.kind or found[0].named):
        return found
    bare = {"month": _BARE_MONTH, "quarter": _BARE_QUARTER, "year": _BARE_YEAR}.get(before.kind)
    if bare and (match := bare.match(folded, at)):
        if before.kind == "month" and before.year is not None and "y" in match.groupdict() and not match["y"]:
            return None  # "tháng 9/2025, 5 lớp": no month
        return _plain(before.kind, match)
    return None


def _filled(chain: list[Part]) -> list[Part]:
    """Months and years that a part leaves out, from the part behind it, then from the part before it."""
    parts = list(chain)
    for index in range(len(parts) - 2, -1, -1):
        parts[index] = _lent(parts[index], parts[index + 1], back=True)
    for index in range(1, len(parts)):
        parts[index] = _lent(parts[index], parts[index - 1], back=False)
    return parts


def _lent(part: Part, other: Part, *, back: bool) -> Part:
    month, year = part.month, part.year
    if part.kind == "day" and month is None:
        month = other.month
    if year is None and other.year is not None:
        year = other.number if not back and other.kind == "year" and other.number else other.year
        later = _place(part.kind, month, part.number) > _place(other.kind, other.month, other.number)
        earlier = _place(part.kind, month, part.number) < _place(other.kind, other.month, other.number)
        if back and later:
            year -= 1  # "từ 15/12 đến 10/01/2026"
        elif not back and earlier:
            year += 1
    return replace(part, month=month, year=year)


def _place(kind: Kind, month: int | None, number: int | None) -> float:
    """Where within a year a part begins, in months from 0, roughly: to tell which of two comes first."""
    if kind == "quarter":
        return 3.0 * ((number or 1) - 1)
    if kind in {"day", "month", "week", "third"}:
        return (month or 1) - 1 + ((number or 0) / 40 if kind == "day" else 0)
    return 0.0


def period_of(parts: tuple[Part, ...], year: int | None) -> Period | None:
    """From the first day of the first part to the last day of the last one; None without a year or where the calendar
    has no such day.

    year: for parts that name none.
    """
    first, last = _period(parts[0], year), _period(parts[-1], year)
    if first is None or last is None:
        return None
    if first.first > last.last:
        if parts[0].year is None:  # "từ 15/12 đến 10/01": over the turn of the year
            last = _period(parts[-1], year + 1 if year else None)
        if last is None or first.first > last.last:
            return None
    return Period(first.first, last.last)


def _period(part: Part, year: int | None) -> Period | None:
    year = part.year if part.year is not None else year
    if year is None:
        return None
    if part.kind == "day":
        return periods.day(year, part.month, part.number or 0) if part.month else None
    if part.kind == "week":
        return periods.week(year, part.month or 1, part.number or 0)
    if part.kind == "third":
        return periods.third(year, part.month or 1, part.number or 1)
    if part.kind == "month":
        return periods.month(year, part.month or 1)
    if part.kind == "quarter":
        return periods.quarter(year, part.number or 1)
    if part.kind == "half":
        count = part.number or 6
        return periods.months(year, 13 - count, 12) if part.late else periods.months(year, 1, count)
    if part.kind == "term":
        return periods.term(year, part.number or 1)
    if part.kind == "school-year":
        return periods.school_year(year)
    if part.number:
        return Period(periods.year_of(year).first, periods.year_of(part.number).last)
    return periods.year_of(year)
