"""Tasks with their figures: goals, deadline, cited documents, certainty."""

from __future__ import annotations

from collections.abc import Sequence

from viextract.model.plan import Deadline, Detail, SectionKind, Task
from viextract.parse.facts.citations import CitationIndex
from viextract.parse.facts.deadlines import NOWHERE, Context, find_deadlines
from viextract.parse.facts.targets import find_targets
from viextract.parse.outline.blocks import Block, span_of
from viextract.parse.outline.sections import DOUBT, TaskDraft, Tree, asks_when, lists_goals, year_of

_TASK_KINDS: frozenset[SectionKind] = frozenset({"purpose", "requirement", "objective", "schedule", "funding"})
"""Kinds of sections whose statements are of that kind; elsewhere a statement is a task."""


def date_sections(tree: Tree, context: Context) -> None:
    """Give each section the deadlines that its labelled line about time, else its title, else its only text tells."""
    working = {id(draft.node) for draft in tree.tasks}
    for node in tree.nodes:
        section, below = node.section, context.below(year_of(node))
        found = _deadlines(section.details, section.title, below)
        if not found and asks_when(section) and not section.children and id(node) not in working:
            found = [one for text in section.paragraphs for one in find_deadlines(text, below, time=True)]
        section.deadline, section.deadlines = next(iter(found), None), found


def _deadlines(details: list[Detail], text: str, context: Context) -> list[Deadline]:
    """What the labelled lines about time say, then what the text itself says; each once."""
    found = [
        deadline
        for detail in details
        if detail.kind == "time"
        for deadline in find_deadlines(detail.text, context, time=True)
    ]
    for deadline in find_deadlines(text, context):
        if all(deadline.model_copy(update={"text": known.text}) != known for known in found):
            found.append(deadline)
    return found


def _certainty(blocks: Sequence[Block]) -> float:
    """Of a task's text: the mean of its lines, or half of that and half its worst word's, which a mean would hide in a
    long text.
    """
    mean = min(block.confidence for block in blocks)
    words = (one for block in blocks for line in block.lines for one in line.decisions if one.by is None)
    worst = min((one.confidence for one in words), default=1.0)
    return min(mean, (mean + worst) / 2)


def make_task(
    draft: TaskDraft, number: int, parent_id: str | None, citations: CitationIndex, context: Context = NOWHERE
) -> Task:
    """The finished task; ``citations`` takes in the documents it names.

    context: of the document (its date, the year of its title); the nearest heading's year goes before it.
    """
    lines = [line for block in draft.blocks for line in block.lines]
    confidence = round(_certainty(draft.blocks) * draft.confidence, 4)
    source = span_of(lines)
    section = draft.node.section if draft.node else None
    year = year_of(draft.node)
    deadlines = _deadlines(draft.details, draft.text, context.below(year))
    return Task(
        id=f"t{number}",
        section_id=section.id if section else None,
        parent_id=parent_id,
        marker=draft.marker,
        kind=section.kind if section and section.kind in _TASK_KINDS else "task",
        text=draft.text,
        targets=find_targets(draft.text, year=year, listed=lists_goals(draft.node), issued_on=context.issued_on),
        details=draft.details,
        deadline=deadlines[0] if deadlines else None,
        deadlines=deadlines,
        citation_ids=citations.add(draft.text, source),
        confidence=confidence if draft.sure else round(confidence * DOUBT, 4),
        source=source,
    )
