"""A parse never fails, whatever the text; and what it takes for a table it takes whole."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import viextract
from tests.tables.helpers import text_document
from viextract import Options
from viextract.parse.tables import parse_tables

WORDS = st.sampled_from(
    [
        "TT",
        "Tiêu",
        "chuẩn",
        "Tiêu",
        "chí",
        "Chỉ",
        "số",
        "Đơn",
        "vị",
        "thực",
        "hiện",
        "Thời",
        "gian",
        "|",
        "\t",
        "%",
        "1.",
        "1.1.",
        "1.1.1.",
        "211.",
        "Phòng",
        "Nội",
        "vụ",
        "Tăng",
        "Giảm",
        "tỷ",
        "lệ",
        "hộ",
        "dân",
        "cư",
        "đạt",
        "90%",
        "và",
        "của",
        "≥",
        "…",
        ";:",
        "I.",
        "II.",
        "(1)",
        "(2)",
        "—",
        "Ghi",
        "chú",
        "PHỤ",
        "LỤC",
        "Ủy",
        "ban",
        "nhân",
        "dân",
        "xã",
    ]
)
LINES = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_lines_of_table_words_in_any_order(lines: list[str]) -> None:
    head = "Tiêu chuẩn Tiêu chí Chỉ số Đơn vị thực hiện"
    result = parse_tables(text_document("\n".join([*lines[:3], head, *lines[3:]])))
    assert all(1 <= number <= len(lines) + 1 for number in result.consumed)
    assert {row.table_id for row in result.criteria} <= {table.id for table in result.tables}
    for table in result.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="\t \nA.1á|", max_size=200))
def test_tabs_and_breaks_in_any_order(text: str) -> None:
    parse_tables(text_document(text))


def test_a_heading_that_comes_back_with_fewer_columns_is_no_error() -> None:
    text = "d   h\n6\t\nTT\tNhụ\tChủ trì\tH\nN\nTT\tNChủ trì\ng"
    plan = viextract.extract(text.encode(), Options(recover=False, ocr="never", cache=False))
    assert [table.columns for table in plan.tables] == [["TT", "Nhụ", "Chủ trì", "H"]]
