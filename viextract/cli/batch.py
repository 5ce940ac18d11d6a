"""``viextract batch``: a whole folder, with workers, resume and a report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from viextract.cli.options import takes_options
from viextract.cli.streams import messages
from viextract.errors import BatchFailedError
from viextract.options import Limits, Options

if TYPE_CHECKING:
    from viextract.archive import BatchReport
    from viextract.archive.run import OnOutcome

EXAMPLES = """
Examples:

    viextract batch scans/ -o results/

    viextract batch scans/ -o results/ --jobs 8 --file-timeout 600

    jq '.files[] | select(.status == "failed")' results/report.json
"""

_FAILURES_SHOWN = 20


@takes_options(
    "pages",
    "no_ocr",
    "force_ocr",
    "lang",
    "engine",
    "second_engine",
    "no_recover",
    "profile",
    "min_confidence",
    "words",
    "timeout",
    "no_cache",
)
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Its files and those of its subfolders are taken.")],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where results and report.json go.")],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Workers; 0: one per core.")] = 0,
    file_timeout: Annotated[
        float, typer.Option("--file-timeout", metavar="SECONDS", help="Give up a file that takes longer.")
    ] = Limits().file_seconds,
    redo: Annotated[bool, typer.Option("--redo", help="Do again what an earlier run has done.")] = False,
    *,
    options: Options,
) -> None:
    """Process a folder: for each file its JSON and its text; a failing file never stops the rest.

    Run it again to go on after an interruption, to retry what failed and to add new files: what is done is skipped.
    """
    from viextract.archive import run_batch

    limits = Limits(**{**options.limits.model_dump(), "file_seconds": file_timeout})
    with _progress() as on_outcome:
        report = run_batch(
            folder, out, options.model_copy(update={"limits": limits}), jobs=jobs, redo=redo, on_outcome=on_outcome
        )
    _print_summary(report)
    if report.failures:
        raise BatchFailedError(f"{len(report.failures)} of {len(report.outcomes)} files failed")


@contextmanager
def _progress() -> Iterator[OnOutcome | None]:
    """A bar over the files; None, and not a byte, where standard error is no terminal."""
    console = messages()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from viextract.archive import Outcome

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        failed = 0

        def on_outcome(outcome: Outcome, total: int) -> None:
            nonlocal failed
            failed += outcome.status == "failed"
            trouble = f"[red]{failed} failed[/] " if failed else ""
            bar.update(task, advance=1, total=total, description=trouble + escape(outcome.path))

        yield on_outcome


def _print_summary(report: BatchReport) -> None:
    console = messages()
    console.print(
        f"{report.count('done')} done, {report.count('skipped')} skipped (done before), "
        f"{report.count('failed')} failed, {len(report.ignored)} ignored, in {report.seconds:.1f} s"
    )
    if report.failures:
        table = Table("file", "error", "cause", box=None, pad_edge=False)
        for outcome in report.failures[:_FAILURES_SHOWN]:
            if outcome.failure:
                table.add_row(escape(outcome.path), outcome.failure.code, escape(outcome.failure.cause))
        console.print(table)
        if (more := len(report.failures) - _FAILURES_SHOWN) > 0:
            console.print(f"... and {more} more")
    console.print(f"report: {report.out}/report.json", markup=False)
