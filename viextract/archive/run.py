"""An archive from end to end: find the files, skip what is done, let workers do the rest, keep account."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import viextract
from viextract.archive.containers import MARK
from viextract.archive.copies import Copier
from viextract.archive.duplicates import copy_results
from viextract.archive.executors import Executor
from viextract.archive.executors.pool import run_jobs
from viextract.archive.expand import find_all
from viextract.archive.families import families_of, find_links
from viextract.archive.inputs import Fingerprint, Found, Selection, check_out, check_places, content_hash
from viextract.archive.manifest import Manifest
from viextract.archive.outcome import BatchResult, Entry, Failure, FileFacts, Outcome, State
from viextract.archive.report import BatchReport, ReportWriter, reports_of
from viextract.archive.settings import settings_key, with_corrections
from viextract.archive.stores import Address, Place, Remote, address_of, place_of
from viextract.archive.targets import targets_for
from viextract.archive.work import FileJob, process_file
from viextract.corrections import CorrectionFiles, NamesIn, chosen, corrections_in, find_corrections, names_in
from viextract.errors import BatchFailedError, EmptyInputError, EngineMissingError, InvalidOptionError, ViextractError
from viextract.export.files import remove_leftovers
from viextract.model.names import printable_name
from viextract.options import Options, processes
from viextract.read.files.formats import SCANS

OnOutcome = Callable[[Outcome, int], None]
"""Called as ``on_outcome(outcome, total)`` in the order in which files end."""
AtWork = dict[str, float]
"""Files that workers have, with the time of ``time.monotonic()`` at which each was given to one; kept up to date."""
OnResult = Callable[[BatchResult], object]
"""Called in the caller's process for each file as it ends; an exception in it ends the batch, with its account."""

SUPERSEDED = "superseded"
"""Folder beside the manifest for results of what a file was before it changed and could not be read any more."""


def run_batch(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    options: Options | None = None,
    *,
    jobs: int = 0,
    redo: bool = False,
    retry_failed: bool = False,
    selection: Selection | None = None,
    moved: bool = False,
    on_outcome: OnOutcome | None = None,
    on_result: OnResult | None = None,
    pdf: bool = False,
    alto: bool = False,
    executor: Executor | None = None,
    copy_to: str | None = None,
    at_work: AtWork | None = None,
) -> BatchReport:
    """Process all files in ``inputs``; results, manifest and reports go to ``out``, subfolders mirrored.

    inputs: a folder, a file, or several of them, or addresses of a store (``s3://bucket/plans``); jobs: worker
    processes, 0 for one per core; redo: do what an earlier run has done again; retry_failed: only what an earlier run
    could not do; moved: the input folder has another place than in earlier runs; on_outcome: told of each file with the
    number of all, for progress; on_result: given each file as it ends, with its plan, those included that an earlier
    run has done; pdf: write searchable PDFs of PDFs and pictures, too; alto: write ALTO of them, words with their
    boxes; executor: where the work is done (``viextract.archive.executors.ray.RayExecutor``), None for ``jobs``
    processes of this machine; the machines of a cluster must see the folders at the same places; copy_to: the address
    of a store to which results, reports and, at the end, the manifest are copied; at_work: filled with the files that
    workers have, for showing which takes longest.

    A file that fails, hangs (``options.limits.file_seconds``) or takes its process down is recorded and the others go
    on. Originals are only read, and results are never deleted: where a new try fails, those of an earlier one stay and
    are called stale. Stopped at any moment, the next run goes on where this one was.

    Raises an error where the folders cannot be used at all: InputNotFoundError, InputUnreadableError, EmptyInputError,
    EngineMissingError, InvalidOptionError, OutputNotWritableError. Workers start as new interpreters: call this from a
    program's main module only below ``if __name__ == "__main__"``.
    """
    places = [place_of(place) for place in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    out, options, selection = check_out(out), options or Options(), selection or Selection()
    if executor is not None:  # another machine has another working folder
        places = [place.absolute() if isinstance(place, Path) else place for place in places]
        out = out.absolute()
    check_places(places, out)
    store = address_of(copy_to) if copy_to is not None else None
    if store is not None:
        check_store(places, store)
    found = find_all(places, out, selection, options.limits, jobs)
    if not (found.files or found.unreadable or found.refused) and selection.shard == (1, 1):
        raise EmptyInputError(
            f"{', '.join(printable_name(str(place)) for place in places)} has no files to process",
            advice="Check the folder and the patterns; see `viextract batch --help`.",
        )
    check_engine(found, options)
    with Manifest(out, selection.shard) as manifest:
        forms = ("json", "txt", *(("pdf",) if pdf else ()), *(("xml",) if alto else ()))
        manifest.bind(found.base, moved=moved)
        run = _Run(
            *(found, out, options, manifest, jobs, redo, retry_failed, selection, on_outcome, on_result, forms),
            *(executor, {} if at_work is None else at_work),
        )
        if store is None:
            return run.work()
        with Copier(manifest.path, out, store) as copier:
            report = run.work()
            copier.finish(reports_of(out, selection.shard))
        report.not_copied = copier.failures
        return report


def check_engine(found: Found, options: Options) -> None:
    """Look for the OCR engine once, before the first file, where a file may need it. Raises EngineMissingError."""
    if options.ocr == "never" or not any(path.suffix.lower() in SCANS for path in found.files):
        return
    from viextract.read.ocr.engines import load_engine

    for name in filter(None, (options.engine, options.second_engine)):
        try:
            load_engine(name).version(options.language)
        except EngineMissingError as error:
            raise EngineMissingError(
                error.cause,
                advice=f"{error.advice} To take only the text that the files have, add --no-ocr.",
            ) from error


@dataclass(slots=True)
class _Waiting:
    """A file whose content is that of another one that this run has in hand."""

    job: FileJob
    first: str


@dataclass(slots=True)
class _Run:
    """One run over what was found."""

    found: Found
    out: Path
    options: Options
    manifest: Manifest
    jobs: int
    redo: bool
    retry_failed: bool
    selection: Selection
    on_outcome: OnOutcome | None
    on_result: OnResult | None
    forms: tuple[str, ...]
    executor: Executor | None
    at_work: AtWork
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))
    by_content: dict[str, str] = field(default_factory=dict)
    alike: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How many files of a store may have the same content, by what is known of them without fetching them."""
    waiting: list[_Waiting] = field(default_factory=list)
    settings: str = ""
    corrected: dict[str, list[Path]] | None = None
    """Files of corrections by the checksum of their document, once the folder of them was looked through."""
    names: NamesIn = field(default_factory=lambda: cache(names_in))
    """Of files of corrections, folder by folder: a folder of 100,000 documents is not listed for each of them."""
    total: int = 0
    report: BatchReport = field(init=False)
    writer: ReportWriter = field(init=False)

    def work(self) -> BatchReport:
        report = BatchReport(
            printable_name(str(self.found.base)), printable_name(self.out), run=self.began, ignored=self.found.ignored
        )
        self.report, self.settings = report, settings_key(self.options, viextract.__version__)
        self.writer = ReportWriter(report, self.manifest, self.out, self.selection.shard)
        self.alike = Counter(_likeness(remote) for remote in self.found.remote.values())
        self.total = len(self.found.files) + len(self.found.unreadable) + len(self.found.refused)
        self._tidy()
        try:
            for place, problem in self.found.unreadable:
                outcome = Outcome(place, "failed", failure=Failure.of(problem))
                report.unlisted.append(outcome)
                self._account(outcome, None)
            self._refuse()
            self._process()
            self._settle_waiting()
            self._relate()
            report.vanished = self._vanished()
        finally:
            # However it ends, by Ctrl-C too, the account is there.
            self._tidy()
            self.writer.write()
        return report

    def _relate(self) -> None:
        """Find copies, near duplicates and drafts; a share sees too little of the archive for that."""
        if self.selection.shard == (1, 1):
            links = find_links(self.manifest.sketches())
            self.manifest.relate(links, families_of(links))

    def _refuse(self) -> None:
        """Account for archives and members that are not read."""
        for container in self.found.opened:
            self.manifest.forget(container)  # its members have rows in its place
        for path, problem in self.found.refused:
            # Nothing is read or written for it: the places in the job are not used.
            job = FileJob(path, Path(), self.out, targets_for(Path("refused"), self.out), self.options)
            self._record(job, problem, 0.0)

    def _tidy(self) -> None:
        """Remove unfinished files of a run that was killed; a share leaves them, since they may be another's."""
        if self.selection.shard == (1, 1):
            remove_leftovers(self.out)

    def _process(self) -> None:
        for job, result, seconds in self._tries():
            self.at_work.pop(job.path, None)
            self._record(job, result, seconds)

    def _tries(self) -> Iterator[tuple[FileJob, FileFacts | ViextractError, float]]:
        limits = self.options.limits
        if self.executor is not None:
            # A place of a cluster is one core: no file's pages are read by several processes there.
            jobs = self._to_do(1)
            return self.executor.run(jobs, process_file, seconds=limits.file_seconds, memory=limits.max_memory_bytes)
        wanted = processes(self.jobs)
        return run_jobs(
            self._to_do(wanted),
            process_file,
            workers=max(1, min(wanted, len(self.found.files))),
            seconds=limits.file_seconds,
            memory=limits.max_memory_bytes,
        )

    # --- what to do

    def _to_do(self, at_most: int) -> Iterator[FileJob]:
        """Jobs, the largest files first, so that no long one is left to a single worker at the end; what need not be
        done is accounted for on the way."""
        sized = [(self.found.fingerprint(path), path) for path in self.found.files]
        whole = sum(now.size for now, _ in sized) or 1
        sized.sort(key=lambda item: (-item[0].size, item[1]))
        for now, path in sized:
            # The largest files come first, so only one that is more than a process's share of all could still be at
            # work when the others are done: its pages are read by several processes, beside the other workers.
            job = self._job(path, now, at_most if now.size * at_most > whole else 1)
            if job is not None:
                self.at_work[job.path] = time.monotonic()
                yield job

    def _job(self, path: Path, now: Fingerprint, processes: int) -> FileJob | None:
        """The job that a file makes; None where its results stand, another file with its content is at work, or only
        failed files are asked for and this is none.
        """
        name, source, inside = printable_name(path), self.found.source(path), self.found.inside.get(path)
        earlier = self.manifest.entry(name)
        if self.retry_failed and (earlier is None or earlier.state == "done"):
            self.total -= 1
            return None
        same = earlier is not None and _is_same(earlier, now)
        sha256 = inside.sha256 if inside else earlier.sha256 if same and earlier else None
        if sha256 is None:
            with suppress(ViextractError):  # the worker meets the same error, and there it is recorded
                sha256 = self._hash(source, earlier)
        corrections = self._corrections(source, sha256)
        place = corrections.used
        if corrections.unused:  # the worker looks for itself, to say which was used and which was not
            place = self.options.corrections
        job = FileJob(
            path=name,
            source=source,
            out=self.out,
            targets=targets_for(path, self.out),
            options=self.options.model_copy(
                update={"jobs": processes, "corrections": place, "replay": corrections != CorrectionFiles()}
            ),
            settings=with_corrections(self.settings, corrections),
            sha256=sha256,
            size=now.size,
            mtime_ns=now.mtime_ns,
            etag=now.etag,
            steps=inside.steps if inside else (),
        )
        unchanged = earlier is not None and sha256 is not None and earlier.sha256 == sha256
        if earlier is not None and unchanged and not self.redo and self._is_done(earlier, job):
            self._skip(earlier, job)
            return None
        if sha256 is not None and self._waits(job):
            return None
        whole = earlier is not None and unchanged and self._has_whole_results(earlier)
        # A form that was made once is made again with the others, or it would be of an older reading than they.
        forms = dict.fromkeys((*self.forms, *(earlier.facts.forms if earlier and earlier.facts else ())))
        if isinstance(source, Remote):
            job = replace(job, source=source.carried(self.options.limits.max_bytes))
        return replace(job, keep_whole=whole, forms=tuple(forms))

    def _hash(self, source: Path | Remote, earlier: Entry | None) -> str | None:
        """The checksum of a file's content. A file of a store is fetched for it only where that may save the work or is
        needed to find what belongs to it: it was read before, another may have its content, or it may be corrected.
        """
        if isinstance(source, Path):
            return content_hash(source)
        if earlier is None and self.alike[_likeness(source)] < 2 and self.options.corrections is None:
            return None
        return source.sha256(self.options.limits.max_bytes)

    def _corrections(self, source: Path | Remote, sha256: str | None) -> CorrectionFiles:
        """What a person has corrected in this file; looked for here, once, rather than by each worker."""
        if not self.options.replay:
            return CorrectionFiles()
        place = self.options.corrections
        if place is None:
            beside = source if isinstance(source, Path) else None
            return find_corrections(None, beside, source.name, sha256 or "", self.names)
        if self.corrected is None:
            self.corrected = corrections_in(place)
        return chosen(self.corrected.get(sha256 or "", []), source.name)

    def _is_done(self, earlier: Entry, job: FileJob) -> bool:
        made = earlier.facts.forms if earlier.facts else ()
        return earlier.settings == job.settings and set(self.forms) <= set(made) and self._has_whole_results(earlier)

    def _has_whole_results(self, earlier: Entry) -> bool:
        return earlier.facts is not None and earlier.facts.complete and earlier.intact(self.out)

    def _skip(self, earlier: Entry, job: FileJob) -> None:
        if job.sha256:
            self.by_content.setdefault(job.sha256, job.path)
        outcome = replace(earlier.outcome, status="skipped", failure=None)
        entry = replace(
            earlier, state="done", size=job.size, mtime_ns=job.mtime_ns, etag=job.etag, url=_url(job), outcome=outcome
        )
        if self.manifest.owns(job.path) and replace(entry, outcome=earlier.outcome, state=earlier.state) == earlier:
            self.manifest.seen(job.path, self.began, "done")
        else:
            self.manifest.record(entry, self.began, None)
        self._account(outcome, earlier.facts)

    def _waits(self, job: FileJob) -> bool:
        """Whether the same content is in hand already; then the file waits for what comes of it."""
        assert job.sha256 is not None
        first = self.by_content.setdefault(job.sha256, job.path)
        if first != job.path:
            self.waiting.append(_Waiting(job, first))
        return first != job.path

    # --- what came of it

    def _record(self, job: FileJob, result: FileFacts | ViextractError, seconds: float) -> None:
        earlier = self.manifest.entry(job.path)
        found = Failure.of(result) if isinstance(result, ViextractError) else result
        entry = self._entry(job, found, round(seconds, 3), earlier)
        if entry.state == "failed" and earlier is not None and earlier.facts is not None:
            _set_aside(self.out, earlier)
        self.manifest.record(entry, self.began, datetime.now(UTC).isoformat(timespec="seconds"))
        self._account(entry.outcome, entry.facts)

    def _entry(self, job: FileJob, result: FileFacts | Failure, seconds: float, earlier: Entry | None) -> Entry:
        if isinstance(result, Failure):
            failure = result
        elif not result.complete:
            failure = result.problem or _incomplete(result)
        else:
            return self._made(job, "done", result, seconds, None)
        if isinstance(result, FileFacts) and result.written:
            return self._made(job, "incomplete", result, seconds, failure)
        # An input that cannot be read just now may well be the same: its results are no worse for that.
        kept = earlier is not None and earlier.facts is not None and job.sha256 in (None, earlier.sha256)
        if kept and earlier is not None and earlier.intact(self.out):
            outcome = replace(earlier.outcome, status="stale", seconds=seconds, failure=failure, duplicate_of=None)
            return replace(earlier, state="stale", outcome=outcome)
        outcome = Outcome(job.path, "failed", job.sha256, seconds, failure=failure)
        return self._of(job, Entry(job.path, "failed", job.sha256, job.size, job.mtime_ns, None, None, outcome))

    def _made(self, job: FileJob, state: State, facts: FileFacts, seconds: float, failure: Failure | None) -> Entry:
        outcome = Outcome(
            path=job.path,
            status=state,
            sha256=facts.sha256,
            seconds=seconds,
            pages=facts.pages,
            tasks=facts.tasks,
            warnings=facts.warning_count,
            warning_codes=facts.warnings,
            grade=facts.grade,
            failure=failure,
        )
        entry = Entry(job.path, state, facts.sha256, job.size, job.mtime_ns, job.settings, facts, outcome)
        return self._of(job, entry)

    @staticmethod
    def _of(job: FileJob, entry: Entry) -> Entry:
        return replace(entry, etag=job.etag, url=_url(job))

    def _settle_waiting(self) -> None:
        """Files with the content of another get its results under their own names."""
        for item in self.waiting:
            first = self.manifest.entry(item.first)
            if first is None:
                continue
            try:
                entry = self._copied(item, first)
            except ViextractError as error:
                # Its own affair: the others go on, and the next run tries it again.
                entry = self._entry(item.job, Failure.of(error), 0.0, self.manifest.entry(item.job.path))
            outcome = replace(entry.outcome, duplicate_of=item.first)
            self.manifest.record(
                replace(entry, outcome=outcome), self.began, datetime.now(UTC).isoformat(timespec="seconds")
            )
            self._account(outcome, entry.facts)

    def _copied(self, item: _Waiting, first: Entry) -> Entry:
        if first.facts is None:
            failure = first.outcome.failure or Failure.of(BatchFailedError(f"{item.first} was not done"))
            return self._entry(item.job, failure, 0.0, self.manifest.entry(item.job.path))
        outputs = copy_results(first.facts, item.job, self.out)
        facts = replace(first.facts, outputs=outputs)
        return replace(self._made(item.job, first.state, facts, 0.0, first.outcome.failure), settings=first.settings)

    def _account(self, outcome: Outcome, facts: FileFacts | None) -> None:
        self.report.add(outcome)
        if self.on_result:
            plans = (
                (self.out / output.path for output in facts.outputs if output.path.endswith(".json")) if facts else ()
            )
            self.on_result(BatchResult(outcome, next(iter(plans), None)))
        if self.on_outcome:
            self.on_outcome(outcome, self.total)
        self.writer.tick()

    def _vanished(self) -> list[str]:
        """Files with results whose inputs are no longer there; known only where all of the input was looked at."""
        if self.selection != Selection() or self.retry_failed:
            return []
        there = {printable_name(path) for path in self.found.files} | {path for path, _ in self.found.refused}
        # What is in a folder or an archive that cannot be listed may still be there.
        closed = (
            *(f"{path}/" for path, _ in self.found.unreadable),
            *(f"{path}{MARK}" for path, _ in self.found.refused),
        )
        missed = {path for path in self.manifest.paths() if path not in there and not path.startswith(closed)}
        self.manifest.miss(missed, self.began)
        return sorted(missed)


def _likeness(remote: Remote) -> tuple[int, str]:
    """What files of the same content have in common: the size, and the checksum where a store tells one."""
    etag = remote.etag or ""
    return remote.size or 0, etag if _MD5.fullmatch(etag) else ""


_MD5 = re.compile("[0-9a-f]{32}(-[0-9]+)?")
"""How S3 and those like it make an ETag of an object's content; others make one for each object."""


def _is_same(earlier: Entry, now: Fingerprint) -> bool:
    """Whether a file is, to all appearances, the one that it was. One of a store that gives neither a time nor anything
    else to tell it by is looked at again.
    """
    known = now.etag or now.mtime_ns
    return bool(known) and (earlier.size, earlier.mtime_ns, earlier.etag) == (now.size, now.mtime_ns, now.etag)


def _url(job: FileJob) -> str | None:
    return job.source.url if isinstance(job.source, Remote) else None


def check_store(places: Sequence[Place], store: Address) -> None:
    """Refuse a place for copies in which one could take the place of an original. Raises InvalidOptionError."""
    for place in places:
        if isinstance(place, Address) and (store.within(place) or place.within(store)):
            raise InvalidOptionError(
                f"copies in {store} could overwrite the originals in {place}",
                advice="Choose another place in the store, neither inside of the other.",
            )


def _incomplete(facts: FileFacts) -> Failure:
    failed = sum(page.verdict == "failed" for page in facts.page_facts)
    return Failure(
        code="pages-failed",
        exit_code=BatchFailedError.exit_code,
        cause=f"{failed} of {len(facts.page_facts)} pages could not be read",
        advice="Run the same command again, with more --timeout where pages took too long; see the plan's warnings.",
    )


def _set_aside(out: Path, earlier: Entry) -> None:
    """Move the results of what a file was before, which would pass for results of what it is now, out of the way."""
    place = out / ".viextract" / SUPERSEDED / (earlier.sha256 or "unknown")[:16]
    for output in earlier.facts.outputs if earlier.facts else ():
        target = out / output.path
        if target.is_file():
            aside = place / output.path
            aside.parent.mkdir(parents=True, exist_ok=True)
            target.replace(aside)
