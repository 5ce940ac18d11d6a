"""What a finished plan lacks or what was hard to read, as warnings: the last step but the grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.model.document import Document
from viextract.model.plan import Deadline, PageSource, Plan, Span, Warning
from viextract.model.warning_codes import WarningCode
from viextract.parse.facts import impossible_years
from viextract.parse.facts.deadlines import impossible_days, rhythms_without_value, times_without_date
from viextract.parse.outline import all_sections
from viextract.vocabulary.persons import is_full_name, is_name
from viextract.vocabulary.phrases import phrases

LEAST_QUALITY = 0.8
"""Quality of a page below which it is to be compared with its text; the same that a text layer needs to be trusted."""
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def add_doubts(plan: Plan, document: Document) -> None:
    """Adds the warnings that the plan itself calls for, in place; a code that stands there already is left alone."""
    known = {warning.code for warning in plan.warnings}
    doubts = [*_doubts(plan), *_head_doubts(plan, document)]
    plan.warnings += [warning for warning in doubts if warning.code not in known]
    stamped = _stamped_name(document)
    if stamped is not None:
        told = [stamped if warning.code == stamped.code else warning for warning in plan.warnings]
        plan.warnings[:] = told
    if _is_no_plan(plan):
        told = [warning for warning in plan.warnings if warning.code not in _OF_LINES]
        plan.warnings = [_warning(WarningCode.NO_PLAN), *told]


def _stamped_name(document: Document) -> Warning | None:
    """What a stamp may say whose script could not be read surely: the name is the other reading of a line that is none.

    Where a signatory was found, nothing warns of it, and nothing is told.
    """
    read = [page for page in document.pages if page.source.text_origin == "ocr"]
    for line in (line for page in reversed(read) for line in reversed(page.lines)):
        name = next((other for other in line.alternatives if is_full_name(other)), None)
        if name is not None and line.role.startswith(_BESIDE_SIGNATURE) and not is_name(line.text):
            message = f"No name of a signatory was found at the foot; a stamp there may say {name}."
            return Warning(code=WarningCode.SIGNATORY_MISSING, message=message, source=line.span)
    return None


_BESIDE_SIGNATURE = ("foot", "noise")
"""Roles of a line that an engine made of a stamped name."""


_OF_LINES = frozenset({WarningCode.NOT_UNDERSTOOD, WarningCode.UNCERTAIN_HEADING})
"""What is told of single lines, and says nothing where no line is one of a plan."""


def _is_no_plan(plan: Plan) -> bool:
    """Whether nothing of a plan was found: a private letter, a poem, the text of a program. Part of a plan has a
    heading, a marked item or a body that does something, whatever page of it was cut off.
    """
    head = plan.header
    named = head.type or head.symbol or head.symbol_code or head.issuer or head.title or head.addressees
    found = plan.sections or plan.assignments or plan.tables or head.recipients or head.signatory
    return not (named or found or any(task.marker or task.details for task in plan.tasks))


def _has_no_task(plan: Plan) -> bool:
    """Whether a plan is headings, or text that states no work: a directive or a decision may have none."""
    kind = fold(plan.header.type or "")
    parts = any(section.kind != "appendix" for section in plan.sections)
    work = plan.tasks or plan.assignments or plan.criteria or plan.programmes
    return parts and not work and kind.startswith(tuple(phrases()["papers_of_work"]))


def _doubts(plan: Plan) -> Iterator[Warning]:
    header = plan.header
    if header.symbol is None and header.symbol_code is not None:
        yield _warning(WarningCode.SYMBOL_UNREAD, f"The number before {header.symbol_code} is blank or not legible.")
    elif header.symbol is None:
        yield _warning(WarningCode.SYMBOL_MISSING)
    if header.issued_on is None:
        yield _warning(WarningCode.DATE_MISSING)
    elif not _FULL_DATE.fullmatch(header.issued_on):
        yield _warning(WarningCode.DATE_PARTIAL, f"Only {header.issued_on} of the date was read.")
    elif (named := _latest_year(plan)) and named + _YEARS_AFTER < int(header.issued_on[:4]):
        message = f"Issued in {header.issued_on[:4]}, but no year after {named} is named."
        yield Warning(code=WarningCode.LOW_CONFIDENCE_DATE, message=message)
    if header.issuer is None:
        yield _warning(WarningCode.ISSUER_DOUBTFUL, "The issuing body was not found.")
    elif lacks_place(header.issuer.name, header.parent_issuer.name if header.parent_issuer else None):
        yield _warning(WarningCode.ISSUER_DOUBTFUL, f"The issuing body is no more than {header.issuer.name}.")
    if header.signatory is None or header.signatory.name is None:
        yield _warning(WarningCode.SIGNATORY_MISSING)
    if _has_no_task(plan):
        yield _warning(WarningCode.NO_TASKS)
    if plan.tasks and not plan.assignments:
        yield _warning(WarningCode.NO_ASSIGNMENTS)
    for task in plan.tasks:
        for rhythm in rhythms_without_value(task.text):
            message = f"No value for this rhythm: {rhythm}"
            yield Warning(code=WarningCode.RHYTHM_WITHOUT_VALUE, message=message, source=task.source)
        for year in impossible_years(task.text):
            message = f"{year} stands where a year should, and is none: {task.text}"
            yield Warning(code=WarningCode.LOW_CONFIDENCE_DATE, message=message, source=task.source)
        for day in impossible_days(task.text):
            message = f"{day} stands where a day should, and is none: {task.text}"
            yield Warning(code=WarningCode.LOW_CONFIDENCE_DATE, message=message, source=task.source)
        if not task.deadlines:
            for time in times_without_date(task.text):
                message = f"No day can be told from this time: {time}"
                yield Warning(code=WarningCode.DEADLINE_UNREAD, message=message, source=task.source)
    for page in plan.source.pages:
        yield from _page_doubts(page)


_YEARS_AFTER = 1
"""A plan is for the year in which it is issued or a later one; that of a school year may be signed in its second."""
_YEAR = re.compile(r"(?<![\d/.-])20\d\d(?![\d/])|(?<=[/-])20\d\d(?![\d/])")


def _latest_year(plan: Plan) -> int | None:
    """The latest year that a plan names anywhere, in its deadlines with two figures, too; None where it names none."""
    years = (int(year) for text in _texts(plan) for year in _YEAR.findall(text))
    return max(chain(years, *map(_printed_years, _deadlines(plan))), default=None)


def _texts(plan: Plan) -> Iterator[str]:
    yield from [plan.header.title or "", *plan.preamble, *plan.closing]
    for section in all_sections(plan.sections):
        yield from [section.title, *section.paragraphs, *(detail.text for detail in section.details)]
    for task in plan.tasks:
        yield from [task.text, *(detail.text for detail in task.details)]
    for table in plan.tables:
        yield from [table.title or "", *table.columns, *(cell for row in table.rows for cell in row if cell)]


def _deadlines(plan: Plan) -> Iterator[Deadline]:
    yield from (deadline for section in all_sections(plan.sections) for deadline in section.deadlines)
    yield from (deadline for task in plan.tasks for deadline in task.deadlines)
    yield from (programme.deadline for programme in plan.programmes if programme.deadline)
    yield from (assignment.deadline for assignment in plan.assignments if assignment.deadline)


def _printed_years(deadline: Deadline) -> list[int]:
    """Years of a deadline that its words name: one without a year has that of issue, which is in doubt here."""
    years = [day[:4] for day in (deadline.start, deadline.end) if day and _FULL_DATE.fullmatch(day)]
    return [int(year) for year in years if re.search(rf"(?<!\d)(?:20)?{year[2:]}$", deadline.text.strip(" .,;"))]


@cache
def _heads(kind: str) -> tuple[str, ...]:
    return tuple(read_yaml("units_words.yaml")[kind])


def lacks_place(name: str, parent: str | None = None) -> bool:
    """Whether neither a body's name nor that of the body above it says of which place it is, as its kind must.

    >>> lacks_place("Phòng Nội vụ"), lacks_place("Phòng Nội vụ", "Ủy ban nhân dân xã Bình Lâm")
    (True, False)
    >>> lacks_place("Ban thường trực", "Ủy ban nhân dân xã Bình Lâm"), lacks_place("Sở Tài chính")
    (True, False)
    """
    own = name.casefold()
    if _names_place(name):
        return False
    if own.startswith(_heads("organs")):
        return True
    return own.startswith(_heads("heads_of_a_place")) and (parent is None or not _names_place(parent))


def _names_place(name: str) -> bool:
    return any(match[1].isupper() for match in _place().finditer(name))


@cache
def _place() -> re.Pattern[str]:
    """A level or an owner, and the capital of its own name behind it."""
    words = sorted(_heads("before_own_names"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})\s+(?=([^\W\d_]))".replace(" ", r"\s+"), re.IGNORECASE)


_LEAST_HEAD = 0.8
"""Confidence of a line of head or foot below which its letters are not sure: nine letters of ten (docs/figures.md)."""


def _head_doubts(plan: Plan, document: Document) -> Iterator[Warning]:
    """Lines of head, title and foot that an engine was not sure of: a number, a date, a name or the subject stands in
    them."""
    read = {page.number for page in document.pages if page.source.text_origin == "ocr"}
    title = " ".join((plan.header.title or "").split())
    for line in document.lines():
        told = line.role.startswith(("head", "foot")) or _is_of_title(line.text, title)
        if line.page in read and told and line.left_confidence < _LEAST_HEAD:
            message = f"Read with confidence {line.left_confidence:.2f}: {line.text.strip()[:80]}"
            yield Warning(code=WarningCode.LOW_CONFIDENCE_HEAD, message=message, source=line.span)


def _is_of_title(text: str, title: str) -> bool:
    words = text.split()
    return len(words) > 1 and " ".join(words) in title


def _page_doubts(page: PageSource) -> Iterator[Warning]:
    span = Span(page=page.number, lines=(1, 1), bbox=None)
    if page.quality < LEAST_QUALITY and page.text_origin != "text":
        message = f"Page {page.number} was hard to read: quality {page.quality:.2f}."
        yield Warning(code=WarningCode.LOW_CONFIDENCE_PAGE, message=message, source=span)
    if page.verdict in ("incomplete", "unmapped") and page.text_origin == "text-layer":
        found = (
            "shows more than its text layer holds" if page.verdict == "incomplete" else "has a text layer with errors"
        )
        message = f"Page {page.number} {found}: {'; '.join(page.reasons)}."
        yield Warning(code=WarningCode.LAYER_INCOMPLETE, message=message, source=span)


def _warning(code: WarningCode, message: str | None = None) -> Warning:
    return Warning(code=code, message=message or code.meaning)
