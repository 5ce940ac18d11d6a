"""A pool of worker processes that outlives its workers.

Unlike in ``concurrent.futures``, a worker that dies or hangs costs only the job it had: it is replaced.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from typing import Any, Generic

from viextract.archive.executors import Job, Result
from viextract.errors import TimedOutError, ViextractError, WorkerDiedError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_STARTUP_SECONDS = 120.0
"""Allowed on top of a job's time for a new process to load the program, on a busy machine."""


def run_jobs(
    jobs: Iterable[Job],
    work: Callable[[Job], Result],
    *,
    workers: int,
    seconds: float,
    memory: int | None = None,
    ahead: int | None = None,
) -> Iterator[tuple[Job, Result | ViextractError, float]]:
    """Run ``work(job)`` for every job in worker processes; yields job, result and seconds taken, as they end.

    jobs: taken one by one, as workers get free; work: a function of a module (processes get it by name); seconds: the
    time limit of one job; memory: address space that a worker, and each program that it starts, may have, bytes (where
    the system can limit it); ahead: no job is begun that comes so many or more after one that has not ended, so that a
    caller who needs their order has few to hold.
    An exception in a job is yielded as a ViextractError, a worker's death as WorkerDiedError, a job that is over the
    limit as TimedOutError.
    Closing the iterator, or an exception while it waits (Ctrl-C), ends the workers and all that they started.
    """
    # Not fork: it is unsafe beside other threads, such as the one that draws a progress bar.
    context = multiprocessing.get_context("spawn")
    crew: _Crew[Job, Result] = _Crew(context, Settings(work, seconds, memory), max(1, workers), enumerate(jobs), ahead)
    try:
        crew.employ()
        while crew.busy:
            for worker, result in next_results(crew.busy):
                job, taken = worker.job, time.monotonic() - worker.begun
                crew.release(worker)
                crew.employ()
                yield job, result, taken
    finally:
        crew.dismiss()


@dataclass(slots=True)
class _Crew(Generic[Job, Result]):
    """The workers of one pool, and the jobs that nobody has yet."""

    context: SpawnContext
    settings: Settings
    size: int
    pending: Iterator[tuple[int, Job]]
    ahead: int | None
    busy: list[Worker[Job, Result]] = field(default_factory=list)
    idle: list[Worker[Job, Result]] = field(default_factory=list)
    next_number: int = 0
    exhausted: bool = False

    def employ(self) -> None:
        """Give jobs to free workers, as many as may begin now; without any left, free workers go."""
        while not self.exhausted and len(self.busy) < self.size and not self._too_far():
            number, job = next(self.pending, (-1, _NOTHING))
            if job is _NOTHING:
                self.exhausted = True
                break
            self.next_number = number + 1
            if self.idle:
                worker = self.idle.pop()
                worker.give(job)
            else:
                worker = Worker(self.context, self.settings, job)
            worker.number = number
            self.busy.append(worker)
        if self.exhausted:
            while self.idle:
                self.idle.pop().end()

    def _too_far(self) -> bool:
        oldest = min((worker.number for worker in self.busy), default=self.next_number)
        return self.ahead is not None and self.next_number - oldest >= self.ahead

    def release(self, worker: Worker[Job, Result]) -> None:
        """Take a worker whose job has ended out of the busy ones."""
        self.busy.remove(worker)
        if worker.is_lost or worker.grown:
            worker.kill()
        else:
            self.idle.append(worker)

    def dismiss(self) -> None:
        for worker in (*self.busy, *self.idle):
            worker.kill()


_NOTHING: Any = object()
GROWN_BYTES = 1536 * 2**20
"""A worker that has once held so much memory is replaced after its job: what a large scan took is not given back."""


_LEAVING_SECONDS = 5.0
"""For a worker whose work is done."""
_PARENT_SECONDS = 0.25
"""How often a worker looks whether the batch is still there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all workers of a pool."""

    work: Callable[[Any], Any]
    seconds: float
    memory: int | None


def next_results(pool: list[Worker[Job, Result]]) -> Iterator[tuple[Worker[Job, Result], Result | ViextractError]]:
    """Wait until a worker says something or is over its time; those that ended their job, with the result."""
    nearest = min(worker.deadline for worker in pool)
    told = wait([worker.connection for worker in pool], max(0.0, nearest - time.monotonic()))
    for worker in list(pool):
        if worker.connection in told:
            yield from ((worker, result) for result in worker.receive())
        elif time.monotonic() >= worker.deadline:
            yield worker, worker.give_up()


class Worker(Generic[Job, Result]):
    """One process and the job it has."""

    def __init__(self, context: SpawnContext, settings: Settings, job: Job) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, settings.work, settings.memory))
        with _ignoring_interrupts():
            self.process.start()
        theirs.close()  # so that the worker's death closes the pipe
        self.seconds = settings.seconds
        self.number = 0
        self.is_lost = False
        self.grown = False
        self.give(job, startup=_STARTUP_SECONDS)

    def give(self, job: Job, startup: float = 0.0) -> None:
        self.job = job
        self.begun = time.monotonic()
        self.deadline = self.begun + self.seconds + startup
        with suppress(OSError):  # a worker that died meanwhile: receive() will tell
            self.connection.send(job)

    def receive(self) -> Iterator[Result | ViextractError]:
        """The result of the job; nothing where the worker only says that it begins."""
        try:
            begins, result, used = self.connection.recv()
        except (EOFError, OSError):
            self.is_lost = True
            self.process.join(5)
            yield WorkerDiedError(f"the worker process ended suddenly ({_reason(self.process.exitcode)})")
            return
        if begins:
            self.begun = time.monotonic()
            self.deadline = self.begun + self.seconds
        else:
            self.grown = used > GROWN_BYTES
            yield result

    def give_up(self) -> TimedOutError:
        self.is_lost = True
        return TimedOutError(
            f"not done within {self.seconds:g} seconds",
            advice="Raise --file-timeout, or give fewer --pages.",
        )

    def end(self) -> None:
        """Let a worker without a job go: it ends what it has started, and all that they took is counted as this
        program's. One that does not go is ended.
        """
        group = self._group()
        self.connection.close()
        self.process.join(_LEAVING_SECONDS)
        self._finish(group)

    def kill(self) -> None:
        """End the process and whatever it started (an OCR engine)."""
        self._finish(self._group())

    def _group(self) -> int | None:
        """The group of processes that it leads; none before it has made one, nor where there are no groups."""
        if hasattr(os, "getpgid"):
            with suppress(ProcessLookupError, PermissionError):
                if self.process.pid is not None and os.getpgid(self.process.pid) == self.process.pid:
                    return self.process.pid
        return None

    def _finish(self, group: int | None) -> None:
        if group is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection, work: Callable[[Any], Any], memory: int | None) -> None:
    """What a worker process does: jobs, one after the other, until the pipe closes."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, so that it can be ended together with the programs it runs
    _end_with_parent()
    _limit_memory(memory)
    # Its share of the machine is one core: OpenCV's threads would take those of the other workers.
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    gc.set_threshold(_MADE_WHILE_LOADING)
    with suppress(EOFError, OSError):  # the batch is over, or was killed
        for number in count(1):
            job = connection.recv()
            if number == 1:  # until now the program was loaded; later jobs begin as they are given
                connection.send((True, None, 0))
            connection.send((False, _outcome(work, job), _memory_used()))
            if number in _SETTLED_AFTER:
                _settle()


_SETTLED_AFTER = (1, 10)
"""Jobs after which a worker has loaded what it keeps: nearly all with the first, what is seldom used later."""
_MADE_WHILE_LOADING = 100_000
"""So many new objects until then: of dictionaries and models there are many, and hardly any that is garbage."""
_MADE_BETWEEN_COLLECTIONS = 10_000
"""So many new objects before the youngest are looked through; those of a short text are nearly all freed without."""


def _settle() -> None:
    """Let the collector of cyclic garbage pass over what stays for good, as all that a worker has loaded does: it would
    look through a hundred thousand objects again and again, for a tenth of the time of a short text.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN_COLLECTIONS)


def _end_with_parent() -> None:
    """End this process and what it started soon after the batch that it works for is gone.

    A batch that is killed cannot end its workers, and one that went on would write over what the next run makes.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_SECONDS)
        if hasattr(os, "killpg"):
            os.killpg(os.getpgid(0), signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def _limit_memory(memory: int | None) -> None:
    if memory is not None and resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _memory_used() -> int:
    """The most memory that this process has held, bytes; 0 where the system does not say."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 if resource is not None else 0


def _outcome(work: Callable[[Any], Any], job: Any) -> Any:
    try:
        return work(job)
    except ViextractError as error:
        return error
    except MemoryError:
        return WorkerDiedError("the file needs more memory than there is")
    except Exception as error:
        return ViextractError(f"{type(error).__name__}: {error}")


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    # A child inherits that SIGINT is ignored: Ctrl-C is for the parent, which ends the children itself.
    try:
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not in the main thread, which alone gets signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _reason(exitcode: int | None) -> str:
    if exitcode is None:
        return "it closed its pipe"
    if exitcode >= 0:
        return f"exit code {exitcode}"
    with suppress(ValueError):
        name = signal.Signals(-exitcode).name
        return f"{name}; the machine may be out of memory" if name == "SIGKILL" else name
    return f"signal {-exitcode}"
