"""Paragraphs as parsing sees them: text, label, place, certainty."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from viextract.language.fold import fold
from viextract.model.corrections import BlockKind
from viextract.model.document import BBox, Line, LineRole
from viextract.model.plan import Span
from viextract.read.layout import group_lines, is_contents_line, join_lines
from viextract.vocabulary.labels import Label, is_capitals, read_label
from viextract.vocabulary.phrases import anywhere

_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)")


@dataclass(slots=True)
class Block:
    """One paragraph."""

    text: str
    """Without the marks of emphasis that text files carry (``**``)."""
    lines: list[Line]
    label: Label | None
    tabular: bool = False
    """A line of a table that the reading of tables has left: kept as it stands, never a task."""
    label_confidence: float = 1.0
    """How sure it is that this is its label."""
    label_repaired: bool = False
    """Whether its label is another than the one that is printed."""
    above_table: bool = False
    """Whether a table stands right below it."""
    folded: str = field(init=False)
    capitals: bool = field(init=False)
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self.capitals = is_capitals(self.text)
        self.words = self.text.count(" ") + 1

    @property
    def body(self) -> str:
        """The text behind the label."""
        return self.label.rest if self.label else self.text

    @property
    def role(self) -> LineRole:
        return self.lines[0].role

    @property
    def decided(self) -> BlockKind | None:
        """What a person says that it is."""
        return self.lines[0].decided

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def bold(self) -> bool:
        """Whether all of it is known to be bold."""
        return all(line.bold for line in self.lines)

    @property
    def confidence(self) -> float:
        """Of the text: the lines' mean, weighted by their length."""
        weight = sum(len(line.text) for line in self.lines) or 1
        return round(sum(line.confidence * len(line.text) for line in self.lines) / weight, 4)

    @property
    def span(self) -> Span:
        return span_of(self.lines)


def span_of(lines: Sequence[Line]) -> Span:
    """Where the lines stand: page of the first, all line numbers, the box on that page."""
    page = lines[0].page
    boxes: list[BBox] = [line.bbox for line in lines if line.bbox and line.page == page]
    box = (
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        if boxes
        else None
    )
    return Span(page=page, lines=(lines[0].number, lines[-1].number), bbox=box)


def clean(text: str) -> str:
    """Single blanks, no marks of emphasis.

    >>> clean("**Phần mở đầu**  của *kế hoạch*")
    'Phần mở đầu của kế hoạch'
    """
    text = _EMPHASIS.sub("", text) if "*" in text else text
    return " ".join(text.split())


def make_blocks(
    lines: Sequence[Line], consumed: Collection[int], above_tables: Collection[int] = frozenset()
) -> list[Block]:
    """The paragraphs of a document in reading order; lines of tables (in ``consumed`` or so marked) are left out, and
    a line parted by tabs is a paragraph of its own.

    above_tables: numbers of lines below which a table stands that is made of no lines.
    """
    blocks: list[Block] = []
    in_tables = {line.number for line in lines if line.number in consumed or line.role == "table"}
    next_one = {line.number: after.number for line, after in pairwise(lines)}
    for group in group_lines([line for line in lines if line.number not in consumed]):
        if group[0].role == "table":
            continue
        text = clean(join_lines(group))
        if any(c.isalnum() for c in text):
            tabular = "\t" in group[0].text.strip() or is_contents_line(text)
            block = Block(text, group, None if tabular else read_label(text), tabular)
            last = group[-1].number
            block.above_table = last in above_tables or next_one.get(last) in in_tables
            blocks.append(block)
    return blocks


def invites(block: Block) -> bool:
    """Whether a paragraph invites to a meeting."""
    return block.label is None and anywhere("inviting").search(block.folded) is not None
