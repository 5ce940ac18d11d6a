"""Whole folders: workers, resume, report."""

from viextract.archive.journal import Failure, Outcome
from viextract.archive.report import BatchReport
from viextract.archive.run import run_batch

__all__ = ["BatchReport", "Failure", "Outcome", "run_batch"]
