"""Cells of a flattened table, decoded once more each by itself.

Recovery reads printed lines; where OCR has put the words of all columns side by side, what stands beside a word is
no context of it. Once the columns are known, each cell is decoded anew from what was read, as a paragraph of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from viextract.model.plan import Correction
from viextract.recover.engine import LineResult, recover_lines

LEAST_DAMAGE = 0.2
"""Share of the words that recovery has changed, from which on a table is damaged."""


def readings(text: str, corrections: Sequence[Correction]) -> list[tuple[str, str]]:
    """Each word of a recovered line with what was read in its place.

    corrections: those of the line, in order. Where one reading became several words, the first has it and the others
    have nothing.
    """
    spans: list[tuple[int, int, str]] = []
    at = 0
    for correction in corrections:
        place = re.compile(rf"(?<!\w){re.escape(correction.after)}(?!\w)").search(text, at)
        if place is not None and correction.after:
            spans.append((place.start(), place.end(), correction.before))
            at = place.end()
    words: list[tuple[str, str]] = []
    first = 0
    for match in re.finditer(r"\S+", text):
        raw = match[0]
        while first < len(spans) and spans[first][1] <= match.start():
            first += 1
        for start, end, before in spans[first : first + 1]:
            if match.start() <= start < match.end():
                raw = text[match.start() : start] + before + text[min(end, match.end()) : match.end()]
                break
            if start < match.start() < end:
                raw = ""
                break
        words.append((match[0], raw))
    return words


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
