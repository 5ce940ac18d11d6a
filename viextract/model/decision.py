"""One decision of recovery: what was read at a place, and what stands there now.

A line or cell keeps what was read (``raw``) and the decisions made about it; its text follows from both:

>>> replay("Uy ban xã", [Decision(0, 2, "Uy", "Ủy", 0.99)])
'Ủy ban xã'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """What one run of characters of a text as read was taken for."""

    start: int
    """First character, in the line or cell as it was read."""
    end: int
    """The character after its last."""
    before: str
    after: str
    confidence: float
    """0 to 1."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """What else it could be, each with its probability, the likeliest first."""
    reason: str = "channel"
    """The name of the rule that decided, or ``channel`` for the decoder, ``encoding`` for a legacy encoding."""
    by: str | None = None
    """``person`` for a person's own decision."""

    @property
    def changed(self) -> bool:
        return self.before != self.after


def replay(raw: str, decisions: Iterable[Decision]) -> str:
    """The text that ``raw`` becomes by ``decisions``.

    Raises ValueError where decisions overlap or do not fit ``raw``.
    """
    parts: list[str] = []
    position = 0
    for decision in sorted(decisions, key=lambda item: (item.start, item.end)):
        if decision.start < position or raw[decision.start : decision.end] != decision.before:
            raise ValueError(f"the decision at {decision.start} does not fit the text as read")
        parts += [raw[position : decision.start], decision.after]
        position = decision.end
    return "".join(parts) + raw[position:]
