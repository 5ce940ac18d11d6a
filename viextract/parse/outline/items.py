"""A paragraph of the body with its part in the tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viextract.parse.outline.blocks import Block
from viextract.vocabulary.details import Labelled
from viextract.vocabulary.labels import Label

Role = Literal["heading", "statement", "bullet", "paragraph", "detail"]


@dataclass(slots=True)
class Item:
    """A paragraph of the body with its part in the tree."""

    block: Block
    role: Role
    rank: float = 20.0
    label: Label | None = None
    title: str = ""
    """Of a heading: without label and final colon or full stop."""
    run_in: str = ""
    """Of a heading: the text that follows its title on the same line."""
    sure: bool = True
    detailed: bool = False
    """A numbered paragraph with nothing but labelled lines below it."""
    bare: bool = False
    """A numbered paragraph with nothing below it: its role is a matter of its row."""
    followed: bool = False
    """A numbered paragraph with an unmarked one below it, which may go on after the whole row."""
    confidence: float = 1.0
    """How sure its role is."""
    decided: bool = False
    """Whether a person has said what it is."""
    values: list[Labelled] = field(default_factory=list)
    """Of a detail: what its labels say."""
