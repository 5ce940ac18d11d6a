"""Digits written by hand into the slots that a form leaves for them: number, day and month of a document."""
