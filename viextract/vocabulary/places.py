"""Words before the names of places: the units of the levels of government, from ``dictionaries/name_cues.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from viextract.data import read_yaml


@cache
def levels() -> tuple[tuple[str, ...], ...]:
    """Kinds of units by level of government, the highest first; with marks and in lower case.

    >>> levels()[0], "phường" in levels()[-1]
    (('tỉnh',), True)
    """
    return tuple(map(tuple, read_yaml("name_cues.yaml")["levels"]))


@cache
def of_level() -> str:
    """Any kind of unit of government, as alternatives of a pattern.

    >>> import re; re.search(of_level(), "thành phố Hoa Đào")[0]
    'thành phố'
    """
    return alternatives(kind for level in levels() for kind in level)


@cache
def before_place() -> str:
    """A word behind which the name of a place stands, as a pattern: not where it is part of another ("hợp tác xã")."""
    listed = read_yaml("name_cues.yaml")
    kinds = [*(kind for level in levels() for kind in level), *listed["seats"]]
    return "(?:" + "|".join(_kind(kind, listed["not_levels"]) for kind in sorted(kinds, key=len, reverse=True)) + ")"


def _kind(kind: str, others: Iterable[str]) -> str:
    behind = (f"(?<!{other.removesuffix(kind)})" for other in others if other.endswith(" " + kind))
    ahead = (f"(?!{other.removeprefix(kind)})" for other in others if other.startswith(kind + " "))
    return "".join([*behind, kind, *ahead])


def alternatives(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, the longest first."""
    return "(?:" + "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True)) + ")"
