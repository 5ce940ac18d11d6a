"""Unicode as it should have been typed: nothing that cannot be seen, marks in order, tones on their vowels.

None of this is a matter of opinion: the letters that a reader sees stay the same, or the spelling rules of the syllable
leave one place for the mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from viextract.language.syllables import VOWELS, WORD, Tone, canonical_tone, is_syllable

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
"""Soft hyphens and characters without width (Unicode general category Cf)."""
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic and their like, which need marks of direction."""
_CLUSTER = re.compile("[A-Za-z][\u0300-\u036f]{2,}")
_COMBINING = re.compile("[\u0300-\u036f]")
_SHAPES = "\u0302\u0306\u031b"
"""Circumflex, breve and horn, which belong to the letter; tones come after them."""
_TONES = {tone.value: tone for tone in Tone if tone.value}


def without_invisible(text: str) -> str:
    """The text without characters that are not seen; run after legacy encodings, where a soft hyphen is a letter.

    >>> without_invisible("trư\\u00adớc Công\\u200b an")
    'trước Công an'
    """
    if text.isascii():
        return text
    text = _INVISIBLE.sub("", text)
    return text if _RIGHT_TO_LEFT.search(text) else _DIRECTION.sub("", text)


def with_marks_in_order(text: str) -> str:
    """NFC, also where the tone was typed before the shape of the letter, or a mark twice.

    >>> with_marks_in_order("Quy\\u0065\\u0301\\u0302t")
    'Quyết'
    """
    if not text.isascii() and _COMBINING.search(text):
        text = _CLUSTER.sub(_in_order, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def _in_order(cluster: re.Match[str]) -> str:
    letter, marks = cluster.group()[0], cluster.group()[1:]
    return letter + "".join(sorted(dict.fromkeys(marks), key=lambda mark: mark not in _SHAPES))


_AHEAD = 0xFEE0
"""How far the forms of full width stand behind those of ASCII (Unicode, "Halfwidth and Fullwidth Forms")."""
_WIDE = {code: code - _AHEAD for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}
_WIDE_SIGN = re.compile("(?<=[0-9])[％．／：－]")
_ANY_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")


def without_wide_forms(text: str) -> str:
    """Digits and letters of full width, as keyboards for Chinese and Japanese type them, as ASCII has them, and the
    signs of figures behind digits; each keeps its place. Other signs of full width stay.

    >>> without_wide_forms("１． Đạt １００％ ngày １５/３ (Ｗｅｂ)，")
    '1. Đạt 100% ngày 15/3 (Web)，'
    """
    if text.isascii() or not _ANY_WIDE.search(text):
        return text
    return _WIDE_SIGN.sub(lambda sign: chr(ord(sign[0]) - _AHEAD), text.translate(_WIDE))


def normalised(text: str) -> str:
    """Unicode text as it is kept inside: nothing invisible, marks composed, no digit or letter of full width."""
    return without_wide_forms(with_marks_in_order(without_invisible(text)))


@lru_cache(maxsize=2**15)
def tone_moved(word: str) -> str | None:
    """A word whose tone stands on the wrong vowel as it is spelt; None where nothing is wrong, or nothing can be made
    of it.

    >>> tone_moved("baỏ"), tone_moved("NGÙÔN"), tone_moved("thúy"), tone_moved("Séoul")
    ('bảo', 'NGUỒN', None, None)
    """
    if word.isascii() or is_syllable(word):
        return None
    toneless, tones = [], []
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        tones += [_TONES[mark] for mark in parts if mark in _TONES]
        toneless.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)))
    if len(tones) != 1:
        return None
    written = (
        "".join([*toneless[:at], unicodedata.normalize("NFC", vowel + tones[0].value), *toneless[at + 1 :]])
        for at, vowel in enumerate(toneless)
        if vowel in VOWELS
    )
    legal = {canonical_tone(spelling) for spelling in written if is_syllable(spelling)}
    right = legal.pop() if len(legal) == 1 else ""
    if len(right) != len(word):
        return None
    return "".join(letter.upper() if seen.isupper() else letter for seen, letter in zip(word, right, strict=True))


def misplaced_tones(line: str) -> list[tuple[int, int, str]]:
    """The words of a line (NFC) whose tone stands on the wrong vowel: where, and how they are spelt."""
    if line.isascii():
        return []
    return [
        (match.start(), match.end(), right)
        for match in WORD.finditer(line)
        if (right := tone_moved(match.group())) is not None
    ]
