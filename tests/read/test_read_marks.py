"""Marks that the engine misread are told by the words around; what it is sure of stays."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.vote_on_tones import vote_on_marks


def voted(text: str, confidence: float, *, doubtful: str) -> str:
    """The text after the vote, all words but one read surely."""
    words = [
        Word(word, (30.0 * i, 10, 30.0 * i + 25, 22), confidence if word == doubtful else 0.99)
        for i, word in enumerate(text.split())
    ]
    return " ".join(word.text for word in vote_on_marks(words))


@pytest.mark.parametrize(
    ("read", "doubtful", "right"),
    [
        ("Ủy ban nhân dân thành phó ban hành", "phó", "Ủy ban nhân dân thành phố ban hành"),
        ("SỬA ĐÓI, BỔ SUNG MỘT SỐ ĐIỀU", "ĐÓI,", "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU"),
        ("tổ chức triển khai thực hiên kế hoạch.", "hiên", "tổ chức triển khai thực hiện kế hoạch."),
        ("gắn với hướng bần vững của xã", "bần", "gắn với hướng bền vững của xã"),
        ("đưa địch vụ công về thôn", "địch", "đưa dịch vụ công về thôn"),
        ("Mục dích và yêu cầu", "dích", "Mục đích và yêu cầu"),
    ],
)
def test_a_doubtful_word_gets_the_marks_that_go_with_its_neighbours(read: str, doubtful: str, right: str) -> None:
    assert voted(read, 0.85, doubtful=doubtful) == right


@pytest.mark.parametrize(
    ("text", "word", "confidence"),
    [
        ("Ủy ban nhân dân thành phó ban hành", "phó", 0.99),  # the engine is sure
        ("Phó Chủ tịch Ủy ban nhân dân", "Phó", 0.5),  # right as it is
        ("ban hành Kế hoạch số 12/KH-UBND", "12/KH-UBND", 0.3),
        ("sân gôn trên địa bàn", "gôn", 0.8),  # the model does not know it
        ("xã hội hoá giáo dục", "hoá", 0.8),  # another style of spelling, the same word
        ("bình đựng nước ở nhà văn hóa", "đựng", 0.8),
        ("không săn bắn trong rừng", "bắn", 0.8),
        ("nhóm dệt tại các thôn", "dệt", 0.8),
        ("ông Dũng và ông Đức", "Dũng", 0.8),
        ("tỉ lệ xyz người dân", "xyz", 0.5),
    ],
)
def test_other_words_stay(text: str, word: str, confidence: float) -> None:
    assert voted(text, confidence, doubtful=word) == text


def test_what_was_read_is_kept_as_an_alternative() -> None:
    words = [Word(word, (0, 0, 9, 9), 0.8) for word in ["nhân", "dân", "thành", "phó", "ban", "hành"]]
    assert vote_on_marks(words)[3].alternatives == ["phó"]


def test_no_words_and_one_word_are_no_trouble() -> None:
    assert vote_on_marks([]) == []
    (word,) = vote_on_marks([Word("phó", (0, 0, 9, 9), 0.95)])
    assert word.text == "phó"


def test_what_a_page_says_again_and_again_stays() -> None:
    told = "về công sản và giá trên toàn xã . Phòng Giá và Công sản lo Phòng Giá và Công sản họp"
    words = [Word(word, (0, 0, 9, 9), 0.95) for word in told.split(" ")]
    assert " ".join(word.text for word in vote_on_marks(words)) == told
    once = ["Phòng", "Giá", "và", "Công", "sản", "họp"]
    seldom = [Word(word, (0, 0, 9, 9), 0.85 if word == "Công" else 0.99) for word in once]
    assert vote_on_marks(seldom)[3].text == "Cộng"


def test_a_word_misread_again_and_again_is_mended_where_the_page_has_it_right_once() -> None:
    misread, right = "nhân dân thành phó ban hành ", "nhân dân thành phố ban hành"
    for text, mended in ((misread * 3, misread * 3), (misread * 3 + right, " ".join([right] * 4))):
        words = [Word(word, (0, 0, 9, 9), 0.92) for word in text.split()]
        assert " ".join(word.text for word in vote_on_marks(words)) == mended.strip()
