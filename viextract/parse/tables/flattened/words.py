"""The words of flattened lines: what was read, what recovery made of it, and what tells which column it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex as re

from viextract.language.ngram import UNKNOWN_ID
from viextract.model.decision import Decision, Piece
from viextract.model.document import Line
from viextract.parse.tables.flattened.continuity import Ids, word_ids
from viextract.parse.tables.flattened.widths import print_width
from viextract.recover.channel import channel
from viextract.vocabulary.column_headings import folded
from viextract.vocabulary.column_words import is_percent

MOST_WORDS = 40
"""A line of more words is prose: a table's line holds a page's width."""
MOST_BEFORE_CODE = 6
"""Words that may stand before a criterion's code on its line: those of the standard's column."""

STANDARD = re.compile(r"^\d{1,2}\s?[.:,]\s?\d{1,2}[.:,]?(?:\p{Lu}.*)?$")
CRITERION = re.compile(r"^\d{1,2}[.:,]\d{1,2}[.:,]\d{1,2}[.:,]?")
BARE_CODE = re.compile(r"^\d{1,2}(?:[.:,]\d{1,2}){1,2}[.:,]?$")
SHARE = re.compile(r"\d+([.,]\d+)?\s*%")
"""A figure with its per cent sign, with which indicators begin as with a capital."""
RUNNING_NUMBER = re.compile(r"\d{1,3}[.)]?")


@dataclass(slots=True)
class Token:
    """A word of a flattened line."""

    text: str
    ids: Ids
    word: str
    """Letters and digits without case and marks."""
    after_bar: bool = False
    """The trace of a column rule stands before it."""
    doubtful: bool = False
    """No word that the language model knows, nor a figure or sign; or a guess at what may be a speck."""
    raw: str = ""
    """What was read in its place; empty where the word before it has that."""
    width: float = 0.0
    """In letters, as printed."""
    opening: Ids = ()
    """The same as ``ids`` after a seam, where what was read stands for all that it may have been."""
    settled: bool = False
    """It is known what it says, whatever stands beside it."""

    @property
    def letters(self) -> str:
        """What was read where recovery has made another word of nothing but letters; else empty. In columns of few
        words, what was read may be nearer: recovery has looked for a word that follows those of other columns.
        """
        return self.raw if self.raw != self.text and len(self.raw) > 1 and self.raw.isalpha() else ""

    def parted(self, words: Sequence[str]) -> list[Token]:
        """The words that have run together in it; the first has what was read."""
        return [
            Token(
                word,
                word_ids(word),
                folded(word),
                self.after_bar and k == 0,
                raw=self.raw if k == 0 else "",
                width=print_width(word),
                settled=True,
            )
            for k, word in enumerate(words)
        ]

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


_SIGN = "sign"
"""Reason of a decision that what recovery took for a word is a sign or figure: it stands alone in a table."""


def with_signs(lines: Sequence[Line]) -> list[Line]:
    """The lines with the signs and figures that recovery has taken for words: ``%``, ``≥ 90%`` and codes stand alone
    in a table.
    """
    return [_with_signs(line) for line in lines]


def _with_signs(line: Line) -> Line:
    decisions = tuple(map(_as_sign, line.decisions))
    return line if decisions == line.decisions else replace(line, decisions=decisions)


def _as_sign(decision: Decision) -> Decision:
    sign = _sign(decision) if decision.changed and _MAY_BE_SIGN.search(decision.before) else None
    return decision if sign is None else replace(decision, after=sign, reason=_SIGN)


_MAY_BE_SIGN = re.compile(r"\d|%|Yo$|^S?TT$")


def _sign(decision: Decision) -> str | None:
    """What a changed word should have stayed; None where the change is right."""
    before, after = decision.before, decision.after
    if before in ("TT", "STT"):  # the heading of the numbers, which is no word
        return before
    if is_percent(before):
        return "%"
    behind = _CODE_BEHIND_GAP.search(before)
    if behind is not None and not re.search(r"\d", after):  # the code of the next column, run together with a word
        return f"{after.rstrip(' .')} {behind[1]}"
    if _SPOILT_CODE.match(before) and not re.search(r"\d", after):
        return before
    figure = re.search(r"[<>≥≤]?\s*\d+([.,]\d+)?\s*%$", before)
    return f"{after} {figure[0].strip()}" if figure is not None and not re.search(r"\d", after) else None


def words_as_read(line: Line) -> list[tuple[str, str]]:
    """Each word of a recovered line with what was read in its place.

    Where one reading became several words, the first has it and the others have nothing.
    """
    return _words_as_read(line.pieces)


def _words_as_read(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = []
    now, read = "", ""
    for piece in pieces:
        taken = piece.decision is not None and piece.decision.changed and piece.decision.reason != _SIGN
        if not taken:
            for gap, word in _WORD_OR_GAP.findall(piece.text):
                if word:
                    now, read = now + word, read + word
                elif gap and now:
                    words.append((now, read))
                    now, read = "", ""
            continue
        before, first = piece.decision.before if piece.decision else "", True
        for gap, word in _WORD_OR_GAP.findall(piece.text):
            if gap and now:
                words.append((now, read))
                now, read = "", ""
            if word:
                now, read = now + word, read + (before if first else "")
                first = False
    return [*words, (now, read)] if now else words


_WORD_OR_GAP = re.compile(r"(\s+)|(\S+)")


_DIRT = re.compile(r"[^\w%]*[a-zA-ZâăêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹđÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚĐ][^\w%)]*(?<![yYởýÝVIX)])")
"""A single letter that is no word: specks and parts of rules. ``y`` (tế), ``ở``, ``ý``, figures and ``a)`` are
words.
"""

_SPOILT_CODE = re.compile(r"^\D{0,2}\d{1,2}(?:[.,:;'‘’`°]{0,2}\d){1,2}[.,:;'‘’`°})]{0,3}$")

_CODE_BEHIND_GAP = re.compile(r"\p{L}[|_=~—]+(\d{1,2}(?:[.,:]\d{1,2}){1,2}[.,:]?)$")
"""A word, the white between two columns, and the code with which the second begins."""
_WHOLE_CODE = re.compile(r"^\D{0,2}\d{1,2}\D\d{1,2}\D\d{1,2}\D{0,3}$")
"""A criterion's code with all three of its numbers apart."""
_PART_OF_CODE = re.compile(r"^\d{1,2}[.,]$")


def mended_code(text: str, group: str) -> str | None:
    """The code of a standard or criterion that damage has left without its points, or with others; None for what is
    none.

    group: the number of the group that the line stands under, with which its codes begin.

    >>> mended_code("12.1.", "1"), mended_code("2'3'3'.", "2"), mended_code("211.", "2"), mended_code("1:2.", "1")
    ('1.2.1.', '2.3.3.', '2.1.1.', '1.2.')
    >>> mended_code("15-60", "1") is None, mended_code("100", "1") is None
    (True, True)
    """
    if not _SPOILT_CODE.match(text) or not re.search(r"[.,:;'‘’`°})]", text):
        return None
    digits = "".join(re.findall(r"\d", text))
    if not group or not digits.startswith(group) or not 1 <= len(digits) - len(group) <= 2:
        return None
    return ".".join([group, *digits[len(group) :]]) + "."


def is_whole_code(text: str) -> bool:
    """Whether a word has three numbers apart, as a criterion's code has and no figure of a text.

    >>> is_whole_code("‘1.2.1."), is_whole_code("12.1.")
    (True, False)
    """
    return _WHOLE_CODE.match(text) is not None


def parted_code(first: str, second: str, group: str) -> str | None:
    """The code that white has parted (``1. 11.`` under group 1); None for other words.

    >>> parted_code("1.", "11.", "1"), parted_code("1.", "1.2.", "1"), parted_code("2.", "11.", "1")
    ('1.1.1.', '1.1.2.', None)
    """
    if not _PART_OF_CODE.match(first) or first.rstrip(".,") != group:
        return None
    return mended_code(first + second, group)


_GAP_TRACE = re.compile(r"[|_=~—]+[-|_=~—]*|-[-|_=~—]+")
"""What OCR makes of a column rule, or of the white between columns."""

_GUESS, _SPECK = 0.5, 3
"""Up to so many letters for which recovery has but guessed at a word may be specks between the columns."""
_WORD_COST = 1.5
"""Cost (-log P of the reading) up to which what was read is what an engine makes of some word: it may be unclear which,
as of ``nho``, and yet is no speck. Specks cost 2 and more."""


@lru_cache(maxsize=10_000)
def _unlike_a_word(read: str) -> bool:
    """Whether hardly any word is read so.

    >>> _unlike_a_word("nho"), _unlike_a_word("ee")
    (False, True)
    """
    return bool(channel("wrong").candidates([read]).costs.min(initial=_WORD_COST + 1.0) > _WORD_COST)


def _with_gaps(piece: Piece) -> Piece:
    """A piece with the traces of column rules parted from the words."""
    return piece._replace(text=_GAP_TRACE.sub(" | ", piece.text))


def tokens_of(line: Line) -> list[Token]:
    """Words of a line; specks of dirt (marks without letter, figure or per cent sign, single letters) are left out."""
    tokens: list[Token] = []
    bar = False
    unsure = {
        one.before
        for one in line.changes
        if one.confidence < _GUESS and len(one.before) <= _SPECK and _unlike_a_word(one.before)
    }
    for printed, raw in _words_as_read([_with_gaps(piece) for piece in line.pieces]):
        if printed in ("-", "–") and tokens:
            last = tokens[-1]
            text = f"{last.text} {printed}"
            tokens[-1] = replace(last, text=text, raw=f"{last.raw} {printed}", width=print_width(text))
            continue
        if not re.search(r"[^\W_]|%|≥|≤|>|<|…|¥", printed) or _DIRT.fullmatch(printed):
            bar = bar or printed == "|"
            continue
        ids = word_ids(printed)
        doubtful = UNKNOWN_ID in ids or (len(folded(printed)) < 2 and not re.search(r"[\d%ởýỞÝ]", printed))
        doubtful = doubtful or raw in unsure
        tokens.append(Token(printed, ids, folded(printed), bar, doubtful, raw, print_width(printed)))
        bar = False
    return tokens[:MOST_WORDS]


def openings_of(tokens: Sequence[Token]) -> Ids:
    """The ids after a seam of some words, one after another."""
    return tuple(value for token in tokens for value in token.opening or token.ids)


def ids_of(tokens: Sequence[Token]) -> Ids:
    """The language model's ids of some words, one after another."""
    return tuple(value for token in tokens for value in token.ids)
