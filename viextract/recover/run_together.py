"""Words that were read without the spaces between them: ``TAMNHINDENNAM`` for *TẦM NHÌN ĐẾN NĂM*.

Two short ones are edges of the lattice. Of more there are too many ways: they are parted before, along the likeliest
row of words whose readings the pieces are, and then read as any others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex

from viextract.language.ngram import BREAK_ID, model
from viextract.language.syllables import strip_marks
from viextract.recover.channel import Channel, channel
from viextract.recover.words import one_case

_RUN = regex.compile(r"(?<!\p{L})\p{L}(?:['’]?\p{L}){7,59}(?:['’]|(?!\p{L}))")
"""Eight letters at least: no syllable has more than seven."""
_LONGEST_WORD = 8
"""Signs as which a word is read at most that is looked for in a run."""
_LIKELIEST = 5
"""Words that each piece may be."""
_SPACE_COST = 1.0
_SCALE = 0.8
_DEAREST = 3.0
"""What a run may cost for each of its letters (nats). In the pairs that channels are learned from words that were run
together cost 1.1 to 3, words of other languages 4.6 and more."""


class _Ending(NamedTuple):
    """The likeliest way to a place in a run: its last word, and where that began."""

    cost: float
    word: int
    begin: int
    before: int
    """Which of the endings at ``begin`` it goes on from."""


def run_together(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The runs of words of each line, parted."""
    return [_in_line(line) for line in lines]


def has_run(line: str) -> bool:
    """Whether a line has a word of more letters than any syllable."""
    return _RUN.search(line) is not None


def _in_line(line: str) -> list[tuple[int, int, str]]:
    runs = ((match.span(), parts(match[0])) for match in _RUN.finditer(line))
    return [(*span, " ".join(words)) for span, words in runs if len(words) > 1]


@cache
def _tables() -> Channel:
    return channel("wrong")


def parts(run: str) -> list[str]:
    """The readings of words that a run is made of; itself where it is no row of words.

    >>> parts("tébanhanh"), parts("identification")
    (['té', 'ban', 'hanh'], ['identification'])
    """
    tables = _tables()
    if tables.counted(run) or not one_case(run):
        return [run]
    pieces = [
        run[i:j]
        for i in range(len(run))
        for j in range(i + 1, min(len(run), i + _LONGEST_WORD) + 1)
        if _may_be_piece(run[i:j]) and tables.counted(run[i:j])
    ]
    if not pieces:
        return [run]
    words = dict(zip(pieces, tables.candidates(pieces).each(), strict=True))
    endings: list[list[_Ending]] = [[_Ending(0.0, BREAK_ID, 0, 0)]]
    for end in range(1, len(run) + 1):
        rows = []
        for begin in range(max(0, end - _LONGEST_WORD), end):
            for candidate in words.get(run[begin:end], ())[:_LIKELIEST] if endings[begin] else ():
                rows += [(k, before, begin, candidate) for k, before in enumerate(endings[begin])]
        if not rows:
            endings.append([])
            continue
        h1 = np.array([-1 if before.word == BREAK_ID else before.word for _, before, _, _ in rows], dtype=np.int64)
        together, _ = model().bigrams(h1, np.array([candidate.id for *_, candidate in rows], dtype=np.int64))
        best: dict[int, _Ending] = {}
        for (k, before, begin, candidate), p in zip(rows, together.tolist(), strict=True):
            cost = before.cost + _SCALE * candidate.cost - p + _SPACE_COST
            if cost < best.get(candidate.id, _NEVER).cost:
                best[candidate.id] = _Ending(cost, candidate.id, begin, k)
        endings.append(sorted(best.values())[: 2 * _LIKELIEST])
    if not endings[-1] or endings[-1][0].cost > _DEAREST * len(run):
        return [run]
    cuts, at = [len(run)], endings[-1][0]
    while cuts[-1]:
        cuts.append(at.begin)
        at = endings[at.begin][at.before]
    return [run[a:b] for a, b in pairwise(reversed(cuts))]


def _may_be_piece(piece: str) -> bool:
    """Whether a piece shows a vowel, or a sign as which one is read: rows of consonants are abbreviations."""
    return not _VOWELS.isdisjoint(strip_marks(piece.lower()))


_VOWELS = frozenset("aeiouy")
_NEVER = _Ending(math.inf, -1, 0, 0)
