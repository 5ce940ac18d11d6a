"""What a worker process does with one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from viextract.archive.files import Targets
from viextract.errors import OutputNotWritableError
from viextract.export.files import write_text
from viextract.options import Options


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file of a batch: what to read, where to write."""

    path: str
    """Relative to the input folder, with slashes."""
    source: Path
    targets: Targets
    options: Options


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the report says of a file that was done."""

    sha256: str
    pages: int
    tasks: int
    warnings: int


def process_file(job: FileJob) -> FileFacts:
    """Write a file's JSON and text, the same as `viextract extract` and `viextract text` would."""
    from viextract.api import load
    from viextract.export.text import document_text
    from viextract.parse import parse_document

    document = load(job.source, job.options, name=job.source.name)
    text = document_text(document)
    plan = parse_document(document, job.options)
    try:
        job.targets.json.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritableError(f"{job.targets.json.parent} cannot be made: {error.strerror or error}") from error
    write_text(job.targets.text, text)
    write_text(job.targets.json, plan.to_json())
    return FileFacts(plan.source.sha256, plan.source.page_count, len(plan.tasks), len(plan.warnings))
