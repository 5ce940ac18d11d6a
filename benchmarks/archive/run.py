#!/usr/bin/env python3
"""Measure the archive runner: that a run which is killed loses nothing, how quick it is, what its memory is.

    python -m benchmarks.archive.run                       # all, as docs/scale.md has it (hours on two cores)
    python -m benchmarks.archive.run --only kills --kills 5
    python -m benchmarks.archive.run --only texts,scans    # speed: wants a machine that does nothing else (an hour)
    python -m benchmarks.archive.run --only texts,scans --texts 1000 --pages 3    # the same at a twentieth, as a trial

Prints a line of JSON for each part; with --out they are kept in a file, too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from benchmarks.archive.inputs import mixed, scans, short_texts

ROOT = Path(__file__).resolve().parents[2]
Figures = dict[str, Any]


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="kills,texts,scans", help="parts to measure")
    parser.add_argument("--files", type=int, default=300, help="files of the archive that is killed")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--texts", type=int, default=20_000, help="short text files")
    parser.add_argument("--pages", type=int, default=60, help="scanned pages")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--out", type=Path, help="append the figures to this file")
    given = parser.parse_args()
    parts: dict[str, Callable[[Path], Figures]] = {
        "kills": lambda work: kills(work, given.files, given.kills, given.seed),
        "texts": lambda work: texts(work, given.texts),
        "scans": lambda work: speed_up(work, given.pages),
    }
    wrong = False
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory(prefix="viextract-bench-") as work:
            _keep_bytecode(Path(work) / "bytecode")
            figures = {"part": name, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
            figures |= parts[name](Path(work))
        line = json.dumps(figures, ensure_ascii=False)
        print(line, flush=True)
        if given.out:
            with given.out.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        wrong |= bool(figures.get("wrong"))
    sys.exit(1 if wrong else 0)


def _keep_bytecode(folder: Path) -> None:
    """An installed program is there as bytecode; where a checkout may keep none, each process would translate the
    sources again.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def command(folder: Path, out: Path, *more: object) -> list[str]:
    parts = (sys.executable, "-m", "viextract", "batch", folder, "-o", out, *more)
    return [str(part) for part in parts]


def run(folder: Path, out: Path, *more: object) -> float:
    """A run to its end; the seconds that it took."""
    begun = time.monotonic()
    done = subprocess.run(command(folder, out, *more), cwd=ROOT, capture_output=True, text=True, env=_environment())
    if done.returncode not in (0, 24):
        raise SystemExit(f"the batch ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.monotonic() - begun


def _environment() -> dict[str, str]:
    # A core has one thread, or OCR of several files at once measures their quarrel for cores.
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONPATH": str(ROOT)}


# --- kills ------------------------------------------------------------------------------------------------------------


def kills(work: Path, files: int, count: int, seed: int) -> Figures:
    """Kill the whole run ``count`` times, then let it end, and compare with a run that nobody touched."""
    folder, out, reference = work / "in", work / "out", work / "reference"
    expected = mixed(folder, files)
    whole = run(folder, reference, "-j", 2, "--no-cache")
    chance = random.Random(seed)
    alive = torn = 0
    done_at_kills = []
    for _ in range(count):
        process = subprocess.Popen(
            command(folder, out, "-j", 2, "--no-cache"),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        if _wait(process, out, chance, whole / count):
            alive += 1
            _kill(process)
        done_at_kills.append(_count(out))
        torn += len(_half_written(out))
    last = run(folder, out, "-j", 2, "--no-cache")
    problems = _compare(expected, out, reference)
    return {
        "files": files,
        "kills": alive,
        "seconds": round(whole, 1),
        "seconds_of_the_last_run": round(last, 1),
        "results_at_the_kills": done_at_kills,
        "half_written_after_kills": torn,
        "wrong": problems,
    }


def _wait(process: subprocess.Popen[bytes], out: Path, chance: random.Random, span: float) -> bool:
    """Wait for a random moment; whether the run goes on then.

    One in four is while the run starts, the others up to ``span`` seconds after its first new result: what a start
    takes depends on the machine's other work, and kills that all come before the first result would prove nothing.
    """
    early = chance.random() < 0.25
    before = _count(out)
    limit = time.monotonic() + (chance.uniform(0.1, 5.0) if early else 600.0)
    while process.poll() is None and time.monotonic() < limit and (early or _count(out) == before):
        time.sleep(0.02)
    with suppress(subprocess.TimeoutExpired):
        process.wait(0 if early else chance.uniform(0, span))
    return process.poll() is None


def _count(out: Path) -> int:
    return sum(1 for _ in out.rglob("*.json"))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the program and to all that it has started, at one moment."""
    for pid in _family(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _family(first: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, at = [first], 0
    while at < len(found):
        found += children.get(found[at], [])
        at += 1
    return found


def _half_written(out: Path) -> list[Path]:
    """Results under their names that cannot be read as what they are."""
    found = []
    for path in out.rglob("*.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            found.append(path)
    return found


def _compare(expected: dict[str, str], out: Path, reference: Path) -> list[str]:
    problems = []
    with closing(sqlite3.connect(out / ".viextract" / "manifest.sqlite")) as database:
        rows = database.execute("SELECT path, state, error, outputs FROM files").fetchall()
        pages = database.execute("SELECT path, count(*) FROM pages GROUP BY path").fetchall()
        counted = dict(database.execute("SELECT path, pages FROM files WHERE state = 'done'").fetchall())
    found = {path: error or state for path, state, error, _ in rows}
    if len(rows) != len(found):
        problems.append(f"{len(rows) - len(found)} rows are doubled")
    for path in sorted(expected.keys() | found.keys()):
        if found.get(path) not in expected.get(path, "nothing").split("|"):
            problems.append(f"{path}: {found.get(path)}, not {expected.get(path)}")
    problems += [f"{path}: {count} rows of pages" for path, count in pages if counted.get(path, count) != count]
    for _, _, _, outputs in rows:
        for output in json.loads(outputs):
            path = out / output["path"]
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != output["sha256"]:
                problems.append(f"{output['path']} is not as the manifest says")
    mine, theirs = _results(out), _results(reference)
    problems += [
        f"{name} is not that of a run that nobody killed" for name in sorted(mine) if mine[name] != theirs.get(name)
    ]
    problems += [f"{name} is missing" for name in sorted(theirs.keys() - mine.keys())]
    problems += [f"{path.name} was left behind" for path in out.rglob(".viextract-*.tmp")]
    return problems


def _results(out: Path) -> dict[str, str]:
    found = {}
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and not name.startswith((".viextract/", "report.")):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


# --- speed ------------------------------------------------------------------------------------------------------------


def texts(work: Path, count: int) -> Figures:
    """Many short files with one worker: files a second, and the parent's memory early and late."""
    folder = work / "in"
    short_texts(folder, count)
    begun, used = time.monotonic(), processor_seconds()
    process = subprocess.Popen(
        command(folder, work / "out", "-j", 1),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    memory: list[int] = []
    while process.poll() is None:
        memory.append(_resident(process.pid))
        time.sleep(1)
    seconds, used = time.monotonic() - begun, processor_seconds() - used
    again = run(folder, work / "out", "-j", 1)
    known = [held for held in memory if held]
    return {
        "files": count,
        "seconds": round(seconds, 1),
        "files_per_second": round(count / seconds, 1),
        "processor_ms_a_file": round(1000 * used / count, 1),
        "files_per_second_and_core": round(count / used, 1),
        "parent_mib_at_a_quarter": round(known[len(known) // 4] / 2**20),
        "parent_mib_at_most": round(max(known) / 2**20),
        "seconds_to_skip_all": round(again, 1),
    }


def processor_seconds() -> float:
    """What all processes that have ended below this one have taken of the processors, their workers included: unlike
    the clock it hardly depends on what else the machine does.
    """
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _resident(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def speed_up(work: Path, pages: int) -> Figures:
    """One job and two, over files of a scanned page each and over one file with all of the pages; a page before that
    makes the bytecode.
    """
    scans(work / "first", 1, 1)
    run(work / "first", work / "out-first", "--no-cache")
    scans(work / "many", pages, 1)
    scans(work / "one", 1, pages)
    seconds: dict[str, float] = {}
    used: dict[str, float] = {}
    for name, jobs in (("many", 1), ("many", 2), ("one", 1), ("one", 2)):
        before = processor_seconds()
        seconds[f"{name}_{jobs}"] = run(work / name, work / f"out-{name}-{jobs}", "-j", jobs, "--no-cache")
        used[f"{name}_{jobs}"] = processor_seconds() - before
    return {
        "pages": pages,
        **{f"seconds_{name}": round(taken, 1) for name, taken in seconds.items()},
        **{f"processor_seconds_{name}": round(taken, 1) for name, taken in used.items()},
        "speed_up_of_many_files": round(seconds["many_1"] / seconds["many_2"], 2),
        "speed_up_of_one_file": round(seconds["one_1"] / seconds["one_2"], 2),
        "pages_per_core_hour": round(3600 * pages / used["many_1"]),
    }


if __name__ == "__main__":
    main()
