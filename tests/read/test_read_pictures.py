"""Pictures of text on typed pages are read, and the page's own text stays."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from viextract.errors import EngineMissingError
from viextract.model.document import Document, Page
from viextract.model.warning_codes import WarningCode
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.ocr.engines import OcrEngine, OcrWord
from viextract.read.pages import reading
from viextract.read.pages import run as pages

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
TEXT = [
    "Phòng Kinh tế chủ trì nạo vét kênh mương",
    "Hội Phụ nữ trồng cây xanh dọc đường xã",
    "Trạm Y tế báo cáo hằng tháng",
]
needs_font = pytest.mark.skipif(not FONT.is_file(), reason="the font Tinos is not installed")


def picture(lines: Sequence[str], *, grid: bool = False) -> Pillow.Image:
    """Lines of type of 13 points at 200 dots an inch; a grid parts them into cells at the tabs."""
    font = ImageFont.truetype(str(FONT), 36)
    sheet = Pillow.new("RGB", (1200, 70 * len(lines)), "white")
    pen = ImageDraw.Draw(sheet)
    for k, line in enumerate(lines):
        for column, text in enumerate(line.split("\t")):
            pen.text((20 + 400 * column, 70 * k + 14), text, fill="black", font=font)
    if grid:
        for k in range(len(lines) + 1):
            pen.line((2, min(70 * k + 1, sheet.height - 2), 1197, min(70 * k + 1, sheet.height - 2)), "black", 3)
        for x in (2, 402, 802, 1197):
            pen.line((x, 0, x, sheet.height), "black", 3)
    return sheet


def document_with(draw: Callable[[Canvas], None], **options: object) -> Document:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    pdfmetrics.registerFont(TTFont("Tinos", str(FONT)))
    canvas.setFont("Tinos", 13)
    for k in range(8):
        canvas.drawString(70, 780 - 20 * k, f"{k}. Thu gom rác trong khu chợ, nạo vét kênh và trồng cây xanh.")
    draw(canvas)
    canvas.drawString(70, 300, "Các thôn tổ chức thực hiện.")
    canvas.showPage()
    canvas.save()
    return read_document(stream.getvalue(), Options(cache=False, jobs=1, **options))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.role != "noise"]


def codes(page: Page) -> list[str]:
    return [code for code, _ in page.warnings]


class Reads(OcrEngine):
    """An engine that finds the same words in every picture, or fails."""

    name = "fake"

    def __init__(self, text: str, confidence: float = 0.95, error: Exception | None = None) -> None:
        self.text, self.confidence, self.error, self.asked = text, confidence, error, 0

    def version(self, language: str) -> str:
        if self.error is not None:
            raise self.error
        return "fake 1"

    def recognise(self, image: np.ndarray, *, layout: str = "page", **_: object) -> list[OcrWord]:
        self.asked += 1
        left, found = 40.0, []
        for word in self.text.split():
            found.append(OcrWord(word, (left, 40.0, left + 14.0 * len(word), 70.0), self.confidence, 0))
            left += 14.0 * len(word) + 10
        return found


def use(monkeypatch: pytest.MonkeyPatch, engine: Reads) -> Reads:
    for module in (pages, reading):
        monkeypatch.setattr(module, "load_engine", lambda name: engine)
    pages._engine_version.cache_clear()
    return engine


def place(lines: Sequence[str]) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.drawImage(ImageReader(picture(lines)), 70, 400, 432, 25.2 * len(lines))


@needs_font
def test_the_words_of_a_picture_stand_where_the_picture_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Reads("Phòng Kinh tế chủ trì nạo vét kênh mương"))
    (page,) = document_with(place(TEXT)).pages
    assert page.source.text_origin == "text-layer" and page.source.engine == "fake 1"
    assert texts(page)[-2:] == ["Phòng Kinh tế chủ trì nạo vét kênh mương", "Các thôn tổ chức thực hiện."]
    box = page.lines[8].bbox
    assert box is not None and 70 <= box[0] < 120 and 842 - 400 - 75.6 - 5 < box[1] < 842 - 400


@needs_font
def test_a_picture_without_letters_or_under_the_layer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = use(monkeypatch, Reads("chữ"))
    document_with(lambda canvas: canvas.drawImage(ImageReader(Pillow.new("RGB", (300, 90), "red")), 70, 400, 300, 90))

    def covered(canvas: Canvas) -> None:
        place(["Thu gom rác trong khu chợ"])(canvas)
        text = canvas.beginText(77, 408)
        text.setTextRenderMode(3)
        text.setFont("Tinos", 13)
        text.textOut("Thu gom rác trong khu chợ")
        canvas.drawText(text)

    document_with(covered)
    assert engine.asked == 0


@needs_font
def test_a_reading_that_is_no_text_costs_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Reads("xq ~ %% wkj zz", confidence=0.3))
    (page,) = document_with(place(TEXT)).pages
    assert len(texts(page)) == 9
    assert codes(page) == [WarningCode.PICTURE_NOT_READ]


@needs_font
def test_without_an_engine_the_typed_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Reads("", error=EngineMissingError("no engine")))
    (page,) = document_with(place(TEXT)).pages
    assert len(texts(page)) == 9
    assert codes(page) == [WarningCode.PICTURE_NOT_READ]
    (page,) = document_with(place(TEXT), ocr="never").pages
    assert codes(page) == [WarningCode.PICTURE_NOT_READ]


@needs_font
@pytest.mark.tesseract
def test_a_picture_of_a_table_is_a_table() -> None:
    rows = ["Nội dung\tChủ trì\tThời gian", "Nạo vét kênh\tCác thôn\tTháng 5", "Trồng cây\tHội Phụ nữ\tTháng 6"]

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture(rows, grid=True)), 70, 400, 432, 75.6)
        canvas.drawString(70, 392, "II. CHỈ TIÊU CỦA KẾ HOẠCH")  # over the table's last rule

    (page,) = document_with(draw).pages
    (grid,) = page.grids
    cells = {(cell.row, cell.column): cell.text for cell in grid.cells}
    assert [[cells[row, column] for column in range(3)] for row in range(3)] == [row.split("\t") for row in rows]
    assert [line.text for line in page.lines if line.role == "body"][8:] == [
        "II. CHỈ TIÊU CỦA KẾ HOẠCH",
        "Các thôn tổ chức thực hiện.",
    ]


@needs_font
@pytest.mark.tesseract
def test_a_picture_in_strips_and_one_that_lies_on_its_side() -> None:
    def strips(canvas: Canvas) -> None:
        whole = picture(TEXT)
        for k in range(3):
            part = whole.crop((0, 70 * k, 1200, 70 * k + 70))
            canvas.drawImage(ImageReader(part), 70, 400 + 25.2 * (2 - k), 432, 25.2)

    (page,) = document_with(strips).pages
    assert texts(page)[8:11] == TEXT
    (page,) = document_with(
        lambda canvas: canvas.drawImage(ImageReader(picture(TEXT * 2).rotate(90, expand=True)), 70, 320, 100, 290)
    ).pages
    found = " ".join(line.text for line in page.lines)
    assert [found.count(line) for line in TEXT] == [2, 2, 2]


def nested(lines: Sequence[str]) -> Callable[[Canvas], None]:
    """A picture within a part of the page that the page draws."""

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("part")
        canvas.drawImage(ImageReader(picture(lines)), 0, 0, 432, 25.2 * len(lines))
        canvas.endForm()
        canvas.saveState()
        canvas.translate(70, 400)
        canvas.doForm("part")
        canvas.restoreState()

    return draw


def behind_all(lines: Sequence[str]) -> Callable[[Canvas], None]:
    """A picture as large as the page whose lower part shows the lines: typed text stands over its upper part."""

    def draw(canvas: Canvas) -> None:
        part = picture(lines)
        sheet = Pillow.new("RGB", (1654, 2339), "white")
        sheet.paste(part, (195, 1100))
        canvas.drawImage(ImageReader(sheet), 0, 0, *A4, mask=[255, 255, 255, 255, 255, 255])

    return draw


@needs_font
@pytest.mark.parametrize("draw", [nested, behind_all])
def test_letters_that_neither_the_layer_nor_a_picture_of_the_page_holds_are_read(
    draw: Callable[[Sequence[str]], Callable[[Canvas], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = use(monkeypatch, Reads("Phòng Kinh tế chủ trì nạo vét kênh mương"))
    page = document_with(draw(TEXT)).pages[0]
    assert engine.asked and page.source.text_origin == "text-layer"
    assert texts(page)[-2:] == ["Phòng Kinh tế chủ trì nạo vét kênh mương", "Các thôn tổ chức thực hiện."]
    unread = document_with(draw(TEXT), ocr="never").pages[0]
    assert codes(unread) == [WarningCode.PICTURE_NOT_READ]


@needs_font
def test_the_pictures_of_a_page_have_the_time_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = use(monkeypatch, Reads(TEXT[0]))
    document = document_with(place(TEXT), limits=Limits(page_seconds=1e-9))
    ((code, message),) = document.pages[0].warnings
    assert code == WarningCode.PICTURE_NOT_READ and "page 1 took more than 1e-09 seconds" in message
    assert engine.asked == 0
