"""Workers of batches that start at once: a process that has loaded the program is forked for each.

A worker of its own takes most of a second to load the program, and the tests run some hundred batches. How real workers
start, end and die is tested where that is the point (tests/archive/test_pool.py).
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from typing import Any

LOADED = ["pytest", "tests.warm_worker"]


class QuickContext(ForkServerContext):
    """As ``spawn`` it gives workers the environment of their parent as it is now, which a server knows as it was."""

    def Process(self, *, target: Callable[..., None], args: tuple[Any, ...]) -> Any:  # type: ignore[override]
        return super().Process(target=within, args=(dict(os.environ), target, args))


def within(environment: dict[str, str], target: Callable[..., None], args: tuple[Any, ...]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    target(*args)


def quick_context(_: str) -> QuickContext:
    context = QuickContext()
    context.set_forkserver_preload(LOADED)
    return context


def available() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()
