"""Rhymes scored letter by letter: each true letter is read as none to three characters.

The probabilities are trained by expectation maximisation, after Brill & Moore, "An Improved Error Model for Noisy
Channel Spelling Correction" (2000). All rhymes are scored at once along the tree of their beginnings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.language.syllables import strip_marks
from viextract.recover.ragged import Floats, Ints

LONGEST_READING = 3
"""Characters as which one letter may be read at most."""

_UNSEEN = (2e-3, 1.5e-4, 5e-6, 1e-7)
"""Floor of the probability that a letter is read as a string of 0, 1, 2, 3 characters that training never showed."""

_SHOWS_BASE = 60
"""How much likelier a reading is that still shows the letter's base."""

_MOST_RHYMES = 64
_LONGEST_RHYME, _LONGEST_READ_RHYME = 5, 7
_NEVER_VOWELS = frozenset("bckhnpqrsxBCKHNPQRSX")
"""Letters as which no reader takes a vowel: a rhyme does not begin with them."""
_LEAST_RHYME = 1e-9
_MOST_REMEMBERED = 20_000
_MOST_AT_ONCE = 64
"""Strings that are scored together: more would only take memory."""


class _Level(NamedTuple):
    """The rhymes' beginnings of one length."""

    parent: Ints
    """Index of the beginning that is one letter shorter."""
    letter: Ints
    rhyme: Ints
    """Index of the rhyme that ends here; -1 where none does."""


class Letters:
    """What the letters of rhymes are read as."""

    def __init__(self, readings: Mapping[str, Mapping[str, float]], rhymes: Mapping[int, str]) -> None:
        """``readings``: log P(characters | letter) by letter; ``rhymes``: those that take part, by number."""
        alphabet = sorted(readings)
        index = {letter: i for i, letter in enumerate(alphabet)}
        short = [(rhyme, i) for i, rhyme in rhymes.items() if 0 < len(rhyme) <= _LONGEST_RHYME]
        spelt = [row for row in short if index.keys() >= {*row[0]}]
        self._small = _tree([row for row in spelt if row[0].islower()], index)
        # A capital rhyme may be read as small letters (O as o), but not the other way round.
        self._all = _tree(spelt, index)
        self._emissions: dict[str, NDArray[np.float32]] = {}
        self._by_reading: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for letter, row_readings in readings.items():
            for reading, log_p in row_readings.items():
                self._by_reading[reading].append((index[letter], math.exp(log_p)))
        self._bases = [strip_marks(letter).lower() for letter in alphabet]
        numbers: dict[str, list[int]] = defaultdict(list)
        for i, base in enumerate(self._bases):
            numbers[base].append(i)
        self._by_base = {base: np.array(row) for base, row in numbers.items()}

    def may_read(self, read: str) -> bool:
        """Whether these characters may be a rhyme at all."""
        return 0 < len(read) <= _LONGEST_READ_RHYME and read[0] not in _NEVER_VOWELS

    def rhymes(self, reads: Sequence[str]) -> tuple[Ints, Floats, Ints]:
        """The likeliest rhymes for each of ``reads``: numbers and log P(read | rhyme), row after row, and the rows'
        lengths."""
        groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
        for i, read in enumerate(reads):
            groups[len(read), read.isupper()].append(i)
        owner, rhyme, p = [], [], []
        for (length, upper), members in groups.items():
            tree = self._all if upper else self._small
            for first in range(0, len(members), _MOST_AT_ONCE):
                some = np.array(members[first : first + _MOST_AT_ONCE])
                index, score = self._score([reads[i] for i in some], length, tree)
                place, number = np.nonzero(score > _LEAST_RHYME)
                owner.append(some[number])
                rhyme.append(index[place, number])
                p.append(score[place, number])
        numbers, indices, scores = np.concatenate(owner), np.concatenate(rhyme), np.concatenate(p).astype(np.float64)
        order = np.lexsort((indices, -scores, numbers))
        return indices[order], np.log(scores[order]), np.bincount(numbers, minlength=len(reads))

    def _score(self, reads: Sequence[str], length: int, tree: Sequence[_Level]) -> tuple[Ints, NDArray[np.float32]]:
        """The likeliest rhymes for strings of one length, and P(read | rhyme): a column for each string."""
        # For each number of characters k: P(characters j to j + k | letter) by letter, j and string.
        emissions = []
        for k in range(min(LONGEST_READING, length) + 1):
            rows = [self._emission(read[j : j + k]) for j in range(length + 1 - k) for read in reads]
            emissions.append(np.ascontiguousarray(np.array(rows).T).reshape(len(self._bases), -1, len(reads)))
        rhymes, scores = [], []
        forward = np.zeros((1, length + 1, len(reads)), dtype=np.float32)
        forward[:, 0] = 1.0
        for level in tree:
            before = forward[level.parent]
            forward = before * emissions[0][level.letter]
            for k in range(1, len(emissions)):
                forward[:, k:] += before[:, : length + 1 - k] * emissions[k][level.letter]
            ending = np.flatnonzero(level.rhyme >= 0)
            rhymes.append(level.rhyme[ending])
            scores.append(forward[ending, length])
        rhyme, score = np.concatenate(rhymes), np.concatenate(scores)
        best = np.argpartition(-score, min(_MOST_RHYMES, len(rhyme)) - 1, axis=0)[:_MOST_RHYMES]
        return rhyme[best], np.take_along_axis(score, best, axis=0)

    def _emission(self, reading: str) -> NDArray[np.float32]:
        """P(these characters | letter) for every letter of the alphabet."""
        found = self._emissions.get(reading)
        if found is None:
            if len(self._emissions) > _MOST_REMEMBERED:
                self._emissions.clear()
            found = self._emissions[reading] = self._count_emission(reading)
        return found

    def _count_emission(self, reading: str) -> NDArray[np.float32]:
        floor = _UNSEEN[len(reading)]
        vector = np.full(len(self._bases), floor, dtype=np.float32)
        for character in reading.lower():
            shown = self._by_base.get(character)
            if shown is not None:
                vector[shown] = floor * _SHOWS_BASE
        for letter, p in self._by_reading.get(reading, ()):
            vector[letter] = max(p, vector[letter])
        return vector


def _tree(rhymes: Sequence[tuple[str, int]], index: Mapping[str, int]) -> list[_Level]:
    """Rhymes with their indices as a tree of beginnings, level by level."""
    levels = []
    above: dict[str, int] = {"": 0}
    for depth in range(1, _LONGEST_RHYME + 1):
        whole = {rhyme: i for rhyme, i in rhymes if len(rhyme) == depth}
        begins = sorted({rhyme[:depth] for rhyme, _ in rhymes if len(rhyme) >= depth})
        if not begins:
            break
        levels.append(
            _Level(
                np.array([above[begin[:-1]] for begin in begins]),
                np.array([index[begin[-1]] for begin in begins]),
                np.array([whole.get(begin, -1) for begin in begins]),
            )
        )
        above = {begin: i for i, begin in enumerate(begins)}
    return levels
