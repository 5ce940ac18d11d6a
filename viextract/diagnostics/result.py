"""What of a plan comes from a line, and which words say so: section, task, detail, duty, deadline, row, warning."""

from __future__ import annotations

from collections.abc import Iterator

from viextract.diagnostics.findings import Finding, quoted
from viextract.language.fold import fold
from viextract.model.document import Line
from viextract.model.plan import Assignment, Criterion, Deadline, Detail, Plan, Programme, Section, Span, Task
from viextract.parse.coverage import walk
from viextract.parse.facts.deadlines.cues import cue_before
from viextract.parse.facts.deadlines.forms import read_times
from viextract.parse.outline.assignments import BY_HEADING, SURE, role_and_words
from viextract.parse.outline.titles import is_organisation, section_kind
from viextract.vocabulary.actors import subject_of
from viextract.vocabulary.phrases import kind_patterns


def plan_findings(plan: Plan, line: Line) -> list[Finding]:
    """All of a plan that refers to the line."""
    sections = [section for section in walk(plan.sections) if _covers(section.source, line)]
    tasks = [task for task in plan.tasks if _covers(task.source, line)]
    found = [*_header(plan, line), *_paragraphs(plan, line)]
    for section in sections:
        found += _section(plan, section)
    for task in tasks:
        found += _task(plan, task)
    found += [*_details(plan, line), *_rows(plan, line), *_citations(plan, line), *_left_over(plan, line)]
    return found or [Finding("plan", "Nothing in the plan refers to this line.")]


def _covers(source: Span | None, line: Line) -> bool:
    return source is not None and source.lines[0] <= line.number <= source.lines[1]


# --- head, foot and text


def _header(plan: Plan, line: Line) -> Iterator[Finding]:
    """The fields whose words stand on the line, if it is one of head or foot."""
    header = plan.header
    text = fold(" ".join(line.text.split()))
    if not any(text and text in fold(printed) for printed in header.as_printed):
        return
    values = {
        "type": header.type,
        "symbol": header.symbol,
        "symbol_code": header.symbol_code,
        "place": header.place,
        "issuer": header.issuer and header.issuer.text,
        "parent_issuer": header.parent_issuer and header.parent_issuer.text,
        "signatory.authority": header.signatory and header.signatory.authority,
        "signatory.position": header.signatory and header.signatory.position,
        "signatory.name": header.signatory and header.signatory.name,
    }
    told = [name for name, value in values.items() if value and (fold(value) in text or text in fold(value))]
    if header.title and text in fold(header.title):
        told.append("title")
    if any(fold(recipient).strip(" .;,") in text for recipient in header.recipients):
        told.append("recipients")
    if told:
        yield Finding("plan", f"fields of the header with words of this line: {', '.join(told)}")
    else:
        yield Finding("plan", "It is kept with the head or foot as printed, and gives no field of the header.")


def _paragraphs(plan: Plan, line: Line) -> Iterator[Finding]:
    text = " ".join(line.text.split())
    for name in ("preamble", "closing"):
        if any(text in paragraph for paragraph in getattr(plan, name)):
            yield Finding("plan", f"It is text of the plan: {name}")
    for section in walk(plan.sections):
        if any(text in paragraph for paragraph in section.paragraphs):
            yield Finding("plan", f"a paragraph of section {section.id}, and no task")


# --- sections and tasks


def _section(plan: Plan, section: Section) -> Iterator[Finding]:
    yield Finding("plan", f"section {section.id}: {quoted(section.title)}, sure {section.confidence:.2f}")
    words = _kind_words(section)
    if words:
        yield Finding("plan", f"its kind is {section.kind}, by the words {quoted(words)}")
    elif section.kind == "other":
        yield Finding("plan", "No word of its title tells its kind.")
    else:
        yield Finding("plan", f"its kind is {section.kind}, from the part above it")
    for unit in section.units:
        yield Finding("plan", f"its title gives what stands below to {quoted(unit.text)}")
    for deadline in section.deadlines:
        yield _deadline(deadline, section.details)
    for assignment in plan.assignments:
        if assignment.section_id == section.id:
            yield from _assignment(assignment, None, [])


def _kind_words(section: Section) -> str:
    """The words of a title that tell its kind; empty where they do not."""
    if section_kind(section.title) != section.kind or is_organisation(section.title):
        return section.title if is_organisation(section.title) else ""
    folded = fold(section.title)
    for kind, pattern in kind_patterns():
        if kind == section.kind and (match := pattern.search(folded)):
            return section.title[match.start() : match.end()]
    return ""


def _task(plan: Plan, task: Task) -> Iterator[Finding]:
    sure = f"{task.confidence:.2f}"
    if task.section_id:
        yield Finding("plan", f"task {task.id} in section {task.section_id}, of the kind {task.kind}, sure {sure}")
    else:
        yield Finding("plan", f"task {task.id} outside of any section, of the kind {task.kind}, sure {sure}")
    if task.parent_id:
        yield Finding("plan", f"It is nested below task {task.parent_id}, which has the duty.")
    for deadline in task.deadlines:
        yield _deadline(deadline, task.details)
    for target in task.targets:
        if target.value is None:
            yield Finding("plan", f"a goal without a figure: {quoted(target.text)}")
        else:
            figure = f"{target.comparator or '='} {target.value:g} {target.unit or ''}".rstrip()
            yield Finding("plan", f"a goal: {quoted(target.text)} is {figure}")
    duties = [assignment for assignment in plan.assignments if assignment.task_id == task.id]
    above = _with_bodies(plan, task.section_id)
    for assignment in duties:
        yield from _assignment(assignment, task, above)
    if not duties and not task.parent_id:
        yield Finding("plan", "Nobody is given it: no labelled line, no heading above, no subject of the sentence.")


def _with_bodies(plan: Plan, section_id: str | None) -> list[Section]:
    """The headings above that name a body, the nearest first."""
    path: list[Section] = []
    level = plan.sections
    while level:
        inside = next((one for one in level if any(below.id == section_id for below in walk([one]))), None)
        if inside is None:
            break
        path.insert(0, inside)
        level = inside.children
    return [section for section in path if section.units]


# --- who and when


def _assignment(assignment: Assignment, task: Task | None, above: list[Section]) -> Iterator[Finding]:
    body, role = quoted(assignment.unit.text), assignment.role
    yield Finding("plan", f"duty {assignment.id}: {body} has the role {role}, sure {assignment.confidence:.2f}")
    if assignment.unit.name != assignment.unit.text:
        yield Finding("plan", f"the body's name in full: {assignment.unit.name}")
    if assignment.confidence == SURE or task is None:
        yield Finding("plan", "A labelled line names the body and its role.")
    else:
        own = subject_of(task.text)
        duty = task.text[own.end :] if own is not None else task.text
        if assignment.confidence == BY_HEADING and above:
            yield Finding("plan", f"The heading of section {above[0].id} names the body: {quoted(above[0].title)}")
        elif own is not None and own.text == assignment.unit.text:
            yield Finding("plan", f"The body is the subject of the sentence: {quoted(own.text)}")
        else:
            yield Finding("plan", "The body is named in a closing bracket or a later sentence.")
        told, words = role_and_words(duty)
        if told == role and words:
            yield Finding("plan", f"the words that give the role: {quoted(words)}")
        elif told == role:
            yield Finding("plan", "No word says that it leads or cooperates, so that it carries the work out.")
    for partner in assignment.partners:
        yield Finding("plan", f"a partner: {quoted(partner.text)}")
    if assignment.requested:
        yield Finding("plan", "It is asked for, not ordered.")


def _deadline(deadline: Deadline, details: list[Detail]) -> Finding:
    """A deadline with the words that set it: the label of a line, a preposition, a rhythm."""
    text, when = quoted(deadline.text), _when(deadline)
    label = next((one.label for one in details if one.kind == "time" and deadline.text in one.text), None)
    if label is not None:
        return Finding("plan", f"deadline {text} is {when}, by the label {quoted(label)}")
    folded = fold(deadline.text)
    for times in read_times(folded):
        if cue := cue_before(folded[: times.start], deadline.text[: times.start]):
            words = quoted(deadline.text[cue.start : cue.start + len(cue.words)])
            return Finding("plan", f"deadline {text} is {when}, by the word {words} ({cue.kind})")
    return Finding("plan", f"deadline {text} is {when}")


def _when(deadline: Deadline) -> str:
    dates = f"{deadline.start or '…'} to {deadline.end or '…'}" if deadline.start or deadline.end else ""
    return " ".join(filter(None, [dates, deadline.recurrence, deadline.day])) or "?"


# --- details, tables, the rest


def _details(plan: Plan, line: Line) -> Iterator[Finding]:
    for section in walk(plan.sections):
        for detail in section.details:
            if _covers(detail.source, line):
                text = quoted(detail.text)
                yield Finding("plan", f"a detail of section {section.id}, of the kind {detail.kind}: {text}")
    for task in plan.tasks:
        for detail in task.details:
            if _covers(detail.source, line):
                text = quoted(detail.text)
                yield Finding("plan", f"a detail of task {task.id}, of the kind {detail.kind}: {text}")


def _rows(plan: Plan, line: Line) -> Iterator[Finding]:
    for table in plan.tables:
        if _covers(table.source, line):
            yield Finding("plan", f"table {table.id} of the kind {table.kind}, of {len(table.rows)} rows")
    rows: list[Criterion | Programme] = [*plan.criteria, *plan.programmes]
    for row in rows:
        if _covers(row.source, line):
            yield Finding("plan", f"row {row.id} of table {row.table_id}, sure {row.confidence:.2f}")


def _citations(plan: Plan, line: Line) -> Iterator[Finding]:
    for citation in plan.citations:
        if _covers(citation.source, line):
            yield Finding("plan", f"citation {citation.id}: {citation.kind or ''} {citation.symbol}")


def _left_over(plan: Plan, line: Line) -> Iterator[Finding]:
    for item in plan.coverage.unplaced if plan.coverage else []:
        if _covers(item.source, line):
            yield Finding("plan", f"in no part of the plan, with the reason {item.reason}: {quoted(item.text)}")
    for warning in plan.warnings:
        if _covers(warning.source, line):
            yield Finding("plan", f"a warning on this line: {warning.code}")
