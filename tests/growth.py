"""How the work of a reader grows with its input, and guards against work that does not end.

No test asks how many seconds something takes: the machine may be busy. What is asked is how much more a longer input
takes than a shorter one, measured side by side until the answer holds, or how many functions are called, which no other
process changes.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SLACK = 2.25
"""How much more than proportional measured time may grow. Time that grows with the square of the length, measured on
four times the length, grows by four times that again."""
NOISE = 0.1
"""Seconds of the processor below which a difference says nothing: one collection of garbage takes as long."""
ROUNDS = 6
"""How often both are measured before growth is believed to be what it seems: the least of each counts, and what other
processes take from caches and clock comes and goes."""


def is_linear(work: Callable[[int], Callable[[], object]], short: int, factor: int = 4) -> bool:
    """Whether ``factor`` times the size costs about ``factor`` times the processor time.

    ``work(size)`` makes the input, which is not measured, and gives back what is to be done with it.
    """
    work(max(1, short // 10))()  # dictionaries and models are loaded once
    less = more = float("inf")
    for _ in range(ROUNDS):
        less = min(less, _processor_seconds(work(short)))
        more = min(more, _processor_seconds(work(short * factor)))
        if more < factor * SLACK * less + NOISE:
            return True
    return False


def reads_in_linear_time(read: Callable[[str], object], piece: str, short: int = 100, factor: int = 10) -> bool:
    """:func:`is_linear` for a reader of text that is one piece many times over."""

    def work(count: int) -> Callable[[], object]:
        text = piece * count
        return lambda: read(text)

    return is_linear(work, short, factor)


def _processor_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called while something is done."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def no_hang(seconds: int = 120) -> Iterator[None]:
    """Ends what waits for ever, so that one test fails; far more time than anything takes."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still waiting after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
