"""Writing files so that a reader sees the old content or the new, never a half.

The content goes into a temporary file beside the target, to the disk, and then takes the target's place in one step
(``rename(2)`` within one file system is atomic). A program that dies on the way leaves the target as it was.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from viextract.errors import OutputNotWritableError

TEMPORARY_PREFIX = ".viextract-"
TEMPORARY_SUFFIX = ".tmp"


def write_text(target: Path, text: str) -> None:
    """Write ``text`` as UTF-8, line feeds as they are; see :func:`write_bytes`."""
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, data: bytes) -> None:
    """Replace ``target`` by a file with this content, or leave it as it was.

    Raises OutputNotWritableError where the place does not exist, may not be written or is full.
    """
    with open_atomically(target) as stream:
        stream.write(data)


@contextmanager
def open_atomically(target: Path) -> Iterator[IO[bytes]]:
    """A binary stream whose content takes the place of ``target`` once the block ends without an error.

    A symbolic link stays one: the file that it names is replaced. What is no regular file (``/dev/stdout``, a named
    pipe) is written directly, since there is nothing to replace.
    """
    check_writable(target)
    target = target.resolve()
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=TEMPORARY_SUFFIX, dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                temporary.chmod(_mode_for(target))
                # Without this a power cut after the rename may leave an empty file under the target's name.
                os.fsync(stream.fileno())
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except BrokenPipeError:
        raise  # the reader of a pipe has seen enough: no failure of ours
    except OSError as error:
        raise _not_writable(target, error) from error


def check_writable(target: Path) -> None:
    """Fail early, before minutes of OCR, where it can be told that ``target`` will not be written."""
    if target.is_dir():
        raise OutputNotWritableError(f"{target} is a folder", advice="Name a file in it.")
    parent = target.parent
    if not parent.is_dir():
        raise OutputNotWritableError(
            f"the folder {parent} does not exist", advice=f"Make it first (`mkdir -p {parent}`) or choose another."
        )
    place = target if target.exists() and not target.is_file() else parent
    if not os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise OutputNotWritableError(f"{place} may not be written by this user")


def remove_leftovers(folder: Path) -> int:
    """Remove temporary files below ``folder`` that a killed program left behind; says how many."""
    leftovers = list(folder.rglob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"))
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)


def _mode_for(target: Path) -> int:
    # mkstemp makes files for their owner alone; the result gets what the shell's `>` would have given it.
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _not_writable(target: Path, error: OSError) -> OutputNotWritableError:
    advice = None
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        advice = "Free some space there, or choose another place with -o."
    return OutputNotWritableError(f"{target} cannot be written: {error.strerror or error}", advice=advice)
