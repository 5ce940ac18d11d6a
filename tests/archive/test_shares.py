"""Machines over one shared folder take shares as they get free; one that goes down holds up nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract.archive import Outcome, Selection, run_batch, run_shares
from viextract.archive.inputs import parse_shard
from viextract.archive.manifest import Manifest, read_entries
from viextract.cli.batch import _longest
from viextract.errors import InputUnreadableError, InvalidOptionError
from viextract.options import Options

Cli = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
TEXT = "ỦY BAN NHÂN DÂN XÃ BÌNH LÂM\nSố: {0}/KH-UBND\nKẾ HOẠCH\nNạo vét kênh\nI. NỘI DUNG\n- Nạo vét {0} km kênh.\n"
QUICK = Options(recover=False, ocr="never")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(TEXT.format(number), "utf-8")
    return folder


def machine(archive: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "viextract", "batch", archive, "-o", out, "--no-ocr", "-j", "1", "--shard", "any/6"],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def done_by_share(out: Path) -> dict[str, int]:
    return {path.name: json.loads(path.read_text("utf-8"))["done"] for path in out.glob("report-*-of-6.json")}


def test_two_machines_share_out_an_archive_between_them(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [machine(archive, out), machine(archive, out)]
    assert [one.wait(timeout=300) for one in both] == [0, 0]
    assert len(done_by_share(out)) == 6 and sum(done_by_share(out).values()) == 60  # each was worked on once
    assert Counter(entry.path for entry in read_entries(out)) == {f"{number:02}.txt": 1 for number in range(60)}
    whole = run_batch(archive, out, Options(ocr="never"), jobs=1)
    assert whole.count("skipped") == 60


def test_a_machine_that_goes_down_leaves_its_share_to_another(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = machine(archive, out)
    limit = time.monotonic() + 120
    while len(list(out.glob("*.json"))) < 3 and time.monotonic() < limit:
        time.sleep(0.02)
    second = machine(archive, out)
    os.killpg(first.pid, 9)
    first.wait()
    assert second.wait(timeout=300) == 0
    assert Counter(entry.path for entry in read_entries(out)) == {f"{number:02}.txt": 1 for number in range(60)}
    assert all((out / f"{number:02}.txt.json").is_file() for number in range(60))


def test_a_share_that_another_has_waits_until_that_one_is_done_or_gone(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    other = Manifest(out, (2, 3))
    waited: list[float] = []

    def go_down(seconds: float) -> None:
        waited.append(seconds)
        other.__exit__(None, None, None)

    monkeypatch.setattr("viextract.archive.shares.time.sleep", go_down)
    reports = list(run_shares(archive, out, QUICK, shares=3, jobs=1))
    assert len(waited) == 1
    assert reports[-1].name == "report-2-of-3"
    assert sum(report.count("done") for report in reports) == 60


def test_a_run_over_the_whole_folder_is_waited_for_and_that_is_told_once(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    out = tmp_path / "out"
    whole = Manifest(out)
    waited: list[float] = []

    def end_at_last(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            whole.__exit__(None, None, None)

    monkeypatch.setattr("viextract.archive.shares.time.sleep", end_at_last)
    got = cli("batch", archive, "-o", out, "--no-ocr", "-j", "1", "--shard", "any/2", "--include", "0*.txt")
    assert got.code == 0 and len(waited) == 3
    assert got.err.count("waiting: 2 shares are held") == 1


def test_a_manifest_that_cannot_be_opened_is_told_and_holds_no_lock(tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "out"
    other = out / ".viextract" / "manifest-2-of-2.sqlite"
    other.mkdir(parents=True)  # what no database can be opened in
    with pytest.raises(InputUnreadableError, match="cannot be used"):
        Manifest(out, (1, 2))
    assert cli("status", out).code == InputUnreadableError.exit_code
    other.rmdir()
    with Manifest(out, (1, 2)) as manifest:
        assert manifest.path.is_file()


def test_a_manifest_that_is_just_beginning_is_nobody_elses_business(archive: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "out"
    (out / ".viextract").mkdir(parents=True)
    (out / ".viextract" / "manifest-2-of-2.sqlite").touch()
    assert cli("batch", archive, "-o", out, "--no-ocr", "--shard", "1/2").code == 0
    assert cli("status", out).code == 0


def test_what_another_machine_has_done_since_is_not_done_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    other = Manifest(out, (1, 2))

    def other_ends(_: float) -> None:
        (out / ".viextract" / "manifest-1-of-2.sqlite.done").touch()
        other.__exit__(None, None, None)

    monkeypatch.setattr("viextract.archive.shares.time.sleep", other_ends)
    told: list[tuple[str, int]] = []

    def tell(outcome: Outcome, total: int) -> None:
        told.append((outcome.path, total))

    reports = list(run_shares(archive, out, QUICK, shares=2, jobs=1, on_outcome=tell))
    assert [report.name for report in reports] == ["report-2-of-2"]
    assert len(told) == reports[0].count("done") and {total for _, total in told} == {len(told)}
    done = out / ".viextract" / "manifest-1-of-2.sqlite.done"
    os.utime(done, (done.stat().st_atime, done.stat().st_mtime - 1))
    again = list(run_shares(archive, out, QUICK, shares=2, jobs=1))  # a later command does see to it
    assert {report.name for report in again} == {"report-1-of-2", "report-2-of-2"}
    assert sum(report.count("done") for report in again) == 60 - len(told)


def test_totals_of_shares_add_up(archive: Path, tmp_path: Path) -> None:
    totals: list[int] = []
    chosen = Selection(include=("0*.txt", "1*.txt"))
    reports = run_shares(
        archive,
        tmp_path / "out",
        QUICK,
        shares=4,
        jobs=1,
        selection=chosen,
        on_outcome=lambda _, total: totals.append(total),
    )
    assert sum(report.count("done") for report in reports) == 20
    assert totals == sorted(totals) and totals[-1] == 20


@pytest.mark.parametrize("text", ["0/4", "5/4", "any/0", "any", "/4", "any/4/2", "-1/4", "1/99999999", "²/4"])
def test_what_is_no_share(text: str, tmp_path: Path, cli: Cli) -> None:
    with pytest.raises(InvalidOptionError, match="no share"):
        parse_shard(text)
    (tmp_path / "in").mkdir()
    assert cli("batch", tmp_path / "in", "-o", tmp_path / "out", "--shard", text).code == 22


def test_the_file_that_takes_longest_is_named(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as clock:
        clock.setattr("viextract.cli.batch.time.monotonic", lambda: 100.0)
        assert _longest({"a.pdf": 100 - 75.4, "b.pdf": 100 - 12}) == "a.pdf at work for 75 s"
        assert _longest({"b.pdf": 100 - 3}) == "" and _longest({}) == ""
    at_work: dict[str, float] = {}
    seen: list[int] = []
    run_batch(
        archive, tmp_path / "out", QUICK, jobs=2, at_work=at_work, on_outcome=lambda *_: seen.append(len(at_work))
    )
    assert not at_work and max(seen) <= 2 and seen[-1] == 0 and 1 in seen
