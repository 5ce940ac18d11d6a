"""Tables whose columns are parted by upright strokes."""

from __future__ import annotations

import pytest

from viextract.model.document import Line
from viextract.read.tables import find_text_grids
from viextract.read.tables.pipes import is_rule, parts_of_row


def rows_of(text: str) -> list[list[list[str]]]:
    lines = [Line(raw=line, number=number) for number, line in enumerate(text.splitlines(), 1)]
    found = []
    for grid in find_text_grids(lines):
        rows = [["" for _ in range(grid.column_count)] for _ in range(grid.row_count)]
        for cell in grid.cells:
            rows[cell.row][cell.column] = cell.raw
        found.append(rows)
    return found


def test_rows_with_a_rule_below_the_headings():
    assert rows_of("Dưới đây:\n| TT | Việc |\n|---|---|\n| 1 | Thả diều |\n\nHết.") == [
        [["TT", "Việc"], ["1", "Thả diều"]]
    ]


def test_rows_between_rules_have_several_lines():
    text = """
+----+-----------+--------+
| TT | Việc      | Ai     |
+====+===========+========+
| 1  | Thả diều  | Thôn   |
|    | buổi sáng | Đông   |
+----+-----------+--------+
| 2  | Nấu cơm   | Thôn   |
+----+-----------+--------+
"""
    assert rows_of(text) == [
        [["TT", "Việc", "Ai"], ["1", "Thả diều\nbuổi sáng", "Thôn\nĐông"], ["2", "Nấu cơm", "Thôn"]]
    ]


def test_numbered_rows_without_rules_between_them_stay_apart():
    text = """
┌────┬──────┐
│ TT │ Việc │
├────┼──────┤
│ 1  │ Diều │
│ 2  │ Cơm  │
├────┼──────┤
│ A  │ Cộng │
└────┴──────┘
"""
    assert rows_of(text) == [[["TT", "Việc"], ["1", "Diều"], ["2", "Cơm"], ["A", "Cộng"]]]


def test_rows_without_rules_need_three_of_three_columns():
    assert rows_of("TT | Việc | Ai\n1 | Diều | Thôn\n2 | Cơm | Hội") == [
        [["TT", "Việc", "Ai"], ["1", "Diều", "Thôn"], ["2", "Cơm", "Hội"]]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hội thi diều | hội thi cơm\nđược tổ chức | hằng năm",
        "| Nơi nhận:\n| - Các thôn;",
        "1 | a | b\n2 | c",
        "|||||||\n|||||||",
        "----------\nI. NỘI DUNG\n----------",
        "Hội | thi\n\nHội | diều",
    ],
)
def test_stray_strokes_are_no_table(text):
    assert rows_of(text) == []


def test_a_stroke_that_is_escaped_is_text():
    assert parts_of_row(r"| a \| b | c |") == ["a | b", "c"]
    assert is_rule("|:--|--:|") and not is_rule("| - |") and not is_rule("Việc | Ai")
