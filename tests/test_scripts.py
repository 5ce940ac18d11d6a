"""The scripts of a checkout, which fit what is kept in dictionaries: what they take from the tree is there."""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
OWN = ("viextract", "benchmarks", "tests")


def taken(script: Path) -> Iterator[tuple[str, str]]:
    """The modules of this tree that a script asks, each with a name of theirs. Others may be absent, as those are that
    train networks."""
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OWN:
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "__name__") for alias in node.names if alias.name.split(".")[0] in OWN)


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.name)
def test_what_a_script_takes_from_the_tree_is_there(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS.parent))
    for module, name in taken(script):
        found = importlib.import_module(module)
        assert hasattr(found, name) or importlib.util.find_spec(f"{module}.{name}"), f"{module} has no {name}"


def test_scripts_take_something_from_the_tree() -> None:
    assert ("viextract.recover", "explain") in set(taken(SCRIPTS / "calibrate.py"))


def test_positions_are_counted_by_the_longest_phrase_and_laws_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    script = importlib.import_module("count_positions")
    counts = script.counted(["trưởng bến", "phó trưởng bến"], ["Phó Trưởng bến báo Trưởng bến", "các TRƯỞNG BẾN đò"])
    assert counts == {"trưởng bến": 2, "phó trưởng bến": 1}
    table = "# position\tuses\nposition\tuses\tsource\ntrưởng bến\tacts\t\nphó trưởng bến\tacts\tLuật 1/2030/QH15\n"
    *_, first, second = script.with_counts(table, counts).splitlines()
    assert first.endswith("\t2 times in administrative texts (scripts/count_positions.py)")
    assert second.endswith("\tLuật 1/2030/QH15") and script.with_counts(table, counts).startswith("# position\tuses\n")
