"""Whether lines that may be a flattened table are one: read as running text and read as a table, on one scale.

The scale is how well words follow words under the language model (pointwise mutual information, natural log; words that
have nothing to do with one another count 0). As text, each word follows the one before it, over line ends too. As a
table, the words of a run follow each other, and a run follows what its column held last; what a cut parts no longer
counts, and each cut has its price. Text has the benefit of the doubt: a table must explain more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from viextract.parse.tables.flattened.continuity import Continuity, Ids

CUT = 2.3
"""Price of a cut: the natural log of the ten places where a line of eleven words could have been cut."""
CUT_BEFORE_CAPITAL = 0.5
"""Price of a cut before a capital or figure: cells begin so, and few words within a sentence do."""
LEAST_GAIN = 0.5
"""By how much a line of a table must be explained better than as text, on average."""
LEAST_SUM = 6.0
"""By how much all lines of a table must: odds of four hundred to one."""
TEXT_AGAIN = -3.0
"""Average of the lines below a table's last good one from which on they are text, and not its damaged end."""
BOUND = 5.0
"""A single seam counts no more than this either way: a rare word is no proof."""

Word = tuple[str, Ids, Ids]
"""A word as printed, its ids in the language model, and those after a seam."""
Run = tuple[int, int, bool]
"""The words [from, to) of a line that a column has, and whether they begin a cell."""


def gains(
    lines: Sequence[Sequence[Word]], runs: Sequence[Sequence[Run]], bands: Sequence[bool], continuity: Continuity
) -> list[float]:
    """For each line by how much it reads better as a part of the table than as running text; 0 for titles of groups.

    lines: the words of each line. runs: one for each line and column.
    """
    pairs = _Pairs(continuity)
    # Two rounds over the same lines: the first notes which seams are wanted, the second has their values.
    for pairs.asking in (True, False):
        found = _gains(lines, runs, bands, pairs)
        pairs.look_up()
    return found


def table_end(values: Sequence[float]) -> int:
    """How many of the first lines are a table, given the gain of each; 0 where text explains them as well.

    >>> table_end([4.0, 3.0, -1.0, 2.0, -6.0, -5.0]), table_end([4.0, 3.0, -2.0]), table_end([-3.0, 2.0])
    (4, 3, 0)
    """
    sums = [0.0, *accumulate(values)]
    end = max(range(len(sums)), key=lambda at: (sums[at], at))
    if sums[end] < max(LEAST_SUM, LEAST_GAIN * end):
        return 0
    below = len(values) - end
    return end if below and sums[-1] - sums[end] <= TEXT_AGAIN * below else len(values)


class _Pairs:
    def __init__(self, continuity: Continuity) -> None:
        self._continuity = continuity
        self._wanted: set[tuple[Ids, Ids]] = set()
        self.asking = True

    def seam(self, before: Ids, after: Ids) -> float:
        pair = before[-3:], after[:2]
        if self.asking:
            self._wanted.add(pair)
            return 0.0
        return max(-BOUND, min(BOUND, self._continuity.seam(*pair)))

    def look_up(self) -> None:
        self._continuity.prepare(sorted(self._wanted))


def _gains(
    lines: Sequence[Sequence[Word]], runs: Sequence[Sequence[Run]], bands: Sequence[bool], pairs: _Pairs
) -> list[float]:
    found: list[float] = []
    before: Ids = ()
    columns: list[Ids] = [()] * max((len(line) for line in runs), default=0)
    for words, line, band in zip(lines, runs, bands, strict=True):
        if band or not words:
            found.append(0.0)
            before, columns = _ids(words)[-3:], [()] * len(columns)
            continue
        inner = [0.0, *(pairs.seam(_ids(words[:k][-3:]), _openings(words[k : k + 3])) for k in range(1, len(words)))]
        over_lines = pairs.seam(before, _openings(words))
        # Text may begin a paragraph wherever a line begins with a capital or figure.
        text = sum(inner) + (max(over_lines, 0.0) if _begins(words[0]) else over_lines)
        table = -sum(_price(words[start]) for start, end, _ in line if end > start > 0)
        for column, (start, end, new) in enumerate(line):
            if end > start:
                part, opening = _ids(words[start:end]), _openings(words[start:end])
                table += sum(inner[start + 1 : end]) + (0.0 if new else pairs.seam(columns[column], opening))
                columns[column] = ((() if new else columns[column]) + part)[-3:]
        before = _ids(words)[-3:]
        found.append(table - text)
    return found


def _price(word: Word) -> float:
    return CUT_BEFORE_CAPITAL if _begins(word) else CUT


def _begins(word: Word) -> bool:
    """Whether a sentence or a cell may begin with the word."""
    first = next((letter for letter in word[0] if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def _ids(words: Sequence[Word]) -> Ids:
    return tuple(value for _, ids, _ in words for value in ids)


def _openings(words: Sequence[Word]) -> Ids:
    return tuple(value for _, _, opening in words for value in opening)
