"""Letters without marks, position by position: patterns on the folded text survive damaged diacritics and still give
spans.

>>> fold("Độc lập - Tự do")
'doc lap - tu do'
>>> len(fold("Thủy lợi")) == len("Thủy lợi")
True
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        table[code] = {"Đ": "d", "đ": "d", "Ð": "d"}.get(base, base.lower())
    for quote in "“”„‟″":
        table[ord(quote)] = '"'
    for dash in "–—−‐‑":
        table[ord(dash)] = "-"
    table[0xA0] = " "
    return table


_TABLE = _table()
_SHORT = 300
"""A line or heading, of which several questions are asked; longer texts are not kept."""


def fold(text: str) -> str:
    """``text`` in lower case without Vietnamese marks, quotes and dashes unified; the same length as ``text`` (which
    must be NFC).
    """
    return _folded(text) if len(text) <= _SHORT else text.translate(_TABLE)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return text.translate(_TABLE)
