"""Pages that run statements without end are refused before pdfium follows them; drawings that share parts are not."""

from __future__ import annotations

import io

import pikepdf
import pytest

import viextract
from viextract import Options
from viextract.errors import DamagedFileError
from viextract.read.files.pdf_forms import MOST_STATEMENTS, statements_run

QUICK = Options(recover=False, ocr="never", cache=False)
TEXT = b"BT /F 12 Tf 72 700 Td (Trong cay ven duong nam 2026) Tj ET "


def a_pdf(page: bytes, forms: dict[str, bytes], *, shared: bool = True, packed: bool = False) -> bytes:
    """A page that draws forms by name; shared: all take their parts from one dictionary, as many programs write it."""
    file = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman"))
    parts = pikepdf.Dictionary()
    resources = file.make_indirect(pikepdf.Dictionary(XObject=parts, Font=pikepdf.Dictionary(F=font)))
    for name, content in forms.items():
        form = pikepdf.Stream(file, content)
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 595, 842]
        if shared:
            form.Resources = resources
        resources.XObject[f"/{name}"] = file.make_indirect(form)
    sheet = file.add_blank_page(page_size=(595, 842))
    sheet.obj.Resources, sheet.obj.Contents = resources, file.make_stream(page)
    out = io.BytesIO()
    file.save(out, compress_streams=packed)
    return out.getvalue()


def endless(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as file:
        return statements_run(file, 0) > MOST_STATEMENTS


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_parts_that_draw_each_other_are_refused(shared: bool, packed: bool) -> None:
    calls = b"/X Do /Y Do " * 8
    data = a_pdf(TEXT + b"/X Do", {"X": calls, "Y": calls}, shared=shared, packed=packed)
    with pytest.raises(DamagedFileError, match="without end"):
        viextract.extract(data, QUICK)


def test_parts_that_draw_more_than_any_page_needs_are_refused() -> None:
    forms = {f"L{k}": b"/L%d Do " % (k + 1) * 10 for k in range(12)} | {"L12": TEXT}
    assert endless(a_pdf(b"/L0 Do", forms))


@pytest.mark.parametrize("packed", [True, False])
def test_statements_without_number_are_refused(packed: bool) -> None:
    assert endless(a_pdf(b"BT (a) Tj ET " * 2_000_000, {}, packed=packed))
    assert not endless(a_pdf(b"BT (a) Tj ET " * 100_000, {}, packed=packed))


def test_drawings_that_share_parts_are_read() -> None:
    forms = {
        "Map": b"/Tree Do " * 500 + b"/House Do " * 500,
        "Tree": b"0 0 m 9 9 l S",
        "House": b"/Tree Do 0 0 9 9 re f",
    }
    data = a_pdf(TEXT + b"/Map Do " * 3, forms)
    assert not endless(data)
    assert "Trong cay" in viextract.read_text(data, QUICK)


def test_a_damaged_part_is_no_end_of_the_page() -> None:
    data = a_pdf(TEXT + b"/X Do", {"X": b"/X"}).replace(b"/X Do", b"/Q Do")
    assert not endless(data)


def test_a_drawing_without_number_costs_the_tables_and_not_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise AssertionError("pdfplumber would follow each statement of the drawing")

    monkeypatch.setattr("pdfplumber.open", slow)
    plan = viextract.extract(a_pdf(TEXT + b"0 0 m 9 9 l S " * 160_000, {}), QUICK)
    assert any("draws more than tables do" in warning.message for warning in plan.warnings)
    assert "Trong cay" in plan.to_json()
