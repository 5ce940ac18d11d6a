"""Dates and percentages of a scan on which two readings differ: told in a warning, since nothing else shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viextract.model.document import Line, Page
from viextract.model.plan import Span

_FIGURE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{4}|\d{1,3}(?:[.,]\d{1,2})?%")


def figure_of(text: str) -> str | None:
    """The date or percentage that a word is, without the punctuation around it.

    >>> figure_of("(27/6/2026),"), figure_of("95%;"), figure_of("673/QĐ-UBND")
    ('27/6/2026', '95%', None)
    """
    core = text.strip(".,;:()“”\"' ")
    return core if _FIGURE.fullmatch(core) else None


def doubtful_figures(pages: Sequence[Page]) -> Iterator[tuple[str, str, Span]]:
    """Warnings of the pages that were read from their picture alone: code, message, place."""
    for page in pages:
        if page.source.text_origin != "ocr" or page.source.verdict not in (None, "none"):
            continue  # a page's own text, where it was refused, is no witness
        for line in page.lines:
            if line.role != "noise":
                for own, other in _differences(line):
                    yield "low-confidence-date", f"{own} was also read as {other}: {line.text}", line.span


def _differences(line: Line) -> list[tuple[str, str]]:
    """Figures of a line and what another reading of it, of as many words, has in their place."""
    found: dict[str, str] = {}
    words = line.text.split()
    for reading in line.alternatives:
        others = reading.split()
        if len(others) != len(words):
            continue
        for word, other in zip(words, others, strict=True):
            own, its = figure_of(word), figure_of(other)
            if own and its and own != its:
                found.setdefault(own, its)
    return list(found.items())
