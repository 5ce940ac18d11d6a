"""Archives: many files, with workers, resume, a manifest and reports."""

from viextract.archive.inputs import Selection
from viextract.archive.outcome import Failure, Outcome
from viextract.archive.report import BatchReport
from viextract.archive.run import run_batch

__all__ = ["BatchReport", "Failure", "Outcome", "Selection", "run_batch"]
