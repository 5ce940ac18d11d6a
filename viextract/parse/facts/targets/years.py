"""The year that a goal is for."""

from __future__ import annotations

import re
from bisect import bisect_left

from viextract.language.fold import fold

_YEAR = re.compile(r"(?<!\d)(?:nam|den|vao nam|cuoi nam)\s+(20\d\d)(?!\d)(?!\s*[-/]\s*20\d\d)")
_SENTENCE_END = re.compile(r"[;.]\s")
_NO_YEAR_BEFORE = re.compile(
    r"(?:so voi|cung ky|chuong trinh|luat|phap lenh|nghi quyet|tu|ket qua|so lieu|nam hoc|thong ke)"
    r"\s+(?:\w+\s+){0,2}$"
)


def years_in(folded: str) -> list[tuple[int, int]]:
    """(position, year) of the years that goals may be for; those of comparison ("so với năm 2024") and of laws are
    none."""
    return [
        (match.start(), int(match[1]))
        for match in _YEAR.finditer(folded)
        if not _NO_YEAR_BEFORE.search(folded, max(0, match.start() - 40), match.start())
    ]


def goal_year(folded: str, years: list[tuple[int, int]], position: int) -> int | None:
    """The year that a goal at ``position`` is for: the nearest named before it, else the first after it in its
    sentence."""
    before = bisect_left(years, (position, 0))
    if before:
        return years[before - 1][1]
    if years and not _SENTENCE_END.search(folded, position, years[0][0]):
        return years[0][1]
    return None


def heading_year(title: str) -> int | None:
    """The one year that a title names ("Chỉ tiêu năm 2025"); None for a span of years or where it names several."""
    folded = fold(title)
    if re.search(r"20\d\d\s*-\s*20\d\d", folded):
        return None
    years = {year for _, year in years_in(folded)}
    return years.pop() if len(years) == 1 else None
