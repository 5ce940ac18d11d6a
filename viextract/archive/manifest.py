"""The manifest: what is known of every file of an archive, in a SQLite database in the folder of results.

One row a file and one a page, written as files end, so that a run that is killed loses nothing and the next goes on.
Shares of one archive (``--shard``) write a database each; readers see all of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, astuple
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from viextract.archive.families import Link, Sketched
from viextract.archive.inputs import RESULTS_MARK
from viextract.archive.manifest_tables import MIGRATIONS, SCHEMA, VERSION
from viextract.archive.outcome import Entry, Failure, FileFacts, Outcome, Output, PageFacts
from viextract.archive.stores import Address
from viextract.errors import (
    DamagedFileError,
    InputNotFoundError,
    InputUnreadableError,
    InvalidOptionError,
    OutputNotWritableError,
    ViextractError,
)

WORST_FIRST = (
    "CASE state WHEN 'failed' THEN 0 WHEN 'stale' THEN 1 WHEN 'incomplete' THEN 2 ELSE 3 END,"
    " CASE grade WHEN 'poor' THEN 0 WHEN 'check' THEN 1 ELSE 2 END, quality, path"
)
"""The order in which a person looks at files."""

_FACT_COLUMNS = (
    *("complete", "pages", "tasks", "assignments", "grade", "quality", "engine", "warning_count"),
    *("type", "symbol", "symbol_code", "issued_on", "issuer", "title", "signatory"),
)


def database_name(shard: tuple[int, int]) -> str:
    """The manifest's file, one for each share."""
    return "manifest.sqlite" if shard == (1, 1) else f"manifest-{shard[0]}-of-{shard[1]}.sqlite"


def databases(out: Path) -> list[Path]:
    """The manifests in a folder of results. Raises InputNotFoundError where there is none."""
    found = sorted(path for path in (out / RESULTS_MARK).glob("manifest*.sqlite") if _is_made(path))
    if not found:
        raise InputNotFoundError(f"{out} holds no results of a batch", advice="Give the folder after -o of a batch.")
    return found


class FolderInUseError(OutputNotWritableError):
    """Another batch, or the same share on another machine, holds the lock."""

    @property
    def code(self) -> str:
        return "output-not-writable"


class Manifest:
    """The manifest of one folder of results, open for writing; a lock keeps other batches out."""

    def __init__(self, out: Path, shard: tuple[int, int] = (1, 1)) -> None:
        self.out, self.folder = out, out / RESULTS_MARK
        name = database_name(shard)
        self.path = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / f"{name}.lock")
            self._lock.acquire(timeout=0)
            self._check_others(name, shard)
        except Timeout as error:
            raise FolderInUseError(
                f"another batch is writing to {out}", advice="Wait for it to end, or choose another folder with -o."
            ) from error
        except OSError as error:
            raise OutputNotWritableError(f"{out} cannot be written: {error.strerror or error}") from error
        try:
            self._database = sqlite3.connect(self.folder / name, isolation_level=None)
            self._database.row_factory = sqlite3.Row
            # The write-ahead log makes a row cheap and safe against a kill of the program at any moment.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(SCHEMA)
            self._migrate()
        except sqlite3.Error as error:
            self._lock.release()
            away = f"Move {self.folder} away to start anew; the results in {out} stay."
            raise OutputNotWritableError(
                f"the manifest in {self.folder} cannot be used: {error}",
                advice=OutputNotWritableError.advice if _is_of_the_disk(error) else away,
            ) from error
        others = (path for path in self.folder.glob("manifest*.sqlite") if path.name != name)
        try:
            self._others = [_connect(path) for path in others if _is_made(path)]
        except ViextractError:
            self._database.close()
            self._lock.release()
            raise

    def _check_others(self, name: str, shard: tuple[int, int]) -> None:
        """Shares may run beside each other, but no share beside a run without one. Raises Timeout."""
        whole = database_name((1, 1))
        for path in self.folder.glob("manifest*.sqlite.lock"):
            other = path.name.removesuffix(".lock")
            if other != name and (shard == (1, 1) or other == whole):
                try:
                    with FileLock(path).acquire(timeout=0):
                        pass
                except Timeout:
                    self._lock.release()
                    raise

    def _migrate(self) -> None:
        version = int(self.about("version") or VERSION)
        if version > VERSION:
            raise sqlite3.DatabaseError(f"it was made by a newer viextract (version {version} of the tables)")
        while version < VERSION:
            # In one piece: a run that is killed here leaves the tables as they were.
            after = f"INSERT OR REPLACE INTO about VALUES ('version', '{version + 1}');"
            self._database.executescript(f"BEGIN; {MIGRATIONS[version]} {after} COMMIT;")
            version += 1
        self.tell("version", str(VERSION))

    def about(self, key: str) -> str | None:
        row = self._database.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def tell(self, key: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def bind(self, base: Path | Address, *, moved: bool = False) -> None:
        """Say whose results these are. Raises InvalidOptionError where they are another folder's."""
        place = base.resolve() if isinstance(base, Path) else base
        known, here = self.about("input"), str(place).encode("utf-8", "backslashreplace").decode()
        if known is not None and known != here and not moved:
            raise InvalidOptionError(
                f"the results in {self.out} are those of {known}, not of {here}",
                advice="Give each input folder a folder of its own with -o; if the folder was moved, add --moved.",
            )
        self.tell("input", here)

    def entry(self, path: str) -> Entry | None:
        """What is known of a file, from this manifest or from that of another share."""
        for database in (self._database, *self._others):
            with closing(database.execute("SELECT * FROM files WHERE path = ?", (path,))) as rows:
                row = rows.fetchone()
            if row is not None:
                return _entry(row)
        return None

    def record(self, entry: Entry, run: str, finished_at: str | None) -> None:
        """Remember what became of a file; on its way to the disk when this returns."""
        facts, outcome = entry.facts or FileFacts(entry.sha256 or ""), entry.outcome
        failure = outcome.failure
        row: dict[str, Any] = {
            "path": entry.path,
            "state": entry.state,
            "status": outcome.status,
            "run": run,
            "finished_at": finished_at,
            "seconds": outcome.seconds,
            "sha256": entry.sha256,
            "size": entry.size,
            "mtime_ns": entry.mtime_ns,
            "settings": entry.settings,
            **{name: getattr(facts, name) for name in _FACT_COLUMNS},
            "warnings": " ".join(facts.warnings),
            "reasons": " ".join(facts.reasons),
            "forms": " ".join(facts.forms),
            "draft": facts.draft,
            "sketch": facts.sketch,
            "outputs": json.dumps([asdict(output) for output in facts.outputs]),
            "duplicate_of": outcome.duplicate_of,
            "error": failure.code if failure else None,
            "exit_code": failure.exit_code if failure else None,
            "cause": failure.cause if failure else None,
            "advice": failure.advice if failure else None,
            "etag": entry.etag,
            "url": entry.url,
        }
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        pages = [
            (entry.path, page.number, page.origin, page.engine, page.quality, page.verdict) for page in facts.page_facts
        ]
        try:
            self._database.execute("BEGIN")
            self._database.execute(f"INSERT OR REPLACE INTO files ({columns}) VALUES ({places})", row)
            if pages or outcome.status in {"done", "incomplete"}:
                self._database.execute("DELETE FROM pages WHERE path = ?", (entry.path,))
                self._database.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", pages)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputNotWritableError(f"the manifest in {self.folder} cannot be written: {error}") from error

    def sketches(self) -> Iterator[Sketched]:
        """What families are found by, of all files with results, those of other shares included."""
        seen: set[str] = set()
        for database in (self._database, *self._others):
            columns = {row[1] for row in database.execute("PRAGMA table_info(files)")}
            if "sketch" not in columns:
                continue
            query = (
                "SELECT path, duplicate_of, sketch, draft, symbol, issued_on, issuer, title, engine FROM files"
                " WHERE outputs <> '[]' ORDER BY path"
            )
            for row in database.execute(query):
                if row["path"] not in seen:
                    seen.add(row["path"])
                    yield Sketched(*row)

    def relate(self, links: Iterable[Link], families: dict[str, str]) -> None:
        """Put these links and families in the place of those that were known."""
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM links")
        self._database.execute("DELETE FROM families")
        self._database.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", map(astuple, links))
        self._database.executemany("INSERT INTO families VALUES (?, ?)", families.items())
        self._database.execute("COMMIT")

    def paths(self) -> Iterator[str]:
        """All files, those of other shares included."""
        for database in (self._database, *self._others):
            for row in database.execute("SELECT path FROM files"):
                yield row["path"]

    def miss(self, paths: Iterable[str], run: str) -> None:
        """Put these files, which a run over all of the input did not find, in the place of those that were missed."""
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM vanished")
        self._database.executemany("INSERT OR REPLACE INTO vanished VALUES (?, ?)", ((path, run) for path in paths))
        self._database.execute("COMMIT")

    def owns(self, path: str) -> bool:
        """Whether the file has a row here, and not only in the manifest of another share."""
        return self._database.execute("SELECT 1 FROM files WHERE path = ?", (path,)).fetchone() is not None

    def forget(self, path: str) -> None:
        """Remove the row of a file that has no results and that others have taken the place of."""
        self._database.execute("DELETE FROM files WHERE path = ? AND outputs = '[]'", (path,))

    def seen(self, path: str, run: str, state: str) -> None:
        """Note that this run found a file done."""
        self._database.execute(
            "UPDATE files SET run = ?, status = 'skipped', state = ?,"
            " error = NULL, exit_code = NULL, cause = NULL, advice = NULL WHERE path = ?",
            (run, state, path),
        )

    def entries(self, run: str | None = None, order: str = "path") -> Iterator[Entry]:
        """All files, or those of one run; order: a part of an SQL query, never from outside."""
        where, given = ("WHERE run = ?", (run,)) if run else ("", ())
        for row in self._database.execute(f"SELECT * FROM files {where} ORDER BY {order}", given):
            yield _entry(row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for database in (self._database, *self._others):
            with suppress(sqlite3.Error):
                database.close()
        self._lock.release()


def read_entries(out: Path, where: str = "", order: str = "path") -> Iterator[Entry]:
    """Entries of all manifests in a folder of results, while a batch may be running.

    where, order: parts of an SQL query, never from outside. Raises InputNotFoundError where there is no manifest.
    """
    for path in databases(out):
        with closing(_connect(path)) as database:
            condition = f"WHERE {where}" if where else ""
            for row in database.execute(f"SELECT * FROM files {condition} ORDER BY {order}"):
                yield _entry(row)


def read_vanished(out: Path) -> set[str]:
    """Files with results that were not among the inputs when all of them were looked at last. Raises InputNotFoundError
    where there is no manifest.
    """
    missed: dict[str, str] = {}
    seen: dict[str, str] = {}
    for path in databases(out):
        with closing(_connect(path)) as database, suppress(sqlite3.OperationalError):  # tables of an older version
            missed |= dict(map(tuple, database.execute("SELECT path, run FROM vanished")))
    if missed:
        for path in databases(out):
            with closing(_connect(path)) as database:
                for name, run in database.execute("SELECT path, run FROM files"):
                    seen[name] = max(run, seen.get(name, ""))
    return {path for path, run in missed.items() if path in seen and seen[path] < run}


def input_folder(out: Path) -> Path:
    """The folder whose files these are the results of. Raises InputNotFoundError where there is no manifest."""
    with closing(_connect(databases(out)[0])) as database:
        row = database.execute("SELECT value FROM about WHERE key = 'input'").fetchone()
    if row is None:
        raise InputNotFoundError(f"{out} does not say whose results it holds", advice="Run the batch again.")
    return Path(str(row[0]))


def totals(out: Path) -> dict[str, Any]:
    """Counts over all manifests: files by state, grade, error and warning; pages; seconds."""
    states: dict[str, int] = {}
    grades: dict[str, int] = {}
    errors: dict[str, int] = {}
    codes: dict[str, int] = {}
    pages = tasks = assignments = duplicates = 0
    seconds = 0.0
    about: dict[str, str] = {}
    for path in databases(out):
        with closing(_connect(path)) as database:
            about |= {str(key): str(value) for key, value in database.execute("SELECT key, value FROM about")}
            for row in database.execute("SELECT * FROM files"):
                states[row["state"]] = states.get(row["state"], 0) + 1
                if row["grade"]:
                    grades[row["grade"]] = grades.get(row["grade"], 0) + 1
                if row["error"]:
                    errors[row["error"]] = errors.get(row["error"], 0) + 1
                for code in row["warnings"].split():
                    codes[code] = codes.get(code, 0) + 1
                duplicates += row["duplicate_of"] is not None
                pages, tasks = pages + row["pages"], tasks + row["tasks"]
                assignments, seconds = assignments + row["assignments"], seconds + row["seconds"]
    return {
        "input": about.get("input"),
        "files": sum(states.values()),
        "states": states,
        "grades": grades,
        "errors": dict(sorted(errors.items(), key=lambda item: -item[1])),
        "warnings": dict(sorted(codes.items(), key=lambda item: -item[1])),
        "duplicates": duplicates,
        "vanished": len(read_vanished(out)),
        "pages": pages,
        "tasks": tasks,
        "assignments": assignments,
        "seconds": round(seconds, 3),
    }


def read_families(out: Path) -> list[tuple[str, list[Link]]]:
    """Families with the links that make them, by name. Raises InputNotFoundError where there is no manifest."""
    found: dict[str, list[Link]] = {}
    query = (
        "SELECT family, links.path, other, kind, similarity FROM links JOIN families ON families.path = links.path"
        " ORDER BY family, links.path, other"
    )
    for path in databases(out):
        with closing(_connect(path)) as database, suppress(sqlite3.OperationalError):  # tables of an older version
            for family, *link in database.execute(query):
                found.setdefault(family, []).append(Link(*link))
    return sorted(found.items())


def _is_made(path: Path) -> bool:
    """Whether the tables are there: another machine's manifest may just be beginning."""
    with closing(_connect(path)) as database, suppress(sqlite3.Error):
        return database.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone() is not None
    return False


def _connect(path: Path) -> sqlite3.Connection:
    """The tables for reading. Raises DamagedFileError where they are none, InputUnreadableError where they are locked
    or the disk refuses.
    """
    database = None
    try:
        database = sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=30)
        database.row_factory = sqlite3.Row
        database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if database is not None:
            database.close()
        if isinstance(error, sqlite3.OperationalError):  # it may be whole
            raise InputUnreadableError(f"the manifest in {path.parent} cannot be used: {error}") from error
        raise DamagedFileError(
            f"the manifest in {path.parent} cannot be used: {error}",
            advice=f"Move {path.parent} away and run the same batch again; the results stay.",
        ) from error
    return database


_OF_THE_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})


def _is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the disk is full or refuses, so that the manifest itself may be whole."""
    return (error.sqlite_errorcode & 0xFF) in _OF_THE_DISK if hasattr(error, "sqlite_errorcode") else False


def _entry(row: sqlite3.Row) -> Entry:
    """A row of the table of files as an entry; older tables lack some columns."""
    outputs = tuple(Output(**output) for output in json.loads(row["outputs"]))
    facts = None
    if outputs:
        columns: dict[str, Any] = {name: row[name] for name in _FACT_COLUMNS}
        columns["complete"] = bool(columns["complete"])
        known = row.keys()  # readers meet tables of older versions, too
        if "forms" in known:
            columns |= {"draft": bool(row["draft"]), "sketch": row["sketch"]}
            columns |= {"forms": tuple(row["forms"].split())} if row["forms"] else {}
        if "reasons" in known:
            columns["reasons"] = tuple((row["reasons"] or "").split())
        facts = FileFacts(
            sha256=row["sha256"] or "", warnings=tuple(row["warnings"].split()), outputs=outputs, **columns
        )
    failure = Failure(row["error"], row["exit_code"], row["cause"], row["advice"]) if row["error"] else None
    of_store = {name: row[name] for name in ("etag", "url") if name in row.keys()}  # noqa: SIM118 (a row is no mapping)
    outcome = Outcome(
        path=row["path"],
        status=row["status"],
        sha256=row["sha256"],
        seconds=row["seconds"],
        pages=row["pages"],
        tasks=row["tasks"],
        warnings=row["warning_count"],
        warning_codes=tuple(row["warnings"].split()),
        grade=row["grade"],
        duplicate_of=row["duplicate_of"],
        failure=failure,
    )
    return Entry(
        path=row["path"],
        state=row["state"],
        sha256=row["sha256"],
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        settings=row["settings"],
        facts=facts,
        outcome=outcome,
        run=row["run"],
        **of_store,
    )


def page_facts(out: Path, path: str) -> list[PageFacts]:
    """The pages of a file, in order."""
    for database_path in databases(out):
        with closing(_connect(database_path)) as database:
            query = "SELECT number, origin, engine, quality, verdict FROM pages WHERE path = ? ORDER BY number"
            rows = [PageFacts(*row) for row in database.execute(query, (path,))]
        if rows:
            return rows
    return []
