"""PDF files by pdfium: the words of the text layer with their places, and pictures of the pages.

pdfium is not thread-safe: use it in one thread of a process, and read pages in parallel over processes.
"""

from __future__ import annotations

import ctypes
import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from viextract.errors import DamagedFileError, EmptyInputError, EncryptedFileError
from viextract.language.legacy.encodings import detect, to_unicode
from viextract.language.normalise import normalised, with_marks_in_order
from viextract.model.document import BBox
from viextract.read.layout.words import Word, turned_box

Image = npt.NDArray[np.uint8]
"""A picture: height × width (grey) or height × width × 3 (RGB), 8 bits a channel."""

POINTS_PER_INCH = 72.0
_CROOKED = 10.0  # degrees of slant that the text over a scan may have; a word printed aslant has more
_ONE_SLANT = 2.0  # degrees within which characters are of one line
_ASCENT, _ADVANCE = 0.89, 0.5  # of the type's size, in Times New Roman: letters without a box of their own on the slant
_TYPE_PER_BOX = 0.9  # a font's ascent and descent together are some 1.1 times its size (Times New Roman: 1.107)


@dataclass(slots=True)
class Layer:
    """The text layer of one page."""

    words: list[Word] = field(default_factory=list)
    fonts: dict[str, int] = field(default_factory=dict)
    """Characters in each font, by the font's name."""
    unmapped: int = 0
    """Characters for which the font says no Unicode value."""

    @property
    def lines_text(self) -> str:
        """The words, with a line feed where the file begins a new line."""
        parts: list[str] = []
        for before, word in pairwise([None, *self.words]):
            if before is not None and word is not None:
                parts.append("\n" if word.line != before.line else " ")
            if word is not None:
                parts.append(word.text)
        return "".join(parts)

    def convert(self) -> str | None:
        """Turns words in the encoding of an old font into Unicode; the encoding's name, None where all is Unicode."""
        before = self.lines_text
        found = detect(before)
        after = to_unicode(before).split()
        if len(after) != len(self.words):
            return None
        for word, text in zip(self.words, after, strict=True):
            word.text = normalised(text if found.legacy else word.text) or word.text
        return found.encoding if found.legacy else None

    @property
    def character_count(self) -> int:
        return sum(len(word.text) for word in self.words)


class PdfFile:
    """An open PDF file; pages count from 0. Use it as a context manager."""

    def __init__(self, data: bytes, name: str = "input") -> None:
        self.name = name
        self._data = data
        self._plumber: Any = None
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _open_error(name, data, error) from error
        if len(self._document) == 0:
            self._document.close()
            raise EmptyInputError(f"{name} is a PDF without pages")

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()
        if self._plumber is not None:
            self._plumber.close()

    def __len__(self) -> int:
        return len(self._document)

    def page(self, index: int) -> PdfPage:
        """Raises DamagedFileError where the page cannot be loaded."""
        try:
            return PdfPage(self._document[index], self.name)
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"page {index + 1} of {self.name} is damaged: {error}") from error

    def plumber_page(self, index: int) -> Any:
        """The page as pdfplumber sees it, for its drawing; slow, so only where there is a drawing."""
        import pdfplumber

        if self._plumber is None:
            self._plumber = pdfplumber.open(io.BytesIO(self._data))
        return self._plumber.pages[index]


def _open_error(name: str, data: bytes, error: pdfium.PdfiumError) -> Exception:
    """What is wrong with a file that pdfium does not open: qpdf tells the causes apart more surely."""
    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            if len(file.pages) == 0:
                return EmptyInputError(f"{name} is a PDF without pages")
    except pikepdf.PasswordError:
        return EncryptedFileError(f"{name} is a PDF protected by a password")
    except (pikepdf.PdfError, ValueError, OSError):
        pass
    return DamagedFileError(f"{name} is a damaged or truncated PDF ({error})")


class PdfPage:
    """One page of an open PDF file."""

    def __init__(self, page: pdfium.PdfPage, name: str) -> None:
        self._page = page
        self._name = name
        self.width, self.height = page.get_size()

    def render(self, dpi: float, *, grey: bool = False) -> Image:
        """The page as it looks, RGB or grey, at a resolution in dots per inch."""
        try:
            bitmap = self._page.render(scale=dpi / POINTS_PER_INCH, grayscale=grey, rev_byteorder=True)
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise DamagedFileError(f"a page of {self._name} cannot be drawn: {error}") from error
        array: Image = bitmap.to_numpy()
        if grey:
            return array.reshape(array.shape[0], array.shape[1]).copy()
        return array[:, :, :3].copy()

    def scan_dpi(self) -> float | None:
        """Resolution of the picture that covers the page, in dots per inch; None where no single picture does."""
        best = None
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            try:
                left, bottom, right, top = item.get_bounds()
                columns, rows = item.get_px_size()
            except pdfium.PdfiumError:
                continue
            width, height = right - left, top - bottom
            if width * height < 0.6 * self.width * self.height or width <= 0 or height <= 0:
                continue
            if _is_quarter_turned(item):
                width, height = height, width
            # A fax has fewer dots down than across: none of the more may be lost.
            dpi = max(columns / width, rows / height) * POINTS_PER_INCH
            best = max(best or 0.0, dpi)
        return best

    def rule_count(self) -> int:
        """How many lines and frames the page draws."""
        return sum(1 for _ in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2))

    def layer(self) -> Layer:
        """The words of the text layer, in the file's own order."""
        try:
            text_page = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"the text of a page of {self._name} cannot be read: {error}") from error
        try:
            return _LayerReader(text_page.raw, self._page).read()
        finally:
            text_page.close()


class _LayerReader:
    """Gathers the characters of a text page into words."""

    def __init__(self, text_page: object, page: pdfium.PdfPage) -> None:
        self._text = text_page
        self._page = page
        self._box = [ctypes.c_double() for _ in range(4)]
        self._rectangle = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._origin = [ctypes.c_double() for _ in range(2)]
        self._rotation = page.get_rotation()
        self._to_device = _page_transform(page)

    def read(self) -> Layer:
        layer = Layer()
        characters: list[_Character] = []
        before: _Character | None = None
        line = 0
        for character in self._characters(layer):
            ends = character is None or (bool(characters) and not _adjoin(characters[-1], character))
            if ends and characters:
                layer.words.append(_word(characters, line, self._grey(characters[0].index)))
                characters = []
            if character is None:
                continue
            if before is not None and not characters and not _same_line(before, character):
                line += 1
            characters.append(character)
            before = character
        if characters:
            layer.words.append(_word(characters, line, self._grey(characters[0].index)))
        return layer

    def _characters(self, layer: Layer) -> Iterator[_Character | None]:
        """Characters in order, None for white space."""
        for index, code in _code_points(self._text):
            text = chr(code)
            if raw.FPDFText_HasUnicodeMapError(self._text, index) == 1 or code in (0, 0xFFFE, 0xFFFF):
                layer.unmapped += 1
                yield None
                continue
            if text.isspace() or raw.FPDFText_IsGenerated(self._text, index) == 1:
                yield None
                continue
            if code == 0x02:  # how pdfium writes a hyphen at a line's end that the printed word has
                text = "-"
            font, bold, italic = self._font(index)
            layer.fonts[font] = layer.fonts.get(font, 0) + 1
            place = self._character_box(index)
            if place is None:
                continue
            turn, slant = self._direction(index)
            flat = self._flat_box(index, place, turn, slant) if turn or slant else place
            yield _Character(text, flat, place, bold, italic, index, turn, slant)

    def _direction(self, index: int) -> tuple[int, float]:
        """Degrees clockwise by which a character is turned as the page is shown: full quarters, and the slant beyond
        them (0 where it is no more than that of a crooked scan)."""
        degrees = math.degrees(raw.FPDFText_GetCharAngle(self._text, index)) + self._rotation
        turn = round(degrees / 90) * 90
        slant = degrees - turn
        return turn % 360, slant if abs(slant) > _CROOKED else 0.0

    def _flat_box(self, index: int, place: BBox, turn: int, slant: float) -> BBox:
        """The character's box on the sheet turned so that its line lies level."""
        if not slant or not raw.FPDFText_GetCharOrigin(self._text, index, *self._origin):
            return turned_box(place, -turn)
        x, y = self._origin[0].value, self._origin[1].value
        left, top, _, _ = self._to_device(x, y, x, y)
        back = math.radians(-turn - slant)
        x, y = left * math.cos(back) - top * math.sin(back), left * math.sin(back) + top * math.cos(back)
        size = raw.FPDFText_GetFontSize(self._text, index) * _scale(self._text, index)
        return x, y - _ASCENT * size, x + _ADVANCE * size, y + (1 / _TYPE_PER_BOX - _ASCENT) * size

    def _character_box(self, index: int) -> BBox | None:
        left, right, bottom, top = self._box
        if not raw.FPDFText_GetLooseCharBox(self._text, index, self._rectangle):
            return None
        if raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top) and right.value > left.value:
            x = left.value, right.value
        else:
            x = self._rectangle.left, self._rectangle.right
        # The loose box has the font's height, equal for all letters: a full stop then stands on the line of its word.
        return self._to_device(x[0], self._rectangle.bottom, x[1], self._rectangle.top)

    def _grey(self, index: int) -> int | None:
        """How light a character is filled, 0 (black) to 255; None where the file does not say."""
        if not raw.FPDFText_GetFillColor(self._text, index, *self._colour):
            return None
        red, green, blue, _ = (part.value for part in self._colour)
        return round((299 * red + 587 * green + 114 * blue) / 1000)  # luma of ITU-R BT.601

    def _font(self, index: int) -> tuple[str, bool, bool]:
        length = raw.FPDFText_GetFontInfo(self._text, index, self._name, len(self._name), self._flags)
        name = self._name.raw[: max(0, min(length, len(self._name)) - 1)].decode("utf-8", "replace")
        family = name.rpartition("+")[2]
        lower = family.lower()
        italic = bool(self._flags.value & 0x40) or "italic" in lower or "oblique" in lower
        bold = bool(self._flags.value & 0x40000) or "bold" in lower or "black" in lower
        return family, bold, italic


@dataclass(slots=True)
class _Character:
    text: str
    box: BBox
    """On the sheet turned so that the character is upright."""
    place: BBox
    """On the page as it is shown."""
    bold: bool
    italic: bool
    index: int
    """In pdfium's text page."""
    turn: int = 0
    slant: float = 0.0


def _code_points(text_page: object) -> Iterator[tuple[int, int]]:
    """Index and Unicode value of each character; the two halves of a surrogate pair come as one."""
    count = raw.FPDFText_CountChars(text_page)
    index = 0
    while index < count:
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00 and index + 1 < count:
            low = raw.FPDFText_GetUnicode(text_page, index + 1)
            if 0xDC00 <= low < 0xE000:
                yield index, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                index += 2
                continue
        yield index, 0xFFFD if 0xD800 <= code < 0xE000 else code
        index += 1


def _page_transform(page: pdfium.PdfPage) -> _Transform:
    return _Transform(page.get_rotation(), page.get_cropbox())


@dataclass(frozen=True, slots=True)
class _Transform:
    """From a page's own space (origin bottom left, before /Rotate) to points from the top left as the page is shown."""

    rotation: int
    crop: tuple[float, float, float, float]

    def __call__(self, left: float, bottom: float, right: float, top: float) -> BBox:
        x0, y0, x1, y1 = self.crop
        if self.rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self.rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self.rotation == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom


def _adjoin(one: _Character, other: _Character) -> bool:
    """Whether two characters in a row belong to one word although no blank stands between them in the file.

    Some writers set each word with its own move and no blank at all: then only the gap tells words apart.
    """
    if not _same_line(one, other):
        return False
    if unicodedata.combining(other.text[0]):
        return True
    height = max(one.box[3] - one.box[1], 1.0)
    gap = other.box[0] - one.box[2]
    return -2.0 * height < gap < 0.28 * height


def _same_line(one: _Character, other: _Character) -> bool:
    """Whether two characters are printed in one direction and stand side by side."""
    if one.turn != other.turn or abs(one.slant - other.slant) > _ONE_SLANT:
        return False
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) >= 0.3 * lower


def _is_quarter_turned(item: pdfium.PdfObject) -> bool:
    """Whether a picture is stored turned by a quarter against how the page shows it."""
    matrix = item.get_matrix()
    return bool(abs(matrix.b) + abs(matrix.c) > abs(matrix.a) + abs(matrix.d))


def _scale(text_page: object, index: int) -> float:
    """By how much the page enlarges the type of a character."""
    matrix = raw.FS_MATRIX()
    return math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text_page, index, matrix) else 1.0


def _word(characters: list[_Character], line: int, grey: int | None) -> Word:
    boxes = [character.place for character in characters]
    count = len(characters)
    return Word(
        text=with_marks_in_order("".join(character.text for character in characters)),
        bbox=(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)),
        line=line,
        bold=2 * sum(character.bold for character in characters) > count,
        italic=2 * sum(character.italic for character in characters) > count,
        # The font's own size is that before the page's scaling; the loose box is as high as the type is printed.
        size=round(_TYPE_PER_BOX * max(character.box[3] - character.box[1] for character in characters), 1),
        grey=grey,
        turn=characters[0].turn,
        slant=round(characters[0].slant, 1),
    )
