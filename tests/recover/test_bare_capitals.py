"""Capitals that have lost their marks above text that kept them."""

from __future__ import annotations

import pytest

from viextract.recover import restore
from viextract.recover.bare_capitals import without_capital_marks

TEXT = """KẾ HOẠCH
Chăm sóc cây xanh trên các tuyến đường trong năm 2026
I. MỤC ĐÍCH, YÊU CẦU
Đẩy mạnh phong trào trồng cây; ở mỗi thôn có ít nhất 50 cây được trồng mới.
II. TỔ CHỨC THỰC HIỆN
Ủy ban nhân dân xã giao Văn phòng HĐND và UBND theo dõi, đôn đốc việc thực hiện."""


def test_all_capitals_get_their_marks_back_and_small_letters_stay() -> None:
    assert restore(without_capital_marks(TEXT)) == TEXT


@pytest.mark.parametrize("heading", ["MỤC ĐÍCH, YÊU CẦU", "TỔ CHỨC THỰC HIỆN"])
def test_one_bare_heading_among_others(heading: str) -> None:
    assert restore(TEXT.replace(heading, without_capital_marks(heading))) == TEXT


@pytest.mark.parametrize("heading", ["NHIỆM VỤ", "KẾ HOẠCH", "PHỤ LỤC", "DANH MỤC TÀI LIỆU KÈM THEO"])
def test_a_heading_above_one_line_in_small_letters(heading: str) -> None:
    below = "\nNâng cao nhận thức của nhân dân về giữ gìn vệ sinh môi trường."
    assert restore(without_capital_marks(heading) + below) == heading + below


@pytest.mark.parametrize("name", ["AN GIANG", "UBND, HĐND, BTV", "ABC GROUP", "CCB, LHPN, TNCS"])
def test_names_and_abbreviations_have_lost_nothing(name: str) -> None:
    text = f"{name}\nNâng cao nhận thức của nhân dân về giữ gìn vệ sinh môi trường."
    assert restore(text) == text
