"""DOCX files: what is printed comes out, what is deleted or hidden does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import docx.document
import pytest

from tests.growth import is_linear
from viextract.errors import DamagedFileError, NothingRecognisedError, TooLargeError
from viextract.model.document import Page
from viextract.options import Limits, Options
from viextract.read import read_document
from viextract.read.files.docx_numbering import format_number
from viextract.read.files.docx_package import Package

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def read(body: str, **parts: str) -> Page:
    return read_document(package(body, **parts), Options()).pages[0]


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(body, **parts).lines]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def test_paragraphs_are_lines_that_start_a_paragraph() -> None:
    page = read(paragraph(run("Kế "), run("hoạch")) + paragraph() + paragraph(run("Mục đích")))
    assert [(line.text, line.starts_paragraph) for line in page.lines] == [("Kế hoạch", True), ("Mục đích", True)]


def test_insertions_are_in_and_deletions_out() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>cũ</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("mới")}</w:ins>'
    assert texts(paragraph(run("Văn bản "), deleted, inserted)) == ["Văn bản mới"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('Trồng ')}</w:p>"
    assert texts(first + paragraph(run("cây"))) == ["Trồng cây"]


def test_hidden_text_and_field_codes_are_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    document = read_document(package(paragraph(run("Hiện"), hidden, field)), Options())
    assert [line.text for line in document.lines()] == ["Hiện"]
    assert [(line.text, line.noise) for line in document.pages[0].lines if line.role == "noise"] == [("ẩn", "hidden")]
    assert [code for code, _, _ in document.warnings] == ["hidden-text"]


def symbol(code: str, font: str = "Symbol") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def test_signs_of_symbol_fonts_are_what_they_print() -> None:
    stated = f'<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>{chr(0xF0A3)} 5%</w:t></w:r>'
    printed = texts(
        paragraph(run("Đạt "), symbol("F0B3"), run(" 95%"))
        + paragraph(run("Giảm "), stated)
        + paragraph(symbol("F0FC", "Wingdings"), run(" xong"), symbol("F0FF", "Wingdings"))
    )
    assert printed == ["Đạt ≥ 95%", "Giảm ≤ 5%", "✓ xong"]


def test_a_hidden_sign_is_not_printed() -> None:
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    page = read(paragraph(run("Đạt 95%"), hidden))
    assert [(line.text, line.noise) for line in page.lines] == [("Đạt 95%", None), ("≥", "hidden")]


def struck(text: str, line: str = "strike") -> str:
    return f'<w:r><w:rPr><w:{line}/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_struck_text_is_out_and_told() -> None:
    body = paragraph(run("Nộp "), struck("trước ngày 1/3 "), run("trước ngày 5/3")) + paragraph(
        struck("Bỏ.", "dstrike")
    )
    cell = f"<w:tc>{paragraph(struck('Tổ 1'), run('Tổ 2'))}</w:tc><w:tc>{paragraph(run('Dọn'))}</w:tc>"
    document = read_document(package(f"{body}<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), Options())
    assert [line.text for line in document.lines()] == ["Nộp trước ngày 5/3"]
    assert [cell.text for grid in document.pages[0].grids for cell in grid.cells] == ["Tổ 2", "Dọn"]
    noise = [line.text for line in document.pages[0].lines if line.noise == "struck-through"]
    assert noise == ["trước ngày 1/3", "Bỏ.", "Tổ 1"]
    ((code, message, _),) = document.warnings
    assert code == "struck-text" and "trước ngày 1/3" in message


def test_a_struck_sign_is_out() -> None:
    sign = '<w:r><w:rPr><w:strike/></w:rPr><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    page = read(paragraph(run("Đạt "), sign, run("100%")))
    assert [(line.text, line.noise) for line in page.lines] == [("Đạt 100%", None), ("≥", "struck-through")]


@pytest.mark.parametrize(
    ("gone", "behind", "left"),
    [
        (" 15/3 ", "20/3", "Nộp trước ngày 20/3"),
        (" 15/3", " 20/3", "Nộp trước ngày 20/3"),
        (" 15/3", ", gửi một bản", "Nộp trước ngày, gửi một bản"),
        ("s", "", "Nộp trước ngày"),
        ("s", "20/3", "Nộp trước ngày20/3"),
    ],
)
def test_struck_text_parts_the_words_around_it(gone: str, behind: str, left: str) -> None:
    assert texts(paragraph(run("Nộp trước ngày"), struck(gone), run(behind)))[0] == left


def test_a_strike_that_is_off_is_none() -> None:
    off = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>Dọn kênh</w:t></w:r>'
    assert texts(paragraph(off)) == ["Dọn kênh"]


def test_the_number_of_a_struck_item_goes_with_it() -> None:
    document = docx.Document()
    for text, is_struck in (("Dọn kênh", False), ("Bỏ việc này", True), ("Trồng cây", False)):
        document.add_paragraph(style="List Number").add_run(text).font.strike = is_struck
    stream = io.BytesIO()
    document.save(stream)
    lines = [line.text for line in read_document(stream.getvalue(), Options()).lines()]
    assert lines == ["1. Dọn kênh", "3. Trồng cây"]


def test_a_soft_hyphen_of_an_old_font_is_the_letter_that_it_looks_like() -> None:
    coded = run("Céng hoµ x· héi chñ nghÜa ViÖt Nam, ph") + "<w:r><w:softHyphen/></w:r>" + run("êng T©n Giang")
    assert texts(paragraph(coded)) == ["Cộng hoà xã hội chủ nghĩa Việt Nam, phường Tân Giang"]


def test_a_manual_line_break_ends_the_line() -> None:
    lines = read(paragraph(run("ỦY BAN NHÂN DÂN"), "<w:r><w:br/></w:r>", run("PHƯỜNG TÂN GIANG"))).lines
    assert [line.text for line in lines] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN GIANG"]
    assert [line.starts_paragraph for line in lines] == [True, None]


NUMBERING = f"""<w:numbering {_W}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(text: str, level: int, number: int = 1) -> str:
    reference = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{reference}{run(text)}</w:p>"


def test_automatic_numbers_are_printed() -> None:
    levels = [0, 1, 2, 2, 3, 1, 0, 1, 4]
    body = "".join(numbered(f"mục {index}", level) for index, level in enumerate(levels))
    labels = [text.rpartition(" mục ")[0] for text in texts(body, numbering=NUMBERING)]
    assert labels == ["I.", "1.", "1.1.", "1.2.", "a)", "2.", "II.", "1.", "-"]


def test_a_list_that_starts_anew_counts_for_itself() -> None:
    body = numbered("một", 1) + numbered("năm", 1, number=2) + numbered("hai", 1)
    assert texts(body, numbering=NUMBERING) == ["1. một", "5. năm", "2. hai"]


def test_list_zero_means_no_number() -> None:
    assert texts(numbered("trơn", 0, number=0), numbering=NUMBERING) == ["trơn"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [(9, "upperRoman", "IX"), (14, "lowerRoman", "xiv"), (27, "lowerLetter", "aa"), (3, "upperLetter", "C")],
)
def test_number_forms(value: int, form: str, printed: str) -> None:
    assert format_number(value, form) == printed


@pytest.mark.parametrize("start", ["²", "9" * 5000, "2147483647"])
@pytest.mark.parametrize("form", ["lowerRoman", "upperLetter", "decimal"])
def test_a_list_that_starts_nowhere_is_read(start: str, form: str) -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    (text,) = texts(numbered("Đào hố", 0), numbering=numbering)
    assert text.endswith("Đào hố") and len(text) < 40


@pytest.mark.parametrize("size", ["²", "9" * 400, "9" * 5000])
def test_a_drawing_of_no_size_is_no_error(size: str) -> None:
    drawing = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{size}" cy="{size}"/><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></wp:inline></w:drawing>'
    )
    assert texts(paragraph(run("Đào hố"), f"<w:r>{drawing}</w:r>")) == ["Đào hố"]


def test_a_table_is_a_grid_in_its_place_with_merged_cells() -> None:
    stream = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("Trước bảng")
    table = file.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}.{column}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "chung"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "rộng"
    file.add_paragraph("Sau bảng")
    file.save(stream)
    page = read_document(stream.getvalue(), Options()).pages[0]
    assert [line.text for line in page.lines] == ["Trước bảng", "Sau bảng"]
    (grid,) = page.grids
    assert (grid.row_count, grid.column_count, grid.after_line, grid.origin) == (3, 3, 1, "docx")
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["chung"] == (1, 0, 2, 1)
    assert spans["rộng"] == (0, 1, 1, 2)
    assert spans["2.2"] == (2, 2, 1, 1)


def test_the_head_is_read_as_a_head_though_it_is_a_table() -> None:
    stream = io.BytesIO()
    file = docx.Document()
    head = file.add_table(1, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nPHƯỜNG TÂN GIANG\nSố: 42/KH-UBND"
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(0, 1).text = f"{motto}\nTân Giang, ngày 14 tháng 11 năm 2025"
    file.add_paragraph("KẾ HOẠCH")
    foot = file.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Các tổ dân phố;\n- Lưu: VT."
    foot.cell(0, 1).text = "CHỦ TỊCH\nLâm Thị Ngát"
    file.save(stream)
    page = read_document(stream.getvalue(), Options()).pages[0]
    assert page.grids == []
    assert [(line.role, line.text) for line in page.lines] == [
        ("head-left", "ỦY BAN NHÂN DÂN"),
        ("head-left", "PHƯỜNG TÂN GIANG"),
        ("head-right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("head-right", "Độc lập - Tự do - Hạnh phúc"),
        ("head-left", "Số: 42/KH-UBND"),
        ("head-right", "Tân Giang, ngày 14 tháng 11 năm 2025"),
        ("body", "KẾ HOẠCH"),
        ("foot-left", "Nơi nhận:"),
        ("foot-left", "- Các tổ dân phố;"),
        ("foot-left", "- Lưu: VT."),
        ("foot-right", "CHỦ TỊCH"),
        ("foot-right", "Lâm Thị Ngát"),
    ]


def test_page_headers_are_kept_as_noise() -> None:
    header = f"<w:hdr {_W}>{paragraph(run('Kế hoạch trồng cây'))}</w:hdr>"
    page = read(paragraph(run("Nội dung")), header1=header)
    assert [(line.text, line.role) for line in page.lines] == [("Nội dung", "body"), ("Kế hoạch trồng cây", "noise")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('DỰ THẢO'))}</w:txbxContent>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert texts(paragraph(run("Kế hoạch"), f"<w:r>{twice}</w:r>")) == ["Kế hoạch", "DỰ THẢO"]


def test_damaged_xml_is_a_damaged_file() -> None:
    with pytest.raises(DamagedFileError):
        read("<w:p><w:r>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", f"<!--{'x' * 2000}-->"], ids=["at once", "behind a comment"])
def test_a_document_type_declaration_is_refused(encoding: str, before: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        text = f'<?xml version="1.0" encoding="{encoding}"?>{before}<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
        archive.writestr("word/document.xml", text.encode(encoding))
    with pytest.raises(DamagedFileError, match="document type"):
        read_document(stream.getvalue(), Options())


def test_a_bomb_is_stopped_by_the_limit() -> None:
    data = package(paragraph(run("a" * 5_000_000)))
    assert len(data) < 20_000
    with pytest.raises(TooLargeError):
        read_document(data, Options(limits=Limits(max_unpacked_bytes=1_000_000)))


def test_a_document_without_text_says_so() -> None:
    with pytest.raises(NothingRecognisedError):
        read(paragraph())


def test_a_cell_does_not_span_more_columns_than_word_allows() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>' + paragraph(run("Nội dung")) + "</w:tc>"
    plain = "<w:tc>" + paragraph(run("1")) + "</w:tc>"
    (grid,) = read(f"<w:tbl><w:tr>{plain}{wide}</w:tr><w:tr>{plain}{plain}</w:tr></w:tbl>").grids
    assert grid.column_count == 64


def test_content_that_is_nested_without_end_is_damage() -> None:
    deep = 1500
    body = "<w:sdt><w:sdtContent>" * deep + paragraph(run("Nội dung")) + "</w:sdtContent></w:sdt>" * deep
    with pytest.raises(DamagedFileError, match="nested"):
        read(body)


def _file(build: Callable[[docx.document.Document], None]) -> Page:
    stream = io.BytesIO()
    file = docx.Document()
    build(file)
    file.save(stream)
    return read_document(stream.getvalue(), Options()).pages[0]


def _row(file: docx.document.Document, *texts: str) -> None:
    table = file.add_table(1, len(texts))
    for cell, text in zip(table.rows[0].cells, texts, strict=True):
        cell.text = text


_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def test_the_text_between_the_heads_of_a_plan_and_its_report_form_stays() -> None:
    def build(file: docx.document.Document) -> None:
        _row(file, "UBND XÃ BÌNH LÂM\nSố: 5/KH-UBND", _MOTTO)
        file.add_paragraph("KẾ HOẠCH")
        file.add_paragraph("1. Nạo vét kênh.")
        _row(file, "TÊN ĐƠN VỊ\nSố: …/BC", f"{_MOTTO}\n…, ngày … tháng … năm …")
        file.add_paragraph("BÁO CÁO")

    lines = _file(build).lines
    body = [line.text for line in lines if line.role == "body"]
    assert body == ["KẾ HOẠCH", "1. Nạo vét kênh.", "BÁO CÁO"]
    assert [line.text for line in lines if line.role == "head-left"][2:] == ["TÊN ĐƠN VỊ", "Số: …/BC"]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_column_that_is_headed_recipients_makes_no_foot() -> None:
    def build(file: docx.document.Document) -> None:
        table = file.add_table(2, 4)
        for row, texts in enumerate((("TT", "Văn bản", "Nơi nhận", "Thời hạn"), ("1", "Báo cáo", "Huyện", "Tháng 3"))):
            for cell, text in zip(table.rows[row].cells, texts, strict=True):
                cell.text = text

    page = _file(build)
    assert not page.lines
    assert [cell.text for cell in page.grids[0].cells][4:] == ["1", "Báo cáo", "Huyện", "Tháng 3"]


def test_a_note_stands_behind_the_paragraph_that_refers_to_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    separator = f'<w:footnote w:type="separator" w:id="-1">{paragraph(run("—"))}</w:footnote>'
    note = f'<w:footnote w:id="2">{paragraph(run("Theo số liệu cuối năm."))}</w:footnote>'
    notes = f"<w:footnotes {_W}>{separator}{note}</w:footnotes>"
    page = read(paragraph(run("Trồng cây"), reference) + paragraph(run("Nuôi cá")), footnotes=notes)
    assert [(line.text, line.role) for line in page.lines] == [
        ("Trồng cây", "body"),
        ("Theo số liệu cuối năm.", "note"),
        ("Nuôi cá", "body"),
    ]


def _picture(centimetres: int) -> str:
    side = centimetres * 360_000
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{side}" cy="{side}"/>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></wp:inline></w:drawing></w:r>'
    )


@pytest.mark.parametrize(("centimetres", "codes"), [(12, ["picture-not-read"]), (3, [])])
def test_a_picture_that_may_hold_text_is_told(centimetres: int, codes: list[str]) -> None:
    document = read_document(package(paragraph(run("Nội dung"), _picture(centimetres))), Options())
    assert [code for code, _, _ in document.warnings] == codes


def test_a_file_that_is_only_a_picture_which_it_does_not_hold_says_so() -> None:
    with pytest.raises(NothingRecognisedError, match="were not read and may hold text: the file does not hold them"):
        read(paragraph(_picture(15)))


def test_a_signature_alone_in_its_row_is_the_foot() -> None:
    def build(file: docx.document.Document) -> None:
        file.add_paragraph("1. Nhặt rác trên bãi biển trước ngày 15/3/2026.")
        _row(file, "", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò Thị Măng")

    page = _file(build)
    assert not page.grids
    assert [line.text for line in page.lines if line.role == "foot-right"] == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lò Thị Măng",
    ]


@pytest.mark.parametrize("first", ["T/M ĐẢNG ỦY", "TM. BAN TỔ CHỨC", "K/T HIỆU TRƯỞNG", "HIỆU TRƯỞNG"])
def test_marks_of_a_signature(first: str) -> None:
    page = _file(lambda file: _row(file, "", f"{first}\nLò Thị Măng"))
    assert [line.role for line in page.lines] == ["foot-right", "foot-right"]


def test_a_last_row_of_a_table_of_work_is_no_foot() -> None:
    def build(file: docx.document.Document) -> None:
        _row(file, "", "Chủ tịch xã trực tại trụ sở")

    page = _file(build)
    assert len(page.grids) == 1


def test_a_table_that_names_a_committee_of_the_party_is_no_head() -> None:
    def build(file: docx.document.Document) -> None:
        table = file.add_table(rows=0, cols=3)
        for texts_ in (("TT", "Nội dung công việc", "Đơn vị chủ trì"), ("1", "Trồng cây", "Đảng ủy Công an xã")):
            for cell, text in zip(table.add_row().cells, texts_, strict=True):
                cell.text = text

    page = _file(build)
    assert [[cell.text for cell in grid.cells][-1] for grid in page.grids] == ["Đảng ủy Công an xã"]


def test_thousands_of_pictures_are_found_in_step_with_their_number() -> None:
    def package(count: int) -> Package:
        names = [f"media/{number:06}.png" for number in range(count)]
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        rows = "".join(f'<Relationship Id="r{name}" Type="{kind}" Target="{name}"/>' for name in names)
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("word/document.xml", "<document/>")
            archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{rows}</Relationships>")
            for name in names:
                archive.writestr(f"word/{name}", b"")
        return Package(data.getvalue(), "a.docx", Limits())

    packages = {count: package(count) for count in (100, 1_000, 10_000)}
    assert len(packages[1_000].pictures()) == 1_000
    assert is_linear(lambda count: packages[count].pictures, short=1_000, factor=10)
