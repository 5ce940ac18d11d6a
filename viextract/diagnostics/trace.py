"""Why a line of the source became what it is: reading, recovery, its paragraph, its part in the outline, the plan.

Nothing is decided here: the stages are asked again what they have found. Where a stage keeps no reason, none is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from viextract.diagnostics.findings import Finding, quoted
from viextract.diagnostics.outline import outline_findings
from viextract.diagnostics.result import plan_findings
from viextract.errors import InvalidOptionError
from viextract.model.document import Cell, Document, Line
from viextract.model.plan import Plan
from viextract.parse.outline.blocks import Block
from viextract.parse.parts import parts_of


def trace_line(document: Document, plan: Plan, number: int) -> list[Finding]:
    """All that is known of the line with this number, in the order of the stages.

    plan: what the document was parsed to. Raises InvalidOptionError where there is no such line.
    """
    line = _line(document, number)
    found = [*_reading(line), *_recovery(line, line.confidence)]
    for cell in _cells(document, line):
        found.append(
            Finding("recover", f"the cell in row {cell.row + 1}, column {cell.column + 1}: {quoted(cell.raw)}")
        )
        found += _recovery(cell, cell.confidence)
    if not line.text.strip():
        return found
    parts = parts_of(document)
    block = next((block for block in parts.blocks if _holds(block, number)), None)
    found += _paragraph(line, block, number in parts.tables.consumed)
    if block is not None:
        found += outline_findings(parts, block)
    return [*found, *plan_findings(plan, line)]


def _line(document: Document, number: int) -> Line:
    lines = [line for page in document.pages for line in page.lines]
    found = next((line for line in lines if line.number == number), None)
    if found is None:
        last = max((line.number for line in lines), default=0)
        raise InvalidOptionError(
            f"{document.name} has no line {number}; its last is {last}",
            advice="Lines are numbered as in the plan: `source.lines` of an item, or the place that a warning names.",
        )
    return found


def _holds(block: Block, number: int) -> bool:
    return any(line.number == number for line in block.lines)


def _reading(line: Line) -> Iterator[Finding]:
    yield Finding("read", f"page {line.page}, line {line.number}: {quoted(line.raw)}")
    if not line.raw.strip():
        yield Finding("read", "The line is blank.")
        return
    yield Finding("read", f"its place on the page: {line.role}")
    if line.role == "noise" and line.noise:
        yield Finding("read", f"It is left out of the text: {line.noise}")
    elif line.role == "noise":
        yield Finding("read", "It is left out of the text.")
    for other in line.alternatives:
        yield Finding("read", f"another reading of it: {quoted(other)}")
    if line.starts_by_person is not None:
        yield Finding("read", "A person has said where its paragraph begins.")


def _cells(document: Document, line: Line) -> Iterator[Cell]:
    """The cells of tables that the line is in, where the table knows its lines."""
    for grid in document.grids():
        if grid.page == line.page:
            yield from (cell for cell in grid.cells if cell.raw and cell.lines[0] <= line.number <= cell.lines[1])


def _recovery(read: Line | Cell, confidence: float) -> Iterator[Finding]:
    for decision in read.decisions:
        if decision.by is not None:
            yield Finding("recover", f"a person wrote {quoted(decision.after)} for {quoted(decision.before)}")
        elif decision.changed:
            sure = f"{decision.confidence:.2f}"
            yield Finding(
                "recover",
                f"{quoted(decision.before)} became {quoted(decision.after)} by {decision.reason}, sure {sure}",
            )
        else:
            yield Finding("recover", f"{quoted(decision.before)} was left, though it is not sure: {decision.reason}")
        others = [text for text, _ in decision.alternatives]
        if others:
            yield Finding("recover", f"what else it could be: {', '.join(map(quoted, others))}")
    if read.changes:
        yield Finding("recover", f"the text now: {quoted(read.text)}, sure {confidence:.2f}")
    elif read.raw.strip():
        yield Finding("recover", "Nothing was changed.")


def _paragraph(line: Line, block: Block | None, consumed: bool) -> Iterator[Finding]:
    if block is None:
        if consumed or line.role == "table":
            yield Finding("paragraph", "It is in a table, and in no paragraph.")
        elif line.role in ("noise", "note"):
            yield Finding("paragraph", f"A line of this kind is in no paragraph of the body: {line.role}")
        else:
            yield Finding("paragraph", "It has no letter and no figure, and is in no paragraph.")
        return
    yield Finding(
        "paragraph", f"in the paragraph of lines {block.first} to {block.lines[-1].number}: {quoted(block.text)}"
    )
    if block.tabular:
        yield Finding("paragraph", "It is parted by tabs or dots: it is kept as it stands, and is no task.")
