"""The same tables from all the forms in which archives hold them, and out again."""

from __future__ import annotations

import csv
import importlib
import io
import sys
from pathlib import Path

import pytest

from tests.tables.helpers import text_document
from viextract.api import load
from viextract.export.tables import spans, tables_csv, tables_text, tables_xlsx
from viextract.model.decision import Decision
from viextract.model.document import Line
from viextract.model.plan import Table
from viextract.options import Options
from viextract.parse.tables import parse_tables
from viextract.parse.tables.flattened.alone import decoded_alone
from viextract.parse.tables.flattened.headline import headings_in
from viextract.parse.tables.flattened.widths import column_width, print_width
from viextract.parse.tables.flattened.words import words_as_read

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "tables"


@pytest.fixture(scope="module")
def bench():
    """The benchmark's modules: the generator needs reportlab and a font with Vietnamese letters."""
    pytest.importorskip("reportlab")
    sys.path.insert(0, str(BENCHMARK))
    try:
        generate, run, score = (importlib.import_module(name) for name in ("generate", "run", "score"))
    finally:
        sys.path.remove(str(BENCHMARK))
        for name in ("generate", "run", "score"):  # other benchmarks have modules of these names
            sys.modules.pop(name, None)
    if not generate.FONTS.is_dir():
        pytest.skip("the font Tinos (Debian: fonts-croscore) is not installed")
    return generate, run, score


# spans, middle, row rules, no rules, page split, numbering row, heading over two columns, no repeated header, note
@pytest.mark.parametrize("index", [0, 4, 5, 8, 10, 37, 38])
def test_born_digital_tables_come_out_exactly(bench, index, tmp_path):
    generate, run, score = bench
    case = generate.make_case(index, generate.load_words())
    run.write(case, tmp_path, ["digital"], index)
    result, _ = run.viextract_tables(tmp_path / f"{case.name}.pdf")
    assert score.exact_rows(case.rows, run.plan_rows(result, case.kind)) == 1.0


@pytest.mark.parametrize("index", [2, 24])
def test_flattened_tables_keep_their_rows_and_most_cells(bench, index):
    generate, _run, score = bench
    case = generate.make_case(index, generate.load_words())
    sheets, _ = generate.lay_out(case)
    result = parse_tables(text_document(generate.flattened_text(sheets)))
    assert len(result.criteria) == len(case.rows)
    matrix = [row for table in result.tables for row in table.rows]
    assert score.content(case.grid, matrix) >= 0.9


@pytest.mark.tesseract
@pytest.mark.slow
def test_a_scanned_table_comes_out(bench, tmp_path):
    generate, run, score = bench
    case = generate.make_case(7, generate.load_words())
    run.write(case, tmp_path, ["scan"], 7)
    result, matrix = run.viextract_tables(tmp_path / f"{case.name}.scan.pdf")
    assert [row.number for row in result.programmes] == [row["no"] for row in case.rows]
    assert score.content(case.grid, run.without_header(matrix, case.columns)) >= 0.85


def test_flattened_lines_are_consumed_and_prose_is_not():
    text = (
        "Các đơn vị báo cáo trước ngày 15 hằng tháng.\n"
        "TT Nội dung Đơn vị chủ trì Thời gian\n"
        "1 Mở lớp bơi cho trẻ em Phòng Nội vụ Quý I năm 2025\n"
        "nghỉ hè ở các thôn\n"
        "2 Trồng cây ven đê Hội Nông dân Hằng năm\n"
        "Ghi chú: thời gian có thể thay đổi."
    )
    result = parse_tables(text_document(text))
    assert result.consumed == {2, 3, 4, 5}
    assert [programme.name for programme in result.programmes] == [
        "Mở lớp bơi cho trẻ em nghỉ hè ở các thôn",
        "Trồng cây ven đê",
    ]
    assert [programme.leads[0].name for programme in result.programmes] == ["Phòng Nội vụ", "Hội Nông dân"]


def test_a_row_of_one_body_names_who_leads_it():
    text = (
        "TT Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian\n"
        "1 Mở lớp bơi cho trẻ em nghỉ Phòng Nội vụ Hội Nông dân Quý I năm 2025\n"
        "hè ở các thôn\n"
        "2 Trồng cây ven đê Hội Nông dân Hằng năm\n"
        "3 Phát sách cho thư viện lưu Phòng Kinh tế Hội Nông dân Tháng 3 năm 2025\n"
        "động vùng ven biển\n"
    )
    rows = parse_tables(text_document(text)).programmes
    assert [([u.text for u in row.leads], [u.text for u in row.partners]) for row in rows] == [
        (["Phòng Nội vụ"], ["Hội Nông dân"]),
        (["Hội Nông dân"], []),
        (["Phòng Kinh tế"], ["Hội Nông dân"]),
    ]


def test_headings_that_wrap_over_lines_are_found():
    text = (
        "Số liệu báo\n"
        "Phân công phụ\n"
        "Tiêu chuẩn Tiêu chí Chỉ số cáo của đơn\n"
        "trách\n"
        "vị\n"
        "1.1. Vệ sinh 1.1.1. Thu gom rác Tỷ lệ hộ phân loại rác Phòng Kinh tế %\n"
        "đường làng tại các thôn đạt 70%\n"
        "1.1.2. Trồng cây Số cây trồng mới tăng so Hội Nông dân Tăng\n"
        "ven đê với năm trước Giảm\n"
    )
    (table,) = parse_tables(text_document(text)).tables
    assert table.kind == "criteria"
    assert [column.split()[0] for column in table.columns] == ["Tiêu", "Tiêu", "Chỉ", "Phân", "Số"]


def test_headings_that_damage_has_run_together_are_known():
    found, _ = headings_in("TT Noi dung Donvi chutri Donviphdihgp Thoi gian thuc hien")
    assert [meaning for meaning, _ in found] == ["number", "content", "lead", "partners", "deadline"]


@pytest.mark.parametrize("text", ["Donvi", "phoihop trong ngay", "cac phong ban chuyen mon"])
def test_words_run_together_are_not_always_headings(text):
    assert headings_in(text)[1] < 0.7


# --- widths and readings ----------------------------------------------------------------------------------------------


def test_a_column_is_as_wide_as_most_broken_lines_say():
    lines = [20.0, 19.5, 20.4, 12.0, 19.0, 31.0]  # the last line was misread: it holds words of another column
    broken = [(20.0, 4.0), (19.5, 3.0), (20.4, 2.0), (19.0, 5.0)]
    assert column_width(broken, lines) == pytest.approx(20.4, abs=0.5)
    assert column_width([], lines[:3]) is None


def test_every_letter_of_the_language_has_a_width():
    letters = "aàáảãạăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY0123456789%.,"
    assert all(print_width(letter) not in (0.0, 1.0) for letter in letters)
    assert print_width("MỞ RỘNG") > print_width("mở rộng")


def decided(line, **changes):
    start = line.raw.index
    line.decide([Decision(start(one), start(one) + len(one), one, after, 0.9) for one, after in changes.items()])
    return line


def test_words_know_what_was_read_in_their_place():
    line = decided(Line("Phdng của nhandan céc,", 1), Phdng="Phòng", nhandan="nhân dân", céc="các")
    assert words_as_read(line) == [
        ("Phòng", "Phdng"),
        ("của", "của"),
        ("nhân", "nhandan"),
        ("dân", ""),
        ("các,", "céc,"),
    ]


def test_a_cell_alone_is_decoded_as_a_text_of_its_own():
    ((first, second),) = decoded_alone([["Phdng Gido duc", "va Dao tao 95%"]])
    assert (first, second) == ("Phòng Giáo dục", "và Đào tạo 95%")
    assert decoded_alone([]) == []


def test_prose_that_speaks_of_columns_is_no_table():
    text = "- Báo cáo kết quả thực hiện các nội dung, thời gian và kinh phí của đơn vị;\n- Tổ chức thực hiện kế hoạch."
    assert parse_tables(text_document(text)).tables == []


# --- out again --------------------------------------------------------------------------------------------------------

TABLE = Table(
    id="tb1",
    kind="criteria",
    title="Chỉ tiêu",
    columns=["Tiêu chuẩn", "Chỉ số", "Kết quả"],
    rows=[
        ["1. Nhóm", None, None],
        ["1.1. Vệ sinh", "Chỉ số một", "%"],
        ["1.1. Vệ sinh", "=Chỉ số hai", "%"],
        ["1.2. Cây xanh", None, "[x]"],
    ],
)


def test_merged_cells_are_told_from_repeated_ones():
    assert list(spans(TABLE)) == [(1, 2, 0)]


def test_a_workbook_has_the_cells_merged_again_and_no_formulas():
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(tables_xlsx([TABLE]))).active
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A2:C2", "A3:A4"}
    assert sheet["B4"].value == "=Chỉ số hai" and sheet["B4"].data_type == "s"
    assert sheet["A1"].font.bold


def test_csv_repeats_what_spans():
    rows = list(csv.reader(io.StringIO(tables_csv([TABLE, TABLE]))))
    assert rows[0] == TABLE.columns
    assert rows[3] == ["1.1. Vệ sinh", "=Chỉ số hai", "%"]
    assert len(rows) == 11


def test_a_drawn_table_shows_a_span_once():
    text = tables_text([TABLE])
    assert text.count("1.1. Vệ sinh") == 1
    assert "[x]" in text


def test_no_tables_make_an_empty_workbook_and_no_text():
    assert tables_text([]) == "" and tables_csv([]) == ""
    assert tables_xlsx([]).startswith(b"PK")


def test_docx_tables(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    table = document.add_table(4, 3)
    for r, row in enumerate(
        [
            ["Tiêu chí", "Chỉ số", "Đơn vị thực hiện"],
            ["1.1. A đủ", "Chỉ số một", "Phòng Nội vụ"],
            ["", "Chỉ số hai", ""],
        ]
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Hết"
    path = tmp_path / "plan.docx"
    document.save(str(path))
    rows = parse_tables(load(path, Options(recover=False))).criteria
    assert [(row.criterion.title, row.indicator, row.units[0].name) for row in rows] == [
        ("A đủ", "Chỉ số một", "Phòng Nội vụ"),
        ("A đủ", "Chỉ số hai", "Phòng Nội vụ"),
    ]
