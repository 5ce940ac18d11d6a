"""The results of a batch as one table, a database, a workbook, an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viextract.archive.plans import OnPlan, PlanReader
from viextract.errors import InvalidOptionError
from viextract.export.files import open_atomically, write_bytes

Form = Literal["duties", "archive", "plans"]


@dataclass(slots=True)
class Exported:
    """What an export wrote."""

    target: str
    plans: int = 0
    removed: int = 0
    """Documents that were in a database and are no longer in the archive."""
    skipped: tuple[str, ...] = ()
    """Files whose results could not be read back."""
    vanished: tuple[str, ...] = ()
    """Files with results that are no longer among the inputs; their plans are in what was written unless only those of
    present files were asked for."""


def export_archive(
    out: Path,
    target: str,
    *,
    form: Form = "duties",
    on_plan: OnPlan | None = None,
    prune: bool = False,
    present: bool = False,
) -> Exported:
    """Write all plans of a folder of results to ``target``; each document once, whatever the names of its copies.

    target: a file whose ending decides (``.xlsx``, ``.csv``, ``.jsonl``, ``.parquet``, ``.ics``, ``.sqlite``, ``.db``),
    a folder that exists or a name that ends in ``/`` (a Parquet file for each relation), or a database URL.
    form: ``archive`` is the index that archives ask for (``.xlsx`` or ``.csv``), ``plans`` are whole plans, one a line
    (``.jsonl``). prune: remove documents from a database that are not in this archive. present: leave out plans of
    files that are no longer among the inputs, as the last run over all of them found.

    Raises InputNotFoundError where ``out`` holds no results, InvalidOptionError where ``target`` names no known form,
    OutputNotWritableError.
    """
    reader = PlanReader(out, on_plan, present=present)
    made = Exported(target)
    write = _writer(target, form)
    made.removed = write(reader, target, prune)
    made.plans, made.skipped, made.vanished = reader.count, tuple(reader.skipped), tuple(reader.vanished)
    return made


Write = Callable[[PlanReader, str, bool], int]


def _writer(target: str, form: Form) -> Write:
    """How to write to such a target. Raises InvalidOptionError."""
    if form == "archive":
        indexes: dict[str, Write] = {".xlsx": _index_xlsx, ".csv": _index_csv}
        if (index := indexes.get(_ending(target))) is None:
            raise InvalidOptionError(
                f"the index of an archive is not written to {target}", advice="Let it end in .xlsx or .csv."
            )
        return index
    if form == "plans":
        if _ending(target) != ".jsonl":
            raise InvalidOptionError(f"whole plans are not written to {target}", advice="Let it end in .jsonl.")
        return _plans
    if "://" in target:
        return _database
    if target.endswith("/") or Path(target).is_dir():
        return _parquet_folder
    if (write := _WRITERS.get(_ending(target))) is None:
        raise InvalidOptionError(
            f"{target} does not say in which form to write",
            advice=f"Let it end in one of {', '.join(_WRITERS)} or /, or give a database URL.",
        )
    return write


def _ending(target: str) -> str:
    return Path(target).suffix.lower()


def _database(reader: PlanReader, target: str, prune: bool) -> int:
    from viextract.export.database import open_database

    with open_database(target) as database:
        database.write(reader.plans())
        return database.forget(reader.documents) if prune else 0


def _sqlite(reader: PlanReader, target: str, prune: bool) -> int:
    return _database(reader, f"sqlite:///{target}", prune)


def _workbook(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.workbook import workbook

    write_bytes(Path(target), workbook(reader.plans()))
    return 0


def _csv(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.duties import duties_csv

    write_bytes(Path(target), duties_csv(reader.plans()).encode())
    return 0


def _jsonl(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.columnar import duties_jsonl

    with open_atomically(Path(target)) as stream:
        for line in duties_jsonl(reader.plans()):
            stream.write(line)
    return 0


def _plans(reader: PlanReader, target: str, _: bool) -> int:
    with open_atomically(Path(target)) as stream:
        for plan in reader.plans():
            stream.write(plan.to_json(indent=None).encode())
    return 0


def _parquet(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.columnar import parquet_duties

    write_bytes(Path(target), parquet_duties(reader.plans()))
    return 0


def _parquet_folder(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.columnar import parquet_files

    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in parquet_files(reader.plans()).items():
        write_bytes(folder / f"{name}.parquet", data)
    return 0


def _calendar(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.duties import duties_calendar

    write_bytes(Path(target), duties_calendar(reader.plans()))
    return 0


def _index_xlsx(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.archive_index import index_xlsx

    write_bytes(Path(target), index_xlsx(reader.named()))
    return 0


def _index_csv(reader: PlanReader, target: str, _: bool) -> int:
    from viextract.export.archive_index import index_csv

    write_bytes(Path(target), index_csv(reader.named()).encode())
    return 0


_WRITERS: dict[str, Write] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
    ".ics": _calendar,
    ".sqlite": _sqlite,
    ".db": _sqlite,
}
