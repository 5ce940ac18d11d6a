"""A batch on a real Ray cluster of two machines (of this one), one of which is killed midway."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.jobs import work
from viextract.archive import run_batch
from viextract.archive.manifest import Manifest
from viextract.errors import DamagedFileError, InvalidOptionError, TimedOutError, WorkerDiedError
from viextract.options import Options

ray = pytest.importorskip("ray", reason="Ray is not installed: the tests of clusters are skipped")
ROOT = Path(__file__).resolve().parents[2]
QUICK = Options(recover=False, ocr="never")
TEXT = "ỦY BAN NHÂN DÂN XÃ BÌNH LÂM\nSố: {}/KH-UBND\nKẾ HOẠCH\nNạo vét kênh\nI. NỘI DUNG\n- Nạo vét {} km kênh.\n"


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two machines with one core each; the first is the head."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    machine = {"num_cpus": 1, "object_store_memory": 80 * 2**20}
    made = Cluster(initialize_head=True, head_node_args={**machine, "include_dashboard": False})
    made.add_node(**machine)
    try:
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(TEXT.format(number, number) * 20, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.txt.json")}


def test_a_machine_that_goes_down_costs_nothing(
    cluster: Any, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from viextract.archive.executors.ray import RayExecutor

    executor = RayExecutor(cluster.address)
    down: list[int] = []
    machine = cluster.worker_nodes.copy().pop()

    def kill_one(outcome: object, total: int) -> None:
        down.append(total)
        if len(down) == 10:
            cluster.remove_node(machine, allow_graceful=False)

    monkeypatch.chdir(tmp_path)  # machines get whole paths, whatever the folder that the command is given in
    report = run_batch("in", "far", QUICK, executor=executor, on_outcome=kill_one)
    assert (report.count("done"), report.count("failed"), len(down)) == (60, 1, 61)
    run_batch(archive, tmp_path / "near", QUICK, jobs=1)
    assert results(tmp_path / "far") == results(tmp_path / "near") and len(results(tmp_path / "far")) == 60
    with Manifest(tmp_path / "far") as manifest:
        entries = [(entry.path, entry.state) for entry in manifest.entries()]
    assert len(entries) == len(dict(entries)) == 61 and dict(entries)["empty.txt"] == "failed"
    again = run_batch("in", "far", QUICK, executor=executor)
    assert again.count("skipped") == 60


def test_what_goes_wrong_in_one_job_is_its_own_affair(cluster: Any) -> None:
    from viextract.archive.executors.ray import RayExecutor

    jobs = ["a", "die", "hang", "refuse", "b", "c"]
    found = {job: result for job, result, _ in RayExecutor(cluster.address).run(jobs, work, seconds=10, memory=None)}
    assert [found[job] for job in "abc"] == ["A", "B", "C"]
    kinds = {"die": WorkerDiedError, "hang": TimedOutError, "refuse": DamagedFileError}
    assert {job: type(found[job]) for job in kinds} == kinds


def test_without_a_cluster_the_command_says_so(archive: Path, tmp_path: Path, cli: Callable[..., Any]) -> None:
    done = cli("batch", archive, "-o", tmp_path / "out", "--cluster", "127.0.0.1:1")
    assert done.code == InvalidOptionError.exit_code
    assert "no Ray cluster answers at 127.0.0.1:1" in done.err
