"""What a reader does not see on a typed page is no text of it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from viextract.model.document import Document
from viextract.model.warning_codes import WarningCode
from viextract.options import Options
from viextract.read import read_document


def document_with(draw: Callable[[Canvas], None]) -> Document:
    """A page of six typed lines, and what is drawn after them."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Times-Roman", 13)
    for k in range(6):
        canvas.drawString(70, 700 - 40 * k, f"Thu gom rac trong khu cho so {k}, don kenh va trong cay.")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read_document(stream.getvalue(), Options(ocr="never"))


def seen(document: Document) -> str:
    return " ".join(line.text for line in document.lines())


def kept_as_hidden(document: Document) -> str:
    return " ".join(line.text for page in document.pages for line in page.lines if line.noise == "hidden")


def codes(document: Document) -> set[str]:
    return {code for page in document.pages for code, _ in page.warnings} | {w[0] for w in document.warnings}


def white_between_lines(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(70, 680, "loi nhan mat, gia 95")


def white_across_a_line(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.setFont("Times-Roman", 5)
    canvas.drawString(300, 697, "loi nhan mat, gia 95")


def white_across_bold_type(canvas: Canvas) -> None:
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(90, 440, "MMMM")
    canvas.setFillGray(1)
    canvas.setFont("Times-Roman", 5)
    canvas.drawString(70, 443, "loi nhan mat, gia 95")


def under_a_bar(canvas: Canvas) -> None:
    canvas.drawString(70, 680, "loi nhan mat, gia 95")
    canvas.rect(60, 674, 200, 17, stroke=0, fill=1)


def under_white_paint(canvas: Canvas) -> None:
    canvas.drawString(70, 680, "loi nhan mat, gia 95")
    canvas.setFillGray(1)
    canvas.rect(60, 674, 200, 17, stroke=0, fill=1)


def never_drawn(canvas: Canvas) -> None:
    text = canvas.beginText(70, 680)
    text.setTextRenderMode(3)
    text.textOut("loi nhan mat, gia 95")
    canvas.drawText(text)


@pytest.mark.parametrize(
    "draw",
    [white_between_lines, white_across_a_line, white_across_bold_type, under_a_bar, under_white_paint, never_drawn],
)
def test_text_that_cannot_be_seen_is_noise_with_a_warning(draw: Callable[[Canvas], None]) -> None:
    document = document_with(draw)
    assert "mat" not in seen(document) and "95" not in seen(document)
    assert kept_as_hidden(document) == "loi nhan mat, gia 95"
    assert seen(document).count("Thu gom rac trong khu cho so") == 6
    assert WarningCode.HIDDEN_TEXT in codes(document)


def white_on_a_bar(canvas: Canvas) -> None:
    canvas.rect(60, 674, 200, 17, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Times-Bold", 13)
    canvas.drawString(70, 680, "loi nhan ro, gia 95")


def light_grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.85)
    canvas.drawString(70, 680, "loi nhan ro, gia 95")


def on_a_shade(canvas: Canvas) -> None:
    canvas.setFillGray(0.8)
    canvas.rect(60, 674, 200, 17, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(70, 680, "loi nhan ro, gia 95")


@pytest.mark.parametrize(
    "draw", [white_on_a_bar, light_grey, on_a_shade, lambda canvas: canvas.drawString(70, 680, "loi nhan ro, gia 95")]
)
def test_text_that_can_be_seen_stays(draw: Callable[[Canvas], None]) -> None:
    document = document_with(draw)
    assert "loi nhan ro, gia 95" in seen(document)
    assert kept_as_hidden(document) == ""
    assert WarningCode.HIDDEN_TEXT not in codes(document)


def test_a_page_that_is_mostly_unseen_is_kept_with_a_warning() -> None:
    def mostly_white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        for k in range(10):
            canvas.drawString(70, 420 - 20 * k, f"loi nhan mat, gia {k}, khong ai nhin thay dong chu nay tren trang")

    document = document_with(mostly_white)
    assert "khong ai nhin thay" in seen(document)
    assert WarningCode.HIDDEN_TEXT in codes(document)


def again_aside(canvas: Canvas) -> None:
    canvas.drawString(70.4, 700, "Thu gom rac trong khu cho so 0, don kenh va trong cay.")


def test_words_that_are_printed_twice_in_one_place_are_read_once() -> None:
    document = document_with(again_aside)
    assert [line.text for line in document.lines()].count("Thu gom rac trong khu cho so 0, don kenh va trong cay.") == 1
    assert {line.noise for page in document.pages for line in page.lines if line.role == "noise"} == {"duplicate-layer"}
    assert codes(document) == set()


def other_print(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(70, 698, 24, 13, fill=1, stroke=0)
    canvas.setFillGray(0)
    canvas.drawString(70, 700, "Bán")


def test_print_over_other_words_has_a_warning() -> None:
    document = document_with(other_print)
    assert codes(document) == {WarningCode.HIDDEN_TEXT}
    assert "printed over others" in document.pages[0].warnings[0][1]


def over_a_scan(bar: Callable[[Canvas], None] | None, ground: int = 250) -> Document:
    """A page that is a picture with the words of its lines, unseen, over it."""
    sheet = Pillow.new("L", (827, 1169), ground)
    pen = ImageDraw.Draw(sheet)
    for k in range(6):
        top = (842 - 700 + 40 * k) / 842 * 1169
        for x in range(100, 420, 9):
            pen.rectangle((x, top - 12, x + 5, top), 30)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawImage(ImageReader(sheet), 0, 0, *A4)
    text = canvas.beginText()
    text.setTextRenderMode(3)
    text.setFont("Times-Roman", 13)
    for k in range(6):
        text.setTextOrigin(70, 700 - 40 * k)
        text.textOut(f"Thu gom rac trong khu cho so {k}, don kenh va trong cay.")
    canvas.drawText(text)
    if bar is not None:
        bar(canvas)
    canvas.showPage()
    canvas.save()
    return read_document(stream.getvalue(), Options(ocr="never"))


def black(canvas: Canvas) -> None:
    canvas.rect(60, 695, 250, 18, fill=1, stroke=0)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(60, 695, 250, 18, fill=1, stroke=0)


@pytest.mark.parametrize("bar", [black, white])
def test_what_a_bar_covers_on_a_scan_is_not_read(bar: Callable[[Canvas], None]) -> None:
    document = over_a_scan(bar)
    assert kept_as_hidden(document).startswith("Thu gom rac trong khu cho")
    assert "so 1," in seen(document) and codes(document) == {WarningCode.HIDDEN_TEXT}


def test_text_over_a_scan_stays_where_nothing_covers_it() -> None:
    assert kept_as_hidden(over_a_scan(None)) == ""
