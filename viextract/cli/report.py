"""``viextract report``: an archive on one page that can be printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from viextract.cli.language import language, translate
from viextract.cli.streams import check_output, messages, say
from viextract.errors import InvalidOptionError

EXAMPLES = """
Examples:

    viextract report results/ -o summary.html

    viextract --language vi report results/ -o quy-2.html --from 2026-04-01 --months 3
"""


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder after -o of a batch.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.html", help="The page.")],
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day of the calendar; today if not given.")
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="Months that the calendar shows.")] = 3,
) -> None:
    """Sum up a batch on one page: grades and reasons, offices, quality, what each body has to do, deadlines to come.

    The page needs nothing else, can be printed, and is Vietnamese and English.
    """
    from viextract.archive.overview import survey
    from viextract.archive.pages import file_link
    from viextract.archive.report import reports_of
    from viextract.archive.summary_page import Links, summary_page
    from viextract.export.files import open_atomically

    try:
        begin = date.fromisoformat(first) if first else None
        if begin is not None and not 1900 <= begin.year < 2200:
            raise ValueError(first)
    except ValueError as error:
        raise InvalidOptionError(f"{first} is no day", advice="Write it as 2026-04-01.") from error
    check_output(output)
    if output.resolve() in {path.resolve() for path in reports_of(out, (1, 1))}:
        raise InvalidOptionError(
            f"{output} is the batch's own page, which each run writes anew",
            advice="Give another name after -o, such as summary.html.",
        )
    with messages().status(translate("reading")) as status:
        found = survey(out, on_plan=lambda path: status.update(Text(path)))
    inside = output.resolve().parent == out.resolve()

    def address(path: str, _: str | None) -> str | None:
        """The text beside the page; a page elsewhere would lead to nowhere on other computers."""
        return file_link(f"{path}.txt") if inside and (out / f"{path}.txt").is_file() else None

    links, today, spoken = Links(document=address), date.today(), language()
    with open_atomically(output) as stream:
        name = out.resolve().name
        for piece in summary_page(name, found, today, first=begin, months=months, language=spoken, links=links):
            stream.write(piece.encode("utf-8"))
    say(f"{output}: {len(found.papers)} documents")
