"""Ia and la look the same: the name of a place tells them apart."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.highland_names import with_ia


def read(text: str) -> str:
    words = [Word(piece, (10.0 * k, 0, 10.0 * k + 8, 10), 0.9) for k, piece in enumerate(text.split())]
    return " ".join(word.text for word in with_ia(words))


@pytest.mark.parametrize(
    ("text", "printed"),
    [("các xã la Grai, la Pa", "các xã Ia Grai, Ia Pa"), ("(la Hrung)", "(la Hrung)".replace("la", "Ia"))],
)
def test_names_of_places_get_their_capital(text: str, printed: str) -> None:
    assert read(text) == printed


@pytest.mark.parametrize("text", ["kêu la thất thanh", "la Mã", "đi la cà", "cây la"])
def test_other_words_stay(text: str) -> None:
    assert read(text) == text


def test_a_vote_for_another_tone_does_not_hide_the_name() -> None:
    def voted(name: str, alternatives: list[str]) -> list[str]:
        words = [Word("là", (0, 0, 8, 10), 0.8, alternatives=alternatives), Word(name, (10, 0, 18, 10), 0.9)]
        return [word.text for word in with_ia(words)]

    assert voted("Grai,", ["la"]) == ["Ia", "Grai,"]
    assert voted("Grai,", []) == ["là", "Grai,"]
    assert voted("Lan,", ["la"]) == ["là", "Lan,"]


def test_a_name_that_no_list_has_is_known_by_those_it_is_listed_with() -> None:
    listed = "các xã: la Grai, la Pa, la Zơrăk, la Thẩnk và la Vưng."
    assert read(listed) == listed.replace("la ", "Ia ")
    assert read("các xã: la Grai, la Zơrăk") == "các xã: Ia Grai, la Zơrăk"  # one is no habit
    assert read("la Grai, la Pa; tiếng la Ó") == "Ia Grai, Ia Pa; tiếng la Ó"
