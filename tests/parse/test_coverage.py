"""Every word of the source is in the plan once, or is told with the reason why it is not."""

from __future__ import annotations

import pytest

from tests.parse.helpers import plan_of
from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource, Plan, Section
from viextract.options import Options
from viextract.parse import parse_document
from viextract.parse.coverage import walk, words

PLAN = """ỦY BAN NHÂN DÂN XÃ BÌNH LÂM
Số: 5/KH-UBND
KẾ HOẠCH
Nạo vét kênh năm 2025
Căn cứ Quyết định số 1/QĐ-UBND của Ủy ban nhân dân xã về phân công công việc;
Ủy ban nhân dân xã xây dựng kế hoạch như sau:
I. NỘI DUNG
- Nạo vét kênh chính.
Nhân công\t20 người
II. TỔ CHỨC THỰC HIỆN
- Thôn Đông nạo vét kênh nhánh.
Trên đây là kế hoạch nạo vét kênh năm 2025 của Ủy ban nhân dân xã.
Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Kênh
"""


def document(*lines: Line, grids: tuple[Grid, ...] = ()) -> Document:
    for number, line in enumerate(lines, 1):
        line.number = number
    source = PageSource(number=1, text_origin="text", quality=1.0)
    return Document("plan", "0" * 64, "application/pdf", [Page(1, 595, 842, source, list(lines), list(grids))])


def section(plan: Plan, title: str) -> Section:
    return next(item for item in walk(plan.sections) if item.title == title)


def test_preamble_and_closing_are_kept() -> None:
    plan = plan_of(PLAN)
    assert [text.split()[0] for text in plan.preamble] == ["Căn", "Ủy"]
    assert plan.closing == ["Trên đây là kế hoạch nạo vét kênh năm 2025 của Ủy ban nhân dân xã."]


def test_all_words_are_placed_and_counted() -> None:
    plan = plan_of(PLAN)
    assert plan.coverage is not None
    assert plan.coverage.words == plan.coverage.placed == len(words(PLAN))
    assert plan.coverage.unplaced == []


def test_the_number_of_a_labelled_line_stands_in_its_detail() -> None:
    numbered = "II. HỘI NGHỊ\n1. Thời gian: ngày 5/6/2025; địa điểm: Kênh chính.\n2. Kinh phí: 20 triệu đồng.\nIII. TỔ"
    plan = plan_of(PLAN.replace("II. TỔ", numbered))
    assert [detail.as_printed for detail in section(plan, "HỘI NGHỊ").details] == [
        "1. Thời gian: ngày 5/6/2025; địa điểm: Kênh chính.",
        "1. Thời gian: ngày 5/6/2025; địa điểm: Kênh chính.",
        "2. Kinh phí: 20 triệu đồng.",
    ]
    assert plan.coverage is not None and plan.coverage.unplaced == []


def test_head_and_foot_are_kept_as_printed() -> None:
    printed = plan_of(PLAN).header.as_printed
    assert {"Số: 5/KH-UBND", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Kênh", "Nơi nhận:"} <= set(printed)


def test_a_line_parted_by_a_tab_is_a_paragraph_of_its_section() -> None:
    assert "Nhân công 20 người" in section(plan_of(PLAN), "NỘI DUNG").paragraphs


def test_a_note_is_a_paragraph_of_the_section_that_refers_to_it() -> None:
    lines = [Line(text, 0) for text in PLAN.splitlines()]
    lines.insert(8, Line("Theo số đo của thôn Đông tháng trước.", 0, role="note"))
    plan = parse_document(document(*lines), Options())
    assert "Theo số đo của thôn Đông tháng trước." in section(plan, "NỘI DUNG").paragraphs


@pytest.mark.parametrize("reason", ["page-number", "running-head", "watermark", "stamp", "hidden"])
def test_noise_is_told_with_its_reason(reason: str) -> None:
    lines = [Line(text, 0) for text in PLAN.splitlines()]
    lines.append(Line("DỰ THẢO 7", 0, role="noise", noise=reason))  # type: ignore[arg-type]
    plan = parse_document(document(*lines), Options())
    assert plan.coverage is not None
    assert [(item.text, item.reason) for item in plan.coverage.unplaced] == [("DỰ THẢO 7", reason)]
    assert plan.coverage.words == plan.coverage.placed + 3
    assert "text-unplaced" not in [warning.code for warning in plan.warnings]


def test_words_of_a_tables_lines_that_no_cell_has_are_told() -> None:
    lines = [Line(text, 0) for text in PLAN.splitlines()]
    lines[8:9] = [Line("Kênh Bắc 20 người", 0, role="table"), Line("Kênh Nam lạc 30 người", 0, role="table")]
    cells = [Cell(0, 0, "Kênh Bắc"), Cell(0, 1, "20 người"), Cell(1, 0, "Kênh Nam"), Cell(1, 1, "30 người")]
    plan = parse_document(document(*lines, grids=(Grid(cells, 2, 2, after_line=8),)), Options())
    assert plan.coverage is not None
    assert [(item.text, item.reason) for item in plan.coverage.unplaced] == [("lạc", "table-remainder")]
    assert "text-unplaced" in [warning.code for warning in plan.warnings]


def test_what_stands_twice_is_not_found_in_what_stands_once() -> None:
    twice = "Mỗi hộ góp một ngày công vào cuối tháng."
    lines = [Line(text, 0) for text in PLAN.splitlines()]
    lines[8:8] = [Line(twice, 0), Line(twice, 0, role="note")]
    plan = parse_document(document(*lines), Options())
    texts = [*(task.text for task in plan.tasks), *section(plan, "NỘI DUNG").paragraphs]
    assert texts.count(twice) == 2


def test_the_number_of_a_page_is_told_by_its_look() -> None:
    lines = [*(Line(text, 0) for text in PLAN.splitlines()), Line("- 2 -", 0, role="noise")]
    plan = parse_document(document(*lines), Options())
    assert plan.coverage is not None
    assert [(item.text, item.reason) for item in plan.coverage.unplaced] == [("- 2 -", "page-number")]


def two_pages(*extra: str) -> Plan:
    """A table on two pages whose headings are printed on both."""
    pages = []
    for page, name in enumerate(("Vét kênh Bắc", "Vét kênh Nam"), 1):
        texts = [
            "TT",
            "Nội dung công việc",
            "Thời gian",
            str(page),
            name,
            f"Tháng {page}/2025",
            *(extra if page == 2 else ()),
        ]
        lines = [Line(text, 10 * page + k, page, role="table") for k, text in enumerate(texts)]
        if page == 1:
            lines = [Line(text, k, page) for k, text in enumerate(("KẾ HOẠCH", "Vét kênh", "I. TIẾN ĐỘ"), 1)] + lines
        cells = [Cell(k // 3, k % 3, text, page=page) for k, text in enumerate(texts[:6])]
        grid = Grid(cells, 2, 3, page=page, after_line=3 if page == 1 else 19)
        source = PageSource(number=page, text_origin="text", quality=1.0)
        pages.append(Page(page, 595, 842, source, lines, [grid]))
    return parse_document(Document("plan", "0" * 64, "application/pdf", pages), Options())


@pytest.mark.parametrize(("extra", "told"), [((), []), (("lạc",), ["lạc"]), (("Thời gian",), ["Thời gian"])])
def test_headings_that_a_table_repeats_on_its_next_page_are_not_lost(extra: tuple[str, ...], told: list[str]) -> None:
    plan = two_pages(*extra)
    assert len(plan.tables) == 1 and plan.coverage is not None
    assert [item.text for item in plan.coverage.unplaced] == told
