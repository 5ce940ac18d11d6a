"""What an archive says on the whole: how good its documents are, who has what to do, and what is due when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from viextract.archive.manifest import read_entries
from viextract.archive.outcome import Entry
from viextract.archive.plans import OnPlan, PlanReader
from viextract.model.plan import Plan

GRADES = ("good", "check", "poor")
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a body, with the document that gives it."""

    path: str
    symbol: str | None
    issuer: str | None
    body: str
    role: str | None
    work: str
    work_id: str | None
    """Of the task, section or row in the plan."""
    starts: date | None
    ends: date | None
    deadline: str | None
    recurrence: str | None
    page: int | None


@dataclass(slots=True)
class Body:
    """A body with all that it has to do. Bodies of two offices that are called the same stand together."""

    name: str
    duties: list[Duty] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the archive, as lists show it."""

    path: str
    symbol: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    grade: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    quality: float | None
    bodies: tuple[str, ...]

    @property
    def month(self) -> str | None:
        """When it was issued, ``2026-03``."""
        return self.issued_on[:7] if self.issued_on and len(self.issued_on) >= 7 else None


@dataclass(slots=True)
class Overview:
    """Counts and lists over all documents of an archive."""

    papers: list[Paper] = field(default_factory=list)
    files: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    """Files without results, by the code of the error."""
    warnings: Counter[str] = field(default_factory=Counter)
    """How many warnings of each code there are."""
    bodies: dict[str, Body] = field(default_factory=dict)
    """By the key of the body."""
    skipped: tuple[str, ...] = ()
    """Files whose results could not be read back."""

    def grades(self) -> dict[str, int]:
        found = Counter(paper.grade for paper in self.papers)
        return {grade: found[grade] for grade in (*GRADES, "") if grade or found[grade]}

    def reasons(self) -> list[tuple[str, int]]:
        """In how many documents each code keeps the grade from good."""
        return Counter(reason for paper in self.papers for reason in set(paper.reasons)).most_common()

    def offices(self) -> list[tuple[str, int]]:
        """Issuers with the number of their documents; without a name those whose issuer is not known."""
        return Counter(paper.issuer or "" for paper in self.papers).most_common()

    def months(self) -> list[str]:
        """All months from the first to the last in which a document was issued.

        Where that is more than ten years, as a year that was misread makes it, those months alone that have documents.
        """
        known = sorted({paper.month for paper in self.papers if paper.month})
        every = list(months_from(known[0], known[-1])) if known else []
        return every if len(every) <= _MOST_MONTHS else known[-_MOST_MONTHS:]

    def by_month(self) -> dict[str, list[Paper]]:
        found: dict[str, list[Paper]] = {month: [] for month in self.months()}
        for paper in self.papers:
            if paper.month in found:
                found[paper.month].append(paper)
        return found

    def worst(self, most: int) -> list[Paper]:
        """What a person looks at first: what is not good, the poorest first."""
        order = {"poor": 0, "check": 1}
        found = [paper for paper in self.papers if paper.grade in order]
        return sorted(found, key=lambda paper: (order[paper.grade], paper.quality or 0.0, paper.path))[:most]

    def busiest(self) -> list[tuple[str, Body]]:
        """Bodies with their keys, those with the most duties first."""
        return sorted(self.bodies.items(), key=lambda item: (-len(item[1].duties), item[1].name))

    def due(self, first: date, end: date) -> dict[date, list[Duty]]:
        """Duties by the day on which they end, from ``first`` to before ``end``; one for each body and work."""
        found: dict[date, list[Duty]] = {}
        duties = (duty for body in self.bodies.values() for duty in body.duties)
        for duty in sorted(duties, key=lambda duty: (duty.ends or date.min, duty.path, duty.work, duty.body)):
            if duty.ends is not None and first <= duty.ends < end:
                found.setdefault(duty.ends, []).append(duty)
        return found


def months_from(first: str, last: str) -> Iterator[str]:
    """Months from one to another.

    >>> list(months_from("2025-11", "2026-02"))
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last and year <= 9999:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def survey(out: Path, on_plan: OnPlan | None = None) -> Overview:
    """Read the whole archive. Raises InputNotFoundError where ``out`` holds no results."""
    reader = PlanReader(out, on_plan)
    found = Overview()
    for entry in read_entries(out):
        found.files += 1
        if entry.facts is None and entry.outcome.failure is not None:
            found.failed[entry.outcome.failure.code] += 1
    for entry, plan in reader.entries():
        _add(found, entry, plan)
    found.skipped = tuple(reader.skipped)
    return found


def with_plans(before: Overview, plans: Mapping[str, tuple[Plan, Plan]]) -> Overview:
    """The overview with other plans in place of some, each with the one that it takes the place of, by the path.

    ``before`` stays as it is; a copy of a document that has another name there changes nothing.
    """
    plans = {one.path: plans[one.path] for one in before.papers if one.path in plans}
    papers = [paper_of(one.path, plans[one.path][1]) if one.path in plans else one for one in before.papers]
    touched = {key for pair in plans.values() for plan in pair for key, _ in _duties("", plan)}
    bodies = {
        key: Body(body.name, [duty for duty in body.duties if duty.path not in plans]) if key in touched else body
        for key, body in before.bodies.items()
    }
    found = replace(before, papers=papers, warnings=Counter(before.warnings), bodies=bodies)
    for path, (old, new) in plans.items():
        found.warnings.subtract(str(warning.code) for warning in old.warnings)
        found.warnings.update(str(warning.code) for warning in new.warnings)
        _enter(found, path, new)
    found.warnings = +found.warnings
    found.bodies = {key: body for key, body in found.bodies.items() if body.duties}
    return found


def _add(found: Overview, entry: Entry, plan: Plan) -> None:
    """Enter a plan into the overview: the paper, its warnings, and each duty below the body that has it."""
    found.papers.append(paper_of(entry.path, plan))
    found.warnings.update(str(warning.code) for warning in plan.warnings)
    _enter(found, entry.path, plan)


def paper_of(path: str, plan: Plan) -> Paper:
    """What lists show of a plan."""
    header = plan.header
    units = {assignment.unit.name for assignment in plan.assignments}
    units |= {partner.name for assignment in plan.assignments for partner in assignment.partners}
    return Paper(
        path,
        header.symbol or header.symbol_code,
        header.issuer.name if header.issuer else None,
        header.issued_on,
        header.title,
        plan.grade.value if plan.grade else "",
        tuple(plan.grade.reasons) if plan.grade else (),
        tuple(dict.fromkeys(str(warning.code) for warning in plan.warnings)),
        min((page.quality for page in plan.source.pages), default=None),
        tuple(sorted(units)),
    )


def _enter(found: Overview, path: str, plan: Plan) -> None:
    for key, duty in _duties(path, plan):
        found.bodies.setdefault(key, Body(duty.body)).duties.append(duty)


def _duties(path: str, plan: Plan) -> Iterator[tuple[str, Duty]]:
    """Each with the key of its body."""
    for row, assignment in zip(plan.rows(), plan.assignments, strict=True):
        name = assignment.unit.name
        work = assignment.task_id or assignment.section_id or assignment.criterion_id or assignment.programme_id
        duty = Duty(
            path,
            row.symbol,
            row.issuer,
            name,
            row.role,
            row.work,
            work,
            row.starts,
            row.ends,
            row.deadline,
            row.recurrence,
            row.page,
        )
        yield assignment.unit.key or name, duty
