"""Two readings of one line become one that is no worse than the better: word by word, by what stands beside it.

Where readings agree nothing is asked. Where they differ, the language model says which of the two goes better with
the words around it, each weighed with the confidence of its engine; figures and codes, on which it has no opinion,
stay those of the first reading.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from viextract.language.fold import fold
from viextract.language.ngram import model
from viextract.language.syllables import WORD, syllable_set
from viextract.language.tokens import symbols
from viextract.read.layout.words import Word, union
from viextract.read.ocr.margins import margins

_CONTEXT = 3  # words on either side: all that a model of four words sees
_LEAST_CONFIDENCE = 0.05
_BELIEVED = 0.55  # confidence below which an engine is guessing


def combine(words: Sequence[Word], other: Sequence[tuple[str, float]]) -> list[Word]:
    """The words of a line, some of them as the other reading has them; what is not taken is kept as an alternative.

    other: the words of the second reading in order, with confidences 0 to 1.
    """
    result = list(words)
    texts, others = [word.text for word in words], [text for text, _ in other]
    # From the right, so that what is changed does not move what is still to come.
    for tag, first, last, start, end in reversed(SequenceMatcher(None, texts, others, autojunk=False).get_opcodes()):
        if tag != "replace":
            continue
        for own, its in reversed(_cut_alike(texts[first:last], others[start:end])):
            _choose(result, first + own.start, first + own.stop, other[start + its.start : start + its.stop])
    return result


def _cut_alike(own: Sequence[str], other: Sequence[str]) -> list[tuple[slice, slice]]:
    """Two readings of one place in pieces that begin and end at the same letters: where one reading has cut "yêu cầu"
    as "yê ucầu", a choice word by word would hold the letter in question twice or not at all.
    """
    ends, other_ends = _ends(own), _ends(other)
    first, second = (fold("".join(map(_letters, texts))) for texts in (own, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    pieces: list[tuple[slice, slice]] = []
    at = its = 0
    for index, end in enumerate(ends, 1):
        for other_index in range(its + 1, len(other_ends) + 1):
            whole = index == len(ends), other_index == len(other_ends)
            if all(whole) or (not any(whole) and _same_place(matcher, end, other_ends[other_index - 1])):
                pieces.append((slice(at, index), slice(its, other_index)))
                at, its = index, other_index
                break
    return pieces


def _ends(texts: Sequence[str]) -> list[int]:
    """How many letters end with each word."""
    return list(accumulate(len(_letters(text)) for text in texts))


def _same_place(matcher: SequenceMatcher[str], place: int, other: int) -> bool:
    """Whether two places stand before the same letter or behind it; within what differs, at the same distance."""
    for tag, first, last, start, end in matcher.get_opcodes():
        within = first <= place <= last and start <= other <= end
        if within and (tag in ("insert", "delete") or place - first == other - start or last - place == end - other):
            return True
    return False


def _choose(words: list[Word], first: int, last: int, other: Sequence[tuple[str, float]]) -> None:
    """Replaces ``words[first:last]`` by the other reading where that is clearly better."""
    own = words[first:last]
    text, other_text = " ".join(word.text for word in own), " ".join(text for text, _ in other)
    made = offer(words, first, last, other)
    if made is None:
        return
    if made.gain + margins().confidence_weight * made.surer < margins().second:
        for word in own if len(own) == len(other) == 1 else ():
            word.alternatives.append(other_text)
        return
    box = union(word.bbox for word in own)
    confidence = sum(confidence for _, confidence in other) / len(other)
    # The replaced words become one with blanks in it: where exactly each stands is not known.
    words[first:last] = [replace(own[0], text=other_text, bbox=box, confidence=confidence, alternatives=[text])]


class Offer(NamedTuple):
    """How much better another reading is than the first."""

    gain: float
    """By the language model, in nats."""
    surer: float
    """By the logarithm of the engines' confidences."""


def offer(words: Sequence[Word], first: int, last: int, other: Sequence[tuple[str, float]]) -> Offer | None:
    """What speaks for another reading of ``words[first:last]``; None where it says the same or may not take their
    place."""
    own = words[first:last]
    text, other_text = " ".join(word.text for word in own), " ".join(text for text, _ in other)
    if _letters(text) == _letters(other_text) or not _may_replace(text, other):
        return None
    before = " ".join(word.text for word in words[max(0, first - _CONTEXT) : first])
    after = " ".join(word.text for word in words[last : last + _CONTEXT])
    here, there = (model().sequence(symbols(f"{before} {one} {after}")) for one in (text, other_text))
    sure = _sure([word.confidence for word in own])
    return Offer(there - here, _sure([confidence for _, confidence in other]) - sure)


def _may_replace(text: str, other: Sequence[tuple[str, float]]) -> bool:
    """Whether another reading is sound in itself: legal syllables, no figures, as long, and believed by its engine."""
    other_text = " ".join(text for text, _ in other)
    words = WORD.findall(other_text)
    sound = bool(words) and all(word.lower() in syllable_set() for word in words)
    figures = any(character.isdigit() for character in text + other_text)
    alike = 0.6 <= len(_letters(other_text)) / max(len(_letters(text)), 1) <= 1.6
    return sound and not figures and alike and min(confidence for _, confidence in other) >= _BELIEVED


def _letters(text: str) -> str:
    """Letters and digits alone: readings that differ in punctuation or blanks only are left to recovery."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _sure(confidences: Sequence[float]) -> float:
    return sum(math.log(max(confidence, _LEAST_CONFIDENCE)) for confidence in confidences) / len(confidences)
