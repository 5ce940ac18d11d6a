"""Typed pages whose fonts say wrong letters, or none, for some of what is printed."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from viextract.errors import EngineMissingError
from viextract.language.wrong_letters import wrong_letters
from viextract.model.document import Page
from viextract.options import Options
from viextract.read import read_document
from viextract.read.files.pdf import PdfFile
from viextract.read.ocr.engines import OcrEngine, OcrWord
from viextract.read.pages import reading
from viextract.read.pages.text_layer import judge_layer

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="the font Tinos is not installed")
LINES = [
    "Ủy ban nhân dân xã ban hành kế hoạch trồng cây xanh của năm,",
    "bảo đảm các thôn chủ động triển khai, báo cáo kết quả cả năm;",
    "Chủ tịch xã giao các thôn quản lý, bảo vệ cây, xử lý kịp thời.",
    "Thủ trưởng các cơ quan bảo đảm đủ nhân lực và của cải, phải báo cáo.",
]


def page_of(lines: list[str]) -> bytes:
    stream = io.BytesIO()
    pdfmetrics.registerFont(TTFont("Tinos", str(FONT)))
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Tinos", 14)
    for k, line in enumerate(lines):
        canvas.drawString(70, 760 - 24 * k, line)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def page_with_map(change: dict[str, str | None]) -> bytes:
    """A typed page whose font maps letters to others; None leaves a letter out of the map."""
    with pikepdf.open(io.BytesIO(page_of(LINES * 3))) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                text = item.ToUnicode.read_bytes().decode("ascii")
                for letter, other in change.items():
                    for old, new in ((letter, other), (letter.upper(), other and other.upper())):
                        text = re.sub(f"<{ord(old):04X}>", f"<{ord(new) if new else 0:04X}>", text, flags=re.IGNORECASE)
                item.ToUnicode.write(text.encode("ascii"))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def layer_verdict(data: bytes) -> tuple[str, tuple[str, ...]]:
    with PdfFile(data) as file:
        verdict = judge_layer(file.page(0).layer())
        return verdict.name, verdict.reasons


def text_of(page: Page) -> str:
    return " ".join(line.text for line in page.lines)


def test_a_sound_map_is_good() -> None:
    assert layer_verdict(page_with_map({})) == ("good", ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ả": "ã"}, "says ã where ả is printed"),
        ({"ủ": "ũ", "ể": "ễ"}, "says ũ where ủ is printed"),
        ({"ế": None, "ộ": None, "ủ": None}, "letters within words"),
        ({"ể": " ", "ế": " "}, "letters within words"),
    ],
)
def test_letters_that_are_lost_or_others_are_seen(change: dict[str, str | None], reason: str) -> None:
    name, reasons = layer_verdict(page_with_map(change))
    assert name == "unmapped"
    assert reason in " ".join(reasons)


@pytest.mark.tesseract
@pytest.mark.parametrize("change", [{"ả": "ã"}, {"ế": None, "ủ": None}])
def test_such_a_page_is_read_from_its_picture(change: dict[str, str | None]) -> None:
    (page,) = read_document(page_with_map(change), Options(cache=False)).pages
    assert page.source.text_origin == "ocr" and page.source.verdict == "unmapped"
    assert text_of(page) == " ".join(LINES * 3)


def test_without_an_engine_the_layer_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise EngineMissingError("no engine")

    monkeypatch.setattr(reading, "load_engine", missing)
    (page,) = read_document(page_with_map({"ả": "ã"}), Options(cache=False, jobs=1)).pages
    assert page.source.text_origin == "text-layer" and page.source.verdict == "unmapped"


class Reads(OcrEngine):
    """An engine that reads what it is told."""

    name = "fake"

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def version(self, language: str) -> str:
        return "fake 1"

    def recognise(self, image: np.ndarray, **_: object) -> list[OcrWord]:
        found = []
        for number, line in enumerate(self.lines):
            left = 300.0
            for word in line.split():
                box = (left, 300.0 + 100 * number, left + 30 * len(word), 350.0 + 100 * number)
                found.append(OcrWord(word, box, 0.95, number))
                left += 30 * len(word) + 20
        return found


@pytest.mark.parametrize(("read", "origin"), [("ũ", "text-layer"), ("ủ", "ocr")])
def test_rare_words_that_are_printed_so_stay(read: str, origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["Ông Chũ và bà Thũ họp tổ dân phố."] * 6
    assert [wrong.letter for wrong in wrong_letters("\n".join(lines))] == ["ũ"]
    monkeypatch.setattr(reading, "load_engine", lambda name: Reads([line.replace("ũ", read) for line in lines]))
    (page,) = read_document(page_of(lines), Options(cache=False, jobs=1)).pages
    assert page.source.text_origin == origin
    assert page.source.verdict == ("good" if origin == "text-layer" else "unmapped")
    assert text_of(page).startswith(lines[0].replace("ũ", read))
