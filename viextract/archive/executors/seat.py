"""One worker process that takes jobs one by one, and is replaced when it dies, hangs or has grown large."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from typing import Generic

from viextract.archive.executors import Job, Result
from viextract.archive.executors.pool import Settings, Worker, next_results
from viextract.errors import ViextractError


class Seat(Generic[Job, Result]):
    """A place for one job at a time, with the limits of :func:`viextract.archive.executors.pool.run_jobs`."""

    def __init__(self, work: Callable[[Job], Result], seconds: float, memory: int | None) -> None:
        self._settings = Settings(work, seconds, memory)
        self._worker: Worker[Job, Result] | None = None

    def run(self, job: Job) -> tuple[Result | ViextractError, float]:
        """The result of a job, or what went wrong, and the seconds that it took."""
        if self._worker is None:
            self._worker = Worker(multiprocessing.get_context("spawn"), self._settings, job)
        else:
            self._worker.give(job)
        while True:
            for worker, result in next_results([self._worker]):
                taken = time.monotonic() - worker.begun
                if worker.is_lost or worker.grown:
                    self.close()
                return result, taken

    def close(self) -> None:
        """End the process and all that it started."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None
