"""A table as rows and columns of text, freed from pages: what the grids of several pages become before they get a
meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viextract.model.document import BBox, Cell, Grid


@dataclass(slots=True, eq=False)
class Text:
    """The text of one printed cell; rows that a cell spans share the object, so that what is added to it reaches all
    of them.
    """

    text: str
    page: int = 1
    lines: tuple[int, int] = (0, 0)
    bbox: BBox | None = None
    confidence: float = 1.0
    spans: bool = False
    """The grid itself says that the cell covers several rows."""
    wide: bool = False
    """The grid itself says that the cell covers all columns."""

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def append(self, other: Text) -> None:
        """Text that goes on, on the next line or page."""
        self.text = f"{self.text}\n{other.text}" if self.text else other.text
        self.confidence = min(self.confidence, other.confidence)
        known = [line for line in (*self.lines, *other.lines) if line]
        self.lines = (min(known), max(known)) if known else (0, 0)


Row = list[Text]


@dataclass(slots=True)
class LogicalTable:
    """Column names with their meanings, and the body's rows; every row has a cell for each column."""

    names: list[str]
    meanings: list[str]
    rows: list[Row] = field(default_factory=list)
    origin: str = "ruled"
    page: int = 1
    bbox: BBox | None = None
    after_line: int = 0
    lines: set[int] = field(default_factory=set)
    breaks: set[int] = field(default_factory=set)
    """Indices of rows that are the first on a page (or after a blank line): only there may a row be split."""
    header_text: str = ""
    grids: list[Grid] = field(default_factory=list)
    """The grids that it was put together from; none where it was found in text."""
    doubtful: list[int] = field(default_factory=list)
    """Numbers of the lines whose words may be of other columns."""
    cut: dict[int, float] = field(default_factory=dict)
    """By line of a flattened table, the share of all readings that cut it in the same way."""
    read: dict[int, float] = field(default_factory=dict)
    """By line, the recovery's confidence in its words."""
    damage: float = 0.0
    """Share of the words that recovery has changed."""

    @property
    def width(self) -> int:
        return len(self.names)

    def column(self, *meanings: str) -> int | None:
        """The first column of the first of these meanings that the table has."""
        for meaning in meanings:
            if meaning in self.meanings:
                return self.meanings.index(meaning)
        return None


def matrix(grid: Grid) -> list[Row]:
    """Rows of cells; a cell that spans rows or columns is the same object in each place, a place without a cell is
    empty.
    """
    rows: list[Row] = [[Text("", grid.page) for _ in range(grid.column_count)] for _ in range(grid.row_count)]
    for cell in grid.cells:
        text = _text(cell, grid)
        for r in range(cell.row, min(cell.row + cell.row_span, grid.row_count)):
            for c in range(cell.column, min(cell.column + cell.column_span, grid.column_count)):
                rows[r][c] = text
    return rows


def _text(cell: Cell, grid: Grid) -> Text:
    wide = cell.column_span >= grid.column_count > 1
    return Text(
        cell.text.strip(), cell.page, cell.lines, cell.bbox, cell.confidence, spans=cell.row_span > 1, wide=wide
    )


def flat(text: str) -> str:
    r"""One line of a cell's text: a word or term that a hyphen or slash breaks at a line's end is joined, other
    lines by a space.

    >>> flat("văn hóa-\nvăn nghệ,\nthể thao")
    'văn hóa-văn nghệ, thể thao'
    """
    text = re.sub(r"(?<=\w)([-/])[ \t]*\n\s*(?=\w)", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def distinct(row: Row) -> list[Text]:
    """The row's cells, one that spans columns counted once."""
    return list({id(text): text for text in row}.values())
