"""How wide letters print in the type that official documents are set in."""

from __future__ import annotations

import unicodedata
from functools import cache

from viextract.data import read_tsv

_USUAL = 0.45  # of the type's size: a letter that the table does not have


@cache
def _letters() -> dict[str, float]:
    return {letter: int(row["width"]) / 1000 for row in read_tsv("letter_widths.tsv") for letter in row["letters"]}


def advance(text: str) -> float:
    """The width of a text in sizes of its type; marks add nothing.

    >>> round(advance("Số:"), 3) == round(advance("So:"), 3), advance("ill") < advance("mmm")
    (True, True)
    """
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return sum(0.25 if c == " " else _letters().get(c, _USUAL) for c in bare if not unicodedata.combining(c))
