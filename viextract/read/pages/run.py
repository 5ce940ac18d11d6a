"""Pages of a PDF or a picture file: which text to take, and how to get it; several pages at once over processes."""

from __future__ import annotations

import hashlib
import multiprocessing
import queue
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import cv2

from viextract.errors import (
    DamagedFileError,
    EngineFailedError,
    EngineMissingError,
    InvalidOptionError,
    TimedOutError,
    TooLargeError,
    ViextractError,
)
from viextract.model.document import Page
from viextract.model.plan import PageSource
from viextract.options import Options, processes
from viextract.read.files.formats import Format
from viextract.read.files.image import ImageFile
from viextract.read.files.pdf import PdfFile
from viextract.read.layout import mark_running_heads
from viextract.read.ocr.engines import load_engine
from viextract.read.pages.cache import PageCache, page_key
from viextract.read.pages.page import read_page

Progress = Callable[[str, int, int], None]


def page_numbers(count: int, options: Options, name: str) -> list[int]:
    """The pages to read, from 1.

    Raises InvalidOptionError where a page that was asked for does not exist, TooLargeError where there are too many.
    """
    if options.pages is None:
        wanted = list(range(1, count + 1))
    else:
        missing = [number for number in options.pages if number > count]
        if missing:
            raise InvalidOptionError(
                f"{name} has {count} pages, there is no page {missing[0]}", advice="Choose other --pages."
            )
        wanted = sorted(set(options.pages))
    if len(wanted) > options.limits.max_pages:
        raise TooLargeError(f"{name} has {len(wanted)} pages; the limit is {options.limits.max_pages}")
    return wanted


@dataclass(slots=True)
class ReadPages:
    """The pages that were asked for, in order; a page that could not be read has no lines."""

    pages: list[Page]
    count: int
    """Pages of the file."""
    failures: dict[int, ViextractError]
    """What went wrong, by page number."""


def read_pages(data: bytes, name: str, form: Format, options: Options, progress: Progress | None = None) -> ReadPages:
    """The pages of a PDF or a picture file.

    A page that fails does not take the others with it. Raises its error where all pages fail.
    """
    failures: dict[int, ViextractError] = {}
    with _open(data, name, form, options) as file:
        count = len(file)
        numbers = page_numbers(count, options, name)
        shelf = _Shelf(data, options)
        pages = shelf.known(numbers)
        report = _Report(progress, len(numbers), len(pages))
        left = [number for number in numbers if number not in pages]
        jobs = min(processes(options.jobs), len(left))
        if jobs <= 1:
            fresh = _read_here(file, left, options, report)
        else:
            fresh = _read_in_processes(file, data, form, left, jobs, options, report)
        for number, result in fresh:
            if isinstance(result, ViextractError):
                failures[number] = result
                pages[number] = _failed_page(number, result)
            else:
                shelf.keep(result)
                pages[number] = result
    if len(failures) == len(numbers):
        raise failures[numbers[0]]
    ordered = [pages[number] for number in numbers]
    mark_running_heads(ordered)
    return ReadPages(ordered, count, failures)


def _failed_page(number: int, error: ViextractError) -> Page:
    source = PageSource(number=number, text_origin="ocr", quality=0.0, verdict="failed", reasons=[str(error)])
    return Page(number, 0.0, 0.0, source)


def _try_page(file: PdfFile | ImageFile, number: int, options: Options) -> Page | ViextractError:
    try:
        return read_page(file, number, options)
    except _PAGE_ERRORS as error:
        return error
    except (MemoryError, cv2.error) as error:
        return TooLargeError(f"page {number} of {file.name} needs more memory than there is ({error})")


_PAGE_ERRORS = (TimedOutError, EngineFailedError, EngineMissingError, DamagedFileError, TooLargeError)
"""What may befall one page and not the next: a page whose own text is good needs no engine."""


class _Report:
    """Tells the caller how many pages are done."""

    def __init__(self, progress: Progress | None, total: int, done: int) -> None:
        self._progress, self._total, self._done = progress, total, done
        self.add(0)

    def add(self, pages: int) -> None:
        self._done += pages
        if self._progress:
            self._progress("read", self._done, self._total)


class _Shelf:
    """The pages of one file in the cache."""

    def __init__(self, data: bytes, options: Options) -> None:
        # Pictures for debugging are made by reading, so a page that is wanted for them is read.
        use = options.cache and options.ocr != "never" and options.debug_images is None
        self._cache = PageCache() if use else None
        self._options = options
        self._sha256 = hashlib.sha256(data).hexdigest() if use else ""

    def known(self, numbers: Sequence[int]) -> dict[int, Page]:
        if self._cache is None:
            return {}
        found = {number: self._cache.get(self._key(number)) for number in numbers}
        return {number: page for number, page in found.items() if page is not None}

    def keep(self, page: Page) -> None:
        if self._cache is not None and page.source.engine is not None:
            self._cache.put(self._key(page.number), page)

    def _key(self, number: int) -> str:
        return page_key(self._sha256, number, self._options, _engine_versions(self._options))


@cache
def _engine_version(engine: str, language: str) -> str:
    try:
        return load_engine(engine).version(language)
    except EngineMissingError:
        return f"{engine} missing"  # then only pages are read that need no engine, and those are not kept


def _engine_versions(options: Options) -> list[str]:
    names = [options.engine, *([options.second_engine] if options.second_engine else [])]
    return [_engine_version(name, options.language) for name in names]


@contextmanager
def _open(data: bytes, name: str, form: Format, options: Options) -> Iterator[PdfFile | ImageFile]:
    if form.kind == "pdf":
        with PdfFile(data, name) as file:
            yield file
    else:
        yield ImageFile(data, name, options.limits)


def _read_here(
    file: PdfFile | ImageFile, numbers: Sequence[int], options: Options, report: _Report
) -> Iterator[tuple[int, Page | ViextractError]]:
    start = time.monotonic()
    for number in numbers:
        _check_time(start, options, file.name)
        yield number, _try_page(file, number, options)
        report.add(1)


def _check_time(start: float, options: Options, name: str) -> None:
    if time.monotonic() - start > options.limits.file_seconds:
        raise TimedOutError(f"{name} took more than {options.limits.file_seconds:g} seconds")


# --- several processes ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    """What a worker process keeps open between pages."""

    file: PdfFile | ImageFile | None = None
    options: Options = field(default_factory=Options)


_worker = _Worker()


def _start_worker(path: str, name: str, form: Format, options: Options) -> None:
    # Each process has a core for itself: OpenCV's own threads would only get in each other's way.
    cv2.setNumThreads(1)
    data = Path(path).read_bytes()
    _worker.file = PdfFile(data, name) if form.kind == "pdf" else ImageFile(data, name, options.limits)
    _worker.options = options


def _read_in_worker(number: int) -> Page | ViextractError:
    assert _worker.file is not None
    return _try_page(_worker.file, number, _worker.options)


def _read_in_processes(
    file: PdfFile | ImageFile,
    data: bytes,
    form: Format,
    numbers: Sequence[int],
    jobs: int,
    options: Options,
    report: _Report,
) -> Iterator[tuple[int, Page | ViextractError]]:
    """Reads pages in fresh processes: neither pdfium nor OpenCV is safe in a fork of a process with threads.

    A process that is itself a worker reads as well: it would have to be started anyway, and a page that takes it down
    costs this file alone. A caller's own process only waits, since it would go down with all that it has.
    """
    start = time.monotonic()
    helps = multiprocessing.parent_process() is not None
    with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
        path = Path(folder) / "input"
        path.write_bytes(data)
        context = multiprocessing.get_context("spawn")
        others = jobs - helps
        with ProcessPoolExecutor(others, context, _start_worker, (str(path), file.name, form, options)) as pool:
            pages = _Dealer(pool, others, numbers)
            try:
                pages.deal()
                for number, result in pages.read(file, options, start) if helps else pages.rest(options, start):
                    yield number, result
                    report.add(1)
            except queue.Empty as error:
                raise TimedOutError(f"{file.name} took more than {time.monotonic() - start:.0f} seconds") from error
            except BrokenProcessPool as error:
                raise EngineFailedError(
                    f"a process that read pages of {file.name} ended without a word",
                    advice="The memory may be too small for so many pages at once: try fewer --jobs.",
                ) from error
            finally:
                pages.stop()
                pool.shutdown(wait=True, cancel_futures=True)


class _Dealer:
    """Pages that nobody has begun, dealt out in order to whoever is free."""

    def __init__(self, pool: ProcessPoolExecutor, others: int, numbers: Sequence[int]) -> None:
        self._pool, self._others = pool, others
        self._left = deque(numbers)
        self._dealt = 0
        self._lock = threading.RLock()  # a page may end before its dealing does
        self._ended: queue.SimpleQueue[tuple[int, Future[Page | ViextractError]]] = queue.SimpleQueue()
        self._missing = len(numbers)

    def deal(self) -> None:
        """Give pages to the other processes: one ahead to each, so that none waits for this one, but at the end, where
        a page that waits for its process could be read by another.
        """
        with self._lock:
            ahead = 2 if len(self._left) > 2 * (self._others + 1) else 1
            while self._left and self._dealt < ahead * self._others:
                number = self._left.popleft()
                self._dealt += 1
                try:
                    future = self._pool.submit(_read_in_worker, number)
                except RuntimeError as error:  # the pool is broken, or was shut down
                    future = Future()
                    future.set_exception(error)
                future.add_done_callback(partial(self._end, number))

    def _end(self, number: int, future: Future[Page | ViextractError]) -> None:
        """Called in a thread of the pool when a page was read."""
        with self._lock:
            self._dealt -= 1
            self._ended.put((number, future))
            if not future.cancelled() and future.exception() is None:
                self.deal()

    def stop(self) -> None:
        """Deal no more."""
        with self._lock:
            self._left.clear()

    def read(
        self, file: PdfFile | ImageFile, options: Options, start: float
    ) -> Iterator[tuple[int, Page | ViextractError]]:
        """All pages as they are read, many of them by this process."""
        while (number := self._take()) is not None:
            _check_time(start, options, file.name)
            yield number, _try_page(file, number, options)
            self._missing -= 1
            while not self._ended.empty():
                yield self._next(0.0)
        yield from self.rest(options, start)

    def rest(self, options: Options, start: float) -> Iterator[tuple[int, Page | ViextractError]]:
        """What the others read. Raises queue.Empty where they take too long, BrokenProcessPool where one ends."""
        while self._missing:
            yield self._next(max(start + options.limits.file_seconds - time.monotonic(), 0.0))

    def _take(self) -> int | None:
        with self._lock:
            return self._left.popleft() if self._left else None

    def _next(self, seconds: float) -> tuple[int, Page | ViextractError]:
        number, future = self._ended.get(timeout=seconds)
        self._missing -= 1
        return number, future.result()
