"""Decisions of a later version of the form are kept and told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import viextract
from viextract.corrections import apply_to_plan, corrections_name, load_corrections
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import Corrections, HeaderDecision
from viextract.options import Options
from viextract.review.session import Session

LATER: list[dict[str, Any]] = [
    {"kind": "header", "field": "symbol", "before": None, "after": "45/KH-UBND"},
    {"kind": "stamp", "place": {"page": 1, "box": [1.5, 2, 3, 4]}, "says": ["đã ký", {"by": None}]},
    {"kind": "header", "field": "deputy", "after": {"name": "Hà"}},
    {"kind": "block", "place": {"page": 1, "line": 1, "read": "KẾ HOẠCH"}, "role": "annex"},
]
"""The first is of this version; the others only a later one can write."""


def kept(path: Path, decisions: list[dict[str, Any]], version: str = "1.7") -> dict[str, Any]:
    """A file of corrections of a later version beside a document."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = {
        "corrections_version": version,
        "source": {"sha256": sha256, "name": path.name, "size": 12},
        "decisions": decisions,
        "words": [],
        "persons": ["An"],
    }
    path.with_name(corrections_name(path.name)).write_text(json.dumps(made), "utf-8")
    return made


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text("KẾ HOẠCH\nTrồng cây\n\nI. NHIỆM VỤ\n- Công an xã trồng cây.\n", "utf-8")
    return path


def unfit(plan: viextract.Plan) -> list[str]:
    return [one.message for one in plan.warnings if one.code == "correction-unfit"]


def test_what_only_a_later_version_can_decide_is_told_and_the_rest_is_made(document: Path) -> None:
    bare = viextract.extract(document)
    kept(document, LATER)
    plan = viextract.extract(document)
    assert plan.header.symbol == "45/KH-UBND" and [task.text for task in plan.tasks] == [
        task.text for task in bare.tasks
    ]
    assert len(unfit(plan)) == 3 and all("later version" in one for one in unfit(plan))
    assert [part in one for part, one in zip(("stamp", "deputy", "annex"), unfit(plan), strict=True)] == [True] * 3
    corrections = load_corrections(document.with_name(corrections_name(document.name)))
    applied = apply_to_plan(bare, corrections)
    assert applied.header.symbol == "45/KH-UBND" and unfit(applied) == unfit(plan)
    assert unfit(apply_to_plan(applied, corrections)) == unfit(plan)  # told once


def test_what_only_a_later_version_can_decide_is_written_back_as_it_was(document: Path) -> None:
    made = kept(document, LATER)
    session = Session(document, Options())
    shown = session.data()
    assert shown["corrections"]["decisions"] == LATER
    more = {"kind": "header", "field": "title", "before": None, "after": "Trồng cây xanh"}
    sent = {**shown["corrections"], "decisions": [*shown["corrections"]["decisions"], more]}
    session.save(json.dumps(sent).encode(), shown["revision"])
    now = json.loads(session.target.read_text("utf-8"))
    assert now == {**made, "decisions": [*LATER, more]}


@pytest.mark.parametrize(
    ("decision", "version"),
    [
        ({"after": "x"}, "1.0"),
        ({"kind": 3}, "1.0"),
        ({"kind": "text"}, "1.0"),
        ({"kind": "header", "field": 3, "after": "x"}, "1.0"),
        (LATER[2], "1.0"),
        (LATER[3], "1.0"),
        ({"kind": "stamp", "sure": float("nan")}, "1.1"),
        (LATER[0], "2.0"),
    ],
    ids=["no-kind", "odd-kind", "broken", "odd-field", "no-such-field", "no-such-kind", "no-number", "another-form"],
)
def test_what_no_version_writes_is_refused(document: Path, decision: dict[str, Any], version: str) -> None:
    kept(document, [decision], version)
    with pytest.raises(InvalidCorrectionsError):
        viextract.extract(document)


def test_a_file_without_anything_new_is_written_as_ever() -> None:
    made = Corrections.model_validate({"source": {"sha256": "a" * 64}, "decisions": LATER[:1]})
    assert isinstance(made.decisions[0], HeaderDecision) and json.loads(made.to_json())["corrections_version"] == "1.0"
