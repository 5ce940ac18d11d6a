"""The language model: xor tables, probabilities, and how it is loaded."""

from __future__ import annotations

import json
import mmap
from pathlib import Path

import numpy as np
import pytest

from scripts._xor import build
from viextract.data import dictionaries
from viextract.language.ngram import BITS, BREAK_ID, ORDER, UNKNOWN_ID, NgramModel, XorTable, model
from viextract.language.tokens import CLASSES

MODELS = dictionaries() / "models"
_MOST_BYTES = 40 * 2**20


# --- xor tables -------------------------------------------------------------------------------------------------------


def keys_and_codes(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    keys = np.unique(random.integers(0, 2**60, count, dtype=np.uint64))
    return keys, random.integers(0, 256, len(keys)).astype(np.uint8)


@pytest.mark.parametrize("count", [1, 2, 100, 20_000])
def test_a_table_gives_back_every_code(count: int) -> None:
    keys, codes = keys_and_codes(count)
    found, values = XorTable(*build(keys, codes, 3), 3).find(keys)
    assert found.tolist() == list(range(len(keys)))
    assert (values == codes).all()


def test_a_key_that_is_not_there_is_hardly_ever_found() -> None:
    keys, codes = keys_and_codes(20_000)
    others = np.setdiff1d(keys_and_codes(300_000, seed=2)[0], keys)
    found, _ = XorTable(*build(keys, codes, 3), 3).find(others)
    assert len(found) < 4 * 2**-16 * len(others)


def test_a_table_takes_less_than_four_bytes_a_key() -> None:
    keys, codes = keys_and_codes(20_000)
    marks, values = build(keys, codes, 3)
    assert marks.nbytes + values.nbytes < 4 * len(keys)


def test_building_is_reproducible() -> None:
    keys, codes = keys_and_codes(2_000)
    first, second = build(keys, codes, 3), build(keys, codes, 3)
    assert np.array_equal(first[0], second[0]) and np.array_equal(first[1], second[1])


def test_keys_that_repeat_cannot_be_placed() -> None:
    keys = np.array([5, 5, 5, 5], dtype=np.uint64)
    with pytest.raises(ValueError, match="cannot be placed"):
        build(keys, np.zeros(4, dtype=np.uint8), 3)


# --- probabilities ----------------------------------------------------------------------------------------------------


def log_p(history: list[str], words: list[str]) -> np.ndarray:
    """log P of each word after the same history (at most three words)."""
    lm = model()
    ids = [-1, -1, -1, *(lm.id(w) for w in history)][-3:]
    h3, h2, h1 = (np.full(len(words), i, dtype=np.int64) for i in ids)
    return lm.score(h1, h2, h3, np.array([lm.id(w) for w in words]), lm.backoffs(h1, h2, h3))


@pytest.mark.parametrize(
    "history", [["<s>"], ["ủy"], ["ủy", "ban"], ["thị", "xã"], ["học", "sinh", "trung"], ["<unk>"]]
)
def test_probabilities_after_a_history_sum_to_one(history: list[str]) -> None:
    total = float(np.exp(log_p(history, model().vocabulary).astype(np.float64)).sum())
    # 8-bit values, and n-grams that are not there but found: near one, not one.
    assert total == pytest.approx(1.0, abs=0.12)


@pytest.mark.parametrize(
    ("history", "likely", "unlikely"),
    [
        (["ủy"], "ban", "bàn"),
        (["ủy", "ban", "nhân"], "dân", "dần"),
        (["kế"], "hoạch", "hoạt"),
        (["trường", "tiểu"], "học", "hộc"),
        (["rác"], "thải", "thái"),
        (["an", "toàn", "thực"], "phẩm", "phạm"),
    ],
)
def test_what_people_write_is_likelier(history: list[str], likely: str, unlikely: str) -> None:
    yes, no = log_p(history, [likely, unlikely])
    assert yes > no + 2


def test_a_longer_history_tells_more() -> None:
    short, long = log_p(["chống"], ["lụt"]), log_p(["phòng", "chống"], ["lụt"])
    assert long[0] > short[0]


def test_every_score_is_a_log_probability() -> None:
    random = np.random.default_rng(7)
    lm = model()
    columns = [random.integers(0, len(lm.vocabulary), 5_000) for _ in range(4)]
    scores = lm.score(columns[0], columns[1], columns[2], columns[3], lm.backoffs(*columns[:3]))
    assert np.isfinite(scores).all()
    assert (scores <= 0).all()


def test_a_sentence_is_likelier_than_its_words_in_disorder() -> None:
    words = ["các", "tổ", "dân", "phố", "giữ", "gìn", "vệ", "sinh"]
    assert model().sequence(words) > model().sequence(sorted(words)) + 20


def test_a_word_that_is_not_known_costs_more_than_a_word_that_is() -> None:
    assert model().id("xqzt") == UNKNOWN_ID
    assert model().sequence(["ủy", "ban", "xqzt"]) < model().sequence(["ủy", "ban", "nhân"])


# --- the artefacts ----------------------------------------------------------------------------------------------------


def test_the_vocabulary_begins_with_the_classes_and_fits_into_a_key() -> None:
    vocabulary = model().vocabulary
    assert tuple(vocabulary[: len(CLASSES)]) == CLASSES
    assert (vocabulary[BREAK_ID], vocabulary[UNKNOWN_ID]) == ("<s>", "<unk>")
    assert len(vocabulary) <= 1 << BITS
    assert ORDER * BITS <= 64
    assert len(set(vocabulary)) == len(vocabulary)


def test_the_tables_are_mapped_not_read() -> None:
    lm = NgramModel(MODELS)
    for column in (lm.unigram, lm._p_values, lm._probability[4]._marks, lm._backoff[2]._codes):
        base = column
        while isinstance(base, np.ndarray):
            assert base.base is not None
            base = base.base
        assert isinstance(base, mmap.mmap) or (isinstance(base, memoryview) and isinstance(base.obj, mmap.mmap))
        assert not column.flags.writeable


def test_the_parts_lie_inside_the_file_without_overlap() -> None:
    parts = json.loads((MODELS / "ngrams.json").read_text("utf-8"))["parts"]
    end = 0
    for offset, length in sorted(parts.values()):
        assert offset >= end
        end = offset + length
    assert end <= (MODELS / "ngrams.bin").stat().st_size


def test_all_artefacts_together_are_small_enough_for_a_wheel() -> None:
    assert sum(path.stat().st_size for path in Path(MODELS).rglob("*") if path.is_file()) <= _MOST_BYTES


def test_the_model_is_loaded_once() -> None:
    assert model() is model()
