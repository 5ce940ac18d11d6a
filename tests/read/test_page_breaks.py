"""Form feeds in text files: what stands beside them on each page is no text of the paper."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of, tasks
from viextract.read.files.text import page_of_text

PAPER = """KẾ HOẠCH
Tiêm phòng đàn trâu

I. NỘI DUNG

1. Tiêm cho đàn trâu của các hộ ven sông, bảo đảm tỷ lệ đạt
{0}
trên 80% tổng đàn.

2. Phun khử trùng các chuồng trại theo hướng dẫn của cơ quan
{1}
thú y.
"""
TASKS = [
    "Tiêm cho đàn trâu của các hộ ven sông, bảo đảm tỷ lệ đạt trên 80% tổng đàn.",
    "Phun khử trùng các chuồng trại theo hướng dẫn của cơ quan thú y.",
]


@pytest.mark.parametrize(
    "breaks",
    [
        ("\f2\nUBND xã Nà Lùng - Tiêm phòng", "\f3\nUBND xã Nà Lùng - Tiêm phòng"),
        ("\n\f        2\n\n", "\n\f        3\n\n"),
        ("\n        1\n\f", "\n        2\n\f"),
        ("\n\f", "\n\f"),
    ],
)
def test_a_task_runs_on_over_a_page_break(breaks):
    plan = plan_of(PAPER.format(*breaks))
    assert [text for _, _, text in tasks(plan)] == TASKS
    assert plan.assignments == []


@pytest.mark.parametrize(
    "text",
    [
        "một\n\fPhụ lục\nhai\n\fPhụ lục\nba\n",
        "một\n\fCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nhai\n\fCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nba\n",
        "một\n\f1. Thu gom rác chợ\nhai\n\f1. Thu gom rác chợ\nba\n",
        "một\n\f7\nhai\n\f40\nba\n",
    ],
)
def test_what_may_be_text_of_each_page_is_kept(text):
    assert all(line.role == "body" for line in page_of_text(text, "plan.txt").lines)
