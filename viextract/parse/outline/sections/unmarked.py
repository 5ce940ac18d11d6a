"""Which paragraphs without a mark are tasks, and which only announce or say when."""

from __future__ import annotations

import re

from viextract.language.fold import fold
from viextract.model.plan import Section
from viextract.parse.facts.citations import find_citations
from viextract.parse.outline.blocks import Block
from viextract.parse.outline.sections.tree import Node
from viextract.parse.outline.titles import is_reference, is_scope, is_slogan
from viextract.vocabulary.column_words import only_says_when
from viextract.vocabulary.phrases import ending, opening, phrases
from viextract.vocabulary.units import opens_with_verb

LEAD_IN_WORDS = 28
"""A paragraph of more words that ends in "sau đây:" says something of its own."""


def is_task(block: Block, node: Node | None, list_follows: bool) -> bool:
    """Whether an unmarked paragraph of the body states an aim, a duty or an activity.

    It does unless it is a line of a table, a remark in brackets, a mere time, a legal basis, the description of a
    state of affairs, or a lead-in that only announces what follows.
    """
    if block.tabular or is_reference(block.text) or block.words < 3 or is_caption(block) or is_note(block):
        return False
    if is_slogan(block.text):
        return False
    if opening("enacting").match(block.folded) or is_scope(block.text):
        return False
    if block.folded.startswith("ghi chu") or any(
        opening(name).match(block.folded) for name in ("legal_basis", "particulars")
    ):
        return False
    if node is not None and (node.situation or is_mere_time(block, node)):
        return False
    return not is_lead_in(block, list_follows=list_follows)


_CAPTION = re.compile(r"(?:bang|bieu|bieu do|hinh|so do)(?:\s+so)?\s+\d{1,2}(?:\.\d{1,2})?\s*[.:–-]\s*(?=\w)")


def is_caption(block: Block) -> bool:
    """Whether a paragraph is the title of a table or picture: "Bảng 1. Chỉ tiêu theo năm"."""
    return _CAPTION.match(block.folded) is not None and not block.text.endswith((".", ";"))


_NOTE = re.compile(r"\d{1,2}\s+(?:(?:theo|tai|thuc hien|can cu)\s+)?(?=\w)")


def is_note(block: Block) -> bool:
    """Whether a paragraph is a note from the foot of a page: a number without a mark, then the document that is cited:
    "1 Theo Nghị quyết số 05-NQ/ĐU ngày 03/01/2026 của Đảng ủy xã".
    """
    number = _NOTE.match(block.folded)
    if number is None or block.label is not None:
        return False
    cited = next(iter(find_citations(block.text)), None)
    if cited is None or cited.kind is None:
        return False
    named = block.folded[number.end() : cited.start].removesuffix("so ").strip()
    return named == fold(cited.kind)


def asks_when(section: Section) -> bool:
    """Whether a title asks for the time of the work: "THỜI GIAN THỰC HIỆN"."""
    return section.kind == "schedule" and "thoi gian" in fold(section.title)


def is_mere_time(block: Block, node: Node) -> bool:
    """A paragraph below "Thời gian thực hiện" that says no more than when: "Trong quý I năm 2026."."""
    return (
        asks_when(node.section)
        and bool(opening("time_openers").match(block.folded))
        and not opens_with_verb(block.text)
    )


_DAY = re.compile(r"\d\s?/\s?\d|(?<!\w)(?:ngay|thang|quy|nam)\s+\d")
_PART_OF_TIME = re.compile(r"(?:giai doan|dot|vong|buoc)\s+(?:\d{1,2}|[ivx]{1,4})(?:\s*\([^()]*\))?\s*:")


def is_part_of_time(text: str, node: Node) -> bool:
    """Whether a list's item below "Thời gian thực hiện" says no more than when a part is: "Đợt 1: từ …"."""
    match = _PART_OF_TIME.match(fold(text))
    return asks_when(node.section) and match is not None and only_says_when(text[match.end() :])


def is_lead_in(block: Block, *, list_follows: bool = True) -> bool:
    """A paragraph that only announces the list below it: "Chú trọng mấy việc dưới đây:".

    >>> from viextract.model.document import Line
    >>> lead = Block("Thực hiện tốt các nhiệm vụ sau:", [Line("", 1)], None)
    >>> aim = Block("Mở rộng mạng lưới thư viện ở các thôn xa trung tâm:", [Line("", 1)], None)
    >>> is_lead_in(lead), is_lead_in(aim)
    (True, False)
    """
    text = block.folded.strip()
    if list_follows and ending("announces_by_rule").search(text) and not _DAY.search(text):
        return True
    if not list_follows and not text.endswith(":"):
        return False  # what it announces may be a table, but then it ends in a colon
    if not text.endswith((":", "sau", "sau day", "nhu sau")) or re.search(r"[.;]\s+\w", text):
        return False
    if not ending("announces").search(text) or block.words > LEAD_IN_WORDS:
        return False
    tail = " ".join(text.split()[-12:])
    return any(re.search(rf"(?<!\w){word}(?!\w)", tail) for word in phrases()["announced"]) or block.words <= 8
