"""Excel workbooks: each sheet is a page, its bordered or headed ranges are tables, merged cells stay one cell.

A sheet is laid out as it would be printed, in points, and read as a page is: appendices kept in Excel have the same
head, title, table and foot as those in Word.
"""

from __future__ import annotations

import io
import warnings
import xml.etree.ElementTree as ET
import zipfile
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from viextract.errors import DamagedFileError, EmptyInputError, TooLargeError
from viextract.model.document import BBox, Cell, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.model.warning_codes import WarningCode
from viextract.options import Limits
from viextract.read.assembled import assembled
from viextract.read.files.formats import ZIP_ERRORS
from viextract.read.files.workbook_values import in_unicode, shown_value, unstruck
from viextract.read.layout.words import Word
from viextract.vocabulary.column_headings import match_heading

_MOST_CELLS = 200_000  # with text: the sheets of a whole province's plan have a tenth of that
_DEFAULT_WIDTH = 8.43  # characters (ECMA-376, 18.3.1.81)
_POINTS_PER_CHARACTER = 5.25  # of a column's width: 7 pixels of a 96th of an inch
_MARGIN = 40.0  # points around the sheet
_LINE, _TYPE = 16.0, 12.0  # points from line to line, and of the type
_LETTER = 0.45  # of the type's size: mean width of a letter in Times New Roman


@dataclass(slots=True)
class _Filled:
    """A cell, or cells that are merged, with text; rows and columns count from 1."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str
    font: str
    centred: bool
    bordered: bool
    bold: bool
    hidden: bool
    struck: str
    """What of the text is struck through, and no part of it."""


def read_workbook_pages(data: bytes, name: str, limits: Limits) -> list[Page]:
    """The sheets of an .xlsx file as pages, in their order; those without text are left out.

    Raises DamagedFileError, EmptyInputError or TooLargeError.
    """
    _check_unpacked(data, name, limits)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            sheets = [(sheet, _filled_cells(sheet, name)) for sheet in book.worksheets]
        empty = _formulas_without_value(data, {sheet.title: sheet for sheet, _ in sheets})
    except TooLargeError:
        raise
    except Exception as error:
        # openpyxl raises what its XML, zip and number parsers raise, dozens of kinds.
        raise DamagedFileError(f"{name} is a damaged workbook: {error}") from error
    filled = [(sheet, cells) for sheet, cells in sheets if cells]
    if not filled:
        raise EmptyInputError(f"{name} is a workbook without text")
    pages = [_page(sheet, cells, number) for number, (sheet, cells) in enumerate(filled, 1)]
    if empty:
        message = f"{empty} cells have a formula whose result the file does not hold; they were left empty"
        pages[0].warnings.append((WarningCode.TABLE_DOUBTFUL, message))
    boxes, unread = _texts_of_boxes(data)
    if boxes:
        message = f"{len(boxes)} text boxes over the sheets were not read; the first says: {boxes[0][:_SHOWN]}"
        pages[0].warnings.append((WarningCode.PICTURE_NOT_READ, message))
    if unread:
        message = f"{unread} drawings over the sheets are damaged and were not read; they may hold text"
        pages[0].warnings.append((WarningCode.PICTURE_NOT_READ, message))
    return pages


_SHOWN = 80  # characters of such a text


_BOX = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}sp"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def _texts_of_boxes(data: bytes) -> tuple[list[str], int]:
    """What text boxes say that are drawn over the sheets: openpyxl has only their pictures and charts; and how many
    drawings cannot be read.
    """
    texts, unread = [], 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if not (name.startswith("xl/drawings/drawing") and name.endswith(".xml")):
                continue
            try:
                content = archive.read(name)
                # Entities that a document type declares can unpack to gigabytes.
                boxes = ET.fromstring(content).iter(_BOX) if b"<!DOCTYPE" not in content else None
            except (ET.ParseError, *ZIP_ERRORS):
                boxes = None
            if boxes is None:
                unread += 1
                continue
            texts += ["".join(part.text or "" for part in box.iter(_TEXT)).strip() for box in boxes]
    return [text for text in texts if text], unread


def _formulas_without_value(data: bytes, sheets: dict[str, Any]) -> int:
    """How many cells have a formula and no result: a program wrote the file and nobody opened it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(name) for name in names):
            return 0
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
    return sum(
        cell.data_type == "f" and sheets[sheet.title]._cells[place].value is None
        for sheet in book.worksheets
        for place, cell in sheet._cells.items()
    )


def _check_unpacked(data: bytes, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except ZIP_ERRORS as error:
        raise DamagedFileError(f"{name} is a damaged workbook: {error}") from error
    if size > limits.max_unpacked_bytes:
        raise TooLargeError(f"{name} unpacks to more than {limits.max_unpacked_bytes:,} bytes")


def _filled_cells(sheet: Any, name: str) -> list[_Filled]:
    """The cells of a sheet that have text, row by row, in Unicode."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    unseen = sheet.sheet_state != "visible"
    found: list[_Filled] = []
    # The cells that exist, not all within the sheet's dimensions: a format may reach down a million empty rows.
    for row, column in sorted(sheet._cells):
        cell = sheet._cells[row, column]
        value, struck = unstruck(cell.value)
        text = shown_value(value, cell.number_format or "General").strip()
        if cell.font.strike:
            text, struck = "", f"{text} {struck}"
        if not text and not struck.strip():
            continue
        area = merged.get((row, column))
        hidden = unseen or sheet.row_dimensions[row].hidden or _is_hidden_column(sheet, column)
        found.append(
            _Filled(
                row,
                column,
                area.max_row if area else row,
                area.max_col if area else column,
                text.replace("\r\n", "\n"),
                cell.font.name or "",
                cell.alignment.horizontal in ("center", "centerContinuous"),
                any(side is not None and side.style for side in (cell.border.left, cell.border.top)),
                bool(cell.font.b),
                bool(hidden),
                " ".join(struck.split()),
            )
        )
        if len(found) > _MOST_CELLS:
            raise TooLargeError(f"{name} has a sheet with more than {_MOST_CELLS:,} cells of text")
    return found


def _is_hidden_column(sheet: Any, column: int) -> bool:
    return any(
        group.hidden and (group.min or 0) <= column <= (group.max or 0) for group in sheet.column_dimensions.values()
    )


def _page(sheet: Any, cells: list[_Filled], number: int) -> Page:
    texts, encoding = in_unicode([cell.text for cell in cells], [cell.font for cell in cells])
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
    _close_struck_rows(cells)
    shown = [cell for cell in cells if not cell.hidden and cell.text]
    place = _Places(sheet, shown)
    grids = [_grid(run, place, number) for run in _tables(shown)]
    words = [word for index, cell in enumerate(shown) for word in _words(cell, place, index)]
    steps = [f"sheet {sheet.title}"] + ([f"decoded from {encoding}"] if encoding else [])
    source = PageSource(number=number, text_origin="text", quality=1.0, steps=steps)
    page = assembled(words, grids, place.width, place.height, source)
    hidden = [cell for cell in cells if cell.hidden]
    for cell in hidden:
        line = len(page.lines) + 1
        page.lines.append(
            Line(f"{cell.text} {cell.struck}".strip().replace("\n", " "), line, number, role="noise", noise="hidden")
        )
    struck = [cell.struck for cell in cells if cell.struck and not cell.hidden]
    for text in struck:
        page.lines.append(Line(text, len(page.lines) + 1, number, role="noise", noise="struck-through"))
    if struck:
        message = f"sheet {sheet.title}: text that is struck through was left out: {'; '.join(struck)[:80]}"
        page.warnings.append((WarningCode.STRUCK_TEXT, message))
    if hidden:
        message = f"sheet {sheet.title}: {len(hidden)} cells that are hidden were left out"
        page.warnings.append((WarningCode.HIDDEN_TEXT, message))
    if getattr(sheet, "_images", None):
        message = f"sheet {sheet.title}: {len(sheet._images)} pictures were not read"
        page.warnings.append((WarningCode.PICTURE_NOT_READ, message))
    return page


def _close_struck_rows(cells: list[_Filled]) -> None:
    """Counts rows as if those of which all is struck through were none, so that they part no table."""
    kept = {row for cell in cells if cell.text for row in (cell.row, cell.last_row)}
    gone = sorted({cell.row for cell in cells if not cell.text} - kept)
    for cell in cells:
        cell.row, cell.last_row = (row - bisect_left(gone, row) for row in (cell.row, cell.last_row))


# --- tables -----------------------------------------------------------------------------------------------------------


def _tables(cells: list[_Filled]) -> list[list[_Filled]]:
    """The cells of each table: rows with borders, or from a row of column headings to the next empty row."""
    rows = [list(group) for _, group in groupby(cells, key=lambda cell: cell.row)]
    bordered = [row for row in rows if any(cell.bordered for cell in row)]
    if sum(len(row) > 1 for row in bordered) >= 2:
        return _runs([[cell for cell in row if cell.bordered] for row in bordered])
    tables: list[list[_Filled]] = []
    start = 0
    while start < len(rows):
        if not _is_head(rows[start]):
            start += 1
            continue
        end = start + 1
        while end < len(rows) and rows[end][0].row <= max(cell.last_row for cell in rows[end - 1]) + 1:
            if len(rows[end]) == 1 and len(rows[end - 1]) == 1:
                break  # a title of a group stands alone, a foot goes on
            end += 1
        if end - start > 1:
            tables.append([cell for row in rows[start:end] for cell in row])
        start = end
    return tables


def _runs(rows: list[list[_Filled]]) -> list[list[_Filled]]:
    """Rows that follow each other without an empty one, as one table each."""
    runs: list[list[_Filled]] = []
    bottom = -1
    for row in rows:
        if not runs or row[0].row > bottom + 1:
            runs.append([])
        runs[-1] += row
        bottom = max(bottom, *(cell.last_row for cell in row))
    return [run for run in runs if len({c.row for c in run}) > 1 and len({c.column for c in run}) > 1]


def _is_head(row: list[_Filled]) -> bool:
    known = {heading.meaning for cell in row if (heading := match_heading(cell.text.replace("\n", " ")))}
    return len(known) >= 2


def _grid(cells: list[_Filled], place: _Places, page: int) -> Grid:
    """A table as a grid: the rows and columns of the sheet in which something stands."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    made = []
    for cell in cells:
        row, column = rows.index(cell.row), columns.index(cell.column)
        row_span = sum(cell.row <= r <= cell.last_row for r in rows)
        column_span = sum(cell.column <= c <= cell.last_column for c in columns)
        made.append(Cell(row, column, cell.text, row_span, column_span, place.of(cell), page))
    last_row, last_column = max(c.last_row for c in cells), max(c.last_column for c in cells)
    corner = _Filled(rows[0], columns[0], last_row, last_column, "", "", False, False, False, False, "")
    return Grid(made, len(rows), len(columns), page, place.of(corner), origin="ruled")


# --- places -----------------------------------------------------------------------------------------------------------


class _Places:
    """Where the cells of a sheet stand, in points: columns as wide as the sheet says, rows as high as their text."""

    def __init__(self, sheet: Any, cells: list[_Filled]) -> None:
        last_column = max((cell.last_column for cell in cells), default=1)
        widths = dict.fromkeys(range(1, last_column + 1), _DEFAULT_WIDTH)
        for group in sheet.column_dimensions.values():
            for column in range(group.min or 1, min(group.max or 0, last_column) + 1):
                widths[column] = float(group.width or _DEFAULT_WIDTH)
        self._lefts = [_MARGIN]
        for column in range(1, last_column + 1):
            self._lefts.append(self._lefts[-1] + widths[column] * _POINTS_PER_CHARACTER)
        heights: dict[int, float] = {}
        for cell in cells:
            lines = cell.text.count("\n") + 1
            heights[cell.row] = max(heights.get(cell.row, _LINE), _LINE * lines / (cell.last_row - cell.row + 1))
        last_row = max((cell.last_row for cell in cells), default=1)
        self._tops = [_MARGIN]
        for row in range(1, last_row + 1):
            self._tops.append(self._tops[-1] + heights.get(row, _LINE))
        self.width, self.height = self._lefts[-1] + _MARGIN, self._tops[-1] + _MARGIN

    def of(self, cell: _Filled) -> BBox:
        return (
            self._lefts[cell.column - 1],
            self._tops[cell.row - 1],
            self._lefts[cell.last_column],
            self._tops[cell.last_row],
        )


def _words(cell: _Filled, place: _Places, index: int) -> list[Word]:
    """The words of a cell, line by line within its box; lines that are too long are set narrower."""
    left, top, right, _ = place.of(cell)
    words = []
    for number, line in enumerate(cell.text.split("\n")):
        letters = max(len(line), 1)
        width = min(letters * _LETTER * _TYPE, right - left - 2)
        start = left + 1 + ((right - left - width) / 2 if cell.centred else 0.0)
        step = width / letters
        at = 0
        for text in line.split():
            at = line.index(text, at)
            y = top + number * _LINE + (_LINE - _TYPE) / 2
            box = (start + at * step, y, start + (at + len(text)) * step, y + _TYPE)
            words.append(Word(text, box, line=1000 * index + number, bold=cell.bold, size=_TYPE))
            at += len(text)
    return words
