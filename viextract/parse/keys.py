"""Keys: names of tasks, assignments, rows and tables that stay the same when something before them changes.

A key is a checksum of the document (its number, or its content where it has none), of the headings above the item and
of its text; items that agree in all of that are counted. Exports and a person's corrections refer to keys.
"""

from __future__ import annotations

import hashlib
import re

from viextract.language.fold import fold
from viextract.model.plan import Plan
from viextract.model.rows import section_paths

_LENGTH = 12
"""Hexadecimal digits: 48 bits, so that two of a million items meet with a chance of one in 500."""


def assign_keys(plan: Plan) -> None:
    """Give every task, assignment, criterion, programme and table of ``plan`` its key."""
    document = _document(plan)
    made = _Keys(document)
    paths = section_paths(plan)
    keys: dict[str, str] = {}
    for table in plan.tables:
        table.key = keys[table.id] = made.key("table", table.title or "", "|".join(table.columns))
    for task in plan.tasks:
        task.key = keys[task.id] = made.key("task", paths.get(task.section_id or "", ""), task.text)
    for criterion in plan.criteria:
        above = [criterion.group or "", *(part.title for part in (criterion.standard, criterion.criterion) if part)]
        criterion.key = keys[criterion.id] = made.key("criterion", " ".join(above), criterion.indicator or "")
    for programme in plan.programmes:
        programme.key = keys[programme.id] = made.key("programme", programme.name, programme.content or "")
    for assignment in plan.assignments:
        work = assignment.task_id or assignment.criterion_id or assignment.programme_id or ""
        named = keys.get(work) or paths.get(assignment.section_id or "", "")
        assignment.key = made.key("assignment", named, f"{assignment.unit.key} {assignment.role}")


def _document(plan: Plan) -> str:
    header = plan.header
    if header.symbol and header.issued_on:
        return f"{header.symbol} {header.issued_on}"
    return plan.source.sha256


class _Keys:
    """Makes keys, each once."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._made: dict[str, int] = {}

    def key(self, kind: str, above: str, text: str) -> str:
        plain = "\x1f".join([self._document, kind, _plain(above), _plain(text)])
        digest = hashlib.sha256(plain.encode()).hexdigest()[:_LENGTH]
        count = self._made[digest] = self._made.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"


def _plain(text: str) -> str:
    """Letters and figures alone: a mended mark or a blank makes no other item of it."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
