"""Every file that can be read is taken by a batch, and what it passes over is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viextract import Options, extract
from viextract.archive import run_batch
from viextract.archive.containers import CONTAINERS
from viextract.archive.inputs import SUFFIXES, find_inputs
from viextract.read.files import formats
from viextract.read.files.formats import BY_ENDING, Format

FORMATS = [form for form in vars(formats).values() if isinstance(form, Format)]
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây dọc đường thôn.\n"
HTML = f"<html><body>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</body></html>"
MHT = (
    "From: <Saved by a browser>\nSubject: plan\nMIME-Version: 1.0\n"
    'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n' + HTML
)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_every_format_that_is_read_is_taken(form: Format, tmp_path: Path) -> None:
    assert form in BY_ENDING.values()
    endings = [ending for ending, known in BY_ENDING.items() if known is form]
    assert form.suffix in endings
    for ending in endings:
        (tmp_path / f"plan{ending.upper()}").write_bytes(b"x")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert len(found.files) == len(endings) and not found.ignored


def test_web_pages_and_markdown_give_what_extract_gives(tmp_path: Path) -> None:
    root, out, quick = tmp_path / "in", tmp_path / "out", Options(recover=False, ocr="never")
    root.mkdir()
    contents = {"a.html": HTML, "b.htm": HTML + " ", "c.md": "# " + TEXT, "d.mht": MHT, "e.txt": TEXT}
    for name, content in contents.items():
        (root / name).write_text(content, "utf-8")
    assert run_batch(root, out, quick, jobs=1).count("done") == len(contents)
    for name in contents:
        assert (out / f"{name}.json").read_text("utf-8") == extract(root / name, quick).to_json()


def test_what_is_passed_over_is_told(tmp_path: Path) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    (root / "plan.txt").write_text(TEXT, "utf-8")
    for name in ("slides.pptx", "sound.mp3", "no ending"):
        (root / name).write_bytes(b"x")
    report = run_batch(root, out, Options(recover=False, ocr="never"), jobs=1)
    assert report.ignored == ["no ending", "slides.pptx", "sound.mp3"]
    assert json.loads((out / "report.json").read_text("utf-8"))["ignored"] == report.ignored


def test_containers_are_looked_into_in_place_of_being_read() -> None:
    assert not SUFFIXES & CONTAINERS
