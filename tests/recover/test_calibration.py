"""What a posterior is worth as a probability."""

from __future__ import annotations

import numpy as np

from viextract.recover.calibration import beside, worth_beside
from viextract.recover.decisions import around, over

WEIGHTS = beside()["vietnamese-ocr"]
NONE = np.zeros(3, dtype=bool)


def test_a_decision_is_worth_more_where_those_around_it_are_sure() -> None:
    found = worth_beside(np.full(3, 0.98), np.array([0.5, 0.9, 0.99]), NONE, WEIGHTS)
    assert found[0] < found[1] < found[2]
    assert ((found > 0) & (found < 1)).all()


def test_a_higher_posterior_is_worth_more_and_a_figure_less_than_a_word() -> None:
    found = worth_beside(np.array([0.3, 0.9, 1.0]), np.full(3, 0.9), NONE, WEIGHTS)
    assert found[0] < found[1] < found[2]
    assert (worth_beside(np.array([0.3, 0.9, 1.0]), np.full(3, 0.9), ~NONE, WEIGHTS) < found).all()


def test_what_is_around_a_decision_are_three_on_either_side() -> None:
    mean = around(np.array([1.0, 0, 0, 0, 0, 0, 0, 0, 1.0, 1.0]))
    assert mean[0] == 1 / 4
    assert mean[3] == 1 / 7
    assert mean[4] == 0
    assert mean[-1] == 1 / 2
    assert not len(around(np.zeros(0)))


def test_a_reading_inside_of_two_words_read_as_one_is_around_those() -> None:
    begins, places = np.array([0, 1, 3, 4]), np.array([0, 1, 1, 2, 3, 4, 5])
    assert over(begins, places).tolist() == [0, 1, 1, 1, 2, 3, 3]
