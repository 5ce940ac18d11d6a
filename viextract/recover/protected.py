"""What is never exchanged in a text that was read in its own language: real words, figures and codes.

A good reading has few errors, and most of them make no word. Where what was read is real, the other real thing that
the language model would rather see ("Tỉnh ủy" for "Thị ủy") is at most an alternative.
"""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_yaml
from viextract.language.syllables import is_syllable, strip_marks
from viextract.recover.gate import ONLY_VIETNAMESE

_NEXT = re.compile(r"\s*([^\W\d_]+)")
_FIGURE = re.compile(r"[\d.,/%-]*\d[\d.,/%-]*")


_LEAST_LETTERS = 3
"""A shorter piece is as often the rest of a word as one of its own: "Ủ" for "Ủy"."""


_VOWELS = frozenset("AEIOUY")


def is_abbreviation(word: str, following: str) -> bool:
    """Whether letters without a vowel stand in capitals among words that do not: of a damaged syllable in capitals the
    next one would be in capitals, too.
    """
    if len(word) < 2 or not word.isalpha() or not word.isupper() or _VOWELS.intersection(strip_marks(word)):
        return False
    match = _NEXT.match(following)
    return match is None or not (match[1].isupper() and len(match[1]) > 1)


@cache
def _levels() -> tuple[frozenset[str], frozenset[str]]:
    """Words of levels of government, and the words of bodies before which they stand."""
    data = read_yaml("levels.yaml")
    return frozenset(data["levels"]), frozenset(data["bodies"])


def is_exchange(before: str, after: str, following: str, *, good: bool) -> bool:
    """Whether a change would put one real thing in the place of another.

    following: the text behind what was read. good: whether the whole text was read well; then a syllable with other
    letters is an exchange too, and only marks may change.

    >>> is_exchange("Thị", "Tỉnh", " ủy", good=False), is_exchange("1", "i", " Điều 3", good=False)
    (True, True)
    >>> is_exchange("BM", "Ban", "", good=False), is_exchange("QUYÉT", "QUYẾT", " ĐỊNH", good=True)
    (True, False)
    >>> is_exchange("CC", "CỤC", " đi công tác", good=False), is_exchange("CC", "CÁC", " THÔN", good=False)
    (True, False)
    """
    if before == after:
        return False
    if _FIGURE.fullmatch(before):
        return True
    if len(before) > 1 and before.isalpha() and before.isupper() and not after.isupper():
        return not is_syllable(before)
    if is_abbreviation(before, following) and is_syllable(after.lower()):
        return True
    levels, bodies = _levels()
    match = _NEXT.match(following)
    if before.lower() in levels and match is not None and match[1].lower() in bodies:
        return True
    if not good or len(before) < _LEAST_LETTERS:
        return False
    return is_syllable(before) and strip_marks(before).lower() != strip_marks(after).lower()


def was_typed(word: str) -> bool:
    """Whether no engine with the wrong language can have written a word, which is spelt as one may be: it has a letter
    that only Vietnamese has, and such readings hold none of these.

    >>> was_typed("Đồi"), was_typed("Quang"), was_typed("thué"), was_typed("đqj")
    (True, False, False, False)
    """
    return word.isalpha() and not ONLY_VIETNAMESE.isdisjoint(word) and is_syllable(word.lower())
