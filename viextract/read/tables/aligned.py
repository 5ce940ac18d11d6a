"""Tables without column rules: a line of column headings, and below it words that keep to columns.

A heading line is required. White space alone also parts the letterhead, the signature block and justified prose; a
table of a plan says what its columns are.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from viextract.model.document import Cell, Grid
from viextract.read.tables.fill import grid_from_frame
from viextract.read.tables.rules import Rule, frame_of, merge_collinear
from viextract.read.tables.words import PlacedWord, cell_text, text_lines
from viextract.vocabulary.column_headings import match_heading
from viextract.vocabulary.labels import read_label
from viextract.vocabulary.letterhead import is_recipients

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
    start = floor = 0
    while start < len(rows):
        header = _header_at(rows, start, floor, gap)
        if header is None:
            start += 1
            continue
        first, body, columns = header
        walls = _walls(rows, body, columns, gap)
        stop = _end(rows, body, walls, gap, height, _ruled_down_to(rows[first:body], lines, height))
        if stop > body:
            walls = _walls(rows[:stop], body, columns, gap)
            grids.append(_grid(rows[first:stop], body - first, walls, page, lines, height))
        start = floor = max(stop, body)
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


def _header_at(rows: list[list[PlacedWord]], core: int, floor: int, gap: float) -> tuple[int, int, list[_Band]] | None:
    """First line of a header whose fullest line is ``core``, the line after it, and its columns; None where it is no
    header.

    Half of the core line's bands must read as headings, of two meanings at least. Lines of print above and below
    belong to it where they follow at the usual distance, stand over or under its columns and make no heading less
    certain. floor: the first line free.
    """
    columns = _bands(rows[core], gap)
    if _certainty(columns) is None:
        return None
    pitch = _pitch(rows)
    first, end = core, core + 1
    while first > floor and core - first < HEADER_LINES - 1:
        wider = _extended(columns, rows[first - 1], gap)
        if wider is None or _step(rows, first - 1) > 1.3 * pitch:
            break
        columns, first = wider, first - 1
    while end < len(rows) and end - core < HEADER_LINES:
        wider = _extended(columns, rows[end], gap)
        if wider is None or _step(rows, end - 1) > 1.3 * pitch:
            break
        columns, end = wider, end + 1
    return first, end, columns


def _certainty(columns: Sequence[_Band]) -> float | None:
    """How surely these bands are a line of headings; None where they are none."""
    headings = [match_heading(cell_text(band.words)[0].replace("\n", " ")) for band in columns]
    known = [heading for heading in headings if heading is not None]
    if len(columns) < 2 or len({heading.meaning for heading in known}) < 2 or len(known) * 2 < len(columns):
        return None
    return sum(heading.likeness for heading in known) / 100 - 0.8 * (len(columns) - len(known))


def _extended(columns: list[_Band], row: Sequence[PlacedWord], gap: float) -> list[_Band] | None:
    """The columns with one more line of print, or None where the line is no part of the header."""
    bands = _bands(row, gap)
    if any(sum(band.x0 < column.x1 and column.x0 < band.x1 for column in columns) > 1 for band in bands):
        return None
    if any(re.match(r"\(?\d|[IVX]+\.|[-+•]", band.words[0].text) for band in bands):
        return None
    wider = _overlay(columns, bands)
    before, after = _certainty(columns), _certainty(wider)
    return wider if after is not None and before is not None and after >= before - 0.25 else None


def _pitch(rows: list[list[PlacedWord]]) -> float:
    """The usual distance from line to line: the middle of the lower half, since rows of a table stand further apart."""
    steps = sorted(_step(rows, k) for k in range(len(rows) - 1))
    return median(steps[: max(1, len(steps) // 2)]) if steps else 1.0


def _step(rows: list[list[PlacedWord]], index: int) -> float:
    """From the foot of a line to the foot of the next."""
    return median(word.bbox[3] for word in rows[index + 1]) - median(word.bbox[3] for word in rows[index])


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
    sample = _before_prose(rows[body : body + 40], columns, gap)
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


def _before_prose(rows: list[list[PlacedWord]], columns: list[_Band], gap: float) -> list[list[PlacedWord]]:
    """The lines above the first one that runs through all columns without a gap: below a short table there are more
    lines of prose than rows, and their blanks would tell where columns part. A title of a group may be the first."""
    left, right = columns[0].x0, columns[-1].x1
    for index, row in enumerate(rows):
        bands = _bands(row, gap)
        if index and len(bands) == 1 and min(bands[0].x1, right) - max(bands[0].x0, left) > _THROUGH * (right - left):
            return rows[:index]
    return rows


_THROUGH = 0.85  # of the width from the first heading to the last


def _crosses(row: Sequence[PlacedWord], x: float) -> bool:
    return any(word.bbox[0] < x < word.bbox[2] for word in row)


def _crosses_band(bands: tuple[_Band, _Band], x: float) -> int:
    return sum(any(word.bbox[0] < x < word.bbox[2] for word in band.words) for band in bands)


def _runs_over(row: Sequence[PlacedWord], walls: Sequence[float], gap: float) -> int:
    """Walls that the line's words or their narrow spaces run over."""
    return sum(any(band.x0 < wall < band.x1 for band in _bands(row, gap)) for wall in walls)


def _end(rows: list[list[PlacedWord]], body: int, walls: list[float], gap: float, height: float, ruled: float) -> int:
    """The line after the table's last.

    What proves that the table goes on is a line that fills two columns, or a further line of a cell close below one.
    Lines that run over the walls, or begin a numbered part in one column, are a group's title where such proof follows
    soon, and else the running text below. White wider than between the rows so far, with no row behind it, and the list
    of recipients end the table at once. ruled: height on the page down to which rules part its rows.
    """
    stop = body
    doubtful = across = 0
    widest = 0.0
    bottom: float | None = None
    for index in range(body, len(rows)):
        row = rows[index]
        white = min(word.bbox[1] for word in row) - bottom if bottom is not None else 0.0
        bottom = max(word.bbox[3] for word in row)
        over = _runs_over(row, walls, gap)
        if is_recipients(cell_text(row)[0]) or (over and white > _FAR * height):
            break
        if (over == 0 and len(_bands(row, gap)) > 1) or bottom < ruled:
            stop, doubtful, across, widest = index + 1, 0, 0, max(widest, white)
            continue
        if index > body and white > _NEW_PART * max(widest, _LEAST_WHITE * height):
            break
        if over == 0 and not doubtful and not _begins_part(row, rows[body:index], gap, height):
            stop, widest = index + 1, max(widest, white)
            continue
        doubtful += 1
        across += over == len(walls)
        if doubtful > _TITLE_LINES or across > 1:
            break
    return _without_trailing_prose(rows, body, stop, walls, gap)


_FAR = 4.5  # heights of the type: so much white is not within a table that runs over its own walls
_NEW_PART = 1.8  # times the widest white between the rows so far
_LEAST_WHITE = 0.5  # heights of the type: rows that are set tighter have no white that could be compared
_TITLE_LINES = 3  # lines that the title of a group of rows may take


def _begins_part(row: Sequence[PlacedWord], above: Sequence[Sequence[PlacedWord]], gap: float, height: float) -> bool:
    """Whether a line begins with a number or letter of the document's outline, or with a dash that does not stand
    where a cell above begins: within cells there are dashes too."""
    label = read_label(cell_text(row)[0])
    if label is None or label.kind != "bullet":
        return label is not None
    left = row[0].bbox[0]
    return all(abs(band.x0 - left) > 0.5 * height for line in above for band in _bands(line, gap))


def _ruled_down_to(header: Sequence[Sequence[PlacedWord]], lines: Sequence[Rule], height: float) -> float:
    """Where the last of the rules stands that part the rows of the table with this header: they are alike, and as wide
    as the table. Minus infinity without rules."""
    words = [word for row in header for word in row]
    left, right = min(word.bbox[0] for word in words), max(word.bbox[2] for word in words)
    top = min(word.bbox[1] for word in words) - 1.5 * height
    wide = [r for r in lines if r.at > top and min(r.end, right) - max(r.start, left) > _AS_WIDE * (right - left)]
    first = min(wide, key=lambda r: r.at, default=None)
    alike = [r for r in wide if first and abs(r.start - first.start) + abs(r.end - first.end) < height]
    return max(r.at for r in alike) if len(alike) >= _LEAST_RULES else -math.inf


_AS_WIDE = 0.8  # share of the header's width
_LEAST_RULES = 3  # above and below the header, and below the last row


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
    """Words into columns; the header's lines are one row, each body line another, unless rules part the rows."""
    x0 = min(word.bbox[0] for row in rows for word in row) - 1
    x1 = max(word.bbox[2] for row in rows for word in row) + 1
    edges = [x0, *walls, x1]
    ruled = _row_ruled(rows, header, edges, page, lines, height)
    if ruled is not None:
        return ruled
    groups = [[word for row in rows[:header] for word in row], *rows[header:]]
    cells = []
    for number, group in enumerate(groups):
        top, bottom = min(word.bbox[1] for word in group), max(word.bbox[3] for word in group)
        if number and _is_band(group, walls, height):
            text, confidence = cell_text(group)
            box = (x0, top, x1, bottom)
            cells.append(Cell(number, 0, text, column_span=len(edges) - 1, bbox=box, page=page, confidence=confidence))
            continue
        for column in range(len(edges) - 1):
            inside = [w for w in group if edges[column] <= (w.bbox[0] + w.bbox[2]) / 2 < edges[column + 1]]
            text, confidence = cell_text(inside)
            # the words' own height: lines of two rows of the table may stand almost side by side
            high, low = (min(w.bbox[1] for w in inside), max(w.bbox[3] for w in inside)) if inside else (top, bottom)
            box = (edges[column], high, edges[column + 1], low)
            cells.append(Cell(number, column, text, bbox=box, page=page, confidence=confidence))
    box = (x0, min(w.bbox[1] for w in rows[0]), x1, max(w.bbox[3] for w in rows[-1]))
    return Grid(cells, len(groups), len(edges) - 1, page=page, bbox=box, origin="aligned")


def _is_band(row: Sequence[PlacedWord], walls: Sequence[float], height: float) -> bool:
    """One run of words over a wall: a group's title."""
    bands = _bands(row, height * 0.85)
    return len(bands) == 1 and any(bands[0].x0 < wall < bands[0].x1 for wall in walls)


def _row_ruled(
    rows: list[list[PlacedWord]], header: int, edges: list[float], page: int, lines: Sequence[Rule], height: float
) -> Grid | None:
    """The grid of a table that rules part into rows but not into columns; None where fewer than two rules stand in
    its body.

    The walls found by alignment take the place of the column rules, but where a group's title runs over them.
    """
    top, bottom = min(w.bbox[1] for w in rows[0]), max(w.bbox[3] for w in rows[-1])
    body = min(w.bbox[1] for w in rows[header]) if len(rows) > header else bottom
    width = edges[-1] - edges[0]
    near = [
        rule
        for rule in lines
        if top - 1.5 * height <= rule.at <= bottom + 1.5 * height
        and min(rule.end, edges[-1]) - max(rule.start, edges[0]) > 0.08 * width
    ]
    inside = [rule for rule in near if body < rule.at < bottom]
    if len({round(rule.at / 3) for rule in inside}) < 2:
        return None
    left, right = min([edges[0], *(r.start for r in near)]), max([edges[-1], *(r.end for r in near)])
    first, last = min(top - 2, *(r.at for r in near)), max(bottom + 2, *(r.at for r in near))
    horizontal = merge_collinear([*near, Rule(first, left, right), Rule(last, left, right)], snap=3.0, gap=4.0)
    breaks = [row for row in rows[header:] if _is_band(row, edges[1:-1], height)]
    vertical = [Rule(left, first, last), Rule(right, first, last)]
    for wall in edges[1:-1]:
        start = first
        for row in sorted(breaks, key=lambda row: row[0].bbox[1]):
            above = max((r.at for r in horizontal if r.at <= min(w.bbox[1] for w in row) + 2), default=first)
            below = min((r.at for r in horizontal if r.at >= max(w.bbox[3] for w in row) - 3), default=last)
            vertical.append(Rule(wall, start, above))
            start = below
        vertical.append(Rule(wall, start, last))
    frame = frame_of(horizontal, [rule for rule in vertical if rule.length > 1], snap=3.0)
    return grid_from_frame(frame, [word for row in rows for word in row], page=page) if frame is not None else None
