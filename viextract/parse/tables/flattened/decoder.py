"""The best way to cut the lines of a flattened table into runs of words, one a column: a beam search over lines.

A reading of the lines so far ends in a state: for each column the last words of its open cell, and where and how wide
its last line was. A line is cut, for all readings at once, by a Viterbi search over its columns from left to right; of
each reading's cuts the best few are kept, of all readings those that end in different states. Work grows linearly
with the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import NDArray

from viextract.parse.tables.flattened.features import EMPTY, Column, Features
from viextract.parse.tables.flattened.parameters import Pairs, Parameters

Run = tuple[int, int, bool]
"""The words [from, to) of a line that a column has, and whether they begin a cell."""
Cut = tuple[Run, ...]
"""A run for each column."""
NEVER = -1e9
LAG = 3
"""Lines below a line that tell how it should have been cut: a cell's next line, and the next row's first."""
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Reading:
    """One way to cut all lines so far."""

    score: float
    columns: tuple[Column, ...]
    cut: Cut | None = None
    """The last line's."""
    before: Reading | None = None
    """The reading of the lines above it."""

    def cuts(self) -> list[Cut]:
        """Those of all lines, from the first."""
        found: list[Cut] = []
        reading: Reading | None = self
        while reading is not None and reading.cut is not None:
            found.append(reading.cut)
            reading = reading.before
        return found[::-1]


class Decoder:
    """Reads the lines of one table with the features and parameters given."""

    def __init__(self, features: Features, parameters: Parameters, bands: Sequence[bool]) -> None:
        self.features = features
        self.parameters = parameters
        self.bands = bands
        self.width = len(features.meanings)
        self._shares: list[dict[Cut, float]] = []

    def best(self, beam: int | None = None) -> list[Cut]:
        """The best cuts of all lines."""
        return self.readings(beam)[0].cuts()

    def readings(self, beam: int | None = None) -> list[Reading]:
        """The best readings of all lines, the best first."""
        readings = [self.start()]
        self._shares = []
        for line in range(len(self.bands)):
            readings = self.step(line, readings, beam or self.parameters.beam)
            if line >= LAG:
                self._shares.append(_shares(readings, LAG))
        for back in range(min(LAG, len(self.bands)) - 1, -1, -1):
            self._shares.append(_shares(readings, back))
        return readings

    def sureness(self, cuts: Sequence[Cut]) -> list[float]:
        """For each line how likely its cut is, 0 to 1: its share among the readings that were alive some lines below.

        cuts: those of the last call of :meth:`readings`.
        """
        return [shares.get(cut, 0.0) for shares, cut in zip(self._shares, cuts, strict=True)]

    def start(self) -> Reading:
        """The reading of no lines."""
        return Reading(0.0, (EMPTY,) * self.width)

    def step(self, line: int, readings: Sequence[Reading], beam: int) -> list[Reading]:
        """The readings after one more line. The title of a group ends all cells."""
        if self.bands[line]:
            blank = ((0, 0, False),) * self.width
            return [Reading(r.score, (EMPTY,) * self.width, blank, r) for r in readings]
        tokens = self.features.lines[line]
        if not tokens:
            blank = ((0, 0, False),) * self.width
            return [Reading(r.score, r.columns, blank, r) for r in readings]
        self.features.prepare(line, {c.tail for r in readings for c in r.columns if c.tail})
        grown: list[Reading] = []
        states: dict[tuple[int, Column, Run], Column] = {}
        for score, index, cut in self._cuts(line, readings, 2 * beam):
            columns, pairs = self.after(line, readings[index].columns, cut, states)
            grown.append(Reading(score + self.parameters.score("line", pairs), columns, cut, readings[index]))
        grown.sort(key=lambda reading: -reading.score)
        kept: list[Reading] = []
        seen: set[tuple[Column, ...]] = set()
        for reading in grown:
            if reading.columns not in seen:
                seen.add(reading.columns)
                kept.append(reading)
                if len(kept) == beam:
                    break
        return kept

    def after(
        self, line: int, before: Sequence[Column], cut: Cut, known: dict[tuple[int, Column, Run], Column] | None = None
    ) -> tuple[tuple[Column, ...], Pairs]:
        """The columns after a line that is cut so, and what the rows say of that.

        known: columns that earlier calls for this line have made.
        """
        known = {} if known is None else known
        columns = list(before)
        for column, run in enumerate(cut):
            if run[1] > run[0]:
                key = column, columns[column], run
                if key not in known:
                    known[key] = self.features.after(line, column, columns[column], *run)
                columns[column] = known[key]
        pairs, begun = self.features.grammar(line, before, cut)
        for column, count in enumerate(begun):
            if columns[column].begun != count:
                columns[column] = replace(columns[column], begun=count)
        return tuple(columns), pairs

    # --- one line ---

    def _cuts(self, line: int, readings: Sequence[Reading], most: int) -> list[tuple[float, int, Cut]]:
        """(score, index of the reading, cut) of the best cuts, the best first.

        ``best[reading, rank, taken]`` is the score of the rank-th best way to give the first ``taken`` words to the
        columns so far; words that no column takes are lost before a run, or at the line's end.
        """
        count, many, kept = len(self.features.lines[line]), len(readings), self.parameters.kept
        lost = self._lost(line)
        best = np.full((many, kept, count + 1), NEVER)
        best[:, 0, 0] = [reading.score for reading in readings]
        steps: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]] = []
        for column in range(self.width):
            states = {state: k for k, state in enumerate(dict.fromkeys(r.columns[column] for r in readings))}
            which = np.array([states[reading.columns[column]] for reading in readings])
            gain, first, new = self._column(line, column, list(states), lost)
            grown = best[:, :, :count, None] + gain[which][:, None]
            options = np.concatenate([grown.reshape(many, kept * count, count + 1), best], axis=1)
            order = np.argpartition(options, -kept, axis=1)[:, -kept:]
            best = np.take_along_axis(options, order, axis=1)
            steps.append((order, first, new, which))
        total = best - (lost[-1] - lost)[None, None, :] * 1.0
        flat = total.reshape(-1)
        most = min(most * 2, flat.size)
        chosen = np.argpartition(flat, -most)[-most:]
        chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
        found: list[tuple[float, int, Cut]] = []
        for place in chosen:
            score = float(flat[place])
            if score < NEVER / 2:
                break
            index, rank, end = (int(k) for k in np.unravel_index(place, total.shape))
            found.append((score, index, self._traced(steps, index, rank, end, count, kept)))
        return found

    @staticmethod
    def _traced(
        steps: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]],
        index: int,
        rank: int,
        end: int,
        count: int,
        kept: int,
    ) -> Cut:
        runs: list[Run] = []
        for order, first, new, which in reversed(steps):
            option = int(order[index, rank, end])
            if option >= kept * count:  # the column has nothing on this line
                runs.append((end, end, False))
                rank = option - kept * count
                continue
            rank, taken = divmod(option, count)
            start = int(first[which[index], taken, end])
            runs.append((start, end, bool(new[which[index], start])))
            end = taken
        return tuple(runs[::-1])

    def _lost(self, line: int) -> Floats:
        """What it costs to lose the words before each place."""
        weights = [-self.parameters.score("line", self.features.lost(t)) for t in self.features.lines[line]]
        return np.concatenate([[0.0], np.cumsum(weights)])

    def _column(
        self, line: int, column: int, states: Sequence[Column], lost: Floats
    ) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
        """For each state of a column: ``gain[state, taken, end]`` of a run that ends before word ``end``, words from
        ``taken`` to its start lost; the start that gains most; whether a run from a word begins a cell.
        """
        spans = self._spans(line, column)
        count = len(spans)
        start, new = self._starts(line, column, states)
        scores = start[:, :, None] + spans[None]
        short = self.parameters.score(self.features.families[column], self.features.short(column))
        if short:
            near = np.arange(count + 1)[None, :] - np.arange(count)[:, None] <= 2
            scores = scores + short * (new[:, :, None] & near[None])
        scores = scores - lost[None, :count, None]
        # the best start at or behind each place: a running maximum from the line's end
        turned = scores[:, ::-1]
        most = np.maximum.accumulate(turned, axis=1)
        places = np.where(turned >= most, np.arange(count)[None, :, None], 0)
        first = count - 1 - np.maximum.accumulate(places, axis=1)[:, ::-1]
        return most[:, ::-1] + lost[None, :count, None], first, new

    def _spans(self, line: int, column: int) -> Floats:
        """``[start, end]``: how much the words [start, end) are a run of the column, wherever they begin a cell."""
        features, score = self.features, self.parameters.score
        family, count = features.families[column], len(features.lines[line])
        word = [score(family, features.word(line, column, k)) for k in range(count)]
        beside = [0.0] + [score(family, features.beside(line, column, k)) for k in range(1, count)]
        words, seams = np.concatenate([[0.0], np.cumsum(word)]), np.cumsum(beside)
        # all runs are wide or narrow in one manner; what else a run tells, it tells by its first and last word
        spans: Floats = words[None, :] - words[:count, None]
        spans[:, 1:] += seams[None, :] - seams[:, None]
        spans += score(family, [(features.over_name, 1.0)]) * features.overs(line, column)
        spans[:, 1:] += [score(family, features.run_to(line, column, end)) for end in range(1, count + 1)]
        for start in range(count):
            spans[start, start + 1] += score(family, features.run_alone(line, start))
            spans[start, : start + 1] = NEVER
        return spans

    def _starts(self, line: int, column: int, states: Sequence[Column]) -> tuple[Floats, NDArray[np.bool_]]:
        """``[state, word]``: how well a run may begin there, and whether it then begins a cell."""
        features, score = self.features, self.parameters.score
        family, count = features.families[column], len(features.lines[line])
        value = np.full((len(states), count), NEVER)
        new = np.zeros((len(states), count), dtype=bool)
        known: dict[tuple[bool, str, tuple[str, ...]], list[float]] = {}
        for s, state in enumerate(states):
            # where a cell begins, the one before it counts with its last words alone
            ended = state.line >= 0, state.last, state.words
            if ended not in known:
                pairs = [features.begins(line, column, k, state) for k in range(count)]
                known[ended] = [NEVER if anew is None else score(family, anew) for anew in pairs]
            for k, begun in enumerate(known[ended]):
                on = features.goes_on(line, column, k, state)
                going = NEVER if on is None else score(family, on)
                value[s, k], new[s, k] = max(going, begun), begun > going
        return value, new

    # --- what a reading is made of ---

    def observed(self, line: int, columns: Sequence[Column], cut: Cut) -> list[tuple[str, str, float]]:
        """(family, name, amount) of all that the score of a cut weighs, for fitting the weights."""
        features = self.features
        found = [("line", name, value) for name, value in features.grammar(line, columns, cut)[0]]
        taken = {k for start, end, _ in cut for k in range(start, end)}
        for k, token in enumerate(features.lines[line]):
            if k not in taken:
                found += [("line", name, value) for name, value in features.lost(token)]
        for column, (start, end, new) in enumerate(cut):
            if end <= start:
                continue
            begin = (features.begins if new else features.goes_on)(line, column, start, columns[column])
            pairs = list(begin or ())
            pairs += features.run(line, column, start, end)
            pairs += features.short(column) if new and end - start <= 2 else []
            for k in range(start, end):
                pairs += features.word(line, column, k)
                pairs += features.beside(line, column, k) if k > start else []
            found += [(features.families[column], name, value) for name, value in pairs]
        return found


def _shares(readings: Sequence[Reading], back: int) -> dict[Cut, float]:
    """How likely each cut of the line so many lines above the last is, by the scores of the readings that hold it."""
    best, total = readings[0].score, 0.0
    found: dict[Cut, float] = {}
    for reading in readings:
        weight, at = exp(reading.score - best), reading
        for _ in range(back):
            at = at.before or at
        if at.cut is not None:
            found[at.cut] = found.get(at.cut, 0.0) + weight
            total += weight
    return {cut: weight / total for cut, weight in found.items()}
