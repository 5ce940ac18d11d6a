"""Letters of a list that an engine of the wrong language cannot read: the "đ" behind "d" is a second "d" to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

_LABEL = regex.compile(r"\s*([a-zđ¢©€])\s?\) ?(?=\S)")
_LOOKS = {"¢": "c", "©": "c", "€": "e"}


def list_letters(lines: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Where the label of a list is a "đ": behind a "d" and before an "e", if anything follows.

    >>> list_letters(["c) Thôn An", "d) Thôn Bình", "d) Thôn Cam", "e) Thôn Đông"])
    [[], [], [(0, 1, 'đ')], []]
    """
    edits: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    found = [(k, match) for k, line in enumerate(lines) if ")" in line and (match := _LABEL.match(line))]
    letters = [_LOOKS.get(match[1], match[1]) for _, match in found]
    for at, (first, second) in enumerate(pairwise(letters), 1):
        follows = letters[at + 1] if at + 1 < len(letters) else "a"
        if first == second == "d" and letters[at - 2 : at - 1] == ["c"] and follows in ("a", "e"):
            k, match = found[at]
            edits[k].append((*match.span(1), "đ"))
    return edits
