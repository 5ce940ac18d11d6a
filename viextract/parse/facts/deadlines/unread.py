"""Times that are printed and are no deadline in the plan, since no day can be told from them: a person must see them.

>>> impossible_days("Xong trước ngày 31/02/2026, báo cáo ngày 15/13/2026 và 28/02/2026")
['31/02/2026', '15/13/2026']
>>> impossible_days("Xong ngày 15/13, trực cả ngày 24/24 giờ, mỗi ngày 30/40 hộ; trong ngày 25/30 hộ đã ký")
['15/13']
>>> impossible_days("đạt 30/32 tiêu chí; theo Quyết định số 31/02/QĐ-UBND")
[]
>>> times_without_date("Dọn vệ sinh xong trước ngày 15/3 (âm lịch)")
['trước ngày 15/3 (âm lịch)']
>>> times_without_date("Gửi hồ sơ chậm nhất sau 05 ngày làm việc; trước khi gửi phải ký")
['chậm nhất sau 05 ngày làm việc']
"""

from __future__ import annotations

import re
from functools import cache

from viextract.parse.facts.dates import iso_date
from viextract.parse.facts.deadlines.hidden import lunar_date, shown
from viextract.parse.facts.deadlines.vocabulary import any_of

_DAY = re.compile(
    r"(?<![\w/.,-])(?P<d>\d{1,2}) ?(?P<joint>[/.-]) ?(?P<m>\d{1,2}) ?(?P=joint) ?(?P<y>20\d\d)(?![\d/]|-\w)"
    r"|(?<![\w/.,-])(?P<d2>\d{1,2}) +thang +(?P<m2>\d{1,2})(?:,? +nam +(?P<y2>20\d\d))?(?!\w)"
    r"|(?<!\bca ngay )(?<!\bmoi ngay )(?<!\bhang ngay )(?<=\bngay )(?P<d3>\d{1,2})/(?P<m3>\d{1,2})"
    r"(?:(?<=/1[0-2])|(?<=/0\d)|(?<=/[1-9])|(?= *(?:[.,;)]|$)))(?![\d/%]|[.,]\d)"
)
"""A day and a figure above twelve are a share of what is counted behind them ("ngày 30/40 hộ"), a date only before a
break; what is done all day or every day is counted there, too ("cả ngày 24/24").
"""
_LEAP_YEAR = 2024
"""For a day without a year: the 29th of February may be meant."""
_REACH = 60
"""Characters behind a word that sets a term in which the term is printed."""


def impossible_days(text: str) -> list[str]:
    """Days of a text, as printed, that the calendar does not have; numbers of documents are none."""
    folded = shown(text).folded
    found = []
    for match in _DAY.finditer(folded):
        day, month = (
            (match["d"], match["m"]) if match["d"] else (match["d2"] or match["d3"], match["m2"] or match["m3"])
        )
        if iso_date(int(match["y"] or match["y2"] or _LEAP_YEAR), int(month), int(day)) is None:
            found.append(text[match.start() : match.end()])
    return found


def times_without_date(text: str) -> list[str]:
    """What a text says of when something is due, as printed, where it is no day of the common calendar: lunar days,
    feasts and seasons, terms that begin with what is yet to happen. To be asked of a text without a deadline.
    """
    folded = re.sub(r"\s", " ", shown(text, lunar=True).folded)
    found = [(match.start(), match.end()) for match in _term().finditer(folded)]
    for match in lunar_date().finditer(folded):
        if not any(start <= match.start() < end for start, end in found) and _dates(folded, match.start()):
            found.append((_dates(folded, match.start()) or match.start(), match.end()))
    return [text[start:end].strip(" ,;.") for start, end in sorted(found)]


@cache
def _term() -> re.Pattern[str]:
    """A word that sets a term with what follows it up to the end of the clause."""
    counted = rf"(?:{any_of('counted_terms')})(?=[^.;,\d]{{0,24}}\d)"
    seasonal = rf"(?:truoc|den het|xong) +(?:{any_of('seasons')})(?!\w)"
    ahead = r"truoc +(?!ngay +\d)(?=[^.;,\d]{2,40}\d{1,2} +ngay(?!\w))"  # "hoàn thành trước Ngày hội 05 ngày"
    return re.compile(
        rf"(?<!\w)(?:(?:{any_of('terms')})(?!\w)|{counted}|{seasonal}|{ahead})[^.;,]{{0,{_REACH}}}(?![^\W_])"
    )


@cache
def _before_lunar() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('before_lunar')})(?: +het)?(?: +ngay)? *$")


def _dates(folded: str, start: int) -> int | None:
    """Where the preposition of a lunar day begins; None where it has none."""
    match = _before_lunar().search(folded, max(0, start - 24), start)
    return match.start() if match else None
