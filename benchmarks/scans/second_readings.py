"""What each second reading, and each step that lifts marks off, buys and costs: all pages once more without it.

    PYTHONPATH=. python benchmarks/scans/second_readings.py [--pages 1] [--kinds NAME,NAME] [--only STEP,STEP] [--real]

The errors are those of reading alone: CER in reading order, and the share of words that are wrong whatever their order
(bag WER). What a step costs is the processor time spent in it, that of the engine for it counted in. A page on which a
step changes nothing reads the same without it, and is not read again; the engine's answers are kept from run to run.
--real: also pages of real scans of the shared evaluation, where that is present (those of single pages by their lines).
"""

from __future__ import annotations

import argparse
import functools
import importlib
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow
from rapidfuzz.distance import Levenshtein

from viextract.options import Options
from viextract.read import read_document
from viextract.read.ocr.engines.tesseract import TesseractEngine

sys.path.insert(0, str(Path(__file__).parent))
import layouts
import marks
import pages
from stages import processor_seconds

_READING, _PREPARE = "viextract.read.pages.reading", "viextract.read.ocr.preprocess"
_AGAIN = "viextract.read.ocr.reread"


# --- steps and what stands for them -----------------------------------------------------------------------------------


def _words_and_nothing(_image: Any, _scale: float, words: Sequence[Any], *_rest: Any) -> tuple[list[Any], list[Any]]:
    return list(words), []


def _same_words(_image: Any, _scale: float, words: Sequence[Any], *_rest: Any) -> list[Any]:
    return list(words)


def _same_picture(grey: Any, *_rest: Any) -> Any:
    return grey


def _only_grey(image: Any, _dpi: float, _steps: list[str]) -> Any:
    return importlib.import_module(_PREPARE).to_grey(image)


def _no_tables(image: Any, *_rest: Any, **_named: Any) -> Any:
    return importlib.import_module("viextract.read.tables").ImageTables([], [], image)


def _texts(words: Sequence[Any]) -> list[str]:
    return [word.text for word in words]


def _changed_words(given: Sequence[Any], result: Any) -> bool:
    """Whether the words of a step (the last sequence that it is given, or a pair's first) come out otherwise."""
    before = next(value for value in given if isinstance(value, list | tuple))
    after, *more = result if isinstance(result, tuple) else (result,)
    return sorted(_texts(before)) != sorted(_texts(after)) or any(map(bool, more))


def _changed_picture(given: Sequence[Any], result: Any) -> bool:
    return result.shape != given[0].shape or not np.array_equal(result, given[0])


@dataclass(frozen=True)
class Step:
    """A step of reading, what is put in its place to turn it off, and whether it has done anything."""

    name: str
    module: str
    function: str
    instead: Callable[..., Any]
    acted: Callable[[Sequence[Any], Any], bool]


def _told(_given: Sequence[Any], result: Any) -> bool:
    return bool(result)


STEPS = (
    Step("second look", _READING, "look_again", _words_and_nothing, _changed_words),
    Step("second look: unread print", _AGAIN, "_missed_ink", lambda *_: ({}, []), lambda _, found: any(found)),
    Step("second look: doubtful lines", _AGAIN, "is_doubtful", lambda _line: False, _told),
    Step("ruled tables", _READING, "read_image_grids", _no_tables, lambda _, found: bool(found.grids)),
    Step("columns without rules", _READING, "read_columns", _words_and_nothing, _changed_words),
    Step("signature under a seal", _READING, "read_under_seal", _same_words, _changed_words),
    Step("figures alone", _READING, "check_figures", _words_and_nothing, lambda given, found: given[2] != found[0]),
    Step("handwriting", _READING, "fill_slots", _words_and_nothing, _changed_words),
    Step("which way up", _READING, "stands_on_its_head", lambda *_: False, _told),
    Step("strokes of numerals", _READING, "count_strokes", _same_words, _changed_words),
    Step("bullets", _READING, "with_bullets", _same_words, _changed_words),
    Step("semicolons", _READING, "with_semicolons", _same_words, _changed_words),
    Step("vote on marks", _READING, "vote_on_marks", list, _changed_words),
    Step("coloured marks", _PREPARE, "drop_coloured_ink", _only_grey, lambda given, _: bool(given[2])),
    Step("grey marks", _PREPARE, "lift_grey_marks", _same_picture, _changed_picture),
    Step("pale marks", _PREPARE, "lift_pale_marks", _same_picture, _changed_picture),
    Step("specks of faxes", _PREPARE, "despeckle", _same_picture, _changed_picture),
    Step("specks of grey pages", _PREPARE, "lift_specks", _same_picture, _changed_picture),
)


@contextmanager
def turned_off(step: Step) -> Iterator[None]:
    """Within, the step is left out."""
    with _put(step, step.instead):
        yield


@contextmanager
def _put(step: Step, instead: Callable[..., Any]) -> Iterator[None]:
    owner = importlib.import_module(step.module)
    kept = getattr(owner, step.function)
    setattr(owner, step.function, instead)
    try:
        yield
    finally:
        setattr(owner, step.function, kept)


class Watch:
    """Which steps have changed something on a page, and the seconds spent in each, what is within it counted in."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self.acted: set[str] = set()
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def on(self) -> Iterator[None]:
        if not self._steps:
            yield
            return
        step, self._steps = self._steps[0], self._steps[1:]
        with _put(step, self._watched(step)), self.on():
            yield

    def _watched(self, step: Step) -> Callable[..., Any]:
        work = getattr(importlib.import_module(step.module), step.function)

        @functools.wraps(work)
        def watched(*given: Any, **named: Any) -> Any:
            start = processor_seconds()
            result = work(*given, **named)
            self.seconds[step.name] += processor_seconds() - start
            if step.acted(given, result):
                self.acted.add(step.name)
            return result

        return watched


# --- the engine's answers ---------------------------------------------------------------------------------------------


class Answers:
    """What the engine says of a picture, kept: what a step changes later on does not have it read again."""

    def __init__(self) -> None:
        self._kept: dict[bytes, list[Any]] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        work = TesseractEngine.recognise

        def recognise(engine: TesseractEngine, image: Any, *, layout: str = "page", **named: Any) -> list[Any]:
            key = blake2b(np.ascontiguousarray(image).tobytes(), digest_size=16)
            key.update(repr((image.shape, named.get("dpi"), layout)).encode())
            if key.digest() not in self._kept:
                self._kept[key.digest()] = work(engine, image, layout=layout, **named)  # type: ignore[arg-type]
            return list(self._kept[key.digest()])

        TesseractEngine.recognise = recognise  # type: ignore[assignment, method-assign]
        try:
            yield
        finally:
            TesseractEngine.recognise = work  # type: ignore[method-assign]


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Given:
    """A page to read: a file's bytes or its place, and its true text."""

    kind: str
    source: bytes | Path
    text: str
    number: int = 1
    by_line: bool = False


@dataclass(slots=True)
class Without:
    """What is different without a step, in sums over all pages."""

    errors: float = 0.0
    words: float = 0.0
    seconds: float = 0.0
    pages: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)


def generated(count: int, only: Sequence[str]) -> list[Given]:
    """Pages of all kinds that the benchmarks of scans make."""
    found = []
    for maker in (pages, layouts, marks):
        for kind in maker.KINDS:
            if not only or kind in only:
                found += [Given(kind, _png(sample), sample.text) for sample in maker.samples(kind, count)]
    return found


def _png(sample: pages.Sample) -> bytes:
    stream = io.BytesIO()
    Pillow.fromarray(sample.image).save(stream, "PNG", dpi=(sample.dpi, sample.dpi), compress_level=1)
    return stream.getvalue()


def real() -> list[Given]:
    """Pages of real scans with transcripts, where the shared evaluation is present."""
    folder = pages.SHARED / "eval"
    found = []
    for path in sorted((folder / "wild/pages").glob("*.txt")):
        name, _, number = path.stem.rpartition(".p")
        found.append(Given("real", folder / f"wild/{name}.pdf", path.read_text("utf-8"), int(number), by_line=True))
    for path in sorted((folder / "scans/real").glob("real_*.txt")):
        found.append(Given("real", path.with_suffix(".pdf"), path.read_text("utf-8"), 0))
    return found


def cer(gold: str, text: str) -> float:
    gold, text = " ".join(gold.split()), " ".join(text.split())
    return Levenshtein.distance(gold, text) / max(len(gold), 1)


def line_cer(gold: str, text: str) -> float:
    """Errors of each true line against the line of the reading that is most like it."""
    read = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    wrong = total = 0
    for line in filter(None, (" ".join(line.split()) for line in gold.split("\n"))):
        wrong += min((Levenshtein.distance(line, other) for other in read), default=len(line))
        total += len(line)
    return min(wrong / max(total, 1), 1.0)


def bag_wer(gold: str, text: str) -> float:
    """Share of the true words that are missing, and of those that are too many, whatever their order."""
    one, other = Counter(gold.split()), Counter(text.split())
    missing, more = (one - other).total(), (other - one).total()
    return max(missing, more) / max(one.total(), 1)


def errors(page: Given) -> tuple[float, float]:
    """Share of letters and of words that are wrong."""
    options = Options(cache=False, pages=(page.number,)) if page.number else Options(cache=False)
    document = read_document(page.source, options)
    text = "\n".join(line.text for line in document.lines() if line.role != "noise")
    wrong = line_cer(page.text, text) if page.by_line else cer(page.text, text)
    return wrong, bag_wer(page.text, text)


def show(given: Sequence[Given], steps: Sequence[Step]) -> None:
    """A row for each step: what it costs, on how many pages it acts, and what is worse without it."""
    found = {step.name: Without() for step in steps}
    whole = Without()
    for page in given:
        answers, watch = Answers(), Watch(steps)
        with answers.used():
            start = processor_seconds()
            with watch.on():
                wrong, words = errors(page)
            whole.seconds += processor_seconds() - start
            whole.errors += wrong
            whole.words += words
            for step in steps:
                found[step.name].seconds += watch.seconds[step.name]
                if step.name in watch.acted:
                    _count(found[step.name], page, step, (wrong, words))
        print(f"  {page.kind}: {wrong:.2%}, {words:.2%}", file=sys.stderr, flush=True)
    count = len(given)
    told = f"{100 * whole.errors / count:.2f} % CER, {100 * whole.words / count:.2f} % bag WER"
    print(f"all steps on: {told}, {1000 * whole.seconds / count:.0f} ms a page, {count} pages\n")
    print("| step | ms a page | acts on | CER without | bag WER without | most changed without it |")
    print("|---|---:|---:|---:|---:|---|")
    for name, one in found.items():
        kinds = sorted(one.by_kind, key=lambda kind: -abs(one.by_kind[kind]))[:3]
        most = ", ".join(f"{kind} {100 * one.by_kind[kind]:+.2f}" for kind in kinds if abs(one.by_kind[kind]) > _TOLD)
        values = f"{100 * one.errors / count:+.3f} | {100 * one.words / count:+.3f}"
        print(f"| {name} | {1000 * one.seconds / count:.0f} | {one.pages} of {count} | {values} | {most} |", flush=True)


def _count(without: Without, page: Given, step: Step, on: tuple[float, float]) -> None:
    with turned_off(step):
        wrong, words = errors(page)
    without.pages += 1
    without.errors += wrong - on[0]
    without.words += words - on[1]
    without.by_kind[page.kind] += wrong - on[0]  # type: ignore[assignment]


_TOLD = 0.0001  # of the letters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=[])
    parser.add_argument("--only", type=lambda text: text.split(","), default=[step.name for step in STEPS])
    parser.add_argument("--real", action="store_true")
    arguments = parser.parse_args()
    steps = [step for step in STEPS if step.name in arguments.only]
    given = generated(arguments.pages, arguments.kinds)
    read_document(given[0].source, Options(cache=False))  # imports and tables are loaded once
    show(given, steps)
    if arguments.real and (found := real()):
        print("\nreal scans")
        show(found, steps)


if __name__ == "__main__":
    main()
