"""What the outline makes of a paragraph: its part of the document, its label, its role and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viextract.diagnostics.findings import Finding, quoted
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.classify import classify
from viextract.parse.outline.divisions import Division, title_kind
from viextract.parse.outline.items import Item
from viextract.parse.outline.rows import cues, find_rows, weights
from viextract.parse.outline.sections import is_all_duties, is_lead_in
from viextract.parse.outline.titles import is_reference, names_only_bodies
from viextract.parse.parts import Parts

_PLACES = ("head", "title", "caption", "preamble", "body", "closing", "recipients", "signature")


def outline_findings(parts: Parts, block: Block) -> Iterator[Finding]:
    """What is known of a paragraph before the plan is made of it."""
    place = _place(parts.divisions, block)
    if place is None:
        if title_kind(block):
            yield Finding("outline", "It names the kind of document.")
        return
    division, name = place
    yield Finding("outline", f"in this part of the document: {name}, of the kind {division.kind}")
    if name != "body" or division.kind == "appendix":
        return
    items = classify(division.body, division.kind == "main" and is_all_duties(division))
    index = next((k for k, item in enumerate(items) if _shares(item.block, block)), None)
    if index is None:
        return
    yield from _label(items[index])
    yield from _role(items, index)


def _shares(one: Block, other: Block) -> bool:
    numbers = {line.number for line in one.lines}
    return any(line.number in numbers for line in other.lines)


def _place(divisions: Sequence[Division], block: Block) -> tuple[Division, str] | None:
    for division in divisions:
        for name in _PLACES:
            if any(_shares(one, block) for one in getattr(division, name)):
                return division, name
    return None


def _label(item: Item) -> Iterator[Finding]:
    label = item.label or item.block.label
    if label is None:
        yield Finding("outline", "It has no label.")
        return
    yield Finding("outline", f"its label: {label.text}, of the kind {label.kind}")
    if label.other is not None and not label.sure:
        yield Finding("outline", f"The label could be read otherwise: {label.other.text}")
    if item.block.label_repaired:
        yield Finding("outline", f"The label was repaired by those around it, sure {item.block.label_confidence:.2f}")
    elif not label.sure:
        yield Finding("outline", "The label is damaged, or could be none.")


def _role(items: Sequence[Item], index: int) -> Iterator[Finding]:
    item = items[index]
    yield Finding("outline", f"its role: {item.role}, sure {item.confidence:.2f}")
    if item.role in ("heading", "statement"):
        yield Finding("outline", f"its depth: {item.rank:g}; what is deeper below it belongs to it")
    if item.decided:
        yield Finding("outline", "A person has said what it is.")
        return
    following = items[index + 1].role if index + 1 < len(items) else None
    if item.role == "detail":
        for value in item.values:
            yield Finding("outline", f"a labelled line: {quoted(value.label)} asks for {value.kind}")
    elif item.bare:
        yield from _row(items, item)
    elif item.role == "heading" and item.label is None:
        yield _look(item.block)
    elif item.role in ("heading", "statement"):
        yield Finding("outline", "Its words and what stands below it have decided.")
    elif item.role == "paragraph":
        yield from _unmarked(item, following in ("bullet", "statement"))
    if item.role in ("heading", "statement") and following is not None:
        yield Finding("outline", f"the role of the next paragraph: {following}")
    if item.run_in:
        yield Finding("outline", f"The text behind its title is a task of its own: {quoted(item.run_in)}")


def _look(block: Block) -> Finding:
    """What makes a heading of a paragraph without a label."""
    if block.capitals:
        return Finding("outline", "It is a heading without a label: it is in capitals.")
    if names_only_bodies(block.text):
        return Finding("outline", "It is a heading without a label: it is the name of a body.")
    if block.text.endswith(":"):
        return Finding("outline", "It is a heading without a label: it ends in a colon, as others of its row do.")
    if block.bold:
        return Finding("outline", "It is a heading without a label: it is in bold type.")
    return Finding(
        "outline", "It is a heading without a label: it is short, is no sentence, and has something below it."
    )


def _row(items: Sequence[Item], item: Item) -> Iterator[Finding]:
    """A numbered paragraph with nothing below it: the cues that were weighed, and its row."""
    row = next((row.items for row in find_rows(items) if any(one is item for one in row.items)), [item])
    weighed = {name: weights()[name] for name in cues(item, row)}
    told = ", ".join(f"{name} {weight:+g}" for name, weight in weighed.items())
    roles = sum(one.role == "heading" for one in row)
    yield Finding("outline", f"Nothing stands below it, so that cues decide (more than 0 is for a heading): {told}")
    yield Finding("outline", f"of its row of {len(row)} paragraphs {roles} are headings")


def _unmarked(item: Item, list_follows: bool) -> Iterator[Finding]:
    if is_reference(item.block.text):
        yield Finding("outline", "It is a remark in brackets, and no task.")
    elif is_lead_in(item.block, list_follows=list_follows):
        yield Finding("outline", "It announces what follows, and is no task.")
    else:
        yield Finding("outline", "A paragraph without a label is a task unless it tells of no work.")
