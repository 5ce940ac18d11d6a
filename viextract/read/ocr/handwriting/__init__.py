"""Digits written by hand into the slots that a form leaves for them: number, day and month of a document."""

from viextract.read.ocr.handwriting.head_slots import fill_slots

__all__ = ["fill_slots"]
