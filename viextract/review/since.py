"""What a person has corrected since the results of a batch were made: lists and figures have it without another run."""

from __future__ import annotations

from pathlib import Path

from viextract.archive.outcome import Entry
from viextract.corrections import (
    apply_to_plan,
    corrections_name,
    download_name,
    load_corrections,
    own_corrections_name,
)
from viextract.errors import ViextractError
from viextract.model.corrections import BlockDecision, JoinDecision, SplitDecision
from viextract.model.plan import Plan

Stamp = tuple[str, int, int]
"""Path, time and size of a file."""


def corrected_since(entry: Entry, source: Path, place: Path | None) -> Stamp | None:
    """The file of corrections of a document that was written after its results; None where there is none.

    place: the folder where corrections are; None for beside the document.
    """
    assert entry.facts is not None
    sha256 = entry.sha256 or ""
    usual = corrections_name(source.name)
    places = [source.with_name(usual), source.with_name(download_name(source.name))]
    if place is not None:
        places = [place / usual, place / own_corrections_name(source.name, sha256)]
    made = max((output.mtime_ns for output in entry.facts.outputs), default=0)
    stamps = (stamp for path in dict.fromkeys(places) if (stamp := stamp_of(path)) is not None and stamp[1] > made)
    return next((stamp for stamp in stamps if _is_of(Path(stamp[0]), sha256)), None)


def stamp_of(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, found.st_size


def _is_of(path: Path, sha256: str) -> bool:
    """Whether it holds the corrections of the document with that checksum."""
    try:
        return load_corrections(path).source.sha256 == sha256
    except ViextractError:
        return False


def before_and_after(entry: Entry, out: Path, corrections: Path) -> tuple[Plan, Plan] | None:
    """The plan of the results, and the same with the corrections; None where either cannot be read.

    What is a heading or a task, and where a paragraph begins, is decided by the next run, which reads the document.
    """
    assert entry.facts is not None
    path = next((output.path for output in entry.facts.outputs if output.path.endswith(".json")), None)
    try:
        before = Plan.from_json((out / path).read_bytes()) if path is not None else None
        made = load_corrections(corrections)
        if before is None:
            return None
        before.source.name = entry.path  # as lists name it
        kept = [one for one in made.decisions if not isinstance(one, BlockDecision | JoinDecision | SplitDecision)]
        return before, apply_to_plan(before, made.model_copy(update={"decisions": kept}))
    except (OSError, ViextractError):
        return None
