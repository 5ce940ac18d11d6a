"""The command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, "utf-8")


@app.command()
def extract(file: Path, output: Annotated[Path | None, typer.Option("-o", "--output")] = None) -> None:
    """Turn a plan into JSON."""
    import viextract

    _write(viextract.extract(file).to_json(), output)


@app.command()
def text(file: Path, output: Annotated[Path | None, typer.Option("-o", "--output")] = None) -> None:
    """Recovered plain text."""
    import viextract

    _write(viextract.read_text(file), output)


@app.command()
def restore(file: Path, output: Annotated[Path | None, typer.Option("-o", "--output")] = None) -> None:
    """Recover damaged text line by line."""
    import viextract

    _write(viextract.restore(file.read_text("utf-8")), output)


def main() -> None:
    app()
