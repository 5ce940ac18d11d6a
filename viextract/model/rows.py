"""The one table that everybody asks for: who does what by when, a row for each assignment, joined with its work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viextract.model.plan import Assignment, Criterion, Deadline, Detail, Plan, Programme, Section, Task


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of one body. Texts are the document's; dates are real dates."""

    file: str
    symbol: str | None
    issued_on: str | None
    issuer: str | None
    section: str
    """The headings above the work, from the top, joined by ``›``."""
    kind: str
    """What the work is: task, section, criterion or programme."""
    work: str
    body: str | None
    """None for work that the document gives to nobody."""
    role: str | None
    partners: tuple[str, ...]
    requested: bool
    starts: date | None
    ends: date | None
    recurrence: str | None
    deadline: str | None
    """The words that say when, of every period where the work has several; ``starts`` and ``ends`` are the first's."""
    place: str | None
    funding: str | None
    result: str | None
    page: int | None
    confidence: float
    grade: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What a duty is about."""

    kind: str
    text: str
    section: str
    details: tuple[Detail, ...]
    deadline: Deadline | None
    page: int | None
    confidence: float
    key: str | None
    deadlines: tuple[Deadline, ...] = ()
    """All periods; ``deadline`` is the first."""

    def words_of(self, deadline: Deadline | None) -> str | None:
        """What says when: the words of all periods where ``deadline`` is the work's own first one."""
        if deadline is None:
            return None
        if len(self.deadlines) > 1 and deadline == self.deadlines[0]:
            return "; ".join(one.text for one in self.deadlines)
        return deadline.text

    def detail(self, kind: str) -> str | None:
        return "; ".join(detail.text for detail in self.details if detail.kind == kind) or None


_UNKNOWN = _Work("task", "", "", (), None, None, 1.0, None)
"""Of an assignment whose work is not in the plan, as in one that was edited by hand."""


def duty_rows(plan: Plan, *, unassigned: bool = False) -> list[DutyRow]:
    """A row for each assignment, in document order.

    unassigned: a row, without a body, for each task that nobody is assigned to, too; after the others.
    """
    works = _works(plan)
    rows = [_row(plan, works.get(_id(assignment), _UNKNOWN), assignment) for assignment in plan.assignments]
    if unassigned:
        assigned = {_id(assignment) for assignment in plan.assignments}
        rows += [_row(plan, works[task.id], None) for task in plan.tasks if task.id not in assigned]
    return rows


def dated_rows(plan: Plan) -> list[tuple[date, DutyRow]]:
    """The days of a plan: a row for each assignment and, behind them and without a body, for each section, task and
    programme that nobody is assigned to, with its last day, or else its first; what has neither is left out.
    """
    assigned = {_id(assignment) for assignment in plan.assignments}
    free = [work for id_, work in _works(plan).items() if id_ not in assigned]
    rows = [*duty_rows(plan), *(_row(plan, work, None) for work in free)]
    return [(day, row) for row in rows if (day := row.ends or row.starts) is not None]


def section_paths(plan: Plan) -> dict[str, str]:
    """For each section's id its title and those above it, joined by ``›``."""
    paths: dict[str, str] = {}
    for section, above in _sections(plan.sections, ""):
        title = " ".join(filter(None, [f"{section.label}." if section.label else "", section.title])).strip()
        paths[section.id] = f"{above} › {title}" if above else title
    return paths


def _sections(sections: list[Section], above: str) -> Iterator[tuple[Section, str]]:
    for section in sections:
        yield section, above
        title = " ".join(filter(None, [f"{section.label}." if section.label else "", section.title])).strip()
        yield from _sections(section.children, f"{above} › {title}" if above else title)


def _works(plan: Plan) -> dict[str, _Work]:
    """Everything that can be assigned, by id."""
    paths = section_paths(plan)
    tables = {table.id: table.title or "" for table in plan.tables}
    works = {task.id: _task(task, paths) for task in plan.tasks}
    for section, _ in _sections(plan.sections, ""):
        works[f"§{section.id}"] = _section(section, paths)
    works |= {criterion.id: _criterion(criterion, tables) for criterion in plan.criteria}
    works |= {programme.id: _programme(programme, tables) for programme in plan.programmes}
    return works


def _id(assignment: Assignment) -> str:
    if assignment.section_id is not None:
        return f"§{assignment.section_id}"
    return assignment.task_id or assignment.criterion_id or assignment.programme_id or ""


def _task(task: Task, paths: dict[str, str]) -> _Work:
    return _Work(
        "task",
        task.text,
        paths.get(task.section_id or "", ""),
        tuple(task.details),
        task.deadline,
        task.source.page if task.source else None,
        task.confidence,
        task.key,
        tuple(task.deadlines),
    )


def _section(section: Section, paths: dict[str, str]) -> _Work:
    page = section.source.page if section.source else None
    above = paths[section.id].rpartition(" › ")[0]
    details = tuple(section.details)
    periods = tuple(section.deadlines)
    return _Work(
        "section", section.title, above, details, section.deadline, page, section.confidence, section.id, periods
    )


def _criterion(criterion: Criterion, tables: dict[str, str]) -> _Work:
    coded = [part.title for part in (criterion.standard, criterion.criterion) if part]
    section = " › ".join(filter(None, [tables.get(criterion.table_id), criterion.group, *coded]))
    text = criterion.indicator or (coded[-1] if coded else "")
    page = criterion.source.page if criterion.source else None
    return _Work("criterion", text, section, (), None, page, criterion.confidence, criterion.key)


def _programme(programme: Programme, tables: dict[str, str]) -> _Work:
    text = f"{programme.name}: {programme.content}" if programme.content else programme.name
    page = programme.source.page if programme.source else None
    section = tables.get(programme.table_id, "")
    return _Work("programme", text, section, (), programme.deadline, page, programme.confidence, programme.key)


def _row(plan: Plan, work: _Work, assignment: Assignment | None) -> DutyRow:
    header = plan.header
    deadline = (assignment.deadline if assignment else None) or work.deadline
    return DutyRow(
        file=plan.source.name,
        symbol=header.symbol or header.symbol_code,
        issued_on=header.issued_on,
        issuer=header.issuer.name if header.issuer else None,
        section=work.section,
        kind=work.kind,
        work=work.text,
        body=assignment.unit.name if assignment else None,
        role=assignment.role if assignment else None,
        partners=tuple(unit.name for unit in assignment.partners) if assignment else (),
        requested=assignment.requested if assignment else False,
        starts=deadline.start_date if deadline else None,
        ends=deadline.end_date if deadline else None,
        recurrence=deadline.recurrence if deadline else None,
        deadline=work.words_of(deadline),
        place=work.detail("place"),
        funding=work.detail("funding"),
        result=work.detail("result"),
        page=work.page,
        confidence=min(work.confidence, assignment.confidence) if assignment else work.confidence,
        grade=plan.grade.value if plan.grade else None,
        key=assignment.key if assignment else work.key,
    )
