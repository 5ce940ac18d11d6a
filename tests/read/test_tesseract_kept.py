"""Tesseract kept loaded: one process for many pictures, and whatever happens to it happens to one picture."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.read.record import draw
from viextract.errors import EngineFailedError, TimedOutError
from viextract.read.ocr.engines import tesseract, tesseract_kept
from viextract.read.ocr.engines.tesseract_kept import KeptTesseract
from viextract.read.ocr.engines.tesseract_server import UNUSABLE

PICTURE = np.arange(12, dtype=np.uint8).reshape(3, 4)
SERVE = """
import os, pathlib, sys, time
here = pathlib.Path(__file__).parent
with (here / "starts").open("a") as starts:
    starts.write("x")
def answer(text):
    data = text.encode()
    sys.stdout.buffer.write(b"%d\\n" % len(data) + data)
    sys.stdout.buffer.flush()
{start}
for line in sys.stdin:
    width, height, mode, dpi = map(int, line.split())
    dots = os.pread(int(sys.argv[3]), width * height, 0)
    {body}
"""

Serve = Callable[..., KeptTesseract]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """A keeper whose processes run a script in the library's stead."""
    made: list[KeptTesseract] = []

    def make(body: str, start: str = "") -> KeptTesseract:
        script = tmp_path / "server.py"
        script.write_text(SERVE.format(start=start, body=body))
        monkeypatch.setattr(tesseract_kept, "_SERVER", script)
        made.append(KeptTesseract())
        return made[-1]

    yield make
    for kept in made:
        kept.end()


def read(kept: KeptTesseract, seconds: float = 60.0) -> str | None:
    return kept.read(PICTURE, mode=4, dpi=199.6, language="vie", version="5.3.0", seconds=seconds)


def test_the_picture_and_what_is_asked_reach_the_process(serve: Serve) -> None:
    kept = serve("answer(f'{width} {height} {mode} {dpi} {list(dots)} {sys.argv[1:3]}')")
    assert read(kept) == f"4 3 4 200 {list(range(12))} ['vie', '5.3.0']"


def test_an_answer_larger_than_a_pipe_comes_whole(serve: Serve) -> None:
    assert read(serve("answer('ố\\n' * 200_000)")) == "ố\n" * 200_000


def test_one_process_reads_one_picture_after_another(serve: Serve, tmp_path: Path) -> None:
    kept = serve("answer('read')")
    assert [read(kept), read(kept), read(kept)] == ["read"] * 3
    assert (tmp_path / "starts").read_text() == "x"
    assert len(kept.processes()) == 1


def test_a_crash_is_an_engine_failed_and_the_next_picture_is_read(serve: Serve, tmp_path: Path) -> None:
    kept = serve("os._exit(9) if len((here / 'starts').read_text()) == 1 else answer('read')")
    with pytest.raises(EngineFailedError, match="9"):
        read(kept)
    assert read(kept) == "read"


def test_where_the_library_cannot_be_used_nobody_asks_again(serve: Serve, tmp_path: Path) -> None:
    kept = serve("pass", start=f"sys.exit({UNUSABLE})")
    assert read(kept) is None
    assert read(kept) is None
    assert (tmp_path / "starts").read_text() == "x"


def test_a_picture_without_end_is_timed_out_and_its_process_ended(serve: Serve, tmp_path: Path) -> None:
    kept = serve("(here / 'pid').write_text(str(os.getpid())); time.sleep(60)")
    with pytest.raises(TimedOutError):
        read(kept, seconds=3.0)
    assert kept.processes() == []
    pid = tmp_path / "pid"
    assert not pid.exists() or not Path("/proc", pid.read_text()).exists()


def test_two_threads_at_a_time_have_a_process_each(serve: Serve, tmp_path: Path) -> None:
    # Each answers only when the other one has started as well.
    kept = serve(
        "[time.sleep(0.01) for _ in iter(lambda: len((here / 'starts').read_text()) < 2, False)]; answer('read')"
    )
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(read(kept))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["read", "read"]
    assert len(kept.processes()) == 2


def test_after_a_fork_the_processes_are_left_to_the_parent(serve: Serve) -> None:
    kept = serve("answer('read')")
    read(kept)
    before = kept._resting
    try:
        kept.forget()
        assert kept.processes() == []
    finally:
        kept._resting = before


def test_a_process_of_a_pool_takes_its_servers_with_it(serve: Serve) -> None:
    # What is waited for counts among the times of the children's children; this one would not end by itself.
    kept = serve("answer('read'); sys.stdout.close(); time.sleep(600)")
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def reads() -> None:
        read(kept)
        theirs.send(kept.processes())

    process = context.Process(target=reads)
    process.start()
    (server,) = ours.recv()
    process.join(60)
    assert process.exitcode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.tesseract
def test_the_library_reads_what_the_program_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, page = tesseract.TesseractEngine(), draw()
    pictures = [page, page[:600], page]

    def all_words() -> list[list[object]]:
        return [list(engine.recognise(picture, dpi=200, language="vie", seconds=60)) for picture in pictures]

    kept = all_words()
    assert tesseract_kept.KEPT.processes(), "the library was not used"
    monkeypatch.setattr(tesseract_kept, "_CAN_SERVE", False)
    assert kept == all_words()
    assert len(kept[0]) > 80 and kept[0] == kept[2]
