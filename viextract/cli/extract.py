"""``viextract extract``: from a file to a plan's JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import check_output, emit, input_source, messages, progress_bar
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract extract ke-hoach.pdf -o ke-hoach.json

    viextract extract scan.pdf --pages 1-3,7 | jq .header

    viextract extract ke-hoach.docx --outline
"""


@takes_options()
def extract(
    file: File,
    output: Output = None,
    outline: Annotated[bool, typer.Option("--outline", help="Write a readable outline instead of JSON.")] = False,
    *,
    options: Options,
) -> None:
    """Turn a plan (PDF, scan, image, DOCX, text) into JSON: header, sections, tasks, targets, deadlines, tables."""
    import viextract

    check_output(output, file)
    source, name = input_source(file)
    with progress_bar(name) as progress:
        plan = viextract.extract(source, options, name=name, progress=progress)
    if outline:
        from viextract.export.outline import plan_outline

        emit(plan_outline(plan), output)
    else:
        emit(plan.to_json(), output)
    if output is not None and messages().is_terminal:
        messages().print(
            f"{output}: {len(plan.tasks)} tasks, {len(plan.tables)} tables, {len(plan.warnings)} warnings", markup=False
        )
