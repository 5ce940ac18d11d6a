"""The JSON Schema of a plan: what is committed is what the program makes, and what the program writes is valid."""

import json
from pathlib import Path

import jsonschema
import pytest

from viextract.export.schema import schema_text
from viextract.model.plan import SCHEMA_VERSION, Header, Plan, Section, Source, Span, Task

COMMITTED = Path(__file__).resolve().parents[2] / "schema" / f"plan-{SCHEMA_VERSION}.schema.json"


def test_the_committed_schema_is_the_model_s(regenerate: bool) -> None:
    if regenerate:
        COMMITTED.parent.mkdir(exist_ok=True)
        COMMITTED.write_text(schema_text(), "utf-8")
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(schema_text()), "run `make golden` and commit"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


def a_plan() -> Plan:
    source = Source(name="ke-hoach.txt", sha256="0" * 64, media_type="text/plain", page_count=1)
    task = Task(id="t1", section_id="I", text="Phát sách cho các thôn", source=Span(page=1, lines=(3, 4)))
    return Plan(
        source=source,
        header=Header(symbol="12/KH-UBND", issued_on="2025-03-01"),
        sections=[Section(id="I", label="I", title="NHIỆM VỤ")],
        tasks=[task],
    )


def test_a_plan_s_json_is_valid() -> None:
    jsonschema.validate(json.loads(a_plan().to_json()), json.loads(schema_text()))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda plan: plan.pop("source"),
        lambda plan: plan.update(schema_version="9"),
        lambda plan: plan["tasks"][0].pop("text"),
        lambda plan: plan["sections"][0].update(kind="chapter"),
        lambda plan: plan.update(unknown=1),
    ],
    ids=["no source", "another version", "a task without text", "an unknown kind", "an unknown field"],
)
def test_what_is_no_plan_is_not_valid(break_it: object) -> None:
    plan = json.loads(a_plan().to_json())
    break_it(plan)  # type: ignore[operator]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, json.loads(schema_text()))


def test_json_comes_back_as_the_same_plan_and_the_same_bytes() -> None:
    text = a_plan().to_json()
    assert Plan.model_validate_json(text) == a_plan()
    assert Plan.model_validate_json(text).to_json() == text
