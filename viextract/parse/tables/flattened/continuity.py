"""How well words follow words, for putting the lines of a column together: pointwise mutual information under the
language model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viextract.language.ngram import BREAK_ID, model
from viextract.language.tokens import symbols

Ids = tuple[int, ...]

SECOND = 0.6
"""Weight of the second word after a seam: it tells less than the first."""


def word_ids(text: str) -> Ids:
    """The language model's ids of a token's words; none for punctuation."""
    known = model()
    return tuple(known.id(symbol) for symbol in symbols(text))


class Continuity:
    """Scores seams between a column's last words and the words that may follow; each pair is looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Ids, Ids], float] = {}

    def prepare(self, pairs: Sequence[tuple[Ids, Ids]]) -> None:
        """Look up all pairs (at most three words before the seam, two after it) in one go."""
        wanted = sorted({pair for pair in pairs if pair not in self._known and pair[0] and pair[1]})
        if not wanted:
            return
        language = model()
        before = np.array([[-1] * (3 - len(a)) + list(a) for a, _ in wanted], dtype=np.int64)
        after = np.array([(*b, BREAK_ID)[:2] for _, b in wanted], dtype=np.int64)
        h3, h2, h1, first, second = before[:, 0], before[:, 1], before[:, 2], after[:, 0], after[:, 1]
        gain = language.score(h1, h2, h3, first, language.backoffs(h1, h2, h3)) - language.unigram[first]
        nothing = np.full(len(wanted), -1, dtype=np.int64)
        with_seam = language.score(first, h1, h2, second, language.backoffs(first, h1, h2))
        without = language.score(first, nothing, nothing, second, language.backoffs(first, nothing, nothing))
        total = gain + SECOND * (with_seam - without)
        for pair, value in zip(wanted, total, strict=True):
            self._known[pair] = float(value)

    def seam(self, before: Ids, after: Ids) -> float:
        """How much likelier ``after`` is here than anywhere (natural log); 0 where either side has no words.
        Prepared pairs only.
        """
        return self._known.get((before, after), 0.0)
