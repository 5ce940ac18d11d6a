"""Names of persons: what they look like, how one is addressed, which titles stand before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.phrases import phrases

LEAST_NAME_WORDS, MOST_NAME_WORDS = 2, 5
"""Words of a name, as the civil registers have them."""

_WORD = rf"{CAPITAL}[^\W\d_]*(?:['’][^\W\d_]+)?\s*"


@cache
def addressed() -> str:
    """A person's name with an address before it (a pattern)."""
    told = phrases()["addresses"]
    whole, either, small = (_addresses(told[key]) for key in ("of_whole_names", "of_any_name", "of_any_name_small"))
    country = "|".join(told["like_countries"])
    full, any_name = (rf"(?:{_WORD}){{{least},{MOST_NAME_WORDS}}}" for least in (LEAST_NAME_WORDS, 1))
    return (
        rf"(?:{_capital_or_not(whole)}\s*:?\s+{full}|(?:{country})\s+{full}(?=[\s(]*[:(,–-])"
        rf"|(?:{_capital_or_not(either)}|{'|'.join(small)})\s*:?\s+{any_name})"
    )


def _addresses(words: Sequence[str]) -> list[str]:
    return [re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)]


def _capital_or_not(words: Sequence[str]) -> str:
    return "(?:" + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words) + ")"


@cache
def addressed_name() -> re.Pattern[str]:
    return re.compile(addressed())


@cache
def surnames() -> frozenset[str]:
    """Family names, folded."""
    return frozenset(phrases()["surnames"])


@cache
def _titles() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, phrases()["personal_titles"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?:\.\s*|\s+)")


def without_titles(text: str) -> str:
    """Names without degrees and ranks before them.

    >>> without_titles("Trung tá Lê Hữu Phước")
    'Lê Hữu Phước'
    """
    return _titles().sub("", text)


def has_surname(words: Sequence[str]) -> bool:
    """Whether the first of some words is a family name."""
    return bool(words) and fold(words[0]) in surnames()


def is_name(text: str) -> bool:
    """Whether ``text`` has the form of a Vietnamese name, be it behind a title: two to five words, each with a capital,
    nothing else. Capitals alone are a name only where they begin with a family name.

    >>> is_name("ThS. Lê Thị Măng"), is_name("LÊ THỊ MĂNG"), is_name("ỦY BAN NHÂN DÂN"), is_name("Lê Thị Măng ký")
    (True, True, False, False)
    >>> is_name("Siu H'Măng")
    True
    """
    words = without_titles(text).split()
    if is_capitals(text) and not has_surname(words):
        return False
    return LEAST_NAME_WORDS <= len(words) <= MOST_NAME_WORDS and all(map(_is_of_name, words))


_APOSTROPHE = re.compile("['’]")


def _is_of_name(word: str) -> bool:
    """Whether a word has the form of one of a name; names of the Central Highlands have apostrophes: "H'Lan"."""
    first, *more = _APOSTROPHE.split(word)
    if not (first.isalpha() and first[0].isupper() and (first[1:].islower() or first.isupper())):
        return False
    return all(part.isalpha() and part[1:] == part[1:].lower() for part in more) or word.isupper()


def is_full_name(text: str) -> bool:
    """Whether ``text`` is a name of three words or more that begins with a family name.

    >>> is_full_name("Ngô Thị Hạnh"), is_full_name("Hải Phòng")
    (True, False)
    """
    words = text.split()
    return len(words) > LEAST_NAME_WORDS and is_name(text) and has_surname(words)
