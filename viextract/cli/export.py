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


_SHOWN = 20
"""So many files that vanished are named, the others counted: `report.json` of the batch has all."""


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
    present: Annotated[
        bool,
        typer.Option(
            "--present", help="Leave out plans of files that are no longer in the input; else they are named."
        ),
    ] = False,
) -> None:
    """Write all plans of a batch to one table, workbook or database; a document that is there already is replaced."""
    from viextract.archive.export import export_archive

    console = messages()
    with console.status(translate("exporting")) as status:
        made = export_archive(
            out, to, form=form, prune=prune, present=present, on_plan=lambda path: status.update(Text(path))
        )
    line = f"{made.plans} plans to {to}"
    if made.removed:
        line += f", {made.removed} removed"
    say(line)
    for path in made.skipped:
        say(f"skipped: {path}: its results cannot be read; run the batch again")
    for path in made.vanished[:_SHOWN]:
        if present:
            say(f"left out: {path}: the file is no longer in the input")
        else:
            say(f"from an earlier run: {path}: the file is no longer in the input; --present leaves it out")
    if len(made.vanished) > _SHOWN:
        say(f"... and {len(made.vanished) - _SHOWN} more")
