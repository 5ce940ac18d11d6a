"""The letter ư of TCVN3, which many programs lose.

TCVN3 stores ư on code AD. Windows-1252 has the soft hyphen there, a character that is not shown where no line breaks,
and whatever exports old documents tends to drop it: ``nước`` comes as ``nớc``, ``đầu tư`` as ``đầu t``. Most such words
can be read in one way only; for the others the words beside them decide (naive Bayes over the counts of
``dictionaries/encodings/horns.tsv``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from viextract.data import read_tsv
from viextract.language.syllables import syllable_set

_ANY_WORD = 1e-4
"""Probability of a neighbour that was never seen beside a word; the same for all words, so that it decides nothing."""
_MARGIN = math.log(3)
"""A word that is legal as it stands is changed only where the other reading is three times as likely."""


@dataclass(slots=True)
class _Reading:
    """A word that a letter sequence without its ư can stand for."""

    word: str
    count: int
    left: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)


def without_horn(word: str) -> str:
    """What is left of a word once its toneless ư are dropped.

    >>> without_horn("nước"), without_horn("như"), without_horn("đứng")
    ('nớc', 'nh', 'đứng')
    """
    return word.replace("ư", "")


def restorable(word: str) -> bool:
    """Whether an illegal spelling becomes legal by putting back one ư: the mark of a text that lost it.

    >>> restorable("đợc"), restorable("nhng"), restorable("học"), restorable("plan")
    (True, True, False, False)
    """
    low = word.lower()
    return low not in syllable_set() and (low in _readings() or ("ơ" in low and bool(_insertions(low))))


def restore_horns(words: Sequence[str]) -> list[str]:
    """Put back the lost ư of one line's words (converted from TCVN3, in order, without punctuation).

    >>> restore_horns(["trong", "nớc", "và", "đầu", "t", "nớc", "ngoài"])
    ['trong', 'nước', 'và', 'đầu', 'tư', 'nước', 'ngoài']
    """
    lows = ["", *(without_horn(word.lower()) for word in words), ""]
    return [_restore(word, lows[i], lows[i + 2]) for i, word in enumerate(words)]


def _restore(word: str, left: str, right: str) -> str:
    low = word.lower()
    if "ư" in low or (len(word) > 1 and word.isupper()):  # capitals alone are an acronym: Ư has a code that is not lost
        return word
    readings = _readings().get(low, [])
    if not readings:
        found = _insertions(low) if "ơ" in low and low not in syllable_set() else []
        return _with_case_of(word, found[0]) if len(found) == 1 else word
    best = max(readings, key=lambda reading: _score(reading, left, right))
    if best.word == low:
        return word
    if len(word) == 1 and not (left in best.left or right in best.right):
        return word  # a single letter is more often the name of a point or a form than tư, cư or dư
    kept = next((_score(reading, left, right) for reading in readings if reading.word == low), -math.inf)
    if low in syllable_set() and _score(best, left, right) < kept + _MARGIN:
        return word
    return _with_case_of(word, best.word)


def _score(reading: _Reading, left: str, right: str) -> float:
    total = math.log(reading.count)
    for neighbour, counts in ((left, reading.left), (right, reading.right)):
        if neighbour:
            total += math.log(counts.get(neighbour, 0) / reading.count + _ANY_WORD)
    return total


def _with_case_of(seen: str, meant: str) -> str:
    """The word meant in the case of the letters seen. A capital Ư has a code of its own and is never lost."""
    if meant.startswith("ư") and seen[:1].isupper():
        return seen
    letters = iter(seen)
    return "".join("ư" if letter == "ư" else next(letters) for letter in meant)


def _insertions(low: str) -> list[str]:
    spellings = {low[:i] + "ư" + low[i:] for i in range(len(low) + 1)}
    return sorted(spellings & syllable_set())


@cache
def _readings() -> dict[str, list[_Reading]]:
    table: dict[str, list[_Reading]] = {}
    for row in read_tsv("encodings/horns.tsv"):
        reading = _Reading(row["word"], int(row["count"]), _counts(row["left"]), _counts(row["right"]))
        table.setdefault(row["seen"], []).append(reading)
    return table


def _counts(field_text: str) -> dict[str, int]:
    pairs = (item.rpartition(":") for item in field_text.split())
    return {word: int(count) for word, _, count in pairs}
