"""What a document says again and again: a cache model of its own bigrams and trigrams.

A plan repeats its place, its bodies and its subject on every page, and some of those readings are clear. Words that
were decoded with
confidence make the doubtful ones beside their like easier (Kuhn & De Mori, "A Cache-Based Natural Language Model for
Speech
Recognition", 1990).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BITS, BREAK_ID

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARE = 0.2
"""Weight of the document's own n-grams against the language model."""

WORD_SHARE = 0.3
"""Of that, the weight of single words whatever stands before them."""

_TINY = 1e-30
_LEAST_HISTORY = 2
"""A history is believed from its second occurrence on."""

_DOUBT = 0.5
"""Added to a history's count, so that what followed once or twice does not seem certain."""


class Recurrence:
    """P(word | one or two words before it) as counted in one document."""

    def __init__(self, sequences: Iterable[list[int]]) -> None:
        """``sequences``: ids of runs of words that are known with confidence."""
        words: Counter[int] = Counter()
        bigrams: Counter[int] = Counter()
        trigrams: Counter[int] = Counter()
        for ids in sequences:
            words.update(ids)
            for i in range(1, len(ids)):
                bigrams[ids[i - 1] << BITS | ids[i]] += 1
                if i > 1:
                    trigrams[(ids[i - 2] << BITS | ids[i - 1]) << BITS | ids[i]] += 1
        self._word = np.zeros(1 << BITS)
        for word, count in words.items():
            self._word[word] = count / (words.total() + _DOUBT)
        self._two, self._p_two = _conditional(bigrams)
        self._three, self._p_three = _conditional(trigrams)

    def mixed(self, score: NDArray[np.floating], h1: Ints, h2: Ints, word: Ints) -> Floats:
        """The language model's ``score`` (log) with the document's own share mixed in."""
        own = np.zeros(len(score))
        for table, p, key, known in (
            (self._two, self._p_two, h1 << BITS | word, h1 != BREAK_ID),
            (self._three, self._p_three, (h2 << BITS | h1) << BITS | word, h2 >= 0),
        ):
            if len(table):
                at = np.minimum(np.searchsorted(table, key), len(table) - 1)
                own = np.where((table[at] == key) & known, p[at], own)  # the longer history wins
        own = (1 - WORD_SHARE) * own + WORD_SHARE * self._word[word]
        mixed: Floats = np.log((1 - SHARE) * np.exp(score) + SHARE * own + _TINY)
        return mixed


def _conditional(counts: Counter[int]) -> tuple[Ints, Floats]:
    """Keys in order, and P of the last word given those before it, for histories seen often enough."""
    history: Counter[int] = Counter()
    for key, count in counts.items():
        history[key >> BITS] += count
    rows = sorted(
        (key, count / (history[key >> BITS] + _DOUBT))
        for key, count in counts.items()
        if history[key >> BITS] >= _LEAST_HISTORY
    )
    keys = np.array([key for key, _ in rows], dtype=np.int64)
    return keys, np.array([p for _, p in rows], dtype=np.float64)
