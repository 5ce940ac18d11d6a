"""The least that recovery must reach on the evaluation data (benchmarks/recovery/run.py measures all of it)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.recovery import measures
from benchmarks.recovery.data import Shared, documents, first_words
from viextract.language.syllables import strip_marks
from viextract.recover import explain, restore

pytestmark = [pytest.mark.accuracy, pytest.mark.slow]

LINES = 268


@pytest.fixture(scope="module")
def data(shared: Path) -> Shared:
    return Shared(shared)


def test_a_real_plan_read_with_the_wrong_language(data: Shared) -> None:
    read = data.seed("003")
    found = restore(read).split("\n")
    assert len(found) == len(read.split("\n"))
    true = data.evaluation("gold/003.body-lines-1-268.txt").read_text("utf-8").split("\n")[:LINES]
    result = measures.errors(["\n".join(true)], ["\n".join(found[:LINES])])
    assert result.wer <= 0.020
    assert result.cer <= 0.008


@pytest.mark.parametrize("name", ["000", "004"])
def test_a_plan_without_its_marks(data: Shared, name: str) -> None:
    true = data.seed(name)
    found = restore(strip_marks(true))
    assert measures.words_right(true.split("\n"), found.split("\n")) >= 0.975


@pytest.mark.parametrize("name", ["000", "004"])
def test_a_clean_plan_is_left_alone(data: Shared, name: str) -> None:
    text = data.seed(name)
    assert measures.changed(text, restore(text)) <= 0.0005 * len(text.split())


def test_general_prose_without_its_marks(data: Shared) -> None:
    true = first_words(data.lines("general"), 3_000)
    found = [line for text in documents(true, 40) for line in restore(strip_marks(text)).split("\n")]
    assert measures.words_right(true, found) >= 0.94


def test_held_out_readings_and_their_confidences(data: Shared) -> None:
    pairs = data.pairs("admin")[-400:]
    true = [pair[1] for pair in pairs]
    found = explain("\n".join(pair[0] for pair in pairs))
    result = measures.errors(true, found.text.split("\n"))
    assert result.wer <= 0.04
    assert result.cer <= 0.015
    assert measures.calibration(measures.judged(found, true))[0] <= 0.03


def test_held_out_official_text_is_left_alone(data: Shared) -> None:
    lines = first_words(data.lines("admin"), 20_000)
    count = sum(measures.changed(text, restore(text)) for text in documents(lines, 40))
    assert count <= 0.0005 * sum(len(line.split()) for line in lines)
