"""DOCX files (ECMA-376, WordprocessingML): paragraphs as lines, tables as grids.

The XML is walked directly: libraries for DOCX leave out the text of tracked insertions, drop the soft hyphen (which
the encoding TCVN3 uses for the letter ``ư``) and do not number paragraphs. Deleted text, hidden text and field codes
are left out.
"""

from __future__ import annotations

import io
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from viextract.errors import DamagedFileError, EncryptedFileError, TooLargeError
from viextract.language.legacy.encodings import to_unicode
from viextract.model.document import Cell, Grid, Line, LineRole, Page
from viextract.model.plan import PageSource
from viextract.options import Limits
from viextract.read.files.docx_numbering import Numbering
from viextract.read.layout.head import column_order
from viextract.read.layout.phrases import is_motto, is_recipients

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SKIPPED = frozenset(
    {
        # What is not on the printed page: deletions, the source of moved text, field codes, properties.
        *(
            _W + tag
            for tag in (
                "del",
                "moveFrom",
                "delText",
                "instrText",
                "delInstrText",
                "pPr",
                "rPr",
                "sdtPr",
                "tblPr",
                "tcPr",
                "trPr",
            )
        ),
    }
)


def read_docx_page(data: bytes, name: str, limits: Limits) -> Page:
    """The document as one page of width and height 0: where its pages break is decided by who prints it.

    Raises DamagedFileError, EncryptedFileError, or TooLargeError where the content unpacks to more than the limit.
    """
    package = _Package(data, name, limits)
    body = package.part(package.main_part()).find(_W + "body")
    if body is None:
        raise DamagedFileError(f"{name} is a DOCX without a document body")
    if _is_too_deep(body):
        raise DamagedFileError(f"{name} is a DOCX whose content is nested deeper than any program writes it")
    builder = _PageBuilder(
        Numbering(package.optional_part("word/numbering.xml"), package.optional_part("word/styles.xml"))
    )
    for header in package.parts("word/header"):
        if is_motto(" ".join(_all_text(header))):
            builder.add_blocks(header)
    builder.add_blocks(body)
    for part in ("word/header", "word/footer", "word/footnotes", "word/endnotes"):
        for root in package.parts(part):
            if not (part == "word/header" and is_motto(" ".join(_all_text(root)))):
                builder.add_noise(root)
    _to_unicode(builder.lines, builder.grids)
    source = PageSource(number=1, text_origin="text", quality=1.0)
    return Page(number=1, width=0, height=0, source=source, lines=builder.lines, grids=builder.grids)


_DEEPEST = 200
"""Elements inside one another."""


def _is_too_deep(body: ET.Element) -> bool:
    level = [body]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


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
        item.text = unicodedata.normalize("NFC", "\n".join(islice(rows, count)))


class _Package:
    """The parts of a DOCX file, unpacked under a limit."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._name = name
        self._left = limits.max_unpacked_bytes
        self._limit = limits.max_unpacked_bytes
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = self._archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
            raise DamagedFileError(f"{name} is a damaged DOCX: {error}") from error

    def main_part(self) -> str:
        for entry in ("word/document.xml", *sorted(self._names)):
            if entry in self._names and entry.startswith("word/document") and entry.endswith(".xml"):
                return entry
        raise DamagedFileError(f"{self._name} is a DOCX without word/document.xml")

    def part(self, entry: str) -> ET.Element:
        data = self._read(entry)
        if b"<!DOCTYPE" in data[:1024]:
            # The standard forbids it; entities declared there can unpack to gigabytes.
            raise DamagedFileError(f"{self._name} is no valid DOCX: {entry} declares a document type")
        try:
            return ET.fromstring(data.replace(_STRICT_W.encode(), _W[1:-1].encode()))
        except (ET.ParseError, ValueError, LookupError) as error:
            raise DamagedFileError(f"{self._name} is a damaged DOCX: {entry}: {error}") from error

    def optional_part(self, entry: str) -> ET.Element | None:
        return self.part(entry) if entry in self._names else None

    def parts(self, prefix: str) -> list[ET.Element]:
        return [
            self.part(entry)
            for entry in sorted(set(self._names))
            if entry.startswith(prefix) and entry.endswith(".xml")
        ]

    def _read(self, entry: str) -> bytes:
        try:
            info = self._archive.getinfo(entry)
            if info.flag_bits & 0x1:
                raise EncryptedFileError(
                    f"{self._name} is protected by a password", advice="Remove the password and try again."
                )
            with self._archive.open(info) as stream:
                data = stream.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            KeyError,
            zlib.error,
        ) as error:
            raise DamagedFileError(f"{self._name} is a damaged DOCX: {entry}: {error}") from error
        if len(data) > self._left:
            raise TooLargeError(f"{self._name} unpacks to more than {self._limit:,} bytes")
        self._left -= len(data)
        return data


@dataclass(slots=True)
class _Style:
    """How much of a paragraph's text is bold and italic, counted in characters."""

    characters: int = 0
    bold: int = 0
    italic: int = 0
    sizes: dict[float, int] = field(default_factory=dict)


class _PageBuilder:
    """Collects lines and grids in document order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._joined = ""
        self.lines: list[Line] = []
        self.grids: list[Grid] = []

    def add_blocks(self, parent: ET.Element) -> None:
        for element in _blocks(parent):
            if element.tag == _W + "tbl":
                self._add_table(element)
            else:
                self._add_paragraph(element)

    def add_noise(self, parent: ET.Element) -> None:
        for element in parent.iter(_W + "p"):
            for text in _paragraph_lines(element):
                if text.strip():
                    self._append(text, "noise", None)

    def _add_paragraph(self, element: ET.Element, role: LineRole = "body") -> None:
        texts = _paragraph_lines(element)
        if self._joined:
            texts[0] = self._joined + texts[0]
            self._joined = ""
        if _mark_deleted(element):
            # A tracked deletion of the paragraph's end: it goes on in the next paragraph.
            self._joined = texts.pop()
        label = self._numbering.label(element)
        if label and texts:
            texts[0] = f"{label} {texts[0].lstrip()}"
        style = _style(element)
        for index, text in enumerate(texts):
            if text.strip():
                self._append(text, role, True if index == 0 else None, style)
        for box in _text_boxes(element):
            self.add_blocks(box)

    def _append(self, text: str, role: LineRole, starts: bool | None, style: _Style | None = None) -> Line:
        line = Line(text=_clean(text), number=len(self.lines) + 1, role=role, starts_paragraph=starts)
        if style is not None and style.characters:
            line.bold = 2 * style.bold > style.characters
            line.italic = 2 * style.italic > style.characters
            line.size = max(style.sizes, key=lambda size: style.sizes[size]) if style.sizes else None
        self.lines.append(line)
        return line

    # --- tables ---

    def _add_table(self, element: ET.Element) -> None:
        rows = _table_rows(element)
        texts = [" ".join(_all_text(cell.element)) for row in rows for cell in row]
        if any(is_motto(text) for text in texts):
            self._add_head(rows)
        elif any(is_recipients(text) for text in texts):
            self._add_columns(rows, "foot-left", "foot-right")
        elif len(texts) == 1:
            self.add_blocks(rows[0][0].element)  # a frame around paragraphs
        else:
            self._add_grid(rows)

    def _add_head(self, rows: list[list[_TableCell]]) -> None:
        """The head is a table without lines: its columns are read as on any page."""
        self._add_columns(rows, "head-left", "head-right")
        start = next(i for i, line in enumerate(self.lines) if line.role.startswith("head"))
        head = self.lines[start:]
        left = [line for line in head if line.role == "head-left"]
        right = [line for line in head if line.role == "head-right"]
        self.lines[start:] = column_order(left, right, lambda line: line.text)
        for number, line in enumerate(self.lines, 1):
            line.number = number

    def _add_columns(self, rows: list[list[_TableCell]], left: LineRole, right: LineRole) -> None:
        for role, wanted in ((left, True), (right, False)):
            for row in rows:
                for index, cell in enumerate(row):
                    if (index == 0) is wanted:
                        for paragraph in cell.element.iter(_W + "p"):
                            self._add_paragraph(paragraph, role)

    def _add_grid(self, rows: list[list[_TableCell]]) -> None:
        cells: list[Cell] = []
        open_cells: dict[int, Cell] = {}
        after = len(self.lines)
        for row_index, row in enumerate(rows):
            for item in row:
                above = open_cells.get(item.column)
                if item.merge == "continue" and above is not None:
                    above.row_span = row_index - above.row + 1
                    continue
                cell = Cell(row_index, item.column, self._cell_text(item.element), column_span=item.span)
                cells.append(cell)
                open_cells[item.column] = cell
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        if cells:
            self.grids.append(Grid(cells, len(rows), columns, after_line=after, origin="docx"))

    def _cell_text(self, element: ET.Element) -> str:
        texts = []
        for paragraph in element.iter(_W + "p"):
            label = self._numbering.label(paragraph)
            text = _clean("\n".join(_paragraph_lines(paragraph))).strip()
            texts.append(f"{label} {text}".strip() if label else text)
        return "\n".join(text for text in texts if text)


@dataclass(slots=True)
class _TableCell:
    element: ET.Element
    column: int
    span: int
    merge: str | None
    """``restart`` or ``continue`` where the cell belongs to a vertical merge."""


def _table_rows(table: ET.Element) -> list[list[_TableCell]]:
    rows = []
    for row in _children(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells = []
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _children(row, "tc"):
            properties = cell.find(_W + "tcPr")
            span = _number(properties.find(_W + "gridSpan") if properties is not None else None, 1)
            vertical = properties.find(_W + "vMerge") if properties is not None else None
            merge = None if vertical is None else vertical.get(_W + "val", "continue")
            cells.append(_TableCell(cell, column, max(span, 1), merge))
            column += max(span, 1)
        if cells:
            rows.append(cells)
    return rows


_MOST_COLUMNS = 63
"""Columns that Word allows in a table (its documented limit)."""


def _number(element: ET.Element | None, default: int) -> int:
    value = element.get(_W + "val", "") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() and len(value) < 10 else default


def _children(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children of a kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == _W + tag:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo"):
            yield from _children(child, tag)


def _blocks(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo"):
            yield from _blocks(child)


def _paragraph_lines(paragraph: ET.Element) -> list[str]:
    """The paragraph's text, cut at manual line breaks; at least one string."""
    return "".join(_run_texts(paragraph)).split("\n")


_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


def _run_texts(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _W + "txbxContent":
            continue
        if child.tag == _ALTERNATIVES:
            continue  # drawings: the text in them is read by _text_boxes
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "r":
            if not _hidden(child):
                yield from _run_texts(child)
        elif child.tag == _W + "sym":
            yield _symbol(child.get(_W + "char", ""))
        elif child.tag == _W + "p":
            continue
        elif child.tag.removeprefix(_W) in _CHARACTERS:
            yield _CHARACTERS[child.tag.removeprefix(_W)]
        else:
            yield from _run_texts(child)


def _symbol(code: str) -> str:
    """A character of a symbol font, given by its code; private use has no meaning without the font."""
    try:
        character = chr(int(code, 16))
    except ValueError:
        return ""
    return "" if unicodedata.category(character) in ("Co", "Cs", "Cn") else character


def _on(element: ET.Element | None) -> bool:
    return element is not None and element.get(_W + "val", "true") not in ("0", "false", "off")


def _hidden(run: ET.Element) -> bool:
    return _on(run.find(f"{_W}rPr/{_W}vanish"))


def _mark_deleted(paragraph: ET.Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _text_boxes(paragraph: ET.Element) -> Iterator[ET.Element]:
    for element in paragraph.iter():
        if element.tag == _ALTERNATIVES and len(element):
            # The same drawing twice, for newer and older programs: the first is enough.
            yield from element[0].iter(_W + "txbxContent")
        elif element.tag == _W + "pict":
            yield from (box for box in element.iter(_W + "txbxContent") if not _inside_alternatives(paragraph, element))


def _inside_alternatives(paragraph: ET.Element, picture: ET.Element) -> bool:
    return any(picture is item for choice in paragraph.iter(_ALTERNATIVES) for item in choice.iter())


def _all_text(element: ET.Element) -> Iterator[str]:
    for paragraph in element.iter(_W + "p"):
        yield from _paragraph_lines(paragraph)


def _style(paragraph: ET.Element) -> _Style:
    style = _Style()
    for run in paragraph.iter(_W + "r"):
        length = sum(len(text.strip()) for text in _run_texts(run))
        properties = run.find(_W + "rPr")
        style.characters += length
        if properties is None or not length:
            continue
        style.bold += length * _on(properties.find(_W + "b"))
        style.italic += length * _on(properties.find(_W + "i"))
        half_points = _number(properties.find(_W + "sz"), 0)
        if half_points:
            style.sizes[half_points / 2] = style.sizes.get(half_points / 2, 0) + length
    return style


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip(" \t\u200b")
