"""What columns mean, in clean and damaged headings."""

from __future__ import annotations

import pytest

from tests.tables.helpers import grid, grid_document, text_document
from viextract.data import read_tsv, read_yaml
from viextract.parse.tables import parse_tables
from viextract.parse.tables.columns import column_meanings, kind_of_table
from viextract.vocabulary.column_headings import folded, match_heading

MEANINGS = {
    "number",
    "standard",
    "criterion",
    "indicator",
    "unit",
    "lead",
    "partners",
    "name",
    "content",
    "deadline",
    "product",
    "funding",
    "amount",
    "person",
    "report",
    "note",
}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("STT", "number"),
        ("TIÊU CHUẨN", "standard"),
        ("Tiéu chuin", "standard"),
        ("Titu chi", "criterion"),
        ("Chỉ tiêu năm 2026", "indicator"),
        ("Phan cong phu trach", "unit"),
        ("Đơn vị chủ trì", "lead"),
        ("Cơ quan\nphối hợp", "partners"),
        ("Thời gian hoàn thành (dự kiến)", "deadline"),
        ("Số liệu thống kê (nếu có)", "report"),
        ("Kinh phí (triệu đồng)", "funding"),
        ("PIC", "unit"),
        ("Người phụ trách/PIC", "unit"),
        ("Timeline dự kiến", "deadline"),
        ("Deadline", "deadline"),
        ("KPI", "indicator"),
        ("Output", "product"),
        ("Đầu việc/Task", "name"),
    ],
)
def test_headings_are_known_though_damaged(heading, meaning):
    found = match_heading(heading.replace("\n", " "))
    assert found is not None and found.meaning == meaning


@pytest.mark.parametrize(
    "text", ["", "Nội", "Tách", "Khảo sát hiện trạng thu gom", "100%", "a b c d e f g h i k l m n o p q r"]
)
def test_what_is_no_heading(text):
    assert match_heading(text) is None


def test_every_heading_of_the_vocabulary_has_a_source_and_a_known_meaning():
    rows = list(read_tsv("table_columns.tsv"))
    assert {row["meaning"] for row in rows} == MEANINGS
    assert all(row["source"] and row["heading"] for row in rows)
    names = [folded(row["heading"]) for row in rows]
    assert len(names) == len(set(names))


def test_word_lists_are_folded_and_have_a_source():
    data = read_yaml("table_words.yaml")
    assert data.pop("source")
    spelt = data.pop("want_another_as_spelt")
    assert {folded(word) for word in spelt} <= set(data["want_another"]) and len(set(spelt)) == len(spelt)
    for words in data.values():
        assert all(folded(str(word)) == str(word) for word in words)


def test_labels_are_in_lower_case_and_have_a_source():
    data = read_yaml("table_labels.yaml")
    assert data.pop("source")
    words = [*data["same_as_above"], *data["role_labels"]["lead"], *data["role_labels"]["partners"]]
    assert len({folded(word) for word in data["report_words"]}) == len(data["report_words"])
    assert set(data["role_labels"]) == {"lead", "partners"}
    assert words == [word.casefold() for word in words] and len(set(words)) == len(words)


def test_name_and_content_of_a_criterion_are_standard_and_criterion():
    assert column_meanings(["TT", "Tên tiêu chí", "Nội dung tiêu chí", "Chỉ tiêu"])[0] == [
        "number",
        "standard",
        "criterion",
        "indicator",
    ]


def test_an_office_beside_the_leading_one_is_a_partner():
    assert column_meanings(["TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị"])[0][-1] == "partners"


def test_kinds():
    assert kind_of_table(["standard", "criterion", "indicator", "unit"]) == "criteria"
    assert kind_of_table(["number", "content", "lead", "deadline"]) == "programme"
    assert kind_of_table(["number", "other", "other"]) == "other"
    assert kind_of_table(["number", "name"]) == "other"


def test_headings_over_two_columns_and_a_numbering_row():
    result = parse_tables(
        grid_document(
            grid(
                ["TT", "Nội dung", "Phân công", "<", "Thời gian"],
                [None, None, "Chủ trì", "Phối hợp", None],
                ["(1)", "(2)", "(3)", "(4)", "(5)"],
                ["1", "Tập huấn", "Phòng Nội vụ", "Phòng Kinh tế", "Quý I năm 2025"],
            )
        )
    )
    assert result.tables[0].columns == ["TT", "Nội dung", "Phân công – Chủ trì", "Phân công – Phối hợp", "Thời gian"]
    (programme,) = result.programmes
    assert [unit.name for unit in programme.leads] == ["Phòng Nội vụ"]
    assert [unit.name for unit in programme.partners] == ["Phòng Kinh tế"]


def test_a_numbering_row_is_none_of_the_rows_though_misread():
    result = parse_tables(
        grid_document(
            grid(
                ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"],
                ["q)", "(2)", "@)", "(4"],
                ["1", "Tập huấn", "Phòng Nội vụ", "Quý I năm 2025"],
            )
        )
    )
    assert [programme.name for programme in result.programmes] == ["Tập huấn"]


def test_an_unknown_column_keeps_its_printed_name():
    result = parse_tables(
        grid_document(grid(["TT", "Nội dung", "Mã QR", "Đơn vị chủ trì"], ["1", "Tập huấn", "a-7", "Phòng Nội vụ"]))
    )
    assert result.tables[0].columns[2] == "Mã QR"
    assert result.tables[0].rows == [["1", "Tập huấn", "a-7", "Phòng Nội vụ"]]


def test_a_table_without_header_is_told_by_what_it_holds():
    result = parse_tables(
        text_document(
            "1\tTập huấn cho tổ tự quản\tPhòng Nội vụ\tQuý I năm 2025\n2\tRa quân dọn kênh\tHội Nông dân\tQuý II năm 2025"  # noqa: E501
        )
    )
    assert [programme.name for programme in result.programmes] == ["Tập huấn cho tổ tự quản", "Ra quân dọn kênh"]


def test_title_and_caption():
    result = parse_tables(
        text_document(
            "…phản ánh kịp thời./.\n\nPHỤ LỤC II\nCác chỉ tiêu về nước sạch\n"
            "(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2024 của UBND thị xã Hòa Lâm)\n\n"
            "Tiêu chí\tChỉ số\tĐơn vị thực hiện\n1.1. A\tTỷ lệ hộ dùng nước sạch đạt 90%\tPhòng Kinh tế"
        )
    )
    (table,) = result.tables
    assert table.title == "Các chỉ tiêu về nước sạch"
    assert table.caption == "(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2024 của UBND thị xã Hòa Lâm)"
    assert result.consumed == {7, 8}


def test_a_reference_that_begins_on_the_title_line_is_the_caption():
    result = parse_tables(
        text_document(
            "PHỤ LỤC\nCác chỉ tiêu về nước sạch (Kèm theo Kế hoạch số 12/KH-UBND\nngày 02/3/2024)\n"
            "Tiêu chí\tChỉ số\n1.1. A\tTỷ lệ hộ đạt 90%"
        )
    )
    assert result.tables[0].title == "Các chỉ tiêu về nước sạch"
    assert result.tables[0].caption == "(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2024)"
