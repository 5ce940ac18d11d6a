"""The mark before the subject of a letter ("V/v"), which an engine of the wrong language reads as one word.

Nghị định 30/2020/NĐ-CP, Appendix I: the subject of a letter stands right below its number, behind "V/v".
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

_HEAD = 24
"""Lines in which the head of a document stands."""
_NEAR = 3
"""Lines between number and subject at most, blank ones left out."""
_SUBJECT = regex.compile(r"\s*(?P<mark>V\s?[/l|1I]?\s?[vVwWyY]|VW|W)\s+(?=\p{L})")
_NUMBER = regex.compile(r"\s*S[\p{L}\d]\s?[:.]?[^\p{L}]{0,12}[/-]\p{Lu}")


def misread_subject_mark(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Where the mark was read otherwise.

    >>> misread_subject_mark(["S6: 45/UBND-VX", "VW trong cay nam 2026"])
    [[], [(0, 2, 'V/v')]]
    """
    edits: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    since = _NEAR + 1
    for index, line in enumerate(lines[:_HEAD]):
        if not line.strip():
            continue
        since += 1
        if _NUMBER.match(line):
            since = 0
        elif since <= _NEAR and (match := _SUBJECT.match(line)):
            if match["mark"] != "V/v":
                edits[index].append((match.start("mark"), match.end("mark"), "V/v"))
            break
    return edits
