"""From words to lines in reading order, as administrative documents are laid out (Nghị định 30/2020/NĐ-CP, Appendix I).

The head has two columns (issuing bodies and number; the state's name and motto, place and date), the foot too
(recipients; signature). They are told apart by their fixed phrases and by the white strip between them; the order is
then: issuing bodies, motto, number, place and date, title, body, recipients, signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from viextract.model.document import BBox, Grid, Line
from viextract.read.layout.foot import take_foot
from viextract.read.layout.head import take_head
from viextract.read.layout.noise import (
    is_incoming_stamp,
    is_page_number,
    is_rule,
    take_noise,
    take_scraps_of_signatures,
)
from viextract.read.layout.paragraph_starts import mark_paragraph_starts
from viextract.read.layout.rows import Fragment, as_one, group_rows, make_fragments
from viextract.read.layout.turned import laid_flat, stands_beside, turned_blocks
from viextract.read.layout.words import Word, contains_centre, union
from viextract.vocabulary.letterhead import is_motto


def lay_out(
    words: Sequence[Word],
    width: float,
    height: float,
    page: int = 1,
    *,
    tables: Sequence[Grid] = (),
    stamps: Sequence[BBox] = (),
) -> list[Line]:
    """The lines of a page in reading order, numbered from 1; page numbers and scan marks come with the role ``noise``.

    width, height: of the page, in points. tables: grids with boxes; the words inside make lines of their own, cell by
    cell, in the tables' place. stamps: boxes whose words are noise.
    """
    rest = [word for word in words if word.text]
    stamped = [word for word in rest if any(contains_centre(box, word.bbox) for box in stamps)]
    rest = [word for word in rest if not any(contains_centre(box, word.bbox) for box in stamps)]
    inside: list[list[Fragment]] = []
    for grid in tables:
        if grid.bbox is None:
            continue
        held = [word for word in rest if contains_centre(grid.bbox, word.bbox)]
        rest = [word for word in rest if not contains_centre(grid.bbox, word.bbox)]
        inside.append(table_lines(held, grid))
    blocks = [_block_lines(block) for block in turned_blocks(rest)]
    rows = group_rows(make_fragments(word for word in rest if not word.turn))
    noise = take_noise(rows, width, height)
    noise += [Fragment(fragment.words, "noise") for fragment in make_fragments(stamped)]
    head, rows = take_head(rows, width, height, [grid.bbox for grid in tables if grid.bbox is not None])
    foot, rows = take_foot(rows, width)
    noise += take_scraps_of_signatures(foot)
    body = [as_one(row) for row in rows]
    for table in inside:
        _insert_table(body, table)
    noise += [fragment for block in blocks if _is_empty(block) for fragment in block]
    blocks = [block for block in blocks if not _is_empty(block)]
    for block in blocks:
        _insert_block(body, block)
    ordered = [*head, *body, *foot, *noise]
    lines = [_line(fragment, number, page) for number, fragment in enumerate(ordered, 1)]
    turned = {id(fragment): fragment is block[0] for block in blocks for fragment in block}
    mark_paragraph_starts([line for line, item in zip(lines, ordered, strict=True) if id(item) not in turned])
    for line, fragment in zip(lines, ordered, strict=True):
        if id(fragment) in turned:
            line.starts_paragraph = turned[id(fragment)]
    return lines


def without_stamps(grids: Sequence[Grid], width: float, height: float) -> tuple[list[Grid], list[BBox]]:
    """The grids that are tables, and the boxes of those that are frames of stamps."""
    stamps = [grid for grid in grids if is_incoming_stamp(grid, width, height)]
    return [grid for grid in grids if grid not in stamps], [grid.bbox for grid in stamps if grid.bbox is not None]


def without_layout_tables(grids: Sequence[Grid]) -> list[Grid]:
    """The grids that are no frames around the document's head: those are read as a head."""
    return [grid for grid in grids if not any(is_motto(cell.text) for cell in grid.cells)]


def table_lines(words: Sequence[Word], grid: Grid) -> list[Fragment]:
    """The printed lines of a table, cell by cell: a row's cells from left to right, then the next row's.

    A cell that spans rows stands in the first of them. A word outside all cells goes with the nearest.
    """
    rows = _rows_of_cells(grid)
    cells = sorted(
        (cell for cell in grid.cells if cell.bbox is not None), key=lambda cell: (rows[cell.row], cell.column, cell.row)
    )
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    held: list[list[Word]] = [[] for _ in range(max(len(boxes), 1))]
    for word in words:
        held[min(range(len(boxes)), key=lambda k: _outside(boxes[k], word)) if boxes else 0].append(word)
    return [as_one(row) for inside in held for row in group_rows(make_fragments(laid_flat(inside)))]


_APART = 1.6  # times the narrowest white between printed lines: so much parts two rows of a table without rules


def _rows_of_cells(grid: Grid) -> list[int]:
    """The row of the table of which each row of the grid is a part: a table without rules has one for each printed
    line. Rows begin where the white above is clearly wider, or, where all is set alike, with a number in front.
    """
    alone = list(range(grid.row_count))
    if grid.origin != "aligned" or grid.row_count < _LEAST_ROWS:
        return alone
    boxes = [[cell.bbox for cell in grid.cells if cell.row == row and cell.text and cell.bbox] for row in alone]
    if not all(boxes):
        return alone
    tops, bottoms = [min(b[1] for b in box) for box in boxes], [max(b[3] for b in box) for box in boxes]
    white = [max(tops[row] - bottoms[row - 1], 0.0) for row in alone[1:]]
    height = median(bottom - top for top, bottom in zip(tops[1:], bottoms[1:], strict=True))
    narrow = min(white[1:])
    parted = [gap > narrow * _APART and gap > narrow + _LEAST_MORE * height for gap in white]
    titles = {cell.row for cell in grid.cells if cell.column_span == grid.column_count}
    numbered = {cell.row for cell in grid.cells if cell.column == 0 and cell.text.strip()}
    begins = [row for row in alone[1:] if parted[row - 1]] if any(parted[1:]) else sorted(numbered - {0})
    if len(begins) < _LEAST_ROWS - 1:
        return alone
    starts = {0, 1, *begins, *titles, *(row + 1 for row in titles)}
    result, last = [], -1
    for row in alone:
        last += row in starts
        result.append(last)
    return result


_LEAST_ROWS = 3  # the headings and two printed lines
_LEAST_MORE = 0.25  # heights of a line by which that white is wider at least: less is how words happen to reach


def _outside(box: BBox, word: Word) -> float:
    """How far the middle of a word is from a box, in points; 0 inside."""
    x, y = word.centre
    return max(box[0] - x, x - box[2], 0.0) + max(box[1] - y, y - box[3], 0.0)


def _insert_table(body: list[Fragment], table: list[Fragment]) -> None:
    """Puts a table's lines before the first line of the body that stands below its top."""
    if not table:
        return
    top = min(fragment.box[1] for fragment in table)
    place = next((i for i, item in enumerate(body) if (item.box[1] + item.box[3]) / 2 > top), len(body))
    for fragment in table:
        fragment.role = "table"
    body[place:place] = table


def _block_lines(block: Sequence[Word]) -> list[Fragment]:
    return [as_one(row) for row in group_rows(make_fragments(block))]


def _is_empty(block: Sequence[Fragment]) -> bool:
    """Whether a turned block has no words: the number of a page whose sheet was laid on its side."""
    if all(is_page_number(fragment.text) or is_rule(fragment.text) for fragment in block):
        for fragment in block:
            fragment.role = "noise"
        return True
    return False


def _insert_block(body: list[Fragment], block: Sequence[Fragment]) -> None:
    """Puts a turned block where it stands; one beside the text goes behind it, so that no sentence is cut in two."""
    box = union(fragment.box for fragment in block)
    if stands_beside(box, [item.box for item in body]):
        body.extend(block)
        return
    place = next((index for index, item in enumerate(body) if item.box[1] > box[1]), len(body))
    body[place:place] = block


def _line(fragment: Fragment, number: int, page: int) -> Line:
    words = fragment.words
    weights = [len(word.text) for word in words]
    sizes = [word.size for word in words if word.size is not None]
    return Line(
        raw=fragment.text,
        places=_places(fragment.text, words),
        number=number,
        page=page,
        bbox=_rounded(union(_place(word) for word in words)),
        confidence=round(
            sum(word.confidence * weight for word, weight in zip(words, weights, strict=True)) / sum(weights), 4
        ),
        role=fragment.role,
        bold=_mostly([word.bold for word in words]),
        italic=_mostly([word.italic for word in words]),
        size=round(median(sizes), 1) if sizes else None,
    )


def _places(text: str, words: Sequence[Word]) -> list[tuple[int, int, BBox]]:
    """Where each word stands, in the text and on the page."""
    places = []
    position = 0
    for word in words:
        start = text.find(word.text, position)
        if start >= 0:
            position = start + len(word.text)
            places.append((start, position, _rounded(_place(word))))
    return places


def _place(word: Word) -> BBox:
    return word.place if word.place is not None else word.bbox


def _rounded(box: BBox) -> BBox:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _mostly(flags: Sequence[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return 2 * sum(known) > len(known) if known else None
