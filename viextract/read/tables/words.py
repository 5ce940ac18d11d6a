"""Words with a place, and the text that those of one cell make."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Protocol

from viextract.model.document import BBox
from viextract.read.layout import laid_flat
from viextract.read.layout.words import Word


class PlacedWord(Protocol):
    """What a grid finder needs of a word, whoever read it: text, place in PDF points from the page's top left,
    confidence 0 to 1.
    """

    @property
    def text(self) -> str: ...
    @property
    def bbox(self) -> BBox: ...
    @property
    def confidence(self) -> float: ...


class ReadWord(PlacedWord, Protocol):
    """A word as an engine gives it, its box in pixels of the picture that was read."""

    @property
    def line(self) -> int: ...
    @property
    def alternatives(self) -> list[str]: ...


def text_lines(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Words as printed lines, top to bottom, each left to right.

    A word joins the line whose middle lies within half a letter's height of its own: type sizes differ inside a
    line, and deep letters (``ậ``, ``g``) move a box by less than that.
    """
    if not words:
        return []
    height = median(word.bbox[3] - word.bbox[1] for word in words)
    lines: list[tuple[float, list[PlacedWord]]] = []  # the sum of a line's middles, and its words
    for word in sorted(words, key=lambda word: (word.bbox[1] + word.bbox[3], word.bbox[0])):
        middle = (word.bbox[1] + word.bbox[3]) / 2
        if lines and abs(middle - lines[-1][0] / len(lines[-1][1])) <= max(height * 0.55, 1.0):
            total, row = lines[-1]
            row.append(word)
            lines[-1] = (total + middle, row)
        else:
            lines.append((middle, [word]))
    return [sorted(row, key=lambda word: word.bbox[0]) for _, row in lines]


def _any_turned(words: Sequence[PlacedWord]) -> bool:
    return any(isinstance(word, Word) and word.turn for word in words)


def upright(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words that do not stand: what others may line up with."""
    return [word for word in words if not (isinstance(word, Word) and word.turn)]


def cell_text(words: Sequence[PlacedWord]) -> tuple[str, float]:
    """Text of the words of one cell, lines joined by a line feed, and its confidence (mean over the letters; 1 for
    an empty cell).
    """
    lines = text_lines(laid_flat([word for word in words if isinstance(word, Word)]) if _any_turned(words) else words)
    text = "\n".join(" ".join(word.text for word in line if word.text.strip()) for line in lines).strip()
    letters = sum(len(word.text) for word in words)
    if not letters:
        return text, 1.0
    return text, sum(word.confidence * len(word.text) for word in words) / letters
