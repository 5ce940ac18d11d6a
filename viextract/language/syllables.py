"""The written Vietnamese syllable: its grammar, its marks, and removing them.

A syllable is onset + rhyme + tone, and the rules of chữ Quốc ngữ leave some 16,000 legal spellings of the millions that
the letters allow. That makes the share of legal syllables the best single sign of whether a text is Vietnamese, and
whole. The facts stand in ``dictionaries/syllables.yaml``.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from viextract.data import read_yaml
from viextract.language.tones import canonical_tone, to_tone_style, tone_style

__all__ = [
    "LETTERS",
    "MARKED_LETTERS",
    "VOWELS",
    "WORD",
    "Syllable",
    "Tone",
    "analyse",
    "canonical_tone",
    "has_marks",
    "is_syllable",
    "place_tone",
    "strip_marks",
    "stripped_syllable_set",
    "syllable_set",
    "syllables",
    "to_tone_style",
    "tone_of",
    "tone_style",
]


class Tone(Enum):
    """The six tones; the value is the combining mark that writes it."""

    NGANG = ""
    HUYEN = "\u0300"
    SAC = "\u0301"
    HOI = "\u0309"
    NGA = "\u0303"
    NANG = "\u0323"


class Syllable(NamedTuple):
    """A syllable taken apart: ``Syllable("kh", "oe", Tone.HOI)`` is khỏe. Lower case; ``rhyme`` includes the glide."""

    onset: str
    rhyme: str
    tone: Tone


_BY_MARK = {tone.value: tone for tone in Tone if tone.value}
_STOPPED_TONES = (Tone.SAC, Tone.NANG)
_FRONT_VOWELS = frozenset("eêiy")
_MODIFIED_VOWELS = frozenset("ăâêôơư")
_STYLED_RHYMES = frozenset({"oa", "oe", "uy"})

VOWELS = "aăâeêioôơuưy"
"""The twelve vowel letters without tone, in alphabetical order."""

LETTERS = frozenset(
    letter
    for lower in "bcdđghklmnpqrstvx" + "".join(unicodedata.normalize("NFC", v + t.value) for v in VOWELS for t in Tone)
    for letter in (lower, lower.upper())
)
"""Every letter of the Vietnamese alphabet with every tone mark, both cases, NFC."""

MARKED_LETTERS = frozenset(letter for letter in LETTERS if not letter.isascii())
"""Those of :data:`LETTERS` that carry a mark, and đ."""

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters: one syllable in running Vietnamese."""


def _strip_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    for code in range(0x300, 0x370):
        table[code] = None
    table[ord("đ")], table[ord("Đ")] = "d", "D"
    return table


_STRIP = _strip_table()


def strip_marks(text: str) -> str:
    """The text without its marks: đ becomes d, case and everything else stay.

    In NFC input every letter stays one letter, so positions stay too.

    >>> strip_marks("Đường Ngoằn ngoèo, ỦY")
    'Duong Ngoan ngoeo, UY'
    """
    return text if text.isascii() else text.translate(_STRIP)


def has_marks(text: str) -> bool:
    """Whether any letter carries a mark that Vietnamese knows (NFC input; đ counts)."""
    return not text.isascii() and not MARKED_LETTERS.isdisjoint(text)


def place_tone(onset: str, rhyme: str, tone: Tone, *, style: str = "old") -> str:
    """The spelling of a syllable: the mark goes where the orthography wants it.

    style: ``old`` writes hòa, khỏe, thủy; ``new`` writes hoà, khoẻ, thuỷ. All other rhymes are spelt alike in both.

    >>> place_tone("th", "uy", Tone.HOI), place_tone("q", "uy", Tone.SAC), place_tone("", "ươn", Tone.SAC)
    ('thủy', 'quý', 'ướn')
    """
    if tone is Tone.NGANG:
        return onset + rhyme
    at = _tone_position(onset, rhyme, style)
    return onset + rhyme[:at] + unicodedata.normalize("NFC", rhyme[at] + tone.value) + rhyme[at + 1 :]


def _tone_position(onset: str, rhyme: str, style: str) -> int:
    """Index in the rhyme of the letter that takes the mark (Quyết định 240/QĐ of 1984 and school usage)."""
    modified = [i for i, letter in enumerate(rhyme) if letter in _MODIFIED_VOWELS]
    if modified:
        return modified[-1]
    first = 1 if onset == "q" and len(rhyme) > 1 else 0  # the u of qu is a glide that never takes the mark
    vowels = [i for i, letter in enumerate(rhyme) if letter in VOWELS and i >= first]
    if len(vowels) == 1 or len(vowels) < len(rhyme) - first:
        return vowels[-1]
    if len(vowels) == 3 or (style == "new" and rhyme in _STYLED_RHYMES):
        return vowels[1]
    return vowels[0]


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = read_yaml("syllables.yaml")
    return facts


def _toneless() -> Iterator[tuple[str, str]]:
    """Every (onset, rhyme) that the spelling rules allow."""
    facts = _facts()
    rhymes: dict[str, list[str]] = facts["rhymes"]
    plain = [rhyme for group in rhymes.values() for rhyme in group]
    glides: list[str] = facts["glide_rhymes"]
    for onset in facts["onsets"]:
        for rhyme in plain:
            if onset or not rhyme.startswith("iê"):
                yield onset, rhyme
        if onset not in facts["labials"]:
            yield from ((onset, rhyme) for rhyme in glides)
    for letters in facts["spelt_by_vowel"]:
        for rhyme in (*plain, *glides):
            yield letters["front" if rhyme[0] in _FRONT_VOWELS else "back"], rhyme
    yield from (("q", rhyme) for rhyme in facts["q_rhymes"])
    # gi + i is written with one i, and the letters are then g + rhyme.
    yield from (("g", rhyme) for rhyme in facts["gi_rhymes"])
    for nucleus in facts["gi_nuclei"]:
        yield from (("gi", rhyme) for rhyme in rhymes[nucleus])
    yield from (("", rhyme) for rhyme in facts["yê_rhymes"])
    yield from ((onset, "y") for onset in facts["y_onsets"])
    for spelling in facts["extra"]:
        cut = _first_vowel(spelling)
        yield spelling[:cut], spelling[cut:]


@cache
def syllables() -> dict[str, Syllable]:
    """Every legal syllable by its spelling: NFC, lower case, the rhymes oa, oe and uy in both tone styles."""
    stops: tuple[str, ...] = tuple(_facts()["stop_codas"])
    table: dict[str, Syllable] = {}
    for onset, rhyme in _toneless():
        onset = sys.intern(onset)
        for tone in _STOPPED_TONES if rhyme.endswith(stops) else Tone:
            syllable = Syllable(onset, rhyme, tone)
            table.setdefault(place_tone(onset, rhyme, tone), syllable)
            if rhyme in _STYLED_RHYMES and onset != "q":
                table.setdefault(place_tone(onset, rhyme, tone, style="new"), syllable)
    for name in _facts()["names"]:
        toneless, cut = _without_tone(name), _first_vowel(name)
        table.setdefault(name, Syllable(toneless[:cut], toneless[cut:], tone_of(name)))
    return table


def _first_vowel(spelling: str) -> int:
    return next(i for i, letter in enumerate(strip_marks(spelling)) if letter in VOWELS)


def _without_tone(spelling: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", spelling) if c not in _BY_MARK))


@cache
def syllable_set() -> frozenset[str]:
    """The spellings of :func:`syllables`, for loops that ask often."""
    return frozenset(syllables())


@cache
def stripped_syllable_set() -> frozenset[str]:
    """Every legal syllable without its marks: what Vietnamese without marks is made of."""
    return frozenset(map(strip_marks, syllables()))


def is_syllable(word: str) -> bool:
    """Whether the word is spelt as a Vietnamese syllable can be: any case, either tone style, NFC.

    >>> [is_syllable(w) for w in ("Nghị", "HÒA", "hoà", "học", "hoc", "nghạ", "kác", "gĩ", "chirc")]
    [True, True, True, True, False, False, False, True, False]
    """
    return word.lower() in syllable_set()


def analyse(word: str) -> Syllable | None:
    """Onset, rhyme and tone of a legal syllable, else None.

    >>> syllable = analyse("Khoẻ")
    >>> syllable.onset, syllable.rhyme, syllable.tone.name
    ('kh', 'oe', 'HOI')
    """
    return syllables().get(word.lower())


def tone_of(word: str) -> Tone:
    """The tone whose mark the word carries (the last, should there be several); NGANG where there is none.

    >>> tone_of("quyết").name, tone_of("bình").name, tone_of("ba").name
    ('SAC', 'HUYEN', 'NGANG')
    """
    if word.isascii():
        return Tone.NGANG
    found = Tone.NGANG
    for mark in unicodedata.normalize("NFD", word):
        found = _BY_MARK.get(mark, found)
    return found
