"""Columns whose headings damage has spoilt beyond recognition: words of no heading stand at their place, and the lines
below hold what such a column holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from viextract.parse.tables.flattened.words import RUNNING_NUMBER
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import UnitWords, is_percent, is_time_word

MOST_LINES = 60
"""Lines below the headings that are looked at."""
LEAST_LINES = 2
LEAST_SHARE = 0.1
"""Lines, and their share, that must hold what the column holds."""
SHORT = 4
"""Letters that are left of the heading of a column of numbers."""

PlacedHeading = tuple[int, int, str, str]
"""The words [from, to) of a line that a heading takes, its meaning (empty for a mere part of one) and the heading."""

_NAMES = {
    "number": "TT",
    "unit": "Đơn vị thực hiện",
    "partners": "Đơn vị phối hợp",
    "deadline": "Thời gian thực hiện",
    "report": "Số liệu báo cáo",
}
_WORK = ("name", "content")


def with_lost(found: Sequence[PlacedHeading], words: Sequence[str], below: Sequence[str]) -> list[tuple[str, str]]:
    """(meaning, heading) of the headings of a line, and of those that its other words must have been.

    words: the line's, folded. below: the lines below the headings.
    """
    named = [one for one in found if one[2]]
    if not named:
        return []
    pairs = [(meaning, heading) for _, _, meaning, heading in named]
    meanings = [meaning for meaning, _ in pairs]
    lines = [line for line in below if line.strip()][:MOST_LINES]
    gaps = [b[0] - a[1] for a, b in pairwise(named)]
    last = len(words) - named[-1][1]  # a part of a heading may be what is left of it
    before = "".join(words[: found[0][0]])
    if not {"number", "standard"} & {*meanings} and meanings[0] in _WORK and 0 < len(before) <= SHORT:
        pairs = [_named("number"), *pairs] if _ascending(lines) else pairs
    criteria = "indicator" in meanings
    if criteria and not {"unit", "lead"} & {*meanings} and meanings[-1] in ("indicator", "report"):
        room = last if meanings[-1] == "indicator" else gaps[-1] if gaps else 0
        if room and _often(lines, lambda line, bodies: bodies >= 1, least=1):
            pairs.insert([m for m, _ in pairs].index("indicator") + 1, _named("unit"))
    unit_lost = pairs[-1][0] == "unit" and meanings[-1] != "unit"
    room = last - unit_lost  # the body's heading was one of the words at the end
    reported = criteria and pairs[-1][0] in ("indicator", "unit")
    if reported and room and _often(lines, lambda line, _: _ends_in_report(line)):
        pairs.append(_named("report"))
    if not criteria and meanings[-1] == "lead" and last and _often(lines, lambda line, bodies: bodies >= 2):
        pairs.append(_named("partners"))
    dated = meanings[-1] in ("lead", "partners", "unit") and "deadline" not in meanings
    if not criteria and dated and last and _often(lines, lambda line, _: _ends_with_time(line), least=1):
        pairs.append(_named("deadline"))
    return pairs


def _named(meaning: str) -> tuple[str, str]:
    return meaning, _NAMES[meaning]


def _often(lines: Sequence[str], holds: Callable[[str, int], bool], least: int = LEAST_LINES) -> bool:
    """Whether enough lines hold it; told of each line how many names of bodies begin in it.

    least: lines that are enough in a short table. One is, where words of a heading stand at the place of the only
    column that such tables lack.
    """
    units = UnitWords(lines)
    found = 0
    for line in lines:
        words = [word.lstrip("=~—_|-‘“'\"") for word in line.split()]
        plain = [folded(word) for word in words]
        bodies = sum(
            word[:1].isupper() and units.begins(plain[k : k + 2]) for k, word in enumerate(words[:-1]) if plain[k]
        )
        found += holds(line, bodies)
    return found >= max(least, int(LEAST_SHARE * len(lines)))


def _ends_with_time(line: str) -> bool:
    """The last two words are of a time (``Quý II``, ``Hằng năm``, ``ngày 5/6/2026``)."""
    words = line.rstrip(" |_~.").split()
    return len(words) > 3 and all(is_time_word(word) for word in words[-2:])


def _ends_in_report(line: str) -> bool:
    """The last word is a per cent sign by itself, as only the field of a report is."""
    words = line.rstrip(" |_~.").split()
    return len(words) > 1 and is_percent(words[-1]) and not words[-2][-1:].isdigit()


def _ascending(lines: Sequence[str]) -> bool:
    """Some lines begin with running numbers, each greater than the one before."""
    numbers = [
        int(re.sub(r"\D", "", words[0]))
        for line in lines
        if len(words := line.split()) > 2 and RUNNING_NUMBER.fullmatch(words[0])
    ]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= LEAST_LINES and sum(0 < step <= 3 for step in steps) >= 0.7 * len(steps)
