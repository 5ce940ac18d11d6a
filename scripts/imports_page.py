#!/usr/bin/env python3
"""Draw the imports of the package into docs/architecture.md: what each room takes from which, and the doors of rooms.

A room is a package or a module. Imports that only annotations need (below ``TYPE_CHECKING``) are none.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "viextract"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- imports: begin (scripts/imports_page.py) -->", "<!-- imports: end -->"

SHELVES = {"viextract", "viextract.model", "viextract.language", "viextract.vocabulary", "viextract.export"}
"""Packages of small modules on one subject each, every one of which may be taken."""

DOORS = {
    "viextract.archive": {
        *("expand", "export", "inputs", "manifest", "outcome", "overview", "pages", "report"),
        *("stores", "summary_page", "summary_texts"),
    },
    "viextract.archive.executors": {"pool", "ray"},
    "viextract.cli": {"app"},
    "viextract.diagnostics": {"findings", "trace"},
    "viextract.parse": {"coverage", "grade", "keys"},
    "viextract.read": {"raster"},
    "viextract.read.files": {
        *("docx", "formats", "image", "libreoffice", "markup", "pdf", "pdf_layer", "signs", "text", "workbook"),
    },
    "viextract.read.layout": {"words"},
    "viextract.read.ocr": {
        *("bullets", "capitals", "dashes", "figures", "highland_names", "leaders", "letter_boxes"),
        *(
            "merge_readings",
            "missed_dashes",
            "on_its_head",
            "paleness",
            "preprocess",
            "reread",
            "roman_strokes",
            "semicolons",
            "under_seal",
        ),
        *("vote_on_tones",),
    },
    "viextract.read.pages": {"cache", "run", "word_pictures"},
    "viextract.recover": {"channel", "engine"},
    "viextract.review": {"offline", "server", "words"},
}
"""Modules that may be taken from a room beside the room itself: those that are loaded only when they are needed (a
reader when a file of its kind comes, a step of OCR when there is a picture), and what everything measures with.
"""

LOOKS_INSIDE = "viextract.diagnostics"
"""It asks each stage again why it decided as it did, and may go through any door."""

DRAWN = (
    *("viextract.language", "viextract.vocabulary", "viextract.read", "viextract.recover", "viextract.parse"),
    *("viextract.parse.facts", "viextract.parse.outline", "viextract.parse.tables", "viextract.export"),
    *("viextract.corrections", "viextract.archive", "viextract.review"),
)


class Import(NamedTuple):
    """A name that one module takes from another."""

    by: str
    of: str
    name: str


@cache
def modules() -> dict[str, Path]:
    """The modules of the package by their dotted names; a package goes by its own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def package_of(module: str) -> str:
    """The package a module stands in; a package stands in itself."""
    return module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]


def _run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module without what stands below ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from _run_time(node)


@cache
def _given(module: str) -> frozenset[str]:
    """The names of ``__all__``: some rooms give a function that is named like the module that it comes from."""
    for node in ast.parse(modules()[module].read_text("utf-8")).body if module in modules() else ():
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


@cache
def imports() -> tuple[Import, ...]:
    """All imports of the package's modules from each other, those inside of functions too."""
    found = []
    for module, path in modules().items():
        for node in _run_time(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                of = node.module or ""
                for alias in node.names:
                    whole = f"{of}.{alias.name}"
                    is_module = whole in modules() and alias.name not in _given(of)
                    found.append(Import(module, whole if is_module else of, alias.name))
            elif isinstance(node, ast.Import):
                found += [Import(module, alias.name, "") for alias in node.names]
    return tuple(one for one in found if one.of in modules())


def past_doors() -> list[str]:
    """Imports that climb into a room beside its doors."""
    wrong = []
    for by, of, name in imports():
        room = package_of(of)
        inside = by == room or by.startswith(f"{room}.")
        if inside or of == room or room in SHELVES or by.startswith(f"{LOOKS_INSIDE}."):
            continue
        if of.rpartition(".")[2] not in DOORS.get(room, ()):
            wrong.append(f"{by} takes {name} from {of}, which is inside of {room}")
    return wrong


def rooms_of(package: str) -> dict[str, set[str]]:
    """The rooms inside of a package, each with those beside it that it takes something from."""

    def room(module: str) -> str:
        return module.removeprefix(f"{package}.").partition(".")[0] if module.startswith(f"{package}.") else ""

    taken: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        if room(module):
            taken[room(module)].update()
    for by, of, _ in imports():
        if room(by) and room(of) and room(by) != room(of):
            taken[room(by)].add(room(of))
    return dict(taken)


def floors(package: str) -> list[list[str]]:
    """The rooms of a package from the ground up: each takes only from floors below its own.

    Raises ValueError, which names the rooms, where some take from each other in a ring.
    """
    left = rooms_of(package)
    found: list[list[str]] = []
    done: set[str] = set()
    while left:
        ready = sorted(room for room, taken in left.items() if taken <= done)
        if not ready:
            raise ValueError(f"{package}: these take from each other: {' -> '.join(_ring(left))}")
        found.append(ready)
        done.update(ready)
        for room in ready:
            del left[room]
    return found


def _ring(left: dict[str, set[str]]) -> list[str]:
    path = [min(left)]
    while (following := min(left[path[-1]] & left.keys())) not in path:
        path.append(following)
    return [*path[path.index(following) :], following]


def picture() -> str:
    """What stands between the marks of the page."""
    parts = [
        BEGIN,
        "",
        "A room takes only from rooms that stand above it in its list; `< a b` are those it does take from.",
        "",
    ]
    for package in DRAWN:
        rooms = rooms_of(package)
        width = max(map(len, rooms)) + 1
        parts += [f"`{package}`", "", "```"]
        for room in (room for floor in floors(package) for room in floor):
            taken = " ".join(sorted(rooms[room]))
            parts.append(f"{room:{width}} < {taken}" if taken else room)
        parts += ["```", ""]
    parts += ["Doors: a room is entered by its own name (what its `__init__` gives). Beside that may be taken", ""]
    parts += [f"- from `{room}`: {', '.join(f'`{door}`' for door in sorted(DOORS[room]))}" for room in sorted(DOORS)]
    shelves = ", ".join(f"`{shelf}`" for shelf in sorted(SHELVES))
    parts += [f"- from {shelves}: each module", "", END]
    return "\n".join(parts)


def page() -> str:
    """The page with the picture of now."""
    before, begin, rest = PAGE.read_text("utf-8").partition(BEGIN)
    if not begin:
        raise ValueError(f"{PAGE} has no line {BEGIN}")
    return before + picture() + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
