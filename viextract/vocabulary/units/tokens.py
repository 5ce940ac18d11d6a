"""The words of names of bodies: how a text is cut, and what its words are listed as in ``units_words.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from viextract.data import read_tsv, read_yaml
from viextract.language.fold import fold
from viextract.language.i_and_y import with_y
from viextract.language.remembered import remembered
from viextract.vocabulary.positions import positions


class Token(NamedTuple):
    """A word or mark of a text, and where it stands."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Folded words it stands for; several for an abbreviation, none for punctuation."""


class _Words(NamedTuple):
    heads: frozenset[str]
    not_bodies: frozenset[str]
    not_stops: frozenset[str]
    school_levels: frozenset[str]
    generic_nouns: frozenset[str]
    plurals: frozenset[str]
    places: frozenset[str]
    not_places: frozenset[str]
    closings: frozenset[str]
    stops: frozenset[str]
    verbs: frozenset[str]
    complete: frozenset[str]
    boards: frozenset[str]
    fields_of_boards: frozenset[str]
    duties_behind_boards: frozenset[str]
    addresses: frozenset[str]
    hamlets: frozenset[str]
    numbered_places: frozenset[str]
    numbered_levels: frozenset[str]
    before_fields: frozenset[str]
    zones: frozenset[str]
    verbs_behind_names: frozenset[str]
    not_verbs_behind_names: frozenset[str]
    capital_verbs: frozenset[str]
    ranks: frozenset[str]
    named_by_fields: frozenset[str]
    relative: frozenset[str]


SEPARATORS = frozenset({",", ";", "và", "cùng", "hoặc", "&", "/"})


OPEN_QUOTES, CLOSE_QUOTES = '"“', '"”'


@cache
def word_lists() -> _Words:
    data: dict[str, Any] = read_yaml("units_words.yaml")
    listed = {name: frozenset(data[name]) for name in _Words._fields}
    listed["heads"] |= frozenset(positions("names"))
    listed["complete"] |= frozenset(positions("alone"))
    return _Words(**listed)


@cache
def owners() -> frozenset[str]:
    return frozenset(read_yaml("units_words.yaml")["owners"])


@cache
def abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["expansion"] for row in read_tsv("units_abbreviations.tsv")}


_ROOM = r"(?<![\w.])P\.(?=\s?(?!CVP)[A-ZĐ]{3,}(?!\w))"
"""A department by its letters: "P. KHTH"; before fewer letters, or a word, "P." is a deputy's ("P.GĐ")."""
_TOKEN = re.compile(_ROOM + r"|(?<![\w&])[A-ZĐ]+(?:[&-][A-ZĐ]+)+(?![\w&])|[^\W_]+|[^\w\s]")


_PART = re.compile(r"[^\W_]+|[^\w\s]")


@remembered(size=4096)
def tokenize(text: str) -> Sequence[Token]:
    """The words and marks of a text; kept, since each heading and task is asked several questions."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word == "P.":
            room = read_yaml("units_words.yaml")["departments"][word]
            found.append(Token(match.start(), match.end(), room, (fold(room),)))
        elif "&" in word[1:] or "-" in word[1:]:
            if word in abbreviations():
                found.append(_token(word, match.start()))
            else:  # "HĐND-UBND": two abbreviations
                found += [_token(part[0], match.start() + part.start()) for part in _PART.finditer(word)]
        else:
            found.append(_token(word, match.start()))
    return found


def _token(word: str, start: int) -> Token:
    word = word if word[0].isupper() else _with_y(word)  # names of places keep their own spelling
    return Token(start, start + len(word), word, _folded_words(word))


_with_y = lru_cache(maxsize=16384)(with_y)


@lru_cache(maxsize=16384)
def _folded_words(word: str) -> tuple[str, ...]:
    """The folded words that a token stands for: those of an abbreviation's expansion, none for punctuation."""
    if word == "&":
        return ("va",)
    expansion = abbreviations().get(word)
    if expansion:
        return tuple(re.findall(r"\w+", fold(expansion)))
    return (fold(word),) if word[0].isalnum() else ()


@lru_cache(maxsize=64)
def _longest_by_first_word(phrases: frozenset[str]) -> dict[str, int]:
    """What phrases begin with, and the most tokens of one that does: a look that spares most places a closer one."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        tokens = tokenize(phrase)
        if tokens:
            first = tokens[0].text.lower()
            longest[first] = max(longest.get(first, 0), len(tokens), phrase.count(" ") + 1)
    return longest


def phrase_end(tokens: Sequence[Token], i: int, phrases: frozenset[str], most: int = 4) -> int:
    """The token after the longest of ``phrases`` that stands at ``i``; ``i`` where none does."""
    if i >= len(tokens):
        return i
    longest = _longest_by_first_word(phrases).get(tokens[i].text.lower(), 0)
    for length in range(min(most, longest, len(tokens) - i), 0, -1):
        if " ".join(token.text for token in tokens[i : i + length]).lower() in phrases:
            return i + length
    return i


def place_end(tokens: Sequence[Token], i: int) -> int:
    """The token after the word for a place that stands at ``i``; ``i`` where none does, or where it is a syllable of a
    longer word: "Công tác xã hội", "Môi trường đô thị".

    >>> tokens = tokenize("Trung tâm Công tác xã hội xã Tân Lập")
    >>> place_end(tokens, 4), place_end(tokens, 6)
    (4, 7)
    """
    end = phrase_end(tokens, i, word_lists().places, 3)
    if end > i and any(phrase_end(tokens, k, word_lists().not_places) > i for k in range(max(0, i - 2), i + 1)):
        return i
    return end


def is_capital(token: Token) -> bool:
    return token.text[0].isupper()
