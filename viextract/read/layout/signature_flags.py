"""Lines by which an electronic signature tells of itself, where they are a part of the page: "Ký bởi: …", "Thời gian
ký: 12.05.2026 09:14:22". They were put on the paper by a program, and are no text of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.read.layout.rows import Fragment
from viextract.read.layout.words import Word
from viextract.vocabulary.letterhead import opens_flag

_TIME = re.compile(r"\d{1,2}[:.]\d{2}[:.]\d{2}(?!\d)")
"""To the second: no document tells a time so."""
_LINES = 10  # of such a flag
_NEXT = 1.0  # heights of the type between two of its lines
_ASIDE = 60.0  # points by which they begin further left or right


def words_of_flags(fragments: Sequence[Fragment]) -> list[Word]:
    """The words of the flags among the fragments of a page."""
    ordered = sorted(fragments, key=lambda fragment: (fragment.box[1], fragment.box[0]))
    found: list[Word] = []
    taken: set[int] = set()
    for index, first in enumerate(ordered):
        if index in taken or not opens_flag(first.text, more=True):
            continue
        block = _block(ordered, index)
        if any(opens_flag(ordered[k].text) for k in block) and any(_TIME.search(ordered[k].text) for k in block):
            last = max(n for n, k in enumerate(block) if _is_of_flag(ordered[k]))
            taken.update(block[: last + 1])
            found += [word for k in block[: last + 1] for word in ordered[k].words]
    return found


def _block(ordered: Sequence[Fragment], first: int) -> list[int]:
    """A line and those close below it in its column."""
    block, last = [first], ordered[first]
    for index in range(first + 1, len(ordered)):
        other = ordered[index]
        if len(block) == _LINES or other.box[1] - last.box[3] > _NEXT * last.height:
            break
        beside = min(last.box[2], other.box[2]) > max(last.box[0], other.box[0])
        if beside and abs(other.box[0] - ordered[first].box[0]) < _ASIDE and other.box[1] > last.box[1]:
            block.append(index)
            last = other
    return block


def _is_of_flag(fragment: Fragment) -> bool:
    return opens_flag(fragment.text, more=True) or _TIME.search(fragment.text) is not None
