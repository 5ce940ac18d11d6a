"""A slot's digits as one number: the string that the network believes most, and how surely."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from viextract.read.ocr.convolution import Floats
from viextract.read.ocr.handwriting.network import BLANK, log_probabilities, weights
from viextract.read.ocr.handwriting.strips import (
    Slot,
    slot_of,
    strip_of,
    without_form,
)
from viextract.read.ocr.pen_ink import Image, Mask, ink_of
from viextract.read.ocr.strip_frames import Nudge

_LOOKS = (Nudge(), Nudge(shear=-0.1), Nudge(shear=0.1), Nudge(size=0.9, down=0.5), Nudge(size=1.1, down=-0.5))
"""Frames in which a slot is read; what it says is believed as far as they agree."""
_BEAM = 16  # strings kept at each place
_EMPTY = 0.5  # share of "nothing is written here" from which that is believed
_FAINTEST = 1e-4  # share of a digit at a place from which it is followed


@dataclass(frozen=True, slots=True)
class Digits:
    """What a slot says."""

    text: str
    confidence: float
    """0 to 1: of readings with such a confidence so many are right."""


def read_digits(slot: Image, height: float, likely: Callable[[str], float]) -> Digits | None:
    """The number written in a slot; None where nothing in it looks like one.

    slot: grey picture of the slot alone. height: of a printed digit, in pixels. likely: how likely a string stands
    there against others, 0 where it may not (a day is 1 to 31).
    """
    return read_ink(slot, without_form(ink_of(slot), height), height, likely)


def read_ink(grey: Image, ink: Mask, height: float, likely: Callable[[str], float]) -> Digits | None:
    """The same where it is known which ink may be digits: without the form's dots."""
    slot = slot_of(grey, ink, height)
    if slot is None:
        return None
    strings = strings_of(slot)
    weighed = {text: share * likely(text) for text, share in strings.items() if text}
    text = max(weighed, key=lambda key: weighed[key], default="")
    if not text or weighed[text] <= 0 or strings.get("", 0.0) > _EMPTY:
        return None
    # All other strings speak against it, those that may not stand there, too: perhaps the slot holds something else. So
    # does what makes the string unusual: one digit where two are the rule is mostly what is left of two.
    return Digits(text, _calibrated(weighed[text] / sum(strings.values())))


# How likely a string stands in a slot, against others. Nghị định 30/2020/NĐ-CP has numbers, days below 10 and the
# months 1 and 2 written with a zero before them; most writers do so, some put it before other months, too.
_WITHOUT_ZERO = 0.1
_ODD_ZERO = 0.03  # "012": nobody is asked for it


def a_number(text: str) -> float:
    """Of a document."""
    if len(text) > 5 or int(text) == 0:
        return 0.0
    return _WITHOUT_ZERO if len(text) == 1 else _ODD_ZERO if text[0] == "0" and len(text) > 2 else 1.0


def a_day(text: str) -> float:
    return _part(text, 31, 10)


def a_month(text: str) -> float:
    return _part(text, 12, 3)


def _part(text: str, limit: int, zeros_below: int) -> float:
    if len(text) > 2 or not 0 < int(text) <= limit:
        return 0.0
    return _WITHOUT_ZERO if len(text) == 1 and int(text) < zeros_below else 1.0


def strings_of(slot: Slot) -> dict[str, float]:
    """What the slot may say, and the probability of each: the mean over networks and looks at it."""
    found: dict[str, float] = {}
    for look in _LOOKS:
        readings = log_probabilities(strip_of(slot, look))
        for reading in readings:
            for text, share in string_shares(np.exp(reading)).items():
                found[text] = found.get(text, 0.0) + share / (len(_LOOKS) * len(readings))
    return found


def string_shares(places: Floats) -> dict[str, float]:
    """The likeliest strings with the probability of all ways to write them over the places (Graves 2006).

    A digit that goes on over neighbouring places is one; the same digit twice has a blank between.
    """
    # Of each string: how likely are the ways to it that end in a blank, and those that end in its last digit.
    states: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for place in places.tolist():
        digits = [digit for digit in range(10) if place[digit] > _FAINTEST]
        grown: dict[str, tuple[float, float]] = {}

        def add(text: str, blank: float, digit: float, grown: dict[str, tuple[float, float]] = grown) -> None:
            before = grown.get(text, (0.0, 0.0))
            grown[text] = before[0] + blank, before[1] + digit

        for text, (blank, ending) in states.items():
            last = int(text[-1]) if text else BLANK
            add(text, (blank + ending) * place[BLANK], ending * place[last] if text else 0.0)
            for digit in digits:
                add(text + str(digit), 0.0, (blank if digit == last else blank + ending) * place[digit])
        best = sorted(grown, key=lambda text: -sum(grown[text]))[:_BEAM]
        states = {text: grown[text] for text in best}
    return {text: sum(ways) for text, ways in states.items()}


def log_odds(share: float) -> float:
    """The logarithm of a share's odds, bounded where all or nothing speaks for it."""
    share = min(max(share, _BOUND), 1 - _BOUND)
    return math.log(share / (1 - share))


_BOUND = 1e-6


def _calibrated(share: float) -> float:
    """How many readings are right for which such a share of all strings speaks: fitted on slots drawn for it."""
    slope, offset = (float(value) for value in weights()["calibration"])
    return 1 / (1 + math.exp(-(slope * log_odds(share) + offset)))
