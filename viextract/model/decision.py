"""One decision of recovery, or of a person: what was read at a place, and what stands there now.

A line or cell keeps what was read (``raw``) and the decisions made about it; its text follows from both:

>>> replay("Uy ban xã", [Decision(0, 2, "Uy", "Ủy", 0.99)])
'Ủy ban xã'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Decision:
    """What one run of characters of a text as read was taken for."""

    start: int
    """First character, in the line or cell as it was read."""
    end: int
    """The character after its last."""
    before: str
    after: str
    """What stands there now: the same as ``before`` where it was left alone."""
    confidence: float
    """Estimated probability that ``after`` is what the page says."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """What else it could be, each with its probability, the likeliest first."""
    reason: str = "channel"
    """The kind of damage for the decoder (``wrong-language-ocr``, ``vietnamese-ocr``, ``stripped``, ``lost-letters``);
    ``legacy-encoding`` where a text was converted; else the name of the rule that decided (``number``, ``marker``)."""
    by: str | None = None
    """``person`` for a person's own decision."""

    @property
    def changed(self) -> bool:
        return self.before != self.after

    def moved(self, by: int) -> Decision:
        """The same decision in a text that has ``by`` characters more before it."""
        return replace(self, start=self.start + by, end=self.end + by) if by else self


class Piece(NamedTuple):
    """A run of characters as read, and what it reads now: one decision's, or left as it was."""

    start: int
    end: int
    text: str
    decision: Decision | None


def pieces(raw: str, decisions: Iterable[Decision], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """``raw`` from ``start`` to ``end``, cut at the decisions on it; in order, nothing left out.

    Raises ValueError where decisions overlap or do not fit what they are on.
    """
    end = len(raw) if end is None else end
    position = start
    for decision in sorted(decisions, key=lambda item: (item.start, item.end)):
        if decision.start < position or decision.end > end or raw[decision.start : decision.end] != decision.before:
            raise ValueError(f"the decision at {decision.start} does not fit the text as read")
        if position < decision.start:
            yield Piece(position, decision.start, raw[position : decision.start], None)
        yield Piece(decision.start, decision.end, decision.after, decision)
        position = decision.end
    if position < end:
        yield Piece(position, end, raw[position:end], None)


def replay(raw: str, decisions: Iterable[Decision]) -> str:
    """The text that ``raw`` becomes by ``decisions``.

    Raises ValueError where decisions overlap or do not fit ``raw``.
    """
    return "".join(piece.text for piece in pieces(raw, decisions))


class Decided:
    """What a line and a cell share: they keep what was read and the decisions on it, and their text follows."""

    __slots__ = ()

    raw: str
    confidence: float
    decisions: tuple[Decision, ...]
    _text: str | None
    part: tuple[int, int] | None = None
    """Of a line that a person has split: which characters of the text as read are this half."""

    @property
    def bounds(self) -> tuple[int, int]:
        """The characters of ``raw`` that are meant: all of them, but for the halves of a line that a person split."""
        return self.part or (0, len(self.raw))

    @property
    def pieces(self) -> list[Piece]:
        """The text as read, cut at the decisions."""
        return list(pieces(self.raw, self.decisions, *self.bounds))

    @property
    def text(self) -> str:
        """The text as it stands: what was read, with the decisions made."""
        if not self.decisions:  # most lines, which are asked often
            part = self.part
            return self.raw if part is None else self.raw[part[0] : part[1]]
        if self._text is None:
            self._keep(self.decisions, "".join(piece.text for piece in self.pieces))
        return self._text or ""

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Take these decisions for all that there were before.

        Raises ValueError where they overlap or do not fit what was read.
        """
        made = tuple(sorted(decisions, key=lambda item: (item.start, item.end)))
        text = "".join(piece.text for piece in pieces(self.raw, made, *self.bounds))
        self._keep(made, text)

    def _keep(self, decisions: tuple[Decision, ...], text: str) -> None:
        # The slots are those of the data classes that this is a base of.
        self.decisions, self._text = decisions, text  # type: ignore[misc]

    @property
    def changes(self) -> list[Decision]:
        """The decisions that changed something."""
        return [decision for decision in self.decisions if decision.changed]

    @property
    def doubts(self) -> list[Decision]:
        """Where something was left as it was read though that is not sure."""
        return [decision for decision in self.decisions if not decision.changed and decision.by is None]

    @property
    def left(self) -> list[str]:
        """The parts of the text on which no person has decided."""
        return [piece.text for piece in self.pieces if piece.decision is None or piece.decision.by is None]

    @property
    def left_confidence(self) -> float:
        """How sure the characters are on which no person has decided; 1 where none but signs are left."""
        if all(one.by is None for one in self.decisions):
            return self.confidence
        left = self.left
        if not any(char.isalnum() for text in left for char in text):
            return 1.0
        whole = _size(self.text)
        seen = whole - sum(map(_size, left))
        return round(min(max((self.confidence * whole - seen) / (whole - seen), 0.0), 1.0), 9)

    def weigh(self, left: float) -> None:
        """Set the confidence to the mean over the characters: ``left`` of those on which no person has decided, and 1
        of the others, however many decisions that took.
        """
        whole = max(_size(self.text), 1)
        seen = sum(_size(one.after) for one in self.decisions if one.by is not None)
        self.confidence = (left * (whole - seen) + seen) / whole  # type: ignore[misc]  # a slot, too


def _size(text: str) -> int:
    """How many characters can be seen in a text."""
    return sum(not char.isspace() for char in text)
