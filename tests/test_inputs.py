"""Inputs that would hang a program or fill the memory are refused at once."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.conftest import Finished
from tests.growth import no_hang
from viextract.errors import InputUnreadableError, InvalidOptionError, TooLargeError
from viextract.limits import read_file, read_stream


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("command", ["extract", "text", "tables", "restore"])
def test_a_named_pipe_is_refused_at_once(command: str, tmp_path: Path, cli: Callable[..., Finished]) -> None:
    pipe = tmp_path / "plan.txt"
    os.mkfifo(pipe)
    with no_hang():
        done = cli(command, pipe)
    assert (done.code, "a named pipe" in done.err) == (InputUnreadableError.exit_code, True)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no /dev/zero")
def test_a_device_is_refused() -> None:
    with pytest.raises(InputUnreadableError, match="a device"):
        read_file(Path("/dev/zero"), 100)


class Endless(io.RawIOBase):
    """A stream that never ends and counts what was taken from it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "asked for everything"
        self.taken += size
        return b"a" * size


def test_an_endless_stream_is_left_soon_after_the_limit() -> None:
    stream = Endless()
    with pytest.raises(TooLargeError, match="more than 5,000,000 bytes"):
        read_stream(stream, 5_000_000)  # type: ignore[arg-type]
    assert stream.taken < 7_000_000


def test_standard_input_is_limited_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from viextract.cli.streams import input_source

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a" * 100)))
    source, name = input_source("-")
    assert name == "stdin"
    with pytest.raises(TooLargeError):
        read_stream(source, 50)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [None, io.StringIO("KẾ HOẠCH"), 7, ["a.txt"]])
def test_what_is_no_document_is_refused_with_what_to_give(source: object) -> None:
    with pytest.raises(InvalidOptionError, match="cannot be read from") as told:
        viextract.extract(source)  # type: ignore[arg-type]
    assert "'rb'" in told.value.advice


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes_of_any_kind_are_a_document(kind: Callable[[bytes], Any]) -> None:
    plan = viextract.extract(kind("KẾ HOẠCH\nTrồng tre năm 2026\n- Trồng tre.\n".encode()))
    assert [task.text for task in plan.tasks] == ["Trồng tre."]
