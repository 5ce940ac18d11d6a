"""What electronic signatures and forms print on a typed page is text of it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from viextract.model.document import Document
from viextract.options import Options
from viextract.read import read_document
from viextract.read.ocr.engines import OcrEngine, OcrWord
from viextract.read.pages import reading

Box = tuple[float, float, float, float]


TYPED = Options(ocr="never")


def typed() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Times-Roman", 13)
    canvas.drawString(90, 760, "UBND XA VUNG DAU")
    canvas.drawString(90, 730, "So:         /KH-UBND")
    canvas.drawString(300, 760, "CONG HOA XA HOI CHU NGHIA VIET NAM")
    canvas.drawString(320, 730, "Vung Dau, ngay")
    canvas.drawString(425, 730, "thang 5 nam 2026")
    for k in range(6):
        canvas.drawString(70, 660 - 30 * k, f"Thu gom rac trong khu cho so {k}, don kenh va trong cay.")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def document_with(
    *shown: tuple[str, Box, str], kind: str = "/Widget", field: str = "/Sig", options: Options = TYPED
) -> Document:
    """The typed page with annotations: text, box, flags as "hidden" or ""."""
    with pikepdf.open(io.BytesIO(typed())) as file:
        font = file.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman")
            )
        )
        annotations = []
        for text, (left, bottom, right, top), flag in shown:
            lines = "".join(f"({part}) Tj 0 -11 Td " for part in text.split("|"))
            look = pikepdf.Stream(
                file, f"BT /F1 {13 if '|' not in text else 9} Tf 0 {top - bottom - 11} Td {lines}ET".encode()
            )
            look["/Type"], look["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
            look["/BBox"] = pikepdf.Array([0, 0, right - left, top - bottom])
            look["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            annotation = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name(kind),
                Rect=pikepdf.Array([left, bottom, right, top]),
                AP=pikepdf.Dictionary(N=file.make_indirect(look)),
                F=2 if flag == "hidden" else 4,
            )
            if kind == "/Widget":
                annotation["/FT"] = pikepdf.Name(field)
            annotations.append(file.make_indirect(annotation))
        file.pages[0]["/Annots"] = pikepdf.Array(annotations)
        file.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array(annotations if kind == "/Widget" else []))
        stream = io.BytesIO()
        file.save(stream)
    return read_document(stream.getvalue(), options)


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def test_number_and_date_of_signatures_stand_in_their_slots() -> None:
    found = lines(document_with(("128", (112, 727, 136, 741), ""), ("14", (406, 725, 424, 739), "")))
    assert found[2:4] == ["So: 128 /KH-UBND", "Vung Dau, ngay 14 thang 5 nam 2026"]


@pytest.mark.parametrize(("kind", "field"), [("/Widget", "/Tx"), ("/FreeText", ""), ("/Stamp", "")])
def test_fields_and_typed_remarks_are_read_too(kind: str, field: str) -> None:
    found = document_with(("128", (112, 727, 136, 741), ""), kind=kind, field=field)
    assert "So: 128 /KH-UBND" in lines(found)


def test_what_a_signature_tells_of_itself_is_no_text() -> None:
    told = "Nguoi ky: UBND xa Vung Dau|Thoi gian ky: 04.05.2026 08:15:02 +07:00"
    found = document_with((told, (300, 790, 520, 820), ""))
    assert not any("ky:" in text for text in lines(found))
    kept = " ".join(line.text for line in found.pages[0].lines if line.noise == "stamp")
    assert "Nguoi ky: UBND xa Vung Dau" in kept and "04.05.2026" in kept


def test_what_a_signature_tells_of_itself_is_kept_where_a_page_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind(OcrEngine):
        def version(self, language: str) -> str:
            return "blind 1"

        def recognise(self, image: object, **_: object) -> list[OcrWord]:
            return [OcrWord("kênh", (200.0, 400.0, 260.0, 430.0), 0.9, 0)]

    monkeypatch.setattr(reading, "load_engine", lambda name: Blind())
    told = "Nguoi ky: UBND xa Vung Dau|Thoi gian ky: 04.05.2026 08:15:02 +07:00"
    found = document_with((told, (300, 790, 520, 820), ""), options=Options(ocr="always", cache=False))
    assert found.pages[0].source.text_origin == "ocr"
    kept = " ".join(line.text for line in found.pages[0].lines if line.noise == "stamp")
    assert "Nguoi ky: UBND xa Vung Dau" in kept and "04.05.2026" in kept


def test_what_is_not_shown_is_not_read() -> None:
    assert lines(document_with(("128", (112, 727, 136, 741), "hidden"))) == lines(document_with())


def document_without_looks(*fields: pikepdf.Dictionary) -> Document:
    with pikepdf.open(io.BytesIO(typed())) as file:
        annotations = [file.make_indirect(one) for one in fields]
        file.pages[0]["/Annots"] = pikepdf.Array(annotations)
        file.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array(annotations), NeedAppearances=True)
        stream = io.BytesIO()
        file.save(stream)
    return read_document(stream.getvalue(), Options(ocr="never"))


def annotation(kind: str, box: Box, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(kind),
        Rect=pikepdf.Array(list(box)),
        **{"F": 4, **more},  # type: ignore[arg-type]
    )


SLOT = (112, 727, 136, 741)


@pytest.mark.parametrize(
    "field",
    [
        annotation("/Widget", SLOT, FT=pikepdf.Name.Tx, V="128"),
        annotation("/Widget", SLOT, Parent=pikepdf.Dictionary(FT=pikepdf.Name.Tx, V="128")),
        annotation("/FreeText", SLOT, Contents="128"),
    ],
)
def test_values_whose_look_is_left_to_the_viewer_are_read(field: pikepdf.Dictionary) -> None:
    document = document_without_looks(field)
    assert lines(document)[2] == "So: 128 /KH-UBND"
    assert not document.warnings


@pytest.mark.parametrize(
    "field",
    [
        annotation("/Widget", SLOT, FT=pikepdf.Name.Tx, V="128", F=2),
        annotation("/FreeText", SLOT, Contents="128", F=32),
        annotation("/Widget", SLOT, FT=pikepdf.Name.Tx, V="128", Ff=1 << 13),
        annotation("/Text", SLOT, Contents="128"),
        annotation("/FreeText", (0, 0, 0, 0), Contents="128"),
        annotation("/FreeText", (112, 727, 136, 727), Contents="128"),
        annotation("/FreeText", (700, 727, 730, 741), Contents="128"),
        annotation("/FreeText", (112, -60, 136, -40), Contents="128"),
    ],
)
def test_values_that_no_viewer_shows_are_not_read(field: pikepdf.Dictionary) -> None:
    assert lines(document_without_looks(field)) == lines(document_without_looks())


def test_a_field_without_a_place_costs_no_page() -> None:
    lost = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, V="9", F=4)
    kept = annotation("/FreeText", SLOT, Contents="128")
    assert lines(document_without_looks(lost, kept))[2] == "So: 128 /KH-UBND"
