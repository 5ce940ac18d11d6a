"""Makes hostile files: mutations of sound ones, and such as are built to break readers. A seed gives the same files."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ESCAPED = "viextract-escaped"
"""What a file would be called that got out of an archive."""

Maker = Callable[[random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: how it was made, what it is called (bytes, since names may be no text), its content."""

    kind: str
    name: bytes
    content: bytes


def hostile_files(count: int, seed: int, kinds: Mapping[str, tuple[str, Maker]] | None = None) -> Iterator[Hostile]:
    """So many files; each kind comes in turn, so that a few show all kinds that a few can. ``kinds``: in place of those
    of this module."""
    makers = list((_MAKERS if kinds is None else kinds).items())
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        kind, (ending, maker) = makers[number % len(makers)]
        content = maker(chance)
        if number >= len(makers) and kind not in _WHOLE and chance.random() < 0.4:
            content, kind = mutated(content, chance), f"{kind}, mutated"
        if chance.random() < 0.1:
            ending, kind = chance.choice(_ENDINGS), f"{kind}, wrong ending"
        yield Hostile(kind, _name(number, ending, chance), content)


_ENDINGS = (".pdf", ".docx", ".txt", ".png", ".jpg", ".tiff", ".html", ".eml", ".xlsx", ".zip", ".mbox")


def _name(number: int, ending: str, chance: random.Random) -> bytes:
    odd: tuple[bytes, ...] = (
        b"ke hoach",
        "kế hoạch số 1".encode(),
        b"-o",
        b"--help",
        b"$(touch " + ESCAPED.encode() + b")",
        b"a;b|c&d",
        b"<img src=x onerror=alert(1)>",
        b"dong\nmoi",
        b"\x1b[2Jxoa",
        b"\xff\xfe\x80",
        "\u202etxt.fdp".encode(),
        b"x" * 200,
        b"=cmd()",
        b"a%s%n%00",
        b"..",
        b"CON",
        "e\u0302\u0301\u0309".encode() * 20,
        b"'\"`",
    )
    base = odd[number % len(odd)] if chance.random() < 0.3 else b"tep"
    return b"%04d %s%s" % (number, base, ending.encode())


def mutated(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    if not data:
        return b""
    how = chance.randrange(5)
    if how == 0:
        return bytes(data[: chance.randrange(len(data))])
    if how == 1:
        for _ in range(chance.choice((1, 3, 10, 100, 1000))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how == 2:
        at = chance.randrange(len(data))
        del data[at : at + chance.randrange(1, 2000)]
    elif how == 3:
        at, length = chance.randrange(len(data)), chance.randrange(1, 2000)
        data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
    else:
        at = chance.randrange(len(data))
        data[at : at + 400] = bytes(chance.randrange(256) for _ in range(400))
    return bytes(data)


# --- mutations of sound files


@cache
def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def _broken(name: str) -> Maker:
    return lambda chance: mutated(sample(name), chance)


def _digits_of_a_pdf(chance: random.Random) -> bytes:
    """Numbers of a PDF (lengths, sizes, references) exchanged for others, which bit flips seldom reach."""
    data = bytearray(sample("rac-thai.digital.pdf"))
    places = [k for k, byte in enumerate(data) if 48 <= byte <= 57]
    for _ in range(chance.choice((3, 30, 300))):
        data[chance.choice(places)] = 48 + chance.randrange(10)
    return bytes(data)


def _spliced(chance: random.Random) -> bytes:
    first, second = (sample(chance.choice(("rac-thai.digital.pdf", "van-hoa-doc.scan.pdf"))) for _ in range(2))
    return first[: chance.randrange(len(first))] + second[chance.randrange(len(second)) :]


def _noise(chance: random.Random) -> bytes:
    start = chance.choice(
        (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"{\\rtf1")
    )
    return start + chance.randbytes(chance.choice((0, 7, 1000, 100_000)))


# --- PDFs


def pdf_of(*objects: bytes, root: int = 1) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"", packed: bool = False) -> bytes:
    if packed:
        content, entries = zlib.compress(content, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def pages_of(kids: bytes, count: int = 1) -> bytes:
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)


def _page(more: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
        % (box, more)
    )


def one_page(
    content: bytes, more: bytes = b"", box: bytes = b"0 0 595 842", *others: bytes, packed: bool = False
) -> bytes:
    return pdf_of(CATALOG, pages_of(b"3 0 R"), _page(more, box), stream(content, packed=packed), FONT, *others)


TEXT = b"BT /F 12 Tf 72 700 Td (KE HOACH trong cay nam 2026) Tj ET"


def _cyclic_pages(chance: random.Random) -> bytes:
    kids = chance.choice((b"2 0 R", b"3 0 R 2 0 R", b"3 0 R 1 0 R", b"6 0 R"))
    return pdf_of(CATALOG, pages_of(kids, 99), _page(), stream(TEXT), FONT, pages_of(b"2 0 R 6 0 R", 5))


def _cyclic_forms(chance: random.Random) -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    calls = b"/X Do /Y Do " * chance.choice((1, 3, 8))
    return one_page(
        TEXT + b" /X Do", b"/XObject << /X 6 0 R >>", b"0 0 595 842", stream(calls, form), stream(calls, form)
    )


def _cyclic_references(chance: random.Random) -> bytes:
    other = chance.choice((b"6 0 R", b"<< /Type /Pages /Kids 6 0 R >>", b"[6 0 R 6 0 R]"))
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /AcroForm << /Fields [6 0 R] >> /Names 6 0 R >>"
    return pdf_of(
        catalog, pages_of(b"3 0 R"), _page(), b"4 0 R" if chance.random() < 0.3 else stream(TEXT), FONT, other
    )


def _odd_page_boxes(chance: random.Random) -> bytes:
    boxes = (
        b"0 0 1e9 1e9",
        b"0 0 0 0",
        b"10 10 5 5",
        b"0 0 -595 -842",
        b"0 0 1 200000",
        b"nan nan nan nan",
        b"0 0",
        b"-1e30 -1e30 1e30 1e30",
        b"0 0 14400 14400",
        b"/a (b) null 6",
        b"0 0 99999999999999999999 5",
    )
    return one_page(TEXT, box=chance.choice(boxes))


def _many_pages(chance: random.Random) -> bytes:
    count = chance.choice((1999, 3000, 100_000))
    return pdf_of(CATALOG, pages_of(b"3 0 R " * count, count), _page(), stream(b""), FONT)


def _deep_objects(chance: random.Random) -> bytes:
    depth = chance.choice((500, 20_000, 200_000))
    nested = b"[" * depth + b"]" * depth if chance.random() < 0.5 else b"<< /A " * depth + b">> " * depth
    return pdf_of(CATALOG, pages_of(b"3 0 R"), _page(b"/X %s" % nested), stream(TEXT), FONT)


def _content_bomb(chance: random.Random) -> bytes:
    what = chance.choice((b" ", b"q ", b"BT (a) Tj ET ", b"0 0 m 9 9 l S ", TEXT + b" "))
    return one_page(what * (chance.choice((2_000_000, 80_000_000)) // len(what)), packed=True)


def _picture_bomb(chance: random.Random) -> bytes:
    side = chance.choice((3_000, 20_000, 65_000))
    picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1" % (
        side,
        side,
    )
    data = stream(bytes(min(side * side // 8, 60_000_000)), picture, packed=True)
    return one_page(b"q 595 0 0 842 0 0 cm /X Do Q", b"/XObject << /X 6 0 R >>", b"0 0 595 842", data)


def _bad_filters(chance: random.Random) -> bytes:
    entries = chance.choice(
        (
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 99 >>",
            b"/Filter [%s]" % (b"/FlateDecode " * 500),
            b"/Filter /JBIG2Decode",
            b"/Filter /JPXDecode",
            b"/Filter /Nothing",
            b"/Filter /LZWDecode",
            b"/F (/etc/passwd)",
        )
    )
    return pdf_of(CATALOG, pages_of(b"3 0 R"), _page(), stream(zlib.compress(TEXT), entries), FONT)


def _odd_text(chance: random.Random) -> bytes:
    """Letters at places that no page has, of sizes that no letter has, turned and on top of each other."""
    numbers = ("0", "-1e38", "1e38", "1e-38", "99999999999", "nan", "0.0001", "595", "12")
    parts = []
    for _ in range(chance.choice((20, 2000))):
        places = " ".join(chance.choice(numbers) for _ in range(6))
        parts.append(f"BT /F {chance.choice(numbers)} Tf {places} Tm (Dieu {chance.randrange(99)}. Trong cay) Tj ET")
    return one_page("\n".join(parts).encode())


def _scripts_in_a_pdf(chance: random.Random) -> bytes:
    act = chance.choice(
        (b"/S /JavaScript /JS (app.alert\\(1\\))", b"/S /Launch /F (/bin/sh)", b"/S /URI /URI (http://192.0.2.1/)")
    )
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << %s >> >>" % act
    return pdf_of(catalog, pages_of(b"3 0 R"), _page(), stream(TEXT), FONT)


# --- archives and Office files


def zipped(members: dict[str, bytes], level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


PLAIN = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. NHIỆM VỤ\n- Phòng Kinh tế chủ trì đào hố.\n".encode()


def _paths_in_a_zip(chance: random.Random) -> bytes:
    names = (
        f"../{ESCAPED}.txt",
        f"../../../../../../tmp/{ESCAPED}.txt",
        f"/tmp/{ESCAPED}.txt",
        f"C:\\{ESCAPED}.txt",
        f"a/../../{ESCAPED}.txt",
        f"..\\..\\{ESCAPED}.txt",
        "a/./b.txt",
        "a//b.txt",
        "./../x.txt",
        "~/x.txt",
        "a\n.txt",
        "con.txt",
        "a/" * 200 + "b.txt",
        "x" * 300 + ".txt",
        "\u202egnp.txt",
        ".hidden.txt",
        "a.txt",
        "A.TXT",
        "ế.txt",
    )
    return zipped({name: PLAIN + str(k).encode() for k, name in enumerate(chance.sample(names, 8))})


def _links_in_a_zip(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, chance.choice(("/etc/passwd", "../../..", f"/tmp/{ESCAPED}")))
        archive.writestr("link.txt/a.txt", PLAIN)
        archive.writestr("b.txt", PLAIN)
    return out.getvalue()


def _zip_bomb(chance: random.Random) -> bytes:
    inner = zipped({"a.txt": bytes(chance.choice((1_000_000, 80_000_000)))})
    for depth in range(chance.choice((0, 2, 6))):
        inner = zipped({f"{depth}-{k}.zip": inner for k in range(4)})
    return inner


def _many_members(chance: random.Random) -> bytes:
    return zipped({f"{number}.txt": b"" for number in range(chance.choice((500, 12_000)))}, 1)


def _lying_zip(chance: random.Random) -> bytes:
    """An archive whose directory tells other sizes and places than there are."""
    data = bytearray(zipped({"a.txt": PLAIN * 50, "b.txt": PLAIN}))
    at = data.find(b"PK\x01\x02")
    for _ in range(3):
        place = at + chance.choice((16, 20, 24, 28, 42))
        data[place : place + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF, len(data))))
    return bytes(data)


_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)


def docx_of(body: bytes, head: bytes = b"", **more: bytes) -> bytes:
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = b'<?xml version="1.0"?>%s<w:document %s><w:body>%s</w:body></w:document>' % (head, space, body)
    return zipped(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
        | {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    )


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def _sound_docx(chance: random.Random) -> bytes:
    body = b"".join(paragraph(line) for line in PLAIN.decode().splitlines())
    return mutated(docx_of(body), chance)


def _docx_bomb(chance: random.Random) -> bytes:
    return docx_of(chance.choice((b" ", b"<w:p/>", paragraph("a"))) * chance.choice((100_000, 2_000_000)))


def _deep_docx(chance: random.Random) -> bytes:
    depth = chance.choice((50, 300, 5_000))
    start, end = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    if chance.random() < 0.5:
        start, end = b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"
    return docx_of(start * depth + paragraph("Trong cay") + end * depth)


def _docx_entities(chance: random.Random) -> bytes:
    grow = b"".join(b'<!ENTITY a%d "%s">' % (k, b"&a%d;" % (k - 1) * 10 if k else b"lol") for k in range(12))
    outside = b'<!ENTITY a11 SYSTEM "file:///etc/passwd">'
    head = b"<!DOCTYPE w:document [%s]>" % chance.choice((grow, outside))
    return docx_of(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", head)


def _docx_macros(chance: random.Random) -> bytes:
    field = b'<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
    extra = {"word__vbaProject_dot_bin": chance.randbytes(5000), f"__..__{ESCAPED}_dot_txt": b"x"}
    return docx_of(field + paragraph("Trong cay"), **extra)


def _docx_spans(chance: random.Random) -> bytes:
    span = chance.choice((b"1000000000", b"-5", b"abc", b"63", b"30000"))
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="%s"/><w:vMerge/></w:tcPr><w:p/></w:tc>' % span
    return docx_of(b"<w:tbl>" + b"<w:tr>%s</w:tr>" % (cell * 3) * chance.choice((1, 200)) + b"</w:tbl>")


def _xlsx(chance: random.Random) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["TT", "Nội dung", "=cmd|' /C calc'!A0"])
    far = chance.choice(((3, 3), (1_048_576, 16_384), (1_048_576, 1), (1, 16_384)))
    sheet.cell(*far, "Trồng cây")
    if chance.random() < 0.5:
        sheet.merge_cells(start_row=2, start_column=1, end_row=chance.choice((4, 20_000)), end_column=30)
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    return mutated(data, chance) if chance.random() < 0.4 else data


# --- pictures


def _picture(chance: random.Random) -> bytes:
    size = chance.choice(((1, 1), (1, 20_000), (20_000, 1), (300, 400), (7, 7)))
    mode = chance.choice(("L", "RGB", "RGBA", "1", "P", "CMYK", "I;16"))
    form = (
        "TIFF"
        if mode in ("CMYK", "I;16")
        else chance.choice(("PNG", "TIFF", "WEBP" if mode in ("RGB", "RGBA") else "PNG"))
    )
    if form == "WEBP" and max(size) > 16_000:
        form = "PNG"
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return mutated(out.getvalue(), chance) if chance.random() < 0.6 else out.getvalue()


def _huge_picture(chance: random.Random) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width, height = chance.choice(((200_000, 200_000), (2**31 - 1, 1), (0, 0), (16_000, 12_000), (1, 2**31 - 1)))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min((width // 8 + 1) * height, 30_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _cyclic_tiff(chance: random.Random) -> bytes:
    """A TIFF whose last page is followed by its first, and tags that point outside."""
    tags = [
        (256, 20),
        (257, 20),
        (258, 1),
        (259, chance.choice((1, 4, 5, 32946))),
        (262, 1),
        (273, chance.choice((8, 2**31))),
        (279, 50),
    ]
    entries = b"".join(struct.pack("<HHII", tag, 4, chance.choice((1, 1, 1, 2**30)), value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 8) + bytes(50)


def _many_frames(chance: random.Random) -> bytes:
    frames = [Image.new("1", (20, 20), k % 2) for k in range(chance.choice((50, 2_500)))]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


# --- texts, pages, e-mails


def _text(chance: random.Random) -> bytes:
    return chance.choice(
        (
            lambda: b"\0" * 500_000,
            lambda: b"a" * 3_000_000,
            lambda: "ế".encode() * 300_000,
            lambda: b"- \n" * 100_000,
            lambda: b"1. " * 100_000,
            lambda: "a\u0301".encode() * 100_000,
            lambda: b"I. A\n" * 20_000,
            lambda: PLAIN * 300,
            lambda: ("| " * 200 + "\n").encode() * 300,
            lambda: "\ud800".encode("utf-16-le", "surrogatepass") * 1000,
            lambda: b"\xff\xfe" + chance.randbytes(20_001),
            lambda: chance.randbytes(20_000),
            lambda: "\u202e\u2066\u200b\ufeff\u00ad".encode() * 20_000,
            lambda: "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(20_000)).encode(),
            lambda: b"(" * 50_000 + b")" * 50_000,
            lambda: "ngày 30/6/2026, ".encode() * 10_000,
        )
    )()


def _web_page(chance: random.Random) -> bytes:
    return chance.choice(
        (
            lambda: b"<html>" + b"<div>" * 50_000 + b"a",
            lambda: b"<table>" * 3_000 + b"<tr><td>a",
            lambda: b"<table><tr>" + b'<td colspan="1000000000" rowspan="1000000000">a</td>' * 50 + b"</table>",
            lambda: b"<p " + b"a=b " * 200_000 + b">a</p>",
            lambda: b"<script>" + PLAIN * 100,
            lambda: b"<html><img src='http://192.0.2.1/x'><link rel=stylesheet href='file:///etc/passwd'>" + PLAIN,
            lambda: b"<!--" * 50_000,
            lambda: b"<p>&#x110000;&#xD800;&#0;&" + b"x" * 100_000,
            lambda: b"<ul><li>" * 2_000 + b"a",
            lambda: b"<meta charset='utf-99'>" + chance.randbytes(5_000),
        )
    )()


def _mail(chance: random.Random) -> bytes:
    head = b"From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?B?////?=\nMIME-Version: 1.0\n"
    return chance.choice(
        (
            lambda: (
                head
                + b'Content-Type: multipart/mixed; boundary="x"\n\n'
                + b'--x\nContent-Disposition: attachment; filename="../../%s.txt"\n\n' % ESCAPED.encode()
                + PLAIN
                + b"\n--x--\n"
            ),
            lambda: (head + b"Content-Type: message/rfc822\n\n") * 400 + PLAIN,
            lambda: b"".join(
                head + b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (k, k) for k in range(300)
            ),
            lambda: head + b"X-A: " + b"b" * 2_000_000 + b"\n\n" + PLAIN,
            lambda: (
                head
                + b"Content-Type: text/plain; charset=nothing\nContent-Transfer-Encoding: base64\n\n"
                + b"=" * 90_000
            ),
            lambda: head + b"Content-Type: text/html\n\n" + _web_page(chance),
        )
    )()


def _rich_text(chance: random.Random) -> bytes:
    return chance.choice((b"{\\rtf1" + b"{" * 100_000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(5_000)))


_MAKERS: dict[str, tuple[str, Maker]] = {
    "typed PDF, mutated": (".pdf", _broken("rac-thai.digital.pdf")),
    "PDF with other numbers": (".pdf", _digits_of_a_pdf),
    "scan, mutated": (".pdf", _broken("van-hoa-doc.scan.pdf")),
    "text, mutated": (".txt", _broken("nuoc-sach.ruined.txt")),
    "two files in one": (".pdf", _spliced),
    "noise": (".pdf", _noise),
    "PDF with cyclic pages": (".pdf", _cyclic_pages),
    "PDF with cyclic forms": (".pdf", _cyclic_forms),
    "PDF with cyclic references": (".pdf", _cyclic_references),
    "PDF with odd page boxes": (".pdf", _odd_page_boxes),
    "PDF of many pages": (".pdf", _many_pages),
    "PDF, deeply nested": (".pdf", _deep_objects),
    "PDF with a bomb of content": (".pdf", _content_bomb),
    "PDF with a bomb of a picture": (".pdf", _picture_bomb),
    "PDF with bad filters": (".pdf", _bad_filters),
    "PDF with odd text": (".pdf", _odd_text),
    "PDF with scripts": (".pdf", _scripts_in_a_pdf),
    "ZIP with paths": (".zip", _paths_in_a_zip),
    "ZIP with links": (".zip", _links_in_a_zip),
    "ZIP bomb": (".zip", _zip_bomb),
    "ZIP of many members": (".zip", _many_members),
    "ZIP that lies": (".zip", _lying_zip),
    "DOCX, mutated": (".docx", _sound_docx),
    "DOCX bomb": (".docx", _docx_bomb),
    "DOCX, deeply nested": (".docx", _deep_docx),
    "DOCX with entities": (".docx", _docx_entities),
    "DOCX with macros": (".docm", _docx_macros),
    "DOCX with odd spans": (".docx", _docx_spans),
    "XLSX": (".xlsx", _xlsx),
    "picture": (".png", _picture),
    "huge picture": (".png", _huge_picture),
    "cyclic TIFF": (".tiff", _cyclic_tiff),
    "TIFF of many frames": (".tiff", _many_frames),
    "text": (".txt", _text),
    "web page": (".html", _web_page),
    "e-mail": (".eml", _mail),
    "rich text": (".rtf", _rich_text),
}
_WHOLE = frozenset({"PDF with a bomb of content", "ZIP bomb", "DOCX bomb", "huge picture", "large picture"})
"""Kinds that a mutation would only make harmless."""
