"""The inputs of a batch with the files inside ZIP archives, e-mails and mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viextract.archive.containers import CONTAINERS, MARK, ContainerJob, Contents, list_container
from viextract.archive.executors.pool import run_jobs
from viextract.archive.inputs import SUFFIXES, Found, Inside, Selection, find_inputs
from viextract.errors import UnsafeArchiveError, ViextractError
from viextract.model.names import printable_name
from viextract.options import Limits, processes


def find_all(
    inputs: Sequence[Path], out: Path, selection: Selection | None = None, limits: Limits | None = None, jobs: int = 0
) -> Found:
    """As :func:`find_inputs`, with the members of containers in place of these, and no more than ``selection.limit``.

    jobs: worker processes that list containers, 0 for one per core.
    """
    selection, limits = selection or Selection(), limits or Limits()
    found = find_inputs(inputs, out, selection)
    containers = [path for path in found.files if path.suffix.lower() in CONTAINERS]
    if containers:
        found.files = [path for path in found.files if path.suffix.lower() not in CONTAINERS]
        work = (ContainerJob(path, found.base / path, SUFFIXES, limits) for path in containers)
        listed = run_jobs(
            work,
            list_container,
            workers=min(processes(jobs), len(containers)),
            seconds=limits.file_seconds,
            memory=limits.max_memory_bytes,
        )
        for job, result, _ in listed:
            _add(found, job, result, selection)
        found.files.sort()
        found.ignored.sort()
        found.refused.sort(key=lambda item: item[0])
    if selection.limit is not None:
        found.files = found.files[: selection.limit]
    return found


def _add(found: Found, job: ContainerJob, result: Contents | ViextractError, selection: Selection) -> None:
    here, beside = printable_name(job.path), job.source.with_name(job.source.name + MARK.rstrip("/"))
    if not isinstance(result, ViextractError) and not result.is_document and beside.exists():
        result = UnsafeArchiveError(
            f"its members would be taken for files in the folder {printable_name(beside.name)}",
            advice="Rename the folder or the archive.",
        )
    if isinstance(result, ViextractError):
        if selection.deals(here):
            found.refused.append((here, result))
        return
    if result.is_document:
        if selection.takes(here):
            found.files.append(job.path)
        return
    found.opened.append(here)
    for member in result.members:
        path = Path(f"{job.path}{MARK}{member.name}")
        if selection.takes(printable_name(path)):
            found.files.append(path)
            found.inside[path] = Inside(job.path, member.steps, member.size, member.sha256)
        elif selection.shard == (1, 1):
            found.ignored.append(printable_name(path))
    for name, error in result.refused:
        path_text = here + MARK + printable_name(name)
        if selection.takes(path_text):
            found.refused.append((path_text, error))
    if selection.shard == (1, 1):
        found.ignored += [here + MARK + printable_name(name) for name in result.ignored]
