"""Each step of preparing a picture acts where it helps, leaves other pictures alone, and is put on record."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from viextract.read.ocr.pictures import scaled
from viextract.read.ocr.preprocess import (
    Prepared,
    clear_borders,
    coarsen,
    drop_coloured_ink,
    even_light,
    find_turn,
    flatten_photograph,
    prepare,
    stretch_contrast,
    turned,
    upside_down,
)
from viextract.read.ocr.specks import despeckle, lift_specks

Image = npt.NDArray[np.uint8]
DPI = 150.0


def page(ink: int = 20, paper: int = 250) -> Image:
    """A sheet of A4 with lines of words, drawn as bars of letters."""
    sheet = np.full((1754, 1240), paper, np.uint8)
    state = np.random.default_rng(5)
    for top in range(200, 1500, 40):
        left = 180
        while left < 1060:
            for _ in range(int(state.integers(2, 7))):
                cv2.rectangle(sheet, (left, top + int(state.integers(0, 5))), (left + 6, top + 17), ink, 2)
                left += 11
            left += 9
    return sheet


def rotated(image: Image, degrees: float) -> Image:
    """Clockwise positive, as slants are counted."""
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderValue=250), np.uint8)


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.0, 0.4, 2.5])
def test_the_slant_of_the_lines_is_found(degrees: float) -> None:
    assert find_turn(rotated(page(), degrees), DPI) == (0, pytest.approx(degrees, abs=0.15))


def test_a_page_that_lies_on_its_side_is_turned_upright() -> None:
    rotation, skew = find_turn(turned(page(), 270), DPI)
    assert (rotation, skew) == (90, pytest.approx(0.0, abs=0.1))


def test_a_level_page_is_left_alone() -> None:
    sheet = page()
    prepared = prepare(sheet, DPI)
    assert prepared.steps == []
    assert (prepared.rotation, prepared.skew) == (0, 0.0)
    assert np.array_equal(prepared.image, sheet)


def test_a_slanted_page_comes_out_level_and_says_so() -> None:
    prepared = prepare(rotated(page(), 2.0), DPI)
    assert prepared.skew == pytest.approx(2.0, abs=0.15)
    assert prepared.steps == [f"deskew {prepared.skew:+.2f} degrees"]
    assert find_turn(prepared.image, DPI)[1] == pytest.approx(0.0, abs=0.1)


def test_a_coarse_scan_is_enlarged() -> None:
    small = cv2.resize(page(), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    prepared = prepare(np.asarray(small, np.uint8), DPI / 2)
    assert prepared.dpi == DPI
    assert prepared.image.shape == (1754, 1240)


def test_boxes_go_to_the_page_and_back() -> None:
    prepared = Prepared(page(), DPI, skew=2.0)
    box = (100.0, 200.0, 160.0, 212.0)
    there = prepared.to_page(box)
    assert there != box
    assert prepared.from_page(there) == pytest.approx(box)


def test_a_box_at_the_right_of_a_page_that_slants_clockwise_stands_lower_on_the_page() -> None:
    prepared = Prepared(page(), DPI, skew=2.0)
    left, right = (50.0, 400.0, 60.0, 410.0), (500.0, 400.0, 510.0, 410.0)
    assert prepared.to_page(right)[1] > prepared.to_page(left)[1]


def test_half_a_turn_adds_to_the_rotation() -> None:
    first = Prepared(page(), DPI, rotation=270)
    second = upside_down(first)
    assert second.rotation == 90
    assert np.array_equal(second.image, first.image[::-1, ::-1])


def stamped(sheet: Image) -> Image:
    colour = np.repeat(sheet[:, :, None], 3, axis=2).copy()
    ring = np.zeros(sheet.shape, np.uint8)
    cv2.circle(ring, (600, 900), 120, 255, 5)
    red = ring > 0
    colour[red] = (colour[red] * np.array([0.86, 0.15, 0.2])).astype(np.uint8)
    return colour


def test_a_red_stamp_goes_and_the_print_below_it_stays() -> None:
    sheet, steps = page(), []
    cleaned = drop_coloured_ink(stamped(sheet), DPI, steps)
    assert len(steps) == 1 and steps[0].startswith("dropped coloured ink")
    assert np.mean(np.abs(cleaned.astype(int) - sheet)) < 0.5
    assert cleaned[sheet < 50].max() < 60


def test_what_a_coloured_stamp_says_goes_with_its_frame() -> None:
    sheet, steps = page(), []
    colour = np.repeat(sheet[:, :, None], 3, axis=2).copy()
    cv2.rectangle(colour, (300, 60), (600, 180), (60, 60, 170), 3)
    cv2.putText(colour, "12/3", (340, 110), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (60, 60, 170), 2)
    cv2.putText(colour, "12/3", (840, 110), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (60, 60, 170), 2)
    cleaned = drop_coloured_ink(colour, DPI, steps)
    assert len(steps) == 1
    assert cleaned[70:170, 310:590].min() > 200
    assert cleaned[70:170, 820:940].min() < 120  # a number written in blue outside of any stamp is text


def test_a_line_of_type_in_colour_is_text() -> None:
    sheet = np.repeat(page()[:, :, None], 3, axis=2).copy()
    band = sheet[200:222]
    band[(band < 100).all(axis=2)] = (200, 20, 30)
    steps: list[str] = []
    cleaned = drop_coloured_ink(sheet, DPI, steps)
    assert steps == []
    assert cleaned[200:222].min() < 110


def test_uneven_light_is_evened() -> None:
    slope = np.linspace(0.45, 1.0, 1240)[None, :]
    steps: list[str] = []
    evened = even_light((page() * slope).astype(np.uint8), DPI, steps)
    assert len(steps) == 1 and "light" in steps[0]
    paper = evened[30:150]
    assert paper.max() - paper.min() < 15


def test_the_shadow_along_a_spine_is_evened() -> None:
    across = np.arange(1240) / 1240
    spine = 1 - 0.75 * np.exp(-across / 0.04)
    steps: list[str] = []
    evened = even_light((page() * spine[None, :]).astype(np.uint8), DPI, steps)
    assert len(steps) == 1
    assert evened[30:150, 20:].min() > 200


def test_a_black_edge_does_not_keep_light_from_being_evened() -> None:
    slope = np.linspace(0.45, 1.0, 1240)[None, :]
    sheet, steps = (page() * slope).astype(np.uint8), list[str]()
    sheet[:, :50] = 3  # beyond the spine
    evened = even_light(sheet, DPI, steps)
    assert len(steps) == 1
    paper = evened[30:150, 100:]
    assert paper.max() - paper.min() < 25


def test_a_black_picture_has_no_light_to_even() -> None:
    sheet, steps = np.zeros((400, 300), np.uint8), list[str]()
    assert even_light(sheet, DPI, steps) is sheet and steps == []


def test_even_light_is_left_alone() -> None:
    sheet, steps = page(), []
    assert even_light(sheet, DPI, steps) is sheet and steps == []


def test_black_borders_go_and_letters_stay() -> None:
    sheet, steps = page(), []
    dark = sheet.copy()
    dark[:, :60] = 0
    dark[-40:] = 0
    cleaned = clear_borders(dark, DPI, steps)
    assert len(steps) == 1
    assert cleaned[:, :50].min() == 255
    assert np.array_equal(cleaned[180:1500, 150:1100], sheet[180:1500, 150:1100])


def test_specks_of_a_fax_go_and_letters_stay() -> None:
    sheet = np.where(page() < 128, 0, 255).astype(np.uint8)
    noisy = sheet.copy()
    state = np.random.default_rng(3)
    noisy[state.random(sheet.shape) < 0.002] = 0
    noisy[700] = 0
    steps: list[str] = []
    cleaned = despeckle(noisy, steps)
    assert len(steps) == 1 and steps[0].startswith("removed")
    assert np.mean(cleaned[1550:] < 128) < 0.0001
    assert np.mean(cleaned[sheet == 0] < 128) > 0.9


def test_a_grey_scan_is_not_despeckled() -> None:
    sheet = cv2.GaussianBlur(page(), (0, 0), 1.5).astype(np.uint8)
    steps: list[str] = []
    assert despeckle(sheet, steps) is sheet and steps == []


def test_specks_of_a_copy_of_a_copy_go_and_dots_of_letters_stay() -> None:
    sheet, steps = page(ink=60, paper=235), []
    cv2.circle(sheet, (400, 1600), 2, 60, -1)  # a full stop
    copy = sheet.copy()
    copy[np.random.default_rng(3).random(sheet.shape) < 0.002] = 70
    cleaned = lift_specks(copy, DPI, steps)
    assert len(steps) == 1 and steps[0].startswith("removed")
    assert np.mean(cleaned[1620:] < 175) < 0.0001
    assert np.mean(cleaned[sheet == 60] < 128) > 0.9
    assert cleaned[1600, 400] == 60


def test_specks_of_a_fax_that_was_stretched_go() -> None:
    low = np.where(cv2.resize(page(), (1240, 877)) < 128, 0, 255).astype(np.uint8)
    low[np.random.default_rng(3).random(low.shape) < 0.002] = 0
    tall, steps = cv2.resize(low, (1240, 1754)).astype(np.uint8), list[str]()
    assert despeckle(tall, steps) is tall  # stretching made some dots grey
    cleaned = lift_specks(tall, 204.0, steps)
    assert len(steps) == 1 and np.mean(cleaned[1550:] < 128) < 0.0005


def test_a_clean_scan_has_no_specks_to_lift() -> None:
    sheet, steps = page(), []
    assert lift_specks(sheet, DPI, steps) is sheet and steps == []


def test_faint_print_is_made_dark() -> None:
    steps: list[str] = []
    stretched = stretch_contrast(page(ink=190, paper=240), steps)
    assert len(steps) == 1
    assert np.quantile(stretched, 0.01) < 80 and np.median(stretched) > 240


def test_a_blank_page_is_not_stretched_to_noise() -> None:
    blank = np.random.default_rng(1).normal(240, 2, (1754, 1240)).astype(np.uint8)
    steps: list[str] = []
    assert stretch_contrast(blank, steps) is blank


def test_the_grain_of_a_page_with_few_words_is_not_stretched() -> None:
    noise = np.random.default_rng(2)
    sheet = np.full((2339, 1654), 245, np.uint8)
    cv2.putText(sheet, "HIEU TRUONG", (900, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 40, 3)
    grainy = np.clip(sheet + noise.normal(0, 9, sheet.shape), 0, 255).astype(np.uint8)
    steps: list[str] = []
    assert stretch_contrast(grainy, steps) is grainy and steps == []


def test_a_page_on_a_dark_desk_is_cut_out_and_made_rectangular() -> None:
    corners = np.array([(60, 50), (1180, 90), (1150, 1700), (100, 1660)], np.float32)
    source = np.array([(0, 0), (1240, 0), (1240, 1754), (0, 1754)], np.float32)
    view = cv2.getPerspectiveTransform(source, corners)
    photo = cv2.warpPerspective(page(), view, (1260, 1780), borderValue=40).astype(np.uint8)
    steps: list[str] = []
    flat = flatten_photograph(photo, steps)
    assert steps == ["cut the page out of a photograph"]
    assert np.mean(flat[:20] < 100) < 0.05
    assert find_turn(flat, DPI)[1] == pytest.approx(0.0, abs=0.5)


def test_the_page_is_found_in_the_shadow_over_its_corner() -> None:
    corners = np.array([(70, 60), (1190, 80), (1170, 1700), (90, 1690)], np.float32)
    source = np.array([(0, 0), (1240, 0), (1240, 1754), (0, 1754)], np.float32)
    view = cv2.getPerspectiveTransform(source, corners)
    photo = cv2.warpPerspective(page(), view, (1260, 1780), borderValue=60).astype(np.float32)
    photo[:, :400] *= 0.35  # the page is darker here than the desk is elsewhere
    steps: list[str] = []
    flat = flatten_photograph(photo.clip(0, 255).astype(np.uint8), steps)
    assert steps == ["cut the page out of a photograph"]
    assert flat.shape == (pytest.approx(1630, abs=25), pytest.approx(1110, abs=25))


def test_dots_that_no_reader_needs_are_averaged_away() -> None:
    fine = cv2.resize(page(), None, fx=2.4, fy=2.4, interpolation=cv2.INTER_CUBIC)  # 360 dots per inch
    steps: list[str] = []
    coarse, dpi = coarsen(np.asarray(fine, np.uint8), 360.0, steps)
    assert 150 < dpi < 300 and len(steps) == 1
    assert coarse.shape[0] / dpi == pytest.approx(fine.shape[0] / 360, rel=0.01)


def test_small_type_and_ordinary_scans_keep_their_dots() -> None:
    steps: list[str] = []
    small = cv2.resize(page(), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)  # half as high as ordinary type
    tiled = np.asarray(np.tile(small, (2, 2)), np.uint8)
    assert coarsen(tiled, 240.0, steps)[1] == 240.0
    assert coarsen(page(), 200.0, steps)[1] == 200.0
    assert steps == []


@pytest.mark.parametrize("factor", [1.0, 0.5, 0.37, 0.12, 1.5])
def test_a_picture_is_scaled_to_the_size_asked_for(factor: float) -> None:
    height, width = scaled(page(), factor).shape
    assert (height, width) == (pytest.approx(1754 * factor, abs=2), pytest.approx(1240 * factor, abs=2))


def test_a_scan_is_no_photograph() -> None:
    steps: list[str] = []
    assert flatten_photograph(page(), steps) is not None and steps == []
