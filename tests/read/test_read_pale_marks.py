"""A watermark on a scan is lifted off, and the print on it stays."""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image as Pillow
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from viextract.read.files.pdf import PdfFile
from viextract.read.ocr.pale_marks import lift_pale_marks
from viextract.read.pages.print_over import part_print_over

Image = npt.NDArray[np.uint8]
DPI = 200.0


def sheet(shade: int | None, *, angle: float = 40) -> tuple[Image, Image]:
    """Lines of bars as type prints them, with a large word of this shade below them; and where the word is."""
    page = np.full((1200, 1600), 245, np.uint8)
    word = np.zeros_like(page)
    cv2.putText(word, "BAN SAO", (150, 700), cv2.FONT_HERSHEY_SIMPLEX, 9, 1, 40)
    turn = cv2.getRotationMatrix2D((800, 600), angle, 0.8)
    word = np.asarray(cv2.warpAffine(word, turn, (1600, 1200)), np.uint8)
    if shade is not None:
        page[word > 0] = shade
    for top in range(100, 1100, 50):
        for left in range(100, 1500, 14):
            cv2.rectangle(page, (left, top), (left + 3, top + 18), 25, -1)
    return page, word


@pytest.mark.parametrize("shade", [140, 180, 210])
def test_a_large_pale_word_becomes_paper_and_type_stays(shade: int) -> None:
    page, word = sheet(shade)
    steps: list[str] = []
    lifted = lift_pale_marks(page, DPI, steps)
    type_alone, _ = sheet(None)
    marked = (word > 0) & (type_alone > 200)
    assert np.mean(lifted[marked] > 225) > 0.95
    assert np.mean(lifted[type_alone < 100] < 90) > 0.99
    assert [step.split(" on ")[0] for step in steps] == ["lifted pale marks"]


def test_a_page_without_pale_marks_is_left_alone() -> None:
    page, _ = sheet(None)
    faint = np.asarray(np.where(page < 100, 170, page), np.uint8)  # pale type is type
    photograph = page.copy()
    noise = np.random.default_rng(3).integers(60, 230, (40, 60)).astype(np.float32)
    photograph[300:700, 500:1100] = cv2.resize(noise, (600, 400), interpolation=cv2.INTER_CUBIC).clip(0, 255)
    for picture in (page, faint, photograph):
        steps: list[str] = []
        assert np.array_equal(lift_pale_marks(picture, DPI, steps), picture)
        assert steps == []


def test_text_laid_over_a_scan_is_taken_out_before_the_scan_is_read() -> None:
    page, _ = sheet(None)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawImage(ImageReader(Pillow.fromarray(page)), 0, 0, *A4)
    plain = io.BytesIO()
    canvas.saveState()
    canvas.translate(100, 300)
    canvas.rotate(45)
    canvas.setFillGray(0.75)
    canvas.setFont("Times-Bold", 70)
    canvas.drawString(0, 0, "BAN SAO")
    canvas.restoreState()
    canvas.showPage()
    canvas.save()
    bare = Canvas(plain, pagesize=A4)
    bare.drawImage(ImageReader(Pillow.fromarray(page)), 0, 0, *A4)
    bare.showPage()
    bare.save()
    with PdfFile(stream.getvalue()) as file, PdfFile(plain.getvalue()) as other:
        shown, scan = file.page(0), other.page(0)
        kept, over = part_print_over(shown.layer().words, scan=True)
        assert kept == [] and [word.text for word in over] == ["BAN", "SAO"]
        assert not np.array_equal(shown.render(72), scan.render(72))
        shown.take_out_text([word.bbox for word in over])
        assert np.array_equal(shown.render(72), scan.render(72))
        assert len(file.page(0).layer().words) == 2, "the file keeps its text"


def test_a_page_whose_text_is_all_aslant_is_no_print_over_a_page() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.rotate(20)
    canvas.drawString(200, 300, "Thu gom rac trong khu cho")
    canvas.showPage()
    canvas.save()
    with PdfFile(stream.getvalue()) as file:
        kept, over = part_print_over(file.page(0).layer().words)
        assert len(kept) == 6 and over == []
