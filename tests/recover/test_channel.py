"""What may have stood on the page where a token was read, and how likely it would then be read so."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viextract.language.ngram import UNKNOWN_ID, model
from viextract.recover.channel import (
    COST_STEP,
    MOST_CANDIDATES,
    Candidate,
    Candidates,
    channel,
    fuzzy_candidates,
    unmarked_candidates,
)
from viextract.recover.words import CAPITAL, SMALL, UPPER, case_like, case_of, in_case, lower, one_case, word_id

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạéíóúAĐTH0146'!¢@"


def texts(candidates: Candidates, count: int = MOST_CANDIDATES) -> list[str]:
    """Of a single token."""
    return [c.text for c in one(candidates)[:count]]


def one(candidates: Candidates) -> list[Candidate]:
    [row] = candidates.each()
    return row


@pytest.mark.parametrize(
    ("read", "true"),
    [("x4", "xã"), ("ph6", "phố"), ("nhén", "nhân"), ("td", "tổ"), ("cua", "của"), ("dudc", "được"), ("Uy", "Ủy")],
)
def test_the_word_is_among_the_first_candidates_of_its_wrong_language_reading(read: str, true: str) -> None:
    assert true in texts(channel("wrong").candidates([read]), 8)


@pytest.mark.parametrize(
    ("read", "true"), [("tố", "tổ"), ("đân", "dân"), ("kiếm", "kiểm"), ("vê", "về"), ("dung", "dụng")]
)
def test_the_word_is_among_the_first_candidates_of_its_poor_reading(read: str, true: str) -> None:
    assert true in texts(channel("vie").candidates([read]), 8)


@pytest.mark.parametrize("name", ["wrong", "vie"])
@given(read=st.text(st.sampled_from(LETTERS), min_size=1, max_size=9))
def test_candidates_are_known_words_with_a_cost_best_first(name: str, read: str) -> None:
    found = one(channel(name).candidates([read]))
    assert len(found) <= MOST_CANDIDATES
    assert all(a.weight <= b.weight + COST_STEP for a, b in pairwise(found))  # costs are rounded in the tables
    for c in found:
        assert c.id == word_id(c.text) != UNKNOWN_ID
        assert c.cost >= 0
        assert c.weight == pytest.approx(c.cost - float(model().unigram[c.id]))
        assert in_case(model().vocabulary[c.id], case_of(c.text)) == c.text
    assert len({lower(c.text) for c in found}) == len(found)


def test_a_reading_that_was_never_counted_is_explained_by_its_parts() -> None:
    # An onset and a rhyme that are each misread often, together in a syllable that hardly occurs.
    assert "khuyến" in texts(channel("wrong").candidates(["khuyén"]), 8)
    assert "nghiêng" in texts(channel("wrong").candidates(["nghiéng"]), 8)


@pytest.mark.parametrize(("read", "rare"), [("ddi", "dõi"), ("hii", "hồi"), ("khu", "khẩu")])
def test_rhymes_of_rare_words_are_candidates_of_what_was_read_often(read: str, rare: str) -> None:
    """However many rhymes ``di`` was counted for, the letters say that *õi* may be read so as well."""
    assert channel("wrong").counted(read)
    assert rare in texts(channel("wrong").candidates([read]))


def test_a_ligature_is_two_letters() -> None:
    assert texts(channel("vie").candidates(["ﬁ"])) == texts(channel("vie").candidates(["fi"]))


@pytest.mark.parametrize("name", ["wrong", "vie"])
def test_tokens_are_worked_out_together_as_they_are_alone(name: str) -> None:
    reads = ["x4", "nghiéng", "qwzx", "td", "ƒﬁ", "chuyén", "phudngg", "x4"]
    together = [[(c.text, c.cost) for c in row] for row in channel(name).candidates(reads).each()]
    alone = [[(c.text, c.cost) for c in one(channel(name).candidates([read]))] for read in reads]
    assert together == alone


def test_only_what_was_seen_in_training_is_counted() -> None:
    assert channel("wrong").counted("nhan")
    assert not channel("wrong").counted("qwzx")


# --- marks removed ----------------------------------------------------------------------------------------------------


def test_every_form_of_a_stripped_word_costs_nothing_the_frequent_first() -> None:
    found = unmarked_candidates(["cua"])
    assert texts(found, 1) == ["của"]
    assert {"cua", "của", "cửa", "cưa"} <= set(texts(found))
    assert {c.cost for c in one(found)} == {0.0}


def test_stripped_words_keep_their_case() -> None:
    assert "Đường" in texts(unmarked_candidates(["Duong"]))
    assert "ĐƯỜNG" in texts(unmarked_candidates(["DUONG"]))


def test_what_is_no_word_has_no_unmarked_form() -> None:
    assert texts(unmarked_candidates(["xqz"])) == []


# --- by likeness ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "true"), [("chirrc", "chức"), ("nhrn", "nhân"), ("thuuc", "thực"), ("đươngg", "đường")]
)
def test_likeness_finds_words_for_readings_that_no_table_explains(read: str, true: str) -> None:
    assert true in texts(fuzzy_candidates([read]))


@pytest.mark.parametrize("read", ["", "x", "--", "*", "37"])
def test_likeness_needs_two_letters_or_figures_that_look_like_letters(read: str) -> None:
    assert texts(fuzzy_candidates([read])) == []


def test_likeness_costs_more_the_less_alike() -> None:
    found = {c.text: c.cost for c in one(fuzzy_candidates(["chirrc"]))}
    near = {c.text: c.cost for c in one(fuzzy_candidates(["chucc"]))}
    assert near["chức"] < found["chức"]


# --- case -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "like", "expected"),
    [
        ("đường", "duong", "đường"),
        ("đường", "Duong", "Đường"),
        ("đường", "DUONG", "ĐƯỜNG"),
        ("ủy", "U", "Ủy"),
        ("ở", "O", "Ở"),
        ("đường", "dUONG", "đường"),
        ("đường", "6uong", "đường"),
    ],
)
def test_a_word_takes_the_case_of_what_it_replaces(word: str, like: str, expected: str) -> None:
    assert in_case(word, case_like(like, len(word))) == expected


def test_words_in_no_usual_case_are_unknown() -> None:
    assert [one_case(w) for w in ("nhân", "Nhân", "NHÂN", "nHân", "NHân")] == [True, True, True, False, False]
    assert word_id("nHân") == UNKNOWN_ID
    assert word_id("NHÂN") == word_id("Nhân") == word_id("nhân") != UNKNOWN_ID


def test_the_language_model_knows_one_tone_style() -> None:
    assert lower("HOÀ") == "hòa"
    assert word_id("hoà") == word_id("hòa") != UNKNOWN_ID


def test_a_candidate_weighs_its_cost_and_how_rare_it_is() -> None:
    common, rare = (Candidate(text, word_id(text), 1.0) for text in ("của", "cưa"))
    assert common.weight < rare.weight
    assert common.weight == pytest.approx(1.0 - float(model().unigram[common.id]))


@pytest.mark.parametrize(("text", "case"), [("nhân", SMALL), ("Nhân", CAPITAL), ("NHÂN", UPPER), ("Ở", CAPITAL)])
def test_cases_are_told_and_made(text: str, case: int) -> None:
    assert case_of(text) == case
    assert in_case(text.lower(), case) == text


def test_rows_have_bounds_for_every_token() -> None:
    found = unmarked_candidates(["cua", "xqz", "nhan"])
    assert len(found.begin) == 4
    assert np.diff(found.begin).tolist() == [len(row) for row in found.each()]
    assert found.begin[1] == found.begin[2]


def test_a_long_batch_forgets_without_losing_what_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viextract.recover.channel._MOST_REMEMBERED", 5)
    tables = channel("wrong")
    expected = texts(tables.candidates(["nghiéngg"]))
    for number in range(20):
        reads = ["nghiéngg", *(f"xq{number}{letter}" for letter in "abc")]
        assert [c.text for c in next(tables.candidates(reads).each())] == expected
