"""Damaged text that must come out right, text that must not be touched, and what is known to fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from viextract.recover import restore

CASES = Path(__file__).parent / "cases"


def _load(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))


DAMAGED: list[dict[str, str]] = _load("damaged")
UNTOUCHED: list[tuple[str, str]] = [(kind, text) for kind, texts in _load("untouched").items() for text in texts]
FAILURES: list[dict[str, str]] = _load("known_failures")


def _start(case: dict[str, str]) -> str:
    return case["damaged"][:30]


@pytest.mark.parametrize("case", DAMAGED, ids=_start)
def test_damaged_text_comes_out_as_it_was_printed(case: dict[str, Any]) -> None:
    assert restore(case["damaged"], profile=case.get("profile")) == case["right"]


@pytest.mark.parametrize("case", DAMAGED, ids=_start)
def test_what_is_right_stays_as_it_is(case: dict[str, Any]) -> None:
    assert restore(case["right"]) == case["right"]


@pytest.mark.parametrize(("kind", "text"), UNTOUCHED, ids=lambda value: repr(value)[:30])
def test_text_that_is_not_damaged_vietnamese_is_untouched(kind: str, text: str) -> None:
    assert restore(text) == text, kind


def test_untouched_vietnamese_stays_untouched_as_one_document() -> None:
    text = "\n".join(text for kind, text in UNTOUCHED if kind not in {"figures", "other languages", "names"})
    assert restore(text).split("\n") == text.split("\n")


def test_untouched_texts_of_all_kinds_stay_untouched_as_one_document() -> None:
    text = "\n".join(text for _, text in UNTOUCHED)
    assert restore(text).split("\n") == text.split("\n")


@pytest.mark.parametrize("case", DAMAGED, ids=_start)
def test_restoring_twice_changes_nothing_more(case: dict[str, Any]) -> None:
    once = restore(case["damaged"], profile=case.get("profile"))
    assert restore(once, profile=case.get("profile")) == once


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case["why"])) for case in FAILURES],
    ids=_start,
)
def test_known_failure(case: dict[str, Any]) -> None:
    assert restore(case["damaged"], profile=case.get("profile")) == case["right"]


def test_every_damaged_case_is_damaged_and_every_known_failure_says_why() -> None:
    assert all(case["damaged"] != case["right"] for case in DAMAGED)
    assert all(case["why"] for case in FAILURES)
