"""Figures that the engine doubts are read twice; where the readings differ, that is told."""

from __future__ import annotations

import numpy as np
import pytest

from viextract.model.document import Line, Page
from viextract.model.plan import PageSource
from viextract.read.doubtful_figures import doubtful_figures, figure_of
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.ocr.figures import check_figures

SHEET = np.full((400, 600), 255, np.uint8)


def words(confidence: float) -> list[Word]:
    return [Word("Trước", (20, 20, 50, 32), 0.95, 4), Word("21/6/2025;", (54, 20, 104, 32), confidence, 4)]


def reads(text: str):
    def look(image: np.ndarray) -> list[OcrWord]:
        middle = image.shape[0] / 2
        return [OcrWord(text, (60, middle - 10, 160, middle + 10), 0.9, 0)]

    return look


def test_a_figure_read_otherwise_the_second_time_stays_doubtful_and_tells_the_other() -> None:
    checked, others = check_figures(SHEET, 2.0, words(0.7), reads("27/6/2025"))
    assert [word.text for word in checked] == ["Trước", "21/6/2025;"]
    assert checked[1].confidence <= 0.5
    assert [word.text for word in others] == ["Trước", "27/6/2025;"]


def test_a_figure_read_alike_twice_is_believed() -> None:
    checked, others = check_figures(SHEET, 2.0, words(0.7), reads("21/6/2025"))
    assert checked[1].confidence >= 0.9 and others == []


def test_what_is_no_figure_the_second_time_says_nothing() -> None:
    given = words(0.7)
    assert check_figures(SHEET, 2.0, given, reads("2lI6l2O25")) == (given, [])


def test_sure_figures_are_not_read_again() -> None:
    def never(image: np.ndarray) -> list[OcrWord]:
        pytest.fail("read again")

    given = words(0.95)
    assert check_figures(SHEET, 2.0, given, never) == (given, [])


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("(5/6/2025),", "5/6/2025"),
        ("6/2025", "6/2025"),
        ("95,5%", "95,5%"),
        ("12/QĐ-TTg", None),
        ("1.500", None),
        ("350", None),
        ("3.1.", None),
    ],
)
def test_dates_and_percentages_are_figures_to_check(text: str, figure: str | None) -> None:
    assert figure_of(text) == figure


def page(verdict: str, role: str = "body") -> Page:
    line = Line("Trước 21/6/2025;", 3, alternatives=["Trước 27/6/2025;", "rước"])
    line.role = role  # type: ignore[assignment]
    source = PageSource(number=1, text_origin="ocr", quality=0.9, verdict=verdict)
    return Page(1, 595, 842, source, [line])


def test_a_warning_names_both_readings_and_their_place() -> None:
    ((code, message, span),) = doubtful_figures([page("none")])
    assert code == "low-confidence-date" and "21/6/2025" in message and "27/6/2025" in message
    assert span.lines == (3, 3)


def test_noise_and_a_refused_text_layer_warn_of_nothing() -> None:
    assert list(doubtful_figures([page("garbled"), page("none", "noise")])) == []
