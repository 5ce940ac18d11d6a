"""A person's decisions on a plan that was parsed: fields of the header and who does what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import Levenshtein

from viextract.corrections.document import PERSON
from viextract.corrections.header import answered, apply_header
from viextract.language.fold import fold
from viextract.model.corrections import (
    AssignmentDecision,
    Corrections,
    Duty,
    HeaderDecision,
    HeaderField,
    LaterDecision,
    WarningDecision,
    Work,
)
from viextract.model.plan import Assignment, Correction, Deadline, Plan, Span, Warning
from viextract.model.warning_codes import WarningCode
from viextract.parse.coverage import walk
from viextract.parse.facts.deadlines import Context, find_deadline
from viextract.parse.grade import grade_plan
from viextract.parse.keys import assign_keys
from viextract.vocabulary.units import match_unit

_SAME_WORK = 0.85
"""Similarity, marks aside, of two texts of one piece of work, one of which was corrected or read otherwise."""
_SHOWN = 80
"""Characters of a text that a message repeats."""


def finish(plan: Plan, corrections: Corrections | None) -> Plan:
    """Make the decisions on header and duties in place, and grade the plan anew.

    None, or corrections of another document, leave the plan as it is.
    """
    if corrections is None or corrections.source.sha256 != plan.source.sha256 or not corrections.decisions:
        return plan
    works, duties = _Works(plan), _Duties(plan)
    known = {one.model_dump_json() for one in plan.corrections if one.by == PERSON}
    fields: list[HeaderField] = []
    for decision in corrections.decisions:
        if isinstance(decision, HeaderDecision):
            made = apply_header(plan, decision)
            fields += [decision.field] if made is not None else []
        elif isinstance(decision, AssignmentDecision):
            made = _apply_assignment(plan, decision, works, duties)
        elif isinstance(decision, WarningDecision):
            made = _look_at(plan, decision)
        elif isinstance(decision, LaterDecision):
            _leave(plan, decision)
            continue
        else:
            continue
        if made is not None and made.before != made.after and (text := made.model_dump_json()) not in known:
            known.add(text)
            plan.corrections.append(made)
    gone = answered(fields)
    plan.warnings = [one for one in plan.warnings if one.code not in gone]
    plan.assignments = duties.all()
    for number, assignment in enumerate(plan.assignments, 1):
        assignment.id = f"a{number}"
    if plan.assignments:
        plan.warnings = [one for one in plan.warnings if one.code != WarningCode.NO_ASSIGNMENTS]
    plan.grade = grade_plan(plan)
    assign_keys(plan)
    return plan


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of work of the plan."""

    field: str
    """The field of an assignment that names it."""
    id: str
    text: str
    source: Span | None


def _works(plan: Plan) -> Iterator[_Item]:
    for task in plan.tasks:
        yield _Item("task_id", task.id, task.text, task.source)
    for section in walk(plan.sections):
        yield _Item("section_id", section.id, section.title, section.source)
    for criterion in plan.criteria:
        yield _Item("criterion_id", criterion.id, criterion.indicator or "", criterion.source)
    for programme in plan.programmes:
        yield _Item("programme_id", programme.id, programme.name, programme.source)


class _Works:
    """The pieces of work of a plan, to be found by their texts."""

    def __init__(self, plan: Plan) -> None:
        self._folded = [(fold(item.text), item) for item in _works(plan)]
        self._by_text: dict[str, list[_Item]] = defaultdict(list)
        for text, item in self._folded:
            self._by_text[text].append(item)

    def find(self, work: Work) -> _Item | None:
        """The piece of work with that text, else the one on its page that is most like it; of several the one on that
        line, else there is none that could be meant.
        """
        wanted = fold(work.text)
        alike = self._by_text.get(wanted) or self._most_like(wanted, work.page) or self._around(wanted, work)
        if len(alike) > 1:
            alike = [item for item in alike if _at(item) == (work.page, work.line)]
        return alike[0] if len(alike) == 1 else None

    def _most_like(self, wanted: str, page: int | None) -> list[_Item]:
        """A place on a page stays the same however it is read: a like text on another page is another piece of work."""
        here = [(text, item) for text, item in self._folded if page is None or _at(item)[0] in (None, page)]
        scored = [
            (Levenshtein.normalized_similarity(text, wanted, score_cutoff=_SAME_WORK), item) for text, item in here
        ]
        best = max((score for score, _ in scored), default=0.0)
        return [item for score, item in scored if score == best and score >= _SAME_WORK]

    def _around(self, wanted: str, work: Work) -> list[_Item]:
        """The paragraph on that line in which the text stands whole: it was joined with another since."""
        if work.line is None:
            return []
        return [item for text, item in self._folded if _covers(item, work.page, work.line) and _holds(text, wanted)]

    def parts(self, work: Work) -> list[_Item]:
        """The paragraphs, from that line on, of which the text was made: it was split since."""
        wanted = fold(work.text)
        return [
            item
            for text, item in self._folded
            if _at(item)[0] == work.page and (_at(item)[1] or 0) >= (work.line or 0) and _holds(wanted, text)
        ]


def _covers(item: _Item, page: int | None, line: int) -> bool:
    return item.source is not None and item.source.page == page and item.source.lines[0] <= line <= item.source.lines[1]


def _holds(text: str, part: str) -> bool:
    """Whether a text has another in it, whose words are not pieces of longer ones."""
    return bool(part) and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _at(item: _Item) -> tuple[int | None, int | None]:
    return (item.source.page, item.source.lines[0]) if item.source else (None, None)


_Key = tuple[str, str]
"""The field of an assignment that names its work, and the id of that."""


class _Duties:
    """The assignments of a plan by their work; a document may have thousands."""

    def __init__(self, plan: Plan) -> None:
        self._order: list[_Key | None] = []
        self._of: dict[_Key | None, list[Assignment]] = {}
        for one in plan.assignments:
            key = _key(one)
            self._order.append(key)
            self._of.setdefault(key, []).append(one)

    def of(self, item: _Item) -> list[Assignment]:
        """Those of a piece of work, to be added to and taken from."""
        return self._of.setdefault((item.field, item.id), [])

    def all(self) -> list[Assignment]:
        """In the order of the plan; what was added stands behind the other duties of its work, else at the end."""
        left = {key: iter(one) for key, one in self._of.items()}
        last = {key: place for place, key in enumerate(self._order)}
        found: list[Assignment] = []
        for place, key in enumerate(self._order):
            found += left[key] if place == last[key] else islice(left[key], 1)
        return [*found, *(one for rest in left.values() for one in rest)]


def _key(one: Assignment) -> _Key | None:
    for field in ("task_id", "section_id", "criterion_id", "programme_id"):
        if item := getattr(one, field):
            return field, item
    return None


def _apply_assignment(plan: Plan, decision: AssignmentDecision, works: _Works, duties: _Duties) -> Correction | None:
    item = works.find(decision.work) or _part_with(works.parts(decision.work), decision.before, duties)
    own = duties.of(item) if item is not None else []
    old = next((one for one in own if decision.before is not None and _is(one, decision.before)), None)
    same = next((one for one in own if decision.after is not None and _is(one, decision.after)), None)
    target = old or same
    context = Context(issued_on=plan.header.issued_on)
    # What was taken away and is not there this time is as it should be.
    if item is None or (decision.before is not None and decision.after is not None and target is None):
        plan.warnings.append(_unfit(decision, item))
        return None
    if decision.after is None:
        own[:] = [one for one in own if one is not old]
    elif target is not None:
        _fill(target, decision.after, decision.before, context)
    else:
        made = Assignment(id="", unit=match_unit(decision.after.unit), role=decision.after.role)
        setattr(made, item.field, item.id)
        _fill(made, decision.after, None, context)
        own.append(made)
    return Correction(
        before=_told(decision.before),
        after=_told(decision.after),
        confidence=1.0,
        source=item.source,
        reason="assignment",
        by=PERSON,
    )


def _part_with(parts: list[_Item], duty: Duty | None, duties: _Duties) -> _Item | None:
    """Of a paragraph that was split the part to which the duty went; where none has it nobody knows which is meant."""
    having = [item for item in parts if duty is not None and any(_is(one, duty) for one in duties.of(item))]
    return having[0] if len(having) == 1 else None


def _look_at(plan: Plan, decision: WarningDecision) -> Correction | None:
    """Take away the warning that a person has looked at, in place; one that tells something else now stays."""
    told = _without_measures(decision.message)
    for warning in plan.warnings:
        page = warning.source.page if warning.source else None
        if (warning.code, page) == (decision.code, decision.page) and _tells(plan, warning, told):
            plan.warnings = [one for one in plan.warnings if one is not warning]
            before = f"{warning.code}: {warning.message}"
            return Correction(
                before=before, after="", confidence=1.0, source=warning.source, reason="warning", by=PERSON
            )
    return None


def _leave(plan: Plan, decision: LaterDecision) -> None:
    """Tell, once, of what only a later version of the program can decide."""
    message = f"Not made ({decision.what[:_SHOWN]}): only a later version of viextract knows what this is"
    if not any(one.message == message for one in plan.warnings):
        plan.warnings.append(Warning(code=WarningCode.CORRECTION_UNFIT, message=message))


def _tells(plan: Plan, warning: Warning, told: str) -> bool:
    """Whether a warning tells what a person has seen: who has looked at a line and corrected a word of it saw another
    word there, and the rest as it is now.
    """
    now, seen = _WORD.findall(_without_measures(warning.message)), _WORD.findall(told)
    corrected = {
        word
        for one in plan.corrections
        if one.reason == PERSON and one.source and warning.source
        if (one.source.page, one.source.lines) == (warning.source.page, warning.source.lines)
        for word in _WORD.findall(one.after)
    }
    return len(now) == len(seen) and all(one == other or one in corrected for one, other in zip(now, seen, strict=True))


_WORD = re.compile(r"\w+")
_MEASURE = re.compile(r"\b[01]\.\d\d\b")


def _without_measures(message: str) -> str:
    """How sure a reading was differs from run to run where the text that was read does not."""
    return _MEASURE.sub("", message)


def _is(assignment: Assignment, duty: Duty) -> bool:
    names = {match_unit(duty.unit).key, fold(duty.unit).replace(" ", "-")}
    return assignment.role == duty.role and assignment.unit.key in names


def _fill(assignment: Assignment, duty: Duty, before: Duty | None, context: Context) -> None:
    """Give an assignment what a person has decided; a body that was not touched stays as it was read."""
    if before is None or before.unit != duty.unit:
        assignment.unit = match_unit(duty.unit)
    if before is None or before.partners != duty.partners:
        assignment.partners = [match_unit(name) for name in duty.partners]
    if before is None or before.deadline != duty.deadline:
        assignment.deadline = _dated(duty.deadline, context)
    assignment.role = duty.role
    assignment.confidence = 1.0


def _dated(deadline: Deadline | None, context: Context) -> Deadline | None:
    """Of words alone the days that they name, "tháng 9" in the year of the document."""
    if deadline is None or deadline.start or deadline.end or deadline.recurrence or deadline.day:
        return deadline
    found = find_deadline(deadline.text, context, time=True)
    return found.model_copy(update={"text": deadline.text}) if found else deadline


def _told(duty: Duty | None) -> str:
    if duty is None:
        return ""
    parts = [f"{duty.role}: {duty.unit}"]
    if duty.partners:
        parts.append("; ".join(duty.partners))
    if duty.deadline:
        parts.append(duty.deadline.text)
    return " | ".join(parts)


def _unfit(decision: AssignmentDecision, item: _Item | None) -> Warning:
    why = "there is no such duty" if item else "the work is not there"
    message = f"Not made (assignment: {_told(decision.after or decision.before)}): {why}: {decision.work.text[:_SHOWN]}"
    return Warning(code=WarningCode.CORRECTION_UNFIT, message=message, source=item.source if item else None)
