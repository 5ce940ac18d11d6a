"""Marks of letters voted on by the language model, where the engine is none too sure of a word.

The marks of Vietnamese letters are a few dots high and the first to be misread; what they make is mostly a legal
syllable (phó for phố), so that spelling does not tell. The letters themselves are nearly always right. So the readings
that differ in nothing but marks are weighed with the words around them, and one takes the word's place where it is
the better by far: the surer the engine, the farther.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from viextract.language.ngram import BREAK_ID, ORDER, UNKNOWN_ID, model
from viextract.language.syllables import WORD, canonical_tone, strip_marks, syllable_set
from viextract.language.tokens import symbols
from viextract.read.layout.words import Word
from viextract.read.ocr.engines import OcrWord
from viextract.read.ocr.margins import margins

_REMEMBERED = 4096
"""Syllables whose rivals are kept: more than a document has."""
_CONTEXT = ORDER - 1  # words on either side: all that the model sees


@dataclass(slots=True)
class Question:
    """A word in doubt: its place in the text, and its neighbours as the model knows them."""

    place: int
    before: list[int]
    after: list[int]
    own: str
    others: list[str]
    letters: list[int]
    """How many letters of each of the others are others; none where only marks differ."""
    handicaps: list[float]
    """By how many nats each of the others must be better."""


_Read = TypeVar("_Read", Word, OcrWord)


def vote_on_marks(words: Sequence[_Read]) -> list[_Read]:
    """The words of a page in reading order, some with other marks; what was read is then kept as an alternative.

    Figures, abbreviations, what is no syllable, and words that the model does not know stay.
    """
    result = list(words)
    pairs = _pairs(words)
    questions = [asked for place in range(len(words)) if (asked := question(words, place)) is not None]
    for asked, (best, gain) in zip(questions, advantages(questions), strict=True):
        if gain > 0 and not _is_told_by_the_page(words, asked, asked.others[best], pairs):
            read: _Read = result[asked.place]
            text = in_place(read.text, asked.own, asked.others[best])
            result[asked.place] = replace(read, text=text, alternatives=[read.text, *read.alternatives])
    return result


def _pairs(words: Sequence[Word] | Sequence[OcrWord]) -> Counter[tuple[str, str]]:
    """How often two words follow each other on the page, whatever their capitals."""
    texts = [_core(word.text) for word in words]
    return Counter(pairwise(texts))


def _core(text: str) -> str:
    return text.strip('.,;:()“”"').lower()


def _is_told_by_the_page(words: Sequence[_Read], asked: Question, best: str, pairs: Counter[tuple[str, str]]) -> bool:
    """Whether an engine that is sure of a word read it twice more beside the same neighbour, and the other one never:
    what a page is about is written on it again and again, and is not what the model knows best (công sản, not cộng
    sản)."""
    if words[asked.place].confidence < _SURE:
        return False
    before, _, after = (
        _core(words[k].text) if 0 <= k < len(words) else "" for k in range(asked.place - 1, asked.place + 2)
    )
    own = asked.own
    sides = [((before, own), (before, best)), ((own, after), (best, after))]
    return any(pairs[as_read] > _TWICE and not pairs[other] for as_read, other in sides if all(as_read))


_SURE = 0.9
_TWICE = 2


def question(words: Sequence[Word] | Sequence[OcrWord], place: int) -> Question | None:
    """What is to be asked about a word; None where it stays: it is sure, or nothing else could stand there."""
    word = words[place]
    margin = next((margin for below, margin in margins().marks if word.confidence < below), None)
    runs = WORD.findall(word.text)
    if margin is None or len(runs) != 1 or len(runs[0]) < 2 or any(letter.isdigit() for letter in word.text):
        return None
    own = runs[0].lower()
    others = _candidates(own)
    if not others:
        return None
    before = symbols(" ".join(other.text for other in words[max(place - _CONTEXT, 0) : place]))
    after = symbols(" ".join(other.text for other in words[place + 1 : place + 1 + _CONTEXT]))
    breaks = symbols(word.text)[1:]  # a full stop after the word
    ids = model().id
    return Question(
        place,
        [ids(symbol) for symbol in before[-_CONTEXT:]],
        [ids(symbol) for symbol in [*breaks, *after][:_CONTEXT]],
        own,
        [other for other, _ in others],
        [letters for _, letters in others],
        [max(margin, margins().letter) if letters else margin for _, letters in others],
    )


@lru_cache(maxsize=_REMEMBERED)
def _candidates(own: str) -> tuple[tuple[str, int], ...]:
    """What may have been printed where a syllable was read, with how many letters are others: one at most."""
    known = canonical_tone(own)  # hoá and hóa are one word
    if own not in syllable_set() or model().id(known) == UNKNOWN_ID:
        return ()
    found = [(other, _other_letters(own, other)) for other in _alike(own) if other != known]
    return tuple((other, letters) for other, letters in found if letters < 2)


def _alike(syllable: str) -> list[str]:
    """Syllables that may be taken for this one: of the same letters, and with ă or â for ê where both have two marks.

    >>> "bền" in _alike("bắn"), "bần" in _alike("bắn"), "ben" in _alike("ban")
    (True, True, False)
    """
    found = list(_same_letters().get(strip_marks(syllable), ()))
    for letters, others, plain in ((_HIGH_A, _HIGH_E, "e"), (_HIGH_E, _HIGH_A, "a")):
        if letters.search(syllable):
            swapped = strip_marks(letters.sub(plain, syllable))
            found += [other for other in _same_letters().get(swapped, ()) if others.search(other)]
    return found


_HIGH_A, _HIGH_E = re.compile("[ắằẳẵặấầẩẫậ]"), re.compile("[ếềểễệ]")
"""Letters with two marks, of which the lower may be taken for the other's."""


def _other_letters(one: str, other: str) -> int:
    """How many letters differ of two alike syllables, marks over and under vowels left out: d and đ do."""
    plain = zip(_bare(one), _bare(other), strict=True)
    return sum(a != b for a, b in plain)


def _bare(syllable: str) -> str:
    return "".join("đ" if letter == "đ" else strip_marks(letter) for letter in syllable)


@cache
def _same_letters() -> dict[str, tuple[str, ...]]:
    """Syllables that the model knows, by their letters without marks."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(syllable_set()):
        if model().id(syllable) != UNKNOWN_ID:
            found.setdefault(strip_marks(syllable), []).append(syllable)
    return {letters: tuple(spellings) for letters, spellings in found.items()}


def advantages(questions: Sequence[Question]) -> list[tuple[int, float]]:
    """For each question the best of the others, and by how many nats more than its handicap it is better; all are asked
    of the model at once."""
    if not questions:
        return []
    candidates = [[canonical_tone(question.own), *question.others] for question in questions]
    ids = model().id
    texts = np.array([_around_the_word(question) for question in questions], np.int64)
    texts = np.repeat(texts, [len(spellings) for spellings in candidates], axis=0)
    texts[:, _CONTEXT] = [ids(spelling) for spellings in candidates for spelling in spellings]
    # Each word from the one in question on, with those before it; what stands behind the text's end says nothing.
    windows = np.lib.stride_tricks.sliding_window_view(texts, ORDER, axis=1)
    owners, places = np.nonzero(windows[:, :, -1] != _NO_WORD)
    h3, h2, h1, word = windows[owners, places].T
    scores = np.bincount(owners, model().score(h1, h2, h3, word, model().backoffs(h1, h2, h3)))
    answers: list[tuple[int, float]] = []
    at = 0
    for question, spellings in zip(questions, candidates, strict=True):
        own, others = scores[at], scores[at + 1 : at + len(spellings)] - np.array(question.handicaps)
        best = int(others.argmax())
        answers.append((best, float(others[best] - own)))
        at += len(spellings)
    return answers


def _around_the_word(question: Question) -> list[int]:
    """The words around the one in question, which is left open: as many for each question."""
    behind = [*question.after, BREAK_ID]
    return [*_padded(question.before), _NO_WORD, *behind, *[_NO_WORD] * (_CONTEXT + 1 - len(behind))]


_NO_WORD = -2


def _padded(before: Sequence[int]) -> list[int]:
    """The words before, a break ahead of them where the text begins, and nothing (-1) further ahead."""
    padded = [-1] * _CONTEXT + ([*before] if len(before) == _CONTEXT else [BREAK_ID, *before])
    return padded[-_CONTEXT:]


def in_place(text: str, own: str, best: str) -> str:
    """The spelling in a word's place, its capitals and punctuation kept."""
    start = text.lower().index(own)
    letters = [
        new.upper() if old.isupper() else new for old, new in zip(text[start : start + len(own)], best, strict=True)
    ]
    return text[:start] + "".join(letters) + text[start + len(own) :]
