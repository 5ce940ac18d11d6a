"""A spot at the beginning of a line is a bullet, whatever the engine has read there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from viextract.read.layout.words import Word
from viextract.read.ocr.bullets import with_bullets
from viextract.read.raster import Image

SCALE = 200 / 72


def picture(*shapes: str) -> Image:
    """A page with one shape to the left of each line of text, 20 points apart; the text itself is not drawn."""
    page = np.full((400, 700), 245, np.uint8)
    for number, shape in enumerate(shapes):
        x, y = round(72 * SCALE), round((26 + 20 * number) * SCALE)
        if shape == "disc":
            cv2.circle(page, (x + 6, y), 6, 30, -1)
        elif shape == "square":
            cv2.rectangle(page, (x, y - 6), (x + 12, y + 6), 30, -1)
        elif shape == "ring":
            cv2.circle(page, (x + 6, y), 6, 30, 2)
        elif shape == "dash":
            cv2.rectangle(page, (x, y - 1), (x + 10, y + 1), 30, -1)
        elif shape != "nothing":
            cv2.putText(page, shape, (x, y + 9), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 3)
    return page


def line(number: int, *texts: str) -> list[Word]:
    top = 20.0 + 20 * number
    marks = [Word(texts[0], (72, top + 3, 77, top + 9), 0.6, number)] if len(texts) > 1 else []
    return [*marks, Word(texts[-1], (90, top, 130, top + 12), 0.95, number)]


@pytest.mark.parametrize("shape", ["disc", "square"])
@pytest.mark.parametrize("read", ["s", "*", "-", "®", "«"])
def test_a_solid_spot_is_a_bullet(shape: str, read: str) -> None:
    words = with_bullets(picture(shape), SCALE, line(0, read, "Rà"))
    assert [word.text for word in words] == ["•", "Rà"]


@pytest.mark.parametrize(("shape", "read"), [("s", "s"), ("dash", "-"), ("ring", "o"), ("+", "+"), ("nothing", "a")])
def test_what_is_no_spot_stays(shape: str, read: str) -> None:
    assert [word.text for word in with_bullets(picture(shape), SCALE, line(0, read, "Rà"))] == [read, "Rà"]


def test_a_bullet_that_was_not_read_is_put_where_others_stand() -> None:
    words = [*line(0, "s", "Rà"), *line(1, "Quản"), *line(2, "Duy")]
    found = with_bullets(picture("disc", "disc", "nothing"), SCALE, words)
    assert [word.text for word in found] == ["•", "Rà", "•", "Quản", "Duy"]
    alone = with_bullets(picture("nothing", "disc"), SCALE, [*line(0, "Rà"), *line(1, "Quản")])
    assert [word.text for word in alone] == ["Rà", "Quản"]


def test_bullets_that_the_engine_left_out_throughout_are_found_by_their_column() -> None:
    lines = [word for number in range(3) for word in line(number, "Rà")]
    assert [word.text for word in with_bullets(picture("disc", "disc", "disc"), SCALE, lines)] == ["•", "Rà"] * 3


def test_two_spots_are_no_column() -> None:
    lines = [word for number in range(3) for word in line(number, "Rà")]
    assert [word.text for word in with_bullets(picture("disc", "disc", "nothing"), SCALE, lines)] == ["Rà"] * 3
    assert [word.text for word in with_bullets(picture("dash", "dash", "dash"), SCALE, lines)] == ["Rà"] * 3
