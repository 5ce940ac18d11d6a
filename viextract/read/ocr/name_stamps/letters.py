"""The signs into which a name is spelt for the network: letters with what makes them letters, tones apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from viextract.language.syllables import Tone

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = [tone.value for tone in Tone if tone.value]
SIGNS = [" ", *_LETTERS, *_TONES]
"""What the network tells apart; capitals and small letters are one. A tone stands behind the letter that bears it."""
BLANK = len(SIGNS)
"""The class of a place where nothing has its middle."""
SPACE = 0
_NUMBERS = {sign: number for number, sign in enumerate(SIGNS)}


def spell(text: str) -> list[int]:
    """The signs of a name; a ValueError for what they cannot write.

    >>> "".join(SIGNS[sign] for sign in spell("Đỗ")).encode("unicode-escape")
    b'\\\\u0111\\\\xf4\\\\u0303'
    """
    found = []
    for letter in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", letter)
        tones = [part for part in parts if part in _TONES]
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        found += [bare, *tones]
    if not set(found) <= _NUMBERS.keys():
        raise ValueError(f"no letters of a name: {text}")
    return [_NUMBERS[sign] for sign in found]


def unspell(signs: Iterable[int]) -> str:
    """The text in small letters.

    >>> unspell(spell("Nguyễn Đỗ Ước"))
    'nguyễn đỗ ước'
    """
    return unicodedata.normalize("NFC", "".join(SIGNS[sign] for sign in signs))
