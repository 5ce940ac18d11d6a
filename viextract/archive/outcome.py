"""What becomes of a file in a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from viextract.errors import ViextractError

if TYPE_CHECKING:
    from viextract.model.plan import Plan

State = Literal["done", "incomplete", "failed", "stale"]
"""What the manifest says of a file.

done: its results are there and whole; incomplete: results are there, but pages could not be read (tried again by the
next run); failed: no results; stale: the last try failed, and the results are those that an earlier try gave.
"""
Status = Literal["done", "incomplete", "failed", "stale", "skipped"]
"""What a run did; ``skipped`` is a file whose results are there from an earlier run."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be processed."""

    code: str
    exit_code: int
    cause: str
    advice: str

    @classmethod
    def of(cls, error: ViextractError) -> Failure:
        return cls(error.code, error.exit_code, error.cause, error.advice)


@dataclass(frozen=True, slots=True)
class Output:
    """A result file as it was written: one that is not so any more was damaged or changed."""

    path: str
    """Relative to the results' folder, as the system has it."""
    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was done to one page."""

    number: int
    origin: str
    engine: str | None
    quality: float
    verdict: str | None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the manifest keeps of a plan: enough to find it, to judge it and to list it."""

    sha256: str
    complete: bool = True
    """Whether all pages could be read."""
    pages: int = 0
    tasks: int = 0
    assignments: int = 0
    grade: str | None = None
    quality: float | None = None
    """Of the poorest page."""
    engine: str | None = None
    warnings: tuple[str, ...] = ()
    """Codes, each once, in order."""
    warning_count: int = 0
    reasons: tuple[str, ...] = ()
    """Codes of what speaks against the grade ``good``, each once."""
    type: str | None = None
    symbol: str | None = None
    symbol_code: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    title: str | None = None
    signatory: str | None = None
    page_facts: tuple[PageFacts, ...] = ()
    outputs: tuple[Output, ...] = ()
    forms: tuple[str, ...] = ("json", "txt")
    """Which forms of results were asked for; a text has no searchable PDF, whatever was asked."""
    problem: Failure | None = None
    """What could not be made of a document that was read whole."""
    draft: bool = False
    sketch: bytes | None = None
    """What the text is like: see :mod:`viextract.archive.sketch`."""
    written: bool = True
    """False where earlier, complete results were kept instead of these, which are not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file in one run."""

    path: str
    """Printable, relative to the input folder."""
    status: Status
    sha256: str | None = None
    seconds: float = 0.0
    pages: int = 0
    tasks: int = 0
    warnings: int = 0
    warning_codes: tuple[str, ...] = ()
    grade: str | None = None
    duplicate_of: str | None = None
    """The file with the same content whose results these are."""
    failure: Failure | None = field(default=None)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """One file of a batch, as it ended."""

    outcome: Outcome
    """Path, status, seconds, pages, warnings, grade, and the failure where there is one."""
    json: Path | None
    """The file with the plan; None where there is none."""

    @property
    def path(self) -> str:
        """Printable, relative to the input folder."""
        return self.outcome.path

    @property
    def status(self) -> Status:
        return self.outcome.status

    @property
    def plan(self) -> Plan:
        """Read from its file when it is asked for.

        Raises what :func:`viextract.load` does, and ViextractError where the file has no results.
        """
        from viextract.api import load_plan

        if self.json is None:
            failure = self.outcome.failure
            raise ViextractError(
                failure.cause if failure else f"{self.path} has no results", advice=failure.advice if failure else None
            )
        return load_plan(self.json)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest knows of a file: its last state, and of which content and settings its results are."""

    path: str
    state: State
    sha256: str | None
    size: int
    mtime_ns: int
    settings: str | None
    facts: FileFacts | None
    outcome: Outcome
    run: str = ""
    """When the run began that saw the file last."""
    etag: str | None = None
    """What a store gives for telling that a file changed."""
    url: str | None = None
    """Of a file of a store: where it is."""

    def intact(self, out: Path, hashed: bool = False) -> bool:
        """Whether the result files are there as they were written.

        hashed: read them even where size and time are as they were.
        """
        from viextract.archive.inputs import Fingerprint, content_hash

        if self.facts is None or not self.facts.outputs:
            return False
        for output in self.facts.outputs:
            now = Fingerprint.of(out / output.path)
            if now is None or now.size != output.size:
                return False
            if (hashed or now.mtime_ns != output.mtime_ns) and content_hash(out / output.path) != output.sha256:
                return False
        return True
