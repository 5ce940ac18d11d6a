"""Lattice decoding: the likeliest true words for whole batches of clauses at once, and how sure each of them is.

A clause is a row of tokens. Edges span one token or two (a word that was split), and carry one word or two (words that
were joined). Beam search over 4-gram histories finds the best path; posteriors are forward sums handed back from the
end of each clause to its beginning along the surviving paths. All clauses of a text advance together, one token a
step, so that the work is done in arrays; long clauses are cut into windows that overlap, so that there are few steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BITS, BREAK_ID, Scores, model
from viextract.recover.cache_lm import Recurrence
from viextract.recover.likely import likely_parts
from viextract.recover.ragged import Floats, Ints, gather, offsets, pick, ranks, run_heads, run_sizes, take
from viextract.recover.windows import BESIDE, Lattice, around, cover

_LEAST_RIVAL = 0.005
_MOST_RIVALS = 5

_ID_MASK = (1 << BITS) - 1
_BLOCK = 4096
"""Clauses or windows that advance together."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights and limits of the search; chosen on held-out pairs so that more brings no fewer errors."""

    beam: int = 12
    margin: float = 6.0
    temperature: float = 1.4
    """Divides the scores before posteriors are taken: n-gram and channel each overstate how sure they are."""
    slack: float = 4.0
    """What longer histories may add to a score that two words give: so much more than the margin is looked into."""
    window: int = 16
    """Tokens of a long clause that are decided at once."""


class Decoded(NamedTuple):
    """Edges of the best paths in order of clause and token, and the posterior of every edge of the lattice."""

    path: Ints
    posterior: Floats


def decode(lattice: Lattice, settings: Settings | None = None, recurrence: Recurrence | None = None) -> Decoded:
    """The best path through each clause, which must have one, and the posterior of every edge."""
    settings = settings or Settings()
    if not len(lattice.lengths):
        return Decoded(np.zeros(0, dtype=np.int64), np.zeros(0))
    windows = cover(lattice, settings.window)
    if windows is None:
        return _searched(lattice, settings, recurrence, None, lattice.ends)
    path, posterior = _searched(windows.lattice, settings, recurrence, windows.history, windows.ends)
    return Decoded(*windows.merged(path, posterior, np.zeros(len(lattice.clause))))


def decode_again(
    lattice: Lattice,
    before: Decoded,
    doubtful: NDArray[np.bool_],
    recurrence: Recurrence | None = None,
    settings: Settings | None = None,
    beside: int = BESIDE,
) -> Decoded:
    """``before`` with some of its path's edges (by place in the path), and so many tokens beside them, decided anew."""
    settings = settings or Settings()
    windows = around(lattice, before.path, doubtful, settings.window, beside)
    if windows is None:
        return before
    path, posterior = _searched(windows.lattice, settings, recurrence, windows.history, windows.ends)
    path, posterior = windows.merged(path, posterior, before.posterior)
    kept = before.path[~windows.decides(lattice, before.path)]
    return Decoded(np.sort(np.concatenate((kept, path))), posterior)


def _searched(
    lattice: Lattice,
    settings: Settings,
    recurrence: Recurrence | None,
    history: Ints | None,
    ends: NDArray[np.bool_] | None,
) -> Decoded:
    """The search in blocks of clauses (or windows), which bounds what it takes of memory."""
    count = len(lattice.lengths)
    if count <= _BLOCK:
        return _Search(lattice, settings, recurrence, history, ends).run()
    paths, posterior = [], np.zeros(len(lattice.clause))
    for first in range(0, count, _BLOCK):
        block = np.arange(first, min(first + _BLOCK, count))
        part, edges = lattice.part(block)
        found = _Search(
            part,
            settings,
            recurrence,
            None if history is None else history[:, block],
            None if ends is None else ends[block],
        ).run()
        paths.append(edges[found.path])
        posterior[edges] = found.posterior
    return Decoded(np.concatenate(paths), posterior)


class Rivals(NamedTuple):
    """Edges that begin where one of the best path does, and are not quite unlikely; likeliest first."""

    at: Ints
    """Place of the chosen edge in ``Decoded.path``, ascending."""
    edge: Ints


def rivals(lattice: Lattice, decoded: Decoded) -> Rivals:
    """What else each edge of the best paths could have been."""
    likely = (decoded.posterior > _LEAST_RIVAL).nonzero()[0]
    place = lattice.places()
    chosen_place = place[decoded.path]
    at = np.searchsorted(chosen_place, place[likely])
    at = np.minimum(at, len(chosen_place) - 1)
    beside = (chosen_place[at] == place[likely]) & (decoded.path[at] != likely)
    at, edge = at[beside], likely[beside]
    order = np.lexsort((edge, -decoded.posterior[edge], at))
    at, edge = at[order], edge[order]
    few = ranks(at) < _MOST_RIVALS
    return Rivals(at[few], edge[few])


# --- search -----------------------------------------------------------------------------------------------------------


class _Meetings(NamedTuple):
    """Edges and the words before them, by clause, with what these say of each other."""

    clause: Ints
    ending: Ints
    edge: Ints
    value: Scores
    known: NDArray[np.bool_]


class _Transitions(NamedTuple):
    """Extensions of states by edges, by clause: what each leads to, its score, and where it came from."""

    clause: Ints
    h1: Ints
    h2: Ints
    h3: Ints
    score: Floats
    alpha: Floats
    source: Ints
    edge: Ints


class _Survivors(NamedTuple):
    """Transitions of one step into states that were kept."""

    source: Ints
    edge: Ints
    target: Ints
    share: Floats
    """Of its target's forward sum."""


class _Search:
    """States are numbered through all steps; those of one step and clause stand together, by their last words."""

    def __init__(
        self,
        lattice: Lattice,
        settings: Settings,
        recurrence: Recurrence | None,
        history: Ints | None = None,
        ends: NDArray[np.bool_] | None = None,
    ) -> None:
        """history: the last three words before each clause; ends: which clauses end a sentence."""
        self.lattice, self.settings, self.recurrence, self.lm = lattice, settings, recurrence, model()
        n = len(lattice.lengths)
        self.steps = int(lattice.lengths.max())
        size = n + int(lattice.lengths.sum()) * settings.beam
        self.history = np.array([[BREAK_ID], [-1], [-1]]).repeat(n, axis=1) if history is None else history
        self.ends = np.ones(n, dtype=bool) if ends is None else ends
        # Room for all states that there may be; most of it is never touched.
        self.h1, self.h2, self.h3, self.came_from, self.came_by = np.empty((5, size), dtype=np.int64)
        self.score, self.alpha = np.empty((2, size))
        self.backoffs = np.empty(size, dtype=np.float32), np.empty(size, dtype=np.float32)
        """Of the last two and the last three words of each state."""
        self.begin, self.count = np.zeros((2, self.steps + 1, n), dtype=np.int64)
        """By step and clause: its first state, and how many."""
        self.ending_begin, self.endings = np.zeros((2, self.steps + 1, n), dtype=np.int64)
        """The same for the different words in which the states of a clause end."""
        self.ending_word, self.ending_first, self.ending_size = np.empty((3, size), dtype=np.int64)
        self.ending_score = np.empty(size)
        """By ending: the word, its first state, how many there are, and the best score of these."""
        self.states = self.ending_count = 0
        double = (lattice.w2 >= 0).nonzero()[0]
        self.seconds = np.zeros(len(lattice.w2), dtype=np.float32), np.zeros(len(lattice.w2), dtype=bool)
        """For edges of two words: what the first says of the second."""
        for column, values in zip(self.seconds, self.lm.bigrams(lattice.w1[double], lattice.w2[double]), strict=True):
            column[double] = values
        self.first_of_step: list[int] = []
        self.survivors: list[_Survivors] = []

    def run(self) -> Decoded:
        n = len(self.lattice.lengths)
        h1, h2, h3 = self.history
        new = self._add_states(0, np.arange(n), h1, h2, h3, np.zeros(n))
        self.alpha[new], self.came_from[new], self.came_by[new] = 0.0, -1, -1
        ends = self.lattice.start + self.lattice.span
        by_end = np.argsort(ends.astype(np.uint16), kind="stable")  # by clause within each end
        bounds = np.searchsorted(ends[by_end], np.arange(self.steps + 2))
        for t in range(1, self.steps + 1):
            self._step(t, by_end[bounds[t] : bounds[t + 1]])
        return self._finish()

    def _add_states(self, t: int, clause: Ints, h1: Ints, h2: Ints, h3: Ints, score: Floats) -> slice:
        """Numbers for new states, which must be in order of clause and last word."""
        new = slice(self.states, self.states + len(clause))
        self.h1[new], self.h2[new], self.h3[new], self.score[new] = h1, h2, h3, score
        _, self.backoffs[0][new], self.backoffs[1][new] = self.lm.backoffs(h1, h2, h3)
        n = self.count.shape[1]
        self.count[t] = np.bincount(clause, minlength=n)
        self.begin[t] = offsets(self.count[t])[:-1] + self.states
        self.first_of_step.append(new.start)
        heads = run_heads(clause << BITS | (h1 & _ID_MASK))
        self.endings[t] = np.bincount(clause[heads], minlength=n)
        self.ending_begin[t] = offsets(self.endings[t])[:-1] + self.ending_count
        endings = slice(self.ending_count, self.ending_count + len(heads))
        self.ending_word[endings] = h1[heads]
        self.ending_first[endings] = heads + self.states
        self.ending_size[endings] = run_sizes(heads, len(clause))
        self.ending_score[endings] = np.maximum.reduceat(score, heads)
        self.states += len(clause)
        self.ending_count += len(heads)
        return new

    def _step(self, t: int, edges: Ints) -> None:
        if not len(edges):  # every path bridges this place
            self.survivors.append(_Survivors(edges, edges, edges, np.zeros(0)))
            self.first_of_step.append(self.states)
            return
        lattice = self.lattice
        clause, before = lattice.clause[edges], t - lattice.span[edges]
        # States of a clause that end in the same word share what that word says of the next.
        number = self.endings[before, clause]
        e, ending = edges.repeat(number), gather(self.ending_begin[before, clause], number)
        before, word = pick(self.ending_word, ending), pick(lattice.w1, e)
        value, known = self.lm.bigrams(before, word)
        hoped = (
            pick(self.ending_score, ending)
            + self._with_names(value, e, before, word)
            + pick(self.seconds[0], e)
            - pick(lattice.cost, e)
        )
        clause = clause.repeat(number)
        near = _within(hoped, clause, self.settings.margin + self.settings.slack)
        meetings = take(_Meetings(clause, ending, e, value, known), near)
        number = pick(self.ending_size, meetings.ending)
        found = self._extended(gather(pick(self.ending_first, meetings.ending), number), _repeated(meetings, number))
        self._recombine(t, take(found, _within(found.score, found.clause, self.settings.margin)))

    def _extended(self, s: Ints, meetings: _Meetings) -> _Transitions:
        e = meetings.edge
        h1, h2, h3 = pick(self.h1, s), pick(self.h2, s), pick(self.h3, s)
        word = pick(self.lattice.w1, e)
        two, three = self.backoffs
        score = self._lm_score(meetings.value, meetings.known, (h1, h2, h3), word, (pick(two, s), pick(three, s)))
        score = self._with_names(score, e, h1, word)
        weight = score - pick(self.lattice.cost, e)
        h1, h2, h3 = word, h1, h2
        second = pick(self.lattice.w2, e)
        double = (second >= 0).nonzero()[0]
        if len(double):
            a, b, c, word = h1[double], h2[double], h3[double], second[double]
            value, known = self.seconds[0][e[double]], self.seconds[1][e[double]]
            weight[double] += self._lm_score(value, known, (a, b, c), word, self.lm.backoffs(a, b, c)[1:])
            h1 = h1.copy()
            h1[double], h2[double], h3[double] = word, a, b
        alpha = pick(self.alpha, s) + weight / self.settings.temperature
        return _Transitions(meetings.clause, h1, h2, h3, pick(self.score, s) + weight, alpha, s, e)

    def _with_names(self, score: NDArray[np.floating], edges: Ints, before: Ints, word: Ints) -> NDArray[np.floating]:
        """The score of words behind others, that of names mixed in where they are expected."""
        if self.lattice.role is None:
            return score
        role = pick(self.lattice.role, edges)
        at = role.nonzero()[0]
        if not len(at):
            return score
        score = score.astype(np.float64)
        score[at] = likely_parts().mixed(score[at], role[at], before[at], word[at])
        return score

    def _lm_score(
        self,
        value: Scores,
        known: NDArray[np.bool_],
        history: tuple[Ints, Ints, Ints],
        word: Ints,
        backoffs: tuple[Scores, Scores],
    ) -> NDArray[np.floating]:
        score = self.lm.longer(value, known, history, word, backoffs)
        return score if self.recurrence is None else self.recurrence.mixed(score, history[0], history[1], word)

    def _recombine(self, t: int, found: _Transitions) -> None:
        """Join transitions into states of equal history, and keep each clause's best states."""
        clause, h1, h2, h3 = found[:4]
        low = (((h1 << BITS) | (h2 & _ID_MASK)) << BITS) | (h3 & _ID_MASK)
        key = (clause.astype(np.uint64) << np.uint64(3 * BITS)) | low.astype(np.uint64)
        order = np.argsort(key, kind="stable")
        clause, h1, h2, h3, score, alpha, source, edge = take(found, order)
        heads = run_heads(key[order])
        sizes = run_sizes(heads, len(order))
        # The likeliest way to each history: the first of those that reach its highest score.
        state = np.arange(len(heads)).repeat(sizes)
        tops = (score == np.maximum.reduceat(score, heads)[state]).nonzero()[0]
        best = tops[run_heads(state[tops])]
        kept = _best_of_each(clause[best], score[best], self.settings.beam)
        chosen = best[kept]
        new = self._add_states(t, clause[chosen], h1[chosen], h2[chosen], h3[chosen], score[chosen])
        number = np.full(len(best), -1, dtype=np.int64)
        number[kept] = np.arange(new.start, new.stop)
        # Forward sums, around the highest of each history so that nothing overflows.
        highest = np.maximum.reduceat(alpha, heads)
        parts = np.exp(alpha - highest[state])
        sums = np.add.reduceat(parts, heads)
        self.alpha[new] = (highest + np.log(sums))[kept]
        self.came_from[new], self.came_by[new] = source[chosen], edge[chosen]
        target = number[state]
        live = (target >= 0).nonzero()[0]
        self.survivors.append(_Survivors(source[live], edge[live], target[live], (parts / sums[state])[live]))

    def _finish(self) -> Decoded:
        lengths, n = self.lattice.lengths, len(self.lattice.lengths)
        clauses = np.arange(n)
        number = self.count[lengths, clauses]
        last = gather(self.begin[lengths, clauses], number)
        owner = np.repeat(clauses, number)
        a, b, c = self.h1[last], self.h2[last], self.h3[last]
        close = self.lm.score(a, b, c, np.full(len(a), BREAK_ID), self.lm.backoffs(a, b, c))
        close = np.where(self.ends[owner], close, 0.0)
        best = last[np.lexsort((-(self.score[last] + close), owner))][offsets(number)[:-1]]
        alpha = self.alpha[last] + close / self.settings.temperature
        heads = offsets(number)[:-1]
        share = np.exp(alpha - np.repeat(np.maximum.reduceat(alpha, heads), number))
        occupied = np.zeros(self.states)
        occupied[last] = share / np.repeat(np.add.reduceat(share, heads), number)
        return Decoded(self._path(best), self._posterior(occupied))

    def _posterior(self, occupied: Floats) -> Floats:
        """Each edge's share of all paths; ``occupied`` are those of the states at the clauses' ends."""
        shares: list[Floats] = []
        for t in range(self.steps, 0, -1):
            step = self.survivors[t - 1]
            share = occupied[step.target] * step.share
            shares.append(share)
            if not len(step.source):
                continue
            first = self.first_of_step[max(0, t - 2)]
            occupied[first : first + int(step.source.max()) + 1 - first] += np.bincount(step.source - first, share)
        edges = np.concatenate([step.edge for step in reversed(self.survivors)])
        return np.bincount(edges, np.concatenate(shares), minlength=len(self.lattice.clause)).astype(np.float64)

    def _path(self, best: Ints) -> Ints:
        """The edges that led to the best last states."""
        found: list[Ints] = []
        at = best
        while len(at):
            found.append(self.came_by[at])
            at = self.came_from[at]
            at = at[self.came_by[at] >= 0]
        return np.sort(np.concatenate(found))


def _repeated(meetings: _Meetings, number: Ints) -> _Meetings:
    return _Meetings(*(column.repeat(number) for column in meetings))  # type: ignore[arg-type]


def _within(score: NDArray[np.floating], clause: Ints, margin: float) -> Ints:
    """Places of the scores that are within ``margin`` of the best of their run of equal clauses."""
    heads = run_heads(clause)
    sizes = run_sizes(heads, len(clause))
    return (score >= (np.maximum.reduceat(score, heads) - margin).repeat(sizes)).nonzero()[0]


def _best_of_each(clause: Ints, score: Floats, most: int) -> Ints:
    """Places of at most so many elements of each run of equal clauses, the highest by score; in order."""
    heads = run_heads(clause)
    sizes = run_sizes(heads, len(clause))
    if not (sizes > most).any():
        return np.arange(len(clause))
    kept = np.ones(len(clause), dtype=bool)
    crowded = (sizes > most).repeat(sizes).nonzero()[0]
    # One key for both: what a score lacks to the best of its clause is less than the margin.
    lack = np.repeat(np.maximum.reduceat(score, heads), sizes) - score
    order = crowded[np.argsort(clause[crowded] + lack[crowded] / (1 + lack.max()), kind="stable")]
    kept[order[ranks(clause[order]) >= most]] = False
    return kept.nonzero()[0]
