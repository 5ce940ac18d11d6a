"""What somebody meets who sees the page for the first time: nothing is overwritten, dropped or hidden silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.review.documents import TEXTS, processed, scan, with_rows
from tests.review.test_offline import again, press, saved, select
from viextract.model.corrections import AssignmentDecision, BlockDecision, TextDecision, WarningDecision
from viextract.model.document import Document
from viextract.options import Options
from viextract.review.data import review_data
from viextract.review.offline import review_page


def opened(tab: Any, tmp_path: Path, document: Document | None = None, language: Any = None) -> None:
    path = tmp_path / "review.html"
    path.write_text(review_page(processed(document or scan()), Options(), language), "utf-8")
    tab.goto(path.as_uri())


def write(tab: Any, text: str, *keys: str) -> None:
    tab.keyboard.type(text)
    press(tab, *keys)


def field(tab: Any) -> str:
    return str(tab.evaluate("view.here?.field ?? ''"))


def value(tab: Any, name: str) -> Any:
    return tab.evaluate("name => model.field(name).value", name)


def status(tab: Any) -> str:
    return str(tab.locator("#status").inner_text())


# --- along the header


def test_what_was_written_stays_in_view_and_the_next_key_goes_to_the_next_field(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    for name, text in (("symbol", "12/KH-UBND"), ("issued_on", "03/04/2025"), ("title", "Kế hoạch trồng cây xanh")):
        press(tab, "c")
        assert field(tab) == name
        press(tab, "e")
        write(tab, text, "Enter")
        assert field(tab) == name and text in tab.locator("#panel").inner_text() and status(tab) == ""
        assert "decided by a person" in tab.locator("#panel").inner_text()
    assert [value(tab, name) for name in ("symbol", "issued_on")] == ["12/KH-UBND", "2025-04-03"]
    select(tab, "Đông")
    press(tab, "a", "c")
    assert field(tab) == "issuer"  # and back to what is not decided yet, wherever one has been
    press(tab, "e")
    write(tab, "Ủy ban nhân dân xã Suối Tre", "Enter")
    press(tab, "c", "e")
    write(tab, "Lê Văn Thử", "Enter")
    press(tab, "c")
    assert field(tab) == "symbol" and "has been decided" in status(tab)
    press(tab, "C")
    assert field(tab) == "signatory.name"


def test_accepting_goes_along_the_header_and_then_on_with_what_is_shown(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "c")
    reached = [field(tab)]
    for _ in range(5):
        press(tab, "a")
        reached.append(field(tab))
    assert reached[:5] == ["symbol", "issued_on", "title", "issuer", "signatory.name"]
    assert reached[5] not in reached[:5]
    assert len(saved(tab).decisions) == 5


@pytest.mark.parametrize("text", ["31/2/2025", "12/KH-UBND", "hôm nay", "2025-13-01"])
def test_what_is_no_day_is_refused_with_a_sentence(tab: Any, tmp_path: Path, text: str) -> None:
    opened(tab, tmp_path)
    press(tab, "c", "c", "e")
    write(tab, text, "Enter", "Enter")
    assert tab.locator("dialog").is_visible()
    assert f"“{text}” is no day" in tab.locator("dialog [role=alert]").inner_text()


@pytest.mark.parametrize(
    ("text", "kept"),
    [("14/3/2025", "2025-03-14"), ("ngày 05 tháng 3 năm 2025", "2025-03-05"), ("3/2025", "2025-03"), ("2025", "2025")],
)
def test_a_day_may_be_written_as_plans_write_it(tab: Any, tmp_path: Path, text: str, kept: str) -> None:
    opened(tab, tmp_path)
    press(tab, "c", "c", "e")
    write(tab, text, "Enter")
    assert not tab.locator("dialog").is_visible() and value(tab, "issued_on") == kept


@pytest.mark.parametrize(
    ("keys", "text"), [("c", "2025-04-03"), ("c", "bốn mươi lăm"), ("ccc", "12/KH-UBND"), ("cccc", "14/3/2025")]
)
def test_what_does_not_look_like_its_field_is_asked_about_once(tab: Any, tmp_path: Path, keys: str, text: str) -> None:
    opened(tab, tmp_path)
    press(tab, *keys, "e")
    name = field(tab)
    write(tab, text, "Enter")
    assert text in tab.locator("dialog [role=alert]").inner_text() and value(tab, name) != text
    press(tab, "Enter")
    assert not tab.locator("dialog").is_visible() and value(tab, name) == text


@pytest.mark.parametrize("text", ["45/KH-UBND", "12-KH/ĐU", "45/2025/QĐ-UBND", "05a/KH-UBND", "1234 /UBND-NC", ""])
def test_numbers_of_all_kinds_are_taken_at_once(tab: Any, tmp_path: Path, text: str) -> None:
    opened(tab, tmp_path)
    press(tab, "c", "e", "Control+a", "Delete")
    write(tab, text, "Enter")
    assert not tab.locator("dialog").is_visible() and value(tab, "symbol") == (text or None)


# --- the dictionary


def test_of_a_line_that_was_written_anew_the_name_is_noted_and_not_the_sentence(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Đông")
    press(tab, "E", "Control+a")
    write(tab, "- Thôn Ngườm Cải giao cây giống cho các hộ.", "Control+Enter")
    tab.locator("#plan .token", has_text="Ngườm").first.click()
    press(tab, "i", "Escape")
    assert not tab.locator("dialog").is_visible() and tab.evaluate("model.words.length") == 0
    press(tab, "i", "Control+a")
    write(tab, "Ngườm Cải", "Enter")
    assert status(tab) == "Noted for the dictionary: Ngườm Cải"
    assert saved(tab).words == ["Ngườm Cải"]


# --- the one file


def test_the_one_file_opened_once_more_goes_on_with_what_was_downloaded(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "c", "e")
    write(tab, "12/KH-UBND", "Enter")
    select(tab, "Trạm")
    press(tab, "h", "s", "i")
    first = saved(tab)
    tab.reload()
    assert "3 decisions" in status(tab) and value(tab, "symbol") == "12/KH-UBND"
    assert not tab.evaluate("model.dirty")
    select(tab, "Đông")
    press(tab, "a")
    later = saved(tab)
    assert later.decisions[:-1] == first.decisions and later.words == first.words == ["Trạm"]
    tab.reload()
    press(tab, "u")
    assert saved(tab).decisions == first.decisions
    # A page that was made anew has other places: nothing is put there.
    opened(tab, tmp_path, scan(texts=[*TEXTS[:5], "- Hội Nông dân trồng tre.", *TEXTS[5:]]))
    assert tab.evaluate("model.made.length") == 0 and status(tab) == ""


# --- questions


def test_a_question_says_its_keys_and_escape_drops_nothing_without_a_word(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "w")
    buttons = tab.locator("dialog button")
    assert [buttons.nth(k).get_attribute("data-keys") for k in range(2)] == ["Ctrl+Enter", "Esc"]
    press(tab, "Escape")
    assert not tab.locator("dialog").is_visible()  # nothing was typed
    press(tab, "w")
    write(tab, "Đoàn xã", "Escape")
    assert tab.locator("dialog").is_visible() and "not kept" in tab.locator("dialog [role=alert]").inner_text()
    press(tab, "Escape")
    assert not tab.locator("dialog").is_visible() and tab.evaluate("model.made.length") == 0
    press(tab, "w")
    write(tab, "Đoàn xã", "Escape", "Control+Enter")
    assert "Đoàn xã" in tab.locator(".duty.person").inner_text()


def test_bodies_are_suggested_and_no_other_heading(tab: Any, tmp_path: Path) -> None:
    texts = [*TEXTS[:3], "I. NHIỆM VỤ TRỌNG TÂM", "- Trồng cây.", "II. TỔ CHỨC THỰC HIỆN", "1. Công an xã"]
    texts += ["- Kiểm tra hành lang.", "2. Trạm Y tế và Trường Tiểu học Suối Tre", "- Phối hợp tuyên truyền."]
    opened(tab, tmp_path, scan(texts=texts))
    found = tab.evaluate("suggest.bodies(model.data.works.findIndex(one => one.text.includes('Kiểm tra')))")
    assert {"Công an xã", "Trạm Y tế", "Trường Tiểu học Suối Tre"} <= set(found)
    assert found[0] == "Công an xã"  # the heading above
    assert not [name for name in found if "NHIỆM" in name.upper() or "TỔ CHỨC" in name.upper()]


def test_the_days_of_words_that_were_changed_are_not_kept(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y")
    days = tab.locator("dialog input[name=end]")
    assert days.input_value() == "09/05/2025"
    press(tab, "Control+a")
    tab.keyboard.type("trước ngày 20/6/2025")
    assert days.input_value() == "" and days.get_attribute("placeholder") == "found anew when saved"
    press(tab, "Enter")
    made = saved(tab).decisions[-1]
    assert isinstance(made, AssignmentDecision) and made.after is not None and made.after.deadline is not None
    assert (made.after.deadline.text, made.after.deadline.end) == ("trước ngày 20/6/2025", None)


def due(tab: Any) -> Any:
    made = saved(tab).decisions[-1]
    assert isinstance(made, AssignmentDecision) and made.after is not None
    return made.after.deadline


@pytest.mark.parametrize("text", ["sớm nhất có thể", "khi xong việc", "ngày mưa", "quý vị"])
def test_words_without_a_day_are_told_and_stay_to_be_mended(tab: Any, tmp_path: Path, text: str) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y", "Control+a")
    write(tab, text, "Enter")
    note = tab.locator("dialog .note").inner_text()
    assert text in note and "names no day" in note and "quý IV/2026" in note and "once more" in note
    assert tab.locator("dialog input[name=text]").input_value() == text and not tab.evaluate("model.made.length")
    write(tab, " trước ngày 20/6/2025", "Enter")
    assert due(tab).text == f"{text} trước ngày 20/6/2025"
    press(tab, "y", "Control+a")
    write(tab, text, "Enter", "Enter")  # who means it keeps it
    assert due(tab).text == text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("quý IV/2026", "2026-10-01", "2026-12-31"),
        ("tháng 9 năm 2026", "2026-09-01", "2026-09-30"),
        ("tháng 9/2026", "2026-09-01", "2026-09-30"),
        ("trước 20/6/2026", None, "2026-06-19"),
        ("chậm nhất ngày 5 tháng 7 năm 2026", None, "2026-07-05"),
        ("Quý 2 năm 2026", "2026-04-01", "2026-06-30"),
        ("năm 2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_taken_at_once_and_its_days_are_found(
    tab: Any, tmp_path: Path, text: str, start: str | None, end: str
) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y", "Control+a")
    write(tab, text, "Enter")
    plan = again(saved(tab))
    found = next(one.deadline for one in plan.assignments if one.unit.name == "Phòng Kinh tế")
    assert found is not None and (found.text, found.start, found.end) == (text, start, end)


@pytest.mark.parametrize(
    "text", ["hằng tháng", "định kỳ 6 tháng", "trong 30 ngày", "mỗi quý", "thường xuyên hằng tuần"]
)
def test_a_rhythm_or_a_term_is_taken_at_once(tab: Any, tmp_path: Path, text: str) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y", "Control+a")
    write(tab, text, "Enter")
    assert due(tab).text == text


def test_days_in_the_wrong_order_are_refused(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y", "Tab")
    write(tab, "14/6/2025", "Enter", "Enter")
    assert "before the first" in tab.locator("dialog .note").inner_text() and not tab.evaluate("model.made.length")


def test_words_that_are_written_as_they_were_keep_their_days(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "y", "End")
    tab.keyboard.type("x")
    press(tab, "Backspace")
    assert tab.locator("dialog input[name=end]").input_value() == "09/05/2025"


def test_a_time_whose_words_were_corrected_in_the_text_is_not_asked_with_its_old_day(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "10/5/2025.")
    press(tab, "e", "Control+a")
    write(tab, "15/5/2025.", "Enter")
    duty = tab.locator(".duty", has_text="Phòng Kinh tế")
    assert "found anew when saved" in duty.inner_text()
    duty.click()
    press(tab, "y")
    assert tab.locator("dialog input[name=end]").input_value() == ""
    assert "15/5/2025" in tab.locator("dialog input[name=text]").input_value()
    press(tab, "Escape", "u")
    assert "found anew" not in tab.locator(".duty", has_text="Phòng Kinh tế").inner_text()


# --- what is to be looked at, and what is not


def test_a_warning_is_settled_and_taken_back(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.select_option("#filter", "warnings")
    press(tab, "Escape", "j")
    first = tab.evaluate("model.data.warnings[view.here.warning]")
    panel = tab.locator("#panel").inner_text()
    assert first["said"]["en"] in panel and first["advice"]["en"] in panel and "Looked at, leave it" in panel
    press(tab, "a")
    assert tab.locator(".warning.person").count() == 1 and tab.evaluate("view.here.warning") != 0
    made = saved(tab).decisions
    assert made == [WarningDecision(code=first["code"], message=first["message"])]
    press(tab, "u")
    assert tab.locator(".warning.person").count() == 0 and not saved(tab).decisions


def test_from_a_warning_to_the_field_that_it_is_about(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".warning", has_text="symbol-missing").click()
    press(tab, "e")
    write(tab, "45/KH-UBND", "Enter")
    assert field(tab) == "symbol" and value(tab, "symbol") == "45/KH-UBND"
    assert tab.locator(".warning.person", has_text="symbol-missing").count() == 1  # answered with the field
    press(tab, "u")
    assert tab.locator(".warning.person").count() == 0


def test_a_warning_of_a_line_is_settled_by_its_words(tab: Any, tmp_path: Path) -> None:
    document = scan()
    line = document.pages[0].lines[0]
    line.role, line.confidence = "head-left", 0.6
    opened(tab, tmp_path, document)
    tab.locator(".warning", has_text="low-confidence-head").click()
    press(tab, "e")
    write(tab, "ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Control+Enter")
    again = scan()
    again.pages[0].lines[0].role, again.pages[0].lines[0].confidence = "head-left", 0.6
    plan = processed(again, saved(tab)).plan
    assert "low-confidence-head" not in [warning.code for warning in plan.warnings]


@pytest.mark.parametrize("word_first", [True, False])
def test_who_corrects_a_word_of_a_line_and_has_looked_at_the_rest_is_not_asked_again(
    tab: Any, tmp_path: Path, word_first: bool
) -> None:
    def document() -> Document:
        made = scan(texts=["ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Số: 12/KH-UBND", *TEXTS[1:]])
        for line in made.pages[0].lines[:2]:
            line.role, line.confidence = "head-left", 0.6
        return made

    def correct() -> None:
        select(tab, "SUỐI")
        press(tab, "e")
        write(tab, "SUÓI", "Enter")

    opened(tab, tmp_path, document())
    if word_first:
        correct()
    tab.locator(".warning", has_text="XÃ SUỐI TRE").click()
    press(tab, "a")
    if not word_first:
        correct()
    made = saved(tab)
    plan = processed(document(), made).plan
    left = [warning.message for warning in plan.warnings if warning.code == "low-confidence-head"]
    assert len(left) == 1 and "12/KH-UBND" in left[0]  # the other line nobody has looked at
    words_alone = made.model_copy(update={"decisions": [one for one in made.decisions if one.kind == "text"]})
    plan = processed(document(), words_alone).plan
    assert [warning.code for warning in plan.warnings].count("low-confidence-head") == 2


def test_a_slip_of_the_hand_is_put_right_where_it_was_made(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Trạm")
    press(tab, "h", "t")
    kinds = [(one.place.read, one.role) for one in saved(tab).decisions if isinstance(one, BlockDecision)]
    assert kinds == [("- Trạm Y tế phối hợp báo cáo.", "heading"), ("- Trạm Y tế phối hợp báo cáo.", "task")]


def here(tab: Any) -> str:
    return str(tab.evaluate("view.here?.id ?? ''"))


GOING_ON = pytest.mark.parametrize("keys", [("a", "j"), ("a",), ("Enter", "n")], ids=["a j", "a", "Enter n"])


@GOING_ON
def test_accepting_and_going_on_passes_over_nothing_that_is_to_be_looked_at(
    tab: Any, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    opened(tab, tmp_path)
    press(tab, "j")
    count = tab.evaluate("actions.items.length")
    assert count > 5
    for _ in range(count):
        if not tab.evaluate("actions.items.length"):
            break
        assert here(tab) == tab.evaluate("actions.items[0].id")  # what was accepted has left the queue
        press(tab, *keys)
    assert not tab.evaluate("actions.items.length")


@GOING_ON
def test_accepting_and_going_on_meets_every_word(tab: Any, tmp_path: Path, keys: tuple[str, ...]) -> None:
    opened(tab, tmp_path)
    press(tab, "v", "j")
    met = []
    for _ in range(9):
        met.append(here(tab))
        press(tab, *keys)
    assert met == tab.evaluate("actions.items.map(item => item.id)")[:9]


def test_going_on_after_accepting_says_that_one_is_there_and_then_passes_over(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "v", "j")
    ids = tab.evaluate("actions.items.map(item => item.id)")
    press(tab, "a", "j")
    assert here(tab) == ids[1] and "next one already" in status(tab)
    press(tab, "j")
    assert here(tab) == ids[2]
    press(tab, "a", "k")
    assert here(tab) == ids[2]
    press(tab, "j")
    assert here(tab) == ids[3] and status(tab) == ""
    press(tab, "?")
    assert "j (or c) right after it stays there" in tab.locator("dialog").inner_text()


def test_the_letters_of_a_text_that_is_looked_for_leave_the_header_where_it_was(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.evaluate("window.met = []; window.go = actions.select; 0")
    tab.evaluate("actions.select = function (item, more) { met.push(item.type); go.call(this, item, more); }; 0")
    press(tab, "/")
    write(tab, "t", *"hon")
    assert "field" in tab.evaluate("met")
    press(tab, "Enter", "c")
    assert field(tab) == "symbol"
    press(tab, "/")
    write(tab, "issuer", "Enter", "c")
    assert field(tab) == "signatory.name"  # who went to a field goes on from it


def test_accepting_along_the_header_passes_over_no_field(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    met = []
    for _ in range(5):
        press(tab, "c")
        met.append(field(tab))
        press(tab, "a")
    assert met == ["symbol", "issued_on", "title", "issuer", "signatory.name"]


def test_who_came_by_another_way_than_the_queue_stays(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Trạm")
    press(tab, "e")
    write(tab, "Trạm", "Enter")
    assert "Trạm" in tab.locator("#plan .token.here").inner_text()
    press(tab, "ArrowRight", "a")
    assert tab.locator("#plan .token.here").inner_text().strip() == "Y"


def test_one_sign_that_was_accepted_leaves_the_other_words_as_doubtful_as_they_were(tab: Any, tmp_path: Path) -> None:
    document = scan(texts=["ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Số : 12 /KH-UBND", *TEXTS[1:]])
    document.pages[0].lines[1].role, document.pages[0].lines[1].confidence = "head-left", 0.75
    path = tmp_path / "review.html"
    path.write_text(review_page(processed(document), Options()), "utf-8")
    tab.goto(path.as_uri())
    select(tab, "Số")
    press(tab, "ArrowRight", "a")
    made = saved(tab)
    assert [one.after for one in made.decisions if isinstance(one, TextDecision)] == [":"]
    again = scan(texts=["ỦY BAN NHÂN DÂN XÃ SUỐI TRE", "Số : 12 /KH-UBND", *TEXTS[1:]])
    again.pages[0].lines[1].role, again.pages[0].lines[1].confidence = "head-left", 0.75
    done = processed(again, made)
    assert "low-confidence-head" in [warning.code for warning in done.plan.warnings]
    tokens = next(one["tokens"] for one in review_data(done.document, done.plan)["pieces"] if "KH-UBND" in one["read"])
    assert [one["sure"] for one in tokens] == [0.75, 1.0, 0.75, 0.75]


def test_every_word_is_walked_and_edited_by_keys(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "v")
    assert "Every word" in status(tab)
    words = []
    for _ in range(9):
        press(tab, "j")
        words.append(tab.evaluate("view.here.token.text"))
    assert words == " ".join(TEXTS[:3]).split()[:9]
    press(tab, "e")
    write(tab, "HOẠCH", "Enter")
    assert tab.evaluate("view.here.token.text") == "HOẠCH"  # what was written is seen
    press(tab, "j")
    assert tab.evaluate("view.here.token.text") == TEXTS[2].split()[0]
    press(tab, "v", "j")
    assert tab.evaluate("FILTERS.review(view.here)")


def test_every_word_begins_where_one_is(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.locator(".duty", has_text="Phòng Kinh tế").click()
    press(tab, "v", "j")
    assert tab.evaluate("view.here.token.text") == "-" and tab.evaluate("view.here.piece") == 6


def test_at_the_end_it_is_said_how_to_go_on(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    for _ in range(60):
        if not tab.evaluate("actions.items.length"):
            break
        press(tab, "j", "a")
    press(tab, "j")
    assert "nothing left" in status(tab) and "every word" in status(tab)


# --- words of the page


@pytest.mark.parametrize(("language", "first"), [("en", "Keys"), ("vi", "Phím")])
def test_help_opens_at_its_beginning(tab: Any, tmp_path: Path, language: str, first: str) -> None:
    tab.set_viewport_size({"width": 1000, "height": 420})
    opened(tab, tmp_path, language=language)
    press(tab, "?")
    assert tab.evaluate("document.querySelector('dialog').scrollTop") == 0
    head, dialog = tab.locator("dialog h2").bounding_box(), tab.locator("dialog").bounding_box()
    assert tab.locator("dialog h2").inner_text() == first and head["y"] >= dialog["y"]
    assert tab.evaluate("(d => d.scrollHeight > d.clientHeight)(document.querySelector('dialog'))")


def test_the_key_of_the_language_names_that_to_which_it_turns(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    for own, other in (("en", "Tiếng Việt"), ("vi", "English")):
        assert tab.get_attribute("html", "lang") == own and tab.locator("#language").inner_text() == other
        press(tab, "?")
        assert other in tab.locator("dialog dt:text-is('l') + dd").inner_text()
        press(tab, "Escape", "l")


def test_labels_are_parted_from_what_they_label(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    assert "Number: –" in tab.locator(".field").nth(1).text_content()
    assert "Draft: no" in tab.locator("#plan").text_content()
    text = tab.locator("#plan .block", has_text="Phòng Kinh tế").first.text_content()
    assert text.startswith("task - Phòng")
    select(tab, "cấy")
    panel = tab.locator("#panel").text_content()
    assert "guessed from what was read" in panel and "vietnamese-ocr" not in panel and "channel" not in panel


def test_what_was_decided_is_not_decided_once_more(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    select(tab, "Đông")
    press(tab, "a", "a")
    assert tab.evaluate("model.made.length") == 1 and "decided already" in status(tab)
    press(tab, "v", "j")
    first = here(tab)
    press(tab, "e")
    write(tab, "Sửa", "Enter")
    assert here(tab) == first and tab.evaluate("model.made.length") == 2
    press(tab, "a")  # goes on
    ids = tab.evaluate("actions.items.map(item => item.id)")
    assert here(tab) == ids[ids.index(first) + 1] and tab.evaluate("model.made.length") == 2


def test_what_was_said_of_one_act_does_not_stand_beside_another(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "c", "i")
    assert "Not possible here" in status(tab)
    press(tab, "j")
    assert status(tab) == ""
    press(tab, "c", "i")
    select(tab, "Đông")
    assert status(tab) == ""


def test_the_duty_of_a_row_is_reached_from_each_of_its_cells(tab: Any, tmp_path: Path) -> None:
    rows = [["1", "Đào hố", "Thôn Đông", "Trước 20/4/2025"], ["2", "Trồng cây", "Thôn Tây", "Tháng 5/2025"]]
    opened(tab, tmp_path, with_rows(rows))
    works = tab.evaluate("model.data.works.map(work => work.text)")
    for row in rows:
        for text in row[1:]:
            piece = tab.evaluate("text => model.data.pieces.findIndex(p => p.cell && p.read === text)", text)
            assert works[tab.evaluate("piece => workOfCell(piece)", piece)] == row[1]
    head = tab.evaluate("model.data.pieces.findIndex(p => p.cell && p.read === 'Thời gian')")
    assert tab.evaluate("piece => workOfCell(piece) === undefined", head)


def test_one_decision_is_one(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    press(tab, "j", "a")
    saved(tab)
    assert status(tab).startswith("1 decision downloaded")
    press(tab, "j", "a")
    saved(tab)
    assert status(tab).startswith("2 decisions downloaded")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_opens_in_the_language_that_it_was_made_in(tab: Any, tmp_path: Path, language: str) -> None:
    opened(tab, tmp_path, language=language)
    assert tab.get_attribute("html", "lang") == language
    warning = tab.locator(".warning", has_text="symbol-missing").inner_text()
    assert ("không có" in warning) == (language == "vi")
    press(tab, "l")
    other = tab.get_attribute("html", "lang")
    tab.reload()
    assert other != language and tab.get_attribute("html", "lang") == other  # turned, and left so
