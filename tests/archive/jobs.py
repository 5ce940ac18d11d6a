"""What the workers of the tests do: functions of a module, since processes get them by name."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any
from unittest import mock

from viextract.archive.outcome import FileFacts
from viextract.archive.work import FileJob, process_file
from viextract.errors import DamagedFileError
from viextract.model.document import Document
from viextract.options import Options
from viextract.read import read_document
from viextract.read.pages import run


def work(job: str) -> str:
    """Do what the job's name says."""
    name, _, argument = job.partition(":")
    match name:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "sleep":
            time.sleep(float(argument))
        case "hang":
            time.sleep(600)
        case "hang-with-child":
            child = subprocess.Popen(["sleep", "600"])
            Path(argument).write_text(str(child.pid), "utf-8")
            time.sleep(600)
        case "leave-a-child":
            child = subprocess.Popen(["sleep", "600"])
            Path(argument).write_text(str(child.pid), "utf-8")
        case "note-when-leaving":  # as the keeper of tesseract's processes ends them
            Finalize(None, Path(argument).write_text, ("left",), exitpriority=10)
        case "threads":
            import cv2

            return str(cv2.getNumThreads())
        case "read-with-another":
            return f"{pages_read_here(Path(argument))[0]}"
        case "refuse":
            raise DamagedFileError("it is torn", advice="Glue it.")
        case "break":
            raise ZeroDivisionError("on purpose")
        case "large":
            return "x" * 5_000_000
    return job.upper()


def pages_read_here(path: Path) -> tuple[int, Document]:
    """How many pages of a file this process reads where two are asked for, and what was read."""
    own = []

    def counted(file: Any, number: int, options: Options) -> Any:
        own.append(number)
        return try_page(file, number, options)

    try_page = run._try_page
    with mock.patch.object(run, "_try_page", counted):
        document = read_document(path, Options(jobs=2, cache=False, ocr="never"))
    return len(own), document


def process_or_break(job: FileJob) -> FileFacts:
    """What a worker does with a file of a batch, but for files whose names say what befalls it."""
    match Path(job.path).stem:
        case "segfault":
            ctypes.string_at(0)
        case "killed":  # as the kernel does where the machine's memory is gone
            os.kill(os.getpid(), signal.SIGKILL)
        case "greedy":
            held = []
            while True:
                held.append(bytes(64 * 2**20))
        case "hang":
            time.sleep(600)
    return process_file(job)
