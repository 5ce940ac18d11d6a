"""Words that columns of bodies, of report fields and of times consist of, in damaged text too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz

from viextract.data import read_tsv, read_yaml
from viextract.parse.units import find_units
from viextract.read.grids.headings import folded

LEAST_LIKENESS = 70.0
"""Likeness of two folded syllables that damage may have made of one another."""


@cache
def _registered() -> tuple[tuple[str, ...], ...]:
    """The registry's names and their other ways to be written, as folded words."""
    names: list[str] = []
    for row in read_tsv("units.tsv"):
        names += [row["name"], *filter(None, row["aliases"].split("|"))]
    return tuple(tuple(folded(name).split()) for name in names)


@cache
def _report_words() -> frozenset[str]:
    return frozenset(word for phrase in read_yaml("table_words.yaml")["report_words"] for word in str(phrase).split())


@cache
def _time_words() -> frozenset[str]:
    return frozenset(word for phrase in read_yaml("table_words.yaml")["time_words"] for word in str(phrase).split())


def is_report_word(token: str) -> bool:
    """A word, sign or scale figure of a report column; dots to fill in count, ``%`` misread too.

    >>> is_report_word("%"), is_report_word("Giảm"), is_report_word("…"), is_report_word("khuyến")
    (True, True, True, False)
    """
    if is_percent(token) or re.fullmatch(r"[.…_|/]+|[1-5]", token):
        return True
    return folded(token) in _report_words()


def is_percent(token: str) -> bool:
    """A per cent sign by itself, or what OCR makes of one (``Yo``, ``%o``, ``Đó``)."""
    return re.fullmatch(r"[%Y][oO0]?|[°º]/[oO0]?|0/0|%[.,]?", token) is not None


def is_time_word(token: str) -> bool:
    """A word or figure of a column of times."""
    return bool(re.fullmatch(r"[(\d][\d/.,)-]*", token)) or folded(token) in _time_words()


class UnitWords:
    """Runs of words that are part of a body's name: of the registry's and of those that the document names
    elsewhere.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        names = set(_registered())
        for text in texts:
            names |= {tuple(folded(unit.text).split()) for unit in find_units(text)}
        self.heads = {name[:2] for name in names if len(name) > 1} | {name[:1] for name in names if name}
        self._pairs: set[tuple[str, str]] = set()
        self._words: set[str] = set()
        for name in names:
            if len(name) <= 12:
                self._words |= set(name)
                self._pairs |= set(itertools.pairwise(name))

    def knows(self, word: str) -> bool:
        """The folded word stands in some body's name."""
        return word in self._words

    def follows(self, first: str, second: str) -> bool:
        """The two folded words stand beside each other in some body's name, either of them slightly damaged."""
        if (first, second) in self._pairs:
            return True
        return any(
            (a == first and len(second) > 2 and fuzz.ratio(b, second) >= LEAST_LIKENESS)
            or (b == second and len(first) > 2 and fuzz.ratio(a, first) >= LEAST_LIKENESS)
            for a, b in self._near(first, second)
        )

    def begins(self, words: Sequence[str]) -> bool:
        """The words begin as a body's name does."""
        return tuple(words[:2]) in self.heads or (len(words) == 1 and tuple(words) in self.heads)

    def _near(self, first: str, second: str) -> list[tuple[str, str]]:
        if not hasattr(self, "_by_first"):
            self._by_first: dict[str, list[tuple[str, str]]] = {}
            self._by_second: dict[str, list[tuple[str, str]]] = {}
            for pair in self._pairs:
                self._by_first.setdefault(pair[0], []).append(pair)
                self._by_second.setdefault(pair[1], []).append(pair)
        return self._by_first.get(first, []) + self._by_second.get(second, [])
