#!/usr/bin/env python3
"""Write into README.md the tables that the code knows better: errors with their exit codes.

What stands between `<!-- errors -->` and `<!-- end of errors -->` is replaced.
"""

from __future__ import annotations

import re
from pathlib import Path

from viextract.errors import OTHER_EXIT_CODES, all_errors

README = Path(__file__).resolve().parent.parent / "README.md"


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


def with_tables(text: str) -> str:
    """The README's text with its tables made anew."""
    pattern = re.compile(r"(?<=<!-- errors -->\n).*?(?=<!-- end of errors -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda _: error_table() + "\n", text)
    if count != 1:
        raise ValueError("README.md must have one pair of the markers of the error table")
    return replaced


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
