"""Many files in Python: their plans one after the other, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viextract.archive.executors.pool import run_jobs
from viextract.errors import InvalidOptionError, ViextractError
from viextract.model.plan import Plan
from viextract.options import Options, processes

_AHEAD_PER_WORKER = 8
"""In order, so many files per worker may be done before one that takes long: their plans are held until it ends."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file of :func:`iter_extract`: its plan, or the error that says why there is none."""

    path: Path
    """As it was given."""
    seconds: float
    error: ViextractError | None = None
    _plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """Raises the file's error where there is no plan."""
        if self._plan is None:
            raise self.error or ViextractError(f"{self.path} gave no plan")
        return self._plan


def iter_extract(
    paths: Iterable[str | Path],
    options: Options | None = None,
    *,
    jobs: int = 0,
    ordered: bool = True,
) -> Iterator[Extracted]:
    """The plans of many files, from worker processes; nothing is written.

    paths: any iterable, taken as workers get free, so that it may be endless; jobs: worker processes, 0 for one per
    core; ordered: in the order of the paths, else as they end. A file that fails, hangs
    (``options.limits.file_seconds``) or takes its process down gives its error, and the others go on. Leaving the loop
    ends the workers. They start as new interpreters: call this from a program's main module only below
    ``if __name__ == "__main__"``.

    Raises InvalidOptionError where ``jobs`` is less than 0.
    """
    if isinstance(paths, str | Path):
        raise InvalidOptionError("iter_extract takes several paths, not one", advice="Put it into a list.")
    workers = _workers(jobs)
    return _in_order(_extract_all(paths, options or Options(), workers, ordered), ordered)


def _workers(jobs: int) -> int:
    if jobs < 0:
        raise InvalidOptionError(f"jobs = {jobs}: a number of processes, or 0 for one per core")
    return processes(jobs)


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    path: Path
    options: Options


def extract_file(job: _Job) -> Plan:
    """What a worker does with one file."""
    from viextract.api import extract

    return extract(job.path, job.options)


def _extract_all(
    paths: Iterable[str | Path], options: Options, workers: int, ordered: bool
) -> Iterator[tuple[int, Extracted]]:
    # Several files at once are quicker than several pages of one, and the two together too much for the machine.
    alone = options.model_copy(update={"jobs": 1})
    jobs = (_Job(number, Path(path), alone) for number, path in enumerate(paths))
    done = run_jobs(
        jobs,
        extract_file,
        workers=workers,
        seconds=options.limits.file_seconds,
        memory=options.limits.max_memory_bytes,
        ahead=_AHEAD_PER_WORKER * workers if ordered else None,
    )
    for job, result, seconds in done:
        if isinstance(result, ViextractError):
            yield job.number, Extracted(job.path, seconds, error=result)
        else:
            yield job.number, Extracted(job.path, seconds, _plan=result)


def _in_order(results: Iterator[tuple[int, Extracted]], ordered: bool) -> Iterator[Extracted]:
    early: dict[int, Extracted] = {}
    following = 0
    for number, result in results:
        if not ordered:
            yield result
            continue
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1
