"""Letters that an engine of the wrong language has read as signs: the "I" of capitals as "!" or "]" ("THO! GIAN")."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_I = regex.compile(r"(?<=\p{Lu}{2})!(?=\s\p{Lu}{2})|(?<=\p{Lu}[AOUH])!(?=\s|$)|(?<=\p{Lu}[AOUH])\](?=[\s,.;:]|$)")
"""No exclamation ends in the middle of a line of capitals, hardly one behind a letter that an I may follow, and no
bracket closes what none has opened."""


def letters_as_signs(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Where a sign stands for a letter.

    >>> letters_as_signs(["III. THO! GIAN, DIA DIEM", "Hay giu sach! Moi nguoi cung lam.", "NGH] QUYET"])
    [[(8, 9, 'I')], [], [(3, 4, 'I')]]
    """
    return [_in_line(line) if "!" in line or "]" in line else [] for line in lines]


def _in_line(line: str) -> list[tuple[int, int, str]]:
    opened = "[" in line
    return [(match.start(), match.end(), "I") for match in _I.finditer(line) if match[0] == "!" or not opened]
