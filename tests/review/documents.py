"""Small documents for the page: a text, and a scan as an engine has read it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from viextract.api import Processed, parse
from viextract.corrections import replay
from viextract.model.corrections import Corrections
from viextract.model.decision import Decision
from viextract.model.document import BBox, Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource
from viextract.options import Options

SHA = "c" * 64
TEXTS = [
    "ỦY BAN NHÂN DÂN XÃ SUỐI TRE",
    "KẾ HOẠCH",
    "Trồng cây xanh năm 2025",
    "I. NHIỆM VỤ",
    "1. Chuẩn bị",
    "- Phòng Kinh tế chủ trì đào hố trước ngày 10/5/2025.",
    "- Thôn Đông giao cay giống cho các hộ.",
    "Chăm sóc cây sau khi trồng",
    "II. TỔNG KẾT",
    "- Trạm Y tế phối hợp báo cáo.",
]
CHANGED = "cay"
"""What was read for "cây" in the seventh line."""


def scan(pages: int = 1, texts: list[str] | None = None) -> Document:
    """Pages with the same lines, each word in a box; one word was changed by recovery, one is doubtful."""
    document = Document("quét.pdf", SHA, "image/png", page_count=pages)
    number = 0
    for page in range(1, pages + 1):
        lines = []
        for k, text in enumerate(texts or TEXTS):
            number += 1
            lines.append(_line(text, number, page, 80.0 + 24 * k))
        cells = [
            Cell(r, c, f"Ô {r}{c}", bbox=(70 + 150.0 * c, 400 + 30.0 * r, 220 + 150.0 * c, 430 + 30.0 * r), page=page)
            for r in range(2)
            for c in range(2)
        ]
        grid = Grid(cells, 2, 2, page=page, bbox=(70, 400, 370, 460), after_line=number)
        source = PageSource(number=page, text_origin="ocr", quality=0.9)
        document.pages.append(Page(page, 595, 842, source, lines, [grid]))
    return document


def with_rows(rows: list[list[str]], span: int = 1) -> Document:
    """A scan of one page whose table says who does what; ``span``: rows over which its first cell goes."""
    document = scan()
    heads = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
    cells = [
        Cell(r, c, text, row_span=span if (r, c) == (1, 0) else 1, page=1, bbox=_place_in_grid(r, c))
        for r, row in enumerate([heads, *rows])
        for c, text in enumerate(row)
        if not (c == 0 and 1 < r <= span)
    ]
    whole = (70.0, 400.0, 510.0, 430.0 + 30 * len(rows))
    document.pages[0].grids[0] = Grid(cells, len(rows) + 1, 4, page=1, bbox=whole, after_line=len(TEXTS))
    return document


def _place_in_grid(row: int, column: int) -> BBox:
    return 70 + 110.0 * column, 400 + 30.0 * row, 180 + 110.0 * column, 430 + 30.0 * row


def _line(text: str, number: int, page: int, top: float) -> Line:
    places, at = [], 0
    for word in text.split(" "):
        places.append((at, at + len(word), (70 + 6.0 * at, top, 70 + 6.0 * (at + len(word)), top + 14)))
        at += len(word) + 1
    line = Line(text, number, page, (70.0, top, 70 + 6.0 * len(text), top + 14), 0.97, places=places)
    if CHANGED in text.split():
        start = text.index(CHANGED)
        others = (("cây", 0.2), ("cạy", 0.1))
        line.decide([Decision(start, start + len(CHANGED), CHANGED, "cấy", 0.6, others, "channel")])
    return line


def picture(pages: int = 1) -> bytes:
    """White sheets with a frame, as a TIFF of so many pages."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("L", (595, 842), 255)
        ImageDraw.Draw(sheet).rectangle((60, 60, 535, 780), outline=number % 200)
        sheets.append(sheet)
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_deflate", dpi=(72.5, 72.5))
    return out.getvalue()


def processed(document: Document, corrections: Corrections | None = None) -> Processed:
    """The document on its whole way, with a person's corrections."""
    if corrections is not None:
        replay(document, corrections)
    return Processed(picture(len(document.pages)), document, parse(document, Options()))
