"""``viextract cache``: where OCR results are kept between runs, how large that is, and how to be rid of it."""

from __future__ import annotations

import typer
from rich.filesize import decimal

from viextract.cli.streams import emit, messages

app = typer.Typer(no_args_is_help=True, help="Show or clear the OCR results that are kept between runs.")


@app.command()
def info() -> None:
    """Print the cache's folder, its number of entries and its size."""
    from viextract.read.cache import cache_folder

    folder = cache_folder()
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    emit(f"{folder}\n{len(files)} entries, {decimal(sum(path.stat().st_size for path in files))}\n", None)


@app.command()
def clear() -> None:
    """Remove all kept results; the next run reads the pages again."""
    from viextract.read.cache import clear_cache

    messages().print(f"{clear_cache()} entries removed", markup=False)
