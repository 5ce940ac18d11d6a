"""Makes hostile pictures, scans and old Office files: what goes through OCR, recovery and LibreOffice."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache

from PIL import Image, ImageDraw

from benchmarks.hostile.files import Maker, docx_of, mutated, one_page, paragraph, stream, zipped

_LINES = (
    "UY BAN NHAN DAN XA SUOI TRE",
    "KE HOACH",
    "I. NHIEM VU",
    "1. Phong Kinh te chu tri dao ho truoc ngay 10/5/2026",
)


@cache
def _sheet(width: int = 1000, height: int = 700) -> Image.Image:
    """A sheet with a few lines of print, as large as OCR needs them."""
    sheet = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(_LINES):
        draw.text((60, 60 + 60 * number), line, fill=0, font_size=30)
    return sheet


def _written(picture: Image.Image, form: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


# --- pictures


def _broken_picture(form: str) -> Maker:
    def make(chance: random.Random) -> bytes:
        whole = _written(_sheet().convert("RGB") if chance.random() < 0.3 else _sheet(), form)
        return whole[: chance.randrange(len(whole))] if chance.random() < 0.5 else mutated(whole, chance)

    return make


def _jpeg_that_lies(chance: random.Random) -> bytes:
    data = bytearray(_written(_sheet(), "JPEG"))
    at = data.find(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(
        ">HH", *chance.choice(((65535, 65535), (12000, 12000), (0, 1000), (1, 65535), (700, 9)))
    )
    return bytes(data)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _large_picture(chance: random.Random) -> bytes:
    """Just within the limit of megapixels, or of a shape that no page has."""
    width, height = chance.choice(((12_000, 12_000), (149_000, 1_000), (100, 140_000), (30, 100_000), (7_000, 10_000)))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = chance.choice((b"\xff", b"\x00", b"\xaa")) * (width // 8 + 1)
    rows = zlib.compress((b"\0" + row) * height, 6)
    return b"\x89PNG\r\n\x1a\n" + _png_chunk(b"IHDR", head) + _png_chunk(b"IDAT", rows) + _png_chunk(b"IEND", b"")


def _png_with_bombs(chance: random.Random) -> bytes:
    """Text and colour profiles that unpack to much more than they are; chunks that stand where none may."""
    data = _written(_sheet(), "PNG")
    packed = zlib.compress(bytes(200_000_000), 9)
    bomb = chance.choice(
        (
            lambda: _png_chunk(b"zTXt", b"a\0\0" + packed),
            lambda: _png_chunk(b"iCCP", b"a\0\0" + packed),
            lambda: _png_chunk(b"iTXt", b"a\0\1\0\0\0" + packed),
            lambda: _png_chunk(b"pHYs", struct.pack(">IIB", *chance.choice(((0, 0), (2**31, 1), (1, 2**31))), 1)),
            lambda: _png_chunk(b"eXIf", b"MM\0*\0\0\0\x08" + chance.randbytes(200)),
            lambda: _png_chunk(b"PLTE", bytes(3)) + _png_chunk(b"tRNS", bytes(999)),
            lambda: _png_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)),
        )
    )()
    return data[:33] + bomb + data[33:]


def _odd_dots(chance: random.Random) -> bytes:
    dots = chance.choice(((1e7, 1e7), (1e-4, 1e-4), (1200, 61), (60, 1100), (0, 0), (72, 4.4)))
    return _written(_sheet(), chance.choice(("PNG", "TIFF")), dpi=dots)


def _turned(chance: random.Random) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = chance.choice((0, 3, 6, 8, 9, 65535))
    exif[0x010E] = "x" * chance.choice((1, 60_000))
    return _written(_sheet(), "JPEG", exif=exif)


def _modes(chance: random.Random) -> bytes:
    mode = chance.choice(("1", "P", "LA", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16", "LAB"))
    picture = _sheet() if mode == "I;16" else _sheet().convert("RGB" if mode == "LAB" else "L")
    if mode == "I;16":
        return _written(Image.frombytes("I;16", (400, 300), chance.randbytes(240_000)), "TIFF")
    if mode == "LAB":
        return _written(Image.new("LAB", (300, 400), (200, 128, 128)), "TIFF")
    return _written(picture.convert("RGB").convert(mode) if mode == "YCbCr" else picture.convert(mode), "TIFF")


def _frames(chance: random.Random) -> bytes:
    """Many pages of which each is small in the file and large in the memory."""
    count, side = chance.choice(((60, 300), (6, 4_000), (2, 12_000)))
    frames = [Image.new("1", (side, side), 1) for _ in range(count)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return out.getvalue()


def _tiff_tags(chance: random.Random) -> bytes:
    """Numbers of a TIFF's directory exchanged: sizes, bits, strips, compression, where the next directory is."""
    data = bytearray(_written(_sheet(), "TIFF", compression=chance.choice((None, "tiff_lzw", "tiff_deflate"))))
    at = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[at : at + 2])[0]
    for _ in range(chance.choice((1, 2, 5))):
        entry = at + 2 + 12 * chance.randrange(count)
        place = entry + chance.choice((0, 2, 4, 8))
        size = 2 if place - entry < 4 else 4
        value = chance.choice((0, 1, 3, 9, 255, 65535, 2**31 - 1, 2**32 - 1, at)) % 256**size
        data[place : place + size] = value.to_bytes(size, "little")
    return bytes(data)


def _pattern(chance: random.Random) -> bytes:
    """Pictures that look like thousands of letters, rules or seals."""
    size = (1000, 1400)
    kind = chance.randrange(6)
    if kind == 0:
        return _written(Image.frombytes("L", size, chance.randbytes(size[0] * size[1])), "PNG")
    sheet = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)
    if kind == 1:
        for k in range(0, 1400, 8):
            draw.line((0, k, 1000, k), fill=0)
            draw.line((k, 0, k, 1400), fill=0)
    elif kind == 2:
        for _ in range(4000):
            x, y = chance.randrange(1000), chance.randrange(1400)
            draw.ellipse((x, y, x + 6, y + 6), fill=0)
    elif kind == 3:
        for _ in range(60):
            x, y, r = chance.randrange(1000), chance.randrange(1400), chance.randrange(20, 300)
            draw.ellipse((x, y, x + r, y + r), outline=(220, 20, 30), width=5)
    elif kind == 4:
        for k in range(60):
            draw.text((10, 20 * k), "." * 150, fill=0, font_size=18)
    else:
        for k in range(100):
            draw.text((10, 14 * k), "| 1 | - | 100% | 30/6 |" * 4, fill=0, font_size=11)
    return _written(sheet, "PNG")


def _other_kinds(chance: random.Random) -> bytes:
    """Kinds of pictures that cameras and browsers write, whole and broken."""
    rgb = _sheet().convert("RGB")
    boxes = b"\0\0\0\x18ftyp" + chance.choice((b"heic", b"avif", b"mif1", b"qt  ")) + b"\0\0\0\0mif1heic"
    return chance.choice(
        (
            lambda: boxes + chance.randbytes(5_000),
            lambda: boxes + struct.pack(">I", 2**32 - 1) + b"meta" + bytes(400),
            lambda: mutated(_written(rgb, "WEBP"), chance),
            lambda: mutated(_written(rgb, "BMP"), chance),
            lambda: mutated(_written(rgb.convert("P"), "GIF"), chance),
            lambda: (
                b"BM" + struct.pack("<IHHIIiiHHIIiiII", 900, 0, 0, 54, 40, 2**31 - 1, -(2**31), 1, 24, 0, 0, 0, 0, 0, 0)
            ),
            lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + chance.randbytes(3_000),
            lambda: b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0xF7, 0, 0) + bytes(768) + b",",
        )
    )()


# --- pages of PDF and Word with pictures


def _pdf_picture(chance: random.Random) -> bytes:
    """A page that is a picture which is broken, or is not what it says."""
    jpeg = _written(_sheet(), "JPEG")
    entries, data = chance.choice(
        (
            (b"/Width 1000 /Height 700 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", jpeg[:9000]),
            (b"/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", jpeg),
            (b"/Width 1 /Height 1 /ColorSpace /DeviceCMYK /BitsPerComponent 16 /Filter /DCTDecode", jpeg),
            (b"/Width 1000 /Height 700 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode", jpeg),
            (b"/Width 1000 /Height 700 /ImageMask true /BitsPerComponent 1 /Filter /JBIG2Decode", bytes(900)),
            (
                b"/Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
                b"/DecodeParms << /K -1 /Columns 30000 /Rows 2147483647 >>",
                b"\x00\x10" * 200,
            ),
            (b"/Width 1000 /Height 700 /ColorSpace [/Indexed /DeviceRGB 255 <00>] /BitsPerComponent 8", bytes(700_000)),
            (b"/Width 1000 /Height 700 /ColorSpace /DeviceRGB /BitsPerComponent 8 /SMask 6 0 R", bytes(90)),
            (b"/Width 1000 /Height 700 /ColorSpace 6 0 R /BitsPerComponent 8", bytes(700_000)),
        )
    )
    scale = chance.choice((b"595 0 0 842", b"1e7 0 0 1e7", b"1e-7 0 0 1e-7", b"0 0 0 0", b"595 400 -400 842"))
    content = b"q %s 0 0 cm /X Do Q" % scale
    box = chance.choice((b"0 0 595 842", b"0 0 595 842", b"0 0 14400 14400", b"0 0 3 3"))
    picture = stream(data, b"/Type /XObject /Subtype /Image " + entries)
    return one_page(content * chance.choice((1, 1, 300)), b"/XObject << /X 6 0 R >>", box, picture)


def _scan_with_a_layer(chance: random.Random) -> bytes:
    """A sound scan below a text layer that is not what the picture says, or lies elsewhere."""
    picture = b"/Type /XObject /Subtype /Image /Width 1000 /Height 700 /ColorSpace /DeviceGray /BitsPerComponent 8"
    word = chance.choice((b"(\\001\\002\\003)", b"(KE HOACH)", b"(" + b"a" * 5_000 + b")", b"<FFFE>", b"()"))
    place = chance.choice((b"72 700", b"1e6 -1e6", b"0 0"))
    text = b"BT 3 Tr /F 12 Tf %s Td %s Tj ET " % (place, word) * chance.choice((1, 3_000))
    return one_page(
        b"q 595 0 0 842 0 0 cm /X Do Q " + text,
        b"/XObject << /X 6 0 R >>",
        b"0 0 595 842",
        stream(_sheet().tobytes(), picture, packed=True),
    )


_DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{size}" cy="{size}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:{how}="{id}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def _docx_pictures(chance: random.Random) -> bytes:
    """Pictures of a Word file that are broken, elsewhere, huge, none at all, or the file's own text."""
    content = chance.choice((_jpeg_that_lies, _large_picture, _other_kinds, _broken_picture("PNG"), _png_with_bombs))(
        chance
    )
    target, mode = chance.choice(
        (
            ("media/a.png", ""),
            ("media/a.png", ""),
            ("media/a.emf", ""),
            ("document.xml", ""),
            ("../../../../etc/passwd", ""),
            ("http://192.0.2.1/a.png", ' TargetMode="External"'),
            ("file:///etc/passwd", ' TargetMode="External"'),
        )
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="p1" Type="{_IMAGE}" Target="{target}"{mode}/></Relationships>'
    ).encode()
    size = chance.choice(("900000", "0", "-5", "99999999999999999999", "abc"))
    drawing = _DRAWING.format(size=size, how=chance.choice(("embed", "link")), id=chance.choice(("p1", "p1", "p9")))
    parts = {"word___rels__document_dot_xml_dot_rels": relations, "word__media__a_dot_png": content}
    return docx_of(paragraph("Ke hoach") + drawing.encode() * chance.choice((1, 300)) + paragraph("Nhiem vu"), **parts)


# --- what LibreOffice reads


def _rich_text(chance: random.Random) -> bytes:
    junk = chance.randbytes(700).hex().encode()
    sound = b"{\\rtf1\\ansi " + b"\\par ".join(line.encode() for line in _LINES) + b"}"
    return chance.choice(
        (
            b"{\\rtf1" + b"{" * 50_000,
            b"{\\rtf1 " + b"{\\b Ke hoach}" * 20_000 + b"}",
            b"{\\rtf1 a\\bin2147483647 " + junk + b"}",
            b"{\\rtf1{\\pict\\wmetafile8\\picw99999999\\pich99999999 " + junk + b"}}",
            b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105000002000000" + junk + b"}}}",
            b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "http://192.0.2.1/a.png" \\\\d}{\\fldrslt x}} a}',
            b"{\\rtf1\\trowd" + b"\\cellx1" * 5_000 + b" a" + b"\\cell" * 5_000 + b"\\row}",
            b"{\\rtf1\\u-1?\\u99999999?\\'zz\\uc99 \\u55357?\\fs2147483647 a\\sectd\\colsno999999 b}",
            b"{\\rtf1 " + bytes.fromhex(junk.decode()),
            mutated(sound, chance),
        )
    )


def _ole(name: str, content: bytes) -> bytes:
    """A compound file of Office with one stream."""
    sectors = max(-(-max(len(content), 4096) // 512), 8)
    body = content.ljust(sectors * 512, b"\0")
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    directory = (root + _entry(name, 2, 0xFFFFFFFF, 2, len(body))).ljust(512, b"\0")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE][:128]
    table = b"".join(struct.pack("<I", one) for one in chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + table + directory + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _old_word(chance: random.Random) -> bytes:
    head = struct.pack("<HHHHHHI", 0xA5EC, 0xC1, 0, 0x409, 0, chance.choice((0, 0x200, 0xFFFF)), 0)
    content = head + chance.randbytes(chance.choice((500, 6_000)))
    return mutated(_ole("WordDocument", content), chance) if chance.random() < 0.4 else _ole("WordDocument", content)


def _old_excel(chance: random.Random) -> bytes:
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CD, 0, 6)
    rows = b"".join(
        struct.pack("<HHHHH", 0x203, 14, chance.randrange(65536), chance.randrange(65536), 0) + chance.randbytes(8)
        for _ in range(chance.choice((5, 500)))
    )
    lies = struct.pack("<HH", 0xFC, 65535) + struct.pack("<II", 2**31 - 1, 2**31 - 1)
    return _ole("Workbook", start + chance.choice((rows, lies, chance.randbytes(4_000))) + struct.pack("<HH", 10, 0))


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)


_MANY_ROWS = "<table:table-row table:number-rows-repeated='{}'>"


def _open_document(kind: str, body: str, head: str = "") -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2"><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>'
    )
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{one}"/>'
        for path, one in (("/", media), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</m:manifest>'
    return zipped(
        {"mimetype": media.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    )


def _open_text(chance: random.Random) -> bytes:
    link = chance.choice(("http://192.0.2.1/a.png", "file:///dev/zero", "file:///etc/passwd", "../../../etc/passwd"))
    grow = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10 if k else "lol"}">' for k in range(12))
    cell = "<table:table-cell table:number-columns-repeated='2000000000'><text:p>a</text:p></table:table-cell>"
    picture = f"<draw:frame svg:width='2cm' svg:height='2cm'><draw:image xlink:href='{link}'/></draw:frame>"
    section = "<text:section text:name='a'>"
    body, head = chance.choice(
        (
            ("<text:p>Ke hoach</text:p>" * chance.choice((3, 50_000)), ""),
            (section * 3_000 + "<text:p>a</text:p>" + "</text:section>" * 3_000, ""),
            ("<text:list><text:list-item>" * 400 + "<text:p>a</text:p>" + "</text:list-item></text:list>" * 400, ""),
            ("<text:p>&a11;</text:p>", f"<!DOCTYPE a [{grow}]>"),
            ("<text:p>&a;</text:p>", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            (f"<table:table>{_MANY_ROWS.format(2000000000)}{cell}</table:table-row></table:table>", ""),
            (f"<text:p>a{picture}</text:p>", ""),
            (f"{section}<text:section-source xlink:href='{link}'/><text:p>a</text:p></text:section>", ""),
            ("<text:p>a<text:s text:c='2000000000'/></text:p>", ""),
            (f"<text:p>{'<text:tab/>' * 90_000}</text:p>", ""),
        )
    )
    made = _open_document("text", body, head)
    return mutated(made, chance) if chance.random() < 0.2 else made


def _open_sheet(chance: random.Random) -> bytes:
    row = "<table:table-row>"
    many = (
        _MANY_ROWS.format(1048576)
        + "<table:table-cell office:value-type='string' table:number-columns-repeated='1024'>"
    )
    web = "<table:table-cell table:formula='of:=WEBSERVICE(&quot;http://192.0.2.1/&quot;)'/>"
    itself = "<table:table-cell table:formula='of:=[.A1]+1'/>"
    wide = "<table:table-cell table:number-columns-spanned='2000000000' table:number-rows-spanned='2000000000'>"
    table = chance.choice(
        (
            many + "<text:p>a</text:p></table:table-cell></table:table-row>",
            f"{row}{web}</table:table-row>" * 9,
            f"{row}{itself}</table:table-row>" * 300,
            f"{row}{wide}<text:p>TT</text:p></table:table-cell></table:table-row>",
        )
    )
    return _open_document("spreadsheet", f"<table:table table:name='a'>{table}</table:table>")


READINGS: dict[str, tuple[str, Maker]] = {
    "broken JPEG": (".jpg", _broken_picture("JPEG")),
    "broken PNG": (".png", _broken_picture("PNG")),
    "broken TIFF": (".tif", _broken_picture("TIFF")),
    "JPEG that lies": (".jpg", _jpeg_that_lies),
    "large picture": (".png", _large_picture),
    "PNG with bombs": (".png", _png_with_bombs),
    "picture with odd dots": (".png", _odd_dots),
    "turned picture": (".jpg", _turned),
    "picture of an odd mode": (".tif", _modes),
    "TIFF of large frames": (".tif", _frames),
    "TIFF with other numbers": (".tif", _tiff_tags),
    "pattern": (".png", _pattern),
    "other kind of picture": (".heic", _other_kinds),
    "PDF with a broken picture": (".pdf", _pdf_picture),
    "scan with an odd layer": (".pdf", _scan_with_a_layer),
    "DOCX with odd pictures": (".docx", _docx_pictures),
    "RTF": (".rtf", _rich_text),
    "DOC": (".doc", _old_word),
    "XLS": (".xls", _old_excel),
    "ODT": (".odt", _open_text),
    "ODS": (".ods", _open_sheet),
}
