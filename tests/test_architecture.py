"""Rooms and one-way dependencies, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "viextract"
# A room may import from its own level and from those before it.
LEVELS = [
    {"errors", "limits", "options", "data", "model"},
    {"language"},
    {"vocabulary"},
    {"read"},
    {"recover"},
    {"parse"},
    {"export"},
    {"corrections"},
    {"api"},
    {"diagnostics"},
    {"archive"},
    {"review"},
    {"cli"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in LEVEL)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "viextract" and len(parts) > 1:
                yield parts[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_dependencies_point_one_way(path: Path) -> None:
    own = LEVEL[room_of(path)]
    assert not {room for room in imported_rooms(path) if LEVEL[room] > own}


def test_every_room_has_a_level() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms <= LEVEL.keys()


def test_tests_and_scripts_are_not_imported_by_the_package() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "from tests" not in text and "from scripts" not in text, path


@pytest.mark.parametrize("door", ["viextract.parse.outline.divisions", "viextract.parse.outline.sections"])
def test_what_was_cut_into_modules_keeps_one_door(door: str) -> None:
    folder = PACKAGE.parent / door.replace(".", "/")
    for path in PACKAGE.rglob("*.py"):
        if folder not in path.parents:
            tree = ast.walk(ast.parse(path.read_text("utf-8")))
            modules = [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
            assert not [module for module in modules if module.startswith(f"{door}.")], path
