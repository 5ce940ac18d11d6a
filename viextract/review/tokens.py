"""The words of a line or cell with what was read, how sure they are, and where they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from viextract.corrections import Holder
from viextract.model.decision import Decision
from viextract.model.document import MOST_ALTERNATIVES, BBox, Line

_WORD = re.compile(r"\S+")

Token = dict[str, Any]
"""``start``, ``end`` in the text as read; ``text`` as it stands; ``sure`` 0 to 1; ``read`` where that is another text;
``others`` what else it could be; ``why`` the rule; ``by`` who; ``box`` on the page. What is usual is left out."""


def tokens_of(holder: Holder) -> list[Token]:
    """The words of a line or cell in order; a decision on several words is one token."""
    tokens: list[Token] = []
    for piece in holder.pieces:
        if piece.decision is None:
            tokens += _plain(holder, piece.start, piece.end)
        else:
            tokens.append(_decided(holder, piece.decision))
    return tokens


def _plain(holder: Holder, start: int, end: int) -> list[Token]:
    return [
        _token(holder, match.start(), match.end(), match[0], holder.left_confidence)
        for match in _WORD.finditer(holder.raw, start, end)
    ]


def _decided(holder: Holder, one: Decision) -> Token:
    token = _token(holder, one.start, one.end, one.after, one.confidence)
    if one.changed:
        token["read"] = one.before
    if one.alternatives:
        token["others"] = [text for text, _ in one.alternatives[:MOST_ALTERNATIVES] if text != one.after]
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
    return _share(holder.bbox, start, end, max(len(holder.raw), 1))


def _boxes(line: Line, start: int, end: int) -> Iterator[BBox]:
    for first, last, box in line.places:
        if max(first, start) < min(last, end):
            yield _share(box, max(first, start) - first, min(last, end) - first, last - first)


def _share(box: BBox, start: int, end: int, length: int) -> BBox:
    """The part of a box over which some of its characters stand, as if all were equally wide."""
    width = box[2] - box[0]
    return box[0] + width * start / length, box[1], box[0] + width * end / length, box[3]
