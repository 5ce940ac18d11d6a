"""From text to a plan: header, sections, tasks, figures, assignments and tables.

The door is :func:`parse_document`. ``outline`` finds the parts of a document, its labels, titles, tree and duties,
``facts`` what a sentence says (deadlines, targets, citations), ``tables`` the appendix tables; ``coverage``, ``doubts``
and ``grade`` say what became of the words and how far the plan may be trusted.
"""

from __future__ import annotations

from viextract.model.document import Document
from viextract.model.plan import Assignment, Criterion, Plan, Source, Span, Warning
from viextract.options import Options
from viextract.parse.coverage import cover
from viextract.parse.doubtful_names import weigh_names
from viextract.parse.doubts import add_doubts
from viextract.parse.ended_bodies import ended_bodies
from viextract.parse.facts.citations import CitationIndex
from viextract.parse.facts.deadlines import Context
from viextract.parse.facts.targets import heading_year
from viextract.parse.grade import grade_plan
from viextract.parse.keys import assign_keys
from viextract.parse.outline import Assigner, Block, Item, all_sections, date_sections, make_task, read_header
from viextract.parse.outline.divisions import Division, other_documents
from viextract.parse.outline.sections import Tree, build
from viextract.parse.parts import parts_of
from viextract.parse.tables import TableResult, deadline_of

__all__ = ["parse_document"]


def parse_document(document: Document, options: Options) -> Plan:
    """The plan that a read and recovered document holds.

    Never fails on odd text: what is not understood stays as paragraphs of its section, with a warning in
    ``plan.warnings``.
    """
    parts = parts_of(document)
    tables, divisions = parts.tables, parts.divisions
    typed = all(page.source.text_origin == "text" for page in document.pages)
    header, header_warnings = read_header(divisions, parts.blocks, typed=typed)
    tree = build(divisions)

    plan = Plan(source=_source(document), header=header, sections=tree.roots)
    citations = CitationIndex(header.symbol)
    context = Context(year=heading_year(header.title or ""), issued_on=header.issued_on)
    date_sections(tree, context)
    if not divisions[0].title and header.title:
        citations.add(header.title)  # a letter's subject stands in its head
    _cite(citations, divisions)
    _add_tasks(plan, tree, citations, context)
    plan.citations = citations.citations()
    _add_tables(plan, tables, context)
    plan.corrections = document.corrections
    weigh_names(plan)
    plan.warnings = [Warning(code=code, message=message, source=span) for code, message, span in document.warnings]
    plan.warnings += [Warning(code=code, message=message) for code, message in header_warnings]
    plan.warnings += [_another(block) for block in other_documents(parts.blocks)]
    plan.warnings += _tree_warnings(tree, is_letter=bool(divisions[0].addressees))
    pages = {line.number: line.page for line in parts.lines}
    for code, message, number in tables.warnings:
        span = Span(page=pages.get(number, 1), lines=(number, number), bbox=None)
        plan.warnings.append(Warning(code=code, message=message, source=span))
    cover(plan, document, divisions, tables.consumed)
    plan.warnings += ended_bodies(plan)
    add_doubts(plan, document)
    plan.grade = grade_plan(plan)
    assign_keys(plan)
    return plan


def _source(document: Document) -> Source:
    return Source(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        page_count=document.page_count,
        pages=[page.source for page in document.pages],
    )


def _add_tasks(plan: Plan, tree: Tree, citations: CitationIndex, context: Context) -> None:
    """Tasks and assignments in document order, with consistent ids."""
    ids: dict[int, str] = {}
    assigner = Assigner()
    for section in all_sections(plan.sections):
        assigner.section(section)
    for number, draft in enumerate(tree.tasks, 1):
        parent = ids.get(id(draft.parent)) if draft.parent else None
        task = make_task(draft, number, parent, citations, context)
        ids[id(draft)] = task.id
        plan.tasks.append(task)
        assigner.task(task, draft)
    plan.assignments = _in_document_order(plan, assigner)


def _in_document_order(plan: Plan, assigner: Assigner) -> list[Assignment]:
    lines = {task.id: task.source.lines[0] for task in plan.tasks if task.source}
    sections = {section.id: section.source.lines[0] for section in all_sections(plan.sections) if section.source}
    made = sorted(
        assigner.made,
        key=lambda item: lines.get(item.task_id or "", 0) if item.task_id else sections.get(item.section_id or "", 0),
    )
    return [item.model_copy(update={"id": f"a{number}"}) for number, item in enumerate(made, 1)]


def _cite(citations: CitationIndex, divisions: list[Division]) -> None:
    """The documents that the text names, in the order in which it does, whatever becomes of a paragraph later."""
    for division in divisions:
        parts = [division.title, division.preamble, division.body, division.closing]
        for block in (block for part in parts for block in part):
            citations.add(block.text, block.span)


def _add_tables(plan: Plan, tables: TableResult, context: Context) -> None:
    """What tables hold; times in their cells are read with the document's context, which their reader does not know."""
    plan.tables = tables.tables
    plan.criteria = [_without_results(criterion, context) for criterion in tables.criteria]
    plan.programmes = tables.programmes
    for programme in plan.programmes:
        if programme.deadline:
            programme.deadline = deadline_of(programme.deadline.text, context)
    for assignment in tables.assignments:
        deadline = deadline_of(assignment.deadline.text, context) if assignment.deadline else None
        update = {"id": f"a{len(plan.assignments) + 1}", "deadline": deadline}
        plan.assignments.append(assignment.model_copy(update=update))


def _without_results(criterion: Criterion, context: Context) -> Criterion:
    """The criterion without the figures of years before the document's own: these were reached, and are no goals."""
    if not context.issued_on:
        return criterion
    issued = int(context.issued_on[:4])
    goals = [target for target in criterion.targets if target.year is None or target.year >= issued]
    return criterion if len(goals) == len(criterion.targets) else criterion.model_copy(update={"targets": goals})


def _another(block: Block) -> Warning:
    message = f"Another document begins here: {block.text[:80]}"
    return Warning(code="another-document", message=message, source=block.span)


def _repaired(item: Item) -> Warning:
    label = item.label.text if item.label else ""
    message = f"The label is read as {label}, by those before and after it: {item.block.text[:80]}"
    return Warning(code="label-repaired", message=message, source=item.block.span)


def _tree_warnings(tree: Tree, *, is_letter: bool) -> list[Warning]:
    warnings = [
        _repaired(item)
        if item.block.label_repaired
        else Warning(
            code="uncertain-heading",
            message=f"It is not certain that this is a label: {item.block.text[:80]}",
            source=item.block.span,
        )
        for item in tree.doubtful
    ]
    warnings += [
        Warning(code="not-understood", message=f"Text outside of any section: {block.text[:80]}", source=block.span)
        for block in tree.loose
    ]
    listed = is_letter and any(task.marker for task in tree.tasks)  # a letter is often no more than a list of requests
    if not tree.nodes and not listed:
        warnings.append(Warning(code="no-headings", message="No headings were found: the text is kept as it stands."))
    return warnings
