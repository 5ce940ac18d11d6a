"""Recovery of a document that was read: its lines by paragraph, then its table cells, each with the decisions on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viextract.model.decision import Decision
from viextract.model.document import Document, Line
from viextract.options import Options
from viextract.read.layout import group_lines
from viextract.recover.engine import LineResult, recover_lines
from viextract.recover.explanation import DOUBTFUL


def recover_in_place(document: Document, options: Options, progress: Callable[[str, int, int], None] | None) -> None:
    """Recover the lines, then the cells of the tables, of ``document``."""
    lines = document.lines()
    if progress:
        progress("recover", 0, 1)
    _recover_running_text(document, lines, options)
    _recover_cells(document, options)
    if progress:
        progress("recover", 1, 1)


def _recover_running_text(document: Document, lines: list[Line], options: Options) -> None:
    index = {id(line): i for i, line in enumerate(lines)}
    paragraphs = [[index[id(line)] for line in group if line.text.strip()] for group in group_lines(lines)]
    read_pages = _read_pages(document)
    results = _recover(
        [line.text for line in lines],
        paragraphs,
        options,
        [line.page in read_pages for line in lines],
        [line.alternatives for line in lines],
    )
    for line, result in zip(lines, results, strict=True):
        line.decide(_decisions(result))
        line.confidence = min(line.confidence, result.confidence)


def _read_pages(document: Document) -> set[int]:
    """Numbers of the pages that an OCR engine has just read."""
    return {page.number for page in document.pages if page.source.text_origin == "ocr"}


def _recover(
    texts: list[str],
    paragraphs: list[list[int]],
    options: Options,
    by_engine: list[bool],
    alternatives: Sequence[Sequence[str]] = (),
) -> list[LineResult]:
    return recover_lines(
        texts,
        paragraphs,
        profile=options.profile,
        words=options.words,
        min_confidence=options.min_confidence,
        by_engine=by_engine,
        alternatives=alternatives,
    )[0]


def _decisions(result: LineResult, offset: int = 0) -> list[Decision]:
    """The changes of one line, and what was left though not sure; ``offset``: where the line begins in its cell."""
    return [token.moved(offset) for token in result.tokens if token.changed or token.confidence < DOUBTFUL]


def _recover_cells(document: Document, options: Options) -> None:
    """Cells are decoded one by one, each as a paragraph: what stands beside a cell is no context of it."""
    cells = [cell for grid in document.grids() for cell in grid.cells if cell.text.strip()]
    read_pages = _read_pages(document)
    by_engine: list[bool] = []
    texts: list[str] = []
    paragraphs: list[list[int]] = []
    for cell in cells:
        own = cell.raw.split("\n")
        paragraphs.append(list(range(len(texts), len(texts) + len(own))))
        texts += own
        by_engine += [cell.page in read_pages] * len(own)
    if not texts:
        return
    results = _recover(texts, paragraphs, options, by_engine)
    for cell, group in zip(cells, paragraphs, strict=True):
        made: list[Decision] = []
        offset = 0
        for i in group:
            made += _decisions(results[i], offset)
            offset += len(texts[i]) + 1
        cell.decide(made)
        cell.confidence = min([cell.confidence, *(results[i].confidence for i in group)])
