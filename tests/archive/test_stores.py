"""Originals that lie in a store are taken as those of a folder, results are copied to one; neither leaves traces."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.archive.object_store import SECRET, Store, running_store
from tests.growth import reads_in_linear_time
from viextract.api import load_plan
from viextract.archive import run_batch
from viextract.archive.containers import ContainerJob, list_container
from viextract.archive.copies import Copier
from viextract.archive.manifest import Manifest, read_entries
from viextract.archive.stores import Address, Remote, address_of, place_of, plain_cause, remote_of
from viextract.corrections import save_corrections
from viextract.errors import (
    EmptyInputError,
    EngineMissingError,
    InputNotFoundError,
    InputUnreadableError,
    InvalidOptionError,
)
from viextract.model.corrections import CorrectedSource, Corrections, HeaderDecision
from viextract.options import Limits, Options

pytest.importorskip("s3fs", reason="s3fs is not installed: the tests of object stores are skipped")
pytest.importorskip("moto", reason="moto, a server of the S3 protocol, is not installed")

Cli = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
TEXT = "ỦY BAN NHÂN DÂN XÃ BÌNH LÂM\nSố: {0}/KH-UBND\nKẾ HOẠCH\nNạo vét kênh\nI. NỘI DUNG\n- Nạo vét {0} km kênh.\n"
QUICK = Options(recover=False, ocr="never")


@pytest.fixture(scope="module")
def server() -> Iterator[Store]:
    with running_store() as store:
        yield store


@pytest.fixture
def store(server: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    server.asked.clear()
    return server


@pytest.fixture
def bucket(store: Store, request: pytest.FixtureRequest) -> str:
    """A bucket of its own for each test."""
    name = re.sub("[^a-z0-9]+", "-", request.node.name.lower())[:50].strip("-")
    store.bucket(name)
    return name


def zipped(members: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


FILES: dict[str, str | bytes] = {
    **{f"năm 2025/{number}.txt": TEXT.format(number) for number in range(4)},
    "kế hoạch #1?.txt": TEXT.format(50),
    "bản sao.txt": TEXT.format(3),
    "hồ sơ.zip": zipped({"a/in.txt": TEXT.format(60), "a/thư.txt": TEXT.format(61)}),
    "empty.txt": "",
    "torn.pdf": b"%PDF-1.7\n",
    "notes.xyz": "x",
    ".hidden.txt": "x",
    "kết quả cũ/.viextract/manifest.sqlite": "x",
    "kết quả cũ/a.txt": "x",
}


def fill(store: Store, bucket: str, folder: Path | None = None) -> None:
    for name, content in FILES.items():
        store.put(bucket, f"vào/{name}", content)
        if folder is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    store.asked.clear()


def results(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.suffix in (".json", ".txt") and path.stem != "report"
    }


def states(out: Path) -> dict[str, str]:
    return {
        entry.path: entry.outcome.failure.code if entry.outcome.failure else entry.state for entry in read_entries(out)
    }


class TestReading:
    def test_a_bucket_is_read_as_a_folder_is(self, store: Store, bucket: str, tmp_path: Path) -> None:
        fill(store, bucket, tmp_path / "in")
        far = run_batch(f"s3://{bucket}/vào/", tmp_path / "far", QUICK, jobs=2)
        near = run_batch(tmp_path / "in", tmp_path / "near", QUICK, jobs=2)
        assert results(tmp_path / "far") == results(tmp_path / "near") and len(results(tmp_path / "far")) == 16
        assert states(tmp_path / "far") == states(tmp_path / "near")
        assert (far.counts, far.ignored) == (near.counts, near.ignored)
        with Manifest(tmp_path / "far") as manifest:
            assert manifest.about("input") == f"s3://{bucket}/vào"
            entries = {entry.path: entry for entry in manifest.entries()}
        assert entries["năm 2025/0.txt"].url == f"s3://{bucket}/vào/năm 2025/0.txt"
        assert entries["hồ sơ.zip!/a/in.txt"].url == f"s3://{bucket}/vào/hồ sơ.zip"
        assert entries["năm 2025/3.txt"].outcome.duplicate_of == "bản sao.txt"

    def test_what_did_not_change_is_not_fetched_again(self, store: Store, bucket: str, tmp_path: Path) -> None:
        for number in range(3):
            store.put(bucket, f"{number}.txt", TEXT.format(number))
        run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1)
        assert sorted(store.fetched(bucket)) == ["0.txt", "1.txt", "2.txt"]
        store.put(bucket, "1.txt", TEXT.format(17))
        store.asked.clear()
        again = run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1)
        assert (again.count("skipped"), again.count("done")) == (2, 1)
        assert set(store.fetched(bucket)) == {"1.txt"}
        assert b"17/KH-UBND" in (tmp_path / "out/1.txt.json").read_bytes()
        store.asked.clear()
        assert run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1).count("skipped") == 3
        assert not store.fetched(bucket)

    def test_the_same_content_put_there_again_is_not_worked_on(self, bucket: str, store: Store, tmp_path: Path) -> None:
        store.put(bucket, "a.txt", TEXT.format(1))
        run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1)
        time.sleep(1.1)  # the server's times are whole seconds
        store.put(bucket, "a.txt", TEXT.format(1))
        assert run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1).count("skipped") == 1
        store.asked.clear()
        assert run_batch(f"s3://{bucket}", tmp_path / "out", QUICK, jobs=1).count("skipped") == 1
        assert not store.fetched(bucket)

    def test_what_is_too_large_is_not_fetched(self, store: Store, bucket: str, tmp_path: Path) -> None:
        store.put(bucket, "large.txt", "x" * 100_000)
        store.put(bucket, "large.eml", b"Subject: x\n\n" + b"x" * 100_000)
        store.put(bucket, "small.txt", TEXT.format(1))
        limited = QUICK.model_copy(update={"limits": Limits(max_bytes=50_000)})
        run_batch(f"s3://{bucket}", tmp_path / "out", limited, jobs=1)
        assert states(tmp_path / "out") == {"large.txt": "too-large", "large.eml": "too-large", "small.txt": "done"}
        assert store.fetched(bucket) == ["small.txt"]

    def test_of_an_archive_only_what_is_needed_is_fetched_and_held(
        self, store: Store, bucket: str, tmp_path: Path
    ) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("big.bin", random.Random(1).randbytes(30_000_000))
            archive.writestr("a.txt", TEXT.format(1))
        store.put(bucket, "lớn.zip", data.getvalue())
        limited = QUICK.model_copy(update={"limits": Limits(max_bytes=10_000_000)})
        run_batch(f"s3://{bucket}", tmp_path / "out", limited, jobs=1)
        assert states(tmp_path / "out") == {"lớn.zip!/a.txt": "done"}

    def test_one_file_and_several_places(self, store: Store, bucket: str, tmp_path: Path) -> None:
        for key in ("a/1.txt", "a/b/2.txt", "c/3.txt", "c/4.txt"):
            store.put(bucket, key, TEXT.format(key[-5]))
        run_batch([f"s3://{bucket}/a", f"s3://{bucket}/c/3.txt"], tmp_path / "out", QUICK, jobs=1)
        assert states(tmp_path / "out") == dict.fromkeys(("a/1.txt", "a/b/2.txt", "c/3.txt"), "done")
        run_batch(f"s3://{bucket}/c/4.txt", tmp_path / "one", QUICK, jobs=1)
        assert states(tmp_path / "one") == {"4.txt": "done"}

    def test_names_that_no_file_can_have_are_refused_by_name(self, store: Store, bucket: str, tmp_path: Path) -> None:
        for key in ("//a.txt", "x/../../b.txt", "x//c.txt", f"{'d' * 300}.txt", "good.txt", "folder/"):
            store.put(bucket, key, TEXT.format(1) if key != "folder/" else "")
        run_batch(f"s3://{bucket}", tmp_path / "deep/out", QUICK, jobs=1)
        found = states(tmp_path / "deep/out")
        assert found == {
            "good.txt": "done",
            **dict.fromkeys(("/", "x/..", "x/", f"{'d' * 300}.txt"), "unsafe-archive"),
        }
        assert {path.name for path in tmp_path.rglob("*.json")} == {"good.txt.json", "report.json"}

    def test_a_list_of_addresses_and_a_dry_run(self, store: Store, bucket: str, tmp_path: Path, cli: Cli) -> None:
        for number in range(3):
            store.put(bucket, f"n/{number}.txt", TEXT.format(number))
        listed = f"s3://{bucket}/n/0.txt\ns3://{bucket}/n/2.txt\n"
        (tmp_path / "list").write_text(listed, "utf-8")
        shown = cli("batch", "--files-from", tmp_path / "list", "-o", tmp_path / "out", "--dry-run")
        assert (shown.code, shown.out) == (0, "0.txt\n2.txt\n")
        assert not (tmp_path / "out").exists() and not store.fetched(bucket)

    def test_shares_divide_a_bucket(self, store: Store, bucket: str, tmp_path: Path, cli: Cli) -> None:
        for number in range(12):
            store.put(bucket, f"{number}.txt", TEXT.format(number))
        for share in ("1/2", "2/2"):
            store.asked.clear()
            assert cli("batch", f"s3://{bucket}", "-o", tmp_path / "out", "--no-ocr", "--shard", share).code == 0
            assert 0 < len(store.fetched(bucket)) < 12
        store.asked.clear()
        assert cli("batch", f"s3://{bucket}", "-o", tmp_path / "out", "--no-ocr").code == 0
        assert not store.fetched(bucket)

    def test_corrections_of_a_folder_reach_the_files_of_a_store(
        self, store: Store, bucket: str, tmp_path: Path, cli: Cli
    ) -> None:
        store.put(bucket, "a.txt", TEXT.format(5))
        decided = HeaderDecision(field="title", after="Nạo vét kênh N7")
        sha256 = hashlib.sha256(TEXT.format(5).encode()).hexdigest()
        kept = tmp_path / "sửa" / "a.txt.corrections.json"
        kept.parent.mkdir()
        save_corrections(kept, Corrections(source=CorrectedSource(sha256=sha256), decisions=[decided]))
        got = cli("batch", f"s3://{bucket}", "-o", tmp_path / "out", "--no-ocr", "--corrections", kept.parent)
        assert got.code == 0, got.err
        assert load_plan(tmp_path / "out/a.txt.json").header.title == "Nạo vét kênh N7"

    def test_a_name_of_file_is_a_folder_of_this_machine(self, tmp_path: Path) -> None:
        (tmp_path / "có dấu").mkdir()
        (tmp_path / "có dấu/a.txt").write_text(TEXT.format(1), "utf-8")
        run_batch((tmp_path / "có dấu").as_uri(), tmp_path / "out", QUICK, jobs=1)
        assert states(tmp_path / "out") == {"a.txt": "done"}
        with Manifest(tmp_path / "out") as manifest:
            assert manifest.about("input") == str(tmp_path / "có dấu")

    def test_the_memory_of_this_process(self, tmp_path: Path) -> None:
        import fsspec

        memory = fsspec.filesystem("memory")
        memory.pipe("/trial/a.txt", TEXT.format(1).encode())
        memory.pipe("/trial/z.zip", zipped({"in.txt": TEXT.format(2)}))
        try:
            run_batch("memory://trial", tmp_path / "out", QUICK, jobs=1, copy_to="memory://copies")
            assert states(tmp_path / "out") == {"a.txt": "done", "z.zip!/in.txt": "done"}
            assert memory.cat("/copies/z.zip!/in.txt.txt") == (tmp_path / "out/z.zip!/in.txt.txt").read_bytes()
            assert run_batch("memory://trial", tmp_path / "out", QUICK, jobs=1).count("skipped") == 2
        finally:
            memory.rm("/trial", recursive=True)
            memory.rm("/copies", recursive=True)


class TestKills:
    @pytest.mark.slow
    def test_a_run_that_is_killed_goes_on_and_leaves_nothing(
        self, store: Store, bucket: str, tmp_path: Path, cli: Cli
    ) -> None:
        """Neither results nor their copies are lost, doubled or halved, and no original is left on the disk."""
        source, target = f"{bucket[:40]}-in", f"{bucket[:40]}-out"
        store.bucket(source)
        store.bucket(target)
        for number in range(60):
            store.put(source, f"{number:02}.txt", TEXT.format(number) + "Nội dung khác. " * 300)
        out = tmp_path / "out"
        command = ["batch", f"s3://{source}", "-o", str(out), "--no-ocr", "-j", "1", "--copy-to", f"s3://{target}/kq"]
        for least in (1, 10, 30):  # copies: two for each file
            run = subprocess.Popen(
                [sys.executable, "-m", "viextract", *command],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            limit = time.monotonic() + 120
            while run.poll() is None and len(store.keys(target)) < least and time.monotonic() < limit:
                time.sleep(0.02)
            assert run.poll() is None, "it ended before it could be killed"
            os.killpg(run.pid, 9)
            run.wait()
            time.sleep(0.6)  # workers end by themselves
            half = [key for key, data in store.content(target).items() if key.endswith(".json") and data[-2:] != b"}\n"]
            assert not half
        assert 0 < len(store.content(target)) < 120
        store.asked.clear()
        assert cli(*command).code == 0
        assert 0 < len(store.fetched(source)) <= 60 - 30 // 2
        assert states(out) == {f"{number:02}.txt": "done" for number in range(60)}
        untouched = tmp_path / "untouched"
        run_batch(f"s3://{source}", untouched, Options(ocr="never"), jobs=1)
        assert results(out) == results(untouched)
        copied = {key.removeprefix("kq/"): data for key, data in store.content(target).items()}
        manifest = copied.pop(".viextract/manifest.sqlite")
        assert copied == {**results(out), **{name: (out / name).read_bytes() for name in REPORTS}}
        (tmp_path / "manifest.sqlite").write_bytes(manifest)
        with closing(sqlite3.connect(tmp_path / "manifest.sqlite")) as database:
            assert database.execute("SELECT count(*), count(DISTINCT path) FROM files").fetchone() == (60, 60)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        kept = {name for name in kept if not name.startswith(".viextract/manifest.sqlite")}  # with its lock and log
        assert kept == {*results(out), *REPORTS}


REPORTS = ("report.json", "report.csv", "report.html")


class TestCopies:
    def test_only_what_is_new_is_copied(self, store: Store, bucket: str, tmp_path: Path) -> None:
        store.put(bucket, "in/a.txt", TEXT.format(1))
        store.put(bucket, "in/b.txt", TEXT.format(2))
        run_batch(f"s3://{bucket}/in", tmp_path / "out", QUICK, jobs=1, copy_to=f"s3://{bucket}/out")
        store.put(bucket, "in/b.txt", TEXT.format(3))
        store.asked.clear()
        report = run_batch(f"s3://{bucket}/in", tmp_path / "out", QUICK, jobs=1, copy_to=f"s3://{bucket}/out")
        put = {line.partition("/out/")[2] for line in store.asked if line.startswith("PUT")}
        assert put == {"b.txt.json", "b.txt.txt", *REPORTS, ".viextract/manifest.sqlite"}
        assert store.content(bucket)["out/b.txt.json"] == (tmp_path / "out/b.txt.json").read_bytes()
        assert not report.not_copied

    def test_results_of_a_folder_are_copied_later_too(self, store: Store, bucket: str, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text(TEXT.format(1), "utf-8")
        run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1)
        run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1, copy_to=f"s3://{bucket}")
        assert {"a.txt.json", "a.txt.txt"} < store.content(bucket).keys()

    def test_a_store_without_whole_writes_gets_a_name_last(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text(TEXT.format(1), "utf-8")
        target = tmp_path / "kho"
        run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1, copy_to=f"file://{target}")
        assert results(target) == results(tmp_path / "out")
        assert not list(target.rglob(".viextract-*"))

    def test_names_that_are_no_utf8_are_copied_as_reports_show_them(
        self, store: Store, bucket: str, tmp_path: Path
    ) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / os.fsdecode(b"v\xe9.txt")).write_text(TEXT.format(1), "utf-8")
        report = run_batch(tmp_path / "in", tmp_path / "out", QUICK, jobs=1, copy_to=f"s3://{bucket}")
        assert not report.not_copied and "v\\xe9.txt.json" in store.keys(bucket)

    def test_what_cannot_be_copied_is_told_and_tried_again(
        self, store: Store, bucket: str, tmp_path: Path, cli: Cli
    ) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text(TEXT.format(1), "utf-8")
        (tmp_path / "kho").mkdir()
        (tmp_path / "kho/a.txt.json").mkdir()  # a folder is in the way
        command = ("batch", tmp_path / "in", "-o", tmp_path / "out", "--copy-to", f"file://{tmp_path / 'kho'}")
        first = cli(*command)
        assert (
            first.code == 24 and "not copied: a.txt.json" in first.err and "1 results could not be copied" in first.err
        )
        assert (tmp_path / "kho/a.txt.txt").is_file()
        (tmp_path / "kho/a.txt.json").rmdir()
        assert cli(*command).code == 0
        assert (tmp_path / "kho/a.txt.json").is_file()

    def test_a_manifest_that_cannot_be_read_is_told_and_ends_no_copying(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("viextract.archive.copies._EVERY_SECONDS", 0.01)
        manifest = tmp_path / "out" / ".viextract" / "manifest.sqlite"
        manifest.parent.mkdir(parents=True)
        manifest.write_bytes(b"no database " * 200)
        with Copier(manifest, tmp_path / "out", address_of(f"file://{tmp_path / 'kho'}")) as copier:
            time.sleep(0.2)
            assert copier._thread.is_alive()
            copier.finish([])
        assert any("cannot be used" in cause for cause in copier.failures.values())

    def test_a_store_that_does_not_answer_is_told_before_the_work(self, bucket: str, tmp_path: Path, cli: Cli) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text(TEXT.format(1), "utf-8")
        got = cli("batch", tmp_path / "in", "-o", tmp_path / "out", "--copy-to", "ftp://127.0.0.1:1/x")
        assert got.code == InputUnreadableError.exit_code and "127.0.0.1:1 cannot be reached" in got.err
        assert not list((tmp_path / "out").glob("a.txt*"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("address", "cause"),
        [
            ("s3://AKIA0:verysecret@bucket/x", "holds a password"),
            ("sftp://lan:verysecret@host/x", "holds a password"),
            ("az://box/x?sv=1&sig=verysecret", "parts that are no path"),
            ("simplecache::s3://bucket/x", "does not exist"),
            ("s3://bucket/x::zip://y", "parts that are no path"),
            ("s3://bucket/in/../../../etc/x.txt", "parts that are no path"),
            ("s3://bucket/in//x.txt", "parts that are no path"),
            ("http://host/verysecret", "no store that can be listed"),
            ("s3://", "names no bucket"),
            ("file://host/x", "not on this machine"),
        ],
    )
    def test_addresses_that_are_not_safe(self, address: str, cause: str, tmp_path: Path, cli: Cli) -> None:
        got = cli("batch", address, "-o", tmp_path / "out")
        assert got.code in (22, 10) and cause in got.err
        assert "verysecret" not in got.err
        assert not (tmp_path / "out").exists()

    def test_places_that_do_not_go_together(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        for places in (["s3://one/a", str(tmp_path / "in")], ["s3://one/a", "s3://two/a"]):
            with pytest.raises(InvalidOptionError, match="do not go into one run"):
                run_batch(places, tmp_path / "out")

    def test_results_are_not_made_in_a_store(self, tmp_path: Path, cli: Cli) -> None:
        (tmp_path / "in").mkdir()
        got = cli("batch", tmp_path / "in", "-o", "s3://bucket/out")
        assert got.code == 22 and "--copy-to" in got.err

    @pytest.mark.parametrize("store", ["s3://one/a/b", "s3://one/a", "s3://one"])
    def test_copies_beside_originals(self, store: str, tmp_path: Path) -> None:
        with pytest.raises(InvalidOptionError, match="could overwrite the originals"):
            run_batch("s3://one/a", tmp_path / "out", copy_to=store)

    def test_what_is_not_there(self, store: Store, bucket: str, tmp_path: Path) -> None:
        for address in (f"s3://{bucket}/nothing", "s3://no-such-bucket-here/x"):
            with pytest.raises(InputNotFoundError):
                run_batch(address, tmp_path / "out")
        store.put(bucket, "a.xyz", "x")
        with pytest.raises(EmptyInputError):
            run_batch(f"s3://{bucket}", tmp_path / "out")

    def test_a_server_that_does_not_answer(self, tmp_path: Path, cli: Cli) -> None:
        got = cli("batch", "ftp://127.0.0.1:1/plans", "-o", tmp_path / "out")
        assert got.code == InputUnreadableError.exit_code and "credentials in the environment" in got.err

    @pytest.mark.parametrize(
        ("missing", "address", "advice"),
        [
            ("fsspec", "s3://bucket/x", "viextract[stores]"),
            ("s3fs", "s3://bucket/y", "s3fs"),
            ("gcsfs", "gs://b", "gcsfs"),
        ],
    )
    def test_a_package_that_is_missing_is_named(self, missing: str, address: str, advice: str, tmp_path: Path) -> None:
        # A module that is None in sys.modules is one that is not there.
        program = f"import sys; sys.modules[{missing!r}] = None; from viextract.cli.app import main; main()"
        got = subprocess.run(
            [sys.executable, "-c", program, "batch", address, "-o", tmp_path / "out"],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert got.returncode == EngineMissingError.exit_code
        assert "pip install" in got.stderr and advice in got.stderr.replace("\n", " ")


class TestSecrets:
    def test_no_credential_is_written_anywhere(self, store: Store, bucket: str, tmp_path: Path) -> None:
        store.put(bucket, "in/a.txt", TEXT.format(1))
        store.put(bucket, "in/torn.pdf", b"%PDF-1.7\n")
        run = subprocess.run(
            [
                *(sys.executable, "-m", "viextract", "--debug", "batch", f"s3://{bucket}/in", "-o", tmp_path / "out"),
                *("--no-ocr", "--copy-to", f"s3://{bucket}/out"),
            ],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
            capture_output=True,
            check=False,
        )
        assert run.returncode == 24
        made = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        for data in (run.stdout, run.stderr, *made, *store.content(bucket).values()):
            assert SECRET.encode() not in data and b"AKIA0123456789ABCDEF" not in data

    def test_what_libraries_say_is_shown_without_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AZURE_STORAGE_KEY", "0123456789abcdef")
        said = (
            "403 for https://lan:matkhau1@host/box?sv=2024&sig=Zm9vYmFy%3D&se=1 key 0123456789abcdef "
            "Signature=abcdef, 'aws_secret_access_key': 'xyzzyxyzzy' password: hunter22\nsecond line"
        )
        shown = plain_cause(PermissionError(said))
        assert shown.startswith("PermissionError: 403 for https://***@host/box?sv=2024&sig=***&se=1 key ***")
        for secret in ("matkhau1", "Zm9v", "0123456789abcdef", "abcdef", "xyzzy", "hunter22", "second line"):
            assert secret not in shown


def test_a_message_without_end_is_shown_at_once() -> None:
    assert reads_in_linear_time(lambda text: plain_cause(OSError(text)), "a-", short=400)
    assert len(plain_cause(OSError("a-" * 4_000))) < 250


def test_a_network_that_fails_midway_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "0123456789abcdef")

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 10:
                raise OSError(5, "connection reset; token 0123456789abcdef")
            return super().read(min(size or 0, 10) if size and size > 0 else 10)

    class System:
        def _strip_protocol(self, url: str) -> str:
            return url

        def open(self, path: str, mode: str) -> Broken:
            return Broken(zipped({"a.txt": "x" * 5000}))

    monkeypatch.setattr("viextract.archive.stores.file_system", lambda address: System())
    remote = Remote(Address("s3://bucket"), "a.zip", None)
    for ask in (
        lambda: remote.read(10**6),
        lambda: remote.sha256(10**6),
        lambda: list_container(ContainerJob(Path("a.zip"), remote, frozenset({".txt"}), Limits())),
    ):
        with pytest.raises(InputUnreadableError) as caught:
            ask()
        assert "connection reset" in caught.value.cause and "0123456789abcdef" not in caught.value.cause


class TestAddresses:
    def test_what_stores_say_of_files(self) -> None:
        root = place_of("s3://bucket/x")
        assert isinstance(root, Address)
        known = remote_of(root, "a", {"size": 5, "ETag": '"abc"', "LastModified": "2026-03-01T10:00:00+00:00"})
        assert (known.size, known.etag, known.mtime_ns) == (5, "abc", 1_772_359_200_000_000_000)
        seconds = remote_of(root, "a", {"size": 5, "mtime": 12.5})
        assert (seconds.etag, seconds.mtime_ns) == (None, 12_500_000_000)
        nothing = remote_of(root, "a", {"size": None, "mtime": "yesterday"})
        assert (nothing.size, nothing.mtime_ns) == (None, 0)

    def test_paths_of_this_machine_stay_paths(self) -> None:
        assert place_of("in/a:b") == Path("in/a:b")
        assert place_of(Path("s3:/x")) == Path("s3:/x")
        assert place_of("file:///a/k%E1%BA%BF") == Path("/a/kế")
        assert place_of("S3://Bucket/Plans/") == Address("s3://Bucket/Plans")
