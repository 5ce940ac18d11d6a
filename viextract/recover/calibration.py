"""What the posterior of a decision is worth as a probability that it is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from viextract.data import dictionaries
from viextract.recover.ragged import Floats


@cache
def curves() -> Mapping[str, Sequence[tuple[float, float]]]:
    """By kind of damage: posteriors and the share of such decisions that is right, as scripts/calibrate.py measured."""
    loaded: dict[str, list[tuple[float, float]]] = json.loads(
        (dictionaries() / "models" / "calibration.json").read_text("utf-8")
    )
    return loaded


def worth(posterior: Floats, damage: str) -> Floats:
    """Probabilities for posteriors (0 to 1); these themselves where nothing is known of the kind of damage."""
    curve = curves().get(damage)
    if not curve:
        return posterior
    said, right = zip(*curve, strict=True)
    probability: Floats = np.interp(posterior, said, right)
    return probability
