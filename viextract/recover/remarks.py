"""Remarks behind recipients that were misread: "(b/e)" for "(b/c)". They are a closed set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from viextract.data import read_yaml

_REMARK = regex.compile(r"\s*[-–+*].{2,80}\((\p{L})/(\p{L})\)[\s.,;:]*")


@cache
def _known() -> frozenset[str]:
    return frozenset(read_yaml("plan_phrases.yaml")["recipient_remarks"])


def misread_remarks(line: str) -> Iterator[tuple[int, int, str]]:
    """The remark that closes a line of the recipients, as the one that it must be; none where it may be another.

    >>> list(misread_remarks("- Đảng ủy xã (b/e);"))
    [(14, 17, 'b/c')]
    >>> list(misread_remarks("- Đảng ủy xã (b/c);")), list(misread_remarks("Lãi (b/e) của quỹ"))
    ([], [])
    """
    match = _REMARK.fullmatch(line)
    if match is None:
        return
    first, second = match[1].lower(), match[2].lower()
    near = {remark for remark in _known() if remark[0] == first and remark[-1] in _ALIKE.get(second, "")}
    if f"{first}/{second}" not in _known() and len(near) == 1:
        yield match.start(1), match.end(2), near.pop()


_ALIKE = {"e": "c", "o": "c", "g": "c", "n": "h", "b": "h", "l": "h", "d": "đ"}
"""What a letter of these remarks is misread as, and what it is."""
