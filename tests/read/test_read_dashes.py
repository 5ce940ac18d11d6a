"""Dashes are as long as they are printed, whatever the engine calls them."""

from __future__ import annotations

import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.dashes import with_dashes


def line(dash: str, width: float, height: float = 1.1) -> list[Word]:
    return [
        Word(dash, (85, 107, 85 + width, 107 + height), 0.9, 3),
        Word("Trồng", (96, 100, 130, 110.5), 0.95, 3),
        Word("cây", (134, 102, 152, 110.5), 0.95, 3),
    ]


@pytest.mark.parametrize(
    ("read", "width", "printed"),
    [
        ("—", 6.3, "–"),
        ("-", 6.4, "–"),
        ("~—", 6.4, "–"),
        ("-", 3.6, "-"),
        ("—", 3.5, "-"),
        ("—", 12.5, "—"),
        ("ˆ", 3.6, "-"),
    ],
)
def test_a_dash_is_told_by_its_length(read: str, width: float, printed: str) -> None:
    assert [word.text for word in with_dashes(line(read, width))] == [printed, "Trồng", "cây"]


def test_a_box_that_holds_more_than_a_dash_tells_nothing() -> None:
    assert with_dashes(line("—", 6.3, height=9.0))[0].text == "—"
    assert with_dashes(line("~", 6.3, height=9.0))[0].text == "-"


def test_marks_inside_a_line_are_left() -> None:
    words = [Word("từ", (60, 102, 70, 110), 0.9, 3), *line("~", 6.3)]
    assert with_dashes(words)[1].text == "~"


@pytest.mark.parametrize(("width", "kept"), [(1.1, False), (3.2, True)])
def test_a_speck_behind_a_line_is_no_dash(width: float, kept: bool) -> None:
    words = [*line("-", 3.6), Word("-", (158, 106, 158 + width, 106.8), 0.93, 3)]
    assert [word.text for word in with_dashes(words)] == ["-", "Trồng", "cây", *(["-"] if kept else [])]
