"""The tree of sections while it is built, and what a section's headings say of the tasks below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from viextract.language.fold import fold
from viextract.model.plan import Detail, Section, Unit
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.items import Item

DOUBT = 0.9
"""What a certainty is multiplied by where a label was damaged or could be another, or a title has none."""


@dataclass(slots=True)
class Node:
    """A section being built, with what its tasks inherit from it."""

    section: Section
    parent: Node | None
    rank: float
    organisation: bool
    """Whether it stands below (or is) a part on organisation."""
    body: str | None = None
    """The body or bodies that its title names, as one string, where that assigns duties."""
    leads: bool = False
    """Whether the title says that this body leads: "Sở Xây dựng chủ trì, phối hợp thực hiện"."""
    directs: bool = False
    """Whether it says that the body directs others, so that a clause below may name who does it."""
    acting: bool = False
    """Whether headings below it that name a body give it what stands below them."""
    requested: bool = False
    year: int | None = None
    situation: bool = False
    attending: bool = False
    """Whether its title asks who takes part: noun phrases below it are no work."""


@dataclass(slots=True)
class TaskDraft:
    """A task before its figures are read."""

    text: str
    node: Node | None
    marker: str | None
    blocks: list[Block]
    parent: TaskDraft | None = None
    sure: bool = True
    details: list[Detail] = field(default_factory=list)
    confidence: float = 1.0
    """How sure it is that this is a task."""


@dataclass(slots=True)
class Tree:
    """Sections in order, tasks in order, and what belongs nowhere."""

    roots: list[Section] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    tasks: list[TaskDraft] = field(default_factory=list)
    doubtful: list[Item] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)
    """Paragraphs above the first heading that are no tasks."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the nearest heading that names a body says of it."""

    body: str
    units: list[Unit]
    leads: bool
    directs: bool = False


def units_of(node: Node | None) -> Heading | None:
    """The bodies that the nearest heading with a body names."""
    while node is not None:
        if node.body:
            return Heading(node.body, node.section.units, node.leads, node.directs)
        node = node.parent
    return None


def year_of(node: Node | None) -> int | None:
    """The year that the nearest heading above names."""
    while node is not None:
        if node.year:
            return node.year
        node = node.parent
    return None


def lists_goals(node: Node | None) -> bool:
    """Whether the text stands below a heading that announces goals in figures ("Các chỉ tiêu cụ thể")."""
    while node is not None:
        if "chi tieu" in fold(node.section.title):
            return True
        node = node.parent
    return False
