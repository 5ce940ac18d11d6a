"""What stands above a table."""

from __future__ import annotations

import pytest

from viextract.model.document import Line
from viextract.parse.tables.captions import caption_of


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["Đo xong.", "Số hộ nuôi cá bè ở ba bến được chia theo", "mùa nước như trong bảng, gồm:"],
            "Số hộ nuôi cá bè ở ba bến được chia theo mùa nước như trong bảng, gồm:",
        ),
        (["Đo xong.", "3. Bến đò", "Các bến còn trống"], "Các bến còn trống"),
        (["Đo xong;", "các bến còn trống"], "các bến còn trống"),
        (["- Neo bè theo lịch của", "bến, gồm:"], None),
    ],
)
def test_a_sentence_above_a_table_is_its_title_from_its_beginning(lines: list[str], title: str | None) -> None:
    assert caption_of([Line(text, k) for k, text in enumerate(lines, 1)], len(lines)) == (title, None)
