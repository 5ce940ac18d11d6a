"""Letters that an engine of the wrong language has read as signs: the "I" of capitals as "!" ("THO! GIAN")."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_I = regex.compile(r"(?<=\p{Lu}{2})!(?=\s\p{Lu}{2})")
"""No exclamation ends in the middle of a line of capitals."""


def letters_as_signs(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Where a sign stands for a letter.

    >>> letters_as_signs(["III. THO! GIAN, DIA DIEM", "Hay giu sach! Moi nguoi cung lam."])
    [[(8, 9, 'I')], []]
    """
    return [[(match.start(), match.end(), "I") for match in _I.finditer(line)] if "!" in line else [] for line in lines]
