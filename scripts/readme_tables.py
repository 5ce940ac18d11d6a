#!/usr/bin/env python3
"""Write the tables that the code knows better: errors into docs/errors.md, limits into SECURITY.md.

What stands between two markers such as `<!-- errors -->` and `<!-- end of errors -->` is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from viextract.errors import OTHER_EXIT_CODES, all_errors
from viextract.options import Limits

ROOT = Path(__file__).resolve().parent.parent


def error_table() -> str:
    """Exit code, name of the cause and when it happens, as Markdown."""
    rows = [f"| {code} | | {meaning} |" for code, meaning in OTHER_EXIT_CODES.items() if code < 10]
    rows += [
        f"| {kind.exit_code} | `{kind('').code}` | {_first_sentence(kind.__doc__ or '')} |" for kind in all_errors()
    ]
    rows += [f"| {code} | | {meaning} |" for code, meaning in OTHER_EXIT_CODES.items() if code >= 10]
    return "\n".join(["| exit code | error | when |", "|---|---|---|", *rows])


def _first_sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


def limit_table() -> str:
    """Each limit with its default and what it is of, as Markdown."""
    rows = [f"| `{name}` | {value} | {meaning} |" for name, value, meaning in Limits().shown()]
    return "\n".join(["| limit | default | of what |", "|---|---|---|", *rows])


TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "docs/errors.md": ("errors", error_table),
    "SECURITY.md": ("limits", limit_table),
}
"""For each page the name of its markers, and what is written between them."""


def with_table(page: str) -> str:
    """The text of a page with its table made anew."""
    name, table = TABLES[page]
    pattern = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda _: table() + "\n", (ROOT / page).read_text("utf-8"))
    if count != 1:
        raise ValueError(f"{page} must have one pair of the markers of its table")
    return replaced


if __name__ == "__main__":
    for page in TABLES:
        (ROOT / page).write_text(with_table(page), "utf-8")
