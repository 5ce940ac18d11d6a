"""One class of marks is gone and the others are there: all tones, all horns, all circumflexes, every đ.

Old fonts and programs drop one class as a whole. What is left says more than bare letters do: a word that is meant
must be what was read once it loses that class. The class is told by the text: in Vietnamese each has its share of the
words, and none of it in many words is no chance.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial

import numpy as np

from viextract.language.fold import fold
from viextract.language.ngram import model
from viextract.language.remembered import remembered
from viextract.language.syllables import WORD
from viextract.recover.channel import Candidates, kept_rows, unmarked_candidates
from viextract.recover.gate import bare_syllable_share
from viextract.recover.lattice import Damage

CLASSES = {
    "tones": "\u0300\u0301\u0303\u0309\u0323",
    "circumflex": "\u0302",
    "horn": "\u031b",
    "stroke": "đ",
}
"""The marks of each class. Tones stand on two words in three of official text, circumflexes on one in five, horns on
one in six, the stroke on one in twelve (counted over the corpus of the language model)."""
_WORDS_NEEDED = {"tones": 8, "circumflex": 60, "horn": 60, "stroke": 120}
"""From so many words on chance leaves none of a class with less than one in 10,000."""
_MOST_LEFT = 0.02
"""Share of words that may carry a lost class all the same: quotations, repairs by hand."""
_OTHERS = 0.2
"""Share of words that carry other marks: below it everything is lost, which is another kind of damage."""
_SYLLABLES = 0.9
"""Share of words that are syllables without their marks: all but names are (0.98). A wrong engine, which writes no horn
and no đ either, reads letters badly too (0.74 to 0.80)."""


def lost_class(text: str) -> str | None:
    """The class of marks that a text has lost; None where it has all, or none at all.

    >>> lost_class("Uy ban nhân dân xa yêu câu cac thôn triên khai kê hoach trông hoa trươc ngay le")
    'tones'
    >>> lost_class("Ủy ban nhân dân xã yêu cầu các thôn triển khai kế hoạch trồng hoa trước ngày lễ") is None
    True
    """
    words = [_decomposed(word) for word in WORD.findall(text)]
    if len(words) < min(_WORDS_NEEDED.values()) or sum(map(_is_marked, words)) < _OTHERS * len(words):
        return None
    if bare_syllable_share(fold(text)) < _SYLLABLES:
        return None
    for name, marks in CLASSES.items():
        carriers = len(words) - sum(map(frozenset(marks).isdisjoint, words))
        if len(words) >= _WORDS_NEEDED[name] and carriers <= _MOST_LEFT * len(words):
            return name
    return None


@remembered(size=8192)
def _decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower())


@remembered(size=8192)
def _is_marked(word: str) -> bool:
    return "đ" in word or any(map(unicodedata.combining, word))


def without_class(word: str, name: str) -> str:
    """A word as it is left when a class of marks is gone.

    >>> without_class("trước", "tones"), without_class("trước", "horn"), without_class("đường", "stroke")
    ('trươc', 'truóc', 'dường')
    """
    if name == "stroke":
        return word.replace("đ", "d").replace("Đ", "D")
    marks = CLASSES[name]
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(char for char in parts if char not in marks))


def lost_marks(name: str) -> Damage:
    """The damage of a text that has lost a class of marks."""
    return Damage("stripped", partial(_candidates, name), 0.0, 2.2, fuzzy=False)


def _candidates(name: str, reads: Sequence[str]) -> Candidates:
    """True forms that are what was read once they lose the class; all with the same letters where there is none."""
    found = unmarked_candidates(reads)
    vocabulary = model().vocabulary
    keep = np.ones(len(found.ids), dtype=bool)
    for row, read in enumerate(reads):
        first, last = int(found.begin[row]), int(found.begin[row + 1])
        wanted = unicodedata.normalize("NFC", read.lower())
        fits = np.array([without_class(vocabulary[i], name) == wanted for i in found.ids[first:last]], dtype=bool)
        if fits.any():
            keep[first:last] = fits
    return kept_rows(found, keep)
