"""The language model: interpolated Kneser-Ney 4-grams of syllables, in tables that are mapped into memory.

Each order's probabilities and back-off weights stand in an *xor table*: three hashes of an n-gram name three slots
whose xor gives 16 bits of fingerprint and 8 bits of quantised value. A look-up is three reads, a table takes 3.7 bytes
an n-gram, and an n-gram that is not there is taken for one that is with a probability of 2**-16. After Graf & Lemire,
"Xor Filters" (2020), and Talbot & Osborne, "Randomised Language Modelling for Statistical Machine Translation" (2007);
smoothing after Chen & Goodman (1999).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viextract.data import dictionaries
from viextract.language.tokens import BREAK, CLASSES, UNKNOWN

Ids = NDArray[np.int64]
Keys = NDArray[np.uint64]
Scores = NDArray[np.float32]

BITS = 15
"""Bits of a word's id in a key: four ids fit into 64 bits."""

ORDER = 4
BREAK_ID, UNKNOWN_ID = CLASSES.index(BREAK), CLASSES.index(UNKNOWN)
_MASK32 = np.uint64(0xFFFFFFFF)


def mix(keys: Keys, seed: int) -> Keys:
    """64 well-mixed bits of each key (the finaliser of SplitMix64, Steele et al. 2014)."""
    h = keys + np.uint64((seed * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
    h ^= h >> np.uint64(30)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(27)
    h *= np.uint64(0x94D049BB133111EB)
    h ^= h >> np.uint64(31)
    return h


def slots(hashed: Keys, block: int) -> tuple[Ids, Ids, Ids]:
    """The three slots of each hashed key, one in each third of a table of ``3 * block`` slots."""
    size = np.uint64(block)
    first = ((hashed & _MASK32) * size) >> np.uint64(32)
    second = (((hashed >> np.uint64(16)) & _MASK32) * size) >> np.uint64(32)
    third = ((hashed >> np.uint64(32)) * size) >> np.uint64(32)
    return first.astype(np.int64), second.astype(np.int64) + block, third.astype(np.int64) + 2 * block


def fingerprint(hashed: Keys) -> NDArray[np.uint16]:
    """16 bits that do not take part in the choice of slots alone."""
    return ((hashed * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(48)).astype(np.uint16)


class XorTable:
    """A static map from 64-bit keys to 8-bit codes."""

    def __init__(self, marks: NDArray[np.uint16], codes: NDArray[np.uint8], seed: int) -> None:
        self._marks, self._codes, self._seed, self._block = marks, codes, seed, len(marks) // 3

    def find(self, keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
        """Which keys are in the table, and the code of each (meaningless for the others)."""
        hashed = mix(keys, self._seed)
        a, b, c = slots(hashed, self._block)
        marks = self._marks
        found = (marks[a] ^ marks[b] ^ marks[c]) == fingerprint(hashed)
        codes = self._codes
        return found, codes[a] ^ codes[b] ^ codes[c]


class NgramModel:
    """Log probabilities of syllables given up to three before them.

    Ids are rows of ``vocabulary``; id 0 is the break between clauses, which begins and ends every sequence, and id 3
    any word that
    the model does not know.
    """

    def __init__(self, folder: Path) -> None:
        meta: dict[str, Any] = json.loads((folder / "ngrams.json").read_text("utf-8"))
        # A plain array over the mapped file: slicing np.memmap itself is slow.
        blob = np.asarray(np.memmap(folder / "ngrams.bin", dtype=np.uint8, mode="r")).view(np.ndarray)
        self.vocabulary: list[str] = meta["vocabulary"]
        self.ids: dict[str, int] = {word: i for i, word in enumerate(self.vocabulary)}

        def part(name: str, dtype: type) -> NDArray[Any]:
            offset, length = meta["parts"][name]
            return blob[offset : offset + length].view(dtype)

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
        one = self._backoff1[h1]
        weights = [one]
        for n, context in ((2, _key(h2, h1)), (3, _key(h3, h2, h1))):
            found, code = self._backoff[n].find(context)
            there = (h2 >= 0) if n == 2 else (h3 >= 0)
            weights.append(np.where(found & there, self._b_values[code], np.float32(0)))
        return weights[0], weights[1], weights[2]

    def score(self, h1: Ids, h2: Ids, h3: Ids, word: Ids, backoffs: tuple[Scores, Scores, Scores]) -> Scores:
        """log P(word | h3 h2 h1) of equally long arrays; ``backoffs`` from :meth:`backoffs` for the same rows."""
        result = np.zeros(len(word), dtype=np.float32)
        rest = np.arange(len(word))
        for n, history in ((4, (h3, h2, h1)), (3, (h2, h1)), (2, (h1,))):
            if not len(rest):
                return result
            there = history[0][rest] >= 0
            key = _key(*(h[rest] for h in history), word[rest])
            found, code = self._probability[n].find(key)
            found &= there
            hit = rest[found]
            result[hit] += self._p_values[code[found]]
            rest = rest[~found]
            result[rest] += backoffs[n - 2][rest]
        result[rest] += self.unigram[word[rest]]
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
        key = (key << np.uint64(BITS)) | (column.astype(np.uint64) & np.uint64((1 << BITS) - 1))
    return key


@cache
def model() -> NgramModel:
    """The model that comes with the package, mapped on first use."""
    return NgramModel(dictionaries() / "models")
