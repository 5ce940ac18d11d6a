"""Circumflexes of capitals that an engine has lost: QUYÉT for QUYẾT.

Over a capital the circumflex and the tone above it are two strokes in the height of one. What is no syllable as read,
and is one with the circumflex, was printed with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from viextract.language.syllables import WORD, syllable_set
from viextract.read.layout.words import Word

_CIRCUMFLEX = "\u0302"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def with_circumflexes(words: Sequence[Word]) -> list[Word]:
    """The words, capitals that are no syllables with a circumflex where that makes them one; the reading is kept."""
    return [_mended(word) for word in words]


def _mended(word: Word) -> Word:
    text = word.text
    for run in WORD.findall(text):
        if len(run) > 1 and run.isupper() and run.lower() not in syllable_set() and (other := crowned(run)):
            text = text.replace(run, other, 1)
    return word if text == word.text else replace(word, text=text, alternatives=[word.text, *word.alternatives])


def crowned(run: str) -> str | None:
    """A run of capitals with a circumflex under its tone, where that is a syllable.

    >>> crowned("QUYÉT"), crowned("ĐÓC"), crowned("UBND")
    ('QUYẾT', 'ĐỐC', None)
    """
    letters = unicodedata.normalize("NFD", run)
    tones = [k for k, letter in enumerate(letters) if letter in _TONES]
    if len(tones) != 1 or letters[tones[0] - 1] not in "AEO":
        return None
    other = unicodedata.normalize("NFC", letters[: tones[0]] + _CIRCUMFLEX + letters[tones[0] :])
    return other if other.lower() in syllable_set() else None
