"""The signs of documents: "12/KH-UBND", "23-NQ/TU", "59/2020/QH14", "QCVN 14:2008/BTNMT"; and the kinds they stand for.

Kinds and their abbreviations are ``dictionaries/document_kinds.tsv`` (Nghị định 30/2020/NĐ-CP, Phụ lục III).
"""

from __future__ import annotations

import re
from functools import cache

from viextract.data import read_tsv
from viextract.language.fold import fold

# A number, a part of it or a year perhaps, then letters in parts. A blank after a hyphen is a line break or a slip of
# the typist.
_LETTER = "A-ZĐÐÂĂÊÔƠƯÁÀẢÃẠÝ"
_REST = r"(?:(?!ngày|của|về)[\w&.]){0,40}"
"""Letters behind the first of a part; a text layer may have lost the blank before what follows the sign."""
SYMBOL = re.compile(
    rf"(?<![\w/.,])(?P<number>\d{{1,6}}(?:\.\d{{1,2}})?[a-z]?(?:[/-](?:19|20)\d\d)?)\s?[/-]\s?(?P<letters>[{_LETTER}]{_REST}"
    rf"(?:\([{_LETTER}]+\))?(?:\s?[/-]\s?(?:[{_LETTER}]{_REST}|\d{{1,3}}(?![\d/]))(?:\([{_LETTER}]+\))?){{0,4}})"
)
STANDARD = re.compile(
    rf"(?<![\w/])(?:QCVN|QCĐP|QCDP|TCVN|TCXDVN|TCCS|TCN)\s?\d{{1,6}}(?:\s?[-.]\s?\d{{1,3}})?\s?:\s?(?:19|20)\d\d(?:/[{_LETTER}]+(?:-[{_LETTER}]+)?)?"
)
"""National and local technical regulations and standards, whose sign opens with its letters (Luật Tiêu chuẩn và quy
chuẩn kỹ thuật 68/2006/QH11, Điều 26; Thông tư 26/2019/TT-BKHCN, Điều 5)."""


@cache
def kinds() -> tuple[dict[str, str], dict[str, str]]:
    """Names by their folded form; names by abbreviation."""
    names: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for row in read_tsv("document_kinds.tsv"):
        names[fold(row["name"])] = row["name"]
        for short in filter(None, row["abbreviations"].split("|")):
            shorts.setdefault(short, row["name"])
    return names, shorts


@cache
def kind_pattern() -> re.Pattern[str]:
    names = sorted(kinds()[0], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(name.replace(" ", r"\s+") for name in names) + r")(?!\w)")


def kind_of_symbol(symbol: str) -> str | None:
    """The kind of document that a symbol stands for, None where it names only bodies.

    >>> kind_of_symbol("30/2020/NĐ-CP"), kind_of_symbol("43/2019/QH14"), kind_of_symbol("86/SNV-CCVC")
    ('Nghị định', 'Luật', None)
    """
    shorts = kinds()[1]
    for part in re.split(r"[/\-\s]+", symbol):
        name = shorts.get(part) or shorts.get(re.sub(r"\d+$", "", part))
        if name:
            return name
    return None


def normal_symbol(symbol: str) -> str:
    """The form by which two printings of one symbol are known to be the same."""
    return re.sub(r"[\s.]", "", fold(symbol))


def repaired(symbol: str) -> str:
    """A symbol in which OCR took Đ for the Icelandic letter that looks like it, or read it twice ("QĐÐ")."""
    return re.sub("Đ{2,}", "Đ", symbol.replace("Ð", "Đ")) if "Ð" in symbol else symbol
