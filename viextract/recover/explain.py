"""What recovery did to a text: every decision with its place, its reason, how sure it is, and what else it could have
been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from viextract.errors import InvalidOptionError


class Token(NamedTuple):
    """A decision on one stretch of the source text; ``before`` equals ``after`` where it was left alone."""

    start: int
    """Offset of its first character in the source text."""
    end: int
    """Offset after its last character."""
    before: str
    after: str
    confidence: float
    """Estimated probability that ``after`` is what the page says."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Other readings and their probabilities, likeliest first."""
    reason: str = ""
    """``wrong-language-ocr``, ``vietnamese-ocr``, ``stripped``: decoded; ``legacy-encoding``: converted; ``number``,
    ``code``, ``marker``: repaired by a rule."""

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Explanation:
    """A recovered text and how it came about."""

    source: str
    text: str
    profile: str
    """The kind of damage that was found in the text as a whole."""
    tokens: tuple[Token, ...]

    @property
    def changes(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.changed)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: the profile, and the tokens that were changed or are doubtful."""
        doubtful = [token for token in self.tokens if token.changed or token.confidence < 0.9]
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


def apply(text: str, decisions: Iterable[Token | Mapping[str, Any]]) -> str:
    """Make exactly these changes: ``apply(text, explain(text).changes) == restore(text)``.

    Raises InvalidOptionError where a decision does not fit the text or overlaps another.

    >>> apply("hoc tip", [{"start": 0, "end": 3, "before": "hoc", "after": "học"}])
    'học tip'
    """
    rows = []
    for decision in decisions:
        get = (
            decision.__getitem__ if isinstance(decision, Mapping) else lambda name, token=decision: getattr(token, name)
        )
        rows.append((int(get("start")), int(get("end")), str(get("before")), str(get("after"))))
    out, at = [], 0
    for start, end, before, after in sorted(rows):
        if start < at or text[start:end] != before:
            raise InvalidOptionError(
                f"the decision {before!r} -> {after!r} at {start} does not fit the text",
                advice="Apply decisions to the very text that they were made for.",
            )
        out += [text[at:start], after]
        at = end
    return "".join([*out, text[at:]])
