#!/usr/bin/env python3
"""Write docs/warnings.md from the codes of warnings: what each means and what to do."""

from __future__ import annotations

from pathlib import Path

from viextract.model.warning_codes import WarningCode
from viextract.parse.grade import AGAINST_GOOD

PAGE = Path(__file__).resolve().parent.parent / "docs" / "warnings.md"
HEAD = """# Warnings

What a person should look at, by code. Warnings stand in `plan.warnings` with a message and a place; `viextract extract`
prints them on standard error, `viextract batch` counts them in its report. A code keeps its meaning for ever.

`plan.grade` sums them up: `good` (import it as it is), `check` (a person should look, the reasons are codes) or `poor`
(do not import it). A code of the last column keeps a plan from being `good`.

This page is made from the code by `scripts/warnings_page.py` (`make readme`).

"""


def warnings_page() -> str:
    """The page, as Markdown."""
    rows = [
        f"| `{code}` | {code.meaning} | {code.advice} | {'yes' if code in AGAINST_GOOD else ''} |"
        for code in WarningCode
    ]
    return HEAD + "\n".join(["| code | meaning | what to do | against `good` |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(warnings_page(), "utf-8")
