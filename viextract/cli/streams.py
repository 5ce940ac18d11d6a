"""Where a command's data comes from and goes to: files, standard input and output; and its progress on a terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from viextract.cli.language import translate
from viextract.errors import InvalidOptionError
from viextract.export.files import check_writable, write_text
from viextract.model.names import printable_name
from viextract.model.plan import Plan

STDIN = "-"

Progress = Callable[[str, int, int], None]

_STAGES = {"read": "reading", "recover": "recovering", "parse": "parsing"}


def messages() -> Console:
    """The console for all that is no data: standard error, coloured only on a terminal."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def say(message: str) -> None:
    """A line for the user, in the user's language, on standard error."""
    messages().print(translate(message), markup=False)


def input_source(file: str) -> tuple[Path | BinaryIO, str]:
    """What to read and what to call it; standard input, unread, for ``-``."""
    if file == STDIN:
        return sys.stdin.buffer, "stdin"
    return Path(file), printable_name(Path(file).name)


MOST_TOLD = 3
"""Warnings of one code that are told one by one."""


def tell_warnings(plan: Plan) -> None:
    """The grade of a plan and its warnings, on standard error; of many of a code the first few and how many more."""
    told: Counter[str] = Counter()
    for warning in plan.warnings:
        told[warning.code] += 1
        if told[warning.code] <= MOST_TOLD:
            place = f" (page {warning.source.page}, line {warning.source.lines[0]})" if warning.source else ""
            say(f"warning: {warning.code}: {translate(warning.message)}{translate(place)}")
    for code, count in told.items():
        if count > MOST_TOLD:
            say(f"warning: {code}: {count - MOST_TOLD} more")
    if plan.grade is not None and plan.grade.value != "good":
        say(f"grade: {plan.grade.value}: {', '.join(plan.grade.reasons)}")


def check_output(output: Path | None, *inputs: str) -> None:
    """Refuse, before any work is done, an output that cannot be written or that would replace an input."""
    if output is None:
        return
    for file in inputs:
        if file != STDIN and output.exists() and Path(file).exists() and output.samefile(file):
            raise InvalidOptionError(f"{output} is the input file itself", advice="Give another name after -o.")
    check_writable(output)


FORMS = frozenset({".json", ".csv", ".xlsx", ".md", ".html", ".ics", ".pdf", ".docx"})
"""Endings that promise a form to who opens the file."""


def check_json(output: Path | None) -> None:
    """Refuse a name for JSON that promises another form."""
    if output is not None and (ending := output.suffix.lower()) in FORMS - {".json"}:
        raise InvalidOptionError(f"JSON is not written as {ending}", advice="Let the name end in .json.")


def check_text(output: Path | None) -> None:
    """Refuse a name for plain text that promises another form."""
    if output is not None and (ending := output.suffix.lower()) in FORMS - {".md"}:
        raise InvalidOptionError(
            f"text is not written as {ending}", advice="Let the name end in .txt; for other forms see `extract`."
        )


def emit(text: str, output: Path | None) -> None:
    """Data of a command: to the file, or as UTF-8 (whatever the locale) to standard output."""
    if output is not None:
        write_text(output, text)
        return
    sys.stdout.flush()
    rest = memoryview(text.encode("utf-8"))
    while rest:
        # Under `python -u` a write to a pipe may take a part only.
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


@contextmanager
def progress_bar(name: str) -> Iterator[Progress | None]:
    """A bar for the stages and pages of one file; None, and not a byte, where standard error is no terminal."""
    console = messages()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(f"{name}: {translate(_STAGES.get(stage, stage))}", total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
