"""Each word that reading has found is in the plan, whatever stands around it."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings

from tests.generated.docx import WordFile, word_files
from tests.generated.text import plans
from viextract.errors import NothingRecognisedError, ViextractError
from viextract.model.document import Document
from viextract.model.plan import Plan
from viextract.options import Options
from viextract.parse import parse_document
from viextract.parse.coverage import walk, words
from viextract.read import read_document

OPTIONS = Options(recover=False)


def told(plan: Plan) -> Counter[str]:
    """The words of all parts that hold text of their own, each part once."""
    texts = [*plan.preamble, *plan.closing, *plan.header.recipients, *plan.header.as_printed, plan.header.title or ""]
    for section in walk(plan.sections):
        texts += [section.label or "", section.title, *section.paragraphs]
        texts += [f"{detail.label} {detail.text}" for detail in section.details]
    for task in plan.tasks:
        texts += [task.text, *(f"{detail.label} {detail.text}" for detail in task.details)]
    for table in plan.tables:
        texts += [table.title or "", table.caption or "", *table.columns]
        texts += [cell or "" for row in table.rows for cell in row]
    if plan.coverage:
        texts += [item.text for item in plan.coverage.unplaced]
    return Counter(word for text in texts for word in words(text))


def check(document: Document, numbered: list[str]) -> None:
    plan = parse_document(document, OPTIONS)
    found = told(plan)
    assert [word for word in numbered if not found[word]] == []
    assert plan.coverage is not None
    lost = sum(len(words(item.text)) for item in plan.coverage.unplaced)
    assert plan.coverage.placed <= plan.coverage.words <= plan.coverage.placed + lost


@settings(max_examples=400)
@given(plans())
def test_no_word_of_a_text_is_lost(made: tuple[str, list[str]]) -> None:
    text, numbered = made
    try:
        document = read_document(text.encode(), OPTIONS)
    except ViextractError:
        assume(False)
    check(document, numbered)


@settings(max_examples=400)
@given(word_files())
def test_no_word_of_a_word_file_is_lost(file: WordFile) -> None:
    try:
        document = read_document(file.data, OPTIONS)
    except NothingRecognisedError:
        return
    numbered = [word for word in [*file.printed, *file.aside] if word[-1].isdigit() and word.isalnum()]
    check(document, numbered)
