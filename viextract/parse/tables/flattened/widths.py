"""How wide words print, and how wide a column was by the lines that its cells were broken into."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log

from viextract.data import read_tsv

LETTER = 450.0
"""Thousandths of the type's size that one letter takes in running text: the unit of widths here."""
SPACE = 250.0 / LETTER
"""The space between two words."""
TOLERANCE = 0.8
"""Letters by which a misread word may seem wider or narrower than it was printed."""


@cache
def _letters() -> dict[str, float]:
    return {letter: int(row["width"]) / LETTER for row in read_tsv("letter_widths.tsv") for letter in row["letters"]}


@lru_cache(maxsize=50_000)
def print_width(word: str) -> float:
    """The width of a word in letters of average width.

    >>> print_width("ill") < print_width("mmm"), print_width("người") == print_width("nguoi")
    (True, True)
    """
    known = _letters()
    bare = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return sum(known.get(letter, 1.0) for letter in bare if not unicodedata.combining(letter))


UNUSUAL = 5.0
"""Lines that a width e times the usual one, or a part of it, must have for it more than the usual width has."""


def column_width(
    broken: Sequence[tuple[float, float]], lines: Sequence[float], usual: float | None = None
) -> float | None:
    """The width of a column in letters, None where too few lines tell.

    broken: for each line of a cell that goes on, its width and that of the word which the next line begins with. A line
    is broken where the next word had no room: the column is at least as wide as the line, and narrower than both. The
    width that most lines agree with counts, since some of them are misread. lines: widths of all lines. usual: the
    width of such columns in tables as wide, which counts where few lines tell.
    """
    if len(lines) < 4:
        return None
    best: tuple[float, float] | None = None
    for width in sorted({*lines, *([usual] if usual else [])}):
        agree = 0.0
        for line, word in broken:
            agree += -1.0 if line > width + TOLERANCE else 1.0 if line + SPACE + word > width - TOLERANCE else -0.5
        agree -= sum(line > width + TOLERANCE for line in lines)
        agree -= UNUSUAL * abs(log(max(width, 1.0) / usual)) if usual else 0.0
        if best is None or agree > best[0]:
            best = agree, width
    return max(3.0, best[1]) if best is not None else None
