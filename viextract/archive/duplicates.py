"""Files of the same content: worked on once, each with results under its own name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from viextract.archive.inputs import Fingerprint
from viextract.archive.outcome import FileFacts, Output
from viextract.archive.work import FileJob
from viextract.errors import BatchFailedError, OutputNotWritableError
from viextract.export.files import open_atomically, write_text
from viextract.model.plan import Plan


def copy_results(first: FileFacts, job: FileJob, out: Path) -> tuple[Output, ...]:
    """The results of another file of the same content, under the name of this one.

    Raises OutputNotWritableError, or BatchFailedError where they cannot be read.
    """
    sources = {Path(output.path).suffix: out / output.path for output in first.outputs}
    try:
        job.targets.json.parent.mkdir(parents=True, exist_ok=True)
        with sources[".txt"].open("rb") as text, open_atomically(job.targets.text) as copy:
            shutil.copyfileobj(text, copy)
        plan = Plan.model_validate_json(sources[".json"].read_bytes())
        plan.source.name = job.path.rpartition("/")[2]
        write_text(job.targets.json, plan.to_json())
    except (KeyError, ValueError) as error:
        raise BatchFailedError(
            f"the results of the file with the same content cannot be read: {error}",
            advice="Run the same command again.",
        ) from error
    except OSError as error:
        raise OutputNotWritableError(f"{job.targets.json} cannot be written: {error.strerror or error}") from error
    return tuple(_output(target, out) for target in (job.targets.text, job.targets.json))


def _output(target: Path, out: Path) -> Output:
    with target.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    now = Fingerprint.of(target) or Fingerprint(0, 0)
    return Output(target.relative_to(out).as_posix(), sha256, now.size, now.mtime_ns)
