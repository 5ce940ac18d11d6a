"""Whether a figure is to be reached, not to be passed, or a change, by the words around it."""

from __future__ import annotations

from viextract.model.plan import Comparator, Direction
from viextract.parse.facts.targets.phrases import patterns

REACH = 34
"""How many characters before a figure a phrase that governs it may begin: "đạt tỷ lệ bình quân từ " and the like."""
CHANGE_REACH = 90
"""How many characters before a figure the verb of its change may stand: "giảm tỷ lệ hộ nghèo … xuống còn"."""


def comparator_of(text: str, start: int, end: int, sign: str | None) -> Comparator | None:
    """What is printed around the figure at ``text[start:end]``; None where nothing governs it."""
    p = patterns()
    if sign in {"≥", ">=", ">", "+"}:
        return ">="
    if sign in {"≤", "<=", "<"}:
        return "<="
    before = text[max(0, start - REACH) : start]
    if p.or_more.match(text, end) or p.from_.search(before):
        return ">="
    if p.or_less.match(text, end) or p.shrinks.search(text[max(0, start - CHANGE_REACH) : start]):
        return "<="
    least, most = p.at_least.search(before), p.at_most.search(before)
    # "không thấp hơn" holds "thấp hơn": what begins first governs.
    governing = min((match for match in (least, most) if match), key=lambda match: match.start(), default=None)
    if governing is None:
        return ">=" if sign == "=" else None
    at_most = governing is most
    if _is_denied(text, start - len(governing[0]), governing[0]):
        at_most = not at_most
    return "<=" if at_most else ">="


def _is_denied(text: str, start: int, phrase: str) -> bool:
    """Whether a word of comparison is denied from farther away ("không để tỷ lệ hộ nghèo cao hơn 3%", "không chi quá
    5%")."""
    p = patterns()
    if not p.compares.match(phrase):
        return False
    window = text[max(0, start - CHANGE_REACH) : start]
    return bool(p.denied.search(window) or (p.exceeds.match(phrase) and p.denied_verb.search(window)))


def direction_of(text: str, start: int) -> Direction | None:
    p = patterns()
    before = text[max(0, start - REACH) : start]
    if p.shrinks.search(text[max(0, start - CHANGE_REACH) : start]) or p.decrease.search(before):
        return "decrease"
    if p.grows.search(text[max(0, start - CHANGE_REACH) : start]) or p.increase.search(before):
        return "increase"
    return None
