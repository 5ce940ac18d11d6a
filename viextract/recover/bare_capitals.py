"""Capitals that have lost their marks above text that kept them: old fonts and keyboards have no marked capitals.

A heading of a few words says little by itself, and names of firms are written so on purpose; so the decoder is asked,
and it must be sure of most of the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viextract.language.ngram import model
from viextract.language.syllables import WORD, has_marks, strip_marks, stripped_syllable_set
from viextract.model.decision import Decision
from viextract.recover.channel import Candidates, kept_rows, unmarked_candidates
from viextract.recover.decisions import decisions
from viextract.recover.lattice import Damage
from viextract.recover.words import in_case

_SURE = 0.8
"""Confidence from which on a heading's word counts as restored."""
_MOST = 0.5
"""Share of the capital words that must be: one in four of a heading has no mark to lose."""
_LONG = 4
"""Capital words without marks one after another that are no chance where others have them: one in five has none."""
_SHORT = 2
"""The same in a text that has no marked capital at all."""
_ROW = re.compile(r"[^\W\d_a-z]{2,}(?:[ ,–-]+[^\W\d_a-z]{2,})*")


def bare_capitals() -> Damage:
    """Capital letters without marks, small letters as they are."""
    return Damage("stripped", _candidates, 0.0, 2.2, fuzzy=False, bare=False)


def _candidates(reads: Sequence[str]) -> Candidates:
    """True forms that are what was read once their capitals lose their marks; none for words in small letters."""
    found = unmarked_candidates([read if read[:1].isupper() else "" for read in reads])
    vocabulary = model().vocabulary
    counts = (found.begin[1:] - found.begin[:-1]).tolist()
    expected = [read for read, count in zip(reads, counts, strict=True) for _ in range(count)]
    forms = (in_case(vocabulary[i], case) for i, case in zip(found.ids.tolist(), found.cases.tolist(), strict=True))
    return kept_rows(found, [without_capital_marks(form) == read for form, read in zip(forms, expected, strict=True)])


def without_capital_marks(text: str) -> str:
    """The text as it is left when capitals lose their marks.

    >>> without_capital_marks("MỤC ĐÍCH: Đẩy mạnh")
    'MUC DICH: Dẩy mạnh'
    """
    return "".join(strip_marks(letter) if letter.isupper() else letter for letter in text)


def with_bare_capitals(lines: Sequence[str], groups: Sequence[list[int]]) -> list[list[int]]:
    """Those of some paragraphs (indices of lines) whose capitals have lost their marks, as the decoder says."""
    none_marked = not any(letter.isupper() and has_marks(letter) for line in lines for letter in line)
    least = _SHORT if none_marked else _LONG
    asked = [group for group in groups if any(_longest_row(lines[i]) >= least for i in group)]
    trial = decisions(lines, asked, bare_capitals()) if asked else {}
    return [group for group in asked if _is_restored([token for i in group for token in trial[i]])]


def _longest_row(line: str) -> int:
    """Bare capital words that stand in a row and could be syllables; 0 where the line has capitals with marks."""
    rows = [WORD.findall(row.group()) for row in _ROW.finditer(line)]
    if any(has_marks(word) for row in rows for word in row):
        return 0
    return max((sum(word.lower() in stripped_syllable_set() for word in row) for row in rows), default=0)


def _is_restored(tokens: Sequence[Decision]) -> bool:
    capitals = [token for token in tokens if token.before.isupper() and token.before.lower() in stripped_syllable_set()]
    sure = [token for token in capitals if token.changed and token.confidence >= _SURE]
    return len(sure) >= _SHORT and len(sure) >= _MOST * len(capitals)
