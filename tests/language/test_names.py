"""The tables of abbreviations and places."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from viextract.data import dictionaries, read_tsv
from viextract.language.syllables import WORD, canonical_tone, is_syllable, strip_marks

KINDS = {"document", "body", "sector", "office", "place"}


def test_the_letters_of_an_abbreviation_stand_in_its_expansion_in_order() -> None:
    for row in read_tsv("abbreviations.tsv"):
        # Marks aside, U for Ủy ban and D for Đ as well; W stands for ư, as it is typed.
        short = strip_marks(row["abbreviation"].upper()).replace("W", "U")
        letters = iter(strip_marks(row["expansion"].upper()))
        assert all(letter in letters for letter in short if letter.isalpha()), row


def test_abbreviations_have_a_kind_a_count_and_a_source_and_no_reading_twice() -> None:
    rows = list(read_tsv("abbreviations.tsv"))
    assert {row["kind"] for row in rows} == KINDS
    assert all(row["count"].isdigit() and row["source"] for row in rows)
    assert max(Counter((row["abbreviation"], row["expansion"], row["kind"]) for row in rows).values()) == 1


def test_expansions_are_vietnamese() -> None:
    for row in read_tsv("abbreviations.tsv"):
        assert unicodedata.is_normalized("NFC", row["expansion"])
        assert all(map(is_syllable, WORD.findall(row["expansion"]))), row["expansion"]


@pytest.mark.parametrize(
    ("abbreviation", "expansion"),
    [("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("KH", "Kế hoạch"), ("THCS", "Trung học cơ sở")],
)
def test_the_common_ones_are_there(abbreviation: str, expansion: str) -> None:
    assert any((r["abbreviation"], r["expansion"]) == (abbreviation, expansion) for r in read_tsv("abbreviations.tsv"))


def test_there_were_63_provinces_and_there_are_34() -> None:
    top = [row for row in read_tsv("places.tsv") if row["kind"] in {"tỉnh", "thành phố"} and not row["province"]]
    assert sum(row["period"] in {"new", "both"} for row in top) == 34
    # Huế stands for Thừa Thiên Huế, whose name is kept beside it.
    assert sum(row["period"] in {"old", "both"} for row in top) == 63 + 1


def test_places_are_named_in_one_spelling_with_kind_period_and_source() -> None:
    kinds = {"tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu"}
    seen = set()
    for row in read_tsv("places.tsv"):
        assert row["kind"] in kinds
        assert row["period"] in {"old", "new", "both"}
        assert row["source"] == "dvhc"
        assert row["name"] == canonical_tone(unicodedata.normalize("NFC", row["name"])).strip()
        key = (row["name"], row["kind"], row["province"])
        assert key not in seen
        seen.add(key)


def test_districts_are_in_provinces_that_exist() -> None:
    rows = list(read_tsv("places.tsv"))
    provinces = {row["name"] for row in rows if row["kind"] in {"tỉnh", "thành phố"} and not row["province"]}
    assert {row["province"] for row in rows if row["province"]} <= provinces


def test_the_tables_are_small() -> None:
    assert sum((dictionaries() / name).stat().st_size for name in ("places.tsv", "abbreviations.tsv")) < 400_000
