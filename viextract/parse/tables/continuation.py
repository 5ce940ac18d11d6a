"""Whether a cell's text goes on: what tells a wrapped or split cell from a new one."""

from __future__ import annotations

from functools import cache

import regex as re

from viextract.data import read_yaml
from viextract.parse.tables.columns import CODE
from viextract.parse.tables.logical import flat
from viextract.vocabulary.column_headings import folded, labels


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_yaml("table_words.yaml")[name])


@cache
def _same_as_above() -> frozenset[str]:
    return frozenset(labels("same_as_above"))


def want_another() -> frozenset[str]:
    """Folded words that no cell ends with."""
    return _words("want_another")


def want_another_as_spelt() -> frozenset[str]:
    """The same with their marks, in lower case."""
    return _words("want_another_as_spelt")


def is_total_label(text: str) -> bool:
    """``Tổng cộng`` and the like (folded)."""
    return text in _words("totals")


def says_same(text: str) -> bool:
    """The cell stands for the one above it.

    >>> says_same("-nt-"), says_same("Như trên"), says_same("Phòng Nội vụ")
    (True, True, False)
    """
    return flat(text).casefold() in _same_as_above()


def ends_open(text: str) -> bool:
    """The text cannot end here: a comma, a hyphen, an open bracket or quote, a word that wants another after it.

    >>> ends_open("Phòng Văn hóa, Khoa học và"), ends_open("đạt 90% trở lên")
    (True, False)
    """
    text = flat(text)
    if not text:
        return False
    if (
        text.endswith((",", "-", "/", "(", "“", "≥", "≤", "&", ":"))
        or text.count("(") > text.count(")")
        or text.count("“") > text.count("”")
    ):
        return True
    return folded(text.split()[-1]) in _words("want_another")


def begins_anew(text: str) -> bool:
    """The text begins as a cell of its own does: a code, a bullet, a figure with a per cent sign, an opening quote
    or a capital.
    """
    text = flat(text)
    return bool(CODE.match(text) or re.match(r"[-+•*]\s|\d+([.,]\d+)?\s*%|[“\"]?\p{Lu}", text))


def continuation_score(before: str, after: str) -> float:
    """How much speaks for ``after`` being the rest of ``before`` (positive) or a cell of its own (negative); 0 says
    nothing.

    Lower case at the start is the strongest sign, since cells begin with capitals; a code the strongest against.
    """
    before, after = flat(before), flat(after)
    if not after:
        return 0.0
    if not before:
        return -0.5
    if re.match(r"[\p{Ll}(),;.%]", after) and not re.match(r"[a-zđ]\)", after):
        return 3.0 if not before.endswith((".", ";")) else 1.5
    if re.match(r"^\s*(\d{1,2}(?:\.\d{1,2})+|\d{1,2}[.)]|[IVX]{1,5}\.)", after):
        return -4.0
    if ends_open(before):
        return 2.0
    if re.match(r"[-+•*]\s", after):
        return 0.5
    if before.endswith((".", ";")):
        return -2.0
    return -1.5


def completes_unit(before: str, after: str) -> bool:
    """Both together are a body that the first alone is not: ``Phòng`` | ``Nội vụ``."""
    from viextract.vocabulary.units import kind_of

    before, after = flat(before), flat(after)
    whole = kind_of(f"{before} {after}")
    return whole is not None and kind_of(before) is not whole and kind_of(after) is None
