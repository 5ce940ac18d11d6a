"""Corrections made in a saved plan: the same as reading the document with them gives, as far as its texts go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.corrections.test_replay import at, corrected, corrections, document, words
from viextract.corrections import save_corrections
from viextract.corrections.saved import apply_to_plan
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import BlockDecision, Decision, HeaderDecision

__all__ = ["document"]

TEXTS: list[Decision] = [
    words("Phòng Kinh tế", "Phòng Nội vụ"),
    words("Đông giao", "Đồng giao"),
    words("Chuẩn bị đất", "Chuẩn bị hố"),
    HeaderDecision(field="symbol", after="45/KH-UBND"),
]


def texts(plan: viextract.Plan) -> list[object]:
    return [
        [task.text for task in plan.tasks],
        [section.title for top in plan.sections for section in [top, *top.children]],
        [(one.unit.name, one.unit.key, one.role) for one in plan.assignments],
        plan.header.symbol,
        sorted((one.before, one.after, one.by) for one in plan.corrections),
    ]


def test_it_is_what_extract_would_have_given(document: Path) -> None:
    saved = viextract.extract(document)
    made = apply_to_plan(saved, corrections(document, TEXTS))
    assert texts(made) == texts(corrected(document, *TEXTS))
    assert texts(apply_to_plan(made, corrections(document, TEXTS))) == texts(made)  # once more changes nothing


def test_what_needs_the_document_is_told(document: Path) -> None:
    saved = viextract.extract(document)
    made = apply_to_plan(saved, corrections(document, [BlockDecision(place=at("Chăm sóc"), role="task")]))
    assert [one.code for one in made.warnings].count("correction-unfit") == 1


def test_a_plan_of_another_document_is_refused(document: Path, cli: Callable[..., Any], tmp_path: Path) -> None:
    saved, kept = tmp_path / "plan.json", tmp_path / "kept.json"
    save_corrections(kept, corrections(document, TEXTS))
    saved.write_text(viextract.extract(document).to_json(), "utf-8")
    done = cli("apply", saved, kept)
    assert done.code == 0 and '"45/KH-UBND"' in done.out and "Phòng Nội vụ" in done.out
    document.write_text(document.read_text("utf-8") + "Thêm.\n", "utf-8")
    saved.write_text(viextract.extract(document, viextract.Options(replay=False)).to_json(), "utf-8")
    done = cli("apply", saved, kept, "-o", tmp_path / "out.json")
    assert done.code == InvalidCorrectionsError.exit_code and not (tmp_path / "out.json").exists()
    with pytest.raises(InvalidCorrectionsError):
        apply_to_plan(viextract.load(saved), corrections(document, []).model_copy(update={"source": _other()}))


def _other() -> Any:
    from viextract.model.corrections import CorrectedSource

    return CorrectedSource(sha256="b" * 64)
