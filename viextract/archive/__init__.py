"""Archives: many files, with workers, resume, a manifest and reports."""

from viextract.archive.each import Extracted, iter_extract
from viextract.archive.inputs import Selection
from viextract.archive.outcome import BatchResult, Failure, Outcome
from viextract.archive.report import BatchReport
from viextract.archive.run import run_batch
from viextract.archive.shares import run_shares

__all__ = [
    "BatchReport",
    "BatchResult",
    "Extracted",
    "Failure",
    "Outcome",
    "Selection",
    "iter_extract",
    "run_batch",
    "run_shares",
]
