"""What kind of file it is, told by its content; the name and its ending are never trusted."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from viextract.errors import (
    DamagedFileError,
    EmptyInputError,
    EncryptedFileError,
    InvalidOptionError,
    UnsupportedFormatError,
)
from viextract.limits import check_size, read_file, read_stream
from viextract.model.names import printable_name
from viextract.options import Limits
from viextract.read.files.signs import is_html, is_mail

Kind = Literal["text", "html", "mail", "pdf", "image", "docx", "office", "workbook", "old-workbook"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: which reader takes it, its media type and the usual ending of its name."""

    kind: Kind
    media_type: str
    suffix: str


TEXT = Format("text", "text/plain", ".txt")
HTML = Format("html", "text/html", ".html")
MAIL = Format("mail", "message/rfc822", ".eml")
PDF = Format("pdf", "application/pdf", ".pdf")
PNG = Format("image", "image/png", ".png")
JPEG = Format("image", "image/jpeg", ".jpg")
TIFF = Format("image", "image/tiff", ".tif")
BMP = Format("image", "image/bmp", ".bmp")
WEBP = Format("image", "image/webp", ".webp")
GIF = Format("image", "image/gif", ".gif")
DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
DOC = Format("office", "application/msword", ".doc")
RTF = Format("office", "application/rtf", ".rtf")
ODT = Format("office", "application/vnd.oasis.opendocument.text", ".odt")
XLSX = Format("workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
XLS = Format("old-workbook", "application/vnd.ms-excel", ".xls")
XLSB = Format("old-workbook", "application/vnd.ms-excel.sheet.binary.macroenabled.12", ".xlsb")
ODS = Format("old-workbook", "application/vnd.oasis.opendocument.spreadsheet", ".ods")

BY_ENDING: dict[str, Format] = {
    **dict.fromkeys((".txt", ".md", ".markdown"), TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), HTML),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), MAIL),
    **dict.fromkeys((".jpg", ".jpeg"), JPEG),
    **dict.fromkeys((".tif", ".tiff"), TIFF),
    **dict.fromkeys((".docx", ".docm"), DOCX),
    **dict.fromkeys((".xlsx", ".xlsm"), XLSX),
    **{form.suffix: form for form in (PDF, PNG, BMP, WEBP, GIF, DOC, RTF, ODT, XLS, XLSB, ODS)},
}
"""Endings that names of files which can be read have. What is in a file decides how it is read; by these a batch
chooses what it takes."""
NOT_YET = frozenset((".heic",))
"""Endings of pictures that are no documents to us but to their owners: an error for each is better than silence."""
SCANS = frozenset(ending for ending, form in BY_ENDING.items() if form.kind in ("pdf", "image")) | NOT_YET
"""Endings of files that may need an OCR engine."""

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"BM", BMP),
    (b"GIF8", GIF),
    (b"{\\rtf", RTF),
)

_UNSUPPORTED: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"%!PS", "PostScript"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEADER_WITHIN = 1024  # PDF 32000-1, Annex H.3.4.1: readers accept a header anywhere in the first 1024 bytes


ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, KeyError),
)
"""What the standard library raises on archives that are damaged, or made to be."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read whole."""

    data: bytes
    name: str
    format: Format


def open_input(
    source: str | Path | bytes | bytearray | memoryview | BinaryIO, limits: Limits, name: str | None = None
) -> Input:
    """The bytes of a source and the kind of file they are.

    Raises InputNotFoundError, InputUnreadableError, TooLargeError, EmptyInputError, EncryptedFileError,
    DamagedFileError or UnsupportedFormatError.
    """
    if name is not None:
        # A caller may hand on a name as the system gives it, with bytes in it that are no text.
        name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(source, str | Path):
        path = Path(source)
        data, name = read_file(path, limits.max_bytes), name or printable_name(path.name)
    elif isinstance(source, bytes | bytearray | memoryview):
        data, name = bytes(source), name or "input"
    elif _is_binary_file(source):
        name = name or _stream_name(source)
        data = read_stream(source, limits.max_bytes, name)
    else:
        raise InvalidOptionError(
            f"a document cannot be read from {type(source).__name__}",
            advice="Give a path, the file's bytes, or a file that was opened with mode 'rb'.",
        )
    check_size(len(data), limits.max_bytes, name)
    if not data:
        raise EmptyInputError(f"{name} is empty")
    return Input(data, name, detect_format(data, name))


def _is_binary_file(source: object) -> bool:
    return hasattr(source, "read") and not isinstance(source, io.TextIOBase)


def _stream_name(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    return printable_name(Path(name).name) if isinstance(name, str) else "input"


def detect_format(data: bytes, name: str = "input") -> Format:
    """The kind of file that these bytes are.

    >>> detect_format(b"%PDF-1.7 ...").suffix
    '.pdf'

    Raises UnsupportedFormatError for content of another kind, DamagedFileError and EncryptedFileError for archives
    whose kind cannot be told for that reason.
    """
    for magic, found in _MAGIC:
        if data.startswith(magic) and (found is not BMP or _looks_like_bmp(data)):
            return found
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data, name)
    if data.startswith(_OLE):
        return _ole_format(data, name)
    if data[4:8] == b"ftyp":
        raise UnsupportedFormatError(f"{name} is a HEIC picture or a film", advice="Export it as JPEG or PNG first.")
    for magic, what in _UNSUPPORTED:
        if data.startswith(magic) and not looks_like_text(data):
            raise UnsupportedFormatError(f"{name} is {what}")
    if looks_like_text(data):
        return HTML if is_html(data) else MAIL if is_mail(data) else TEXT
    raise UnsupportedFormatError(f"{name} is a binary file of no known kind")


def _looks_like_bmp(data: bytes) -> bool:
    # "BM" also begins words: a bitmap has zero in its reserved fields and a known size of the header that follows.
    return len(data) >= 18 and data[6:10] == b"\0\0\0\0" and data[14] in (12, 40, 52, 56, 64, 108, 124)


_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
"""Control characters that text has none of."""


def looks_like_text(data: bytes) -> bool:
    """Whether bytes are text in some encoding: few control characters, and NULs only where UTF-16 has them."""
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if utf16_without_mark(head):
        return True
    if b"\0" in head and not _is_utf8(head):
        return False
    # VISCII, VPS and TCVN3 put letters on a handful of control codes, so a few of them are no proof of a binary file.
    control = len(head) - len(head.translate(None, _CONTROLS))
    return control <= 0.02 * len(head) + 1


def _is_utf8(head: bytes) -> bool:
    try:
        # The cut may have halved the last character.
        head[: max(len(head) - 4, 0)].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def utf16_without_mark(data: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` where one of each two bytes is often zero: text without a byte order mark."""
    head = data[:4096]
    if len(head) < 4:
        return None
    pairs = len(head) // 2
    # Line breaks, blanks, digits and half the letters have a zero as their high byte; the low byte never is zero in
    # text.
    if head[1::2].count(0) > 0.3 * pairs and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.3 * pairs and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _zip_format(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace")
                for form in (ODT, ODS):
                    if kind.startswith(form.media_type):
                        return form
                raise UnsupportedFormatError(f"{name} is a file of the kind {kind}")
    except ZIP_ERRORS as error:
        raise DamagedFileError(f"{name} is a damaged or truncated archive (such as a DOCX): {error}") from error
    if "word/document.xml" in names or any(_is_main_document(entry) for entry in names):
        return DOCX
    if any(entry.startswith("xl/") for entry in names):
        return XLSB if "xl/workbook.bin" in names else XLSX
    if any(entry.startswith("ppt/") for entry in names):
        raise UnsupportedFormatError(f"{name} is a PowerPoint presentation", advice="Save it as PDF and give that.")
    if "[Content_Types].xml" in names:
        raise DamagedFileError(f"{name} is an Office file without a document in it (word/document.xml is missing)")
    raise UnsupportedFormatError(
        f"{name} is a ZIP archive", advice="Unpack it and use `viextract batch FOLDER -o OUT`."
    )


def _is_main_document(entry: str) -> bool:
    # Some writers number the main part (word/document2.xml).
    return entry.startswith("word/document") and entry.endswith(".xml")


def _ole_format(data: bytes, name: str) -> Format:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise EncryptedFileError(
            f"{name} is an Office file protected by a password",
            advice="Remove the password in Word or Excel and try again.",
        )
    if has("WordDocument"):
        return DOC
    if has("Workbook"):
        return XLS
    if has("PowerPoint Document"):
        raise UnsupportedFormatError(f"{name} is an old PowerPoint file", advice="Save it as PDF and give that.")
    raise UnsupportedFormatError(f"{name} is an Office file of an unknown kind")
