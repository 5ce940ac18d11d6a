"""``viextract review``: look at a plan beside its pages and put right what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from viextract.cli.options import takes_options
from viextract.cli.streams import check_output, input_source, messages, progress_bar
from viextract.errors import InvalidOptionError
from viextract.options import Options

EXAMPLES = """
Examples:

    viextract review ke-hoach.pdf -o ke-hoach.review.html
"""


@takes_options()
def review(
    file: Annotated[str, typer.Argument(metavar="FILE", help="PDF, DOCX, image or text file; - is standard input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.html", help="Write one page that needs no server.")
    ] = None,
    *,
    options: Options,
) -> None:
    """Show a plan beside the pictures of its pages: what is uncertain first, to be put right with a few keys.

    The page that -o writes is one file for any browser; its corrections are downloaded and put beside the document,
    where `viextract extract` finds them.
    """
    from viextract.api import process
    from viextract.export.files import write_text
    from viextract.review.offline import review_page

    if output is None:
        raise InvalidOptionError("no page was named", advice="Give a file after -o.")
    check_output(output, file)
    source, name = input_source(file)
    with progress_bar(name) as progress:
        done = process(source, options, name=name, progress=progress)
    write_text(output, review_page(done, options))
    if messages().is_terminal:
        messages().print(f"{output}: {len(done.document.pages)} pages", markup=False)
