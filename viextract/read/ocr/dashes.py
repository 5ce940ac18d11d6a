"""Dashes told by their length: engines take a hyphen, an en dash and a speck of dirt for one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from viextract.read.layout.words import Word

_DASH = re.compile(r"[-–—]|[~¬«»=^ˆ][-–—]?|[-–—]~")
_FLAT = 0.3  # of the type's height: a box higher than that holds more than a dash
_LENGTHS = ((0.45, "-"), (0.9, "–"))
"""Lengths up to which a dash is a hyphen or an en dash, in heights of the line's words.

In Times and its like a hyphen is a third of the type's size, an en dash a half, an em dash the whole of it; words are
some four fifths as high as the type's size.
"""


def with_dashes(words: Sequence[Word]) -> list[Word]:
    """The words of a page, lone dashes as long as they are printed, none where they are specks; at a line's start also
    what engines make of one in small type (``~``, ``~-``).
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    changed: dict[int, str] = {}
    specks: set[int] = set()
    for line in lines.values():
        first = min(line, key=lambda word: word.bbox[0])
        letters = [word.height for word in line if any(character.isalpha() for character in word.text)]
        specks |= {id(word) for word in line if letters and _is_speck(word, median(letters))}
        for word in line:
            if _DASH.fullmatch(word.text) and (word is first or (len(word.text) == 1 and word.text in "-–—")):
                changed[id(word)] = _by_length(word, median(letters) if letters else 0.0)
    left = [word for word in words if id(word) not in specks]
    return [replace(word, text=changed[id(word)]) if id(word) in changed else word for word in left]


def _is_speck(word: Word, type_height: float) -> bool:
    """Whether a lone dash is no longer than a full stop is wide: dirt beside a line, or between its words."""
    return word.text in ("-", "–", "—") and max(word.width, word.height) < _SPECK * type_height


_SPECK = 0.15  # of the type's height: a hyphen is three times as long, a full stop a seventh


def _by_length(word: Word, type_height: float) -> str:
    """The dash that is as long as the word's box; where that tells nothing, a dash stays and all else is a hyphen."""
    if not type_height or word.height > _FLAT * type_height:
        return word.text if word.text in "-–—" else "-"
    return next((dash for longest, dash in _LENGTHS if word.width < longest * type_height), "—")
