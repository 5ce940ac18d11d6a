"""What viextract does with hostile files: ``python -m benchmarks.hostile.run --count 500 --seed 1``.

Each file is read by a process of its own with limits of time and memory, in a folder of its own. Told are crashes
(anything but an error of viextract's), hangs, memory beyond the limit, and files that appear outside of the folder for
results. Containers (archives, e-mails) go through a batch, too. ``--reading`` tries pictures, scans and old Office
files with OCR, recovery and LibreOffice, where those are installed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.hostile.files import ESCAPED, Hostile, hostile_files
from benchmarks.hostile.readings import READINGS
from viextract import Limits, Options, ViextractError

SECONDS = 60.0
MEMORY = 3 * 2**30
"""Address space of a process above what it has at its start, in bytes."""
_PATIENCE = 5
"""Times so much by the clock as a file may take of the processor."""
_CONTAINERS = (".zip", ".eml", ".mbox")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file; only ``plan`` and ``error`` are as they should be."""

    name: str
    kind: str
    outcome: str
    """plan, error, crash, memory, hang, escape"""
    detail: str
    seconds: float

    @property
    def bad(self) -> bool:
        return self.outcome not in ("plan", "error")


_QUICK = Options(recover=False, ocr="never", limits=Limits(page_seconds=15, file_seconds=45), cache=False)
_READING = Options(limits=Limits(page_seconds=40, file_seconds=120), cache=False)
_READING_SECONDS = 420.0
"""Of the clock, on a machine that has other work, too: the limit of a file, and the page that is read then."""


def run(
    count: int, seed: int, keep: Path | None = None, seconds: float = SECONDS, reading: bool = False
) -> Iterator[Result]:
    """Try so many files, one after the other; ``keep``: where those are copied to that something was wrong with."""
    import viextract.api
    import viextract.archive  # noqa: F401  what is loaded here need not be loaded by each process

    if reading:
        for hostile in hostile_files(count, seed, READINGS):
            yield attempt(hostile, keep, _READING_SECONDS, _READING)
    else:
        for hostile in hostile_files(count, seed):
            yield attempt(hostile, keep, seconds)


def attempt(hostile: Hostile, keep: Path | None = None, seconds: float = SECONDS, options: Options = _QUICK) -> Result:
    """Try one file."""
    with tempfile.TemporaryDirectory(prefix="viextract-hostile-") as root:
        folder = Path(root)
        for name in ("in", "out", "tmp", "home"):
            (folder / name).mkdir()
        source = folder / "in" / os.fsdecode(hostile.name)
        source.write_bytes(hostile.content)
        before = _outside(folder)
        began = time.monotonic()
        outcome, detail = _in_a_process(source, folder, seconds, options)
        took = time.monotonic() - began
        if (new := _outside(folder) - before) and outcome in ("plan", "error"):
            outcome, detail = "escape", ", ".join(sorted(new))
        result = Result(os.fsdecode(hostile.name), hostile.kind, outcome, detail, round(took, 2))
        if keep is not None and result.bad:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, keep / source.name)
        return result


def _outside(folder: Path) -> set[str]:
    """Files outside of the folders for results, the cache and what is temporary."""
    allowed = [folder / name for name in ("out", "tmp", "home")]
    own = (path for path in folder.rglob("*") if not any(path.is_relative_to(one) for one in allowed))
    found = {ascii(str(path)) for path in own}
    places = (Path("/tmp"), Path("/"), Path.cwd(), folder.parent)
    return found | {str(path) for place in places for path in place.glob(f"{ESCAPED}*")}


def _in_a_process(source: Path, folder: Path, seconds: float, options: Options) -> tuple[str, str]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(source, folder, options, theirs))
    process.start()
    theirs.close()
    told: tuple[str, str] | None = None
    with suppress(EOFError):
        if _answers(ours, process.pid or 0, seconds):
            told = ours.recv()
    hangs = told is None and process.is_alive() and not _ends(process, 1.0)
    if hangs:
        process.kill()
    process.join(10)
    ours.close()
    if hangs:
        return "hang", f"not done after {seconds:.0f} s of the processor, or {_PATIENCE} times that"
    return told or ("crash", f"the process ended with {process.exitcode}")


def _answers(ours: Connection, process: int, seconds: float) -> bool:
    """Whether a process answers in time. On a machine with other work it gets more by the clock: it hangs where it has
    used that time of the processor, or waits for something that does not come.
    """
    end = time.monotonic() + _PATIENCE * seconds
    while not ours.poll(min(seconds, max(end - time.monotonic(), 0.0))):
        if time.monotonic() >= end or _used(process) >= seconds:
            return False
    return True


def _used(process: int) -> float:
    """Seconds of the processor for a process and what it has waited for."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _ends(process: multiprocessing.process.BaseProcess, seconds: float) -> bool:
    process.join(seconds)
    return not process.is_alive()


def _work(source: Path, folder: Path, options: Options, answer: Connection) -> None:
    """In the process of the file: read it, write what comes of it, say how it ended."""
    os.chdir(folder / "out")
    os.environ |= {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    os.environ["VIEXTRACT_CACHE_DIR"] = str(folder / "home" / "cache")
    tempfile.tempdir = None
    with Path(os.devnull).open("w") as quiet:
        os.dup2(quiet.fileno(), 1)
        os.dup2(quiet.fileno(), 2)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer.send(_read(source, folder, options))
    except MemoryError:
        answer.send(("memory", _last_call()))
    except BaseException as error:
        answer.send(("crash", f"{type(error).__name__}: {error}"[:300] + f" at {_last_call()}"))


def _last_call() -> str:
    frames = traceback.extract_tb(sys.exc_info()[2])
    own = [frame for frame in frames if "viextract" in frame.filename]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in (frames[-1:] + own[::-1][:3]))


def _read(source: Path, folder: Path, options: Options) -> tuple[str, str]:
    import viextract
    from viextract.export.files import write_text

    ended = ("error", "")
    try:
        plan = viextract.extract(source, options)
        write_text(folder / "out" / "plan.json", plan.to_json())
        ended = ("plan", f"{len(plan.tasks)} tasks")
    except ViextractError as error:
        ended = ("error", error.code)
        str(error)
    if source.name.endswith(_CONTAINERS):
        try:
            report = viextract.batch(source.parent, folder / "out" / "batch", options, jobs=1)
        except ViextractError as error:
            return "error", f"batch: {error.code}"
        ended = ("plan" if report.count("done") else "error", f"batch: {dict(report.counts)} {dict(report.errors)}")
    return ended


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reading", action="store_true", help="pictures and old Office files, with OCR and recovery")
    parser.add_argument("--keep", type=Path, help="folder for files that something was wrong with")
    parser.add_argument("-o", "--output", type=Path, help="write all results as JSON")
    given = parser.parse_args()
    results = []
    for result in run(given.count, given.seed, given.keep, reading=given.reading):
        results.append(result)
        if result.bad:
            print(f"{result.outcome}: {result.kind}: {result.name!a}: {result.detail}", flush=True)
        elif given.reading:
            print(f"{result.seconds:6.1f} s  {result.outcome}: {result.kind}: {result.detail}", flush=True)
    counted = Counter(result.outcome for result in results)
    slowest = max(results, key=lambda result: result.seconds, default=None)
    print(f"{len(results)} files: {dict(counted)}; slowest {slowest.seconds if slowest else 0} s")
    if given.output:
        given.output.write_text(json.dumps([asdict(result) for result in results], indent=1), "utf-8")
    return 1 if any(result.bad for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
