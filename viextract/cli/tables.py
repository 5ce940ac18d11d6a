"""``viextract tables``: the appendix tables of a file, to read or as CSV and XLSX.

A command like the others: a function ``tables`` and ``EXAMPLES``; ``app.py`` adds the module by its name.
"""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from viextract.cli.extract import read_plan
from viextract.cli.options import File, Output, takes_options
from viextract.cli.streams import FORMS, check_output, emit
from viextract.errors import InvalidOptionError
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract tables ke-hoach.pdf

    viextract tables ke-hoach.pdf -o phu-luc.xlsx

    viextract tables scan.pdf -o phu-luc.csv --table 2 --debug-images seen/
"""


@takes_options()
def tables(
    file: File,
    output: Output = None,
    table: Annotated[
        int | None, typer.Option("--table", min=1, metavar="N", help="This table only, from 1 in document order.")
    ] = None,
    *,
    options: Options,
) -> None:
    """Print a plan's tables, or write them: the ending of -o says how (.csv, .xlsx; anything else is text)."""
    from viextract.export.files import write_bytes
    from viextract.export.tables import tables_csv, tables_text, tables_xlsx

    check_output(output, file)
    ending = output.suffix.lower() if output is not None else ""
    if ending in FORMS - {".csv", ".xlsx"}:
        raise InvalidOptionError(
            f"tables are not written as {ending}", advice="Let the name end in .csv, .xlsx or .txt; see `extract`."
        )
    found = read_plan(file, options).tables
    if table is not None:
        if table > len(found):
            raise InvalidOptionError(f"{file} has {len(found)} tables, there is no table {table}")
        found = [found[table - 1]]
    if output is not None and ending == ".xlsx":
        write_bytes(output, tables_xlsx(found))
    elif ending == ".csv":
        emit("\ufeff" + tables_csv(found), output)  # the mark tells spreadsheets that it is UTF-8
    else:
        emit(tables_text(found, width=max(80, shutil.get_terminal_size((100, 24)).columns)), output)
