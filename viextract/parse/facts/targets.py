"""Figures that are goals: value, unit, comparator, denominator, year, direction.

Phrases are ``dictionaries/targets.yaml``. Numbers are written the Vietnamese way (``1.250`` is a thousand and some,
``55,55`` has decimals).

>>> goals = find_targets("Đến năm 2027, tỷ lệ hộ dùng nước sạch đạt 95,5% trở lên")
>>> [(t.value, t.unit, t.comparator, t.year) for t in goals]
[(95.5, '%', '>=', 2027)]
>>> [(t.value, t.of, t.unit, t.comparator) for t in find_targets("12/12 xã có nhà văn hóa")]
[(12, 12, 'xã', '=')]
>>> [(t.value, t.comparator) for t in find_targets("giữ tỷ lệ bỏ học từ 1% đến 2%")]
[(1, '>='), (2, '<=')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import Any

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.model.plan import Comparator, Direction, Target

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)})
_DIGIT = re.compile(r"\d")
_REACH = 34
"""How many characters before a figure a phrase that governs it may begin: "đạt tỷ lệ bình quân từ " and the like."""


def read_number(text: str) -> float | int:
    """A number as printed in Vietnamese; whole ones are int.

    >>> read_number("1.250"), read_number("55,55"), read_number("02"), read_number("10.5"), read_number("1.250,5")
    (1250, 55.55, 2, 10.5, 1250.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


@cache
def _phrases() -> dict[str, list[str]]:
    data: dict[str, Any] = read_yaml("targets.yaml")
    return {name: list(words) for name, words in data.items() if name != "source"}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class _Patterns:
    def __init__(self) -> None:
        words = _phrases()
        units = _alternatives([*words["money"], *words["nouns"]])
        lead = r"(?:\s+(?:là|khoảng|số|mức|từ|được|có|thêm|bình\s+quân|tỷ\s+lệ|tỉ\s+lệ|đạt|ít\s+nhất))*\s*$"
        self.figure = re.compile(
            rf"(?<![\w.,/%-])(?P<sign>≥|>=|≤|<=|>|<|=|\+)?\s*(?P<low>{_NUMBER})\s*(?:%|phần\s+trăm)?"
            rf"(?:\s*(?:-|–|đến|tới)\s*(?:dưới\s+|trên\s+)?(?P<high>{_NUMBER}))?\s*(?P<percent>%|phần\s+trăm)",
            re.IGNORECASE,
        )
        self.ratio = re.compile(
            r"(?<![\w.,/-])(?P<part>\d{1,4}(?:\.\d{3})*)\s?/\s?(?P<all>\d{1,4}(?:\.\d{3})*)(?![\w/.,-]*\d)"
            rf"(?:\s+(?P<unit>{units}|[a-zà-ỹđ]+))?",
        )
        self.count = re.compile(
            rf"(?<![\w.,/-])(?P<sign>≥|>=|≤|<=)?\s*(?P<low>{_NUMBER})(?:\s*(?:-|–|đến)\s*(?P<high>{_NUMBER}))?\s+"
            rf"(?P<unit>{units}|[a-zà-ỹđ]+(?:2|3)?)",
            re.IGNORECASE,
        )
        self.at_least = re.compile(rf"(?<!\w)(?:{_alternatives(words['at_least'])}){lead}", re.IGNORECASE)
        self.at_most = re.compile(rf"(?<!\w)(?:{_alternatives(words['at_most'])}){lead}", re.IGNORECASE)
        self.from_ = re.compile(r"(?<!\w)từ\s+(?:trên\s+)?$", re.IGNORECASE)
        self.count_cue = re.compile(rf"(?<!\w)(?:{_alternatives(words['count_cues'])}){lead}", re.IGNORECASE)
        self.not_goal = re.compile(
            rf"(?<!\w)(?:{_alternatives(words['not_goals'])})(?:\s+\w+){{0,2}}\s*$", re.IGNORECASE
        )
        self.increase = re.compile(rf"(?<!\w)(?:{_alternatives(words['increase'])}){lead}", re.IGNORECASE)
        self.decrease = re.compile(rf"(?<!\w)(?:{_alternatives(words['decrease'])}){lead}", re.IGNORECASE)
        self.or_more = re.compile(
            rf"\s*(?:[^\d,;.()]{{0,40}}?\s)?(?:{_alternatives(words['or_more'])})(?!\w)", re.IGNORECASE
        )
        self.or_less = re.compile(
            rf"\s*(?:[^\d,;.()]{{0,40}}?\s)?(?:{_alternatives(words['or_less'])})(?!\w)", re.IGNORECASE
        )
        self.relative = re.compile(
            r"(?<!\w)(?P<up>tăng|từng(?=\s+so\s+với)|cao\s+hơn|nhiều\s+hơn)|(?<!\w)(?P<down>giảm|thấp\s+hơn|ít\s+hơn)",
            re.IGNORECASE,
        )
        self.compared = re.compile(
            r"\s+(?:dần\s+|hơn\s+|lên\s+|nhẹ\s+)?(?:so\s+với|qua\s+các\s+năm|theo\s+từng\s+năm|hơn\s+năm|dần|hằng\s+năm|hàng\s+năm|năm\s+trước|cùng\s+kỳ)",
            re.IGNORECASE,
        )
        self.shrinks = re.compile(
            r"(?<!\w)(?:giảm|hạ|kéo giảm)\s[^;.\d]{0,60}(?:còn|xuống)\s*(?:dưới\s*)?$", re.IGNORECASE
        )
        self.grows = re.compile(
            rf"(?<!\w)(?:tăng|nâng)\s[^;.]{{0,60}}?(?:{_NUMBER}\s*%?\s*)?lên\s*(?:trên\s*)?$", re.IGNORECASE
        )


@cache
def _patterns() -> _Patterns:
    return _Patterns()


_YEAR = re.compile(r"(?<!\d)(?:nam|den|vao nam|cuoi nam)\s+(20\d\d)(?!\d)(?!\s*[-/]\s*20\d\d)")
_SENTENCE_END = re.compile(r"[;.]\s")
_NO_YEAR_BEFORE = re.compile(
    r"(?:so voi|cung ky|chuong trinh|luat|phap lenh|nghi quyet|tu|ket qua|so lieu|nam hoc|thong ke)"
    r"\s+(?:\w+\s+){0,2}$"
)


def _years(folded: str) -> list[tuple[int, int]]:
    """(position, year) of the years that goals may be for; those of comparison ("so với năm 2024") and of laws are
    none."""
    return [
        (match.start(), int(match[1]))
        for match in _YEAR.finditer(folded)
        if not _NO_YEAR_BEFORE.search(folded, max(0, match.start() - 40), match.start())
    ]


def _goal_year(folded: str, years: list[tuple[int, int]], position: int) -> int | None:
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
    years = {year for _, year in _years(folded)}
    return years.pop() if len(years) == 1 else None


def _comparator(text: str, start: int, end: int, sign: str | None) -> Comparator | None:
    """What is printed around the figure at ``text[start:end]``; None where nothing governs it."""
    p = _patterns()
    if sign in {"≥", ">=", ">", "+"}:
        return ">="
    if sign in {"≤", "<=", "<"}:
        return "<="
    before = text[max(0, start - _REACH) : start]
    if p.or_more.match(text, end) or p.from_.search(before):
        return ">="
    if p.or_less.match(text, end) or p.shrinks.search(text[max(0, start - 90) : start]):
        return "<="
    least, most = p.at_least.search(before), p.at_most.search(before)
    if most and not (least and least.start() < most.start()):  # "không thấp hơn" holds "thấp hơn"
        return "<="
    return ">=" if least or sign == "=" else None


def _direction(text: str, start: int) -> Direction | None:
    p = _patterns()
    before = text[max(0, start - _REACH) : start]
    if p.shrinks.search(text[max(0, start - 90) : start]) or p.decrease.search(before):
        return "decrease"
    if p.grows.search(text[max(0, start - 90) : start]) or p.increase.search(before):
        return "increase"
    return None


def find_targets(text: str, *, year: int | None = None, relative: bool = False) -> list[Target]:
    """The goals that ``text`` (NFC) states in figures, in order; equal ones are all listed.

    year: of the heading above, for goals whose own text names none. relative: also read a goal without a figure
    ("tăng so với năm trước": direction only), as rows of a criteria table state it.
    Ages, levels, lengths of time, dates and states of affairs are none.
    """
    if not relative and not _DIGIT.search(text):
        return []
    folded = fold(text)
    years = _years(folded)
    found: list[tuple[int, Target]] = []
    taken = bytearray(len(text))
    for read in (_percentages, _ratios, _counts):
        for start, end, targets in read(text, taken):
            taken[start:end] = b"\1" * (end - start)
            for target in targets:
                found.append((start, target.model_copy(update={"year": _goal_year(folded, years, start) or year})))
    found.sort(key=lambda pair: pair[0])
    if not found and relative and (direction := _relative_goal(text)):
        return [Target(text=direction[0], direction=direction[1], year=year)]
    return [target for _, target in found]


_Reading = tuple[int, int, list[Target]]


def _clean(text: str, start: int, end: int) -> str:
    """The printed goal with the phrase that governs it."""
    p = _patterns()
    window = text[max(0, start - _REACH) : start]
    hits = [
        match.start() for p_ in (p.at_most, p.at_least, p.increase, p.decrease, p.from_) if (match := p_.search(window))
    ]
    if hits:
        start = max(0, start - _REACH) + min(hits)
    for pattern in (p.or_more, p.or_less):
        if match := pattern.match(text, end):
            end = match.end()
    return re.sub(r"\s+", " ", text[start:end]).strip(" ,;.")


def _percentages(text: str, taken: bytearray) -> list[_Reading]:
    p = _patterns()
    out: list[_Reading] = []
    last_high: int | None = None
    for match in p.figure.finditer(text):
        start, end = match.start("low"), match.end()
        before = text[max(0, start - _REACH) : start]
        if p.not_goal.search(before):
            continue
        printed = _clean(text, match.start(), end)
        if match["high"]:
            low, high = read_number(match["low"]), read_number(match["high"])
            way = _direction(text, match.start())
            pair = [
                Target(text=printed, value=low, unit="%", comparator=">=", direction=way),
                Target(text=printed, value=high, unit="%", comparator="<=", direction=way),
            ]
            out.append((match.start(), end, pair))
            continue
        if last_high is not None and text[last_high:start].strip().lower() in {"lên", "xuống"}:
            out.pop()  # "tăng từ 50% lên 60%": where it starts from is no goal
        elif (
            last_high is not None
            and text[last_high:start].strip().lower() in {"lên đến", "xuống còn", "xuống dưới", "lên trên", "còn"}
            and out
        ):
            out.pop()
        direction = _direction(text, match.start())
        comparator = _comparator(text, match.start(), end, match["sign"]) or ">="
        if direction == "decrease" and p.decrease.search(before):
            comparator = ">="  # "giảm 5%": by at least so much
        last_high = end
        value = read_number(match["low"])
        out.append(
            (
                match.start(),
                end,
                [Target(text=printed, value=value, unit="%", comparator=comparator, direction=direction)],
            )
        )
    return out


_RATIO_STOPS = frozenset(
    {
        "và",
        "đến",
        "của",
        "tại",
        "hằng",
        "hàng",
        "năm",
        "trên",
        "so",
        "là",
        "cho",
        "ngày",
        "để",
        "trở",
        "với",
        "tổng",
        "số",
    }
)
_NO_RATIO_BEFORE = re.compile(r"(?:ngay|thang|so|khoan|dieu|quy|tu|den|truoc|lop|phong|duong|nha)\s*$")


def _ratios(text: str, taken: bytearray) -> list[_Reading]:
    p = _patterns()
    out: list[_Reading] = []
    if "/" not in text:
        return out
    folded = fold(text)
    for match in p.ratio.finditer(text):
        if any(taken[match.start() : match.end("all")]):
            continue
        unit = match["unit"]
        part, whole = read_number(match["part"]), read_number(match["all"])
        before = folded[max(0, match.start() - 12) : match.start()]
        governed = p.at_least.search(text[max(0, match.start() - _REACH) : match.start()])
        unpadded = not match["part"].startswith("0")
        if unpadded and (part, whole) in _FRACTIONS and (governed or unit in {"số", "tổng"}):
            value = round(part / whole, 4)
            comparator = _comparator(text, match.start(), match.end("all"), None) or ">="
            printed = _clean(text, match.start(), match.end("all"))
            out.append((match.start(), match.end("all"), [Target(text=printed, value=value, comparator=comparator)]))
            continue
        if (
            not unit
            or unit in _RATIO_STOPS
            or not whole
            or part > whole
            or (_NO_RATIO_BEFORE.search(before) and not governed)
        ):
            continue
        target = Target(text=re.sub(r"\s+", " ", match[0]).strip(), value=part, of=whole, unit=unit, comparator="=")
        out.append((match.start(), match.end(), [target]))
    return out


def _counts(text: str, taken: bytearray) -> list[_Reading]:
    p = _patterns()
    out: list[_Reading] = []
    skipped = {
        *_phrases()["not_units"],
        *_RATIO_STOPS,
        "đồng chí",
        "trong",
        "được",
        "có",
        "theo",
        "từ",
        "về",
        "các",
        "như",
        "thì",
        "do",
    }
    for match in p.count.finditer(text):
        if any(taken[match.start("low") : match.end("unit")]):
            continue
        unit = re.sub(r"\s+", " ", match["unit"]).lower()
        before = text[max(0, match.start() - _REACH) : match.start()]
        if unit in skipped or re.match(r"\s*tuổi", text[match.end() :]) or p.not_goal.search(before):
            continue
        if not match["sign"] and not p.count_cue.search(before) and not p.or_more.match(text, match.end("low")):
            continue
        comparator = _comparator(text, match.start(), match.end("unit"), match["sign"]) or ">="
        direction = _direction(text, match.start())
        if direction == "decrease" and p.decrease.search(before):
            comparator = ">="
        printed = _clean(text, match.start(), match.end("unit"))
        values: list[tuple[str, Comparator]] = [(match["low"], comparator)]
        if match["high"]:
            values = [(match["low"], ">="), (match["high"], "<=")]
        targets = [
            Target(text=printed, value=read_number(value), unit=unit, comparator=how, direction=direction)
            for value, how in values
        ]
        out.append((match.start(), match.end("unit"), targets))
    return out


def _relative_goal(text: str) -> tuple[str, Direction] | None:
    """A goal that is only a direction: "giảm so với năm trước"."""
    p = _patterns()
    for match in p.relative.finditer(text):
        if compared := p.compared.match(text, match.end()):
            return text[match.start() :].strip(" ,;.") if compared else match[0], "increase" if match[
                "up"
            ] else "decrease"
    return None
