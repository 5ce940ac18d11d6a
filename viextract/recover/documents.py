"""Recovery of a document that was read: its lines by paragraph, its table cells, and the corrections that the plan
reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viextract.language.legacy.encodings import to_unicode
from viextract.model.document import Document, Line
from viextract.model.plan import Correction, CorrectionTarget, Span
from viextract.options import Options
from viextract.read.layout.paragraphs import group_lines
from viextract.recover.engine import LineResult, recover_lines

_MOST_ALTERNATIVES = 3
DOUBTFUL = 0.9
"""Probability below which a word that was left as it was read is shown to a person; the same as in explanations."""


def recover_in_place(document: Document, options: Options, progress: Callable[[str, int, int], None] | None) -> None:
    """Recover the lines, then the cells of the tables, of ``document``."""
    lines = document.lines()
    for line in lines:
        line.text = to_unicode(line.text)
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
        line.text, line.raw = result.after, result.before
        line.confidence = min(line.confidence, result.confidence)
        line.changes, line.doubts = _decisions(result, line.span, CorrectionTarget(line=line.number))
        document.corrections += line.changes


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


def _decisions(
    result: LineResult, span: Span, target: CorrectionTarget, offset: int = 0
) -> tuple[list[Correction], list[Correction]]:
    """The changes of one line, and what was left though not sure; ``offset``: where the line begins in its cell."""
    changes: list[Correction] = []
    doubts: list[Correction] = []
    for token in result.tokens:
        if token.changed or token.confidence < DOUBTFUL:
            made = Correction(
                before=token.before,
                after=token.after,
                confidence=round(token.confidence, 4),
                alternatives=[text for text, _ in token.alternatives[:_MOST_ALTERNATIVES]],
                source=span,
                start=offset + token.start,
                end=offset + token.end,
                target=target,
                reason=token.reason or None,
            )
            (changes if token.changed else doubts).append(made)
    return changes, doubts


def _recover_cells(document: Document, options: Options) -> None:
    """Cells are decoded one by one, each as a paragraph: what stands beside a cell is no context of it."""
    cells = [cell for grid in document.grids() for cell in grid.cells if cell.text.strip()]
    read_pages = _read_pages(document)
    by_engine: list[bool] = []
    texts: list[str] = []
    paragraphs: list[list[int]] = []
    for cell in cells:
        own = to_unicode(cell.text).split("\n")
        paragraphs.append(list(range(len(texts), len(texts) + len(own))))
        texts += own
        by_engine += [cell.page in read_pages] * len(own)
    if not texts:
        return
    results = _recover(texts, paragraphs, options, by_engine)
    for cell, group in zip(cells, paragraphs, strict=True):
        span = Span(page=cell.page, lines=cell.lines if cell.lines != (0, 0) else (1, 1), bbox=cell.bbox)
        target = CorrectionTarget(cell=(cell.row, cell.column))
        offset = 0
        cell.raw = "\n".join(texts[i] for i in group)
        for i in group:
            changes, doubts = _decisions(results[i], span, target, offset)
            cell.changes += changes
            cell.doubts += doubts
            document.corrections += changes
            offset += len(texts[i]) + 1
        cell.text = "\n".join(results[i].after for i in group)
        cell.confidence = min([cell.confidence, *(results[i].confidence for i in group)])
