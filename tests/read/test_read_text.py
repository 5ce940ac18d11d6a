"""Text files come out line for line."""

from __future__ import annotations

import pytest

from viextract.options import Options
from viextract.read import read_document
from viextract.read.files.text import split_lines


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_document(data, Options()).pages[0].lines]


def test_lines_keep_their_physical_numbers_and_blank_lines_stay() -> None:
    document = read_document("một\n\nba\n".encode(), Options())
    assert [(line.number, line.text) for line in document.pages[0].lines] == [(1, "một"), (2, ""), (3, "ba")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends_are_known(end: str) -> None:
    assert texts(f"một{end}hai{end}".encode()) == ["một", "hai"]


def test_other_separators_end_no_line() -> None:
    assert split_lines("một\x0bhai\u2028ba\x85bốn") == ["một\x0bhai\u2028ba\x85bốn"]


def test_text_is_composed() -> None:
    assert texts("Ke\u0302\u0301 hoa\u0323ch".encode()) == ["Kế hoạch"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_told(encoding: str) -> None:
    assert texts("Kế hoạch trồng cây xanh\nnăm 2026".encode(encoding)) == ["Kế hoạch trồng cây xanh", "năm 2026"]


def test_bytes_of_an_old_font_are_converted_and_said_so() -> None:
    data = bytes.fromhex("43 E9 6E 67 20 68 6F B5 20 78 B7 20 68 E9 69")  # TCVN3
    page = read_document(data, Options()).pages[0]
    assert page.lines[0].text == "Cộng hoà xã hội"
    assert page.source.steps == ["decoded from tcvn3"]


def test_any_bytes_that_look_like_text_are_read() -> None:
    data = "Kế hoạch ".encode() * 30 + b"\xff\xfe tr\xf4ng" + "cây xanh".encode() * 30
    assert "cây xanh" in texts(data)[0]


def test_a_table_parted_by_tabs_is_a_grid_and_its_lines_stay() -> None:
    data = "Mở đầu\nSTT\tNội dung\tĐơn vị\n1\tTrồng cây\tTổ 1\n2\tTưới cây\tTổ 2\nKết".encode()
    page = read_document(data, Options()).pages[0]
    assert [line.role for line in page.lines] == ["body", "table", "table", "table", "body"]
    (grid,) = page.grids
    assert (grid.row_count, grid.column_count, grid.lines, grid.after_line) == (3, 3, (2, 4), 1)
