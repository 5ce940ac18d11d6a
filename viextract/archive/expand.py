"""The inputs of a batch with the files inside ZIP archives, e-mails and mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viextract.archive.containers import CONTAINERS, MARK, ContainerJob, Contents, list_container
from viextract.archive.executors.pool import run_jobs
from viextract.archive.inputs import SUFFIXES, Found, Inside, Selection, find_inputs
from viextract.archive.stores import Address, Place, Remote
from viextract.errors import InvalidOptionError, UnsafeArchiveError, ViextractError
from viextract.model.names import printable_name
from viextract.options import Limits, processes


def find_all(
    inputs: Sequence[Place], out: Path, selection: Selection | None = None, limits: Limits | None = None, jobs: int = 0
) -> Found:
    """As :func:`find_inputs`, with the members of containers in place of these, and no more than ``selection.limit``.

    jobs: worker processes that list containers, 0 for one per core.
    """
    selection, limits = selection or Selection(), limits or Limits()
    found = _find(inputs, out, selection)
    containers = [path for path in found.files if path.suffix.lower() in CONTAINERS]
    if containers:
        found.files = [path for path in found.files if path.suffix.lower() not in CONTAINERS]
        work = (ContainerJob(path, _seen(found.source(path), limits), SUFFIXES, limits) for path in containers)
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


def _find(inputs: Sequence[Place], out: Path, selection: Selection) -> Found:
    addresses = [place for place in inputs if isinstance(place, Address)]
    if not addresses:
        return find_inputs([place for place in inputs if isinstance(place, Path)], out, selection)
    if len(addresses) < len(inputs) or len({address.store for address in addresses}) > 1:
        raise InvalidOptionError(
            "folders of this machine and stores, or two stores, do not go into one run",
            advice="Give each a run of its own, with a folder of its own after -o.",
        )
    from viextract.archive.store_inputs import find_in_store

    return find_in_store(addresses, selection)


def _seen(source: Path | Remote, limits: Limits) -> Path | Remote:
    """As a worker can read it."""
    return source.carried(limits.max_bytes) if isinstance(source, Remote) else source


def _add(found: Found, job: ContainerJob, result: Contents | ViextractError, selection: Selection) -> None:
    here = printable_name(job.path)
    if not isinstance(result, ViextractError) and not result.is_document and found.has_folder_for(job.path):
        result = UnsafeArchiveError(
            f"its members would be taken for files in the folder {printable_name(job.path.name + MARK.rstrip('/'))}",
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
    if not (result.members or result.refused or result.ignored):
        found.ignored.append(here)  # an empty one leaves no other trace
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
