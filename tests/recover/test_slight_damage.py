"""Slight damage in text that looks clean: the gate asks the decoder."""

from __future__ import annotations

import pytest

from viextract.recover import explain, restore
from viextract.recover.protected import is_exchange
from viextract.recover.slight_damage import is_slightly_damaged, unusual_lines

TYPED = """Ủy ban nhân dân xã Đông Quan xây dựng kế hoạch chăm sóc cây xanh trên các tuyến đường trong năm 2026 như sau:
Mỗi thôn trồng mới ít nhất 50 cây, ưu tiên những nơi đông người qua lại và trước cổng trường học.
Hội Nông dân xã hướng dẫn kỹ thuật, vận động hội viên đóng góp ngày công.
Kinh phí được bố trí từ nguồn xã hội hóa; các đơn vị báo cáo kết quả trước ngày 15 hằng tháng để tổng hợp."""

TALK = """sáng nay 8h30 cả nhóm họp ở nhà vh nha mn, ai bận thì nhắn trc cho ace biết
mình gửi ảnh qua zalo rồi đó, check giúp nha, tks bn nhiều
k có gì đâu, đg đi mưa to quá nên mình về trễ xíu hihi"""


def _misread(*pairs: tuple[str, str]) -> str:
    text = TYPED
    for right, wrong in pairs:
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


def test_lines_with_words_that_hardly_stand_beside_each_other_are_looked_at_first() -> None:
    lines = _misread(("hướng dẫn", "hướng dân"), ("kết quả", "kêt quả")).split("\n")
    assert unusual_lines(lines, [[0, 1], [2], [3]]) == [[1], [3]]
    assert unusual_lines(TYPED.split("\n"), [[0, 1], [2], [3]]) == [[1]]  # "nơi đông" is rare
    assert unusual_lines([], []) == []


def test_a_few_misread_words_are_mended_though_most_is_right() -> None:
    read = _misread(("hướng dẫn", "hướng dân"), ("vận động", "vân động"), ("kết quả", "kêt quả"))
    assert restore(read) == TYPED
    assert explain(read).profile == "vietnamese-ocr"


def test_figures_that_were_read_as_letters_tell_of_a_reading_as_well() -> None:
    assert restore(_misread(("50 cây", "5O cây"), ("vận động", "vân động"))) == TYPED


def test_a_single_odd_word_is_left_to_the_writer() -> None:
    read = _misread(("vận động", "vân động"))
    assert restore(read) == read


def test_the_same_slip_many_times_is_the_writers() -> None:
    text = "\n".join([TYPED.replace("Đông Quan", "Đông Quán").replace("hằng tháng", "hằng tháng nhé")] * 3)
    assert restore(text) == text


@pytest.mark.parametrize("text", [TALK, *TALK.split("\n"), "\n".join([TYPED, TALK])])
def test_talk_with_short_forms_is_left_as_it_is(text: str) -> None:
    assert restore(text) == text


def test_what_was_mended_stays_as_it_is() -> None:
    once = restore(_misread(("hướng dẫn", "hướng dân"), ("vận động", "vân động"), ("kết quả", "kêt quả")))
    assert restore(once) == once


@pytest.mark.parametrize(
    ("changes", "words", "damaged"), [(1, 5, False), (2, 250, True), (4, 4000, False), (9, 4000, True)]
)
def test_how_many_changes_are_too_many(changes: int, words: int, damaged: bool) -> None:
    assert is_slightly_damaged(changes, words) is damaged


@pytest.mark.parametrize(
    ("before", "after", "following", "kept"),
    [
        ("CC", "CỤC", " đi công tác", True),
        ("CC", "CÁC", ") trong cơ quan", True),
        ("VP", "VÀ", "", True),
        # of a line in capitals one may be a syllable, and an abbreviation may lack a mark
        ("CC", "CÁC", " THÔN", False),
        ("HDND", "HĐND", " xã", False),
    ],
)
def test_capitals_without_a_vowel_among_small_letters_are_an_abbreviation(
    before: str, after: str, following: str, kept: bool
) -> None:
    assert is_exchange(before, after, following, good=False) is kept
