"""From printed lines parted into columns to rows of cells: for tables whose rows no rules part.

Each column is cut into cells by itself (capitals, codes, gaps, names of bodies). The cells of the column that names
the rows (indicator, activity) make the rows. A cell of another column covers the run of rows that it stands beside:
its first line at the run's first line, or its middle at the run's middle, whichever explains the table better
(dynamic programme over runs).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from statistics import median

from viextract.parse.tables.columns import CODE
from viextract.parse.tables.continuation import completes_unit, continuation_score
from viextract.parse.tables.logical import Row, Text, flat
from viextract.vocabulary.units import kind_of

UNCOVERED = 4.0
"""Cost, in lines, of leaving a row without the cell that should cover it."""
BODIES = ("unit", "lead", "partners")
CODE_LOST = 25.0
"""Cost of giving no row to a cell with a code."""
SHARED, SHARED_FIELD = 2.0, 0.3
"""Cost, in lines, of two cells of a column in one row; fields of a report column often stand under one another."""
_COVERING = ("standard", "criterion", "unit", "lead")


@dataclass(slots=True)
class PrintedLine:
    """One line of a table: a text for each column (empty where the column has none), or the title of a group."""

    y: float
    number: int
    page: int
    texts: list[str]
    band: str | None = None
    confidence: float = 1.0
    heights: list[float] | None = None
    """The height of each column's own words, where they differ."""
    begins: list[bool] | None = None
    """Whether each column's text begins a cell, where that is known already."""

    def at(self, column: int) -> float:
        """The height of the line in one column."""
        return self.y if self.heights is None else self.heights[column]


@dataclass(slots=True)
class _Piece:
    """A cell as found in one column: its text and the lines that it takes (indices and heights)."""

    text: Text
    first: int
    last: int
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class LineTable:
    """Lines of one table with the meaning of their columns."""

    meanings: list[str]
    lines: list[PrintedLine] = field(default_factory=list)
    spaced: bool = False
    """The lines' heights are real, so that wider gaps between lines part rows."""

    def key(self) -> int:
        """The column that names the rows."""
        for meaning in ("indicator", "name", "content", "criterion"):
            if meaning in self.meanings:
                return self.meanings.index(meaning)
        return max(
            range(len(self.meanings)), key=lambda c: sum(len(line.texts[c]) for line in self.lines if not line.band)
        )


def rows_of(table: LineTable) -> list[Row]:
    """Rows with a cell for each column, cells that cover several rows shared; a group's title is a row of one wide
    cell.
    """
    rows: list[Row] = []
    block: list[PrintedLine] = []
    pitch = _pitch(table) if table.spaced else 1.0
    for line in [*table.lines, None]:
        if line is not None and line.band is None:
            block.append(line)
            continue
        if block:
            rows += _block_rows(table, block, pitch)
            block = []
        if line is not None and line.band is not None:
            title = Text(line.band, line.page, (line.number, line.number), confidence=line.confidence, wide=True)
            rows.append([title] * len(table.meanings))
    return rows


def _pitch(table: LineTable) -> float:
    """The usual distance of two lines of one cell: the middle of the shorter half of all steps down a column."""
    steps: list[float] = []
    for column in range(len(table.meanings)):
        heights = [
            (line.page, line.at(column)) for line in table.lines if line.band is None and line.texts[column].strip()
        ]
        steps += [b[1] - a[1] for a, b in pairwise(heights) if a[0] == b[0] and b[1] > a[1]]
    steps.sort()
    return median(steps[: max(1, len(steps) // 2)]) if steps else 1.0


def _block_rows(table: LineTable, lines: Sequence[PrintedLine], pitch: float) -> list[Row]:
    columns = [_pieces(table, lines, column, pitch) for column in range(len(table.meanings))]
    key = table.key()
    if not columns[key]:
        key = max(range(len(columns)), key=lambda c: len(columns[c]))
    rows = columns[key]
    # what a cell takes in under one of the two modes must not stay in it under the other
    modes = [_covers(table, _copied(columns), key, rows, pitch, middle) for middle in (False, True)]
    covers = min(modes, key=lambda item: item[0])[1]
    grid: list[Row] = []
    for index in range(len(rows)):
        row: Row = []
        for column in range(len(columns)):
            if column == key:
                row.append(rows[index].text)
            else:
                row.append(covers[column][index] or Text("", lines[0].page))
        grid.append(row)
    return grid


# --- cells of one column ----------------------------------------------------------------------------------------------


def _pieces(table: LineTable, lines: Sequence[PrintedLine], column: int, pitch: float) -> list[_Piece]:
    """The cells of a column, from its printed lines: a line begins a cell or goes on with the one before."""
    meaning = table.meanings[column]
    pieces: list[_Piece] = []
    for index, line in enumerate(lines):
        text = line.texts[column].strip()
        if not text:
            continue
        printed = Text(text, line.page, (line.number, line.number), confidence=line.confidence)
        begins = (
            line.begins[column]
            if line.begins is not None and meaning != "report"
            else not pieces
            or _begins(
                pieces[-1],
                text,
                index,
                lines,
                column,
                meaning,
                pitch if table.spaced else None,
                _numbered(table, line, text),
            )
        )
        if pieces and not begins:
            last = pieces[-1]
            last.text.append(printed)
            last.last, last.bottom = index, line.at(column)
        else:
            pieces.append(_Piece(printed, index, index, line.at(column), line.at(column)))
    return pieces


def _numbered(table: LineTable, line: PrintedLine, text: str) -> float:
    """A number beside a capital says that a row begins; one beside the middle of a cell says nothing."""
    number = table.meanings.index("number") if "number" in table.meanings else -1
    return 2.0 if number >= 0 and line.texts[number].strip() and text[:1].isupper() else 0.0


def _begins(
    before: _Piece,
    text: str,
    index: int,
    lines: Sequence[PrintedLine],
    column: int,
    meaning: str,
    pitch: float | None,
    numbered: float = 0.0,
) -> bool:
    """Whether a column's text on this line begins a new cell: gaps and how the text starts speak for and against it.

    pitch: the usual distance of lines where heights are real; a wider one then parts cells, even where the text
    reads on. numbered: what a running number on the line adds.
    """
    score = -continuation_score(before.text.text, text)
    line = lines[index]
    turned = any(line.page != lines[k].page for k in range(before.last, index))
    if not turned:
        if pitch is not None:
            gap = (line.at(column) - before.bottom) / pitch
            score += 3.5 if gap > 1.25 else -1.5
        else:
            score += min(2.0, 1.0 * (index - before.last - 1))
    if meaning in BODIES:
        if completes_unit(before.text.text, text):
            score -= 4.0
        elif kind_of(flat(before.text.text)) is not None and kind_of(text) is not None:
            score += 1.0
    if meaning == "report":  # its fields begin with capitals line by line
        # without heights each line is a piece of its own, put to the row beside which it stands
        apart = (line.at(column) - before.bottom) / pitch > 1.25 if pitch is not None else True
        score = 1.0 if apart or turned else -1.0
    if meaning == "number":
        score = 1.0
    return score + numbered > 0


# --- which rows a cell covers -----------------------------------------------------------------------------------------


def _copied(columns: Sequence[Sequence[_Piece]]) -> list[list[_Piece]]:
    """The cells with texts of their own."""
    return [[replace(piece, text=replace(piece.text)) for piece in pieces] for pieces in columns]


def _covers(
    table: LineTable, columns: Sequence[list[_Piece]], key: int, rows: Sequence[_Piece], pitch: float, middle: bool
) -> tuple[float, list[list[Text | None]]]:
    """For each column the cell over each row, and what that costs (in lines) where cells stand at the top or in the
    middle.
    """
    total = 0.0
    covers: list[list[Text | None]] = []
    for column, pieces in enumerate(columns):
        if column == key:
            covers.append([row.text for row in rows])
            continue
        meaning = table.meanings[column]
        if meaning in _COVERING:
            cost, cover = _runs(rows, pieces, pitch, middle)
        else:
            cost, cover = _nearest(rows, pieces, pitch, middle, SHARED_FIELD if meaning == "report" else SHARED)
        total += cost
        covers.append(cover)
    if "standard" in table.meanings and "criterion" in table.meanings:
        _follow_codes(
            covers[table.meanings.index("standard")],
            covers[table.meanings.index("criterion")],
            columns[table.meanings.index("standard")],
        )
    return total, covers


def _distance(rows: Sequence[_Piece], start: int, end: int, piece: _Piece, middle: bool) -> float:
    """How far a cell is from where it would stand if it covered rows[start:end]."""
    if middle:
        return abs((rows[start].top + rows[end - 1].bottom) / 2 - piece.middle)
    return abs(rows[start].top - piece.top)


def _runs(
    rows: Sequence[_Piece], pieces: Sequence[_Piece], pitch: float, middle: bool
) -> tuple[float, list[Text | None]]:
    """Runs of rows for cells that cover several, in order, none left out where it can be helped."""
    count, width = len(rows), len(pieces)
    if not width:
        return 0.0, [None] * count
    infinite = 1e9
    best = [[infinite] * (count + 1) for _ in range(width + 1)]
    step: list[list[tuple[int, int] | None]] = [[None] * (count + 1) for _ in range(width + 1)]
    best[0][0] = 0.0
    tops = [row.top for row in rows]
    for r in range(1, count + 1):
        best[0][r] = best[0][r - 1] + UNCOVERED * 2
        step[0][r] = (0, r - 1)
    for c in range(1, width + 1):
        nearest = infinite, 0
        least = list(accumulate(best[c - 1], min))
        for r in range(count + 1):
            # a cell without a row is a reading error and joins the one above, but not where it has a code of its own
            loss = CODE_LOST if CODE.match(pieces[c - 1].text.text) else UNCOVERED
            options = [(best[c - 1][r] + loss, (c - 1, r))]
            if r:
                options.append((best[c][r - 1] + UNCOVERED, (c, r - 1)))
            best[c][r], step[c][r] = min(options, key=lambda item: item[0])
            if not middle and r:  # where the cell's first row is tells all, however many rows it covers
                away = best[c - 1][r - 1] + _distance(rows, r - 1, r, pieces[c - 1], middle) / pitch
                nearest = min(nearest, (away, r - 1))
            starts = range(nearest[1], nearest[1] + 1) if r else range(0)
            if middle and r:  # no row further away can cost less than what is known
                room = 2 * pitch * (best[c][r] - least[r - 1])
                center = 2 * pieces[c - 1].middle - rows[r - 1].bottom
                starts = range(bisect_left(tops, center - room), min(r, bisect_right(tops, center + room)))
            for start in starts:
                cost = best[c - 1][start] + _distance(rows, start, r, pieces[c - 1], middle) / pitch
                if cost < best[c][r]:
                    best[c][r], step[c][r] = cost, (c - 1, start)
    cover: list[Text | None] = [None] * count
    left_over: list[int] = []
    c, r = width, count
    while c or r:
        previous = step[c][r]
        if previous is None:
            break
        if previous[0] < c:
            for k in range(previous[1], r):
                cover[k] = pieces[c - 1].text
            if previous[1] == r:
                left_over.append(c - 1)
        c, r = previous
    for index in left_over:  # from the last to the first: what has no row belongs to the cell above it
        if index:
            pieces[index - 1].text.append(pieces[index].text)
    return best[width][count], cover


def _nearest(
    rows: Sequence[_Piece], pieces: Sequence[_Piece], pitch: float, middle: bool, sharing: float
) -> tuple[float, list[Text | None]]:
    """Each cell to one row, in order; cells that share a row are joined, which costs ``sharing`` (lines)."""
    count, width = len(rows), len(pieces)
    reach = _reaches(rows, pitch, middle)
    # best[r]: cost of the pieces so far with the last of them in row r; steps: where the piece before it was
    best = [0.0] * count
    steps: list[list[int]] = []
    for number, piece in enumerate(pieces):
        grown, came = [], []
        above = 1e12, 0  # the cheapest of the rows above
        for r, row in enumerate(rows):
            low, high = reach[r]
            place = piece.middle if middle else piece.top
            outside = max(low - place, place - high, 0.0) / pitch
            first = outside + 0.2 * abs(row.middle - place) / pitch if middle else abs(row.top - place) / pitch
            options = [(above[0] + first, above[1])] if number and r else [] if number else [(first, r)]
            above = min(above, (best[r], r))
            if number:
                options.append((best[r] + sharing + outside, r))
                if not options[:-1]:
                    options.append((1e6, r))
            value, before = min(options)
            grown.append(value)
            came.append(before)
        best = grown
        steps.append(came)
    cover: list[Text | None] = [None] * count
    if not width or not count:
        return 0.0, cover
    total = min(best)
    at = best.index(total)
    for number in range(width - 1, -1, -1):
        piece, held = pieces[number], cover[at]
        own = Text(piece.text.text, piece.text.page, piece.text.lines, confidence=piece.text.confidence)
        if held is not None:
            own.append(held)
        cover[at] = own
        at = steps[number][at]
    return min(total, 3.0 * width), cover


def _reaches(rows: Sequence[_Piece], pitch: float, middle: bool) -> list[tuple[float, float]]:
    """From where to where the cells of each row may stand: half-way to the rows above and below it, or from its first
    line to that of the next.
    """
    reaches = []
    for k, row in enumerate(rows):
        above = (rows[k - 1].bottom + row.top) / 2 if k else row.top - 2 * pitch
        below = (row.bottom + rows[k + 1].top) / 2 if k + 1 < len(rows) else row.bottom + 2 * pitch
        if not middle:
            above = row.top - 0.5 * pitch
            below = rows[k + 1].top - 0.5 * pitch if k + 1 < len(rows) else row.bottom + 3 * pitch
        reaches.append((above, below))
    return reaches


def _follow_codes(standards: list[Text | None], criteria: list[Text | None], pieces: Sequence[_Piece]) -> None:
    """A standard covers the rows whose criterion bears its code (``2.1`` over ``2.1.3``), whatever their heights
    say; in place.
    """
    by_code: dict[str, Text] = {}
    for piece in pieces:
        match = CODE.match(piece.text.text)
        if match:
            by_code[_digits(match[1])] = piece.text
    for index, criterion in enumerate(criteria):
        match = CODE.match(criterion.text) if criterion is not None else None
        code = _digits(match[1]) if match else ""
        parent = code.rpartition(".")[0]
        if parent in by_code:
            standards[index] = by_code[parent]


def _digits(code: str) -> str:
    return ".".join(part.strip() for part in code.replace(":", ".").replace(",", ".").split(".") if part.strip())
