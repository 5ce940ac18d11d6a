"""Labels of numbered paragraphs and bullets, read in spite of OCR damage.

Plans use ``Phần``, ``Chương``, ``Mục``, Roman, ``Điều``, Arabic, dotted and lettered labels, then ``-`` and ``+``
(Nghị định 30/2020/ NĐ-CP, Phụ lục I, Mục II.5).

>>> read_label("III. TỔ CHỨC THỰC HIỆN")[:4]
('roman', 'III', 3, 'TỔ CHỨC THỰC HIỆN')
>>> read_label("II1. TỔ CHỨC THỰC HIỆN").text, read_label(". 3 Đẩy mạnh tuyên truyền").text
('III', '3')
"""

from __future__ import annotations

import re
import unicodedata
from operator import ne
from typing import Literal, NamedTuple

from viextract.language.capitals import CAPITAL
from viextract.language.fold import fold

LabelKind = Literal[
    "part", "chapter", "upper", "roman", "section", "article", "arabic", "dotted", "letter", "lower-roman", "bullet"
]

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The Vietnamese alphabet as clauses are lettered (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.5)."""


class Label(NamedTuple):
    """The label with which a paragraph begins."""

    kind: LabelKind
    text: str
    """As printed, without its mark and with OCR damage repaired: ``I``, ``11.1``, ``đ``, ``Điều 3``, ``-``."""
    number: int
    """Its place among its like; 0 for bullets."""
    rest: str
    """What follows the label."""
    sure: bool
    """False where the printed form is damaged or could be another label."""
    other: Label | None = None
    """The other reading of an ambiguous label ("l." is 1 or I, "i)" the letter or one)."""


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


def roman_number(text: str) -> int | None:
    """The value of a Roman numeral from I to XXXIX, None where it is none.

    >>> roman_number("XIV"), roman_number("IIX")
    (14, None)
    """
    if not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", text) or not text:
        return None
    total = 0
    for here, after in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN[here]
        total += -value if after and _ROMAN[after] > value else value
    return total


_NAMED = re.compile(
    r"(?P<word>phan|chuong|muc|tieu muc|dieu)\s+(?:thu\s+)?"
    r"(?P<number>[ivxl]{1,6}|\d{1,3}|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)"
    r"(?P<mark>\s?[.:)\-]+\s*|\s*$|\s+(?=\S))"
)
_NAMED_KINDS: dict[str, LabelKind] = {
    "phan": "part",
    "chuong": "chapter",
    "muc": "section",
    "tieu muc": "section",
    "dieu": "article",
}
_CLAUSE = re.compile(
    r"khoan\s+(?P<number>\d{1,2})(?P<mark>\s?[.):]\s*)(?=\S)|diem\s+(?P<letter>[a-z])(?:\s?[.):]\s*)(?=\S)"
)
"""Clauses by name, as laws and some lists have them: "Khoản 1. …", "Điểm a) …"; "Điểm 1: Nhà văn hóa" is a place."""
MISREAD_DOTS = "¢©®°§¥€£"
"""What an engine makes of a dot before a line."""
_BULLET = re.compile(
    rf"(?P<mark>[{MISREAD_DOTS}](?=\s+{CAPITAL})|"
    r"(?:[~¬«»=]\s?[-–]?(?=\s)|[-–—]\s?\+|[-–—+•●▪■◦*·o→⇒✓❖♦➢](?=\s)|[-–—+•●▪■◦·](?=[^\s\d\-–—.,;:])))\s*(?=\S)"
)
_DOTTED = re.compile(
    r"(?P<number>[\dlI]{1,2}(?:\s?\.\s?[\dlI]{1,2}){1,3})(?:\s?(?:[.),]|[-–])?\s+(?=[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]|[\"“(])|[.)]\s+(?=\d{1,3}(?:[.,]\d+)?\s?(?:%|[^\W\d_]))|[-–]\s+(?=\d{2,3}\s?%))"
)
_ARABIC = re.compile(
    rf"(?P<open>\()?(?P<number>\d{{1,2}})(?P<mark>\s?[.)]|\s?/(?=\s|{CAPITAL}[a-zà-ỹ])|\s\s?[-–](?=\s*{CAPITAL})|[-–](?=\s+[^\W\d_]|{CAPITAL}[a-zà-ỹ]))"
    r"(?:\s*(?=[^\W\d_]|[\"“(])|\s+(?=\d))(?!\))"
)
_DASH_BEFORE_SHARE = re.compile(r"(?P<number>\d{1,2})[-–]\s+(?=(?P<share>\d{2,3})(?:,\d+)?\s?%)")
_WIDEST_RANGE = 10
"""A range of shares begins above a tenth of its end ("2- 15 %"); "2- 100 %" is a second point."""
_SURE_MARKS = frozenset({".", ")", "-", "–"})
"""Offices of the party set a dash behind a label: "1- Nâng cao …" (Hướng dẫn 36-HD/VPTW, 2018)."""
_DOT_BEFORE = re.compile(r"(?:[.,:;]\s?(?P<number>\d{1,2})\s?\.?\s+|[$§&]\s?(?P<other>\d{1,2})\s?[.)]\s*)(?=[^\W\d_])")
"""A number behind a speck, or behind what a speck was read as."""
_LETTERED = re.compile(
    r"(?:\((?=[a-zđ]\s?\)))?(?P<letter>[a-zđ])(?P<mark>\s?\)|\s?\.(?=\s)|[-–](?=\s)|"
    rf"\s?/(?=\s|{CAPITAL}))\s*(?=\S)"
)
"""A stroke stands before a title only: "đ/ngày" is so much a day."""
_LOWER_ROMAN = re.compile(
    r"\((?P<number>[ivx]{1,5})\s?\)\s*(?=\S)|(?P<bare>(?:i[ivx]|[vx]i)[ivx]{0,3})(?:\s?\)\s*(?=\S)|\.\s+(?=[^\W\d_]))"
)
"""Clauses in small Roman numerals: "(i)", "ii)"; "i)", "v)" and "x)" without both brackets may be letters."""
_LETTER_OR_ROMAN = {"i": 1, "v": 5, "x": 10}
_CIRCLED = re.compile(r"(?P<sign>[①-⑳⑴-⒇])\s*(?=\S)")
BARE_LETTER = re.compile(r"(?P<letter>[bcdđfgh])\s+(?=[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ][a-zà-ỹ])")
"""A clause's letter that has lost its bracket: no syllable of Vietnamese is a lone consonant."""
_UPPER = re.compile(
    r"(?P<letter>[A-HĐ])(?:\s?[.)]\s+(?=\S)|(?:[-–/]|\s[-–])\s+(?=(?P<title>[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ].*)$))", re.DOTALL
)
_MIXED = re.compile(r"(?P<token>[IVXLl1|iHTYv]{1,5}|[\dlIO|]{1,2})\s?(?P<mark>[.)\-/]|,(?=\s))\s*(?=[^\W\d_]|[\"“])")


# What OCR makes of strokes: "HI" and "TII" were III, "Vv" was V.
ROMAN_LOOKS = str.maketrans({"l": "I", "1": "I", "|": "I", "i": "I", "T": "I", "H": "II", "Y": "V", "v": "V"})
"""For ``str.translate``: what is read of the strokes of a Roman numeral, and what they are."""


def _mixed(text: str) -> Label | None:
    """Tokens of I, l, 1 and | that are a Roman numeral, an Arabic one or either: "II1", "l", "1I"."""
    match = _MIXED.match(text)
    if not match:
        return None
    token, rest = match["token"], text[match.end() :]
    if token.isdigit() or rest[0].islower():
        return None  # plain Arabic is read elsewhere; "V/v" is no label
    romanized = token.translate(ROMAN_LOOKS)
    if re.search(r"[HTYv]", token) and not is_capitals(rest):
        return None  # letters that only look like a numeral's strokes stand for one before a title in capitals
    romanized = re.sub("V{2,}", "V", romanized)
    roman = roman_number(romanized) if re.fullmatch(r"[IVXL]+", romanized) else None
    digits = re.sub("O", "0", re.sub(r"[lI|i]", "1", token))
    arabic = int(digits) if digits.isdecimal() and len(digits) <= 2 else None
    clean = token == romanized
    as_roman = Label("roman", romanized, roman, rest, clean, None) if roman else None
    as_arabic = Label("arabic", str(arabic), arabic, rest, False, None) if arabic else None
    if as_roman and as_arabic:
        # A Roman part is titled in capitals; a damaged "1." stands before an ordinary title.
        capitals = is_capitals(rest)
        if clean or capitals:
            return as_roman._replace(sure=(clean and capitals) or len(token) > 2, other=as_arabic)
        return as_arabic._replace(other=as_roman)
    return as_roman or as_arabic


def is_capitals(text: str) -> bool:
    """Whether ``text`` is set in capitals (a stray small letter does not count).

    >>> is_capitals("MỤC ĐÍCH, YÊU CẦU"), is_capitals("Mục đích")
    (True, False)
    """
    letters = "".join(filter(str.isalpha, text[:400]))
    # A capital is a letter that lowering changes: counting by comparison keeps this out of the way of long paragraphs.
    return len(letters) >= 3 and sum(map(ne, letters, letters.lower())) >= 0.8 * len(letters)


_EMPHASIS = re.compile(r"[*_]{1,3}")
_NO_ITEM = re.compile(r"[\s\d\-–—.,;:]")
"""What no item begins with: a bullet before it is a dash of the text, or a row of dots."""
_STROKES = re.compile(rf"[IVXLl1|HTYv]{{1,5}}\s?[.)]\s*(?={CAPITAL})")
"""A part's numeral whose strokes do not tell which it is: that its row decides."""
_LETTER_AS_BULLET = "o"
"""Word sets it before parts of a list; on a line it may as well be "ở"."""


def opens_line(line: str) -> bool:
    """Whether a line as it was printed opens with a label or bullet.

    A paragraph may be broken anywhere, and damaged text is asked about, too: what could be the middle of a sentence is
    no label here, though it would be one at the beginning of a paragraph.

    >>> opens_line("đ) Kinh phí"), opens_line("II1. Tổ chức"), opens_line("2021 - 2030"), opens_line("b Thôn Đông")
    (True, True, False, False)
    """
    text = line.strip()
    emphasis = _EMPHASIS.match(text)
    label = read_label(text) or (read_label(text[emphasis.end() :]) if emphasis else None)
    if label is None:
        strokes = _STROKES.match(text)
        return strokes is not None and is_capitals(text[strokes.end() :])
    if label.kind == "letter" and BARE_LETTER.match(text):
        return False
    first = label.rest.lstrip()[:1]
    if label.kind == "bullet":
        return label.text != _LETTER_AS_BULLET and (first.isdigit() or not _NO_ITEM.match(first or " "))
    return label.sure or not first.islower()


def read_label(text: str) -> Label | None:
    """The label or bullet with which ``text`` begins, or None. ``text`` is one paragraph without leading blanks."""
    folded = fold(text[:60])
    if match := _NAMED.match(folded):
        return _named(text, match)
    if (match := _CLAUSE.match(folded)) and text[0].isupper():
        return _clause(text, match)
    if match := _LOWER_ROMAN.match(text):
        numeral = match["number"] or match["bare"]
        if value := roman_number(numeral.upper()):
            return Label("lower-roman", numeral, value, text[match.end() :], True)
    if match := _CIRCLED.match(text):
        value = int(unicodedata.numeric(match["sign"]))
        return Label("arabic", str(value), value, text[match.end() :], True)
    if match := _BULLET.match(text):
        return Label("bullet", _bullet_sign(match["mark"]), 0, text[match.end() :], True)
    if match := _DOTTED.match(text):
        number = re.sub(r"\s", "", match["number"])
        clean = re.sub("[lI]", "1", number)
        if number[0].isdigit() or number != clean:
            sure = number == clean and "," not in match[0]
            return Label("dotted", clean, int(clean.rsplit(".", 1)[1]), text[match.end() :], sure)
    if (match := _ARABIC.match(text)) and (value := int(match["number"])):
        mark, rest = match["mark"].strip(), text[match.end() :]
        apart = mark == "/" and text[match.end() - 1].isspace() and rest[:1].isupper()  # "1/ Công an xã"
        return Label("arabic", str(value), value, rest, mark in _SURE_MARKS or apart)
    if match := _DASH_BEFORE_SHARE.match(text):
        value = int(match["number"])
        if int(match["share"]) > _WIDEST_RANGE * value:
            return Label("arabic", str(value), value, text[match.end() :], True)
    if not re.match(r"i\s?\)", text) and (mixed := _mixed(text)):
        return mixed
    if match := _DOT_BEFORE.match(text):
        value = int(match["number"] or match["other"])
        return Label("arabic", str(value), value, text[match.end() :], False)
    if match := _LETTERED.match(text):
        letter, rest = match["letter"], text[match.end() :]
        place = LETTERS.find(letter) + 1
        if letter in _LETTER_OR_ROMAN and match["mark"].strip() == ")":
            numeral = Label("lower-roman", letter, _LETTER_OR_ROMAN[letter], rest, True)
            return Label("letter", letter, place, rest, False, numeral)
        return Label("letter", letter, place or ord(letter) - 96, rest, True)
    if match := BARE_LETTER.match(text):
        place = LETTERS.find(match["letter"]) + 1
        return Label("letter", match["letter"], place or ord(match["letter"]) - 96, text[match.end() :], False)
    if (match := _UPPER.match(text)) and (match["title"] is None or is_capitals(match["title"])):
        return Label("upper", match["letter"], "ABCDĐEGH".find(match["letter"]) + 1, text[match.end() :], True)
    return None


def _bullet_sign(mark: str) -> str:
    """What was printed where a bullet was read: some signs are what an engine makes of a dash or of a dot."""
    if "+" in mark:
        return "+"
    return "-" if mark[0] in "–—-~¬«»=" else "•" if mark[0] in MISREAD_DOTS else mark


def _clause(text: str, match: re.Match[str]) -> Label | None:
    """``Khoản 1.``, ``Điểm a)`` before what the clause says; "Khoản 1. điều 5" cites one."""
    rest = text[match.end() :]
    if rest[0].islower():
        return None
    if match["number"]:
        value = int(match["number"])
        return Label("arabic", f"Khoản {value}", value, rest, True)
    letter = text[match.start("letter")].lower()
    return Label("letter", f"Điểm {letter}", LETTERS.find(letter) + 1 or ord(letter) - 96, rest, True)


def _named(text: str, match: re.Match[str]) -> Label | None:
    """``Phần thứ nhất``, ``Chương II``, ``Mục 1``, ``Điều 3.``; a word of running text ("Mục tiêu …") is none."""
    word, number_text = match["word"], match["number"]
    if not text[0].isupper() or not (
        number_text.isdigit() or text[match.start("number")].isupper() or "thu" in match[0].split()
    ):
        return None
    number = (
        int(number_text) if number_text.isdecimal() else _ORDINALS.get(number_text) or roman_number(number_text.upper())
    )
    if not number:
        return None
    rest = text[match.end() :]
    if not match["mark"].strip() and rest and not is_capitals(rest):
        return None  # "Điều 5 Luật …" in running text
    printed = " ".join(text[: match.end("number")].split())
    printed = printed[:1] + printed[1:].lower() if number_text.isdigit() or number_text in _ORDINALS else printed
    if is_capitals(printed.split()[0]):
        printed = printed.split()[0].capitalize() + printed[len(printed.split()[0]) :]
    return Label(_NAMED_KINDS[word], printed, number, rest, True)
