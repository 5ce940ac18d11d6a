"""The benchmark's own rules: what is held out from training, and how errors and confidences are counted."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from benchmarks.recovery.heldout import (
    calibration_pairs,
    held_out_pairs,
    held_out_shingles,
    is_held_out,
    repeats,
    shingles,
    training_pairs,
)
from benchmarks.recovery.measures import Errors, calibration, changed, errors, judged, words_right
from viextract.model.decision import Decision
from viextract.recover import Explanation

PAIRS = [(f"dong s6 {i}", f"dòng số {i}") for i in range(101)]


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    path = tmp_path / "noise.tsv.xz"
    rows = [f"{read}\t{true}" for read, true in PAIRS]
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        stream.write("\n".join([*rows[:50], "no pair", *rows[50:]]) + "\n")
    return path


def test_one_line_in_a_hundred_is_held_out_whatever_stands_around_it() -> None:
    held = [i for i in range(20_000) if is_held_out(f"dòng thứ {i} của văn bản")]
    assert 150 < len(held) < 250
    assert held == [i for i in range(20_000) if is_held_out(f"dòng thứ {i} của văn bản")]


def test_the_last_pairs_are_held_out_and_the_others_are_for_training(noise: Path) -> None:
    assert held_out_pairs(noise) == PAIRS[-4:]
    assert calibration_pairs(noise) == PAIRS[-8:-4]
    assert training_pairs(noise) == PAIRS[:-8]


def test_a_file_of_few_pairs_holds_nothing_out(tmp_path: Path) -> None:
    path = tmp_path / "few.tsv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        stream.write("a\tá\n")
    assert held_out_pairs(path) == calibration_pairs(path) == []
    assert training_pairs(path) == [("a", "á")]


def test_a_line_that_says_half_of_what_is_held_out_repeats_it() -> None:
    known = frozenset(shingles("các tổ dân phố vận động nhân dân giữ gìn vệ sinh chung quanh nhà văn hóa"))
    assert repeats("Các tổ dân phố vận động nhân dân giữ gìn vệ sinh", known)
    assert not repeats("Ủy ban nhân dân giao các đơn vị báo cáo kết quả trước ngày 15 tháng 12", known)
    assert not repeats("ngắn quá", known)


def test_held_out_lines_are_read_on_from_one_to_the_next(noise: Path) -> None:
    known = held_out_shingles([noise])
    assert ("số", "<num>", "dòng", "số", "<num>", "dòng", "số", "<num>") in known


def test_errors_are_counted_with_case_and_punctuation_but_in_one_tone_style() -> None:
    assert errors(["Hoà bình, no ấm"], ["Hòa bình, no ấm"]).word_errors == 0
    assert errors(["Hòa bình, no ấm"], ["hòa bình no ấm"]) == Errors(15, 2, 4, 2)


def test_words_are_right_at_their_place() -> None:
    assert words_right(["một hai ba bốn"], ["một hải ba"]) == 0.5


def test_changed_words_are_counted_on_both_sides() -> None:
    assert changed("một hai ba", "một hai ba") == 0
    assert changed("một hai ba", "một hải ba") == 1
    assert changed("một hai ba", "một haiba") == 2


def test_a_decision_is_right_where_its_words_are_in_the_truth() -> None:
    source = "hoc tip\ntoan ciu"
    tokens = (
        Decision(0, 3, "hoc", "học", 0.9),
        Decision(4, 7, "tip", "típ", 0.4),
        Decision(8, 12, "toan", "toàn", 0.8),
        Decision(13, 16, "ciu", "cầu", 0.7),
    )
    explanation = Explanation(source, "học típ\ntoàn cầu", "wrong-language-ocr", tokens)
    assert judged(explanation, ["học tập", "toàn cầu"]) == [(0.9, True), (0.4, False), (0.8, True), (0.7, True)]


def test_calibration_is_the_mean_gap_between_confidence_and_the_share_that_is_right() -> None:
    sure = [(0.95, True)] * 95 + [(0.95, False)] * 5
    doubtful = [(0.55, True)] * 25 + [(0.55, False)] * 75
    assert calibration(sure)[0] == pytest.approx(0.0)
    assert calibration(doubtful)[0] == pytest.approx(0.30)
    error, bins = calibration(sure + doubtful)
    assert error == pytest.approx(0.15)
    assert [b.count for b in bins] == [0, 0, 0, 0, 0, 100, 0, 0, 0, 100]
    assert bins[9].right == pytest.approx(0.95)
