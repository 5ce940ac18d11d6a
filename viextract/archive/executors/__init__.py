"""Where the work of a batch is done: processes of this machine, or the machines of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from viextract.errors import ViextractError

Job = TypeVar("Job")
Result = TypeVar("Result")


class Executor(Protocol):
    """Runs the jobs of a batch. The account of them is kept by the caller, in one place."""

    def run(
        self, jobs: Iterable[Job], work: Callable[[Job], Result], *, seconds: float, memory: int | None
    ) -> Iterator[tuple[Job, Result | ViextractError, float]]:
        """Run ``work(job)`` for every job; yields job, result and seconds taken, as they end.

        jobs: taken one by one, as places get free; work: a function of a module; seconds: the time limit of one job;
        memory: address space that a job may have, bytes. An exception in a job is yielded as a ViextractError, the
        death of its process as WorkerDiedError, a job over the limit as TimedOutError. Closing the iterator ends what
        is at work.
        """
