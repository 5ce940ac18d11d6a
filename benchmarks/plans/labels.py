"""Labels of headings by the numbering that a style has."""

from __future__ import annotations

from typing import Any

from benchmarks.plans.content import Paper, Part

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def number(paper: Paper, style: dict[str, Any]) -> None:
    """Gives every part its label, as printed and without its mark."""
    flat = style["paper"] in {"directive", "notice", "letter"}
    for index, part in enumerate(paper.parts):
        part.label = _top(index, "arabic" if flat else style["numbering"])
        _below(part, style)


def _top(index: int, numbering: str) -> str:
    if numbering == "roman":
        return ROMAN[index]
    if numbering == "parts":
        return f"Phần {ROMAN[index]}"
    if numbering == "articles":
        return f"Điều {index + 1}"
    return str(index + 1)


def _below(part: Part, style: dict[str, Any]) -> None:
    count = 0
    for below in part.parts:
        if below.plain:
            below.label = ""
            continue
        count += 1
        dotted = style["second"] == "dotted" and part.label.isdigit()
        below.label = f"{part.label}.{count}" if dotted else str(count)
