"""Rows: spans, bands, cells that go on, and what an empty cell means."""

from __future__ import annotations

import pytest

from tests.tables.helpers import grid, grid_document, text_document
from viextract.parse.tables import parse_tables
from viextract.parse.tables.rows import _looks_like_next

HEADER = ["Tiêu chuẩn", "Tiêu chí", "Chỉ số", "Đơn vị thực hiện"]


def criteria(*rows: list[str | None]) -> list[tuple[str | None, ...]]:
    return _found(parse_tables(grid_document(grid(HEADER, *rows))))


def typed(*rows: list[str]) -> list[tuple[str | None, ...]]:
    return _found(parse_tables(text_document("\n".join("\t".join(row) for row in [HEADER, *rows]))))


def _found(result) -> list[tuple[str | None, ...]]:
    return [
        (
            row.standard.title if row.standard else None,
            row.criterion.title if row.criterion else None,
            row.indicator,
            "; ".join(unit.text for unit in row.units) or None,
        )
        for row in result.criteria
    ]


def test_a_cell_that_spans_rows_is_repeated_in_each():
    rows = criteria(
        ["1.1. Vệ sinh", "1.1.1. Thu gom", "Tỷ lệ hộ phân loại đạt 70%", "Phòng Kinh tế"],
        [None, None, "Số điểm tập kết tăng so với năm trước", None],
    )
    assert rows == [
        ("Vệ sinh", "Thu gom", "Tỷ lệ hộ phân loại đạt 70%", "Phòng Kinh tế"),
        ("Vệ sinh", "Thu gom", "Số điểm tập kết tăng so với năm trước", "Phòng Kinh tế"),
    ]


def test_a_band_is_the_group_of_the_rows_below_it():
    result = parse_tables(
        grid_document(
            grid(
                HEADER,
                ["1. Nền tảng chung", "<", "<", "<"],
                ["1.1. A đủ", "1.1.1. B đủ", "Chỉ số thứ nhất", "Phòng Kinh tế"],
                ["2. Nguồn lực", "<", "<", "<"],
                ["2.1. C đủ", "2.1.1. D đủ", "Chỉ số thứ hai", "Phòng Nội vụ"],
            )
        )
    )
    assert [row.group for row in result.criteria] == ["1. Nền tảng chung", "2. Nguồn lực"]
    assert result.tables[0].rows[0] == ["1. Nền tảng chung", None, None, None]


def test_in_typed_text_an_empty_body_is_the_one_above_within_its_standard():
    rows = typed(
        ["1.1. Vệ sinh", "1.1.1. Thu gom", "Chỉ số một", "Phòng Kinh tế"],
        ["", "1.1.2. Xử lý", "Chỉ số hai", ""],
        ["1.2. Cây xanh", "1.2.1. Trồng mới", "Chỉ số ba", ""],
    )
    assert [row[3] for row in rows] == ["Phòng Kinh tế", "Phòng Kinh tế", None]


def test_between_rules_an_empty_body_is_no_body():
    rows = criteria(
        ["1.1. Vệ sinh", "1.1.1. Thu gom", "Chỉ số một", "Phòng Kinh tế"],
        [None, "1.1.2. Xử lý", "Chỉ số hai", ""],
    )
    assert [row[3] for row in rows] == ["Phòng Kinh tế", None]


def test_an_empty_indicator_stays_empty():
    rows = typed(["1.1. Vệ sinh", "1.1.1. Thu gom", "", "Phòng Kinh tế"], ["", "1.1.2. Xử lý", "", ""])
    assert [row[1:3] for row in rows] == [("Thu gom", None), ("Xử lý", None)]


def test_a_typed_line_in_lower_case_goes_on_with_the_row_above():
    rows = typed(
        ["1.1. Tạo thuận lợi cho", "1.1.1. Mở lớp cho", "Tỷ lệ học viên đạt 50%", "Phòng Nội vụ"],
        ["người lao động tại xưởng", "thanh niên", "", ""],
        ["1.2. Cây xanh", "1.2.1. Trồng mới", "Chỉ số ba", "Phòng Kinh tế"],
    )
    assert rows[0] == (
        "Tạo thuận lợi cho người lao động tại xưởng",
        "Mở lớp cho thanh niên",
        "Tỷ lệ học viên đạt 50%",
        "Phòng Nội vụ",
    )
    assert len(rows) == 2


def test_a_second_line_of_a_group_title_is_no_row():
    rows = typed(["1. Nền tảng", "", "", ""], ["1.1. Vệ sinh", "1.1.1. Thu gom", "Chỉ số một", "Phòng Kinh tế"])
    assert len(rows) == 1


def test_a_row_split_by_the_page_is_one_row_with_the_header_repeated_or_not():
    for header in ([HEADER], []):
        result = parse_tables(
            grid_document(
                grid(HEADER, ["1.1. Vệ sinh", "1.1.1. Thu", "Tỷ lệ hộ phân loại rác tại", "Phòng Tài nguyên và"]),
                grid(
                    *header,
                    ["", "gom", "nguồn đạt 70%", "Môi trường"],
                    ["1.2. Cây xanh", "1.2.1. Trồng mới", "Số cây tăng", "Phòng Kinh tế"],
                ),
            )
        )
        assert _found(result) == [
            ("Vệ sinh", "Thu gom", "Tỷ lệ hộ phân loại rác tại nguồn đạt 70%", "Phòng Tài nguyên và Môi trường"),
            ("Cây xanh", "Trồng mới", "Số cây tăng", "Phòng Kinh tế"),
        ]
        assert len(result.tables) == 1


def test_a_new_row_on_a_new_page_inherits_the_cells_that_cover_it():
    result = parse_tables(
        grid_document(
            grid(HEADER, ["1.1. Vệ sinh", "1.1.1. Thu gom", "Chỉ số một", "Phòng Kinh tế"]),
            grid(HEADER, ["", "", "Chỉ số hai", ""], ["1.2. Cây", "1.2.1. Trồng", "Chỉ số ba", "Phòng Nội vụ"]),
        )
    )
    assert _found(result)[1] == ("Vệ sinh", "Thu gom", "Chỉ số hai", "Phòng Kinh tế")


def test_text_printed_in_the_lower_half_of_a_split_cell_belongs_to_the_row():
    result = parse_tables(
        grid_document(
            grid(
                HEADER,
                ["1.1. Vệ sinh", "1.1.1. Thu gom", "Chỉ số một", "Phòng Kinh tế"],
                ["", "", "Tỷ lệ cây được", ""],
            ),
            grid(["1.2. Cây xanh", "1.2.1. Trồng mới", "chăm sóc đạt 90%", "Phòng Nội vụ"]),
        )
    )
    assert _found(result)[1] == ("Cây xanh", "Trồng mới", "Tỷ lệ cây được chăm sóc đạt 90%", "Phòng Nội vụ")


def test_another_header_begins_another_table():
    result = parse_tables(
        grid_document(
            grid(HEADER, ["1.1. A", "1.1.1. B", "Chỉ số một", "Phòng Kinh tế"]),
            grid(
                ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"], ["1", "Tập huấn", "Phòng Nội vụ", "Quý I năm 2025"]
            ),
        )
    )
    assert [table.kind for table in result.tables] == ["criteria", "programme"]


def test_a_word_that_a_line_breaks_at_its_hyphen_is_whole_again():
    rows = criteria(["1.1. Văn hóa-\nvăn nghệ", "1.1.1. B", "Số lễ hội/\nhội diễn", "Phòng Kinh tế"])
    assert rows[0][0] == "Văn hóa-văn nghệ"
    assert rows[0][2] == "Số lễ hội/hội diễn"


def test_odd_grids_never_fail():
    for rows in ([["a"]], [["", ""], ["", ""]], [["x", "y"], ["z"]], [["Tiêu chí", "Chỉ số"]]):
        assert parse_tables(grid_document(grid(*rows))).criteria == []


@pytest.mark.parametrize(
    ("read", "index", "misread"),
    [
        ([1, 2, 8], 2, True),  # the run ends with what looks like 3
        ([7, 2, 3], 0, True),  # it begins with what looks like 1
        ([1, 7, 3], 1, False),  # 7 does not look like 2
        ([1, 2, 8, 9], 2, False),  # the run goes on from 8: another part of the table
        ([1, 2, 3], 2, False),
    ],
)
def test_a_misread_number_is_told_by_its_shape_and_its_neighbours(read, index, misread):
    assert _looks_like_next(read, index) is misread


def numbered(*numbers: tuple[str, float]) -> list[str | None]:
    rows = [[text, f"Việc {k}", "Phòng Nội vụ"] for k, (text, _) in enumerate(numbers)]
    table = grid(["TT", "Nội dung", "Đơn vị chủ trì"], *rows)
    for cell in table.cells:
        if cell.column == 0 and cell.row:
            cell.confidence = numbers[cell.row - 1][1]
    return [row.number for row in parse_tables(grid_document(table)).programmes]


def test_numbers_that_ocr_guessed_at_are_told_by_the_count_of_rows():
    read = [("1", 0.95), ("z", 0.4), ("K)", 0.2), ("4", 0.97), ("5", 0.9), ("b", 0.1), ("7", 0.96)]
    assert numbered(*read) == ["1", "2", "3", "4", "5", "6", "7"]


def test_numbers_that_are_sure_stay_though_they_leave_one_out():
    assert numbered(("1", 1.0), ("2", 1.0), ("4", 1.0), ("5", 1.0)) == ["1", "2", "4", "5"]


def test_a_column_of_numbers_is_known_though_its_heading_was_misread():
    table = grid(
        ["IT", "Nội dung", "Đơn vị chủ trì"],
        ["1", "Trồng cây ven đê", "Hội Nông dân"],
        ["2", "Mở lớp bơi", "Phòng Nội vụ"],
    )
    assert [row.number for row in parse_tables(grid_document(table)).programmes] == ["1", "2"]


def programmes(*rows: list[str | None]) -> list[tuple[str, list[str], list[str], str | None]]:
    table = grid(["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"], *rows)
    return [
        (
            row.name,
            [unit.text for unit in row.leads],
            [unit.text for unit in row.partners],
            row.deadline.text if row.deadline else None,
        )
        for row in parse_tables(grid_document(table)).programmes
    ]


def test_marks_for_the_same_as_above_stand_for_what_is_above():
    rows = programmes(
        ["1", "Trồng cây ven đê", "Hội Nông dân", "Phòng Kinh tế", "Quý I năm 2025"],
        ["2", "Mở lớp bơi", "-nt-", "nt", "Như trên"],
        ["3", "Phát sách", '"', "", "Hằng năm"],
    )
    assert rows[1] == ("Mở lớp bơi", ["Hội Nông dân"], ["Phòng Kinh tế"], "Quý I năm 2025")
    assert rows[2] == ("Phát sách", ["Hội Nông dân"], [], "Hằng năm")


def test_labels_within_a_cell_say_who_leads():
    rows = programmes(
        ["1", "Trồng cây", "Chủ trì: Phòng Kinh tế\nPhối hợp: Hội Nông dân, Hội Liên hiệp Phụ nữ", "", "Tháng 3"],
        ["2", "Mở lớp bơi", "Phòng Nội vụ", "", "Tháng 4"],
    )
    assert rows[0][1:3] == (["Phòng Kinh tế"], ["Hội Nông dân", "Hội Liên hiệp Phụ nữ"])
    assert rows[1][1:3] == (["Phòng Nội vụ"], [])


def test_a_header_that_is_repeated_within_a_table_is_no_row():
    lines = ["TT\tNội dung\tĐơn vị chủ trì", "1\tTrồng cây\tHội Nông dân"]
    text = "\n".join([*lines, lines[0], "2\tMở lớp bơi\tPhòng Nội vụ"])
    found = parse_tables(text_document(text))
    assert [row.name for row in found.programmes] == ["Trồng cây", "Mở lớp bơi"]


def test_in_typed_columns_a_number_beside_a_capital_begins_a_row():
    text = (
        "TT   Nội dung               Đơn vị chủ trì       Thời gian\n"
        "1    Trồng cây ven đê       Hội Nông dân         Quý I năm 2025\n"
        "     sông\n"
        "2    Mở lớp bơi             Phòng Nội vụ         Hằng năm\n"
    )
    found = parse_tables(text_document(text))
    assert [(row.number, row.name, row.leads[0].text) for row in found.programmes] == [
        ("1", "Trồng cây ven đê sông", "Hội Nông dân"),
        ("2", "Mở lớp bơi", "Phòng Nội vụ"),
    ]


def test_a_misread_roman_number_still_titles_a_group():
    rows: list[list[str | None]] = [
        ["I", "Tuyên truyền", "<", "<", "<"],
        ["1", "Trồng cây", "Hội Nông dân", "", "Tháng 3"],
        ["H", "Kiểm tra", "<", "<", "<"],
        ["2", "Kiểm tra chợ", "Phòng Kinh tế", "", "Tháng 4"],
    ]
    table = grid(["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"], *rows)
    for cell in table.cells:
        cell.confidence = 0.7
    (found,) = parse_tables(grid_document(table)).tables
    assert [row[0] for row in found.rows if row[1] is None] == ["I. Tuyên truyền", "II. Kiểm tra"]
