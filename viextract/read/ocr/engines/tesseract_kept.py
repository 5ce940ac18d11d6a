"""Tesseract kept loaded: half of what a call of the program takes on a strip of lines is its start.

The library runs in a process of its own (`tesseract_server.py`), one for each thread that reads at the same time, so
that a crash or a page without end takes nothing else with it. Where there is no such library, `read` says so, and the
program is called as before.
"""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path

import numpy as np
import numpy.typing as npt

from viextract.errors import EngineFailedError, TimedOutError
from viextract.read.ocr.engines.tesseract_server import UNUSABLE

_SERVER = Path(__file__).with_name("tesseract_server.py")

_Key = tuple[str, str, str | None]
"""Language, version, and the folder of language data that the environment names."""


class _Server:
    """One running process."""

    def __init__(self, language: str, version: str) -> None:
        self._picture = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - open as long as the process
        descriptor = self._picture.fileno()
        command = [sys.executable, "-I", "-S", str(_SERVER), language, version, str(descriptor)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            # With several threads a page, pages in parallel wait for each other: some four times slower.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )

    def ask(self, image: npt.NDArray[np.uint8], mode: int, dpi: float, seconds: float) -> str | None:
        """The rows of a picture's table; None where the process ends before it has said anything.

        Raises TimedOutError.
        """
        deadline = time.monotonic() + seconds
        assert self.process.stdin is not None
        height, width = image.shape
        self._picture.seek(0)
        self._picture.write(np.ascontiguousarray(image).data)
        try:
            self.process.stdin.write(b"%d %d %d %d\n" % (width, height, mode, round(dpi)))
            self.process.stdin.flush()
        except OSError:
            return None
        length, answer = -1, bytearray()
        while length < 0 or len(answer) < length:
            piece = self._some(deadline, seconds)
            if not piece:
                return None
            answer += piece
            if length < 0 and b"\n" in answer:
                told, _, answer = answer.partition(b"\n")
                length = int(told)
        return answer.decode("utf-8", "replace")

    def _some(self, deadline: float, seconds: float) -> bytes:
        """The next bytes of an answer; none where there will be no more."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], max(deadline - time.monotonic(), 0.0))
        if not ready:
            raise TimedOutError(f"tesseract took more than {seconds:g} seconds for a page")
        return os.read(self.process.stdout.fileno(), 1 << 16)

    def end(self, *, patience: float = 0.0) -> int:
        """Ends the process, at once or after so many seconds in which it may end by itself; its exit code."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self._picture):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        return self.process.wait()


class KeptTesseract:
    """The processes of this one that are at rest, and what is known to have no library."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._resting: dict[_Key, list[_Server]] = {}
        self._unusable: set[_Key] = set()
        self._ends = False

    def read(
        self, image: npt.NDArray[np.uint8], *, mode: int, dpi: float, language: str, version: str, seconds: float
    ) -> str | None:
        """The rows of tesseract's table for a grey picture, without its heading; None where it must be called as a
        program.

        Raises EngineFailedError or TimedOutError.
        """
        key = (language, version, os.environ.get("TESSDATA_PREFIX"))
        if not _CAN_SERVE or key in self._unusable:
            return None
        server = self._take(key)
        try:
            table = server.ask(image, mode, dpi, seconds)
        except BaseException:
            server.end()
            raise
        if table is not None:
            with self._lock:
                self._resting.setdefault(key, []).append(server)
            return table
        code = server.end(patience=1.0)
        if code == UNUSABLE:
            self._unusable.add(key)
            return None
        raise EngineFailedError(f"tesseract ended in the middle of a picture (code {code})")

    def _take(self, key: _Key) -> _Server:
        with self._lock:
            resting = self._resting.get(key)
            if resting:
                return resting.pop()
            if not self._ends:
                # Processes of a pool leave this way and not by atexit; what nobody waits for is counted nowhere.
                self._ends = True
                Finalize(None, self.end, exitpriority=10)
        return _Server(key[0], key[1])

    def processes(self) -> list[int]:
        """The numbers of the processes at rest: what they have used counts as used by this one."""
        with self._lock:
            return [server.process.pid for servers in self._resting.values() for server in servers]

    def end(self) -> None:
        """Ends the processes at rest; the next picture starts one anew."""
        with self._lock:
            servers = [server for servers in self._resting.values() for server in servers]
            self._resting.clear()
        for server in servers:
            server.end()

    def forget(self) -> None:
        """Leaves the processes to the one that was forked: two cannot ask the same."""
        self._lock = threading.Lock()
        self._resting = {}
        self._ends = False


_CAN_SERVE = os.name == "posix" and bool(sys.executable) and not getattr(sys, "frozen", False) and _SERVER.is_file()

KEPT = KeptTesseract()
atexit.register(KEPT.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=KEPT.forget)
