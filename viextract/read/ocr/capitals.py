"""Circumflexes of capitals that an engine has lost (QUYÉT for QUYẾT), and small letters that it took for capitals of
the same shape (từ CƠ SỞ).

Over a capital the circumflex and the tone above it are two strokes in the height of one. What is no syllable as read,
and is one with the circumflex, was printed with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

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


def with_small_letters(words: Sequence[Word]) -> list[Word]:
    """The words in reading order, those in small letters that look like capitals and stand no higher than the small
    letters around them, or are no wider.

    Capitals amid small letters are abbreviations, which are no marked syllables, or as high and wide as capitals are.
    """
    result = [_small_if_narrow(words, at) for at in range(len(words))]
    words = list(result)
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _COMMON_SHAPES.fullmatch(words[end].text) and words[end].line == words[at].line:
            end += 1
        if end > at and _amid_small_letters(words, at, end) and _are_low(words, at, end):
            for k in range(at, end):
                result[k] = replace(words[k], text=words[k].text.lower(), alternatives=[words[k].text])
        at = max(end, at + 1)
    return result


def _amid_small_letters(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a sentence goes on with these words, and goes on after them if their line does."""
    before = words[start - 1].text if start else ""
    goes_on = end < len(words) and words[end].line == words[start].line
    return (
        any(map(str.islower, before))
        and before[-1] not in _STOPS
        and (not goes_on or any(map(str.islower, words[end].text)))
    )


def _small_if_narrow(words: Sequence[Word], at: int) -> Word:
    """The word, in small letters where it was read in capitals amid small letters and is no wider than these.

    Capitals are a third wider. An engine that reads a long line gives a word the capitals of its first letter.
    """
    word = words[at]
    text = word.text.rstrip(".,;:)")
    marked_syllable = len(text) > 1 and text.isupper() and not text.isascii() and text.lower() in syllable_set()
    if not marked_syllable or not _amid_small_letters(words, at, at + 1):
        return word
    small = [_width_of_letter(other) for other in words if other.line == word.line and other.text.islower()]
    if len(small) < _SMALL_WORDS or _width_of_letter(word) > _NARROW * median(small):
        return word
    return replace(word, text=word.text.lower(), alternatives=[word.text, *word.alternatives])


def _width_of_letter(word: Word) -> float:
    return (word.bbox[2] - word.bbox[0]) / len(word.text)


_NARROW = 1.08  # times the usual width of a letter of the line's words in small letters; capitals have 1.3 and more
_SMALL_WORDS = 4  # of a line: fewer do not tell how wide letters usually are


_COMMON_SHAPES = re.compile("[COÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢSVXZ]{2,}[.,;:)]?")
_STOPS = '.:;!?“"(-/'
_LOW = 1.02  # times the usual height of the line's words, of which most have a mark above or a tail


def _are_low(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether words are marked syllables and none is higher than small letters with their marks."""
    run = words[start:end]
    texts = [word.text.rstrip(".,;:)").lower() for word in run]
    around = [word.height for word in [*words[max(start - _AROUND, 0) : start], *words[end : end + _AROUND]]]
    return (
        all(not text.isascii() and text in syllable_set() for text in texts)
        and any(len(unicodedata.normalize("NFD", text)) > len(text) + 1 or "ơ" not in text for text in texts)
        and max(word.height for word in run) <= _LOW * median(around)
    )


_AROUND = 12  # words on either side that tell how high small letters are


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
