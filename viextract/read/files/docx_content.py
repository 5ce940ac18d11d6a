"""What the elements of WordprocessingML hold: the text of a paragraph, the blocks of a body, the cells of a table.

Every element is entered, whatever its name, unless it is known to hold nothing that is printed: a program may wrap
text in elements of its own, and what is not entered is lost.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from viextract.limits import whole_number
from viextract.read.files.docx_package import W
from viextract.read.files.symbol_fonts import sign_of, with_signs

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BOX = W + "txbxContent"
_TEXT = frozenset(
    {
        W + "t",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
        "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
    }
)
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURES = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
        "{urn:schemas-microsoft-com:vml}imagedata",
    }
)
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_SKIPPED = frozenset(
    W + tag
    for tag in (
        # What is not on the printed page: deletions, the source of moved text, field codes, properties.
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "tblGrid",
        "tcPr",
        "trPr",
        "sectPr",
    )
)
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
NoteKind = str
"""``footnote`` or ``endnote``."""


@dataclass(slots=True)
class Content:
    """What one paragraph holds besides its properties."""

    text: str = ""
    """With a line feed at each manual line break."""
    hidden: str = ""
    """Text that is formatted as hidden."""
    struck: str = ""
    """Text that is struck through."""
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    """The footnotes and endnotes that it refers to, by kind and id."""
    boxes: list[ET.Element] = field(default_factory=list)
    """Its text boxes, each a parent of blocks."""
    word_art: list[str] = field(default_factory=list)
    has_picture: bool = False
    """Whether it shows a picture that is large enough to hold text."""
    pictures: list[str] = field(default_factory=list)
    """Those pictures, by the ids of their relationships."""
    open_blank: bool = False
    """Whether a blank that is struck through stands behind the text: what follows is a word of its own."""

    def add(self, text: str, *, hidden: bool = False, struck: bool = False) -> None:
        """Adds a piece of text to that of its kind."""
        if hidden:
            self.hidden += text
        elif struck:
            self.struck += text
            self.open_blank = self.open_blank or any(map(str.isspace, text))
        elif text:
            between = self.open_blank and self.text and not self.text[-1].isspace() and text[0].isalnum()
            self.text += f" {text}" if between else text
            self.open_blank = False

    def is_empty(self) -> bool:
        return not (
            self.text.strip()
            or self.hidden.strip()
            or self.struck.strip()
            or self.boxes
            or self.word_art
            or self.has_picture
        )


def content_of(paragraph: ET.Element) -> Content:
    """The content of a paragraph, each piece once."""
    content = Content()
    _collect(paragraph, content)
    return content


def _collect(
    element: ET.Element, content: Content, *, hidden: bool = False, struck: bool = False, font: str = ""
) -> None:
    """Add what an element holds to the content, in reading order; hidden, struck: whether what is above it is not
    shown, or struck through; font: that of the run in which it stands.
    """
    for child in element:
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == _BOX:
            content.boxes.append(child)
        elif tag == _ALTERNATIVES:
            _add(content, _chosen(child, hidden=hidden, struck=struck))
        elif tag in _TEXT:
            content.add(with_signs(child.text or "", font), hidden=hidden, struck=struck)
        elif tag == W + "sym":
            sign = _symbol(child.get(W + "font", ""), child.get(W + "char", ""))
            content.add(sign, hidden=hidden, struck=struck)
        elif tag in _CHARACTERS:
            content.add(" " if hidden or struck else _CHARACTERS[tag], hidden=hidden, struck=struck)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            content.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", "")))
        elif tag == W + "r":
            named = child.find(f"{W}rPr/{W}rFonts")
            own = named.get(W + "ascii", font) if named is not None else font
            vanishes = hidden or _on(child.find(f"{W}rPr/{W}vanish"))
            _collect(child, content, hidden=vanishes, struck=struck or _is_struck(child), font=own)
        else:
            if tag in _DRAWINGS and _has_large_picture(child):
                content.has_picture = True
                content.pictures += _pictures_of(child)
            if tag == _WORD_ART and child.get("string", "").strip():
                content.word_art.append(child.get("string", ""))
            _collect(child, content, hidden=hidden, struck=struck, font=font)


def _is_struck(run: ET.Element) -> bool:
    return any(_on(run.find(f"{W}rPr/{W}{line}")) for line in ("strike", "dstrike"))


def _chosen(alternatives: ET.Element, *, hidden: bool, struck: bool) -> Content:
    """The same thing for newer and for older programs: the first version that holds anything is enough."""
    for version in alternatives:
        content = Content()
        _collect(version, content, hidden=hidden, struck=struck)
        if not content.is_empty():
            return content
    return Content()


def _add(content: Content, more: Content) -> None:
    content.add(more.text)
    content.add(more.hidden, hidden=True)
    content.add(more.struck, struck=True)
    content.notes += more.notes
    content.boxes += more.boxes
    content.word_art += more.word_art
    content.has_picture = content.has_picture or more.has_picture
    content.pictures += more.pictures


def blocks(parent: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs and tables of a body, a cell, a text box or a note, also those inside content controls and
    tracked insertions; what stands inside a paragraph or table is not among them.
    """
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag == _ALTERNATIVES:
            for version in child:
                if found := list(blocks(version)):
                    yield from found
                    break
        elif child.tag not in _SKIPPED:
            yield from blocks(child)


def paragraphs(parent: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs in order, those of tables inside included, those of text boxes left to :func:`content_of`."""
    for block in blocks(parent):
        if block.tag == W + "p":
            yield block
        else:
            for row in table_rows(block):
                for cell in row:
                    yield from paragraphs(cell.element)


def all_text(parent: ET.Element) -> str:
    """All printed text below an element in one line."""
    texts = []
    for paragraph in paragraphs(parent):
        content = content_of(paragraph)
        texts += [content.text, *content.word_art, *(all_text(box) for box in content.boxes)]
    return " ".join(" ".join(texts).split())


@dataclass(slots=True)
class TableCell:
    """A cell as the table's row names it."""

    element: ET.Element
    column: int
    span: int
    merge: str | None
    """``restart`` or ``continue`` where the cell belongs to a vertical merge."""


def table_rows(table: ET.Element) -> list[list[TableCell]]:
    """The rows of a table that are not deleted, each with the cells that it has."""
    rows = []
    for row in _children(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = []
        column = number_of(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _children(row, "tc"):
            properties = cell.find(W + "tcPr")
            span = number_of(properties.find(W + "gridSpan") if properties is not None else None, 1)
            vertical = properties.find(W + "vMerge") if properties is not None else None
            merge = None if vertical is None else vertical.get(W + "val", "continue")
            cells.append(TableCell(cell, column, max(span, 1), merge))
            column += max(span, 1)
        if cells:
            rows.append(cells)
    return rows


def _children(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children of a kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == W + tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (W + "p", W + "tbl"):
            yield from _children(child, tag)


_MOST_COLUMNS = 63
"""Columns that Word allows in a table (its documented limit)."""


def number_of(element: ET.Element | None, default: int) -> int:
    """The number that a property gives."""
    value = element.get(W + "val", "") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() and len(value) < 10 else default


def _symbol(font: str, code: str) -> str:
    """A character of a symbol font, given by its code."""
    try:
        return sign_of(font, int(code, 16))
    except ValueError:
        return ""


def _on(element: ET.Element | None) -> bool:
    return element is not None and element.get(W + "val", "true") not in ("0", "false", "off")


def mark_deleted(paragraph: ET.Element) -> bool:
    """Whether a tracked deletion took the paragraph's end: it goes on in the next paragraph."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


@dataclass(slots=True)
class Style:
    """How much of a paragraph's text is bold and italic, counted in characters."""

    characters: int = 0
    bold: int = 0
    italic: int = 0
    sizes: dict[float, int] = field(default_factory=dict)


def style_of(paragraph: ET.Element) -> Style:
    """The type of a paragraph's own text."""
    style = Style()
    for run in paragraph.iter(W + "r"):
        content = Content()
        _collect(run, content, struck=_is_struck(run))
        length = len(re.sub(r"\s", "", content.text))
        properties = run.find(W + "rPr")
        style.characters += length
        if properties is None or not length:
            continue
        style.bold += length * _on(properties.find(W + "b"))
        style.italic += length * _on(properties.find(W + "i"))
        half_points = number_of(properties.find(W + "sz"), 0)
        if half_points:
            style.sizes[half_points / 2] = style.sizes.get(half_points / 2, 0) + length
    return style


_EMU_PER_CM = 360_000.0
"""ECMA-376, ST_PositiveCoordinate."""
_SMALLEST_PICTURE_OF_TEXT = 20.0
"""Square centimetres: more than the square around a seal of 3.6 cm takes (13)."""
_LENGTHS = {"pt": 2.54 / 72, "in": 2.54, "cm": 1.0, "mm": 0.1, "px": 2.54 / 96}
"""Centimetres of the units that VML styles use."""


def _pictures_of(drawing: ET.Element) -> list[str]:
    """Ids of the relationships by which a drawing shows pictures, each once."""
    ids = [identity for element in drawing.iter() if (identity := element.get(_SHOWN_BY.get(element.tag, ""), ""))]
    return list(dict.fromkeys(ids))


_RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHOWN_BY = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip": _RELATIONSHIPS + "embed",
    "{urn:schemas-microsoft-com:vml}imagedata": _RELATIONSHIPS + "id",
}
"""Other elements have such ids, too: links of a picture, and the drawing in SVG that stands beside its PNG."""


def _has_large_picture(drawing: ET.Element) -> bool:
    """Whether a drawing shows a picture that is large enough to hold text; one of unknown size counts as large."""
    elements = list(drawing.iter())
    if not any(element.tag in _PICTURES for element in elements):
        return False
    areas = [area for element in elements if (area := _area(element)) is not None]
    return not areas or max(areas) >= _SMALLEST_PICTURE_OF_TEXT


def _area(element: ET.Element) -> float | None:
    """Square centimetres of a drawing's extent or of a VML shape."""
    if element.tag.endswith("wordprocessingDrawing}extent"):
        sides = [element.get("cx", ""), element.get("cy", "")]
        across, down = map(whole_number, sides)
        return across * down / _EMU_PER_CM**2 if across is not None and down is not None else None
    width, height = (_length(element.get("style", ""), side) for side in ("width", "height"))
    return width * height if width is not None and height is not None else None


def _length(style: str, side: str) -> float | None:
    """Centimetres of a side in a VML shape's style ("width:595pt")."""
    match = re.search(rf"(?:^|;)\s*{side}\s*:\s*(\d+(?:\.\d+)?)(pt|in|cm|mm|px)", style)
    return float(match[1]) * _LENGTHS[match[2]] if match else None
