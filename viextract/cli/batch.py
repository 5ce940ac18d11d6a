"""``viextract batch``: a whole archive, with workers, resume, a manifest and reports."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from viextract.cli.language import translate
from viextract.cli.options import takes_options
from viextract.cli.streams import messages, say
from viextract.errors import BatchFailedError, InvalidOptionError
from viextract.options import Limits, Options

if TYPE_CHECKING:
    from rich.progress import Task

    from viextract.archive import BatchReport, Outcome
    from viextract.archive.executors import Executor
    from viextract.archive.inputs import Selection
    from viextract.archive.run import AtWork, OnOutcome
    from viextract.archive.stores import Place

EXAMPLES = """
Examples:

    viextract batch scans/ -o results/

    viextract batch scans/ -o results/ --jobs 8 --file-timeout 600

    viextract batch scans/ -o results/ --include '*.pdf' --exclude 'drafts/*' --dry-run

    find /mnt/archive -newer last-run -name '*.pdf' | viextract batch --files-from - -o results/

    viextract batch scans/ -o results/ --retry-failed --timeout 600

    viextract batch /mnt/archive -o /mnt/results --cluster ray://10.0.0.5:10001

    viextract batch s3://archive/plans -o results/ --copy-to s3://results/plans

    viextract status results/
"""

_FAILURES_SHOWN = 20
_LINE_EVERY = 100
"""Without a terminal, as under nohup, a line is written for each failure and for so many files."""

_selecting = "Which files"


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
    "corrections",
    "no_corrections",
    "timeout",
    "no_cache",
)
def batch(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FOLDER|FILE|ADDRESS...",
            help="Folders with all below them, single files, or addresses of a store such as s3://bucket/plans.",
        ),
    ] = None,
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="FOLDER", help="Where results, manifest and reports go.")
    ] = ...,  # type: ignore[assignment]
    files_from: Annotated[
        str | None,
        typer.Option(
            "--files-from",
            metavar="LIST",
            help="Take the paths in this file, one a line; - is standard input.",
            rich_help_panel=_selecting,
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="Only files like this, such as '*.pdf'.", rich_help_panel=_selecting),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="No files like this.", rich_help_panel=_selecting),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="At most so many files.", rich_help_panel=_selecting),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="K/N",
            help="Share K of N: run one on each machine, all with the same -o. any/N: one share after the other that "
            "no machine has, until all are done; N is the same on all, several times their number.",
            rich_help_panel=_selecting,
        ),
    ] = None,
    copy_to: Annotated[
        str | None,
        typer.Option(
            "--copy-to",
            metavar="ADDRESS",
            help="Copy each result to this place of a store, such as s3://bucket/results, and the manifest at the end.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the files that would be taken, do nothing.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Workers; 0: one per core.")] = 0,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work on the machines of this Ray cluster; auto: the one that this machine is part of. --jobs is then "
            "how many files are at work at a time, 0 for one for each of its cores.",
        ),
    ] = None,
    file_timeout: Annotated[
        float, typer.Option("--file-timeout", metavar="SECONDS", help="Give up a file that takes longer.")
    ] = Limits().file_seconds,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write searchable PDFs of PDFs and pictures besides.")] = False,
    alto: Annotated[
        bool, typer.Option("--alto", help="Write ALTO 4 of PDFs and pictures besides: words with their boxes.")
    ] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Do again what an earlier run has done.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Only what an earlier run could not do, or not wholly.")
    ] = False,
    moved: Annotated[bool, typer.Option("--moved", help="The input folder has another place than before.")] = False,
    *,
    options: Options,
) -> None:
    """Process an archive: for each file its JSON and its text; a failing file never stops the rest.

    Run it again to go on after an interruption, to retry what failed and to add new files: what is done is skipped,
    and no result is ever deleted. Stores (s3, gs, az, sftp and others) are read with credentials from the environment
    or from their own files of settings, never from an address.
    """
    from viextract.archive import Selection, run_batch, run_shares
    from viextract.archive.inputs import ANY_SHARE, check_out, parse_shard, read_list
    from viextract.archive.stores import place_of

    places = [*(inputs or []), *(read_list(files_from) if files_from else [])]
    if not places:
        raise InvalidOptionError("no input was named", advice="Give a folder, files, or --files-from LIST.")
    share, shares = parse_shard(shard) if shard else (1, 1)
    selection = Selection(
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        shard=(1, 1) if share == ANY_SHARE else (share, shares),
        limit=limit,
    )
    if dry_run:
        _list_files([place_of(place) for place in places], check_out(out), selection, options.limits)
        return
    limits = Limits(**{**options.limits.model_dump(), "file_seconds": file_timeout})
    executor = _cluster(cluster, jobs) if cluster else None
    options = options.model_copy(update={"limits": limits})
    named: dict[str, Any] = {
        "jobs": jobs,
        "redo": redo,
        "retry_failed": retry_failed,
        "selection": selection,
        "moved": moved,
        "pdf": pdf,
        "alto": alto,
        "executor": executor,
        "copy_to": copy_to,
        "at_work": {},
    }
    reports: list[BatchReport] = []
    with _progress(named["at_work"]) as on_outcome:
        if share == ANY_SHARE:
            named |= {"on_outcome": on_outcome, "on_wait": _tell_wait}
            reports.extend(run_shares(places, out, options, shares=shares, **named))
        else:
            reports.append(run_batch(places, out, options, on_outcome=on_outcome, **named))
    for report in reports:
        _print_summary(report)
    _check_whole(reports, copy_to)


def _tell_wait(shares: int) -> None:
    say(f"waiting: {shares} shares are held by other batches over the same folder")


def _check_whole(reports: list[BatchReport], copy_to: str | None) -> None:
    """Raises BatchFailedError where a file has no whole results, or where one is not in the store."""
    wanting = sum(report.count(status) for report in reports for status in ("failed", "incomplete", "stale"))
    if wanting:
        files = sum(report.counts.total() for report in reports)
        raise BatchFailedError(f"{wanting} of {files} files have no whole results of this run")
    if not_copied := sum(len(report.not_copied) for report in reports):
        raise BatchFailedError(
            f"{not_copied} results could not be copied to {copy_to}",
            advice="Run the same command again: it copies what is missing.",
        )


def _cluster(address: str, jobs: int) -> Executor:
    from viextract.archive.executors.ray import RayExecutor

    return RayExecutor(address, jobs)


def _list_files(places: list[Place], out: Path, selection: Selection, limits: Limits) -> None:
    from viextract.archive.expand import find_all
    from viextract.archive.inputs import check_places
    from viextract.cli.streams import emit
    from viextract.model.names import printable_name

    check_places(places, out)
    found = find_all(places, out, selection, limits)
    emit("".join(f"{printable_name(path)}\n" for path in found.files), None)
    say(f"{len(found.files)} files would be taken, {len(found.ignored)} ignored, {len(found.refused)} refused")
    for path, error in found.refused:
        say(f"refused: {path}: {translate(error.cause)}")


@contextmanager
def _progress(at_work: AtWork) -> Iterator[OnOutcome]:
    """A bar over the files on a terminal; elsewhere a line for each failure and for every hundred files."""
    console = messages()
    if not console.is_terminal:
        yield _Lines(at_work)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Longest(ProgressColumn):
        """The file that takes longest at the moment."""

        def render(self, task: Task) -> Text:
            return Text(_longest(at_work))

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"), Longest())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        begun, pages, failed = time.monotonic(), 0, 0

        def on_outcome(outcome: Outcome, total: int) -> None:
            nonlocal failed, pages
            failed += outcome.status in {"failed", "stale"}
            pages += outcome.pages if outcome.status != "skipped" else 0
            speed = f"{pages} pages, {pages / max(time.monotonic() - begun, 0.001):.1f} pages/s "
            trouble = f"[red]{failed} failed[/] " if failed else ""
            bar.update(task, advance=1, total=total, description=speed + trouble + escape(outcome.path))

        yield on_outcome


_LONG_SECONDS = 10.0
"""A file at work for less is not worth a word."""


def _longest(at_work: AtWork) -> str:
    """The file that a worker has had for the longest time."""
    # A copy: the run adds to it while another thread draws.
    path, since = min(list(at_work.items()), key=lambda item: item[1], default=("", 0.0))
    seconds = time.monotonic() - since
    return f"{path} at work for {seconds:.0f} s" if path and seconds >= _LONG_SECONDS else ""


class _Lines:
    """Progress for a log."""

    def __init__(self, at_work: AtWork) -> None:
        self._at_work = at_work
        self._begun, self._files, self._pages, self._failed = time.monotonic(), 0, 0, 0

    def __call__(self, outcome: Outcome, total: int) -> None:
        self._files += 1
        self._pages += outcome.pages if outcome.status != "skipped" else 0
        if outcome.failure is not None:
            self._failed += 1
            self._say(f"{outcome.status}: {outcome.path}: {outcome.failure.code}: {translate(outcome.failure.cause)}")
        if self._files % _LINE_EVERY == 0:
            seconds = time.monotonic() - self._begun
            left = seconds / self._files * max(total - self._files, 0)
            speed = self._pages / max(seconds, 0.001)
            self._say(
                f"{self._files} of {total} files, {self._failed} failed, {self._pages} pages, {speed:.1f} pages/s, "
                f"about {left / 60:.0f} min left {_longest(self._at_work)}"
            )

    @staticmethod
    def _say(line: str) -> None:
        messages().print(line, markup=False)


def _print_summary(report: BatchReport) -> None:
    console = messages()
    say(
        f"{report.count('done')} done, {report.count('skipped')} skipped (done before), "
        f"{report.count('incomplete')} incomplete, {report.count('stale')} stale (earlier results kept), "
        f"{report.count('failed')} failed, {len(report.ignored)} ignored, in {report.seconds:.1f} s"
    )
    failures = report.failures if report.errors else []
    if failures:
        table = Table("file", "error", "cause", box=None, pad_edge=False)
        for outcome in failures[:_FAILURES_SHOWN]:
            if outcome.failure:
                table.add_row(escape(outcome.path), outcome.failure.code, escape(translate(outcome.failure.cause)))
        console.print(table)
        if (more := len(failures) - _FAILURES_SHOWN) > 0:
            say(f"... and {more} more")
    if report.vanished:
        say(f"{len(report.vanished)} files with results are no longer in the input, see the report")
    for path, cause in list(report.not_copied.items())[:_FAILURES_SHOWN]:
        say(f"not copied: {path}: {translate(cause)}")
    say(f"report: {report.out}/{report.name}.json")
