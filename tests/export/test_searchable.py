"""Searchable PDF and ALTO: each word is found at its place by readers that are not ours."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from viextract.export.alto import NAMESPACE, alto_xml
from viextract.export.searchable import searchable_pdf
from viextract.export.word_places import placed_words
from viextract.model.decision import Decision
from viextract.model.document import BBox, Document, Line, Page
from viextract.model.plan import PageSource

Cli = Callable[..., Any]
WORDS = [("Ủy", 100.0), ("ban", 130.0), ("nhân", 165.0), ("dân", 205.0), ("–", 240.0), ("Kế", 260.0), ("hoạch", 290.0)]


def scan(rotate: int = 0, layer: str | None = None) -> bytes:
    """One page that is a picture; ``layer``: an invisible text below it, as a ruined reading leaves it."""
    picture = io.BytesIO()
    Image.new("L", (595, 842), 200).save(picture, "PNG")
    picture.seek(0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    if layer:
        text = canvas.beginText(100, 700)
        text.setTextRenderMode(3)
        text.textOut(layer)
        canvas.drawText(text)
    canvas.save()
    if not rotate:
        return out.getvalue()
    with pikepdf.Pdf.open(io.BytesIO(out.getvalue())) as pdf:
        pdf.pages[0].Rotate = rotate
        turned = io.BytesIO()
        pdf.save(turned)
        return turned.getvalue()


def document(width: float = 595, height: float = 842, turned: int = 0, text: str | None = None) -> Document:
    raw = " ".join(word for word, _ in WORDS)
    places: list[tuple[int, int, BBox]] = []
    start = 0
    for word, left in WORDS:
        top = 108.0 if word == "–" else 100.0
        places.append((start, start + len(word), (left, top, left + 22.0, top + (2 if word == "–" else 14))))
        start += len(word) + 1
    line = Line(text or raw, 1, 1, (100, 100, 312, 114), places=places)
    source = PageSource(number=1, text_origin="ocr", quality=0.9, rotation=turned)
    return Document("scan.pdf", "0" * 64, "application/pdf", [Page(1, width, height, source, [line])])


def found_boxes(data: bytes, tmp_path: Path) -> dict[str, BBox]:
    """Words and boxes as poppler sees them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed: make setup installs it")
    path = tmp_path / "out.pdf"
    path.write_bytes(data)
    page = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>'
    return {word: (float(a), float(b), float(c), float(d)) for a, b, c, d, word in re.findall(pattern, page)}


def near(one: BBox, other: BBox, points: float = 2.0) -> bool:
    return all(abs(a - b) <= points for a, b in zip(one, other, strict=True))


def test_every_word_is_found_at_its_place(tmp_path: Path) -> None:
    found = found_boxes(searchable_pdf(scan(), document()), tmp_path)
    assert list(found) == [word for word, _ in WORDS]
    for word, left in WORDS:
        assert near(found[word], (left, 100, left + 22, 114)), word


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_on_pages_that_are_shown_turned(rotate: int, tmp_path: Path) -> None:
    size = (842, 595) if rotate in (90, 270) else (595, 842)
    found = found_boxes(searchable_pdf(scan(rotate), document(*size)), tmp_path)
    for word, left in WORDS:
        assert near(found[word], (left, 100, left + 22, 114)), word


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_pages_that_lay_on_their_side(turned: int, tmp_path: Path) -> None:
    """The words are placed where the picture has them: turning the page upright brings them to their boxes."""
    size = (842, 595) if turned in (90, 270) else (595, 842)
    data = searchable_pdf(scan(), document(*size, turned=turned))
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].Rotate = turned
        out = io.BytesIO()
        pdf.save(out)
    found = found_boxes(out.getvalue(), tmp_path)
    for word, left in WORDS:
        assert near(found[word], (left, 100, left + 22, 114)), word


def test_copying_gives_unicode_and_a_ruined_layer_is_gone() -> None:
    data = searchable_pdf(scan(layer="Uy ban nhan dan"), document())
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert "Ủy ban nhân dân" in text and "nhan" not in text


def test_pages_whose_own_text_is_good_stay_as_they_are() -> None:
    page = document()
    page.pages[0].source.text_origin = "text-layer"
    with pikepdf.Pdf.open(io.BytesIO(searchable_pdf(scan(layer="good"), page))) as pdf:
        assert "/Font" in pdf.pages[0].Resources and "/ViextractText" not in pdf.pages[0].Resources.Font


def test_the_same_input_gives_the_same_bytes_and_a_sound_file(tmp_path: Path) -> None:
    page = scan()
    data = searchable_pdf(page, document())
    assert data == searchable_pdf(page, document())
    if shutil.which("qpdf"):
        path = tmp_path / "out.pdf"
        path.write_bytes(data)
        assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0


class TestPlaces:
    def test_words_that_recovery_joined_or_split_keep_their_places(self) -> None:
        line = Line("K3 hoachnam", 1, 1, (0, 0, 90, 10), places=[(0, 2, (0, 0, 20, 10)), (3, 11, (30, 0, 90, 10))])
        line.decide([Decision(0, 2, "K3", "Kế", 0.9), Decision(3, 11, "hoachnam", "hoạch năm", 0.9)])
        joined = placed_words(line)
        assert [word.text for word in joined] == ["Kế", "hoạch", "năm"]
        assert joined[0].box == (0, 0, 20, 10)
        assert joined[1].box[0] == 30 and joined[2].box[2] == 90
        assert joined[1].box[2] <= joined[2].box[0] + 0.01

    def test_without_places_the_line_is_shared_out(self) -> None:
        line = Line("ab cd", 1, 1, (0, 0, 50, 10))
        assert [word.box for word in placed_words(line)] == [(0, 0, 20, 10), (30, 0, 50, 10)]


def test_alto_has_the_words_with_their_boxes() -> None:
    root = ET.fromstring(alto_xml(document()))
    strings = root.findall(f".//{{{NAMESPACE}}}String")
    assert [item.get("CONTENT") for item in strings] == [word for word, _ in WORDS]
    assert float(strings[0].get("HPOS") or 0) == pytest.approx(100 * 254 / 72, abs=0.1)
    page = root.find(f".//{{{NAMESPACE}}}Page")
    assert page is not None and page.get("WIDTH") == f"{595 * 254 / 72:.1f}"


@pytest.mark.tesseract
def test_the_command_writes_both_beside_the_plan(tmp_path: Path, cli: Cli) -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "van-hoa-doc.scan.pdf"
    targets = [tmp_path / name for name in ("plan.json", "text.pdf", "words.xml")]
    done = cli("extract", sample, "--pages", "1", "-o", targets[0], "--pdf", targets[1], "--alto", targets[2])
    assert done.code == 0 and all(target.stat().st_size > 1000 for target in targets)
    with pypdfium2.PdfDocument(targets[1]) as pdf:
        assert "Phát triển văn hóa đọc" in pdf[0].get_textpage().get_text_bounded()
    assert "Căn" in targets[2].read_text("utf-8")


@pytest.mark.tesseract
def test_a_picture_becomes_a_searchable_pdf(tmp_path: Path, cli: Cli) -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "van-hoa-doc.scan.pdf"
    with pypdfium2.PdfDocument(sample) as pdf:
        picture = pdf[0].render(scale=200 / 72).to_pil()
    picture.save(tmp_path / "page.png", dpi=(200, 200))
    done = cli("extract", tmp_path / "page.png", "-o", tmp_path / "x.json", "--pdf", tmp_path / "page.pdf")
    assert done.code == 0
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as pdf:
        assert "văn hóa đọc" in pdf[0].get_textpage().get_text_bounded()
        assert pdf[0].get_size()[0] == pytest.approx(595, abs=2)


def test_a_text_file_has_no_pages_to_put_text_on(tmp_path: Path, cli: Cli) -> None:
    source = tmp_path / "plan.txt"
    source.write_text("KẾ HOẠCH\nTrồng cây\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n", "utf-8")
    assert cli("extract", source, "-o", tmp_path / "x.json", "--pdf", tmp_path / "x.pdf").code == 12


def claim(pdf: pikepdf.Pdf) -> tuple[str | None, str | None]:
    with pdf.open_metadata() as metadata:
        return metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")


class TestPdfA:
    """What ISO 19005-2 asks of a file like ours; a validator is not at hand."""

    def pictures(self, mode: str, form: str) -> bytes:
        out = io.BytesIO()
        Image.new(mode, (595, 842), 1 if mode == "1" else 200 if mode == "L" else (200, 180, 160)).save(out, form)
        page = document()
        page.media_type = f"image/{form.lower()}"
        return searchable_pdf(out.getvalue(), page)

    @pytest.mark.parametrize(("mode", "form"), [("L", "PNG"), ("RGB", "PNG"), ("RGB", "JPEG"), ("1", "TIFF")])
    def test_pictures_become_one(self, mode: str, form: str) -> None:
        data = self.pictures(mode, form)
        assert data == self.pictures(mode, form)  # no time is in it
        assert data.startswith(b"%PDF-1.") and data[9:14].startswith(b"%") and all(byte > 127 for byte in data[10:14])
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            assert claim(pdf) == ("2", "U") and not pdf.is_encrypted and "/ID" in pdf.trailer
            (intent,) = pdf.Root.OutputIntents
            assert intent.S == "/GTS_PDFA1" and intent.OutputConditionIdentifier == "sRGB"
            profile = intent.DestOutputProfile.read_bytes()
            assert profile[36:40] == b"acsp" and profile[16:20] == b"RGB " and profile[12:16] == b"mntr"
            assert int.from_bytes(profile[:4], "big") == len(profile) and intent.DestOutputProfile.N == 3
            assert "/Filter" not in pdf.Root.Metadata
            assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())
            (page,) = pdf.pages
            picture = page.Resources.XObject.Picture
            assert picture.ColorSpace in ("/DeviceGray", "/DeviceRGB") and "/Interpolate" not in picture
            assert "/LZWDecode" not in str(picture.get("/Filter")) and "/SMask" not in picture
            font = page.Resources.Font["/ViextractText"]
            inner = font.DescendantFonts[0]
            assert "/FontFile2" in inner.FontDescriptor and "/ToUnicode" in font and "/CIDToGIDMap" in inner

    @pytest.mark.parametrize("part", [None, "1"])
    def test_a_pdf_stays_what_it_is(self, part: str | None) -> None:
        source = io.BytesIO()
        with pikepdf.Pdf.open(io.BytesIO(scan())) as pdf:
            if part:
                with pdf.open_metadata() as metadata:
                    metadata["pdfaid:part"], metadata["pdfaid:conformance"] = part, "B"
            pdf.save(source, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        data = searchable_pdf(source.getvalue(), document())
        assert b"/ObjStm" not in data  # which part 1 does not know
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            assert claim(pdf) == ((part, "B") if part else (None, None))
