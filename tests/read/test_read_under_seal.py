"""A signature under a black seal: each line in the reading that the fixed words of a signature support."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.ocr.under_seal import read_under_seal

SCALE = 2.0
Rows = list[tuple[float, str, float]]  # middle in points from the column's top, text, confidence


def recipients() -> list[Word]:
    lines = ["Nơi nhận:", "- Như trên;", "- Trạm Cây xanh;", "- Lưu: VT."]
    words = []
    for k, text in enumerate(lines):
        x = 85.0
        for piece in text.split():
            words.append(Word(piece, (x, 400 + 14 * k, x + 6 * len(piece), 411 + 14 * k), 0.95, k))
            x += 6 * len(piece) + 4
    return words


def page(*, seal: bool) -> np.ndarray:
    sheet = np.full((1684, 1190), 255, np.uint8)
    if seal:
        cv2.circle(sheet, (700, 900), 90, 0, 4)
    return sheet


def reader(*variants: Rows) -> Callable[[np.ndarray], list[OcrWord]]:
    """An engine that reads each picture of the column as told."""
    left = list(variants)

    def look(image: np.ndarray) -> list[OcrWord]:
        words = []
        for k, (middle, text, confidence) in enumerate(left.pop(0)):
            x = 200.0
            for piece in text.split():
                y = middle * SCALE
                words.append(OcrWord(piece, (x, y - 12, x + 14 * len(piece), y + 12), confidence, k))
                x += 14 * len(piece) + 8
        return words

    return look


def signature(*variants: Rows) -> list[str]:
    words = recipients()
    found = read_under_seal(page(seal=True), SCALE, words, reader(*variants))[len(words) :]
    lines: dict[int, list[str]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in lines.values()]


def test_one_who_signs_for_another_is_read_from_pieces_of_both_lines() -> None:
    assert signature(
        [(20, "zf kU. TRƯƠNG BAN", 0.3), (37, "x2 IIL BAN", 0.2), (110, "@m Thị Ngát", 0.4)],
        [(21, "C; TR BAN", 0.2), (110, "Lâm Thị Ngát", 0.95)],
        [],
        [(110, "âm Thị Ngát", 0.9)],
    ) == ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lâm Thị Ngát"]


def test_a_line_that_no_phrase_supports_stays_out_and_a_guess_is_marked() -> None:
    words = recipients()
    look = reader([(20, "Ô TNƯỞNG BAN", 0.3), (40, "VÀ ẾY 7⁄2", 0.1)], [], [], [])
    found = read_under_seal(page(seal=True), SCALE, words, look)[len(words) :]
    assert [word.text for word in found] == ["TRƯỞNG", "BAN"]
    assert all(word.confidence < 0.7 and word.alternatives for word in found)


def test_what_is_legible_is_not_read_again() -> None:
    def never(image: np.ndarray) -> list[OcrWord]:
        pytest.fail("the column was read again")

    words = recipients()
    assert read_under_seal(page(seal=False), SCALE, words, never) == words
    read = [*placed("TRƯỞNG BAN", 420, 8), *placed("Lâm Thị Ngát", 500, 9)]
    assert read_under_seal(page(seal=True), SCALE, [*words, *read], never) == [*words, *read]


def placed(text: str, top: float, line: int) -> list[Word]:
    return [
        Word(piece, (330 + 45 * k, top, 370 + 45 * k, top + 12), 0.95, line) for k, piece in enumerate(text.split())
    ]


def test_a_name_without_its_position_is_looked_at_again_however_many_words_are_sound() -> None:
    words = [*recipients(), *placed("Lâm Thị Ngát ký", 500, 9)]
    look = reader([(20, "TRƯỞNG BAN", 0.9), (116, "Lâm Thị Ngát", 0.95)], [], [], [])
    found = read_under_seal(page(seal=True), SCALE, words, look)
    assert [word.text for word in found if word.bbox[0] > 250][-5:] == ["TRƯỞNG", "BAN", "Lâm", "Thị", "Ngát"]


def test_a_page_without_recipients_has_no_signature_to_look_for() -> None:
    words = [Word("Trồng", (85, 100, 120, 112), 0.95, 1), Word("cây", (124, 100, 140, 112), 0.95, 1)]
    assert read_under_seal(page(seal=True), SCALE, words, lambda image: []) == words
