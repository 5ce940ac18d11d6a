"""Files that cannot be plans: each function writes one and returns its path."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)

BAD: dict[str, Callable[[Path], Path]] = {}


def bad(make: Callable[[Path], bytes | None]) -> Callable[[Path], bytes | None]:
    """Register a maker under its name; the bytes that it returns become the file's content."""

    def write(folder: Path) -> Path:
        suffix = (make.__doc__ or "").split()[0]
        path = folder / f"input{suffix}"
        content = make(path)
        if content is not None:
            path.write_bytes(content)
        return path

    BAD[make.__name__] = write
    return make


def a_pdf(pages: int = 3) -> bytes:
    """A sound PDF with some text on each page."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for number in range(pages):
        canvas.drawString(72, 700, f"Trang {number + 1}: noi dung cua trang nay")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def an_image(form: str, size: tuple[int, int] = (400, 300), colour: int = 255) -> bytes:
    """A picture of one colour."""
    target = io.BytesIO()
    Image.new("L", size, colour).save(target, form)
    return target.getvalue()


def an_archive(**files: str | bytes) -> bytes:
    """A ZIP archive; ``__`` in a name stands for a slash, ``_dot_`` for a full stop."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


@bad
def missing(path: Path) -> None:
    """.pdf that does not exist"""


@bad
def a_folder(path: Path) -> None:
    """.pdf that is a folder"""
    path.mkdir()


@bad
def broken_link(path: Path) -> None:
    """.pdf that is a link to nowhere"""
    path.symlink_to(path.with_name("nowhere"))


@bad
def forbidden(path: Path) -> None:
    """.txt that may not be read"""
    path.write_text("Kế hoạch", "utf-8")
    path.chmod(0)


@bad
def empty(path: Path) -> bytes:
    """.txt of no bytes"""
    return b""


@bad
def only_white_space(path: Path) -> bytes:
    """.txt of blanks and line breaks"""
    return " \n\t\r\n\u00a0\n".encode()


@bad
def pdf_without_pages(path: Path) -> bytes:
    """.pdf of no pages"""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(target)
    return target.getvalue()


@bad
def pdf_header_only(path: Path) -> bytes:
    """.pdf that ends after its first line"""
    return b"%PDF-1.7\n"


@bad
def truncated_pdf(path: Path) -> bytes:
    """.pdf that ends in the middle of its first object"""
    return a_pdf()[:60]


@bad
def pdf_of_noise(path: Path) -> bytes:
    """.pdf with a header and then noise"""
    return b"%PDF-1.4\n" + bytes((i * 7919) % 251 for i in range(4000))


@bad
def encrypted_pdf(path: Path) -> bytes:
    """.pdf that wants a password"""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="chu", user="mat-khau"))
    return target.getvalue()


@bad
def truncated_jpeg(path: Path) -> bytes:
    """.jpg that ends after its header"""
    return an_image("JPEG")[:40]


@bad
def truncated_png(path: Path) -> bytes:
    """.png without its second half"""
    whole = an_image("PNG", (900, 900), 200)
    return whole[: len(whole) // 2]


@bad
def huge_png(path: Path) -> bytes:
    """.png of a few bytes that says it has a billion pixels"""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 30_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@bad
def random_binary(path: Path) -> bytes:
    """.pdf that is no file of any kind"""
    return bytes((i * i * 31 + 7 * i) % 256 for i in range(2000))


@bad
def a_program(path: Path) -> bytes:
    """.txt that is a program"""
    return b"\x7fELF\x02\x01\x01" + bytes(200)


@bad
def a_zip_archive(path: Path) -> bytes:
    """.docx that is any archive"""
    return an_archive(readme_dot_txt="hello")


@bad
def a_workbook(path: Path) -> bytes:
    """.xlsx whose workbook is empty"""
    return an_archive(**{"[Content_Types]_dot_xml": CONTENT_TYPES, "xl__workbook_dot_xml": "<workbook/>"})


@bad
def docx_without_document(path: Path) -> bytes:
    """.docx that lacks word/document.xml"""
    return an_archive(**{"[Content_Types]_dot_xml": CONTENT_TYPES, "word__styles_dot_xml": "<styles/>"})


@bad
def docx_with_bad_xml(path: Path) -> bytes:
    """.docx whose document is no XML"""
    return an_archive(**{"[Content_Types]_dot_xml": CONTENT_TYPES, "word__document_dot_xml": "<w:document"})


@bad
def truncated_docx(path: Path) -> bytes:
    """.docx that ends too soon"""
    return an_archive(**{"[Content_Types]_dot_xml": CONTENT_TYPES, "word__document_dot_xml": "x" * 5000})[:-40]


@bad
def encrypted_office(path: Path) -> bytes:
    """.docx that wants a password"""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


@bad
def scan_without_layer(path: Path) -> bytes:
    """.pdf of a picture alone"""
    target = io.BytesIO()
    Image.new("L", (600, 800), 255).save(target, "PDF", resolution=100)
    return target.getvalue()
