"""``viextract.show``: a plan or an explanation as it is best looked at where one is."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viextract.model.plan import Plan
    from viextract.recover import Explanation


def show(thing: Plan | Explanation, *, width: int = 110) -> None:
    """In a notebook a table of duties, or the text with what was changed; in a terminal a compact outline.

    width: of the outline's lines, in characters.
    """
    if _in_a_notebook():
        import_module("IPython.display").display(thing)
        return
    from viextract.model.plan import Plan

    if isinstance(thing, Plan):
        from viextract.export.outline import plan_outline

        text = plan_outline(thing, width=width)
    else:
        changes = (f"{one.before} → {one.after}  [{one.confidence:.0%} {one.reason}]\n" for one in thing.changes)
        text = f"{thing.text.rstrip()}\n\n{''.join(changes)}"
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def _in_a_notebook() -> bool:
    """Whether a front end that shows HTML asks; IPython in a terminal is none."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"
