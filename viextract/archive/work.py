"""What a worker process does with one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from viextract.archive.containers import Step, read_member
from viextract.archive.inputs import Fingerprint
from viextract.archive.outcome import Failure, FileFacts, Output, PageFacts
from viextract.archive.sketch import sketch_of
from viextract.archive.stores import Remote
from viextract.archive.targets import Targets
from viextract.errors import DamagedFileError, OutputNotWritableError, ViextractError
from viextract.export.files import write_bytes
from viextract.model.plan import Plan
from viextract.options import Options

if TYPE_CHECKING:
    from viextract.api import Processed


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file of a batch: what to read, where to write."""

    path: str
    """Printable, relative to the input folder."""
    source: Path | Remote
    out: Path
    targets: Targets
    options: Options
    sha256: str | None = None
    size: int = 0
    mtime_ns: int = 0
    etag: str | None = None
    settings: str = ""
    """What its results depend on beside its content; see :func:`viextract.archive.settings.settings_key`."""
    steps: tuple[Step, ...] = ()
    """For a file within an archive or e-mail, which ``source`` is: the way to it."""
    forms: tuple[str, ...] = ("json", "txt")
    """Endings of the results that are wanted."""
    keep_whole: bool = False
    """Whether whole results of this very content are there: then those that lack pages do not take their place."""


def process_file(job: FileJob) -> FileFacts:
    """Write a file's results, the same as `viextract extract` and `viextract text` would."""
    from viextract.api import process
    from viextract.export.text import document_text

    done = process(_content(job), job.options, name=job.path.rpartition("/")[2])
    text, plan = document_text(done.document), done.plan
    complete = all(warning.code != "page-failed" for warning in plan.warnings)
    if not complete and job.keep_whole:
        return _facts(plan, complete, (), job, written=False)
    try:
        job.targets.json.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritableError(f"{job.targets.json.parent} cannot be made: {error.strerror or error}") from error
    made = [(job.targets.text, text.encode("utf-8"))]
    problem = None
    for ending, (called, make) in _OF_PAGES.items():
        if ending in job.forms and _has_pages(done):
            data, wrong = _made(called, make, done)
            problem = problem or wrong
            if data is not None:
                made.append((job.targets.of(ending), data))
    made.append((job.targets.json, plan.to_json().encode("utf-8")))
    outputs = tuple(_write(target, data, job.out) for target, data in made)
    facts = _facts(plan, complete and problem is None, outputs, job)
    return replace(facts, problem=problem, sketch=sketch_of(text))


def _content(job: FileJob) -> Path | bytes:
    if job.steps:
        return read_member(job.source, job.steps, job.options.limits)
    return job.source.read(job.options.limits.max_bytes) if isinstance(job.source, Remote) else job.source


_OF_PAGES: dict[str, tuple[str, Callable[[Processed], bytes]]] = {
    "pdf": ("searchable PDF", lambda done: done.searchable_pdf()),
    "xml": ("ALTO", lambda done: done.alto().encode("utf-8")),
}
"""Forms that only what has pages has, by their endings: what they are called, how they are made."""


def _has_pages(done: Processed) -> bool:
    kind = done.document.media_type
    return kind == "application/pdf" or kind.startswith("image/")


def _made(called: str, make: Callable[[Processed], bytes], done: Processed) -> tuple[bytes | None, Failure | None]:
    """A form of the pages, or what went wrong."""
    try:
        return make(done), None
    except ViextractError as error:
        return None, Failure.of(error)
    except Exception as error:  # of the library, on PDFs that readers forgive and it does not
        cause = f"no {called} can be made: {type(error).__name__}: {error}"
        return None, Failure.of(DamagedFileError(cause, advice="The plan and its text are there; save the PDF anew."))


def _write(target: Path, data: bytes, out: Path) -> Output:
    write_bytes(target, data)
    now = Fingerprint.of(target)
    return Output(
        path=target.relative_to(out).as_posix(),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        mtime_ns=now.mtime_ns if now else 0,
    )


def _facts(plan: Plan, complete: bool, outputs: tuple[Output, ...], job: FileJob, *, written: bool = True) -> FileFacts:
    """What the manifest keeps of a plan."""
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
        reasons=tuple(dict.fromkeys(plan.grade.reasons)) if plan.grade else (),
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
        forms=job.forms,
        draft=header.draft,
        written=written,
    )
