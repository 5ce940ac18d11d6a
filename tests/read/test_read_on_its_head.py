"""Which way up a page stands is told before it is read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.read.record import draw
from viextract.options import Options
from viextract.read.ocr import pictures
from viextract.read.ocr.engines import tesseract
from viextract.read.ocr.on_its_head import stands_on_its_head
from viextract.read.pages.reading import read_picture

LINES = (
    "Các tổ dân phố cùng nhau dọn cỏ quanh giếng làng,",
    "chia phiên tưới hàng cây mới trồng bên bờ kênh và",
    "ghi lại mực nước mỗi sáng để báo cho trạm bơm.",
)
PAGE = draw([(85, 90 + 20 * row, line, "Regular", 13) for row, line in enumerate(LINES * 4)])


def test_an_upright_page_and_its_half_turn_are_told_apart() -> None:
    assert not stands_on_its_head(PAGE, 200)
    assert stands_on_its_head(np.ascontiguousarray(np.rot90(PAGE, 2)), 200)


def test_capitals_alone_are_told_too() -> None:
    capitals = draw([(85, 90 + 20 * row, line.upper(), "Bold", 12) for row, line in enumerate(LINES * 4)])
    assert not stands_on_its_head(capitals, 200)
    assert stands_on_its_head(np.ascontiguousarray(np.rot90(capitals, 2)), 200)


def test_a_page_with_hardly_any_letters_is_left_alone() -> None:
    assert not stands_on_its_head(np.rot90(draw([(85, 90, "Trạm bơm", "Regular", 13)]), 2), 200)


@pytest.mark.parametrize(("shape", "dpi"), [((1, 1), 200), ((3, 2000), 200), ((40, 40), 20_000)])
def test_a_picture_of_a_few_dots_has_no_way_up(shape: tuple[int, int], dpi: float) -> None:
    assert not stands_on_its_head(np.full(shape, 255, np.uint8), dpi)


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the engine is asked for."""
    asked: list[str] = []
    recognise = tesseract.TesseractEngine.recognise

    def noted(self: object, *arguments: object, **named: object) -> object:
        asked.append(str(named.get("layout")))
        return recognise(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(tesseract.TesseractEngine, "recognise", noted)
    yield asked


@pytest.mark.tesseract
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_read_once_however_it_lies(quarters: int, layouts: list[str]) -> None:
    reading = read_picture(np.ascontiguousarray(np.rot90(PAGE, quarters)), 200, 1, Options(cache=False))
    assert layouts.count("page") == 1
    assert " ".join(word.text for word in reading.words).startswith("Các tổ dân phố cùng nhau")
    assert reading.prepared.rotation == 90 * quarters


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (5, 4), (40, 41)])
def test_a_median_is_counted_as_it_is_sorted(shape: tuple[int, int]) -> None:
    levels = np.random.default_rng(7).integers(0, 256, (20, *shape), dtype=np.uint8)
    assert [pictures.median_grey(one) for one in levels] == [float(np.median(one)) for one in levels]


@pytest.mark.parametrize(("share", "short"), [(0.02, True), (0.2, False)])
def test_spots_are_the_same_in_short_and_long_numbers(
    share: float, short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ink = ((np.random.default_rng(3).random((1200, 1200)) < share) * 255).astype(np.uint8)
    labels, stats = pictures.spots(ink)
    assert (labels.dtype == np.uint16) == short
    monkeypatch.setattr(pictures, "_MOST_SHORT_NUMBERS", 0)
    other, expected = pictures.spots(ink)
    assert other.dtype == np.int32
    assert np.array_equal(np.sort(stats[:, 4]), np.sort(expected[:, 4]))
    assert np.array_equal(stats[labels][..., 4], expected[other][..., 4])
