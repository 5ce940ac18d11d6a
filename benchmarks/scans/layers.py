"""Sixty pages whose text layer is known to be good, ruined, missing, in an old font or without meaning."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pages
import pikepdf
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from unidecode import unidecode

from viextract.language.legacy.encodings import encode
from viextract.read.files.pdf import PdfFile
from viextract.read.ocr.letter_boxes import COVERAGE_DPI
from viextract.read.pages.text_layer import judge_layer

_EACH = 10
_WIDTH, _HEIGHT = 595.0, 842.0


@dataclass(frozen=True)
class Case:
    """A page and the verdicts that are right for it."""

    kind: str
    index: int
    data: bytes
    verdicts: tuple[str, ...]
    has_text: bool = True


def cases() -> Iterator[Case]:
    """Ten pages of each of six kinds, always the same."""
    bodies = pages.held_out_bodies()
    for kind, (make, verdicts, has_text) in _KINDS.items():
        for index in range(_EACH):
            state = random.Random(f"{kind}-{index}")
            lines = _lines(bodies, state)
            yield Case(kind, index, make(lines, state), verdicts, has_text)


def verdict_without_text(data: bytes) -> str:
    with PdfFile(data) as file:
        page = file.page(0)
        return judge_layer(page.layer(), lambda: page.render(COVERAGE_DPI, grey=True)).name


def _lines(bodies: list[str], state: random.Random) -> list[str]:
    lines: list[str] = []
    while len(lines) < 34:
        words = state.choice(bodies).split()
        lines += [" ".join(words[at : at + 14]) for at in range(0, len(words), 14)]
    return lines[:34]


def _canvas() -> tuple[Canvas, io.BytesIO]:
    if "Tinos" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Tinos", str(pages.FONTS / "Tinos-Regular.ttf")))
    stream = io.BytesIO()
    return Canvas(stream, (_WIDTH, _HEIGHT)), stream


def _finished(canvas: Canvas, stream: io.BytesIO) -> bytes:
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _write(canvas: Canvas, lines: list[str], *, font: str = "Tinos", invisible: bool = False) -> None:
    text = canvas.beginText(70, 780)
    text.setFont(font, 12, leading=21)
    text.setTextRenderMode(3 if invisible else 0)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def _digital(lines: list[str], _state: random.Random) -> bytes:
    canvas, stream = _canvas()
    _write(canvas, lines)
    return _finished(canvas, stream)


def _scan(lines: list[str], layer: list[str] | None) -> bytes:
    """The lines as a picture, and ``layer`` as invisible text over it."""
    sheet = pages._Sheet(150)
    for row, line in enumerate(lines):
        sheet.put(70, 842 - 780 + 21 * row - 10, line, "Regular", 12)
    packed = io.BytesIO()
    sheet.image.convert("L").save(packed, "JPEG", quality=70)
    canvas, stream = _canvas()
    canvas.drawImage(ImageReader(Pillow.open(packed)), 0, 0, _WIDTH, _HEIGHT)
    if layer is not None:
        _write(canvas, layer, invisible=True)
    return _finished(canvas, stream)


def _scan_with_good_layer(lines: list[str], _state: random.Random) -> bytes:
    return _scan(lines, lines)


def _scan_without_layer(lines: list[str], _state: random.Random) -> bytes:
    return _scan(lines, None)


def _scan_with_ruined_layer(lines: list[str], state: random.Random) -> bytes:
    """As an engine for English reads it: some marks stay, most go, some letters turn into others."""
    alike = {"đ": "d", "ơ": "o", "ư": "u", "ă": "a", "h": "li", "i": "1", "o": "6", "n": "ri", "u": "ii", "c": "e"}

    def ruined(character: str) -> str:
        plain = unidecode(character) if state.random() < 0.85 else character
        return alike.get(plain, plain) if state.random() < 0.06 else plain

    return _scan(lines, ["".join(ruined(character) for character in line) for line in lines])


def _old_font(lines: list[str], _state: random.Random) -> bytes:
    """TCVN3: the letters of a Western font in the places of Vietnamese ones."""
    canvas, stream = _canvas()
    _write(canvas, [encode(line, "tcvn3") for line in lines])
    return _finished(canvas, stream)


def _without_meaning(lines: list[str], state: random.Random) -> bytes:
    """Fonts whose characters have numbers but no Unicode values: the page looks right and its text is nothing."""
    with pikepdf.open(io.BytesIO(_digital(lines, state))) as file:
        for page in file.pages:
            for name, font in list(page.Resources.Font.items()):
                if font.Subtype == "/TrueType":
                    page.Resources.Font[name] = _as_identity(file, font)
        stream = io.BytesIO()
        file.save(stream)
        return stream.getvalue()


def _as_identity(file: pikepdf.Pdf, font: pikepdf.Object) -> pikepdf.Object:
    descendant = file.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=font.BaseFont,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=font.FontDescriptor,
            DW=500,
            CIDToGIDMap=pikepdf.Name.Identity,
        )
    )
    return file.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=font.BaseFont,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([descendant]),
        )
    )


_Make = Callable[[list[str], random.Random], bytes]
_KINDS: dict[str, tuple[_Make, tuple[str, ...], bool]] = {
    "born digital": (_digital, ("good",), True),
    "scan, good layer": (_scan_with_good_layer, ("good",), True),
    "scan, ruined layer": (_scan_with_ruined_layer, ("ruined",), True),
    "scan, no layer": (_scan_without_layer, ("none",), False),
    "old font": (_old_font, ("converted",), True),
    "no meaning": (_without_meaning, ("unmapped", "ruined", "none"), False),
}
COUNT = _EACH * len(_KINDS)
