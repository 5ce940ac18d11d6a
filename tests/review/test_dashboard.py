"""The archive in a real browser: search, summary, calendar, duties of a body, and from each to the page and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.archive.papers import QUICK, archive
from tests.review.serving import TOKEN, running, until
from viextract.archive import run_batch


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("dashboard"))


@pytest.fixture(scope="module")
def address(out: Path) -> Iterator[str]:
    with running(out) as (found, _):
        yield found


def test_from_a_search_to_the_page_and_back(tab: Any, address: str, out: Path) -> None:
    tab.goto(f"{address}/?token={TOKEN}")
    assert tab.locator("table.files tbody tr").count() == 4
    tab.get_by_label("Text").or_(tab.locator("input[name=q]")).first.fill("vuon hoa")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**q=vuon*")
    assert tab.locator("table.files tbody tr").count() == 1
    tab.locator("table.files a").first.click()
    tab.wait_for_selector("#plan .block")
    assert tab.locator("#name").inner_text() == "b.txt"
    tab.keyboard.press("c")
    tab.keyboard.press("e")
    tab.keyboard.type("99/KH-UBND")
    tab.keyboard.press("Enter")
    with tab.expect_response("**/corrections") as waiting:
        tab.keyboard.press("Control+s")
    assert waiting.value.status == 200
    assert viextract.extract(out.parent / "in" / "b.txt").header.symbol == "99/KH-UBND"
    until(tab, "!model.dirty")
    tab.locator("#list").click()
    tab.wait_for_selector("table.files")
    assert tab.locator("table.files tbody tr").count() == 4


def test_lists_say_that_they_are_older_than_a_correction(tab: Any, tmp_path: Path) -> None:
    out = archive(tmp_path)
    pages = ("/", "/summary", "/body")
    with running(out) as (address, _):
        tab.goto(f"{address}/summary?token={TOKEN}&language=en")
        assert tab.locator(".since").count() == 0
        body = str(tab.locator('a[href^="/body"]').first.get_attribute("href"))
        addresses = [f"{address}/?token={TOKEN}&language=en", tab.url, address + body]
        tab.goto(addresses[0])
        tab.locator("table.files a", has_text="b.txt").click()
        tab.wait_for_selector("#plan .block")
        for key in ("c", "e", "Control+a"):
            tab.keyboard.press(key)
        tab.keyboard.type("99/KH-UBND")
        for key in ("Enter", "Control+s"):
            tab.keyboard.press(key)
        until(tab, "!model.dirty")
        for page, wanted in zip(pages, addresses, strict=True):
            tab.goto(wanted)
            said = tab.locator(".since").inner_text()
            assert "b.txt" in said and "a.txt" not in said and "viextract batch again" in said, page
        tab.locator(".since a").click()
        tab.wait_for_selector("#plan .block")
        assert tab.locator("#name").inner_text() == "b.txt"
    run_batch(tmp_path / "in", out, QUICK, jobs=1)
    with running(out) as (address, _):
        tab.goto(f"{address}/?token={TOKEN}&language=en")
        assert tab.locator(".since").count() == 0 and "99/KH-UBND" in tab.locator("table.files").inner_text()
        # Saving once more what is saved makes nothing older.
        tab.locator("table.files a", has_text="b.txt").click()
        tab.wait_for_selector("#plan .block")
        with tab.expect_response("**/corrections"):
            tab.keyboard.press("Control+s")
        tab.goto(f"{address}/?token={TOKEN}&language=en")
        assert tab.locator(".since").count() == 0


def test_summary_and_list_of_a_running_server_are_of_now(tab: Any, tmp_path: Path) -> None:
    out = archive(tmp_path)
    with running(out) as (address, _):
        start, summary = f"{address}/?token={TOKEN}&language=en", f"{address}/summary?token={TOKEN}&language=en"
        tab.goto(summary)
        assert tab.locator('a[href^="/body"]', has_text="Đoàn Thanh niên").count() == 0
        tab.goto(start)
        tab.locator("table.files a", has_text="b.txt").click()
        tab.wait_for_selector("#plan .duty")
        page, before = str(tab.url), Path(out / "b.txt.json").read_bytes()
        for key in ("c", "e", "Control+a"):
            tab.keyboard.press(key)
        tab.keyboard.type("99/KH-UBND")
        tab.keyboard.press("Enter")
        tab.locator(".duty").first.click()
        for key in ("b", "Control+a"):
            tab.keyboard.press(key)
        tab.keyboard.type("Đoàn Thanh niên xã")
        for key in ("Enter", "Control+s"):
            tab.keyboard.press(key)
        until(tab, "!model.dirty")
        tab.goto(summary)
        body = tab.locator('a[href^="/body"]', has_text="Đoàn Thanh niên").first
        assert body.count() == 1
        body.click()
        assert "99/KH-UBND" in tab.locator("main, body").first.inner_text()
        tab.goto(f"{start}&symbol=99")
        assert "99/KH-UBND" in tab.locator("table.files tbody").inner_text()
        assert Path(out / "b.txt.json").read_bytes() == before  # the results are the batch's
        # Taken back, it is as it was; a batch meanwhile shows, and addresses stay those of their documents.
        tab.goto(page)
        tab.wait_for_selector("#plan .duty")
        (tmp_path / "in" / "b.txt.corrections.json").unlink()
        tab.goto(summary)
        assert tab.locator('a[href^="/body"]', has_text="Đoàn Thanh niên").count() == 0
        text = (tmp_path / "in" / "b.txt").read_text("utf-8")
        (tmp_path / "in" / "aa.txt").write_text(text.replace("Trạm", "Trung tâm") + "\nThêm một dòng.\n", "utf-8")
        run_batch(tmp_path / "in", out, QUICK, jobs=1)
        tab.goto(start)
        assert tab.locator("table.files a", has_text="aa.txt").count() == 1
        tab.goto(page)
        assert tab.locator("#name").inner_text() == "b.txt"


def test_from_the_calendar_and_from_a_body_to_the_place(tab: Any, address: str) -> None:
    tab.goto(f"{address}/summary?token={TOKEN}&month=2026-05&language=en")
    assert tab.locator("table.calendar").count() == 3 and tab.locator("svg.plot").count() >= 2
    day = tab.locator("table.calendar td.due a").first
    day.click()
    assert "#d2026" in tab.url
    tab.locator('a[href*="month=2026-08"]').click()
    tab.wait_for_url("**month=2026-08*")
    tab.go_back()
    tab.locator('a[href^="/body"]').first.click()
    tab.wait_for_url("**/body?*")
    tab.locator('a[href*="#work="]').first.click()
    tab.wait_for_selector("#plan .duty.here")
    assert tab.locator("#panel").is_visible()


def test_the_language_is_kept_and_the_page_can_be_printed(tab: Any, address: str) -> None:
    tab.goto(f"{address}/?token={TOKEN}&language=vi")
    assert tab.locator("h1").first.is_visible() and tab.get_attribute("html", "lang") == "vi"
    tab.locator("nav a").first.click()
    assert "language=vi" in tab.url
    assert tab.evaluate("getComputedStyle(document.querySelector('[lang=en]')).display") == "none"
    assert len(tab.pdf()) > 10_000


def test_what_is_not_there_is_told_on_a_page_with_a_way_back(tab: Any, browser: Any, address: str) -> None:
    lone = browser.new_page()  # a browser notes that the answer is an error
    lone.goto(f"{address}/77/?token={TOKEN}")
    assert "There is no such document." in lone.locator("main").inner_text()
    lone.locator("main a").click()
    lone.wait_for_selector("table.files")
    lone.close()


def visible(tab: Any) -> str:
    return str(tab.locator("body").inner_text())


def test_pages_and_documents_are_in_the_language_that_the_program_was_told(tab: Any, out: Path) -> None:
    with running(out, language="vi") as (address, _):  # the browser asks for English
        tab.goto(f"{address}/?token={TOKEN}")
        assert tab.get_attribute("html", "lang") == "vi" and "Documents found" not in visible(tab)
        tab.locator("table.files a", has_text="a.txt").click()
        tab.wait_for_selector("#plan .block")
        assert tab.get_attribute("html", "lang") == "vi"
        tab.keyboard.press("l")
        tab.locator("#list").click()
        tab.wait_for_selector("table.files")
        assert tab.get_attribute("html", "lang") == "en"  # what was chosen on a page goes before
        tab.locator("table.files a", has_text="b.txt").click()
        tab.wait_for_selector("#plan .block")
        assert tab.get_attribute("html", "lang") == "en"


def test_the_list_shows_one_language_at_a_time(tab: Any, address: str) -> None:
    tab.goto(f"{address}/?token={TOKEN}&language=vi&grade=good&q=vuon hoa")
    assert "Văn bản tìm thấy: 1" in visible(tab) and tab.locator("input[value=good]").is_checked()
    for word in ("tất cả", "all", "Documents", "English"):
        assert (word in visible(tab)) == (word in ("tất cả", "English")), word
    tab.get_by_label("English").check()
    assert "Documents found: 1" in visible(tab)
    for word in ("tất cả", "kém", "tìm thấy"):
        assert word not in visible(tab)
    tab.locator("input[name=grade]").first.check()
    tab.locator("form.search button").click()
    tab.wait_for_url("**since=**")
    assert "language=en" in tab.url
