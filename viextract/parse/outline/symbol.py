"""Number, code, place and date of a document's head (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.3 and II.4).

The number is often written by hand, and so is the day: the printed rest is kept.

>>> read_symbol(["Số: 12/KH-UBND"]).text, read_symbol(["Số:       /KH-UBND"])
('12/KH-UBND', Symbol(number=None, code='KH-UBND', blank=True))
>>> read_symbol(["Số:      /2025/QĐ-UBND"]).code, read_symbol(["Số: 12/2025/QĐ-UBND"]).code
('QĐ-UBND', 'QĐ-UBND')
>>> [read_symbol([f"Số: 34/{code}"], "Chương trình").text for code in ("CIr-ĐU", "CIT-ĐU")]
['34/CTr-ĐU', '34/CTr-ĐU']
>>> read_symbol(["Số: 34/KL-ĐU"], "Kế hoạch").text
'34/KL-ĐU'
>>> printed_symbol(["Số: 22 KH/ĐTN"]), printed_symbol(["Số: 22 KH-UBND"])
('22-KH/ĐTN', '22/KH-UBND')
>>> read_place_and_date(["Hòa Lâm, ngày      tháng 6 năm 2026"])
('Hòa Lâm', '2026-06')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from viextract.data import read_yaml
from viextract.language.fold import fold
from viextract.parse.facts import find_date
from viextract.parse.facts.citations import kinds
from viextract.vocabulary.labels import is_capitals

_LETTERS = "A-ZĐÂĂÊÔƠƯ"
_CODE = rf"[{_LETTERS}][\wĐ&.]*(?:\s?[-–/]\s?[{_LETTERS}\d][\wĐ&.]*){{0,4}}"
_NUMBER = r"\d{1,6}[a-z]?(?:[.]\d{1,3})?(?:/(?:19|20)\d\d)?"
_SAID = r"(?<!\w)S[ốồổôoóòö06]\s?[:.]?\s?"
_SAID_BADLY = r"(?<!\w)S[ởơớờỏọỗ]\s?:[\s.…_-]*"
"""With a hook read for the mark, as "Sở" the offices are named: only a number or blank that follows tells."""
_SYMBOL = re.compile(rf"(?:{_SAID}|{_SAID_BADLY})(?P<number>{_NUMBER})(?P<mark>\s*[/-]\s*)(?P<code>{_CODE})")
_UNREAD = re.compile(
    rf"(?:{_SAID}(?P<slot>[^\n/]{{0,24}}?)|{_SAID_BADLY})\s*[/]\s*(?:(?:19|20)\d\d\s*/\s*)?(?P<code>{_CODE})"
)
"""The number is blank, dotted, or what OCR made of handwriting; the year that a statute's number has is printed."""
_PARTED = re.compile(
    rf"(?:{_SAID})(?P<number>\d{{1,6}}[a-z]?)(?P<mark>\s+)(?P<code>[{_LETTERS}]{{2,6}}[-/][{_LETTERS}][\w&.-]*)"
)
"""A blank in place of the stroke, as papers of the youth union and the party have it typed: "Số: 22 KH/ĐTN"."""
_GLUED = re.compile(rf"{_SAID}[\s.…_-]*(?P<code>[{_LETTERS}]{{2,5}}-[{_LETTERS}][\w&-]*)\s*$")
"""The stroke between number and code was lost with the number."""
_DATE = re.compile(
    r"(?:(?P<place>[^\W\d_][\w .'-]{1,40}?)\s*,\s*)?ng\w{1,2}y\s*(?P<day>[^,;]{0,14}?)\s*"
    r"th\w{1,3}g\s*(?P<month>[^,;]{0,8}?)\s*n\w{1,2}m\s*(?P<year>(?:19|20)\d\d)?",
    re.IGNORECASE,
)


_IN_FIGURES = re.compile(
    r"(?:(?P<place>[^\W\d_][\w .'-]{1,40}?)\s*,\s*)?ng\w{1,2}y\s*"
    r"(?=\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d\W*$)",
    re.IGNORECASE,
)
"""A date in figures alone, at the end of its line: "Bản Chiềng, ngày 20/10/2026"."""


class Symbol(NamedTuple):
    """What stands behind "Số:"."""

    number: str | None
    """None where it is blank, written by hand or not legible."""
    code: str
    blank: bool = False
    """Whether the text has nothing at all in the number's place."""

    @property
    def text(self) -> str | None:
        return None if self.number is None else f"{self.number}/{self.code}"


@cache
def _kind_letters() -> dict[str, str]:
    """The letters that begin a symbol's code, by the folded kind of document."""
    letters: dict[str, str] = {}
    for short, name in kinds()[1].items():
        letters.setdefault(fold(name), short)
    return letters


def read_symbol(lines: Sequence[str], kind: str | None = None) -> Symbol | None:
    """The first symbol that the lines of a head hold.

    kind: the document's, whose letters begin its code: it mends a code that was read with the stroke before it as a
    letter ("KHI-UBND" for "/KH-UBND"), or with letters that look alike ("CIr-ĐU" for "CTr-ĐU").
    """
    for text in lines:
        if match := _SYMBOL.search(text) or _PARTED.search(text):
            return Symbol(match["number"], _with_letters_of(_closed(match["code"]), kind))
    for text in lines:
        if match := _UNREAD.search(text):
            blank = not (match["slot"] or "").strip(" .…_-\t")
            return Symbol(None, _with_letters_of(_closed(match["code"]), kind), blank)
    for text in lines:
        if match := _GLUED.search(text):
            return Symbol(None, _with_letters_of(_closed(match["code"]), kind))
    return None


def printed_symbol(lines: Sequence[str], kind: str | None = None) -> str | None:
    """The whole symbol as printed, without blanks and with the mark between number and code; None where its number
    is not legible. kind: of the document, as for :func:`read_symbol`.
    """
    for text in lines:
        if match := _SYMBOL.search(text) or _PARTED.search(text):
            number = re.sub(r"\s+", "", match["number"] + match["mark"])
            if not match["mark"].strip():
                number += "-" if "/" in match["code"] else "/"  # the mark that such a code has before it
            return number + _with_letters_of(_closed(match["code"]), kind)
    return None


def _closed(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("–", "-").rstrip(".-/")


def _with_letters_of(code: str, kind: str | None) -> str:
    letters = _kind_letters().get(fold(kind)) if kind else None
    first, dash, rest = code.partition("-")
    if not letters or first == letters:
        return code
    won_a_stroke = first.startswith(letters) and len(first) == len(letters) + 1
    if won_a_stroke or _is_misread(first, letters):
        return letters + dash + rest
    return code


def _is_misread(read: str, letters: str) -> bool:
    """Whether a code is what an engine makes of another: letters that look alike, and of three one that does not."""
    one, other = read.translate(_look_alike()).upper(), letters.translate(_look_alike()).upper()
    wrong = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and one[0] == other[0] and wrong <= len(letters) - 2 and wrong < 2


@cache
def _look_alike() -> dict[int, str]:
    """Letters of codes that are taken for each other, by one of them."""
    return str.maketrans(read_yaml("numbering.yaml")["code_letters"])


def read_place_and_date(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Place and date of issue; where the day is not legible, what is left: "2026-06"."""
    for text in lines:
        match = _DATE.search(text)
        if match is None or (match["place"] is None and "năm" not in text.lower() and not match["year"]):
            continue
        place = _without_symbol(match["place"]) if match["place"] else None
        if date := find_date(text, match.start("day") - 6 if match.start("day") >= 6 else 0):
            return place, date.iso
        if not match["year"]:
            return place, None
        month = re.fullmatch(r"\D{0,2}(0?[1-9]|1[0-2])\D{0,2}", match["month"])
        # A year that was printed with day and month left blank dates nothing yet: a form to be filled in.
        return place, f"{match['year']}-{int(month[1]):02}" if month else None
    for text in lines:
        # What has no place before it may be the date of another paper.
        if (match := _IN_FIGURES.search(text)) and match["place"] and (date := find_date(text, match.end())):
            return _without_symbol(match["place"]), date.iso
    return None, None


def _without_symbol(place: str) -> str | None:
    """The place without the number that stands left of it on the same line."""
    words = place.split()
    while words and (not words[0][0].isupper() or is_capitals(words[0]) or re.search(r"[\d/:]", words[0])):
        words.pop(0)
    return " ".join(words) or None
