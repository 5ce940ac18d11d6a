"""What recovery did to a text: every decision with its place, its reason, how sure it is, and what else it could have
been.

It is not called ``explain``: type checkers take a module for the function of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from viextract.errors import InvalidOptionError
from viextract.model.decision import Decision

DOUBTFUL = 0.9
"""Probability below which a word that was left as it was read is told, and shown to a person."""
_CHUNK = re.compile(r"\S+")
_CONVERTED = 0.99
"""Of a word in a legacy encoding, converted: the share that benchmarks/legacy finds right."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A recovered text and how it came about."""

    source: str
    text: str
    profile: str
    """The kind of damage that was found in the text as a whole."""
    tokens: tuple[Decision, ...]

    @property
    def changes(self) -> tuple[Decision, ...]:
        return tuple(token for token in self.tokens if token.changed)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: the profile, and the tokens that were changed or are doubtful."""
        doubtful = [token for token in self.tokens if token.changed or token.confidence < DOUBTFUL]
        return {
            "profile": self.profile,
            "tokens": len(self.tokens),
            "changed": len(self.changes),
            "decisions": [
                {
                    "start": t.start,
                    "end": t.end,
                    "before": t.before,
                    "after": t.after,
                    "confidence": round(t.confidence, 4),
                    "alternatives": [{"text": text, "confidence": round(p, 4)} for text, p in t.alternatives],
                    "reason": t.reason,
                }
                for t in doubtful
            ],
        }

    def _repr_html_(self) -> str:
        """The text for notebooks: what was changed is marked, and says on hovering what was read."""
        parts, done = [], 0
        for token in sorted(self.changes, key=lambda token: token.start):
            if token.start < done:
                continue
            said = f"{token.before or '∅'} → {token.after or '∅'} ({token.confidence:.0%}, {token.reason})"
            parts.append(escape(self.source[done : token.start]))
            parts.append(f'<mark title="{escape(said)}">{escape(token.after)}</mark>')
            done = token.end
        parts.append(escape(self.source[done:]))
        return f'<div style="white-space: pre-wrap">{"".join(parts)}</div>'


def apply(text: str, decisions: Iterable[Decision | Mapping[str, Any]]) -> str:
    """Make exactly these changes: ``apply(text, explain(text).changes) == restore(text)``.

    Raises InvalidOptionError where a decision does not fit the text or overlaps another.

    >>> apply("hoc tip", [{"start": 0, "end": 3, "before": "hoc", "after": "học"}])
    'học tip'
    """
    rows = []
    for decision in decisions:
        rows.append(_row(decision))
    _check(text, rows)
    return replaced(text, ((start, end, after) for start, end, _, after in rows))


def _row(decision: Decision | Mapping[str, Any]) -> tuple[int, int, str, str]:
    names = ("start", "end", "before", "after")
    try:
        start, end, before, after = (
            decision[name] if isinstance(decision, Mapping) else getattr(decision, name) for name in names
        )
    except (KeyError, AttributeError) as error:
        raise InvalidOptionError(
            f"{decision!r} is no decision", advice=f"A decision has {', '.join(names)}, as explain() gives them."
        ) from error
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(before, str) and isinstance(after, str)):
        raise InvalidOptionError(
            f"{decision!r} is no decision", advice="Places are whole numbers, before and after are text."
        )
    return start, end, before, after


def _check(text: str, rows: Iterable[tuple[int, int, str, str]]) -> None:
    at = 0
    for start, end, before, after in sorted(rows):
        if not at <= start <= end <= len(text) or text[start:end] != before:
            raise InvalidOptionError(
                f"the decision {before!r} -> {after!r} at {start} does not fit the text",
                advice="Apply decisions to the very text that they were made for.",
            )
        at = end


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with stretches (begin, end, what comes instead) replaced that do not overlap."""
    out, at = [], 0
    for start, end, after in sorted(changes):
        out += [text[at:start], after]
        at = end
    return "".join([*out, text[at:]])


def converted(source: str, line: str) -> list[Decision]:
    """The decisions that make Unicode of a line in a legacy encoding or with characters that are not seen: word by
    word where its spaces stayed, else one for the whole line."""
    before, after = _CHUNK.findall(source), _CHUNK.findall(line)
    if len(before) != len(after) or _CHUNK.split(source) != _CHUNK.split(line):
        return [Decision(0, len(source), source, line, _CONVERTED, (), "legacy-encoding")]
    return [
        Decision(*chunk.span(), chunk.group(), text, _CONVERTED, (), "legacy-encoding")
        for chunk, text in zip(_CHUNK.finditer(source), after, strict=True)
        if chunk.group() != text
    ]


def composed(source: str, first: Sequence[Decision], between: str, second: Sequence[Decision]) -> list[Decision]:
    """Decisions on ``source``, which made ``between`` of it, and then those on ``between``, as decisions on ``source``.

    Both are in order, without overlaps; so is the result.
    """
    result: list[Decision] = []
    at = _Places(first)
    for start, end, own, later in _stretches(at.spans, second):
        if own and not any(token.changed for token in later):
            result += own
            continue
        if not own and len(later) == 1:
            token, shift = later[0], at.in_source(start) - start
            result.append(token.moved(shift))
            continue
        after = replaced(between[start:end], ((t.start - start, t.end - start, t.after) for t in later))
        begin, stop = at.in_source(start), at.in_source(end)
        sure = min(token.confidence for token in (*own, *later))
        result.append(Decision(begin, stop, source[begin:stop], after, sure, (), later[-1].reason))
    return result


class _Places:
    """Where decisions on a text stand in what became of it."""

    def __init__(self, tokens: Sequence[Decision]) -> None:
        self.spans: list[tuple[int, int, Decision]] = []
        shift = 0
        for token in tokens:
            begin = token.start + shift
            self.spans.append((begin, begin + len(token.after), token))
            shift += len(token.after) - len(token.before)

    def in_source(self, place: int) -> int:
        """The place in the source of one in the result that is inside no decision."""
        before = [(end, token) for _, end, token in self.spans if end <= place]
        if not before:
            return place
        end, token = before[-1]
        return token.end + place - end


def _stretches(
    spans: Sequence[tuple[int, int, Decision]], changes: Sequence[Decision]
) -> Iterator[tuple[int, int, list[Decision], list[Decision]]]:
    """Stretches of a text with the decisions that led to them and the changes to them; what overlaps is one stretch."""
    rows = [(start, end, token, True) for start, end, token in spans]
    rows += [(token.start, token.end, token, False) for token in changes]
    rows.sort(key=lambda row: (row[0], row[1], not row[3]))
    own: list[Decision] = []
    later: list[Decision] = []
    first = last = -1
    for start, end, token, earlier in rows:
        if (own or later) and start >= last:
            yield first, last, own, later
            own, later = [], []
        if not own and not later:
            first = last = start
        last = max(last, end)
        (own if earlier else later).append(token)
    if own or later:
        yield first, last, own, later
