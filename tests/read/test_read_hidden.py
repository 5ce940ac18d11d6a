"""What a reader does not see on a typed page is no text of it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
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
