"""Every word of the source is somewhere: what a plan lacks of its document is put where it belongs, the rest is told.

The words of each line and cell are looked for in the texts of the plan: by three words in a row, which tell a place in
a text, and at the ends of texts by one or two. Each place counts once, so that a sentence that the source has twice is
not found twice in a plan that has it once. What is missing of head and foot goes to ``header.as_printed``, what is
missing of the preamble, the body, tables and notes becomes a paragraph of preamble, closing or the nearest section
above it. Noise, and pieces too small to be a paragraph, are listed in ``coverage.unplaced`` with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from viextract.language.tones import canonical_tone
from viextract.model.document import Document, Grid, Line
from viextract.model.plan import Coverage, Detail, Plan, Section, Span, Unplaced, Warning
from viextract.model.warning_codes import WarningCode
from viextract.parse.outline import clean
from viextract.parse.outline.divisions import Division
from viextract.parse.tables import says_same
from viextract.read.layout import is_page_number

Part = Literal["head", "preamble", "body", "closing", "foot"]
"""Of which part of the document a line is."""

_WORD = re.compile(r"[^\W_]+")
_LEAST_WORDS = 3
"""A paragraph is made of so many words of a line that are nowhere; of fewer only where they are all of it."""
_REPEATED = 0.8
"""Share of the words of a table's headings that a further page prints again: one may be misread."""
NOT_UNDERSTOOD, TABLE_REMAINDER = "not-understood", "table-remainder"
LABEL = "label"
_LABEL = re.compile(r"\W*(?:\d{1,3}|[IVXLCHTYvil1]{1,6}|\w)(?:\.\d{1,3})*\W*")
UNEXPLAINED = frozenset({NOT_UNDERSTOOD, TABLE_REMAINDER})
"""Reasons for which a person should look."""


def words(text: str) -> list[str]:
    """The words and figures of a text in the form in which they are compared.

    >>> words("Số: 12/KH-UBND, Hoà Lâm")
    ['số', '12', 'kh', 'ubnd', 'hòa', 'lâm']
    """
    return [text[start:end] for text, start, end in _places(text)]


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    folded = canonical_tone(text.casefold()) if text.isascii() or len(text.casefold()) == len(text) else text
    return ((folded, match.start(), match.end()) for match in _WORD.finditer(folded))


def cover(plan: Plan, document: Document, divisions: Sequence[Division], consumed: set[int]) -> None:
    """Completes ``plan`` with what it lacks of ``document`` and says in ``plan.coverage`` where all words went.

    consumed: numbers of the lines that the tables of the plan are made of.
    """
    _fill_ends(plan, divisions)
    pieces = [*_lines(document, divisions, consumed), *_cells(document)]
    pieces.sort(key=lambda piece: piece.line)
    _find(pieces, plan)
    home = _Home(plan)
    unplaced: list[Unplaced] = []
    for piece in pieces:
        reason = piece.noise
        for text, count in piece.missing():
            if reason is None and piece.kind != "table" and _is_paragraph(piece, text, count):
                home.take(piece, text)
            else:
                why = reason or _why(piece, text)
                unplaced.append(Unplaced(text=text, reason=why, source=piece.span))
                piece.lost += count
    total = sum(len(piece.words) for piece in pieces)
    lost = sum(piece.lost for piece in pieces)
    plan.coverage = Coverage(words=total, placed=total - lost, unplaced=unplaced)
    _warn(plan, unplaced, home.added)


def _why(piece: _Piece, text: str) -> str:
    """What a piece is that is no paragraph: the number of a labelled line is told by the line's place."""
    if piece.kind == "table":
        return TABLE_REMAINDER
    return LABEL if _LABEL.fullmatch(text) and clean(piece.text).startswith(text) else NOT_UNDERSTOOD


def _is_paragraph(piece: _Piece, text: str, count: int) -> bool:
    if piece.part in ("head", "foot"):
        return True
    return count >= _LEAST_WORDS or (count == len(piece.words) and any(len(word) > 1 for word in words(text)))


def _fill_ends(plan: Plan, divisions: Sequence[Division]) -> None:
    """Preamble, closing, head and signature of the document itself, where nothing has told them yet."""
    main = divisions[0]
    if not plan.header.as_printed:
        ends = [line.text for block in [*main.head, *main.addressees, *main.signature] for line in block.lines]
        plan.header.as_printed = [text for text in map(clean, ends) if words(text)]
    if not plan.preamble:
        plan.preamble = [block.text for block in main.preamble]
    if not plan.closing:
        plan.closing = [block.text for division in divisions for block in division.closing]


@dataclass(slots=True)
class _Piece:
    """A line or a cell of the source: the unit that is looked for."""

    text: str
    line: int
    span: Span
    kind: Literal["line", "cell", "table"] = "line"
    """``table``: a line whose words stand in the cells of a table, in whatever order."""
    part: Part = "body"
    noise: str | None = None
    is_note: bool = False
    found: list[bool] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lost: int = 0
    """Words that are set aside."""

    def __post_init__(self) -> None:
        self.words = words(self.text)
        self.found = [False] * len(self.words)

    def missing(self) -> list[tuple[str, int]]:
        """The runs of words that are nowhere, as they stand in the text, and how many words each has; the whole text
        where most of it is missing, and of head and foot, which are kept line by line.
        """
        absent = self.found.count(False)
        if not absent:
            return []
        if 2 * absent > len(self.found) or self.noise or self.part in ("head", "foot"):
            return [(clean(self.text), absent)]
        places = [(start, end) for _, start, end in _places(self.text)]
        runs: list[tuple[str, int]] = []
        first: int | None = None
        for index, found in enumerate([*self.found, True]):
            if not found and first is None:
                first = index
            elif found and first is not None:
                runs.append((clean(self.text[places[first][0] : places[index - 1][1]]), index - first))
                first = None
        return runs


def _lines(document: Document, divisions: Sequence[Division], consumed: set[int]) -> Iterator[_Piece]:
    parts = _parts(divisions)
    main = divisions[0]
    begin = min((block.first for block in [*main.preamble, *main.body, *main.closing]), default=0)
    for page in document.pages:
        for line in page.lines:
            if not line.text.strip():
                continue
            kind: Literal["line", "table"] = "table" if line.number in consumed else "line"
            part = parts.get(line.number, "head" if line.number < begin else "body")
            part = "body" if line.role == "note" else part
            noise = _noise(line) if line.role == "noise" else None
            yield _Piece(line.text, line.number, line.span, kind, part, noise, is_note=line.role == "note")


def _noise(line: Line) -> str:
    """What a line of noise is, as reading has said or its look tells."""
    return line.noise or ("page-number" if is_page_number(line.text) else "scan-mark")


def _parts(divisions: Sequence[Division]) -> dict[int, Part]:
    """For each line of the document itself the part that it is of, and of what is attached its ends; the rest of that
    is body.
    """
    main = divisions[0]
    attached = [division for division in divisions if division.kind == "attached"]
    ends = [block for one in attached for block in [*one.head, *one.recipients, *one.signature]]
    told: tuple[tuple[Part, Iterable[Sequence[Line]]], ...] = (
        ("head", (block.lines for block in [*main.head, *main.title, *main.caption, *main.addressees])),
        ("preamble", (block.lines for block in main.preamble)),
        ("closing", (block.lines for one in [main, *attached] for block in one.closing)),
        ("foot", (block.lines for block in [*main.recipients, *main.signature, *ends])),
    )
    return {line.number: part for part, groups in told for lines in groups for line in lines}


def _cells(document: Document) -> Iterator[_Piece]:
    """The cells of tables that are not lines of the document, too."""
    for grid in document.grids():
        if grid.lines == (0, 0) and not _has_lines(grid, document):
            for cell in grid.cells:
                if cell.text.strip() and not says_same(cell.text):
                    span = Span(page=cell.page, lines=(max(grid.after_line, 1),) * 2, bbox=cell.bbox)
                    yield _Piece(cell.text, grid.after_line, span, "cell")


def _has_lines(grid: Grid, document: Document) -> bool:
    """Whether the lines of the page hold the words of the table (they have the role ``table`` there)."""
    return any(line.role == "table" for page in document.pages if page.number == grid.page for line in page.lines)


# --- looking for words


def _find(pieces: Sequence[_Piece], plan: Plan) -> None:
    """Marks the words of each piece that stand in the plan."""
    index = _Index(_plan_texts(plan))
    text = [(piece, k) for piece in pieces if piece.kind != "table" for k in range(len(piece.words))]
    tokens = [piece.words[k] for piece, k in text]
    for at in range(len(tokens) - 2):
        if index.take(tuple(tokens[at : at + 3])):
            for piece, k in text[at : at + 3]:
                piece.found[k] = True
    cells = Counter(word for table in _table_texts(plan) for word in words(table))
    cells.update(_repeated_headings(pieces, plan))
    for piece in pieces:
        if piece.kind == "table":
            for k, word in enumerate(piece.words):
                piece.found[k] = cells[word] > 0
                cells[word] -= 1
        else:
            _find_ends(piece, index)


def _repeated_headings(pieces: Sequence[_Piece], plan: Plan) -> Counter[str]:
    """The words of column headings that a table prints anew on its further pages: the plan has them once."""
    printed: dict[int, Counter[str]] = {}
    for piece in pieces:
        if piece.kind == "table":
            printed.setdefault(piece.span.page, Counter()).update(piece.words)
    repeated: Counter[str] = Counter()
    for page, there in printed.items():
        above = [table for table in plan.tables if table.source and table.source.page < page]
        headings = Counter(word for column in above[-1].columns for word in words(column)) if above else Counter()
        if headings and (headings & there).total() >= _REPEATED * headings.total():
            repeated.update(headings)
    return repeated


def _find_ends(piece: _Piece, index: _Index) -> None:
    """One or two words that are left over are placed where they begin or end a text of the plan, or are one."""
    first: int | None = None
    for at, found in enumerate([*piece.found, True]):
        if not found and first is None:
            first = at
        elif found and first is not None:
            if at - first <= 2 and index.take_end(tuple(piece.words[first:at])):
                piece.found[first:at] = [True] * (at - first)
            first = None


class _Index:
    """Where words stand in the texts of the plan; what is found is taken."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rows: Counter[tuple[str, ...]] = Counter()
        self._ends: Counter[tuple[str, ...]] = Counter()
        for text in texts:
            tokens = words(text)
            self._rows.update(zip(tokens, tokens[1:], tokens[2:], strict=False))
            for size in (1, 2):
                if len(tokens) >= size:
                    self._ends.update({tuple(tokens[:size]), tuple(tokens[-size:])})

    def take(self, row: tuple[str, ...]) -> bool:
        if self._rows[row] <= 0:
            return False
        self._rows[row] -= 1
        return True

    def take_end(self, row: tuple[str, ...]) -> bool:
        if self._ends[row] <= 0:
            return False
        self._ends[row] -= 1
        return True


def _plan_texts(plan: Plan) -> Iterator[str]:
    """The texts of the plan as printed."""
    header = plan.header
    yield from header.as_printed
    yield header.type or ""
    yield header.title or ""
    yield from header.recipients
    yield from (unit.text for unit in [*header.addressees, header.issuer, header.parent_issuer] if unit)
    signatories = [header.signatory, *(joint.signatory for joint in header.joint)]
    for signatory in filter(None, signatories):
        yield from filter(None, (signatory.authority, signatory.capacity, signatory.position, signatory.name))
    yield from plan.preamble
    yield from plan.closing
    for section in walk(plan.sections):
        yield " ".join(filter(None, [section.label, section.title]))
        yield from section.paragraphs
        yield from _printed(section.details)
    for task in plan.tasks:
        yield f"{task.marker or ''} {task.text}"
        yield from _printed(task.details)
    yield from _table_texts(plan)


def _printed(details: Iterable[Detail]) -> Iterator[str]:
    """The lines of details, each once, whatever number of values it holds."""
    seen: set[tuple[int, int] | None] = set()
    for detail in details:
        lines = detail.source.lines if detail.source else None
        if detail.as_printed is None:
            yield f"{detail.label} {detail.text}"
        elif lines is None or lines not in seen:
            yield detail.as_printed
        seen.add(lines)


def _table_texts(plan: Plan) -> Iterator[str]:
    """The texts of tables, each cell in every row: equal ones below each other may be one cell or several."""
    for table in plan.tables:
        yield from filter(None, (table.title, table.caption))
        yield from table.columns
        yield from (cell for row in table.rows for cell in row if cell)


def walk(sections: Iterable[Section]) -> Iterator[Section]:
    """Sections and those below them, in document order."""
    for section in sections:
        yield section
        yield from walk(section.children)


# --- putting in place


class _Home:
    """Where what is missing goes."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        placed = [(section.source.lines[0], section) for section in walk(plan.sections) if section.source]
        placed.sort(key=lambda item: item[0])
        self._starts = [line for line, _ in placed]
        self._sections = [section for _, section in placed]
        self.added: list[_Piece] = []
        """What became a paragraph although no step of parsing has understood it."""
        self._last: tuple[list[str], int] | None = None

    def take(self, piece: _Piece, text: str) -> None:
        """Adds a text to the part that it stands in; what follows on the line above goes on there."""
        target = self._target(piece)
        if self._last is not None and self._last[0] is target and self._last[1] == piece.line - 1 and _goes_on(text):
            target[-1] = f"{target[-1]} {text}"
        else:
            target.append(text)
        self._last = (target, piece.line)
        if piece.part == "body" and not piece.is_note:
            self.added.append(piece)

    def _target(self, piece: _Piece) -> list[str]:
        plan = self._plan
        if piece.part in ("head", "foot"):
            return plan.header.as_printed
        if piece.part == "preamble":
            return plan.preamble
        if piece.part == "closing":
            return plan.closing
        index = bisect_right(self._starts, piece.line) - 1
        return self._sections[index].paragraphs if index >= 0 else plan.preamble


def _goes_on(text: str) -> bool:
    """Whether a line goes on with the sentence above it."""
    return text[:1].islower()


def _warn(plan: Plan, unplaced: Sequence[Unplaced], added: Sequence[_Piece]) -> None:
    unexplained = [item for item in unplaced if item.reason in UNEXPLAINED]
    if unexplained:
        count = sum(len(words(item.text)) for item in unexplained)
        message = f"{count} words stand nowhere in the plan, first: {unexplained[0].text[:80]}"
        plan.warnings.append(Warning(code=WarningCode.TEXT_UNPLACED, message=message, source=unexplained[0].source))
    plan.warnings += [
        Warning(
            code=WarningCode.NOT_UNDERSTOOD,
            message=f"Kept as a paragraph of the nearest section: {clean(piece.text)[:80]}",
            source=piece.span,
        )
        for piece in added
    ]
