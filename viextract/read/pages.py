"""Pages of a PDF or a picture file: which text to take, and how to get it; several pages at once over processes."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from viextract.errors import InvalidOptionError, TimedOutError, TooLargeError
from viextract.model.document import Page
from viextract.model.plan import PageSource
from viextract.options import Options
from viextract.read.engines import load_engine
from viextract.read.formats import Format
from viextract.read.image import ImageFile
from viextract.read.layout import lay_out
from viextract.read.pdf import POINTS_PER_INCH, Image, PdfFile, PdfPage
from viextract.read.words import Word

Progress = Callable[[str, int, int], None]

_RENDER_DPI = 300.0  # for pages that are no scan: what the LSTM models were trained near
_LEAST_SCAN_DPI, _MOST_SCAN_DPI = (
    150.0,
    400.0,
)  # a scan within is taken as it is; others are brought to the nearer bound


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


def read_pages(
    data: bytes, name: str, form: Format, options: Options, progress: Progress | None = None
) -> tuple[list[Page], int]:
    """The pages that were asked for, in order, and how many the file has."""
    with _open(data, name, form, options) as file:
        count = len(file)
        numbers = page_numbers(count, options, name)
        jobs = min(options.jobs or os.cpu_count() or 1, len(numbers))
        if jobs <= 1:
            return _read_here(file, numbers, options, progress), count
    return _read_in_processes(data, name, form, numbers, jobs, options, progress), count


@contextmanager
def _open(data: bytes, name: str, form: Format, options: Options) -> Iterator[PdfFile | ImageFile]:
    if form.kind == "pdf":
        with PdfFile(data, name) as file:
            yield file
    else:
        yield ImageFile(data, name, options.limits)


def _read_here(
    file: PdfFile | ImageFile, numbers: Sequence[int], options: Options, progress: Progress | None
) -> list[Page]:
    start = time.monotonic()
    pages = []
    for done, number in enumerate(numbers):
        if progress:
            progress("read", done, len(numbers))
        _check_time(start, options, file.name)
        pages.append(read_page(file, number, options))
    if progress:
        progress("read", len(numbers), len(numbers))
    return pages


def _check_time(start: float, options: Options, name: str) -> None:
    if time.monotonic() - start > options.limits.file_seconds:
        raise TimedOutError(f"{name} took more than {options.limits.file_seconds:g} seconds")


# --- several processes ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    """What a worker process keeps open between pages."""

    file: PdfFile | ImageFile | None = None
    options: Options = field(default_factory=Options)


_worker = _Worker()


def _start_worker(path: str, name: str, form: Format, options: Options) -> None:
    data = Path(path).read_bytes()
    _worker.file = PdfFile(data, name) if form.kind == "pdf" else ImageFile(data, name, options.limits)
    _worker.options = options


def _read_in_worker(number: int) -> Page:
    assert _worker.file is not None
    return read_page(_worker.file, number, _worker.options)


def _read_in_processes(
    data: bytes, name: str, form: Format, numbers: Sequence[int], jobs: int, options: Options, progress: Progress | None
) -> list[Page]:
    """Reads pages in fresh processes: pdfium and OpenCV do not survive a fork of a process that has used them with threads."""
    start = time.monotonic()
    pages: dict[int, Page] = {}
    with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
        path = Path(folder) / "input"
        path.write_bytes(data)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, context, _start_worker, (str(path), name, form, options)) as pool:
            futures = {pool.submit(_read_in_worker, number): number for number in numbers}
            try:
                for future in as_completed(futures, timeout=options.limits.file_seconds):
                    pages[futures[future]] = future.result()
                    if progress:
                        progress("read", len(pages), len(numbers))
            except TimeoutError as error:
                raise TimedOutError(f"{name} took more than {time.monotonic() - start:.0f} seconds") from error
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
    return [pages[number] for number in numbers]


# --- one page ------------------------------------------------------------------------------------------------------------------


def read_page(file: PdfFile | ImageFile, number: int, options: Options) -> Page:
    """One page, from 1, by the better of its own text and a fresh reading."""
    if isinstance(file, ImageFile):
        image, dpi = file.frame(number - 1)
        return _read_picture(image, dpi, number, options)
    page = file.page(number - 1)
    layer = page.layer()
    if options.ocr == "never" or (options.ocr == "auto" and layer.character_count > 0 and page.scan_dpi() is None):
        source = PageSource(number=number, text_origin="text-layer", quality=1.0)
        return Page(number, page.width, page.height, source, lay_out(layer.words, page.width, page.height, number))
    dpi = picture_dpi(page, options)
    return _read_picture(page.render(dpi), dpi, number, options)


def picture_dpi(page: PdfPage, options: Options) -> float:
    """Resolution at which to draw a page: that of its scan, so that no pixel is lost or made up, within the engine's range."""
    dpi = min(max(page.scan_dpi() or _RENDER_DPI, _LEAST_SCAN_DPI), _MOST_SCAN_DPI)
    megapixels = page.width * page.height * (dpi / POINTS_PER_INCH) ** 2 / 1e6
    if megapixels > options.limits.max_megapixels:
        # A poster at its scan's resolution: read it coarser rather than not at all.
        dpi *= (options.limits.max_megapixels / megapixels) ** 0.5
    return dpi


def _read_picture(image: Image, dpi: float, number: int, options: Options) -> Page:
    import cv2

    engine = load_engine(options.engine)
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = POINTS_PER_INCH / dpi
    seen = engine.recognise(grey, dpi=dpi, language=options.language, seconds=options.limits.page_seconds)
    words = [
        Word(
            item.text,
            (item.bbox[0] * scale, item.bbox[1] * scale, item.bbox[2] * scale, item.bbox[3] * scale),
            item.confidence,
            item.line,
        )
        for item in seen
    ]
    height, width = grey.shape[0] * scale, grey.shape[1] * scale
    source = PageSource(number=number, text_origin="ocr", engine=engine.version(options.language), quality=0.9)
    return Page(number, round(width, 2), round(height, 2), source, lay_out(words, width, height, number))
