"""The JSON Schema of corrections: what is committed is what the program makes, and what it writes is valid."""

import json
from pathlib import Path

import jsonschema
import pytest

from viextract.export.schema import schema_text
from viextract.model.corrections import CORRECTIONS_VERSION, Corrections

COMMITTED = Path(__file__).resolve().parents[2] / "schema" / f"corrections-{CORRECTIONS_VERSION}.schema.json"
PLACE = {"page": 1, "line": 14, "read": "Truc cơ quan", "box": [72, 100, 200, 114]}
DECISIONS = [
    {"kind": "text", "place": PLACE, "start": 0, "end": 4, "after": "Trực"},
    {"kind": "block", "place": PLACE, "role": "task"},
    {"kind": "split", "place": PLACE, "at": 5},
    {"kind": "join", "place": PLACE},
    {"kind": "header", "field": "symbol", "after": "45/KH-UBND"},
    {"kind": "assignment", "work": {"text": "Trực cơ quan"}, "after": {"unit": "Công an xã", "role": "lead"}},
]


def test_the_committed_schema_is_the_model_s(regenerate: bool) -> None:
    text = schema_text(corrections=True)
    if regenerate:
        COMMITTED.write_text(text, "utf-8")
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(text), "run `make golden` and commit"


def test_what_is_written_is_valid() -> None:
    schema = json.loads(schema_text(corrections=True))
    jsonschema.Draft202012Validator.check_schema(schema)
    made = Corrections.model_validate({"source": {"sha256": "a" * 64}, "decisions": DECISIONS, "words": ["Suối Tre"]})
    jsonschema.validate(json.loads(made.to_json()), schema)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "text", "place": PLACE, "start": 4, "end": 2, "after": ""},
        {"kind": "text", "place": PLACE, "start": 0, "end": 99, "after": ""},
        {"kind": "header", "field": "symbol", "after": ["a"]},
        {"kind": "header", "field": "draft", "after": "yes"},
        {"kind": "header", "field": "__class__", "after": "x"},
        {"kind": "assignment", "work": {"text": "x"}},
        {"kind": "block", "place": PLACE, "role": "script"},
    ],
)
def test_decisions_that_make_no_sense_are_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Corrections.model_validate({"source": {"sha256": "a" * 64}, "decisions": [wrong]})
