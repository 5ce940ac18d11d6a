"""A batch on the machines of a Ray cluster (https://docs.ray.io), which share the folders of the batch.

Each place of the cluster is an actor with one worker process of ours inside, so that a file which hangs, crashes or
takes all memory ends that process alone: what ends an actor is its machine, and then its file is given to another.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Generic
from urllib.parse import urlsplit

import viextract
from viextract.archive.executors import Job, Result
from viextract.archive.executors.seat import Seat
from viextract.errors import BatchFailedError, EngineMissingError, InvalidOptionError, ViextractError, WorkerDiedError

_TRIES = 3
"""A file whose machine went down so often may be the cause."""
_NOBODY_SECONDS = 120.0
"""So long without any place to work at, the cluster is taken for gone: machines that start need a minute."""
_ANSWER_SECONDS = 5.0
"""How often waiting is interrupted to look whether there is still somebody to wait for."""


class RayExecutor:
    """Work on a Ray cluster.

    address: of its head ("10.0.0.5:6379", "ray://head:10001"), or "auto" for the cluster that this machine is part of;
    places: how many files are at work at a time, 0 for one for each core of the cluster as it is now. Machines that
    join later are used where places are free.

    Raises EngineMissingError where Ray is not installed, InvalidOptionError where no cluster answers.
    """

    def __init__(self, address: str = "auto", places: int = 0) -> None:
        try:
            import ray
        except ImportError as error:
            raise EngineMissingError(
                "Ray is not installed", advice='Install it on each machine: pip install "viextract[ray]".'
            ) from error
        self._ray = ray
        if not ray.is_initialized():
            try:
                _knock(address)
                ray.init(address=address, log_to_driver=False, logging_level="ERROR", namespace="viextract")
            except (OSError, RuntimeError, ValueError) as error:
                raise InvalidOptionError(
                    f"no Ray cluster answers at {address}",
                    advice="Start one with `ray start --head` and give its address; see docs/scale.md.",
                ) from error
        self._places = places or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def run(
        self, jobs: Iterable[Job], work: Callable[[Job], Result], *, seconds: float, memory: int | None
    ) -> Iterator[tuple[Job, Result | ViextractError, float]]:
        """As the protocol says. Raises BatchFailedError where no machine is left, InvalidOptionError where one has
        another version of the program.
        """
        crew: _Crew[Job, Result] = _Crew(self._ray, jobs, (work, seconds, memory), self._places)
        try:
            yield from crew.results()
        finally:
            crew.dismiss()


def _knock(address: str) -> None:
    """Look whether somebody listens at an address: Ray itself goes on trying for minutes. Raises OSError."""
    place = urlsplit(address if "//" in address else f"//{address}")
    if place.hostname and place.port:
        socket.create_connection((place.hostname, place.port), _ANSWER_SECONDS).close()


class _RemoteSeat(Generic[Job, Result]):
    """What an actor is: a seat on some machine."""

    def __init__(self, work: Callable[[Job], Result], seconds: float, memory: int | None) -> None:
        self._seat = Seat(work, seconds, memory)

    def version(self) -> str:
        return viextract.__version__

    def run(self, job: Job) -> tuple[Result | ViextractError, float]:
        return self._seat.run(job)


class _Crew(Generic[Job, Result]):
    """The actors of one run, the jobs that they have, and those that came back from machines that went down."""

    def __init__(self, ray: Any, jobs: Iterable[Job], arguments: tuple[Any, ...], size: int) -> None:
        self._ray, self._jobs, self._arguments, self._size = ray, iter(jobs), arguments, size
        self._actor = ray.remote(num_cpus=1, max_restarts=0)(_RemoteSeat)
        self._coming: dict[Any, Any] = {}  # what an actor promises to say when it is there -> the actor
        self._free: list[Any] = []
        self._busy: dict[Any, tuple[Any, Job, int]] = {}  # promise of a result -> actor, job, how often it was tried
        self._again: list[tuple[Job, int]] = []
        self._is_last_taken = False

    def results(self) -> Iterator[tuple[Job, Result | ViextractError, float]]:
        alone = 0.0
        while True:
            self._employ()
            if not self._busy and self._is_last_taken and not self._again:
                return
            told, _ = self._ray.wait([*self._coming, *self._busy], num_returns=1, timeout=_ANSWER_SECONDS)
            alone = 0.0 if told or self._busy else alone + _ANSWER_SECONDS
            if alone >= _NOBODY_SECONDS:
                raise BatchFailedError(
                    "no machine of the cluster takes work",
                    advice="See `ray status`; run the same command again to go on where this one was.",
                )
            for promise in told:
                if promise in self._coming:
                    self._welcome(promise)
                else:
                    yield from self._take(promise)

    def _employ(self) -> None:
        """Give jobs to those who are free, and ask for as many actors as there may be."""
        while self._free and (next_job := self._next()) is not None:
            actor = self._free.pop()
            self._busy[actor.run.remote(next_job[0])] = (actor, *next_job)
        while self._wants_actor():
            actor = self._actor.remote(*self._arguments)
            self._coming[actor.version.remote()] = actor

    def _wants_actor(self) -> bool:
        """Whether another may be asked for: while there are jobs, as many as the run may have; for those that came
        back at the end, one where nobody is left.
        """
        if self._again and not (self._coming or self._busy):
            return True
        return not self._is_last_taken and len(self._coming) + len(self._free) + len(self._busy) < self._size

    def _next(self) -> tuple[Job, int] | None:
        if self._again:
            return self._again.pop()
        for job in self._jobs:
            return job, 1
        self._is_last_taken = True
        return None

    def _welcome(self, promise: Any) -> None:
        actor = self._coming.pop(promise)
        try:
            version = self._ray.get(promise)
        except self._ray.exceptions.RayError:
            return  # its machine is gone already; another is asked for
        if version != viextract.__version__:
            raise InvalidOptionError(
                f"a machine of the cluster has viextract {version}, this one {viextract.__version__}",
                advice="Install the same version on each machine.",
            )
        self._free.append(actor)

    def _take(self, promise: Any) -> Iterator[tuple[Job, Result | ViextractError, float]]:
        actor, job, tries = self._busy.pop(promise)
        try:
            result, taken = self._ray.get(promise)
        except self._ray.exceptions.RayError as error:
            with suppress(Exception):
                self._ray.kill(actor)
            if tries < _TRIES:
                self._again.append((job, tries + 1))
            else:
                yield job, WorkerDiedError(f"{tries} machines went down with it ({type(error).__name__})"), 0.0
            return
        self._free.append(actor)
        yield job, result, taken

    def dismiss(self) -> None:
        actors = [*self._coming.values(), *self._free, *(actor for actor, _, _ in self._busy.values())]
        for actor in actors:
            with suppress(Exception):  # it may be gone
                self._ray.kill(actor)
