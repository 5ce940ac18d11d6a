"""A second document in the same file is told; appendices, forms and what is attached are none."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from tests.parse.test_grade import WHOLE

SECOND = WHOLE.replace("Số: 5/KH", "Số: 6/KH").replace("Nạo vét kênh năm", "Sửa đường thôn năm")


def told(text: str) -> list[tuple[str, int]]:
    """The line above that the warning tells of, and its number."""
    plan = plan_of(text)
    lines = text.splitlines()
    found = [w.source.lines[0] for w in plan.warnings if w.code == "another-document" and w.source]
    assert not found or (plan.grade is not None and "another-document" in plan.grade.reasons)
    return [(lines[number - 1], number) for number in found]


@pytest.mark.parametrize(
    "second",
    [
        SECOND,
        "\n" + SECOND.replace("Số: 6/KH-UBND", "Số:     /KH-UBND"),  # the number by hand, the date whole
        WHOLE,  # a copy, whose text stands nowhere else
        SECOND.replace("KẾ HOẠCH\nSửa đường", "Kính gửi: Trưởng các thôn\nSửa đường"),
    ],
)
def test_a_second_letterhead_below_a_signed_document_is_told(second: str) -> None:
    count = len(WHOLE.splitlines())
    at = count + (2 if second.startswith("\n") else 1)
    assert told(WHOLE + second) == [("ỦY BAN NHÂN DÂN", at)]


def test_columns_in_blanks_and_a_third() -> None:
    wide = """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ BÌNH LÂM                     Độc lập - Tự do - Hạnh phúc
Số: {}/BC-UBND               Bình Lâm, ngày 4 tháng 02 năm 2025
BÁO CÁO
Kết quả quý I
I. KẾT QUẢ
- Đã nạo vét 2 km kênh.
Nơi nhận:                      TM. ỦY BAN NHÂN DÂN
- Lưu: VT.                           CHỦ TỊCH
                                  Lê Văn Kênh
"""
    assert len(told(WHOLE + wide.format(7) + wide.format(8))) == 2


@pytest.mark.parametrize(
    "second",
    [
        "PHỤ LỤC I\n" + SECOND,
        "Mẫu số 01\n" + SECOND,
        SECOND.replace("KẾ HOẠCH\n", "PHỤ LỤC\n"),
        SECOND.replace("Số: 6/KH", "Số: ..../BC").replace("ngày 3 tháng 2 năm 2025", "ngày ... tháng ... năm 2025"),
        SECOND.replace("năm 2025\nI.", "năm 2025\n(Kèm theo Quyết định số 5/QĐ-UBND ngày 3/2/2025)\nI.", 1),
        SECOND.replace("Số: 6/KH", "Số: 5/KH"),  # the same number for another title: a part of the same paper
        "",
    ],
)
def test_parts_that_repeat_the_letterhead_are_none(second: str) -> None:
    assert told(WHOLE + second) == []


def test_above_without_a_signature_only_another_number_tells() -> None:
    body = WHOLE[: WHOLE.index("Nơi nhận")]
    assert len(told(body + SECOND)) == 1
    assert told(body + SECOND.replace("Số: 6/KH-UBND", "Số:     /KH-UBND")) == []
