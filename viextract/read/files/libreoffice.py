"""Old files of Word and Excel (.doc, .rtf, .odt, .xls, .ods) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from viextract.errors import DamagedFileError, EngineFailedError, EngineMissingError, TimedOutError
from viextract.limits import check_size
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

    Raises EngineMissingError, EngineFailedError, TimedOutError, TooLargeError for what is larger in that form than a
    file may be, or DamagedFileError where LibreOffice cannot read the file.
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
            f"-env:UserInstallation={_profile(Path(folder)).as_uri()}",
            *("--headless", "--norestore", "--convert-to", ending, "--outdir", folder, str(source)),
        ]
        try:
            said = _run(command, limits.page_seconds)
        except subprocess.TimeoutExpired as error:
            raise TimedOutError(
                f"LibreOffice took more than {limits.page_seconds:g} seconds for {file.name}"
            ) from error
        except OSError as error:
            raise EngineFailedError(f"LibreOffice could not be run: {error}") from error
        result = source.with_suffix(f".{ending}")
        if not result.is_file():
            raise DamagedFileError(f"LibreOffice cannot read {file.name}{': ' + said if said else ''}")
        check_size(result.stat().st_size, limits.max_bytes, file.name)
        return result.read_bytes()


_SAFE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
</oor:items>
"""
"""Settings of LibreOffice: pictures and objects that a document names elsewhere are not fetched, no macro is run."""


def _profile(folder: Path) -> Path:
    """A profile of its own: a LibreOffice that is open already would otherwise take the job and answer nothing."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SAFE, "utf-8")
    return profile


def _run(command: list[str], seconds: float) -> str:
    """Run a program and give the end of what it complains of; TimeoutExpired ends it and all that it has started.

    ``soffice`` is a script: were it alone killed, the program behind it would go on, and hold the pipe that we read.
    """
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            _, complaints = process.communicate(timeout=seconds)
        except BaseException:
            _end_all(process)
            raise
        return complaints.decode("utf-8", "replace").strip()[-200:]


def _end_all(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
