"""Tasks with their figures: goals, deadline, cited documents, certainty."""

from __future__ import annotations

from viextract.model.plan import SectionKind, Task
from viextract.parse.facts.citations import CitationIndex
from viextract.parse.facts.deadlines import NOWHERE, Context, find_deadlines
from viextract.parse.facts.targets import find_targets
from viextract.parse.outline.blocks import span_of
from viextract.parse.outline.sections import TaskDraft, Tree, year_of

_TASK_KINDS: frozenset[SectionKind] = frozenset({"purpose", "requirement", "objective", "schedule", "funding"})
"""Kinds of sections whose statements are of that kind; elsewhere a statement is a task."""
DOUBT = 0.9
"""What the certainty of a task is multiplied by where its label was damaged or could be another."""


def date_sections(tree: Tree, context: Context) -> None:
    """Give each section the deadline that its labelled line about time, else its title, tells."""
    for node in tree.nodes:
        section, below = node.section, context.below(year_of(node))
        texts = [detail.text for detail in section.details if detail.kind == "time"]
        for text in [*texts, section.title]:
            if found := find_deadlines(text, below):
                section.deadline = found[0]
                break


def make_task(
    draft: TaskDraft, number: int, parent_id: str | None, citations: CitationIndex, context: Context = NOWHERE
) -> Task:
    """The finished task; ``citations`` takes in the documents it names.

    context: of the document (its date, the year of its title); the nearest heading's year goes before it.
    """
    lines = [line for block in draft.blocks for line in block.lines]
    confidence = min(block.confidence for block in draft.blocks)
    source = span_of(lines)
    section = draft.node.section if draft.node else None
    context = context.below(year_of(draft.node))
    timed = [
        deadline
        for detail in draft.details
        if detail.kind == "time"
        for deadline in find_deadlines(detail.text, context)
    ]
    deadlines = timed + find_deadlines(draft.text, context)
    return Task(
        id=f"t{number}",
        section_id=section.id if section else None,
        parent_id=parent_id,
        marker=draft.marker,
        kind=section.kind if section and section.kind in _TASK_KINDS else "task",
        text=draft.text,
        targets=find_targets(draft.text, year=year_of(draft.node)),
        details=draft.details,
        deadline=deadlines[0] if deadlines else None,
        deadlines=deadlines,
        citation_ids=citations.add(draft.text, source),
        confidence=confidence if draft.sure else round(confidence * DOUBT, 4),
        source=source,
    )
