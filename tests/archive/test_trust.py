"""What a person relies on after a night: nothing lost, nothing skipped for ever, nothing deleted, an account."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract import Options
from viextract.archive import Outcome, Selection, run_batch
from viextract.archive.manifest import page_facts, read_entries, read_vanished, totals
from viextract.errors import DamagedFileError, EngineMissingError, InvalidOptionError, TimedOutError, ViextractError
from viextract.model.names import printable_name

Cli = Callable[..., Any]
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"
QUICK = Options(recover=False, ocr="never")
OTHER = QUICK.model_copy(update={"layer_threshold": 0.5})
"""Settings with which everything is done again."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for name in ("a.txt", "b.txt"):
        (root / name).write_text(f"{TEXT}{name}\n", "utf-8")
    return root


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def by_path(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.status for outcome in outcomes}


def _fail(monkeypatch: pytest.MonkeyPatch, make: Callable[[Any], Any]) -> None:
    """Lets each file be worked on in this process, by ``make``."""

    def here(jobs: Any, work: Any, **_: Any) -> Any:
        for job in jobs:
            made = make(job)
            try:
                yield job, work(job) if made is None else made, 0.0
            except ViextractError as error:
                yield job, error, 0.0

    monkeypatch.setattr("viextract.archive.run.run_jobs", here)


class TestAFailingRerun:
    def test_keeps_what_the_same_input_gave_and_calls_it_stale(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        before = (out / "a.txt.json").read_bytes()
        with monkeypatch.context() as patch:
            _fail(patch, lambda job: TimedOutError("too slow") if job.path == "a.txt" else None)
            report = run_batch(folder, out, OTHER, jobs=1, redo=True)
        assert by_path(report.outcomes) == {"a.txt": "stale", "b.txt": "done"}
        assert (out / "a.txt.json").read_bytes() == before
        assert report.errors == {"timed-out": 1}
        entry = next(read_entries(out, "state = 'stale'"))
        assert entry.path == "a.txt" and entry.facts is not None and entry.outcome.failure is not None

    def test_with_the_settings_of_the_results_they_are_current_again(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        with monkeypatch.context() as patch:
            _fail(patch, lambda job: TimedOutError("too slow"))
            run_batch(folder, out, OTHER, jobs=1)
        report = run_batch(folder, out, QUICK, jobs=1)
        assert by_path(report.outcomes) == {"a.txt": "skipped", "b.txt": "skipped"}
        assert totals(out)["states"] == {"done": 2} and totals(out)["errors"] == {}

    def test_an_input_that_cannot_be_read_just_now_keeps_its_results(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        os.utime(folder / "a.txt", (1, 1))

        def unreadable(path: Path) -> str:
            from viextract.errors import InputUnreadableError

            raise InputUnreadableError("the disk is gone")

        monkeypatch.setattr("viextract.archive.run.content_hash", unreadable)
        _fail(monkeypatch, lambda job: DamagedFileError("gone"))
        assert by_path(run_batch(folder, out, QUICK, jobs=1).outcomes)["a.txt"] == "stale"
        assert (out / "a.txt.json").is_file()


class TestPagesThatFailed:
    @pytest.fixture
    def slow_page(self, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
        """Makes every document lose a page while the list is not empty."""
        from viextract import read

        slow, load = [True], read.read_document

        def lossy(*given: Any, **named: Any) -> Any:
            document = load(*given, **named)
            if slow:
                document.warnings.append(("page-failed", "page 2 could not be read: too slow", None))
            return document

        monkeypatch.setattr(read, "read_document", lossy)
        _fail(monkeypatch, lambda job: None)
        return slow

    def test_are_counted_and_tried_again_with_the_same_command(
        self, folder: Path, out: Path, slow_page: list[bool]
    ) -> None:
        first = run_batch(folder, out, QUICK, jobs=1)
        assert by_path(first.outcomes) == {"a.txt": "incomplete", "b.txt": "incomplete"}
        assert first.count("incomplete") == 2 and (out / "a.txt.json").is_file()
        slow_page.clear()
        second = run_batch(folder, out, QUICK, jobs=1)
        assert by_path(second.outcomes) == {"a.txt": "done", "b.txt": "done"}

    def test_never_take_the_place_of_whole_results(self, folder: Path, out: Path, slow_page: list[bool]) -> None:
        slow_page.clear()
        run_batch(folder, out, QUICK, jobs=1)
        before = (out / "a.txt.json").read_bytes()
        slow_page.append(True)
        report = run_batch(folder, out, OTHER, jobs=1)
        assert by_path(report.outcomes) == {"a.txt": "stale", "b.txt": "stale"}
        assert (out / "a.txt.json").read_bytes() == before

    def test_make_the_exit_code(self, folder: Path, out: Path, slow_page: list[bool], cli: Cli) -> None:
        done = cli("batch", folder, "-o", out, "--no-recover", "--no-ocr", "-j", 1)
        assert done.code == 24 and "2 incomplete" in done.err and "pages-failed" in done.err


class TestResults:
    @pytest.mark.parametrize("damage", ["cut", "changed in place"])
    def test_that_are_not_as_they_were_written_are_made_again(self, damage: str, folder: Path, out: Path) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        target = out / "a.txt.json"
        good = target.read_bytes()
        target.write_bytes(good[:100] if damage == "cut" else good.replace(b"a", b"b", 1))
        report = run_batch(folder, out, QUICK, jobs=1)
        assert by_path(report.outcomes) == {"a.txt": "done", "b.txt": "skipped"}
        assert target.read_bytes() == good

    def test_of_another_folder_are_not_overwritten(self, folder: Path, out: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.txt").write_text(TEXT, "utf-8")
        run_batch(folder, out, QUICK, jobs=1)
        with pytest.raises(InvalidOptionError, match="are those of"):
            run_batch(other, out, QUICK, jobs=1)
        assert run_batch(other, out, QUICK, jobs=1, moved=True).count("done") == 1

    def test_of_an_earlier_batch_are_no_input(self, folder: Path) -> None:
        run_batch(folder, folder / "results", QUICK, jobs=1)
        report = run_batch(folder, folder / "results 2", QUICK, jobs=1)
        assert sorted(by_path(report.outcomes)) == ["a.txt", "b.txt"]

    def test_of_inputs_that_vanished_are_named(self, folder: Path, out: Path) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        (folder / "a.txt").unlink()
        report = run_batch(folder, out, QUICK, jobs=1)
        assert report.vanished == ["a.txt"] and (out / "a.txt.json").is_file()
        assert json.loads((out / "report.json").read_text("utf-8"))["vanished"] == ["a.txt"]

    def test_what_cannot_be_looked_into_has_not_vanished(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "below").mkdir()
        (folder / "a.txt").rename(folder / "below" / "a.txt")
        with zipfile.ZipFile(folder / "c.zip", "w") as archive:
            archive.writestr("c.txt", TEXT)
        run_batch(folder, out, QUICK, jobs=1)
        (folder / "c.zip").write_bytes(b"PK torn")
        listed = os.scandir

        def scandir(place: Any) -> Any:
            if str(place).endswith("below"):
                raise PermissionError(13, "Permission denied", str(place))
            return listed(place)

        monkeypatch.setattr(os, "scandir", scandir)
        report = run_batch(folder, out, QUICK, jobs=1)
        assert report.vanished == [] and report.count("failed") == 2
        assert read_vanished(out) == set()

    def test_of_inputs_that_came_back_are_of_the_input_again(self, folder: Path, out: Path) -> None:
        run_batch(folder, out, QUICK, jobs=1)
        (folder / "a.txt").rename(folder.parent / "a.txt")
        run_batch(folder, out, QUICK, jobs=1)
        assert read_vanished(out) == {"a.txt"} and totals(out)["vanished"] == 1
        # A run over a part says nothing of what it did not look at.
        run_batch(folder, out, QUICK, jobs=1, selection=Selection(include=("b.*",)))
        assert read_vanished(out) == {"a.txt"}
        (folder.parent / "a.txt").rename(folder / "a.txt")
        run_batch(folder, out, QUICK, jobs=1, selection=Selection(include=("a.*",)))
        assert read_vanished(out) == set()


class TestNames:
    def test_any_name_that_the_system_allows(self, folder: Path, out: Path) -> None:
        odd = [b"k\xe9.txt", "xuống\ndòng.txt".encode(), b"back\\slash.txt", b"=1+1.txt"]
        for number, name in enumerate(odd):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"{TEXT}{number}", "utf-8")
        report = run_batch(folder, out, QUICK, jobs=1)
        assert report.count("done") == 6
        paths = {outcome.path for outcome in report.outcomes}
        assert {"k\\xe9.txt", "xuống\\ndòng.txt", "back\\\\slash.txt", "=1+1.txt"} <= paths
        assert {file["path"] for file in json.loads((out / "report.json").read_text("utf-8"))["files"]} == paths
        with (out / "report.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert "'=1+1.txt" in {row["path"] for row in csv.DictReader(stream)}
        assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 6

    def test_different_names_stay_apart(self) -> None:
        assert printable_name("a\udce9") != printable_name("a\\xe9")


class TestWhatIsTaken:
    def test_patterns_limits_and_lists(self, folder: Path, out: Path, tmp_path: Path) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "c.txt").write_text(f"{TEXT}c", "utf-8")
        only = Selection(include=("sub/*",))
        assert sorted(by_path(run_batch(folder, out / "1", QUICK, jobs=1, selection=only).outcomes)) == ["sub/c.txt"]
        none = Selection(exclude=("b.txt",), limit=1)
        assert sorted(by_path(run_batch(folder, out / "2", QUICK, jobs=1, selection=none).outcomes)) == ["a.txt"]
        several = run_batch([folder / "a.txt", folder / "sub"], out / "3", QUICK, jobs=1)
        assert sorted(by_path(several.outcomes)) == ["a.txt", "sub/c.txt"]

    def test_shares_do_each_file_once_and_the_next_run_sees_all(self, folder: Path, out: Path) -> None:
        for number in range(12):
            (folder / f"{number}.txt").write_text(f"{TEXT}{number}", "utf-8")
        shares = [run_batch(folder, out, QUICK, jobs=1, selection=Selection(shard=(k, 3))) for k in (1, 2, 3)]
        assert sum(share.count("done") for share in shares) == 14 == totals(out)["files"]
        assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 14

    def test_the_same_content_is_worked_on_once_and_named(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "z.txt").write_bytes((folder / "a.txt").read_bytes())
        worked: list[str] = []
        _fail(monkeypatch, lambda job: worked.append(job.path))
        report = run_batch(folder, out, QUICK, jobs=1)
        assert sorted(worked) == ["a.txt", "b.txt"] and report.count("done") == 3
        copy = next(outcome for outcome in report.outcomes if outcome.path == "z.txt")
        assert copy.duplicate_of == "a.txt"
        plan = json.loads((out / "z.txt.json").read_text("utf-8"))
        assert plan["source"]["name"] == "z.txt"
        assert (out / "z.txt.txt").read_bytes() == (out / "a.txt.txt").read_bytes()
        assert run_batch(folder, out, QUICK, jobs=1).count("skipped") == 3

    def test_the_engine_is_looked_for_before_the_first_file(
        self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "scan.pdf").write_bytes(b"%PDF-1.7\n")
        with pytest.raises(EngineMissingError):
            run_batch(folder, out, Options(language="tlh"), jobs=1)
        assert not (out / "a.txt.json").exists()
        (folder / "scan.pdf").unlink()
        assert run_batch(folder, out, Options(language="tlh", recover=False), jobs=1).count("done") == 2


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_an_account(sent: signal.Signals, folder: Path, out: Path) -> None:
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"{TEXT * 20}{number}\n", "utf-8")
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 20000)
    command = [sys.executable, "-m", "viextract", "batch", folder, "-o", out, "-j", "2", "--no-recover", "--no-ocr"]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, start_new_session=True)
    while process.poll() is None and not (len(list(out.glob("*.json"))) >= 5 and totals(out)["errors"]):
        time.sleep(0.02)
    process.send_signal(sent)
    _, said = process.communicate(timeout=120)
    assert process.returncode in (130, 143), said
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["done"] >= 4 and len(report["files"]) >= report["done"]
    # Without a terminal each failure is told as it happens.
    assert b"torn.pdf: damaged-file" in said


def test_the_commands_that_read_the_manifest(folder: Path, out: Path, cli: Cli) -> None:
    (folder / "empty.txt").touch()
    cli("batch", folder, "-o", out, "--no-recover", "--no-ocr", "-j", 1)
    found = json.loads(cli("status", out, "--json").out)
    assert found["states"] == {"done": 2, "failed": 1} and found["errors"] == {"empty-input": 1}
    assert "empty-input" in cli("failures", out).out
    assert [row["path"] for row in json.loads(cli("failures", out, "--json").out)] == ["empty.txt"]
    rows = json.loads(cli("check", out, "--json").out)
    assert [row["path"] for row in rows] == ["a.txt", "b.txt"] and not any(row["vanished"] for row in rows)
    reasons = rows[0]["reasons"]
    assert reasons and set(reasons) <= set(rows[0]["warnings"])
    told = cli("check", out).out.splitlines()
    assert told[0] == f"{rows[0]['grade']}\ta.txt\t{' '.join(reasons)}"
    assert "    issuer-doubtful: The issuing body was not found or is not sure." in told
    assert told[-1] == "1 files without whole results: see `viextract failures`"
    assert cli("status", folder).code == 10
    assert [page.number for page in page_facts(out, "a.txt")] == [1]
    listed = cli("batch", folder, "-o", out, "--dry-run", "--exclude", "b.*")
    assert listed.out.splitlines() == ["a.txt", "empty.txt"]


def test_the_worst_file_comes_first_and_is_told_why(folder: Path, out: Path, cli: Cli) -> None:
    (folder / "z.txt").write_text("Trời hôm nay nắng đẹp.\nGió nhẹ.\n", "utf-8")
    cli("batch", folder, "-o", out, "--no-recover", "--no-ocr", "-j", 1)
    rows = json.loads(cli("check", out, "--json").out)
    assert [(row["path"], row["grade"]) for row in rows] == [("z.txt", "poor"), ("a.txt", "check"), ("b.txt", "check")]
    told = cli("check", out).out.splitlines()
    assert told[0].startswith("poor\tz.txt\t") and "no-plan" in told[0]
    assert told[1] == "    do not import: too little of it could be read or understood"
    assert any(line.startswith("    no-plan: ") for line in told[2:])
    (folder / "z.txt").unlink()
    cli("batch", folder, "-o", out, "--no-recover", "--no-ocr", "-j", 1)
    assert "    the file is no longer in the input" in cli("check", out).out


def test_workers_end_with_a_batch_that_is_killed(tmp_path: Path) -> None:
    """One that went on would write over what the next run makes."""
    program = (
        "import sys; from tests.archive.jobs import work; from viextract.archive.executors.pool import run_jobs\n"
        "if __name__ == '__main__':\n"
        f"    list(run_jobs(['hang-with-child:{tmp_path}/child'], work, workers=1, seconds=600))\n"
    )
    script = tmp_path / "run.py"
    script.write_text(program, "utf-8")
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": str(root)})
    child = tmp_path / "child"
    while not (child.is_file() and child.read_text("utf-8")):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    pid = int(child.read_text("utf-8"))
    for _ in range(100):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the program that the worker had started goes on")


def test_a_share_leaves_unfinished_files_of_another_alone(folder: Path, out: Path) -> None:
    out.mkdir()
    unfinished = out / ".viextract-abc.tmp"
    unfinished.write_text("half", "utf-8")
    run_batch(folder, out, QUICK, jobs=1, selection=Selection(shard=(1, 2)))
    assert unfinished.exists()
    run_batch(folder, out, QUICK, jobs=1)
    assert not unfinished.exists()


def test_no_share_runs_beside_a_run_of_all(out: Path) -> None:
    from viextract.archive.manifest import Manifest
    from viextract.errors import OutputNotWritableError

    with Manifest(out, (1, 2)), Manifest(out, (2, 2)), pytest.raises(OutputNotWritableError), Manifest(out):
        pass
    with Manifest(out), pytest.raises(OutputNotWritableError), Manifest(out, (1, 2)):
        pass


@pytest.mark.parametrize(
    ("others", "largest", "processes"),
    [(20, 40_000, 3), (20, 9_000, 1), pytest.param(0, 5_000, 3, id="a file alone"), (1, 9_000, 3)],
)
def test_pages_of_a_file_that_would_hold_up_all_others_are_spread(
    others: int, largest: int, processes: int, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {}

    def here(jobs: Any, *_: Any, **__: Any) -> Any:
        for job in jobs:
            seen[job.path] = job.options.jobs
            yield job, ViextractError("not today"), 0.0

    for path in folder.iterdir():
        path.unlink()
    for number in range(others):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.7\n" + bytes([number]) * 1000)
    (folder / "large.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * largest)
    monkeypatch.setattr("viextract.archive.run.run_jobs", here)
    run_batch(folder, out, QUICK, jobs=3)
    assert seen.pop("large.pdf") == processes and set(seen.values()) <= {1} and len(seen) == others
