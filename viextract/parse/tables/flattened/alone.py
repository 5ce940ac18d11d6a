"""Cells of a flattened table, decoded once more each by itself.

Recovery reads printed lines; where OCR has put the words of all columns side by side, what stands beside a word is
no context of it. Once the columns are known, each cell is decoded anew from what was read, as a paragraph of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from viextract.recover.engine import LineResult, recover_lines

LEAST_DAMAGE = 0.2
"""Share of the words that recovery has changed, from which on a table is damaged."""


def decoded_alone(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of each cell, as read, decoded as one paragraph; figures and signs stay as they are."""
    texts = [line for cell in cells for line in cell]
    paragraphs: list[list[int]] = []
    start = 0
    for cell in cells:
        paragraphs.append(list(range(start, start + len(cell))))
        start += len(cell)
    results = recover_lines(texts, [group for group in paragraphs if group], profile="wrong-language-ocr")[0]
    after = [_without_figures(result) for result in results]
    return [[after[k] for k in group] for group in paragraphs]


def _without_figures(result: LineResult) -> str:
    """The line with the decisions on words alone: what bears a figure or a sign was settled before."""
    text, at = "", 0
    for token in sorted(result.tokens, key=lambda token: token.start):
        text += result.before[at : token.start]
        text += token.before if re.search(r"[\d%≥≤<>]", token.before) else token.after
        at = token.end
    return text + result.before[at:]
