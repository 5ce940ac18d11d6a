"""Results copied to a store while a batch goes on.

They are made in a folder, where the manifest, locks and renames are what they should be, and copied from there: each
result once its row is in the manifest, reports and the manifest at the end. What was copied the manifest knows, so that
a run which was killed goes on with what is missing. Nothing is deleted in the store.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from viextract.archive.inputs import RESULTS_MARK
from viextract.archive.stores import Address, file_system, place_in, telling
from viextract.errors import OutputNotWritableError, ViextractError
from viextract.export.files import TEMPORARY_PREFIX, TEMPORARY_SUFFIX
from viextract.model.names import printable_name

_EVERY_SECONDS = 1.0
"""How often it is looked whether there is something to copy."""
_ROWS_AT_ONCE = 500
"""Rows that are held while their results are copied: a query that stayed open would let the database's log grow."""


class Copier:
    """A thread that copies the results that a manifest knows, beside the run that makes them."""

    def __init__(self, manifest: Path, out: Path, store: Address) -> None:
        """manifest: its file. Raises EngineMissingError where what writes to the store is missing, and
        OutputNotWritableError where the store does not answer.
        """
        self._manifest, self._out, self._store = manifest, out, store
        self.failures: dict[str, str] = {}
        """Results that the last try could not copy, and why."""
        self._system = file_system(store, own=True)
        with telling(str(store)):  # now rather than after a night's work
            self._system.exists(place_in(store, ""))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="copies of results", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def finish(self, reports: Iterable[Path]) -> None:
        """Copy what is left, then the reports and the manifest."""
        self._stopped.set()
        self._thread.join()
        self._copy_new(since=0)
        for report in reports:
            self._try(report.name, report)
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=self._manifest.parent) as folder:
            whole = Path(folder) / self._manifest.name
            try:
                with closing(sqlite3.connect(self._manifest)) as source, closing(sqlite3.connect(whole)) as target:
                    source.backup(target)
            except sqlite3.Error as error:
                self._note(error)
                return
            self._try(f"{RESULTS_MARK}/{self._manifest.name}", whole)

    def _serve(self) -> None:
        seen = 0
        while not self._stopped.wait(_EVERY_SECONDS):
            seen = self._copy_new(seen, self._stopped.is_set)

    def _copy_new(self, since: int, is_enough: Callable[[], bool] = lambda: False) -> int:
        """What ``_copy_results`` does; a manifest that is locked or damaged is noted, and asked again the next time."""
        try:
            last = self._copy_results(since, is_enough)
        except sqlite3.Error as error:
            self._note(error)
            return since
        self.failures.pop(RESULTS_MARK, None)
        return last

    def _note(self, error: sqlite3.Error) -> None:
        self.failures[RESULTS_MARK] = f"the manifest in {self._manifest.parent} cannot be used: {error}"

    def _copy_results(self, since: int, is_enough: Callable[[], bool]) -> int:
        """Copy what is not in the store as it is here, of the rows from a number on; gives the last row's number.

        A row that is written anew gets a number after all others, so that what was looked at is not looked at again.
        """
        query = "SELECT rowid, outputs FROM files WHERE rowid >= ? AND outputs <> '[]' ORDER BY rowid LIMIT ?"
        last, following = since, since
        with closing(sqlite3.connect(self._manifest, isolation_level=None, timeout=60)) as database:
            while rows := database.execute(query, (following, _ROWS_AT_ONCE)).fetchall():
                for _, outputs in rows:
                    if is_enough():  # a run that is stopped does not wait for all of them
                        return last
                    for output in json.loads(outputs):
                        self._copy(database, output["path"], output["sha256"])
                last = rows[-1][0]
                following = last + 1
        return last

    def _copy(self, database: sqlite3.Connection, path: str, sha256: str) -> None:
        # Bytes of a name that are no UTF-8 as reports show them: keys of stores are UTF-8.
        key = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        here = (str(self._store), key, sha256)
        query = "SELECT 1 FROM copies WHERE store = ? AND path = ? AND sha256 = ?"
        if database.execute(query, here).fetchone() is None and self._try(key, self._out / path, sha256):
            database.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?)", here)

    def _try(self, path: str, source: Path, sha256: str | None = None) -> bool:
        """Copy a file, or note why not. sha256: what it should be; one that is just being made anew waits."""
        try:
            try:
                data = source.read_bytes()
            except OSError as error:
                raise OutputNotWritableError(f"{source} cannot be read: {error.strerror or error}") from error
            if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
                raise OutputNotWritableError(
                    f"{path} is not as the manifest has it", advice="Run the same command again."
                )
            self._put(path, data)
        except ViextractError as error:
            self.failures[path] = error.cause
            return False
        self.failures.pop(path, None)
        return True

    def _put(self, path: str, data: bytes) -> None:
        """Write a file of the store so that a reader sees the old content or the new, never a half."""
        with telling(f"{self._store}/{printable_name(path)}"):
            target = place_in(self._store, path)
            if self._store.is_whole:
                self._system.pipe_file(target, data)
                return
            if self._system.isdir(target):  # some would move the file into it
                raise OutputNotWritableError(f"a folder is in the way at {self._store}/{printable_name(path)}")
            folder, _, name = target.rpartition("/")
            self._system.makedirs(folder, exist_ok=True)
            temporary = f"{folder}/{TEMPORARY_PREFIX}{hashlib.sha256(name.encode()).hexdigest()[:16]}{TEMPORARY_SUFFIX}"
            self._system.pipe_file(temporary, data)
            self._system.mv(temporary, target)
