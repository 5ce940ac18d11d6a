"""Slight damage in text that looks clean: the gate asks the decoder.

A page that was read well has one wrong word in fifty, and most of these are legal syllables, so that spelling says
nothing. A trial decoding does: in text that is right there is hardly a word of which it is certain that it should be
another one, whatever the register; where there are several, the text is a reading.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from viextract.language.ngram import BREAK_ID, model
from viextract.language.syllables import WORD
from viextract.language.tokens import CLASSES, CODE, NUMBER
from viextract.model.decision import Decision
from viextract.recover.tokenizer import cut_line
from viextract.recover.words import lower

_NEARLY_CERTAIN = 0.95
"""Posterior from which on a change of the trial decoding counts."""
SURE_CHANGES_IN_CLEAN_TEXT = 1 / 4000
"""Such changes a word in text that was typed: 41 in 168,000 held-out words of official text, of an encyclopedia, and of
stories and talk, most of them slips of the keyboard."""
_BY_CHANCE = 0.002
"""So rarely may a text that was typed be taken for a reading."""


_RARE = -8.5
"""log P of a word behind another from which on the two are looked at more closely: of 1,328 certain changes in readings
of good pages 78 % are in lines that hold such a pair, and of texts with two of them one in twelve is passed over."""


def unusual_lines(lines: Sequence[str], groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """The lines of each paragraph in which two words stand beside each other that were never seen so, or hardly ever:
    where none of these has a wrong word, a trial decoding of the others is work for nothing.
    """
    where = [i for group in groups for i in group]
    streams = [[BREAK_ID, *_stream(lines[i]), BREAK_ID] for i in where]
    words = np.array([word for stream in streams for word in stream], dtype=np.int64)
    ends = np.cumsum([len(stream) for stream in streams])
    before, word = words[:-1], words[1:]
    value, known = model().bigrams(before, word)
    # Any word may begin a clause: that it seldom does is no sign.
    begins, over = before == BREAK_ID, (before == BREAK_ID) & (word == BREAK_ID)
    odd = (~known & ~over) | ((value < _RARE) & ~begins)
    hits = np.unique(np.searchsorted(ends, np.flatnonzero(odd), side="right"))
    unusual = {where[k] for k in hits.tolist()}
    return [kept for group in groups if (kept := [i for i in group if i in unusual])]


def _stream(line: str) -> Iterator[int]:
    """The ids of the words of a line, and of its breaks."""
    for piece in cut_line(line, 0):
        if piece.kind == "word":
            yield model().id(lower(piece.text))
        elif piece.kind != "mark":
            yield _CLASSES[piece.kind]
        if piece.breaks:
            yield BREAK_ID


_CLASSES = {"number": CLASSES.index(NUMBER), "code": CLASSES.index(CODE)}


def is_slightly_damaged(changes: int, words: int) -> bool:
    """Whether so many certain changes are too many for a text of so many words that was typed (Poisson).

    >>> is_slightly_damaged(1, 20), is_slightly_damaged(2, 200), is_slightly_damaged(2, 1400)
    (False, True, False)
    """
    expected = words * SURE_CHANGES_IN_CLEAN_TEXT
    fewer = math.exp(-expected) * sum(expected**count / math.factorial(count) for count in range(min(changes, 100)))
    return changes > 1 and 1 - fewer < _BY_CHANCE


def sure_changes(decided: Mapping[int, Sequence[Decision]]) -> int:
    """How many different changes of a trial decoding are nearly certain.

    Words by words, since signs are often typed oddly; each counts once, since it recurs, and so does the slip of a
    writer who knows no better. Words with a capital do not count: names of persons and places of the many peoples of
    Vietnam are like no words that a model knows.
    """
    return len(
        {
            (token.before.lower(), token.after.lower())
            for tokens in decided.values()
            for token in tokens
            if token.changed
            and token.confidence >= _NEARLY_CERTAIN
            and token.before.isalpha()
            and token.after.isalpha()
            and not token.before.istitle()
        }
    )


def word_count(lines: Sequence[str], groups: Sequence[Sequence[int]]) -> int:
    """Words of the lines of these paragraphs."""
    return sum(len(WORD.findall(lines[i])) for group in groups for i in group)
