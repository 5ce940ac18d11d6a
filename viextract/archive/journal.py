"""What a batch has done so far, kept in the output folder so that the next run need not do it again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from viextract.errors import OutputNotWritableError, ViextractError
from viextract.options import Options

FOLDER = ".viextract"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    path TEXT PRIMARY KEY,       -- relative to the input folder, with slashes
    sha256 TEXT NOT NULL,        -- of the input file
    settings TEXT NOT NULL,      -- what else the result depends on: see settings_key()
    outcome TEXT NOT NULL        -- an Outcome as JSON
)
"""

_IRRELEVANT_TO_RESULTS = {"jobs", "cache", "debug_images", "limits"}

Status = Literal["done", "failed", "skipped"]


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
class Outcome:
    """What became of one file; ``skipped`` is a file that an earlier run has done."""

    path: str
    status: Status
    sha256: str | None = None
    seconds: float = 0.0
    pages: int = 0
    tasks: int = 0
    warnings: int = 0
    failure: Failure | None = None


def settings_key(options: Options, version: str) -> str:
    """A checksum of all that a result depends on beside the file: the options, the program's version."""
    chosen = options.model_dump(mode="json", exclude=_IRRELEVANT_TO_RESULTS)
    return hashlib.sha256(json.dumps([version, chosen], sort_keys=True).encode()).hexdigest()


class Journal:
    """The record in ``OUT/.viextract``; a lock on it keeps two batches from writing to one folder."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise OutputNotWritableError(f"{out} cannot be written: {error.strerror or error}") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise OutputNotWritableError(
                f"another batch is writing to {out}", advice="Wait for it to end, or choose another folder with -o."
            ) from error
        try:
            self._database = sqlite3.connect(self.folder / "journal.sqlite", isolation_level=None)
            self._database.execute(_SCHEMA)
        except sqlite3.Error as error:
            self._lock.close()
            raise OutputNotWritableError(
                f"the journal in {self.folder} cannot be used: {error}",
                advice=f"Remove {self.folder} to start anew; the results in {out} stay.",
            ) from error

    def done(self, path: str, sha256: str, settings: str) -> Outcome | None:
        """What an earlier run made of this very file with these very settings; None where it has not done it."""
        query = "SELECT outcome FROM entries WHERE path = ? AND sha256 = ? AND settings = ?"
        with closing(self._database.execute(query, (path, sha256, settings))) as rows:
            row = rows.fetchone()
        if row is None:
            return None
        return Outcome(**json.loads(row[0]))

    def record(self, outcome: Outcome, settings: str) -> None:
        """Remember a file that is done; on disk when this returns."""
        entry = (outcome.path, outcome.sha256 or "", settings, json.dumps(asdict(outcome), ensure_ascii=False))
        try:
            self._database.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", entry)
        except sqlite3.Error as error:
            raise OutputNotWritableError(f"the journal in {self.folder} cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()
        self._lock.close()
