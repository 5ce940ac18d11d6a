"""A person's decisions on a document that was read and recovered: its words, and which lines are paragraphs of what
kind. Made before parsing, so that all that is derived from the text follows.
"""

from __future__ import annotations

from dataclasses import replace

from viextract.corrections.places import Fit, Holder, Places, raw_text
from viextract.model.corrections import (
    BlockDecision,
    Corrections,
    JoinDecision,
    PlacedDecision,
    SplitDecision,
    TextDecision,
)
from viextract.model.decision import Decision as Replaced
from viextract.model.decision import replay as text_of
from viextract.model.document import Cell, Document, Line
from viextract.model.plan import Correction, CorrectionTarget, Span
from viextract.model.warning_codes import WarningCode

PERSON = "person"
_SHOWN = 80
"""Characters of a text that a message repeats."""


def replay(document: Document, corrections: Corrections) -> Document:
    """Make the decisions on ``document`` in place; those that do not fit any more become warnings.

    Corrections of another document are not touched: a warning says so.
    """
    if corrections.source.sha256 != document.sha256:
        message = f"The corrections are about {corrections.source.name or 'another document'} of other content."
        document.warnings.append((WarningCode.CORRECTIONS_OF_ANOTHER, message, None))
        return document
    document.decisions = corrections
    read = {page.number for page in document.pages}
    places = Places(document)
    splits: list[tuple[SplitDecision, Line]] = []
    for decision in corrections.decisions:
        if not isinstance(decision, PlacedDecision) or decision.place.page not in read:
            continue  # fields are decided after parsing; a page that is not read now has nothing to correct
        if isinstance(decision, TextDecision):
            done = _decide_text(document, places.fit(decision), decision.after)
        elif isinstance(decision, SplitDecision):
            line = places.line(decision.place)
            done = line is not None and 0 <= decision.at < len(raw_text(line))
            if done and line is not None:
                splits.append((decision, line))
        else:
            done = _decide_line(places.line(decision.place), decision)
        if not done:
            document.warnings.append(unfit(decision))
    for decision, line in splits:  # last: they make two lines of one
        _split(document, line, decision.at)
    return document


def unfit(decision: PlacedDecision) -> tuple[str, str, Span | None]:
    """The warning that a decision was not made."""
    place = decision.place
    what = decision.after if isinstance(decision, TextDecision) else getattr(decision, "role", decision.kind)
    number = place.line or 1
    span = Span(page=place.page, lines=(number, number), bbox=place.box)
    message = f"Not made ({decision.kind}: {what[:_SHOWN]}): {place.read[:_SHOWN]}"
    return WarningCode.CORRECTION_UNFIT, message, span


def _decide_line(line: Line | None, decision: BlockDecision | JoinDecision) -> bool:
    if line is None:
        return False
    if isinstance(decision, JoinDecision):
        line.starts_by_person = False
    else:
        line.decided = decision.role
        line.starts_by_person = True
    return True


def _decide_text(document: Document, fit: Fit | None, after: str) -> bool:
    """Put ``after`` in place of the characters as read; what recovery had made of them goes."""
    if fit is None:
        return False
    holder, raw = fit.holder, raw_text(fit.holder)
    gone = [one for one in holder.changes if _meet(one, fit.start, fit.end)]
    start = min([fit.start, *(one.start or 0 for one in gone)])
    end = max([fit.end, *(one.end or 0 for one in gone)])
    made = Correction(
        before=raw[start:end],
        after=raw[start : fit.start] + after + raw[fit.end : end],
        confidence=1.0,
        source=_span(holder),
        start=start,
        end=end,
        target=_target(holder),
        reason=PERSON,
        by=PERSON,
    )
    holder.raw = raw
    holder.changes = sorted([one for one in holder.changes if one not in gone] + [made], key=lambda one: one.start or 0)
    holder.doubts = [one for one in holder.doubts if not _meet(one, start, end)]
    holder.text = recovered(holder)
    holder.confidence = _surer(holder, made.after)
    _replace(document, gone, made)
    return True


def recovered(holder: Holder) -> str:
    """The text that a line or cell has by all decisions on it."""
    return text_of(
        raw_text(holder),
        [Replaced(one.start or 0, one.end or 0, one.before, one.after, one.confidence) for one in holder.changes],
    )


def _replace(document: Document, gone: list[Correction], made: Correction) -> None:
    """``document.corrections`` with the changes that are gone left out and the new one in the place of the first."""
    lost = {id(one) for one in gone}
    at = next((k for k, one in enumerate(document.corrections) if id(one) in lost), len(document.corrections))
    kept = [one for one in document.corrections[at:] if id(one) not in lost]
    # A word that was accepted as it was read is no change of the text.
    new = [made] if made.before != made.after else []
    document.corrections[at:] = [*new, *kept]


def _meet(one: Correction, start: int, end: int) -> bool:
    first, last = one.start or 0, one.end or 0
    return (first < end and start < last) or (first, last) == (start, end)


def _surer(holder: Holder, decided: str) -> float:
    """The mean over the words, with those that a person has decided as sure."""
    total = max(len(holder.text.split()), 1)
    sure = min(len(decided.split()), total)
    return (holder.confidence * (total - sure) + sure) / total


def _span(holder: Holder) -> Span:
    if isinstance(holder, Line):
        return holder.span
    return Span(page=holder.page, lines=holder.lines if holder.lines != (0, 0) else (1, 1), bbox=holder.bbox)


def _target(holder: Holder) -> CorrectionTarget:
    if isinstance(holder, Cell):
        return CorrectionTarget(cell=(holder.row, holder.column))
    return CorrectionTarget(line=holder.number)


# --- one line becomes two


def _split(document: Document, line: Line, at: int) -> None:
    """A paragraph begins at a character of the line as it was read: with the line, or within it, which makes two lines
    of it that share its number.
    """
    if not raw_text(line)[:at].strip():
        line.starts_by_person = True
        return
    for page in document.pages:
        index = next((k for k, one in enumerate(page.lines) if one is line), None)
        if index is None:
            continue
        cut = _in_text(line, at)
        second = replace(
            line,
            text=line.text[cut:].lstrip(),
            starts_by_person=True,
            decided=None,
            part=(at, line.part[1] if line.part else len(raw_text(line))),
            places=[place for place in line.places if place[0] >= at],
        )
        line.text = line.text[:cut].rstrip()
        line.part = (line.part[0] if line.part else 0, at)
        line.places = [place for place in line.places if place[0] < at]
        page.lines.insert(index + 1, second)


def _in_text(line: Line, at: int) -> int:
    """The place in the recovered text of one in the text as it was read; the end of a change that it falls into."""
    shift = 0
    for one in line.changes:
        start, end = one.start or 0, one.end or 0
        if start >= at:
            break
        if end > at:
            return start + shift + len(one.after)
        shift += len(one.after) - len(one.before)
    return at + shift
