"""What a text is like, in half a kilobyte: texts that share most phrases have sketches that share most numbers.

MinHash (Broder, 1997, "On the resemblance and containment of documents"): the share of equal numbers in two sketches
estimates the share of three-word phrases that the texts have in common (Jaccard). Marks of letters are left out, since
they are what a poor scan loses first.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt

from viextract.language.fold import fold

NUMBERS = 128
"""Of a sketch: the standard error of the estimate is at most 0.044."""
_PHRASE = 3
_LEAST_PHRASES = 20
"""A text of fewer words is too little to be told apart by."""
_MOST_WORDS = 50_000
_AT_ONCE = 1024
"""Phrases that are worked on together: a megabyte of products, which stays in the processor's cache."""
_WORD = re.compile(r"[a-z0-9]+")
_RANDOM = np.random.default_rng(20250101)
_FACTORS = _RANDOM.integers(1, 2**63, NUMBERS, dtype=np.uint64) | np.uint64(1)
_SUMMANDS = _RANDOM.integers(0, 2**63, NUMBERS, dtype=np.uint64)

Sketches = npt.NDArray[np.uint32]


def sketch_of(text: str) -> bytes | None:
    """The sketch of a text as bytes; None where it is too short."""
    words = _WORD.findall(fold(text))[:_MOST_WORDS]
    phrases = {crc32(" ".join(words[at : at + _PHRASE]).encode()) for at in range(len(words) - _PHRASE + 1)}
    if len(phrases) < _LEAST_PHRASES:
        return None
    hashes = np.fromiter(phrases, np.uint64, len(phrases))
    # Multiply-shift: the upper half of a product with an odd factor (Dietzfelbinger et al., 1997).
    least = np.full(NUMBERS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(hashes), _AT_ONCE):
        products = np.multiply.outer(_FACTORS, hashes[start : start + _AT_ONCE])
        products += _SUMMANDS[:, np.newaxis]
        products >>= np.uint64(32)
        np.minimum(least, products.min(axis=1), out=least)
    return least.astype(np.uint32).tobytes()


def as_rows(sketches: bytes | bytearray) -> Sketches:
    """Sketches, one after the other, as the rows of an array, ``(n, NUMBERS)``."""
    return np.frombuffer(sketches, np.uint32).reshape(-1, NUMBERS)


def similarity(first: Sketches, second: Sketches) -> float:
    """The share of phrases that two texts have in common, estimated from rows of :func:`as_rows`."""
    return float((first == second).mean())
