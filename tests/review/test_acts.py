"""What a person sees as one act is one decision and one step back; nothing is passed by unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.review.documents import TEXTS, scan, with_rows
from tests.review.serving import TOKEN, running, until
from tests.review.test_newcomer import opened, status
from tests.review.test_offline import again, press, saved, select
from viextract.corrections import corrections_name, load_corrections

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI TRE

KẾ HOẠCH
Trồng cây xanh năm 2025

I. NHIỆM VỤ
- Công an xã chủ trì, phối hợp với Đoàn xã trồng cây Kơnia trước ngày 10/5/2025.
- Thôn Đông chăm sóc cây.
"""


def here(tab: Any) -> str:
    return str(tab.evaluate("view.here?.id ?? ''"))


def queue(tab: Any) -> list[str]:
    return list(tab.evaluate("actions.items.map(item => item.id)"))


def say(tab: Any) -> str:
    """What is selected, to be found in what was decided."""
    return str(tab.evaluate("view.here.type === 'token' ? view.here.token.text : view.here.id"))


def decided(tab: Any) -> int:
    return int(tab.evaluate("model.made.length"))


# --- going on from what was decided, which stands behind all others where the uncertain comes first


@pytest.mark.parametrize("order", ["document", "uncertain"])
@pytest.mark.parametrize("keys", [("a",), ("a", "j"), ("a", "n")], ids=["a", "a-j", "a-n"])
def test_whoever_accepts_sees_everything(tab: Any, tmp_path: Path, keys: tuple[str, ...], order: str) -> None:
    opened(tab, tmp_path)
    tab.select_option("#order", order)
    tab.select_option("#filter", "all")
    press(tab, "Escape")
    wanted = queue(tab)[:6]
    press(tab, "j")
    for k, one in enumerate(wanted[:5]):
        assert here(tab) == one
        press(tab, *keys)
        assert decided(tab) == k + 1
    assert here(tab) == wanted[5]


@pytest.mark.parametrize("order", ["document", "uncertain"])
def test_whoever_writes_goes_on_from_there(tab: Any, tmp_path: Path, order: str) -> None:
    opened(tab, tmp_path)
    tab.select_option("#order", order)
    tab.select_option("#filter", "all")
    press(tab, "Escape")
    wanted = queue(tab)[:5]
    press(tab, "j")
    for one in wanted:
        assert here(tab) == one
        press(tab, "e")
        tab.keyboard.type("Xanh")
        press(tab, "Enter")
        assert here(tab) == one  # what was written is seen
        press(tab, "j")
    assert decided(tab) == 5


# --- one act, one step back


def test_a_word_that_is_corrected_and_noted_is_the_same_word(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.select_option("#filter", "changed")
    press(tab, "Escape", "j", "e")
    tab.keyboard.type("Kơnia")
    press(tab, "Enter", "i")
    assert "Kơnia" in status(tab) and tab.evaluate("model.words") == ["Kơnia"]
    press(tab, "u")
    assert tab.evaluate("model.words") == [] and say(tab) == "Kơnia" and "No longer noted" in status(tab)
    press(tab, "u")
    assert not saved(tab).decisions and not tab.locator("#plan .token.person").count()


def test_a_word_noted_twice_is_undone_step_by_step(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Kinh")
    press(tab, "i", "i")
    assert tab.evaluate("model.words") == []
    press(tab, "u")
    assert tab.evaluate("model.words") == ["Kinh"]
    press(tab, "u")
    assert tab.evaluate("model.words") == [] and not tab.evaluate("model.dirty")


def test_the_role_that_a_key_turns_to_is_one_decision(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "r", "r")
    kept = saved(tab)
    assert [(one.before.role, one.after.role) for one in kept.decisions] == [("lead", "cooperate")]  # type: ignore[union-attr]
    assert [one.role for one in again(kept).assignments if one.unit.name == "Phòng Kinh tế"] == ["cooperate"]
    press(tab, "u")
    assert "leads" in tab.locator(".duty", has_text="Phòng Kinh tế").inner_text() and decided(tab) == 0


def test_a_role_that_is_turned_round_is_no_decision(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "r", "r", "r")
    assert decided(tab) == 0 and "As it was" in status(tab) and not tab.locator(".duty.person").count()
    press(tab, "r")
    assert decided(tab) == 1
    with tab.expect_download():
        press(tab, "Control+s")
    press(tab, "r")  # what was downloaded stays a step of its own
    assert decided(tab) == 2
    press(tab, "u")
    assert decided(tab) == 1 and not tab.evaluate("model.dirty")


def test_the_only_duty_of_a_paragraph_is_removed_from_there(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Kinh")
    press(tab, "x")
    assert "Phòng Kinh tế" in status(tab) and tab.locator(".duty.gone").count() == 1 and decided(tab) == 1
    press(tab, "x")
    assert decided(tab) == 1  # it is gone
    press(tab, "u")
    assert not tab.locator(".duty.gone").count() and decided(tab) == 0


def test_of_several_duties_a_person_says_which(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Kinh")
    press(tab, "+")
    tab.keyboard.type("Công an xã")
    press(tab, "Enter")
    select(tab, "Kinh")
    press(tab, "x")
    assert "2 duties" in status(tab) and not tab.locator(".duty.gone").count() and here(tab).startswith("d:")
    press(tab, "x")
    assert tab.locator(".duty.gone").count() == 1


def test_what_was_saved_is_undone_as_it_was_done(browser: Any, tmp_path: Path) -> None:
    document, words = tmp_path / "ke-hoach.txt", tmp_path / "words.txt"
    document.write_text(PLAN, "utf-8")
    kept = document.with_name(corrections_name(document.name))
    with running(document, dictionary=words) as (address, _):
        context = browser.new_context(locale="en-GB")
        tab = context.new_page()
        tab.goto(f"{address}/0/?token={TOKEN}")
        select(tab, "Kơnia")
        press(tab, "i")
        tab.locator(".duty", has_text="Công an xã").first.click()
        press(tab, "r", "r", "Control+s")
        until(tab, "document.getElementById('status').textContent.includes('saved') && !model.made.length")
        assert len(load_corrections(kept).decisions) == 1 and words.read_text("utf-8") == "Kơnia\n"
        press(tab, "u")
        until(tab, "document.getElementById('status').textContent === 'Undone'")
        assert json.loads(kept.read_text("utf-8"))["decisions"] == [] and words.read_text("utf-8") == "Kơnia\n"
        press(tab, "u")
        until(tab, "document.getElementById('status').textContent.startsWith('No longer noted')")
        assert load_corrections(kept).words == [] and words.read_text("utf-8") == ""
        press(tab, "u")
        until(tab, "document.getElementById('status').textContent === 'Nothing to undo'")
        context.close()


# --- where a key finds what is meant

ROWS = [
    ["1", "Đào hố", "Phòng Kinh tế", "Trước 10/5/2025"],
    ["2", "Tưới cây", "Các thôn", "Hằng tuần"],
    ["3", "Tưới cây", "Trạm Y tế", "Hằng tháng"],
]


def select_cell(tab: Any, text: str) -> None:
    cell = tab.locator("#plan td", has_text=text).first
    cell.scroll_into_view_if_needed()
    cell.locator(".token").first.click()


@pytest.mark.parametrize(
    ("cell", "body"), [("Đào hố", "Phòng Kinh tế"), ("10/5", "Phòng Kinh tế"), ("Hằng tháng", "Trạm Y tế")]
)
def test_in_any_cell_of_a_row_the_keys_are_about_its_duty(tab: Any, tmp_path: Path, cell: str, body: str) -> None:
    opened(tab, tmp_path, with_rows(ROWS))
    select_cell(tab, cell)
    press(tab, "b")
    assert tab.locator("dialog input").input_value() == body
    tab.keyboard.type("Đoàn xã")
    press(tab, "Enter")
    made = saved(tab).decisions
    assert [(one.before.unit, one.after.unit) for one in made] == [(body, "Đoàn xã")]  # type: ignore[union-attr]


def test_the_head_of_a_table_has_no_duty(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, with_rows(ROWS))
    select_cell(tab, "Thời gian")
    press(tab, "y")
    assert not tab.locator("dialog").is_visible() and "Not possible" in status(tab)


def test_who_writes_marks_finds_the_word_with_these_marks(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, scan(texts=[*TEXTS[:6], "- Các thốn đắp đập.", *TEXTS[6:]]))

    def found(text: str) -> str:
        press(tab, "/")
        tab.keyboard.insert_text(text)
        press(tab, "Enter")
        return str(tab.evaluate("view.here.token.text"))

    select(tab, "Trồng")
    assert found("thôn") == "Thôn"
    select(tab, "Trồng")
    assert found("thon") == "thốn"
    select(tab, "Trồng")
    assert found("thồn") == "thốn"  # with none of these marks, any


def test_that_one_is_there_is_not_said_for_ever(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "j", "a", "j")
    assert "next one already" in status(tab)
    press(tab, "j")
    assert status(tab) == ""
