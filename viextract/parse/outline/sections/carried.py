"""Sections of what a document carries: appendices with their forms, an attached document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from viextract.model.plan import Section
from viextract.parse.facts.targets import heading_year
from viextract.parse.outline.blocks import Block, span_of
from viextract.parse.outline.divisions import Division, is_form_label
from viextract.parse.outline.sections.ids import SectionIds
from viextract.parse.outline.sections.tree import Node, Tree
from viextract.vocabulary.letterhead import mottoes


def appendix_section(division: Division, ids: SectionIds) -> Section:
    """An appendix: its paragraphs, and each form in it as a section of its own."""
    blocks = [*division.title, *division.caption, *division.body]
    lines = [line for block in blocks for line in block.lines] or (division.start.lines if division.start else [])
    title = " ".join(block.text for block in division.title)
    starts = [index for index, block in enumerate(division.body) if is_form_label(block)]
    above = division.body[: starts[0]] if starts else division.body
    section = Section(
        id=ids.make(division.label, None),
        label=division.label,
        title=title,
        kind="appendix",
        paragraphs=[block.text for block in [*division.caption, *above]],
        source=Block("", lines, None).span if lines else None,
    )
    for start, end in pairwise([*starts, len(division.body)]):
        section.children.append(_form(division.body[start:end], section, ids))
    return section


def _form(blocks: Sequence[Block], parent: Section, ids: SectionIds) -> Section:
    """A form to fill in ("Mẫu số 01"): its title is the run of lines in capitals below the state's name and motto, if
    it has them."""
    heads = [k for k, block in enumerate(blocks) if any(line in block.folded for line in mottoes())]
    motto = heads[-1] if heads else -1
    begin = next((k for k in range(motto + 1, len(blocks)) if k and blocks[k].capitals), len(blocks))
    end = begin
    while end < len(blocks) and blocks[end].capitals and blocks[end].label is None:
        end += 1
    label = blocks[0].text.strip(" .:")
    return Section(
        id=ids.make(label, parent),
        label=label,
        title=" ".join(block.text for block in blocks[begin:end]).rstrip(" .:"),
        kind="appendix",
        paragraphs=[block.text for k, block in enumerate(blocks) if k and not begin <= k < end],
        source=span_of([line for block in blocks for line in block.lines]),
    )


def attached_node(tree: Tree, division: Division, ids: SectionIds) -> Node:
    """The section of an attached document, above all of its own."""
    title = " ".join(block.text for block in division.title)
    section = Section(
        id=ids.make(division.type, None),
        label=division.type,
        title=title,
        kind="other",
        paragraphs=[block.text for block in [*division.caption, *division.addressees, *division.preamble]],
        source=division.start.span if division.start else None,
    )
    tree.roots.append(section)
    node = Node(section, None, -1.0, False, year=heading_year(title))
    tree.nodes.append(node)
    return node
