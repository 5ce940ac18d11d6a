"""What the codes of symbol fonts print: "≥" is a code of the font Symbol to Word, and lost where only letters count."""

from __future__ import annotations

import unicodedata
from functools import cache

from viextract.data import read_tsv

_PRIVATE = 0xF000
"""Word adds this to the codes of symbol fonts (ECMA-376, 17.3.3.30)."""


def sign_of(font: str, code: int) -> str:
    """The sign that a code of a font prints; nothing where that is not known.

    >>> sign_of("Symbol", 0xF0B3), sign_of("Symbol", 0xB3), sign_of("Wingdings", 0xF0E0), sign_of("Times", 0x2265)
    ('≥', '≥', '→', '≥')
    """
    low = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    if (known := _signs().get((font, low))) is not None:
        return known
    if not 0 < code < 0x110000:
        return ""
    character = chr(code)
    return "" if unicodedata.category(character) in ("Co", "Cs", "Cn") else character


@cache
def _signs() -> dict[tuple[str, int], str]:
    return {(row["font"], int(row["code"], 16)): row["sign"] for row in read_tsv("symbol_fonts.tsv")}


def with_signs(text: str, font: str) -> str:
    """A text in which codes of a symbol font for private use are what they print.

    >>> with_signs("\uf0b3 95%", "Symbol")
    '≥ 95%'
    """
    if not any("\uf000" <= character <= "\uf0ff" for character in text):
        return text
    return "".join(
        sign_of(font, ord(character)) or character if "\uf000" <= character <= "\uf0ff" else character
        for character in text
    )
