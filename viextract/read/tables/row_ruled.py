"""Tables of a scan that are ruled between rows only: their columns are told by the white that no cell writes over.

Such a table has rules of one length under one another. What stands between two of them is a row; columns are parted
where the same stretch of the line is white in nearly all rows, and where rules that part the cells of some columns
only begin or end. The columns' rules are then put in, so that the cells can be cut out as those of any other table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from viextract.read.tables.cells import ink_alone
from viextract.read.tables.rules import Frame, Rule, frame_of, merge_collinear

LEAST_WIDTH = 180.0
"""Points that a table's rules are long at least."""
SAME_END = 8.0
"""Points by which rules of one table may differ at an end."""
TIED = 4.0
"""Points by which the ends of rules that part the same columns may differ."""
LEAST_RULES = 4
"""Full rules: above and below the headings, and two further rows."""
TALLEST_ROW = 320.0
"""Points between two full rules of one table."""
LEAST_WHITE = 5.0
"""Points of white that part two columns: more than the space between two words."""
MOST_CROSSED = 0.05
"""Share of the rows that may write over the white of a column's end: dirt, a cell over several columns."""
TITLE_GAP = 10.0
"""Points between words of a title at most, signs that are too small to count as ink left out."""
ONE_LINE = 19.0
"""Points: what is lower is one line of print."""
DARK = 190
"""Grey level (of 250) below which there is ink once its lights are lifted."""
BESIDE, MOST_BESIDE = 3.0, 0.12
"""How far above and below a rule (points) there is paper, and how much of that may be ink: deep letters."""
NEAR_RULE = 2.0
"""Points beside a rule that count as its ink."""

Image = NDArray[np.uint8]


@dataclass(slots=True)
class _Bundle:
    """Rules of one table: the full ones and those between them."""

    full: list[Rule]
    within: list[Rule]
    """All strokes between the first and the last, some of them print."""
    rules: list[Rule]
    """Those of them that are surely rules."""

    @property
    def start(self) -> float:
        return float(np.median([rule.start for rule in self.full]))

    @property
    def end(self) -> float:
        return float(np.median([rule.end for rule in self.full]))


def row_ruled_frames(level: Image, scale: float, horizontal: Sequence[Rule], taken: Sequence[Frame]) -> list[Frame]:
    """Frames of the tables that only rules between rows part, top to bottom.

    level: the grey page with its rules level. scale: pixels per point. horizontal: its rules (points). taken: tables
    that were found otherwise.
    """
    free = [rule for rule in horizontal if not any(_within(rule, frame) for frame in taken)]
    rules = merge_collinear(free, snap=3.0, gap=9.0)
    found = []
    for bundle in _bundles(rules):
        ink = _ink(level, scale, bundle)
        walls = _walls(ink, scale, bundle)
        if walls:
            bundle.rules = _tied(bundle.within, [bundle.start, *walls, bundle.end], both=True)
            frame = _frame(ink, scale, bundle, walls)
            if frame is not None:
                found.append(frame)
    return found


def _within(rule: Rule, frame: Frame) -> bool:
    x0, y0, x1, y1 = frame.bbox
    return y0 - SAME_END <= rule.at <= y1 + SAME_END and x0 - SAME_END <= rule.start and rule.end <= x1 + SAME_END


def _bundles(rules: Sequence[Rule]) -> list[_Bundle]:
    """Long rules that begin and end alike, with the shorter ones between the first and the last of them."""
    bundles: list[list[Rule]] = []
    for rule in sorted((rule for rule in rules if rule.length >= LEAST_WIDTH), key=lambda rule: rule.at):
        for full in bundles:
            last = full[-1]
            same = abs(rule.start - last.start) <= SAME_END and abs(rule.end - last.end) <= SAME_END
            if same and rule.at - last.at <= TALLEST_ROW:
                full.append(rule)
                break
        else:
            bundles.append([rule])
    found = []
    for full in bundles:
        if len(full) < LEAST_RULES:
            continue
        first, last = full[0], full[-1]
        low, high = min(r.start for r in full) - SAME_END, max(r.end for r in full) + SAME_END
        inside = [r for r in rules if first.at <= r.at <= last.at and low <= r.start and r.end <= high]
        ends = [float(np.median([r.start for r in full])), float(np.median([r.end for r in full]))]
        found.append(_Bundle(full, inside, _tied(inside, ends)))
    # a table whose inner rules alone are of one length lies within the one with all of them
    return [
        bundle
        for bundle in found
        if not any(other is not bundle and set(bundle.full) < set(other.rules) for other in found)
    ]


def _tied(rules: Sequence[Rule], walls: Sequence[float], *, both: bool = False) -> list[Rule]:
    """The rules that begin or end at a wall, or do both: strokes of print hang loose between the walls."""

    def at_wall(place: float) -> bool:
        return any(abs(place - wall) <= TIED for wall in walls)

    return [rule for rule in rules if at_wall(rule.start) + at_wall(rule.end) >= 1 + both]


def _ink(level: Image, scale: float, bundle: _Bundle) -> Image:
    """1 where the table's part of the page has ink that is no rule, words of one line joined; its own pixels from the
    first rule down.
    """
    top, bottom = int(bundle.full[0].at * scale), int(bundle.full[-1].at * scale)
    left, right = int(bundle.start * scale), int(bundle.end * scale)
    ink = (cv2.GaussianBlur(ink_alone(level[top:bottom, left:right]), (3, 3), 0) < DARK).astype(np.uint8)
    for rule in bundle.within:
        low, high = int((rule.at - NEAR_RULE) * scale) - top, int((rule.at + NEAR_RULE) * scale) + 1 - top
        start, end = int((rule.start - TIED) * scale) - left, int((rule.end + TIED) * scale) - left
        columns = slice(max(start, 0), max(end, 0))
        if rule in bundle.rules or _is_apart(ink[:, columns], low, high, int(BESIDE * scale)):
            ink[max(low, 0) : max(high, 0), columns] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = 1.2 * scale
    keep = np.array([False] + [bool(s[2] >= least or s[3] >= least) for s in stats[1:count]])
    words = keep[labels].astype(np.uint8)
    # the white between words of one line is no column's end
    closing = np.ones((1, max(int(LEAST_WHITE * scale), 3)), np.uint8)
    return np.asarray(cv2.morphologyEx(words, cv2.MORPH_CLOSE, closing), np.uint8)


def _is_apart(ink: Image, low: int, high: int, beside: int) -> bool:
    """White above and below: a rule between two rows, no stroke of a line of print."""
    above, below = ink[max(low - beside, 0) : max(low, 0)], ink[high : high + beside]
    return all(float(side.mean()) < MOST_BESIDE for side in (above, below) if side.size)


def _walls(ink: Image, scale: float, bundle: _Bundle) -> list[float]:
    """Where columns part, left to right (points)."""
    if not ink.size:
        return []
    rows = [row for row in _rows(ink, scale, bundle) if row.any() and not _is_title(row, scale)]
    if len(rows) < 2:
        return []
    crossed = np.stack([row.any(axis=0) for row in rows]).sum(axis=0)
    free = np.concatenate([[False], crossed <= MOST_CROSSED * len(rows), [False]])
    edges = np.flatnonzero(np.diff(free.astype(np.int8)))
    ends = [place for rule in bundle.rules for place in (rule.start, rule.end)]
    walls = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        start, end = bundle.start + first / scale, bundle.start + last / scale
        if end - start < LEAST_WHITE / 2 or first <= 2 or last >= ink.shape[1] - 2:
            continue  # the margins of the first and the last column
        near = [place for place in ends if start - 3 <= place <= end + 3]
        walls.append(float(np.median(near)) if near else end - min(2.0, (end - start) / 3))
    return walls


def _rows(ink: Image, scale: float, bundle: _Bundle) -> list[Image]:
    """The ink between each two full rules, without headings over several columns, which rules part further."""
    top = bundle.full[0].at
    rows = []
    for number, (above, below) in enumerate(pairwise(bundle.full)):
        parted = any(above.at + 3 < rule.at < below.at - 3 for rule in bundle.rules)
        if not (number == 0 and parted):
            rows.append(ink[int((above.at - top) * scale) : int((below.at - top) * scale)])
    return rows


def _is_title(row: Image, scale: float) -> bool:
    """One line with one run of words, or a number and a run: the title of a group."""
    high = np.flatnonzero(row.any(axis=1))
    across = row.any(axis=0, keepdims=True).astype(np.uint8)
    joined = np.zeros_like(across)
    cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((1, int(TITLE_GAP * scale)), np.uint8), dst=joined)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], joined[0].astype(np.int8), [0]])))
    return (high[-1] - high[0]) / scale < ONE_LINE and len(edges) <= 4


def _frame(ink: Image, scale: float, bundle: _Bundle, walls: Sequence[float]) -> Frame | None:
    """The frame with the columns' rules put in, but for rows that write over them."""
    top = bundle.full[0].at
    places = sorted({round(rule.at, 1) for rule in bundle.rules})
    vertical = [
        Rule(bundle.start, places[0], places[-1]),
        Rule(bundle.end, places[0], places[-1]),
    ]
    for wall in walls:
        x = int((wall - bundle.start) * scale)
        for above, below in pairwise(places):
            low, high = int((above - top) * scale), int((below - top) * scale)
            if not ink[low:high, max(x - 1, 0) : x + 2].any():
                vertical.append(Rule(wall, above, below))
    horizontal = [_to_walls(rule, [bundle.start, *walls, bundle.end]) for rule in bundle.rules]
    return frame_of(horizontal, vertical, snap=3.5)


def _to_walls(rule: Rule, walls: Sequence[float]) -> Rule:
    """The rule from the column's end next to its start to the one next to its end."""
    start = min(walls, key=lambda wall: abs(wall - rule.start))
    end = min(walls, key=lambda wall: abs(wall - rule.end))
    return Rule(rule.at, start, end) if end > start else rule
