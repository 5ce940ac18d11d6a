"""Lines that tell where a part of a document begins: its title, an appendix's word, a caption, a form's number."""

from __future__ import annotations

import re

from viextract.parse.facts.citations import kinds
from viextract.parse.outline.blocks import Block
from viextract.vocabulary.labels import is_capitals
from viextract.vocabulary.letterhead import FOR_WHOM, mottoes, recipients_end
from viextract.vocabulary.phrases import opening, phrases

APPENDIX = re.compile(
    r"\W{0,4}(?P<word>phu luc|phu bieu)\s*(?:so\s*)?(?P<number>[ivxl]{1,5}|\d{1,2}|[a-h])?\s*(?P<mark>[.:)\-]|$)"
)
CAPTION = re.compile(r"\s*[(\[]?\s*(?:ban hanh\s+)?(?:kem|dinh kem)\s+theo\s")
CAPTION_INSIDE = re.compile(r"(?<=\S)\s+\(\s*(?:ban hanh\s+)?(?:kem|dinh kem)\s+theo\s")
AUTHORITY = re.compile(rf"\W{{0,4}}{FOR_WHOM}\w", re.IGNORECASE)
END_OF_TITLE = re.compile(r"[;:]\s*$|\./\.")


def opens_recipients(block: Block) -> bool:
    """Whether the list of recipients begins here."""
    return recipients_end(block.folded) is not None


def title_kind(block: Block) -> tuple[str, str] | None:
    """The kind of document that a line of the title names in capitals, and what follows it on the line.

    >>> from viextract.model.document import Line
    >>> title_kind(Block("KẾ HOẠCH", [Line("", 1)], None))
    ('Kế hoạch', '')
    """
    folded = block.folded.strip(" *_-:.")
    if block.text.strip(" *_-:.").lower().startswith(tuple(phrases()["no_title_kinds"])):
        return None  # "PHƯỜNG AN BÌNH" has the letters of "PHƯƠNG ÁN"
    for kind in phrases()["title_kinds"]:
        if folded == kind:
            return _printed(block.text, len(kind)), ""
        if block.capitals and len(kind) >= _LEAST_RUN_TOGETHER and folded == kind.replace(" ", ""):
            # Read without its blank: the kind's own spelling, as the letters need not be right either.
            return kinds()[0].get(kind, _printed(block.text, len(kind))), ""
        if folded.startswith(kind + " ") and len(folded) > len(kind):
            start = block.folded.index(kind)
            word = block.text[start : start + len(kind)]
            if is_capitals(word) and (
                block.capitals or not is_capitals(block.text[start + len(kind) : start + len(kind) + 8])
            ):
                return _printed(word, len(kind)), block.text[start + len(kind) :].strip(" :-*")
    return None


_LEAST_RUN_TOGETHER = 6
"""Letters of a kind from which on its words are told without the blank between them."""


def _printed(text: str, length: int) -> str:
    text = text.strip(" *_-:.")[:length].lower()
    return text[:1].upper() + text[1:]


def appendix_label(block: Block) -> str | None:
    """``Phụ lục``, ``Phụ lục II``: the label of an appendix where the paragraph opens one.

    >>> from viextract.model.document import Line
    >>> appendix_label(Block("PHỤ LỤC II", [Line("", 1)], None))
    'Phụ lục II'
    """
    match = APPENDIX.match(block.folded)
    if not match or block.tabular:
        return None
    first = block.text[match.start("word")]
    if not first.isupper() or (block.words > 12 and not block.capitals and match["mark"] != ":"):
        return None
    word = "Phụ lục" if match["word"] == "phu luc" else "Phụ biểu"
    number = match["number"]
    return f"{word} {number.upper()}" if number else word


FORM_LABEL_WORDS = 5
"""Words of a line that is nothing but the number of a form."""


def is_form_label(block: Block) -> bool:
    """Whether a paragraph is the number of a form ("Mẫu số 01/ABC"), which opens it.

    >>> from viextract.model.document import Line
    >>> [is_form_label(Block(text, [Line("", 1)], None)) for text in ("Mẫu số 01/HN", "Mẫu mã đẹp")]
    [True, False]
    """
    return (
        block.words <= FORM_LABEL_WORDS
        and opening("form_labels").match(block.folded) is not None
        and any(c.isdigit() for c in block.text)
    )


def is_head_line(block: Block) -> bool:
    """Whether a line is one of the head: motto, number, date, a body in capitals."""
    return bool(
        any(motto in block.folded for motto in mottoes())
        or re.match(r"\W*s[o06]\s*:", block.folded)
        or re.search(r"ngay\s.{0,6}thang\s.{0,4}nam\s+\d", block.folded)
        or (block.capitals and block.words <= 12 and not block.label)
    )
