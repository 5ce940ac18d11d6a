"""What is wrong with a JSON text, in few words."""

from __future__ import annotations

from pydantic import ValidationError


def first_fault(error: ValidationError) -> str:
    """The first thing that does not fit, and its place: "tasks.3.text: Field required"."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the text"
    return f"{place}: {first['msg']}"
