"""The words of flattened lines: what was read, what recovery made of it, and what tells which column it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from viextract.language.ngram import UNKNOWN_ID
from viextract.model.document import Line
from viextract.model.plan import Correction
from viextract.parse.tables.flattened.alone import readings
from viextract.parse.tables.flattened.continuity import Ids, word_ids
from viextract.parse.tables.flattened.widths import print_width
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

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def with_signs(lines: Sequence[Line], corrections: Sequence[Correction]) -> list[Line]:
    """The lines with the signs and figures that recovery has taken for words: ``%``, ``≥ 90%`` and codes stand alone
    in a table.
    """
    changed = by_line([c for c in corrections if re.search(r"\d|%|Yo$|^S?TT$", c.before)])
    mended: list[Line] = []
    for line in lines:
        text, at = line.text, 0
        for correction in changed.get(line.number, []):
            place = re.compile(rf"(?<![\w]){re.escape(correction.after)}(?![\w])").search(text, at)
            sign = _sign(correction)
            if place is None or sign is None:
                continue
            text = text[: place.start()] + sign + text[place.end() :]
            at = place.start() + len(sign)
        mended.append(line if text == line.text else replace(line, text=text))
    return mended


def by_line(corrections: Sequence[Correction]) -> dict[int, list[Correction]]:
    """Corrections by the number of the line that they stand on."""
    found: dict[int, list[Correction]] = {}
    for correction in corrections:
        if correction.source is not None:
            found.setdefault(correction.source.lines[0], []).append(correction)
    return found


def _sign(correction: Correction) -> str | None:
    """What a corrected token should have stayed; None where the correction is right."""
    before, after = correction.before, correction.after
    if before in ("TT", "STT"):  # the heading of the numbers, which is no word
        return before
    if is_percent(before):
        return "%"
    if _SPOILT_CODE.match(before) and not re.search(r"\d", after):
        return before
    figure = re.search(r"[<>≥≤]?\s*\d+([.,]\d+)?\s*%$", before)
    return f"{after} {figure[0].strip()}" if figure is not None and not re.search(r"\d", after) else None


_DIRT = re.compile(r"[^\w%]*[a-zA-ZâăêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹđÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚĐ][^\w%)]*(?<![yYởýÝVIX)])")
"""A single letter that is no word: specks and parts of rules. ``y`` (tế), ``ở``, ``ý``, figures and ``a)`` are
words.
"""

_SPOILT_CODE = re.compile(r"^\D{0,2}\d{1,2}(?:[.,:;'‘’`°]{0,2}\d){1,2}[.,:;'‘’`°})]{0,3}$")


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


_GAP_TRACE = re.compile(r"[|_=~—]+[-|_=~—]*|-[-|_=~—]+")
"""What OCR makes of a column rule, or of the white between columns."""

_GUESS, _SPECK = 0.5, 3
"""Up to so many letters for which recovery has but guessed at a word may be specks between the columns."""


def tokens_of(text: str, corrections: Sequence[Correction] = ()) -> list[Token]:
    """Words of a line; specks of dirt (marks without letter, figure or per cent sign, single letters) are left out."""
    tokens: list[Token] = []
    bar = False
    unsure = {c.before for c in corrections if c.confidence < _GUESS and len(c.before) <= _SPECK}
    for printed, raw in readings(_GAP_TRACE.sub(" | ", text), corrections):
        if printed in ("-", "–") and tokens:
            last = tokens[-1]
            text = f"{last.text} {printed}"
            tokens[-1] = replace(last, text=text, raw=f"{last.raw} {printed}", width=print_width(text))
            continue
        if not re.search(r"[^\W_]|%|≥|≤|>|<|…", printed) or _DIRT.fullmatch(printed):
            bar = bar or printed == "|"
            continue
        ids = word_ids(printed)
        doubtful = UNKNOWN_ID in ids or (len(folded(printed)) < 2 and not re.search(r"[\d%ởýỞÝ]", printed))
        doubtful = doubtful or raw in unsure
        tokens.append(Token(printed, ids, folded(printed), bar, doubtful, raw, print_width(printed)))
        bar = False
    return tokens[:MOST_WORDS]


def ids_of(tokens: Sequence[Token]) -> Ids:
    """The language model's ids of some words, one after another."""
    return tuple(value for token in tokens for value in token.ids)
