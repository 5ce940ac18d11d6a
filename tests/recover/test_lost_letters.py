"""Question marks, boxes or nothing where letters were: wildcards inside words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from viextract.language.syllables import MARKED_LETTERS
from viextract.recover import apply, explain, restore
from viextract.recover.lost_letters import lost_letters

TEXT = """Kế hoạch trồng và chăm sóc cây xanh trên các tuyến đường trong năm 2026
Ủy ban nhân dân xã vận động mỗi hộ gia đình trồng ít nhất một cây trước cổng nhà.
Các thôn báo cáo kết quả thực hiện trước ngày 15 tháng 11 và tổng hợp, báo cáo Ủy ban nhân dân huyện."""
LATIN_1 = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
NEAR = {"đ": "d", "Đ": "Ð", "ă": "a", "ĩ": "i", "ơ": "o", "ũ": "u", "ư": "u"}


def windows(letter: str) -> str:
    return letter if letter in LATIN_1 else NEAR.get(letter, "?")


def ascii_only(_: str) -> str:
    return "?"


def latin_1(letter: str) -> str:
    return letter if letter in LATIN_1 else "?"


def in_bytes(letter: str) -> str:
    return "?" * len(letter.encode())


def box(letter: str) -> str:
    return "□" if letter >= "\u1e00" else letter


def gone(letter: str) -> str:
    return letter if letter in LATIN_1 else ""


def damaged(write: Callable[[str], str]) -> str:
    return "".join(write(letter) if letter in MARKED_LETTERS else letter for letter in TEXT)


def words_right(text: str) -> float:
    words = TEXT.split()
    return sum(a == b for a, b in zip(words, text.split(), strict=True)) / len(words)


@pytest.mark.parametrize("write", [windows, latin_1, in_bytes, box])
def test_letters_come_back(write: Callable[[str], str]) -> None:
    read = damaged(write)
    assert lost_letters(read.split("\n")) is not None
    assert words_right(restore(read)) >= 0.97


@pytest.mark.parametrize("write", [ascii_only, gone])
def test_what_is_not_sure_stays_as_it_came(write: Callable[[str], str]) -> None:
    read = damaged(write)
    words = list(zip(TEXT.split(), read.split(), restore(read).split(), strict=True))
    assert sum(true == found for true, _, found in words) >= 0.9 * len(words)
    assert sum(found not in (true, came) for true, came, found in words) <= 1


def test_one_line_is_enough() -> None:
    assert restore("B?ng t?ng h?p k?t qu? th?c hi?n") == "Bảng tổng hợp kết quả thực hiện"


@pytest.mark.parametrize(
    "text",
    [
        "Ai làm? Làm gì? Làm ở đâu? Bao giờ xong?",
        "Vì sao cần trồng cây? Ai chăm sóc?",
        "Xem https://tangiang.gov.vn/tim?q=cay?trang=2",
        "UBND, HĐND, BTV, MTTQ, LHPN",
        "chốt r nhé, mn nhớ đg ký trc 5h, k đc trễ",
        "□ Có   □ Không",
    ],
)
def test_question_marks_abbreviations_and_boxes_to_tick_are_no_letters(text: str) -> None:
    assert lost_letters(text.split("\n")) is None
    assert restore(text) == text


def test_a_question_mark_behind_a_whole_word_stays() -> None:
    assert restore("Các h? gia đình tr?ng cây ? đâu? Th?i gian th?c hi?n?").count("?") >= 1


@pytest.mark.parametrize("write", [windows, in_bytes, gone])
def test_decisions_fit_the_text_as_it_came(write: Callable[[str], str]) -> None:
    read = damaged(write)
    report = explain(read)
    assert apply(read, report.changes) == report.text == restore(read)
    assert restore(report.text) == report.text
