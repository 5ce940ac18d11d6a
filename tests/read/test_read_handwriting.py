"""Digits written into the slots of a head: cut, read, and put where the print around them says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from viextract.data import dictionaries
from viextract.read.layout.words import Word
from viextract.read.ocr.handwriting.digits import a_day, a_month, a_number, read_digits, string_shares
from viextract.read.ocr.handwriting.head_slots import fill_slots
from viextract.read.ocr.handwriting.network import BLANK, STEP, log_probabilities, weights
from viextract.read.ocr.handwriting.strips import ROWS, slot_of, strip_of, without_form
from viextract.read.ocr.pen_ink import ink_of, lean_of
from viextract.read.ocr.strip_frames import Nudge

SCALE = 200 / 72
WIDTH, HEIGHT = 595.0, 842.0
DIGIT = 25.0  # pixels

Strokes = list[list[tuple[float, float]]]

# A hand of our own: strokes through points in a box of one by one.
HAND: dict[str, Strokes] = {
    "1": [[(0.2, 0.25), (0.5, 0.0), (0.42, 1.0)]],
    "2": [[(0.1, 0.25), (0.3, 0.02), (0.55, 0.1), (0.5, 0.45), (0.05, 0.97), (0.3, 0.9), (0.65, 0.97)]],
    "4": [[(0.35, 0.0), (0.05, 0.6), (0.65, 0.58)], [(0.5, 0.3), (0.42, 1.0)]],
    "7": [[(0.05, 0.05), (0.6, 0.03), (0.25, 1.0)], [(0.15, 0.5), (0.6, 0.48)]],
}


def write(sheet: np.ndarray, text: str, left: float, top: float, size: float = 30.0, width: int = 3) -> float:
    """Writes digits with a pen on a sheet (pixels); gives the column after the last."""
    for character in text:
        for stroke in HAND[character]:
            points = np.array([(left + x * size, top + y * size) for x, y in stroke])
            cv2.polylines(sheet, [points.round().astype(np.int32)], False, 60, width, cv2.LINE_AA)
        left += 0.8 * size
    return left


def any_number(text: str) -> float:
    return 1.0


def test_written_digits_are_read() -> None:
    sheet = np.full((60, 160), 245, np.uint8)
    write(sheet, "274", 12, 14)
    seen = read_digits(sheet, DIGIT, any_number)
    assert seen is not None and seen.text == "274" and seen.confidence > 0.5


def test_what_may_not_stand_in_a_slot_is_not_read_there() -> None:
    sheet = np.full((60, 120), 245, np.uint8)
    write(sheet, "42", 12, 14)
    seen = read_digits(sheet, DIGIT, a_day)
    assert seen is None or seen.confidence < 0.5


def test_an_empty_slot_and_its_dots_are_no_digits() -> None:
    sheet = np.full((60, 160), 245, np.uint8)
    for x in range(5, 150, 7):
        cv2.circle(sheet, (x, 44), 1, 40, -1)
    assert read_digits(sheet, DIGIT, any_number) is None


def test_a_blank_with_the_printed_slash_is_no_number() -> None:
    sheet = np.full((60, 120), 245, np.uint8)
    cv2.line(sheet, (96, 40), (104, 14), 20, 2, cv2.LINE_AA)
    assert read_digits(sheet, DIGIT, a_number) is None


def test_touching_digits_are_read() -> None:
    sheet = np.full((60, 120), 245, np.uint8)
    write(sheet, "2", 12, 14)
    write(sheet, "2", 12 + 19, 14)
    assert (
        cv2.connectedComponents(without_form(ink_of(sheet), DIGIT).astype(np.uint8))[0] == 2
    )  # paper, and both as one
    seen = read_digits(sheet, DIGIT, any_number)
    assert seen is not None and seen.text == "22"


def test_a_pale_pen_beside_black_print_is_ink() -> None:
    sheet = np.full((60, 120), 240, np.uint8)
    sheet[8:52, 90:116] = 5
    sheet[14:44, 20:24] = 180
    assert ink_of(sheet)[14:44, 20:24].all()


def test_leaning_digits_are_made_upright() -> None:
    sheet = np.full((60, 80), 245, np.uint8)
    cv2.line(sheet, (20, 50), (40, 10), 50, 3)
    ink = ink_of(sheet)
    assert lean_of(ink) > 0.3
    slot = slot_of(sheet, ink, DIGIT)
    assert slot is not None
    strip = strip_of(slot, Nudge())
    assert strip.shape[0] == ROWS and int((strip > 0.5).any(axis=0).sum()) < 12


def test_what_the_form_prints_is_painted_over() -> None:
    sheet = np.full((60, 160), 245, np.uint8)
    write(sheet, "74", 30, 10)
    clean = sheet.copy()
    for x in range(5, 150, 7):
        cv2.circle(sheet, (x, 48), 1, 40, -1)
    slots = [slot_of(grey, without_form(ink_of(grey), DIGIT), DIGIT) for grey in (sheet, clean)]
    dotted, plain = (strip_of(slot, Nudge()) for slot in slots if slot is not None)
    assert np.abs(dotted - plain).max() < 0.2


def test_the_weights_are_small_and_give_probabilities() -> None:
    path = dictionaries() / "models" / "digits.npz"
    assert path.stat().st_size < 1_000_000
    assert weights()["0.last.weight"].shape[0] == BLANK + 1
    for scores in log_probabilities(np.zeros((ROWS, 60), np.float32)):
        assert scores.shape == (60 // STEP, BLANK + 1)
        assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-4)


def test_a_digit_goes_on_until_a_blank_or_another() -> None:
    def places(written: str) -> np.ndarray:
        sure = np.full((len(written), BLANK + 1), 0.001, np.float32)
        for row, character in zip(sure, written, strict=True):
            row[BLANK if character == " " else int(character)] = 0.99
        return sure

    for written, text in (("11 ", "1"), ("1 1", "11"), (" 772 ", "72"), ("   ", "")):
        shares = string_shares(places(written))
        assert max(shares, key=lambda key: shares[key]) == text


def test_what_is_usual_in_a_slot_is_likelier_there() -> None:
    assert a_day("32") == a_month("13") == a_month("00") == a_number("0") == a_number("123456") == 0
    assert a_day("05") > a_day("5") > 0
    assert a_month("01") > a_month("1") and a_month("7") == a_month("07")
    assert a_number("07") > a_number("7") > 0


def word(text: str, left: float, top: float, confidence: float = 0.95, width: float | None = None) -> Word:
    wide = width if width is not None else 6.0 * len(text)
    return Word(text, (left, top, left + wide, top + 12), confidence, line=round(top))


def head(*words: Word) -> list[Word]:
    motto = [
        word(text, 300 + 45 * k, 60) for k, text in enumerate(["Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc"])
    ]
    return [*motto, *words]


def page() -> np.ndarray:
    return np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 245, np.uint8)


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in words][8:]


def number_line(read: str, confidence: float) -> list[Word]:
    """ "Số:", what the engine made of the slot, and the code, 13 points high as it prints."""
    return head(word("Số:", 100, 90, width=18), word(f"{read}/KH-CVCX", 124, 90, confidence, width=95))


def test_the_number_is_read_and_its_code_stays() -> None:
    sheet = page()
    write(sheet, "74", 124 * SCALE, 89 * SCALE)
    words, others = fill_slots(sheet, SCALE, number_line("7l#", 0.4), WIDTH, HEIGHT)
    line = texts(words) if not others else [word.text for word in others]
    assert line == ["Số:", "74/KH-CVCX"]


def test_what_cannot_be_read_is_left_out_and_the_code_stays() -> None:
    sheet = page()
    rows, columns = slice(round(88 * SCALE), round(101 * SCALE)), slice(round(122 * SCALE), round(148 * SCALE))
    sheet[rows, columns] = np.random.default_rng(3).integers(0, 255, sheet[rows, columns].shape)
    words, _ = fill_slots(sheet, SCALE, number_line("$#", 0.4), WIDTH, HEIGHT)
    assert texts(words) == ["Số:", "/KH-CVCX"]


@pytest.mark.parametrize("confidence", [0.95, 0.5])
def test_a_printed_number_stays_as_the_engine_read_it(confidence: float) -> None:
    given = number_line("42", confidence)
    assert fill_slots(page(), SCALE, given, WIDTH, HEIGHT) == (given, [])


def test_a_printed_number_stays_where_its_last_digit_is_taken_for_the_stroke_behind_it() -> None:
    sheet = page()
    write(sheet, "42", 124 * SCALE, 89 * SCALE)
    for end in ("7", "1"):
        given = head(word("Số:", 100, 90, width=18), word(f"42{end}/KH-CVCX", 124, 90, 0.55, width=101))
        assert fill_slots(sheet, SCALE, given, WIDTH, HEIGHT)[0] == given


def test_a_blank_stays_blank() -> None:
    given = head(word("Số:", 100, 90, width=18), word("/KH-CVCX", 170, 90, width=64))
    assert fill_slots(page(), SCALE, given, WIDTH, HEIGHT) == (given, [])


def test_a_number_in_the_text_is_no_slot() -> None:
    given = head(word("Số:", 100, 300, width=18), word("$/KH-CVCX", 124, 300, 0.4))
    assert fill_slots(page(), SCALE, given, WIDTH, HEIGHT) == (given, [])


def date_line(joined: str) -> list[Word]:
    return head(
        word("Giang,", 320, 100, width=36),
        word(joined, 360, 100, 0.5, width=81),
        word("6", 445, 100, width=6),
        word("năm", 455, 100, width=23),
        word("2025", 482, 100, width=26),
    )


def test_a_day_that_the_engine_joined_with_its_neighbours_is_taken_out_of_them() -> None:
    sheet = page()
    write(sheet, "2", 387 * SCALE, 99 * SCALE)
    write(sheet, "1", 396 * SCALE, 99 * SCALE)
    words, others = fill_slots(sheet, SCALE, date_line("ngày&?tháng"), WIDTH, HEIGHT)
    printed = [text for text in texts(words) if not text.isdecimal() or text in ("6", "2025")]
    assert printed == ["Giang,", "ngày", "tháng", "6", "năm", "2025"]
    read = [word.text for word in (others or words) if word.text.isdecimal()]
    assert read == ["21", "6", "2025"]


def test_a_day_that_the_engine_cut_up_is_one_word() -> None:
    sheet = page()
    write(sheet, "2", 387 * SCALE, 99 * SCALE)
    write(sheet, "1", 396 * SCALE, 99 * SCALE)
    given = date_line("tháng")
    given[9:10] = [
        word("ngày,2", 360, 100, 0.5, width=35),
        word("1", 396, 100, 0.6, width=6),
        word("tháng", 411, 100, width=30),
    ]
    words, _ = fill_slots(sheet, SCALE, given, WIDTH, HEIGHT)
    assert texts(words) == ["Giang,", "ngày", "21", "tháng", "6", "năm", "2025"]


def test_a_day_that_cannot_be_is_left_out() -> None:
    words, _ = fill_slots(page(), SCALE, date_line("ngày82tháng"), WIDTH, HEIGHT)
    assert texts(words) == ["Giang,", "ngày", "tháng", "6", "năm", "2025"]
