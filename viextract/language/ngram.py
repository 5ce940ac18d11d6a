"""The language model: interpolated Kneser-Ney 4-grams of syllables, in tables that are mapped into memory.

Each order's probabilities and back-off weights stand in an *xor table*: three hashes of an n-gram name three slots
whose xor gives 16 bits of fingerprint and 8 bits of quantised value. A look-up is three reads, a table takes 3.7 bytes
an n-gram, and an n-gram that is not there is taken for one that is with a probability of 2**-16. After Graf & Lemire,
"Xor Filters" (2020), and Talbot & Osborne, "Randomised Language Modelling for Statistical Machine Translation" (2007);
smoothing after Chen & Goodman (1999).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viextract.data import dictionaries
from viextract.language.arrays import Arrays
from viextract.language.tokens import BREAK, CLASSES, UNKNOWN

Ids = NDArray[np.int64]
Keys = NDArray[np.uint64]
Scores = NDArray[np.float32]

BITS = 15
"""Bits of a word's id in a key: four ids fit into 64 bits."""

ORDER = 4
BREAK_ID, UNKNOWN_ID = CLASSES.index(BREAK), CLASSES.index(UNKNOWN)
_MASK32 = np.uint64(0xFFFFFFFF)
# Made once: most look-ups are of a few keys, for which making a number takes as long as using it.
_16, _27, _30, _31, _32, _48 = map(np.uint64, (16, 27, 30, 31, 32, 48))
_FIRST_FACTOR, _SECOND_FACTOR, _MARK_FACTOR = map(
    np.uint64, (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93)
)
_BITS, _ID_MASK = np.uint64(BITS), np.uint64((1 << BITS) - 1)


def mix(keys: Keys, seed: int) -> Keys:
    """64 well-mixed bits of each key (the finaliser of SplitMix64, Steele et al. 2014)."""
    h = keys + np.uint64((seed * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
    h ^= h >> _30
    h *= _FIRST_FACTOR
    h ^= h >> _27
    h *= _SECOND_FACTOR
    h ^= h >> _31
    return h


def slots(hashed: Keys, block: int) -> Ids:
    """The three slots of each hashed key as three rows, one in each third of a table of ``3 * block`` slots."""
    found = np.empty((3, len(hashed)), dtype=np.uint64)
    np.bitwise_and(hashed, _MASK32, out=found[0])
    np.bitwise_and(hashed >> _16, _MASK32, out=found[1])
    np.right_shift(hashed, _32, out=found[2])
    found *= np.uint64(block)
    found >>= _32
    found[1] += np.uint64(block)
    found[2] += np.uint64(2 * block)
    return found.view(np.int64)


def fingerprint(hashed: Keys) -> NDArray[np.uint16]:
    """16 bits that do not take part in the choice of slots alone."""
    return ((hashed * _MARK_FACTOR) >> _48).astype(np.uint16)


class XorTable:
    """A static map from 64-bit keys to 8-bit codes."""

    def __init__(self, marks: NDArray[np.uint16], codes: NDArray[np.uint8], seed: int) -> None:
        self._marks, self._codes, self._seed, self._block = marks, codes, seed, len(marks) // 3

    def find(self, keys: Keys) -> tuple[Ids, NDArray[np.uint8]]:
        """Where in ``keys`` those stand that are in the table, and their codes."""
        hashed = mix(keys, self._seed)
        places = slots(hashed, self._block)
        # Slots are never out of bounds: "clip" leaves out the check, which takes longer than the look-up.
        a, b, c = self._marks.take(places, mode="clip")
        hits = ((a ^ b ^ c) == fingerprint(hashed)).nonzero()[0]
        x, y, z = self._codes.take(places.take(hits, axis=1), mode="clip")
        return hits, x ^ y ^ z


class NgramModel:
    """Log probabilities of syllables given up to three before them.

    Ids are rows of ``vocabulary``; id 0 is the break between clauses, which begins and ends every sequence, and id 3
    any word that
    the model does not know.
    """

    def __init__(self, folder: Path) -> None:
        arrays = Arrays(folder, "ngrams")
        part = arrays.part
        self.vocabulary: list[str] = arrays.meta["vocabulary"]
        self.ids: dict[str, int] = {word: i for i, word in enumerate(self.vocabulary)}
        self.unigram: Scores = part("unigram", np.float32)
        self._backoff1: Scores = part("backoff1", np.float32)

        def table(name: str, seed: int) -> XorTable:
            return XorTable(part(f"{name}.marks", np.uint16), part(f"{name}.codes", np.uint8), seed)

        self._probability = {n: table(f"p{n}", n) for n in (2, 3, 4)}
        self._backoff = {n: table(f"b{n}", 16 + n) for n in (2, 3)}
        self._p_values: Scores = part("p.values", np.float32)
        self._b_values: Scores = part("b.values", np.float32)

    def id(self, word: str) -> int:
        """The id of a lower-case word or class symbol; that of unknown words for the rest."""
        return self.ids.get(word, UNKNOWN_ID)

    def backoffs(self, h1: Ids, h2: Ids, h3: Ids) -> tuple[Scores, Scores, Scores]:
        """Back-off weights of histories whose last words are h1, h2 h1 and h3 h2 h1 (ids; -1 where there is none)."""
        one = np.where(h1 >= 0, self._backoff1[h1], np.float32(0))
        longer = []
        key = _key(h2, h1)
        for n, oldest in ((2, h2), (3, h3)):
            key = key if n == 2 else _longer(key, h3, 2)
            weight = np.zeros(len(h1), dtype=np.float32)
            hits, codes = self._backoff[n].find(key)
            weight[hits] = self._b_values[codes]
            longer.append(np.where(oldest >= 0, weight, np.float32(0)))
        return one, longer[0], longer[1]

    def score(self, h1: Ids, h2: Ids, h3: Ids, word: Ids, backoffs: tuple[Scores, Scores, Scores]) -> Scores:
        """log P(word | h3 h2 h1) of equally long arrays; ``backoffs`` from :meth:`backoffs` for the same rows."""
        value, known = self.bigrams(h1, word)
        return self.longer(value, known, (h1, h2, h3), word, backoffs[1:])

    def bigrams(self, h1: Ids, word: Ids) -> tuple[Scores, NDArray[np.bool_]]:
        """log P(word | h1), and whether the two were seen together; h1 -1 says nothing of what stands before."""
        value: Scores = np.where(h1 >= 0, self._backoff1.take(h1, mode="clip"), np.float32(0)) + self.unigram.take(word)
        known = np.zeros(len(word), dtype=bool)
        hits, codes = self._probability[2].find(_key(h1, word))
        hits, codes = _keep(h1[hits] >= 0, hits, codes)
        value[hits], known[hits] = self._p_values[codes], True
        return value, known

    def longer(
        self,
        value: Scores,
        known: NDArray[np.bool_],
        history: tuple[Ids, Ids, Ids],
        word: Ids,
        backoffs: tuple[Scores, Scores],
    ) -> Scores:
        """log P(word | h3 h2 h1) from what :meth:`bigrams` gives for h1; ``backoffs`` are those of h2 h1 and h3 h2 h1.

        Histories are tried from the short to the long: a word that does not fit is a stranger to the word before it
        already, and then no longer history knows it.
        """
        result: Scores = value + backoffs[0]
        rows = known.nonzero()[0]
        key = _key(history[0][rows], word[rows])
        for n in (3, 4):
            oldest = history[n - 2][rows]
            key = _longer(key, oldest, n - 1)
            hits, codes = self._probability[n].find(key)
            hits, codes = _keep(oldest[hits] >= 0, hits, codes)
            rows, key = rows[hits], key[hits]
            result[rows] = self._p_values[codes]
            if n == 3:
                result += backoffs[1]
        return result

    def sequence(self, words: list[str]) -> float:
        """log P of one clause, from its beginning to its end: for tests and judges, not for decoding."""
        ids = [BREAK_ID, *(self.id(word) for word in words), BREAK_ID]
        padded = np.array([-1, -1, *ids], dtype=np.int64)
        h3, h2, h1, word = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
        return float(self.score(h1, h2, h3, word, self.backoffs(h1, h2, h3)).sum())


def _key(*ids: Ids) -> Keys:
    key = np.zeros(len(ids[0]), dtype=np.uint64)
    for column in ids:
        key <<= _BITS
        key |= column.astype(np.uint64) & _ID_MASK
    return key


def _longer(key: Keys, oldest: Ids, words: int) -> Keys:
    """Keys of ``words`` words with one more before them."""
    return key | ((oldest.astype(np.uint64) & _ID_MASK) << np.uint64(BITS * words))


def _keep(mask: NDArray[np.bool_], hits: Ids, codes: NDArray[np.uint8]) -> tuple[Ids, NDArray[np.uint8]]:
    return hits[mask], codes[mask]


@cache
def model() -> NgramModel:
    """The model that comes with the package, mapped on first use."""
    return NgramModel(dictionaries() / "models")
