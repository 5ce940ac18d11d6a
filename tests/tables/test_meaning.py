"""Criteria, programmes and assignments."""

from __future__ import annotations

import pytest

from tests.tables.helpers import grid, grid_document
from viextract.parse.tables import parse_tables
from viextract.parse.tables.body_cells import units_of
from viextract.parse.tables.meaning import coded
from viextract.parse.tables.report import report_fields


def programmes(*rows: list[str | None], header: list[str] | None = None):
    header = header or ["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
    return parse_tables(grid_document(grid(header, *rows)))


def test_a_programme_row():
    result = programmes(["1", "Mở lớp bơi cho trẻ", "Phòng Nội vụ", "Hội Nông dân;\nTrạm Y tế", "Quý I năm 2025"])
    (programme,) = result.programmes
    assert (programme.number, programme.name, programme.content) == ("1", "Mở lớp bơi cho trẻ", None)
    assert [unit.text for unit in programme.partners] == ["Hội Nông dân", "Trạm Y tế"]
    assert programme.deadline is not None
    assert (programme.deadline.start, programme.deadline.end) == ("2025-01-01", "2025-03-31")


def test_a_row_below_headings_in_english():
    row = ["1", "Chọn giống tre", "Phòng Kinh tế", "15/4/2026"]
    (programme,) = programmes(row, header=["STT", "Task", "PIC", "Timeline"]).programmes
    assert (programme.name, [unit.name for unit in programme.leads]) == ("Chọn giống tre", ["Phòng Kinh tế"])
    assert programme.deadline is not None and programme.deadline.end == "2026-04-15"


def test_every_row_assigns_its_leads_with_their_partners():
    result = programmes(["1", "Mở lớp bơi", "Phòng Nội vụ", "Hội Nông dân", "Hằng năm"])
    (assignment,) = result.assignments
    assert (assignment.unit.name, assignment.role) == ("Phòng Nội vụ", "lead")
    assert [unit.name for unit in assignment.partners] == ["Hội Nông dân"]
    assert assignment.programme_id == result.programmes[0].id and assignment.criterion_id is None
    assert assignment.deadline is not None and assignment.deadline.recurrence == "yearly"


def test_partners_of_a_row_without_a_lead_cooperate():
    result = programmes(["1", "Mở lớp bơi", "", "Hội Nông dân", ""])
    assert [(item.unit.name, item.role) for item in result.assignments] == [("Hội Nông dân", "cooperate")]


def test_a_deadline_without_a_date_is_kept_as_it_stands():
    (programme,) = programmes(["1", "Mở lớp bơi", "Phòng Nội vụ", "", "Theo đợt"]).programmes
    assert programme.deadline is not None
    assert (programme.deadline.text, programme.deadline.end) == ("Theo đợt", None)


def test_a_roman_number_with_a_title_is_a_band():
    result = programmes(
        ["I", "Công tác chuẩn bị", "", "", ""],
        ["1", "Mở lớp bơi", "Phòng Nội vụ", "", "Hằng năm"],
        ["Tổng cộng", "", "", "", ""],
    )
    assert [programme.name for programme in result.programmes] == ["Mở lớp bơi"]


def test_ticked_quarters_are_the_time():
    header = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian Quý I", "Thời gian Quý II"]
    (programme,) = programmes(["1", "Mở lớp bơi", "Phòng Nội vụ", "", "x"], header=header).programmes
    assert programme.deadline is not None and programme.deadline.text == "Thời gian Quý II"


def test_name_and_content_of_a_programme():
    header = ["TT", "Tên nhiệm vụ", "Nội dung", "Cơ quan chủ trì", "Thời gian"]
    (programme,) = programmes(
        ["1", "Sách lưu động", "Đưa 40 chuyến xe sách về thôn", "Phòng Nội vụ", ""], header=header
    ).programmes
    assert (programme.name, programme.content) == ("Sách lưu động", "Đưa 40 chuyến xe sách về thôn")


def test_the_goal_of_an_indicator():
    result = parse_tables(
        grid_document(
            grid(
                ["Tiêu chí", "Chỉ tiêu năm 2026", "Đơn vị phụ trách"],
                ["1.1. Nước sạch", "Tỷ lệ hộ dùng nước sạch đạt 90% trở lên", "Phòng Kinh tế"],
                ["1.2. Tai nạn", "Số vụ tai nạn giảm so với năm trước", "Công an huyện"],
            )
        )
    )
    first, second = (row.targets[0] for row in result.criteria)
    assert (first.value, first.comparator, first.year) == (90, ">=", 2026)
    assert (second.value, second.direction) == (None, "decrease")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("%", "%"),
        ("", None),
        ("…… %", "%"),
        ("Nam %\nNữ %\nTổng %", "Nam %; Nữ %; Tổng %"),
        ("Hộ nghèo %\nHộ cận nghèo %", "Hộ nghèo %; Hộ cận nghèo %"),
        ("Tăng Giảm", "Tăng; Giảm"),
        ("5 4 3 2 1\nRất cao Cao Trung bình Thấp Rất thấp", "5 Rất cao; 4 Cao; 3 Trung bình; 2 Thấp; 1 Rất thấp"),
        ("Người lao động được\nđào tạo %", "Người lao động được đào tạo %"),
        ("Số lượng lớp", "Số lượng lớp"),
    ],
)
def test_report_fields(text, fields):
    assert report_fields(text) == fields


def test_codes():
    assert coded("2.1.3 Mở rộng lớp học").code == "2.1.3"
    assert coded("II. Nguồn lực").code == "II"
    assert coded("90% số hộ").code is None
    assert coded(" \n") is None


def test_bodies_of_a_cell():
    assert [unit.text for unit in units_of("- Phòng Nội vụ;\n- Hội Người\ncao tuổi")] == [
        "Phòng Nội vụ",
        "Hội Người cao tuổi",
    ]
    assert [unit.text for unit in units_of("Phòng Tài chính -\nKế hoạch")] == ["Phòng Tài chính - Kế hoạch"]
    assert units_of("–") == []


@pytest.mark.parametrize("heading", ["Đơn vị được kiểm tra", "Cơ quan, đơn vị được giám sát", "Đơn vị thụ hưởng"])
def test_those_to_whom_something_is_done_do_no_work(heading):
    header = ["TT", heading, "Nội dung", "Thời gian", "Thành phần"]
    result = programmes(["1", "Chợ Đông", "Thu gom rác", "20/3/2026", "Trạm Y tế"], header=header)
    assert [(row.name, row.leads) for row in result.programmes] == [("Thu gom rác", [])]
    assert not result.assignments


@pytest.mark.parametrize("heading", ["Đơn vị được giao", "Đơn vị được phân công", "Đơn vị"])
def test_those_who_are_given_work_do_it(heading):
    header = ["TT", "Nội dung", heading, "Thời gian"]
    result = programmes(["1", "Thu gom rác", "Trạm Y tế", "20/3/2026"], header=header)
    assert [item.unit.text for item in result.assignments] == ["Trạm Y tế"]


@pytest.mark.parametrize(
    ("cell", "lead", "partners"),
    [
        ("Phòng Nội vụ (chủ trì), Công an xã, các thôn", ["Phòng Nội vụ"], ["Công an xã", "các thôn"]),
        ("Phòng Nội vụ chủ trì; Công an xã phối hợp", ["Phòng Nội vụ"], ["Công an xã"]),
        ("Phòng Nội vụ chủ trì, phối hợp với Công an xã", ["Phòng Nội vụ"], ["Công an xã"]),
        (
            "Phòng Nội vụ (chủ trì);\nCông an xã (phối hợp);\nHội Nông dân (phối hợp)",
            ["Phòng Nội vụ"],
            ["Công an xã", "Hội Nông dân"],
        ),
        ("Phòng Nội vụ; phối hợp: Công an xã", ["Phòng Nội vụ"], ["Công an xã"]),
        ("Phòng Nội vụ phối hợp với Công an xã", ["Phòng Nội vụ"], ["Công an xã"]),
        ("Phòng Nội vụ, Công an xã", ["Phòng Nội vụ", "Công an xã"], []),
        ("Phòng Nội vụ (chủ trì)", ["Phòng Nội vụ"], []),
    ],
)
def test_cell_that_says_itself_who_leads(cell, lead, partners):
    header = ["TT", "Nội dung", "Đơn vị chủ trì, phối hợp", "Thời gian"]
    (programme,) = programmes(["1", "Mở lớp bơi", cell, "Quý I năm 2025"], header=header).programmes
    assert [unit.text for unit in programme.leads] == lead
    assert [unit.text for unit in programme.partners] == partners
