"""Windows over the clauses of a lattice: parts that are decided apart, each with a few tokens of context on both sides.

A model that looks at three words before the next forgets what stands farther away. Cut into windows, long clauses
advance together with short ones, and what is in doubt can be decided anew without the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BREAK_ID
from viextract.recover.ragged import Floats, Ints, Number, gather, offsets, ranks

Flags = NDArray[np.bool_]

CONTEXT = 4
"""Tokens on either side that a window sees besides those that it decides."""

_SEEN_EDGES = 6
"""Edges over such a token that take part: the first, which are the caller's words, an unknown word as it was read, and
the likeliest others."""

_AFTER = 3
"""Tokens after a window that is decided anew which it sees: as many as a 4-gram looks back from."""

BESIDE = 1
"""Tokens on either side of a doubtful one that are decided anew with it."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Clauses, and the edges over their tokens as columns of equal length, in order of clause and first token; over a
    token first what must not be cut off, then the likeliest, splits, and edges over two tokens."""

    lengths: Ints
    """Tokens of each clause."""
    clause: Ints
    start: Ints
    span: Ints
    w1: Ints
    """Id of the word that an edge carries."""
    w2: Ints
    """Id of the second word; -1 where there is one word only."""
    cost: Floats
    """-log P(what was read | what the edge says)."""
    role: NDArray[np.uint8] | None = None
    """What part of a name the word of an edge would be; None where no names are expected."""
    ends: Flags | None = None
    """Whether each clause ends where a sentence does; None where all do."""

    def part(self, clauses: Ints) -> tuple[Lattice, Ints]:
        """Some of the clauses (ascending) as a lattice, and which edge of this one each of its edges is."""
        begin = np.searchsorted(self.clause, clauses)
        count = np.searchsorted(self.clause, clauses, side="right") - begin
        edges = gather(begin, count)
        part = Lattice(
            self.lengths[clauses],
            np.repeat(np.arange(len(clauses)), count),
            self.start[edges],
            self.span[edges],
            self.w1[edges],
            self.w2[edges],
            self.cost[edges],
            None if self.role is None else self.role[edges],
            None if self.ends is None else self.ends[clauses],
        )
        return part, edges

    def places(self) -> Ints:
        """The number of the token over which each edge begins, counted through all clauses; ascending."""
        return offsets(self.lengths)[self.clause] + self.start


def widened(
    lattice: Lattice, tokens: Ints, words: Any, costs: Any, *, first: bool
) -> tuple[Lattice, Callable[[NDArray[Number], Any], NDArray[Number]]]:
    """The lattice with an edge of one word over each of ``tokens`` more, and what joins a column of its edges with one
    of theirs in the new order: over a token the new ones ``first``, or last.
    """
    clause = np.repeat(np.arange(len(lattice.lengths)), lattice.lengths)[tokens]
    places = (tokens, lattice.places()) if first else (lattice.places(), tokens)
    order = np.argsort(np.concatenate(places), kind="stable")

    def joined(column: NDArray[Number], more: Any) -> NDArray[Number]:
        added = np.asarray(more).astype(column.dtype)
        return np.concatenate((added, column) if first else (column, added))[order]

    wider = Lattice(
        lattice.lengths,
        joined(lattice.clause, clause),
        joined(lattice.start, tokens - offsets(lattice.lengths)[clause]),
        joined(lattice.span, np.ones(len(tokens))),
        joined(lattice.w1, words),
        joined(lattice.w2, np.full(len(tokens), -1)),
        joined(lattice.cost, costs),
        ends=lattice.ends,
    )
    return wider, joined


class _Window(NamedTuple):
    """Tokens of a clause: those that are decided, and those that are seen."""

    clause: int
    core: int
    core_end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Windows:
    """A lattice of windows over clauses of another, and how to get back."""

    lattice: Lattice
    history: Ints
    """Ids of the words before each window, the last first, as three rows; -1 where they are not known."""
    ends: Flags
    """Whether a window ends with its clause."""
    edges: Ints
    """The edge of the whole lattice that each edge of a window is."""
    decided: Flags
    """Whether an edge is decided in its window rather than seen as context."""
    tokens: Flags
    """Whether each token of the whole lattice is decided in a window."""

    def merged(self, path: Ints, posterior: Floats, before: Floats) -> tuple[Ints, Floats]:
        """What the windows decide, as edges of the whole lattice: their paths, and ``before`` with their posteriors."""
        result = before.copy()
        result[self.edges[self.decided]] = posterior[self.decided]
        return self.edges[path[self.decided[path]]], result

    def decides(self, whole: Lattice, edges: Ints) -> Flags:
        """Whether edges of the whole lattice begin where a window decides."""
        decided: Flags = self.tokens[offsets(whole.lengths)[whole.clause[edges]] + whole.start[edges]]
        return decided


def cover(lattice: Lattice, size: int) -> Windows | None:
    """Windows that decide at most ``size`` tokens each, over all clauses; None where none is long."""
    if int(lattice.lengths.max()) <= size + 2 * CONTEXT:
        return None
    bridged = _bridged(lattice, np.flatnonzero(lattice.span == 2))
    rows = [
        _Window(clause, core, end, max(0, core - CONTEXT), min(length, end + CONTEXT))
        for clause, length in enumerate(lattice.lengths.tolist())
        for core, end in _cut(0, length, size, bridged[clause])
    ]
    first = np.array([row.first for row in rows])
    history = np.full((3, len(rows)), -1)
    history[0] = np.where(first == 0, BREAK_ID, -1)
    return _windows(lattice, rows, history, ranks(lattice.places()) < _SEEN_EDGES)


def around(lattice: Lattice, path: Ints, doubtful: Flags, size: int, beside: int = BESIDE) -> Windows | None:
    """Windows around the doubtful edges of a path, none of whose edges crosses their borders; None where none is
    doubtful. What stands before and after them is taken as the path has it, farther away than ``beside`` tokens."""
    bridges = _bridged(lattice, path[lattice.span[path] == 2])
    asked: dict[int, list[tuple[int, int]]] = {}
    lengths = lattice.lengths.tolist()
    edges = path[doubtful]
    columns = (lattice.clause[edges].tolist(), lattice.start[edges].tolist(), lattice.span[edges].tolist())
    for clause, start, span in zip(*columns, strict=True):
        core, end = max(0, start - beside), min(lengths[clause], start + span + beside)
        core -= core in bridges[clause]
        end += end in bridges[clause]
        runs = asked.setdefault(clause, [])
        if runs and core <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((core, end))
    rows = [
        _Window(clause, core, end, core, min(lengths[clause], end + _AFTER + (end + _AFTER in bridges[clause])))
        for clause, runs in asked.items()
        for run in runs
        for core, end in _cut(*run, size, bridges[clause])
    ]
    if not rows:
        return None
    on_path = np.zeros(len(lattice.clause), dtype=bool)
    on_path[path] = True
    return _windows(lattice, rows, _words_before(lattice, path, rows), on_path)


def _words_before(lattice: Lattice, path: Ints, rows: list[_Window]) -> Ints:
    """Ids of the last three words of a path before each window, the last first; the break before its clause among
    them, and -1 before that."""
    places, joints = lattice.places()[path], offsets(lattice.lengths)
    before = np.searchsorted(places, [joints[row.clause] + row.first for row in rows]).tolist()
    clause, w1, w2 = (column[path].tolist() for column in (lattice.clause, lattice.w1, lattice.w2))
    history = np.full((3, len(rows)), -1)
    for number, (row, at) in enumerate(zip(rows, before, strict=True)):
        words: list[int] = []
        while len(words) < 3 and at and clause[at - 1] == row.clause:
            at -= 1
            words += [w2[at], w1[at]] if w2[at] >= 0 else [w1[at]]
        words = [*words, BREAK_ID][:3]
        history[: len(words), number] = words
    return history


def _bridged(lattice: Lattice, edges: Ints) -> list[set[int]]:
    """By clause: the places between two tokens that one of these edges over both bridges."""
    result: list[set[int]] = [set() for _ in range(len(lattice.lengths))]
    for clause, start in zip(lattice.clause[edges].tolist(), lattice.start[edges].tolist(), strict=True):
        result[clause].add(start + 1)
    return result


def _cut(core: int, stop: int, size: int, bridged: set[int]) -> Iterator[tuple[int, int]]:
    """Some tokens of a clause in parts, cut where no edge bridges two tokens, as far as there is such a place."""
    while core < stop:
        end = core + size
        if end + 2 * CONTEXT >= stop:
            end = stop
        else:
            end = next((e for e in range(end, end - CONTEXT, -1) if e not in bridged), end)
        yield core, end
        core = end


def _windows(lattice: Lattice, rows: list[_Window], history: Ints, seen: Flags) -> Windows:
    """``seen``: which edges of the whole lattice take part where nothing is decided."""
    joints, place = offsets(lattice.lengths), lattice.places()
    clause, core, core_end, first, last = np.array(rows).T
    begin = np.searchsorted(place, joints[clause] + first)
    count = np.searchsorted(place, joints[clause] + last) - begin
    edges = gather(begin, count)
    window = np.repeat(np.arange(len(rows)), count)
    start, end = lattice.start[edges], lattice.start[edges] + lattice.span[edges]
    decided = (start >= core[window]) & (end <= core_end[window])
    context = (end <= core[window]) | ((start >= core_end[window]) & (end <= last[window]))
    inside = decided | (context & seen[edges])  # no edge over the edge of what is decided
    edges, window, decided = edges[inside], window[inside], decided[inside]
    tokens = np.zeros(int(joints[-1]), dtype=bool)
    tokens[gather(joints[clause] + core, core_end - core)] = True
    cut = Lattice(
        last - first,
        window,
        lattice.start[edges] - first[window],
        lattice.span[edges],
        lattice.w1[edges],
        lattice.w2[edges],
        lattice.cost[edges],
        None if lattice.role is None else lattice.role[edges],
    )
    ends = last == lattice.lengths[clause]
    if lattice.ends is not None:
        ends &= lattice.ends[clause]
    return Windows(cut, history, ends, edges, decided, tokens)
