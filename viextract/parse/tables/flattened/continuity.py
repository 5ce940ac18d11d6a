"""How well words follow words, for putting the lines of a column together: pointwise mutual information under the
language model.

Where the text is damaged, what recovery has made of a word is no good witness of what it may follow: recovery reads
lines, and has chosen among all that the word may have been what follows the other columns' words best. So a word after
a seam is what was read, and stands for all that it may have been, each as likely as the channel says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BREAK_ID, model
from viextract.language.tokens import symbols
from viextract.recover.channel import channel

Ids = tuple[int, ...]
"""Words by the language model's ids; one after a seam may be -2 - n for reading n of :class:`Continuity`."""

SECOND = 0.6
"""Weight of the second word after a seam: it tells less than the first."""
MOST_READINGS = 6
"""Words that a damaged word may have been, the likeliest without context."""
NOWHERE = 99.0
"""Cost of what is no word at all."""


def word_ids(text: str) -> Ids:
    """The language model's ids of a token's words; none for punctuation."""
    known = model()
    return tuple(known.id(symbol) for symbol in symbols(text))


class Continuity:
    """Scores seams between a column's last words and the words that may follow; each pair is looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Ids, Ids], float] = {}
        self._numbers: dict[str, int] = {}
        self._words = np.zeros((0, MOST_READINGS), dtype=np.int64)
        self._costs = np.zeros((0, MOST_READINGS))

    def learn(self, reads: Sequence[str]) -> None:
        """What damaged words may have been."""
        words = [read for read in dict.fromkeys(reads) if read not in self._numbers]
        found = channel("wrong").candidates(words)
        known = np.flatnonzero(np.diff(found.begin))
        ids = np.zeros((len(known), MOST_READINGS), dtype=np.int64)
        costs = np.full(ids.shape, NOWHERE)
        for row, number in enumerate(known.tolist()):
            first, last = found.begin[number], min(found.begin[number + 1], found.begin[number] + MOST_READINGS)
            self._numbers[words[number]] = len(self._words) + row
            ids[row, : last - first], costs[row, : last - first] = found.ids[first:last], found.costs[first:last]
        self._words, self._costs = np.vstack([self._words, ids]), np.vstack([self._costs, costs])

    def reading(self, read: str) -> int | None:
        """The id after a seam of a damaged word; None where nothing is known of it."""
        number = self._numbers.get(read)
        return None if number is None else -2 - number

    def prepare(self, pairs: Sequence[tuple[Ids, Ids]]) -> None:
        """Look up all pairs (at most three words before the seam, two after it) in one go."""
        wanted = sorted({pair for pair in pairs if pair not in self._known and pair[0] and pair[1]})
        if not wanted:
            return
        before = np.array([[-1] * (3 - len(a)) + list(a) for a, _ in wanted], dtype=np.int64)
        after = np.array([(*b, BREAK_ID)[:2] for _, b in wanted], dtype=np.int64)
        h3, h2, h1 = before[:, 0], before[:, 1], before[:, 2]
        gain, first = self._gain((h1, h2, h3), (-np.ones_like(h1),) * 3, after[:, 0])
        nothing = np.full(len(wanted), -1, dtype=np.int64)
        more, _ = self._gain((first, h1, h2), (first, nothing, nothing), after[:, 1])
        for pair, value in zip(wanted, gain + SECOND * more, strict=True):
            self._known[pair] = float(value)

    def _gain(
        self, history: tuple[Longs, Longs, Longs], other: tuple[Longs, Longs, Longs], word: Longs
    ) -> tuple[NDArray[np.float64], Longs]:
        """How much likelier a word, or what was read, is after one history than after another; the word that it then
        most likely is.
        """
        words, costs = (
            np.zeros((len(word), MOST_READINGS), dtype=np.int64),
            np.full((len(word), MOST_READINGS), NOWHERE),
        )
        damaged = word <= -2
        words[:, 0], costs[:, 0] = np.where(damaged, 0, word), 0.0
        words[damaged], costs[damaged] = self._words[-2 - word[damaged]], self._costs[-2 - word[damaged]]
        row, place = np.nonzero(costs < NOWHERE)
        scores = []
        for h in (history, other):
            scored = np.full(words.shape, -np.inf)
            scored[row, place] = _scores(tuple(ids[row] for ids in h), words[row, place]) - costs[row, place]
            scores.append(scored)
        best = words[np.arange(len(word)), scores[0].argmax(axis=1)]
        return np.logaddexp.reduce(scores[0], axis=1) - np.logaddexp.reduce(scores[1], axis=1), best

    def seam(self, before: Ids, after: Ids) -> float:
        """How much likelier ``after`` is here than anywhere (natural log); 0 where either side has no words.
        Prepared pairs only.
        """
        return self._known.get((before, after), 0.0)


Longs = NDArray[np.int64]


def _scores(history: tuple[Longs, ...], words: Longs) -> NDArray[np.float64]:
    language = model()
    h1, h2, h3 = history
    return np.asarray(language.score(h1, h2, h3, words, language.backoffs(h1, h2, h3)), dtype=np.float64)
