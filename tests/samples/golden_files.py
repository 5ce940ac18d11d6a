"""Golden files that a person can review: a plan, small parts of it on one line each, and its corrections as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WIDEST = 120
"""Characters of a part that stands on one line."""


def laid_out(value: Any, indent: int = 0) -> str:
    """A value as JSON, the parts that fit on one line on one line.

    >>> print(laid_out({"source": {"page": 1, "lines": [3, 4]}, "titles": ["a" * 60, "b" * 60]}))
    {
     "source": {"page": 1, "lines": [3, 4]},
     "titles": [
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
     ]
    }
    """
    short = json.dumps(value, ensure_ascii=False)
    if indent + len(short) <= WIDEST or not isinstance(value, dict | list) or not value:
        return short
    blank = " " * (indent + 1)
    if isinstance(value, dict):
        named = ((f"{json.dumps(name, ensure_ascii=False)}: ", part) for name, part in value.items())
        inner = [f"{blank}{name}{laid_out(part, indent + 1)}" for name, part in named]
    else:
        inner = [f"{blank}{laid_out(part, indent + 1)}" for part in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{first}\n" + ",\n".join(inner) + f"\n{' ' * indent}{last}"


def without_nulls(value: Any) -> Any:
    """A value without the members that are null or empty lists: what is not said needs no line.

    >>> without_nulls({"text": "a", "of": None, "units": [], "rows": [{"year": None}, []]})
    {'text': 'a', 'rows': [{}, []]}
    """
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None and part != []}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


def correction_lines(corrections: list[dict[str, Any]]) -> Iterator[str]:
    """Each correction as place, characters, what was read, what stands there now, and why. How sure it is, and what
    else it could have been, moves with every change of the language model, and is left out.
    """
    for one in corrections:
        target = one["target"]
        row, column = target["cell"] or (0, 0)
        place = f"line {target['line']}" if target["table"] is None else f"{target['table']} {row},{column}"
        said = [one["before"], one["after"], one["reason"], *filter(None, [one["by"]])]
        yield "\t".join([f"page {one['source']['page']}", place, f"{one['start']}-{one['end']}", *said])


def write(path: Path, plan: dict[str, Any]) -> None:
    """Write the plan to ``path``, its corrections beside it."""
    rest = {name: part for name, part in plan.items() if name != "corrections"}
    path.write_text(laid_out(without_nulls(rest)) + "\n", "utf-8")
    lines = correction_lines(plan["corrections"])
    _beside(path).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(path: Path) -> dict[str, Any]:
    """A golden plan, its corrections as lines."""
    plan: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return plan | {"corrections": _beside(path).read_text("utf-8").splitlines()}


def _beside(path: Path) -> Path:
    return path.with_suffix(".corrections.tsv")
