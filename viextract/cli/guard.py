"""What a user sees when something goes wrong: a sentence, advice and an exit code; a traceback only with --debug."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import warnings
from contextlib import suppress
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from viextract.cli.language import set_language, translate
from viextract.cli.streams import messages
from viextract.errors import INTERRUPTED, PIPE_CLOSED, TERMINATED, OutputNotWritableError, TooLargeError, ViextractError

DEBUG_VARIABLE = "VIEXTRACT_DEBUG"
_debug = False


def debug_enabled() -> bool:
    return _debug


def set_debug(enabled: bool) -> None:
    """Switch on logging and tracebacks; ``VIEXTRACT_DEBUG=1`` in the environment does the same."""
    global _debug
    _debug = _debug or enabled
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger("viextract").setLevel(logging.DEBUG if _debug else logging.ERROR)
    # The libraries below tell of every oddity in a file; what matters of them is in the plan's own warnings.
    logging.getLogger().setLevel(logging.WARNING if _debug else logging.CRITICAL)
    warnings.simplefilter("default" if _debug else "ignore")


class GuardedGroup(TyperGroup):
    """A command group that leaves by the exit codes of a well-behaved filter when it is interrupted."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Options of the program are taken behind a command, too: people look for the language there."""
        return super().parse_args(ctx, _language_first(args))

    def invoke(self, ctx: Any) -> Any:
        # Inside the group, since typer's own handling would turn both into exit code 1.
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            messages().print("\n" + translate("stopped"), style="yellow")
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            raise SystemExit(_leave_closed_pipe()) from None


def _language_first(arguments: list[str]) -> list[str]:
    """The arguments with ``--language`` and its value before the command; what stands behind ``--`` is no option.

    >>> _language_first(["review", "a.pdf", "--language", "vi"]), _language_first(["text", "--", "--language"])
    (['--language', 'vi', 'review', 'a.pdf'], ['text', '--', '--language'])
    """
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for at, one in enumerate(options):
        if one == "--language" or one.startswith("--language="):
            end = at + (1 if "=" in one else 2)
            return [*arguments[at:end], *arguments[:at], *arguments[end:]]
    return arguments


def run(app: typer.Typer, arguments: list[str] | None = None) -> int:
    """Run a command line; returns its exit code and has said on standard error why it is not 0."""
    global _debug
    _debug = False
    set_language(None)
    set_debug(os.environ.get(DEBUG_VARIABLE, "") not in ("", "0"))
    previous = signal.signal(signal.SIGTERM, _terminate)
    try:
        app(args=arguments, prog_name="viextract")
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        return code or _flush_output()
    except ViextractError as error:
        return report(error)
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            _discard_output()
            return report(OutputNotWritableError(f"nothing more can be written: {error.strerror}"))
        return _report_unexpected(error)
    except MemoryError:
        return report(TooLargeError("the file needs more memory than there is"))
    except Exception as error:
        return _report_unexpected(error)
    finally:
        signal.signal(signal.SIGTERM, previous)
    return _flush_output()


def report(error: ViextractError) -> int:
    """Tell the user of an error that we foresaw."""
    console = messages()
    if _debug:
        console.print_exception()
    console.print(translate("error:"), style="bold red", end=" ")
    console.print(translate(error.cause), markup=False)
    console.print(translate("advice:"), style="bold", end=" ")
    console.print(translate(error.advice), markup=False)
    return error.exit_code


def _report_unexpected(error: BaseException) -> int:
    return report(ViextractError(f"{type(error).__name__}: {error}"))


def _terminate(signum: int, frame: FrameType | None) -> None:
    # As an exception, so that temporary files and workers are cleaned up on the way out.
    raise SystemExit(TERMINATED)


def _flush_output() -> int:
    # Data may still be in the buffer: that the disk is full or the reader gone shows only now.
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _leave_closed_pipe()
    except OSError as error:
        _discard_output()
        return report(OutputNotWritableError(f"standard output cannot be written: {error.strerror}"))
    return 0


def _leave_closed_pipe() -> int:
    _discard_output()
    return PIPE_CLOSED


def _discard_output() -> None:
    # The interpreter flushes standard output once more at its end, and would complain.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
