"""scripts/mutants.py tells constants that a test holds from those that none does."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from scripts import mutants


def test_examples() -> None:
    assert doctest.testmod(mutants).failed == 0


def test_one_value_is_another_and_the_rest_stays() -> None:
    namespace: dict[str, object] = {}
    source = "A, B = 1, 2\nC: float = 0.5\nD = A + C\n"
    exec(compile(mutants.with_value(source, "A", 7), "", "exec"), namespace)
    assert (namespace["A"], namespace["B"], namespace["C"], namespace["D"]) == (7, 2, 0.5, 7.5)


@pytest.mark.slow
def test_a_test_that_holds_a_value_notices_another(tmp_path: Path) -> None:
    holds, holds_not = tmp_path / "test_holds.py", tmp_path / "test_holds_not.py"
    holds.write_text("from viextract.parse.outline.rows import MOST\ndef test(): assert MOST == 4.0\n", "utf-8")
    holds_not.write_text("from viextract.parse.outline.rows import MOST\ndef test(): assert MOST > 0\n", "utf-8")
    changed = next(
        one for one in mutants.mutants(mutants.ROOT / "viextract/parse/outline/rows.py") if one.name == "MOST"
    )
    assert (changed.before, changed.after) == (4.0, 4.4)
    assert mutants.is_noticed(changed, [str(holds)])
    assert not mutants.is_noticed(changed, [str(holds_not)])
