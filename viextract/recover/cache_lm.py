"""What a document repeats: a small model of its own bigrams and trigrams.

A plan repeats its place, its bodies and its subject on every page, and some of those readings are clear. Words that
were decoded with confidence make the doubtful ones beside their like easier (Kuhn & De Mori, "A Cache-Based Natural
Language Model for Speech Recognition", 1990).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BITS, BREAK_ID
from viextract.recover.ragged import Floats, Ints

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

    def __init__(self, words: Ints) -> None:
        """``words``: ids of the words that are known with confidence, in order; -1 wherever others stand between."""
        known = words[words >= 0]
        self._word = np.bincount(known, minlength=1 << BITS) / (len(known) + _DOUBT)
        two = words[:-1] << BITS | words[1:]
        pairs = (words[:-1] >= 0) & (words[1:] >= 0)
        three = words[:-2] << (2 * BITS) | two[1:]
        self._two, self._p_two = _conditional(two[pairs])
        self._three, self._p_three = _conditional(three[pairs[:-1] & pairs[1:]])

    def mixed(self, score: NDArray[np.floating], h1: Ints, h2: Ints, word: Ints) -> Floats:
        """The language model's ``score`` (log) with the document's own share mixed in."""
        own = np.zeros(len(score))
        two = h1 << BITS | word
        for table, p, key, known in (
            (self._two, self._p_two, two, (h1 != BREAK_ID) & (h1 >= 0)),
            (self._three, self._p_three, h2 << (2 * BITS) | two, h2 >= 0),
        ):
            if len(table):
                at = np.minimum(np.searchsorted(table, key), len(table) - 1)
                own = np.where((table[at] == key) & known, p[at], own)  # the longer history wins
        own = (1 - WORD_SHARE) * own + WORD_SHARE * self._word[word]
        mixed: Floats = np.log((1 - SHARE) * np.exp(score) + SHARE * own + _TINY)
        return mixed


def _conditional(keys: Ints) -> tuple[Ints, Floats]:
    """Distinct keys in order, and P of the last word given those before it, for histories seen often enough."""
    keys, count = np.unique(keys, return_counts=True)
    _, place, inverse = np.unique(keys >> BITS, return_index=True, return_inverse=True)
    history = (np.add.reduceat(count, place) if len(place) else count)[inverse]
    often = history >= _LEAST_HISTORY
    return keys[often], count[often] / (history[often] + _DOUBT)
