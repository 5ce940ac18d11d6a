"""The preposition before a time: whether it is due by then, before it, from it, or within it.

>>> cue_before("hoan thanh truoc ", "hoàn thành trước ").kind
'before'
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from viextract.parse.facts.deadlines.vocabulary import any_of, words

CueKind = Literal["until", "before", "since", "after", "within"]
_KINDS: tuple[CueKind, ...] = ("until", "before", "since", "after", "within")
REACH = 60
"""Characters before a time within which its preposition begins: "chậm nhất là vào buổi sáng thứ Sáu, ngày " and the
like."""
_NOT_SINCE = ("tư", "tử", "tự")
"""Words that fold to "tu" and are not "từ": "thứ tư ngày 5/2", "Thông tư"."""


class Cue(NamedTuple):
    """A preposition: what it says and where it begins."""

    kind: CueKind
    start: int
    words: str


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{any_of(kind)})" for kind in _KINDS)
    parts = any_of("day_parts")
    tail = (
        rf"(?: +la)?:?(?: +(?:luc|vao|khoang|thoi +diem|dau|giua|cuoi))?(?: +(?:{parts}))?,?"
        r"(?: +\(?(?:thu +(?:hai|ba|tu|nam|sau|bay|[2-7])|chu +nhat)\)?)?,?(?: +(?:cac +)?ngay)? *[`'\"*]? *$"
    )
    return re.compile(rf"(?<!\w)(?:{kinds}){tail}")


@cache
def _last_day_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<words>{any_of('last_day_labels')})(?: [^.;:\d]{{0,40}})?(?::| la| vao)(?: +ngay)? *$"
    )


def cue_before(folded: str, text: str) -> Cue | None:
    """The preposition at the end of a folded window of text; ``text`` is the same window with marks."""
    match = _pattern().search(folded)  # the one that begins first: "chậm nhất trước" goes before "trước"
    label = _last_day_label().search(folded)
    if label and (match is None or match["within"]):
        return Cue("until", label.start(), label["words"])
    if match is None:
        return None
    kind = next(kind for kind in _KINDS if match[kind])
    printed = text[match.start(kind) : match.end(kind)].lower()
    if kind in {"since", "after"} and printed.rsplit(" ", 1)[-1] in _NOT_SINCE:
        return None
    return Cue(kind, match.start(), match[kind])


def is_binding(cue: Cue) -> bool:
    """Whether it sets the last day that is allowed: of two dates, this one counts."""
    return cue.kind == "until" and cue.words.split()[0] in {word.split()[0] for word in words()["binding"]}
