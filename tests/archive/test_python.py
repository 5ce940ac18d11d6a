"""Many files in Python: plans in order or as they end, and what a batch made of each file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import viextract
from tests.archive.jobs import work
from viextract import Options
from viextract.archive import BatchResult
from viextract.archive.executors.pool import run_jobs
from viextract.errors import DamagedFileError, InputNotFoundError, InvalidOptionError, ViextractError

QUICK = Options(recover=False, ocr="never")
TEXT = "KẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC TIÊU\n- Trồng 500 cây.\n"


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Six files that can be read, a torn one and one that is not there."""
    made = []
    for number in range(6):
        made.append(tmp_path / f"{number}.txt")
        made[-1].write_text(f"{TEXT}{number}\n", "utf-8")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    return [*made[:3], tmp_path / "torn.pdf", tmp_path / "missing.txt", *made[3:]]


def test_plans_come_in_the_order_of_the_paths(paths: list[Path]) -> None:
    results = list(viextract.iter_extract(paths, QUICK, jobs=2))
    assert [result.path for result in results] == paths
    for result in results:
        if result.error is None:
            assert result.plan.to_json() == viextract.extract(result.path, QUICK).to_json()
    errors = [type(result.error) for result in results if result.error]
    assert errors == [DamagedFileError, InputNotFoundError]
    with pytest.raises(DamagedFileError):
        _ = results[3].plan


def test_plans_as_they_end_and_paths_taken_one_by_one(paths: list[Path]) -> None:
    taken: list[Path] = []

    def source() -> Iterator[str]:
        for path in paths * 50:
            taken.append(path)
            yield str(path)

    results = viextract.iter_extract(source(), QUICK, jobs=1, ordered=False)
    first = [next(results) for _ in range(4)]
    assert {result.path for result in first} == set(paths[:4])
    assert len(taken) < 10
    results.close()  # type: ignore[attr-defined]


def test_a_single_path_or_an_odd_number_of_jobs_is_refused(paths: list[Path]) -> None:
    with pytest.raises(InvalidOptionError):
        viextract.iter_extract(str(paths[0]))
    with pytest.raises(InvalidOptionError):
        viextract.iter_extract(paths, jobs=-1)


def test_few_jobs_are_begun_after_one_that_does_not_end() -> None:
    """In order, results are held until their turn: there must not be ever more of them."""
    begun: list[str] = []

    def jobs() -> Iterator[str]:
        for job in ("sleep:2", *(f"job {number}" for number in range(100))):
            begun.append(job)
            yield job

    for job, _, _ in run_jobs(jobs(), work, workers=2, seconds=60, ahead=5):
        if job == "sleep:2":
            break
        assert len(begun) <= 5
    assert len(begun) >= 5


def test_a_batch_gives_each_file_as_it_ends(paths: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    results: dict[str, BatchResult] = {}
    viextract.batch([path for path in paths if path.exists()], out, QUICK, jobs=1, on_result=lambda r: _add(results, r))
    assert len(results) == 7
    assert results["1.txt"].plan.to_json() == viextract.extract(paths[1], QUICK).to_json()
    assert results["1.txt"].status == "done" and results["1.txt"].json == out / "1.txt.json"
    failed = results["torn.pdf"]
    assert failed.json is None and failed.outcome.failure and failed.outcome.failure.code == "damaged-file"
    with pytest.raises(ViextractError):
        _ = failed.plan
    again: dict[str, BatchResult] = {}
    viextract.batch([path for path in paths if path.exists()], out, QUICK, jobs=1, on_result=lambda r: _add(again, r))
    assert again["1.txt"].status == "skipped" and again["1.txt"].plan == results["1.txt"].plan


def _add(results: dict[str, BatchResult], result: BatchResult) -> None:
    assert result.path not in results
    results[result.path] = result


def test_an_exception_of_the_caller_ends_the_batch_with_its_account(paths: list[Path], tmp_path: Path) -> None:
    def refuse(_: BatchResult) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError):
        viextract.batch(paths[:3], tmp_path / "out", QUICK, jobs=1, on_result=refuse)
    assert (tmp_path / "out" / "report.json").is_file()
    assert viextract.batch(paths[:3], tmp_path / "out", QUICK, jobs=1).count("failed") == 0
