"""The output contract: a plan as data (schema 1.0). Knows nothing of how a document is read or written.

Values are the document's own Vietnamese text in Unicode NFC; field names are English; every list is in document order.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1.0"] = "1.0"

SectionKind = Literal[
    "purpose", "requirement", "objective", "content", "task", "schedule", "funding", "organisation", "appendix", "other"
]
TextOrigin = Literal["text-layer", "ocr", "text"]
Comparator = Literal[">=", "<=", "="]
Direction = Literal["increase", "decrease"]
Recurrence = Literal["weekly", "monthly", "quarterly", "yearly"]
Role = Literal["lead", "implement", "cooperate"]
TableKind = Literal["criteria", "programme", "other"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(_Model):
    """Where something stands in the source."""

    page: int = Field(ge=1, description="page, from 1")
    lines: tuple[int, int] = Field(description="first and last line, from 1, within the source text")
    bbox: tuple[float, float, float, float] | None = Field(
        None, description="left, top, right, bottom in PDF points from the top left of the page; null for text input"
    )


class Unit(_Model):
    """A body: an office, a committee, an organisation, or a class of them."""

    name: str = Field(description="canonical name")
    text: str = Field(description="as printed")
    key: str = Field(description="the canonical name without marks, hyphenated")
    generic: bool = Field(False, description='true for "các phòng, ban, ngành có liên quan"')


class Target(_Model):
    """A figure that is a goal."""

    text: str
    value: float | int | None = None
    unit: str | None = Field(None, description='"%" or the counted noun')
    comparator: Comparator | None = None
    of: float | int | None = Field(None, description='the denominator of "21/21 phường"')
    year: int | None = None
    direction: Direction | None = None


class Deadline(_Model):
    """When something is due; dates are ISO 8601."""

    text: str
    start: str | None = None
    end: str | None = None
    recurrence: Recurrence | None = None


class PageSource(_Model):
    """What was done to one page."""

    number: int
    text_origin: TextOrigin
    engine: str | None = None
    quality: float = Field(ge=0, le=1, description="how much the text is to be trusted")
    rotation: int = Field(0, description="degrees by which the page was turned upright, clockwise")
    skew: float = Field(0.0, description="degrees by which the lines were slanted")
    verdict: str | None = Field(None, description="what was found about the page's own text")
    reasons: list[str] = Field(default_factory=list, description="why")
    steps: list[str] = Field(default_factory=list, description="how the image was prepared, with parameters")


class Source(_Model):
    name: str
    sha256: str
    media_type: str
    page_count: int
    pages: list[PageSource] = Field(default_factory=list)


class Signatory(_Model):
    authority: str | None = None
    capacity: str | None = None
    position: str | None = None
    name: str | None = None


class Header(_Model):
    """What the document says of itself (layout after Nghị định 30/2020/NĐ-CP)."""

    type: str | None = None
    symbol: str | None = None
    issued_on: str | None = None
    place: str | None = None
    issuer: Unit | None = None
    parent_issuer: Unit | None = None
    title: str | None = None
    draft: bool = False
    signatory: Signatory | None = None
    recipients: list[str] = Field(default_factory=list)


class Citation(_Model):
    id: str
    kind: str | None = None
    symbol: str
    issued_on: str | None = None
    issuer: str | None = None
    subject: str | None = None
    source: Span | None = None


class Section(_Model):
    id: str
    label: str | None = None
    title: str
    kind: SectionKind = "other"
    units: list[Unit] = Field(default_factory=list)
    paragraphs: list[str] = Field(default_factory=list)
    source: Span | None = None
    children: list[Section] = Field(default_factory=list)


class Task(_Model):
    id: str
    section_id: str | None = None
    parent_id: str | None = None
    marker: str | None = None
    kind: SectionKind = "task"
    text: str
    targets: list[Target] = Field(default_factory=list)
    deadline: Deadline | None = None
    citation_ids: list[str] = Field(default_factory=list)
    confidence: float = 1.0
    source: Span | None = None


class Coded(_Model):
    """A code and its title, such as ``1.2.4`` and what it stands for."""

    code: str | None = None
    title: str


class Criterion(_Model):
    id: str
    table_id: str
    group: str | None = None
    standard: Coded | None = None
    criterion: Coded | None = None
    indicator: str | None = None
    targets: list[Target] = Field(default_factory=list)
    units: list[Unit] = Field(default_factory=list)
    report: str | None = None
    confidence: float = 1.0
    source: Span | None = None


class Programme(_Model):
    id: str
    table_id: str
    number: str | None = None
    name: str
    content: str | None = None
    leads: list[Unit] = Field(default_factory=list)
    partners: list[Unit] = Field(default_factory=list)
    deadline: Deadline | None = None
    targets: list[Target] = Field(default_factory=list)
    confidence: float = 1.0
    source: Span | None = None


class Assignment(_Model):
    """Who does what: exactly one of task_id, criterion_id and programme_id is set."""

    id: str
    unit: Unit
    role: Role
    partners: list[Unit] = Field(default_factory=list)
    requested: bool = Field(False, description='true below a heading "Đề nghị …"')
    task_id: str | None = None
    criterion_id: str | None = None
    programme_id: str | None = None
    deadline: Deadline | None = None


class Table(_Model):
    id: str
    kind: TableKind = "other"
    title: str | None = None
    caption: str | None = None
    columns: list[str] = Field(default_factory=list)
    rows: list[list[str | None]] = Field(default_factory=list)
    source: Span | None = None


class Correction(_Model):
    before: str
    after: str
    confidence: float
    alternatives: list[str] = Field(default_factory=list)
    source: Span | None = None


class Warning(_Model):
    code: str
    message: str
    source: Span | None = None


class Plan(_Model):
    """A plan as data: what :func:`viextract.extract` returns."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    source: Source
    header: Header = Field(default_factory=Header)
    citations: list[Citation] = Field(default_factory=list)
    sections: list[Section] = Field(default_factory=list)
    tasks: list[Task] = Field(default_factory=list)
    criteria: list[Criterion] = Field(default_factory=list)
    programmes: list[Programme] = Field(default_factory=list)
    assignments: list[Assignment] = Field(default_factory=list)
    tables: list[Table] = Field(default_factory=list)
    corrections: list[Correction] = Field(default_factory=list)
    warnings: list[Warning] = Field(default_factory=list)

    def to_json(self, *, indent: int | None = 1) -> str:
        """The plan as JSON text: the same input gives the same bytes. Ends with a line feed."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=indent) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of :class:`Plan`."""
    schema = Plan.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"viextract-plan-{SCHEMA_VERSION}",
        **schema,
        "title": "viextract plan",
    }
