"""Cutting text into what the decoder reads: words, figures and codes, with the punctuation between them left where it
is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

import regex

from viextract.language.loan_words import is_loan_word
from viextract.language.syllables import WORD, is_syllable

Kind = Literal["word", "number", "code", "mark"]


@dataclass(slots=True)
class Piece:
    """A run of characters of one line that is read as a unit."""

    line: int
    start: int
    end: int
    text: str
    kind: Kind
    breaks: bool = False
    """A clause ends after it."""


_CHUNK = re.compile(r"\S+")
# Characters that surround words without being part of them. Apostrophes are left out: an engine with the wrong
# language reads the hook of a letter as one (tru'ong).
_EDGE = '/"“”„()[]«»*_~|.,;:!?…-–—=\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e'
_MARKS = frozenset(_EDGE + "+•·<>©®#°")
_LEAD = regex.compile(rf"^[{regex.escape(_EDGE)}'‘’`]+")
_TRAIL = regex.compile(rf"[{regex.escape(_EDGE)}]+$")
_NUMBER = regex.compile(r"^\d+(?:[.,/:]\d+)*%?$|^\d+(?:[.,]\d+)?%?[-–]\d+(?:[.,]\d+)?%?$|^[%≥≤]+$")
_CODE = regex.compile(
    r"^\d[\p{L}\d]*[/\-][\p{L}\d/&.\-–]*\p{L}[\p{L}\d/&.\-–]*$|^\p{Lu}+\d*[-/]\p{Lu}\p{L}*[-/\p{L}]*\d+$|^\d{1,3}\p{L}{1,3}/.*$|^[IVX]{1,4}/(?:19|20)\d\d$|^\p{Lu}{1,6}\d*-\p{Lu}{2,}\p{L}*(?:-\p{Lu}+)*$"
)
_CLOCK = r"(?:[01]?\d|2[0-4])(?:[hgH][0-5]\d['’p]?|h)"
_MEASURE = r"\d+m\d{1,2}|\d+(?:[.,]\d+)*(?i:[kcm]m|kg|ha|cc|ml|k[vw]h?|[mg]b)"
_SEVERAL_FIGURES = (
    r"[02-9]\d+\p{L}{1,3}|\p{Lu}{2,5}\d{2,3}|\p{Lu}\d{1,2}/\d{4}|\d{1,2}(?:\.\d{1,2})+\.?\p{L}"
    r"|\d+(?:[-–]\d+){2,}|\p{L}{2,}-\d{2,4}|\p{Lu}['’]\p{Lu}\p{Ll}+"
)
_NEVER_WORD = regex.compile(
    rf"{_SEVERAL_FIGURES}|(?i:\d*[kcdm]?m[23²³])|[A-Za-zđĐ]\.\d{{1,2}}(?:\.\d{{1,2}})*|A[0-5]|{_CLOCK}(?:[-–]{_CLOCK})?|{_MEASURE}"
)
"""Square and cubic metres, labels (``b.1)``) and sizes of paper are never a word misread: in the pairs that channels
are learned from each is one. Hours are one 15 times of 17, other measures 16 times of 16; metres and litres without
more are not (``6m`` for *ốm* 31 times of 51). What has several figures is one as often as it stands there (35 times):
``250kVA``, ``QL20``, ``Q1/2026``, ``2.1.a``, ``1-6-2026``; not so behind a 1, which l and h are read as (``16i`` for
*lỗi*). Names of the Central Highlands (``H'Mai``) are none either."""
REST_OF_CODE = regex.compile(r"^\p{Lu}\p{L}{0,3}(?:-\p{Lu}+)+$")
_ABBREVIATION = regex.compile(r"^\p{Lu}+&\p{Lu}+$")
_ADDRESS = regex.compile(r"(?i)^(?:https?://|www\.)\S+$|^\S+@\S+\.\S+$|^\S+\.(?:vn|com|org|net|gov|edu)(?:/\S*)?$")
# Inside a chunk, a connector between letters parts two words (Tài chính-Kế hoạch, xã/phường), and so does a full stop
# or comma that lost its space; an apostrophe or stray bracket does not.
_CONNECTOR = regex.compile(
    r"""
      (?<=\p{L}{2}) [.,;:]+ (?=\d)              # năm.2024
    | (?<=^[IVX\d]+) [.] (?=\p{Lu}{2})          # II.NỘI
    | (?<=\d) [.,;:]+ (?=\p{L}{2})              # 2030,.chuẩn
    | (?<=[\p{L}\d]{2}) [.,;:] (?=\p{L}{2})     # sách.Thực
    | (?<=[\p{L}'’]) [-–—/] (?=\p{L})            # chính-Kế, xã/phường
    | (?<=\p{L}) [“"(] (?=\p{L}{2})              # hiệu“Gia
    | (?<=\p{L}{2}) [”")] (?=\p{L}{2})           # học”của
    | (?<=\p{L}) [<>=≥≤]+ (?=\d)                # đạt≥95%
    """,
    regex.VERBOSE,
)
HOOKS = frozenset("?:")
HALF_A_LETTER = regex.compile(r"(?i)(?:c|ch|gi|kh|l|ng|ngh|nh|ph|s|t|th|tr|x)[tv]|(?:c|gi|tr|x)i")
"""An onset and what is left of a letter with a horn or hook whose other half was read as a sign."""
NO_WORD = regex.compile(r"[tmr*]?n?g|[€&]|\d")
"""What is left of a word behind a bracket that was its first letter, or a part of it; a figure may be one as well."""
_GLUED_LABEL = regex.compile(r"\s*(?:\d{1,2}\.{1,2}|\p{Ll}\))[-~.'’]?(?=\p{L}\S)")
"""A label without a space behind it (``d)Lao dong``, ``2.T6 chirc``), which would be lost as a part of the word."""
_NEAR = 40
"""Characters on either side of a connector in which its neighbours stand."""
_PLAIN_ENDS = ("", ",", ".", ";", ":")
_NO_HOOK_ENDS = ("", ",", ".", ";")
_PLAIN_BREAKS = frozenset(".;:")
_BREAK = regex.compile(r"[.;:!?…](?!\d)")


def cut_line(line: str, number: int, *, hooks: bool = False) -> list[Piece]:
    """The pieces of one line, in order; ``start`` and ``end`` are offsets into it. hooks: whether those of letters may
    have been read as question marks."""
    pieces: list[Piece] = []
    last_bracket = line.rfind(")") if hooks else -1
    label = _GLUED_LABEL.match(line)
    if label:
        pieces += cut_line(line[: label.end()], number, hooks=hooks)
    for at, chunk in enumerate(_CHUNK.finditer(line, label.end() if label else 0), 1 if label else 0):
        text = chunk[0]
        plain = text if text.isalpha() else text[:-1]
        if plain.isalpha() and text[len(plain) :] in (
            _NO_HOOK_ENDS if hooks else _PLAIN_ENDS
        ):  # most words, without a closer look
            start = chunk.start()
            kind: Kind = "code" if is_loan_word(plain) else "word"
            pieces.append(Piece(number, start, start + len(plain), plain, kind, text[-1] in _PLAIN_BREAKS))
        elif _MARKS.issuperset(chunk[0]):
            pieces.extend(_mark(chunk[0], chunk.start(), number, first=at == 0))
        else:
            end = chunk.end()
            after = _After(line[end : end + 2], closes=last_bracket >= end) if hooks else None
            pieces.extend(_cut_chunk(chunk[0], chunk.start(), number, after))
    return pieces


class _After(NamedTuple):
    """What is asked of the rest of a line behind a chunk where hooks may have been read as signs."""

    begin: str
    """Its first two characters."""
    closes: bool
    """Whether a bracket is closed in it."""


def _cut_chunk(chunk: str, offset: int, line: int, after: _After | None) -> list[Piece]:
    """The pieces of what stands between two spaces."""
    lead = _LEAD.match(chunk)
    begin = lead.end() if lead else 0
    trail = _TRAIL.search(chunk, begin)
    end = trail.start() if trail else len(chunk)
    if after is not None:
        begin -= _damaged_opening(chunk, begin, end, after)
        end += _damaged_bracket(chunk, begin, end) or _damaged_hook(chunk, begin, end, after)
    core = chunk[begin:end]
    if begin == 0 and core[0] == "(":
        return [
            Piece(line, offset, offset + end, core, "number" if core[1:].isdigit() else "word", _breaks(chunk[end:]))
        ]
    whole = "code" if _after_slash(core, chunk[:begin]) else _kind(core)
    if whole != "word" or _ADDRESS.match(core):
        kind: Kind = "code" if whole == "word" else whole
        return [Piece(line, offset + begin, offset + end, core, kind, _breaks(chunk[end:]))]
    pieces: list[Piece] = []
    at = 0
    for connector in [*filter(_parts_words, _CONNECTOR.finditer(core)), None]:
        stop = connector.start() if connector else len(core)
        if stop > at:
            text = core[at:stop]
            ends = _breaks(connector[0]) if connector else _breaks(chunk[end:])
            pieces.append(Piece(line, offset + begin + at, offset + begin + stop, text, _kind(text), ends))
        at = connector.end() if connector else stop
    return pieces


def _after_slash(core: str, lead: str) -> bool:
    """Whether capitals are the rest of a code whose number was read apart (``128 /KH-UBND``)."""
    return lead.endswith("/") and (core.replace("-", "").isupper() or REST_OF_CODE.match(core) is not None)


def _parts_words(connector: regex.Match[str]) -> bool:
    """Whether a stop or comma inside a chunk lost its space: both neighbours are syllables. Otherwise it may be part
    of a letter."""
    beside = connector.string[connector.start() - 1] + connector.string[connector.end()]
    if connector[0] not in ".,;:" or not beside.isalpha() or regex.match(r"[IVX]+\.", connector.string):
        return True
    left = WORD.findall(connector.string[max(0, connector.start() - _NEAR) : connector.start()])
    right = WORD.findall(connector.string[connector.end() : connector.end() + _NEAR])
    return bool(left and right) and is_syllable(left[-1]) and is_syllable(right[0])


def _kind(core: str) -> Kind:
    if _NUMBER.match(core):
        return "number"
    if is_loan_word(core) or _CODE.match(core) or _ABBREVIATION.match(core) or _NEVER_WORD.fullmatch(core):
        return "code"
    return "word"


def _breaks(punctuation: str) -> bool:
    return bool(_BREAK.search(punctuation))


def _mark(chunk: str, offset: int, line: int, *, first: bool) -> list[Piece]:
    """A chunk of nothing but marks. A full stop ends the clause before it, and so does the dash or plus that begins a
    line; a dash
    between words (kinh tế - xã hội) parts nothing."""
    if _breaks(chunk) or first:
        return [Piece(line, offset, offset + len(chunk), chunk, "mark", True)]
    return []


def _damaged_bracket(chunk: str, begin: int, end: int) -> int:
    """How many closing marks belong to the word: a bracket or quote that nothing opened, right after a letter and an
    apostrophe, is
    the remains of a marked letter (``phf')``)."""
    rest = chunk[end:]
    if rest[:1] in {")", "”"} and chunk[end - 1 : end] in {"'", "’", "‘"} and "(" not in chunk and "“" not in chunk:
        return 1
    return 0


def _damaged_opening(chunk: str, begin: int, end: int, after: _After) -> int:
    """Whether the bracket before a word is part of it: the stem of a t, or an ư that was cut in two (``(ng`` for *ứng*,
    ``(6 chirc`` for *tổ chức*). It is one that nothing closes, and what stands behind it is no word by itself."""
    if chunk[:begin] != "(" or ")" in chunk or after.closes:
        return 0
    return int(NO_WORD.fullmatch(chunk, begin, end) is not None)


def _damaged_hook(chunk: str, begin: int, end: int, after: _After) -> int:
    """Whether the sign behind a word belongs to it: a question mark ends a sentence, so that behind one before a small
    letter there was a hook (``cu? tri`` for *cử tri*). Elsewhere the word tells, whose last letter was cut in two
    (``ct?`` for *cứ*, ``cht: nghia`` for *chủ nghĩa*; 319 of 322 in the pairs that channels are learned from)."""
    sign, word = chunk[end:], chunk[begin:end]
    if sign not in HOOKS or not word.isalpha():
        return 0
    small = after.begin[:1] == " " and after.begin[1:].islower()
    return int((sign == "?" and small) or ((sign == "?" or small) and HALF_A_LETTER.fullmatch(word) is not None))
