"""The phrases of ``dictionaries/plan_phrases.yaml`` as compiled patterns on folded text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from viextract.data import read_yaml
from viextract.language.fold import fold


@cache
def phrases() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("plan_phrases.yaml")
    return data


def _spaced(phrase: str) -> str:
    return phrase.replace(" ", r"\s+")


@cache
def either(name: str) -> str:
    """One of the list's phrases, as alternatives of a pattern, the longest first.

    >>> either("asking_whom").startswith(r"(?:kính\\s+mời|")
    True
    """
    return "(?:" + "|".join(_spaced(phrase) for phrase in sorted(phrases()[name], key=len, reverse=True)) + ")"


@cache
def woven(pattern: str) -> re.Pattern[str]:
    """A pattern on text with its marks, in which ``{name}`` is one of the phrases of that list; capitals do not matter.

    >>> woven("(?:{asking_whom}) ").match("Giao Công an xã")[0]
    'Giao '
    """
    return re.compile(_NAMED.sub(lambda match: either(match[1]), pattern), re.IGNORECASE)


_NAMED = re.compile(r"\{([a-z_]+)\}")


@cache
def opening(name: str) -> re.Pattern[str]:
    """Matches where the folded text opens with one of the list's phrases."""
    return re.compile(rf"[\s\"'(*]*{either(name)}(?!\w)")


@cache
def anywhere(name: str) -> re.Pattern[str]:
    """Finds one of the list's phrases anywhere in the folded text."""
    return re.compile(rf"(?<!\w){either(name)}(?!\w)")


@cache
def ending(name: str) -> re.Pattern[str]:
    """Finds one of the list's expressions where the folded text ends."""
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases()[name]) + ")")


def names_kind(text: str) -> bool:
    """Whether a line is nothing but the kind of document, in capitals.

    >>> names_kind("KẾ HOẠCH"), names_kind("Kế hoạch"), names_kind("PHÒNG KẾ HOẠCH"), names_kind("PHƯỜNG AN")
    (True, False, False, False)
    """
    bare = text.strip(" *_-:.")
    is_other = bare.lower() in phrases()["no_title_kinds"]
    return bare.isupper() and not is_other and fold(bare) in phrases()["title_kinds"]


@cache
def role_verbs() -> str:
    """The verbs that say no more than a body's role, as a pattern on folded text."""
    verbs = [verb for words in phrases()["role_verbs"].values() for verb in words]
    return "(?:" + "|".join(map(_spaced, sorted(verbs, key=len, reverse=True))) + ")"


def is_lead_verb(verb: str) -> bool:
    """Whether the verb of a role makes its body the lead; ``verb`` folded."""
    return " ".join(verb.split()) in phrases()["role_verbs"]["lead"]


def _kinds() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = phrases()["section_kinds"]
    return kinds


@cache
def kind_patterns() -> list[tuple[str, re.Pattern[str]]]:
    """(kind of section, pattern) for titles."""
    return [
        (kind, re.compile(r"(?<!\w)(?:" + "|".join(map(_spaced, words)) + r")(?!\w)"))
        for kind, words in _kinds().items()
    ]
