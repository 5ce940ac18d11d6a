"""What column headings of plan tables look like, damaged ones included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from unidecode import unidecode

from viextract.data import read_tsv, read_yaml
from viextract.language.remembered import remembered

LEAST_LIKENESS = 78.0
"""A damaged heading is taken for the vocabulary's at this likeness (0 to 100, letters without marks)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the vocabulary and how well a text fits it (0 to 100)."""

    meaning: str
    text: str
    likeness: float


@cache
def labels(name: str) -> tuple[str, ...]:
    """A list of what cells say besides their content, as printed (``dictionaries/table_labels.yaml``)."""
    return tuple(read_yaml("table_labels.yaml")[name])


@remembered(size=4096)
def folded(text: str) -> str:
    """Letters and digits only, without case and marks, single spaces: what survives the wrong OCR language best."""
    return re.sub(r"[^a-z0-9]+", " ", unidecode(text).casefold()).strip()


_ONE_PERIOD = r"(?:thang|tuan|quy)\s(?:\d{1,2}|[ivx]{1,4})(?:\s(?:nam\s)?(?:19|20)\d\d)?"
_PERIOD = re.compile(rf"{_ONE_PERIOD}(?:\s{_ONE_PERIOD})?")
"""Columns of a table of months, to be ticked."""
_COUNTED = re.compile(r"\s*[^\d:]{2,30}\s\d{1,2}\s*[:.]\s*[^\W\d]")
"""A row of the table, not its heading: "Nội dung 1: Rà soát …"."""
_REMEMBERED = 4096
"""Texts of cells whose heading is kept: those of a document's tables recur from page to page."""


@cache
def vocabulary() -> tuple[tuple[str, str, str], ...]:
    """(folded heading, meaning, heading) of ``dictionaries/table_columns.tsv``, the longest first."""
    rows = [(folded(row["heading"]), row["meaning"], row["heading"]) for row in read_tsv("table_columns.tsv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def names_period(text: str) -> bool:
    """Whether ``text`` is nothing but a week, month or quarter: "Tháng 3", "Tuần 1 Tháng 3", "Quý IV/2026"."""
    return _PERIOD.fullmatch(folded(text)) is not None


def is_period(heading: str) -> bool:
    """Whether a heading is the word for a period and nothing else, so that its column holds the numbers of periods.

    >>> is_period("Tháng"), is_period("Tháng báo cáo")
    (True, False)
    """
    return folded(heading) in read_yaml("table_words.yaml")["periods"]


@remembered(size=_REMEMBERED)
def match_heading(text: str) -> Heading | None:
    """The vocabulary's heading that a cell's text most likely is, or None.

    A heading may say more than the vocabulary (``Thời gian hoàn thành (quý)``): then a known heading at its start
    counts, the longer the better. Text of more than 14 words is no heading.

    >>> match_heading("Tiéu chuin").meaning
    'standard'
    >>> match_heading("Cơ quan, đơn vị chủ trì").meaning
    'lead'
    >>> match_heading("Ngày mai trời mưa") is None
    True
    """
    plain = folded(re.sub(r"\([^)]*\)", " ", text)) or folded(text)
    if _COUNTED.match(text):
        return None
    if not plain or len(plain.split()) > 14:
        return None
    if names_period(plain) or is_period(plain):
        return Heading("deadline", text, 100.0)
    best: Heading | None = None
    for known, meaning, heading in vocabulary():
        if len(known) <= 3:
            likeness = 100.0 if plain == known else 0.0
        else:
            likeness = fuzz.ratio(plain, known)
            if likeness < 95 and len(plain) > len(known):
                head = " ".join(plain.split()[: len(known.split())])
                # what follows a known heading makes it less sure
                likeness = max(likeness, fuzz.ratio(head, known) - 3 - 10 * (1 - len(known) / len(plain)))
        if likeness >= LEAST_LIKENESS and (best is None or likeness > best.likeness + 0.5):
            best = Heading(meaning, heading, likeness)
    return best
