"""Accuracy on the shared evaluation plans, by the shared scorer."""

from __future__ import annotations

import importlib.util
import json

import pytest

from viextract.options import Options
from viextract.parse import parse_document
from viextract.read import read_document

TABLES = {"table_rows", "table_cells"}


def scores(shared, name):
    spec = importlib.util.spec_from_file_location("score_structure", shared / "eval" / "score_structure.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    options = Options(recover=False)
    plan = parse_document(read_document(shared / "seeds" / f"{name}.txt", options), options)
    gold = json.loads((shared / "eval" / "gold" / f"{name}.structure.json").read_text("utf-8"))
    return scorer.score(gold, json.loads(plan.to_json()))[0]


@pytest.mark.accuracy
@pytest.mark.parametrize("name", ["000", "004"])
def test_clean_plans_are_understood(shared, name):
    found = {part: value for part, value in scores(shared, name).items() if part not in TABLES}
    assert min(found.values()) >= 0.95, found
    assert sum(found.values()) / len(found) >= 0.98, found
