"""The plans of an archive, read from its results one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from viextract.archive.manifest import databases, read_entries, read_vanished
from viextract.archive.outcome import Entry
from viextract.errors import InvalidPlanError
from viextract.model.plan import Plan

OnPlan = Callable[[str], None]
_HAS_RESULTS = "outputs <> '[]'"


class PlanReader:
    """Reads each document once, whatever the names of its copies, and counts."""

    def __init__(self, out: Path, on_plan: OnPlan | None = None, *, present: bool = False) -> None:
        """present: leave out plans of files that are no longer among the inputs. Raises InputNotFoundError where
        ``out`` holds no results.
        """
        databases(out)
        self.out, self.on_plan, self.present = out, on_plan, present
        self.count, self.skipped, self.vanished = 0, list[str](), list[str]()
        """Plans; files whose results cannot be read back; files that are gone, whether their plans are taken or not."""
        self.documents: set[str] = set()

    def entries(self) -> Iterator[tuple[Entry, Plan]]:
        seen: set[str] = set()
        gone = read_vanished(self.out)
        # Of a paper with several names one may be gone and another still there.
        there = (
            {entry.sha256 for entry in read_entries(self.out, _HAS_RESULTS) if entry.path not in gone} if gone else {}
        )
        for entry in read_entries(self.out, _HAS_RESULTS):
            if entry.facts is None or (entry.sha256 or "") in seen:
                continue
            if entry.path in gone:
                if entry.sha256 in there:
                    continue
                self.vanished.append(entry.path)
                if self.present:
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
