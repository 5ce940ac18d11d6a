"""Files of the same content: worked on once, each with results under its own name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from viextract.archive.inputs import Fingerprint
from viextract.archive.outcome import FileFacts, Output
from viextract.archive.work import FileJob
from viextract.errors import BatchFailedError, OutputNotWritableError
from viextract.export.alto import with_name
from viextract.export.files import open_atomically, write_text
from viextract.model.plan import Plan


def copy_results(first: FileFacts, job: FileJob, out: Path) -> tuple[Output, ...]:
    """The results of another file of the same content, under the name of this one.

    Raises OutputNotWritableError, or BatchFailedError where they cannot be read.
    """
    made = []
    try:
        job.targets.json.parent.mkdir(parents=True, exist_ok=True)
        # The plan last: it says whose it is, and its being there means that the others are.
        for output in sorted(first.outputs, key=lambda output: output.path.endswith(".json")):
            source, ending = out / output.path, output.path.rpartition(".")[2]
            target = job.targets.of(ending)
            if ending == "json":
                plan = Plan.model_validate_json(source.read_bytes())
                plan.source.name = job.path.rpartition("/")[2]
                write_text(target, plan.to_json())
            elif ending == "xml":
                write_text(target, with_name(source.read_text("utf-8"), job.path.rpartition("/")[2]))
            else:
                with source.open("rb") as stream, open_atomically(target) as copy:
                    shutil.copyfileobj(stream, copy)
            made.append(_output(target, out))
    except (KeyError, ValueError) as error:
        raise BatchFailedError(
            f"the results of the file with the same content cannot be read: {error}",
            advice="Run the same command again.",
        ) from error
    except OSError as error:
        raise OutputNotWritableError(f"{job.targets.json} cannot be written: {error.strerror or error}") from error
    return tuple(made)


def _output(target: Path, out: Path) -> Output:
    with target.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    now = Fingerprint.of(target) or Fingerprint(0, 0)
    return Output(target.relative_to(out).as_posix(), sha256, now.size, now.mtime_ns)
