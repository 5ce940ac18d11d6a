"""Engines: what tesseract says is understood, and what goes wrong has a name."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from viextract.errors import EngineFailedError, EngineMissingError, TimedOutError
from viextract.read.ocr.engines import load_engine, tesseract
from viextract.read.ocr.engines.tesseract import TesseractEngine, parse_tsv

WHITE = np.full((60, 200), 255, np.uint8)

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t200\t60\t-1\t
4\t1\t1\t1\t1\t0\t10\t10\t90\t20\t-1\t
5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t96.5\tTrồng
5\t1\t1\t1\t1\t2\t60\t10\t40\t20\t31\t"cây
5\t1\t1\t1\t2\t1\t10\t40\t40\t20\t95\t \u0020
5\t1\t1\t1\t3\t1\t10\t40\t40\t20\t95\txanh
"""


@pytest.fixture(autouse=True)
def _forget_what_was_found() -> Iterator[None]:
    remembered = (tesseract._version, tesseract._languages, tesseract._checked)
    for function in remembered:
        function.cache_clear()
    yield
    for function in remembered:
        function.cache_clear()


def test_words_have_boxes_confidences_and_lines() -> None:
    words = parse_tsv(TABLE)
    assert [(word.text, word.line) for word in words] == [("Trồng", 0), ('"cây', 0), ("xanh", 1)]
    assert words[0].bbox == (10, 10, 50, 30)
    assert words[0].confidence == pytest.approx(0.965)


def test_an_engine_that_nobody_registered_is_missing_and_the_others_are_named() -> None:
    with pytest.raises(EngineMissingError) as caught:
        load_engine("abacus")
    assert "tesseract" in caught.value.advice


def test_tesseract_is_registered() -> None:
    assert isinstance(load_engine("tesseract"), TesseractEngine)


def fake_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A program of that name first in the path: says a version and its languages, then does ``body``."""
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in --version) echo "tesseract 5.9.9"; exit;; esac\n'
        'case "$*" in *--list-langs*) printf "List of available languages (2):\\neng\\nvie\\n"; exit;; esac\n'
        f"{body}\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_version_names_program_and_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(tmp_path, monkeypatch, "exit 0")
    assert TesseractEngine().version("vie") == "tesseract 5.9.9 vie"


def test_missing_language_data_are_named_with_the_command_that_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_tesseract(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(EngineMissingError, match="'fra'") as caught:
        TesseractEngine().version("vie+fra")
    assert "tesseract-ocr-fra" in caught.value.advice


def test_a_missing_program_is_an_engine_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissingError) as caught:
        TesseractEngine().recognise(WHITE, dpi=200, language="vie", seconds=5)
    assert "tesseract-ocr-vie" in caught.value.advice


def test_a_crash_is_an_engine_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(tmp_path, monkeypatch, "echo 'out of toner' >&2; exit 3")
    with pytest.raises(EngineFailedError, match="out of toner"):
        TesseractEngine().recognise(WHITE, dpi=200, language="vie", seconds=5)


def test_a_page_that_takes_too_long_is_timed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(tmp_path, monkeypatch, "exec sleep 20")
    with pytest.raises(TimedOutError):
        TesseractEngine().recognise(WHITE, dpi=200, language="vie", seconds=0.3)


def test_rubbish_on_its_output_is_an_engine_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(tmp_path, monkeypatch, "printf '\\377\\376\\200' > \"$2.tsv\"")
    with pytest.raises(EngineFailedError):
        TesseractEngine().recognise(WHITE, dpi=200, language="vie", seconds=5)


def test_one_thread_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say = f'echo "$OMP_THREAD_LIMIT" > {tmp_path}/threads; printf "level\\n" > "$2.tsv"'
    fake_tesseract(tmp_path, monkeypatch, say)
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    assert TesseractEngine().recognise(WHITE, dpi=200, language="vie", seconds=5) == []
    assert (tmp_path / "threads").read_text().strip() == "1"
