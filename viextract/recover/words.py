"""Words as the language model knows them: their ids, the cases they are printed in, and their forms without marks."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.data import read_tsv
from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import canonical_tone, strip_marks
from viextract.language.tokens import CLASSES

SMALL, CAPITAL, UPPER = 0, 1, 2
"""The cases in which words are printed: nhân, Nhân, NHÂN."""


def lower(text: str) -> str:
    """A token as the language model knows it: lower case, one tone style."""
    return canonical_tone(text.lower())


def one_case(text: str) -> bool:
    """All small, all capital or capitalised: what a printed word looks like."""
    return text.islower() or text.isupper() or (text[0].isupper() and text[1:].islower())


def word_id(text: str) -> int:
    """The language model's id of a printed word in any of the usual cases; that of unknown words for the rest."""
    ids = model().ids
    known = ids.get(text)
    if known is not None:
        return known
    return ids.get(lower(text), UNKNOWN_ID) if one_case(text) else UNKNOWN_ID


def case_of(text: str) -> int:
    """The case that a printed word is in; a single capital letter is capitalised."""
    if not text[:1].isupper():
        return SMALL
    return UPPER if len(text) > 1 and text.isupper() else CAPITAL


_ONE_SHAPE = frozenset("COSUVWXZ")
"""Capitals that look like their small letters."""


def case_like(read: str, length: int) -> int:
    """The case that a word of ``length`` letters takes when it replaces what was read."""
    if read.isupper() and (length == 1 or sum(map(str.isalpha, read)) > 1):
        return UPPER
    if "i" in read and read.replace("i", "I").isupper() and sum(c.isupper() and c not in _ONE_SHAPE for c in read) > 1:
        return UPPER  # an Í or Ì, whose mark is taken for a dot
    return CAPITAL if read[:1].isupper() else SMALL


def in_case(word: str, case: int) -> str:
    """A lower-case word as it is printed in this case."""
    if case == UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if case == CAPITAL else word


@cache
def common_abbreviations() -> frozenset[str]:
    """Abbreviations so frequent that these very capitals are hardly ever another word misread."""
    rows = read_tsv("abbreviations.tsv")
    return frozenset(row["abbreviation"] for row in rows if int(row["count"]) >= _COMMON)


_COMMON = 5000
"""Occurrences in official documents (``dictionaries/abbreviations.tsv``)."""


class BareForms(NamedTuple):
    """The model's words by their letters without marks."""

    row: dict[str, int]
    """The row of each bare form."""
    begin: NDArray[np.int64]
    """Where in ``ids`` the words of a row begin; one more at the end."""
    ids: NDArray[np.int64]
    """Ids of the words, row by row, most frequent first."""
    forms: list[str]
    """The bare form of each row."""


@cache
def bare_forms() -> BareForms:
    """All words of the model by bare form, in alphabetical order of these."""
    frequency = model().unigram.tolist()
    table: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(model().vocabulary[len(CLASSES) :], len(CLASSES)):
        table[strip_marks(word)].append(i)
    forms = sorted(table)
    rows = [sorted(table[form], key=lambda i: (-frequency[i], i)) for form in forms]
    begin = np.cumsum([0, *map(len, rows)])
    ids = np.array([i for row in rows for i in row])
    return BareForms({form: i for i, form in enumerate(forms)}, begin, ids, forms)
