"""Old files of Word and Excel (.doc, .rtf, .odt, .xls, .ods) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from viextract.errors import DamagedFileError, EngineFailedError, EngineMissingError, TimedOutError
from viextract.options import Limits
from viextract.read.files.formats import Input

_PROGRAMS = ("soffice", "libreoffice")


def find_libreoffice() -> str | None:
    """Path of the LibreOffice program; None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name)) is not None), None)


def convert_to_docx(file: Input, limits: Limits) -> bytes:
    """The file as DOCX. Raises what :func:`_convert` does."""
    return _convert(file, limits, "docx", "libreoffice-writer")


def convert_to_xlsx(file: Input, limits: Limits) -> bytes:
    """The file as XLSX. Raises what :func:`_convert` does."""
    return _convert(file, limits, "xlsx", "libreoffice-calc")


def _convert(file: Input, limits: Limits, ending: str, package: str) -> bytes:
    """The file in another form.

    Raises EngineMissingError, EngineFailedError, TimedOutError, or DamagedFileError where LibreOffice cannot read the
    file.
    """
    program = find_libreoffice()
    if program is None:
        raise EngineMissingError(
            f"{file.name} is a {file.format.suffix} file, which needs LibreOffice, and that is not installed",
            advice=f"Install it (Debian: `sudo apt install {package}`), or save the file as .{ending} or .pdf.",
        )
    with tempfile.TemporaryDirectory(prefix="viextract-") as folder:
        source = Path(folder) / f"input{file.format.suffix}"
        source.write_bytes(file.data)
        command = [
            program,
            # A profile of its own: a LibreOffice that is open already would otherwise take the job and answer nothing.
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", ending, "--outdir", folder, str(source)),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=limits.page_seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise TimedOutError(
                f"LibreOffice took more than {limits.page_seconds:g} seconds for {file.name}"
            ) from error
        except OSError as error:
            raise EngineFailedError(f"LibreOffice could not be run: {error}") from error
        result = source.with_suffix(f".{ending}")
        if not result.is_file():
            said = done.stderr.decode("utf-8", "replace").strip()[-200:]
            raise DamagedFileError(f"LibreOffice cannot read {file.name}{': ' + said if said else ''}")
        return result.read_bytes()
