"""What the tests of whole plans share: a plan from text, and its parts in a form that is easy to write down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from viextract.model.plan import Plan, Section
from viextract.options import Options
from viextract.parse import parse_document
from viextract.read import read_document

PLANS = Path(__file__).parent / "plans"
OPTIONS = Options(recover=False)


def plan_of(text: str) -> Plan:
    """The plan in a text, as it stands (nothing is recovered)."""
    return parse_document(read_document(text.encode(), OPTIONS, name="plan.txt"), OPTIONS)


def stored_plan(name: str) -> Plan:
    return plan_of((PLANS / f"{name}.txt").read_text("utf-8"))


def written_cases(name: str) -> list[Any]:
    """The cases of a file in ``cases/``: a text, what it must give, and its group, for ``parametrize``.

    A group with ``fails`` holds what is known not to come out yet, and says why. A case of it that begins to pass makes
    the suite fail: move it to another group.
    """
    found = []
    for group in yaml.safe_load((Path(__file__).parent / "cases" / f"{name}.yaml").read_text("utf-8")):
        marks = [pytest.mark.xfail(strict=True, reason=group["fails"])] if "fails" in group else []
        for text, wanted in group["cases"].items():
            found.append(pytest.param(text, wanted, group, marks=marks, id=f"{group['group']}: {text}"))
    return found


def walk(sections: list[Section], depth: int = 0) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from walk(section.children, depth + 1)


def headings(plan: Plan) -> list[str]:
    """One string a heading: two blanks for each depth, label and title."""
    return ["  " * depth + f"{s.label + '. ' if s.label else ''}{s.title}" for depth, s in walk(plan.sections)]


def tasks(plan: Plan) -> list[tuple[str | None, str | None, str]]:
    """(section id, marker, text) of each task; a nested one has its parent's id before its marker."""
    return [(t.section_id, f"{t.parent_id} {t.marker}" if t.parent_id else t.marker, t.text) for t in plan.tasks]


def duties(plan: Plan) -> list[tuple[str, str, list[str]]]:
    """(body as printed, role, partners as printed) of each assignment of a task."""
    return [(a.unit.text, a.role, [p.text for p in a.partners]) for a in plan.assignments if a.task_id]
