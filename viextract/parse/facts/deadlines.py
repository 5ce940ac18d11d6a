"""When something is due: ISO dates or a recurrence, with the text.

Words are ``dictionaries/deadlines.yaml``. A date that lacks its year is written as ISO 8601 writes a part of one
(``--11-10`` the tenth of every November, ``---25`` the 25th of every month).
"Trước ngày 15" is due by the 15th, as offices count it; "trước tháng 6" by the
end of May.

>>> d = find_deadline("Báo cáo gửi về trước ngày 10 tháng 11 hằng năm")
>>> d.text, d.end, d.recurrence
('trước ngày 10 tháng 11 hằng năm', '--11-10', 'yearly')
>>> d = find_deadline("Quý I năm 2022")
>>> d.start, d.end
('2022-01-01', '2022-03-31')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.model.plan import Deadline, Recurrence
from viextract.parse.facts.citations import find_citations
from viextract.parse.facts.dates import iso_date, last_day

SHORT = 60
"""Characters up to which a text that is nothing but a time (a cell of a schedule) is read without a preposition."""

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_YEAR = r"(?:19|20)\d\d"
_QUARTER = r"(?:iv|iii|ii|i|0?[1-4])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_EVERY = r"(?:hang|hằng|moi)"


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of time as printed: first and last day, either may be unknown."""

    first: str | None
    last: str | None


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("deadlines.yaml")
    return data


def _any(name: str) -> str:
    return "|".join(word.replace(" ", r"\s+") for word in sorted(_words()[name], key=len, reverse=True))


def _month_span(year: int, first: int, last: int | None = None) -> _Span:
    last = last or first
    return _Span(iso_date(year, first, 1), iso_date(year, last, last_day(year, last)))


def _quarter_span(year: int, first: int, last: int | None = None) -> _Span:
    last = last or first
    return _month_span(year, 3 * first - 2, 3 * last)


def _school_span(first: int, last: int | None = None) -> _Span:
    days = _words()["school_year"]
    return _Span(f"{first}-{days['first']}", f"{last or first + 1}-{days['last']}")


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to print a time: a pattern on the folded text and what it means."""

    pattern: re.Pattern[str]
    read: Callable[[dict[str, str | None]], _Span | None]
    day: bool = False
    """Whether its grain is a day."""
    needs_cue: bool = False
    """Whether it is only a deadline behind a preposition (or alone in a short text)."""


def _g(groups: dict[str, str | None], name: str) -> str:
    return groups[name] or ""


def _day_range(g: dict[str, str | None]) -> _Span | None:
    year2, month2 = int(_g(g, "y2")), int(_g(g, "m2"))
    month1, year1 = int(g["m1"] or month2), int(g["y1"] or year2)
    first, last = iso_date(year1, month1, int(_g(g, "d1"))), iso_date(year2, month2, int(_g(g, "d2")))
    return _Span(first, last) if first and last and first <= last else None


def _month_range(g: dict[str, str | None]) -> _Span | None:
    year2 = int(_g(g, "y2"))
    year1 = int(g["y1"] or year2)
    first, last = _month_span(year1, int(_g(g, "m1"))), _month_span(year2, int(_g(g, "m2")))
    return _Span(first.first, last.last) if (first.first or "") <= (last.last or "") else None


def _quarter_range(g: dict[str, str | None]) -> _Span | None:
    year2 = int(_g(g, "y2"))
    year1 = int(g["y1"] or year2)
    return _Span(_quarter_span(year1, _ROMAN[_g(g, "q1")]).first, _quarter_span(year2, _ROMAN[_g(g, "q2")]).last)


def _year_range(g: dict[str, str | None]) -> _Span | None:
    first, last = int(_g(g, "y1")), int(_g(g, "y2"))
    return _Span(f"{first}-01-01", f"{last}-12-31") if first <= last else None


def _day(g: dict[str, str | None]) -> _Span | None:
    day = iso_date(int(_g(g, "y")), int(_g(g, "m")), int(_g(g, "d")))
    return _Span(day, day) if day else None


def _half(g: dict[str, str | None]) -> _Span:
    first_half = _g(g, "half") == "dau"
    months, year = int(_g(g, "n")), int(_g(g, "y"))
    return _month_span(year, 1, months) if first_half else _month_span(year, 13 - months, 12)


@cache
def _forms() -> list[_Form]:
    to = r"\s*(?:-|den\s+het|den|toi)\s*"
    of_year = rf"(?:\s*/\s*|\s+nam\s+|\s*,\s*nam\s+|\s*-\s*)(?P<y>{_YEAR})(?!\d)"
    y1, y2 = rf"(?:(?:\s*/\s*|\s+nam\s+)(?P<y1>{_YEAR}))?", rf"(?:\s*/\s*|\s+nam\s+|\s*-\s*)(?P<y2>{_YEAR})(?!\d)"
    m1 = rf"(?:(?:\s*[/.]\s*|\s+thang\s+)(?P<m1>{_MONTH}))?"
    m2 = rf"(?:\s*[/.-]\s*|\s+thang\s+)(?P<m2>{_MONTH})"

    def form(pattern: str, read: Callable[[dict[str, str | None]], _Span | None], **flags: bool) -> _Form:
        return _Form(re.compile(r"(?<![\w/])" + pattern), read, **flags)

    return [
        form(
            rf"(?:tu\s+)?(?:ngay\s+)?(?P<d1>{_DAY})(?!\d){m1}{y1}{to}(?:het\s+)?(?:ngay\s+)?(?P<d2>{_DAY})(?!\d){m2}{y2}",
            _day_range,
            day=True,
        ),
        form(
            rf"nam\s+hoc\s+(?P<y1>{_YEAR})\s*-\s*(?P<y2>{_YEAR})",
            lambda g: _school_span(int(_g(g, "y1")), int(_g(g, "y2"))),
        ),
        form(
            rf"(?:tu\s+)?thang\s+(?P<m1>{_MONTH})(?!\d){y1}(?:{to}|\s*,\s*|\s+va\s+)(?:thang\s+)?(?P<m2>{_MONTH}){y2}",
            _month_range,
        ),
        form(
            rf"(?:tu\s+)?quy\s+(?P<q1>{_QUARTER})(?!\w){y1}(?:{to}|\s*,\s*|\s+va\s+)(?:quy\s+)?(?P<q2>{_QUARTER}){y2}",
            _quarter_range,
        ),
        form(
            rf"(?:tu\s+)?(?:trong\s+)?(?:giai\s+doan|thoi\s+ky|nhiem\s+ky|(?:tu\s+|cac\s+)?nam)\s+(?P<y1>{_YEAR})(?:{to})(?:nam\s+)?(?P<y2>{_YEAR})(?!\d)",
            _year_range,
        ),
        form(
            rf"(?:\d{{1,2}}\s*(?:gio|h|g)\s*(?:\d\d)?\s*(?:phut)?,?\s*)?(?:ngay\s+)?(?P<d>{_DAY})(?!\d)(?:\s?[/.-]\s?|\s+thang\s+)(?P<m>{_MONTH})(?!\d)(?:\s?[/.-]\s?|\s+nam\s+)(?P<y>{_YEAR})(?!\d)",
            _day,
            day=True,
        ),
        form(rf"quy\s+(?P<q>{_QUARTER}){of_year}", lambda g: _quarter_span(int(_g(g, "y")), _ROMAN[_g(g, "q")])),
        form(rf"thang\s+(?P<m>{_MONTH}){of_year}", lambda g: _month_span(int(_g(g, "y")), int(_g(g, "m")))),
        form(
            rf"0?(?P<n>[369])\s+thang\s+(?P<half>dau|cuoi)(?:\s+nam|\s+cua\s+nam)?\s+(?:nam\s+)?(?P<y>{_YEAR})", _half
        ),
        form(
            rf"nam\s+(?P<y>{_YEAR})(?!\d)(?!\s*-\s*{_YEAR})",
            lambda g: _Span(f"{_g(g, 'y')}-01-01", f"{_g(g, 'y')}-12-31"),
            needs_cue=True,
        ),
        form(rf"(?P<y1>{_YEAR})\s*-\s*(?P<y2>{_YEAR})(?!\d)", _year_range, needs_cue=True),
    ]


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    tail = r"\s+(?:la\s+)?(?:het\s+)?(?:ngay\s+|cuoi\s+|vao\s+)?$"
    return (
        re.compile(rf"(?<!\w)(?:(?:hoan\s+thanh|xong|thuc\s+hien|gui\s+ve)\s+)?(?:{_any('until')}){tail}"),
        re.compile(rf"(?<!\w)(?:{_any('since')}){tail}"),
        re.compile(rf"(?<!\w)(?:{_any('within')}){tail}"),
    )


@cache
def _recurrence_pattern() -> re.Pattern[str]:
    parts = []
    for name, words in _words()["recurrence"].items():
        parts.append(rf"(?P<{name}>" + "|".join(word.replace(" ", r"\s+") for word in words) + ")")
    return re.compile(r"(?<!\w)(?:dinh\s+ky\s+)?(?:\d{1,2}\s+)?(?:" + "|".join(parts) + r")(?!\w)")


@cache
def _part_of_year() -> re.Pattern[str]:
    """A day that comes back: "trước ngày 25 hằng tháng", "trước 15/11 hằng năm", "ngày 20 của tháng cuối quý"."""
    return re.compile(
        rf"(?<![\w/])(?:(?:{_any('until')})\s+)?(?:ngay\s+(?P<d>{_DAY})(?!\d)(?:(?:\s*/\s*|\s+thang\s+)(?P<m>{_MONTH})(?!\d))?"
        rf"|(?P<d0>{_DAY})\s*/\s*(?P<m0>{_MONTH})(?!\d))\s*,?\s*(?:cua\s+|cuoi\s+)?"
        rf"(?P<every>(?:thang\s+(?:cuoi|dau)\s+(?:cua\s+)?)?(?:{_EVERY}|cua|cuoi)?\s*(?P<unit>thang|quy|nam))(?!\s*\d)(?!\w)"
    )


@cache
def _day_without_year() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w/])(?P<cue>(?:{_any('until')}|vao|trong)\s+)(?:ngay\s+)?(?P<d>{_DAY})(?:\s*/\s*|\s+thang\s+)(?P<m>{_MONTH})(?![\d/])(?!\s*[%/])"
    )


_MONTH_EVERY_YEAR = re.compile(
    rf"(?<![\w/])(?:trong\s+|truoc\s+|vao\s+)?thang\s+(?P<m>{_MONTH})(?!\d)\s*,?\s*(?:hang|moi)\s+nam"
)
_QUARTER_EVERY_YEAR = re.compile(
    rf"(?<![\w/])(?:trong\s+|vao\s+)?quy\s+(?P<q>{_QUARTER})(?!\w)\s*,?\s*(?:hang|moi)\s+nam"
)
_DIGIT = re.compile(r"\d")
_NO_DEADLINE = re.compile(
    r"(?:so\s+voi|cung\s+ky|luat|chuong\s+trinh|ban\s+hanh|ke\s+tu\s+ngay\s+ky|truong|sinh|ket\s+qua|tong\s+ket|so\s+lieu)"
    r"\s+(?:ngay\s+|cua\s+|cuoi\s+)?$"
)
_FULL_CUES = re.compile(r"(?:thoi\s+gian|thoi\s+han|tien\s+do|hoan\s+thanh|thuc\s+hien|han)[^.;\d]{0,30}:?\s*$")


def _day_before(day: str) -> str:
    """The last day before the month, quarter or year that begins on ``day``."""
    year, month = int(day[:4]), int(day[5:7])
    year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return f"{year:04}-{month:02}-{last_day(year, month):02}"


def _recurrence(folded: str) -> tuple[Recurrence, int, int] | None:
    match = _recurrence_pattern().search(folded)
    if match is None:
        return None
    name = next(name for name, hit in match.groupdict().items() if hit)
    return cast(Recurrence, name), match.start(), match.end()


def _hidden(text: str) -> str:
    """The folded text with the dates of cited documents blanked out: those are no deadlines."""
    folded = fold(text)
    for citation in find_citations(text):
        folded = folded[: citation.start] + " " * (citation.stop - citation.start) + folded[citation.stop :]
    return folded


def find_deadline(text: str) -> Deadline | None:
    """The time by, from or in which ``text`` says that something is due, or None; the firmest that it names.

    A text of at most 60 characters that is nothing but a time (a table's cell) needs no preposition: ``Năm 2025``,
    ``Thường xuyên``. Dates of cited documents and years of comparison are no deadlines.
    """
    if not text:
        return None
    folded = _hidden(text)
    short = len(text.strip()) <= SHORT
    return (
        _recurring(text, folded)
        or _dated(text, folded, short)
        or _repeated(text, folded, short)
        or _standing(text, folded, short)
    )


def _recurring(text: str, folded: str) -> Deadline | None:
    """A day or month that comes back: "trước ngày 25 hằng tháng"."""
    if match := _part_of_year().search(folded):
        unit, day, month = match["unit"], int(match["d"] or match["d0"]), match["m"] or match["m0"]
        if month is None and unit == "nam":
            return None
        if unit == "quy" or "thang cuoi" in match["every"] or "thang dau" in match["every"]:
            recurrence, end = "quarterly", None
        elif month is None:
            recurrence, end = "monthly", f"---{day:02}"
        else:
            recurrence, end = "yearly", f"--{int(month):02}-{day:02}"
        return Deadline(
            text=_printed(text, match.start(), match.end()), end=end, recurrence=cast(Recurrence, recurrence)
        )
    if match := _MONTH_EVERY_YEAR.search(folded):
        month_number = int(match["m"])
        first, last = f"--{month_number:02}-01", f"--{month_number:02}-{last_day(2025, month_number):02}"
        return Deadline(text=_printed(text, match.start(), match.end()), start=first, end=last, recurrence="yearly")
    if match := _QUARTER_EVERY_YEAR.search(folded):
        span = _quarter_span(2025, _ROMAN[match["q"]])
        return Deadline(
            text=_printed(text, match.start(), match.end()),
            start="-" + (span.first or "")[4:],
            end="-" + (span.last or "")[4:],
            recurrence="yearly",
        )
    return None


def _dated(text: str, folded: str, short: bool) -> Deadline | None:
    """The first full date, month, quarter, year or span of them that is due.

    Forms are tried from the longest: what one has read ("từ tháng 3 đến tháng 5/2025") is not read again as part of
    another.
    """
    if not _DIGIT.search(folded):
        return None
    found: list[tuple[int, int, Deadline]] = []
    for form in _forms():
        for match in form.pattern.finditer(folded):
            deadline = _judged(text, folded, short, form, match)
            if deadline:
                found.append(deadline)
                folded = folded[: match.start()] + " " * (match.end() - match.start()) + folded[match.end() :]
    if found:
        return min(found, key=lambda item: item[:2])[2]
    if partial := _day_without_year().search(folded):
        end = f"--{int(partial['m']):02}-{int(partial['d']):02}"
        return Deadline(text=_printed(text, partial.start(), partial.end()), end=end)
    return None


def _judged(text: str, folded: str, short: bool, form: _Form, match: re.Match[str]) -> tuple[int, int, Deadline] | None:
    """What a printed time means behind its preposition, with how firm it is (0 is firmest) and where it begins."""
    until, since, within = _cues()
    span = form.read(match.groupdict())
    window_start = max(0, match.start() - 40)
    before = folded[window_start : match.start()]
    if span is None or _NO_DEADLINE.search(before):
        return None
    cue_until, cue_since = until.search(before), since.search(before)
    cue = cue_until or cue_since or within.search(before)
    alone = short and not folded[: match.start()].strip(" :-(").replace("thoi gian", "")
    if form.needs_cue and not (cue or alone or _FULL_CUES.search(before)):
        return None
    start = window_start + cue.start() if cue else match.start()
    first, last = span.first, span.last
    is_range = "y2" in match.groupdict()
    if cue_until and not is_range:
        left_out = not form.day and any(cue_until[0].startswith(word) for word in _words()["before"])
        first, last = None, _day_before(first) if left_out and first else last
    elif cue_since and not is_range:
        last = None
    rank = 0 if cue or form.day or is_range else 1
    return rank, start, Deadline(text=_printed(text, start, match.end()), start=first, end=last)


def _repeated(text: str, folded: str, short: bool) -> Deadline | None:
    """A bare recurrence; in a long text only where it opens it or tells how often to report."""
    hit = _recurrence(folded)
    if hit is None:
        return None
    recurrence, start, end = hit
    reporting = re.search(
        r"dinh\s+ky|bao\s+cao|giao\s+ban|so\s+ket|tong\s+ket|hop", folded[max(0, start - 60) : end + 40]
    )
    if not short and start > 3 and not reporting:
        return None
    return Deadline(text=_printed(text, start, end), recurrence=recurrence)


def _standing(text: str, folded: str, short: bool) -> Deadline | None:
    """A cell that says "Thường xuyên": kept as text."""
    if short and re.fullmatch(rf"\s*(?:{_any('standing')})(?:[\s,;]+(?:{_any('standing')}))*\s*\.?\s*", folded):
        return Deadline(text=text.strip(" .;"))
    return None


def _printed(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", text[start:end]).strip(" ,;.")
