"""A slot's digits as one number: the way through its pieces that the network believes most, and how surely."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from viextract.read.ocr.handwriting.network import NONE, log_probabilities, weights
from viextract.read.ocr.handwriting.pieces import (
    Image,
    Mask,
    Piece,
    ink_of,
    joined,
    measures_of,
    picture_of,
    pieces_of,
    upright,
    without_form,
)

_MOST_JOINED = 4  # pieces that may make one digit
_WIDEST = 1.6  # digits are no wider than this, in heights of a digit
_BEAM = 24  # ways kept at each piece
_MOST_PIECES = 24  # more are no digits but a stamp


@dataclass(frozen=True, slots=True)
class Digits:
    """What a slot says."""

    text: str
    confidence: float
    """0 to 1: of readings with such a confidence so many are right."""


def read_digits(slot: Image, height: float, allowed: Callable[[str], bool]) -> Digits | None:
    """The number written in a slot; None where nothing in it looks like one.

    slot: grey picture of the slot alone. height: of a printed digit, in pixels. allowed: whether a string may stand
    there (a day is 1 to 31).
    """
    return read_ink(without_form(ink_of(slot), height), height, allowed)


def read_ink(ink: Mask, height: float, allowed: Callable[[str], bool]) -> Digits | None:
    """The same where the ink is known: without the form's dots."""
    standing, _ = upright(ink)
    pieces = pieces_of(standing, height)
    if not pieces or len(pieces) > _MOST_PIECES:
        return None
    ways = _ways(pieces, *digit_frame(pieces, height))
    total = sum(ways.values())
    right = {text: share for text, share in ways.items() if text and allowed(text)}
    if not right:
        return None
    text = max(right, key=lambda key: right[key])
    return Digits(text, _calibrated(right[text] / total))


def log_odds(share: float) -> float:
    """The logarithm of a share's odds, bounded where all or nothing speaks for it."""
    share = min(max(share, _BOUND), 1 - _BOUND)
    return math.log(share / (1 - share))


_BOUND = 1e-6


def _calibrated(share: float) -> float:
    """How many readings are right for which such a share of all ways speaks: fitted on slots drawn for it."""
    slope, offset = (float(value) for value in weights()["calibration"])
    return 1 / (1 + math.exp(-(slope * log_odds(share) + offset)))


def digit_frame(pieces: list[Piece], height: float) -> tuple[float, float]:
    """Height of the digits of a slot and the line through their middles, in pixels: hands write larger than print."""
    tall = [piece for piece in pieces if piece.mask.shape[0] > 0.6 * height] or pieces
    own = float(np.median([piece.mask.shape[0] for piece in tall]))
    middle = float(np.median([(piece.top + piece.bottom) / 2 for piece in tall]))
    return max(own, 0.6 * height), middle


def segments(pieces: list[Piece], height: float) -> list[tuple[int, int, Piece]]:
    """Neighbouring pieces that may be one digit: first, one past the last, and all of them as one."""
    found = []
    for first in range(len(pieces)):
        for last in range(first + 1, min(first + _MOST_JOINED, len(pieces)) + 1):
            one = joined(pieces[first:last])
            if last > first + 1 and one.mask.shape[1] > _WIDEST * height:
                break
            found.append((first, last, one))
    return found


def _ways(pieces: list[Piece], height: float, middle: float) -> dict[str, float]:
    """What may be read, with the probability of all ways that lead to it; ways over what is no digit included.

    Each piece belongs to a digit or is skipped as none, so that every way explains all of the ink.
    """
    found = segments(pieces, height)
    pictures = np.stack([picture_of(one) for _, _, one in found])
    measures = np.array([measures_of(one, height, middle) for _, _, one in found], np.float32)
    scores = log_probabilities(pictures, measures)
    ink = [int(piece.mask.sum()) for piece in pieces]
    heaviest = max(ink)
    states: list[dict[str, float]] = [{"": 0.0}, *({} for _ in pieces)]
    for (first, last, _), row in zip(found, scores.tolist(), strict=True):
        weight = last - first  # a way of few long steps must not win by having fewer factors
        for text, score in _best(states[first]).items():
            for digit in range(10):
                _add(states[last], text + str(digit), score + weight * row[digit])
            if last == first + 1:
                # Dirt is small: what has as much ink as a digit is not passed over lightly.
                share = ink[first] / heaviest
                _add(states[last], text, score + row[NONE] - _SKIPPED * share)
    return {text: math.exp(score) for text, score in states[-1].items()}


_SKIPPED = 3.0  # nats for skipping a piece with as much ink as the heaviest


def _best(state: dict[str, float]) -> dict[str, float]:
    kept = sorted(state, key=lambda text: -state[text])[:_BEAM]
    return {text: state[text] for text in kept}


def _add(state: dict[str, float], text: str, score: float) -> None:
    state[text] = float(np.logaddexp(state[text], score)) if text in state else score
