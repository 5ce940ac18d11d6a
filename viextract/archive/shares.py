"""Shares of an archive that machines over one shared folder take as they get free.

A share is claimed by the lock of its manifest, which the system opens again when the machine that held it goes down:
then another takes the share and goes on where that one was. That a share is done is told by the time of a file beside
its manifest; all these times are those of the machine that holds the folder, so that other clocks do not matter.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from viextract.archive.inputs import RESULTS_MARK, Selection, check_out
from viextract.archive.manifest import FolderInUseError, database_name
from viextract.archive.outcome import Outcome
from viextract.archive.report import BatchReport
from viextract.archive.run import OnOutcome, run_batch
from viextract.errors import OutputNotWritableError
from viextract.export.files import TEMPORARY_PREFIX, TEMPORARY_SUFFIX
from viextract.options import Options

_WAIT_SECONDS = 5.0
"""How often it is looked whether a share that another machine has is done, or free again."""


def run_shares(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    options: Options | None = None,
    *,
    shares: int,
    selection: Selection | None = None,
    on_outcome: OnOutcome | None = None,
    on_wait: Callable[[int], None] | None = None,
    **named: Any,
) -> Iterator[BatchReport]:
    """Work on one share after the other that nobody has, until all are done; gives the report of each as it ends.

    shares: into how many the archive is divided, the same on all machines: several for each, so that the last is not
    waited for long. on_wait: is told once, the first time that others have all shares that are left, how many these
    are; another run over the whole folder holds all of them. The rest is as for :func:`run_batch`, which raises what
    this raises.
    """
    folder, selection = check_out(out), selection or Selection()
    begun = _time_of_the_folder(folder / RESULTS_MARK)
    left = list(range(1, shares + 1))
    before = 0  # files of the shares that are done

    def on_each(outcome: Outcome, total: int) -> None:
        if on_outcome is not None:
            on_outcome(outcome, before + total)

    random.shuffle(left)  # machines that begin together do not try the same one
    while left:
        taken = 0
        for share in list(left):
            done = folder / RESULTS_MARK / f"{database_name((share, shares))}.done"
            if _changed(done) >= begun:  # by another machine, since this one began
                left.remove(share)
                continue
            try:
                own = replace(selection, shard=(share, shares))
                report = run_batch(inputs, out, options, selection=own, on_outcome=on_each, **named)
            except FolderInUseError:
                continue
            done.touch()
            left.remove(share)
            taken += 1
            before += report.counts.total()
            yield report
        if left and not taken:
            if on_wait is not None:
                on_wait(len(left))
                on_wait = None
            time.sleep(_WAIT_SECONDS)


def _time_of_the_folder(folder: Path) -> float:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=TEMPORARY_PREFIX, suffix=TEMPORARY_SUFFIX, dir=folder) as file:
            return Path(file.name).stat().st_mtime
    except OSError as error:
        raise OutputNotWritableError(f"{folder} cannot be written: {error.strerror or error}") from error


def _changed(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
