"""Assignments are no surer than the words of the names in them: a body whose level was restored with little confidence
("quấn" for "quận") is doubtful, however plain the sentence is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from viextract.language.syllables import WORD
from viextract.model.plan import Assignment, Correction, Plan, Span
from viextract.parse.outline import all_sections


def weigh_names(plan: Plan) -> None:
    """Lowers, in place, the confidence of assignments to that of the least sure word that was changed in a name."""
    changed: dict[tuple[int, int], list[Correction]] = defaultdict(list)
    for correction in plan.corrections:
        if correction.source is not None and correction.by is None:
            changed[correction.source.page, correction.source.lines[0]].append(correction)
    if not changed:
        return
    spans: dict[str | None, Span] = {task.id: task.source for task in plan.tasks if task.source is not None}
    spans |= {one.id: one.source for one in all_sections(plan.sections) if one.source is not None}
    for assignment in plan.assignments:
        span = spans.get(assignment.task_id or assignment.section_id)
        if span is not None:
            least = _least(assignment, _within(changed, span))
            assignment.confidence = min(assignment.confidence, round(least, 4))


def _within(changed: dict[tuple[int, int], list[Correction]], span: Span) -> Iterable[Correction]:
    for line in range(span.lines[0], span.lines[1] + 1):
        for page in (span.page, span.page + 1):  # a task may go on over the page
            yield from changed.get((page, line), ())


def _least(assignment: Assignment, changes: Iterable[Correction]) -> float:
    names = {word for unit in (assignment.unit, *assignment.partners) for word in _words(unit.text)}
    sure = [change.confidence for change in changes if names.intersection(_words(change.after))]
    return min(sure, default=1.0)


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}
