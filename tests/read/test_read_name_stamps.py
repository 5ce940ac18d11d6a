"""Names stamped in script: brought into shape, read as names, and put where the signatory's name belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from viextract.data import dictionaries
from viextract.read.layout.words import Word
from viextract.read.ocr.name_stamps import places, stamped_names
from viextract.read.ocr.name_stamps.letters import BLANK, SPACE, spell
from viextract.read.ocr.name_stamps.likely_names import likely_names
from viextract.read.ocr.name_stamps.network import STEP, log_probabilities, weights
from viextract.read.ocr.name_stamps.reading import StampedName, name_likelihood, name_shares, read_name
from viextract.read.ocr.name_stamps.strips import ROWS, line_of, strip_of
from viextract.read.ocr.strip_frames import Nudge

SCALE = 200 / 72
WIDTH, HEIGHT = 595.0, 842.0
STAMP = Path(__file__).with_name("name_stamp.png")
"""A stamp of an invented name, drawn in a face that the network has not learned from."""
STAMPED = "Lương Thị Hoài Thu"


CROSSED = Path(__file__).with_name("name_stamp_crossed.png")
"""Another in pale grainy ink, the ring of a seal across it."""


def stamp(path: Path = STAMP) -> np.ndarray:
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return np.asarray(picture, np.uint8)


# --- the strip


def written(size: float = 1.0, degrees: float = 0.0) -> np.ndarray:
    """A row of letters, large enough to be cut, turned about its middle."""
    sheet = np.full((160, 560), 240, np.uint8)
    cv2.putText(sheet, "hamonahelo", (90, 90), 0, 1.3 * size, 40, 3, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((280, 80), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(sheet, turn, (560, 160), borderValue=240), np.uint8)


def strip(grey: np.ndarray) -> np.ndarray:
    line = line_of(grey)
    assert line is not None
    return strip_of(line, Nudge())


def test_a_line_comes_out_in_one_size_whatever_it_was() -> None:
    small, large = strip(written(0.8)), strip(written(1.3))
    assert small.shape[0] == large.shape[0] == ROWS
    assert abs(small.shape[1] - large.shape[1]) < 0.06 * large.shape[1]
    rows = [np.flatnonzero((one > 0.5).any(axis=1)) for one in (small, large)]
    assert abs(int(rows[0][0]) - int(rows[1][0])) <= 2 and abs(int(rows[0][-1]) - int(rows[1][-1])) <= 2


@pytest.mark.parametrize("degrees", [-4.0, 4.0])
def test_a_stamp_put_down_askew_is_made_level(degrees: float) -> None:
    line = line_of(written(degrees=degrees))
    assert line is not None and abs(line.tilt - np.tan(np.radians(degrees))) < 0.02
    profile, level = ((strip(one) > 0.5).sum(axis=1) for one in (written(degrees=degrees), written()))
    assert np.corrcoef(profile, level)[0, 1] > 0.9


def test_what_the_cut_has_left_of_other_rows_is_not_part_of_the_line() -> None:
    sheet = written()
    sheet[:20, 60:500:3] = 40
    assert np.abs(strip(sheet) - strip(written())).mean() < 0.02


def test_an_empty_place_has_no_line() -> None:
    assert line_of(np.full((60, 200), 240, np.uint8)) is None
    assert read_name(np.full((60, 200), 240, np.uint8)) is None


# --- the network


def test_the_weights_are_small_and_give_probabilities() -> None:
    assert (dictionaries() / "models" / "name-stamps.npz").stat().st_size < 1_000_000
    assert weights()["last.weight"].shape[0] == BLANK + 1
    scores = log_probabilities(np.zeros((ROWS, 120), np.float32))
    assert scores.shape == (120 // STEP, BLANK + 1)
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-4)


def test_what_is_seen_moves_with_the_line() -> None:
    line = strip(stamp())
    here = log_probabilities(np.pad(line, ((0, 0), (0, 64))))
    farther = log_probabilities(np.pad(line, ((0, 0), (8 * STEP, 64 - 8 * STEP))))
    inner = slice(8, len(here) - 24)  # the ends see where the strip ends
    assert np.abs(np.exp(here[inner]) - np.exp(farther[8:][inner])).max() < 0.02


@pytest.mark.parametrize(("path", "text"), [(STAMP, STAMPED), (CROSSED, "Vương Thị Tuyết Mai")])
def test_a_stamped_name_is_read(path: Path, text: str) -> None:
    found = read_name(stamp(path))
    assert found is not None and found.text == text and found.confidence > places._GIVEN


def test_a_stamp_with_nothing_but_strokes_is_no_name() -> None:
    sheet = np.full((70, 330), 240, np.uint8)
    curve = [(10 + 4 * k, 35 + round(22 * np.sin(k / 3) * np.cos(k / 11))) for k in range(78)]
    cv2.polylines(sheet, [np.array(curve)], False, 60, 3, cv2.LINE_AA)
    found = read_name(sheet)
    assert found is None or found.confidence < places._GIVEN


# --- names


def seen(text: str, sure: float = 0.9) -> np.ndarray:
    """Places at which the signs of a text stand, each over two of them, a blank behind it."""
    rows = []
    for sign in spell(text):
        for number in (sign, sign, BLANK):
            row = np.full(BLANK + 1, (1 - sure) / BLANK)
            row[number] = sure
            rows.append(row)
    return np.log(np.array(rows, np.float32))


def best(places_: np.ndarray) -> str:
    names = likely_names()
    shares = name_shares(places_, names)
    return max(shares, key=lambda text: shares[text] + name_likelihood(names, text), default="")


@pytest.mark.parametrize("text", ["nguyễn thị ngọc hoa", "đỗ đức thượng", "lê hoà", "lê hòa", "trương hoàng"])
def test_a_name_is_what_its_signs_say(text: str) -> None:
    assert best(seen(text)) == text


def test_what_is_no_name_is_not_found() -> None:
    assert all(len(text.split()) > 1 for text in name_shares(seen("nguyễn"), likely_names()))
    assert best(seen("ủy ban nhân dân")) != "ủy ban nhân dân"


def test_where_the_network_is_not_sure_the_frequent_name_is_read() -> None:
    between = seen("nguyễn văn hùng")
    third = 3 * spell("nguyễn văn hùng").index(SPACE, 8) - 3
    between[third : third + 2] = np.log(1 / (BLANK + 1))  # the n of "văn" cannot be told
    assert best(between) == "nguyễn văn hùng"


def test_family_middle_and_given_names_have_their_places() -> None:
    names = likely_names()
    assert name_likelihood(names, "nguyễn văn hùng") > name_likelihood(names, "hùng văn nguyễn")
    assert name_likelihood(names, "lê thị hoà") == name_likelihood(names, "lê thị hòa")
    assert name_likelihood(names, "nguyễn văn a b c d") == -np.inf


# --- the place


def word(text: str, left: float, top: float, confidence: float = 0.95) -> Word:
    return Word(text, (left, top, left + 7.0 * len(text), top + 13), confidence, line=round(top))


POSITION = [word("KT.", 380, 500), word("CHỦ", 404, 500), word("TỊCH", 432, 500)]
DEPUTY = [word("PHÓ", 380, 516), word("CHỦ", 404, 516), word("TỊCH", 432, 516)]
SCRAPS = [word("#vưong", 372, 603, 0.3), word("đ@uẤ", 420, 603, 0.2)]


def page(left: float = 360, top: float = 590) -> np.ndarray:
    sheet = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 240, np.uint8)
    picture = stamp()
    rows, columns = round(top * SCALE), round(left * SCALE)
    sheet[rows : rows + picture.shape[0], columns : columns + picture.shape[1]] = picture
    return sheet


def names_of(words: list[Word]) -> str:
    return " ".join(one.text for one in words if one.bbox[1] > 560)


def test_signs_that_were_read_of_a_seal_beside_the_position_do_not_hide_it() -> None:
    words, _ = stamped_names(page(), SCALE, [word(":“", 362, 516, 0.1), *DEPUTY])
    assert names_of(words) == STAMPED


@pytest.mark.parametrize("scraps", [SCRAPS, []])
def test_the_name_below_a_position_takes_the_place_of_scraps(scraps: list[Word]) -> None:
    words, others = stamped_names(page(), SCALE, [*POSITION, *DEPUTY, *scraps])
    assert names_of(words) == STAMPED
    assert others == scraps  # what was read there is not lost
    new = words[-1]
    assert new.confidence < 1 and 580 < new.bbox[1] < 610 and len({one.line for one in words[-4:]}) == 1


def test_a_stamp_that_was_lifted_off_with_the_seal_is_read_from_the_marks() -> None:
    clean = np.full_like(page(), 240)
    words, _ = stamped_names(clean, SCALE, [*POSITION, *DEPUTY], page)
    assert names_of(words) == STAMPED


@pytest.mark.parametrize(
    ("above", "stays"),
    [([("(Đã", 0.9), ("ký)", 0.9)], True), ([("(Đã", 0.9), ("ký)", 0.3)], False), ([("đạt", 0.9)], False)],
)
def test_a_sound_line_in_the_place_of_the_name_stays(above: list[tuple[str, float]], stays: bool) -> None:
    read = [word(text, 400 + 30 * k, 603, sure) for k, (text, sure) in enumerate(above)]
    words, others = stamped_names(page(), SCALE, [*POSITION, *DEPUTY, *read])
    assert STAMPED in names_of(words)
    assert all(one in words for one in read) is stays
    assert others == ([] if stays else read)


def test_the_marks_of_a_page_are_levelled_once() -> None:
    asked: list[int] = []

    def marked() -> np.ndarray:
        asked.append(1)
        return page()

    clean = np.full_like(page(), 240)
    deputy = [replace(one, bbox=(one.bbox[0] - 250, one.bbox[1], one.bbox[2] - 250, one.bbox[3])) for one in DEPUTY]
    stamped_names(clean, SCALE, [*POSITION, *DEPUTY, *deputy], marked)
    assert asked == [1]


def test_what_is_not_sure_is_told_and_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "read_name", lambda grey: StampedName("Lê Văn Cao", 0.5))
    given = [*POSITION, *DEPUTY, *SCRAPS]
    words, others = stamped_names(page(), SCALE, given)
    assert words == given and names_of(others) == "Lê Văn Cao"
    _, others = stamped_names(page(), SCALE, [*POSITION, *DEPUTY])
    assert [(other.text, other.bbox) for other in others] == [("Lê Văn Cao", (380, 516, 460, 529))]


def never(grey: np.ndarray) -> StampedName | None:
    raise AssertionError("asked")


@pytest.mark.parametrize(
    "words",
    [
        [*POSITION, *DEPUTY, word("Lê", 380, 603), word("Văn", 400, 603), word("Cao", 425, 603)],
        SCRAPS,
        [word("Chủ", 404, 500), word("tịch", 432, 500), *SCRAPS],
        [word(text, 150 + 40 * k, 40) for k, text in enumerate(["CHỦ", "TỊCH"])] + SCRAPS,
    ],
    ids=["a name was read", "no position", "a position in the text", "in the head"],
)
def test_elsewhere_no_stamp_is_looked_for(words: list[Word], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "read_name", never)
    assert stamped_names(page(), SCALE, words) == (words, [])
