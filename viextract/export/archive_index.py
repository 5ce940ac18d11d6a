"""The index of documents that archives ask for, with the fields of ``dictionaries/archive_index.tsv``.

What a document does not say stays blank; nothing is guessed. ``ConfidenceLevel`` is what archives call the standing of
a copy (original, certified copy), not how well it was read, so it is blank too; how far the reading is to be trusted
stands in ``Description``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from viextract.data import read_tsv
from viextract.export.cells import csv_value, put
from viextract.model.plan import Plan


def index_rows(plans: Iterable[tuple[str, Plan]]) -> Iterator[dict[str, Any]]:
    """A row for each (path, plan), by field."""
    for ordinal, (path, plan) in enumerate(plans, 1):
        header = plan.header
        known = {
            "ordinal": ordinal,
            "type": header.type,
            "number": (header.symbol or "").partition("/")[0] or None,
            "symbol_code": header.symbol_code or (header.symbol or "").partition("/")[2] or None,
            "issued_on": _printed_date(header.issued_on),
            "issuer": header.issuer.name if header.issuer else None,
            "title": header.title,
            "language": "Tiếng Việt",
            "pages": plan.source.page_count,
            "reasons": _trust(plan),
            "file": path,
        }
        yield {row["field"]: known.get(row["from"] or "") for row in _fields()}


def _fields() -> list[dict[str, str]]:
    return list(read_tsv("archive_index.tsv"))


def _printed_date(text: str | None) -> str | None:
    """``2026-03-01`` as 01/03/2026; a part of a date as its parts.

    >>> _printed_date("2026-03"), _printed_date("2026-03-01")
    ('03/2026', '01/03/2026')
    """
    return "/".join(reversed(text.split("-"))) if text else None


def _trust(plan: Plan) -> str | None:
    if plan.grade is None or plan.grade.value == "good":
        return None
    return f"{plan.grade.value}: {', '.join(plan.grade.reasons)}"


def index_csv(plans: Iterable[tuple[str, Plan]]) -> str:
    """The index as CSV, field codes in the first line, Vietnamese names in the second."""
    fields = _fields()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field["field"] for field in fields])
    writer.writerow([field["title"] for field in fields])
    for row in index_rows(plans):
        writer.writerow([csv_value(row[field["field"]]) for field in fields])
    return "\ufeff" + out.getvalue()


def index_xlsx(plans: Iterable[tuple[str, Plan]]) -> bytes:
    """The index as a workbook of one sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    fields = _fields()
    book = Workbook()
    sheet = book.active
    sheet.title = "index"
    lines: Iterable[list[Any]] = [
        [field["field"] for field in fields],
        [field["title"] for field in fields],
        *([row[field["field"]] for field in fields] for row in index_rows(plans)),
    ]
    for number, values in enumerate(lines, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column)
            put(cell, value)
            if number <= 2:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
