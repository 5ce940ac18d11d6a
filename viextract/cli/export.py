"""``viextract export``: the results of a batch for other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.text import Text

from viextract.cli.language import translate
from viextract.cli.streams import messages, say

EXAMPLES = """
Examples:

    viextract export results/ --to nhiem-vu.xlsx

    viextract export results/ --to postgresql://ubnd@localhost/kehoach

    viextract export results/ --to plans.sqlite

    viextract export results/ --to muc-luc.xlsx --form archive

    viextract export results/ --to plans.jsonl --form plans
"""


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder after -o of a batch.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FILE|URL",
            help="A file (.xlsx .csv .jsonl .parquet .ics .sqlite), a folder/ for Parquet, or a database URL.",
        ),
    ],
    form: Annotated[
        Literal["duties", "archive", "plans"],
        typer.Option(
            "--form",
            help="duties: who does what by when, and all behind it; archive: the archives' index; plans: whole plans, "
            "one a line (.jsonl).",
        ),
    ] = "duties",
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents from a database that are not in this archive.")
    ] = False,
) -> None:
    """Write all plans of a batch to one table, workbook or database; a document that is there already is replaced."""
    from viextract.archive.export import export_archive

    console = messages()
    with console.status(translate("exporting")) as status:
        made = export_archive(out, to, form=form, prune=prune, on_plan=lambda path: status.update(Text(path)))
    line = f"{made.plans} plans to {to}"
    if made.removed:
        line += f", {made.removed} removed"
    say(line)
    for path in made.skipped:
        say(f"skipped: {path}: its results cannot be read; run the batch again")
