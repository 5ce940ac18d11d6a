"""Searchable PDF: the recovered text as an invisible layer over the untouched pages, word by word at its place.

The letters have a font without shapes whose codes are Unicode, so that copying and searching give Vietnamese as it is.
Text that a page already has as an invisible layer below its picture (a ruined reading) is taken out; pages whose own
text was trusted stay as they are. The font is embedded and the file's own metadata stay, so that PDF/A stays PDF/A; a
PDF that is made of pictures is one.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

if TYPE_CHECKING:
    from PIL import Image

from viextract.export.word_places import PlacedText, placed_words
from viextract.model.document import BBox, Document, Page

_ADVANCE = 500
"""Width of each letter in the font, thousandths of its size."""
_ASCENT, _DESCENT = 800, -200
_INVISIBLE = 3  # PDF 32000-1, 9.3.6: neither filled nor stroked
_ORIENTATION = 0x0112  # EXIF 2.3, 4.6.4
_FONT = Name("/ViextractText")


def searchable_pdf(data: bytes, document: Document) -> bytes:
    """A PDF with the text of ``document`` over its pages.

    data: the bytes of the PDF, or of the image file, whose pictures become pages without a dot changed.
    """
    if document.media_type.startswith("image/"):
        data = picture_pdf(data, document)
    with Pdf.open(io.BytesIO(data)) as pdf:
        font = _font(pdf)
        for page in document.pages:
            if page.source.text_origin == "ocr" and page.lines and page.number <= len(pdf.pages):
                _add_layer(pdf, pdf.pages[page.number - 1], page, font)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def picture_pdf(data: bytes, document: Document) -> bytes:
    """A PDF of the pictures in an image file, not a dot changed, each as large as its page in ``document``."""
    from PIL import Image, ImageOps, ImageSequence

    sizes = {page.number: (page.width, page.height) for page in document.pages}
    with Pdf.new() as pdf, Image.open(io.BytesIO(data)) as file:
        for number, frame in enumerate(ImageSequence.Iterator(file), 1):
            if number not in sizes:
                continue
            width, height = sizes[number]
            turned = document.pages[0].source.rotation in (90, 270)
            size = (height, width) if turned else (width, height)
            page = pdf.add_blank_page(page_size=size)
            frame = ImageOps.exif_transpose(frame) if frame.getexif().get(_ORIENTATION, 1) != 1 else frame
            page.Resources = Dictionary(XObject=Dictionary(Picture=_picture(pdf, frame, data)))
            page.Contents = pdf.make_stream(f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /Picture Do Q".encode())
        _declare_archival(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _declare_archival(pdf: Pdf) -> None:
    """Make a PDF of pictures one for archives, PDF/A-2u (ISO 19005-2): what its colours mean, and that it is one."""
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "U"


@cache
def _srgb() -> bytes:
    """The profile of the colours that files without one have (IEC 61966-2-1); the time of its making is left out."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d000010001000000000000")  # ICC.1, 7.2.8: the first of January 2000
    return bytes(profile)


def _picture(pdf: Pdf, frame: Image.Image, data: bytes) -> pikepdf.Stream:
    """A picture as an object of a PDF: a JPEG file as it is, everything else without loss."""
    entries = {"Type": Name.XObject, "Subtype": Name.Image, "Width": frame.width, "Height": frame.height}
    if frame.format == "JPEG" and frame.mode in {"L", "RGB"}:
        space = Name.DeviceGray if frame.mode == "L" else Name.DeviceRGB
        return pdf.make_stream(data, Filter=Name.DCTDecode, BitsPerComponent=8, ColorSpace=space, **entries)
    if frame.mode == "1":
        return pdf.make_stream(frame.tobytes(), BitsPerComponent=1, ColorSpace=Name.DeviceGray, **entries)
    grey = frame.mode in {"L", "LA"}
    made = frame.convert("L" if grey else "RGB")
    space = Name.DeviceGray if grey else Name.DeviceRGB
    return pdf.make_stream(made.tobytes(), BitsPerComponent=8, ColorSpace=space, **entries)


# --- the layer


def _add_layer(pdf: Pdf, target: pikepdf.Page, page: Page, font: object) -> None:
    _remove_invisible_text(pdf, target)
    placement = _Placement(target, page)
    parts = ["q", "BT", f"{_INVISIBLE} Tr"]
    for line in page.lines:
        if line.noise == "hidden":
            continue
        for word in placed_words(line):
            parts += placement.show(_as_high_as_its_line(word, line.bbox))
    parts += ["ET", "Q"]
    if "/Resources" not in target:
        target.Resources = Dictionary()
    fonts = target.Resources.get("/Font", Dictionary())
    fonts[_FONT] = font
    target.Resources.Font = fonts
    # The page's own drawing is put between q and Q, so that nothing it leaves set moves the letters.
    target.contents_add(b"q", prepend=True)
    target.contents_add(b"Q\n" + "\n".join(parts).encode("ascii"))


def _as_high_as_its_line(word: PlacedText, line: BBox | None) -> PlacedText:
    """A dash or full stop with the height of its line: by its own it would be another line to a reader."""
    if line is None or any(char.isalnum() for char in word.text):
        return word
    return PlacedText(word.text, (word.box[0], line[1], word.box[2], line[3]))


class _Placement:
    """From the upright page's points (origin top left) to the page's own space, through all its turns."""

    def __init__(self, target: pikepdf.Page, page: Page) -> None:
        box = [float(value) for value in target.cropbox]
        self._x0, self._y0, self._x1, self._y1 = box
        self._rotate = int(target.get("/Rotate", 0)) % 360
        self._turned = page.source.rotation % 360
        shown = (self._x1 - self._x0, self._y1 - self._y0)
        if self._rotate in (90, 270):
            shown = (shown[1], shown[0])
        self._shown = shown

    def show(self, word: PlacedText) -> list[str]:
        """Operators that print a word in its box, invisible."""
        left, top, right, bottom = word.box
        size = max(bottom - top, 1.0)
        width = max(right - left, 0.1)
        text = word.text
        stretch = 100 * width / (len(text) * size * _ADVANCE / 1000)
        base = self._point(left, bottom + size * _DESCENT / 1000)
        along = self._point(right, bottom + size * _DESCENT / 1000)
        length = max(((along[0] - base[0]) ** 2 + (along[1] - base[1]) ** 2) ** 0.5, 1e-6)
        cos, sin = (along[0] - base[0]) / length, (along[1] - base[1]) / length
        # A blank after each word: without it some readers join the words of a line.
        codes = (text + " ").encode("utf-16-be").hex()
        return [
            f"{_FONT} {size:.2f} Tf {stretch:.2f} Tz",
            f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {base[0]:.2f} {base[1]:.2f} Tm",
            f"<{codes}> Tj",
        ]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """From the upright page to the page as it is shown, then to its own space."""
        width, height = self._shown
        if self._turned == 90:
            x, y = y, height - x
        elif self._turned == 180:
            x, y = width - x, height - y
        elif self._turned == 270:
            x, y = width - y, x
        if self._rotate == 90:
            return self._x0 + y, self._y0 + x
        if self._rotate == 180:
            return self._x1 - x, self._y0 + y
        if self._rotate == 270:
            return self._x1 - y, self._y1 - x
        return self._x0 + x, self._y1 - y


_SHOWING = {"Tj", "TJ", "'", '"'}


def _remove_invisible_text(pdf: Pdf, target: pikepdf.Page) -> None:
    """Takes the strings out that are shown in mode 3, and leaves every other operator as it is."""
    kept: list[Any] = []
    mode, changed = [0], False
    for instruction in pikepdf.parse_content_stream(target):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            mode.append(mode[-1])
        elif name == "Q" and len(mode) > 1:
            mode.pop()
        elif name == "Tr":
            mode[-1] = int(operands[0])
        elif name in _SHOWING and mode[-1] == _INVISIBLE:
            changed = True
            if name in {"'", '"'}:
                kept.append(pikepdf.ContentStreamInstruction([], Operator("T*")))
            continue
        kept.append(instruction)
    if changed:
        target.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


# --- the font


def _font(pdf: Pdf) -> object:
    """A composite font of one empty shape: each code of two bytes is the Unicode character itself."""
    program = pdf.make_stream(_empty_font())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ViextractText"),
        Flags=4,
        FontBBox=Array([0, _DESCENT, _ADVANCE, _ASCENT]),
        ItalicAngle=0,
        Ascent=_ASCENT,
        Descent=_DESCENT,
        CapHeight=_ASCENT,
        StemV=80,
        FontFile2=program,
    )
    to_glyph = pdf.make_stream(b"\x00\x01" * 65536)  # every code is the one empty shape
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ViextractText"),
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_ADVANCE,
        CIDToGIDMap=to_glyph,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ViextractText"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_TO_UNICODE),
        )
    )


_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
100 beginbfrange
%s
endbfrange
""" % b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(100))
_TO_UNICODE += (
    b"100 beginbfrange\n"
    + b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(100, 200))
    + b"\nendbfrange\n56 beginbfrange\n"
    + b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(200, 256))
    + b"\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
)
"""A range may not go over a change of the first byte, and a block holds a hundred (Adobe Technical Note 5411)."""


@cache
def _empty_font() -> bytes:
    """A TrueType font with two empty shapes: what readers want to be there, and nothing to see."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", "empty"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "empty"})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (_ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    builder.setupNameTable({"familyName": "ViextractText", "styleName": "Regular"})
    builder.setupPost(isFixedPitch=1)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()
