"""Corrections of a real scan when an engine reads it otherwise: at their place, or told; never elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz import fuzz

from viextract.api import load, parse
from viextract.corrections import replay
from viextract.language.fold import fold
from viextract.model import corrections as kinds
from viextract.model.document import Document, Line
from viextract.options import Options
from viextract.review.tokens import tokens_of

MARK = "Ж"
"""A letter that no engine reads on the page: where it stands a correction was made."""


def decisions(document: Document) -> list[kinds.TextDecision]:
    """A mark in one word of every second line, each with its number in it."""
    made = []
    for k, line in enumerate(document.lines()[::2]):
        token = next((one for one in tokens_of(line) if len(one["text"]) > 3 and one["text"].isalpha()), None)
        if token is not None:
            place = kinds.Place(page=line.page, line=line.number, box=token["box"], read=line.raw)
            after = f"{token['text']}{MARK}{k}"
            made.append(kinds.TextDecision(place=place, start=token["start"], end=token["end"], after=after))
    return made


READINGS = pytest.mark.parametrize(
    ("options", "least"),
    [(Options(words=("Hòa Lâm",)), 1.0), (Options(ocr="always", recover=False), 1.0), (Options(language="eng"), 0.8)],
    ids=["words", "force-ocr", "eng"],
)


@pytest.mark.tesseract
@pytest.mark.slow
@READINGS
def test_corrections_of_a_scan_fit_other_readings(samples: Path, options: Options, least: float) -> None:
    source = samples / "van-hoa-doc.scan.pdf"
    base = load(source, Options(pages=(1,)))
    made = decisions(base)
    other = load(source, options.model_copy(update={"pages": (1,)}))
    replay(other, kinds.Corrections(source=kinds.CorrectedSource(sha256=base.sha256), decisions=made))
    unfit = [message for code, message, _ in other.warnings if code == "correction-unfit"]
    kept = 0
    for decision in made:
        here = [line for line in other.lines() if decision.after in line.text.split()]
        assert len(here) <= 1
        for line in here:
            assert is_at(line, decision.place)
            kept += 1
    assert len(made) > 10 and kept + len(unfit) >= len(made) and kept >= least * len(made), unfit


def about(line: Line) -> kinds.Place:
    return kinds.Place(page=line.page, line=line.number, box=line.bbox, read=line.raw)


def is_at(line: Line, place: kinds.Place) -> bool:
    """Whether the middle of the place stands within the line's height."""
    assert line.bbox is not None and place.box is not None
    return line.bbox[1] - 2 <= (place.box[1] + place.box[3]) / 2 <= line.bbox[3] + 2


@pytest.mark.tesseract
@pytest.mark.slow
@READINGS
def test_paragraphs_fields_and_duties_stay_over_other_readings(samples: Path, options: Options, least: float) -> None:
    source = samples / "van-hoa-doc.scan.pdf"
    base = load(source, Options(pages=(1,)))
    task = next(one for one in parse(base, Options()).tasks if len(one.text) > 40)
    assert task.source is not None
    long = [line for line in base.lines() if len(line.raw.split()) > 6 and line.raw == line.raw.strip()]
    heads, joined, parted = long[1:9:3], long[10], long[12]
    at = parted.raw.index(parted.raw.split()[4])
    work = kinds.Work(text=task.text, page=task.source.page, line=task.source.lines[0])
    decisions: list[kinds.Decision] = [
        *(kinds.BlockDecision(place=about(line), role="heading") for line in heads),
        kinds.JoinDecision(place=about(joined)),
        kinds.SplitDecision(place=about(parted), at=at),
        kinds.HeaderDecision(field="symbol", after="77/KH-UBND"),
        kinds.AssignmentDecision(work=work, after=kinds.Duty(unit="Trạm Thử nghiệm", role="lead")),
    ]
    other = load(source, options.model_copy(update={"pages": (1,)}))
    before = len(other.lines())
    replay(other, kinds.Corrections(source=kinds.CorrectedSource(sha256=base.sha256), decisions=decisions))
    plan = parse(other, options)
    unfit = [one.message for one in plan.warnings if one.code == "correction-unfit"]
    decided = [line for line in other.lines() if line.decided is not None]
    assert all(any(is_at(line, about(head)) for head in heads) for line in decided)
    goes_on = [line for line in other.lines() if line.starts_by_person is False]
    assert all(is_at(line, about(joined)) for line in goes_on)
    halves = [line for line in other.lines() if line.part]
    assert len(halves) in (0, 2) and len(other.lines()) == before + len(halves) // 2
    if halves:
        word = halves[1].raw[halves[1].part[0] :].split()[0] if halves[1].part else ""
        assert is_at(halves[0], about(parted)) and fold(word)[:2] == fold(parted.raw[at:])[:2]
    duties = [one for one in plan.assignments if one.unit.name == "Trạm Thử nghiệm"]
    texts = {one.id: one.text for one in plan.tasks}
    assert all(fuzz.ratio(fold(texts[one.task_id or ""]), fold(task.text)) > 80 for one in duties)
    kept = len(decided) + len(goes_on) + len(halves) // 2 + len(duties)
    assert plan.header.symbol == "77/KH-UBND"
    assert kept + len(unfit) == len(decisions) - 1 and kept >= least * (len(decisions) - 1) - 1e-9, unfit
