"""The plans of an archive, read from its results one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from viextract.archive.manifest import databases, read_entries
from viextract.archive.outcome import Entry
from viextract.errors import InvalidPlanError
from viextract.model.plan import Plan

OnPlan = Callable[[str], None]


class PlanReader:
    """Reads each document once, whatever the names of its copies, and counts."""

    def __init__(self, out: Path, on_plan: OnPlan | None = None) -> None:
        """Raises InputNotFoundError where ``out`` holds no results."""
        databases(out)
        self.out, self.on_plan = out, on_plan
        self.count, self.skipped = 0, list[str]()
        self.documents: set[str] = set()

    def entries(self) -> Iterator[tuple[Entry, Plan]]:
        seen: set[str] = set()
        for entry in read_entries(self.out, "outputs <> '[]'"):
            if entry.facts is None or (entry.sha256 or "") in seen:
                continue
            path = next(output.path for output in entry.facts.outputs if output.path.endswith(".json"))
            try:
                plan = Plan.from_json((self.out / path).read_bytes())
            except (OSError, InvalidPlanError):
                self.skipped.append(entry.path)
                continue
            # The path within the archive says more than the bare name.
            plan.source.name = entry.path
            seen.add(entry.sha256 or "")
            self.documents.add(plan.source.sha256)
            self.count += 1
            if self.on_plan:
                self.on_plan(entry.path)
            yield entry, plan

    def named(self) -> Iterator[tuple[str, Plan]]:
        for entry, plan in self.entries():
            yield entry.path, plan

    def plans(self) -> Iterator[Plan]:
        for _, plan in self.entries():
            yield plan
