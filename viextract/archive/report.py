"""The account of a batch: how many files, which failed and why. Written again and again while the batch runs."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import viextract
from viextract.archive.manifest import WORST_FIRST, Manifest, read_entries
from viextract.archive.outcome import Entry, Outcome
from viextract.archive.report_page import report_page
from viextract.errors import ViextractError
from viextract.export.cells import csv_value
from viextract.export.files import open_atomically

REPORT = "report"
EVERY_SECONDS = 60.0
"""A report is at most so old, longer only where writing it takes more than a twentieth of the time."""

_COLUMNS = (
    *("path", "status", "grade", "pages", "tasks", "warnings", "warning_codes", "duplicate_of"),
    *("error", "cause", "advice", "seconds", "sha256"),
)


def report_name(shard: tuple[int, int]) -> str:
    """What reports are called: each share has its own, since several write to one folder."""
    return REPORT if shard == (1, 1) else f"{REPORT}-{shard[0]}-of-{shard[1]}"


def reports_of(out: Path, shard: tuple[int, int]) -> list[Path]:
    """The files of a run's reports."""
    return [out / f"{report_name(shard)}.{ending}" for ending in ("json", "csv", "html")]


@dataclass(slots=True)
class BatchReport:
    """What became of every file of one run."""

    folder: str
    out: str
    run: str = ""
    name: str = REPORT
    """Of its files, without their endings."""
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
    """Files that a batch does not take, relative to the folder."""
    vanished: list[str] = field(default_factory=list)
    """Files that have results from an earlier run but are no longer there."""
    not_copied: dict[str, str] = field(default_factory=dict)
    """Results that could not be copied to the store, and why."""
    unlisted: list[Outcome] = field(default_factory=list)
    """Folders that could not be listed: no rows of the manifest."""

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        if outcome.failure is not None:
            self.errors[outcome.failure.code] += 1

    def count(self, status: str) -> int:
        return self.counts[status]

    @property
    def outcomes(self) -> list[Outcome]:
        """Every file of the run, by path; read from the manifest."""
        found = (entry.outcome for entry in read_entries(Path(self.out)) if entry.run == self.run)
        return [*self.unlisted, *found]

    @property
    def failures(self) -> list[Outcome]:
        """Files whose last try did not give whole results."""
        return [outcome for outcome in self.outcomes if outcome.failure is not None]

    def failures_by_code(self) -> dict[str, int]:
        """Number of failed files by the code of the error, the most frequent first."""
        return dict(self.errors.most_common())

    def totals(self) -> dict[str, object]:
        return {
            "viextract": viextract.__version__,
            "folder": self.folder,
            "out": self.out,
            "run": self.run,
            "seconds": round(self.seconds, 3),
            **{status: self.count(status) for status in ("done", "skipped", "incomplete", "stale", "failed")},
            "failures": self.failures_by_code(),
            "ignored": self.ignored,
            "vanished": self.vanished,
        }

    def to_json(self) -> str:
        """The report file's content: totals first, then every file by name."""
        return "".join(_json_pieces(self, iter(self.outcomes)))


def _json_pieces(report: BatchReport, outcomes: Iterator[Outcome]) -> Iterator[str]:
    head = json.dumps(report.totals(), ensure_ascii=False, indent=1)
    yield head[:-2] + ',\n "files": ['
    for number, outcome in enumerate(outcomes):
        yield (",\n  " if number else "\n  ") + json.dumps(asdict(outcome), ensure_ascii=False)
    yield "\n ]\n}\n"


class ReportWriter:
    """Writes the reports (JSON, CSV and HTML) while a run goes on, and when it ends however it ends."""

    def __init__(self, report: BatchReport, manifest: Manifest, out: Path, shard: tuple[int, int] = (1, 1)) -> None:
        self._report, self._manifest, self._out, self._name = report, manifest, out, report_name(shard)
        report.name = self._name
        self._begun = self._due = time.monotonic()
        self._due += EVERY_SECONDS

    def tick(self) -> None:
        """Write where it is time."""
        if time.monotonic() >= self._due:
            with suppress(ViextractError):  # the next try, or the end of the run, will say
                self.write()

    def write(self) -> None:
        started = time.monotonic()
        self._report.seconds = started - self._begun
        with open_atomically(self._out / f"{self._name}.json") as stream:
            for piece in _json_pieces(self._report, self._outcomes()):
                stream.write(piece.encode("utf-8"))
        with open_atomically(self._out / f"{self._name}.csv") as stream:
            # With a mark of its order of bytes, or spreadsheets take the file for one of an older encoding.
            stream.write("\ufeff".encode())
            for row in _csv_rows(self._outcomes()):
                stream.write(row.encode("utf-8"))
        with open_atomically(self._out / f"{self._name}.html") as stream:
            for piece in report_page(self._report, self._worst_first()):
                stream.write(piece.encode("utf-8"))
        now = time.monotonic()
        self._due = now + max(EVERY_SECONDS, 20 * (now - started))

    def _worst_first(self) -> Iterator[Entry]:
        return self._manifest.entries(self._report.run, order=WORST_FIRST)

    def _outcomes(self) -> Iterator[Outcome]:
        yield from self._report.unlisted
        for entry in self._manifest.entries(self._report.run):
            yield entry.outcome


def _csv_rows(outcomes: Iterator[Outcome]) -> Iterator[str]:
    yield _csv_row(_COLUMNS)
    for outcome in outcomes:
        failure = outcome.failure
        yield _csv_row(
            (
                outcome.path,
                outcome.status,
                outcome.grade or "",
                outcome.pages,
                outcome.tasks,
                outcome.warnings,
                " ".join(outcome.warning_codes),
                outcome.duplicate_of or "",
                failure.code if failure else "",
                failure.cause if failure else "",
                failure.advice if failure else "",
                outcome.seconds,
                outcome.sha256 or "",
            )
        )


def _csv_row(values: tuple[object, ...]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerow([csv_value(value) for value in values])
    return stream.getvalue()
