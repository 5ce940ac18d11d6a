"""Values as cells of spreadsheets and CSV files: nothing runs as a formula, no zero is lost, dates are dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767
"""Characters in a cell of a spreadsheet (Excel's specification)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_value(value: Any) -> Any:
    """A value for CSV; text that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236).

    >>> csv_value("=1+1"), csv_value("- Trồng cây"), csv_value(-5), csv_value(date(2026, 3, 1)), csv_value(True)
    ("'=1+1", "'- Trồng cây", -5, '2026-03-01', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def put(cell: Any, value: Any) -> None:
    """Put a value into a cell of openpyxl: texts as texts, whatever they look like, dates as dates."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)[:LONGEST_CELL]
        cell.data_type = "s"  # text that begins with "=" is no formula
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
