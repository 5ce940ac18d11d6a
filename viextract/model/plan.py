"""The output contract: a plan as data (schema 1.1). Knows nothing of how a document is read or written.

Values are the document's own Vietnamese text in Unicode NFC; field names are English; every list is in document order.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viextract.errors import InvalidPlanError
from viextract.model.faults import first_fault
from viextract.model.rows import DutyRow, duty_rows

SCHEMA_VERSION: Literal["1.1"] = "1.1"

SectionKind = Literal[
    "purpose", "requirement", "objective", "content", "task", "schedule", "funding", "organisation", "appendix", "other"
]
TextOrigin = Literal["text-layer", "ocr", "text"]
Comparator = Literal[">=", "<=", "="]
Direction = Literal["increase", "decrease"]
Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]
Role = Literal["lead", "implement", "cooperate"]
TableKind = Literal["criteria", "programme", "other"]
DetailKind = Literal[
    "time",
    "place",
    "lead",
    "implementer",
    "partners",
    "participants",
    "funding",
    "result",
    "method",
    "content",
    "quantity",
    "other",
]
GradeValue = Literal["good", "check", "poor"]


class _Model(BaseModel):
    # Readers ignore fields that they do not know; what this program writes has no others.
    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


class Span(_Model):
    """Where something stands in the source."""

    page: int = Field(ge=1, description="page, from 1")
    lines: tuple[int, int] = Field(description="first and last line, from 1, within the source text")
    bbox: tuple[float, float, float, float] | None = Field(
        None, description="left, top, right, bottom in PDF points from the top left of the page; null for text input"
    )


class Unit(_Model):
    """A body: an office, a committee, an organisation, a person in office, or a class of them."""

    name: str = Field(description="canonical name")
    text: str = Field(description="as printed")
    key: str = Field(description="the canonical name without marks, hyphenated")
    generic: bool = Field(False, description='true for "các phòng, ban, ngành có liên quan"')


class Target(_Model):
    """A figure that is a goal."""

    text: str = Field(description="the words that set the goal, as printed")
    value: float | int | None = Field(None, description="the figure; null for a goal without one (see direction)")
    unit: str | None = Field(None, description='"%" or the counted noun')
    comparator: Comparator | None = Field(None, description='">=" at least, "<=" at most, "=" an exact ratio')
    of: float | int | None = Field(None, description='the denominator of "21/21 phường"')
    year: int | None = Field(None, description="the year in which it is to be reached")
    direction: Direction | None = Field(None, description='of a goal without a figure ("tăng so với năm trước")')


class Deadline(_Model):
    """When something is due."""

    text: str = Field(description="the words that say when, as printed")
    start: str | None = Field(None, description="first day, a full ISO 8601 date, where one is named")
    end: str | None = Field(None, description="last day, a full ISO 8601 date, where one is named")
    recurrence: Recurrence | None = Field(None, description="how often the work comes back")
    day: str | None = Field(
        None, description='the day within the period of what recurs: "--12-14" each 14 December, "---24" each 24th'
    )

    @property
    def start_date(self) -> date | None:
        """``start`` as a date; None where it is none, or no full one (plans of version 1.0)."""
        return _full_date(self.start)

    @property
    def end_date(self) -> date | None:
        """``end`` as a date."""
        return _full_date(self.end)


def _full_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


class Detail(_Model):
    """What a labelled line ("Địa điểm: …") says about the work that it stands below."""

    kind: DetailKind = Field(description="what the label asks for")
    label: str = Field(description="the label as printed")
    text: str = Field(description="the value as printed, without final full stop or semicolon")
    as_printed: str | None = Field(
        None, description='the whole line with its number and label ("1. Thời gian: 8 giờ 00, ngày 5/6/2026")'
    )
    source: Span | None = Field(None, description="where it stands")


class PageSource(_Model):
    """What was done to one page."""

    number: int = Field(description="page, from 1")
    text_origin: TextOrigin = Field(description="whether its text came with the file, from OCR, or from a text file")
    engine: str | None = Field(None, description="the OCR engine with its version and language")
    quality: float = Field(
        ge=0, le=1, description="share of the words that stand as meant, by the look of the text before recovery"
    )
    rotation: int = Field(0, description="degrees by which the page was turned upright, clockwise")
    skew: float = Field(0.0, description="degrees by which the lines were slanted")
    verdict: str | None = Field(None, description="what was found about the page's own text")
    reasons: list[str] = Field(default_factory=list, description="why")
    steps: list[str] = Field(default_factory=list, description="how the image was prepared, with parameters")


class Source(_Model):
    """The file that was read."""

    name: str = Field(description="its name, without folders")
    sha256: str = Field(description="the SHA-256 of its bytes, hexadecimal")
    media_type: str = Field(description="its kind, told by its content")
    page_count: int = Field(description="pages of the file")
    pages: list[PageSource] = Field(default_factory=list, description="the pages that were read")


class Signatory(_Model):
    """Who signed, after Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.7."""

    authority: str | None = Field(None, description='in whose name: "TM. ỦY BAN NHÂN DÂN"')
    capacity: str | None = Field(None, description='for whom: "KT. CHỦ TỊCH"')
    position: str | None = Field(None, description='"PHÓ CHỦ TỊCH"')
    name: str | None = Field(None, description="the person's name as printed")


class JointIssuer(_Model):
    """A further issuer of a joint document."""

    issuer: Unit | None = Field(None, description="the body")
    signatory: Signatory | None = Field(None, description="who signed for it")


class Header(_Model):
    """What the document says of itself (layout after Nghị định 30/2020/NĐ-CP)."""

    type: str | None = Field(None, description='kind of document: "Kế hoạch"; a letter, which prints none, "Công văn"')
    symbol: str | None = Field(None, description='number and code, "128/KH-UBND"; null where the number is not legible')
    symbol_code: str | None = Field(None, description='the code behind the number, "KH-UBND", also where that is blank')
    issued_on: str | None = Field(
        None, description='ISO 8601 date; "2025-04" or "2025" where the day or month is not legible'
    )
    place: str | None = Field(None, description="where it was issued")
    addressees: list[Unit] = Field(default_factory=list, description='the bodies behind "Kính gửi"')
    issuer: Unit | None = Field(None, description="the issuing body; of a joint document the first")
    parent_issuer: Unit | None = Field(None, description="the superior body printed above it")
    title: str | None = Field(None, description="what it is about; of a letter its whole subject (V/v)")
    draft: bool = Field(False, description="whether it says that it is a draft")
    signatory: Signatory | None = Field(None, description="who signed")
    joint: list[JointIssuer] = Field(default_factory=list, description="the further issuers of a joint document")
    recipients: list[str] = Field(default_factory=list, description='the lines of "Nơi nhận" without marker')
    as_printed: list[str] = Field(
        default_factory=list, description="the lines of head and foot from which these fields come"
    )


class Citation(_Model):
    """A document that is named with a number."""

    id: str = Field(description="c1, c2, … in order of first mention")
    kind: str | None = Field(None, description='"Quyết định"')
    symbol: str = Field(description="as printed")
    issued_on: str | None = Field(None, description="ISO 8601 date")
    issuer: str | None = Field(None, description="the body named as its issuer")
    subject: str | None = Field(None, description="what it is about, as printed")
    source: Span | None = Field(None, description="where it is named first")


class Section(_Model):
    """A heading and what stands below it."""

    id: str = Field(description="labels joined by dots, unique within the plan")
    label: str | None = Field(None, description="as printed, without its mark")
    title: str = Field(description="without label and final colon or full stop")
    kind: SectionKind = Field("other", description="what the part is about")
    units: list[Unit] = Field(default_factory=list, description="the bodies that the title names as those who act")
    paragraphs: list[str] = Field(default_factory=list, description="text below the title that is no task")
    details: list[Detail] = Field(default_factory=list, description="labelled lines about what the title names")
    deadline: Deadline | None = Field(None, description="when what the title names is due; the first of deadlines")
    deadlines: list[Deadline] = Field(
        default_factory=list, description="all that its labelled lines and its title name"
    )
    confidence: float = Field(1.0, ge=0, le=1, description="how sure it is that this is a heading of this level")
    source: Span | None = Field(None, description="where the title stands")
    children: list[Section] = Field(default_factory=list, description="the sections below it")


class Task(_Model):
    """A statement of aim, requirement, duty or activity."""

    id: str = Field(description="t1, t2, … in document order")
    key: str | None = Field(None, description="stays the same when something before it changes")
    section_id: str | None = Field(None, description="the nearest heading above")
    parent_id: str | None = Field(None, description="the task that introduces it")
    marker: str | None = Field(None, description='"-", "+", "a", "1", …; null for a paragraph without one')
    kind: SectionKind = Field("task", description="of its section where that says so, else task")
    text: str = Field(description="without marker, joined over line and page breaks")
    targets: list[Target] = Field(default_factory=list, description="figures that are goals")
    details: list[Detail] = Field(default_factory=list, description="labelled lines about this work")
    deadline: Deadline | None = Field(None, description="the first of deadlines")
    deadlines: list[Deadline] = Field(default_factory=list, description="all that the text names")
    citation_ids: list[str] = Field(default_factory=list, description="documents that it names")
    confidence: float = Field(1.0, ge=0, le=1, description="of its text and of its being a task")
    source: Span | None = Field(None, description="where it stands")


class Coded(_Model):
    """A code and its title, such as ``1.2.4`` and what it stands for."""

    code: str | None = Field(None, description="as printed")
    title: str = Field(description="without the code")


class Criterion(_Model):
    """A row of an appendix table of criteria."""

    id: str = Field(description="k1, k2, …")
    key: str | None = Field(None, description="stays the same when something before it changes")
    table_id: str = Field(description="its table")
    group: str | None = Field(None, description="the band row above it")
    standard: Coded | None = Field(None, description="the standard that it belongs to")
    criterion: Coded | None = Field(None, description="the criterion")
    indicator: str | None = Field(None, description="what is measured")
    targets: list[Target] = Field(default_factory=list, description="figures that are goals")
    units: list[Unit] = Field(default_factory=list, description="who is in charge")
    report: str | None = Field(None, description="what the report column asks for")
    confidence: float = Field(1.0, ge=0, le=1, description="of its text and of its cells being its own")
    source: Span | None = Field(None, description="where it stands")


class Programme(_Model):
    """A numbered row of a table of work."""

    id: str = Field(description="p1, p2, …")
    key: str | None = Field(None, description="stays the same when something before it changes")
    table_id: str = Field(description="its table")
    number: str | None = Field(None, description="as printed")
    name: str = Field(description="the work")
    content: str | None = Field(None, description="what it consists of")
    leads: list[Unit] = Field(default_factory=list, description="who leads")
    partners: list[Unit] = Field(default_factory=list, description="with whom")
    deadline: Deadline | None = Field(None, description="by when")
    targets: list[Target] = Field(default_factory=list, description="figures that are goals")
    confidence: float = Field(1.0, ge=0, le=1, description="of its text and of its cells being its own")
    source: Span | None = Field(None, description="where it stands")


class Assignment(_Model):
    """Who does what: exactly one of task_id, section_id, criterion_id and programme_id is set."""

    id: str = Field(description="a1, a2, …")
    key: str | None = Field(None, description="stays the same when something before it changes")
    unit: Unit = Field(description="who")
    role: Role = Field(description="whether it leads, carries out, or cooperates")
    partners: list[Unit] = Field(default_factory=list, description="with whom")
    requested: bool = Field(False, description='true below a heading "Đề nghị …"')
    task_id: str | None = Field(None, description="the task that is assigned")
    section_id: str | None = Field(None, description="the section whose title names the work")
    criterion_id: str | None = Field(None, description="the row of a table of criteria")
    programme_id: str | None = Field(None, description="the row of a table of work")
    deadline: Deadline | None = Field(None, description="by when")
    confidence: float = Field(1.0, ge=0, le=1, description="how sure it is that this body has this work")


class Table(_Model):
    """A table as it is printed."""

    id: str = Field(description="tb1, tb2, …")
    key: str | None = Field(None, description="stays the same when something before it changes")
    kind: TableKind = Field("other", description="what its rows are")
    title: str | None = Field(None, description="the title above it")
    caption: str | None = Field(None, description='"(Kèm theo …)"')
    columns: list[str] = Field(default_factory=list, description="headings of the columns")
    rows: list[list[str | None]] = Field(default_factory=list, description="cells, those that span rows repeated")
    confidence: float = Field(1.0, ge=0, le=1, description="how sure it is that this is a table with these cells")
    source: Span | None = Field(None, description="where it stands")


class CorrectionTarget(_Model):
    """What a correction was made in: a line, or a cell of a table."""

    line: int | None = Field(None, description="number of the line within the source text")
    table: str | None = Field(None, description="of a cell: id of the table; null where its grid became none")
    cell: tuple[int, int] | None = Field(None, description="row and column, from 0, of its grid on that page")


class Correction(_Model):
    """One change that recovery (or a person) made to the text as it was read."""

    before: str = Field(description="what was read")
    after: str = Field(description="what stands in the plan")
    confidence: float = Field(description="how sure the change is")
    alternatives: list[str] = Field(default_factory=list, description="what else it could have been")
    source: Span | None = Field(None, description="where it stands")
    start: int | None = Field(None, description="first character in the line or cell as it was read")
    end: int | None = Field(None, description="the character after its last")
    target: CorrectionTarget | None = Field(None, description="the line or cell")
    reason: str | None = Field(None, description='the rule, or "channel" for the decoder')
    by: str | None = Field(None, description='"person" for a person\'s own decision')


class Warning(_Model):
    """Something that a person should look at."""

    code: str = Field(description="one of the codes of docs/warnings.md")
    message: str = Field(description="what was found, in words")
    source: Span | None = Field(None, description="where")


class Grade(_Model):
    """What a person should do with this file."""

    value: GradeValue = Field(description="good: import as it is; check: a person should look; poor: do not import")
    reasons: list[str] = Field(default_factory=list, description="codes of the warnings that speak against good")


class Unplaced(_Model):
    """Words of the source that stand nowhere else in the plan."""

    text: str = Field(description="as read")
    reason: str = Field(description="watermark, running-head, page-number, stamp, duplicate-layer, …")
    source: Span | None = Field(None, description="where")


class Coverage(_Model):
    """Where the words of the source went."""

    words: int = Field(0, description="words of the source as it was read and recovered")
    placed: int = Field(0, description="words that stand in the plan")
    unplaced: list[Unplaced] = Field(default_factory=list, description="the others, with why")


class Plan(_Model):
    """A plan as data: what :func:`viextract.extract` returns."""

    schema_version: Literal["1.0", "1.1"] = Field(SCHEMA_VERSION, description="of this contract")
    grade: Grade | None = Field(None, description="how far the plan is to be trusted; null in plans of version 1.0")
    coverage: Coverage | None = Field(None, description="where the words went; null in plans of version 1.0")
    source: Source = Field(description="the file, and page by page what was done to it")
    header: Header = Field(default_factory=Header, description="what the document says of itself")
    preamble: list[str] = Field(default_factory=list, description="paragraphs before the first heading")
    closing: list[str] = Field(default_factory=list, description="paragraphs after the last task")
    citations: list[Citation] = Field(default_factory=list, description="documents that are named with a number")
    sections: list[Section] = Field(default_factory=list, description="the tree of headings")
    tasks: list[Task] = Field(default_factory=list, description="statements of aim, duty or activity")
    criteria: list[Criterion] = Field(default_factory=list, description="rows of tables of criteria")
    programmes: list[Programme] = Field(default_factory=list, description="rows of tables of work")
    assignments: list[Assignment] = Field(default_factory=list, description="who does what, with whom, by when")
    tables: list[Table] = Field(default_factory=list, description="the tables as printed")
    corrections: list[Correction] = Field(default_factory=list, description="what was changed in the text as read")
    warnings: list[Warning] = Field(default_factory=list, description="what a person should look at")

    def to_json(self, *, indent: int | None = 1) -> str:
        """The plan as JSON text: the same input gives the same bytes. Ends with a line feed."""
        return self.model_dump_json(indent=indent) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The plan in a JSON text of version 1.0 or 1.1; fields that are not known are ignored.

        Raises InvalidPlanError where the text is no such plan.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise InvalidPlanError(f"this is no plan: {first_fault(error)}") from error

    def rows(self, *, unassigned: bool = False) -> list[DutyRow]:
        """Who does what by when: a row for each assignment, joined with its work.

        unassigned: a row for each task that nobody is assigned to, too.
        """
        return duty_rows(self, unassigned=unassigned)

    def find(self, id_or_key: str) -> Task | Section | Criterion | Programme | Assignment | Table | Citation | None:
        """The item of that id or key; None where there is none."""
        todo: list[Section] = list(self.sections)
        sections: list[Section] = []
        while todo:
            section = todo.pop(0)
            sections.append(section)
            todo = section.children + todo
        items: list[Task | Section | Criterion | Programme | Assignment | Table | Citation] = [
            *self.tasks,
            *self.assignments,
            *self.criteria,
            *self.programmes,
            *self.tables,
            *self.citations,
            *sections,
        ]
        return next((item for item in items if id_or_key in (item.id, getattr(item, "key", None))), None)

    def __repr__(self) -> str:
        header = self.header
        named = " ".join(filter(None, [header.type, header.symbol or header.symbol_code, header.issued_on]))
        parts = f"{len(self.tasks)} tasks, {len(self.assignments)} assignments, {len(self.tables)} tables"
        grade = f", {self.grade.value}" if self.grade else ""
        return f"<Plan {self.source.name}: {named or 'no head'}: {parts}{grade}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """A table of the first duties, for notebooks."""
        rows = self.rows(unassigned=True)[:_SHOWN_IN_NOTEBOOKS]
        cells = [
            [row.body, row.role, row.work, "; ".join(row.partners), str(row.ends or row.deadline or "")] for row in rows
        ]
        names = ("body", "role", "work", "partners", "by")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in row) + "</tr>" for row in cells)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<p><b>{escape(self.header.title or self.source.name)}</b><br>{escape(repr(self))}</p>{table}"


_SHOWN_IN_NOTEBOOKS = 30


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of :class:`Plan`."""
    schema = Plan.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"viextract-plan-{SCHEMA_VERSION}",
        **schema,
        "title": "viextract plan",
    }
