"""A document between reading and parsing: pages of lines and tables, with where they stand and how sure we are.

Reading makes it, recovery replaces the text of its lines and cells, parsing turns it into a plan. Plain mutable
dataclasses:
they cross process borders and are made by the ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from viextract.model.corrections import BlockKind, Corrections
from viextract.model.decision import Decided, Decision
from viextract.model.plan import Correction, CorrectionTarget, PageSource, Span

BBox = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points (1/72 inch) from the top left corner of the upright page."""

LineRole = Literal["body", "head-left", "head-right", "foot-left", "foot-right", "table", "note", "noise"]
"""Where on the page a line belongs (Nghị định 30/2020/NĐ-CP, Appendix I): ``head-left`` issuing bodies and number,
``head-right`` the state's name and motto, place and date; ``foot-left`` recipients, ``foot-right`` the signature;
``note`` a footnote or endnote, behind the paragraph that refers to it; ``noise`` page numbers, running heads, stamps
and scan marks, kept so that nothing is lost but left out of text and parsing."""

NoiseReason = Literal[
    "page-number",
    "running-head",
    "watermark",
    "stamp",
    "scan-mark",
    "hidden",
    "struck-through",
    "duplicate-layer",
    "unreferenced-note",
]
"""Why a line of role ``noise`` is no text of the document."""


MOST_ALTERNATIVES = 3
"""Other readings of a changed word that a plan tells: the likeliest; more is for who looks at the document itself."""

_Holder = TypeVar("_Holder", bound=Decided)


@dataclass(slots=True)
class Line(Decided):
    """One printed line in reading order."""

    raw: str
    """As it was read, in Unicode; ``text`` is what it reads with the decisions on it."""
    number: int
    """From 1, within the source text: the physical line of a text file, elsewhere the number in reading order."""
    page: int = 1
    bbox: BBox | None = None
    confidence: float = 1.0
    """Of the text as it stands, 0 to 1: the engine's after reading, the decoder's after recovery."""
    role: LineRole = "body"
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    """Height of the type in points, where it is known."""
    alternatives: list[str] = field(default_factory=list)
    """Other readings of the whole line: the page's own text layer, a second engine."""
    starts_paragraph: bool | None = None
    """What the layout says (first-line indent, space above); None where there is no layout, as in a text file."""
    places: list[tuple[int, int, BBox]] = field(default_factory=list)
    """Where each word of the line as it was read stands: first character, the one after its last, box on the page;
    empty where there is no layout."""
    noise: NoiseReason | None = None
    """Of a line of role ``noise``: what it is, where reading knows it."""
    decisions: tuple[Decision, ...] = ()
    """What was changed in it, and what was left though that is not sure; in order. Set by ``decide``."""
    decided: BlockKind | None = None
    """What a person says that the paragraph is that begins with this line."""
    part: tuple[int, int] | None = None
    """Of a line that a person has split: which characters of the text as read are this half."""
    starts_by_person: bool | None = None
    """Whether a paragraph begins with this line, where a person has said so."""
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def span(self) -> Span:
        return Span(page=self.page, lines=(self.number, self.number), bbox=self.bbox)


@dataclass(slots=True)
class Cell(Decided):
    """One cell of a table grid; rows and columns count from 0."""

    row: int
    column: int
    raw: str
    """As it was read, in Unicode; ``text`` is what it reads with the decisions on it."""
    row_span: int = 1
    column_span: int = 1
    bbox: BBox | None = None
    page: int = 1
    lines: tuple[int, int] = (0, 0)
    """First and last line number in the source text, 0 where unknown."""
    confidence: float = 1.0
    decisions: tuple[Decision, ...] = ()
    """As those of a line, on ``raw`` with its line feeds."""
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def span(self) -> Span:
        return Span(page=self.page, lines=self.lines if self.lines != (0, 0) else (1, 1), bbox=self.bbox)


@dataclass(slots=True)
class Grid:
    """A table as it stands on one page (or in one run of a text file): cells, not yet meaning."""

    cells: list[Cell]
    row_count: int
    column_count: int
    page: int = 1
    bbox: BBox | None = None
    after_line: int = 0
    """Number of the last line in reading order before the table: its place between the lines."""
    lines: tuple[int, int] = (0, 0)
    origin: str = "ruled"
    """How it was found: ruled, aligned, tabs, docx, flattened."""
    table: str | None = None
    """Id of the table of the plan that it is, or is a part of, once it is parsed."""


@dataclass(slots=True)
class Page:
    """One page: its lines in reading order, its tables, and what was done to it."""

    number: int
    width: float
    height: float
    source: PageSource
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """(code, message) about this page."""


@dataclass(slots=True)
class Document:
    """A whole file."""

    name: str
    sha256: str
    media_type: str
    pages: list[Page] = field(default_factory=list)
    warnings: list[tuple[str, str, Span | None]] = field(default_factory=list)
    """(code, message, where)."""
    page_count: int = 0
    """Pages of the file, which may be more than were asked for."""
    decisions: Corrections | None = None
    """What a person has decided about it, where those decisions are to be made again."""
    restructured: list[Correction] = field(default_factory=list)
    """What a person has decided of its paragraphs: which they are, and where they begin."""

    def lines(self) -> list[Line]:
        """All lines in reading order, noise left out."""
        return [line for page in self.pages for line in page.lines if line.role != "noise"]

    def running_text(self) -> list[Line]:
        """All lines in reading order but noise and notes."""
        return [line for line in self.lines() if line.role != "note"]

    def grids(self) -> list[Grid]:
        return [grid for page in self.pages for grid in page.grids]

    @property
    def corrections(self) -> list[Correction]:
        """All that was changed in what was read, for the plan: the lines' changes, then those of the cells."""
        found: list[Correction] = []
        for line, one in _changes(self.lines()):
            found.append(_correction(one, line.span, CorrectionTarget(line=line.number)))
        for grid in self.grids():
            for cell, one in _changes(grid.cells):
                target = CorrectionTarget(table=grid.table, cell=(cell.row, cell.column))
                found.append(_correction(one, cell.span, target))
        return found + self.restructured


def _changes(items: Iterable[_Holder]) -> Iterator[tuple[_Holder, Decision]]:
    return ((item, decision) for item in items for decision in item.changes)


def _correction(decision: Decision, span: Span, target: CorrectionTarget) -> Correction:
    return Correction(
        before=decision.before,
        after=decision.after,
        confidence=round(decision.confidence, 4),
        alternatives=[text for text, _ in decision.alternatives[:MOST_ALTERNATIVES]],
        source=span,
        start=decision.start,
        end=decision.end,
        target=target,
        reason=decision.reason or None,
        by=decision.by,
    )
