"""Figures on the shared evaluation plans: what was reached must stay reached."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

from viextract.api import load
from viextract.options import Options
from viextract.parse.tables import parse_tables

SHARED = Path(os.environ.get("VIEXTRACT_SHARED", Path(__file__).resolve().parents[3] / "shared"))

pytestmark = pytest.mark.accuracy


def figures(source: str, gold: str, **options) -> tuple[float, float]:
    """Rows and cells of the tables of one evaluation file."""
    spec = importlib.util.spec_from_file_location("score_structure", SHARED / "eval" / "score_structure.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    result = parse_tables(load(SHARED / source, Options(**options)))
    plan = {
        name: [item.model_dump(mode="json") for item in getattr(result, name)] for name in ("criteria", "programmes")
    }
    found, _ = scorer.score(json.loads((SHARED / "eval" / "gold" / gold).read_text("utf-8")), plan)
    return found["table_rows"], found["table_cells"]


def test_typed_table():
    assert figures("seeds/000.txt", "000.structure.json") == (1.0, 1.0)


@pytest.mark.tesseract
@pytest.mark.slow
def test_scanned_table_with_a_row_split_by_the_page():
    rows, cells = figures("eval/scans/000-badlayer.pdf", "000.structure.json", pages=(10, 11))
    assert rows >= 0.95 and cells >= 0.92


@pytest.mark.slow
def test_table_flattened_and_damaged():
    rows, cells = figures("seeds/003.txt", "003.structure-I-IV.json")
    assert rows >= 0.75 and cells >= 0.65
