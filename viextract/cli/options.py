"""The options that several commands share: what each is called, what its help says, and how they become `Options`.

The parameters of :func:`build_options` are the declaration; :func:`takes_options` gives them to a command.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from viextract.cli.guard import set_debug
from viextract.errors import InvalidOptionError
from viextract.options import Limits, Options, Profile, load_words, parse_pages

_reading = functools.partial(typer.Option, rich_help_panel="Reading")
_recovery = functools.partial(typer.Option, rich_help_panel="Recovery")
_correcting = functools.partial(typer.Option, rich_help_panel="A person's corrections")
_machine = functools.partial(typer.Option, rich_help_panel="Time and machine")

File = Annotated[str, typer.Argument(metavar="FILE", help="PDF, DOCX, image or text file; - is standard input.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write here instead of to standard output; all or nothing."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Log what is done and show tracebacks.")]

Pages = Annotated[str | None, _reading("--pages", metavar="RANGE", help="Read these pages only, such as 1-3,7.")]
NoOcr = Annotated[bool, _reading("--no-ocr", help="Take the text that the file has; never read images.")]
ForceOcr = Annotated[bool, _reading("--force-ocr", help="Read every page's image, whatever text it has.")]
Lang = Annotated[str, _reading("--lang", metavar="CODE", help="Language data of the OCR engine.")]
Engine = Annotated[str, _reading("--engine", metavar="NAME", help="OCR engine; `viextract doctor` lists them.")]
SecondEngine = Annotated[
    str | None, _reading("--second-engine", metavar="NAME", help="Combine its reading with the first's.")
]
DebugImages = Annotated[
    Path | None, _reading("--debug-images", metavar="FOLDER", help="Save pictures of what each step saw.")
]

NoRecover = Annotated[bool, _recovery("--no-recover", help="Leave the text as it was read.")]
ProfileName = Annotated[Profile, _recovery("--profile", help="The kind of damage.")]
MinConfidence = Annotated[
    float, _recovery("--min-confidence", min=0, max=1, help="Make no change that is less sure than this.")
]
Words = Annotated[
    Path | None, _recovery("--words", metavar="FILE", help="Your own words, one a line: kept and preferred.")
]

CorrectionsPlace = Annotated[
    Path | None,
    _correcting("--corrections", metavar="FOLDER|FILE", help="Where corrections are; else beside the document."),
]
NoCorrections = Annotated[bool, _correcting("--no-corrections", help="Leave a person's corrections alone.")]

Jobs = Annotated[int, _machine("--jobs", "-j", min=0, metavar="N", help="Processes; 0: one per core.")]
Timeout = Annotated[float | None, _machine("--timeout", metavar="SECONDS", help="Give up a page that takes longer.")]
NoCache = Annotated[bool, _machine("--no-cache", help="Neither use nor keep OCR results on disk.")]

DEFAULTS = Options()


def build_options(
    *,
    pages: Pages = None,
    no_ocr: NoOcr = False,
    force_ocr: ForceOcr = False,
    lang: Lang = DEFAULTS.language,
    engine: Engine = DEFAULTS.engine,
    second_engine: SecondEngine = None,
    debug_images: DebugImages = None,
    no_recover: NoRecover = False,
    profile: ProfileName = DEFAULTS.profile,
    min_confidence: MinConfidence = DEFAULTS.min_confidence,
    words: Words = None,
    corrections: CorrectionsPlace = None,
    no_corrections: NoCorrections = False,
    jobs: Jobs = DEFAULTS.jobs,
    timeout: Timeout = None,
    no_cache: NoCache = False,
) -> Options:
    """The pipeline's options from what stands on the command line.

    Raises InvalidOptionError where two options contradict each other or a value makes no sense.
    """
    if no_ocr and force_ocr:
        raise InvalidOptionError("--no-ocr and --force-ocr exclude each other", advice="Give one of them, or neither.")
    return Options(
        ocr="never" if no_ocr else "always" if force_ocr else "auto",
        engine=engine,
        second_engine=second_engine,
        language=lang,
        pages=parse_pages(pages) if pages is not None else None,
        recover=not no_recover,
        profile=profile,
        min_confidence=min_confidence,
        words=load_words(words) if words is not None else (),
        corrections=corrections,
        replay=not no_corrections,
        jobs=jobs,
        cache=not no_cache,
        debug_images=debug_images,
        limits=Limits() if timeout is None else Limits(page_seconds=timeout),
    )


Command = Callable[..., None]


def takes_options(*names: str) -> Callable[[Command], Command]:
    """Give a command the parameters of :func:`build_options` (those named, or all), and --debug.

    The command itself has a parameter ``options`` and gets them as one value.
    """

    def decorate(command: Command) -> Command:
        shared = _parameters(build_options)
        if names:
            shared = {name: shared[name] for name in names}
        own = {name: parameter for name, parameter in _parameters(command).items() if name != "options"}
        debug = inspect.Parameter("debug", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Debug)

        @functools.wraps(command)
        def with_options(**given: Any) -> None:
            set_debug(given.pop("debug"))
            options = build_options(**{name: given.pop(name) for name in shared})
            command(**given, options=options)

        parameters = [*own.values(), *shared.values(), debug]
        # typer reads a command's parameters from its signature and annotations.
        with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return with_options

    return decorate


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    return {
        name: parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(function).parameters.items()
    }
