"""How near a found table is to the truth.

``exact_rows``: F1 of logical rows of which every cell reads as in the truth (similarity of at least 90 of 100, as
the acceptance scorer asks). ``content``: like GriTS_Con (Smock et al., 2023, "GriTS: Grid table similarity metric"):
twice the similarity of the most similar substructures over the number of cells of both tables; rows and columns keep
their order (two-level dynamic programme).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz

Grid = Sequence[Sequence[str | None]]


def clean(text: object) -> str:
    """White space and separators unified, case kept out."""
    text = re.sub(r"\s*[;\n]\s*", "; ", str(text or ""))
    return re.sub(r"\s+", " ", text).strip(" .;").casefold()


def alike(a: object, b: object) -> float:
    """0 to 1; two empty cells are alike."""
    a, b = clean(a), clean(b)
    return 1.0 if a == b else fuzz.ratio(a, b) / 100


def _best_order(first: Sequence[Any], second: Sequence[Any], value: Callable[[Any, Any], float]) -> float:
    """Greatest sum over pairs that keep both orders."""
    table = np.zeros((len(first) + 1, len(second) + 1))
    for i, a in enumerate(first, 1):
        for j, b in enumerate(second, 1):
            table[i, j] = max(table[i - 1, j], table[i, j - 1], table[i - 1, j - 1] + value(a, b))
    return float(table[-1, -1])


def content(truth: Grid, found: Grid) -> float:
    """Similarity of two matrices of cells, 0 to 1; empty cells that both have count, as in GriTS."""
    cells = sum(map(len, truth)) + sum(map(len, found))
    if not cells:
        return 1.0
    total = _best_order(truth, found, lambda a, b: _best_order(a, b, alike))
    return 2 * total / cells


def exact_rows(truth: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]], least: float = 0.9) -> float:
    """F1 of rows that are right in every cell."""
    right = _best_order(truth, found, lambda a, b: float(all(alike(a[k], b.get(k)) >= least for k in a)))
    return 2 * right / max(len(truth) + len(found), 1)
