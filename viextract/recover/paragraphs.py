"""Which lines of a plain text are decoded as one: the words on both sides of a line's end depend on each other."""

from __future__ import annotations

from collections.abc import Sequence

from viextract.model.document import Line
from viextract.read.layout import group_lines


def paragraph_indices(lines: Sequence[str]) -> list[list[int]]:
    """Indices of the lines of each paragraph, in order; blank lines belong to none."""
    numbered = [Line(raw=line, number=i) for i, line in enumerate(lines, 1)]
    return [[line.number - 1 for line in group if line.text.strip()] for group in group_lines(numbered)]
