"""Walks the classified paragraphs: each becomes a section, a task, a detail, or stays a paragraph."""

from __future__ import annotations

import math
from collections.abc import Sequence

from viextract.language.fold import fold
from viextract.model.plan import Detail, Section, SectionKind
from viextract.parse.facts.targets import heading_year
from viextract.parse.outline.blocks import Block, invites
from viextract.parse.outline.classify import classify
from viextract.parse.outline.divisions import Division
from viextract.parse.outline.given import gives_work_above
from viextract.parse.outline.items import Item
from viextract.parse.outline.labelled import obliges
from viextract.parse.outline.sections.carried import appendix_section, attached_node
from viextract.parse.outline.sections.ids import SectionIds
from viextract.parse.outline.sections.tree import DOUBT, Node, TaskDraft, Tree, units_of
from viextract.parse.outline.sections.unmarked import is_part_of_time, is_task
from viextract.parse.outline.titles import (
    body_of_title,
    directs_others,
    is_organisation,
    is_reference,
    is_scope,
    is_situation,
    lists_no_work,
    section_kind,
    split_remark,
    without_address,
)
from viextract.vocabulary.actors import subject_of
from viextract.vocabulary.column_words import only_says_when
from viextract.vocabulary.details import kind_of_label
from viextract.vocabulary.phrases import opening, phrases
from viextract.vocabulary.units import match_unit, opens_with_verb, split_units

ATTENDING_WORDS = 40
"""Words of an item that lists who takes part; a longer one says something of its own."""


def build(divisions: Sequence[Division]) -> Tree:
    """The sections and tasks of all divisions of a document."""
    tree = Tree()
    ids = SectionIds()
    for division in divisions:
        if division.kind == "appendix":
            tree.roots.append(appendix_section(division, ids))
        elif division.kind == "attached":
            _Builder(tree, ids, attached_node(tree, division, ids)).read(division.body)
        else:
            report = fold(division.type or "") in phrases()["papers_of_the_past"]
            _Builder(tree, ids, None, is_all_duties(division), report=report).read(division.body)
    return tree


def is_all_duties(division: Division) -> bool:
    """Whether a paper of this kind gives duties in all of its parts; a letter has no kind but addressees."""
    if division.type is None:
        return bool(division.addressees)
    return fold(division.type) in phrases()["papers_of_duties"]


class _Builder:
    """Walks the classified paragraphs of one body."""

    def __init__(
        self, tree: Tree, ids: SectionIds, root: Node | None, whole: bool = False, *, report: bool = False
    ) -> None:
        self.tree = tree
        self.report = report
        self.whole = whole
        """Whether the paper is nothing but a part on organisation: a directive, a letter, a notice."""
        self.ids = ids
        self.open: list[Node] = [root] if root else []
        self.markers: list[tuple[str, TaskDraft]] = []
        self.titling: Node | None = None
        """The section in which an asterisk came before any dash: the later ones stand beside it, dashes between."""
        self.headless = False
        self.invitation: TaskDraft | None = None
        """The paragraph that invites, in a paper without headings."""
        self.last: Block | None = None
        """The paragraph before."""
        self.statement: tuple[float, TaskDraft] | None = None
        """The numbered statement that is open, with its depth: labelled lines below it are about it. So they are about
        a line of a schedule ("Tháng 9: …"), which is deeper than any label."""

    @property
    def node(self) -> Node | None:
        return self.open[-1] if self.open else None

    def read(self, blocks: Sequence[Block]) -> None:
        items = classify(blocks, self.whole)
        self.headless = all(item.role != "heading" for item in items)
        for index, item in enumerate(items):
            self.last = items[index - 1].block if index else None
            if not item.sure:
                self.tree.doubtful.append(item)
            following = items[index + 1] if index + 1 < len(items) else None
            if item.role == "heading":
                self._heading(item)
            elif item.role == "statement":
                self._statement(item)
            elif item.role == "detail":
                self._detail(item)
            elif item.role == "bullet":
                self._bullet(item)
            elif item.decided:
                self._keep(item.block)
            else:
                self._paragraph(item.block, following)

    def _statement(self, item: Item) -> None:
        self._close(item.rank)
        told = (self.node is not None and self.node.situation) or self._lists_no_work(item)
        if told and not item.decided:
            self._keep(item.block)
            return
        marker = item.label.text if item.label else None
        task = self._task(item.block.body, marker, item.block, None, item.sure, item.confidence)
        self.statement = item.rank, task

    def _close(self, rank: float) -> None:
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()
        self.markers.clear()
        if self.statement is not None and self.statement[0] >= rank:
            self.statement = None

    def _heading(self, item: Item) -> None:
        self._close(item.rank)
        parent = self.node
        title, remark = split_remark(item.title)
        section = Section(
            id=self.ids.make(item.label.text if item.label else None, parent.section if parent else None),
            label=item.label.text if item.label else None,
            title=title,
            kind=_kind(title, parent),
            paragraphs=[remark] if remark else [],
            confidence=round(item.block.label_confidence * item.confidence * (1.0 if item.sure else DOUBT), 4),
            source=item.block.span,
        )
        (parent.section.children if parent else self.tree.roots).append(section)
        node = _node(section, parent, item.rank, self.whole)
        if item.run_in and only_says_when(item.run_in):
            node.body, section.units = None, []  # "Dân quân năm thứ nhất: 15 ngày": whom it is about
        node.attending = kind_of_label(section.title) == "participants" or fold(section.title).startswith("thanh phan ")
        node.situation = is_situation(section.title, report=self.report and parent is None) or bool(
            parent and parent.situation
        )
        self.tree.nodes.append(node)
        self.open.append(node)
        if item.run_in and (node.situation or opening("enacting").match(fold(item.run_in)) or is_scope(item.run_in)):
            section.paragraphs.append(item.run_in)
        elif item.run_in:
            self._task(item.run_in, None, item.block)

    def _detail(self, item: Item) -> None:
        """A labelled line belongs to the piece of work above it: a numbered statement, a bullet that has it as a bullet
        of another kind; else to the nearest heading."""
        numbered = item.label is not None and item.label.kind != "bullet"
        if numbered and not item.decided:
            self._close(item.rank)
        marker = item.label.text if item.label is not None and not numbered else None
        details = [
            Detail(
                kind=value.kind,
                label=value.label,
                text=value.text,
                as_printed=item.block.text,
                source=item.block.span,
            )
            for value in item.values
        ]
        above = next((task for name, task in reversed(self.markers) if name != marker), None)
        last = self.tree.tasks[-1] if self.tree.tasks else None
        if item.decided and last is not None and last.node is self.node:
            last.details += details
            return
        if marker not in (None, "-", "*") and above is not None:
            above.details += details
        elif self.statement is not None:
            self.statement[1].details += details
        elif self.node is not None:
            self.node.section.details += details
        elif self.invitation is not None:
            self.invitation.details += details
        else:
            self.tree.loose.append(item.block)

    def _task(
        self,
        text: str,
        marker: str | None,
        block: Block,
        parent: TaskDraft | None = None,
        sure: bool = True,
        confidence: float = 1.0,
    ) -> TaskDraft:
        draft = TaskDraft(text.strip(), self.node, marker, [block], parent, sure, confidence=confidence)
        self.tree.tasks.append(draft)
        return draft

    def _bullet(self, item: Item) -> None:
        """A bullet; another kind of bullet than the one before it is nested below that, ``-`` never."""
        marker = item.label.text if item.label else "-"
        text = item.block.body
        no_work = self.node is not None and (self.node.situation or is_reference(text) or self._lists_no_work(item))
        if self.node is not None and no_work and not item.decided:
            self.node.section.paragraphs.append(item.block.text)
            if marker == "-":
                self.markers.clear()  # what is nested below it is nothing of the bullet before
            return
        known = [name for name, _ in self.markers]
        if marker == "*" and not self.markers:
            self.titling = self.node
        if marker == "-" or (marker == "*" and self.titling is self.node is not None):
            self.markers.clear()
        elif marker in known:
            del self.markers[known.index(marker) :]
        parent = self.markers[-1][1] if self.markers else None
        self.markers.append((marker, self._task(text, marker, item.block, parent, item.sure)))

    def _lists_no_work(self, item: Item) -> bool:
        """Whether a list's item is a slogan, a member of a committee, or one of those who take part."""
        text = item.block.body
        attends = self.node is not None and self.node.attending and len(text.split()) <= ATTENDING_WORDS
        return (
            lists_no_work(text)
            or is_scope(text)
            or (self.node is not None and is_part_of_time(text, self.node))
            or opening("particulars").match(fold(text)) is not None
            or (attends and not opens_with_verb(text) and subject_of(text) is None and not obliges(text))
        )

    def _paragraph(self, block: Block, following: Item | None) -> None:
        node = self.node
        if self._goes_on_in_bracket(block) or self._is_given_below(block):
            return
        list_follows = following is not None and following.role in {"bullet", "statement"}
        # Below no heading a paragraph is work where it goes on after a numbered statement of the first level.
        loose = node is None and not self.headless and self.statement is None
        if node is None and invites(block):
            self.invitation = self._task(block.text, None, block)
            return
        if loose or not is_task(block, node, list_follows):
            self._keep(block)
            return
        if following is None and self._is_last_request(block):
            self._close(0.0)
        self.markers.clear()
        task = self._task(block.text, None, block)
        if opening("opens_schedule").match(block.folded):
            self.statement = math.inf, task
        elif self.statement is not None and self.statement[0] == math.inf:
            self.statement = None

    def _is_last_request(self, block: Block) -> bool:
        """Whether the last paragraph of a letter asks all for something, although it stands below the duties of the
        last body: those have marks, it has none.
        """
        node, heading = self.node, units_of(self.node)
        if not self.whole or node is None or heading is None or any(unit.generic for unit in heading.units):
            return False
        marked = bool(self.markers) or (self.statement is not None and self.statement[0] > node.rank)
        if not marked:
            return False
        subject = subject_of(block.text)
        if subject is None:
            return opening("reporting").match(block.folded) is not None
        return match_unit(subject.text).generic

    def _goes_on_in_bracket(self, block: Block) -> bool:
        """Whether a line in brackets right below a bullet or statement without a final mark is its end: it tells who
        does it ("- Từ 7h30: Chào cờ" / "(Tổ Văn nghệ thực hiện)"). A reference to an appendix is none.
        """
        task = self.tree.tasks[-1] if self.tree.tasks else None
        if task is None or task.node is not self.node or task.marker is None or not is_reference(block.text):
            return False
        last = task.blocks[-1]
        if self.last is not last or last.text.endswith((".", ";", ":")):
            return False
        if split_remark(f"{last.text} {block.text}")[1] is not None:
            return False
        task.text = f"{task.text} {block.text.strip()}"
        task.blocks.append(block)
        return True

    def _is_given_below(self, block: Block) -> bool:
        """Whether a line right below a bullet or statement does no more than give that work to somebody: it is part of
        it.
        """
        task = self.tree.tasks[-1] if self.tree.tasks else None
        if task is None or task.node is not self.node or task.marker is None or self.last is not task.blocks[-1]:
            return False
        if not gives_work_above(block.text):
            return False
        task.text = f"{task.text.rstrip()} {block.text.strip()}"
        task.blocks.append(block)
        return True

    def _keep(self, block: Block) -> None:
        """A paragraph that is no task stays as it stands."""
        if self.node:
            self.node.section.paragraphs.append(block.text)
        else:
            self.tree.loose.append(block)


def _kind(title: str, parent: Node | None) -> SectionKind:
    """The kind that the title tells, else the parent's where that says something of all below it."""
    kind = section_kind(title)
    if kind == "other" and parent is not None and parent.section.kind != "other":
        return parent.section.kind
    if parent is not None and parent.organisation and kind in {"task", "content"}:
        return "organisation"
    return kind  # type: ignore[return-value]


def _node(section: Section, parent: Node | None, rank: float, whole: bool) -> Node:
    organisation = bool(parent and parent.organisation) or (rank <= 5.5 and is_organisation(section.title))
    node = Node(section, parent, rank, organisation, year=heading_year(section.title))
    requests = opening("requesting").match(fold(section.title)) is not None
    node.acting = whole or organisation or requests or bool(parent and parent.acting)
    # "Đối với giáo viên" heads duties below "Biện pháp"; elsewhere it may head what they are given.
    told = parent is not None and parent.section.kind == "task" and without_address(section.title) != section.title
    named = body_of_title(section.title, below_organisation=whole or told or bool(parent and parent.acting))
    if node.acting:
        node.requested = bool(parent and parent.requested) or requests
    if named is not None:
        node.body, node.leads = named
        node.directs = directs_others(section.title)
        section.units = split_units(node.body)
    return node
