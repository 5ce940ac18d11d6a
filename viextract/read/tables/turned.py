"""Tables that stand on a page: found on the sheet turned so that they can be read, and put back where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viextract.model.document import Grid
from viextract.read.layout import main_turn, turned_words
from viextract.read.layout.words import Word, contains_centre, turned_box

_LEAST_WORDS = 6  # turned words on a page that may be a table: two rows and columns, and a head


def grids_of_all_turns(
    words: Sequence[Word], size: tuple[float, float], find: Callable[[list[Word], int], list[Grid]]
) -> list[Grid]:
    """The tables of a page of this size in points, each found in the direction in which most of its cells stand.

    find: gives the tables among words on the sheet turned clockwise by degrees; white space parts the columns of words
    that are upright there. Words that stand in a table of another direction are given too, for the cells of rules.
    """
    found: list[Grid] = []
    for turn in (0, 90, 180, 270):
        if turn and sum(word.turn == -turn % 360 for word in words) < _LEAST_WORDS:
            continue
        for grid in find(turned_words(words, turn, size) if turn else list(words), turn):
            _put_back(grid, turn, size)
            if _stands(grid, words) == -turn % 360:
                found.append(grid)
    return sorted(found, key=lambda grid: grid.bbox[1] if grid.bbox else 0.0)


def _stands(grid: Grid, words: Sequence[Word]) -> int:
    """The turn of the words in most cells: heads that stand over columns of ticks have more letters than these."""
    cells = {0: 0}
    for cell in grid.cells:
        if cell.bbox is not None and (inside := [word for word in words if contains_centre(cell.bbox, word.bbox)]):
            turn = main_turn(inside)
            cells[turn] = cells.get(turn, 0) + 1
    return max(cells, key=lambda turn: (cells[turn], turn == 0))


def _put_back(grid: Grid, turn: int, size: tuple[float, float]) -> None:
    sheet = (size[1], size[0]) if turn % 180 else size
    grid.bbox = turned_box(grid.bbox, -turn, *sheet) if grid.bbox is not None else None
    for cell in grid.cells:
        cell.bbox = turned_box(cell.bbox, -turn, *sheet) if cell.bbox is not None else None
