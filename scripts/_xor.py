"""Building xor tables: the writing side of viextract.language.ngram."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import fingerprint, mix, slots


def build(
    keys: NDArray[np.uint64], codes: NDArray[np.uint8], seed: int
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Marks and codes of a table that maps each of the distinct ``keys`` to its code.

    Peels keys that own a slot alone, round by round, then fills the slots in the opposite order (Botelho et al. 2007).
    Deterministic; raises where the keys cannot be peeled (make the table larger).
    """
    n = len(keys)
    block = int(1.24 * n / 3) + 32
    hashed = mix(keys, seed)
    where = np.stack(list(slots(hashed, block)))
    degree = np.bincount(where.ravel(), minlength=3 * block).astype(np.int32)
    owner = np.zeros(3 * block, dtype=np.int64)  # xor of the indices of the keys that are left in a slot
    for row in where:
        np.bitwise_xor.at(owner, row, np.arange(n))
    rounds: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    frontier = np.flatnonzero(degree == 1)
    left = n
    while len(frontier):
        key = owner[frontier]
        key, first = np.unique(key, return_index=True)
        slot = frontier[first]
        rounds.append((key, slot))
        left -= len(key)
        touched = where[:, key]
        for row in touched:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(owner, row, key)
        candidates = np.unique(touched)
        frontier = candidates[degree[candidates] == 1]
    if left:
        raise ValueError(f"{left} of {n} keys cannot be placed")
    marks = np.zeros(3 * block, dtype=np.uint16)
    values = np.zeros(3 * block, dtype=np.uint8)
    prints = fingerprint(hashed)
    for key, slot in reversed(rounds):
        a, b, c = where[:, key]
        marks[slot] = prints[key] ^ marks[a] ^ marks[b] ^ marks[c]  # the slot's own mark is still 0
        values[slot] = codes[key] ^ values[a] ^ values[b] ^ values[c]
    return marks, values
