"""What a document repeats helps the words that are in doubt."""

from __future__ import annotations

import numpy as np
import pytest

from viextract.language.ngram import BREAK_ID
from viextract.recover.cache_lm import SHARE, WORD_SHARE, Recurrence

A, B, C, D = 10, 11, 12, 13


def repeated(*words: int, times: int = 1) -> Recurrence:
    """Of a document that says these words again and again, each time by themselves."""
    return Recurrence(np.array([*words, -1] * times, dtype=np.int64))


def mixed(recurrence: Recurrence, score: float, h2: int, h1: int, word: int) -> float:
    columns = (np.array([x], dtype=np.int64) for x in (h1, h2, word))
    return float(recurrence.mixed(np.array([score]), *columns)[0])


def test_what_follows_again_and_again_becomes_likelier() -> None:
    recurrence = repeated(A, B, C, times=5)
    assert mixed(recurrence, -9.0, -1, A, B) > -9.0 + 2
    assert mixed(recurrence, -9.0, A, B, C) > -9.0 + 2


def test_what_the_document_never_says_loses_no_more_than_its_share() -> None:
    recurrence = repeated(A, B, C, times=5)
    assert mixed(recurrence, -3.0, -1, A, D) == pytest.approx(-3.0 + np.log(1 - SHARE), abs=1e-6)


def test_a_history_seen_once_is_not_believed() -> None:
    once, often = repeated(A, B), repeated(A, B, times=4)
    least = np.log((1 - SHARE) * np.exp(-9.0) + SHARE * WORD_SHARE)
    assert mixed(once, -9.0, -1, A, B) < least
    assert mixed(often, -9.0, -1, A, B) > least


def test_a_break_is_no_history() -> None:
    recurrence = repeated(BREAK_ID, B, times=5)
    after_break = mixed(recurrence, -9.0, -1, BREAK_ID, B)
    assert after_break == pytest.approx(mixed(recurrence, -9.0, -1, D, B))  # its share as a single word only


def test_nothing_clear_changes_only_by_the_share() -> None:
    assert mixed(repeated(times=0), -4.0, A, B, C) == pytest.approx(-4.0 + np.log(1 - SHARE), abs=1e-6)


def test_probabilities_stay_below_one() -> None:
    recurrence = repeated(A, B, C, A, B, times=50)
    assert mixed(recurrence, -0.01, C, A, B) < 0
