"""A plan as tables of a relational schema: what spreadsheets, Parquet and databases take.

Each relation has a primary key of its own and names its document; dates are dates, lists are texts parted by ``; ``.
``docs/export.md`` describes the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from viextract.model.plan import Deadline, Plan, Section, Unit
from viextract.model.rows import duty_rows, section_paths

ColumnKind = Literal["text", "integer", "real", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a relation."""

    name: str
    kind: ColumnKind = "text"
    key: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """One table; ``document`` (the file's SHA-256) is part of every row."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


Row = dict[str, Any]


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from ``name:kind`` parted by blanks; a star marks the primary key's.

    >>> [(column.name, column.kind, column.key) for column in _columns("*document page:integer")]
    [('document', 'text', True), ('page', 'integer', False)]
    """
    found = []
    for part in text.split():
        name, _, kind = part.lstrip("*").partition(":")
        found.append(Column(name, kind or "text", part.startswith("*")))  # type: ignore[arg-type]
    return tuple(found)


_DEADLINE = "deadline starts:date ends:date recurrence"
RELATIONS: tuple[Relation, ...] = (
    Relation(
        "documents",
        _columns(
            "*document file type symbol symbol_code issued_on issuer issuer_key parent_issuer title place signatory "
            "position draft:boolean recipients pages:integer quality:real grade reasons words:integer placed:integer"
        ),
    ),
    Relation(
        "sections",
        _columns(
            "*document *id parent_id number:integer label title path kind units paragraphs "
            f"{_DEADLINE} page:integer confidence:real"
        ),
    ),
    Relation(
        "tasks",
        _columns(
            "*document *key id section_id parent_key number:integer marker kind text targets "
            f"{_DEADLINE} place funding result page:integer confidence:real"
        ),
    ),
    Relation(
        "assignments",
        _columns(
            "*document *key number:integer file symbol issued_on issuer section work_kind work work_key body body_key "
            "role partners requested:boolean deadline starts:date ends:date recurrence place funding page:integer "
            "confidence:real grade"
        ),
    ),
    Relation("partners", _columns("*document *assignment_key *number:integer body body_key")),
    Relation("details", _columns("*document *number:integer section_id task_key kind label text")),
    Relation(
        "criteria",
        _columns(
            "*document *key number:integer table_key group_title standard_code standard criterion_code criterion "
            "indicator targets units report page:integer confidence:real"
        ),
    ),
    Relation(
        "programmes",
        _columns(
            "*document *key row_number:integer table_key number name content leads partners "
            f"{_DEADLINE} page:integer confidence:real"
        ),
    ),
    Relation("citations", _columns("*document *id kind symbol issued_on issuer subject page:integer")),
    Relation("cells", _columns("*document *table_key *row_number:integer *column_number:integer heading text")),
    Relation("warnings", _columns("*document *number:integer code message page:integer")),
)
RELATION = {relation.name: relation for relation in RELATIONS}


def plan_rows(plan: Plan) -> dict[str, list[Row]]:
    """The rows of each relation that a plan gives, in document order; every row has all columns of its relation."""
    made: dict[str, list[Row]] = {
        "documents": [_document(plan)],
        "sections": list(_sections(plan)),
        "tasks": list(_tasks(plan)),
        "assignments": list(_assignments(plan)),
        "partners": list(_partners(plan)),
        "details": list(_details(plan)),
        "criteria": list(_criteria(plan)),
        "programmes": list(_programmes(plan)),
        "citations": list(_citations(plan)),
        "cells": list(_cells(plan)),
        "warnings": [
            {"number": number, "code": item.code, "message": item.message, "page": item.source and item.source.page}
            for number, item in enumerate(plan.warnings, 1)
        ],
    }
    document = plan.source.sha256
    return {
        relation.name: [
            {name: document if name == "document" else row.get(name) for name in relation.names}
            for row in made[relation.name]
        ]
        for relation in RELATIONS
    }


def _document(plan: Plan) -> Row:
    header, source = plan.header, plan.source
    return {
        "file": source.name,
        **{name: getattr(header, name) for name in ("type", "symbol", "symbol_code", "issued_on", "title", "place")},
        "issuer": header.issuer.name if header.issuer else None,
        "issuer_key": header.issuer.key if header.issuer else None,
        "parent_issuer": header.parent_issuer.name if header.parent_issuer else None,
        "signatory": header.signatory.name if header.signatory else None,
        "position": header.signatory.position if header.signatory else None,
        "draft": header.draft,
        "recipients": _joined(header.recipients),
        "pages": source.page_count,
        "quality": min((page.quality for page in source.pages), default=None),
        "grade": plan.grade.value if plan.grade else None,
        "reasons": _joined(plan.grade.reasons) if plan.grade else None,
        "words": plan.coverage.words if plan.coverage else None,
        "placed": plan.coverage.placed if plan.coverage else None,
    }


def _sections(plan: Plan) -> Iterator[Row]:
    paths = section_paths(plan)
    for number, (section, parent) in enumerate(walk_sections(plan.sections), 1):
        yield {
            "id": section.id,
            "parent_id": parent.id if parent else None,
            "number": number,
            "label": section.label,
            "title": section.title,
            "path": paths[section.id],
            "kind": section.kind,
            "units": _names(section.units),
            "paragraphs": "\n".join(section.paragraphs) or None,
            **_deadline(section.deadline),
            "page": section.source.page if section.source else None,
            "confidence": section.confidence,
        }


def walk_sections(sections: list[Section], parent: Section | None = None) -> Iterator[tuple[Section, Section | None]]:
    """All sections in document order, each with the one above it."""
    for section in sections:
        yield section, parent
        yield from walk_sections(section.children, section)


def _tasks(plan: Plan) -> Iterator[Row]:
    keys = {task.id: task.key for task in plan.tasks}
    for number, task in enumerate(plan.tasks, 1):
        details = {
            kind: "; ".join(detail.text for detail in task.details if detail.kind == kind) or None
            for kind in ("place", "funding", "result")
        }
        yield {
            "key": task.key or task.id,
            "id": task.id,
            "section_id": task.section_id,
            "parent_key": keys.get(task.parent_id) if task.parent_id else None,
            "number": number,
            "marker": task.marker,
            "kind": task.kind,
            "text": task.text,
            "targets": _joined([target.text for target in task.targets]),
            **_deadline(task.deadline),
            **details,
            "page": task.source.page if task.source else None,
            "confidence": task.confidence,
        }


def _assignments(plan: Plan) -> Iterator[Row]:
    keys: dict[str | None, str | None] = {task.id: task.key for task in plan.tasks}
    keys |= {criterion.id: criterion.key for criterion in plan.criteria}
    keys |= {programme.id: programme.key for programme in plan.programmes}
    for number, (row, assignment) in enumerate(zip(duty_rows(plan), plan.assignments, strict=True), 1):
        work_id = assignment.task_id or assignment.criterion_id or assignment.programme_id
        yield {
            **{name: getattr(row, name) for name in ("file", "symbol", "issued_on", "issuer", "section", "work")},
            **{name: getattr(row, name) for name in ("body", "role", "requested", "deadline", "starts", "ends")},
            **{name: getattr(row, name) for name in ("recurrence", "place", "funding", "page", "confidence", "grade")},
            "key": assignment.key or assignment.id,
            "number": number,
            "work_kind": row.kind,
            "work_key": keys.get(work_id) or assignment.section_id,
            "body_key": assignment.unit.key,
            "partners": _joined(list(row.partners)),
        }


def _partners(plan: Plan) -> Iterator[Row]:
    for assignment in plan.assignments:
        for number, unit in enumerate(assignment.partners, 1):
            yield {
                "assignment_key": assignment.key or assignment.id,
                "number": number,
                "body": unit.name,
                "body_key": unit.key,
            }


def _details(plan: Plan) -> Iterator[Row]:
    number = 0
    for section, _ in walk_sections(plan.sections):
        for detail in section.details:
            number += 1
            yield {
                "number": number,
                "section_id": section.id,
                **{name: getattr(detail, name) for name in ("kind", "label", "text")},
            }
    for task in plan.tasks:
        for detail in task.details:
            number += 1
            yield {
                "number": number,
                "task_key": task.key or task.id,
                **{name: getattr(detail, name) for name in ("kind", "label", "text")},
            }


def _table_keys(plan: Plan) -> dict[str, str]:
    return {table.id: table.key or table.id for table in plan.tables}


def _criteria(plan: Plan) -> Iterator[Row]:
    tables = _table_keys(plan)
    for number, item in enumerate(plan.criteria, 1):
        yield {
            "key": item.key or item.id,
            "number": number,
            "table_key": tables.get(item.table_id),
            "group_title": item.group,
            "standard_code": item.standard.code if item.standard else None,
            "standard": item.standard.title if item.standard else None,
            "criterion_code": item.criterion.code if item.criterion else None,
            "criterion": item.criterion.title if item.criterion else None,
            "indicator": item.indicator,
            "targets": _joined([target.text for target in item.targets]),
            "units": _names(item.units),
            "report": item.report,
            "page": item.source.page if item.source else None,
            "confidence": item.confidence,
        }


def _programmes(plan: Plan) -> Iterator[Row]:
    tables = _table_keys(plan)
    for row, item in enumerate(plan.programmes, 1):
        yield {
            "key": item.key or item.id,
            "row_number": row,
            "table_key": tables.get(item.table_id),
            "number": item.number,
            "name": item.name,
            "content": item.content,
            "leads": _names(item.leads),
            "partners": _names(item.partners),
            **_deadline(item.deadline),
            "page": item.source.page if item.source else None,
            "confidence": item.confidence,
        }


def _citations(plan: Plan) -> Iterator[Row]:
    for item in plan.citations:
        yield {
            **{name: getattr(item, name) for name in ("id", "kind", "symbol", "issued_on", "issuer", "subject")},
            "page": item.source.page if item.source else None,
        }


def _cells(plan: Plan) -> Iterator[Row]:
    for table in plan.tables:
        for row, cells in enumerate(table.rows, 1):
            for column, text in enumerate(cells, 1):
                heading = table.columns[column - 1] if column <= len(table.columns) else None
                yield {
                    "table_key": table.key or table.id,
                    "row_number": row,
                    "column_number": column,
                    "heading": heading,
                    "text": text,
                }


def _deadline(deadline: Deadline | None) -> Row:
    if deadline is None:
        return {}
    starts: date | None = deadline.start_date
    return {
        "deadline": deadline.text,
        "starts": starts,
        "ends": deadline.end_date,
        "recurrence": deadline.recurrence,
    }


def _names(units: list[Unit]) -> str | None:
    return _joined([unit.name for unit in units])


def _joined(texts: list[str]) -> str | None:
    return "; ".join(texts) or None
