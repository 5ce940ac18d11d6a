"""Columns of figures to be reached, rows that are counted, and several bodies in one cell."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from tests.tables.helpers import grid, grid_document
from viextract.parse.tables import TableResult, parse_tables
from viextract.vocabulary.column_headings import match_heading


def read(*rows: list[str | None]) -> TableResult:
    return parse_tables(grid_document(grid(*rows)))


def goals(result: TableResult) -> list[tuple[str | None, list[tuple[object, ...]]]]:
    return [(row.indicator, [(t.value, t.unit, t.comparator, t.year) for t in row.targets]) for row in result.criteria]


def test_figures_of_a_plan_are_the_targets_of_its_indicators():
    result = read(
        ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch 2026", "Đơn vị thực hiện"],
        ["1", "Số tổ hợp tác lập mới", "Tổ", "03", "Phòng Kinh tế"],
        ["2", "Tỷ lệ ruộng được tưới", "%", "65", "Hội Nông dân xã"],
        ["3", "Thu nhập của một hộ", "Triệu đồng", "1.250", "Phòng Kinh tế"],
    )
    assert [table.kind for table in result.tables] == ["criteria"]
    assert goals(result) == [
        ("Số tổ hợp tác lập mới", [(3, "tổ", ">=", 2026)]),
        ("Tỷ lệ ruộng được tưới", [(65, "%", ">=", 2026)]),
        ("Thu nhập của một hộ", [(1250, "triệu đồng", ">=", 2026)]),
    ]
    assert [a.unit.text for a in result.assignments] == ["Phòng Kinh tế", "Hội Nông dân xã", "Phòng Kinh tế"]


def test_each_year_has_its_figure_and_what_was_done_is_no_goal():
    result = read(
        ["TT", "Nội dung", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026", "Kế hoạch năm 2027"],
        ["1", "Trẻ đến lớp", "%", "91", "≥ 93", "95"],
        ["2", "Trẻ nhẹ cân", "%", "6", "Dưới 5", "4"],
    )
    assert goals(result) == [
        ("Trẻ đến lớp", [(93, "%", ">=", 2026), (95, "%", ">=", 2027)]),
        ("Trẻ nhẹ cân", [(5, "%", "<=", 2026), (4, "%", ">=", 2027)]),
    ]


def test_a_table_of_work_with_amounts_stays_one_of_work():
    result = read(
        ["STT", "Nhiệm vụ", "ĐVT", "Kế hoạch 2026", "Bộ phận thực hiện"],
        ["1", "Xây nhà để xe", "nhà", "1", "Văn phòng"],
        ["2", "Sửa chữa bàn ghế", "bộ", "30", "Tổ Hành chính"],
    )
    assert [row.name for row in result.programmes] == ["Xây nhà để xe", "Sửa chữa bàn ghế"]
    assert [[(t.value, t.unit) for t in row.targets] for row in result.programmes] == [[(1, "nhà")], [(30, "bộ")]]


def test_a_column_of_plans_by_name_is_no_column_of_figures():
    result = read(
        ["TT", "Kế hoạch", "Đơn vị chủ trì", "Thời gian"],
        ["1", "Kế hoạch trồng tre ven sông", "Phòng Kinh tế", "Quý I/2026"],
        ["2", "Kế hoạch sửa cống", "Hội Nông dân", "Quý II/2026"],
    )
    assert [row.name for row in result.programmes] == ["Kế hoạch trồng tre ven sông", "Kế hoạch sửa cống"]


@pytest.mark.parametrize(
    "cell", ["- Phòng Kinh tế - Công an xã - Hội Nông dân xã", "- Phòng Kinh tế\n- Công an xã\n- Hội Nông dân xã"]
)
def test_bullets_in_one_cell_are_several_bodies(cell):
    result = read(
        ["TT", "Nội dung công việc", "Bộ phận thực hiện", "Thời gian"],
        ["1", "Rà soát ao nuôi", cell, "Tháng 3/2026"],
        ["2", "Đắp bờ", "- Phòng Văn hóa - Xã hội", "Tháng 4/2026"],
    )
    assert [[unit.text for unit in row.leads] for row in result.programmes] == [
        ["Phòng Kinh tế", "Công an xã", "Hội Nông dân xã"],
        ["Phòng Văn hóa - Xã hội"],
    ]


def test_a_counted_row_is_no_heading():
    assert match_heading("Nội dung 1: Dọn sân phơi") is None
    assert match_heading("Nội dung 1") is not None


def test_a_row_of_other_headings_begins_another_table():
    plan = plan_of(
        "KẾ HOẠCH\nTết trồng tre\n\nI. CHỈ TIÊU\nTT\tChỉ tiêu\tĐơn vị tính\tKế hoạch 2026\n1\tTre trồng mới\tcây\t400\n"
        "2\tTỷ lệ cây sống\t%\t90\nII. NỘI DUNG\nThời gian\tNội dung công việc\tChi đoàn phụ trách\tGhi chú\n"
        "Tuần 2 tháng 10/2026\tNội dung 1: Đào hố\tChi đoàn 9A\t\n"
        "Tuần 3 tháng 10/2026\tNội dung 2: Trồng tre\tChi đoàn 9B\t\n"
    )
    assert [section.title for section in plan.sections] == ["CHỈ TIÊU", "NỘI DUNG"]
    assert [table.kind for table in plan.tables] == ["criteria", "programme"]
    assert [row.name for row in plan.programmes] == ["Nội dung 1: Đào hố", "Nội dung 2: Trồng tre"]


def test_counts_in_a_column_of_goals_beside_work():
    result = read(
        ["TT", "Nội dung", "Chỉ tiêu", "Người phụ trách", "Thời gian"],
        ["1", "Rà soát phác đồ", "20 phác đồ", "Phòng Điều dưỡng", "Tháng 3/2026"],
        ["2", "Tập huấn rửa tay", "100% nhân viên", "Phòng Điều dưỡng", "Quý II/2026"],
    )
    assert [[(t.value, t.unit) for t in row.targets] for row in result.programmes] == [[(20, "phác đồ")], [(100, "%")]]


def test_years_alone_above_figures_beside_indicators_are_goals():
    result = read(
        ["STT", "Chỉ tiêu", "Đơn vị tính", "2026", "2027", "2028"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["1", "Tỷ lệ hộ có vườn", "%", "15", "24", "33"],
        ["2", "Số vườn mẫu", "vườn", "3", "4", "5"],
    )
    assert result.tables[0].columns == ["STT", "Chỉ tiêu", "Đơn vị tính", "2026", "2027", "2028"]
    assert goals(result) == [
        ("Tỷ lệ hộ có vườn", [(15, "%", ">=", 2026), (24, "%", ">=", 2027), (33, "%", ">=", 2028)]),
        ("Số vườn mẫu", [(3, "vườn", ">=", 2026), (4, "vườn", ">=", 2027), (5, "vườn", ">=", 2028)]),
    ]


def test_figures_of_years_before_the_paper_are_no_goals():
    plan = plan_of(
        "Số: 9/KH-UBND\tĐồi Chè, ngày 05 tháng 01 năm 2027\n\nKẾ HOẠCH\nLàm vườn mẫu năm 2027\n\nI. CHỈ TIÊU\n"
        "Bảng 1. Chỉ tiêu theo năm\n"
        "STT\tChỉ tiêu\tĐơn vị tính\t2026\t2027\n1\tSố vườn mẫu\tvườn\t3\t4\n2\tSố ao\tao\t1\t2\n"
    )
    assert [[target.year for target in row.targets] for row in plan.criteria] == [[2027], [2027]]
    assert plan.tables[0].title == "Bảng 1. Chỉ tiêu theo năm"
    assert plan.tasks == []


def test_a_note_from_the_foot_of_a_page_is_no_task():
    note = "1 Theo Quyết định số 15/QĐ-UBND ngày 02/01/2026 của Ủy ban nhân dân xã."
    plan = plan_of(f"KẾ HOẠCH\nLàm vườn\n\nI. VIỆC CHUNG\n- Chọn 3 vườn.\n\n{note}\n\n- Rào vườn.\n")
    assert [task.text for task in plan.tasks] == ["Chọn 3 vườn.", "Rào vườn."]
    assert [one.symbol for one in plan.citations] == ["15/QĐ-UBND"]
    assert note in plan.sections[0].paragraphs
