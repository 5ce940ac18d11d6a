"""What a person should do with a plan: import it as it is, look at it, or leave it.

``good`` is a promise: no field of the head is doubtful, no text is lost or invented, each page was read well. A
reason is the code of a warning. The bounds are measured by ``benchmarks/grades`` on documents whose errors are known.
"""

from __future__ import annotations

import re

from viextract.model.plan import Grade, GradeValue, Plan
from viextract.model.warning_codes import WarningCode
from viextract.vocabulary.letterhead import FOR_WHOM

ABSENT = {
    WarningCode.SYMBOL_MISSING: re.compile(r"\W*S[ốôoóỐÔOÓ0]\s*[:.]?\s*\d"),
    WarningCode.SYMBOL_UNREAD: re.compile(r"\W*S[ốôoóỐÔOÓ0]\s*[:.]?\s*\d"),
    WarningCode.DATE_MISSING: re.compile(r"ngày\s*\d.*tháng\s*\d.*năm\s*\d", re.IGNORECASE),
    WarningCode.DATE_PARTIAL: re.compile(r"ngày\s*\d.*tháng\s*\d.*năm\s*\d", re.IGNORECASE),
    WarningCode.SIGNATORY_MISSING: re.compile(rf"\W*{FOR_WHOM}"),
}
"""Fields that a document may not have, and what a line of head or foot looks like that has them: typed text that has no
such line has no such field, a page that was read by an engine may hide one.
"""
INFERRED = frozenset(
    {WarningCode.HEADER_TYPE_INFERRED, WarningCode.HEADER_ISSUER_INFERRED, WarningCode.HEADER_FROM_APPENDIX}
)
"""Fields that were taken from elsewhere in the text: right where the text is."""
AGAINST_GOOD = frozenset(
    {
        *ABSENT,
        *INFERRED,
        WarningCode.ISSUER_DOUBTFUL,
        WarningCode.LOW_CONFIDENCE_HEAD,
        WarningCode.LOW_CONFIDENCE_TEXT,
        WarningCode.TITLE_MISSING,
        WarningCode.NO_HEADINGS,
        WarningCode.LABEL_REPAIRED,
        WarningCode.TEXT_UNPLACED,
        WarningCode.TABLE_DOUBTFUL,
        WarningCode.LOW_CONFIDENCE_PAGE,
        WarningCode.LOW_CONFIDENCE_DATE,
        WarningCode.PAGE_FAILED,
        WarningCode.LAYER_INCOMPLETE,
        WarningCode.PICTURE_NOT_READ,
        WarningCode.ATTACHMENT_NOT_READ,
        WarningCode.CORRECTION_UNFIT,
        WarningCode.CORRECTIONS_OF_ANOTHER,
        WarningCode.CORRECTIONS_UNUSED,
        WarningCode.ANOTHER_DOCUMENT,
        WarningCode.NO_TASKS,
        WarningCode.NO_PLAN,
    }
)
"""Warnings of what may be wrong in a field that is imported, or missing from it. The others tell of what is right as
far as it goes: a heading that was not certain, a paragraph kept as it stands, hidden text left out.
"""
POOR_QUALITY = 0.5
"""Mean quality of the pages below which every second word is to be doubted."""
POOR_COVERAGE, GOOD_COVERAGE = 0.9, 0.995
"""Share of the words that stand in the plan, noise left out."""
SURE = 0.8
"""A correction that is less sure is a guess."""
MANY_GUESSES, TOO_MANY_GUESSES = 0.002, 0.03
"""Guesses for each word: one in a page of 500 words, one in two lines."""


def grade_plan(plan: Plan) -> Grade:
    """The grade of a plan whose warnings and coverage are complete; reasons in the order of the warnings."""
    typed = all(page.text_origin != "ocr" for page in plan.source.pages)
    reasons = [
        warning.code
        for warning in plan.warnings
        if warning.code in AGAINST_GOOD and not (typed and _is_as_typed(plan, warning.code))
    ]
    placed, guesses = _placed(plan), _guesses(plan)
    if placed < GOOD_COVERAGE:
        reasons.append(WarningCode.TEXT_UNPLACED)
    if guesses > MANY_GUESSES:
        reasons.append(WarningCode.LOW_CONFIDENCE_TEXT)
    if not plan.header.title:
        reasons.append(WarningCode.TITLE_MISSING)
    poor = (
        placed < POOR_COVERAGE
        or guesses > TOO_MANY_GUESSES
        or _quality(plan) < POOR_QUALITY
        or _failed(plan) > 0.5
        or not (plan.tasks or plan.sections or plan.tables)
        or any(warning.code == WarningCode.NO_PLAN for warning in plan.warnings)
    )
    value: GradeValue = "poor" if poor else "check" if reasons else "good"
    return Grade(value=value, reasons=[str(code) for code in dict.fromkeys(reasons)])


def _is_as_typed(plan: Plan, code: str) -> bool:
    """Whether a warning about a typed document tells no more than what the document does not say."""
    looks = next((pattern for absent, pattern in ABSENT.items() if absent == code), None)
    if looks is None:
        return code in INFERRED
    return not any(looks.search(line) for line in plan.header.as_printed)


def _placed(plan: Plan) -> float:
    """Share of the words of the source, noise left out, that stand in the plan."""
    if plan.coverage is None:
        return 1.0
    from viextract.parse.coverage import UNEXPLAINED, words

    lost = sum(len(words(item.text)) for item in plan.coverage.unplaced if item.reason in UNEXPLAINED)
    return 1 - lost / max(plan.coverage.placed + lost, 1)


def _guesses(plan: Plan) -> float:
    count = sum(item.confidence < SURE and item.by is None for item in plan.corrections)
    return count / max(plan.coverage.words if plan.coverage else 1, 1)


def _quality(plan: Plan) -> float:
    """Of what was read from pages; what recovery has made of ruined text that was typed counts as its guesses do."""
    pages = [page for page in plan.source.pages if page.text_origin != "text"]
    return sum(page.quality for page in pages) / len(pages) if pages else 1.0


def _failed(plan: Plan) -> float:
    pages = plan.source.pages
    return sum(page.verdict == "failed" for page in pages) / len(pages) if pages else 0.0
