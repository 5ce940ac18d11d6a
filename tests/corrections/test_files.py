"""Files of corrections on disk: nothing that a person has decided is overwritten, or left alone in silence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.growth import is_linear
from viextract.corrections import find_corrections, names_in, save_corrections, set_aside
from viextract.errors import OutputNotWritableError
from viextract.model.corrections import CorrectedSource, Corrections, HeaderDecision
from viextract.model.messages import in_vietnamese
from viextract.model.plan import Plan
from viextract.options import Options


def test_what_would_be_set_aside_over_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viextract.corrections.files._MOST_ASIDE", 4)
    path = tmp_path / "tre.txt.corrections.json"
    for number in range(1, 4):
        path.write_text(f"lần {number}", "utf-8")
        set_aside(path, "a" * 64)
    path.write_text("lần 4", "utf-8")
    with pytest.raises(OutputNotWritableError, match="3 files of that kind"):
        set_aside(path, "a" * 64)
    kept = [path.with_name(f"{path.name}.old{number}").read_text("utf-8") for number in range(1, 4)]
    assert kept == ["lần 1", "lần 2", "lần 3"] and path.read_text("utf-8") == "lần 4"


# --- copies beside the document


def kept(document: Path, name: str, *symbols: str) -> None:
    sha256 = hashlib.sha256(document.read_bytes()).hexdigest()
    decisions = [HeaderDecision(field="symbol", after=symbol) for symbol in symbols]
    save_corrections(document.parent / name, Corrections(source=CorrectedSource(sha256=sha256), decisions=decisions))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "tre.txt"
    path.write_text(
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI TRE\nSố:    /KH-UBND\n\nKẾ HOẠCH\nTrồng cây\n\nI. MỤC ĐÍCH\n- Trồng.\n", "utf-8"
    )
    return path


def unused(plan: Plan) -> list[str]:
    return [warning.message for warning in plan.warnings if warning.code == "corrections-unused"]


COPIES = [
    "tre.txt.corrections (1).json",
    "tre.txt.corrections(1).json",
    "tre.txt.corrections-1.json",
    "tre.txt.corrections 2.json",
    "tre.txt.corrections - Copy.json",
    "tre.txt.corrections - Copy (2).json",
    "Copy of tre.txt.corrections.json",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_second_download_is_told_and_not_used(document: Path, name: str) -> None:
    kept(document, "tre.txt.corrections.json", "45/KH-UBND")
    kept(document, name, "45/KH-UBND", "46/KH-UBND")
    plan = viextract.extract(document)
    assert plan.header.symbol == "45/KH-UBND"
    told = unused(plan)
    assert len(told) == 1 and name in told[0] and "tre.txt.corrections.json was used" in told[0] and "1 more" in told[0]
    assert not in_vietnamese(told[0]).startswith("tre.txt.corrections.json was used")


def test_of_two_that_differ_it_is_told_what_each_lacks(document: Path) -> None:
    kept(document, "tre.txt.corrections.json", "45/KH-UBND", "47/KH-UBND")
    kept(document, "tre.txt.corrections (1).json", "46/KH-UBND")
    told = unused(viextract.extract(document))
    assert len(told) == 1 and "holds others (1) and lacks some (2)" in told[0]


def test_a_copy_alone_is_told_with_the_name_that_it_needs(document: Path) -> None:
    kept(document, "tre.txt.corrections (1).json", "46/KH-UBND")
    plan = viextract.extract(document)
    assert plan.header.symbol is None
    assert unused(plan) == ["tre.txt.corrections (1).json was not used: rename it to tre.txt.corrections.json."]


def test_a_broken_copy_is_told(document: Path) -> None:
    document.with_name("tre.txt.corrections (1).json").write_text('{"corrections_version"', "utf-8")
    assert unused(viextract.extract(document)) == [
        "tre.txt.corrections (1).json was not used: it is no file of corrections."
    ]


def test_what_loses_nothing_is_not_told(document: Path) -> None:
    """A copy of the same or of fewer decisions, one of another document, one that was set aside."""
    kept(document, "tre.txt.corrections.json", "45/KH-UBND", "46/KH-UBND")
    kept(document, "tre.txt.corrections (1).json", "45/KH-UBND")
    kept(document, "tre.txt.corrections - Copy.json", "45/KH-UBND", "46/KH-UBND")
    kept(document, "tre.txt.corrections.json.old1", "48/KH-UBND")
    other = document.with_name("cau-tre.txt")
    other.write_bytes(document.read_bytes())
    kept(other, "cau-tre.txt.corrections.json", "49/KH-UBND")
    save_corrections(
        document.with_name("tre.txt.corrections (2).json"), Corrections(source=CorrectedSource(sha256="a" * 64))
    )
    assert unused(viextract.extract(document)) == []
    kept(document, "tre.txt.corrections (3).json", "50/KH-UBND")
    assert unused(viextract.extract(document, Options(replay=False))) == []


def test_in_a_folder_the_name_decides_and_the_other_is_told(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for name, symbol in (("a.corrections.json", "44/KH-UBND"), ("tre.txt.corrections.json", "45/KH-UBND")):
        kept(document, f"kept/{name}", symbol)
    for options in (Options(corrections=folder), Options(corrections=folder, jobs=2)):
        assert viextract.extract(document, options).header.symbol == "45/KH-UBND"
    kept(document, "kept/tre.txt.corrections (1).json", "45/KH-UBND", "46/KH-UBND")
    assert len(unused(viextract.extract(document, Options(corrections=folder)))) == 1


def test_a_saved_plan_is_corrected_with_one_and_the_other_is_told(
    cli: Callable[..., Any], document: Path, tmp_path: Path
) -> None:
    kept(document, "tre.txt.corrections.json", "45/KH-UBND")
    kept(document, "tre.txt.corrections (1).json", "45/KH-UBND", "46/KH-UBND")
    plan = tmp_path / "plan.json"
    plan.write_text(viextract.extract(document, Options(replay=False)).to_json(), "utf-8")
    done = cli("apply", plan, tmp_path / "tre.txt.corrections.json", "-o", tmp_path / "made.json")
    assert done.code == 0 and "tre.txt.corrections (1).json" in done.err
    assert len(unused(viextract.load(tmp_path / "made.json"))) == 1


def test_a_folder_of_thousands_is_listed_once_and_each_document_finds_its_own(tmp_path: Path) -> None:
    def looked_up(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        folder.mkdir(exist_ok=True)
        for k in range(count):
            (folder / f"a b {k}.txt.corrections.json").touch()
        names = cache(names_in)
        return lambda: [find_corrections(None, folder / f"a b {k}.txt", "", "a" * 64, names) for k in range(count)]

    assert is_linear(looked_up, short=400)
    found = names_in(tmp_path / "400")
    assert found["a b 7.txt.corrections"] == found["b 7.txt.corrections"] == ["a b 7.txt.corrections.json"]


def test_a_file_that_is_named_is_used_without_a_word(document: Path) -> None:
    kept(document, "tre.txt.corrections.json", "45/KH-UBND")
    kept(document, "tre.txt.corrections (1).json", "46/KH-UBND")
    plan = viextract.extract(document, Options(corrections=document.with_name("tre.txt.corrections (1).json")))
    assert plan.header.symbol == "46/KH-UBND" and unused(plan) == []
