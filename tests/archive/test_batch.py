"""A folder of files becomes a folder of results; nothing stops it, nothing is done twice, no original is touched."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import viextract
from viextract import Options
from viextract.archive import Outcome, run_batch
from viextract.archive.manifest import Manifest
from viextract.archive.targets import targets_for
from viextract.errors import (
    BatchFailedError,
    EmptyInputError,
    InputNotFoundError,
    InvalidOptionError,
    OutputNotWritableError,
)

Cli = Callable[..., Any]
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"
QUICK = Options(recover=False, ocr="never")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four files that can be read, two that cannot, and some that a batch leaves alone."""
    root = tmp_path / "in"
    for name in ("a.txt", "b.TXT", "năm 2025/a.txt", "năm 2025/quý 1/Kế hoạch số 5.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{TEXT}{name}\n", "utf-8")
    (root / "empty.txt").touch()
    (root / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    (root / "notes.xyz").write_text("x", "utf-8")
    (root / ".hidden.txt").write_text("x", "utf-8")
    os.mkfifo(root / "pipe.txt")
    return root


def tree(folder: Path) -> dict[str, str]:
    """Checksum of every regular file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def statuses(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.failure.code if outcome.failure else outcome.status for outcome in outcomes}


READABLE = ("a.txt", "b.TXT", "năm 2025/a.txt", "năm 2025/quý 1/Kế hoạch số 5.txt")


def test_each_file_gets_its_json_and_its_text_in_the_same_subfolder(folder: Path, tmp_path: Path) -> None:
    before = tree(folder)
    out = tmp_path / "out"
    report = run_batch(folder, out, QUICK, jobs=2)
    assert statuses(report.outcomes) == {
        **dict.fromkeys(READABLE, "done"),
        "empty.txt": "empty-input",
        "torn.pdf": "damaged-file",
    }
    assert report.ignored == ["notes.xyz", "pipe.txt"]
    results = {name for name in tree(out) if not name.startswith(".viextract/")}
    expected = {f"{name}.{kind}" for name in READABLE for kind in ("json", "txt")}
    assert results == {"report.json", "report.csv", "report.html"} | expected
    for name in READABLE:
        assert (out / f"{name}.json").read_text("utf-8") == viextract.extract(folder / name, QUICK).to_json()
        assert (out / f"{name}.txt").read_text("utf-8") == viextract.read_text(folder / name, QUICK)
    assert tree(folder) == before


def test_links_to_folders_are_named_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "round").symlink_to(folder)
    (folder / "năm 2025" / "elsewhere").symlink_to(folder / "năm 2025" / "quý 1")
    report = run_batch(folder, tmp_path / "out", QUICK, jobs=1)
    assert {"round", "năm 2025/elsewhere"} <= set(report.ignored)
    assert len(report.outcomes) == 6


def test_the_report_file_accounts_for_every_file(folder: Path, tmp_path: Path) -> None:
    run_batch(folder, tmp_path / "out", QUICK, jobs=1)
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert (report["done"], report["failed"], report["skipped"]) == (4, 2, 0)
    assert report["failures"] == {"damaged-file": 1, "empty-input": 1}
    torn = next(file for file in report["files"] if file["path"] == "torn.pdf")
    assert torn["failure"]["exit_code"] == 14 and torn["failure"]["advice"]
    assert [file["path"] for file in report["files"]] == sorted(file["path"] for file in report["files"])


class TestASecondRun:
    def test_skips_what_is_done_and_retries_what_failed(self, folder: Path, tmp_path: Path) -> None:
        first = run_batch(folder, tmp_path / "out", QUICK, jobs=1)
        (folder / "empty.txt").write_text(TEXT, "utf-8")
        second = run_batch(folder, tmp_path / "out", QUICK, jobs=1)
        assert (first.count("done"), second.count("skipped"), second.count("done")) == (4, 4, 1)
        assert statuses(second.outcomes)["torn.pdf"] == "damaged-file"

    @pytest.mark.parametrize("change", ["content", "options", "version", "a lost result", "redo"])
    def test_does_again_what_could_come_out_differently(
        self, change: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out, options = tmp_path / "out", QUICK
        run_batch(folder, out, options, jobs=1)
        expected = set(READABLE)
        if change == "content":
            (folder / "a.txt").write_text(f"{TEXT}khác\n", "utf-8")
            expected = {"a.txt"}
        elif change == "options":
            options = QUICK.model_copy(update={"layer_threshold": 0.5})
        elif change == "version":
            monkeypatch.setattr(viextract, "__version__", "999")
        elif change == "a lost result":
            (out / "b.TXT.json").unlink()
            expected = {"b.TXT"}
        report = run_batch(folder, out, options, jobs=1, redo=change == "redo")
        assert {outcome.path for outcome in report.outcomes if outcome.status == "done"} == expected

    def test_is_not_moved_by_what_cannot_change_a_result(self, folder: Path, tmp_path: Path) -> None:
        run_batch(folder, tmp_path / "out", QUICK, jobs=1)
        (folder / "a.txt").touch()
        report = run_batch(folder, tmp_path / "out", QUICK.model_copy(update={"cache": False, "jobs": 3}), jobs=2)
        assert report.count("skipped") == 4

    def test_sets_results_aside_of_what_a_file_was_before_it_was_damaged(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run_batch(folder, out, QUICK, jobs=1)
        before = (out / "a.txt.json").read_bytes()
        (folder / "a.txt").write_bytes(b"")
        run_batch(folder, out, QUICK, jobs=1)
        assert not (out / "a.txt.json").exists() and not (out / "a.txt.txt").exists()
        assert [path.read_bytes() for path in (out / ".viextract").rglob("a.txt.json")] == [before]


class TestPlaces:
    def test_results_inside_the_folder_are_not_taken_for_input(self, folder: Path) -> None:
        run_batch(folder, folder / "results", QUICK, jobs=1)
        report = run_batch(folder, folder / "results", QUICK, jobs=1)
        assert report.count("skipped") == 4 and len(report.outcomes) == 6

    @pytest.mark.parametrize("out", [".", ".."])
    def test_results_never_go_where_originals_could_be_overwritten(self, out: str, folder: Path) -> None:
        with pytest.raises(InvalidOptionError):
            run_batch(folder, folder / out, QUICK)

    def test_folders_that_cannot_be_used(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "nothing").mkdir()
        (tmp_path / "file").touch()
        with pytest.raises(InputNotFoundError):
            run_batch(tmp_path / "missing", tmp_path / "out", QUICK)
        with pytest.raises(EmptyInputError):
            run_batch(tmp_path / "nothing", tmp_path / "out", QUICK)
        with pytest.raises(OutputNotWritableError):
            run_batch(folder, tmp_path / "file", QUICK)

    def test_two_batches_do_not_write_to_one_folder(self, folder: Path, tmp_path: Path) -> None:
        with Manifest(tmp_path / "out"), pytest.raises(OutputNotWritableError, match="another batch"):
            run_batch(folder, tmp_path / "out", QUICK, jobs=1)
        assert run_batch(folder, tmp_path / "out", QUICK, jobs=1).count("done") == 4

    def test_a_manifest_that_is_no_manifest(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "out" / ".viextract").mkdir(parents=True)
        (tmp_path / "out" / ".viextract" / "manifest.sqlite").write_bytes(b"x" * 5000)
        with pytest.raises(OutputNotWritableError, match="manifest"):
            run_batch(folder, tmp_path / "out", QUICK, jobs=1)

    def test_names_that_are_too_long_for_an_ending_are_shortened_and_stay_apart(self, tmp_path: Path) -> None:
        names = [f"{'ạ' * 83}{last}.txt" for last in "xy"]  # 254 bytes
        targets = [targets_for(Path(name), tmp_path).json for name in names]
        assert targets[0] != targets[1]
        for target in targets:
            target.touch()
            assert target.name.endswith(".json")

    def test_equal_stems_do_not_meet(self) -> None:
        assert targets_for(Path("a.pdf"), Path()) != targets_for(Path("a.docx"), Path())


class TestCommand:
    def test_failed_files_make_the_exit_code_and_are_named(self, folder: Path, tmp_path: Path, cli: Cli) -> None:
        done = cli("batch", folder, "-o", tmp_path / "out", "--no-recover", "--no-ocr", "-j", 1)
        assert done.code == BatchFailedError.exit_code
        assert done.out == ""
        assert "4 done" in done.err and "2 failed" in done.err
        assert "torn.pdf" in done.err and "damaged-file" in done.err

    def test_all_is_well(self, folder: Path, tmp_path: Path, cli: Cli) -> None:
        for name in ("empty.txt", "torn.pdf"):
            (folder / name).unlink()
        assert cli("batch", folder, "-o", tmp_path / "out", "--no-recover", "--no-ocr", "-j", 1).code == 0
        again = cli("batch", folder, "-o", tmp_path / "out", "--no-recover", "--no-ocr", "-j", 1)
        assert again.code == 0 and "4 skipped" in again.err

    @pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    def test_stopped_at_any_moment_it_goes_on_where_it_was(
        self, sent: signal.Signals, folder: Path, tmp_path: Path
    ) -> None:
        many = 40  # of some size, so that work is left when the third result is seen
        for number in range(many):
            (folder / f"{number:03}.txt").write_text(f"{TEXT * 40}{number}\n", "utf-8")
        out = tmp_path / "out"
        program = [sys.executable, "-c", "from viextract.cli.app import main; main()"]
        process = subprocess.Popen(
            [*program, "batch", folder, "-o", out, "-j", "2", "--no-recover", "--no-ocr"],
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        while process.poll() is None and len(list(out.glob("*.json"))) < 3:
            time.sleep(0.02)
        process.send_signal(sent)
        _, said = process.communicate(timeout=120)
        assert process.returncode in (130, 143, -9), said
        assert b"Traceback" not in said
        for result in out.rglob("*.txt.json"):
            json.loads(result.read_text("utf-8"))
        if sent == signal.SIGKILL:
            time.sleep(1)  # its workers notice when they next want to answer
        else:
            assert not list(out.rglob(".viextract-*"))
        report = run_batch(folder, out, QUICK)
        assert report.count("failed") == 2
        assert report.count("skipped") > 0 and report.count("skipped") + report.count("done") == many + 4
        assert not list(out.rglob(".viextract-*"))
