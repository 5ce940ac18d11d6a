"""The codes of warnings: one for each kind of thing that a person should look at, with what it means and what to do.

``docs/warnings.md`` is made from this list. A code keeps its meaning for ever.
"""

from __future__ import annotations

from enum import StrEnum


class WarningCode(StrEnum):
    """A code with its meaning and the advice that goes with it."""

    meaning: str
    advice: str

    def __new__(cls, code: str, meaning: str, advice: str) -> WarningCode:
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        member.advice = advice
        return member

    SYMBOL_MISSING = "symbol-missing", "The head has no number and no code.", "Enter the number by hand."
    SYMBOL_UNREAD = (
        "symbol-unread",
        "The number is blank, written by hand or not legible; the code behind it was read.",
        "Look at the head of the first page and enter the number.",
    )
    DATE_MISSING = "date-missing", "The head has no date.", "Enter the date by hand."
    DATE_PARTIAL = "date-partial", "Day or month of the date is blank or not legible.", "Enter the missing part."
    ISSUER_DOUBTFUL = "issuer-doubtful", "The issuing body was not found or is not sure.", "Check the issuing body."
    SIGNATORY_MISSING = "signatory-missing", "No signatory was found.", "Check the foot of the document."
    HEADER_TYPE_INFERRED = (
        "header-type-inferred",
        "The document does not name its kind in a title.",
        "Check the kind of document.",
    )
    HEADER_ISSUER_INFERRED = (
        "header-issuer-inferred",
        "The issuing body is taken from the preamble, the closing or a caption.",
        "Check the issuing body.",
    )
    HEADER_FROM_APPENDIX = (
        "header-from-appendix",
        "Number or date are taken from the caption of an appendix.",
        "Check number and date.",
    )
    UNIT_NOT_IN_FORCE = (
        "unit-not-in-force",
        "A body is named that did not exist on the day of issue.",
        "Check the body or the date.",
    )
    NO_HEADINGS = "no-headings", "No headings were found: the text is kept as it stands.", "Check the structure."
    NO_ASSIGNMENTS = "no-assignments", "Tasks were found, but nobody who does them.", "Check who does what."
    UNCERTAIN_HEADING = "uncertain-heading", "It is not certain that this is a heading.", "Check the structure here."
    RHYTHM_WITHOUT_VALUE = (
        "rhythm-without-value",
        "Something comes back in a rhythm that the plan has no value for, such as every two weeks.",
        "Note the rhythm by hand.",
    )
    DEADLINE_UNREAD = (
        "deadline-unread",
        "A term is printed from which no day can be told, such as a lunar day, a feast, days from what is to come.",
        "Enter the deadline by hand.",
    )
    LABEL_REPAIRED = (
        "label-repaired",
        "A damaged label was repaired from those before and after it.",
        "Compare the label with the page.",
    )
    NOT_UNDERSTOOD = "not-understood", "Text that fits no part of the document.", "See where it belongs."
    TEXT_UNPLACED = (
        "text-unplaced",
        "Words of the source stand nowhere in the plan.",
        "See coverage.unplaced; compare with the page.",
    )
    TABLE_DOUBTFUL = (
        "table-doubtful",
        "A table was rebuilt from flattened or damaged text, or its cells are not sure.",
        "Compare the table with the page.",
    )
    LOW_CONFIDENCE_PAGE = "low-confidence-page", "A page was hard to read.", "Compare the page with its text."
    LOW_CONFIDENCE_DATE = (
        "low-confidence-date",
        "Figures of a date, number or sum are not sure.",
        "Compare them with the page.",
    )
    LOW_CONFIDENCE_HEAD = (
        "low-confidence-head",
        "Lines of head or foot were hard to read.",
        "Compare the fields of the head with the page.",
    )
    LOW_CONFIDENCE_TEXT = (
        "low-confidence-text",
        "Many words were restored that are not sure.",
        "Look through the corrections of low confidence.",
    )
    TITLE_MISSING = "title-missing", "No title was found.", "Enter what the document is about."
    PAGE_FAILED = "page-failed", "A page could not be read.", "Read the page by hand or try again."
    LAYER_INCOMPLETE = (
        "layer-incomplete",
        "The page shows more than its text layer holds, or a layer that is wrong in places.",
        "Compare the page with its text.",
    )
    PICTURE_NOT_READ = "picture-not-read", "A picture that may hold text was not read.", "Look at the picture."
    ATTACHMENT_NOT_READ = (
        "attachment-not-read",
        "An e-mail carries files that were not read.",
        "Save the attachments and read them by themselves.",
    )
    CORRECTION_UNFIT = (
        "correction-unfit",
        "A person's correction was not made: what it corrects is not there as the document is read now.",
        "Look at the place again with `viextract review`.",
    )
    CORRECTIONS_OF_ANOTHER = (
        "corrections-of-another",
        "The file of corrections beside the document is about another one, and was left alone.",
        "See whether the document was changed; if so, review it again.",
    )
    CORRECTIONS_UNUSED = (
        "corrections-unused",
        "There are more files of corrections of the document than the one that was used.",
        "Keep one file under the usual name, or make what the other holds afterwards with `viextract apply`.",
    )
    HIDDEN_TEXT = (
        "hidden-text",
        "Text that a reader does not see was left out; where it is most of a page it was kept.",
        "See coverage.unplaced; compare the page with its text.",
    )
    STRUCK_TEXT = (
        "struck-text",
        "Text that is struck through was left out: who wrote it does not mean it.",
        "See coverage.unplaced; where it holds after all, take the line off and read the file again.",
    )
    NO_TASKS = (
        "no-tasks",
        "A plan has headings, but no task stands below them.",
        "See whether pages or text are missing.",
    )
    NO_PLAN = (
        "no-plan",
        "This looks like no plan: no head, no heading, nobody who does anything.",
        "See whether it is the right file.",
    )
    ANOTHER_DOCUMENT = (
        "another-document",
        "Another document begins in the same file: the head is that of the first, the duties are those of both.",
        "Part the file, and read each document by itself.",
    )
