"""The words of a line or cell with what was read, how sure they are, and where they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from viextract.corrections.places import Holder, raw_text
from viextract.model.document import BBox, Line
from viextract.model.plan import Correction

_WORD = re.compile(r"\S+")

Token = dict[str, Any]
"""``start``, ``end`` in the text as read; ``text`` as it stands; ``sure`` 0 to 1; ``read`` where that is another text;
``others`` what else it could be; ``why`` the rule; ``by`` who; ``box`` on the page. What is usual is left out."""


def tokens_of(holder: Holder) -> list[Token]:
    """The words of a line or cell in order; a decision on several words is one token."""
    raw = raw_text(holder)
    first, last = (holder.part or (0, len(raw))) if isinstance(holder, Line) else (0, len(raw))
    decided = sorted([*holder.changes, *holder.doubts], key=lambda one: one.start or 0)
    tokens: list[Token] = []
    at = first
    for one in decided:
        start, end = one.start or 0, one.end or 0
        if start < at or end > last:
            continue
        tokens += _plain(holder, raw, at, start)
        tokens.append(_decided(holder, one))
        at = end
    return tokens + _plain(holder, raw, at, last)


def _plain(holder: Holder, raw: str, start: int, end: int) -> list[Token]:
    return [
        _token(holder, match.start(), match.end(), match[0], holder.confidence)
        for match in _WORD.finditer(raw, start, end)
    ]


def _decided(holder: Holder, one: Correction) -> Token:
    token = _token(holder, one.start or 0, one.end or 0, one.after, one.confidence)
    if one.before != one.after:
        token["read"] = one.before
    if one.alternatives:
        token["others"] = [text for text in one.alternatives if text != one.after]
    if one.reason:
        token["why"] = one.reason
    if one.by:
        token["by"] = one.by
    return token


def _token(holder: Holder, start: int, end: int, text: str, sure: float) -> Token:
    token: Token = {"start": start, "end": end, "text": text, "sure": round(sure, 3)}
    box = box_of(holder, start, end)
    if box is not None:
        token["box"] = [round(value, 1) for value in box]
    return token


def box_of(holder: Holder, start: int, end: int) -> BBox | None:
    """The box over the characters of a line, from the boxes of its words, else as its share of the line's own."""
    if holder.bbox is None or not isinstance(holder, Line):
        return holder.bbox
    boxes = list(_boxes(holder, start, end))
    if boxes:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)
    return _share(holder.bbox, start, end, max(len(raw_text(holder)), 1))


def _boxes(line: Line, start: int, end: int) -> Iterator[BBox]:
    for first, last, box in line.places:
        if max(first, start) < min(last, end):
            yield _share(box, max(first, start) - first, min(last, end) - first, last - first)


def _share(box: BBox, start: int, end: int, length: int) -> BBox:
    """The part of a box over which some of its characters stand, as if all were equally wide."""
    width = box[2] - box[0]
    return box[0] + width * start / length, box[1], box[0] + width * end / length, box[3]
