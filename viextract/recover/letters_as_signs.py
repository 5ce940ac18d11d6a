"""Letters that an engine of the wrong language has read as signs: the "I" of capitals as "!" or "]" ("THO! GIAN"), an
"l" as a bracket ("[ập")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

_EXCLAMATION = regex.compile(r"(?<=\p{Lu}{2})!(?=\s\p{Lu}{2})|(?<=\p{Lu}[AOUH])!(?=\s|$)")
"""None ends in the middle of a line of capitals, and hardly one behind a letter that an I may follow."""
_OPENING = regex.compile(r"(?<!\S)\[(?=(?:[aeiouyw¢\dà-ỹ]|[dg]p)[\p{Ll}.,;]*(?:\s|$))")
_CLOSING = regex.compile(r"(?<=\p{L})\](?=[\s,.;:]|$)")
"""Brackets that have no partner: in the pairs that channels are learned from each is a letter (66 of 66); behind
an l stands a vowel, or what is left of one."""


def letters_as_signs(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Where a sign stands for a letter.

    >>> letters_as_signs(["III. THO! GIAN, DIA DIEM", "Hay giu sach! Moi nguoi cung lam.", "NGH] QUYET"])
    [[(8, 9, 'I')], [], [(3, 4, 'I')]]
    """
    return [list(_in_line(line)) for line in lines]


def _in_line(line: str) -> Iterator[tuple[int, int, str]]:
    if "!" in line:
        for match in _EXCLAMATION.finditer(line):
            yield *match.span(), "I"
    if "[" in line and "]" not in line:
        for match in _OPENING.finditer(line):
            yield *match.span(), "l"
    if "]" in line and "[" not in line:
        for match in _CLOSING.finditer(line):
            yield *match.span(), "I" if line[match.start() - 1].isupper() else "i"
