"""A person's decisions on a document that was read and recovered: its words, and which lines are paragraphs of what
kind. Made before parsing, so that all that is derived from the text follows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from viextract.corrections.places import Fit, Places
from viextract.model.corrections import (
    BlockDecision,
    Corrections,
    JoinDecision,
    PlacedDecision,
    SplitDecision,
    TextDecision,
)
from viextract.model.decision import Decision
from viextract.model.document import Document, Line
from viextract.model.plan import Correction, Span
from viextract.model.warning_codes import WarningCode

PERSON = "person"
_PARAGRAPH = "¶"
"""Where a paragraph begins, in the trace of a decision."""
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
    splits: list[tuple[Line, int]] = []
    told: dict[tuple[int, int], Correction] = {}  # of two decisions on one place the later counts
    for decision in corrections.decisions:
        if not isinstance(decision, PlacedDecision) or decision.place.page not in read:
            continue  # fields are decided after parsing; a page that is not read now has nothing to correct
        if isinstance(decision, TextDecision):
            done = _decide_text(places.fit(decision), decision.after)
        elif isinstance(decision, SplitDecision):
            cut = places.cut(decision)
            done = cut is not None
            if cut is not None:
                splits.append(cut)
                told[id(cut[0]), cut[1]] = _told_split(*cut)
        else:
            line = places.line(decision.place)
            done = line is not None
            if line is not None:
                told[id(line), 0] = _decide_line(line, decision)
        if not done:
            document.warnings.append(unfit(decision))
    for line, at in splits:  # last: they make two lines of one
        _split(document, line, at)
    document.restructured = list(told.values())
    figures = _lines_of_decided_figures(document)
    document.warnings = [one for one in document.warnings if not _is_answered(one, figures)]
    return document


def _lines_of_decided_figures(document: Document) -> set[tuple[int, int]]:
    """Page and number of the lines all figures of which a person has decided."""
    halves: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in document.lines():
        halves[line.page, line.number].append(line)
    return {
        place
        for place, lines in halves.items()
        if any(one.by for line in lines for one in line.decisions)
        and not any(char.isdigit() for line in lines for text in line.left for char in text)
    }


def _is_answered(warning: tuple[str, str, Span | None], figures: set[tuple[int, int]]) -> bool:
    """Whether it tells of figures that may be misread, and a person has looked at them."""
    code, _, span = warning
    return code == WarningCode.LOW_CONFIDENCE_DATE and span is not None and (span.page, span.lines[0]) in figures


def unfit(decision: PlacedDecision) -> tuple[str, str, Span | None]:
    """The warning that a decision was not made."""
    place = decision.place
    what = decision.after if isinstance(decision, TextDecision) else getattr(decision, "role", decision.kind)
    number = place.line or 1
    span = Span(page=place.page, lines=(number, number), bbox=place.box)
    message = f"Not made ({decision.kind}: {what[:_SHOWN]}): {place.read[:_SHOWN]}"
    return WarningCode.CORRECTION_UNFIT, message, span


def _decide_line(line: Line, decision: BlockDecision | JoinDecision) -> Correction:
    if isinstance(decision, JoinDecision):
        line.starts_by_person = False
        return _told(line, f"{_PARAGRAPH} {line.text}", line.text, "join")
    line.decided = decision.role
    line.starts_by_person = True
    return _told(line, decision.before or "", decision.role, "block")


def _told_split(line: Line, at: int) -> Correction:
    start, end = line.bounds
    parts = (line.raw[start:at], _PARAGRAPH, line.raw[at:end])
    return _told(line, line.raw[start:end], " ".join(part.strip() for part in parts if part.strip()), "split")


def _told(line: Line, before: str, after: str, reason: str) -> Correction:
    """The trace of a decision on a paragraph in the plan."""
    return Correction(before=before, after=after, confidence=1.0, source=line.span, reason=reason, by=PERSON)


def _decide_text(fit: Fit | None, after: str) -> bool:
    """Put ``after`` in place of the characters as read; what recovery had made of them goes."""
    if fit is None:
        return False
    holder, raw = fit.holder, fit.holder.raw
    gone = [one for one in holder.changes if _meet(one, fit.start, fit.end)]
    start = min([fit.start, *(one.start for one in gone)])
    end = max([fit.end, *(one.end for one in gone)])
    made = Decision(
        start,
        end,
        before=raw[start:end],
        after=raw[start : fit.start] + after + raw[fit.end : end],
        confidence=1.0,
        reason=PERSON,
        by=PERSON,
    )
    left = holder.left_confidence
    holder.decide([*(one for one in holder.decisions if not _meet(one, start, end)), made])
    holder.weigh(left)
    return True


def _meet(one: Decision, start: int, end: int) -> bool:
    return (one.start < end and start < one.end) or (one.start, one.end) == (start, end)


# --- one line becomes two


def _split(document: Document, line: Line, at: int) -> None:
    """A paragraph begins at a character of the line as it was read: with the line, or within it, which makes two lines
    of it that share its number.
    """
    if not line.raw[:at].strip():
        line.starts_by_person = True
        return
    for page in document.pages:
        index = next((k for k, one in enumerate(page.lines) if one is line), None)
        if index is None:
            continue
        start, end = line.bounds
        left = line.left_confidence
        cut = max([at, *(one.end for one in line.decisions if one.start < at < one.end)])
        first = [one for one in line.decisions if one.end <= cut and one.start < cut]
        behind = [one for one in line.decisions if one not in first]
        ends = max([len(line.raw[:cut].rstrip()), *(one.end for one in first)])
        begins = min([end - len(line.raw[cut:end].lstrip()), *(one.start for one in behind)])
        second = replace(
            line,
            decisions=tuple(behind),
            starts_by_person=True,
            decided=None,
            part=(begins, end),
            places=[place for place in line.places if place[0] >= at],
        )
        line.part = (start, ends)
        line.places = [place for place in line.places if place[0] < at]
        line.decide(first)
        for half in (line, second):  # what was looked at in one half says nothing of the other
            half.weigh(left)
        page.lines.insert(index + 1, second)
