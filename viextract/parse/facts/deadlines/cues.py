"""The preposition before a time: whether it is due by then, before it, from it, or within it.

>>> cue_before("hoan thanh truoc ", "hoàn thành trước ").kind
'before'
>>> cue_before("thu tu ", "thứ tư ") is None
True
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from viextract.language.fold import fold
from viextract.language.syllables import is_syllable
from viextract.parse.facts.deadlines.vocabulary import any_of, printed_words, words

CueKind = Literal["until", "before", "since", "after", "within"]
_KINDS: tuple[CueKind, ...] = ("until", "before", "since", "after", "within")
REACH = 60
"""Characters before a time within which its preposition begins: "chậm nhất là vào buổi sáng thứ Sáu, ngày " and the
like."""


class Cue(NamedTuple):
    """A preposition: what it says and where it begins."""

    kind: CueKind
    start: int
    words: str
    is_label: bool = False
    """Whether a colon parts it from the time: "Triển khai: quý I"."""


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


def cue_before(folded: str, text: str, *, plain: bool = False) -> Cue | None:
    """The preposition at the end of a folded window of text, the one that begins first: "chậm nhất trước" goes before
    "trước".

    text: the same window as printed; its marks tell "từ" from "tư" and "hồi" from "hội", unless it is ``plain``
    (without any). A slip of typing ("truớc", "chậm nhât") is no other word, as it is no syllable.
    """
    label = _last_day_label().search(folded)
    match = _pattern().search(folded)
    while match is not None:
        kind = next(kind for kind in _KINDS if match[kind])
        printed = " ".join(text[match.start(kind) : match.end(kind)].lower().split())
        if plain or printed in _printed(kind) or _is_slip(printed, kind):
            break
        match = _pattern().search(folded, match.start() + 1)
    if label and (match is None or match["within"]):
        return Cue("until", label.start(), label["words"])
    if match is None:
        return None
    return Cue(
        kind, match.start(), match[kind], kind == "within" and ":" in match[0][match.end(kind) - match.start() :]
    )


@cache
def _printed(kind: CueKind) -> frozenset[str]:
    return frozenset(printed_words()[kind])


@cache
def _by_letters(kind: CueKind) -> dict[str, list[list[str]]]:
    """The words of the prepositions of a kind, by their letters without marks."""
    found: dict[str, list[list[str]]] = {}
    for printed in _printed(kind):
        found.setdefault(fold(printed), []).append(printed.split())
    return found


def _is_slip(printed: str, kind: CueKind) -> bool:
    """Whether words are a preposition of a kind with a mark typed wrongly, so that they can be nothing else.

    >>> _is_slip("truớc", "before"), _is_slip("chậm nhât", "until"), _is_slip("tư", "since")
    (True, True, False)
    """
    own = printed.split()
    return any(
        all(word == right or not is_syllable(word) for word, right in zip(own, meant, strict=True))
        for meant in _by_letters(kind).get(fold(printed), ())
        if len(own) == len(meant)
    )


def is_binding(cue: Cue) -> bool:
    """Whether it sets the last day that is allowed: of two dates, this one counts."""
    return cue.kind == "until" and cue.words.split()[0] in {word.split()[0] for word in words()["binding"]}
