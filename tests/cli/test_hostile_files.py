"""A few of the hostile files of ``benchmarks/hostile``: no crash, no hang, no memory beyond the limit, no escape."""

from __future__ import annotations

import random

import pytest

from benchmarks.hostile.files import Hostile, hostile_files, zipped
from benchmarks.hostile.run import attempt

FEW = list(hostile_files(37, seed=7))
_SLOW = ("scan", "bomb")


def test_the_same_seed_gives_the_same_files() -> None:
    again = list(hostile_files(4, seed=7))
    assert again == FEW[:4] and again != list(hostile_files(4, seed=8))


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(one, id=one.kind, marks=[pytest.mark.slow] if any(word in one.kind for word in _SLOW) else [])
        for one in FEW
    ],
)
def test_a_hostile_file_ends_in_a_plan_or_an_error_of_ours(hostile: Hostile) -> None:
    result = attempt(hostile)
    assert not result.bad, result


def test_what_goes_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness itself: a crash, a hang and an escape are told as what they are."""
    from benchmarks.hostile import run

    plain = Hostile("text", b"a.txt", b"a")

    def crash(source: object, folder: object, options: object) -> tuple[str, str]:
        raise KeyError("a")

    def hang(source: object, folder: object, options: object) -> tuple[str, str]:
        while True:
            random.random()

    def escape(source: object, folder: object, options: object) -> tuple[str, str]:
        (folder / "elsewhere").write_text("a")  # type: ignore[operator]
        return "plan", ""

    for work, outcome in ((crash, "crash"), (hang, "hang"), (escape, "escape")):
        monkeypatch.setattr(run, "_read", work)
        assert attempt(plain, seconds=5).outcome == outcome


def test_an_archive_writes_nothing_outside() -> None:
    content = zipped({"../viextract-escaped.txt": b"a", "/tmp/viextract-escaped.txt": b"a"})
    assert not attempt(Hostile("paths", b"a.zip", content)).bad
