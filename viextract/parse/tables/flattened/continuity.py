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
MOST_LAST = 3
"""The same of the last word before a seam."""
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
        after = np.array([(*b, BREAK_ID)[:2] for _, b in wanted], dtype=np.int64)
        h1, h2, h3, weight = self._histories([a for a, _ in wanted])
        gain, first, last = self._first_gain((h1, h2, h3), weight, after[:, 0])
        nothing = np.full(len(wanted), -1, dtype=np.int64)
        more = self._second_gain((first, last, h2), (first, nothing, nothing), after[:, 1])
        for pair, value in zip(wanted, gain + SECOND * more, strict=True):
            self._known[pair] = float(value)

    def _histories(self, tails: Sequence[Ids]) -> tuple[Longs, Longs, Longs, Floats]:
        """The last words (pair by pair, all that a damaged one may have been), those before them, and the natural log
        of how likely each of the last is.
        """
        plain = [tail[:-1] if tail[-1] <= -2 else tail for tail in tails]
        before = np.array([[-1] * (3 - len(a[-3:])) + list(a[-3:]) for a in plain], dtype=np.int64)
        last = np.repeat(before[:, 2:], MOST_LAST, axis=1)
        weight = np.full(last.shape, -NOWHERE)
        weight[:, 0] = 0.0
        rows = np.array([k for k, tail in enumerate(tails) if tail[-1] <= -2], dtype=np.int64)
        if len(rows):
            number = np.array([-2 - tails[k][-1] for k in rows])
            words, costs = self._words[number], self._costs[number]
            scored = np.full(words.shape, -np.inf)
            row, place = np.nonzero(costs < NOWHERE)
            h2, h3 = before[rows, 1][row], before[rows, 0][row]
            scored[row, place] = _scores((h2, h3, np.full_like(h2, -1)), words[row, place]) - costs[row, place]
            scored -= np.logaddexp.reduce(scored, axis=1, keepdims=True)
            order = np.argsort(-scored, axis=1, kind="stable")[:, :MOST_LAST]
            last[rows] = np.take_along_axis(words, order, axis=1)
            weight[rows] = np.maximum(np.take_along_axis(scored, order, axis=1), -NOWHERE)
        return last, before[:, 1], before[:, 0], weight

    def _readings(self, word: Longs) -> tuple[Longs, Floats]:
        """What each word, or what was read, may have been, and the costs."""
        words = np.zeros((len(word), MOST_READINGS), dtype=np.int64)
        costs = np.full((len(word), MOST_READINGS), NOWHERE)
        damaged = word <= -2
        words[:, 0], costs[:, 0] = np.where(damaged, 0, word), 0.0
        words[damaged], costs[damaged] = self._words[-2 - word[damaged]], self._costs[-2 - word[damaged]]
        return words, costs

    def options(self, word: Longs, most: int) -> tuple[Longs, Floats]:
        """The likeliest of what each word, or what was read, may have been, and the costs; infinite where there are
        fewer.
        """
        words, costs = self._readings(word)
        return words[:, :most], np.where(costs[:, :most] < NOWHERE, costs[:, :most], np.inf)

    def _first_gain(
        self, history: tuple[Longs, Longs, Longs], weight: Floats, word: Longs
    ) -> tuple[Floats, Longs, Longs]:
        """How much likelier a word, or what was read, is after these words than anywhere; the word that it then most
        likely is, and the last one before it.
        """
        h1, h2, h3 = history
        words, costs = self._readings(word)
        after = np.full((len(word), MOST_LAST, MOST_READINGS), -np.inf)
        row, last, place = np.nonzero((weight > -NOWHERE)[:, :, None] & (costs < NOWHERE)[:, None, :])
        scores = _scores((h1[row, last], h2[row], h3[row]), words[row, place])
        after[row, last, place] = scores + weight[row, last] - costs[row, place]
        anywhere = np.full(words.shape, -np.inf)
        row, place = np.nonzero(costs < NOWHERE)
        nothing = np.full_like(row, -1)
        anywhere[row, place] = _scores((nothing, nothing, nothing), words[row, place]) - costs[row, place]
        flat = after.reshape(len(word), -1)
        best = flat.argmax(axis=1)
        index = np.arange(len(word))
        gain = np.logaddexp.reduce(flat, axis=1) - np.logaddexp.reduce(anywhere, axis=1)
        return gain, words[index, best % MOST_READINGS], h1[index, best // MOST_READINGS]

    def _second_gain(
        self, history: tuple[Longs, Longs, Longs], other: tuple[Longs, Longs, Longs], word: Longs
    ) -> Floats:
        """How much likelier a word, or what was read, is after one history than after another."""
        words, costs = self._readings(word)
        row, place = np.nonzero(costs < NOWHERE)
        sums = []
        for h in (history, other):
            scored = np.full(words.shape, -np.inf)
            scored[row, place] = _scores(tuple(ids[row] for ids in h), words[row, place]) - costs[row, place]
            sums.append(np.logaddexp.reduce(scored, axis=1))
        return np.asarray(sums[0] - sums[1])

    def seam(self, before: Ids, after: Ids) -> float:
        """How much likelier ``after`` is here than anywhere (natural log); 0 where either side has no words.
        Prepared pairs only.
        """
        return self._known.get((before, after), 0.0)


def tail_of(ids: Ids, opening: Ids) -> Ids:
    """The end of a column for what may follow it: its last three words, and what was read for the last where that is
    damaged.
    """
    return (*ids[-3:], opening[-1]) if opening and opening[-1] <= -2 else ids[-3:]


def words_of_tail(tail: Ids) -> Ids:
    """The words of what :func:`tail_of` makes."""
    return tail[:-1] if tail and tail[-1] <= -2 else tail


Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


def _scores(history: tuple[Longs, ...], words: Longs) -> NDArray[np.float64]:
    language = model()
    h1, h2, h3 = history
    return np.asarray(language.score(h1, h2, h3, words, language.backoffs(h1, h2, h3)), dtype=np.float64)
