"""What a person has looked at counts as looked at, nothing else does; each decision leaves its trace in the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

import viextract
from tests.corrections.test_replay import at, codes, corrected, corrections, document
from viextract.api import parse
from viextract.corrections import replay
from viextract.corrections.saved import apply_to_plan
from viextract.model.corrections import (
    BlockDecision,
    CorrectedSource,
    Corrections,
    HeaderDecision,
    JoinDecision,
    Place,
    SplitDecision,
    TextDecision,
    WarningDecision,
)
from viextract.model.document import Document, Line, Page
from viextract.model.plan import PageSource, Plan
from viextract.options import Options

__all__ = ["document"]

HEAD = "Số : 86 /KH-UBND"


def scanned(confidence: float = 0.7) -> Document:
    """A scan whose number was hard to read."""
    texts = ["ỦY BAN NHÂN DÂN XÃ SUỐI TRE", HEAD, "KẾ HOẠCH", "Trồng cây", "I. VIỆC", "- Phòng Kinh tế đào hố."]
    lines = [Line(text, k, 1, (70.0, 80.0 + 24 * k, 400.0, 94.0 + 24 * k), 0.97) for k, text in enumerate(texts, 1)]
    lines[1].role, lines[1].confidence = "head-left", confidence
    source = PageSource(number=1, text_origin="ocr", quality=0.9)
    return Document("quét.pdf", "d" * 64, "image/png", [Page(1, 595, 842, source, lines)], page_count=1)


def looked_at(*texts: str, document: Document | None = None) -> tuple[Document, Plan]:
    """The scan after a person has accepted these words of the number's line, one after the other."""
    found = document or scanned()
    place = Place(page=1, line=2, read=HEAD)
    made = [
        TextDecision(place=place, start=HEAD.index(text), end=HEAD.index(text) + len(text), after=text)
        for text in texts
    ]
    replay(found, Corrections(source=CorrectedSource(sha256=found.sha256), decisions=list(made)))
    return found, parse(found, Options(replay=False))


@pytest.mark.parametrize("texts", [(), (":",), ("Số", ":"), ("86",), ("Số", ":", "86"), (HEAD[:-2],)])
def test_a_line_that_was_looked_at_in_part_is_still_doubtful(texts: tuple[str, ...]) -> None:
    made, plan = looked_at(*texts)
    assert "low-confidence-head" in codes(plan)
    assert made.pages[0].lines[1].left_confidence == pytest.approx(0.7)


@pytest.mark.parametrize("texts", [(HEAD,), ("Số", "86", "/KH-UBND"), ("Số", ":", "86", "/KH-UBND")])
def test_a_line_of_which_all_was_looked_at_is_not_doubtful(texts: tuple[str, ...]) -> None:
    made, plan = looked_at(*texts)
    assert "low-confidence-head" not in codes(plan)
    assert made.pages[0].lines[1].left_confidence == 1.0


def test_what_was_looked_at_in_one_half_of_a_line_says_nothing_of_the_other() -> None:
    found = scanned()
    place = Place(page=1, line=2, read=HEAD)
    made = Corrections(
        source=CorrectedSource(sha256=found.sha256),
        decisions=[
            TextDecision(place=place, start=0, end=2, after="Số"),
            SplitDecision(place=place, at=HEAD.index("86")),
        ],
    )
    replay(found, made)
    first, second = found.pages[0].lines[1:3]
    assert (first.text, second.text) == ("Số :", "86 /KH-UBND")
    assert first.confidence > 0.7 and second.confidence == pytest.approx(0.7)


def test_decisions_on_paragraphs_leave_their_trace(document: Path) -> None:
    care, gather = at("Chăm sóc"), at("Gửi số cây")
    task = BlockDecision(place=care, role="heading", before="paragraph")
    plan = corrected(
        document,
        task.model_copy(update={"role": "detail"}),  # of two on one line the later counts
        task,
        SplitDecision(place=gather, at=gather.read.index("về")),
        JoinDecision(place=at("Trồng cây xanh năm")),
    )
    traces = {one.reason: (one.before, one.after, one.by, one.confidence) for one in plan.corrections if one.by}
    assert traces == {
        "block": ("paragraph", "heading", "person", 1.0),
        "split": (gather.read, "- Gửi số cây còn sống ¶ về Ủy ban nhân dân xã.", "person", 1.0),
        "join": ("¶ Trồng cây xanh năm 2025", "Trồng cây xanh năm 2025", "person", 1.0),
    }
    assert len([one for one in plan.corrections if one.by]) == 3
    place = next(one.source for one in plan.corrections if one.reason == "block")
    assert place is not None and place.lines[0] == care.line


def test_a_warning_that_was_looked_at_is_gone_with_a_trace_and_the_grade_is_given_anew() -> None:
    found, plan = looked_at()
    before = next(one for one in plan.warnings if one.code == "low-confidence-head")
    assert plan.grade is not None and before.code in plan.grade.reasons
    seen = WarningDecision(code=before.code, message=before.message, page=1)
    made = Corrections(source=CorrectedSource(sha256=found.sha256), decisions=[seen])
    for confidence in (0.7, 0.65):  # how sure the same words were may differ from run to run
        again = scanned(confidence)
        after = parse(replay(again, made), Options(replay=False))
        assert before.code not in codes(after) and after.grade is not None
        assert before.code not in after.grade.reasons
        trace = [(one.reason, one.by) for one in after.corrections if before.code in one.before]
        assert trace == [("warning", "person")]


def test_a_warning_that_tells_something_else_stays() -> None:
    found, plan = looked_at()
    told = next(one for one in plan.warnings if one.code == "low-confidence-head")
    others = [
        WarningDecision(code=told.code, message=told.message.replace("86", "88"), page=1),
        WarningDecision(code=told.code, message=told.message, page=2),
        WarningDecision(code="date-missing", message=told.message, page=1),
    ]
    made = Corrections(source=CorrectedSource(sha256=found.sha256), decisions=list(others))
    assert told.code in codes(parse(replay(scanned(), made), Options(replay=False)))


def test_a_warning_of_a_saved_plan_is_looked_at_once(document: Path) -> None:
    plan = viextract.extract(document)
    told = next(one for one in plan.warnings if one.code == "signatory-missing")
    made = corrections(document, [WarningDecision(code=told.code, message=told.message)])
    once = apply_to_plan(plan, made)
    twice = apply_to_plan(once, made)
    assert told.code not in codes(once) and "correction-unfit" not in codes(once)
    assert twice == once


def test_the_text_of_a_plan_with_such_traces_can_be_made_again(document: Path) -> None:
    from viextract.api import load
    from viextract.recover.replay import replay as text_again

    plan = corrected(
        document,
        BlockDecision(place=at("Chăm sóc"), role="heading"),
        HeaderDecision(field="symbol", after="45/KH-UBND"),
    )
    text_again(plan, load(document, Options(replay=False)))


@pytest.mark.parametrize(
    ("texts", "stays"), [((), True), (("hố",), True), (("10/5",), True), (("10/5", "15/5."), False), (("all",), False)]
)
def test_figures_that_two_readings_differ_in_are_doubtful_until_they_were_looked_at(
    texts: tuple[str, ...], stays: bool
) -> None:
    found = scanned()
    line = found.pages[0].lines[5]
    line.raw = "- Phòng Kinh tế đào hố từ 10/5 đến 15/5."
    found.warnings = [("low-confidence-date", f"10/5 was also read as 16/5: {line.raw}", line.span)]
    place = Place(page=1, line=6, read=line.raw)
    made = [
        TextDecision(place=place, start=line.raw.index(text), end=line.raw.index(text) + len(text), after=text)
        for text in (line.raw if text == "all" else text for text in texts)
    ]
    replay(found, Corrections(source=CorrectedSource(sha256=found.sha256), decisions=list(made)))
    assert ("low-confidence-date" in codes(parse(found, Options(replay=False)))) == stays
