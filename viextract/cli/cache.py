"""``viextract cache``: where OCR results are kept between runs, how large that is, and how to be rid of it."""

from __future__ import annotations

import typer
from rich.filesize import decimal

from viextract.cli.streams import emit, say

app = typer.Typer(no_args_is_help=True, help="Show or clear the OCR results that are kept between runs.")


@app.command()
def info() -> None:
    """Print the cache's folder and its size."""
    from viextract.read.pages.cache import PageCache, cache_folder

    emit(f"{cache_folder()}\n{decimal(PageCache().size())}\n", None)


@app.command()
def clear() -> None:
    """Remove all kept results: the next run reads the pages again."""
    from viextract.read.pages.cache import PageCache

    say(f"{PageCache().clear()} entries removed")
