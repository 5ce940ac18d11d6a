"""Seals on grey scans are lifted off where their ink is paler than print."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from viextract.read.ocr.grey_marks import lift_grey_marks

Image = npt.NDArray[np.uint8]
DPI = 200.0


def page() -> Image:
    """A sheet with bold words, the last one where a seal may stand."""
    sheet = np.full((1400, 1600), 245, np.uint8)
    for top in range(100, 800, 60):
        cv2.putText(sheet, "Nhung viec can lam trong nam", (150, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 40, 4)
    cv2.putText(sheet, "CHU TICH", (1000, 1000), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 4)
    return sheet


def sealed(sheet: Image, ink: int) -> Image:
    seal = np.full(sheet.shape, 255, np.uint8)
    cv2.circle(seal, (1020, 1050), 135, ink, 6)
    cv2.circle(seal, (1020, 1050), 40, ink, -1)
    return np.minimum(sheet, seal)


def test_a_seal_paler_than_print_goes_and_the_print_below_it_stays() -> None:
    sheet, steps = page(), list[str]()
    cleaned = lift_grey_marks(sealed(sheet, 120), DPI, steps)
    assert len(steps) == 1 and steps[0].startswith("lifted grey marks")
    assert cleaned[sheet == 40].max() == 40
    assert np.mean(cleaned[sheet == 245] < 200) < 0.002


def test_a_black_seal_and_a_page_without_one_are_left_alone() -> None:
    for sheet in (page(), sealed(page(), 40)):
        steps: list[str] = []
        assert lift_grey_marks(sheet, DPI, steps) is sheet and steps == []


def test_thin_rules_of_a_table_are_left_alone_though_blur_makes_them_pale() -> None:
    sheet, steps = page(), list[str]()
    for x in (900, 1100, 1300):
        cv2.line(sheet, (x, 1050), (x, 1300), 110, 1)
    for y in (1050, 1170, 1300):
        cv2.line(sheet, (900, y), (1300, y), 110, 2)
    assert lift_grey_marks(sheet, DPI, steps) is sheet and steps == []


def test_a_seal_whose_ring_touches_much_print_goes_all_the_same() -> None:
    sheet, steps = page(), list[str]()
    for top in range(960, 1140, 40):
        cv2.putText(sheet, "PHO CHU TICH", (905, top), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 7)
    cleaned = lift_grey_marks(sealed(sheet, 150), DPI, steps)
    assert len(steps) == 1
    assert cleaned[sheet == 40].max() == 40
    assert np.mean(cleaned[sheet == 245] < 200) < 0.004
