"""Corrections of a real scan when an engine reads it otherwise: at their place, or told; never elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from viextract.api import load
from viextract.corrections import replay
from viextract.model.corrections import CorrectedSource, Corrections, Place, TextDecision
from viextract.model.document import Document
from viextract.options import Options
from viextract.review.tokens import tokens_of

MARK = "Ж"
"""A letter that no engine reads on the page: where it stands a correction was made."""


def decisions(document: Document) -> list[TextDecision]:
    """A mark in one word of every second line, each with its number in it."""
    made = []
    for k, line in enumerate(document.lines()[::2]):
        token = next((one for one in tokens_of(line) if len(one["text"]) > 3 and one["text"].isalpha()), None)
        if token is not None:
            place = Place(page=line.page, line=line.number, box=token["box"], read=line.raw)
            after = f"{token['text']}{MARK}{k}"
            made.append(TextDecision(place=place, start=token["start"], end=token["end"], after=after))
    return made


@pytest.mark.tesseract
@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "least"),
    [(Options(words=("Hòa Lâm",)), 1.0), (Options(ocr="always", recover=False), 1.0), (Options(language="eng"), 0.8)],
    ids=["words", "force-ocr", "eng"],
)
def test_corrections_of_a_scan_fit_other_readings(samples: Path, options: Options, least: float) -> None:
    source = samples / "van-hoa-doc.scan.pdf"
    base = load(source, Options(pages=(1,)))
    made = decisions(base)
    other = load(source, options.model_copy(update={"pages": (1,)}))
    replay(other, Corrections(source=CorrectedSource(sha256=base.sha256), decisions=made))
    unfit = [message for code, message, _ in other.warnings if code == "correction-unfit"]
    kept = 0
    for decision in made:
        here = [line for line in other.lines() if decision.after in line.text.split()]
        assert len(here) <= 1
        for line in here:
            assert line.bbox is not None and decision.place.box is not None
            assert line.bbox[1] - 2 <= (decision.place.box[1] + decision.place.box[3]) / 2 <= line.bbox[3] + 2
            kept += 1
    assert len(made) > 10 and kept + len(unfit) >= len(made) and kept >= least * len(made), unfit
