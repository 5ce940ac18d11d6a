"""A batch replays corrections, does a corrected file again and no other, and takes no file of them for a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viextract.corrections import corrections_name, save_corrections
from viextract.model.corrections import CorrectedSource, Corrections, HeaderDecision

TEXT = (
    "ỦY BAN NHÂN DÂN\nXÃ SUỐI TRE\nSố:    /KH-UBND\n\nKẾ HOẠCH\nTrồng cây {}\n\nI. MỤC ĐÍCH\n- Trồng cây bên đường.\n"
)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(TEXT.format(name), "utf-8")
    return folder


def correct(document: Path, place: Path, symbol: str) -> None:
    sha256 = hashlib.sha256(document.read_bytes()).hexdigest()
    decisions = [HeaderDecision(field="symbol", after=symbol)]
    save_corrections(place, Corrections(source=CorrectedSource(sha256=sha256), decisions=decisions))


def symbols(out: Path) -> list[str | None]:
    return [json.loads((out / f"{name}.txt.json").read_text("utf-8"))["header"]["symbol"] for name in ("a", "b")]


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "folder"])
def test_a_corrected_file_is_done_again_and_no_other(
    cli: Callable[..., Any], scans: Path, tmp_path: Path, beside: bool
) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept"
    kept.mkdir()
    options = [] if beside else ["--corrections", kept]
    command = ["batch", scans, "-o", out, "--jobs", "1", *options]
    place = (scans if beside else kept) / corrections_name("b.txt")
    assert cli(*command).code == 0 and symbols(out) == [None, None]
    correct(scans / "b.txt", place, "45/KH-UBND")
    done = cli(*command)
    assert done.code == 0 and "1 done, 1 skipped" in done.err and "0 ignored" in done.err
    assert symbols(out) == [None, "45/KH-UBND"]
    assert "0 done, 2 skipped" in cli(*command).err
    correct(scans / "b.txt", place, "46/KH-UBND")
    assert "1 done, 1 skipped" in cli(*command).err and symbols(out) == [None, "46/KH-UBND"]
    assert "1 done, 1 skipped" in cli(*command, "--no-corrections").err and symbols(out) == [None, None]


def test_a_damaged_file_of_corrections_fails_its_document_alone(
    cli: Callable[..., Any], scans: Path, tmp_path: Path
) -> None:
    (scans / corrections_name("a.txt")).write_text("{}", "utf-8")
    done = cli("batch", scans, "-o", tmp_path / "out", "--jobs", "1")
    assert done.code == 24 and "invalid-corrections" in done.err and "1 done" in done.err


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "folder"])
def test_a_second_download_is_told_and_the_file_is_done_again_for_it(
    cli: Callable[..., Any], scans: Path, tmp_path: Path, beside: bool
) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept"
    kept.mkdir()
    folder = scans if beside else kept
    command = ["batch", scans, "-o", out, "--jobs", "1", *([] if beside else ["--corrections", kept])]
    correct(scans / "a.txt", folder / "a.txt.corrections.json", "45/KH-UBND")
    assert cli(*command).code == 0 and symbols(out) == ["45/KH-UBND", None]
    correct(scans / "a.txt", folder / "a.txt.corrections (1).json", "46/KH-UBND")
    assert "1 done, 1 skipped" in cli(*command).err and symbols(out) == ["45/KH-UBND", None]
    told = json.loads((out / "a.txt.json").read_text("utf-8"))["warnings"]
    assert ["a.txt.corrections (1).json" in one["message"] for one in told if one["code"] == "corrections-unused"] == [
        True
    ]
    assert "0 done, 2 skipped" in cli(*command).err


def test_a_download_that_only_has_a_number_is_told(cli: Callable[..., Any], scans: Path, tmp_path: Path) -> None:
    correct(scans / "a.txt", scans / "a.txt.corrections (1).json", "46/KH-UBND")
    out = tmp_path / "out"
    assert cli("batch", scans, "-o", out, "--jobs", "1").code == 0 and symbols(out) == [None, None]
    told = json.loads((out / "a.txt.json").read_text("utf-8"))["warnings"]
    assert [one["code"] for one in told].count("corrections-unused") == 1
