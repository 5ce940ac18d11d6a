"""The switches of style: each is independent of the others, drawn by the seed, or fixed for an ablation."""

from __future__ import annotations

import random
from typing import Any

SWITCHES: dict[str, list[Any]] = {
    "paper": ["plan", "plan", "plan", "plan", "directive", "letter", "decision", "programme", "notice"],
    "issuer": ["commune", "commune", "province", "school", "party"],
    "numbering": ["roman", "roman", "roman", "arabic", "dotted", "parts"],
    "second": ["arabic", "arabic", "dotted"],
    "mark": [".", ".", ".", "/"],
    "capital_titles": [True, True, False],
    "bold": [True, True, False],
    "dash": ["-", "-", "–", "+", "•"],
    "nested": [False, False, True],
    "run_in": [False, False, True],
    "numbered_works": [False, False, True],
    "plain_titles": [False, False, False, True],
    "title_colon": [False, False, True],
    "lead_in": [False, True],
    "details": ["none", "none", "events", "events", "schedule"],
    "detail_marker": ["-", "-", "+", "none", "number"],
    "two_details": [False, False, False, True],
    "organisation": ["headings", "headings", "subjects", "leading", "persons"],
    "bracket": [False, False, False, True],
    "funding": [False, True],
    "preamble": ["law", "law", "prose", "both"],
    "closing": [True, True, False],
    "head": ["lines", "lines", "columns"],
    "number": ["given", "given", "given", "blank"],
    "day": ["given", "given", "given", "blank"],
    "authority": ["full", "full", "position"],
    "deputy": [False, True],
    "recipients": ["left", "left", "after", "none"],
    "draft": [False, False, False, True],
    "wrap": [0, 0, 90, 78],
    "ragged": [False, False, True],
    "blank_lines": [False, True],
    "indent": [False, False, True],
    "page_numbers": [False, True],
    "tone": ["old", "old", "new"],
    "table": [False, False, True],
    "lost_stop": [False, False, False, False, True],
    "form": ["txt", "txt", "docx", "pdf"],
}
"""What each switch may be; a value that stands twice is twice as likely."""


def draw(seed: int, **fixed: Any) -> dict[str, Any]:
    """A style for a seed; ``fixed`` values take the place of drawn ones without changing the others."""
    chooser = random.Random(f"style {seed}")
    style = {name: chooser.choice(values) for name, values in SWITCHES.items()}
    style.update(fixed)
    return _consistent(style)


def _consistent(style: dict[str, Any]) -> dict[str, Any]:
    """What cannot stand together gives way."""
    if style["paper"] in {"directive", "notice", "letter"}:
        style["table"] = False
    if style["paper"] == "decision":
        style["numbering"] = "articles"
        style["number"] = "given"
    if style["wrap"] == 0:
        style["ragged"] = False
    if style["paper"] == "letter":
        style["issuer"] = style["issuer"] if style["issuer"] != "party" else "commune"
    if style["dash"] == "+":
        style["nested"] = False
        style["detail_marker"] = "-" if style["detail_marker"] == "+" else style["detail_marker"]
    if style["numbering"] in {"arabic", "dotted", "articles"}:
        style["second"] = "dotted"
    if style["form"] != "txt":
        style["wrap"] = 0
        style["ragged"] = False
    return style
