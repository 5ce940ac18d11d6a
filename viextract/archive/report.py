"""The account of a batch: how many files, which failed and why."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

import viextract
from viextract.archive.journal import Outcome


@dataclass(slots=True)
class BatchReport:
    """What became of every file of a folder."""

    folder: str
    out: str
    seconds: float = 0.0
    outcomes: list[Outcome] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Files that a batch does not take, relative to the folder."""

    def count(self, status: str) -> int:
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def failures(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.failure is not None]

    def failures_by_code(self) -> dict[str, int]:
        """Number of failed files by the code of the error, the most frequent first."""
        return dict(Counter(outcome.failure.code for outcome in self.outcomes if outcome.failure).most_common())

    def to_json(self) -> str:
        """The report file's content: totals first, then every file by name."""
        return (
            json.dumps(
                {
                    "viextract": viextract.__version__,
                    "folder": self.folder,
                    "out": self.out,
                    "seconds": round(self.seconds, 3),
                    "done": self.count("done"),
                    "skipped": self.count("skipped"),
                    "failed": self.count("failed"),
                    "failures": self.failures_by_code(),
                    "ignored": self.ignored,
                    "files": [asdict(outcome) for outcome in sorted(self.outcomes, key=lambda outcome: outcome.path)],
                },
                ensure_ascii=False,
                indent=1,
            )
            + "\n"
        )
