"""Every error that viextract raises on purpose: one root, one class per cause, each with advice and a stable exit code.

The exit codes are part of the interface: a code keeps its meaning for ever, and a new cause gets a new code.
"""

from __future__ import annotations

from typing import ClassVar


class ViextractError(Exception):
    """Root of all errors of this package.

    ``str(error)`` is the cause in one sentence; ``error.advice`` says what to do about it.
    """

    exit_code: ClassVar[int] = 1
    advice: str = "Run the command again with --debug and report what it prints."

    def __init__(self, cause: str, *, advice: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        if advice is not None:
            self.advice = advice

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between worker processes: keep cause and advice through pickling.
        return (_rebuild, (type(self), self.cause, self.advice))

    @property
    def code(self) -> str:
        """The name of the cause in lower case with hyphens, such as ``not-found``: for logs and reports."""
        name = type(self).__name__.removesuffix("Error")
        return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")


def _rebuild(kind: type[ViextractError], cause: str, advice: str) -> ViextractError:
    return kind(cause, advice=advice)


class InputNotFoundError(ViextractError):
    """The path names nothing, or a folder where a file is wanted."""

    exit_code = 10
    advice = "Check the path; for a folder of files use `viextract batch FOLDER -o OUT`."


class InputUnreadableError(ViextractError):
    """The file exists but the system does not let us read it."""

    exit_code = 11
    advice = "Check the file's permissions and that its disk is reachable."


class UnsupportedFormatError(ViextractError):
    """The content is of a kind that viextract does not read."""

    exit_code = 12
    advice = "Give a PDF, DOCX, PNG, JPEG, TIFF or text file (.doc, .rtf and .odt need LibreOffice)."


class EmptyInputError(ViextractError):
    """The file has no content: no bytes, no pages or nothing but white space."""

    exit_code = 13
    advice = "Check that the file was copied or scanned completely."


class DamagedFileError(ViextractError):
    """The file says it is of a known kind but cannot be read as such."""

    exit_code = 14
    advice = "Open it in another program and save it anew, or ask for a fresh copy."


class EncryptedFileError(ViextractError):
    """The file is protected by a password."""

    exit_code = 15
    advice = "Remove the password (for a PDF: `qpdf --decrypt --password=... in.pdf out.pdf`) and try again."


class TooLargeError(ViextractError):
    """The file exceeds a limit on bytes, pages or pixels."""

    exit_code = 16
    advice = "Split the file, choose pages with --pages, or raise the limit in the options."


class TimedOutError(ViextractError):
    """A step took longer than its limit."""

    exit_code = 17
    advice = "Raise --timeout, or leave the page out with --pages."


class EngineMissingError(ViextractError):
    """An external program or one of its data files is not installed."""

    exit_code = 18
    advice = "Run `viextract doctor`: it prints the command that installs what is missing."


class EngineFailedError(ViextractError):
    """An external program ended with an error."""

    exit_code = 19
    advice = "Run `viextract doctor` to check the installation, then try the file again."


class NothingRecognisedError(ViextractError):
    """No text could be found in the document."""

    exit_code = 20
    advice = "Check that the pages are not blank and that OCR is allowed (no --no-ocr)."


class OutputNotWritableError(ViextractError):
    """The result cannot be written where it was asked for."""

    exit_code = 21
    advice = "Choose another place with -o, or check its permissions and free space."


class InvalidOptionError(ViextractError):
    """An option's value makes no sense, alone or for this document."""

    exit_code = 22
    advice = "See `viextract COMMAND --help` for the values that are taken."


class InvalidPlanError(ViextractError):
    """A JSON file is not a plan of a schema version that this program knows."""

    exit_code = 23
    advice = "Make the file with `viextract extract` of the same or an older version."


class BatchFailedError(ViextractError):
    """Some files of a batch could not be processed; the others are done and the report names each."""

    exit_code = 24
    advice = "See the report in the output folder; run the same command again to retry the failed files."


class WorkerDiedError(ViextractError):
    """The process that worked on a file of a batch ended suddenly: out of memory, or a crash inside a library."""

    exit_code = 25
    advice = (
        "Try the file alone with `viextract extract --debug FILE`; with fewer --jobs there is more memory for each."
    )


class InvalidCorrectionsError(ViextractError):
    """A file is no file of corrections, or one of decisions that make no sense."""

    exit_code = 26
    advice = "See docs/review.md for the format, or make the file anew with `viextract review`."


class UnsafeArchiveError(ViextractError):
    """An archive or e-mail of a batch is refused: too many members, too large unpacked, nested too deep, a bad name."""

    exit_code = 27
    advice = "If you trust who made it, unpack it yourself and give the folder."


SUCCESS = 0
UNEXPECTED = 1
USAGE = 2
INTERRUPTED = 128 + 2
"""As the shell reports a program that SIGINT (Ctrl-C) ended."""
PIPE_CLOSED = 128 + 13
"""As the shell reports a program that SIGPIPE ended."""
TERMINATED = 128 + 15
"""As the shell reports a program that SIGTERM ended."""

OTHER_EXIT_CODES: dict[int, str] = {
    SUCCESS: "The result was written.",
    UNEXPECTED: "An error that nobody foresaw; --debug shows where.",
    USAGE: "The command line was not understood.",
    INTERRUPTED: "Stopped with Ctrl-C; outputs are as they were.",
    PIPE_CLOSED: "The program that read the output went away, as `head` does.",
    TERMINATED: "Stopped by the system or another program; outputs are as they were.",
}
"""Exit codes of the command line that no error class stands for."""


def all_errors() -> list[type[ViextractError]]:
    """All classes with a code of their own, by exit code: the source of the table in docs/errors.md."""
    return sorted(ViextractError.__subclasses__(), key=lambda kind: kind.exit_code)
