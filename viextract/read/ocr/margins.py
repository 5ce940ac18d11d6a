"""By how much another reading must be better to take a word's place (``dictionaries/reading_margins.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from viextract.data import read_yaml


class Margins(NamedTuple):
    """In nats of the language model."""

    marks: tuple[tuple[float, float], ...]
    """For the same letters with other marks: confidence below which a word may change, and the margin then."""
    letter: float
    """For another letter, d for đ among them, which an engine sees better than small marks: where both spellings have a
    sense ("dùng", "đúng") the neighbours never speak so clearly."""
    second: float
    """For a second reading of a line: the first engine is the better one."""
    confidence_weight: float
    """Of the engines' confidence against the model, for a second reading."""


@cache
def margins() -> Margins:
    own = read_yaml("reading_margins.yaml")
    marks = sorted((float(below), float(margin)) for below, margin in own["marks"].items())
    return Margins(tuple(marks), float(own["letter"]), float(own["second"]), float(own["confidence_weight"]))
