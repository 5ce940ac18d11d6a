"""The noisy channel: what may have stood on the page where a token was read, and how likely it would then be read so.

P(read | true) is counted where pairs are frequent, and backed by the syllable's own structure where they are not: a reader confuses
an onset and a rhyme independently of each other, so onset and rhyme tables cover syllables that were never seen misread; a rhyme
that was never seen misread this way is scored letter by letter (each true letter is read as none to three characters; trained by
expectation maximisation, after Brill & Moore, "An Improved Error Model for Noisy Channel Spelling Correction", 2000).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.data import dictionaries
from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import canonical_tone, strip_marks

LONGEST_READING = 3
"""Characters as which one letter may be read at most."""

PRIOR_PAIRS = 8.0
"""Weight, in counted pairs, of the structural model against the table of whole tokens."""

_UNSEEN = (2e-3, 1.5e-4, 4e-7, 1e-8)
"""Floor of the probability that a letter is read as a string of 0, 1, 2, 3 characters that training never showed."""

MOST_CANDIDATES = 16
_LEAST_LOG_P = -13.0
_FALLBACK_RHYMES = 24
_UNLIKELY = 8.0
"""-log P(read | true) beyond which the tables' best offer is not trusted to be what stood there."""

_LONGEST_ONSET = 4


class Candidate(NamedTuple):
    """One true form of a token; ``cost`` is -log P(read | true), ``id`` the language model's, ``weight`` cost and frequency together."""

    text: str
    cost: float
    id: int
    weight: float


def candidate(text: str, cost: float) -> Candidate:
    """A candidate with its id and weight looked up."""
    word = word_id(text)
    return Candidate(text, cost, word, cost - float(_unigrams()[word]))


@cache
def _unigrams() -> list[float]:
    # A plain list: single look-ups in a mapped array are slow.
    return [float(x) for x in model().unigram]


class Channel:
    """One kind of damage, as counted from pairs of readings and truth."""

    def __init__(self, name: str) -> None:
        with (dictionaries() / "models" / f"channel-{name}.json").open(encoding="utf-8") as stream:
            data = json.load(stream)
        self._tokens: dict[str, list[tuple[str, int]]] = data["tokens"]
        self._totals: dict[str, int] = data["totals"]
        self._onsets: dict[str, list[tuple[str, float]]] = data["onsets"]
        self._rhymes: dict[str, list[tuple[str, float]]] = data["rhymes"]
        self._letters = _Letters(data["chars"], sorted({rhyme for rows in self._rhymes.values() for rhyme, _ in rows}))
        self._seen: dict[tuple[str, bool], tuple[Candidate, ...]] = {}
        # Candidates of frequent tokens, worked out when the model was built.
        self._ready: dict[str, list[tuple[str, float]]] = data.get("ready", {})

    def candidates(self, read: str, thorough: bool = True) -> tuple[Candidate, ...]:
        """True forms of a token without outer punctuation, likeliest first by reading and frequency; words that the model knows only.

        ``thorough`` scores unseen rhymes letter by letter where the tables offer nothing likely.
        """
        found = self._seen.get((read, thorough))
        if found is None:
            ready = self._ready.get(read)
            if ready is not None:
                found = tuple(candidate(text, cost) for text, cost in ready)
            else:
                found = self._candidates(read, self._structural(read, self._rhymes.get))
                if thorough and (not found or min(c.cost for c in found) > _UNLIKELY):
                    found = self._candidates(read, self._structural(read, self._letters.rhymes))
            self._seen[read, thorough] = found
        return found

    def _candidates(self, read: str, structural: dict[str, float]) -> tuple[Candidate, ...]:
        counted = dict(self._tokens.get(read, ()))
        best: dict[str, Candidate] = {}
        for text in structural.keys() | counted.keys():
            total = self._totals.get(text, 0)
            p = (counted.get(text, 0) + PRIOR_PAIRS * structural.get(text, 0.0)) / (total + PRIOR_PAIRS)
            if p > 1e-9:
                found = candidate(text, round(-math.log(p), 2))
                word = lower(text)
                if word not in best or found.cost < best[word].cost:
                    best[word] = found
        return tuple(sorted(best.values(), key=lambda c: (c.weight, c.text))[:MOST_CANDIDATES])

    def _structural(self, read: str, rhymes_of: Callable[[str], Sequence[tuple[str, float]] | None]) -> dict[str, float]:
        """P(read | syllable) as a sum over the places where onset and rhyme may meet, for syllables the model knows."""
        total: dict[str, float] = defaultdict(float)
        for cut in range(min(_LONGEST_ONSET, len(read) - 1) + 1):
            onsets = self._onsets.get(read[:cut])
            rhymes = rhymes_of(read[cut:]) if onsets else None
            if not onsets or not rhymes:
                continue
            for onset, p_onset in onsets:
                for rhyme, p_rhyme in rhymes:
                    if p_onset + p_rhyme < _LEAST_LOG_P:
                        break
                    text = onset + rhyme
                    if word_id(text) != UNKNOWN_ID:
                        total[text] += math.exp(p_onset + p_rhyme)
        return total


@cache
def word_id(text: str) -> int:
    """The language model's id of a printed word in any of the usual cases; that of unknown words for the rest."""
    return model().id(lower(text)) if one_case(text) else UNKNOWN_ID


class _Letters:
    """Rhymes for a string that was never seen as the reading of one, scored letter by letter."""

    def __init__(self, readings: dict[str, dict[str, float]], rhymes: list[str]) -> None:
        alphabet = sorted(readings)
        index = {letter: i for i, letter in enumerate(alphabet)}
        self._rhymes = [r for r in rhymes if all(c in index for c in r)]
        self._width = max(map(len, self._rhymes))
        self._rows = np.full((len(self._rhymes), self._width), -1)
        for row, rhyme in enumerate(self._rhymes):
            self._rows[row, : len(rhyme)] = [index[c] for c in rhyme]
        self._lengths = np.array([len(r) for r in self._rhymes])
        self._by_reading: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for letter, row_readings in readings.items():
            for reading, log_p in row_readings.items():
                self._by_reading[reading].append((index[letter], math.exp(log_p)))
        self._size = len(alphabet)
        self._cache: dict[str, list[tuple[str, float]]] = {}

    def rhymes(self, read: str) -> list[tuple[str, float]]:
        """The likeliest rhymes and log P(read | rhyme)."""
        if len(read) > self._width * LONGEST_READING:
            return []
        if read not in self._cache:
            self._cache[read] = self._score(read)
        return self._cache[read]

    def _emission(self, reading: str) -> NDArray[np.float64]:
        vector = np.full(self._size + 1, _UNSEEN[len(reading)])
        for letter, p in self._by_reading.get(reading, ()):
            vector[letter] = max(p, vector[letter])
        return vector

    def _score(self, read: str) -> list[tuple[str, float]]:
        m = len(read)
        # For each number of characters: P(those characters from j on | letter), a row for each j.
        emissions = [
            np.stack([self._emission(read[j : j + k]) for j in range(m + 1 - k)]) for k in range(min(LONGEST_READING, m) + 1)
        ]
        forward = np.zeros((m + 1, len(self._rhymes)))
        forward[0] = 1.0
        result = np.zeros(len(self._rhymes))
        for i in range(self._width):
            letters = self._rows[:, i]
            following = np.zeros_like(forward)
            for k, emission in enumerate(emissions):
                following[k:] += forward[: m + 1 - k] * emission[:, letters]
            forward = following
            ends = self._lengths == i + 1
            result[ends] = forward[m, ends]
        top = np.argsort(-result, kind="stable")[:_FALLBACK_RHYMES]
        return [(self._rhymes[i], math.log(result[i])) for i in top if result[i] > 0]


def lower(text: str) -> str:
    """A token as the language model knows it: lower case, one tone style."""
    return canonical_tone(text.lower())


def one_case(text: str) -> bool:
    """All small, all capital or capitalised: what a printed word looks like."""
    return text.islower() or text.isupper() or (text[0].isupper() and text[1:].islower())


@cache
def channel(name: str) -> Channel:
    """The channel of a kind of damage: ``wrong`` (an engine with the wrong language) or ``vie`` (a Vietnamese engine on a poor page)."""
    return Channel(name)


@cache
def _by_bare_form() -> dict[str, tuple[str, ...]]:
    """Words the language model knows by their letters without marks."""
    table: dict[str, list[str]] = defaultdict(list)
    for word in model().vocabulary[4:]:
        table[strip_marks(word)].append(word)
    return {bare: tuple(words) for bare, words in table.items()}


def unmarked_candidates(read: str, thorough: bool = True) -> tuple[Candidate, ...]:
    """True forms of a token whose marks were removed: removal is certain, so every form costs nothing (``thorough`` changes nothing)."""
    words = _by_bare_form().get(strip_marks(read.lower()), ())
    return tuple(sorted((candidate(match_case(word, read), 0.0) for word in words), key=lambda c: (c.weight, c.text)))


def match_case(word: str, like: str) -> str:
    """``word`` in the case of the token that it replaces."""
    if like.isupper() and (len(like) > 1 or len(word) == 1):
        return word.upper()
    if like[:1].isupper():
        return word[:1].upper() + word[1:]
    return word
