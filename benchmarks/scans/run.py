"""Measures the reading of scans: harder pages against bare tesseract, verdicts, time, speed-up, cache.

    PYTHONPATH=. python benchmarks/scans/run.py [kinds] [layouts] [stages] [verdicts] [time] [cache] [--pages 10]

Needs tesseract with ``vie``, the fonts of ``fonts-croscore`` and the shared corpus. Recovery is left out: these are
the figures of reading alone. CER is counted over the whole page in reading order, white space made even.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from PIL import Image as Pillow
from rapidfuzz.distance import Levenshtein

from viextract import extract
from viextract.options import Options
from viextract.read import read_document

sys.path.insert(0, str(Path(__file__).parent))
import layers
import layouts
import pages
import stages
from stages import processor_seconds

os.environ["OMP_THREAD_LIMIT"] = "1"


def cer(gold: str, text: str) -> float:
    gold, text = " ".join(gold.split()), " ".join(text.split())
    return Levenshtein.distance(gold, text) / len(gold)


def png(sample: pages.Sample) -> bytes:
    stream = io.BytesIO()
    Pillow.fromarray(sample.image).save(stream, "PNG", dpi=(sample.dpi, sample.dpi), compress_level=1)
    return stream.getvalue()


def bare_tesseract(data: bytes) -> tuple[str, float]:
    """What ``tesseract page.png - -l vie`` says, and the processor seconds that it takes."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(data)
        file.flush()
        start = processor_seconds()
        done = subprocess.run(["tesseract", file.name, "-", "-l", "vie"], capture_output=True, text=True, check=True)
        return done.stdout, processor_seconds() - start


def ours(data: bytes) -> tuple[str, float]:
    start = processor_seconds()
    document = read_document(data, Options(cache=False))
    text = "\n".join(line.text for line in document.lines() if line.role != "noise")
    return text, processor_seconds() - start


def measure_kind(samples: Iterable[pages.Sample], count: int) -> dict[str, float]:
    """Mean CER (share) and seconds a page, of bare tesseract and ours, on the same pictures."""
    totals = {"bare": 0.0, "ours": 0.0, "bare seconds": 0.0, "our seconds": 0.0}
    for sample in samples:
        data = png(sample)
        text, seconds = bare_tesseract(data)
        totals["bare"] += cer(sample.text, text) / count
        totals["bare seconds"] += seconds / count
        text, seconds = ours(data)
        totals["ours"] += cer(sample.text, text) / count
        totals["our seconds"] += seconds / count
    return totals


def show_kinds(kinds: Iterable[str], samples: Callable[[str, int], Iterable[pages.Sample]], count: int) -> None:
    print(f"{'kind':17} {'bare CER %':>10} {'ours %':>8} {'ratio':>6} {'time ratio':>10}")
    rows = []
    for sample in samples(next(iter(kinds)), 1):
        ours(png(sample))  # imports and tables are loaded once, however many pages there are
    for kind in kinds:
        figures = measure_kind(samples(kind, count), count)
        rows.append(figures)
        _show(kind, figures)
    _show("mean", {key: sum(row[key] for row in rows) / len(rows) for key in rows[0]})


def _show(name: str, figures: dict[str, float]) -> None:
    ratio, times = figures["ours"] / figures["bare"], figures["our seconds"] / figures["bare seconds"]
    print(f"{name:17} {figures['bare']:10.2%} {figures['ours']:8.2%} {ratio:6.2f} {times:10.2f}", flush=True)


def stages_table(count: int) -> str:
    """Where the processor time of a page goes, as a Markdown table: mean over ``count`` pages of each harder kind."""
    seconds: Counter[str] = Counter()
    bare = reading = 0.0
    for sample in pages.samples(next(iter(pages.KINDS)), 1):
        extract(png(sample), Options(cache=False))  # imports and tables are loaded once, however many pages there are
    done = [sample for kind in pages.KINDS for sample in pages.samples(kind, count)]
    for sample in done:
        data = png(sample)
        bare += bare_tesseract(data)[1]
        start = processor_seconds()
        with stages.timed() as used:
            extract(data, Options(cache=False))
        seconds += used
        seconds[stages.OTHER] += processor_seconds() - start - used.total()
    reading = seconds.total() - seconds["recovery"] - seconds["parsing"]
    rows = [(name, seconds[name]) for name in stages.names() if seconds[name] >= _SHOWN * seconds.total()]
    rows += [("all of reading", reading), ("all with recovery and parsing", seconds.total())]
    lines = ["| stage | ms a page | of bare tesseract |", "|---|---:|---:|"]
    lines += [f"| {name} | {1000 * value / len(done):.0f} | {value / bare:.3f} |" for name, value in rows]
    lines += [f"| bare tesseract | {1000 * bare / len(done):.0f} | 1.000 |"]
    return "\n".join([*lines, "", f"Once a process: {1000 * stages.start_of_engine():.0f} ms to start the engine."])


_SHOWN = 0.002  # of the whole: less is not worth a row


def show_verdicts() -> None:
    right = 0
    for case in layers.cases():
        page = read_document(case.data, Options(ocr="never", cache=False)).pages[0] if case.has_text else None
        name = page.source.verdict if page is not None else layers.verdict_without_text(case.data)
        good = name in case.verdicts
        right += good
        if not good:
            print(f"wrong: {case.kind} {case.index}: {name} instead of {' or '.join(case.verdicts)}")
    print(f"verdicts: {right} of {layers.COUNT} right")


def _stack(count: int) -> bytes:
    """A PDF of scanned pages, without text."""
    sheets = [Pillow.fromarray(sample.image) for sample in pages.samples("skew", count)]
    stream = io.BytesIO()
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=200.0)
    return stream.getvalue()


def _seconds(data: bytes, options: Options) -> float:
    start = time.perf_counter()
    read_document(data, options)
    return time.perf_counter() - start


def show_speed_up(count: int) -> None:
    data = _stack(count)
    one, two = (_seconds(data, Options(cache=False, jobs=jobs)) for jobs in (1, 2))
    print(f"{count} pages: {one:.1f} s with one process, {two:.1f} s with two: {one / two:.2f} times as fast")


def show_cache(count: int) -> None:
    data = _stack(count)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VIEXTRACT_CACHE_DIR"] = folder
        first, second = _seconds(data, Options()), _seconds(data, Options())
    print(f"{count} pages: {first:.1f} s, again from the cache {second:.2f} s: {second / first:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["kinds", "layouts", "stages", "verdicts", "time", "cache"])
    parser.add_argument("--pages", type=int, default=10)
    arguments = parser.parse_args()
    if "kinds" in arguments.what:
        show_kinds(pages.KINDS, pages.samples, arguments.pages)
    if "layouts" in arguments.what:
        show_kinds(layouts.KINDS, layouts.samples, arguments.pages)
    if "stages" in arguments.what:
        print(stages_table(arguments.pages))
    if "verdicts" in arguments.what:
        show_verdicts()
    if "time" in arguments.what:
        show_speed_up(2 * arguments.pages)
    if "cache" in arguments.what:
        show_cache(2 * arguments.pages)


if __name__ == "__main__":
    main()
