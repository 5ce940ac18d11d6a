"""A million hostile strings through restore and parse: ``nice python -m benchmarks.hostile.fuzz --count 1000000``.

Strings go in batches of one to two hundred, as lines of a text, so that what comes before a line is hostile, too. Told
are crashes (anything but an error of viextract's), hangs, results that break a promise, and pages of HTML in which an
element or attribute came from the text. A batch is made from the seed and its number alone: ``--state FILE`` lets a run
be gone on with, ``--only NUMBER`` does one batch again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.hostile.skeleton import differences, harmless, skeleton
from benchmarks.hostile.strings import strings
from viextract import Options, ViextractError, explain, extract, restore
from viextract.api import parse
from viextract.errors import EmptyInputError
from viextract.model.document import Document

SECONDS = 180.0
"""A batch that takes longer hangs: two hundred short strings take half a second, forty lines of headings 13."""
MEMORY = 2 * 2**30
_OPTIONS = Options(recover=False, ocr="never", cache=False, replay=False)


class Broken(Exception):
    """A promise that was not kept."""


@dataclass(slots=True)
class State:
    """How far a run has come."""

    seed: int
    batches: int = 0
    strings: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, -1)
    failures: list[dict[str, Any]] = field(default_factory=list)


# --- one batch


def try_strings(lines: Sequence[str], number: int = 0) -> None:
    """All that a text of these lines goes through; raises what no text may make it raise."""
    text = "\n".join(lines)
    restored = restore(text)
    if restored.count("\n") != text.count("\n"):
        raise Broken("restore has changed the number of lines")
    source = text if number % 2 else restored
    document = _document(source, lines[0])
    if document is not None:
        plan = parse(document, _OPTIONS)
        saved = plan.to_json()
        if number % 4 == 0 and type(plan).from_json(saved.encode()) != plan:
            raise Broken("a saved plan is another plan")
        if number % 16 == 0:
            _nothing_escapes(plan)
        if number % 64 == 0:
            _the_page_holds(document, text, restored)
    if number % 8 == 0:
        try:
            extract(source.encode("utf-8", "surrogatepass"), _OPTIONS, name=lines[0])
        except ViextractError as error:
            str(error)


def _document(text: str, name: str) -> Document | None:
    """The text as the reader of text files gives it; as a file much of it would be told to be no text."""
    from viextract.read.files.text import page_of_text

    try:
        page = page_of_text(text.encode("utf-8", "replace").decode(), name)
    except EmptyInputError:
        return None
    return Document(name.encode("utf-8", "replace").decode(), "0" * 64, "text/plain", page_count=1, pages=[page])


def _nothing_escapes(plan: Any) -> None:
    """HTML of a plan has the elements that it has without any sign of markup in its texts."""
    from viextract.export.html import plan_html

    tame = type(plan).model_validate(harmless(plan.model_dump(mode="json")))
    for name, make in (("export", plan_html), ("view", lambda one: one._repr_html_())):
        for difference in differences(skeleton(make(plan)), skeleton(make(tame))):
            raise Broken(f"HTML of the {name}: {difference}")


def _the_page_holds(document: Document, text: str, restored: str) -> None:
    from viextract.review.data import review_data
    from viextract.review.page import html_page

    made = skeleton(html_page(review_data(document, parse(document, _OPTIONS))))
    for difference in differences(made, skeleton(html_page({"name": "a"}))):
        raise Broken(f"the page of review: {difference}")
    found = explain(text)
    if found.text != restored:
        raise Broken("explain and restore say different things")
    tags = {one.split()[0].strip("<>/") for one in skeleton(found._repr_html_())}
    if tags - {"div", "mark"}:
        raise Broken(f"HTML of an explanation: {sorted(tags)}")


def smallest(lines: list[str], fails: Callable[[list[str]], bool]) -> list[str]:
    """The failing lines without those that it fails without, too; then without characters that it fails without."""
    for single in lines:
        if fails([single]):
            lines = [single]
            break
    lines = _reduced(lines, fails)
    for k, line in enumerate(lines):
        chars = _reduced(list(line), partial(_fails_with, fails, lines, k))
        lines[k] = "".join(chars)
    return lines


def _fails_with(fails: Callable[[list[str]], bool], lines: list[str], k: int, chars: list[str]) -> bool:
    """Whether the lines fail with these characters for the one at ``k``."""
    return fails([*lines[:k], "".join(chars), *lines[k + 1 :]])


def _reduced(parts: list[str], fails: Callable[[list[str]], bool]) -> list[str]:
    size = max(len(parts) // 2, 1)
    while size:
        at = 0
        while at < len(parts):
            fewer = parts[:at] + parts[at + size :]
            if fewer and fails(fewer):
                parts = fewer
            else:
                at += size
        size //= 2
    return parts


def attempt(lines: list[str], number: int) -> dict[str, Any] | None:
    """What is wrong with a batch: how it failed, where, and the fewest lines that fail so; None where nothing is."""
    try:
        try_strings(lines, number)
        return None
    except Exception as error:
        kind, told = type(error), f"{type(error).__name__}: {error}"[:300]
        places = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)[-3:]]

    def fails(some: list[str]) -> bool:
        try:
            try_strings(some, number)
        except Exception as error:
            return type(error) is kind
        return False

    return {"batch": number, "error": told, "at": places, "lines": [ascii(one) for one in smallest(lines, fails)]}


# --- the run: a process does batches, and another one watches it


def _work(state: State, count: int, seeds: list[str], at: Any, answer: Connection) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    done, number = state.strings, state.batches
    while done < count:
        at.value = number
        lines = strings(state.seed, number, seeds)[: count - done]
        began = time.monotonic()
        wrong = attempt(lines, number)
        done, number = done + len(lines), number + 1
        answer.send((len(lines), time.monotonic() - began, wrong))


def run(state: State, count: int, seeds: list[str], told: Callable[[State], None], seconds: float = SECONDS) -> State:
    """Go on until so many strings have been tried; ``told`` is called after each batch."""
    context = multiprocessing.get_context("fork")
    restore("nap truoc mo hinh")
    while state.strings < count:
        ours, theirs = context.Pipe(duplex=False)
        at = context.Value("q", state.batches)
        process = context.Process(target=_work, args=(state, count, seeds, at, theirs))
        process.start()
        theirs.close()
        try:
            while state.strings < count:
                if not ours.poll(seconds):
                    _failed(state, f"hang: not done after {seconds:.0f} s", seeds)
                    break
                size, took, wrong = ours.recv()
                state.batches, state.strings, state.seconds = (
                    state.batches + 1,
                    state.strings + size,
                    state.seconds + took,
                )
                state.slowest = max(state.slowest, (round(took, 3), state.batches - 1))
                if wrong is not None:
                    state.failures.append(wrong)
                told(state)
        except EOFError:
            process.join(5)
            if state.strings < count:
                _failed(state, f"crash: the process ended with {process.exitcode}", seeds)
        process.kill()
        process.join()
        ours.close()
    return state


def _failed(state: State, error: str, seeds: list[str]) -> None:
    """The batch on which the process was is left out."""
    lines = strings(state.seed, state.batches, seeds)
    state.failures.append({"batch": state.batches, "error": error, "lines": [ascii(line) for line in lines]})
    state.batches, state.strings = state.batches + 1, state.strings + len(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="where the run stands; it is gone on with from there")
    parser.add_argument("--seeds", type=Path, help="folder of texts that are mutated, too")
    parser.add_argument("--only", type=int, help="one batch again, in this process")
    given = parser.parse_args()
    seeds = _texts(given.seeds) if given.seeds else []
    if given.only is not None:
        found = attempt(strings(given.seed, given.only, seeds), given.only)
        print(json.dumps(found, indent=1))
        return 1 if found else 0
    state = State(given.seed)
    if given.state and given.state.exists():
        state = State(**json.loads(given.state.read_text("utf-8")))
        state.slowest = (state.slowest[0], state.slowest[1])
    shown, known = time.monotonic(), len(state.failures)

    def told(now: State) -> None:
        nonlocal shown, known
        for wrong in now.failures[known:]:
            print(json.dumps(wrong), flush=True)
        known = len(now.failures)
        if time.monotonic() - shown > 30 or now.strings >= given.count:
            shown = time.monotonic()
            print(_line(now), flush=True)
            if given.state:
                given.state.write_text(json.dumps(asdict(now)), "utf-8")

    run(state, given.count, seeds, told)
    print(_line(state))
    return 1 if state.failures else 0


def _line(state: State) -> str:
    speed = state.strings / max(state.seconds, 1e-9)
    return (
        f"{state.strings} strings in {state.batches} batches, {speed:.0f} a second, slowest batch "
        f"{state.slowest[0]:.2f} s (number {state.slowest[1]}): {len(state.failures)} failures"
    )


def _texts(folder: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.iterdir()) if path.is_file()]


if __name__ == "__main__":
    sys.exit(main())
