"""Words that were read without the spaces between them: ``TAMNHINDENNAM`` for *TẦM NHÌN ĐẾN NĂM*.

Two short ones are edges of the lattice. Of more there are too many ways: they are parted before, along the likeliest
row of words whose readings the pieces are, and then read as any others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex

from viextract.data import read_tsv
from viextract.language.loan_words import is_loan_word
from viextract.language.ngram import BREAK_ID, model
from viextract.language.syllables import strip_marks
from viextract.recover.channel import Channel, channel

_RUN = regex.compile(
    r"(?<![\p{L}@/]|www\.)\p{L}(?:['’]?\p{L}){6,59}(?:['’]|(?!\p{L}))(?!@|\.(?:vn|com|net|org|gov|edu)(?!\p{L}))"
)
"""Seven letters at least, as the longest syllable has; that is a likelier reading of one word. Not in addresses."""
_IN_ONE_CASE = regex.compile(r"\p{Lu}{0,2}[\p{Ll}'’]+|[\p{Lu}'’]+")
"""Two capitals where a Đ was read as two letters."""
_LONGEST_WORD = 8
"""Signs as which a word is read at most that is looked for in a run: "nghiêng" has seven, and a mark may be read as one
more."""
_LIKELIEST = 5
"""Words that each piece may be; only bounds the work, the row of words is chosen by all costs together."""
_SPACE_COST = 1.0
_SCALE = 0.8
"""What each word of a run costs beside its pair, and how much its reading counts. scripts/fit_runs.py: of 796 runs of
names 765 come apart as they were, 13 otherwise, and 12 of 663 English words are parted; without the first, 10 more come
apart, and 37 English words."""
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


_HEALTH = regex.compile(
    r"(?<!\S)(?:([SB])\S{0,3}?Y(?= [tT][eéEÉ€&êÊ](?!\w))|(s)[^\s\p{L}o]?[^\s\p{L}]?o?['’]?y(?= t[eé€&ê](?!\w)))"
)
"""The body before "Y tế", whose first word is a single letter: "SY té", "BOY té" (36 of 36 in the pairs that channels
are learned from)."""


@cache
def _bodies_of_health() -> dict[str, str]:
    """The first words of bodies that have "Y" for the second, by their first letter: ``Sở Y`` of "Sở Y tế"."""
    rows = [row["name"].split() for row in read_tsv("units.tsv")]
    return {words[0][0]: " ".join(words[:2]) for words in rows if words[1:2] == ["Y"]}


def run_together(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The runs of words of each line, parted.

    >>> run_together(["theo SG'Y té", "DINHCUAPHAPLUAT"])
    [[(5, 9, 'Sở Y')], [(0, 15, 'DINH CUA PHAP LUAT')]]
    """
    found = [list(_RUN.finditer(line)) for line in lines]
    parted = parts({match[0] for row in found for match in row})
    edits = [[(*match.span(), " ".join(parted[match[0]])) for match in row if match[0] in parted] for row in found]
    for line, row in zip(lines, edits, strict=True):
        if _may_be_health(line):
            row += [(*match.span(), _body_of_health(match)) for match in _HEALTH.finditer(line)]
            row.sort()
    return edits


def has_run(line: str) -> bool:
    """Whether a line has a word of more letters than most syllables, or a body run together with a word of one."""
    return _RUN.search(line) is not None or (_may_be_health(line) and _HEALTH.search(line) is not None)


def _may_be_health(line: str) -> bool:
    return "Y t" in line or "y t" in line or "Y T" in line


def _body_of_health(match: regex.Match[str]) -> str:
    """``Sở Y`` in the case of what was read."""
    body = _bodies_of_health()[(match[1] or match[2]).upper()]
    if match[2]:
        return body.lower()
    return body.upper() if match.string[match.end() + 1] == "T" else body


@cache
def _tables() -> Channel:
    return channel("wrong")


def parts(runs: Iterable[str]) -> dict[str, list[str]]:
    """The readings of words that runs are made of, for those that are rows of words.

    >>> parts(["tébanhanh", "identification"])
    {'tébanhanh': ['té', 'ban', 'hanh']}
    """
    asked = sorted(
        run for run in runs if not _tables().counted(run) and _IN_ONE_CASE.fullmatch(run) and not is_loan_word(run)
    )
    _tables().prepare(asked)
    counted = {run: _counted(run) for run in asked}
    found = {run: _parted(run, pieces) for run, pieces in counted.items()}
    # What was never counted takes time to explain, and is seldom needed: all of it together.
    wider = {run: counted[run] | _between(run, counted[run]) for run, row in found.items() if row is None}
    _tables().prepare(piece for pieces in wider.values() for piece in pieces)
    found |= {run: _parted(run, pieces) for run, pieces in wider.items()}
    return {run: row for run, row in found.items() if row is not None}


def _counted(run: str) -> set[str]:
    """The pieces of a run that were seen as readings of words."""
    ends = ((i, j) for i in range(len(run)) for j in range(i + 1, min(len(run), i + _LONGEST_WORD) + 1))
    return {run[i:j] for i, j in ends if _tables().counted(run[i:j]) and _may_be_piece(run[i:j])}


def _between(run: str, counted: set[str]) -> set[str]:
    """The pieces before and behind which a run is made of those that were counted."""
    size = len(run)
    from_begin, to_end = [True] + [False] * size, [False] * size + [True]
    for i in range(size):
        for j in range(i + 1, min(size, i + _LONGEST_WORD) + 1) if from_begin[i] else ():
            from_begin[j] |= run[i:j] in counted
    for j in range(size, 0, -1):
        for i in range(max(0, j - _LONGEST_WORD), j) if to_end[j] else ():
            to_end[i] |= run[i:j] in counted
    ends = ((i, j) for i in range(size) for j in range(i + 2, min(size, i + _LONGEST_WORD) + 1))
    return {run[i:j] for i, j in ends if from_begin[i] and to_end[j] and j - i < size and _may_be_piece(run[i:j])}


def _words(pieces: Sequence[str]) -> dict[str, list[tuple[int, float]]]:
    """The likeliest words of each piece, by id, and their costs."""
    found = _tables().candidates(pieces)
    rows = [slice(a, min(a + _LIKELIEST, b)) for a, b in pairwise(found.begin.tolist())]
    columns = ((found.ids[row].tolist(), found.costs[row].tolist()) for row in rows)
    return {piece: list(zip(ids, costs, strict=True)) for piece, (ids, costs) in zip(pieces, columns, strict=True)}


def _parted(run: str, pieces: set[str]) -> list[str] | None:
    """The likeliest row of these pieces that makes up a run; None where that is not likely enough."""
    words = _words(sorted(pieces))
    endings: list[list[_Ending]] = [[_Ending(0.0, BREAK_ID, 0, 0)]]
    for end in range(1, len(run) + 1):
        rows = []
        for begin in range(max(0, end - _LONGEST_WORD), end):
            for word, cost in words.get(run[begin:end], ()) if endings[begin] else ():
                rows += [(k, before, begin, word, cost) for k, before in enumerate(endings[begin])]
        if not rows:
            endings.append([])
            continue
        h1 = np.array([-1 if before.word == BREAK_ID else before.word for _, before, *_ in rows], dtype=np.int64)
        together, _ = model().bigrams(h1, np.array([word for *_, word, _ in rows], dtype=np.int64))
        best: dict[int, _Ending] = {}
        for (k, before, begin, word, own), p in zip(rows, together.tolist(), strict=True):
            cost = before.cost + _SCALE * own - p + _SPACE_COST
            if cost < best.get(word, _NEVER).cost:
                best[word] = _Ending(cost, word, begin, k)
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
    words = _words([run])[run]
    return min((_SCALE * cost - float(model().unigram[word]) for word, cost in words), default=math.inf)


def _may_be_piece(piece: str) -> bool:
    """Whether a piece shows a vowel, or a sign as which one is read: rows of consonants are abbreviations."""
    return not _VOWELS.isdisjoint(strip_marks(piece.lower()))


_VOWELS = frozenset("aeiouy")
_NEVER = _Ending(math.inf, -1, 0, 0)
