"""What recovery changes is in the corrections: applied to the text as read they give the text, in lines and cells."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plans.run import case
from viextract.errors import InvalidPlanError
from viextract.language.syllables import strip_marks
from viextract.model.decision import Decision
from viextract.model.document import Cell, Document, Grid, Line, Page
from viextract.model.plan import PageSource, Plan
from viextract.options import Options
from viextract.parse import parse_document
from viextract.read import read_document
from viextract.recover import recover_document, replay

_PIECES = st.sampled_from(
    (
        *("Thuc hien ke hoach", "trông cây xanh", "tai cac to dan pho", "Ủy ban nhân dân", "ngày 3 thang 2", "hoc tip"),
        *("Phòng Kinh tế", "kênh chính", "thường xuyên", "12/KH-UBND", "90%", "rác thải,", "d0 thị;", "vân động"),
    )
)
_TEXTS = st.lists(_PIECES, min_size=1, max_size=5).map(" ".join)
_MISREAD = str.maketrans({"ế": "é", "ạ": "a", "ố": "6", "ư": "u", "đ": "d", "ộ": "6", "ả": "a", "ị": "i", "ủ": "t"})


def texts_of(document: Document) -> list[str]:
    lines = [line.text for line in document.lines()]
    return lines + [cell.text for grid in document.grids() for cell in grid.cells]


def assert_replays(read: Document) -> Plan:
    """The law: what was read and the plan's corrections give the text that the plan was made of."""
    recovered = recover_document(deepcopy(read), Options())
    plan = Plan.from_json(parse_document(deepcopy(recovered), Options()).to_json())
    assert texts_of(replay(plan, read)) == texts_of(recovered)
    return plan


@settings(max_examples=60)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.lists(_TEXTS, min_size=1, max_size=3))
def test_text_as_read_and_corrections_make_the_text(texts: list[str], cells: list[str]) -> None:
    lines = [Line(text, number) for number, text in enumerate(texts, 1)]
    grid = Grid([Cell(0, column, text.replace(" ", "\n", 1)) for column, text in enumerate(cells)], 1, len(cells))
    source = PageSource(number=1, text_origin="text", quality=1.0)
    assert_replays(Document("plan", "0", "text/plain", [Page(1, 0, 0, source, lines, [grid])]))


def _ruined(text: str, seed: int) -> str:
    """A text of which most letters that an engine takes for others are taken for others."""
    chance = random.Random(seed)
    return "".join(letter.translate(_MISREAD) if chance.random() < 0.7 else letter for letter in text)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("damage", ["stripped", "misread"])
def test_generated_plans_are_made_again_from_what_was_read(seed: int, damage: str) -> None:
    text = case(seed, {"form": "txt"})[1].decode("utf-8")
    damaged = strip_marks(text) if damage == "stripped" else _ruined(text, seed)
    plan = assert_replays(read_document(damaged.encode("utf-8"), Options(), name="plan.txt"))
    assert plan.corrections


def test_corrections_of_cells_name_their_table() -> None:
    rows = ["TT\tNoi dung cong viec\tDon vi chu tri\tThoi gian", "1\tTrong cay xanh\tPhong Kinh te\tQuy I"]
    text = "\n".join([*rows, "2\tVe sinh duong pho\tPhong Van hoa\tQuy II"]) + "\n"
    plan = assert_replays(read_document(text.encode(), Options(), name="plan.txt"))
    targets = [item.target for item in plan.corrections if item.target and item.target.cell]
    assert {target.cell[0] for target in targets if target.cell} == {0, 1, 2}
    assert {target.table for target in targets} == {"tb1"}


def test_a_plan_is_not_replayed_on_another_document_or_reading() -> None:
    read = read_document(b"Thuc hien ke hoach cua Uy ban nhan dan\n", Options(), name="plan.txt")
    plan = assert_replays(deepcopy(read))
    read.sha256 = "0"
    with pytest.raises(InvalidPlanError, match="other content"):
        replay(plan, read)
    other = deepcopy(read)
    other.sha256 = plan.source.sha256
    other.pages[0].lines[0].raw = "Thực hiện kế hoạch"
    with pytest.raises(InvalidPlanError, match="another way"):
        replay(plan, other)


def test_text_follows_from_what_was_read_and_what_was_decided() -> None:
    line = Line("Uy ban xa", 1)
    assert line.text == "Uy ban xa"
    line.decide([Decision(7, 9, "xa", "xã", 0.9), Decision(0, 2, "Uy", "Ủy", 0.9), Decision(3, 6, "ban", "ban", 0.6)])
    assert (line.raw, line.text) == ("Uy ban xa", "Ủy ban xã")
    assert [one.after for one in line.changes] == ["Ủy", "xã"]
    assert [one.after for one in line.doubts] == ["ban"]
    with pytest.raises(ValueError, match="does not fit"):
        line.decide([Decision(0, 2, "Xy", "Ủy", 0.9)])
    assert line.text == "Ủy ban xã"
