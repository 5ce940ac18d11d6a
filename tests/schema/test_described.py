"""Every field of what goes out or comes in as JSON says what it is, and every class that has a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import viextract
from viextract.model.corrections import corrections_schema
from viextract.model.plan import json_schema

PACKAGE = Path(viextract.__file__).parent


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, part in {"": schema, **schema.get("$defs", {})}.items():
        for field, value in part.get("properties", {}).items():
            yield f"{name}.{field}", value


@pytest.mark.parametrize("schema", [json_schema(), corrections_schema()], ids=["plan", "corrections"])
def test_every_field_of_a_schema_is_described(schema: dict[str, Any]) -> None:
    found = dict(fields(schema))
    assert len(found) > 40
    assert [name for name, value in found.items() if not value.get("description")] == []


def test_every_class_with_a_public_name_has_a_sentence() -> None:
    bare = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and ast.get_docstring(node) is None
    ]
    assert bare == []
