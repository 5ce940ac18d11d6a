"""What the posterior of a decision is worth as a probability that it is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viextract.data import dictionaries
from viextract.recover.ragged import Floats

_LEAST = 1e-3
"""Odds are those of nothing nearer to 0 or 1."""


class Beside(NamedTuple):
    """Weights of the logarithm of the odds that a decision is right: of its posterior, of the mean posterior of the
    decisions around it, and of its being a figure."""

    base: float
    posterior: float
    around: float
    figure: float


@cache
def _fitted() -> Mapping[str, Any]:
    loaded: dict[str, Any] = json.loads((dictionaries() / "models" / "calibration.json").read_text("utf-8"))
    return loaded


def curves() -> Mapping[str, Sequence[tuple[float, float]]]:
    """By kind of damage: posteriors and the share of such decisions that is right, as scripts/calibrate.py measured."""
    found: Mapping[str, Sequence[tuple[float, float]]] = _fitted()["curves"]
    return found


def beside() -> Mapping[str, Beside]:
    """By kind of damage: what the decisions around one say of it, for kinds where that is known."""
    return {damage: Beside(*weights) for damage, weights in _fitted()["beside"].items()}


def worth(posterior: Floats, damage: str) -> Floats:
    """Probabilities for posteriors (0 to 1); these themselves where nothing is known of the kind of damage."""
    curve = curves().get(damage)
    if not curve:
        return posterior
    said, right = zip(*curve, strict=True)
    probability: Floats = np.interp(posterior, said, right)
    return probability


def signs(posterior: Floats, around: Floats, figure: NDArray[np.bool_]) -> Floats:
    """What the weights of :class:`Beside` belong to: a row for each decision."""
    return np.stack((np.ones(len(posterior)), _odds(posterior), _odds(around), figure.astype(np.float64)), axis=1)


def worth_beside(posterior: Floats, around: Floats, figure: NDArray[np.bool_], weights: Beside) -> Floats:
    """Probabilities for posteriors where the decisions around them tell how poor the page is there."""
    probability: Floats = 1 / (1 + np.exp(-(signs(posterior, around, figure) @ np.array(weights))))
    return probability


def _odds(p: Floats) -> Floats:
    held = p.clip(_LEAST, 1 - _LEAST)
    odds: Floats = np.log(held / (1 - held))
    return odds
