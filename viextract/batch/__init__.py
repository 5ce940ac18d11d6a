"""Whole folders: workers, resume, report."""

from viextract.batch.journal import Failure, Outcome
from viextract.batch.report import BatchReport
from viextract.batch.run import run_batch

__all__ = ["BatchReport", "Failure", "Outcome", "run_batch"]
