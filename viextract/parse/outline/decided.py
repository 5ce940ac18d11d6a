"""Paragraphs about which a person has said what they are."""

from __future__ import annotations

from dataclasses import replace

from viextract.parse.outline.items import Item
from viextract.parse.outline.rows import NO_ROW
from viextract.parse.outline.titles import bare_title
from viextract.vocabulary.details import Labelled, read_details
from viextract.vocabulary.labels import Label

_BELOW_ALL = 19.0
"""Depth of a heading without a number: below every numbered one, above bullets."""


def as_decided(item: Item) -> Item:
    """The paragraph in the part that a person gave it; itself where nobody did."""
    role = item.block.decided
    if role is None:
        return item
    numbered = item.label is not None and item.label.kind != "bullet"
    text = item.label.rest if item.label is not None else item.block.text
    sure = replace(item, sure=True, bare=False, confidence=1.0, decided=True, values=[], run_in="")
    sure.block.label_confidence = 1.0
    if role == "heading":
        rank = item.rank if item.rank < NO_ROW else _BELOW_ALL
        if item.role == "heading":
            return replace(sure, rank=rank, title=item.title, run_in=item.run_in)
        return replace(sure, role="heading", rank=rank, title=bare_title(text), label=item.label if numbered else None)
    if role == "task":
        if item.label is not None and not numbered:
            return replace(sure, role="bullet")
        return replace(sure, role="statement", rank=item.rank if numbered else NO_ROW)
    if role == "detail":
        return replace(sure, role="detail", values=read_details(text) or [_any_label(text, item.label)])
    return replace(sure, role="paragraph")


def _any_label(text: str, number: Label | None) -> Labelled:
    """A labelled line whose label is not of the usual ones; one without a colon has its number for a label."""
    label, colon, value = text.partition(":")
    if colon:
        return Labelled("other", label.strip(), value.strip().rstrip(" .;,"))
    return Labelled("other", number.text if number is not None and number.kind != "bullet" else "", text)
