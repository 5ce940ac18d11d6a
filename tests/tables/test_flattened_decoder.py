"""The decoder of flattened tables: scores are what it observes, rows count their cells, columns keep their words."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from viextract.model.document import Line
from viextract.parse.tables import parse_tables
from viextract.parse.tables.flattened.decoder import NEVER, Decoder
from viextract.parse.tables.flattened.features import EMPTY, Column, Features, Layout, Vocabulary
from viextract.parse.tables.flattened.parameters import FAMILIES, fitted
from viextract.parse.tables.flattened.unmixer import Unmixer
from viextract.parse.tables.flattened.widths import column_width
from viextract.parse.tables.flattened.words import tokens_of
from viextract.parse.tables.linegrid import LineTable, PrintedLine, rows_of
from viextract.parse.tables.logical import flat
from viextract.vocabulary.column_words import UnitWords

from .helpers import text_document

MEANINGS = ["number", "name", "lead", "partners", "deadline"]
LINES = [
    "1 Khơi thông cống rãnh trước Phòng Kinh tế Hội Nông dân; Hội Quý I năm 2026",
    "mùa mưa ở các thôn trũng Phụ nữ",
    "2 Sơn lại lan can cầu treo Phòng Nội vụ Hội Nông dân Tháng 4 năm 2026",
    "bến đò ngang",
    "3 Phát áo phao cho học sinh Phòng Kinh tế Hội Phụ nữ Hằng năm",
    "qua sông",
]


def unmixer(lines: list[str] = LINES) -> Unmixer:
    return Unmixer(MEANINGS, [Line(text, number) for number, text in enumerate(lines, 1)])


def cells(table: Unmixer, column: int) -> list[str]:
    return [line.texts[column] for line in table.lines() if line.texts[column]]


def test_the_score_of_a_reading_is_what_it_observes() -> None:
    table = unmixer()
    reading = table.decoder.readings()[0]
    known = fitted().weights
    columns, total = table.decoder.start().columns, 0.0
    for line, cut in enumerate(reading.cuts()):
        total += sum(known[f].get(name, 0.0) * value for f, name, value in table.decoder.observed(line, columns, cut))
        columns, _ = table.decoder.after(line, columns, cut)
    assert total == pytest.approx(reading.score)
    assert columns == reading.columns


def test_columns_keep_their_words_and_their_order() -> None:
    table = unmixer()
    assert cells(table, 0) == ["1", "2", "3"]
    assert cells(table, 2) == ["Phòng Kinh tế", "Phòng Nội vụ", "Phòng Kinh tế"]
    assert cells(table, 4) == ["Quý I năm 2026", "Tháng 4 năm 2026", "Hằng năm"]
    for cut, tokens in zip(table.decoder.best(), table.tokens, strict=True):
        ends = [place for start, end, _ in cut for place in (start, end)]
        assert ends == sorted(ends) and ends[-1] <= len(tokens)


def test_a_list_of_bodies_is_of_partners() -> None:
    assert cells(unmixer(), 3)[:2] == ["Hội Nông dân; Hội", "Phụ nữ"]


def test_lines_that_could_be_cut_otherwise_are_named() -> None:
    sure = unmixer()
    cuts = sure.decoder.best()
    shares = sure.decoder.sureness(cuts)
    assert len(shares) == len(LINES) and all(0 <= share <= 1.000001 for share in shares)
    assert 1 not in sure.doubtful()
    # one body and no other: whether it leads or takes part, nothing says
    either = unmixer([LINES[0], LINES[1], "4 Dọn cỏ ven đê Hội Phụ nữ Hằng năm", *LINES[2:]])
    assert either.decoder.sureness(either.decoder.best())[2] < shares[0]


def test_more_readings_never_score_worse() -> None:
    table = unmixer()
    assert table.decoder.readings(12)[0].score >= table.decoder.readings(1)[0].score > NEVER


def test_a_column_that_gets_ahead_of_the_rows_is_noticed_once() -> None:
    tokens = [tokens_of(Line(text, number)) for number, text in enumerate(LINES, 1)]
    features = Features(MEANINGS, tokens, UnitWords(LINES))
    decoder = Decoder(features, fitted(), [False] * len(LINES))
    nothing = (0, 0, False)
    lead_only = (nothing, nothing, (1, 3, True), (3, 3, False), (3, 3, False))
    columns = (EMPTY,) * len(MEANINGS)
    seen = []
    for line in (0, 2, 4):
        columns, pairs = decoder.after(line, columns, lead_only)
        seen.append([name for name, _ in pairs].count("ahead"))
    assert seen == [0, 1, 1]
    assert columns[2].begun == 1


def test_a_word_is_of_the_column_where_other_lines_have_it() -> None:
    words = Vocabulary(2)
    for line in range(4):
        words.add(line, 0, ["phong", "noi", "vu"])
        words.add(line, 1, ["cau", "treo"])
    assert words.own(9, 0, "phong") > 0 > words.own(9, 1, "phong")
    assert words.own(9, 0, "chua") == pytest.approx(0.0, abs=0.2)
    alone = Vocabulary(2)
    alone.add(0, 0, ["phong"])
    alone.add(1, 1, ["treo"])
    assert alone.own(0, 0, "phong") == pytest.approx(0.0)  # its own line is no witness


def test_weights_are_of_known_families_and_finite() -> None:
    parameters = fitted()
    assert set(parameters.weights) <= {*FAMILIES.values(), "other", "line"}
    assert all(abs(value) < 100 for values in parameters.weights.values() for value in values.values())
    assert parameters.beam >= parameters.kept >= 1


def test_a_printed_table_loses_no_word_and_begins_no_cell_within_a_sentence() -> None:
    table = unmixer()
    for cut, tokens in zip(table._found(), table.tokens, strict=True):
        assert sum(end - start for start, end, _ in cut) == len(tokens)
        assert not any(new and tokens[start].text[:1].islower() for start, end, new in cut if end > start)


def test_a_list_or_a_name_that_is_not_finished_goes_on() -> None:
    units = UnitWords(["Đội Quản lý thị trường", "Phòng Kinh tế"])
    tokens = [tokens_of(Line("Ban Chỉ", 1))]
    features = Features(["name", "lead"], tokens, units, damaged=False)

    def begun(*words: str) -> list[str]:
        held = Column((), 0, 9.0, words[-1], words)
        return [name for name, _ in features.begins(0, 1, 0, held) or ()]

    assert "unfinished" in begun("doi", "quan", "ly", "thi")
    assert not {"unfinished", "list_open"} & {*begun("doi", "quan", "ly", "thi", "truong")}
    assert "list_open" in begun("doi", "quan", "ly", "thi", "trường;")


def test_a_table_teaches_how_it_sets_its_cells() -> None:
    nothing, above = (0, 0, False), (EMPTY, Column(line=0), EMPTY)
    top, middle = Layout(3), Layout(3)
    for _ in range(6):
        top.add(above, ((0, 1, True), nothing, (1, 2, True)), 1, 0)
        top.add(above, (nothing, (0, 1, False), nothing), 1, 0)
        middle.add(above, ((0, 1, True), nothing, nothing), 1, 0)
        middle.add(above, (nothing, (0, 1, False), (1, 2, True)), 2, 0)
    assert top.beside(2, False) > 1.5 > top.beside(2, True) == 0.0
    assert middle.beside(2, False) == 0.0 < middle.beside(2, True)
    assert top.together(2, False) > 1.5 and middle.together(2, False) == 0.0
    # a gap of one line is a surprise where lines follow each other, and none where they stand half a line apart
    assert top.gap(Column(line=0), 2) > 1.5 and middle.gap(Column(line=0), 2) == 0.0


def test_where_few_lines_tell_a_column_is_as_wide_as_such_columns_are() -> None:
    lines, broken = [4.0, 5.0, 4.5, 5.5], [(5.0, 3.0), (5.5, 3.0)]
    assert column_width(broken, lines) == 5.0  # 5.5 within what damage changes
    assert column_width(broken, lines, 16.0) == 16.0
    assert column_width([(15.0, 3.0)] * 30, [15.0] * 30, 30.0) == 15.0


def test_a_cell_that_begins_between_two_running_numbers_would_have_none() -> None:
    tokens = [tokens_of(Line(text, 1)) for text in ("2 Sơn lại lan can", "4 Sơn lại lan can")]
    features = Features(["number", "name"], tokens, UnitWords([]))
    both = (0, 1, True), (1, 5, True)

    def seen(line: int, begun: int) -> bool:
        before = Column(line=0, last="1", begun=1), Column(line=0, last="bùn", begun=begun)
        pairs, counts = features.grammar(line, before, both)
        assert counts[0] == counts[1]
        return ("numbered_late", 1.0) in pairs

    assert seen(0, 2) and not seen(0, 1)
    assert not seen(1, 2)  # the number between was lost


def test_a_cell_that_no_row_is_left_for_joins_the_one_above_it_once() -> None:
    table = LineTable(["number", "name", "lead"])
    texts = [
        ["1", "Sơn lại lan can", "Phòng Kinh tế"],
        ["", "bến đò ngang", "Đồi"],
        ["2", "Quét dọn ngõ", "Hội Nông dân"],
    ]
    for number, line in enumerate(texts, 1):
        begins = [bool(text) and (number != 2 or column == 2) for column, text in enumerate(line)]
        table.lines.append(PrintedLine(number, number, 1, line, begins=begins))
    assert [flat(row[2].text) for row in rows_of(table)] == ["Phòng Kinh tế Đồi", "Hội Nông dân"]


def test_text_below_a_table_is_none_of_its_rows() -> None:
    head = "TT Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian"
    text = [
        "Kinh phí thực hiện lấy từ ngân sách huyện và nguồn xã hội hóa theo quy định hiện hành.",
        "Các xã báo cáo kết quả trước ngày 15 tháng 12 hằng năm về Phòng Nội vụ để tổng hợp.",
    ]
    rows = parse_tables(text_document("\n".join([head, *LINES, *text]))).programmes
    assert [row.number for row in rows] == ["1", "2", "3"]
    assert not any("Kinh phí" in str(row.name) for row in rows)


def test_a_body_of_a_printed_table_takes_no_word_from_another_row() -> None:
    rows = [
        "TT Nội dung Đơn vị chủ trì Thời gian",
        "1 Khơi thông cống rãnh trước Công an Quý I năm 2026",
        "mùa mưa ở các thôn trũng",
        "2 Sơn lại lan can cầu treo Công an huyện Tháng 4 năm 2026",
        "bến đò ngang",
        "3 Phát áo phao cho học sinh Công an huyện Hằng năm",
        "qua sông",
    ]
    found = parse_tables(text_document("\n".join(rows))).programmes
    assert [[body.text for body in row.leads] for row in found] == [["Công an"], ["Công an huyện"], ["Công an huyện"]]


def calls(rows: int) -> int:
    """How many functions are called for a flattened table of so many rows."""
    lines = [f"{number} {LINES[0][2:]}\n{LINES[1]}" for number in range(1, rows + 1)]
    head = "TT Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian"
    document = text_document("\n".join([head, *lines]))
    counts = Counter[str]()
    sys.setprofile(lambda frame, event, argument: counts.update([event]))
    try:
        found = parse_tables(document)
    finally:
        sys.setprofile(None)
    assert len(found.programmes) == rows
    return counts["call"] + counts["c_call"]


@pytest.mark.slow
def test_the_work_grows_with_the_lines() -> None:
    calls(5)  # dictionaries and models are loaded once
    short, long = calls(15), calls(60)
    assert long < 5 * short
