"""Kinds of files are told by content; whatever cannot be read gets its own error."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from viextract import Plan, extract
from viextract.errors import (
    DamagedFileError,
    EmptyInputError,
    EncryptedFileError,
    InputNotFoundError,
    InputUnreadableError,
    TooLargeError,
    UnsupportedFormatError,
    ViextractError,
)
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.files.formats import detect_format, open_input


def zipped(**entries: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.7\n...", ".pdf"),
        (b"\xef\xbb\xbf\n\n%PDF-1.4 after some rubbish", ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0....", ".jpg"),
        (b"II*\x00....", ".tif"),
        (b"MM\x00*....", ".tif"),
        (b"RIFF....WEBPVP8 ", ".webp"),
        (zipped(word__document_xml="<w/>"), ".docx"),
        (zipped(word__document2_xml="<w/>"), ".docx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
        (zipped(xl__workbook_xml="<x/>"), ".xlsx"),
        (zipped(**{"xl/workbook.bin": "..."}), ".xlsb"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (b"{\\rtf1\\ansi ...}", ".rtf"),
        ("Kế hoạch".encode(), ".txt"),
        ("Kế hoạch số 5".encode("utf-16"), ".txt"),
        ("Ke hoach so 5 nam 2026".encode("utf-16-le"), ".txt"),
        (b"BM also begins a line of text", ".txt"),
        (b"MZ is what a line of text may begin with", ".txt"),
    ],
)
def test_the_content_tells_the_kind(data: bytes, suffix: str) -> None:
    assert detect_format(data).suffix == suffix


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x7fELF\x02\x01\x01\0\0\0\0", UnsupportedFormatError),
        (b"7z\xbc\xaf\x27\x1c\0\x04\0\0", UnsupportedFormatError),
        (b"\0\0\0\x18ftypheic\0\0", UnsupportedFormatError),
        (bytes(range(256)) * 8, UnsupportedFormatError),
        (zipped(ppt__presentation_xml="<x/>"), UnsupportedFormatError),
        (zipped(notes="an archive of something"), UnsupportedFormatError),
        (OLE + "PowerPoint Document".encode("utf-16-le"), UnsupportedFormatError),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError),
        (zipped(**{"[Content_Types]_xml": "<x/>"}), DamagedFileError),
        (zipped(word__document_xml="<w/>")[:40], DamagedFileError),
        (b"PK\x03\x04 and then nothing that an archive has", DamagedFileError),
    ],
)
def test_what_is_no_document_gets_the_error_of_its_cause(data: bytes, error: type[ViextractError]) -> None:
    with pytest.raises(error) as caught:
        detect_format(data, "input")
    assert caught.value.advice


def spoilt(names: dict[str, bytes], method: int) -> bytes:
    """An archive whose parts are packed, and what they are packed into is turned round."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
        first = [info.header_offset + 30 + len(info.filename) for info in archive.infolist()]
        sizes = [info.compress_size for info in archive.infolist()]
    data = bytearray(stream.getvalue())
    for start, size in zip(first, sizes, strict=True):
        data[start + 2 : start + size] = bytes(255 - byte for byte in data[start + 2 : start + size])
    return bytes(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["mimetype", "word/document.xml", "xl/workbook.xml"])
def test_parts_that_cannot_be_unpacked_are_damage(name: str, method: int) -> None:
    data = spoilt({name: b"application/vnd.oasis.opendocument.text " + bytes(range(97, 123)) * 3}, method)
    with pytest.raises(DamagedFileError):
        read_document(data, Options())


def test_a_sheet_that_is_damaged_and_no_part_of_its_workbook_is_damage() -> None:
    import openpyxl

    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    with zipfile.ZipFile(stream) as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"<sheetData/>", b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>"
                )
            archive.writestr(part, content)
        archive.writestr("xl/worksheets/stray.xml", bytes(range(97, 123)) * 9)
        info = archive.getinfo("xl/worksheets/stray.xml")
    data = bytearray(out.getvalue())
    start = info.header_offset + 30 + len(info.filename)
    data[start + 2 : start + info.compress_size] = b"\xff" * (info.compress_size - 2)
    with pytest.raises(DamagedFileError):
        read_document(bytes(data), Options())


def test_a_missing_file_and_a_folder_are_not_found(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path, tmp_path / "none.pdf" / "deeper"):
        with pytest.raises(InputNotFoundError):
            open_input(path, Limits())


def test_a_path_with_a_null_character_is_not_found() -> None:
    with pytest.raises(InputNotFoundError):
        open_input("a\0b.pdf", Limits())


@pytest.fixture
def locked(open_folder: Path) -> Path:
    path = open_folder / "locked.txt"
    path.write_text("Trồng cây", "utf-8")
    path.chmod(0)
    return path


def test_a_file_without_permission_is_unreadable(locked: Path, as_nobody: None) -> None:
    with pytest.raises(InputUnreadableError):
        open_input(locked, Limits())


def test_a_closed_stream_is_unreadable() -> None:
    stream = io.BytesIO(b"text")
    stream.close()
    with pytest.raises(InputUnreadableError):
        open_input(stream, Limits())


def test_an_empty_file_and_one_of_white_space_are_empty(tmp_path: Path) -> None:
    for content in (b"", b" \n\t\r\n "):
        path = tmp_path / "blank.txt"
        path.write_bytes(content)
        with pytest.raises(EmptyInputError):
            read_document(path, Options())


def test_a_file_beyond_the_limit_of_bytes_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(TooLargeError, match="1,001"):
        open_input(path, Limits(max_bytes=1000))
    with pytest.raises(TooLargeError):
        open_input(io.BytesIO(b"a" * 1001), Limits(max_bytes=1000))


def test_a_source_may_be_a_path_bytes_or_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text("Trồng cây", "utf-8")
    by_path = read_document(str(path), Options())
    by_bytes = read_document(path.read_bytes(), Options(), name="ke-hoach.txt")
    with path.open("rb") as stream:
        by_stream = read_document(stream, Options())
    assert by_path == by_bytes == by_stream
    assert (by_path.name, by_path.media_type, by_path.page_count) == ("ke-hoach.txt", "text/plain", 1)


@pytest.mark.parametrize("cut", [8, 60, 300])
@pytest.mark.parametrize("kind", ["pdf", "png", "docx"])
def test_a_truncated_file_is_damaged(kind: str, cut: int, samples: Path) -> None:
    data = _whole(kind, samples)[:cut]
    with pytest.raises((DamagedFileError, UnsupportedFormatError)):
        read_document(data, Options(ocr="never"), name=f"cut.{kind}")


def _whole(kind: str, samples: Path) -> bytes:
    if kind == "pdf":
        return next(samples.glob("*.digital.pdf")).read_bytes()
    if kind == "docx":
        return zipped(word__document_xml="<w/>" * 200)
    from PIL import Image

    stream = io.BytesIO()
    Image.effect_noise((100, 100), 50).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("name", ["a\ud800.txt", "\udcff", "v\udce9 \U0001f333"], ids=ascii)
def test_a_name_that_is_no_text_can_be_saved(name: str) -> None:
    """Callers hand names on as the system gives them; half a pair of surrogates cannot be written as UTF-8."""
    plan = extract("KẾ HOẠCH\nTrồng cây".encode(), Options(recover=False), name=name)
    assert Plan.from_json(plan.to_json()).source.name == name.encode("utf-8", "backslashreplace").decode()
