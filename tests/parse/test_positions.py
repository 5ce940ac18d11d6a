"""Positions of persons: one list, from which head and foot, duties, names of bodies and committees take theirs."""

from __future__ import annotations

from typing import get_args

import pytest

from viextract.data import read_tsv, read_yaml
from viextract.language.fold import fold
from viextract.parse.outline.positions import is_position
from viextract.vocabulary.actors import is_membership, names_officer
from viextract.vocabulary.letterhead import opens_signature
from viextract.vocabulary.positions import Use, officers, positions, signing_positions

ROWS = list(read_tsv("positions.tsv"))


def test_each_position_stands_there_once_in_lower_case_and_is_of_use() -> None:
    names = [row["position"] for row in ROWS]
    assert len(names) == len(set(names)) and all(name == name.lower() for name in names)
    used = {use for row in ROWS for use in row["uses"].split("|")}
    assert used == set(get_args(Use))


def test_no_other_dictionary_has_them_again() -> None:
    own = {fold(row["position"]) for row in ROWS}
    assert not own & set(read_yaml("actors.yaml")["officers"])
    words = read_yaml("units_words.yaml")
    assert not own & {fold(word) for word in (*words["heads"], *words["complete"])}


def test_letters_that_are_two_positions_are_spelt_as_neither() -> None:
    assert {"thứ trưởng", "thủ trưởng"} <= set(positions("signs"))
    assert signing_positions()["thu truong"] == "thu truong"
    assert signing_positions()["giam doc"] == "giám đốc"


@pytest.mark.parametrize("position", positions("signs"))
def test_who_signs_is_known_above_a_name(position: str) -> None:
    assert is_position(position.upper())


@pytest.mark.parametrize("position", positions("seal"))
def test_what_opens_a_signature_does(position: str) -> None:
    assert opens_signature(f"{position.upper()} Lê Văn Tre")


@pytest.mark.parametrize("position", positions("acts"))
def test_who_acts_is_an_officer(position: str) -> None:
    assert names_officer(f"{position.capitalize()} lập danh sách")
    assert fold(position) in officers()


@pytest.mark.parametrize("position", positions("member"))
def test_who_belongs_to_a_committee_is_a_member(position: str) -> None:
    assert is_membership(f"{position.capitalize()}: ông Lê Văn Tre")


def test_heads_of_departments_of_a_ministry_and_their_deputies_act_and_sign() -> None:
    assert names_officer("Phó Vụ trưởng Vụ Kế hoạch") and is_position("VỤ TRƯỞNG") and is_position("PHÓ VỤ TRƯỞNG")
