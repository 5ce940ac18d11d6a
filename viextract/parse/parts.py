"""What a document is made of before it is understood: paragraphs in divisions, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from viextract.model.document import Document, Line
from viextract.parse.outline import Block, make_blocks
from viextract.parse.outline.divisions import Division, divide, find_appendix_line
from viextract.parse.tables import TableResult, parse_tables


@dataclass(frozen=True, slots=True)
class Parts:
    """A document cut up; lines that tables have taken are in no block."""

    lines: list[Line]
    blocks: list[Block]
    tables: TableResult
    divisions: list[Division]


def parts_of(document: Document) -> Parts:
    """The parts of a read and recovered document; its grids get the ids of their tables."""
    lines = document.running_text()
    blocks = make_blocks(lines, ())
    tables = parse_tables(document, appendix_line=find_appendix_line(blocks))
    above = {grid.after_line for grid in document.grids() if grid.table is not None}
    if tables.consumed or above:
        blocks = make_blocks(lines, tables.consumed, above)
    return Parts(lines, blocks, tables, divide(blocks))
