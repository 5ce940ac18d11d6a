"""The grammar of the syllable, its marks and its tones."""

from __future__ import annotations

import unicodedata

import pytest

from viextract.language.syllables import (
    LETTERS,
    MARKED_LETTERS,
    Tone,
    analyse,
    has_marks,
    is_syllable,
    place_tone,
    strip_marks,
    stripped_syllable_set,
    syllable_set,
    syllables,
    tone_of,
)

LEGAL = """
    ban bảo cải chính chương dịch đẩy gắn giữ hướng khuyến lãnh mạnh nghiệp người nhiệm phường quyết sở trình uỷ ủy vụ
    xã yếu a ở ý ỉa uổng ướt oai uyên gì gìn giếng giết giá giường quốc quý quyền quả quơ quẹt khuya khuỷu thuở huơ
    nguệch ngoằn ngoèo xoong coóc buýt voan hoà hòa khoẻ khỏe tuỳ tùy lý mỹ kỹ tỷ vỹ nghiêng ghế kênh tuyết thuế loắt
    choắt nghễnh Đắk Lắk Kạn
"""

ILLEGAL = """
    chirc dinh1 nghạ kác cế ngế ghà nghà kanh hõc học̣ tat tạc̀ tốp̃ bch hòan tóan qủa thuy̌ ưo uơn bbc zét wa jo fa
    ngh q đ lốpp êc yê bòe phuạ qúy gíup nhủng1 ươ yuêt gía̧ hợpđồng
"""


@pytest.mark.parametrize("word", LEGAL.split())
def test_a_spelling_the_rules_allow_is_a_syllable_in_any_case(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(word.capitalize())


@pytest.mark.parametrize("word", ILLEGAL.split())
def test_a_spelling_the_rules_forbid_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("coda", ["c", "ch", "p", "t"])
def test_stop_codas_take_sac_and_nang_only(coda: str) -> None:
    rhyme = ("ac", "ach", "ap", "at")[("c", "ch", "p", "t").index(coda)]
    tones = {tone for tone in Tone if is_syllable(place_tone("s", rhyme, tone))}
    assert tones == {Tone.SAC, Tone.NANG}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("kể", "cể"), ("cá", "ká"), ("nghỉ", "ngỉ"), ("ngủ", "nghủ"), ("ghi", "gi̛"), ("gà", "ghà"), ("ngỏ", "nghỏ")],
)
def test_the_letters_of_an_onset_depend_on_the_vowel(right: str, wrong: str) -> None:
    assert is_syllable(right)
    assert not is_syllable(wrong)


def test_the_set_is_of_the_size_that_the_grammar_gives() -> None:
    assert 15_000 < len(syllable_set()) < 20_000
    assert 2_000 < len(stripped_syllable_set()) < 2_500


def test_every_syllable_is_lower_case_nfc_of_vietnamese_letters() -> None:
    for word in syllable_set():
        assert word == word.lower() == unicodedata.normalize("NFC", word)
        assert LETTERS.issuperset(word)


def test_a_syllable_taken_apart_goes_together_again() -> None:
    for word, (onset, rhyme, tone) in syllables().items():
        assert word in {place_tone(onset, rhyme, tone), place_tone(onset, rhyme, tone, style="new")}
        assert tone_of(word) is tone


def test_analyse_finds_the_parts() -> None:
    assert analyse("Nguyễn") == ("ng", "uyên", Tone.NGA)
    assert analyse("giếng") == ("g", "iêng", Tone.SAC)
    assert analyse("giá") == ("gi", "a", Tone.SAC)
    assert analyse("quỹ") == ("q", "uy", Tone.NGA)
    assert analyse("plan") is None


@pytest.mark.parametrize(
    ("onset", "rhyme", "tone", "old", "new"),
    [
        ("h", "oa", Tone.HUYEN, "hòa", "hoà"),
        ("h", "oan", Tone.HUYEN, "hoàn", "hoàn"),
        ("kh", "uy", Tone.SAC, "khúy", "khuý"),
        ("q", "uy", Tone.SAC, "quý", "quý"),
        ("kh", "uyu", Tone.HOI, "khuỷu", "khuỷu"),
        ("t", "uôi", Tone.HOI, "tuổi", "tuổi"),
        ("m", "ua", Tone.HUYEN, "mùa", "mùa"),
        ("ch", "iêu", Tone.HUYEN, "chiều", "chiều"),
        ("", "ươt", Tone.SAC, "ướt", "ướt"),
        ("ng", "oai", Tone.HUYEN, "ngoài", "ngoài"),
        ("x", "oay", Tone.SAC, "xoáy", "xoáy"),
        ("", "yêu", Tone.SAC, "yếu", "yếu"),
    ],
)
def test_the_mark_stands_where_the_orthography_wants_it(onset: str, rhyme: str, tone: Tone, old: str, new: str) -> None:
    assert place_tone(onset, rhyme, tone) == old
    assert place_tone(onset, rhyme, tone, style="new") == new


def test_strip_marks_keeps_case_punctuation_and_positions() -> None:
    text = "Kế hoạch số 7/KH-UBND: đẩy mạnh “học tập” ở ĐÔ THỊ – 95 %."
    assert strip_marks(text) == "Ke hoach so 7/KH-UBND: day manh “hoc tap” o DO THI – 95 %."
    assert len(strip_marks(text)) == len(text)


def test_strip_marks_takes_decomposed_text_too() -> None:
    assert strip_marks(unicodedata.normalize("NFD", "Những điều kiện")) == "Nhung dieu kien"


def test_every_vietnamese_letter_strips_to_one_ascii_letter() -> None:
    assert len(MARKED_LETTERS) == 134  # 67 letters with a mark, in two cases
    for letter in LETTERS:
        bare = strip_marks(letter)
        assert len(bare) == 1
        assert bare.isascii()
        assert bare.isupper() == letter.isupper()


@pytest.mark.parametrize(
    ("text", "marked"), [("kế", True), ("đi", True), ("ke hoach", False), ("naïve", False), ("§", False)]
)
def test_has_marks_sees_vietnamese_marks_only(text: str, marked: bool) -> None:
    assert has_marks(text) is marked
