"""The Vietnamese character sets from before Unicode, as their text looks today: bytes shown in Windows-1252 or Latin-1.

TCVN3 (the ABC fonts), VNI, VPS, VISCII and Windows-1258 all put Vietnamese on the codes of Western European letters,
so that ``Nghị định`` looks like ``NghÞ ®Þnh``, ``Nghò ñònh`` or ``Nghiò ðiònh``. The tables stand in
``dictionaries/encodings``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from viextract.data import read_tsv

CodePage = Literal["tcvn3", "vni", "vps", "viscii", "windows1258"]
CODE_PAGES: tuple[CodePage, ...] = get_args(CodePage)

_COMPOSABLE = re.compile(r"[A-Za-zÀ-ỹ][\u0300-\u036f]+")


def compose(text: str) -> str:
    """The text with Latin letters precomposed (NFC); other characters that NFC would change stay as they are.

    >>> compose("e\\u0302\\u0323"), compose("\\u212b")
    ('ệ', '\\u212b')
    """
    if text.isascii():
        return text
    return _COMPOSABLE.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)


@dataclass(frozen=True, slots=True)
class _Table:
    """One code page in both directions, in terms of how it looks."""

    decode: Callable[[str], str]
    encode: Callable[[str], str]
    characters: frozenset[str]
    """Every character that a coded letter can look like; ASCII left out."""


def shown(code: int) -> str:
    """What a byte looks like: its Windows-1252 character, or the Latin-1 control where Windows-1252 has none."""
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


def convert(text: str, encoding: CodePage) -> str:
    """Read all of a text in a code page. Lines stay lines; what the code page does not map stays as it is.

    >>> convert("NghÞ ®Þnh", "tcvn3"), convert("Nghò ñònh", "vni")
    ('Nghị định', 'Nghị định')
    """
    return _tables()[encoding].decode(text)


def encode(text: str, encoding: CodePage) -> str:
    """How Vietnamese text (NFC) looks once it is stored in a code page: the inverse of :func:`convert`.

    TCVN3 has no capitals with a tone: they get the code of the small letter, which its capitals fonts show large.

    >>> encode("Ủy ban", "tcvn3"), encode("Ủy ban", "vni")
    ('ñy ban', 'UÛy ban')
    """
    return _tables()[encoding].encode(text)


def looks(encoding: CodePage) -> frozenset[str]:
    """The non-ASCII and control characters that text in a code page consists of."""
    return _tables()[encoding].characters


@cache
def _tables() -> dict[CodePage, _Table]:
    return {name: _load(name) for name in CODE_PAGES}


def _load(name: CodePage) -> _Table:
    coded: dict[str, str] = {}  # look -> letter
    inverse: dict[str, str] = {}  # letter -> look
    for row in read_tsv(f"encodings/{name}.tsv"):
        codes = bytes.fromhex(row["code"])
        letter = _letter(row["character"])
        inverse[letter] = "".join(map(shown, codes))
        coded[inverse[letter]] = letter
        coded["".join(map(chr, codes))] = letter
    for row in read_tsv("encodings/looks.tsv"):
        if row["encoding"] == name:
            coded[_letter(row["look"])] = coded[shown(int(row["code"], 16))]
    if name == "tcvn3":
        # The capitals fonts: no code of their own, so the small letter's.
        inverse.update({letter.upper(): look for letter, look in inverse.items() if letter.upper() not in inverse})
    if name == "vni":
        # A capital's marks may be typed in either case.
        for look, letter in list(coded.items()):
            if len(look) == 2 and letter.isupper():
                coded[look[0] + look[1].lower()] = letter
    characters = frozenset(c for look in coded for c in look if not c.isascii() or c < " ")
    if name == "vni":
        return _Table(_replacer(coded), _replacer(inverse), characters)
    decode, encoder = _translator(coded), _translator(inverse)
    if name == "windows1258":
        return _Table(lambda text: compose(decode(text)), lambda text: encoder(_split_tones(text)), characters)
    return _Table(decode, encoder, characters)


def _letter(field: str) -> str:
    return chr(int(field[2:], 16)) if field.startswith("U+") else field


def _translator(table: dict[str, str]) -> Callable[[str], str]:
    codes = str.maketrans(table)
    return lambda text: text.translate(codes)


def _replacer(table: dict[str, str]) -> Callable[[str], str]:
    longest_first = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(lambda match: table[match.group()], text)


def _split_tones(text: str) -> str:
    """Each letter with a tone as its toneless letter and a combining mark: the form in which Windows-1258 stores it."""
    pieces = []
    for character in text:
        base, *marks = list(unicodedata.normalize("NFD", character))
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shape = [mark for mark in marks if mark not in tones]
        pieces.append(unicodedata.normalize("NFC", base + "".join(shape)) + "".join(tones))
    return "".join(pieces)
