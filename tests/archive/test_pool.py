"""A worker that fails, dies or hangs costs its own job; all the others are done."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import pytest

from tests.archive.jobs import pages_read_here, process_or_break, work
from viextract.archive import run_batch
from viextract.archive.executors.pool import run_jobs
from viextract.archive.manifest import read_entries
from viextract.errors import DamagedFileError, EngineFailedError, TimedOutError, ViextractError, WorkerDiedError
from viextract.options import Limits, Options
from viextract.read import read_document


def outcomes(*jobs: str, workers: int = 2, seconds: float = 60) -> dict[str, str | ViextractError]:
    return {job: result for job, result, _ in run_jobs(jobs, work, workers=workers, seconds=seconds)}


def test_every_job_is_done_once() -> None:
    jobs = [f"job {number}" for number in range(7)]
    for workers in (1, 3):
        done = [job for job, _, _ in run_jobs(jobs, work, workers=workers, seconds=60)]
        assert sorted(done) == jobs
    assert list(run_jobs([], work, workers=2, seconds=1)) == []


def test_what_goes_wrong_in_one_job_is_its_own_affair() -> None:
    result = outcomes("a", "die", "b", "refuse", "leave", "break", "large", "c", seconds=60)
    assert [result[job] for job in "abc"] == ["A", "B", "C"]
    assert len(str(result["large"])) == 5_000_000
    for job, said in {"die": "SIGKILL", "leave": "exit code 3"}.items():
        assert isinstance(result[job], WorkerDiedError) and said in str(result[job])
    assert isinstance(result["refuse"], DamagedFileError) and result["refuse"].advice == "Glue it."
    assert type(result["break"]) is ViextractError and "ZeroDivisionError: on purpose" in str(result["break"])


class Breaking:
    """An executor whose workers meet with what the names of files say."""

    def run(self, jobs: Any, work: Any, *, seconds: float, memory: int | None) -> Any:
        return run_jobs(jobs, process_or_break, workers=2, seconds=seconds, memory=memory)


def test_workers_that_are_killed_that_hang_and_that_crash_leave_the_rest_of_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (*map(str, range(12)), "segfault", "killed", "greedy", "hang"):
        (folder / f"{name}.txt").write_text(f"KẾ HOẠCH\nTrồng cây\nI. NỘI DUNG\n- Trồng cây số {name}.\n", "utf-8")
    limits = Limits(file_seconds=20, max_memory_bytes=3 * 2**30)
    report = run_batch(
        folder, tmp_path / "out", Options(recover=False, ocr="never", limits=limits), executor=Breaking()
    )
    found = {entry.path: entry.outcome for entry in read_entries(tmp_path / "out")}
    assert len(found) == 16 and report.count("done") == 12
    assert {path for path, outcome in found.items() if outcome.status == "done"} == {f"{n}.txt" for n in range(12)}
    codes = {path: outcome.failure.code for path, outcome in found.items() if outcome.failure}
    assert codes == {
        "segfault.txt": "worker-died",
        "killed.txt": "worker-died",
        "greedy.txt": "worker-died",
        "hang.txt": "timed-out",
    }
    causes = {path: outcome.failure.cause for path, outcome in found.items() if outcome.failure}
    assert "SIGSEGV" in causes["segfault.txt"] and "out of memory" in causes["killed.txt"]


def test_a_job_over_its_time_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    result = outcomes("a", f"hang-with-child:{note}", "b", seconds=6)
    assert (result["a"], result["b"]) == ("A", "B")
    assert isinstance(result[f"hang-with-child:{note}"], TimedOutError)
    assert_gone(int(note.read_text("utf-8")))


def test_leaving_the_loop_ends_the_workers(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    running = run_jobs(["a", f"hang-with-child:{note}", "hang"], work, workers=2, seconds=600)
    assert next(running)[0] == "a"
    for _ in range(200):
        if note.exists() and note.read_text("utf-8"):
            break
        time.sleep(0.05)
    cast(Generator[object], running).close()
    assert_gone(int(note.read_text("utf-8")))


def test_a_worker_without_more_to_do_tidies_up_and_nothing_that_it_started_stays(tmp_path: Path) -> None:
    child, note = tmp_path / "pid", tmp_path / "note"
    jobs = (f"leave-a-child:{child}", f"note-when-leaving:{note}")
    assert len(outcomes(*jobs, workers=1)) == 2
    assert note.read_text("utf-8") == "left"
    assert_gone(int(child.read_text("utf-8")))


def test_a_worker_takes_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENCV_FOR_THREADS_NUM", raising=False)
    assert outcomes("threads")["threads"] == "1"
    monkeypatch.setenv("OPENCV_FOR_THREADS_NUM", "3")  # whoever asks for more gets more
    assert outcomes("threads")["threads"] == "3"


def test_a_worker_reads_pages_beside_those_that_help_it_and_a_caller_only_waits(samples: Path) -> None:
    path = samples / "rac-thai.digital.pdf"
    alone = read_document(path, Options(cache=False, ocr="never"))
    here, document = pages_read_here(path)
    assert (here, document) == (0, alone), "a page that takes its process down must not take the caller's with it"
    job = f"read-with-another:{path}"
    assert 0 < int(str(outcomes(job)[job])) < len(alone.pages)


def test_a_process_that_dies_reading_pages_is_told(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif '--multiprocessing-fork' in sys.argv: os._exit(9)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EngineFailedError, match="ended without a word"):
        read_document(samples / "rac-thai.digital.pdf", Options(jobs=2, cache=False, ocr="never"))


def assert_gone(pid: int) -> None:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text("utf-8").split()[2] == "Z":
            return  # ended; its new parent has not asked for it yet
        time.sleep(0.05)
    pytest.fail(f"process {pid} still runs")
