"""A whole folder: find the files, skip what is done, let workers do the rest, keep account."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import viextract
from viextract.archive.files import check_folders, content_hash, find_files, targets_for
from viextract.archive.journal import Failure, Journal, Outcome, settings_key
from viextract.archive.pool import run_jobs
from viextract.archive.report import BatchReport
from viextract.archive.work import FileFacts, FileJob, process_file
from viextract.errors import EmptyInputError, InputUnreadableError, ViextractError
from viextract.export.files import remove_leftovers, write_text
from viextract.options import Options

REPORT = "report.json"

OnOutcome = Callable[[Outcome, int], None]
"""Called as ``on_outcome(outcome, total)`` in the order in which files end."""


def run_batch(
    folder: str | Path,
    out: str | Path,
    options: Options | None = None,
    *,
    jobs: int = 0,
    redo: bool = False,
    on_outcome: OnOutcome | None = None,
) -> BatchReport:
    """Process all files below ``folder``; results, journal and ``report.json`` go to ``out``, subfolders mirrored.

    jobs: worker processes, 0 for one per core; redo: do what an earlier run has done again. A file that fails, hangs
    (``options.limits.file_seconds``) or takes its process down is recorded and the others go on. Originals are only
    read. Stopped at any moment, the next run goes on where this one was.

    Raises an error where the folders cannot be used at all: InputNotFoundError, InputUnreadableError, EmptyInputError,
    InvalidOptionError, OutputNotWritableError. Workers start as new interpreters: call this from a program's main
    module only below ``if __name__ == "__main__"``.
    """
    started = time.monotonic()
    folder, out = Path(folder), Path(out)
    # Files are what runs side by side here, so each is read by a single process.
    options = (options or Options()).model_copy(update={"jobs": 1})
    check_folders(folder, out)
    found = find_files(folder, out)
    if not found.files and not found.unreadable:
        raise EmptyInputError(
            f"{folder} has no files to process", advice="Check the folder; see `viextract batch --help`."
        )
    total = len(found.files) + len(found.unreadable)
    report = BatchReport(str(folder), str(out), ignored=[path.as_posix() for path in found.ignored])
    settings = settings_key(options, viextract.__version__)

    def account(outcome: Outcome) -> None:
        report.outcomes.append(outcome)
        if on_outcome:
            on_outcome(outcome, total)

    with Journal(out) as journal:
        remove_leftovers(out)
        for place, problem in found.unreadable:
            account(Outcome(place.as_posix(), "failed", failure=Failure.of(problem)))

        def to_do() -> Iterator[FileJob]:
            for path in found.files:
                job = FileJob(path.as_posix(), folder / path, targets_for(path, out), options)
                earlier = None if redo else _earlier_outcome(journal, job, settings)
                if earlier is None:
                    yield job
                else:
                    account(earlier)

        workers = min(jobs or os.cpu_count() or 1, len(found.files))
        try:
            for job, result, seconds in run_jobs(
                to_do(), process_file, workers=workers, seconds=options.limits.file_seconds
            ):
                outcome = _outcome(job, result, seconds)
                if outcome.status == "done":
                    journal.record(outcome, settings)
                else:
                    _remove_results(job)
                account(outcome)
        finally:
            remove_leftovers(out)
    report.seconds = time.monotonic() - started
    write_text(out / REPORT, report.to_json())
    return report


def _earlier_outcome(journal: Journal, job: FileJob, settings: str) -> Outcome | None:
    """The outcome of an earlier run, where file, options and version are the same and its results are still there."""
    if not (job.targets.json.is_file() and job.targets.text.is_file()):
        return None
    try:
        done = journal.done(job.path, content_hash(job.source), settings)
    except InputUnreadableError:
        return None  # the worker meets the same error, and that is where it is recorded
    return replace(done, status="skipped") if done else None


def _outcome(job: FileJob, result: FileFacts | ViextractError, seconds: float) -> Outcome:
    seconds = round(seconds, 3)
    if isinstance(result, ViextractError):
        return Outcome(job.path, "failed", seconds=seconds, failure=Failure.of(result))
    return Outcome(job.path, "done", result.sha256, seconds, result.pages, result.tasks, result.warnings)


def _remove_results(job: FileJob) -> None:
    # Results of what the file was before would pass for results of what it is now.
    for target in (job.targets.json, job.targets.text):
        with suppress(OSError):
            target.unlink(missing_ok=True)
