"""DOCX files (ECMA-376, WordprocessingML): paragraphs as lines, tables as grids.

The XML is walked directly: libraries for DOCX leave out the text of tracked insertions, drop the soft hyphen (which
the encoding TCVN3 uses for the letter ``ư``) and do not number paragraphs. Deleted text and field codes are left out;
hidden and struck text, page headers and footers are noise; each word of the file is in exactly one line or cell.
"""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from viextract.language.legacy import to_unicode
from viextract.language.normalise import normalised
from viextract.limits import check_lines
from viextract.model.document import Cell, Grid, Line, LineRole, NoiseReason, Page
from viextract.model.plan import PageSource
from viextract.model.warning_codes import WarningCode
from viextract.options import Limits
from viextract.read.files.docx_content import (
    Content,
    NoteKind,
    Style,
    TableCell,
    all_text,
    blocks,
    content_of,
    mark_deleted,
    paragraphs,
    style_of,
    table_rows,
)
from viextract.read.files.docx_fonts import put_into_unicode
from viextract.read.files.docx_numbering import Numbering
from viextract.read.files.docx_package import Package, W
from viextract.read.layout import column_order, foot_rows, head_rows
from viextract.vocabulary.letterhead import is_motto


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture that is large enough to hold text, and where it stands."""

    entry: str
    """Its name in the file; empty where the file does not hold it."""
    unpack: Callable[[str], bytes]
    """Gives the bytes of an entry. Raises DamagedFileError, EncryptedFileError or TooLargeError."""
    after_lines: int
    after_grids: int
    """How many lines and tables of the document stand before it."""


def read_docx(data: bytes, name: str, limits: Limits) -> tuple[Page, list[WordPicture]]:
    """The document as one page of width and height 0, since where its pages break is decided by who prints it; and its
    pictures, in order.

    Raises DamagedFileError, EncryptedFileError, or TooLargeError where the content unpacks to more than the limit.
    """
    package = Package(data, name, limits)
    body = package.body()
    check_lines(sum(1 for _ in body.iter(W + "p")), name)
    notes = {(kind, note.get(W + "id", "")): note for kind in _NOTE_KINDS for note in _notes(package, kind)}
    headers, footers = package.parts("word/header"), package.parts("word/footer")
    styles = package.optional_part("word/styles.xml")
    for part in (body, *headers, *footers, *notes.values()):
        put_into_unicode(part, styles)
    builder = _PageBuilder(Numbering(package.optional_part("word/numbering.xml"), styles), notes)
    heads, others = _letterheads(headers)
    for header in heads:
        builder.add_blocks(header)
    builder.add_blocks(body)
    for part in (*others, *footers):
        builder.add_noise(part, "running-head")
    builder.add_notes_without_reference()
    _to_unicode(builder.lines, builder.grids)
    source = PageSource(number=1, text_origin="text", quality=1.0)
    page = Page(number=1, width=0, height=0, source=source, lines=builder.lines, grids=builder.grids)
    if any(line.noise == "hidden" for line in page.lines):
        page.warnings.append((WarningCode.HIDDEN_TEXT, "text that is formatted as hidden was left out"))
    if struck := [line.text for line in page.lines if line.noise == "struck-through"]:
        message = f"text that is struck through was left out: {'; '.join(struck)[:80]}"
        page.warnings.append((WarningCode.STRUCK_TEXT, message))
    entries = package.pictures() if builder.pictures else {}
    return page, [
        WordPicture(entries.get(identity, ""), package.read, lines, grids)
        for identity, lines, grids in builder.pictures
    ]


_NOTE_KINDS: tuple[NoteKind, ...] = ("footnote", "endnote")


def _notes(package: Package, kind: NoteKind) -> list[ET.Element]:
    """The notes of a kind that hold text of their own (separators are notes, too, in the file)."""
    return [
        note
        for root in package.parts(f"word/{kind}s")
        for note in root.iter(W + kind)
        if note.get(W + "type", "normal") == "normal"
    ]


def _letterheads(headers: Sequence[ET.Element]) -> tuple[list[ET.Element], list[ET.Element]]:
    """The page headers that hold the head of the document (each once), and the others."""
    heads, others, seen = [], [], set()
    for header in headers:
        text = all_text(header)
        if is_motto(to_unicode(text)) and text not in seen:
            seen.add(text)
            heads.append(header)
        else:
            others.append(header)
    return heads, others


def _to_unicode(lines: list[Line], grids: list[Grid]) -> None:
    """Converts text in the encodings of old fonts, all at once: what stands around a line tells its encoding too."""
    cells = [cell for grid in grids for cell in grid.cells]
    items: list[Line | Cell] = [*lines, *cells]
    parts = [item.text for item in items]
    counts = [part.count("\n") + 1 for part in parts]
    converted = to_unicode("\n".join(parts)).split("\n")
    if len(converted) != sum(counts):
        return
    rows = iter(converted)
    for item, count in zip(items, counts, strict=True):
        item.raw = normalised("\n".join(islice(rows, count)))


class _PageBuilder:
    """Collects lines and grids in document order."""

    def __init__(self, numbering: Numbering, notes: dict[tuple[NoteKind, str], ET.Element]) -> None:
        self._numbering = numbering
        self._notes = notes
        self._joined = ""
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self.pictures: list[tuple[str, int, int]] = []
        """Pictures that may hold text: id of the relationship, lines and grids before it."""

    def add_blocks(self, parent: ET.Element, role: LineRole = "body") -> None:
        for element in blocks(parent):
            if element.tag == W + "tbl":
                self._flush(role)
                self._add_table(element, role)
            else:
                self._add_paragraph(element, role)
        self._flush(role)

    def add_noise(self, parent: ET.Element, reason: NoiseReason) -> None:
        """All text below ``parent`` as lines that are no text of the document."""
        for paragraph in paragraphs(parent):
            content = content_of(paragraph)
            for text in [*content.text.split("\n"), content.hidden, content.struck]:
                self._append_noise(text, reason)
            for text in content.word_art:
                self._append_noise(text, "watermark")
            for box in content.boxes:
                self.add_noise(box, reason)

    def add_notes_without_reference(self) -> None:
        """Notes that no text refers to are not printed."""
        for note in list(self._notes.values()):
            self.add_noise(note, "unreferenced-note")
        self._notes = {}

    def _add_paragraph(self, element: ET.Element, role: LineRole) -> None:
        content = content_of(element)
        texts = content.text.split("\n")
        if self._joined:
            texts[0] = self._joined + texts[0]
            self._joined = ""
        if mark_deleted(element):
            # A tracked deletion of the paragraph's end: it goes on in the next paragraph.
            self._joined = texts.pop()
        label = self._numbering.label(element)
        if label and texts and not (content.struck and not content.text.strip()):
            texts[0] = f"{label} {texts[0].lstrip()}"
        style = style_of(element)
        for index, text in enumerate(texts):
            self._append(text, role, True if index == 0 else None, style)
        for text in content.word_art:
            self._append(text, role, True)
        self._append_unmeant(content)
        self._note_pictures(content)
        for box in content.boxes:
            self.add_blocks(box, role)
        self._add_notes(content)

    def _note_pictures(self, content: Content) -> None:
        if content.has_picture:
            for identity in content.pictures or [""]:
                self.pictures.append((identity, len(self.lines), len(self.grids)))

    def _flush(self, role: LineRole) -> None:
        """Writes what a deleted paragraph end has left open where no paragraph follows."""
        text, self._joined = self._joined, ""
        self._append(text, role, True)

    def _add_notes(self, content: Content) -> None:
        for reference in content.notes:
            # A note that two places refer to stands behind the first.
            if (note := self._notes.pop(reference, None)) is not None:
                for paragraph in paragraphs(note):
                    self._add_paragraph(paragraph, "note")

    def _append(self, text: str, role: LineRole, starts: bool | None, style: Style | None = None) -> None:
        if not text.strip():
            return
        line = Line(raw=_clean(text), number=len(self.lines) + 1, role=role, starts_paragraph=starts)
        if style is not None and style.characters:
            line.bold = 2 * style.bold > style.characters
            line.italic = 2 * style.italic > style.characters
            line.size = max(style.sizes, key=lambda size: style.sizes[size]) if style.sizes else None
        self.lines.append(line)

    def _append_unmeant(self, content: Content) -> None:
        """What is no text of the document: hidden, or struck through."""
        self._append_noise(content.hidden, "hidden")
        self._append_noise(content.struck, "struck-through")

    def _append_noise(self, text: str, reason: NoiseReason) -> None:
        if text.strip():
            self.lines.append(Line(raw=_clean(text), number=len(self.lines) + 1, role="noise", noise=reason))

    # --- tables ---

    def _add_table(self, element: ET.Element, role: LineRole) -> None:
        rows = table_rows(element)
        texts = [[to_unicode(all_text(cell.element)) for cell in row] for row in rows]
        if role != "body" or all(len(row) == 1 for row in rows):
            # Within a head or foot, or a frame around paragraphs: the cells of one column say no more than they do.
            for row in rows:
                for cell in row:
                    self.add_blocks(cell.element, role)
            return
        head = head_rows(texts)
        foot = foot_rows(texts)
        start, end = head, len(rows)
        if foot is not None and foot[0] >= start:
            end = foot[0]
        if head:
            self._add_head(rows[:head])
        if start < end:
            self._add_grid(rows[start:end])
        if foot is not None and end == foot[0]:
            self._add_columns(rows[end:], "foot-left", "foot-right", foot[1])

    def _add_head(self, rows: list[list[TableCell]]) -> None:
        """The head is a table without lines: its columns are read as on any page."""
        start = len(self.lines)
        self._add_columns(rows, "head-left", "head-right", 0)
        added = self.lines[start:]
        left = [line for line in added if line.role == "head-left"]
        right = [line for line in added if line.role == "head-right"]
        rest = [line for line in added if line.role not in ("head-left", "head-right")]
        self.lines[start:] = [*column_order(left, right, lambda line: to_unicode(line.text)), *rest]
        for number, line in enumerate(self.lines[start:], start + 1):
            line.number = number

    def _add_columns(self, rows: list[list[TableCell]], left: LineRole, right: LineRole, left_cell: int) -> None:
        """The cells at position ``left_cell`` of their rows, then the others."""
        for role, wanted in ((left, True), (right, False)):
            for row in rows:
                for index, cell in enumerate(row):
                    if (index == left_cell) is wanted:
                        self.add_blocks(cell.element, role)

    def _add_grid(self, rows: list[list[TableCell]]) -> None:
        cells: list[Cell] = []
        notes: list[Content] = []
        open_cells: dict[int, Cell] = {}
        after = len(self.lines)
        for row_index, row in enumerate(rows):
            for item in row:
                above = open_cells.get(item.column)
                text = self._cell_text(item.element, notes)
                if item.merge == "continue" and above is not None:
                    above.row_span = row_index - above.row + 1
                    above.raw = "\n".join(part for part in (above.text, text) if part)
                    continue
                cell = Cell(row_index, item.column, text, column_span=item.span)
                cells.append(cell)
                open_cells[item.column] = cell
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        if any(cell.text for cell in cells):
            self.grids.append(Grid(cells, len(rows), columns, after_line=after, origin="docx"))
        for content in notes:
            self._note_pictures(content)
            self._append_unmeant(content)
            self._add_notes(content)

    def _cell_text(self, element: ET.Element, notes: list[Content]) -> str:
        """The text of a cell with that of the tables and boxes inside it; what it refers to is added to ``notes``."""
        texts = []
        for paragraph in paragraphs(element):
            content = content_of(paragraph)
            label = self._numbering.label(paragraph)
            text = _clean(content.text)
            texts.append(f"{label} {text}".strip() if label and (text or not content.struck) else text)
            texts += map(_clean, content.word_art)
            texts += [self._cell_text(box, notes) for box in content.boxes]
            notes.append(content)
        return "\n".join(text for text in texts if text)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip(" \t\n\u200b")
