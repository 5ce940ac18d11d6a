"""Positions of persons, from ``dictionaries/positions.tsv``: one list, of which each reader takes what matters to it.

>>> "phó chủ tịch" in positions("signs"), "già làng" in positions("signs"), "già làng" in positions("acts")
(True, False, True)
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from viextract.data import read_tsv, read_yaml
from viextract.language.fold import fold

Use = Literal["signs", "seal", "acts", "names", "alone", "member"]
"""What the file's first lines say of each."""


@cache
def positions(kind: Use) -> tuple[str, ...]:
    """The positions of one use, with their marks and in lower case."""
    return tuple(row["position"] for row in read_tsv("positions.tsv") if kind in row["uses"].split("|"))


@cache
def officers() -> tuple[str, ...]:
    """How one who acts in office is called, folded: by the position, or by other words ("cán bộ phụ trách")."""
    others: list[str] = read_yaml("actors.yaml")["officers"]
    return tuple(dict.fromkeys([*map(fold, positions("acts")), *others]))


@cache
def places_in_committees() -> frozenset[str]:
    """What one is in a committee, folded."""
    return frozenset(map(fold, positions("member")))


@cache
def signing_positions() -> dict[str, str]:
    """Positions that sign: the folded words, and the spelling where they are those of one position only ("thu truong"
    may be two)."""
    spelt: dict[str, str] = {}
    for position in positions("signs"):
        folded = fold(position)
        spelt[folded] = folded if folded in spelt else position
    return spelt
