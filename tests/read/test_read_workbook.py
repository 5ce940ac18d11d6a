"""Excel workbooks: sheets are pages, ranges are tables, merged cells stay one."""

from __future__ import annotations

import datetime
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side

from viextract.api import extract
from viextract.errors import DamagedFileError, EmptyInputError, EngineMissingError, InvalidOptionError, TooLargeError
from viextract.language.legacy.encodings import encode
from viextract.model.document import Document, Grid
from viextract.model.warning_codes import WarningCode
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.files.formats import detect_format
from viextract.read.files.workbook_values import shown_value

THIN = Border(*[Side("thin")] * 4)
HEAD = ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian"]
ROWS: list[list[str | int]] = [
    [1, "Nạo vét kênh mương", "Phòng Kinh tế", "Tháng 5/2025"],
    [2, "Trồng cây xanh", "Hội Phụ nữ", "Tháng 6/2025"],
]


def saved(*fill: Callable[[Any], None]) -> bytes:
    book = Workbook()
    for k, write in enumerate(fill):
        write(book.active if k == 0 else book.create_sheet())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def appendix(sheet: Any, *, bordered: bool = True) -> None:
    """A whole appendix: head in two columns, title, table, signature."""
    for letter, width in zip("ABCD", (6, 40, 22, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    for place, area, text in (
        ("A1", "A1:B1", "ỦY BAN NHÂN DÂN"),
        ("C1", "C1:D1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("A2", "A2:B2", "XÃ HÒA BÌNH"),
        ("C2", "C2:D2", "Độc lập - Tự do - Hạnh phúc"),
        ("A4", "A4:D4", "PHỤ LỤC"),
        ("A5", "A5:D5", "DANH MỤC CÔNG VIỆC NĂM 2025"),
    ):
        sheet[place] = text
        sheet[place].alignment = Alignment(horizontal="center")
        sheet.merge_cells(area)
    rows: list[list[str | int]] = [[*HEAD], *ROWS]
    for row, values in enumerate(rows, 7):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            if bordered:
                cell.border = THIN
    sheet["C11"] = "CHỦ TỊCH"


def read(data: bytes, **options: Any) -> Document:
    return read_document(data, Options(**options), name="phu-luc.xlsx")


def matrix(grid: Grid) -> list[list[str]]:
    cells = {(cell.row, cell.column): cell.text for cell in grid.cells}
    return [[cells.get((row, column), "") for column in range(grid.column_count)] for row in range(grid.row_count)]


@pytest.mark.parametrize("bordered", [True, False])
def test_a_sheet_is_a_page_with_its_table(bordered: bool) -> None:
    document = read(saved(lambda sheet: appendix(sheet, bordered=bordered)))
    (page,) = document.pages
    assert [line.text for line in page.lines if line.role.startswith("head")] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ HÒA BÌNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert [line.text for line in page.lines if line.role == "body"] == [
        "PHỤ LỤC",
        "DANH MỤC CÔNG VIỆC NĂM 2025",
        "CHỦ TỊCH",
    ]
    (grid,) = page.grids
    assert matrix(grid) == [HEAD, *[[str(value) for value in row] for row in ROWS]]


def test_the_plan_has_the_table_and_its_rows() -> None:
    plan = extract(saved(appendix), name="phu-luc.xlsx")
    (table,) = plan.tables
    assert table.columns == HEAD
    assert [row[1] for row in table.rows] == ["Nạo vét kênh mương", "Trồng cây xanh"]


def test_merged_cells_stay_one() -> None:
    def fill(sheet: Any) -> None:
        for row, values in enumerate([["Nhóm", "Nội dung", "Chủ trì", None], [None, None, "Cấp xã", "Cấp thôn"]], 1):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value).border = THIN
        for row, values in enumerate([["Môi trường", "Dọn rác", "X", None], [None, "Trồng cây", None, "X"]], 3):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value).border = THIN
        for area in ("A1:A2", "B1:B2", "C1:D1", "A3:A4"):
            sheet.merge_cells(area)

    (grid,) = read(saved(fill)).pages[0].grids
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in grid.cells}
    assert (grid.row_count, grid.column_count) == (4, 4)
    assert spans["Chủ trì"] == (1, 2) and spans["Nhóm"] == spans["Môi trường"] == (2, 1)
    assert spans["Dọn rác"] == (1, 1)


def test_each_sheet_is_a_page_and_pages_can_be_chosen() -> None:
    data = saved(appendix, lambda sheet: None, lambda sheet: sheet.append(["Danh sách thôn"]))
    document = read(data)
    assert [page.number for page in document.pages] == [1, 2] and document.page_count == 2
    assert [line.text for line in document.pages[1].lines] == ["Danh sách thôn"]
    assert [page.number for page in read(data, pages=(2,)).pages] == [2]
    with pytest.raises(InvalidOptionError):
        read(data, pages=(3,))


def test_hidden_cells_are_noise_with_a_warning() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Kế hoạch năm", "ghi chú mật"], ["hàng ẩn"], ["Nội dung"]):
            sheet.append(row)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    def unseen(sheet: Any) -> None:
        sheet.append(["trang ẩn"])
        sheet.sheet_state = "hidden"

    document = read(saved(fill, unseen))
    assert [line.text for line in document.lines()] == ["Kế hoạch năm", "Nội dung"]
    noise = [line.text for page in document.pages for line in page.lines if line.noise == "hidden"]
    assert noise == ["ghi chú mật", "hàng ẩn", "trang ẩn"]
    assert [code for code, _, _ in document.warnings].count(WarningCode.HIDDEN_TEXT) == 2


def test_struck_cells_and_parts_of_cells_are_noise_with_a_warning() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Dọn kênh"])
        sheet.append(["Bỏ việc này"])
        sheet["A2"].font = Font(strike=True)
        sheet["A3"] = CellRichText(
            "Trồng cây ", TextBlock(InlineFont(strike=True), "bàng "), TextBlock(InlineFont(), "sấu")
        )
        sheet["A4"] = CellRichText("Đo ", TextBlock(InlineFont(b=True), "nước"))

    document = read(saved(fill))
    assert [line.text for line in document.lines()] == ["Dọn kênh", "Trồng cây sấu", "Đo nước"]
    noise = [line.text for page in document.pages for line in page.lines if line.noise == "struck-through"]
    assert noise == ["Bỏ việc này", "bàng"]
    assert [code for code, _, _ in document.warnings] == [WarningCode.STRUCK_TEXT]


def test_a_struck_row_parts_no_table() -> None:
    def fill(sheet: Any) -> None:
        for row in (["STT", "Nhiệm vụ", "Chủ trì"], [1, "Dọn kênh", "Tổ 1"], [2, "Bỏ", "Tổ 2"], [3, "Đo nước", "Tổ 3"]):
            sheet.append(row)
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    (grid,) = read(saved(fill)).pages[0].grids
    assert [cell.text for cell in grid.cells if cell.column == 1] == ["Nhiệm vụ", "Dọn kênh", "Đo nước"]


def test_old_fonts_are_converted() -> None:
    text = "Phường mở đợt trồng cây xanh dọc bờ kênh với sự góp công của các tổ dân phố"

    def fill(sheet: Any) -> None:
        sheet.append([encode("kế hoạch trồng cây xanh năm học", "tcvn3")])
        sheet["A1"].font = Font(name=".VnTimeH")
        sheet.append([encode(text, "tcvn3")])
        sheet["A2"].font = Font(name=".VnTime")

    (page,) = read(saved(fill)).pages
    assert [line.text for line in page.lines] == ["KẾ HOẠCH TRỒNG CÂY XANH NĂM HỌC", text]
    assert "decoded from tcvn3" in page.source.steps


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (15, "General", "15"),
        (1250000, "#,##0", "1.250.000"),
        (1250000.5, "#,##0.00", "1.250.000,50"),
        (0.855, "0.0%", "85,5%"),
        (1, "0%", "100%"),
        (7.25, "General", "7,25"),
        (12, '0 "hộ"', "12 hộ"),
        (7, '"Tháng "0', "Tháng 7"),
        (1, "00", "01"),
        (1250000, "#,##0_);(#,##0)", "1.250.000"),
        (5, '_(* #,##0_);_(* "-"_)', "5"),
        (datetime.datetime(2025, 6, 30), "dd/mm/yyyy", "30/06/2025"),
        (datetime.datetime(2025, 6, 1), "mm/yyyy", "06/2025"),
        (datetime.datetime(2025, 6, 30, 7, 30), "dd/mm/yyyy hh:mm", "30/06/2025 07:30"),
        (datetime.time(7, 30), "hh:mm", "07:30"),
        (True, "General", "TRUE"),
        (None, "General", ""),
    ],
)
def test_values_are_shown_as_the_sheet_shows_them(value: Any, form: str, shown: str) -> None:
    assert shown_value(value, form) == shown


def test_a_formula_without_a_result_is_told() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Tổng", "=SUM(1,2)"])

    document = read(saved(fill))
    assert [code for code, _, _ in document.warnings] == [WarningCode.TABLE_DOUBTFUL]


def test_text_boxes_over_a_sheet_are_told() -> None:
    stream = io.BytesIO(saved(appendix))
    with zipfile.ZipFile(stream, "a") as archive:
        names = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        names += 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        box = (
            "<xdr:sp><xdr:txBody><a:p><a:r><a:t>Mẫu </a:t></a:r><a:r><a:t>số 1</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        )
        archive.writestr("xl/drawings/drawing1.xml", f"<xdr:wsDr {names}>{box}<xdr:sp/></xdr:wsDr>")
    messages = [message for code, message, _ in read(stream.getvalue()).warnings if code == "picture-not-read"]
    assert messages == ["1 text boxes over the sheets were not read; the first says: Mẫu số 1"]


@pytest.mark.parametrize("damage", ["a document type", "no XML", "no archive"])
def test_drawings_that_cannot_be_read_are_told(damage: str) -> None:
    content = {"a document type": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no XML": "<a>"}.get(damage, "<a/>" * 99)
    stream = io.BytesIO(saved(appendix))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/drawings/drawing1.xml", content)
        start = archive.getinfo("xl/drawings/drawing1.xml").header_offset + 30 + len("xl/drawings/drawing1.xml")
    data = bytearray(stream.getvalue())
    if damage == "no archive":
        data[start : start + 4] = b"\xff\xff\xff\xff"
    document = read(bytes(data))
    assert len(document.pages[0].grids) == 1
    messages = [message for code, message, _ in document.warnings if code == "picture-not-read"]
    assert messages == ["1 drawings over the sheets are damaged and were not read; they may hold text"]


def test_the_kind_is_told_by_the_content() -> None:
    assert detect_format(saved(appendix)).kind == "workbook"
    assert detect_format(OLE_XLS).suffix == ".xls"


def test_what_is_no_workbook_or_empty_or_too_large() -> None:
    with pytest.raises(EmptyInputError):
        read(saved(lambda sheet: None))
    with pytest.raises(DamagedFileError):
        read(saved(appendix)[:-300])
    with pytest.raises(TooLargeError):
        read(saved(appendix), limits=Limits(max_unpacked_bytes=1000))


OLE_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000)


def test_an_old_workbook_goes_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissingError) as caught:
        read_document(OLE_XLS, Options(), name="cu.xls")
    assert "libreoffice-calc" in caught.value.advice
    (tmp_path / "converted.xlsx").write_bytes(saved(appendix))
    program = tmp_path / "soffice"
    find_folder = 'while [ "$1" != --outdir ]; do shift; done'
    program.write_text(f'#!/bin/sh\n{find_folder}\ncp {tmp_path}/converted.xlsx "$2/input.xlsx"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    document = read_document(OLE_XLS, Options(), name="cu.xls")
    assert document.media_type == "application/vnd.ms-excel"
    assert len(document.pages[0].grids) == 1
