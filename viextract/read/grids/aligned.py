"""Tables without column rules: a line of column headings, and below it words that keep to columns.

A heading line is required. White space alone also parts the letterhead, the signature block and justified prose; a
table of a plan says what its columns are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from viextract.model.document import Cell, Grid
from viextract.read.grids.headings import match_heading
from viextract.read.grids.rules import Rule
from viextract.read.grids.words import PlacedWord, cell_text, text_lines

HEADER_LINES = 4
"""Most printed lines that a line of headings may take."""


@dataclass(slots=True)
class _Band:
    """A run of words between two column gaps of one printed line."""

    x0: float
    x1: float
    words: list[PlacedWord]


def find_aligned_grids(
    words: Sequence[PlacedWord], *, page: int = 1, lines: Sequence[Rule] = (), least_gap: float | None = None
) -> list[Grid]:
    """Tables among words that no rules part into columns, top to bottom; each printed line is a row of the grid.

    lines: horizontal rules of the page, which then bound the rows. least_gap: white space (in the words' unit) that
    parts columns; by default the height of the letters. Cells of one row of the table that take several lines are
    joined by the parser, which knows what the columns mean.
    """
    rows = text_lines(words)
    if len(rows) < 2:
        return []
    height = median(word.bbox[3] - word.bbox[1] for word in words)
    gap = least_gap if least_gap is not None else 0.85 * height
    grids = []
    start = 0
    while start < len(rows):
        header = _header_at(rows, start, gap)
        if header is None:
            start += 1
            continue
        taken, columns = header
        walls = _walls(rows, start + taken, columns, gap)
        stop = _end(rows, start + taken, walls, gap, height)
        if stop > start + taken:
            walls = _walls(rows[:stop], start + taken, columns, gap)
            grids.append(_grid(rows[start:stop], taken, walls, page, lines, height))
        start = max(stop, start + taken)
    return grids


def _bands(row: Sequence[PlacedWord], gap: float) -> list[_Band]:
    bands: list[_Band] = []
    for word in row:
        if bands and word.bbox[0] - bands[-1].x1 < gap:
            bands[-1].words.append(word)
            bands[-1].x1 = max(bands[-1].x1, word.bbox[2])
        else:
            bands.append(_Band(word.bbox[0], word.bbox[2], [word]))
    return bands


def _header_at(rows: list[list[PlacedWord]], start: int, gap: float) -> tuple[int, list[_Band]] | None:
    """Lines that a header beginning here takes, and its columns: most bands must read as headings, at least two, of
    two kinds.

    Of several readings (one line, two lines, …) the one with the most headings recognised wins, the shorter on a tie.
    """
    best: tuple[float, int, list[_Band]] | None = None
    columns: list[_Band] = []
    for taken in range(1, min(HEADER_LINES, len(rows) - start) + 1):
        columns = _overlay(columns, _bands(rows[start + taken - 1], gap))
        headings = [match_heading(cell_text(band.words)[0].replace("\n", " ")) for band in columns]
        known = [heading for heading in headings if heading is not None]
        if len(columns) < 2 or len({heading.meaning for heading in known}) < 2 or len(known) * 2 < len(columns):
            continue
        value = sum(heading.likeness for heading in known) / 100 - 0.8 * (len(columns) - len(known))
        if best is None or value > best[0] + 0.05:
            best = (value, taken, columns)
    return None if best is None else (best[1], best[2])


def _overlay(upper: list[_Band], lower: list[_Band]) -> list[_Band]:
    """Bands of several lines put over one another: those that overlap sideways are one column heading."""
    merged: list[_Band] = []
    for band in sorted(upper + lower, key=lambda band: band.x0):
        if merged and band.x0 < merged[-1].x1 - 0.5:
            last = merged[-1]
            merged[-1] = _Band(last.x0, max(last.x1, band.x1), last.words + band.words)
        else:
            merged.append(_Band(band.x0, band.x1, list(band.words)))
    return merged


def _walls(rows: list[list[PlacedWord]], body: int, columns: list[_Band], gap: float) -> list[float]:
    """Where columns part: between two headings, the place that the fewest body lines write over, the widest such place.

    Only lines near the header vote at first sight (a long page may leave the table); 40 are more than a table's
    first page shows.
    """
    sample = rows[body : body + 40]
    walls = []
    for left, right in itertools.pairwise(columns):
        low, high = left.x1, right.x0
        low, high = min(low, high), max(low, high)
        # A heading is centred over a wider column: look from the left heading's middle to the right one's.
        low, high = (left.x0 + low) / 2, (right.x1 + high) / 2
        steps = max(8, int((high - low) / max(gap / 4, 0.25)))
        places = [low + (high - low) * k / steps for k in range(steps + 1)]
        crossed = [sum(_crosses(row, x) for row in sample) + 0.5 * _crosses_band((left, right), x) for x in places]
        fewest = min(crossed)
        run_start, best_run = None, (0, 0)
        for k, value in enumerate([*crossed, 1e9]):
            if value <= fewest + 0.01:
                run_start = k if run_start is None else run_start
            elif run_start is not None:
                if k - run_start > best_run[1] - best_run[0]:
                    best_run = (run_start, k)
                run_start = None
        # Text is set flush left: the wall stands near the right end of the white run, just before the next column's
        # words.
        k0, k1 = best_run
        walls.append(places[k0] + (places[k1 - 1] - places[k0]) * 0.7)
    return walls


def _crosses(row: Sequence[PlacedWord], x: float) -> bool:
    return any(word.bbox[0] < x < word.bbox[2] for word in row)


def _crosses_band(bands: tuple[_Band, _Band], x: float) -> int:
    return sum(any(word.bbox[0] < x < word.bbox[2] for word in band.words) for band in bands)


def _runs_over(row: Sequence[PlacedWord], walls: Sequence[float], gap: float) -> int:
    """Walls that the line's words or their narrow spaces run over."""
    return sum(any(band.x0 < wall < band.x1 for band in _bands(row, gap)) for wall in walls)


def _end(rows: list[list[PlacedWord]], body: int, walls: list[float], gap: float, height: float) -> int:
    """The line after the table's last: prose runs over the walls line after line, a band (group title) does so once."""
    stop = body
    strikes = 0
    previous: float | None = None
    for index in range(body, len(rows)):
        row = rows[index]
        top = min(word.bbox[1] for word in row)
        if previous is not None and top - previous > 4.5 * height and _runs_over(row, walls, gap):
            break
        previous = max(word.bbox[3] for word in row)
        over = _runs_over(row, walls, gap)
        if over == 0:
            bands = _bands(row, gap)
            strikes = 0
            # A lone centred or indented line after a band line does not prove that the table goes on.
            if len(bands) > 1 or index == stop or walls:
                stop = index + 1
        else:
            strikes += 1
            if strikes > 2 or (strikes > 1 and over == len(walls)):
                break
    return _without_trailing_prose(rows, body, stop, walls, gap)


def _without_trailing_prose(rows: list[list[PlacedWord]], body: int, stop: int, walls: list[float], gap: float) -> int:
    """Trailing lines that fill one column only, below a line that ran over the walls, are the short last line of
    prose.
    """
    while stop > body + 1:
        above_over = _runs_over(rows[stop - 2], walls, gap) > 0
        if (
            above_over
            and len(_bands(rows[stop - 1], gap)) == 1
            and rows[stop - 1][0].bbox[0] < (walls[0] if walls else 0)
        ):
            stop -= 2
        else:
            break
    return stop


def _grid(
    rows: list[list[PlacedWord]], header: int, walls: list[float], page: int, lines: Sequence[Rule], height: float
) -> Grid:
    """Words into columns; the header's lines are one row, each body line (or stretch between two rules) another."""
    x0 = min(word.bbox[0] for row in rows for word in row) - 1
    x1 = max(word.bbox[2] for row in rows for word in row) + 1
    edges = [x0, *walls, x1]
    groups = [[word for row in rows[:header] for word in row], *_between_rules(rows[header:], lines, x0, x1, height)]
    ruled = len(groups) - 1 < len(rows) - header
    cells = []
    for number, group in enumerate(groups):
        top, bottom = min(word.bbox[1] for word in group), max(word.bbox[3] for word in group)
        over = (
            [band for band in _bands(group, height * 0.85) if sum(band.x0 < wall < band.x1 for wall in walls)]
            if number
            else []
        )
        if over and len(text_lines(group)) == 1 and len(_bands(group, height * 0.85)) == 1:
            text, confidence = cell_text(group)
            cells.append(
                Cell(
                    number,
                    0,
                    text,
                    column_span=len(edges) - 1,
                    bbox=(x0, top, x1, bottom),
                    page=page,
                    confidence=confidence,
                )
            )
            continue
        for column in range(len(edges) - 1):
            inside = [w for w in group if edges[column] <= (w.bbox[0] + w.bbox[2]) / 2 < edges[column + 1]]
            text, confidence = cell_text(inside)
            box = (edges[column], top, edges[column + 1], bottom)
            cells.append(Cell(number, column, text, bbox=box, page=page, confidence=confidence))
    box = (x0, min(w.bbox[1] for w in rows[0]), x1, max(w.bbox[3] for w in rows[-1]))
    return Grid(cells, len(groups), len(edges) - 1, page=page, bbox=box, origin="ruled" if ruled else "aligned")


def _between_rules(
    rows: list[list[PlacedWord]], lines: Sequence[Rule], x0: float, x1: float, height: float
) -> list[list[PlacedWord]]:
    """Body lines grouped by the full-width rules between them; every line by itself where no such rules are drawn."""
    if not rows:
        return []
    top, bottom = min(w.bbox[1] for w in rows[0]), max(w.bbox[3] for w in rows[-1])
    levels = sorted(
        rule.at
        for rule in lines
        if top < rule.at < bottom and min(rule.end, x1) - max(rule.start, x0) > 0.6 * (x1 - x0)
    )
    if len(levels) < 2:
        return rows
    groups: list[list[PlacedWord]] = [[] for _ in range(len(levels) + 1)]
    for row in rows:
        middle = sum((w.bbox[1] + w.bbox[3]) / 2 for w in row) / len(row)
        groups[sum(level < middle for level in levels)].extend(row)
    return [group for group in groups if group]
