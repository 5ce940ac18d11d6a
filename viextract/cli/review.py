"""``viextract review`` and ``viextract learn``: look at a plan beside its pages and put right what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from viextract.cli.language import chosen_language, translate
from viextract.cli.options import takes_options
from viextract.cli.streams import STDIN, check_output, input_source, messages, progress_bar, say
from viextract.errors import InputNotFoundError, InvalidOptionError
from viextract.options import Options, load_words

EXAMPLES = """
Examples:

    viextract review ke-hoach.pdf

    viextract review results/ --dictionary my-words.txt

    viextract --language vi review ke-hoach.pdf -o ke-hoach.review.html
"""


@takes_options()
def review(
    file: Annotated[str, typer.Argument(metavar="FILE|OUT", help="A document, or the folder after -o of a batch.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.html", help="Write one page that needs no server, and end."),
    ] = None,
    dictionary: Annotated[
        Path | None,
        typer.Option("--dictionary", metavar="FILE", help="Words that you accept go here, and are used as --words."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Of this machine; 0: any that is free.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    *,
    options: Options,
) -> None:
    """Show a plan beside the pictures of its pages: what is uncertain first, to be put right with a few keys.

    A web server of this machine alone shows it and keeps what you correct beside the document, where
    `viextract extract` and `batch` find it. With -o the page is one file for any browser, whose corrections are
    downloaded. `--language` chooses the language of the page, too.
    """
    if dictionary is not None and dictionary.exists():
        options = options.model_copy(update={"words": (*options.words, *load_words(dictionary))})
    if output is not None:
        _write(file, output, options)
        return
    if file == STDIN:
        raise InvalidOptionError("standard input cannot be served", advice="Give a file, or -o for one page.")
    if not Path(file).exists():
        raise InputNotFoundError(f"{file} does not exist", advice="Check the path.")
    from viextract.review.server import serve

    def started(address: str) -> None:
        messages().print(f"{address}\n{translate('Ctrl-C ends it.')}", markup=False)
        if open_browser:
            typer.launch(address)

    serve(
        Path(file),
        options,
        port=port,
        dictionary=dictionary,
        translate=translate,
        language=chosen_language(),
        started=started,
    )


def _write(file: str, output: Path, options: Options) -> None:
    from viextract.api import process
    from viextract.export.files import write_text
    from viextract.review.offline import review_page

    if file != STDIN and Path(file).is_dir():
        raise InvalidOptionError(
            f"{file} is a folder, and a page of review is that of one document",
            advice=f"Run `viextract report {file} -o {output}` for one page about all of its documents, "
            f"or `viextract review {file}` to look through them.",
        )
    check_output(output, file)
    source, name = input_source(file)
    with progress_bar(name) as progress:
        done = process(source, options, name=name, progress=progress)
    write_text(output, review_page(done, options, chosen_language()))
    if messages().is_terminal:
        say(f"{output}: {len(done.document.pages)} pages")


def learn(
    corrections: Annotated[list[Path], typer.Argument(metavar="CORRECTIONS...", help="Files of corrections.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The dictionary, a word a line.")],
) -> None:
    """Add the words that a person has accepted to a dictionary, which `--words` takes for the next document."""
    from viextract.corrections import load_corrections
    from viextract.review.words import learn as add

    check_output(output)
    found = [word for path in corrections for word in load_corrections(path).words]
    new = add(output, found)
    say(f"{output}: {len(new)} new words")
