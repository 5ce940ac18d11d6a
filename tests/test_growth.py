"""What tests ask of time: growth, never seconds; and that growth with the square of the length is seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import growth

TESTS = Path(__file__).parent
LIMIT = re.compile(r"assert\b[^\n]*(?:monotonic|perf_counter|process_time|thread_time|time\.time)\(\)\s*-")


class Clock:
    """A processor whose time is what the work says that it took."""

    def __init__(self, cost: Callable[[int], float]) -> None:
        self.now = 0.0
        self._cost = cost

    def work(self, size: int) -> Callable[[], object]:
        def spend() -> None:
            self.now += self._cost(size)

        return spend


@pytest.mark.parametrize(
    ("cost", "linear"),
    [
        (lambda size: 0.001 * size, True),
        (lambda size: 0.00001 * size**2, False),
        (lambda size: 0.0001 * size**1.7, False),
        (lambda size: 0.000001 * size, True),
    ],
    ids=["in step", "with the square", "well above in step", "too little to tell"],
)
def test_growth_is_told(cost: Callable[[int], float], linear: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(cost)
    monkeypatch.setattr("tests.growth.time.process_time", lambda: clock.now)
    assert growth.is_linear(clock.work, short=1000) is linear


def test_a_busy_machine_does_not_look_like_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = iter([1.0, 1.0, 9.0, 1.0, 5.0, 3.0, 1.2])
    clock = Clock(lambda size: 0.001 * size * next(busy))
    monkeypatch.setattr("tests.growth.time.process_time", lambda: clock.now)
    assert growth.is_linear(clock.work, short=1000)


def test_calls_are_counted() -> None:
    assert (
        growth.calls_of(lambda: [abs(k) for k in range(50)]) - growth.calls_of(lambda: [abs(k) for k in range(1)]) == 49
    )


def test_no_test_sets_a_limit_in_seconds() -> None:
    assert LIMIT.search("assert time.monotonic() - begun < 3")
    assert [
        path.name
        for path in sorted(TESTS.rglob("*.py"))
        if path != Path(__file__) and LIMIT.search(path.read_text("utf-8"))
    ] == []
