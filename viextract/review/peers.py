"""Whose program a connection comes from, where the system tells: Linux lists its connections with their users."""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

Address = tuple[str, int]

_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_ROOT = 0


def is_of_another_user(client: Address | None, server: Address | None) -> bool:
    """Whether a user other than ours, and not the administrator, has made the connection; False where nothing tells.

    client, server: the two ends as the server sees them.
    """
    if client is None or server is None or not hasattr(os, "getuid"):
        return False
    rows: list[str] = []
    for table in _TABLES:
        try:
            rows += Path(table).read_text("ascii").splitlines()[1:]
        except (OSError, ValueError):
            continue
    user = user_of(client, server, rows)
    return user is not None and user not in (os.getuid(), _ROOT)


def user_of(client: Address, server: Address, rows: Iterable[str]) -> int | None:
    """The user whose end of a connection the rows of the system's tables name; None where none of them does."""
    own, other = ({_written(address, wide) for wide in (False, True)} for address in (client, server))
    for row in rows:
        fields = row.split()
        if len(fields) > 7 and fields[1] in own and fields[2] in other and fields[7].isdecimal():
            return int(fields[7])
    return None


def _written(address: Address, wide: bool) -> str:
    """An address as the tables have it: the number in the machine's order of bytes, and the port.

    wide: as one of the newer kind, by which some programs reach the older.
    """
    host, port = address
    try:
        number = struct.unpack("=I", socket.inet_aton(host))[0]
    except OSError:
        return ""
    prefix = ("0" * 16 + ("FFFF0000" if sys.byteorder == "little" else "0000FFFF")) if wide else ""
    return f"{prefix}{number:08X}:{port:04X}"
