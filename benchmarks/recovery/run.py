#!/usr/bin/env python3
"""Measure recovery and print the figures as a Markdown table; raw figures go to out/recovery/figures.json.

    python benchmarks/recovery/run.py [--shared FOLDER] [--only sample,noise,...] [--pyvi-python PYTHON]

The data is looked for in --shared, $VIEXTRACT_SHARED, or ``shared`` beside the checkout. Where it is absent there is
nothing to measure, and it says so. Speed is measured against pyvi where --pyvi-python names an interpreter that has it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.recovery import measures, pages  # noqa: E402
from benchmarks.recovery.data import SHARED, Shared, body, documents, first_words  # noqa: E402
from viextract.language.syllables import strip_marks  # noqa: E402
from viextract.recover import explain, restore  # noqa: E402
from viextract.recover.engine import recover_lines  # noqa: E402
from viextract.recover.paragraphs import paragraph_indices  # noqa: E402

OUT = ROOT / "out" / "recovery"
_SAMPLE_LINES = 268
_GENERAL_WORDS, _CLEAN_WORDS = 60_000, 100_000
_DOCUMENT = 40
"""Lines of a held-out text that are recovered as one document."""
_PAGES = 12
"""Pages of each quality."""


@dataclass(frozen=True)
class Figure:
    """One row: what was measured on what, the result, and what is asked for at least and aimed for."""

    on: str
    figure: str
    measured: str
    least: str
    aim: str


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--only", default=",".join(PARTS), help="parts to measure")
    parser.add_argument("--pyvi-python", type=Path, help="an interpreter that can import pyvi")
    parser.add_argument("--json", type=Path, default=OUT / "figures.json")
    given = parser.parse_args()
    if not (given.shared / "corpus").is_dir():
        print(f"recovery: no evaluation data ({given.shared}); nothing is measured", file=sys.stderr)
        return
    shared = Shared(given.shared)
    kept: list[Figure] = []
    print("| on | figure | measured | at least | aim |\n|---|---|---|---|---|")
    for part in given.only.split(","):
        for row in PARTS[part](shared, given):
            kept.append(row)
            print(f"| {row.on} | {row.figure} | {row.measured} | {row.least} | {row.aim} |", flush=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps([asdict(row) for row in kept], ensure_ascii=False, indent=1), "utf-8")


def percent(share: float, digits: int = 2) -> str:
    return f"{100 * share:.{digits}f} %"


# --- real documents ---------------------------------------------------------------------------------------------------


def sample(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """A real plan as read by an engine with the wrong language, against its text as typed by hand."""
    true = (shared.evaluation("gold/003.body-lines-1-268.txt")).read_text("utf-8").split("\n")[:_SAMPLE_LINES]
    read = shared.seed("003")
    found = restore(read)
    if found.count("\n") != read.count("\n"):
        yield Figure("plan 003", "lines", "not kept", "", "")
    # Over the whole text: a word that moved to the next line is no error.
    joined = measures.errors(["\n".join(true)], ["\n".join(found.split("\n")[:_SAMPLE_LINES])])
    before = measures.errors(["\n".join(true)], ["\n".join(read.split("\n")[:_SAMPLE_LINES])])
    yield Figure("plan 003 as read", "WER / CER", f"{percent(before.wer)} / {percent(before.cer)}", "", "")
    yield Figure(
        f"plan 003, lines 1-{_SAMPLE_LINES}",
        "WER / CER",
        f"{percent(joined.wer)} / {percent(joined.cer)}",
        "2.0 % / 0.8 %",
        "1.0 % / 0.4 %",
    )


def layer(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """A scan whose text layer was made by an engine with the wrong language; its pictures are not looked at."""
    from viextract import Options, read_text

    found = read_text(shared.evaluation("scans/000-badlayer.pdf"), Options(ocr="never", cache=False))
    result = measures.errors([body(shared.seed("000"))], [body(found)])
    yield Figure("text layer of 000-badlayer.pdf", "WER", percent(result.wer), "2.5 %", "1.0 %")


def stripped(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """Plans, general prose and local official text, all marks removed."""
    for name in ("000", "004"):
        yield _stripped(name, shared.seed(name).split("\n"), "97.5 %", "99 %")
    general = first_words(shared.lines("general"), _GENERAL_WORDS)
    yield _stripped("general, held out", general, "94 %", "97 %")
    yield _stripped("local official text, held out", shared.lines("admin_local"), "", "")


def _stripped(name: str, lines: list[str], least: str, aim: str) -> Figure:
    found = [line for text in documents(lines, _DOCUMENT) for line in restore(strip_marks(text)).split("\n")]
    words = sum(len(line.split()) for line in lines)
    share = measures.words_right(lines, found)
    return Figure(f"{name}, stripped ({words} words)", "word accuracy", percent(share), least, aim)


# --- noise ------------------------------------------------------------------------------------------------------------


def noise(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """Held-out lines that an engine has read, and the confidences of what became of them."""
    rows: list[tuple[float, bool]] = []
    for name, files in (("wrong-language", ("admin", "law")), ("Vietnamese, poor pages", ("vie",))):
        read = [pair[0] for file in files for pair in shared.pairs(file)]
        true = [pair[1] for file in files for pair in shared.pairs(file)]
        found = explain("\n".join(read))
        before, after = measures.errors(true, read), measures.errors(true, found.text.split("\n"))
        asked = ("1.5 % / 4 %", "0.7 % / 2 %") if files != ("vie",) else ("", "")
        yield Figure(
            f"noise pairs, {name} ({len(read)} lines)",
            "CER / WER",
            f"{percent(after.cer)} / {percent(after.wer)} (read: {percent(before.cer)} / {percent(before.wer)})",
            *asked,
        )
        again = restore(found.text).split("\n")
        unlike = sum(a != b for a, b in zip(found.text.split("\n"), again, strict=True))
        yield Figure(f"the same, restored twice ({name})", "lines that change again", str(unlike), "0", "0")
        own = measures.judged(found, true)
        rows += own
        error, bins = measures.calibration(own)
        yield Figure(f"confidences, {name}", "ECE", f"{error:.4f}", "0.03", "0.01")
        _keep_bins(name, bins)
    error, bins = measures.calibration(rows)
    yield Figure("confidences, all pairs", "ECE", f"{error:.4f}", "0.03", "0.01")


def _keep_bins(name: str, bins: list[measures.Bin]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"calibration-{name.split(',')[0].lower()}.json"
    path.write_text(json.dumps([asdict(b) for b in bins], indent=1), "utf-8")


def engine(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """Held-out text printed and read by tesseract with Vietnamese data: recovery must not make it worse."""
    lines = [line for line in shared.lines("admin_local") + shared.lines("admin") if 60 <= len(line) <= 900]
    for name, qualities in (("good", pages.GOOD), ("poor", pages.POOR)):
        own = lines[:400] if name == "good" else lines[400:]
        made = list(pages.pages(own, qualities, _PAGES, OUT / "pages"))
        true = [page.printed for page in made]
        before = measures.errors(true, [page.read for page in made])
        for way, recover in (("as plain text", restore), ("as a page just read", _just_read)):
            after = measures.errors(true, [recover(page.read) for page in made])
            yield Figure(
                f"tesseract vie, {name} pages ({len(made)}), {way}",
                "WER after / before",
                f"{after.wer / max(before.wer, 1e-9):.2f} ({percent(after.wer)} / {percent(before.wer)})",
                "1.0",
                "0.7",
            )


def _just_read(text: str) -> str:
    """As the pipeline does: it knows that an engine has read the page."""
    lines = text.split("\n")
    results, _ = recover_lines(lines, paragraph_indices(lines), by_engine=[True] * len(lines))
    return "\n".join(result.after for result in results)


# --- what must stay ---------------------------------------------------------------------------------------------------


def clean(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """Text that is right: plans, and held-out text of both registers."""
    for name in ("000", "004"):
        yield _changed(name, [shared.seed(name)])
    for name, register in (("official", "admin"), ("general", "general")):
        lines = first_words(shared.lines(register), _CLEAN_WORDS)
        yield _changed(f"{name}, held out, as documents", documents(lines, _DOCUMENT))
        yield _changed(f"{name}, held out, line by line", lines)


def _changed(name: str, texts: list[str]) -> Figure:
    words = sum(len(text.split()) for text in texts)
    count = sum(measures.changed(text, restore(text)) for text in texts)
    return Figure(
        f"{name}, clean ({words} words)", "changed", f"{percent(count / words, 4)} ({count})", "0.05 %", "0.01 %"
    )


def legacy(shared: Shared, _: argparse.Namespace) -> Iterator[Figure]:
    """Real files in encodings from before Unicode; benchmarks/legacy measures round trips."""
    sys.path.insert(0, str(shared.folder / "eval"))
    import score_text  # type: ignore[import-not-found,unused-ignore]

    for raw in sorted(shared.evaluation("legacy").glob("*.raw.txt")):
        true = raw.with_name(raw.name.replace(".raw.", ".gold.")).read_text("utf-8")
        share = score_text.diacritic_accuracy(true, restore(raw.read_text("utf-8")))
        yield Figure(f"legacy: {raw.name}", "diacritic accuracy", percent(share), "95 %", "98.7 %")


# --- speed and memory -------------------------------------------------------------------------------------------------

_OUR_TIME = """
import sys, time
from viextract.recover import preload, restore
preload()
restore("Uy ban nhén din phudng Tan Giang xay dung ké hoach nam 2030"); restore("Uy ban nhan dan phuong Tan Giang")
text = open(sys.argv[1], encoding="utf-8").read()
started = time.process_time()
restore(text)
print(time.process_time() - started)
"""
_PYVI_TIME = """
import sys, time
from pyvi import ViUtils
ViUtils.add_accents("Uy ban nhan dan")
lines = open(sys.argv[1], encoding="utf-8").read().split("\\n")
started = time.process_time()
for line in lines:
    try:
        ViUtils.add_accents(line)
    except KeyError:
        pass
print(time.process_time() - started)
"""
_OUR_MEMORY = """
import re
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
from viextract.recover import preload, restore
preload()
restore("Uy ban nhén din phudng Tan Giang xay dung ké hoach nam 2030"); restore("Uy ban nhan dan phuong Tan Giang")
print(resident())
"""


def speed(shared: Shared, given: argparse.Namespace) -> Iterator[Figure]:
    """Processor time on the real plan, models loaded, each run in a process of its own; the best of three."""
    path = shared.folder / "seeds" / "003.txt"
    words = len(shared.seed("003").split())
    ours = min(_number(sys.executable, _OUR_TIME, path) for _ in range(3))
    yield Figure("speed, plan 003", "words a second, one core", f"{words / ours:,.0f} ({ours:.2f} s)", "", "")
    if given.pyvi_python:
        theirs = min(_number(given.pyvi_python, _PYVI_TIME, path) for _ in range(3))
        ratio = f"{theirs / ours:.2f} × ({theirs:.2f} s)"
        yield Figure("speed, plan 003", "against pyvi add_accents", ratio, "2 ×", "10 ×")


def memory(_: Shared, __: argparse.Namespace) -> Iterator[Figure]:
    """What the process holds once all models are loaded."""
    if not Path("/proc/self/status").is_file():
        return
    yield Figure("memory after loading", "MiB", f"{_number(sys.executable, _OUR_MEMORY):.0f}", "400", "200")


def _number(python: str | Path, code: str, *arguments: Path) -> float:
    command: list[Any] = [python, "-c", code, *arguments]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()[-1])


PARTS: dict[str, Callable[[Shared, argparse.Namespace], Iterator[Figure]]] = {
    "sample": sample,
    "layer": layer,
    "stripped": stripped,
    "noise": noise,
    "engine": engine,
    "clean": clean,
    "legacy": legacy,
    "speed": speed,
    "memory": memory,
}

if __name__ == "__main__":
    main()
