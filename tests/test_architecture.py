"""Rooms and one-way dependencies, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import imports_page

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


PACKAGES = sorted(name for name, path in imports_page.modules().items() if path.name == "__init__.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_of_a_package_stand_on_floors(package: str) -> None:
    """A room takes from rooms below it only: no ring, and so no arrow back up."""
    floors = imports_page.floors(package)
    assert {room for floor in floors for room in floor} == imports_page.rooms_of(package).keys()


def test_rooms_are_entered_by_their_doors() -> None:
    wrong = imports_page.past_doors()
    assert not wrong, "take it from the room itself, or declare a door in scripts/imports_page.py"


def test_every_declared_door_is_used_and_there() -> None:
    """A door that nobody outside goes through is none."""
    outside = {
        one.of
        for one in imports_page.imports()
        if not one.by.startswith(f"{imports_page.package_of(one.of)}.") and one.by != imports_page.package_of(one.of)
    }
    doors = {f"{room}.{door}" for room, names in imports_page.DOORS.items() for door in names}
    assert doors <= outside


def test_the_picture_of_imports_is_of_now() -> None:
    """`make readme` draws it."""
    assert imports_page.PAGE.read_text("utf-8") == imports_page.page()


def test_a_ring_and_a_climb_past_a_door_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    back = imports_page.Import("viextract.read.layout.rows", "viextract.read.pages.run", "read_pages")
    past = imports_page.Import("viextract.parse.parts", "viextract.read.layout.noise", "is_page_number")
    seen = (*imports_page.imports(), back, past)
    monkeypatch.setattr(imports_page, "imports", lambda: seen)
    with pytest.raises(ValueError, match="layout -> "):
        imports_page.floors("viextract.read")
    room = "viextract.read.layout"
    assert imports_page.past_doors() == [
        f"viextract.parse.parts takes is_page_number from {room}.noise, which is inside of {room}"
    ]
