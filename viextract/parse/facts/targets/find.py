"""Goals with a figure in a text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from viextract.language.fold import fold
from viextract.model.plan import Direction, Target
from viextract.parse.facts.targets.comparators import CHANGE_REACH, REACH, comparator_of, direction_of
from viextract.parse.facts.targets.no_goals import is_no_goal
from viextract.parse.facts.targets.numbers import read_number
from viextract.parse.facts.targets.phrases import alternatives, patterns, phrases
from viextract.parse.facts.targets.years import goal_year, years_in

_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)})
_DIGIT = re.compile(r"\d")


def find_targets(
    text: str,
    *,
    year: int | None = None,
    relative: bool = False,
    listed: bool = False,
    issued_on: str | None = None,
) -> list[Target]:
    """The goals that ``text`` (NFC) states in figures, in order; equal ones are all listed.

    year: of the heading above, for goals whose own text names none. relative: also read a goal without a figure
    ("tăng so với năm trước": direction only), as rows of a criteria table state it. listed: whether the text stands
    in a list of goals ("Chỉ tiêu cụ thể"), where a count needs no word that makes it one. issued_on: the document's
    date: what was reached in a year before it is none.
    Ages, levels, lengths of time, dates, conditions, quorums, shares of cost and states of affairs are none.
    """
    if not relative and not _DIGIT.search(text):
        return []
    folded = fold(text)
    years = years_in(folded)
    first_year = int(issued_on[:4]) if issued_on else None
    found: list[tuple[int, Target]] = []
    taken = bytearray(len(text))
    for reading in (*_percentages(text, listed), *_ratios(text, folded), *_counts(text, listed)):
        if any(taken[reading.start : reading.end]) or is_no_goal(text, reading.start, reading.end):
            continue
        taken[reading.start : reading.end] = b"\1" * (reading.end - reading.start)
        own = goal_year(folded, years, reading.start)
        if own is not None and first_year is not None and own < first_year:
            continue
        found.append((reading.start, reading.target.model_copy(update={"year": own or year})))
    found.sort(key=lambda pair: pair[0])
    if not found and relative and (direction := _relative_goal(text)):
        return [Target(text=direction[0], direction=direction[1], year=year)]
    return [target for _, target in found]


class _Reading(NamedTuple):
    """A figure that may be a goal, and where it is printed."""

    start: int
    end: int
    target: Target


@cache
def _per() -> re.Pattern[str]:
    """By what a figure is counted: "30 triệu đồng/xã", "2 tiết/tháng"."""
    return re.compile(rf"(?:\s?/\s?(?:{alternatives(phrases()['nouns'])}|[^\W\d_]+)(?!\w))+")


def _clean(text: str, start: int, end: int) -> str:
    """The printed goal with the phrase that governs it."""
    p = patterns()
    window = text[max(0, start - REACH) : start]
    hits = [
        match.start() for p_ in (p.at_most, p.at_least, p.increase, p.decrease, p.from_) if (match := p_.search(window))
    ]
    if hits:
        start = max(0, start - REACH) + min(hits)
    if match := _per().match(text, end):
        end = match.end()
    for pattern in (p.or_more, p.or_less):
        if match := pattern.match(text, end):
            end = match.end()
    return re.sub(r"\s+", " ", text[start:end]).strip(" ,;.")


def _tells_share(text: str, start: int, listed: bool) -> bool:
    """Whether "chiếm" before a figure tells how things are, which it does unless the clause strives for it."""
    p = patterns()
    if not p.share.search(text[max(0, start - REACH) : start]):
        return False
    clause = re.split(r"[.;]\s", text[:start])[-1]
    return not listed and not p.strives.search(clause)


def _percentages(text: str, listed: bool) -> list[_Reading]:
    p = patterns()
    out: list[_Reading] = []
    previous: int | None = None
    for match in p.figure.finditer(text):
        start, end = match.start("low"), match.end()
        before = text[max(0, start - REACH) : start]
        if p.not_goal.search(before) or _tells_share(text, start, listed):
            continue
        if p.too_much.search(before) and p.penalised.match(text, end):
            continue  # "vắng quá 20% số buổi không được dự thi"
        if previous is not None and out and text[previous:start].strip().lower() in phrases()["change_between"]:
            out.pop()  # "tăng từ 50% lên 60%": where it starts from is no goal
        direction = direction_of(text, match.start())
        value = read_number(match["low"])
        # A share cannot fall below nothing: "0% hộ vi phạm" is at most.
        comparator = comparator_of(text, match.start(), end, match["sign"]) or (">=" if value else "<=")
        if match["high"] or (direction == "decrease" and p.decrease.search(before)):
            comparator = ">="  # the lower end of a range; "giảm 5%": by at least so much
        previous = None if match["high"] else end
        target = Target(
            text=_clean(text, match.start(), end),
            value=value,
            unit="%",
            comparator=comparator,
            direction=direction,
        )
        out.append(_Reading(match.start(), end, target))
    return out


def _obliges(text: str, before: str, end: int) -> bool:
    """Whether a figure tells who has a duty: "hộ có trên 3 ha rừng phải có phương án"."""
    return patterns().owns.search(before) is not None and patterns().owes.match(text, end) is not None


_NO_RATIO_BEFORE = re.compile(r"(?:ngay|thang|so|khoan|dieu|quy|tu|den|truoc|lop|phong|duong|nha)\s*$")


def _ratios(text: str, folded: str) -> list[_Reading]:
    p = patterns()
    out: list[_Reading] = []
    for match in p.ratio.finditer(text) if "/" in text else ():
        unit = match["unit"]
        part, whole = read_number(match["part"]), read_number(match["all"])
        start, end = match.start(), match.end("all")
        before = folded[max(0, start - 12) : start]
        governed = p.at_least.search(text[max(0, start - REACH) : start])
        unpadded = not match["part"].startswith("0")
        if unpadded and (part, whole) in _FRACTIONS and (governed or unit in {"số", "tổng"}):
            comparator = comparator_of(text, start, end, None) or ">="
            target = Target(text=_clean(text, start, end), value=round(part / whole, 4), comparator=comparator)
            out.append(_Reading(start, end, target))
            continue
        counted = unit and unit.lower() not in _stops() and whole and part <= whole
        if not counted or (_NO_RATIO_BEFORE.search(before) and not governed):
            continue
        target = Target(text=re.sub(r"\s+", " ", match[0]).strip(), value=part, of=whole, unit=unit, comparator="=")
        out.append(_Reading(start, match.end(), target))
    return out


@cache
def _stops() -> frozenset[str]:
    """Words behind a figure that are no counted noun, or one that makes it no goal (ages, hours)."""
    return frozenset({*phrases()["not_units"], *phrases()["not_nouns"]})


def _counts(text: str, listed: bool) -> list[_Reading]:
    """Counts of things that are goals ("ít nhất 5 lớp"): those with a sign or a cue, and in a list of goals or behind a
    verb of striving the others too; prices, ages, shares and measures are none.
    """
    p = patterns()
    out: list[_Reading] = []
    for match in p.count.finditer(text):
        unit = re.sub(r"\s+", " ", match["unit"]).lower()
        start, low_end, end = match.start(), match.end("low"), match.end("unit")
        before = text[max(0, start - REACH) : start]
        if p.per.search(before) and read_number(match["low"]) == 1:
            continue  # "180 triệu đồng trên 01 ha": what the goal is measured by
        if unit in _stops() or p.age.match(text, end) or p.not_goal.search(before):
            continue
        if _tells_share(text, start, listed) or (p.from_.search(before) and p.changes.match(text, end)):
            continue
        striving = p.striving.search(text[max(0, start - 2 * REACH) : start])
        if striving and unit in phrases()["money"] and striving[0].lower().startswith("mỗi"):
            striving = None  # "mỗi suất quà 500.000 đồng": what each costs
        goal = match["sign"] or p.count_cue.search(before) or p.or_more.match(text, low_end)
        goal = goal or p.shrinks.search(text[max(0, start - CHANGE_REACH) : start])
        if goal and _obliges(text, before, end):
            continue
        striven = listed or striving
        if not goal and (not striven or p.label.search(before)):
            continue
        direction = direction_of(text, start)
        comparator = comparator_of(text, start, end, match["sign"]) or ">="
        if match["high"] or (direction == "decrease" and p.decrease.search(before)):
            comparator = ">="
        target = Target(
            text=_clean(text, start, end),
            value=read_number(match["low"]),
            unit=unit,
            comparator=comparator,
            direction=direction,
        )
        out.append(_Reading(start, end, target))
    return out


def _relative_goal(text: str) -> tuple[str, Direction] | None:
    """A goal that is only a direction: "giảm so với năm trước"."""
    p = patterns()
    for match in p.relative.finditer(text):
        if p.compared.match(text, match.end()):
            return text[match.start() :].strip(" ,;."), "increase" if match["up"] else "decrease"
    return None
