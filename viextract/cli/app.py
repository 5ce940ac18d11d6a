"""The command line: which commands there are and what each is called. Each has a module of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any

import typer

import viextract
from viextract.cli import (
    apply,
    batch,
    cache,
    doctor,
    export,
    extract,
    report,
    restore,
    review,
    schema,
    status,
    tables,
    text,
    trace,
)
from viextract.cli.guard import GuardedGroup, run, set_debug
from viextract.cli.language import Language, language, set_language, translate_help

app = typer.Typer(
    cls=GuardedGroup,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _add(module: ModuleType) -> None:
    """A command is a module with a function of its own name and, below its help, examples."""
    name = module.__name__.rpartition(".")[2]
    command: Callable[..., Any] = getattr(module, name)
    app.command(name, epilog=getattr(module, "EXAMPLES", None))(command)


for _module in (extract, text, restore, tables, trace, batch, export, report, review, apply, schema, doctor):
    _add(_module)
for _command in (status.status, status.failures, status.check, status.families):
    app.command(_command.__name__, epilog=status.EXAMPLES)(_command)
app.command("learn")(review.learn)
app.add_typer(cache.app, name="cache")


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"viextract {viextract.__version__}\n")
        raise typer.Exit


def _choose_language(context: typer.Context, chosen: str | None) -> None:
    set_language(chosen)
    if not context.resilient_parsing and language() != "en":
        translate_help(context.command)


@app.callback()
def viextract_command(
    context: typer.Context,
    spoken: Annotated[
        Language | None,
        typer.Option(
            "--language",
            callback=_choose_language,
            is_eager=True,
            show_choices=True,
            help="Language of messages and help, instead of that of the environment "
            "(VIEXTRACT_LANG, LC_ALL, LC_MESSAGES, LANG).",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Log what is done and show tracebacks.")] = False,
) -> None:
    """Clean Vietnamese and structured data from plans of Vietnam's local government.

    `viextract extract FILE` is the main command. Data goes to standard output or to the file after `-o`; everything
    else goes to standard error. `viextract COMMAND --help` shows the options and examples of each.
    """
    set_debug(debug)


def main() -> None:
    """Entry point of the ``viextract`` program."""
    sys.exit(run(app))
