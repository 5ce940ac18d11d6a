"""Tables of committees, budgets, programmes of a day and months that are ticked."""

from __future__ import annotations

import pytest

from tests.tables.helpers import grid, grid_document
from viextract.model.plan import Programme
from viextract.parse.tables import TableResult, parse_tables
from viextract.vocabulary.units import split_units


def read(*rows: list[str | None]) -> TableResult:
    return parse_tables(grid_document(grid(*rows)))


def leads(programme: Programme) -> list[str]:
    return [unit.text for unit in programme.leads]


def test_prices_are_a_budget_and_no_work() -> None:
    result = read(
        ["STT", "Nội dung chi", "Đơn vị tính", "Số lượng", "Đơn giá", "Thành tiền"],
        ["1", "Nước uống", "Thùng", "4", "90.000", "360.000"],
        ["2", "Băng rôn", "Chiếc", "2", "200.000", "400.000"],
    )
    assert [table.kind for table in result.tables] == ["other"]
    assert result.programmes == []


def test_prices_beside_those_who_do_it_are_work() -> None:
    result = read(
        ["STT", "Nội dung", "Đơn vị thực hiện", "Thành tiền"],
        ["1", "Sơn lại hàng rào", "Tổ Bảo vệ", "360.000"],
        ["2", "Trồng cây bóng mát", "Chi đoàn", "400.000"],
    )
    assert [leads(row) for row in result.programmes] == [["Tổ Bảo vệ"], ["Chi đoàn"]]


def test_persons_with_duties_lead_them() -> None:
    result = read(
        ["TT", "Họ và tên", "Chức vụ", "Nhiệm vụ", "Ghi chú"],
        ["1", "Lê Văn Trúc", "Hiệu trưởng", "Trưởng ban, chỉ đạo chung", ""],
        ["2", "Vì Thị Sen", "Kế toán", "Mua phần thưởng", ""],
    )
    assert [(row.name, leads(row)) for row in result.programmes] == [
        ("Trưởng ban, chỉ đạo chung", ["Lê Văn Trúc"]),
        ("Mua phần thưởng", ["Vì Thị Sen"]),
    ]


def test_persons_with_places_in_a_committee_are_a_list() -> None:
    result = read(
        ["TT", "Họ và tên", "Chức vụ", "Nhiệm vụ"],
        ["1", "Lê Văn Trúc", "Hiệu trưởng", "Trưởng ban"],
        ["2", "Vì Thị Sen", "Kế toán", "Ủy viên"],
    )
    assert (result.tables[0].kind, result.programmes) == ("other", [])


def test_headings_that_no_vocabulary_has() -> None:
    result = read(
        ["Ngày", "Ca trực", "Người trực", "Điện thoại"],
        ["14/3", "Tối", "Ông Trúc", "0912 000 000"],
        ["15/3", "Sáng", "Bà Sen", "0913 000 000"],
    )
    assert result.tables[0].columns == ["Ngày", "Ca trực", "Người trực", "Điện thoại"]
    assert len(result.tables[0].rows) == 2


def test_months_that_are_ticked() -> None:
    result = read(
        ["Công việc", "Tháng 3/2027", "<", "Tháng 4/2027"],
        [None, "Tuần 1", "Tuần 2", "Tuần 1"],
        ["Đo đạc", "x", "", ""],
        ["San nền", "", "x", "x"],
    )
    told = [(row.name, row.deadline and (row.deadline.start, row.deadline.end)) for row in result.programmes]
    assert told == [("Đo đạc", ("2027-03-01", "2027-03-07")), ("San nền", ("2027-03-08", "2027-04-07"))]


def test_columns_of_figures_by_month_are_no_times() -> None:
    result = read(
        ["Nội dung", "Tháng 3", "Tháng 4"],
        ["Số buổi trực", "12", "14"],
        ["Số lượt khách", "320", "290"],
    )
    assert result.programmes == []


def test_leads_and_partners_on_both_sides_of_a_stroke() -> None:
    result = read(
        ["TT", "Tên hoạt động", "Thời gian", "Chủ trì/Phối hợp"],
        ["1", "Dọn bãi biển", "15/3/2027", "Xã đoàn / Công an xã"],
        ["2", "Trồng cây", "20/3/2027", "Hội Nông dân"],
        ["3", "Thả lưới", "21/3/2027", "Hội Nông dân\nCông an xã"],
    )
    assert [(leads(row), [unit.text for unit in row.partners]) for row in result.programmes] == [
        (["Xã đoàn"], ["Công an xã"]),
        (["Hội Nông dân"], []),
        (["Hội Nông dân"], ["Công an xã"]),
    ]


def test_a_line_that_is_full_is_no_stroke() -> None:
    result = read(
        ["TT", "Tên hoạt động", "Thời gian", "Chủ trì/Phối hợp"],
        ["1", "Dọn bãi biển", "15/3/2027", "Phòng Kinh tế; Trung\ntâm Văn hóa"],
        ["2", "Trồng cây", "20/3/2027", "Phòng Kinh tế; các\nthôn"],
        ["3", "Thả lưới", "21/3/2027", "Phòng Kinh tế;\nTrung tâm Văn hóa"],
    )
    assert [(leads(row), [unit.text for unit in row.partners]) for row in result.programmes] == [
        (["Phòng Kinh tế", "Trung tâm Văn hóa"], []),
        (["Phòng Kinh tế", "các thôn"], []),
        (["Phòng Kinh tế", "Trung tâm Văn hóa"], []),
    ]


@pytest.mark.parametrize(
    ("cell", "persons"),
    [
        ("Thầy Lê Văn Trúc, Hiệu trưởng", ["Thầy Lê Văn Trúc, Hiệu trưởng"]),
        ("Ông Trúc, bà Sen", ["Ông Trúc", "bà Sen"]),
        ("Lê Văn Trúc, Vì Thị Sen", ["Lê Văn Trúc", "Vì Thị Sen"]),
        ("Tổng phụ trách Đội; giáo viên chủ nhiệm", ["Tổng phụ trách Đội", "giáo viên chủ nhiệm"]),
        ("Chủ tịch UBND xã, Trưởng Công an xã", ["Chủ tịch UBND xã", "Trưởng Công an xã"]),
        ("Sở Tài chính, Nội vụ", ["Sở Tài chính", "Nội vụ"]),
    ],
)
def test_persons_of_a_cell(cell: str, persons: list[str]) -> None:
    assert [unit.text for unit in split_units(cell)] == persons
