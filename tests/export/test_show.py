"""``viextract.show``: an outline in a terminal, HTML in a notebook, and nothing of a text is markup."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

import viextract
from viextract.model.decision import Decision
from viextract.model.plan import Assignment, Plan, Source, Task
from viextract.recover.explanation import Explanation
from viextract.vocabulary.units import match_unit


def a_plan() -> Plan:
    return Plan(
        source=Source(name="a.txt", sha256="", media_type="text/plain", page_count=1),
        tasks=[Task(id="t1", text="Trồng <b>cây</b> ven đường")],
        assignments=[Assignment(id="a1", task_id="t1", unit=match_unit("Phòng Kinh tế"), role="lead")],
    )


def an_explanation() -> Explanation:
    source, text = "Trong <b> cay", "Trồng <b> cây"
    tokens = (
        Decision(0, 5, "Trong", "Trồng", 0.91, (), "channel"),
        Decision(10, 13, "cay", "cây", 0.8, (("cạy", 0.1),), "channel"),
    )
    return Explanation(source, text, "stripped", tokens)


def test_in_a_terminal_it_is_an_outline(capsys: pytest.CaptureFixture[str]) -> None:
    viextract.show(a_plan())
    assert "Trồng <b>cây</b> ven đường" in (said := capsys.readouterr().out) and "Phòng Kinh tế" in said
    viextract.show(an_explanation())
    assert "Trồng <b> cây\n\nTrong → Trồng  [91% channel]\n" in capsys.readouterr().out


def test_in_a_notebook_it_is_displayed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[Any] = []
    shell = SimpleNamespace(get_ipython=object)
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=shown.append))
    plan = a_plan()
    viextract.show(plan)
    assert shown == [plan] and not capsys.readouterr().out

    class TerminalInteractiveShell:
        pass

    shell.get_ipython = TerminalInteractiveShell
    viextract.show(plan)
    assert shown == [plan] and "ven đường" in capsys.readouterr().out


def test_the_html_of_both_is_text_of_the_document() -> None:
    plan, explanation = a_plan()._repr_html_(), an_explanation()._repr_html_()
    assert "<b>cây" not in plan and "&lt;b&gt;cây" in plan
    assert "&lt;b&gt;" in explanation and "<b>" not in explanation
    assert explanation.count("<mark title=") == 2 and 'title="cay → cây (80%, channel)"' in explanation
