"""Typed text that stands, lies upside down or runs across the page is read in its own direction, or is no text."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from viextract.model.document import Document, Page
from viextract.options import Options
from viextract.read import read_document

WIDTH, HEIGHT = A4
ROWS = [["TT", "Noi dung", "Chu tri", "Thoi gian"], ["1", "Thu gom rac", "Cac thon", "Thang 5"]]
ROWS += [["2", "Nao vet kenh", "Hoi Nong dan", "Thang 6"], ["3", "Trong cay xanh", "Hoi Phu nu", "Thang 7"]]
EDGES = [60, 100, 260, 400, 520]


def document_of(draw: Callable[[Canvas], None]) -> Document:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read_document(stream.getvalue(), Options(ocr="never"))


def draw_table(canvas: Canvas, top: float, *, ruled: bool) -> None:
    canvas.setFont("Times-Roman", 12)
    for number, row in enumerate(ROWS):
        for left, text in zip(EDGES, row, strict=False):
            canvas.drawString(left + 4, top - 22 * number - 16, text)
    if ruled:
        canvas.grid(EDGES, [top - 22 * number for number in range(len(ROWS) + 1)])


def turn_sheet(canvas: Canvas, degrees: int) -> float:
    """Makes what is drawn next stand so that the sheet has to be turned clockwise; the height that the text has."""
    if degrees == 90:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    elif degrees == 180:
        canvas.translate(WIDTH, HEIGHT)
        canvas.rotate(180)
    elif degrees == 270:
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
    return float(WIDTH if degrees % 180 else HEIGHT)


def table_of(page: Page) -> list[list[str]]:
    (grid,) = page.grids
    cells = {(cell.row, cell.column): cell.text for cell in grid.cells}
    return [[cells.get((row, column), "") for column in range(grid.column_count)] for row in range(grid.row_count)]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_sheet_laid_on_its_side_is_read_as_if_it_were_turned(degrees: int, ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(WIDTH / 2, 815, "2")
        top = turn_sheet(canvas, degrees)
        canvas.drawString(250, top - 60, "PHU LUC I")
        draw_table(canvas, top - 100, ruled=ruled)

    (page,) = document_of(draw).pages
    assert page.source.rotation == degrees
    assert (page.width > page.height) == (degrees != 180)
    assert [line.text for line in page.lines if line.role == "body"] == ["PHU LUC I"]
    assert [line.text for line in page.lines if line.role == "noise"] == ["2"]
    assert table_of(page) == ROWS
    assert all(line.bbox and 0 <= line.bbox[0] < line.bbox[2] <= page.width for line in page.lines)


def test_a_standing_table_beside_upright_text_has_its_own_rows() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        for k in range(12):
            canvas.drawString(70, 780 - 20 * k, f"{k}. Thu gom rac trong khu cho, nao vet kenh va trong cay xanh.")
        canvas.translate(300, -20)
        canvas.rotate(90)
        draw_table(canvas, 100, ruled=True)

    (page,) = document_of(draw).pages
    assert page.source.rotation == 0
    assert table_of(page) == ROWS
    assert len([line for line in page.lines if line.role == "body"]) == 12


@pytest.mark.parametrize("upwards", [True, False])
def test_standing_column_heads_are_words(upwards: bool) -> None:
    heads = [["TT"], ["Cong an xa"], ["Truong", "Tieu hoc"]]
    left, top = [70, 110, 150, 190], [600, 500, 478]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for column, lines in enumerate(heads):
            for k, text in enumerate(lines):
                canvas.saveState()
                at = left[column] + 14 + 13 * k if upwards else left[column] + 24 - 13 * k
                canvas.translate(at, top[1] + 4 if upwards else top[0] - 4)
                canvas.rotate(90 if upwards else -90)
                canvas.drawString(0, 0, text)
                canvas.restoreState()
            canvas.drawString(left[column] + 8, top[1] - 16, "1X-"[column])
        canvas.grid(left, top)
        # The next line's box reaches over the table's last rule.
        canvas.drawString(70, top[2] - 8, "II. CHI TIEU NAM")
        canvas.drawString(70, top[2] - 30, "Trong cay xanh doc cac tuyen duong cua xa.")

    (page,) = document_of(draw).pages
    assert table_of(page) == [["TT", "Cong an xa", "Truong\nTieu hoc"], ["1", "X", "-"]]
    assert next(line.text for line in page.lines if line.role == "body") == "II. CHI TIEU NAM"
    places = [line.bbox for line in page.lines if line.text in ("Truong", "Tieu hoc")]
    assert all(box and box[2] - box[0] < box[3] - box[1] for box in places), "a standing line has a standing box"


def test_a_note_along_the_margin_cuts_no_sentence() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        for k in range(10):
            canvas.drawString(70, 780 - 20 * k, f"{k} thu gom rac trong khu cho, nao vet kenh va trong cay xanh")
        canvas.translate(40, 600)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Ban dien tu cua xa")

    (page,) = document_of(draw).pages
    texts = [line.text for line in page.lines if line.role == "body"]
    assert texts[-1] == "Ban dien tu cua xa"
    assert [text[0] for text in texts[:-1]] == list("0123456789")


@pytest.mark.parametrize(("degrees", "size", "grey"), [(45, 60, 0.8), (-30, 60, 0.3), (0, 60, 0.8), (20, 12, 0.7)])
def test_words_printed_across_the_page_are_noise(degrees: float, size: float, grey: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFont("Times-Bold", size)
        canvas.setFillGray(grey)
        canvas.translate(150, 650)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "BAN SAO NOI BO")
        canvas.restoreState()
        canvas.setFont("Times-Roman", 13)
        for k in range(12):
            canvas.drawString(70, 780 - 20 * k, f"{k}. Thu gom rac trong khu cho, nao vet kenh va trong cay xanh.")

    (page,) = document_of(draw).pages
    assert all(line.text.endswith("trong cay xanh.") for line in page.lines if line.role == "body")
    noise = [line for line in page.lines if line.role == "noise"]
    assert " ".join(line.text for line in noise) == "BAN SAO NOI BO"
    assert {line.noise for line in noise} == {"watermark"}


def test_a_large_title_is_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 40)
        canvas.setFillGray(0.5)
        canvas.drawString(70, 700, "KE HOACH")
        canvas.setFont("Times-Roman", 13)
        canvas.setFillGray(0)
        for k in range(4):
            canvas.drawString(70, 640 - 20 * k, f"{k}. Thu gom rac trong khu cho, nao vet kenh va trong cay xanh.")

    (page,) = document_of(draw).pages
    assert page.lines[0].text == "KE HOACH" and page.lines[0].role == "body"
