#!/usr/bin/env python3
"""Change each named numeric constant of some modules a little, and name those changes that no test notices.

    python scripts/mutants.py viextract/parse/outline/rows.py [MORE...] [--tests tests/parse] [--jobs 2]

A constant that may be another without any test failing has no test for its value: write one, or ask whether it is
needed. No file is changed: the module is compiled with the other value as it is imported. Programs that tests start
themselves see the old one. Each change costs one run of the tests, to the first failure; without --tests those are the
quick ones of the module's own room.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = "VIEXTRACT_MUTANT"
"""How a run of the tests is told which constant is another: ``module:name:value``."""
MARKS = "not slow and not tesseract and not accuracy and not hypothesis"
STEP = 0.1
"""By which share a value is changed unless --step says otherwise; a whole number by 1 at least."""
PASSED, NO_TESTS = 0, 5
"""Exit codes of pytest."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A constant with another value."""

    module: str
    name: str
    line: int
    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.name} = {self.before:g} -> {self.after:g}"


def constants(source: str) -> Iterator[tuple[str, int, float]]:
    """The named numbers of a module, with their lines.

    >>> list(constants("MOST = 4.0\\nA, B = 1, 2**4\\nNAME = 'x'\\n"))
    [('MOST', 1, 4.0), ('A', 2, 1), ('B', 2, 16)]
    """
    for target, value in _assignments(ast.parse(source)):
        number = _number(value)
        if number is not None and target.id.strip("_").isupper():
            yield target.id, target.lineno, number


def _assignments(tree: ast.Module) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Names of the module and what is assigned to each, tuples one by one."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs: list[tuple[ast.expr, ast.expr]] = [(node.target, node.value)]
        elif isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                inner = zip(target.elts, value.elts, strict=False)
                yield from ((name, one) for name, one in inner if isinstance(name, ast.Name))
            elif isinstance(target, ast.Name):
                yield target, value


def _number(node: ast.expr) -> float | None:
    """The value of an expression that is nothing but numbers; no truth value is one."""
    inside = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)
    if not all(isinstance(one, inside) for one in ast.walk(node)):
        return None
    value = eval(compile(ast.Expression(node), "", "eval"), {})
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def neighbours(value: float, share: float = STEP) -> tuple[float, float]:
    """A little more and a little less.

    >>> neighbours(4), neighbours(200), neighbours(0.5)
    ((5, 3), (220, 180), (0.55, 0.45))
    """
    if isinstance(value, int):
        step: float = max(1, round(abs(value) * share))
    else:
        step = abs(value) * share or share
    return round(value + step, 10), round(value - step, 10)


def mutants(path: Path, share: float = STEP) -> list[Mutant]:
    """All mutants of a module's file."""
    module = ".".join(path.resolve().relative_to(ROOT).with_suffix("").parts)
    found = constants(path.read_text("utf-8"))
    return [
        Mutant(module, name, line, value, after) for name, line, value in found for after in neighbours(value, share)
    ]


# --- the module with another value


def with_value(source: str, name: str, value: float) -> ast.Module:
    """The module's tree with another number for one of its names."""
    tree = ast.parse(source)
    for target, old in list(_assignments(tree)):
        if target.id == name:
            _replace(tree, old, ast.copy_location(ast.Constant(value), old))
    return ast.fix_missing_locations(tree)


def _replace(tree: ast.Module, old: ast.expr, new: ast.expr) -> None:
    for node in ast.walk(tree):
        for field, held in ast.iter_fields(node):
            if held is old:
                setattr(node, field, new)
            elif isinstance(held, list) and any(one is old for one in held):
                held[:] = [new if one is old else one for one in held]


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles a module with another value, past the cache of compiled modules."""

    mutant: tuple[str, float]

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compile(with_value(Path(path).read_text("utf-8"), *self.mutant), path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, module: str, name: str, value: float) -> None:
        self.module, self.mutant = module, (name, value)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin)
            spec.loader.mutant = self.mutant
        return spec


def run_tests(arguments: Sequence[str]) -> int:
    """Runs pytest with the constant that the environment names at its other value."""
    import pytest

    module, name, value = os.environ[VARIABLE].split(":")
    sys.meta_path.insert(0, _Finder(module, name, ast.literal_eval(value)))
    return int(pytest.main(list(arguments)))


# --- the run


def room_tests(module: str) -> str:
    """The tests of a module's room; all of them where it has none of its own.

    >>> room_tests("viextract.parse.grade"), room_tests("viextract.limits")
    ('tests/parse', 'tests')
    """
    folder = f"tests/{module.split('.')[1]}"
    return folder if (ROOT / folder).is_dir() else "tests"


def is_noticed(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Whether a test fails with it."""
    given = [*(tests or [room_tests(mutant.module)]), "-x", "-q", "-m", MARKS, "-p", "no:cacheprovider"]
    environment = {**os.environ, VARIABLE: f"{mutant.module}:{mutant.name}:{mutant.after!r}", "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-c",
        "import sys; from scripts.mutants import run_tests; sys.exit(run_tests(sys.argv[1:]))",
    ]
    done = subprocess.run([*command, *given], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == NO_TESTS:
        sys.exit(f"no tests were found: {' '.join(given)}")
    return done.returncode != PASSED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="modules of the package")
    parser.add_argument("--tests", nargs="+", default=[], help="what is run instead of the tests of the module's room")
    parser.add_argument("--step", type=float, default=STEP, metavar="SHARE", help="by which share values are changed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs side by side")
    given = parser.parse_args()
    found = [mutant for path in given.files for mutant in mutants(path, given.step)]
    with ThreadPoolExecutor(given.jobs) as pool:
        noticed = pool.map(lambda mutant: is_noticed(mutant, given.tests), found)
        survivors = 0
        for mutant, seen in zip(found, noticed, strict=True):
            survivors += not seen
            if not seen:
                print(f"unnoticed: {mutant}", flush=True)
    print(f"{len(found)} changes, {survivors} unnoticed")


if __name__ == "__main__":
    main()
