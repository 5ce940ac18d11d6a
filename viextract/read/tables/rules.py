"""From ruled lines to a grid of cells, whoever found the lines.

Horizontal and vertical rules that touch make one frame. The distinct positions of its rules make an elementary grid;
two neighbours that no rule parts are one cell (the inverse of drawing spans). Gaps, overshoots and open sides are
repaired first, each by a function of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viextract.model.document import BBox, Cell

WALL_COVER = 0.7
"""A side of an elementary cell is a wall when rules cover at least this share of it: above gaps of faint print,
below overshoots.
"""


LONG = 0.5
"""Share of the longest rule from which on a rule may end in the open: breaks in faint print."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: ``at`` is its x (vertical) or y (horizontal), ``start`` < ``end`` its extent; PDF points."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class Frame:
    """One table's rules as an elementary grid with the cells that it makes."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    open_top: bool = False
    """The frame had no rule along its top: a row goes on from the page before."""
    open_bottom: bool = False

    @property
    def bbox(self) -> BBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def merge_collinear(rules: Sequence[Rule], *, snap: float, gap: float) -> list[Rule]:
    """Rules at (nearly) the same place become one where they overlap or leave a gap of at most ``gap`` (dotted or
    faint print).
    """
    merged: list[Rule] = []
    for group in _groups(sorted(rules, key=lambda rule: rule.at), snap):
        weight = sum(max(rule.length, 0.1) for rule in group)
        at = sum(rule.at * max(rule.length, 0.1) for rule in group) / weight
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + gap:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            merged.append(Rule(at, start, end))
    return merged


def _groups(rules: Sequence[Rule], snap: float) -> list[list[Rule]]:
    """Sorted rules in runs whose members lie within ``snap`` of the run's first (a running mean would let a run
    drift).
    """
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= snap:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def frames(
    horizontal: Sequence[Rule],
    vertical: Sequence[Rule],
    *,
    snap: float = 3.0,
    gap: float = 4.0,
    reach: float = 5.0,
    least: float = 12.0,
    tied: bool = False,
) -> list[Frame]:
    """The tables that rules draw, top to bottom.

    snap: rules closer than this are one; gap: breaks inside a rule up to this are bridged; reach: how far a rule may
    end before the rule it should meet; least: shorter rules are no table rules; tied: short rules must end at others
    (scans). All in points.
    """
    horizontal = [rule for rule in merge_collinear(horizontal, snap=snap, gap=gap) if rule.length >= least]
    vertical = [rule for rule in merge_collinear(vertical, snap=snap, gap=gap) if rule.length >= least * 0.7]
    if tied:
        horizontal, vertical = without_loose(horizontal, vertical, reach=reach)
    found = []
    for hs, vs in _touching(horizontal, vertical, reach):
        frame = _frame(hs, vs, snap=snap, reach=reach)
        if frame is not None and len(frame.cells) > 1:
            found.append(frame)
    return sorted(_without_nested(found), key=lambda frame: (frame.ys[0], frame.xs[0]))


def without_loose(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], *, reach: float
) -> tuple[list[Rule], list[Rule]]:
    """Rules that end at others, or are long: strokes of print hang loose inside their cell."""

    def tied(along: Sequence[Rule], across: Sequence[Rule]) -> list[Rule]:
        least = LONG * max((rule.length for rule in along), default=0.0)
        # Where a page cuts the table its long rules end in the open; the short ones beside them may end there too.
        cut = [end for rule in along if rule.length >= least for end in (rule.start, rule.end)]

        def ends_at_others(rule: Rule) -> bool:
            near = [other.at for other in across if other.start - reach <= rule.at <= other.end + reach]
            return all(any(abs(place - end) <= reach for place in [*near, *cut]) for end in (rule.start, rule.end))

        return [rule for rule in along if rule.length >= least or ends_at_others(rule)]

    vertical = tied(vertical, horizontal)
    horizontal = tied(horizontal, vertical)
    return horizontal, tied(vertical, horizontal)


def _touching(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], reach: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of rules connected by crossing or touching one another."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            if h.start - reach <= v.at <= h.end + reach and v.start - reach <= h.at <= v.end + reach:
                parent[root(i)] = root(len(horizontal) + j)
    sets: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(horizontal):
        sets.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        sets.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return [(hs, vs) for hs, vs in sets.values() if vs and len(hs) + len(vs) >= 3]


def _frame(horizontal: list[Rule], vertical: list[Rule], *, snap: float, reach: float) -> Frame | None:
    horizontal, open_top, open_bottom = close_ends(horizontal, vertical, reach=reach)
    vertical = close_sides(horizontal, vertical, reach=reach)
    return frame_of(horizontal, vertical, snap=snap, open_top=open_top, open_bottom=open_bottom)


def frame_of(
    horizontal: Sequence[Rule],
    vertical: Sequence[Rule],
    *,
    snap: float,
    open_top: bool = False,
    open_bottom: bool = False,
) -> Frame | None:
    """The frame that a set of rules makes as it is, nothing repaired; None for fewer than two positions either way."""
    xs = _positions(vertical, snap)
    ys = _positions(horizontal, snap)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Frame(xs, ys, _cells(xs, ys, horizontal, vertical, snap), open_top, open_bottom)


def close_ends(horizontal: Sequence[Rule], vertical: Sequence[Rule], *, reach: float) -> tuple[list[Rule], bool, bool]:
    """Add the rule that is missing where a table is cut by the page's end: several columns' rules run on past the
    last row rule.

    Returns the horizontal rules, whether the top was open and whether the bottom was.
    """
    closed = list(horizontal)
    left, right = _extent(horizontal, vertical)
    top, bottom = (
        min((rule.at for rule in horizontal), default=1e9),
        max((rule.at for rule in horizontal), default=-1e9),
    )
    above = [rule for rule in vertical if rule.start < top - 2 * reach]
    below = [rule for rule in vertical if rule.end > bottom + 2 * reach]
    open_top, open_bottom = len(above) >= 2, len(below) >= 2
    if open_top:
        closed.append(Rule(min(rule.start for rule in above), left, right))
    if open_bottom:
        closed.append(Rule(max(rule.end for rule in below), left, right))
    return closed, open_top, open_bottom


def close_sides(horizontal: Sequence[Rule], vertical: Sequence[Rule], *, reach: float) -> list[Rule]:
    """Add the outer rule of a table drawn without it: most row rules run on past the first or last column rule."""
    closed = list(vertical)
    long = [rule for rule in horizontal if rule.length > 3 * reach]
    if len(long) < 2:
        return closed
    top, bottom = min(rule.at for rule in horizontal), max(rule.at for rule in horizontal)
    left, right = min(rule.at for rule in vertical), max(rule.at for rule in vertical)
    over_left = [rule for rule in long if rule.start < left - 2 * reach]
    over_right = [rule for rule in long if rule.end > right + 2 * reach]
    if len(over_left) * 2 >= len(long):
        closed.append(Rule(min(rule.start for rule in over_left), top, bottom))
    if len(over_right) * 2 >= len(long):
        closed.append(Rule(max(rule.end for rule in over_right), top, bottom))
    return closed


def _extent(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[float, float]:
    return (
        min([rule.start for rule in horizontal] + [rule.at for rule in vertical]),
        max([rule.end for rule in horizontal] + [rule.at for rule in vertical]),
    )


def _positions(rules: Sequence[Rule], snap: float) -> list[float]:
    """Distinct positions, the longer rules deciding where rules nearly coincide."""
    positions = []
    for group in _groups(sorted(rules, key=lambda rule: rule.at), snap):
        weight = sum(max(rule.length, 0.1) for rule in group)
        positions.append(sum(rule.at * max(rule.length, 0.1) for rule in group) / weight)
    return positions


def _cells(
    xs: list[float], ys: list[float], horizontal: Sequence[Rule], vertical: Sequence[Rule], snap: float
) -> list[Cell]:
    """Elementary cells joined where no wall parts them; a joined shape that is no rectangle is cut back into
    rectangles.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    right = [
        [_covered(vertical, xs[c + 1], ys[r], ys[r + 1], snap) >= WALL_COVER for c in range(columns)]
        for r in range(rows)
    ]
    below = [
        [_covered(horizontal, ys[r + 1], xs[c], xs[c + 1], snap) >= WALL_COVER for c in range(columns)]
        for r in range(rows)
    ]
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            width = 1
            while c + width < columns and not right[r][c + width - 1] and not taken[r][c + width]:
                width += 1
            height = 1
            while r + height < rows and _same_shape(r + height, c, width, right, below, taken):
                height += 1
            for i in range(r, r + height):
                for j in range(c, c + width):
                    taken[i][j] = True
            cells.append(
                Cell(r, c, "", row_span=height, column_span=width, bbox=(xs[c], ys[r], xs[c + width], ys[r + height]))
            )
    return cells


def _same_shape(
    row: int, column: int, width: int, right: list[list[bool]], below: list[list[bool]], taken: list[list[bool]]
) -> bool:
    """The row's stretch under a cell belongs to it: open above along the whole width, no wall within, none of it in
    another cell.
    """
    open_above = not any(below[row - 1][column + k] for k in range(width))
    undivided = not any(right[row][column + k] for k in range(width - 1))
    return open_above and undivided and not any(taken[row][column + k] for k in range(width))


def _covered(rules: Sequence[Rule], at: float, start: float, end: float, snap: float) -> float:
    """Share of [start, end] that rules at ``at`` cover, the crossing's own thickness left out."""
    margin = min(snap / 2, (end - start) / 4)
    start, end = start + margin, end - margin
    covered = 0.0
    position = start
    for rule in sorted((rule for rule in rules if abs(rule.at - at) <= snap), key=lambda rule: rule.start):
        low, high = max(rule.start, position), min(rule.end, end)
        if high > low:
            covered += high - low
            position = high
    return covered / max(end - start, 0.1)


def _without_nested(found: list[Frame]) -> list[Frame]:
    """Frames that lie inside a larger one are boxes in a cell (tick boxes, formulas), not tables."""

    def inside(a: Frame, b: Frame) -> bool:
        return (
            a is not b
            and b.bbox[0] <= a.bbox[0]
            and b.bbox[1] <= a.bbox[1]
            and a.bbox[2] <= b.bbox[2]
            and a.bbox[3] <= b.bbox[3]
        )

    return [frame for frame in found if not any(inside(frame, other) for other in found)]
