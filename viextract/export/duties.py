"""Who does what by when as CSV, and as dated events of a calendar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from viextract.export.cells import csv_value
from viextract.export.relations import RELATION, plan_rows
from viextract.model.plan import Plan
from viextract.model.rows import DutyRow, dated_rows

_RULES = {
    "daily": {"freq": "daily"},
    "weekly": {"freq": "weekly"},
    "monthly": {"freq": "monthly"},
    "quarterly": {"freq": "monthly", "interval": 3},
    "half-yearly": {"freq": "monthly", "interval": 6},
    "yearly": {"freq": "yearly"},
}
"""Recurrences as rules of RFC 5545, 3.3.10."""
NOBODY_S = "Chưa giao"
"""Category of an event of work that nobody is assigned to."""
BEGINNING = "Bắt đầu"
"""Category of an event on the day on which work begins; it has no last one."""
_ROLES = {"lead": "chủ trì", "implement": "thực hiện", "cooperate": "phối hợp"}


def duties_csv(plans: Iterable[Plan]) -> str:
    """CSV (RFC 4180, comma, CR LF), a row for each assignment, the work as text; with the mark of UTF-8 in front,
    without which spreadsheets take the file for one of an older encoding.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    names = RELATION["assignments"].names
    writer.writerow(names)
    for plan in plans:
        for row in plan_rows(plan)["assignments"]:
            writer.writerow([csv_value(row[name]) for name in names])
    return "\ufeff" + out.getvalue()


def duties_calendar(plans: Iterable[Plan]) -> bytes:
    """An iCalendar file (RFC 5545): an event for each duty that has a day on which it ends, or else begins, all of that
    day. So has work that nobody is assigned to, in a category of its own: its day is one of the plan's, too.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//viextract//duties//VI")
    calendar.add("version", "2.0")
    stamp = datetime(2000, 1, 1, tzinfo=UTC)  # the same input gives the same bytes
    for plan in plans:
        for day, row in dated_rows(plan):
            event = Event()
            event.add("uid", f"{row.key}@{plan.source.sha256[:16]}.viextract")
            event.add("dtstamp", stamp)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("summary", f"{row.body}: {_short(row.work)}" if row.body else _short(row.work))
            if categories := [name for name, holds in _categories(row) if holds]:
                event.add("categories", categories)
            event.add("description", _description(row))
            event.add("transp", "TRANSPARENT")
            if row.place:
                event.add("location", row.place)
            if row.recurrence in _RULES:
                event.add("rrule", _RULES[row.recurrence])
            calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _categories(row: DutyRow) -> list[tuple[str, bool]]:
    """What tells an event from that of a duty with a last day, and whether it holds."""
    return [(NOBODY_S, row.body is None), (BEGINNING, row.ends is None)]


def _description(row: DutyRow) -> str:
    lines = [row.work]
    if row.body:
        lines.append(f"{row.body}: {_ROLES.get(row.role or '', '')}")
    if row.partners:
        lines.append("Phối hợp: " + "; ".join(row.partners))
    if row.starts:
        lines.append(f"Từ {row.starts:%d/%m/%Y}")
    lines.append(" · ".join(filter(None, [row.symbol, row.issued_on, row.section, row.deadline, row.file])))
    return "\n".join(lines)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
