"""The archive in a real browser: search, summary, calendar, duties of a body, and from each to the page and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import viextract
from tests.archive.papers import archive
from tests.review.serving import TOKEN, running, until


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
