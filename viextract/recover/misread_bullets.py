"""Bullets that an engine of the wrong language has read as other signs.

It reads one printed "•" now as ``*``, now as ``+``, ``¢`` or ``«``, so that half of a list would hang below the other
half. A list tells by its company: where no dash stands in it and one of its signs is none that anybody prints, or
several kinds alternate, all are the same bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viextract.language.capitals import CAPITAL
from viextract.vocabulary.labels import MISREAD_DOTS, read_label

Edit = tuple[int, int, str]

_NEVER_PRINTED = MISREAD_DOTS + "«»e"
"""What no office sets before an item, and what readings of "•" show."""
_LIST = re.compile(rf"\s*(?P<sign>[{_NEVER_PRINTED}*+•–—~-]|\.(?!\s*\d))\s+(?={CAPITAL}|\d)")
_DASHES = "-–—~"


def misread_bullets(lines: Sequence[str]) -> list[list[Edit]]:
    """What stands for a bullet that was read as another sign, line by line.

    >>> misread_bullets(["* Tréng cay.", "¢ Tuéi cay.", "+ Lam cd."])
    [[(0, 1, '•')], [(0, 1, '•')], [(0, 1, '•')]]
    >>> misread_bullets(["- Tréng cay.", "+ Tuéi cay."])
    [[], []]
    """
    edits: list[list[Edit]] = [[] for _ in lines]
    for run in _lists(lines):
        signs = {sign for _, _, sign in run}
        dashed = not signs.isdisjoint(_DASHES)
        odd = not signs.isdisjoint(_NEVER_PRINTED)
        mixed = not dashed and {"*", "+"} <= signs and not any(_is_below(lines, index) for index, _, _ in run)
        if not odd and "." not in signs and not mixed:
            continue
        for index, start, sign in run:
            if sign in _NEVER_PRINTED or sign == "." or (not dashed and sign in "*+"):
                edits[index].append((start, start + 1, "-" if dashed else "•"))
    return edits


def _lists(lines: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The items between two numbered lines: index, where the sign stands, the sign."""
    run: list[tuple[int, int, str]] = []
    for index, line in enumerate(lines):
        match = _LIST.match(line)
        if match and (match["sign"] != "." or _opens_item(lines, index)):
            run.append((index, match.start("sign"), match["sign"]))
        elif run and _is_numbered(line):
            yield run
            run = []
    if run:
        yield run


def _is_numbered(line: str) -> bool:
    label = read_label(line.strip())
    return label is not None and label.kind != "bullet"


def _is_below(lines: Sequence[str], index: int) -> bool:
    """Whether an item stands below one that announces it."""
    before = next((lines[k].strip() for k in range(index - 1, max(index - 3, -1), -1) if lines[k].strip()), "")
    return before.endswith(":") and _LIST.match(before) is not None


def _opens_item(lines: Sequence[str], index: int) -> bool:
    """Whether a line can open an item: a speck before a line that goes on is no bullet."""
    before = lines[index - 1].strip() if index else ""
    return not before or before.endswith((".", ";", ":"))
