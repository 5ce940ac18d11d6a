"""Specks that were read as stops and strokes among words: "Quản lý. bến bãi", "ngày ` 13/7/2026".

A full stop before a small letter ends no sentence: it is dirt where the document has the same four words without it
twice, and with it nowhere else. A lone accent between words is never print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

_STOP = regex.compile(r"(?<!\p{L})(\p{L}{2,}) (\p{L}{2,})(\.) (\p{Ll}{2,}) (\p{Ll}{2,})(?!\p{L})")
_STROKE = regex.compile(r"(?<=[\p{L}\d] )([`´] )(?=[\p{L}\d])|(?<=[\p{L}\d])( [`´])$")
_TOKEN = regex.compile(r"\p{L}+|[^\p{L}\s]+")
_ENOUGH = 2
"""Times that the words stand without the stop."""


def stray_stops(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """The stops and strokes of each line that are none, as edits.

    >>> stray_stops(["Tổ Quản lý. bến bãi họp", "Tổ Quản lý bến bãi", "gặp Tổ Quản lý bến bãi", "từ ` ngày 3"])
    [[(10, 11, '')], [], [], [(3, 5, '')]]
    """
    found: list[list[tuple[int, int, str]]] = [[(*match.span(), "") for match in _STROKE.finditer(x)] for x in lines]
    doubtful = [(k, match) for k, line in enumerate(lines) if ". " in line for match in _STOP.finditer(line)]
    if doubtful:
        plain, stopped = _rows(lines)
        for k, match in doubtful:
            row = tuple(match[part].casefold() for part in (1, 2, 4, 5))
            if plain[row] >= _ENOUGH and stopped[row] == 1:
                found[k] = sorted([*found[k], (*match.span(3), "")])
    return found


def _rows(lines: Sequence[str]) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """How often four words follow each other, and how often they do with a full stop in their middle."""
    tokens = [token.casefold() for line in lines for token in _TOKEN.findall(line)]
    plain: Counter[tuple[str, ...]] = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    stopped = Counter(_around_stops(tokens))
    return plain, stopped


def _around_stops(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for at in range(2, len(tokens) - 2):
        if tokens[at] == ".":
            yield (*tokens[at - 2 : at], *tokens[at + 1 : at + 3])
