"""How far a text is to be trusted: an estimate of the share of its words that stand as they were meant.

Two signs carry the judgement. Vietnamese spelling allows few of the many strings that damage produces, so the share of
legal syllables falls with every kind of error; and administrative prose writes marks on some 85 % of its syllables, so
a text without them was stripped, or read by an engine that does not know them. No dictionary of words and no model is
needed: the estimate is quick enough for every page of a batch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from viextract.data import read_tsv
from viextract.language.legacy import Encoding, detect
from viextract.language.loan_words import loan_words
from viextract.language.remembered import remembered
from viextract.language.syllables import WORD, has_marks, is_syllable, stripped_syllable_set

_DAMAGE_PER_ILLEGAL = 9
"""Words of good OCR that are wrong for each that is spelt illegally: most misreadings are other legal syllables.

Fitted on pages read by tesseract's Vietnamese model: 97 % of words legal go with 78 % right, 95 % with 63 %, 89 % with
41 %.
"""
_MARKED_ENOUGH = 0.65
"""Share of marked words from which on none is missed: administrative prose has 0.81 to 0.92, lists of names 0.7."""
_PRIOR_LEGAL, _PRIOR_LEGAL_WORDS = 0.99, 5
"""What is assumed before reading, and its weight in words: a short line is not condemned for one odd word."""
_PRIOR_MARKED, _PRIOR_MARKED_WORDS = 0.80, 2
_ODD_PENALTY = 20
"""One control or private-use character among a hundred costs this many per cent."""
_FOREIGN_SHARE = 0.12
"""Share of function words from which on a line is of another language; English prose has 0.3, Vietnamese 0.001."""
_NAME_REPEATS = 3
"""Misreadings vary, names do not: an illegal spelling seen this often is a foreign name or term."""
_PHRASE_WORDS = 3
"""This many ASCII words in a row that are no syllables are a foreign name or term within a Vietnamese sentence."""

_REMEMBERED = 50_000
"""Words whose judgement is kept: a text repeats its words."""

_MIN_WORDS = 5
_LOW = 0.97

_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]|\(cid:\d+\)")
_BULLETS = re.compile(r"(?m)^[ \t]*[\ue000-\uf8ff](?=\s)")
"""A bullet in a symbol font comes as a private-use character at the head of a line and says nothing about the text."""
_HAS_DIGIT = re.compile(r"[\d²³]")
_CODE_SIGNS = frozenset("/@._\\")
_QUANTITY = re.compile(r"\d[\d,]*[a-zđ]{1,3}[\d²³]?|[kcdm]?m[23²³]|\d{1,2}h\d{0,2}['’]?|[a-h]\d{1,2}")
_ADDRESS = re.compile(r"(?:https?:|www\.|[\w.-]+@)\S+\.\S+", re.IGNORECASE)
"""An address of the web or of mail, which is in no language."""
_SHORTENED = re.compile(r"\([bcdđghklmnpqrstvx]{1,2}(?:/[bcdđghklmnpqrstvx]{1,2})?\)")
"""What recipients get a paper for: "(bc)", "(ph/h)"."""
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…-–—*•+=_|~<>·"


@dataclass(frozen=True, slots=True)
class TextQuality:
    """The judgement on a text. All shares are 0 to 1."""

    score: float
    """Estimated share of words that are right: clean text 0.95 and more, poor OCR 0.4 to 0.9, ruined text under 0.2."""
    reasons: tuple[str, ...]
    """What speaks against the text, worst first; empty where nothing does."""
    words: int
    """Words judged: letters only, without codes, acronyms, list letters and lines in other languages."""
    legal: float
    """Share of the words that are spelt as Vietnamese syllables."""
    marked: float
    """Share of the words that are legal and carry a mark."""
    odd: float
    """Share of control, private-use and replacement characters."""
    foreign: float
    """Share of all words that stand in lines of another language."""
    encoding: Encoding = "unicode"
    """The encoding of a text whose spelling is bad; ``to_unicode`` repairs what is not ``unicode``."""

    @property
    def vietnamese(self) -> bool:
        """False for a text that is mostly in another language: its score only says whether its characters are sound."""
        return self.foreign < 0.5


def text_quality(text: str, *, converted: bool = False) -> TextQuality:
    """Judge a text (NFC, any length) by its spelling, its marks and its characters.

    converted: the text has been through ``to_unicode``, so that its encoding need not be looked at again.

    >>> text_quality("Ủy ban nhân dân thị xã ban hành kế hoạch thực hiện").score > 0.95
    True
    >>> text_quality("Uy ban nhan dan thi xa ban hanh ke hoach thuc hien").score < 0.3
    True
    >>> text_quality("This plan has been drawn up by the office of the committee.").vietnamese
    False
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return TextQuality(0.0, ("no text",), 0, 1.0, 0.0, 0.0, 0.0)
    tally = _Tally()
    for line in lines:
        tally.add(line)
    tally.excuse_names()
    words = tally.legal + tally.illegal
    odd = _odd_share(text)
    legal = (tally.legal + _PRIOR_LEGAL * _PRIOR_LEGAL_WORDS) / (words + _PRIOR_LEGAL_WORDS)
    marked = (tally.marked + _PRIOR_MARKED * _PRIOR_MARKED_WORDS) / (words + _PRIOR_MARKED_WORDS)
    foreign = tally.foreign_share()
    score: float = max(0.0, 1 - odd) ** _ODD_PENALTY
    if foreign < 0.5:
        score *= legal**_DAMAGE_PER_ILLEGAL * min(1.0, marked / _MARKED_ENOUGH)
    encoding: Encoding = "unicode"
    if not converted and legal < _LOW and not text.isascii():
        encoding = detect(text).encoding
    return TextQuality(
        score=round(score, 4),
        reasons=tuple(_reasons(words, legal, marked, odd, foreign, encoding)),
        words=words,
        legal=tally.legal / words if words else 1.0,
        marked=tally.marked / words if words else 0.0,
        odd=odd,
        foreign=foreign,
        encoding=encoding,
    )


def is_foreign(line: str) -> bool:
    """Whether a line is running text of another language in Latin letters (English, French, German).

    No line of these is made of nothing but words that are Vietnamese without marks, though some of its small words are.

    >>> is_foreign("in the framework of the agreement"), is_foreign("theo the thức của văn bản")
    (True, False)
    >>> is_foreign("TRACH NHIEM CU THE DO GIAM DOC GIAO")
    False
    """
    return _is_foreign([_word(word) for word in WORD.findall(line)])


def _is_foreign(words: list[_Word]) -> bool:
    if len(words) < 3:
        return False
    found = [word.text.lower() for word in words if word.function]
    return (
        len(found) >= 2
        and len(found) >= _FOREIGN_SHARE * len(words)
        and len(set(found)) >= 2
        and sum(word.marked for word in words) * 3 < len(words)
        and not all(word.text.lower() in stripped_syllable_set() for word in words)
    )


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_tsv("foreign_words.tsv"))


class _LineTally(NamedTuple):
    """Counts of the words of one line."""

    legal: int
    marked: int
    illegal: int
    foreign: int
    lone: tuple[str, ...]
    """Illegal ASCII words that stand alone: damage, or names that recur."""
    phrases: int
    """Illegal ASCII words that stand in rows."""


_NAMES_OF_LIST, _COMMAS_OF_LIST = 6, 3


def _lists_names(line: str) -> bool:
    """Whether a line is a list of proper names, of places or persons of any language, whose spelling says nothing."""
    words = re.findall(r"[^\W\d_]{2,}", line)
    named = sum(word[0].isupper() and not word.isupper() for word in words)
    return line.count(",") >= _COMMAS_OF_LIST and named >= _NAMES_OF_LIST and named >= 0.8 * len(words)


@remembered(size=4096)
def _line_tally(line: str) -> _LineTally:
    """A text is judged as a whole and by paragraph, so that each line is asked for twice."""
    words = [word for token in line.split() for word in _words(token)]
    if _is_foreign(words):
        return _LineTally(0, 0, 0, len(words), (), 0)
    legal = marked = illegal = phrases = 0
    lone: list[str] = []
    row: list[str] = []
    if _lists_names(line):
        words = [word for word in words if word.kind is _Kind.LEGAL]
    for word in (*words, None):
        if word is not None and word.kind is _Kind.FOREIGN:
            row.append(word.text)
            continue
        if word is not None and word.kind is _Kind.ACRONYM:
            continue
        if row:
            illegal += len(row)
            if len(row) >= _PHRASE_WORDS:
                phrases += len(row)
            else:
                lone += row
            row = []
        if word is not None and word.kind is _Kind.LEGAL:
            legal += 1
            marked += word.marked
        elif word is not None:
            illegal += 1
    return _LineTally(legal, marked, illegal, 0, tuple(lone), phrases)


class _Tally:
    """Counts of words over lines."""

    def __init__(self) -> None:
        self.legal = 0
        self.marked = 0
        self.illegal = 0
        self.foreign = 0
        self._lone: Counter[str] = Counter()
        self._phrases = 0

    def add(self, line: str) -> None:
        found = _line_tally(line)
        self.legal += found.legal
        self.marked += found.marked
        self.illegal += found.illegal
        self.foreign += found.foreign
        self._lone.update(found.lone)
        self._phrases += found.phrases

    def excuse_names(self) -> None:
        """Take foreign names out of the damage, in text whose marks show that its reader knew Vietnamese."""
        if self.marked < 0.5 * (self.legal + self.illegal):
            return
        self.illegal -= self._phrases + sum(count for count in self._lone.values() if count >= _NAME_REPEATS)
        self.foreign += self._phrases

    def foreign_share(self) -> float:
        return self.foreign / max(1, self.legal + self.illegal + self.foreign)


class _Kind(Enum):
    """What a word says of its text."""

    LEGAL = "spelt as a Vietnamese syllable"
    ACRONYM = "nothing"
    FOREIGN = "damage, or a foreign name"
    ODD = "damage"


class _Word(NamedTuple):
    text: str
    kind: _Kind
    marked: bool
    function: bool
    """Whether it is a function word of another language."""


@lru_cache(maxsize=_REMEMBERED)
def _words(token: str) -> tuple[_Word, ...]:
    """What of a token (text between spaces) is to be judged: words, and what mixes letters with digits as codes and
    quantities do not."""
    core = token.strip(_EDGES)
    if _ADDRESS.match(core) or _SHORTENED.match(token):
        return ()
    if core.isalpha():
        word = _word(core)
        # Other single letters than syllables mark list items.
        return (word,) if len(core) > 1 or word.kind is _Kind.LEGAL else ()
    if _HAS_DIGIT.search(core):
        return () if _is_code(core) else (_word(core),)
    if _ODD.search(core):
        return (_word(core),)
    return tuple(_word(word) for word in WORD.findall(core) if len(word) > 1)


@lru_cache(maxsize=_REMEMBERED)
def _word(text: str) -> _Word:
    if is_syllable(text):
        kind = _Kind.LEGAL
    elif _is_acronym(text) or text.lower() in loan_words():
        kind = _Kind.ACRONYM
    elif text.isascii() and text.isalpha() and len(text) > 2:
        kind = _Kind.FOREIGN
    else:
        kind = _Kind.ODD
    return _Word(text, kind, has_marks(text), text.lower() in _function_words())


def _is_code(token: str) -> bool:
    """Document codes, dates, times, quantities, addresses: no letters or capitals only, a dot or slash, or a unit."""
    letters = "".join(WORD.findall(token))
    return not letters or letters.isupper() or not _CODE_SIGNS.isdisjoint(token) or bool(_QUANTITY.fullmatch(token))


def _is_acronym(word: str) -> bool:
    """Capitals without a legal reading, up to the length of the longest that ministries use."""
    return word.isupper() and len(word) <= 9


def _odd_share(text: str) -> float:
    found: Iterable[str] = _ODD.findall(_BULLETS.sub("", text))
    return min(1.0, sum(map(len, found)) / len(text))


def _reasons(words: int, legal: float, marked: float, odd: float, foreign: float, encoding: Encoding) -> Iterator[str]:
    if encoding != "unicode":
        yield f"written in an encoding from before Unicode ({encoding})"
    if foreign >= 0.5:
        yield f"mostly in another language ({foreign:.0%} of the words)"
    if odd > 0.002:
        yield f"control or private-use characters ({odd:.1%} of all)"
    if marked < _MARKED_ENOUGH and words >= _MIN_WORDS:
        yield f"marks are missing ({marked:.0%} of the words carry one)"
    if legal < _LOW and words >= _MIN_WORDS:
        yield f"words that are no Vietnamese syllables ({1 - legal:.0%})"
    if words < _MIN_WORDS:
        yield "too few words to judge"
