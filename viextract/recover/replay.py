"""The text of a plan's document made again from what was read and the corrections that the plan tells."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from viextract.errors import InvalidPlanError
from viextract.model.decision import Decided, Decision
from viextract.model.document import BBox, Document
from viextract.model.plan import Correction, Plan, Span


class _Place(NamedTuple):
    """What tells one line or cell of a document from all others."""

    page: int
    lines: tuple[int, int]
    box: BBox | None
    cell: tuple[int, int] | None


def replay(plan: Plan, document: Document) -> Document:
    """Make the corrections of ``plan`` in its document as it was read, in place: raw text + corrections = text.

    No language model is asked, so that the text is the one that the plan was made of, whatever later versions would
    make of what was read. Raises InvalidPlanError where the plan is of another document or of another reading of it.
    """
    if plan.source.sha256 != document.sha256:
        raise InvalidPlanError(f"the plan is of {plan.source.name}, which has other content than {document.name}")
    holders = _holders(document)
    decided: dict[_Place, list[Decision]] = defaultdict(list)
    for correction in plan.corrections:
        if correction.by is not None and correction.target is None:
            continue  # what a person has decided of header, duties, paragraphs or warnings is no text of a line
        place = _place_of(correction)
        if place is None or place not in holders:
            raise InvalidPlanError(f"the correction of {correction.before!r} has no place in {document.name}")
        decided[place].append(_decision(correction))
    for place, holder in holders.items():
        try:
            holder.decide(decided[place])
        except ValueError as error:
            raise InvalidPlanError(f"{document.name} was read in another way: {error}") from error
    return document


def _holders(document: Document) -> dict[_Place, Decided]:
    found: dict[_Place, Decided] = {_place(line.span): line for line in document.lines()}
    found |= {_place(cell.span, (cell.row, cell.column)): cell for grid in document.grids() for cell in grid.cells}
    return found


def _place(span: Span, cell: tuple[int, int] | None = None) -> _Place:
    return _Place(span.page, span.lines, span.bbox, cell)


def _place_of(correction: Correction) -> _Place | None:
    if correction.source is None or correction.target is None:
        return None
    return _place(correction.source, correction.target.cell)


def _decision(correction: Correction) -> Decision:
    if correction.start is None or correction.end is None:
        raise InvalidPlanError("the corrections do not tell where they were made: the plan is of version 1.0")
    return Decision(
        correction.start,
        correction.end,
        correction.before,
        correction.after,
        correction.confidence,
        reason=correction.reason or "",
        by=correction.by,
    )
