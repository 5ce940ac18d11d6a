"""Letters without marks, position by position: patterns on the folded text survive damaged diacritics and still give
spans.

>>> fold("Độc lập - Tự do")
'doc lap - tu do'
>>> len(fold("Thủy lợi")) == len("Thủy lợi")
True
"""

from __future__ import annotations

import unicodedata

from viextract.language.remembered import remembered


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
_REMEMBERED = 8192
"""Lines and headings: several questions are asked of each."""


@remembered(size=_REMEMBERED)
def fold(text: str) -> str:
    """``text`` in lower case without Vietnamese marks, quotes and dashes unified; the same length as ``text`` (which
    must be NFC).
    """
    return text.translate(_TABLE)
