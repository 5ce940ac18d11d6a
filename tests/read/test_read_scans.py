"""Real pages through the real tesseract."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from viextract.export.text import document_text
from viextract.options import Options
from viextract.read import read_document

SCAN = Path(__file__).parents[2] / "samples/van-hoa-doc.scan.pdf"
FAST = Options(cache=False, pages=(1,))


@pytest.mark.tesseract
def test_a_scan_is_read_with_its_head_in_order() -> None:
    page = read_document(SCAN, FAST).pages[0]
    assert page.source.text_origin == "ocr"
    assert page.source.engine is not None and page.source.engine.startswith("tesseract ")
    assert page.source.quality > 0.8
    roles = [line.role for line in page.lines]
    assert roles[0] == "head-left" and "head-right" in roles and "body" in roles
    assert all(line.bbox is not None for line in page.lines)


@pytest.mark.tesseract
@pytest.mark.slow
def test_pages_over_processes_give_the_same_as_one_after_another() -> None:
    alone = read_document(SCAN, Options(cache=False))
    together = read_document(SCAN, Options(cache=False, jobs=2))
    assert together == alone


def cer(gold: str, text: str) -> float:
    gold, text = " ".join(gold.split()), " ".join(text.split())
    return Levenshtein.distance(gold, text) / len(gold)


@pytest.mark.tesseract
@pytest.mark.accuracy
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "bound"), [("real", 0.03), ("synth", 0.002)])
def test_scans_of_documents_are_read_in_transcript_order(kind: str, bound: float, shared: Path) -> None:
    rates = []
    for path in sorted((shared / "eval/scans/real").glob(f"{kind}_*.pdf")):
        text = document_text(read_document(path, Options(cache=False)))
        rates.append(cer(path.with_suffix(".txt").read_text("utf-8"), text))
    assert len(rates) == 3
    assert sum(rates) / 3 <= bound


@pytest.mark.tesseract
@pytest.mark.accuracy
@pytest.mark.slow
def test_harder_scans_are_read_better_than_by_bare_tesseract(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks/scans"))
    sys.modules.pop("run", None)  # other benchmarks have a module of this name
    try:
        import run as benchmark
    finally:
        sys.modules.pop("run", None)
    for kind in ("skew", "stamp", "photo"):
        figures = benchmark.measure_kind(benchmark.pages.samples(kind, 1), 1)
        assert figures["ours"] <= 0.5 * figures["bare"], kind


@pytest.mark.tesseract
@pytest.mark.slow
def test_a_page_goes_through_the_stages_that_are_named(stages: Any) -> None:
    with stages.timed() as used:
        read_document(SCAN, FAST)
    assert set(used) <= set(stages.names())
    assert {"opening the picture", "preparing the picture", "tables", "layout"} <= set(used)
    assert used["the engine, on the whole page"] > 0


def test_what_is_within_a_stage_counts_once(stages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 1.0, 4.0, 10.0])  # outer begins, inner begins and ends, outer ends
    monkeypatch.setattr(stages, "processor_seconds", lambda: next(seconds))
    clock = stages._Clock()
    clock.run("outer", clock.run, "inner", str)
    assert clock.seconds == {"inner": 3.0, "outer": 7.0}


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module that times the stages of a page."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks/scans"))
    return importlib.import_module("stages")
