"""What holds for any text at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viextract.language.normalise import without_wide_forms
from viextract.language.syllables import strip_marks
from viextract.recover import apply, explain, restore

PROFILES = ["clean", "wrong-language-ocr", "vietnamese-ocr", "stripped"]
_SCRAPS = """
Uy ban nhén dan phudng x4 h6i II1. l. . 3 __ 86/BGDDT 20212030 2020-20257 128 /KH-UBND tố đân Ủy ¢ @ ‘’ “ ) ( - – /
ﬁ 😀 100% 1.250,75 abc@d.vn https://e.vn UBND TT.HĐND ủy uỷ hoà
"""
_WORDS = st.sampled_from([*_SCRAPS.split(), "\n", "\n\n", "\r\n", "\t", "", "a\u0309", "\u0301", "\u200b", "\u00a0"])
_RUINED = st.lists(_WORDS, max_size=30).map(" ".join)
_ANY = st.text(max_size=120)


@pytest.mark.parametrize("profile", [None, *PROFILES])
@settings(max_examples=40, deadline=None)
@given(text=st.one_of(_ANY, _RUINED))
def test_no_text_is_refused_and_lines_stay_lines(profile: str | None, text: str) -> None:
    explanation = explain(text, profile=profile)  # type: ignore[arg-type]
    assert explanation.text.count("\n") == text.count("\n")
    assert explanation.source == text
    assert apply(text, explanation.changes) == explanation.text


@pytest.mark.parametrize("profile", [None, *PROFILES])
@settings(max_examples=25, deadline=None)
@given(text=_RUINED)
def test_tokens_are_where_they_say(profile: str | None, text: str) -> None:
    end = 0
    for token in explain(text, profile=profile).tokens:  # type: ignore[arg-type]
        assert end <= token.start <= token.end
        assert text[token.start : token.end] == token.before
        assert "\n" not in token.before + token.after
        end = token.end


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(categories=["Nd", "Po", "Pd", "Zs", "Sm"]), max_size=80))
def test_text_without_letters_is_never_changed(text: str) -> None:
    assert restore(text) == without_wide_forms(unicodedata.normalize("NFC", text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Hòa", "Lâm", "họp", "tổ", "dân", "phố", "ngày", "20/6,", "của", "Ủy", "ban"]), max_size=12
    )
)
def test_a_stripped_text_keeps_its_letters(words: list[str]) -> None:
    stripped = strip_marks(" ".join(words))
    assert strip_marks(restore(stripped, profile="stripped")) == stripped
