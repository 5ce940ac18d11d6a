"""The words of ``dictionaries/deadlines.yaml`` as patterns on folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from viextract.data import read_yaml
from viextract.language.fold import fold


@cache
def words() -> dict[str, Any]:
    """The dictionary, with every word folded."""
    return {name: _folded(value) for name, value in printed_words().items() if name != "source"}


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    return {name: _folded(item) for name, item in value.items()}


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern of any of the phrases, the longest first; a blank in a phrase is one blank or more."""
    return "|".join(re.escape(p).replace(r"\ ", " +") for p in sorted(phrases, key=len, reverse=True))


def any_of(*names: str) -> str:
    """A pattern of any word of these lists of the dictionary."""
    return alternatives(phrase for name in names for phrase in words()[name])


# Patterns of what stands around a time: on the text in lower case with its marks, since too many words are alike
# without them ("tham gia", "giá"); on folded text where the text itself has no marks.


def _listed(name: str, plain: bool) -> str:
    return alternatives(fold(word) if plain else word for word in printed_words()[name])


@cache
def printed_words() -> dict[str, Any]:
    """The dictionary as it stands, with marks."""
    data: dict[str, Any] = read_yaml("deadlines.yaml")
    return data


@cache
def ending_in(name: str, plain: bool) -> re.Pattern[str]:
    """A text that ends in a word of the list (search in a short window: the pattern is anchored at its end)."""
    return re.compile(rf"(?<!\w)(?:{_listed(name, plain)})[ :]*$")


@cache
def holding(name: str, plain: bool) -> re.Pattern[str]:
    """A word of the list anywhere."""
    return re.compile(rf"(?<!\w)(?:{_listed(name, plain)})(?!\w)")


@cache
def opening_with(name: str, plain: bool) -> re.Pattern[str]:
    """A text that opens with a word of the list."""
    return re.compile(rf"\W*(?:{_listed(name, plain)})(?!\w)")
