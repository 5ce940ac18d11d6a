"""Relations as Parquet (pyarrow) and JSON lines, for analysis."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from viextract.errors import InvalidOptionError
from viextract.export.relations import RELATION, RELATIONS, plan_rows
from viextract.model.plan import Plan


def parquet_files(plans: Iterable[Plan]) -> dict[str, bytes]:
    """For each relation the bytes of a Parquet file; columns have their kinds even where a relation has no rows.

    Raises InvalidOptionError where pyarrow is not installed.
    """
    rows: dict[str, list[dict[str, Any]]] = {relation.name: [] for relation in RELATIONS}
    for plan in plans:
        for name, found in plan_rows(plan).items():
            rows[name] += found
    return {name: _parquet(name, found) for name, found in rows.items()}


def parquet_duties(plans: Iterable[Plan]) -> bytes:
    """Who does what by when as one Parquet file."""
    return _parquet("assignments", [row for plan in plans for row in plan_rows(plan)["assignments"]])


def _parquet(relation: str, rows: list[dict[str, Any]]) -> bytes:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InvalidOptionError(
            "Parquet files need pyarrow", advice="Install it: pip install 'viextract[parquet]'."
        ) from error
    kinds = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "real": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    schema = pyarrow.schema([(column.name, kinds[column.kind]) for column in RELATION[relation].columns])
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


def duties_jsonl(plans: Iterable[Plan]) -> Iterator[bytes]:
    """Who does what by when, a JSON object a line."""
    for plan in plans:
        for row in plan_rows(plan)["assignments"]:
            made = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
            yield json.dumps(made, ensure_ascii=False).encode() + b"\n"
