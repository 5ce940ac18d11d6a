"""The text layer of a PDF page: characters as pdfium gives them, gathered into words that know their direction."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from viextract.language.legacy import detect, to_unicode
from viextract.language.normalise import normalised, with_marks_in_order
from viextract.model.document import BBox
from viextract.read.layout.words import Word, turned_box

_CROOKED = 10.0  # degrees of slant that the text over a scan may have; a word printed aslant has more
_ONE_SLANT = 2.0  # degrees within which characters are of one line
_PRINTED = 0.5  # points: what is lower or narrower is no letter
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
    holes: int = 0
    """Those of them that touch a letter: words have lost them, where a bullet of its own costs nothing."""
    statements: list[Word] = field(default_factory=list)
    """What electronic signatures print of themselves: no text of the page."""
    values: list[Word] = field(default_factory=list)
    """What viewers show in fields and remarks that have no look of their own: no drawing of the page has it."""

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


class LayerReader:
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
        self._to_device = page_transform(page)

    def read(self) -> Layer:
        layer = Layer()
        characters: list[_Character] = []
        before: _Character | None = None
        line = 0
        for character in self._characters(layer):
            ends = character is None or (
                bool(characters) and (not _adjoin(characters[-1], character) or _lost_blank(characters, character))
            )
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
        after_letter = after_hole = False
        for index, code in _code_points(self._text):
            text = chr(code)
            if self._is_unmapped(index, code):
                layer.unmapped += 1
                layer.holes += after_letter
                after_hole, after_letter = not after_letter, False
                yield None
                continue
            if text.isspace() or raw.FPDFText_IsGenerated(self._text, index) == 1:
                after_letter = after_hole = False
                yield None
                continue
            layer.holes += after_hole and text.isalpha()
            after_letter, after_hole = text.isalpha(), False
            if code == 0x02:  # how pdfium writes a hyphen at a line's end that the printed word has
                text = "-"
            font, bold, italic = self._font(index)
            layer.fonts[font] = layer.fonts.get(font, 0) + 1
            place = self._character_box(index)
            if place is None:
                continue
            turn, slant = self._direction(index)
            flat = self._flat_box(index, place, turn, slant) if turn or slant else place
            reach = self._rectangle.left, self._rectangle.right
            yield _Character(text, flat, place, bold, italic, index, turn, slant, reach)

    def _is_unmapped(self, index: int, code: int) -> bool:
        """Whether the font does not say what a character is, or says that a printed letter is a blank."""
        if raw.FPDFText_HasUnicodeMapError(self._text, index) == 1 or code in (0, 0xFFFD, 0xFFFE, 0xFFFF):
            return True
        if not chr(code).isspace() or raw.FPDFText_IsGenerated(self._text, index) == 1:
            return False
        left, right, bottom, top = self._box
        has_box = raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        # A blank has a width and no height: nothing of it is printed.
        return bool(has_box) and abs(top.value - bottom.value) > _PRINTED and abs(right.value - left.value) > _PRINTED

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
    reach: tuple[float, float] = (0.0, 0.0)
    """From where the pen began to where it would go on, in the file's own direction."""


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


def page_transform(page: pdfium.PdfPage) -> Transform:
    return Transform(page.get_rotation(), page.get_cropbox())


@dataclass(frozen=True, slots=True)
class Transform:
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


_SOME_LETTERS = 3
_BLANK = 0.1
"""Least share of the type's height that a narrow blank is wide."""


def _lost_blank(word: Sequence[_Character], after: _Character) -> bool:
    """Whether a blank stood before a small letter behind capitals and figures: pdfium drops one that the next letter
    overlaps, as in a line set too tight ("09/KH-UBND ngày"). The letters before stand side by side.
    """
    if len(word) < _SOME_LETTERS or not after.text.islower() or any(one.text.islower() for one in word):
        return False
    if after.turn or after.slant:
        return False
    gaps = [right.reach[0] - left.reach[1] for left, right in pairwise([*word, after])]
    height = after.box[3] - after.box[1]
    return gaps[-1] > _BLANK * height and all(3 * gap < gaps[-1] for gap in gaps[:-1])


def _same_line(one: _Character, other: _Character) -> bool:
    """Whether two characters are printed in one direction and stand side by side."""
    if one.turn != other.turn or abs(one.slant - other.slant) > _ONE_SLANT:
        return False
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) >= 0.3 * lower


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
