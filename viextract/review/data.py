"""What the page of a document shows, as plain data: its pages with words and boxes, the plan in document order, and
what a person has decided already.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from viextract.corrections import Holder, download_name, field_answering, header_value
from viextract.model.corrections import CorrectedSource, Corrections, HeaderField
from viextract.model.document import Cell, Document, Line, Page
from viextract.model.messages import in_vietnamese
from viextract.model.names import printable_name
from viextract.model.plan import Assignment, Detail, PageSource, Plan, Section, Span, Warning
from viextract.model.warning_codes import WarningCode
from viextract.parse.coverage import walk
from viextract.parse.facts.deadlines import rhythm_phrases
from viextract.read.layout import group_lines
from viextract.review.tokens import tokens_of
from viextract.vocabulary.units import names_body, split_units

Data = dict[str, Any]

_FIELDS: tuple[HeaderField, ...] = HeaderField.__args__  # type: ignore[attr-defined]


def review_data(document: Document, plan: Plan) -> Data:
    """Everything of a document but its pictures, ready for JSON."""
    pieces = _Pieces(document)
    sources = {page.number: page for page in reversed(plan.source.pages)}
    decided = document.decisions or no_corrections(document)
    return {
        "name": document.name,
        "file": download_name(document.name),
        "sha256": document.sha256,
        "pages": [_page(page, sources.get(page.number)) for page in document.pages],
        "pieces": pieces.data,
        "header": [{"field": field, "value": header_value(plan.header, field)} for field in _FIELDS],
        "blocks": list(_blocks(document, plan, pieces)),
        "grids": list(_grids(document, pieces)),
        "works": list(_works(plan)),
        "rhythms": rhythm_phrases(),
        "warnings": [_warning(warning) for warning in plan.warnings],
        "grade": plan.grade.model_dump(mode="json") if plan.grade else None,
        "corrections": json.loads(decided.to_json()),
    }


def no_corrections(document: Document) -> Corrections:
    """The empty file of corrections of a document."""
    return Corrections(source=CorrectedSource(sha256=document.sha256, name=_writable(document.name)))


def _writable(name: str) -> str:
    """The name of a file may hold bytes that are no text, which no file of JSON could hold."""
    return printable_name(name) if any("\ud800" <= char <= "\udfff" for char in name) else name


def _page(page: Page, source: PageSource | None) -> Data:
    return {
        "number": page.number,
        "width": round(page.width, 1),
        "height": round(page.height, 1),
        "origin": source.text_origin if source else "text",
        "quality": source.quality if source else 1.0,
    }


_OF_PAGES = frozenset(
    {
        WarningCode.LOW_CONFIDENCE_PAGE,
        WarningCode.LAYER_INCOMPLETE,
        WarningCode.PAGE_FAILED,
        WarningCode.PICTURE_NOT_READ,
    }
)
"""Warnings of a whole page, whose line is but the first."""


def _warning(warning: Warning) -> Data:
    """A warning with what to do about it in both languages, and the field of the header that answers it."""
    found: Data = warning.model_dump(mode="json", exclude_none=True)
    advice = next((code.advice for code in WarningCode if code == warning.code), "")
    found["said"] = {"en": warning.message, "vi": in_vietnamese(warning.message)}
    found["advice"] = {"en": advice, "vi": in_vietnamese(advice)}
    if field := field_answering(warning.code):
        found["field"] = field
    if warning.code in _OF_PAGES:
        found["of_page"] = True
    return found


class _Pieces:
    """Lines and cells, each with a number of its own by which the rest refers to it."""

    def __init__(self, document: Document) -> None:
        self.data: list[Data] = []
        self._numbers: dict[int, int] = {}
        self._with_grids = {page.number for page in document.pages if page.grids}
        for page in document.pages:
            for line in page.lines:
                if not self.is_in_a_cell(line):
                    self._add(line)
            for grid in page.grids:
                for cell in grid.cells:
                    self._add(cell)

    def _add(self, holder: Holder) -> None:
        self._numbers[id(holder)] = len(self.data)
        piece: Data = {"page": holder.page, "read": holder.raw, "tokens": tokens_of(holder)}
        if isinstance(holder, Cell):
            piece["cell"] = [holder.row, holder.column]
        else:
            piece["line"] = holder.number
            if holder.role == "noise":
                piece["noise"] = holder.noise or "scan-mark"
            if holder.part:
                piece["part"] = list(holder.part)
        if holder.bbox:
            piece["box"] = [round(value, 1) for value in holder.bbox]
        self.data.append(piece)

    def __getitem__(self, holder: Holder) -> int:
        return self._numbers[id(holder)]

    def is_in_a_cell(self, line: Line) -> bool:
        """Whether a cell of a grid repeats the line: it is the cell that the tables of the plan are made of."""
        return line.role == "table" and line.page in self._with_grids


def _grids(document: Document, pieces: _Pieces) -> Iterator[Data]:
    for grid in document.grids():
        cells = [
            {
                "piece": pieces[cell],
                "row": cell.row,
                "column": cell.column,
                "rows": cell.row_span,
                "columns": cell.column_span,
            }
            for cell in grid.cells
        ]
        yield {"page": grid.page, "after": grid.after_line, "rows": grid.row_count, "cells": cells}


# --- the paragraphs of the document with what each is in the plan


def _blocks(document: Document, plan: Plan, pieces: _Pieces) -> Iterator[Data]:
    """Each paragraph in reading order: its lines, what it is, and of which item of the plan."""
    owners = _Owners(plan)
    for group in group_lines([line for line in document.lines() if not pieces.is_in_a_cell(line)]):
        for lines in _by_owner(group, owners):
            block: Data = {"kind": "paragraph", "pieces": [pieces[line] for line in lines]}
            block.update(owners.of(lines[0]) or _part(lines[0]))
            if lines[0].decided is not None:
                block["by"] = "person"
            yield block


_LONGEST_NAMES = 12
"""Words of a heading that is the names of bodies; a longer one is a sentence that begins with one."""


def _bodies(title: str) -> list[str]:
    """The bodies that a heading is about, where it is but their names."""
    if len(title.split()) > _LONGEST_NAMES or not names_body(title):
        return []
    return [unit.text for unit in split_units(title) if names_body(unit.text)]


def _by_owner(group: Sequence[Line], owners: _Owners) -> Iterator[list[Line]]:
    """A paragraph, parted where an item of the plan begins within it."""
    run: list[Line] = []
    for line in group:
        if run and owners.of(line) != owners.of(run[-1]):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _part(line: Line) -> Data:
    if line.role.startswith(("head", "foot")):
        return {"kind": line.role.partition("-")[0]}
    return {"kind": "note" if line.role == "note" else "table" if line.role == "table" else "paragraph"}


class _Owners:
    """Which item of the plan a line belongs to."""

    def __init__(self, plan: Plan) -> None:
        self._of: dict[tuple[int, bool], Data] = {}
        depths = dict(_depths(plan.sections, 0))
        for section in walk(plan.sections):
            owner = {"kind": "heading", "id": section.id, "depth": depths[section.id], "sure": section.confidence}
            if names := _bodies(section.title):
                owner["names"] = names
            self._claim(section.source, owner)
        for task in plan.tasks:
            self._claim(task.source, {"kind": "task", "id": task.id, "sure": task.confidence})
        for task in plan.tasks:
            self._claim_details(task.id, task.details)
        for section in walk(plan.sections):
            self._claim_details(section.id, section.details)

    def _claim_details(self, item: str, details: Sequence[Detail]) -> None:
        for detail in details:
            self._claim(detail.source, {"kind": "detail", "id": item})

    def _claim(self, source: Span | None, owner: Data) -> None:
        if source is not None:
            for number in range(source.lines[0], source.lines[1] + 1):
                self._of.setdefault((number, False), owner)
                self._of[number, True] = owner

    def of(self, line: Line) -> Data | None:
        """The first item of a line; of a line that a person has split the last for its second half."""
        if line.role == "noise" or line.role.startswith(("head", "foot")):
            return None
        return self._of.get((line.number, bool(line.part and line.part[0])))


def _depths(sections: Sequence[Section], depth: int) -> Iterator[tuple[str, int]]:
    for section in sections:
        yield section.id, depth
        yield from _depths(section.children, depth + 1)


# --- who does what


def _works(plan: Plan) -> Iterator[Data]:
    """All pieces of work with their duties; tasks without any, too, so that one can be added."""
    duties = _Duties(plan)
    for task in plan.tasks:
        yield _work("task", task.id, task.text, task.source, duties.of("task", task.id))
    for section in walk(plan.sections):
        if own := duties.of("section", section.id):
            yield _work("section", section.id, section.title, section.source, own)
    for criterion in plan.criteria:
        own = duties.of("criterion", criterion.id)
        yield _work("criterion", criterion.id, criterion.indicator or "", criterion.source, own)
    for programme in plan.programmes:
        own = duties.of("programme", programme.id)
        yield _work("programme", programme.id, programme.name, programme.source, own)


class _Duties:
    """The duties of each piece of work."""

    def __init__(self, plan: Plan) -> None:
        self._of: dict[tuple[str, str], list[Data]] = defaultdict(list)
        for one in plan.assignments:
            for kind in ("task", "section", "criterion", "programme"):
                if item := getattr(one, f"{kind}_id"):
                    self._of[kind, item].append(_duty(one))

    def of(self, kind: str, item: str) -> list[Data]:
        return self._of.get((kind, item), [])


def _work(kind: str, item: str, text: str, source: Span | None, duties: list[Data]) -> Data:
    work: Data = {"id": item, "kind": kind, "text": text, "duties": duties}
    if source is not None:
        work |= {"page": source.page, "line": source.lines[0], "last": source.lines[1]}
        if source.bbox:
            work["box"] = [round(value, 1) for value in source.bbox]
    return work


def _duty(one: Assignment) -> Data:
    return {
        "unit": one.unit.name,
        "role": one.role,
        "partners": [unit.name for unit in one.partners],
        "deadline": one.deadline.model_dump(mode="json") if one.deadline else None,
        "sure": one.confidence,
    }
