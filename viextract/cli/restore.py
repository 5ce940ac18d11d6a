"""``viextract restore``: from damaged to clean text, line by line, with an account of what was changed and why."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import check_json, check_output, emit, input_source
from viextract.errors import UnsupportedFormatError
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract restore ruined.txt -o clean.txt

    echo 'Uy ban nhan dan thi xa' | viextract restore -

    viextract restore ruined.txt --diff

    viextract restore ruined.txt -o clean.txt --explain changes.json --words names.txt
"""


@takes_options("profile", "min_confidence", "words")
def restore(
    file: File,
    output: Output = None,
    explain: Annotated[
        Path | None, typer.Option("--explain", metavar="FILE", help="Write each change as JSON: where, how sure, why.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Write what changes, as a diff, to standard output.")] = False,
    *,
    options: Options,
) -> None:
    """Recover damaged Vietnamese text: wrong OCR, lost marks, legacy encodings. Line N out is line N in."""
    check_output(output, file)
    check_json(explain)
    check_output(explain, file)
    source, name = input_source(file)
    damaged = _read_lines(source, name, options)
    import viextract

    wanted: dict[str, Any] = {
        "profile": options.profile,
        "dictionary": options.words,
        "min_confidence": options.min_confidence,
    }
    if explain is None:
        restored = viextract.restore(damaged, **wanted)
    else:
        explanation = viextract.explain(damaged, **wanted)
        emit(json.dumps(explanation.to_dict(), ensure_ascii=False, indent=1) + "\n", explain)
        restored = explanation.text
    if output is not None or not diff:
        emit(restored, output)
    if diff:
        emit(_unified_diff(damaged, restored, name), None)


def _read_lines(source: Path | BinaryIO, name: str, options: Options) -> str:
    """The text of the file, each physical line ended by a line feed where it was ended at all."""
    from viextract.language.legacy import decode_bytes
    from viextract.read.files.formats import TEXT, open_input

    opened = open_input(source, options.limits, name)
    if opened.format is not TEXT:
        raise UnsupportedFormatError(
            f"{name} is {opened.format.media_type}, not text", advice="Use `viextract text` for documents and images."
        )
    return decode_bytes(opened.data)[0].replace("\r\n", "\n").replace("\r", "\n")


def _unified_diff(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, f"{name} (restored)", n=0
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
