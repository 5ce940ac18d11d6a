"""What each second reading, and each step that lifts marks off, buys and costs: all pages once more without it.

    PYTHONPATH=. python benchmarks/scans/ablation.py [--pages 2] [--kinds NAME,NAME] [--real]

The errors are those of reading alone: CER in reading order, and the share of words that are wrong whatever their order
(bag WER). The engine's answers are kept from run to run with the time that they took, so that what differs is what was
turned off. --real: also pages of real scans of the shared evaluation, where that is present (line CER instead of CER).
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
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

_READING, _PREPARE = "viextract.read.pages.reading", "viextract.read.ocr.preprocess"


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


@dataclass(frozen=True)
class Switch:
    """What is put in the place of a step to turn it off."""

    name: str
    places: Sequence[tuple[str, str, Any]]


SWITCHES = (
    Switch("second look at doubtful lines", [(_READING, "look_again", _words_and_nothing)]),
    Switch("of that: print that nobody read", [("viextract.read.ocr.reread", "_missed_ink", lambda *_: ({}, []))]),
    Switch("of that: lines in doubt", [("viextract.read.ocr.reread", "is_doubtful", lambda _line: False)]),
    Switch("ruled tables cell by cell", [(_READING, "read_image_grids", _no_tables)]),
    Switch("columns without rules", [(_READING, "read_columns", _words_and_nothing)]),
    Switch("signature under a black seal", [(_READING, "read_under_seal", _same_words)]),
    Switch("figures alone", [(_READING, "check_figures", _words_and_nothing)]),
    Switch("handwriting", [(_READING, "fill_slots", _words_and_nothing)]),
    Switch("which way up, by letters", [(_READING, "stands_on_its_head", lambda *_: False)]),
    Switch("which way up, by reading", [(_READING, "_UPSIDE_DOWN_BELOW", -1.0)]),
    Switch("strokes of numerals", [(_READING, "count_strokes", _same_words)]),
    Switch("bullets by shape", [(_READING, "with_bullets", _same_words)]),
    Switch("tails of semicolons", [(_READING, "with_semicolons", _same_words)]),
    Switch("vote on marks", [(_READING, "vote_on_marks", list)]),
    Switch("É for Ế in capitals", [(_READING, "with_circumflexes", list)]),
    Switch("coloured marks lifted", [(_PREPARE, "drop_coloured_ink", _only_grey)]),
    Switch("grey marks lifted", [(_PREPARE, "lift_grey_marks", _same_picture)]),
    Switch("pale marks lifted", [(_PREPARE, "lift_pale_marks", _same_picture)]),
    Switch("specks", [(_PREPARE, "despeckle", _same_picture), (_PREPARE, "lift_specks", _same_picture)]),
)


@contextmanager
def turned_off(switch: Switch | None) -> Iterator[None]:
    """Within, the step is left out."""
    kept = []
    for module, name, instead in switch.places if switch is not None else ():
        owner = importlib.import_module(module)
        kept.append((owner, name, getattr(owner, name)))
        setattr(owner, name, instead)
    try:
        yield
    finally:
        for owner, name, original in kept:
            setattr(owner, name, original)


# --- the engine's answers ---------------------------------------------------------------------------------------------


class Answers:
    """What the engine says of a picture, kept with the seconds that it took."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[list[Any], float]] = {}
        self.seconds = 0.0
        """Engine's time of what was asked since it was last set to 0, as if each picture had been read."""
        self.spent = 0.0
        """Time that really went by in the engine."""
        self.asked = 0

    @contextmanager
    def used(self) -> Iterator[None]:
        work = TesseractEngine.recognise

        def recognise(engine: TesseractEngine, image: Any, *, layout: str = "page", **named: Any) -> list[Any]:
            key = blake2b(np.ascontiguousarray(image).tobytes(), digest_size=16)
            key.update(repr((image.shape, named.get("dpi"), layout)).encode())
            if key.digest() not in self._kept:
                start = time.perf_counter()
                words = work(engine, image, layout=layout, **named)  # type: ignore[arg-type]
                self._kept[key.digest()] = words, time.perf_counter() - start
                self.spent += self._kept[key.digest()][1]
            words, seconds = self._kept[key.digest()]
            self.seconds += seconds
            self.asked += 1
            return list(words)

        TesseractEngine.recognise = recognise  # type: ignore[method-assign]
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
class Figures:
    errors: float = 0.0
    words: float = 0.0
    seconds: float = 0.0
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


def measure(given: Sequence[Given], answers: Answers) -> Figures:
    """Errors and seconds of all pages, the engine's time as it was when it read each picture first."""
    figures = Figures()
    for page in given:
        options = Options(cache=False, pages=(page.number,)) if page.number else Options(cache=False)
        answers.seconds = answers.spent = 0.0
        start = time.perf_counter()
        document = read_document(page.source, options)
        figures.seconds += time.perf_counter() - start - answers.spent + answers.seconds
        text = "\n".join(line.text for line in document.lines() if line.role != "noise")
        wrong = line_cer(page.text, text) if page.by_line else cer(page.text, text)
        figures.errors += wrong
        figures.words += bag_wer(page.text, text)
        figures.by_kind[page.kind] += wrong  # type: ignore[assignment]
    return figures


def rows(given: Sequence[Given], answers: Answers) -> Iterator[tuple[str, Figures]]:
    measure(given[:1], answers)  # imports and tables are loaded once, however many pages there are
    yield "all of them on", measure(given, answers)
    for switch in SWITCHES:
        with turned_off(switch):
            yield switch.name, measure(given, answers)


def show(given: Sequence[Given], answers: Answers) -> None:
    """A row for each step: errors without it, what it costs, and the kinds whose errors it changes."""
    print("| without | CER % | bag WER % | ms a page | changed most |")
    print("|---|---:|---:|---:|---|", flush=True)
    whole: Figures | None = None
    counts = Counter(page.kind for page in given)
    for name, figures in rows(given, answers):
        whole = whole or figures
        differences = {kind: (figures.by_kind[kind] - whole.by_kind[kind]) / counts[kind] for kind in counts}
        changed = sorted(differences, key=lambda kind: -abs(differences[kind]))[:3]
        told = ", ".join(f"{kind} {differences[kind]:+.2%}" for kind in changed if abs(differences[kind]) > _TOLD)
        count = len(given)
        values = f"{100 * figures.errors / count:.3f} | {100 * figures.words / count:.3f}"
        print(f"| {name} | {values} | {1000 * figures.seconds / count:.0f} | {told} |", flush=True)


_TOLD = 0.00005  # of the letters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=[])
    parser.add_argument("--real", action="store_true")
    arguments = parser.parse_args()
    groups = {"generated": generated(arguments.pages, arguments.kinds), "real": real() if arguments.real else []}
    for name, given in groups.items():
        answers = Answers()
        if given:
            print(f"\n{name}: {len(given)} pages\n")
            with answers.used():
                show(given, answers)


if __name__ == "__main__":
    main()
