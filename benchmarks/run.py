#!/usr/bin/env python3
"""Measure viextract and print the figures as Markdown tables; `--write` puts them into the pages that show them.

Those of the shared evaluation data go into docs/figures.md, those of the samples into README.md, the time of a scanned
page by stage into docs/reading.md.

Accuracy is measured on the shared evaluation data (real and held-apart documents with a reference made by hand), where
that is there: `../shared` beside the project, or the folder that VIEXTRACT_SHARED names. Speed, and accuracy on the
samples, can be measured anywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("VIEXTRACT_SHARED", ROOT.parent / "shared"))
OUT = ROOT / "out" / "bench"
SHARED_PAGE, SAMPLES_PAGE = (ROOT / "docs" / "figures.md", "figures"), (ROOT / "README.md", "sample figures")
STAGES_PAGE = (ROOT / "docs" / "reading.md", "stages")
"""Where a table is written: the page, and the name of the markers around it."""

Row = tuple[str, str]
"""What was measured, and the figures."""


def main() -> None:
    """Measure, print, and keep the raw figures in out/bench/figures.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/figures.md and README.md")
    parser.add_argument("--only", default="recovery,scans,structure,legacy,samples,stages", help="parts to measure")
    given = parser.parse_args()
    parts = given.only.split(",")
    OUT.mkdir(parents=True, exist_ok=True)

    tables: list[tuple[tuple[Path, str], str]] = []
    shared = [part for part in parts if part not in ("samples", "stages")]
    if shared and (SHARED / "eval" / "all.py").is_file():
        tables.append((SHARED_PAGE, markdown(list(shared_rows(measure_shared(shared))))))
    elif shared:
        print(f"no evaluation data ({SHARED}): only the samples are measured", file=sys.stderr)
    if "samples" in parts:
        tables.append((SAMPLES_PAGE, markdown(list(sample_rows()))))
    if "stages" in parts and (SHARED / "corpus").is_dir():
        tables.append((STAGES_PAGE, stages_table()))
    for place, table in tables:
        print(table, end="\n\n")
        if given.write:
            write_table(place, table)


def stages_table() -> str:
    """Where the processor time of a scanned page goes; in a process of its own, which has read nothing yet."""
    command: list[str | Path] = [sys.executable, ROOT / "benchmarks" / "scans" / "run.py", "stages", "--pages", "3"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True, env=environment
    ).stdout.strip()


def measure_shared(parts: list[str]) -> dict[str, dict[str, Any]]:
    """The figures of the shared scorer: for each case its measures, or an ``error``."""
    figures = OUT / "figures.json"
    command: list[str | Path] = [sys.executable, SHARED / "eval" / "all.py", "--out", OUT / "eval", "--json", figures]
    command += ["--only", ",".join(parts), "--cli", f"{sys.executable} -m viextract"]
    with tempfile.TemporaryDirectory() as cache:  # what an earlier run has kept would make the times too good
        environment = {**os.environ, "VIEXTRACT_CACHE_DIR": cache}
        subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=True, env=environment)
    measured: dict[str, dict[str, Any]] = json.loads(figures.read_text("utf-8"))
    return measured


_NO_FIGURES = frozenset({"lines kept", "seconds", "sentences", "words", "tokens", "misaligned_sentences"})
"""What the scorers tell besides: sizes, and times of a machine that may be busy."""


def shared_rows(figures: dict[str, dict[str, Any]]) -> Iterator[Row]:
    for case, measures in figures.items():
        told = [(name, value) for name, value in measures.items() if name not in _NO_FIGURES]
        shown = [f"{name.replace('_', ' ')} {_figure(name, value)}" for name, value in told]
        yield case, ", ".join(shown)


def _figure(name: str, value: Any) -> str:
    if not isinstance(value, float):
        return str(value).partition("\n")[0]
    return f"{value:.2%}" if name.endswith(("CER", "WER", "share")) else f"{value:.3f}"


def sample_rows() -> Iterator[Row]:
    """Speed and accuracy on the samples, one process, nothing from the cache."""
    sys.path.insert(0, str(ROOT))
    import viextract
    from scripts.make_samples import plain_text, read_source
    from viextract import Options

    folder, options = ROOT / "samples", Options(cache=False)
    for name in ("van-hoa-doc.scan.pdf", "rac-thai.digital.pdf", "nuoc-sach.ruined.txt"):
        printed = plain_text(read_source(folder / "sources" / f"{name.partition('.')[0]}.txt"))
        plan, seconds = _timed(partial(viextract.extract, folder / name, options))
        text = viextract.read_text(folder / name, options)
        pages = plan.source.page_count
        speed = f"{seconds / pages:.2f} s a page" if name.endswith(".pdf") else f"{seconds:.2f} s"
        yield f"sample: {name}", f"CER {_body_errors(printed, text):.2%}, {speed}"


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def _body_errors(printed: str, read: str) -> float:
    expected, found = (" ".join(_body(text).split()) for text in (printed, read))
    return Levenshtein.distance(expected, found) / len(expected)


def _body(text: str) -> str:
    """From the legal basis to the closing words: heads, feet and tables are no running text."""
    start = max(text.find("Căn cứ"), 0)
    ends = [end for closing in ("Trên đây là", "Yêu cầu các bộ phận") if (end := text.find(closing, start)) > 0]
    return text[start : min(ends, default=len(text))]


def markdown(rows: list[Row]) -> str:
    """The table, with what it was measured on below it."""
    lines = ["| what | figures |", "|---|---|", *(f"| {case} | {figures} |" for case, figures in rows)]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {_tesseract()}"
    return "\n".join([*lines, "", f"Measured with `make bench` on {machine}."])


def _tesseract() -> str:
    try:
        said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return "no tesseract"
    return said.splitlines()[0] if said else "no tesseract"


def write_table(place: tuple[Path, str], table: str) -> None:
    """Replace what stands between the two markers of a page."""
    page, name = place
    text = page.read_text("utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        sys.exit(f"{page.name} has no {begin} ... {end}")
    page.write_text(pattern.sub(lambda _: f"{begin}\n{table}\n{end}", text), "utf-8")


if __name__ == "__main__":
    main()
