"""Time grows no faster than the input, whatever stands in it: for four times the text less than nine times."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.growth import is_linear
from viextract import Options
from viextract.api import load
from viextract.export.text import document_text
from viextract.parse import parse_document

TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "one letter": (80_000, lambda n: "ấ" * n),
    "one word": (8_000, lambda n: "ấ " * n),
    "one clause": (800, lambda n: "Kế hoạch số 1/KH-UBND ngày 1/1/2025 của " * n),
    "one duty": (1000, lambda n: "giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tài chính thực hiện; " * n),
    "one line, many figures": (100_000, lambda n: "1" * n),
    "short lines": (800, lambda n: "".join(f"{k}. Nội dung\n" for k in range(n))),
    "paragraphs without labels": (1500, lambda n: "Kế hoạch\n\n" * n),
    "cells between tabs": (1200, lambda n: "\n".join(["\t".join(["ô"] * n)] * 2)),
    "cells between blanks": (1500, lambda n: "TT   " + "\n".join(["   ".join(["ô"] * n)] * 3)),
    "lines of headings": (150, lambda n: "TT Nội dung Đơn vị chủ trì Thời gian\n" * n),
    "letters without marks": (500, lambda n: "thuc hien ke hoach trong cay xanh o phuong\n" * n),
    "ruined lines": (300, lambda n: "- Uy ban nhan dan xa xay dung ké hoach — trién khai cdng tac :\n" * n),
    "one ruined line": (300, lambda n: "Uy ban nhan dan xa xay dung ké hoach — (6 chirc cu? tri ngay 5/6/2030; " * n),
    "signs for letters": (400, lambda n: "(6 chirc ct? [ap VI] — PHO! xé 9 /KH-UBND, " * n),
    "words run together": (200, lambda n: "theodéitinhhinhthyehién ké hoach " * n),
    "archive lines": (500, lambda n: "- Lưu: VF\n" * n),
}


def pages(count: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(count):
        for k in range(20):
            canvas.drawString(70, 780 - 30 * k, f"{page}.{k}. Thu gom rac trong khu cho, don kenh va trong cay.")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def words_of_a_page(count: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Times-Roman", 1)
    for k in range(count):
        canvas.drawString(20 + k % 40 * 14, 820 - k // 40 * 1.6, f"cay{k}")
    canvas.save()
    return stream.getvalue()


def fields_of_a_page(count: int) -> bytes:
    """A typed page with annotations that are fields, whose look is left to the viewer."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages(1))) as file:
        fields = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String(f"o {k}"),
                V=pikepdf.String(f"to {k}"),
                Rect=pikepdf.Array([20 + k % 20 * 27, 150 - k // 20 * 4, 45 + k % 20 * 27, 153 - k // 20 * 4]),
                F=4,
            )
            for k in range(count)
        ]
        own = pikepdf.Array([file.make_indirect(field) for field in fields])
        file.pages[0]["/Annots"] = own
        file.Root["/AcroForm"] = pikepdf.Dictionary(Fields=own)
        file.save(stream)
    return stream.getvalue()


FILES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "pages of a PDF": (5, pages),
    "words of a page": (500, words_of_a_page),
    "fields of a page": (150, fields_of_a_page),
}


def read_all(data: bytes, options: Options) -> None:
    document = load(data, options)
    parse_document(document, options)
    document_text(document)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_time_grows_with_the_length(kind: str) -> None:
    size, make = TEXTS[kind]

    def work(count: int) -> Callable[[], None]:
        data = f"KẾ HOẠCH\n{make(count)}".encode()
        return lambda: read_all(data, Options())

    assert is_linear(work, short=size)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
def test_time_grows_with_the_pages_and_what_is_on_them(kind: str) -> None:
    size, make = FILES[kind]

    def work(count: int) -> Callable[[], None]:
        data = make(count)
        return lambda: read_all(data, Options(ocr="never"))

    assert is_linear(work, short=size)
