"""Grids from rules, aligned words and typed text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from viextract.model.document import Grid, Line
from viextract.read.layout.words import Word
from viextract.read.tables import claim_lines, find_aligned_grids, find_image_grids, find_text_grids, read_image_grids
from viextract.read.tables.cells import read_cells
from viextract.read.tables.fill import grid_from_frame
from viextract.read.tables.image import image_rules
from viextract.read.tables.row_ruled import row_ruled_frames
from viextract.read.tables.rules import Rule, frames, merge_collinear


def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


def lattice(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def at(text: str, x: float, y: float, line: int = 0) -> list[Word]:
    """Words of a phrase set in letters 5 points wide and 10 high."""
    words = []
    for part in text.split():
        words.append(Word(part, (x, y, x + 5 * len(part), y + 10), 1.0, line))
        x += 5 * len(part) + 3
    return words


# --- rules ------------------------------------------------------------------------------------------------------------


def test_rules_make_cells():
    (frame,) = frames(*lattice([0, 100, 200], [0, 30, 60]))
    assert len(frame.cells) == 4
    assert frame.bbox == (0, 0, 200, 60)


def test_neighbours_without_a_rule_between_them_are_one_cell():
    horizontal = [Rule(0, 0, 200), Rule(30, 100, 200), Rule(60, 0, 200)]
    vertical = [Rule(0, 0, 60), Rule(100, 0, 60), Rule(200, 0, 60)]
    (frame,) = frames(horizontal, vertical)
    assert [(c.row, c.column, c.row_span) for c in frame.cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


def test_a_table_cut_by_the_page_end_is_closed():
    horizontal, vertical = lattice([0, 100, 200], [0, 30])
    vertical = [Rule(rule.at, 0, 80) for rule in vertical]
    (frame,) = frames(horizontal, vertical)
    assert frame.open_bottom and not frame.open_top
    assert len(frame.cells) == 4


def test_sides_that_are_not_drawn_are_added():
    horizontal = [Rule(y, 0, 300) for y in (0, 30, 60)]
    (frame,) = frames(horizontal, [Rule(100, 0, 60), Rule(200, 0, 60)])
    assert len(frame.cells) == 6


def test_gaps_in_a_rule_are_bridged_and_double_rules_are_one():
    assert merge_collinear([Rule(10, 0, 50), Rule(10.5, 53, 100)], snap=3, gap=4) == [
        Rule(pytest.approx(10.24, abs=0.1), 0, 100)
    ]
    assert len(merge_collinear([Rule(10, 0, 50), Rule(10, 80, 100)], snap=3, gap=4)) == 2


def test_two_tables_side_by_side_are_two():
    left, right = lattice([0, 50, 100], [0, 30, 60]), lattice([150, 200, 250], [0, 30, 60])
    assert len(frames([*left[0], *right[0]], [*left[1], *right[1]])) == 2


def test_a_tick_box_inside_a_cell_is_no_table():
    outer, inner = lattice([0, 200, 400], [0, 100, 200]), lattice([20, 35, 50], [20, 35, 50])
    assert len(frames([*outer[0], *inner[0]], [*outer[1], *inner[1]])) == 1


def test_words_go_into_the_cell_in_which_most_of_them_lies():
    (frame,) = frames(*lattice([0, 100, 200], [0, 30, 60]))
    grid = grid_from_frame(frame, [*at("Tiêu chí", 5, 8), *at("lệch", 92, 38)], page=3)
    assert grid is not None and grid.page == 3
    assert [cell.text for cell in grid.cells] == ["Tiêu chí", "", "", "lệch"]


def test_traces_of_rules_that_ocr_took_for_letters_are_left_out():
    (frame,) = frames(*lattice([0, 100, 200], [0, 30, 60]))
    words = [
        Word("|", (1, 8, 3, 20)),
        *at("Thu", 8, 8),
        Word("gom|", (80, 8, 99, 18)),
        Word("biết|chữ", (85, 38, 125, 48)),
    ]
    grid = grid_from_frame(frame, words, page=1, edge=5)
    assert grid is not None
    assert [cell.text for cell in grid.cells] == ["Thu gom", "", "biết", "chữ"]


def test_a_frame_without_words_is_no_grid():
    (frame,) = frames(*lattice([0, 100, 200], [0, 30, 60]))
    assert grid_from_frame(frame, at("xa", 300, 300), page=1) is None


# --- images -----------------------------------------------------------------------------------------------------------


def page_image(*, angle: float = 0.0, ink: int = 60, gaps: bool = False) -> np.ndarray:
    """A page at 100 dpi (1.39 pixels a point) with a table of 3 x 3, its first column one cell below the header."""
    image = np.full((600, 800), 245, np.uint8)
    for y in (100, 180, 260, 340):
        cv2.line(image, (100 if y != 260 else 300, y), (700, y), ink, 2)
    for x in (100, 300, 500, 700):
        cv2.line(image, (x, 100), (x, 340), ink, 2)
    for row, y in enumerate((150, 230, 310)):
        for column, x in enumerate((120, 320, 520)):
            if column or row != 2:
                cv2.putText(image, f"r{row}c{column}", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink // 2, 2)
    if gaps:
        for x in (180, 420, 610):
            image[90:350, x : x + 5] = np.where(image[90:350, x : x + 5] == ink, 245, image[90:350, x : x + 5])
    if angle:
        turn = cv2.getRotationMatrix2D((400, 300), angle, 1.0)
        image = cv2.warpAffine(image, turn, (800, 600), borderValue=245)
    return image


SCALE = 100 / 72
THREE_BY_THREE = [
    (0, 0, 1, 1),
    (0, 1, 1, 1),
    (0, 2, 1, 1),
    (1, 0, 2, 1),
    (1, 1, 1, 1),
    (1, 2, 1, 1),
    (2, 1, 1, 1),
    (2, 2, 1, 1),
]


class Engine:
    """Finds the dark spots of a picture and calls each column of them a word: enough to see what was cut where."""

    def __init__(self, confidence: float = 0.9) -> None:
        self.confidence = confidence
        self.pictures: list[np.ndarray] = []

    def __call__(self, image):
        self.pictures.append(image)
        dark = cv2.dilate((image < 150).astype(np.uint8), np.ones((3, 15), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(dark)
        return [
            Word("an", tuple(map(float, (x, y, x + w, y + h))), self.confidence) for x, y, w, h, _ in stats[1:count]
        ]


@pytest.mark.parametrize("angle", [0.0, 0.7, -1.5])
@pytest.mark.parametrize("ink", [60, 215])
@pytest.mark.parametrize("gaps", [False, True])
def test_rules_of_a_scan_are_found_though_slanted_faint_and_broken(angle, ink, gaps):
    found = read_image_grids(page_image(angle=angle, ink=ink, gaps=gaps), SCALE, 1, Engine())
    if ink > 200:  # the letters are faint too: only the frame is asked for
        words = [Word("x", (80, 80, 90, 90))]
        (grid,) = find_image_grids(page_image(angle=angle, ink=ink, gaps=gaps), words, SCALE, 1)
    else:
        (grid,) = found.grids
    assert shape(grid) == THREE_BY_THREE


def test_a_table_is_read_once_and_taken_out_of_the_page():
    image = page_image()
    cv2.putText(image, "below", (120, 500), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 30, 2)
    engine = Engine()
    found = read_image_grids(image, SCALE, 1, engine)
    assert len(engine.pictures) == 1
    (grid,) = found.grids
    assert all(cell.text for cell in grid.cells)
    assert all(any(cell.bbox[0] < word.bbox[0] < cell.bbox[2] for cell in grid.cells) for word in found.words)
    assert (found.rest[95:345, 95:705] > 200).all()
    assert (found.rest[470:510] < 100).any()


def test_a_page_without_rules_costs_no_reading():
    engine = Engine()
    image = np.full((600, 800), 245, np.uint8)
    found = read_image_grids(image, SCALE, 1, engine)
    assert (found.grids, found.words, engine.pictures) == ([], [], [])
    assert found.rest is image


def test_doubtful_cells_are_read_again_larger_and_without_what_is_lighter_than_ink():
    image = page_image()
    cv2.circle(image, (400, 220), 60, 190, 4)
    engine = Engine(confidence=0.4)
    found = read_image_grids(image, SCALE, 1, engine)
    first, second = engine.pictures
    assert second.shape[1] > first.shape[1]
    assert (abs(first.astype(int) - 190) < 4).sum() > 100 > (abs(second.astype(int) - 190) < 4).sum()
    assert all(cell.text for cell in found.grids[0].cells)


class Guesser:
    """Reads one word, first with little confidence and then with more."""

    def __init__(self, *readings: tuple[str, float]) -> None:
        self.readings = list(readings)

    def __call__(self, image):
        text, confidence = self.readings.pop(0)
        dark = np.argwhere(image < 120)
        (y0, x0), (y1, x1) = dark.min(axis=0), dark.max(axis=0)
        return [Word(text, (float(x0), float(y0), float(x1), float(y1)), confidence)]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [(("Nội", 0.3), ("Nông", 0.9), "Nông"), (("Nông", 0.6), ("Nqng", 0.3), "Nông"), (("Nông", 0.95), None, "Nông")],
)
def test_the_better_of_two_readings_of_a_cell_counts(first, second, kept):
    image = np.full((200, 400), 245, np.uint8)
    cv2.putText(image, "Nong", (60, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2)
    guesser = Guesser(first, *([second] if second else []))
    (word,) = read_cells(image, [(20, 20, 260, 120)], SCALE, guesser)
    assert word.text == kept and guesser.readings == []
    ink = np.argwhere(image < 120)
    (top, left), (bottom, right) = ink.min(axis=0) / SCALE, ink.max(axis=0) / SCALE
    assert word.bbox == pytest.approx((left, top, right, bottom), abs=1.5)


def row_ruled(*, loose: bool = False) -> np.ndarray:
    """A page with a table that only rules between rows part: three columns, a group's title, a cell over two rows."""
    image = np.full((600, 800), 245, np.uint8)
    for y, x in ((100, 100), (150, 100), (190, 100), (250, 300), (310, 100), (370, 100)):
        cv2.line(image, (x, y), (700, y), 60, 2)
    texts = {130: ("Noi dung", "Don vi", "Bao cao"), 230: ("mot hai", "ba bon", "nam"), 290: (None, "sau bay", "tam")}
    texts[350] = ("chin muoi", "muoi mot", "het")
    for y, row in texts.items():
        for x, text in zip((110, 310, 550), row, strict=True):
            if text:
                cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 30, 2)
    cv2.putText(image, "1. tieu de cua mot nhom viec rat dai", (110, 177), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 30, 2)
    if loose:
        cv2.line(image, (345, 270), (405, 270), 60, 2)  # a stroke of print
    return image


@pytest.mark.parametrize("loose", [False, True])
def test_columns_between_rules_of_rows_are_told_by_the_white(loose):
    image = row_ruled(loose=loose)
    (frame,) = row_ruled_frames(image, SCALE, rules_across(image), [])
    assert [(c.row, c.column, c.row_span, c.column_span) for c in frame.cells if c.row > 1] == [
        (2, 0, 2, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
        (3, 1, 1, 1),
        (3, 2, 1, 1),
        (4, 0, 1, 1),
        (4, 1, 1, 1),
        (4, 2, 1, 1),
    ]
    assert frame.cells[3].column_span >= 2  # the title of the group runs over the columns


def rules_across(image: np.ndarray) -> list[Rule]:
    return [Rule((s.y0 + s.y1) / 2, s.x0, s.x1) for s in image_rules(image, SCALE)[0]]


def test_prose_between_rules_is_no_table():
    image = np.full((600, 800), 245, np.uint8)
    for y in (100, 200, 300, 400):
        cv2.line(image, (100, y), (700, y), 60, 2)
        for line in (35, 65):
            text = "cac don vi bao cao ket qua hang thang"
            cv2.putText(image, text, (110 + line % 9, y + line), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 30, 2)
    assert row_ruled_frames(image, SCALE, rules_across(image), []) == []


def test_rows_between_rules_that_no_heading_names_are_left_to_the_page():
    engine = Engine()
    found = read_image_grids(row_ruled(), SCALE, 1, engine)
    assert found.grids == [] and found.words == []
    assert (found.rest < 100).any()


def test_a_box_around_a_heading_is_no_table():
    image = np.full((600, 800), 245, np.uint8)
    cv2.rectangle(image, (100, 100), (700, 200), 50, 2)
    assert read_image_grids(image, SCALE, 1, Engine()).grids == []


def test_debug_pictures_show_the_cells(tmp_path):
    read_image_grids(page_image(), SCALE, 4, Engine(), debug=tmp_path / "seen")
    drawn = cv2.imread(str(tmp_path / "seen" / "tables-page-4.png"))
    assert drawn is not None and (drawn[:, :, 0] != drawn[:, :, 2]).any()


# --- alignment --------------------------------------------------------------------------------------------------------


def borderless() -> list[Word]:
    words = at("TT", 50, 100) + at("Nội dung", 130, 100) + at("Đơn vị chủ trì", 260, 100) + at("Thời gian", 400, 100)
    words += (
        at("1", 52, 130)
        + at("Mở lớp bơi cho trẻ", 90, 130)
        + at("Phòng Nội vụ", 260, 130)
        + at("Quý I năm 2025", 400, 130)
    )
    words += at("em nghỉ hè", 90, 143)
    words += (
        at("2", 52, 165) + at("Trồng cây ven đê", 90, 165) + at("Hội Nông dân", 260, 165) + at("Hằng năm", 400, 165)
    )
    return words


def test_columns_without_rules_are_told_by_headings_and_white_space():
    (grid,) = find_aligned_grids(borderless())
    assert grid.column_count == 4 and grid.origin == "aligned"
    texts = {(cell.row, cell.column): cell.text for cell in grid.cells}
    assert texts[1, 1] == "Mở lớp bơi cho trẻ" and texts[2, 1] == "em nghỉ hè" and texts[1, 3] == "Quý I năm 2025"


def test_prose_below_a_table_is_not_part_of_it():
    words = borderless()
    for k in range(5):
        words += at(
            "Trên đây là kế hoạch năm nay của địa phương, đề nghị các đơn vị nghiêm túc thực hiện và báo cáo",
            50,
            200 + 14 * k,
        )
    (grid,) = find_aligned_grids(words)
    assert grid.bbox is not None and grid.bbox[3] < 180


def test_two_columns_of_a_signature_block_are_no_table():
    words = (
        at("Nơi nhận:", 50, 100)
        + at("TM. ỦY BAN NHÂN DÂN", 300, 100)
        + at("- Như trên;", 50, 115)
        + at("CHỦ TỊCH", 330, 115)
    )
    assert find_aligned_grids(words) == []


def test_spaces_in_typed_text_make_columns():
    text = (
        "TT   Nội dung                Đơn vị chủ trì     Thời gian\n"
        "1    Mở lớp bơi cho trẻ      Phòng Nội vụ       Quý I năm 2025\n"
        "     em nghỉ hè\n"
        "2    Trồng cây ven đê        Hội Nông dân       Hằng năm\n"
    )
    (grid,) = find_text_grids([Line(line, number) for number, line in enumerate(text.splitlines(), 7)])
    assert (grid.lines, grid.column_count) == ((7, 10), 4)
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["", "em nghỉ hè", "", ""]


def test_tabs_make_columns_and_blank_lines_do_not_end_them():
    lines = [Line(text, k) for k, text in enumerate(["Trước bảng", "a\tb", "", "c\t", "Sau bảng"], 1)]
    (grid,) = find_text_grids(lines)
    assert [cell.text for cell in grid.cells] == ["a", "b", "c", ""]
    assert grid.lines == (2, 4)


def test_one_line_with_a_tab_is_no_table():
    assert find_text_grids([Line("Số: 12/KH-UBND\tHòa Lâm, ngày 3", 1)]) == []


def test_lines_inside_a_grid_are_claimed():
    lines = [
        Line("trước", 1, bbox=(0, 0, 50, 10)),
        Line("trong", 2, bbox=(10, 40, 60, 50)),
        Line("sau", 3, bbox=(0, 90, 50, 99)),
    ]
    (frame,) = frames(*lattice([0, 100, 200], [30, 60, 80]))
    grid = grid_from_frame(frame, at("trong", 10, 40), page=1)
    assert grid is not None
    claim_lines(lines, [grid])
    assert [line.role for line in lines] == ["body", "table", "body"]
    assert (grid.lines, grid.after_line) == ((2, 2), 1)


def test_short_rules_beside_the_long_ones_may_end_where_the_page_cuts_the_table():
    horizontal = [Rule(y, 0, 300) for y in (0, 30, 160, 180, 210)]  # a group's title between 160 and 180
    vertical = [Rule(0, 0, 260), Rule(300, 0, 260)]
    vertical += [Rule(x, start, end) for x in (100, 200) for start, end in ((0, 160), (180, 260))]
    loose = [Rule(20, 40, 90), Rule(120, 10, 22)]  # strokes of print inside a cell
    (frame,) = frames([*horizontal, loose[0]], [*vertical, loose[1]], tied=True)
    assert frame.open_bottom
    assert [(c.row, c.column_span) for c in frame.cells] == [*[(r, 1) for r in (0, 0, 0, 1, 1, 1)], (2, 3)] + [
        (r, 1) for r in (3, 3, 3, 4, 4, 4)
    ]


def typed(*lines: str) -> list[Line]:
    return [Line(text, number) for number, text in enumerate(lines, 1)]


def test_tabs_alone_and_tabs_that_indent_paragraphs_make_no_table():
    assert find_text_grids(typed("\t", "\t", "KẾ HOẠCH")) == []
    assert find_text_grids(typed("\tThu gom rác.", "\tTrồng cây.", "KẾ HOẠCH")) == []


def test_a_table_of_tabs_ends_before_an_indented_paragraph():
    rows = ["TT\tViệc", "1\tTrồng cây", "\tbên bờ kênh", "2\tThu gom"]
    (grid,) = find_text_grids(typed(*rows, "\tĐoạn văn.", "\tĐoạn."))
    assert grid.lines == (1, 4)
