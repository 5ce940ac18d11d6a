"""What other systems read: rows, spreadsheets, calendars, Markdown; the same facts as in the JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

import viextract
from tests.export.helpers import a_plan
from viextract.errors import InvalidOptionError, InvalidPlanError
from viextract.export.duties import duties_calendar, duties_csv
from viextract.export.html import plan_html
from viextract.export.markdown import plan_markdown
from viextract.export.relations import RELATION, RELATIONS, plan_rows
from viextract.export.workbook import workbook
from viextract.model.plan import Deadline, Plan
from viextract.parse.keys import assign_keys

Cli = Callable[..., Any]


class TestRows:
    def test_a_row_for_each_assignment_joined_with_its_work(self) -> None:
        lead, section, programme = a_plan().rows()
        assert (lead.body, lead.role, lead.work) == ("Công an xã", "lead", "- Đo đạc ranh giới | lô rừng.")
        assert lead.partners == ("Đoàn Thanh niên xã", "các thôn")
        assert (lead.starts, lead.ends, lead.deadline) == (None, date(2026, 8, 15), "trước ngày 16/8/2026")
        assert (lead.section, lead.grade, lead.page) == ("I. NHIỆM VỤ", "check", 1)
        assert (section.work, section.place) == ("Lễ ra quân", "Nhà văn hóa thôn Đông")
        assert section.section == "I. NHIỆM VỤ" and section.kind == "section"
        assert (programme.work, programme.section) == ("Khảo sát: Các lô rừng", "Chương trình")
        assert programme.confidence == 0.7

    def test_work_that_nobody_has_can_be_listed_too(self) -> None:
        rows = a_plan().rows(unassigned=True)
        assert [row.work for row in rows if row.body is None] == ["Ươm cây giống tại chỗ.", "Làm vườn ươm."]

    def test_items_are_found_by_id_and_by_key(self) -> None:
        plan = a_plan()
        for item in (plan.tasks[1], plan.assignments[0], plan.programmes[0], plan.tables[0]):
            assert plan.find(item.id) is item and plan.find(str(item.key)) is item
        assert plan.find("I.1") is plan.sections[0].children[0]
        assert plan.find("t99") is None

    def test_dates_that_are_not_full_are_none(self) -> None:
        assert Deadline(text="", end="--12-14").end_date is None
        assert Deadline(text="", start="2026-01-02").start_date == date(2026, 1, 2)

    def test_a_plan_shows_itself(self) -> None:
        plan = a_plan()
        named = "<Plan ke-hoach.pdf: Kế hoạch 07/KH-UBND 2026-03-01"
        assert repr(plan) == f"{named}: 3 tasks, 3 assignments, 1 tables, check>"
        page = plan._repr_html_()
        assert "<b>giữ" not in page and "Công an xã" in page


class TestKeys:
    def test_stay_the_same_when_something_before_changes(self) -> None:
        plan = a_plan()
        before = {item.text: item.key for item in plan.tasks} | {item.unit.name: item.key for item in plan.assignments}
        plan.tasks.insert(0, plan.tasks[1].model_copy(update={"id": "t0", "text": "Việc mới."}))
        plan.assignments.pop(1)
        assign_keys(plan)
        after = {item.text: item.key for item in plan.tasks} | {item.unit.name: item.key for item in plan.assignments}
        assert {name: key for name, key in after.items() if name in before}.items() <= before.items()

    def test_are_unique_even_where_texts_repeat(self) -> None:
        plan = a_plan()
        plan.tasks += [task.model_copy(update={"id": f"x{task.id}"}) for task in plan.tasks]
        assign_keys(plan)
        keys = [task.key for task in plan.tasks]
        assert len(set(keys)) == len(keys)


class TestSavedPlans:
    def test_come_back_and_unknown_fields_are_ignored(self, tmp_path: Path) -> None:
        plan = a_plan()
        data = json.loads(plan.to_json()) | {"colour": "blue"}
        data["tasks"][0]["weight"] = 3
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(data), "utf-8")
        assert viextract.load(path) == plan

    def test_of_version_1_0(self) -> None:
        data = json.loads(a_plan().to_json()) | {"schema_version": "1.0"}
        for name in ("grade", "coverage", "preamble", "closing"):
            data.pop(name)
        assert Plan.from_json(json.dumps(data)).schema_version == "1.0"

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": "9", "source": {}}', "null"])
    def test_what_is_no_plan_says_so(self, text: str) -> None:
        with pytest.raises(InvalidPlanError):
            Plan.from_json(text)

    def test_commands_take_them(self, tmp_path: Path, cli: Cli) -> None:
        path = tmp_path / "plan.json"
        path.write_text(a_plan().to_json(), "utf-8")
        assert "Lễ ra quân" in cli("extract", path, "--outline").out
        assert "Khảo sát" in cli("tables", path).out
        path.write_text("{}", "utf-8")
        assert cli("extract", path, "--outline").code == 23


class TestRelations:
    def test_every_row_has_the_columns_of_its_relation_and_a_key_of_its_own(self) -> None:
        rows = plan_rows(a_plan())
        for relation in RELATIONS:
            keys = [tuple(row[column.name] for column in relation.columns if column.key) for row in rows[relation.name]]
            assert all(list(row) == list(relation.names) for row in rows[relation.name])
            assert len(set(keys)) == len(keys) and all(None not in key for key in keys)

    def test_nested_tasks_and_work_are_joined_by_keys(self) -> None:
        rows = plan_rows(a_plan())
        tasks = {row["key"]: row for row in rows["tasks"]}
        nested = next(row for row in rows["tasks"] if row["id"] == "t3")
        assert tasks[nested["parent_key"]]["id"] == "t2"
        assert tasks[rows["assignments"][0]["work_key"]]["id"] == "t1"
        assert [row["body"] for row in rows["partners"]] == ["Đoàn Thanh niên xã", "các thôn"]


class TestSpreadsheets:
    def test_csv_reads_back_and_nothing_in_it_is_a_formula(self) -> None:
        text = duties_csv([a_plan()])
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert [row["body"] for row in rows] == ["Công an xã", "Trạm Y tế xã", "Văn phòng"]
        assert rows[0]["work"] == "'- Đo đạc ranh giới | lô rừng." and rows[0]["ends"] == "2026-08-15"
        assert rows[0]["symbol"] == "07/KH-UBND" and rows[0]["requested"] == "false"

    def test_a_workbook_has_dates_as_dates_and_texts_as_texts(self) -> None:
        book = load_workbook(io.BytesIO(workbook([a_plan(), a_plan("b.pdf", "cd" * 32)])))
        assert book.sheetnames[0] == "assignments"
        sheet = book["assignments"]
        names = [cell.value for cell in sheet[1]]
        assert names == list(RELATION["assignments"].names) and sheet.max_row == 7
        first = dict(zip(names, sheet[2], strict=True))
        assert first["work"].value == "- Đo đạc ranh giới | lô rừng." and first["work"].data_type == "s"
        assert first["ends"].value.date() == date(2026, 8, 15)
        title = dict(zip([c.value for c in book["documents"][1]], book["documents"][2], strict=True))["title"]
        assert title.value == "=Trồng và <b>giữ rừng</b>" and title.data_type == "s"
        number = dict(zip([c.value for c in book["programmes"][1]], book["programmes"][2], strict=True))["number"]
        assert number.value == "01"


def categories(event: Any) -> list[str]:
    return [str(name) for name in event["categories"].cats] if "categories" in event else []


class TestCalendar:
    def test_an_event_for_each_dated_duty(self) -> None:
        calendar = Calendar.from_ical(duties_calendar([a_plan()]))
        (event,) = calendar.walk("VEVENT")
        assert event.decoded("dtstart") == date(2026, 8, 15) and event.decoded("dtend") == date(2026, 8, 16)
        assert str(event["summary"]).startswith("Công an xã: - Đo đạc")
        assert "Đoàn Thanh niên xã" in str(event["description"])

    def test_dated_work_that_nobody_has_is_in_a_category_of_its_own(self) -> None:
        plan = a_plan()
        plan.tasks[1].deadline = Deadline(text="trong tháng 9/2026", start="2026-09-01", end="2026-09-30")
        plan.sections[0].deadline = Deadline(text="từ ngày 02/3/2026", start="2026-03-02")
        plan.sections[0].children[0].deadline = Deadline(
            text="ngày 20/5/2026", end="2026-05-20"
        )  # the health station's
        plan.tasks[2].deadline = Deadline(text="hằng tuần", recurrence="weekly")  # has no day
        events = Calendar.from_ical(duties_calendar([plan])).walk("VEVENT")
        free = {str(one["summary"]): one for one in events if "Chưa giao" in categories(one)}
        assert set(free) == {"Ươm cây giống tại chỗ.", "NHIỆM VỤ"}
        task, section = free["Ươm cây giống tại chỗ."], free["NHIỆM VỤ"]
        assert task.decoded("dtstart") == date(2026, 9, 30) and "Từ 01/09/2026" in str(task["description"])
        assert section.decoded("dtstart") == date(2026, 3, 2) and categories(section) == ["Chưa giao", "Bắt đầu"]
        assert not any("None" in str(one[name]) for one in events for name in ("summary", "description", "uid"))
        others = [str(one["summary"]) for one in events if not categories(one)]
        assert others == ["Công an xã: - Đo đạc ranh giới | lô rừng.", "Trạm Y tế xã: Lễ ra quân"]
        assert len({str(one["uid"]) for one in events}) == len(events) == 4

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        assert duties_calendar([a_plan()]) == duties_calendar([a_plan()])


class TestDocuments:
    def test_markdown_has_everything_in_order_and_text_is_no_markup(self) -> None:
        text = plan_markdown(a_plan())
        order = ["# Kế hoạch", "## Ai làm gì", "1\\. Căn cứ", "## I.", "- \\- Đo", "### 1. Lễ ra quân", "Địa điểm"]
        places = [text.find(part) for part in order]
        assert places == sorted(places)
        assert "\\<b\\>" in text and "lô rừng" in text and "ranh giới \\| lô" in text
        assert "  - Làm vườn ươm." in text and "| 01 | Khảo sát |" in text

    def test_html_is_whole_and_escapes_the_text(self) -> None:
        page = plan_html(a_plan())
        assert "<b>giữ" not in page and "&lt;b&gt;giữ rừng" in page
        assert page.count("<table>") == 2 and "default-src 'none'" in page


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx", "md", "html", "ics"])
def test_the_ending_decides_the_form(ending: str, tmp_path: Path, cli: Cli) -> None:
    source = tmp_path / "plan.json"
    source.write_text(a_plan().to_json(), "utf-8")
    target = tmp_path / f"out.{ending}"
    assert cli("extract", source, "-o", target).code == 0
    assert target.stat().st_size > 200


@pytest.mark.parametrize("name", ["out.doc", "out", "out.txt", "out.jsn"])
def test_an_ending_that_names_no_form_is_refused_before_any_work(name: str, tmp_path: Path, cli: Cli) -> None:
    done = cli("extract", tmp_path / "missing.pdf", "-o", tmp_path / name)
    assert done.code == InvalidOptionError.exit_code and ".xlsx" in done.err
    assert cli("tables", tmp_path / "missing.pdf", "-o", tmp_path / "out.json").code == InvalidOptionError.exit_code
