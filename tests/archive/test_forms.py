"""Searchable PDFs of a batch: made where they are wanted, kept with the other results, and no reason to lose these."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from viextract import Options
from viextract.api import process
from viextract.archive import run_batch
from viextract.archive.manifest import read_entries
from viextract.export.alto import NAMESPACE

QUICK = Options(recover=False, ocr="never")
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A typed PDF, a copy of it and a text."""
    root = tmp_path / "in"
    root.mkdir()
    out = io.BytesIO()
    canvas = Canvas(out)
    for at, line in enumerate(("KE HOACH", "Trong cay nam 2026", "I. MUC TIEU", "- Trong 500 cay tai thon.") * 3):
        canvas.drawString(72, 780 - 20 * at, line)
    canvas.save()
    (root / "a.pdf").write_bytes(out.getvalue())
    (root / "copy.pdf").write_bytes(out.getvalue())
    (root / "b.txt").write_text(TEXT, "utf-8")
    return root


def test_searchable_pdfs_are_made_where_they_are_wanted(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(folder, out, QUICK, jobs=1)
    assert not list(out.rglob("*.pdf.pdf"))
    report = run_batch(folder, out, QUICK, jobs=1, pdf=True)
    assert report.count("failed") == report.count("incomplete") == 0
    assert sorted(path.name for path in out.glob("*.pdf")) == ["a.pdf.pdf", "copy.pdf.pdf"]
    with pikepdf.open(out / "copy.pdf.pdf") as pdf:
        assert len(pdf.pages) == 1
    # With or without the option, what is there is there.
    assert run_batch(folder, out, QUICK, jobs=1, pdf=True).count("skipped") == 3
    assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 3
    (out / "a.pdf.pdf").unlink()
    assert run_batch(folder, out, QUICK, jobs=1, pdf=True).count("done") == 1
    assert (out / "a.pdf.pdf").is_file()


def test_alto_is_made_where_it_is_wanted(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(folder, out, QUICK, jobs=1)
    report = run_batch(folder, out, QUICK, jobs=1, alto=True)
    assert report.count("failed") == report.count("incomplete") == 0
    assert sorted(path.name for path in out.glob("*.xml")) == ["a.pdf.xml", "copy.pdf.xml"]
    first, copy = (out / "a.pdf.xml").read_text("utf-8"), (out / "copy.pdf.xml").read_text("utf-8")
    words = [entry.get("CONTENT") for entry in ElementTree.fromstring(copy).iter(f"{{{NAMESPACE}}}String")]
    assert words[:5] == ["KE", "HOACH", "Trong", "cay", "nam"]
    assert first == process(folder / "a.pdf", QUICK).alto() and copy == process(folder / "copy.pdf", QUICK).alto()
    # It is known to the manifest: what is there is skipped, what was changed is made again, other forms beside it stay.
    assert run_batch(folder, out, QUICK, jobs=1, alto=True).count("skipped") == 3
    assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 3
    (out / "copy.pdf.xml").write_text("damaged", "utf-8")
    assert run_batch(folder, out, QUICK, jobs=1, alto=True).count("skipped") == 2
    assert (out / "copy.pdf.xml").read_text("utf-8") == copy
    assert run_batch(folder, out, QUICK, jobs=1, alto=True, pdf=True).count("failed") == 0
    assert {path.name for path in out.glob("a.pdf.*")} == {f"a.pdf.{form}" for form in ("json", "txt", "pdf", "xml")}
    entry = next(entry for entry in read_entries(out) if entry.path == "a.pdf")
    assert entry.facts is not None and "a.pdf.xml" in [output.path for output in entry.facts.outputs]


def test_a_pdf_that_cannot_be_made_leaves_the_plan(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise pikepdf.PdfError("odd")

    def here(jobs, work, **_):
        for job in jobs:
            yield job, work(job), 0.0

    monkeypatch.setattr("viextract.export.searchable.searchable_pdf", refuse)
    monkeypatch.setattr("viextract.archive.run.run_jobs", here)
    out = tmp_path / "out"
    report = run_batch(folder, out, QUICK, jobs=1, pdf=True)
    assert (report.count("done"), report.count("incomplete")) == (1, 2)
    assert (out / "a.pdf.json").is_file() and "odd" in report.failures[0].failure.cause  # type: ignore[union-attr]
    monkeypatch.undo()
    assert run_batch(folder, out, QUICK, jobs=1, pdf=True).count("done") == 2
