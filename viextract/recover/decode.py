"""Lattice decoding: the likeliest true words for whole batches of clauses at once, and how sure each of them is.

A clause is a row of tokens. Edges span one token or two (a word that was split), and carry one word or two (words
that were joined).
Beam search over 4-gram histories finds the best path; forward and backward sums over the surviving paths give
posteriors. All clauses
of a text advance together, one token a step, so that the work is done in arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BREAK_ID, Scores, model
from viextract.recover.recurrence import Recurrence

_BEYOND_DOUBT = 0.995
_LEAST_RIVAL = 0.005
_MOST_RIVALS = 5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Edge:
    """One way to read ``span`` tokens: as the words ``ids`` with surface ``text``; ``cost`` is -log P(read | text)."""

    span: int
    ids: tuple[int, ...]
    text: str
    cost: float
    as_read: bool = False


@dataclass(slots=True)
class Clause:
    """A row of tokens between two breaks, with all edges over it and the token where each begins."""

    length: int
    edges: list[Edge] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, start: int, edges: Sequence[Edge]) -> None:
        """Edges that begin at token ``start``."""
        self.edges.extend(edges)
        self.starts.extend([start] * len(edges))


@dataclass(slots=True)
class Choice:
    """The edge on the best path, where it begins, its posterior, and the others from there with theirs, likeliest
    first."""

    start: int
    edge: Edge
    posterior: float
    others: list[tuple[Edge, float]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights and limits of the search; chosen on held-out pairs so that more brings no fewer errors."""

    beam: int = 5
    margin: float = 8.0
    temperature: float = 1.4
    """Divides the scores before posteriors are taken: n-gram and channel each overstate how sure they are."""


@dataclass(slots=True)
class _States:
    clause: Ints
    h1: Ints
    h2: Ints
    h3: Ints
    score: Floats
    alpha: Floats
    origin: Ints  # index of the transition that reached the state best, over all steps
    first: int = 0  # number of the first state of this step among all


class _Transitions(NamedTuple):
    """Extensions of states by edges: the state each leads to, its scores, and where it came from."""

    clause: Ints
    h1: Ints
    h2: Ints
    h3: Ints
    score: Floats
    alpha: Floats
    weight: Floats
    source: Ints
    edge: Ints


def decode(
    clauses: list[Clause], settings: Settings | None = None, recurrence: Recurrence | None = None
) -> list[list[Choice]]:
    """The best path through each clause: its choices in order. Every clause must have a full path."""
    if not clauses:
        return []
    return _Search(clauses, settings or Settings(), recurrence).run()


class _Search:
    def __init__(self, clauses: list[Clause], settings: Settings, recurrence: Recurrence | None) -> None:
        self.recurrence = recurrence
        self.clauses, self.settings, self.lm = clauses, settings, model()
        self.edges = [edge for clause in clauses for edge in clause.edges]
        counts = [len(clause.edges) for clause in clauses]
        self.edge_clause = np.repeat(np.arange(len(clauses)), counts)
        self.start = np.array([start for clause in clauses for start in clause.starts], dtype=np.int64)
        self.span = np.array([e.span for e in self.edges], dtype=np.int64)
        self.w1 = np.array([e.ids[0] if e.ids else -1 for e in self.edges], dtype=np.int64)
        self.w2 = np.array([e.ids[1] if len(e.ids) > 1 else -1 for e in self.edges], dtype=np.int64)
        self.cost = np.array([e.cost for e in self.edges], dtype=np.float64)
        self.lengths = np.array([c.length for c in clauses], dtype=np.int64)
        # transitions that survived, over all steps: source state, edge, weight, target state
        self.t_source: list[Ints] = []
        self.t_edge: list[Ints] = []
        self.t_weight: list[Floats] = []
        self.t_target: list[Ints] = []
        self.t_count = 0
        self.s_count = 0
        self._bounds: list[int] = []
        self._origins: list[int] = []

    def run(self) -> list[list[Choice]]:
        n = len(self.clauses)
        zero = np.zeros(n, dtype=np.int64)
        start = _States(np.arange(n), zero + BREAK_ID, zero - 1, zero - 1, np.zeros(n), np.zeros(n), zero - 1, 0)
        self.s_count = n
        self.steps: list[_States] = [start]
        ends = self.start + self.span
        by_end = np.argsort(ends, kind="stable")
        bounds = np.searchsorted(ends[by_end], np.arange(int(self.lengths.max()) + 2))
        for t in range(1, int(self.lengths.max()) + 1):
            group = by_end[bounds[t] : bounds[t + 1]]
            self.steps.append(self._step(t, group))
        return self._finish()

    def _pairs(self, states: _States, edges: Ints) -> tuple[Ints, Ints]:
        """All pairs of a state and an edge of the same clause: indices into ``states`` and into the edges."""
        n = len(self.clauses)
        per_clause = np.bincount(states.clause, minlength=n)
        begin = np.cumsum(per_clause) - per_clause
        owner = self.edge_clause[edges]
        repeat = per_clause[owner]
        edge = np.repeat(edges, repeat)
        offset = np.arange(len(edge)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        return begin[self.edge_clause[edge]] + offset, edge

    def _step(self, t: int, group: Ints) -> _States:
        found: list[_Transitions] = []
        for span in (1, 2):
            edges = group[self.span[group] == span]
            if not len(edges) or t - span < 0:
                continue
            states = self.steps[t - span]
            s, e = self._pairs(states, edges)
            if len(s):
                found.append(self._extend(states, s, e))
        together = _Transitions._make(np.concatenate(column) for column in zip(*found, strict=True))
        return self._recombine(self._within_margin(together))

    def _within_margin(self, found: _Transitions) -> _Transitions:
        """Only what is near the best of its clause: the rest is never worth sorting."""
        best = np.full(len(self.clauses), -np.inf)
        np.maximum.at(best, found.clause, found.score)
        near = np.flatnonzero(found.score >= best[found.clause] - self.settings.margin)
        return _Transitions._make(column[near] for column in found)

    def _extend(self, states: _States, s: Ints, e: Ints) -> _Transitions:
        bow = self.lm.backoffs(states.h1, states.h2, states.h3)
        h1, h2, h3 = states.h1[s], states.h2[s], states.h3[s]
        w1, w2 = self.w1[e], self.w2[e]
        weight = -self.cost[e]
        worded = np.flatnonzero(w1 >= 0)
        if len(worded):
            at = s[worded]
            weight[worded] += self._score(
                h1[worded], h2[worded], h3[worded], w1[worded], (bow[0][at], bow[1][at], bow[2][at])
            )
            h1[worded], h2[worded], h3[worded] = w1[worded], states.h1[at], states.h2[at]
        double = np.flatnonzero(w2 >= 0)
        if len(double):
            a, b, c = h1[double], h2[double], h3[double]
            weight[double] += self._score(a, b, c, w2[double], self.lm.backoffs(a, b, c))
            h1[double], h2[double], h3[double] = w2[double], a, b
        score = states.score[s] + weight
        alpha = states.alpha[s] + weight / self.settings.temperature
        return _Transitions(states.clause[s], h1, h2, h3, score, alpha, weight, states.first + s, e)

    def _score(
        self, h1: Ints, h2: Ints, h3: Ints, word: Ints, backoffs: tuple[Scores, Scores, Scores]
    ) -> NDArray[np.floating]:
        score = self.lm.score(h1, h2, h3, word, backoffs)
        return score if self.recurrence is None else self.recurrence.mixed(score, h1, h2, word)

    def _recombine(self, found: _Transitions) -> _States:
        """Join transitions into states of equal history, and keep each clause's best states."""
        clause, h1, h2, h3, score, alpha, weight, source, edge = found
        key = ((clause.astype(np.uint64) << np.uint64(45)) | ((h1 + 0).astype(np.uint64) << np.uint64(30))) | (
            ((h2 & 0x7FFF).astype(np.uint64) << np.uint64(15)) | (h3 & 0x7FFF).astype(np.uint64)
        )
        order = np.lexsort((-score, key))
        ordered = key[order]
        heads = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        best = order[heads]
        # rank the joined states within their clause
        rank_order = np.lexsort((-score[best], clause[best]))
        ranked = clause[best][rank_order]
        begins = np.r_[True, ranked[1:] != ranked[:-1]]
        begin_at = np.flatnonzero(begins)
        rank = np.arange(len(ranked)) - np.repeat(begin_at, np.diff(np.r_[begin_at, len(ranked)]))
        kept = rank_order[rank < self.settings.beam]  # by clause, best first
        new_number = np.full(len(best), -1, dtype=np.int64)
        new_number[kept] = np.arange(len(kept)) + self.s_count
        sizes = np.diff(np.r_[heads, len(order)])
        target = np.repeat(new_number, sizes)
        summed = np.logaddexp.reduceat(alpha[order], heads)
        live = target >= 0
        transitions = order[live]
        number_in_all = np.full(len(order), -1, dtype=np.int64)
        number_in_all[transitions] = np.arange(len(transitions)) + self.t_count
        self.t_source.append(source[transitions])
        self.t_edge.append(edge[transitions])
        self.t_weight.append(weight[transitions])
        self.t_target.append(target[live])
        self.t_count += len(transitions)
        chosen = best[kept]
        result = _States(
            clause[chosen],
            h1[chosen],
            h2[chosen],
            h3[chosen],
            score[chosen],
            summed[kept],
            number_in_all[chosen],
            self.s_count,
        )
        self.s_count += len(chosen)
        return result

    def _finish(self) -> list[list[Choice]]:
        n = len(self.clauses)
        temperature = self.settings.temperature
        beta = np.full(self.s_count, -np.inf)
        total = np.full(n, -np.inf)
        best_score = np.full(n, -np.inf)
        best_origin: Ints = np.full(n, -1, dtype=np.int64)
        for t, states in enumerate(self.steps):
            at_end = np.flatnonzero(self.lengths[states.clause] == t)
            if not len(at_end) or t == 0:
                continue
            a, b, c = states.h1[at_end], states.h2[at_end], states.h3[at_end]
            close = self.lm.score(a, b, c, np.full(len(a), BREAK_ID), self.lm.backoffs(a, b, c))
            beta[states.first + at_end] = close / temperature
            owner = states.clause[at_end]
            np.logaddexp.at(total, owner, states.alpha[at_end] + close / temperature)
            for i, who, score in zip(at_end, owner, states.score[at_end] + close, strict=True):
                if score > best_score[who]:
                    best_score[who], best_origin[who] = score, states.origin[i]
        source, edge = np.concatenate(self.t_source), np.concatenate(self.t_edge)
        weight, target = np.concatenate(self.t_weight), np.concatenate(self.t_target)
        alpha = np.concatenate([s.alpha for s in self.steps])
        stop = self.t_count
        for chunk in reversed(self.t_source):
            begin = stop - len(chunk)
            value = weight[begin:stop] / temperature + beta[target[begin:stop]]
            np.logaddexp.at(beta, source[begin:stop], value)
            stop = begin
        with np.errstate(invalid="ignore"):
            log_p = alpha[source] + weight / temperature + beta[target] - total[self.edge_clause[edge]]
        p = np.exp(np.nan_to_num(log_p, nan=-np.inf))
        posterior = np.bincount(edge, weights=p, minlength=len(self.edges)).astype(np.float64)
        self._bounds = np.searchsorted(self.edge_clause, np.arange(n + 1)).tolist()
        self._origins = np.concatenate([s.origin for s in self.steps]).tolist()
        sources, edges = source.tolist(), edge.tolist()
        return [self._backtrace(i, int(best_origin[i]), sources, edges, posterior) for i in range(n)]

    def _backtrace(
        self, clause: int, origin: int, source: list[int], edge: list[int], posterior: Floats
    ) -> list[Choice]:
        path: list[int] = []
        while origin >= 0:
            path.append(edge[origin])
            origin = self._origins[source[origin]]
        path.reverse()
        return [self._choice(clause, i, posterior) for i in path]

    def _choice(self, clause: int, chosen: int, posterior: Floats) -> Choice:
        start, sure = int(self.start[chosen]), min(1.0, float(posterior[chosen]))
        if sure > _BEYOND_DOUBT:
            return Choice(start, self.edges[chosen], sure, [])
        first, last = self._bounds[clause], self._bounds[clause + 1]
        beside = first + np.flatnonzero((self.start[first:last] == start) & (posterior[first:last] > _LEAST_RIVAL))
        rivals = sorted((float(-posterior[j]), int(j)) for j in beside if j != chosen)[:_MOST_RIVALS]
        return Choice(start, self.edges[chosen], sure, [(self.edges[j], -p) for p, j in rivals])
