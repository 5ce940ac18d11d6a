"""Pictures of text in Word files are read where they stand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.shared import Cm
from PIL import Image as Pillow
from PIL import ImageDraw

from viextract.errors import EngineMissingError, NothingRecognisedError
from viextract.model.document import Document
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.ocr.engines import OcrEngine, OcrWord
from viextract.read.pages import reading

READ = "Phòng Kinh tế chủ trì nạo vét kênh mương"


class Reads(OcrEngine):
    """An engine that finds the same words in every page, and nothing in pieces of it; or is not there."""

    name = "fake"

    def __init__(self, *, missing: bool = False) -> None:
        self.missing = missing

    def version(self, language: str) -> str:
        if self.missing:
            raise EngineMissingError("no engine")
        return "fake 1"

    def recognise(self, image: np.ndarray, *, layout: str = "page", **_: object) -> list[OcrWord]:
        left, found = 40.0, []
        for word in READ.split() if layout == "page" else ():
            found.append(OcrWord(word, (left, 40.0, left + 14.0 * len(word), 70.0), 0.95, 0))
            left += 14.0 * len(word) + 10
        return found


def picture(*, letters: bool = True) -> io.BytesIO:
    """Spots as large as letters, on three lines; or nothing but a slope of grey."""
    sheet = Pillow.new("L", (1200, 300), 255)
    pen = ImageDraw.Draw(sheet)
    if letters:
        for top in (60, 130, 200):
            for left in range(60, 1100, 22):
                pen.rectangle((left, top, left + 12, top + 20), 20)
    else:
        sheet = Pillow.linear_gradient("L").resize((1200, 300))
    stream = io.BytesIO()
    sheet.save(stream, "PNG", dpi=(200, 200))
    stream.seek(0)
    return stream


def word_file(*content: str, letters: bool = True) -> bytes:
    """Paragraphs of text; "PICTURE" stands for one, "TABLE" for a table."""
    file = docx.Document()
    for text in content:
        if text == "PICTURE":
            file.add_picture(picture(letters=letters), width=Cm(15))
        elif text == "TABLE":
            table = file.add_table(2, 2)
            for k, cell in enumerate(table._cells):
                cell.text = f"ô {k}"
        else:
            file.add_paragraph(text)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Reads:
    fake = Reads()
    monkeypatch.setattr(reading, "load_engine", lambda name: fake)
    return fake


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def test_a_picture_is_read_between_the_paragraphs_around_it(engine: Reads) -> None:
    document = read_document(word_file("Trước ảnh", "TABLE", "PICTURE", "Sau ảnh", "TABLE"), Options(cache=False))
    assert texts(document) == ["Trước ảnh", READ, "Sau ảnh"]
    assert [page.source.text_origin for page in document.pages] == ["text", "ocr", "text"]
    assert [page.number for page in document.pages] == [1, 2, 3] and document.page_count == 3
    assert [(grid.page, grid.after_line) for page in document.pages for grid in page.grids] == [(1, 1), (3, 3)]
    assert [line.number for page in document.pages for line in page.lines] == [1, 2, 3]
    assert document.warnings == []


def test_a_file_that_is_only_a_scan_is_a_scan(engine: Reads) -> None:
    document = read_document(word_file("PICTURE", "PICTURE"), Options(cache=False))
    assert texts(document) == [READ, READ]
    assert [page.source.text_origin for page in document.pages] == ["ocr", "ocr"]


def test_a_picture_without_letters_costs_nothing(engine: Reads) -> None:
    document = read_document(word_file("Nội dung", "PICTURE", letters=False), Options(cache=False))
    assert texts(document) == ["Nội dung"] and document.warnings == []


@pytest.mark.parametrize("options", [Options(cache=False), Options(cache=False, ocr="never")])
def test_what_cannot_be_read_is_told(engine: Reads, options: Options) -> None:
    engine.missing = True
    document = read_document(word_file("Nội dung", "PICTURE"), options)
    assert texts(document) == ["Nội dung"]
    assert [code for code, _, _ in document.warnings] == ["picture-not-read"]
    with pytest.raises(NothingRecognisedError):
        read_document(word_file("PICTURE"), options)


def with_entry(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with another content of one entry."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize("options", [Options(cache=False), Options(cache=False, ocr="never")])
def test_a_damaged_picture_costs_a_warning(engine: Reads, options: Options) -> None:
    data = bytearray(word_file("Nội dung", "PICTURE"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place = archive.getinfo("word/media/image1.png").header_offset
    data[place + 60 : place + 90] = bytes(30)
    document = read_document(bytes(data), options)
    assert texts(document) == ["Nội dung"]
    ((code, message, _),) = document.warnings
    assert code == "picture-not-read" and "image1.png" in message


def test_a_picture_in_many_places_is_unpacked_and_read_once(engine: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def version(self: Reads, language: str) -> str:
        asked.append(language)
        return "fake 1"

    monkeypatch.setattr(Reads, "version", version)
    data = word_file("Đầu", "PICTURE", "Giữa", "PICTURE", "Cuối")
    entries = [info for info in zipfile.ZipFile(io.BytesIO(data)).infolist() if "/media/" not in info.filename]
    size = sum(info.file_size for info in entries) + len(picture().getvalue())
    document = read_document(data, Options(cache=False, limits=Limits(max_unpacked_bytes=size)))
    assert texts(document) == ["Đầu", READ, "Giữa", READ, "Cuối"] and document.warnings == []
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5]
    assert len(asked) == 1


def test_pictures_have_no_more_time_than_the_file(engine: Reads) -> None:
    document = read_document(
        word_file("Nội dung", "PICTURE"), Options(cache=False, limits=Limits(file_seconds=1e-9)), name="mẫu.docx"
    )
    assert texts(document) == ["Nội dung"]
    ((code, message, _),) = document.warnings
    assert code == "picture-not-read" and "mẫu.docx took more than" in message


def test_a_picture_that_is_a_link_is_the_picture_alone(engine: Reads) -> None:
    link = b'<a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:id="rId77"/></wp:docPr>'
    beside = (
        b'<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip r:embed="rId78" '
        b'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"/></a:ext></a:extLst></a:blip>'
    )

    def linked(body: bytes) -> bytes:
        body = re.sub(rb"(<wp:docPr[^>]*)/>", rb"\1>" + link, body)
        body = re.sub(rb"(<a:blip [^>]*)/>", rb"\1>" + beside, body)
        assert link in body and beside in body
        return body

    data = with_entry(word_file("Nội dung", "PICTURE"), "word/document.xml", linked)
    document = read_document(data, Options(cache=False))
    assert texts(document) == ["Nội dung", READ] and document.warnings == []


@pytest.mark.tesseract
@pytest.mark.skipif(
    not Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf").is_file(), reason="the font Tinos is not installed"
)
def test_a_scan_in_a_word_file_is_read_by_the_engine() -> None:
    from PIL import ImageFont

    sheet = Pillow.new("L", (1500, 220), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", 36)
    for k, line in enumerate((READ, "Trạm Y tế báo cáo hằng tháng về Ủy ban nhân dân xã")):
        ImageDraw.Draw(sheet).text((60, 40 + 70 * k), line, 20, font)
    stream = io.BytesIO()
    sheet.save(stream, "PNG", dpi=(200, 200))
    stream.seek(0)
    file = docx.Document()
    file.add_picture(stream, width=Cm(16))
    kept = io.BytesIO()
    file.save(kept)
    assert texts(read_document(kept.getvalue(), Options(cache=False)))[0] == READ
