"""Grids of a born-digital PDF page, from the rules that the page draws."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from viextract.model.document import Grid
from viextract.read.layout.words import Word, turned_box
from viextract.read.tables.aligned import find_aligned_grids
from viextract.read.tables.fill import grid_from_frame
from viextract.read.tables.rules import Rule, frames
from viextract.read.tables.words import PlacedWord, upright

THIN = 4.0
"""Filled rectangles up to this thickness (points) are rules: word processors draw borders so."""


def find_pdf_grids(
    page: Any,
    words: Sequence[PlacedWord] | None = None,
    *,
    number: int | None = None,
    aligned: bool = True,
    turn: int = 0,
) -> list[Grid]:
    """Tables of a page whose text is trusted, top to bottom.

    page: a ``pdfplumber`` page. words: the page's words in points from the top left; taken from the page where None.
    number: the page's number from 1 (the page's own where None). aligned: look for tables without rules too, below
    and between the ruled ones. turn: degrees by which the sheet is turned clockwise to be read; the words have their
    places on the turned sheet. Cells carry text with a line feed between printed lines.
    """
    number = page.page_number if number is None else number
    if words is None:
        words = page_words(page)
    horizontal, vertical = _turned_rules(*page_rules(page), turn, float(page.width), float(page.height))
    grids = [grid for frame in frames(horizontal, vertical) if (grid := grid_from_frame(frame, words, page=number))]
    if aligned:
        free = [word for word in upright(words) if not any(_holds(grid, word) for grid in grids)]
        grids += find_aligned_grids(free, page=number, lines=horizontal)
    return sorted(grids, key=lambda grid: grid.bbox[1] if grid.bbox else 0.0)


def page_words(page: Any) -> list[Word]:
    """The page's words with their boxes."""
    found = page.extract_words(keep_blank_chars=False, x_tolerance=1.5, y_tolerance=2, use_text_flow=False)
    return [Word(word["text"], (word["x0"], word["top"], word["x1"], word["bottom"])) for word in found]


def page_rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules: lines, sides of boxes, thin filled boxes; white ones and the page's own frame
    left out.
    """
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for line in page.lines:
        _add(horizontal, vertical, line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if x1 - x0 <= THIN or bottom - top <= THIN:
            if not _white(rect):
                _add(horizontal, vertical, x0, top, x1, bottom)
        elif rect.get("stroke") and not _covers(rect, page):
            for side in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                _add(horizontal, vertical, *side)
    for curve in page.curves:
        points = curve.get("pts") or []
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            _add(horizontal, vertical, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    return horizontal, vertical


def _turned_rules(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], turn: int, width: float, height: float
) -> tuple[list[Rule], list[Rule]]:
    """The rules on a sheet of this size that is turned clockwise by quarters."""
    lying = [turned_box((r.start, r.at, r.end, r.at), turn, width, height) for r in horizontal]
    standing = [turned_box((r.at, r.start, r.at, r.end), turn, width, height) for r in vertical]
    if turn % 180:
        lying, standing = standing, lying
    return [Rule(y, x0, x1) for x0, y, x1, _ in lying], [Rule(x, y0, y1) for x, y0, _, y1 in standing]


def _add(horizontal: list[Rule], vertical: list[Rule], x0: float, top: float, x1: float, bottom: float) -> None:
    if bottom - top <= THIN and x1 - x0 > bottom - top:
        horizontal.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= THIN and bottom - top > x1 - x0:
        vertical.append(Rule((x0 + x1) / 2, top, bottom))


def _white(rect: dict[str, Any]) -> bool:
    """A filled box in the paper's colour is a mask, not a rule."""
    colour = rect.get("non_stroking_color")
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    return (
        bool(rect.get("fill"))
        and not rect.get("stroke")
        and len(values) in (1, 3)
        and all(value in (1, 1.0) for value in values)
    )


def _covers(rect: dict[str, Any], page: Any) -> bool:
    return bool((rect["x1"] - rect["x0"]) * (rect["bottom"] - rect["top"]) > 0.9 * page.width * page.height)


def _holds(grid: Grid, word: PlacedWord) -> bool:
    if grid.bbox is None:
        return False
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return grid.bbox[0] <= x <= grid.bbox[2] and grid.bbox[1] <= y <= grid.bbox[3]
