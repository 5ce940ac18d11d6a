"""How the time of a reader grows with the length of its text."""

from __future__ import annotations

import time
from collections.abc import Callable

SLACK = 3
"""How much more than proportional a measured time may grow: the machine may be busy; quadratic time grows by the
factor of the lengths once more."""
NOISE = 0.1
"""Seconds below which a difference says nothing."""


def is_linear(read: Callable[[str], object], piece: str, short: int = 100, factor: int = 10) -> bool:
    """Whether ``factor`` times the text costs about ``factor`` times the processor time; the best of two counts."""

    def seconds(count: int) -> float:
        best = float("inf")
        for _ in range(2):
            begun = time.process_time()
            read(piece * count)
            best = min(best, time.process_time() - begun)
        return best

    return seconds(short * factor) < factor * SLACK * seconds(short) + NOISE
