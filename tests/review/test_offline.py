"""The page as one file, in a real browser: look, filter, correct by keyboard, save, and have it in the next run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.review.documents import processed, scan
from viextract.model.corrections import Corrections
from viextract.model.plan import Plan
from viextract.options import Options
from viextract.review.offline import review_page


def opened(tab: Any, tmp_path: Path, pages: int = 1) -> None:
    path = tmp_path / "review.html"
    path.write_text(review_page(processed(scan(pages)), Options()), "utf-8")
    tab.goto(path.as_uri())


def saved(tab: Any) -> Corrections:
    with tab.expect_download() as waiting:
        tab.keyboard.press("Control+s")
    assert waiting.value.suggested_filename == "quét.pdf.corrections.json"
    return Corrections.from_json(Path(waiting.value.path()).read_bytes())


def again(corrections: Corrections) -> Plan:
    return processed(scan(), corrections).plan


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def select(tab: Any, text: str) -> None:
    tab.locator("#plan .block", has_text=text).first.scroll_into_view_if_needed()
    tab.locator("#plan .token", has_text=text).first.click()


def by_person(plan: Plan) -> list[tuple[str, str]]:
    return [(item.before, item.after) for item in plan.corrections if item.by == "person"]


def test_the_uncertain_comes_first_and_an_alternative_is_one_key(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.select_option("#filter", "changed")
    press(tab, "Escape", "j")
    assert tab.locator("#count").inner_text() == "1/1"
    panel = tab.locator("#panel")
    assert "Read: cay" in panel.inner_text().replace("\n", " ") and panel.locator(".crop img").count() == 1
    press(tab, "1")
    assert tab.locator("#plan .token.person").inner_text() == "cây" and tab.locator("#count").inner_text() != "1/1"
    plan = again(saved(tab))
    assert by_person(plan) == [("cay", "cây")] and any("giao cây giống" in task.text for task in plan.tasks)


def test_a_word_is_edited_accepted_and_taken_back(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Kinh")
    press(tab, "e")
    tab.keyboard.type("Nội")
    press(tab, "Enter")
    assert tab.locator("#plan .token.person").inner_text() == "Nội"
    select(tab, "tế")
    press(tab, "E")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("- Phòng Nội vụ chủ trì đào hố trước ngày 10/5/2025.")
    press(tab, "Control+Enter")
    press(tab, "u")
    assert tab.locator("#plan .token.person").inner_text() == "Nội"  # the line is taken back, the word is not
    press(tab, "u", "u")
    assert tab.locator("#plan .token.person").count() == 0 and not saved(tab).decisions


def test_paragraphs_become_headings_tasks_and_details(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Chăm")
    press(tab, "t")
    select(tab, "Thôn")
    press(tab, "d")
    plan = again(saved(tab))
    assert any(task.text == "Chăm sóc cây sau khi trồng" for task in plan.tasks)
    assert not any("Thôn Đông" in task.text for task in plan.tasks)
    assert any("Thôn Đông" in f"{d.label}{d.text}" for task in plan.tasks for d in task.details)


def test_a_paragraph_is_split_and_joined(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "trước")
    press(tab, "s")
    select(tab, "Chăm")
    press(tab, "o")
    kinds = [decision.kind for decision in saved(tab).decisions]
    assert kinds == ["split", "join"]
    plan = again(saved(tab))
    assert any(task.text.endswith("đào hố") for task in plan.tasks)
    assert any("các hộ. Chăm sóc" in task.text for task in plan.tasks)


def test_a_duty_gets_another_role_body_partners_and_date_and_one_is_added(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "r", "b")
    tab.keyboard.type("Phòng Văn hóa - Xã hội")
    press(tab, "Enter", "w")
    tab.keyboard.type("Đoàn xã")
    press(tab, "Control+Enter", "y")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("2025-05-20")
    press(tab, "Enter", "+")
    tab.keyboard.type("Công an xã")
    press(tab, "Enter")
    assert tab.locator(".duty.person").count() == 2
    plan = again(saved(tab))
    own = [one for one in plan.assignments if one.confidence == 1.0 and one.unit.name != "Trạm Y tế"]
    first = next(one for one in own if one.unit.name == "Phòng Văn hóa - Xã hội")
    assert first.role == "implement" and [unit.name for unit in first.partners] == ["Đoàn xã"]
    assert first.deadline is not None and first.deadline.end == "2025-05-20"
    assert any(one.unit.name == "Công an xã" and one.task_id == first.task_id for one in own)
    assert not any(one.unit.name == "Phòng Kinh tế" for one in plan.assignments)


def test_a_field_of_the_header_and_a_cell(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.select_option("#filter", "fields")
    tab.select_option("#order", "document")
    press(tab, "Escape", "j", "j", "e")
    tab.keyboard.type("45/KH-UBND")
    press(tab, "Enter")
    tab.locator("td", has_text="11").scroll_into_view_if_needed()
    tab.locator("td .token", has_text="11").click()
    press(tab, "e")
    tab.keyboard.type("mười một")
    press(tab, "Enter")
    plan = again(saved(tab))
    assert plan.header.symbol == "45/KH-UBND"
    assert any("Ô mười một" in (cell or "") for table in plan.tables for row in table.rows for cell in row)


def test_the_header_is_reached_and_mended_by_keys(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    reached = []
    for key in ("c", "c", "c", "c", "c", "c", "C"):
        press(tab, key)
        reached.append(tab.evaluate("view.here.field"))
    assert reached == ["symbol", "issued_on", "title", "issuer", "signatory.name", "symbol", "signatory.name"]
    press(tab, "c", "e")
    tab.keyboard.type("12/KH-UBND")
    press(tab, "Enter")
    assert tab.evaluate("view.here.field") == "symbol"  # what was written stays in view
    press(tab, "c", "e")
    tab.keyboard.type("3/4/2025")
    press(tab, "Enter")
    header = again(saved(tab)).header
    assert (header.symbol, header.issued_on) == ("12/KH-UBND", "2025-04-03")


def test_each_side_follows_the_other(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, pages=3)
    tab.locator("#plan .block", has_text="Chăm sóc").nth(2).scroll_into_view_if_needed()
    tab.locator("#plan .block", has_text="Chăm sóc").nth(2).locator(".token").first.click()
    tab.wait_for_selector('.page[data-page="3"] .box.here')
    assert is_inside(tab, '.page[data-page="3"] .box.here', "#pages")
    box = tab.locator('.page[data-page="3"] .box:not(.here)').first
    box.click()
    tab.wait_for_selector("#plan .token.here")
    assert tab.locator("#plan .token.here").get_attribute("data-id") == box.get_attribute("data-id")
    assert is_inside(tab, "#plan .token.here", "#plan")


def is_inside(tab: Any, selector: str, pane: str) -> bool:
    one, around = tab.locator(selector).first.bounding_box(), tab.locator(pane).bounding_box()
    return bool(around["y"] <= one["y"] and one["y"] + one["height"] <= around["y"] + around["height"])


def test_both_languages_and_both_lights(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    assert tab.locator("#undo").inner_text().startswith("Undo") and tab.get_attribute("html", "lang") == "en"
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    press(tab, "l", "m")
    assert tab.locator("#undo").inner_text().startswith("Hoàn tác") and tab.get_attribute("html", "lang") == "vi"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_every_control_has_a_name_and_the_keys_are_listed(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "j", "?")
    assert tab.get_by_role("dialog").is_visible() and tab.locator("dialog dt").count() > 20
    press(tab, "Escape")
    nameless = tab.evaluate(
        """[...document.querySelectorAll("button, select, img, section, aside, dialog")].filter(node =>
        !(node.textContent.trim() || node.getAttribute("aria-label") || node.alt || node.closest("label"))).length"""
    )
    assert nameless == 0
    assert tab.get_by_role("banner").count() == 1 and tab.get_by_role("main").count() == 1
    assert tab.get_by_role("status").count() >= 1


@pytest.mark.slow
def test_of_forty_pages_only_those_near_are_drawn(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, pages=40)
    assert tab.locator(".page img").count() < 12  # only what is near is drawn
    press(tab, "k")
    tab.wait_for_selector(".box.here")
    tab.evaluate("document.querySelector('#pages').scrollTo(0, 1e6)")
    tab.wait_for_selector('.page[data-page="40"] img')
    assert tab.locator(".page img").count() < 12


def test_what_was_decided_before_is_shown_and_kept(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Kinh")
    press(tab, "e")
    tab.keyboard.type("Nội")
    press(tab, "Enter", "i")
    first = saved(tab)
    path = tmp_path / "second.html"
    path.write_text(review_page(processed(scan(), first), Options()), "utf-8")
    tab.goto(path.as_uri())
    assert tab.locator("#plan .token.person").inner_text() == "Nội"
    select(tab, "Thôn")
    press(tab, "a")
    second = saved(tab)
    assert second.decisions[:1] == first.decisions and len(second.decisions) == 2 and second.words == first.words
    json.loads(second.to_json())
