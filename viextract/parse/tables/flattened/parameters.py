"""What the reading of flattened tables weighs, as one frozen value from ``flattened_tables.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from viextract.data import read_yaml

Pairs = list[tuple[str, float]]
"""What is seen, and how much of it."""

FAMILIES = {
    "number": "number",
    "standard": "code",
    "criterion": "code",
    "indicator": "text",
    "name": "text",
    "content": "text",
    "unit": "body",
    "lead": "body",
    "partners": "body",
    "deadline": "time",
    "report": "report",
}
"""Columns of one family are filled in one manner; those that are not here are ``other``."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights (natural log) of what speaks for and against a cut, by family of columns; ``line`` has those of whole
    lines.

    ``benchmarks/tables/fit.py`` fits them on invented tables.
    """

    weights: Mapping[str, Mapping[str, float]]
    beam: int
    """Readings kept after each line."""
    kept: int
    """Cuts of one line kept for each reading."""

    def score(self, family: str, pairs: Pairs) -> float:
        """The weighted sum; what has no weight counts nothing."""
        known = self.weights.get(family, {})
        return sum(known.get(name, 0.0) * value for name, value in pairs)


def family_of(meaning: str) -> str:
    """The family of a column's meaning."""
    return FAMILIES.get(meaning, "other")


@cache
def fitted() -> Parameters:
    """The parameters that come with the program; the file says whether they were fitted or set by hand."""
    data = read_yaml("flattened_tables.yaml")
    return Parameters(data["weights"], data["beam"], data["kept"])
