"""Rows with column meanings into criteria, programmes and assignments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.fold import fold
from viextract.model.plan import Assignment, Coded, Criterion, Deadline, Programme, Span, Table, Unit
from viextract.parse.facts.deadlines import NOWHERE, Context, find_deadline
from viextract.parse.facts.targets import find_targets
from viextract.parse.tables.body_cells import by_role, by_slash, by_words, units_of
from viextract.parse.tables.columns import TICKS, kind_of_table
from viextract.parse.tables.flattened import evidence, probability
from viextract.parse.tables.goals import goal_targets, targets_of
from viextract.parse.tables.logical import LogicalTable, Row, Text, distinct, flat
from viextract.parse.tables.report import report_fields
from viextract.parse.tables.result import TableResult
from viextract.parse.tables.rows import BodyRow, is_total
from viextract.vocabulary.column_headings import is_period, names_period
from viextract.vocabulary.phrases import opening

_CODE_TITLE = re.compile(
    r"^\s*(?:(\d{1,2}(?:\s?[.,:]\s?\d{1,2}){1,3})\s*[.):]?\s+|(\d{1,2}(?:[.,:]\d{1,2}){0,3}|[IVXLC]{1,6}|[A-ZĐ])\s*[.):]\s*)(?=[^\W\d_]|[\"“(])(.*)$",
    re.S,
)


def coded(text: str) -> Coded | None:
    """A code and its title; None for an empty text.

    >>> coded("1.2.4. Tăng cường đầu tư")
    Coded(code='1.2.4', title='Tăng cường đầu tư')
    >>> coded("Môi trường")
    Coded(code=None, title='Môi trường')
    """
    text = flat(text)
    if not text:
        return None
    match = _CODE_TITLE.match(text)
    if match is None:
        return Coded(code=None, title=text)
    code = re.sub(r"[\s,:]", lambda m: "." if m[0] in ",:" else "", match[1] or match[2])
    return Coded(code=code, title=match[3].strip())


def deadline_of(text: str, context: Context = NOWHERE) -> Deadline | None:
    """When a cell says that something is due; a cell that gives no date is kept as text."""
    text = flat(text).strip(" ;,.")
    if not re.search(r"\w", text):
        return None
    periods = text.split("; ")
    if len(periods) > 1 and all(names_period(period) for period in periods):
        # Months ticked one by one: from the first to the last.
        told = [one for period in periods if (one := find_deadline(period, context, time=True))]
        starts, ends = [one.start for one in told if one.start], [one.end for one in told if one.end]
        return Deadline(text=text, start=min(starts, default=None), end=max(ends, default=None))
    found = find_deadline(text, context, time=True)
    return Deadline(text=text) if found is None else found.model_copy(update={"text": text})


def row_span(row: BodyRow) -> Span | None:
    """Where a row stands: its own cells decide, those that it shares with the row above only where there are no
    others.
    """
    own = [cell for cell in row.own if not cell.spans] or row.own or [cell for cell in distinct(row.cells) if cell]
    if not own:
        return None
    page = max(cell.page for cell in own)
    lines = [line for cell in own for line in cell.lines if line]
    boxes = [cell.bbox for cell in own if cell.bbox is not None and cell.page == page]
    box = (
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        if boxes
        else None
    )
    return Span(page=page, lines=(min(lines), max(lines)) if lines else (1, 1), bbox=box)


TRUST = {"docx": 1.0, "ruled": 0.98, "pipes": 0.95, "tabs": 0.9, "aligned": 0.85, "flattened": 0.7}
"""How sure it is that a cell holds what is printed in it, by the way in which the table was found: told by the file, by
drawn rules, by tabs, by words that stand below each other, by nothing but the words. The last is the share of cells
that are right in damaged text (docs/figures.md)."""


def confidence_of(table: LogicalTable, row: BodyRow) -> float:
    """Of the row's text and of its cells being its own."""
    filled = [cell for cell in distinct(row.cells) if cell]
    if table.cut:
        return round(probability(seen_of(table, filled)), 4)
    return round(TRUST.get(table.origin, 1.0) * min((cell.confidence for cell in filled), default=1.0), 4)


def seen_of(table: LogicalTable, filled: Sequence[Text]) -> dict[str, float]:
    """What the reading of a flattened table shows of the row with these cells."""
    held = sorted({k for cell in filled for k in range(cell.lines[0], cell.lines[1] + 1) if k in table.cut})
    wanted = sum(meaning not in MAY_BE_EMPTY for meaning in table.meanings)
    have = len(filled)
    cuts, read = [table.cut[k] for k in held], [table.read.get(k, 1.0) for k in held]
    return evidence(cuts, read, list(table.cut.values()), table.damage, max(wanted - have, 0))


MAY_BE_EMPTY = frozenset(("partners", "note", "report", "product", "funding"))
"""Columns that a row may have nothing in."""


class TableReader:
    """Turns the logical tables of one document into plan items, numbering them as it goes."""

    def __init__(self) -> None:
        self.result = TableResult()

    def add(
        self, table: LogicalTable, rows: Sequence[BodyRow], *, title: str | None = None, caption: str | None = None
    ) -> str:
        """Add one table with its resolved rows; its id."""
        kind = kind_of_table(table.meanings)
        table_id = f"tb{len(self.result.tables) + 1}"
        if kind == "criteria":
            for row in rows:
                self._criterion(table, row, table_id)
        elif kind == "programme":
            for row in rows:
                self._programme(table, row, table_id)
        printed: list[list[str | None]] = []
        group = None
        for row in rows:
            if row.group_cell is not group and row.group is not None:
                printed.append([row.group] + [None] * (table.width - 1))
            group = row.group_cell
            printed.append([flat(cell.text) or None for cell in row.cells])
        names = [name or f"({c + 1})" for c, name in enumerate(table.names)]
        span = self._table_span(table, rows)
        self.result.tables.append(
            Table.model_validate(
                {
                    "id": table_id,
                    "kind": kind,
                    "title": title,
                    "caption": caption,
                    "columns": names,
                    "rows": printed,
                    "confidence": TRUST.get(table.origin, 1.0),
                    "source": span,
                }
            )
        )
        self.result.consumed |= table.lines
        return table_id

    def _table_span(self, table: LogicalTable, rows: Sequence[BodyRow]) -> Span | None:
        pages = [cell.page for row in rows for cell in row.cells]
        lines = sorted(table.lines)
        first = min(pages, default=table.page)
        return Span(page=first, lines=(lines[0], lines[-1]) if lines else (1, 1), bbox=table.bbox)

    def _criterion(self, table: LogicalTable, row: BodyRow, table_id: str) -> None:
        """A row of a table of criteria: standard, criterion, indicator with its goals, report, who answers for it."""
        standard, criterion = coded(_text(table, row.cells, "standard")), coded(_text(table, row.cells, "criterion"))
        indicator = flat(_text(table, row.cells, "indicator")) or None
        if indicator is None and criterion is None and standard is None:
            return
        goal = " ".join(filter(None, [indicator, *_further(table, row.cells, "indicator")]))
        identity = f"k{len(self.result.criteria) + 1}"
        targets = find_targets(goal, year=heading_year(table), relative=True) if goal else []
        targets += goal_targets(table, row.cells, indicator or _title(criterion), heading_year(table))
        units, others = _bodies(table, row.cells)
        report = report_fields("\n".join(filter(None, (row.cells[c].text for c in _columns(table, "report")))))
        span = row_span(row)
        self.result.criteria.append(
            Criterion(
                id=identity,
                table_id=table_id,
                group=row.group,
                standard=standard,
                criterion=criterion,
                indicator=indicator,
                targets=targets,
                units=units,
                report=report,
                confidence=confidence_of(table, row),
                source=span,
            )
        )
        self._assign(
            units, others, _text(table, row.cells, "deadline"), confidence_of(table, row), criterion_id=identity
        )

    def _programme(self, table: LogicalTable, row: BodyRow, table_id: str) -> None:
        """A row of a table of programmes: number, name, content, who leads and helps, when it is due."""
        name, content = flat(_text(table, row.cells, "name")), flat(_text(table, row.cells, "content")) or None
        if not name:
            name, content = content or "", None
        if not name or is_total(row.cells):
            return
        identity = f"p{len(self.result.programmes) + 1}"
        leads, partners = _bodies(table, row.cells)
        time = _text(table, row.cells, "deadline")
        indicator = flat(_text(table, row.cells, "indicator"))
        self.result.programmes.append(
            Programme(
                id=identity,
                table_id=table_id,
                number=flat(_text(table, row.cells, "number")).strip(" .)") or None,
                name=name,
                content=content,
                leads=leads,
                partners=partners,
                deadline=deadline_of(time),
                targets=find_targets(content or name, year=heading_year(table))
                + (targets_of(indicator, "", name, heading_year(table)) if indicator else [])
                + goal_targets(table, row.cells, name, heading_year(table)),
                confidence=confidence_of(table, row),
                source=row_span(row),
            )
        )
        self._assign(
            leads,
            partners,
            time,
            confidence_of(table, row),
            programme_id=identity,
            requested=_is_asked(table, row.cells),
        )

    def _assign(
        self,
        leads: Sequence[Unit],
        partners: Sequence[Unit],
        time: str,
        confidence: float,
        *,
        criterion_id: str | None = None,
        programme_id: str | None = None,
        requested: bool = False,
    ) -> None:
        """Every lead gets the row with its partners; partners of a row without a lead cooperate."""
        deadline = deadline_of(time)
        for unit in leads or partners:
            self.result.assignments.append(
                Assignment(
                    id=f"ta{len(self.result.assignments) + 1}",
                    unit=unit,
                    role="lead" if leads else "cooperate",
                    partners=list(partners) if leads else [],
                    requested=requested,
                    criterion_id=criterion_id,
                    programme_id=programme_id,
                    deadline=deadline,
                    confidence=confidence,
                )
            )


def _is_asked(table: LogicalTable, row: Row) -> bool:
    """Whether a row asks its body rather than tells it: "Đề nghị Sở Y tế"."""
    return opening("requesting").match(fold(_text(table, row, "lead") or _text(table, row, "unit"))) is not None


def _title(coded: Coded | None) -> str:
    return coded.title if coded else ""


def heading_year(table: LogicalTable) -> int | None:
    """The year that the goal column's heading names (``Chỉ tiêu năm 2025``)."""
    from viextract.parse.facts.targets import heading_year as year_of

    years = {year_of(table.names[c]) for c in _columns(table, "indicator")} - {None}
    return years.pop() if len(years) == 1 else None


def _columns(table: LogicalTable, meaning: str) -> list[int]:
    return [column for column, other in enumerate(table.meanings) if other == meaning]


def _text(table: LogicalTable, row: Row, meaning: str) -> str:
    """Text of the first column of this meaning; of deadline columns the name too where the cell is only ticked."""
    columns = _columns(table, meaning)
    if meaning == "deadline" and len(columns) > 1:
        ticked = [_period(table.names[c]) for c in columns if flat(row[c].text).lower() in TICKS]
        return "; ".join(ticked) or " ".join(filter(None, (row[c].text for c in columns)))
    text = row[columns[0]].text if columns else ""
    return _with_its_period(table.names[columns[0]], text) if meaning == "deadline" and text else text


_BARE = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4})(?:\s*/\s*20\d\d)?\s*")


def _with_its_period(heading: str, text: str) -> str:
    """A number below "Tháng", "Quý" or "Tuần" with the word for the period."""
    named = is_period(heading) and _BARE.fullmatch(text)
    return f"{heading} {text}" if named else text


def _period(name: str) -> str:
    """The period that the headings over a column to be ticked name: "Tuần 1 Tháng 3", as it is said."""
    parts = name.split(" – ")
    return " ".join(reversed(parts)) if all(names_period(part) for part in parts) else parts[-1]


def _further(table: LogicalTable, row: Row, meaning: str) -> list[str]:
    return [flat(row[c].text) for c in _columns(table, meaning)[1:]]


def _bodies(table: LogicalTable, row: Row) -> tuple[list[Unit], list[Unit]]:
    """Who leads a row and who works along, by columns and by labels within their cells."""
    leads: list[Unit] = []
    partners: list[Unit] = []
    seen: list[Text] = []
    for meaning in ("lead", "unit", "partners"):
        for c in _columns(table, meaning):
            if any(row[c] is other for other in seen):
                continue
            seen.append(row[c])
            usual = "partners" if meaning == "partners" else "lead"
            told = by_slash(table.names[c], row[c].text)
            if not told and usual == "lead":
                told = by_words(row[c].text)
            for role, text in told or by_role(row[c].text, usual):
                (leads if role == "lead" else partners).extend(units_of(text, table.origin == "docx"))
    return leads, partners
