"""A real PostgreSQL server for the tests, as the machine's package has it: started, used over a socket, ended."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` are; None where they are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database of a server that ends with the block."""
    place = programs()
    assert place is not None
    folder = Path(tempfile.mkdtemp(prefix="viextract-pg-"))
    prefix: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run([*prefix, *map(str, command)], check=True, capture_output=True, cwd=folder)

    try:
        run(place / "initdb", "-D", data, "-U", "viextract", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(place / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        run(place / "createdb", "-h", folder, "-U", "viextract", "plans")
        yield f"postgresql://viextract@/plans?host={folder}"
        run(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
