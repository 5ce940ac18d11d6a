"""Bullets that an engine of the wrong language has read as other signs."""

from __future__ import annotations

import pytest

import viextract
from viextract.recover.misread_bullets import misread_bullets

READ = """KE HOACH
Chém séc vudn hoa cua xa Thach Son nam 2026

I. NHIEM VU

1. Tréng hoa

{0} Tréng hoa hai bén dudng lang, uu tién doan gan trudng hoc cia cdc thén.

{1} Tuéi hoa vao sdng thit Bay hang tuan, thay cay chét bang cay méi.

{2} Van déng nhan dan déng gdp ngay céng va hat giéng cho cdc thén trong xa.

2. Kiém tra

{2} Kiém tra viéc chim séc hoa vao cuéi thang, bdo cdo két qua vé Uy ban nhan dan xa.
"""


@pytest.mark.parametrize("signs", [("*", "¢", "+"), ("+", "«", "*"), ("e", "+", "+")])
def test_one_list_has_one_bullet_however_its_signs_were_read(signs):
    plan = viextract.extract(READ.format(*signs).encode(), name="a.txt")
    assert len(plan.tasks) == 4
    assert all(task.parent_id is None for task in plan.tasks)
    assert plan.tasks[2].text.startswith("Vận động nhân dân đóng góp ngày công")


@pytest.mark.parametrize(
    "lines",
    [
        ["- Trong hoa.", "+ Tuoi hoa.", "+ Lam co."],
        ["* Trong hoa.", "* Tuoi hoa."],
        ["+ Trong hoa.", "+ Tuoi hoa."],
        ["* Trong hoa:", "+ Tuoi hoa."],
        ["* Trong hoa:", "- Tuoi hoa.", "+ Lam co."],
        ["- Trong hoa.", ". 3 Tuoi hoa va lam co"],
        ["Trong hoa o cac", ". Thon Dong lam co."],
    ],
)
def test_lists_that_are_printed_so_stay(lines):
    assert not any(misread_bullets(lines))


def test_a_clean_text_keeps_its_signs():
    text = "I. NHIỆM VỤ\n\n* Trồng hoa ở hai bên đường làng:\n+ Tưới hoa vào sáng thứ Bảy.\n+ Thay cây chết.\n"
    assert viextract.restore(text) == text
