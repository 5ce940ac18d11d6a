"""The verdict on a page's text layer, and the words in it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from viextract.errors import EmptyInputError, EncryptedFileError, InvalidOptionError, TooLargeError
from viextract.language.legacy.encodings import encode
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.files.pdf import PdfFile
from viextract.read.files.pdf_layer import Layer, LayerReader
from viextract.read.layout.words import Word
from viextract.read.pages.text_layer import judge_layer

SOUND = "Phường mở đợt trồng cây xanh dọc bờ kênh với sự góp công của các tổ dân phố trong quý đầu năm"
STRIPPED = "Phuong mo dot trong cay xanh doc bo kenh voi su gop cong cua cac to dan pho trong quy dau nam"
RUINED = "Phudng mé dot tréng cdy xanh doc bd kénh vdi su gop c6ng cia cdc té dan phé tréng quy ddu nam"


def layer_of(text: str) -> Layer:
    words = [Word(word, (40 + 6 * i, 100, 45 + 6 * i, 112)) for i, word in enumerate(text.split())]
    return Layer(words)


def pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "verdict"), [(SOUND, "good"), (STRIPPED, "ruined"), (RUINED, "ruined"), ("", "none"), ("7", "none")]
)
def test_the_words_decide_the_verdict(text: str, verdict: str) -> None:
    assert judge_layer(layer_of(text)).name == verdict


def test_a_verdict_gives_its_reasons_and_a_score() -> None:
    good, ruined = judge_layer(layer_of(SOUND)), judge_layer(layer_of(STRIPPED))
    assert good.score > 0.9 and good.reasons == ()
    assert ruined.score < 0.3 and ruined.reasons


def test_characters_without_a_meaning_make_the_layer_unmapped() -> None:
    layer = layer_of(SOUND)
    layer.unmapped = layer.character_count
    assert judge_layer(layer).name == "unmapped"


def test_text_in_an_old_font_is_converted_not_read_again() -> None:
    layer = layer_of(encode(SOUND, "tcvn3"))
    encoding = layer.convert()
    assert encoding == "tcvn3"
    assert layer.lines_text == SOUND
    assert judge_layer(layer, encoding=encoding).name == "converted"


def test_a_layer_over_a_part_of_the_page_is_incomplete() -> None:
    page = np.full((1100, 800), 255, np.uint8)
    for row in range(20):
        for column in range(40):
            page[200 + row * 30 : 210 + row * 30, 60 + column * 16 : 68 + column * 16] = 0
    verdict = judge_layer(layer_of(SOUND), lambda: page)
    assert verdict.name == "incomplete"
    assert "of the letters on the page" in verdict.reasons[0]


def test_words_have_the_place_where_they_are_printed() -> None:
    data = pdf(lambda canvas: canvas.drawString(72, A4[1] - 100, "Trung tam Hoa Lam"))
    with PdfFile(data) as file:
        words = file.page(0).layer().words
    assert [word.text for word in words] == ["Trung", "tam", "Hoa", "Lam"]
    left, top, right, bottom = words[0].bbox
    assert left == pytest.approx(72, abs=1)
    assert top < 100 < bottom < 105
    assert right < words[1].bbox[0]


def test_words_set_without_blanks_are_parted_by_their_gap() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "trong")
        canvas.drawString(110, 700, "cay")

    with PdfFile(pdf(draw)) as file:
        assert [word.text for word in file.page(0).layer().words] == ["trong", "cay"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_it_is_shown(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        canvas.setFont("Helvetica", 30)
        canvas.drawString(72, 400, "L")

    with PdfFile(pdf(draw)) as file:
        page = file.page(0)
        (word,) = page.layer().words
        picture = page.render(72, grey=True)
        rows, columns = np.nonzero(picture < 128)
        assert (page.height, page.width) == pytest.approx(picture.shape, abs=1)
        assert word.bbox[0] - 3 <= columns.min() and columns.max() <= word.bbox[2] + 2
        assert word.bbox[1] - 2 <= rows.min() and rows.max() <= word.bbox[3] + 2


def test_bold_and_size_are_known() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 700, "Dam")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 680, "thuong")

    with PdfFile(pdf(draw)) as file:
        bold, plain = file.page(0).layer().words
    assert (bold.bold, plain.bold) == (True, False)
    assert bold.size == pytest.approx(14, rel=0.15) and plain.size == pytest.approx(10, rel=0.15)


def test_a_composite_font_without_unicode_values_gives_no_text_to_trust() -> None:
    def draw(canvas: Canvas) -> None:
        from reportlab.pdfbase import pdfmetrics

        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
        canvas.setFont("HeiseiMin-W3", 12)
        for row in range(6):
            canvas.drawString(72, 700 - 20 * row, "Trong cay xanh doc bo kenh")

    with pikepdf.open(io.BytesIO(pdf(draw))) as file:
        for page in file.pages:
            for font in page.Resources.Font.values():
                if font.Subtype == "/Type0":
                    font.Encoding = pikepdf.Name("/Identity-H")
                    info = font.DescendantFonts[0].CIDSystemInfo
                    info.Registry, info.Ordering = pikepdf.String("Adobe"), pikepdf.String("Identity")
        stream = io.BytesIO()
        file.save(stream)
    with PdfFile(stream.getvalue()) as opened:
        layer = opened.page(0).layer()
        verdict = judge_layer(layer)
    assert verdict.name in ("unmapped", "ruined", "none")


def test_options_override_the_verdict() -> None:
    data = pdf(lambda canvas: canvas.drawString(72, 700, STRIPPED))
    page = read_document(data, Options(ocr="never")).pages[0]
    assert (page.source.text_origin, page.source.verdict) == ("text-layer", "ruined")
    trusting = read_document(data, Options(layer_threshold=0.0)).pages[0]
    assert (trusting.source.text_origin, trusting.source.verdict) == ("text-layer", "ruined")


def test_an_encrypted_pdf_says_so() -> None:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(lambda canvas: canvas.drawString(72, 700, "x")))) as file:
        file.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EncryptedFileError):
        read_document(stream.getvalue(), Options())


def test_a_pdf_without_pages_is_empty() -> None:
    stream = io.BytesIO()
    pikepdf.new().save(stream)
    with pytest.raises(EmptyInputError):
        read_document(stream.getvalue(), Options())


def test_pages_can_be_chosen_and_must_exist() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 4):
            canvas.drawString(72, 700, f"trang so {number} cua van ban")
            canvas.showPage()

    data = pdf(draw)
    document = read_document(data, Options(ocr="never", pages=(3, 2)))
    assert [page.number for page in document.pages] == [2, 3]
    assert document.page_count == 4
    assert [line.number for line in document.lines()] == [1, 2]
    with pytest.raises(InvalidOptionError):
        read_document(data, Options(ocr="never", pages=(9,)))
    with pytest.raises(TooLargeError):
        read_document(data, Options(ocr="never", limits=Limits(max_pages=2)))


def test_a_ruled_table_is_a_grid_and_its_lines_are_marked() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 720, "Truoc bang")
        canvas.grid([72, 172, 272], [700, 670, 640])
        for row, top in enumerate((680, 650)):
            for column, left in enumerate((80, 180)):
                canvas.drawString(left, top, f"o {row}.{column}")
        canvas.drawString(72, 600, "Sau bang")

    page = read_document(pdf(draw), Options(ocr="never")).pages[0]
    (grid,) = page.grids
    assert {cell.text for cell in grid.cells} == {"o 0.0", "o 0.1", "o 1.0", "o 1.1"}
    assert grid.after_line == 1
    assert [line.role for line in page.lines] == ["body", *["table"] * 4, "body"]
    assert [line.text for line in page.lines][1:-1] == ["o 0.0", "o 0.1", "o 1.0", "o 1.1"]


def test_a_drawing_that_cannot_be_read_costs_the_rules_and_not_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 720, "Truoc bang")
        canvas.grid([72, 172, 272], [700, 670, 640])

    def fail(self: PdfFile, index: int) -> None:
        raise KeyError("MediaBox")

    monkeypatch.setattr(PdfFile, "plumber_page", fail)
    document = read_document(pdf(draw), Options(ocr="never"))
    page = document.pages[0]
    assert [line.text for line in page.lines] == ["Truoc bang"]
    assert page.grids == []
    assert [code for code, _, _ in document.warnings] == ["table-doubtful"]


@pytest.mark.parametrize(
    ("sign", "gap", "words"),
    [
        ("09/KH-UBND", 0.16, ["09/KH-UBND", "ban"]),
        ("15/2026/", 0.16, ["15/2026/", "ban"]),
        ("09/KH-UBND", 0.0, ["09/KH-UBNDban"]),
    ],
)
def test_a_narrow_blank_behind_a_sign_is_seen_though_none_is_in_the_file(
    sign: str, gap: float, words: list[str]
) -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.setFont("Times-Roman", 14)
    canvas.drawString(80, 700, sign)
    canvas.drawString(80 + stringWidth(sign, "Times-Roman", 14) + gap * 14, 700, "ban")
    canvas.save()
    page = pdfium.PdfDocument(made.getvalue())[0]
    assert [word.text for word in LayerReader(page.get_textpage(), page).read().words] == words
