"""A plan's tree for a person to look over: sections, tasks with their figures, bodies, and what was uncertain.

>>> from viextract.model.plan import Plan, Section, Source, Task
>>> section = Section(id="I", label="I", title="MỤC ĐÍCH")
>>> task = Task(id="t1", section_id="I", marker="-", text="Nâng cao nhận thức.", confidence=0.6)
>>> source = Source(name="a.txt", sha256="", media_type="text/plain", page_count=1)
>>> plan = Plan(source=source, sections=[section], tasks=[task])
>>> print(plan_outline(plan), end="")
a.txt
└─ I. MỤC ĐÍCH
   └─ - Nâng cao nhận thức.  [?60%]
"""

from __future__ import annotations

from dataclasses import dataclass, field

from viextract.model.plan import Assignment, Deadline, Detail, Plan, Section, Target, Task

CERTAIN = 0.85
"""A text of less certainty is marked with a question mark and its certainty."""


@dataclass(slots=True)
class _Branch:
    text: str
    children: list[_Branch] = field(default_factory=list)


def plan_outline(plan: Plan, *, width: int = 110) -> str:
    """The tree as text, one line a section or task, ending with a line feed; longer texts are cut to ``width``
    characters.

    ``[?60%]`` marks what was read with little certainty, ``→`` each one who does it, ``◎`` its goals, ``⏲`` when it is
    due; labelled lines stand below their work, warnings behind the tree.
    """
    root = _Branch(_head(plan))
    tasks: dict[str | None, list[Task]] = {}
    for task in plan.tasks:
        if task.parent_id is None:
            tasks.setdefault(task.section_id, []).append(task)
    nested: dict[str, list[Task]] = {}
    for task in plan.tasks:
        if task.parent_id is not None:
            nested.setdefault(task.parent_id, []).append(task)
    tree = _Tree(tasks, nested, {}, width)
    for assignment in plan.assignments:
        tree.who.setdefault((assignment.task_id, assignment.section_id), []).append(assignment)
    root.children += [tree.task(task) for task in tasks.get(None, [])]
    root.children += [tree.section(section) for section in plan.sections]
    root.children += [
        _Branch(f"▦ {table.title or table.kind} ({len(table.rows)} × {len(table.columns)})") for table in plan.tables
    ]
    root.children += [_Branch(f"! {warning.code}: {warning.message}"[:width]) for warning in plan.warnings]
    return "\n".join(_drawn(root)) + "\n"


def _head(plan: Plan) -> str:
    header = plan.header
    parts = [header.type, header.symbol, header.issued_on, header.issuer.name if header.issuer else None]
    line = " · ".join(part for part in parts if part)
    named = f"{plan.source.name}: {line}" if line else plan.source.name
    return f"{named}\n{header.title}" if header.title else named


@dataclass(slots=True)
class _Tree:
    tasks: dict[str | None, list[Task]]
    nested: dict[str, list[Task]]
    who: dict[tuple[str | None, str | None], list[Assignment]]
    """The duties of each task and section, by the id of one or the other."""
    width: int

    def section(self, section: Section) -> _Branch:
        label = f"{section.label}. " if section.label else ""
        bodies = f"  ⟨{'; '.join(unit.name for unit in section.units)}⟩" if section.units else ""
        notes = [*map(_doer, self.who.get((None, section.id), [])), _times(section.deadlines)]
        branch = _Branch("  ".join([self._cut(f"{label}{section.title}") + bodies, *filter(None, notes)]))
        branch.children += self._details(section.details)
        branch.children += [_Branch(self._cut(f"¶ {text}")) for text in section.paragraphs]
        inside: list[tuple[int, _Branch]] = [(_line(task), self.task(task)) for task in self.tasks.get(section.id, [])]
        inside += [(_line(child), self.section(child)) for child in section.children]
        branch.children += [child for _, child in sorted(inside, key=lambda pair: pair[0])]
        return branch

    def task(self, task: Task) -> _Branch:
        marker = task.marker or "·"
        mark = marker if not marker[0].isalnum() else f"{marker})"
        doers = map(_doer, self.who.get((task.id, None), []))
        notes = [_doubt(task.confidence), *doers, _goals(task.targets), _times(task.deadlines)]
        branch = _Branch("  ".join([self._cut(f"{mark} {task.text}"), *filter(None, notes)]))
        branch.children = self._details(task.details)
        branch.children += [self.task(child) for child in self.nested.get(task.id, [])]
        return branch

    def _details(self, details: list[Detail]) -> list[_Branch]:
        return [_Branch(self._cut(f"· {detail.label}: {detail.text}")) for detail in details]

    def _cut(self, text: str) -> str:
        return text if len(text) <= self.width else text[: self.width - 1].rstrip() + "…"


def _line(item: Task | Section) -> int:
    """Where the item stands in the source: tasks and sections below one heading are told in the document's order."""
    return item.source.lines[0] if item.source else 0


def _doubt(confidence: float) -> str:
    return f"[?{confidence:.0%}]" if confidence < CERTAIN else ""


_ROLES = {"lead": "chủ trì", "implement": "thực hiện", "cooperate": "phối hợp"}


def _doer(assignment: Assignment) -> str:
    partners = f" + {'; '.join(unit.name for unit in assignment.partners)}" if assignment.partners else ""
    asked = " (đề nghị)" if assignment.requested else ""
    return f"→ {assignment.unit.name}: {_ROLES[assignment.role]}{asked}{partners}"


def _times(deadlines: list[Deadline]) -> str:
    return f"⏲ {'; '.join(deadline.text for deadline in deadlines)}" if deadlines else ""


def _goals(targets: list[Target]) -> str:
    return f"◎ {', '.join(target.text for target in targets)}" if targets else ""


def _drawn(branch: _Branch) -> list[str]:
    lines = branch.text.split("\n")
    for number, child in enumerate(branch.children):
        last = number == len(branch.children) - 1
        for row, text in enumerate(_drawn(child)):
            stem = ("└─ " if last else "├─ ") if row == 0 else ("   " if last else "│  ")
            lines.append(stem + text)
    return lines
