"""Cells of bodies, one a line."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from tests.tables.helpers import grid, grid_document
from viextract.parse.tables import parse_tables
from viextract.parse.tables.body_cells import units_of

HEADER = ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Hội Nông dân xã\nHội LHPN xã\nĐoàn Thanh niên", ["Hội Nông dân xã", "Hội LHPN xã", "Đoàn Thanh niên"]),
        ("Phòng Văn hóa -\nXã hội\nTrạm Y tế", ["Phòng Văn hóa - Xã hội", "Trạm Y tế"]),
        ("UBND các\nxã, phường\nSở Y tế", ["UBND các xã, phường", "Sở Y tế"]),
        # a name that the width of the cell has broken
        ("Ban Chỉ huy\nQuân sự xã", ["Ban Chỉ huy Quân sự xã"]),
        ("Ban Tổ chức\nTỉnh ủy", ["Ban Tổ chức Tỉnh ủy"]),
        ("Văn phòng HĐND và\nUBND xã", ["Văn phòng HĐND và UBND xã"]),
        ("Ủy ban MTTQ\nViệt Nam xã", ["Ủy ban MTTQ Việt Nam xã"]),
        ("Đề nghị Sở Y tế", ["Sở Y tế"]),
        ("-nt-", []),
    ],
)
def test_bodies_one_below_the_other(cell, bodies):
    assert [unit.text for unit in units_of(cell)] == bodies


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Tổ trưởng\nCả tổ", ["Tổ trưởng", "Cả tổ"]),
        ("Cô Mận\nThầy Trúc", ["Cô Mận", "Thầy Trúc"]),
        ("Ban Chỉ huy\nQuân sự xã", ["Ban Chỉ huy Quân sự xã"]),
    ],
)
def test_lines_that_the_file_has_part_persons_too(cell, bodies):
    assert [unit.text for unit in units_of(cell, told=True)] == bodies


def test_the_same_as_above_across_the_title_of_a_group():
    rows = [
        ["I", "Công tác chuẩn bị", "", "", ""],
        ["1", "Mở lớp bơi", "Phòng Nội vụ", "Hội Nông dân xã", "Quý I/2026"],
        ["II", "Bế mạc", "", "", ""],
        ["1", "Trao giải", "nt", "-nt-", "Quý II/2026"],
    ]
    result = parse_tables(grid_document(grid(HEADER, *rows)))
    *_, last = result.programmes
    assert [unit.text for unit in last.leads] == ["Phòng Nội vụ"]
    assert [unit.text for unit in last.partners] == ["Hội Nông dân xã"]


def test_who_is_asked_in_a_cell():
    rows = [["1", "Mở lớp bơi", "Đề nghị Sở Y tế", "", "Quý I/2026"], ["2", "Trao giải", "Phòng Nội vụ", "", ""]]
    result = parse_tables(grid_document(grid(HEADER, *rows)))
    assert [(one.unit.text, one.requested) for one in result.assignments] == [
        ("Sở Y tế", True),
        ("Phòng Nội vụ", False),
    ]


def test_months_in_a_column_of_their_own_are_when_it_is_due():
    header = ["Tháng", "Nội dung", "Người thực hiện"]
    rows = [["9/2026", "Mở lớp bơi", "Tổ trưởng"], ["10/2026", "Trao giải", "Cô Mận"]]
    result = parse_tables(grid_document(grid(header, *rows)))
    assert [one.deadline.end for one in result.programmes if one.deadline] == ["2026-09-30", "2026-10-31"]


def test_a_numbered_title_right_above_a_table_is_no_work():
    plan = plan_of(
        "KẾ HOẠCH\nĐua ghe\n\n1. Mục đích: Giữ nếp làng.\n2. Phân công nhiệm vụ\n"
        "| TT | Nội dung | Đơn vị chủ trì | Thời hạn |\n|---|---|---|---|\n"
        "| 1 | Dựng rạp | Phòng Kinh tế | 10/4/2026 |\n"
        "| 2 | Mời khách | Văn phòng | 12/4/2026 |\n3. Kinh phí: Quỹ của làng.\n"
    )
    assert [section.title for section in plan.sections] == ["Mục đích", "Phân công nhiệm vụ", "Kinh phí"]
