"""``viextract schema``: the JSON Schema of what ``extract`` writes."""

from __future__ import annotations

from typing import Annotated

import typer

from viextract.cli.options import Output
from viextract.cli.streams import check_json, check_output, emit

EXAMPLES = """
Examples:

    viextract schema -o plan.schema.json

    check-jsonschema --schemafile plan.schema.json ke-hoach.json
"""


def schema(
    output: Output = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="Of the file of a person's corrections instead.")
    ] = False,
) -> None:
    """Write the JSON Schema (draft 2020-12) of a plan."""
    from viextract.export.schema import schema_text

    check_json(output)
    check_output(output)
    emit(schema_text(corrections=corrections), output)
