"""What a worker process does with one file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from viextract.archive.containers import Step, read_member
from viextract.archive.inputs import Fingerprint
from viextract.archive.outcome import FileFacts, Output, PageFacts
from viextract.archive.targets import Targets
from viextract.errors import OutputNotWritableError
from viextract.export.files import write_text
from viextract.model.plan import Plan
from viextract.options import Options


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file of a batch: what to read, where to write."""

    path: str
    """Printable, relative to the input folder."""
    source: Path
    out: Path
    targets: Targets
    options: Options
    sha256: str | None = None
    size: int = 0
    mtime_ns: int = 0
    settings: str = ""
    """What its results depend on beside its content; see :func:`viextract.archive.settings.settings_key`."""
    steps: tuple[Step, ...] = ()
    """For a file within an archive or e-mail, which ``source`` is: the way to it."""
    keep_whole: bool = False
    """Whether whole results of this very content are there: then those that lack pages do not take their place."""


def process_file(job: FileJob) -> FileFacts:
    """Write a file's JSON and text, the same as `viextract extract` and `viextract text` would."""
    from viextract.api import load, parse
    from viextract.export.text import document_text

    source = read_member(job.source, job.steps, job.options.limits) if job.steps else job.source
    document = load(source, job.options, name=job.path.rpartition("/")[2])
    text = document_text(document)
    plan = parse(document, job.options)
    complete = all(warning.code != "page-failed" for warning in plan.warnings)
    if not complete and job.keep_whole:
        return _facts(plan, complete, (), written=False)
    try:
        job.targets.json.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritableError(f"{job.targets.json.parent} cannot be made: {error.strerror or error}") from error
    outputs = (_write(job.targets.text, text, job.out), _write(job.targets.json, plan.to_json(), job.out))
    return _facts(plan, complete, outputs)


def _write(target: Path, text: str, out: Path) -> Output:
    write_text(target, text)
    data = text.encode("utf-8")
    now = Fingerprint.of(target)
    return Output(
        path=target.relative_to(out).as_posix(),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        mtime_ns=now.mtime_ns if now else 0,
    )


def _facts(plan: Plan, complete: bool, outputs: tuple[Output, ...], *, written: bool = True) -> FileFacts:
    pages = plan.source.pages
    header = plan.header
    return FileFacts(
        sha256=plan.source.sha256,
        complete=complete,
        pages=plan.source.page_count,
        tasks=len(plan.tasks),
        assignments=len(plan.assignments),
        grade=plan.grade.value if plan.grade else None,
        quality=min((page.quality for page in pages), default=None),
        engine=next((page.engine for page in pages if page.engine), None),
        warnings=tuple(dict.fromkeys(warning.code for warning in plan.warnings)),
        warning_count=len(plan.warnings),
        type=header.type,
        symbol=header.symbol,
        symbol_code=header.symbol_code,
        issued_on=header.issued_on,
        issuer=header.issuer.name if header.issuer else None,
        title=header.title,
        signatory=header.signatory.name if header.signatory else None,
        page_facts=tuple(
            PageFacts(page.number, page.text_origin, page.engine, page.quality, page.verdict) for page in pages
        ),
        outputs=outputs,
        written=written,
    )
