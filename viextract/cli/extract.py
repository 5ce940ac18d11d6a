"""``viextract extract``: from a file to a plan, as JSON or in the form that the ending of -o names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import STDIN, check_output, emit, input_source, messages, progress_bar, say, tell_warnings
from viextract.model.plan import Plan
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract extract ke-hoach.pdf -o ke-hoach.json

    viextract extract ke-hoach.pdf -o nhiem-vu.xlsx

    viextract extract scan.pdf --pages 1-3,7 | jq .header

    viextract extract ke-hoach.json --outline
"""


@takes_options()
def extract(
    file: File,
    output: Output = None,
    outline: Annotated[bool, typer.Option("--outline", help="Write a readable outline instead of JSON.")] = False,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="Write a searchable PDF besides: its pages, with text.")
    ] = None,
    alto: Annotated[
        Path | None, typer.Option("--alto", metavar="FILE", help="Write ALTO 4 XML besides: words with their boxes.")
    ] = None,
    *,
    options: Options,
) -> None:
    """Turn a plan (PDF, scan, image, DOCX, text) into data: header, sections, tasks, targets, deadlines, tables.

    The ending of -o decides the form: .json (the whole plan), .xlsx (who does what by when, and a sheet for all else),
    .csv (who does what by when), .ics (its days as a calendar), .md and .html (the document to read). A plan that was
    saved as JSON is taken as input, too.
    """
    from viextract.export.files import write_bytes
    from viextract.export.forms import check_ending, plan_bytes

    check_output(output, file)
    if output is not None and not outline:
        check_ending(output)
    for target in (pdf, alto):
        check_output(target, file)
    plan = _with_pages(file, options, pdf, alto) if pdf or alto else read_plan(file, options)
    tell_warnings(plan)
    if outline:
        from viextract.export.outline import plan_outline

        emit(plan_outline(plan), output)
    elif output is not None:
        write_bytes(output, plan_bytes(plan, output))
    else:
        emit(plan.to_json(), output)
    if output is not None and messages().is_terminal:
        say(f"{output}: {len(plan.tasks)} tasks, {len(plan.tables)} tables, {len(plan.warnings)} warnings")


def _with_pages(file: str, options: Options, pdf: Path | None, alto: Path | None) -> Plan:
    """The plan; its pages as a searchable PDF and as ALTO on the way."""
    from viextract.api import process
    from viextract.export.files import write_bytes, write_text

    source, name = input_source(file)
    with progress_bar(name) as progress:
        done = process(source, options, name=name, progress=progress)
    if pdf is not None:
        write_bytes(pdf, done.searchable_pdf())
    if alto is not None:
        write_text(alto, done.alto())
    return done.plan


def read_plan(file: str, options: Options) -> Plan:
    """The plan of a document, or the one that a JSON file holds."""
    import viextract

    if file != STDIN and file.lower().endswith(".json"):
        return viextract.load(file)
    source, name = input_source(file)
    with progress_bar(name) as progress:
        return viextract.extract(source, options, name=name, progress=progress)
