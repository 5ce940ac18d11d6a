"""Signs that look like digits and numbers of thousands of digits are text like any other."""

from __future__ import annotations

import pytest

from viextract import Options, extract

LONG = "9" * 5000


@pytest.mark.parametrize("number", ["²", "①", "١", LONG])
@pytest.mark.parametrize(
    "text",
    [
        "TT\tNội dung\n{}\tĐào hố\n2\tTrồng cây\n3\tTưới\n",
        "TT\tNội dung\tĐơn vị\n({})\t(2)\t(3)\n1\tĐào hố\tThôn Đông\n",
        "I. NHIỆM VỤ\n{}. Đào hố trước ngày {}/{}/{}.\n",
        "I. NHIỆM VỤ\n- Báo cáo {} lần mỗi {} tháng, quý {}, ít nhất {}%.\n",
        "Số: {}/KH-UBND\nĐiều {}. Phần {}\nTổ dân phố số {}\n",
    ],
)
def test_an_odd_figure_stays_text(text: str, number: str) -> None:
    plan = extract(f"KẾ HOẠCH\nTrồng cây\n{text}".replace("{}", number).encode(), Options(recover=False))
    assert number in plan.to_json()
