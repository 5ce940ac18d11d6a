"""Where the processor time of a page goes: functions are timed by their names, what is within others left out of them.

A stage is the part of a page's way that a reader of docs/reading.md would ask about. The engine's calls count for the
stage that makes them, apart from its own work.
"""

from __future__ import annotations

import functools
import importlib
import os
import resource
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from viextract.read.ocr.engines.tesseract import TesseractEngine
from viextract.read.ocr.engines.tesseract_kept import KEPT

_READING, _PDF = "viextract.read.pages.reading", "viextract.read.files.pdf"

STAGES: dict[str, Sequence[tuple[str, str]]] = {
    "opening the picture": [("viextract.read.files.image", "ImageFile.frame"), (_PDF, "PdfPage.render")],
    "the page's own text": [(_PDF, "PdfPage.layer"), ("viextract.read.pages.page", "judge_layer")],
    "preparing the picture": [(_READING, name) for name in ("prepare", "stands_on_its_head", "upside_down")],
    "rows of dots": [(_READING, name) for name in ("find_leaders", "without_leaders", "with_leaders")],
    "tables": [(_READING, name) for name in ("read_image_grids", "read_columns")],
    "second look": [(_READING, "look_again")],
    "vote on marks": [
        (_READING, name) for name in ("vote_on_marks", "with_small_letters", "with_circumflexes", "with_ia")
    ],
    "signature under a seal": [(_READING, "read_under_seal")],
    "figures": [(_READING, "check_figures")],
    "handwriting": [(_READING, "fill_slots")],
    "names in script": [(_READING, "stamped_names")],
    "strokes, dashes, bullets": [(_READING, name) for name in ("count_strokes", "with_dashes", "with_bullets")],
    "layout": [(_READING, "Reading.page")],
    "recovery": [("viextract.recover", "recover_document")],
    "parsing": [("viextract.parse", "parse_document")],
}
"""The functions of each stage, by the module in which their callers look for them."""

OTHER = "all else"


def processor_seconds() -> float:
    """Processor time of this process, its ended children, and the engine that it keeps: fair on a busy machine too."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return used + sum(map(_used_by, KEPT.processes()))


def _used_by(process: int) -> float:
    """Processor seconds of a running process (Linux; elsewhere no engine is kept)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open: list[tuple[str, float]] = []

    def run(self, stage: str, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        start = processor_seconds()
        self._open.append((stage, 0.0))
        try:
            return work(*arguments, **named)
        finally:
            whole = processor_seconds() - start
            _, within = self._open.pop()
            self.seconds[stage] += whole - within  # type: ignore[assignment]  # a Counter holds floats, too
            if self._open:
                outer, known = self._open[-1]
                self._open[-1] = (outer, known + whole)

    def engine(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        stage = self._open[-1][0] if self._open else ""
        return self.run(_of_engine(stage), work, *arguments, **named)


@contextmanager
def timed() -> Iterator[Counter[str]]:
    """Processor seconds by stage of what is done within."""
    clock, kept = _Clock(), list[tuple[Any, str, Any]]()

    def put(owner: Any, name: str, run: Callable[..., Any]) -> None:
        work = getattr(owner, name)

        @functools.wraps(work)
        def measured(*arguments: Any, **named: Any) -> Any:
            return run(work, *arguments, **named)

        kept.append((owner, name, work))
        setattr(owner, name, measured)

    for stage, places in STAGES.items():
        for module, path in places:
            *inside, name = path.split(".")
            owner = functools.reduce(getattr, inside, importlib.import_module(module))
            put(owner, name, functools.partial(clock.run, stage))
    put(TesseractEngine, "recognise", clock.engine)
    try:
        yield clock.seconds
    finally:
        for owner, name, original in reversed(kept):
            setattr(owner, name, original)


def names() -> Iterator[str]:
    """All stages in the order of a page's way, the engine's calls behind the stage that makes them."""
    for stage in STAGES:
        yield stage
        yield _of_engine(stage)
        if stage == "tables":
            yield _of_engine("")
    yield OTHER


def _of_engine(stage: str) -> str:
    return f"{stage}: the engine" if stage else "the engine, on the whole page"


def start_of_engine() -> float:
    """Processor seconds of the first picture of a process beyond those of the next: loading the language data."""
    engine, white = TesseractEngine(), np.full((64, 64), 255, np.uint8)
    used = []
    KEPT.end()
    for _ in range(2):
        start = processor_seconds()
        engine.recognise(white, dpi=200, language="vie", seconds=60)
        used.append(processor_seconds() - start)
    return used[0] - used[1]
