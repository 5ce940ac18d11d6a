"""A table without rules ends where running text begins."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.tables import find_aligned_grids

COLUMNS = [70, 100, 250, 380]
HEAD = ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian"]
ROWS = [["1", "Dọn vệ sinh", "Các thôn", "Tháng 5"], ["2", "Trồng cây", "Hội Phụ nữ", "Tháng 6"]]


def line(top: float, *texts: tuple[float, str]) -> list[Word]:
    """Words of 12 points, six to a letter."""
    words = []
    for left, text in texts:
        for word in text.split():
            words.append(Word(word, (left, top, left + 6 * len(word), top + 12), line=int(top)))
            left += 6 * len(word) + 4
    return words


def page(*after: tuple[float, float, str], rows: list[list[str]] | None = None) -> list[Word]:
    """A table of two rows, and lines after it: white above, left edge, text."""
    words: list[Word] = []
    top = 100.0
    for texts in [HEAD, *(ROWS if rows is None else rows)]:
        words += line(top, *zip(COLUMNS, texts, strict=True))
        top += 20
    for white, left, text in after:
        top += white - 8
        words += line(top, (left, text))
        top += 20
    return words


@pytest.mark.parametrize("white", [4, 8, 20, 60])
@pytest.mark.parametrize(
    "after",
    [
        [(90, "II. TỔ CHỨC THỰC HIỆN"), (100, "1. Công an xã"), (100, "- Tuần tra bến đò.")],
        [(90, "II. TỔ CHỨC THỰC HIỆN"), (100, "Các thôn tự làm.")],
        [(90, "- Các thôn tự làm."), (90, "- Trạm Y tế báo cáo.")],
        [(90, "Trên đây là kế hoạch vệ sinh môi trường, các thôn tổ chức thực hiện"), (70, "nghiêm túc.")],
        [(70, "Nơi nhận:"), (100, "Như trên")],
    ],
)
def test_the_section_below_is_no_row(after: list[tuple[float, str]], white: float) -> None:
    lines = [(white if k == 0 else 8.0, left, text) for k, (left, text) in enumerate(after)]
    (grid,) = find_aligned_grids(page(*lines))
    assert grid.row_count == 3
    assert [cell.text for cell in grid.cells if cell.row == 2] == ROWS[1]


def test_the_title_of_a_group_stays_in_the_table() -> None:
    words = page((12, 100, "II. Công tác trồng cây xanh ven các tuyến đường"))
    last = line(200, *zip(COLUMNS, ["3", "Tưới cây", "Các thôn", "Tháng 7"], strict=True))
    (grid,) = find_aligned_grids([*words, *last])
    assert grid.row_count == 5


def test_further_lines_of_a_cell_stay_in_the_table() -> None:
    (grid,) = find_aligned_grids(page((2, 250, "và Hội Nông dân"), (2, 250, "- Đoàn xã")))
    assert grid.row_count == 5
    assert [cell.text for cell in grid.cells if cell.row > 2 and cell.text] == ["và Hội Nông dân", "- Đoàn xã"]


def test_the_blanks_of_much_prose_below_do_not_tell_where_columns_part() -> None:
    rows = [
        ["1", "Dọn vệ sinh ngõ xóm ở", "Các thôn trong xã", "Tháng 5"],
        ["2", "Trồng cây ven đường về", "Hội Phụ nữ của xã", "Tháng 6"],
        ["3", "Sửa đèn đường ở chợ xã", "Công an, Đoàn xã", "Tháng 7"],
    ]
    prose = [(8.0, 70.0, "Trên đây là những việc cần nghiêng xuống đường làng ngõ xóm của xã mình")] * 12
    (grid,) = find_aligned_grids(page(*prose, rows=rows))
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in (1, 2, 3)] == rows
    assert grid.row_count == 4
