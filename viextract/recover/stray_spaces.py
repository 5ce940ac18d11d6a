"""Spaces that came into words (``ch ủ tr ì``, ``ĐI Ề U KHO Ả N``): closed, and no letter is changed.

Programs that write a PDF set marked letters in a font of their own, and what reads it sees a gap. What is left of a
word then is mostly no syllable: ``tr``, ``h``, ``KHO``. The best way to put pieces together is found by the language
model among those that make legal syllables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import regex

from viextract.language.ngram import BREAK_ID, UNKNOWN_ID, model
from viextract.language.syllables import has_marks, is_syllable, syllables
from viextract.recover.words import lower, one_case

_PIECE = regex.compile(r"(?<![\p{L}\d])\p{L}++(?![\d²³])")
_MOST_PIECES = 5
"""Of one word: the longest syllable has seven letters."""
_LONGEST_WORD = 7
_PIECE_COST = 16.0
"""-log P of a piece that is no syllable standing alone: far rarer than any word of the model."""
_CLOSED_COST = 1.0
"""-log P of each space that is closed."""
_ENOUGH_IN_A_TEXT = 3
"""Words put together of pieces that are no syllables, from which on a text is known to have such spaces."""
_FREQUENT = -11.5
"""log frequency from which on a word is one that a text is likely to have."""
_WORDS_OF_ONE_LETTER = frozenset("yoýởà")


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters with single spaces between them: pieces by where they begin and end in the line."""

    places: Sequence[tuple[int, int]]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Closed:
    """A word of several pieces."""

    places: Sequence[tuple[int, int]]
    strong: bool
    """Whether an onset of several letters stood alone in it."""


def stray_spaces(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """For each line of a text: the stray spaces inside its words, as places and an empty text.

    >>> stray_spaces(["Ch ủ tr ì, ph ối hợp v ới"])
    [[(2, 3, ''), (7, 8, ''), (13, 14, ''), (22, 23, '')]]
    """
    found = [list(_closed(line)) for line in lines]
    many = sum(map(len, found)) >= _ENOUGH_IN_A_TEXT
    return [list(_spaces(row, many)) for row in found]


def _spaces(found: Sequence[_Closed], many: bool) -> Iterator[tuple[int, int, str]]:
    for word in found:
        if many or word.strong:
            for (_, end), (start, _) in zip(word.places, word.places[1:], strict=False):
                yield end, start, ""


def _closed(line: str) -> Iterator[_Closed]:
    if all(map(_is_whole, line.split())):
        return
    for run in _runs(line):
        if any(_may_be_put_together(run.texts, at) for at in range(len(run.texts))):
            yield from _put_together(run)


@lru_cache(maxsize=2**15)
def _is_whole(chunk: str) -> bool:
    """Whether what stands between two spaces says nothing of stray ones: a quick look that spares most lines more."""
    return all(map(_stands_alone, _PIECE.findall(chunk)))


def _may_be_put_together(texts: Sequence[str], at: int) -> bool:
    """Whether a piece that is no word makes a syllable with those beside it."""
    if _stands_alone(texts[at]):
        return False
    windows = ((at - 1, at + 1), (at, at + 2), (at - 1, at + 2), (at - 2, at + 1), (at, at + 3))
    return any(start >= 0 and end <= len(texts) and is_syllable("".join(texts[start:end])) for start, end in windows)


@cache
def _clusters() -> frozenset[str]:
    """Onsets of several letters, which are no words and no letters of a list."""
    return frozenset(syllable.onset for syllable in syllables().values() if len(syllable.onset) > 1)


def _runs(line: str) -> Iterator[_Run]:
    places: list[tuple[int, int]] = []
    for match in _PIECE.finditer(line):
        if places and line[places[-1][1] : match.start()] != " ":
            yield _Run(places, [line[a:b] for a, b in places])
            places = []
        if _is_variable(line, match):
            if places:
                yield _Run(places, [line[a:b] for a, b in places])
            places = []
            continue
        places.append(match.span())
    if places:
        yield _Run(places, [line[a:b] for a, b in places])


_OPERATION = regex.compile(r" ?[=<>≤≥≠±×÷∈+]")


def _is_variable(line: str, piece: regex.Match[str]) -> bool:
    """Whether a letter is one of a formula (``khi a = 0``): a sign of arithmetic follows it, as it follows no part of a
    word."""
    return len(piece[0]) == 1 and _OPERATION.match(line, piece.end()) is not None


@lru_cache(maxsize=2**14)
def _stands_alone(piece: str) -> bool:
    """Whether a piece says nothing of stray spaces: a word, an acronym, a foreign word; a letter is a word only where
    it is one of the few that are."""
    if len(piece) == 1:
        return piece.lower() in _WORDS_OF_ONE_LETTER or (piece.isupper() and not has_marks(piece))
    low = piece.lower()
    return low not in _clusters() and (is_syllable(piece) or not _is_part(low))


@lru_cache(maxsize=2**14)
def _is_part(low: str) -> bool:
    """Whether letters are short enough to be a part of a syllable."""
    return len(low) < _LONGEST_WORD - 1


def _put_together(run: _Run) -> Iterator[_Closed]:
    """The words of a run that are put together of pieces, by the best path through all ways to do so."""
    path = _best_path(run.texts)
    broken = [end - start > 1 and not all(map(_stands_alone, run.texts[start:end])) for start, end in path]
    for (start, end), *near in zip(path, [False, *broken], broken, [*broken[1:], False], strict=False):
        # Pieces that are words themselves are one only beside a word that was put together of pieces that are none.
        if end - start > 1 and any(near) and not _may_be_a_word_and_a_letter(run.texts[start:end]):
            strong = any(piece.lower() in _clusters() for piece in run.texts[start:end])
            yield _Closed(run.places[start:end], strong)


def _may_be_a_word_and_a_letter(texts: Sequence[str]) -> bool:
    """Whether pieces are as likely a whole word and a letter behind it that stands for something (``thứ i``): what they
    make together is no frequent word. Spaces come in beside marked letters; this letter has no mark."""
    word, letter = texts[0], texts[-1]
    plain = len(texts) == 2 and len(letter) == 1 and not has_marks(letter) and len(word) > 1 and is_syllable(word)
    together = _id(word + letter)
    return plain and (together == UNKNOWN_ID or float(model().unigram[together]) < _FREQUENT)


def _best_path(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The pieces as words (first piece, and the one after the last), cheapest by the language model."""
    count = len(texts)
    ways: list[list[tuple[int, int, float]]] = [[] for _ in range(count + 1)]  # by end: start, id, own cost
    for start in range(count):
        ways[start + 1].append((start, *_alone(texts[start])))
        for end in range(start + 2, min(count, start + _MOST_PIECES) + 1):
            joined = "".join(texts[start:end])
            if len(joined) > _LONGEST_WORD:
                break
            if is_syllable(joined) and one_case(joined):
                ways[end].append((start, _id(joined), _CLOSED_COST * (end - start - 1)))
    # best[end][k]: cheapest cost of a path whose last word is ways[end][k], and the way before it.
    best: list[list[tuple[float, int]]] = [[] for _ in range(count + 1)]
    for end in range(1, count + 1):
        for start, word, own in ways[end]:
            before = [way[1] for way in ways[start]] if start else [BREAK_ID]
            costs = [cost for cost, _ in best[start]] if start else [0.0]
            total = [cost + _cost(first, word) for cost, first in zip(costs, before, strict=True)]
            came = min(range(len(total)), key=total.__getitem__)
            best[end].append((total[came] + own, came))
    path = []
    end, way = count, min(range(len(best[count])), key=lambda k: best[count][k][0])
    while end:
        start, came = ways[end][way][0], best[end][way][1]
        path.append((start, end))
        end, way = start, came
    return path[::-1]


@lru_cache(maxsize=2**16)
def _cost(first: int, second: int) -> float:
    """The cost of a word behind another by the language model, kept since the pieces of a run come again and again."""
    return -float(model().bigrams(np.array([first]), np.array([second]))[0][0])


def _alone(piece: str) -> tuple[int, float]:
    """The id of a piece as a word of its own, and what that costs."""
    fine = _stands_alone(piece) and (is_syllable(piece) or len(piece) > 1)
    return _id(piece), 0.0 if fine else _PIECE_COST


def _id(word: str) -> int:
    return model().ids.get(lower(word), UNKNOWN_ID)
