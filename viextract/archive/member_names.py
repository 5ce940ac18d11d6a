"""Names of members of archives: made to be a path below the archive, or refused."""

from __future__ import annotations

import os
import re
import zipfile

from viextract.errors import UnsafeArchiveError
from viextract.model.names import printable_name

_UTF8_FLAG = 0x800
"""Bit 11 of a ZIP entry's flags says that its name is UTF-8 (APPNOTE.TXT 4.4.4)."""
_LONGEST_PART = 255
"""Bytes of one part of a path, the limit of the usual file systems."""
_LONGEST_PATH = 2000
"""Bytes of a member's path: half of what Linux takes for a whole one, the folder of results included."""
_DRIVE = re.compile(r"[A-Za-z]:")


def zip_member_name(info: zipfile.ZipInfo) -> str:
    """An entry's name as the system has names.

    Where the entry does not say that its name is UTF-8, the standard library takes it for code page 437; most programs
    of today write UTF-8 all the same. Bytes that are no UTF-8 are kept as such, like those of names on the disk.
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return os.fsdecode(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def safe_member_name(name: str) -> str:
    """A relative path with slashes that stays below where it begins.

    >>> safe_member_name("2025\\\\ke-hoach.pdf")
    '2025/ke-hoach.pdf'

    Raises UnsafeArchiveError for a path that leaves its folder, names a drive or is too long.
    """
    path = name.replace("\\", "/")
    shown = printable_name(name[:200])
    if path.startswith("/") or _DRIVE.match(path):
        raise UnsafeArchiveError(f"{shown} is no path within an archive")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        raise UnsafeArchiveError(f"{shown} leaves the archive")
    try:
        encoded = [os.fsencode(part) for part in parts]
    except UnicodeEncodeError as error:
        raise UnsafeArchiveError(f"{shown} has characters that no name can have") from error
    if any(len(part) > _LONGEST_PART for part in encoded) or len(encoded) + sum(map(len, encoded)) > _LONGEST_PATH:
        raise UnsafeArchiveError(f"{shown}... is too long a name")
    return "/".join(parts)
