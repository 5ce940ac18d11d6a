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

_RUN = regex.compile(r"(?<!\p{L})\p{L}(?:['’]?\p{L}){6,59}(?:['’]|(?!\p{L}))")
"""Seven letters at least, as the longest syllable has; that is a likelier reading of one word."""
_IN_ONE_CASE = regex.compile(r"\p{Lu}{0,2}[\p{Ll}'’]+|[\p{Lu}'’]+")
"""Two capitals where a Đ was read as two letters."""
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


_HEALTH = regex.compile(r"(?<!\S)([SB])\S{0,3}?Y(?= t[eé€&ê]\b)")
"""The body before "Y tế", whose first word is a single letter: "SY té", "BOY té" (36 of 36 in the pairs that channels
are learned from)."""
_BODIES = {"S": "Sở Y", "B": "Bộ Y"}


def run_together(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The runs of words of each line, parted.

    >>> run_together(["theo SG'Y té", "DINHCUAPHAPLUAT"])
    [[(5, 9, 'Sở Y')], [(0, 15, 'DINH CUA PHAP LUAT')]]
    """
    return [_in_line(line) for line in lines]


def has_run(line: str) -> bool:
    """Whether a line has a word of more letters than most syllables, or a body run together with a word of one."""
    return _RUN.search(line) is not None or ("Y t" in line and _HEALTH.search(line) is not None)


def _in_line(line: str) -> list[tuple[int, int, str]]:
    runs = ((match.span(), parts(match[0])) for match in _RUN.finditer(line))
    found = [(*span, " ".join(words)) for span, words in runs if len(words) > 1]
    if "Y t" in line:
        found += [(*match.span(), _BODIES[match[1]]) for match in _HEALTH.finditer(line)]
    return sorted(found)


@cache
def _tables() -> Channel:
    return channel("wrong")


def parts(run: str) -> list[str]:
    """The readings of words that a run is made of; itself where it is no row of words.

    >>> parts("tébanhanh"), parts("identification")
    (['té', 'ban', 'hanh'], ['identification'])
    """
    if _tables().counted(run) or not _IN_ONE_CASE.fullmatch(run):
        return [run]
    pieces = {run[i:j] for i in range(len(run)) for j in range(i + 1, min(len(run), i + _LONGEST_WORD) + 1)}
    pieces = {piece for piece in pieces if _may_be_piece(piece)}
    counted = {piece for piece in pieces if _tables().counted(piece)}
    # What was never counted takes time to explain, and is seldom needed.
    return _parted(run, sorted(counted)) or _parted(run, sorted(pieces)) or [run]


def _parted(run: str, pieces: Sequence[str]) -> list[str] | None:
    """The likeliest row of these pieces that makes up a run; None where that is not likely enough."""
    if not pieces:
        return None
    words = dict(zip(pieces, _tables().candidates(pieces).each(), strict=True))
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
    if not endings[-1] or endings[-1][0].cost > min(_as_one_word(run), _DEAREST * len(run)):
        return None
    cuts, at = [len(run)], endings[-1][0]
    while cuts[-1]:
        cuts.append(at.begin)
        at = endings[at.begin][at.before]
    return [run[a:b] for a, b in pairwise(reversed(cuts))]


def _as_one_word(run: str) -> float:
    """What a run costs as the reading of one word."""
    row = _tables().candidates([run]).row(0)
    return min((_SCALE * word.cost - float(model().unigram[word.id]) for word in row), default=math.inf)


def _may_be_piece(piece: str) -> bool:
    """Whether a piece shows a vowel, or a sign as which one is read: rows of consonants are abbreviations."""
    return not _VOWELS.isdisjoint(strip_marks(piece.lower()))


_VOWELS = frozenset("aeiouy")
_NEVER = _Ending(math.inf, -1, 0, 0)
