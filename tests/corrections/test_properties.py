"""Any file of corrections is refused or made: no crash, nothing unsaid, no word changed that none is about."""

from __future__ import annotations

import json
import pickle
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.review.documents import SHA, processed, scan
from viextract.api import parse
from viextract.corrections import apply_to_plan, header_value, replay
from viextract.errors import InvalidCorrectionsError
from viextract.model.corrections import (
    AssignmentDecision,
    BlockDecision,
    Corrections,
    Decision,
    HeaderDecision,
    LaterDecision,
    TextDecision,
    WarningDecision,
)
from viextract.model.document import Document
from viextract.model.plan import Plan
from viextract.options import Options
from viextract.review.data import review_data
from viextract.review.page import json_block

TEXT = st.text(max_size=12) | st.sampled_from(["", " ", "Công an xã", "</script>", "=1+1", "\x00", "\u202e", "ấ" * 300])
FIELDS = ["type", "symbol", "issued_on", "title", "issuer", "draft", "recipients", "addressees", "signatory.name"]


def anything(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | floats | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    )


ANYTHING, WRITTEN = anything(st.floats()), anything(st.floats(allow_nan=False, allow_infinity=False))


@cache
def lines() -> list[Any]:
    return scan().lines()


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """A line or cell as it is, or a little beside it."""
    line = draw(st.sampled_from(lines()))
    read = draw(st.sampled_from([line.raw, line.raw.upper(), line.raw + " x"]) | TEXT)
    box = draw(st.none() | st.just(line.bbox) | st.tuples(*[st.floats(-1e6, 1e6)] * 4))
    cell = draw(st.none() | st.tuples(st.integers(0, 2), st.integers(0, 2)))
    return {"page": draw(st.integers(1, 2)), "line": draw(st.integers(1, 12)), "cell": cell, "box": box, "read": read}


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["text", "block", "split", "join", "header", "assignment", "warning", "later"]))
    if kind == "later":
        named = draw(st.sampled_from([{"kind": "stamp"}, {"kind": "header", "field": "deputy"}]))
        return {**named, "place": draw(places()), "says": draw(WRITTEN)}
    if kind == "warning":
        code = draw(st.sampled_from(["signatory-missing", "correction-unfit"]) | TEXT)
        return {"kind": kind, "code": code, "message": draw(TEXT), "page": draw(st.none() | st.integers(1, 2))}
    if kind == "header":
        field = draw(st.sampled_from(FIELDS))
        value = st.lists(TEXT, max_size=3) if field in ("recipients", "addressees") else st.none() | TEXT
        return {"kind": kind, "field": field, "after": draw(st.booleans() if field == "draft" else value)}
    if kind == "assignment":
        text = draw(st.sampled_from([line.raw.lstrip("- ") for line in lines()]) | TEXT)
        duty = st.fixed_dictionaries(
            {
                "unit": TEXT.filter(bool),
                "role": st.sampled_from(["lead", "implement", "cooperate"]),
                "partners": st.lists(TEXT, max_size=2),
            }
        )
        after = draw(duty)
        return {
            "kind": kind,
            "work": {"text": text, "page": 1, "line": 6},
            "before": draw(st.none() | duty),
            "after": after,
        }
    place = draw(places())
    if kind == "text":
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(place["read"]))] * 2)))
        return {"kind": kind, "place": place, "start": start, "end": end, "after": draw(TEXT)}
    choices: dict[str, dict[str, Any]] = {
        "block": {"role": "task"},
        "split": {"at": draw(st.integers(0, 60))},
        "join": {},
    }
    return {"kind": kind, "place": place, **choices[kind]}


FILES = st.lists(decisions(), max_size=8).map(
    lambda made: {
        "corrections_version": "1.1",
        "source": {"sha256": SHA, "name": "a"},
        "decisions": made,
        "words": ["Suối Tre"],
    }
)


@given(FILES)
def test_every_decision_is_made_or_told_and_other_lines_stay(made: dict[str, Any]) -> None:
    corrections = Corrections.from_json(json.dumps(made))
    assert Corrections.from_json(corrections.to_json()) == corrections
    document, untouched = scan(), scan()
    replay(document, corrections)
    texts = [one for one in corrections.decisions if isinstance(one, TextDecision) and one.place.page == 1]
    changed = 0
    for one in untouched.lines():
        now = "".join(line.text for line in document.lines() if line.number == one.number)
        changed += "".join(now.split()) != "".join(one.text.split())  # a split may part a word
    assert changed <= len(texts)
    plan = parse(document, Options())
    assert Plan.from_json(plan.to_json().encode()) == plan
    told = sum(one.code == "correction-unfit" for one in plan.warnings)
    if len(corrections.decisions) == 1:
        assert told + is_made(document, plan, corrections.decisions[0]) == 1
    last = {one.field: one for one in corrections.decisions if isinstance(one, HeaderDecision)}
    if "symbol" in last:
        assert plan.header.symbol == last["symbol"].after
    block = json_block(review_data(document, plan))
    assert json.loads(block)["corrections"]["decisions"] is not None and "<" not in block


def is_made(document: Document, plan: Plan, decision: Decision) -> bool:
    """Whether the only decision can be seen in what was read; one on a page that is not read has nothing to do."""
    if isinstance(decision, LaterDecision):
        return False
    if isinstance(decision, HeaderDecision):
        return header_value(plan.header, decision.field) in (decision.after, decision.after or None)
    if isinstance(decision, AssignmentDecision):
        return any(one.by == "person" for one in plan.corrections) or any(
            one.confidence == 1.0 for one in plan.assignments
        )
    if isinstance(decision, WarningDecision) or decision.place.page != 1:
        return True
    holders = [*document.lines(), *(cell for grid in document.grids() for cell in grid.cells)]
    if isinstance(decision, TextDecision):
        return any(one.by == "person" and decision.after in one.after for h in holders for one in h.decisions)
    if isinstance(decision, BlockDecision):
        return any(line.decided == decision.role for line in document.lines())
    return any(line.starts_by_person is not None for line in document.lines())


@given(FILES)
def test_a_saved_plan_takes_any_file(made: dict[str, Any]) -> None:
    plan = apply_to_plan(pickle.loads(_plan()), Corrections.from_json(json.dumps(made)))
    assert Plan.from_json(plan.to_json().encode()) == plan


@cache
def _plan() -> bytes:
    return pickle.dumps(processed(scan()).plan)


@given(FILES, st.data())
def test_a_spoilt_file_is_refused_or_made(made: dict[str, Any], data: st.DataObject) -> None:
    spot: Any = made
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        below = spot[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        spot = below
    spot[key] = data.draw(ANYTHING)
    try:
        corrections = Corrections.from_json(json.dumps(made))
    except InvalidCorrectionsError as error:
        assert str(error)
        return
    document = replay(scan(), corrections)
    json.loads(corrections.to_json())
    parse(document, Options())
