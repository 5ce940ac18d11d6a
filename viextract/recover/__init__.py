"""From damaged to clean text: noisy channel, lattice, language model, and a gate that leaves alone what is right."""

from __future__ import annotations

from collections.abc import Callable

from viextract.model.document import Document
from viextract.options import Options


def restore(text: str) -> str:
    return text


def recover_document(
    document: Document, options: Options, *, progress: Callable[[str, int, int], None] | None = None
) -> Document:
    return document
