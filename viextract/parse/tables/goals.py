"""Columns that hold the figures of goals: "Chỉ tiêu | ĐVT | Kế hoạch 2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from viextract.model.plan import Target
from viextract.parse.facts.targets import NUMBER, comparator_of, find_targets, read_number
from viextract.parse.tables.logical import LogicalTable, Row, flat
from viextract.vocabulary.column_headings import folded, labels
from viextract.vocabulary.units import names_body, opens_with_verb

FIGURED = 0.6
"""Share of a column's filled cells that are figures."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEAR_ALONE = re.compile(r"(?:năm\s+)?(20\d\d)", re.IGNORECASE)
_MOST_WORDS = 4
"""Words beside a figure with which a cell is still one: "120 người", "từ 95% trở lên"."""
_MEASURE_WORDS = 4
"""Words of a unit of measure: "triệu đồng/người/năm"."""


@cache
def _figure() -> re.Pattern[str]:
    sign = "|".join(["[<>≥≤]=?", *labels("before_figures")])
    return re.compile(rf"(?P<sign>{sign})?\s*(?P<low>{NUMBER})(?:\s*[-–]\s*{NUMBER})?\s*(?P<rest>.*)")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in labels(name))


def names_measure(name: str) -> bool:
    """Whether a heading asks in what is counted."""
    return folded(name.rpartition(" – ")[2]) in _words("measures")


def names_goal(name: str) -> bool:
    """Whether a heading announces what is to be reached, of a year or at all.

    >>> names_goal("Kế hoạch năm 2027"), names_goal("Kế hoạch giao – 2027"), names_goal("Thực hiện năm 2026")
    (True, True, False)
    """
    plain = " ".join(folded(_YEAR.sub(" ", name)).split())
    plain = re.sub(r"(?:\s?(?:den|vao|cuoi|trong))?\s?nam(?:\shoc)?$", "", plain).strip()
    return plain in _words("goals")


def with_goals(meanings: Sequence[str], names: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The meanings, columns of figures to be reached being ``goal`` and what they measure ``indicator``: where the
    table says in what they are counted, or has a column of indicators beside them.
    """
    result = list(meanings)
    goals = [c for c, name in enumerate(names) if names_goal(name) and _figured(rows, c)]
    goals = goals or _years_of_goals(names, rows)
    keys = [c for c, m in enumerate(meanings) if m in ("indicator", "criterion", "name", "content") and c not in goals]
    measures = [c for c, name in enumerate(names) if names_measure(name) or _holds_measures(name, rows, c)]
    if not goals or not keys or keys[0] > goals[0]:
        return result
    if not measures and meanings[keys[0]] not in ("indicator", "criterion"):
        return result
    for c in measures:
        result[c] = "report"
    for c in goals:
        result[c] = "goal"
    if not {"indicator", "criterion"} & {result[c] for c in keys} and not _lists_work(rows, keys[0]):
        result[keys[0]] = "indicator"
        for c in keys[1:]:
            result[c] = "other"
    return result


LEAST_YEARS = 2


def _years_of_goals(names: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """The columns of figures that have nothing but a year above them, one after the other, beside what is headed
    "Chỉ tiêu" or "Mục tiêu".
    """
    if not any(folded(name).startswith(("chi tieu", "muc tieu", "ten chi tieu")) for name in names):
        return []
    years = [(c, int(match[1])) for c, name in enumerate(names) if (match := _YEAR_ALONE.fullmatch(name.strip()))]
    rising = [year for _, year in years] == sorted({year for _, year in years})
    if len(years) < LEAST_YEARS or not rising:
        return []
    return [c for c, _ in years if _figured(rows, c)]


def _lists_work(rows: Sequence[Row], column: int) -> bool:
    """Whether most cells say what is to be done rather than what is measured."""
    cells = _filled(rows, column)
    return 2 * sum(map(opens_with_verb, cells)) >= len(cells)


def _filled(rows: Sequence[Row], column: int) -> list[str]:
    return [flat(row[column].text) for row in rows if row[column] and not row[column].wide]


def _figured(rows: Sequence[Row], column: int) -> bool:
    cells = _filled(rows, column)
    figures = sum(_figure().match(cell) is not None and len(cell.split()) <= _MOST_WORDS for cell in cells)
    return bool(cells) and figures >= FIGURED * len(cells)


def _holds_measures(name: str, rows: Sequence[Row], column: int) -> bool:
    """Whether a column "Đơn vị" is that of units of measure: a few short words, and no body."""
    cells = _filled(rows, column)
    short = all(len(cell.split()) <= _MEASURE_WORDS and not re.search(r"\d", cell) for cell in cells)
    return folded(name) == "don vi" and bool(cells) and short and not any(names_body(cell) for cell in cells)


def goal_targets(table: LogicalTable, row: Row, indicator: str, year: int | None) -> list[Target]:
    """What the columns of goals say of an indicator, each for the year that its heading names."""
    measure = next(
        (flat(row[c].text) for c, m in enumerate(table.meanings) if m == "report" and c < table.width and row[c]), ""
    )
    found: list[Target] = []
    for c, meaning in enumerate(table.meanings):
        if meaning == "goal" and (cell := flat(row[c].text)):
            own = _YEAR.findall(table.names[c])
            found += targets_of(cell, _small(measure), indicator, int(own[0]) if len(own) == 1 else year)
    return found


def _small(measure: str) -> str:
    """A unit as it stands in a sentence: "Triệu đồng" in small letters, "HTX" as it is."""
    return measure[:1].lower() + measure[1:] if measure[1:2].islower() else measure


_UNIT_WORDS = 3


def targets_of(cell: str, measure: str, indicator: str, year: int | None) -> list[Target]:
    match = _figure().fullmatch(cell)
    rest = match["rest"].strip() if match else ""
    if match is not None and rest and len(rest.split()) <= _UNIT_WORDS and rest.replace(" ", "").isalpha():
        measure, rest = _small(rest), ""
    if match is None or (rest and rest != "%" and not rest.startswith(labels("behind_figures"))):
        return find_targets(f"{indicator} {cell}", year=year, listed=True)
    unit = "%" if rest.startswith("%") else measure or None
    said = f"{indicator} {cell}"
    start = len(said) - len(cell) + match.start("low")
    comparator = comparator_of(said, start, start + len(match["low"]), match["sign"]) or ">="
    text = cell if unit is None or unit in cell else f"{cell} {unit}"
    return [Target(text=text, value=read_number(match["low"]), unit=unit, comparator=comparator, year=year)]
