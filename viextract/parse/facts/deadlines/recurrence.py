"""What comes back: "hằng năm", "định kỳ 6 tháng", "02 lần/năm".

>>> [hit.recurrence for hit in read_recurrences("dinh ky 6 thang, hang nam", "định kỳ 6 tháng, hằng năm")]
['half-yearly', 'yearly']
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from viextract.language.fold import fold
from viextract.model.plan import Recurrence
from viextract.parse.facts.deadlines.vocabulary import alternatives, ending_in, printed_words, words

_UNITS: dict[str, Recurrence] = {"tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}
_INTERVALS: dict[tuple[int, str], Recurrence] = {
    (1, "tuan"): "weekly",
    (1, "thang"): "monthly",
    (3, "thang"): "quarterly",
    (1, "quy"): "quarterly",
    (6, "thang"): "half-yearly",
    (2, "quy"): "half-yearly",
    (12, "thang"): "yearly",
    (1, "nam"): "yearly",
}
_TIMES_A_YEAR: dict[int, Recurrence] = {2: "half-yearly", 4: "quarterly", 12: "monthly"}
_FIGURES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6, "muoi hai": 12}
_N = r"\d{1,2}|muoi +hai|" + "|".join(name for name in _FIGURES if " " not in name)
_EVERY = (
    r"(?:dinh +ky|hang|moi)(?: +(?:moi|theo|la|vao))? +(?P<n>\d{1,2})(?: \(\w+\))? +(?P<unit>thang|tuan|quy|nam)"
    r"(?: +(?:mot|1|01) +lan)?"
    rf"|(?P<n2>{_N}) +(?P<unit2>thang|tuan|quy|nam)(?: *(?:/|,)? *)(?:mot +|1 +|01 +)?lan"
    r"|lan */ *(?P<n3>\d{1,2}) +(?P<unit3>thang|tuan|quy|nam)"
)
_A_YEAR = (
    rf"(?P<count>{_N}) +(?:lan|buoi|cuoc|phien) *(?:/|tren|mot|moi|trong)? "
    r"*(?:mot +|1 +|01 +)?(?P<of>nam|quy|thang|tuan)"
    rf"|(?:moi|hang) +(?P<of2>nam|quy|thang|tuan) +(?P<count2>{_N}) +lan"
)
_EACH = r"moi +(?P<each>tuan|thang|quy|nam)(?= +\d)(?! +[\d.,]+ *(?:dong|trieu|ty|ti|nghin|ngan)(?!\w))"
"""Behind "mỗi" a figure counts what is done; behind "hàng" it is that of the month."""
_NEXT_MONTH = r"(?<=\d) +(?:cua +)?thang +(?P<next>sau|ke +tiep|tiep +theo|lien +ke|sau +lien +ke|ke +sau|lien +sau)"
"""A report for every month is due on a day of the one after it."""
_REPORT = (
    r"(?<=bao cao )(?P<report>tuan|thang|quy)"
    r"(?= *[(,]? *(?:(?:gui|nop|xong) +)?(?:(?:cham +nhat +)?truoc +(?:ngay|thu|\d)|vao +|cham +nhat))"
)
"""A report for every week, month or quarter, before the day by which it is due: "báo cáo tháng (trước ngày 18)"."""
_WEEKDAY = r"(?:(?:(?:vao|truoc) +)?(?:(?:sang|chieu|ngay) +)*(?:thu +(?:hai|ba|tu|nam|sau|bay|[2-7])|chu +nhat) +)?"
_WINDOW = 24
_PERIODS = ("tuan", "thang", "quy", "nam", "nua", "sau")


class Recurring(NamedTuple):
    """How often, and where it is printed."""

    recurrence: Recurrence
    start: int
    end: int
    of_report: bool = False
    """Whether it is that of a report which the day behind it is for: "báo cáo tháng (trước ngày 18)"."""


def rhythm_phrases() -> list[str]:
    """What is said of what comes back, without marks."""
    return sorted({phrase for phrases in words()["recurrence"].values() for phrase in phrases})


@cache
def _pattern() -> re.Pattern[str]:
    named = "|".join(
        f"(?P<{name.replace('-', '_')}>{alternatives(phrases)})" for name, phrases in words()["recurrence"].items()
    )
    return re.compile(
        rf"(?<![\w/])(?:(?:dinh +ky|thuong +xuyen) +)?(?:(?:{_EVERY}|{_A_YEAR}|{_WEEKDAY}(?:{named}))"
        rf"(?!\w)(?! *\d)|{_EACH}(?!\w))"
        rf"|{_NEXT_MONTH}(?!\w)|{_REPORT}"
    )


def read_recurrences(folded: str, text: str) -> list[Recurring]:
    """Every rhythm that a text names, in order; what merely sounds like one ("bán hàng tháng 10") is left out."""
    found: list[Recurring] = []
    for match in _pattern().finditer(folded):
        recurrence = _meaning(match)
        if recurrence and not _sounds_alike(match, folded, text, recurrence):
            found.append(Recurring(recurrence, match.start(), match.end(), match["report"] is not None))
    return found


def rhythms_without_value(text: str) -> list[str]:
    """The rhythms, as printed, that are none of those the schema has.

    >>> rhythms_without_value("Họp giao ban 2 tuần/lần, sơ kết 6 tháng một lần.")
    ['2 tuần/lần']
    """
    return [
        text[match.start() : match.end()]
        for match in _pattern().finditer(fold(text))
        if "," not in match[0] and any(match[number] for number in _COUNTED) and _meaning(match) is None
    ]


_COUNTED = ("n", "n2", "n3")


def _meaning(match: re.Match[str]) -> Recurrence | None:
    group = match.groupdict()
    for number in _COUNTED:
        if group[number]:
            unit = group["unit" + number[1:]]
            return _INTERVALS.get((_number(group[number]), cast(str, unit)))
    if count := group["count"] or group["count2"]:
        every = _UNITS[group["of"] or group["of2"]]
        return _TIMES_A_YEAR.get(_number(count), every) if every == "yearly" else every
    if group["each"]:
        return _UNITS[group["each"]]
    if group["report"]:
        return _UNITS[group["report"]]
    if group["next"]:
        return "monthly"
    name = next(name for name in words()["recurrence"] if group[name.replace("-", "_")])
    return cast(Recurrence, name)


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else _FIGURES[" ".join(printed.split())]


@cache
def _opening(name: str) -> tuple[str, ...]:
    """Words of a list with the blank behind them, as they are printed."""
    return tuple(f"{word} " for word in printed_words()[name])


def _sounds_alike(match: re.Match[str], folded: str, text: str, recurrence: Recurrence) -> bool:
    if match["next"] or match["report"]:
        return False
    if text[match.start() : match.end()].lower().startswith(_opening("like_each")):
        return True
    before = folded[max(0, match.start() - _WINDOW) : match.start()]
    printed = text[match.start() : match.end()].lower()
    if printed.startswith(_opening("like_every")) and ending_in("goods", False).search(
        text[max(0, match.start() - _WINDOW) : match.start()].lower()
    ):
        return True
    if re.search(r"\d *$|(?<!\w)(?:hai|ba|bon|vai|nhieu) *$", before) and not match[0][0].isdigit():
        # "5 năm một lần"; not "ngày 20 tháng cuối quý", "16 giờ 00 thứ Sáu hằng tuần"
        return match[0].startswith(_PERIODS) and not match[0].startswith(("thang cuoi", "thang dau"))
    if recurrence == "monthly" and ending_in("monthly_pay", False).search(
        text[max(0, match.start() - _WINDOW) : match.start()].lower()
    ):
        return True
    return recurrence == "daily" and ending_in("daily_life", True).search(before) is not None
