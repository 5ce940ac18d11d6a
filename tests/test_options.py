"""What a caller may choose, and what happens to values that make no sense."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viextract.errors import InvalidOptionError
from viextract.options import Limits, Options, load_words, parse_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [("1", (1,)), ("1-3,7", (1, 2, 3, 7)), ("7,1-3", (1, 2, 3, 7)), ("2,2,1-2", (1, 2)), (" 4 - 5 , 9 ", (4, 5, 9))],
)
def test_page_ranges(text: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(text) == pages


@pytest.mark.parametrize("text", ["", "0", "a", "3-1", "1-", "-2", "1,,2", "1-2-3", "1.5", "1-999999999", "²"])
def test_what_is_no_page_range(text: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        parse_pages(text)
    assert "1-3,7" in caught.value.advice


@given(st.text(max_size=12))
def test_any_text_is_pages_or_an_error_of_ours(text: str) -> None:
    try:
        pages = parse_pages(text)
    except InvalidOptionError:
        return
    assert pages and list(pages) == sorted(set(pages)) and pages[0] >= 1


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"pages": (0,)}, "pages"),
        ({"pages": ()}, "pages"),
        ({"jobs": -1}, "jobs"),
        ({"min_confidence": 1.5}, "min_confidence"),
        ({"ocr": "sometimes"}, "ocr"),
        ({"limits": {"max_pages": 0}}, "max_pages"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_value_that_makes_no_sense_is_an_error_of_ours_that_names_it(values: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidOptionError, match=named):
        Options(**values)


def test_options_cannot_be_changed_behind_the_pipeline_s_back() -> None:
    with pytest.raises(Exception, match="frozen"):
        Options().jobs = 3  # type: ignore[misc]


def test_every_limit_is_on_by_default() -> None:
    assert all(value > 0 for value in Limits().model_dump().values())


def test_words_are_one_a_line_without_blanks_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# tên riêng\nKhe Lau\n\n  Đồi Mây  \n", "utf-8")
    assert load_words(path) == ("Khe Lau", "Đồi Mây")
    assert load_words(["Khe Lau", "", "# x"]) == ("Khe Lau",)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad"])
def test_a_word_list_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "words.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidOptionError, match=r"words\.txt"):
        load_words(path)
