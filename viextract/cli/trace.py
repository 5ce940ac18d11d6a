"""``viextract trace``: why a line of a document became what it is."""

from __future__ import annotations

from typing import Annotated

import typer

from viextract.cli.language import translate
from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import STDIN, check_output, emit, input_source, progress_bar
from viextract.diagnostics.findings import Stage
from viextract.errors import UnsupportedFormatError
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract trace ke-hoach.pdf --line 41

    viextract trace ke-hoach.docx --line 41 --no-recover
"""

_TITLES: dict[Stage, str] = {
    "read": "What was read",
    "recover": "What recovery changed",
    "paragraph": "Its paragraph",
    "outline": "Its part in the outline",
    "plan": "What the plan makes of it",
}


@takes_options()
def trace(
    file: File,
    line: Annotated[int, typer.Option("--line", min=1, metavar="N", help="The line: its number in the plan.")],
    output: Output = None,
    *,
    options: Options,
) -> None:
    """Tell why a line became what it is: what was read and changed, its label and role, what the plan makes of it.

    Lines have the numbers that the plan gives them: in a text file those of the file, elsewhere those in reading order.
    Warnings name them, and `source.lines` of every item.
    """
    from viextract.api import load, parse
    from viextract.diagnostics.trace import trace_line

    check_output(output, file)
    if file != STDIN and file.lower().endswith(".json"):
        raise UnsupportedFormatError(
            f"{file} is a saved plan, which keeps no lines", advice="Give the document from which it was made."
        )
    source, name = input_source(file)
    with progress_bar(name) as progress:
        document = load(source, options, name=name, progress=progress)
    told: dict[Stage, list[str]] = {}
    for stage, message in trace_line(document, parse(document, options), line):
        told.setdefault(stage, []).append(f"  {translate(message)}\n")
    emit("".join(f"{translate(_TITLES[stage])}\n{''.join(messages)}" for stage, messages in told.items()), output)
