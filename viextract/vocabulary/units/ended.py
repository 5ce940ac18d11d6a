"""Whether a body exists on a day, after the reforms that the dictionaries know."""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_tsv, read_yaml
from viextract.vocabulary.units.reading import in_force, kind_of


def exists(name: str, day: str, behind: str = "") -> bool:
    """Whether the law knows such a body on ``day`` (ISO 8601). behind: the text that follows its name.

    >>> exists("Công an huyện Suối Mơ", "2026-02-10"), exists("Công an huyện Suối Mơ", "2025-06-30")
    (False, True)
    >>> exists("Huyện đoàn", "2026-02-10"), exists("Huyện đoàn", "2026-02-10", " cũ nộp sổ")
    (False, True)
    >>> exists("Trường Tiểu học huyện Suối Mơ", "2026-02-10"), exists("Ủy ban nhân dân xã Suối Mơ", "2026-02-10")
    (True, True)
    """
    if _past().search(name) or _past().match(behind):
        return True
    kind = kind_of(name)
    return (kind is None or in_force(kind, day)) and of_living_level(name, day)


def of_living_level(name: str, day: str) -> bool:
    """Whether no level stands in a body's name that the law had ended on ``day``."""
    if name.lower().startswith(_outlive()):
        return True
    return not any(day > last and _of_level(name, word) for word, last in _ended().items())


def _of_level(name: str, word: str) -> bool:
    """Whether a body is of a level, by its first word or a later one in small letters or in capitals throughout: with
    one capital it is part of the name of a person or place. "Liên huyện" is none.
    """
    if re.match(rf"{word}(?!\w)", name, re.IGNORECASE):
        return True
    return re.search(rf"(?<!\w){_not_joined()}(?:{word}|{word.upper()})(?!\w)", name) is not None


@cache
def _not_joined() -> str:
    return "".join(f"(?<!{word} )" for word in read_yaml("units_words.yaml")["joining_levels"])


@cache
def _ended() -> dict[str, str]:
    """The last day of each level that was ended, by its word."""
    return {row["word"]: row["valid_to"] for row in read_tsv("ended_levels.tsv")}


@cache
def _outlive() -> tuple[str, ...]:
    return tuple(f"{head} " for head in read_yaml("units_words.yaml")["outlive_levels"])


@cache
def _past() -> re.Pattern[str]:
    words = "|".join(read_yaml("units_words.yaml")["of_the_past"])
    return re.compile(rf"\s*(?<!\w)\(?(?:{words})(?!\w)", re.IGNORECASE)
