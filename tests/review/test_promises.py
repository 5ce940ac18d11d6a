"""What the page promises beside corrections: paper, nothing lost by closing, long tables, every word of a picture."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.review.documents import TEXTS, processed, scan, with_rows
from viextract.api import Processed
from viextract.corrections import find_corrections, load_corrections
from viextract.model.document import Document
from viextract.options import Options
from viextract.parse.coverage import walk
from viextract.review.data import review_data
from viextract.review.offline import review_page

ROWS = [[str(k), f"Đào hố trồng cây đợt {k}", "Phòng Kinh tế", f"Tháng {k % 12 + 1}/2025"] for k in range(1, 61)]


def opened(tab: Any, tmp_path: Path, document: Document | None = None) -> Processed:
    path, done = tmp_path / "review.html", processed(document or scan())
    path.write_text(review_page(done, Options()), "utf-8")
    tab.goto(path.as_uri())
    return done


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def asks_before_it_closes(tab: Any) -> bool:
    return bool(
        tab.evaluate(
            "(() => { const event = new Event('beforeunload', { cancelable: true });"
            " window.dispatchEvent(event); return event.defaultPrevented; })()"
        )
    )


@pytest.mark.parametrize("keys", [(), ("m",)], ids=["light", "dark"])
def test_the_whole_plan_is_printed_on_white_and_nothing_else(tab: Any, tmp_path: Path, keys: tuple[str, ...]) -> None:
    opened(tab, tmp_path, with_rows(ROWS))
    press(tab, "j", *keys)
    paper = pypdfium2.PdfDocument(tab.pdf(print_background=True))
    text = " ".join(page.get_textpage().get_text_range() for page in paper)
    text = " ".join(text.split())
    assert len(paper) > 1 and all(f"đợt {number}" in text for number in (1, 30, 60))
    assert "Chăm sóc cây sau khi trồng" in text and "45" in text
    assert "Undo" not in text and "Could be" not in text
    corner = paper[0].render(scale=0.5).to_pil().convert("L")
    assert corner.getpixel((2, 2)) == 255 and corner.histogram()[255] > 0.8 * corner.width * corner.height


def test_closing_asks_while_something_is_not_kept(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    assert not asks_before_it_closes(tab)
    press(tab, "j", "a")
    assert asks_before_it_closes(tab)
    with tab.expect_download():
        press(tab, "Control+s")
    assert not asks_before_it_closes(tab)
    press(tab, "u")
    assert asks_before_it_closes(tab)
    tab.locator("#plan .token", has_text="Kinh").first.click()
    press(tab, "i")
    with tab.expect_download():
        press(tab, "Control+s")
    press(tab, "i")
    assert asks_before_it_closes(tab) and tab.evaluate("model.words.length") == 0  # noted, and no longer noted


def test_saving_from_a_question_is_not_the_browser_s(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "j", "e")
    prevented = tab.evaluate(
        "(() => { const event = new KeyboardEvent('keydown', { key: 's', ctrlKey: true, bubbles: true, cancelable:"
        " true }); document.activeElement.dispatchEvent(event); return event.defaultPrevented; })()"
    )
    assert prevented and tab.locator("dialog").is_visible()


def test_enter_ends_a_word_of_an_input_method_first(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "j", "e")
    enter = (
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " {{ key: 'Enter', isComposing: {}, bubbles: true }}))"
    )
    tab.evaluate(enter.format("true"))
    assert tab.locator("dialog").is_visible()
    tab.evaluate(enter.format("false"))
    assert not tab.locator("dialog").is_visible()


def test_no_key_fails_on_the_duty_of_a_row(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, with_rows(ROWS[:3]))
    for key in "htdgsoEarbwy+xiua0":
        duty = tab.locator("#plan .duty", has_text="Phòng Kinh tế").last
        duty.click()
        press(tab, key)
        press(tab, "Escape")
    assert not tab.locator("dialog").is_visible()


def test_a_table_is_parted_below_its_spans_and_filled_where_it_is_seen(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, with_rows(ROWS, span=20))
    tables = tab.locator("#plan .grid table")
    rows = [tables.nth(k).locator("tr").count() for k in range(tables.count())]
    assert sum(rows) == len(ROWS) + 1 and rows[0] == 21 and max(rows[1:]) <= 12
    assert tables.last.locator("td").last.text_content() == "Tháng 1/2025"
    assert tables.last.locator(".token").count() == 0  # far below what is seen
    press(tab, "/")
    tab.keyboard.type("dot 60")
    press(tab, "Enter", "e")
    tab.keyboard.type("lần")
    press(tab, "Enter")
    assert "lần 60" in tables.last.text_content() and tables.last.locator(".token.person").text_content() == "lần"
    first, last = (tables.nth(k).locator("tr").last.locator("td").last.bounding_box() for k in (0, tables.count() - 1))
    assert abs(first["x"] - last["x"]) < 1 and abs(first["width"] - last["width"]) < 1


def test_a_word_without_a_colour_is_found_in_the_picture(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    frame = tab.locator('.page[data-page="1"]').bounding_box()
    scale = frame["width"] / 595
    start = TEXTS[8].index("TỔNG")
    left, top = 70 + 6 * start + 3, 80 + 24 * 8 + 7
    assert tab.locator(".page .box").count() == 1  # what was changed
    tab.mouse.move(frame["x"] + left * scale, frame["y"] + top * scale)
    assert tab.locator(".page .box.hover").count() == 1
    tab.mouse.click(frame["x"] + left * scale, frame["y"] + top * scale)
    assert tab.locator("#plan .token.here").inner_text() == "TỔNG"
    tab.mouse.click(frame["x"] + 5, frame["y"] + 5)
    assert tab.locator("#plan .token.here").inner_text() == "TỔNG"  # there is nothing


def test_a_decision_makes_anew_what_belongs_to_its_paragraph_alone(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, scan(30))
    tab.evaluate(
        "window.filled = 0; const fill = index.fill; index.fill = group => { filled += 1; fill.call(index, group); }; 0"
    )
    tab.select_option("#filter", "all")
    press(tab, "Escape", "j", "a", "a", "a", "u")
    assert tab.evaluate("filled") == 4
    listed = "JSON.stringify(items().map(item => [item.id, item.sure, item.by ?? '', item.token?.text ?? '']))"
    kept = tab.evaluate(listed)
    tab.evaluate("index.load()")
    assert tab.evaluate(listed) == kept and tab.evaluate("items().every((item, k) => item.place === k)")


def shown(tab: Any, name: str, order: str = "document") -> list[tuple[str, float]]:
    """What the filter leads to, key by key: each once, and then the first again."""
    tab.select_option("#filter", name)
    tab.select_option("#order", order)
    press(tab, "Escape")
    found: list[tuple[str, float]] = []
    while True:
        press(tab, "j")
        now = tab.evaluate("view.here && [view.here.id, view.here.sure]")
        if now is None or (found and now[0] == found[0][0]):
            return found
        found.append((now[0], now[1]))
        assert tab.locator("#count").inner_text().startswith(f"{len(found)}/")


def test_each_filter_leads_to_what_it_names_and_to_nothing_else(tab: Any, tmp_path: Path) -> None:
    done = opened(tab, tmp_path, with_rows(ROWS[:2]))
    plan, data = done.plan, review_data(done.document, done.plan)
    words = [token for piece in data["pieces"] for token in piece["tokens"]]
    sections = [one for one in walk(plan.sections) if one.source]
    counts = {
        "all": len(words),
        "changed": 1,
        "warnings": len(plan.warnings),
        "fields": len(data["header"]),
        "headings": len(sections),
        "tasks": len(plan.tasks),
        "duties": len(plan.assignments),
        "cells": sum(len(cell.raw.split()) for cell in done.document.grids()[0].cells),
        "decided": 0,
    }
    assert min(counts[name] for name in counts if name != "decided") > 0
    for name, count in counts.items():
        tab.evaluate("view.here = null")
        found = shown(tab, name)
        assert len(found) == len(dict(found)) == count, name
    for name in ("review", "doubtful", "all"):
        tab.evaluate("view.here = null")
        sure = [value for _, value in shown(tab, name, "uncertain")]
        assert sure == sorted(sure) and (name == "all" or (sure and sure[0] < 0.9))
    code = plan.warnings[0].code
    tab.select_option("#code", code)
    tab.evaluate("view.here = null")
    found = shown(tab, "warnings")
    assert len(found) == sum(one.code == code for one in plan.warnings)
    press(tab, "k", "k")
    assert tab.evaluate("view.here.id") == found[-2 % len(found)][0]


def test_a_page_of_no_size_still_opens(tab: Any, tmp_path: Path) -> None:
    document = scan()
    document.pages[0].width = math.inf
    document.pages[0].lines[0].bbox = (math.nan, 0.0, math.inf, 10.0)
    opened(tab, tmp_path, document)
    assert tab.locator("#plan .block", has_text=TEXTS[7]).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        'Kế hoạch "xanh" 5\' <b>&amp;.pdf',
        "ke\u0302\u0301 hoa\u0323ch 🌳👩‍🌾.pdf",
        ".ẩn?*|.pdf",
        "ke%20hoach: a~b.pdf",
        "\u202egpj.exe.pdf",
        "kế hoạch " * 19 + ".pdf",
    ],
    ids=["quotes", "parts", "dots", "signs", "turned", "long"],
)
def test_what_is_downloaded_is_found_beside_a_document_of_any_name(tab: Any, tmp_path: Path, name: str) -> None:
    document = scan()
    document.name = name
    opened(tab, tmp_path, document)
    press(tab, "j", "a")
    with tab.expect_download() as waiting:
        press(tab, "Control+s")
    source = tmp_path / name
    source.write_bytes(b"")
    waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    found = find_corrections(None, source, name, document.sha256)
    assert found.used is not None and load_corrections(found.used).decisions


def test_a_cell_over_thousands_of_columns_is_one_cell(tab: Any, tmp_path: Path) -> None:
    document = with_rows(ROWS[:2])
    first = document.grids()[0].cells[4]
    first.column_span, first.row_span = 16_384, 1_048_576
    document.grids()[0].cells[5:8] = []
    opened(tab, tmp_path, document)
    assert tab.locator("#plan col").count() == 4 and tab.locator("#plan td").count() == 4 + 1 + 4
    cells = tab.locator("#plan tr").nth(1).locator("td")
    assert cells.count() == 1 and cells.evaluate("node => node.colSpan") == 4
