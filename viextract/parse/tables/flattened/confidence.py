"""How likely it is that a row of a flattened table is right in every cell: a logistic model of what its reading shows.

``benchmarks/tables/trust.py`` fits it on invented tables, clean and damaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log

from viextract.data import read_yaml

LEAST_SHARE = 0.01
"""A cut with a smaller share of the readings counts as one with this."""
NAMES = ("bias", "cut", "least_cut", "unread", "table_cut", "damage", "lines", "broken")


def evidence(
    cuts: Sequence[float], read: Sequence[float], table: Sequence[float], damage: float, broken: int
) -> dict[str, float]:
    """What is seen of a row.

    cuts: for each of its lines, the share of the readings that cut it so. read: the recovery's confidence in each.
    table: the shares of all lines of the table. damage: share of its words that recovery has changed. broken: cells
    that the row should have and has not.
    """
    doubts = [-log(max(value, LEAST_SHARE)) for value in cuts] or [0.0]
    all_doubts = [-log(max(value, LEAST_SHARE)) for value in table] or [0.0]
    return {
        "bias": 1.0,
        "cut": sum(doubts) / len(doubts),
        "least_cut": max(doubts),
        "unread": 1.0 - sum(read) / max(len(read), 1) if read else 0.0,
        "table_cut": sum(all_doubts) / len(all_doubts),
        "damage": damage,
        "lines": log(max(len(cuts), 1)),
        "broken": float(broken),
    }


def probability(seen: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """That the row is right.

    >>> sure, unsure = evidence([1.0], [1.0], [1.0], 0.0, 0), evidence([0.3], [0.7], [0.4], 0.9, 1)
    >>> 0.0 < probability(unsure) < probability(sure) < 1.0
    True
    """
    weights = fitted() if weights is None else weights
    total = sum(weights.get(name, 0.0) * value for name, value in seen.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


@cache
def fitted() -> Mapping[str, float]:
    """The weights that come with the program."""
    found: Mapping[str, float] = read_yaml("flattened_rows.yaml")["weights"]
    return found
