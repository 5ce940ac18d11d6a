"""Letters that a program could not write: a question mark or a box stands in their place, or nothing at all.

A program of the West writes Windows-1252, which has à and ê but not ạ and ế; others write ASCII alone. What is lost is
therefore no chance: each word is left in one form, and the text tells which repertoire it went through, since that one
explains its words. The lost letter is a wildcard inside the word, not punctuation.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np
import regex

from viextract.language.ngram import model
from viextract.language.syllables import MARKED_LETTERS, WORD, strip_marks, stripped_syllable_set
from viextract.language.tokens import CLASSES
from viextract.language.tones import to_tone_style
from viextract.model.decision import Decision
from viextract.recover.channel import Candidates, best_rows
from viextract.recover.lattice import Damage
from viextract.recover.ragged import Floats
from viextract.recover.words import case_like, lower

WILDCARD = "\u0294"
"""A letter (of no Vietnamese word) for the sign that stands for a lost one, so that it is cut as part of its word."""
_SIGNS = "?\ufffd\u25a1\u25af\u25a0\u2610\u00bf\u00a4"
"""What is written for a letter that cannot be: question marks, U+FFFD, boxes."""
_LATIN_1 = frozenset("àáâãèéêìíòóôõùúý")
_NEAR = {"ă": "a", "đ": "d", "ĩ": "i", "ơ": "o", "ũ": "u", "ư": "u"}
"""What Windows writes for letters beyond its code page 1252 where it knows a near one (its table "best fit")."""
_ADDRESS = regex.compile(r"(?<=\S)(?:://|@|\?\w+=)(?=\S)")
"""Question marks in addresses stand for themselves."""
_SMALL = frozenset(letter for letter in MARKED_LETTERS if letter.islower())
_LEAST_INNER = 2
"""Words with a sign between two letters from which on the signs are letters."""
_LEAST_SHARE = 0.1
"""Share of the words that have such a sign: one word in four has a letter beyond Latin-1 and its near letters."""
_EXPLAINED = 0.6
_STRANGE = -14.0
"""log P of a word that no repertoire explains: names and abbreviations."""
_ILLEGAL, _ALL_BUT_FEW = 0.2, 0.85
"""Where nothing stands for lost letters: share of the words that are no syllables whatever
marks they lost, and of those that must be what
words of the model leave."""
_MUTE = 0.08
"""Share of the words that have no vowel left."""
_LEAST_MUTE = 3
"""So many of them at least: a word that was cut in two leaves one, a figure in place of a letter another."""
_VOWELS = frozenset("aeiouy")
_BEYOND = "\u1e00"
"""The first of the letters that every such program loses."""
_LEAST_WORDS = 5
_SPELLING = 2.2
_SURE = 0.8
"""Confidence below which a word is better left as it came."""


@cache
def _spellings() -> list[tuple[str, int]]:
    """The model's words in both styles of placing tones, each with its id."""
    words = list(enumerate(model().vocabulary[len(CLASSES) :], len(CLASSES)))
    return [(form, i) for i, word in words for form in {word, to_tone_style(word, "new")}]


@dataclass(frozen=True, eq=False)
class Repertoire:
    """What a program writes for each small letter that it does not have."""

    written: Mapping[str, str]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Ids of the model's words by what is left of them, in both styles of placing tones."""
        table: dict[str, list[int]] = defaultdict(list)
        letters = str.maketrans(dict(self.written))
        for form, i in _spellings():
            table[form.translate(letters)].append(i)
        return table

    def log_p(self, read: str) -> float:
        """log P that a word of running text is left as ``read``."""
        ids = self.words.get(read)
        return max(_STRANGE, math.log(np.exp(model().unigram[ids]).sum())) if ids else _STRANGE


def _repertoires(sign: str, text: str) -> Iterator[Repertoire]:
    """Programs that write ``sign`` for each letter that they lose, or for each of its bytes in UTF-8."""
    beyond = _SMALL - _LATIN_1 - set(text)
    near = {letter: plain for letter, plain in _NEAR.items() if letter not in text}
    for sized in (False, True) if sign else (False,):
        for lost, also in (
            (beyond - _NEAR.keys(), near),
            (_SMALL - _NEAR.keys() - set(text), near),
            (beyond, {}),
            (beyond - _NEAR.keys(), {}),
            (_SMALL - set(text), {}),
            (beyond - _NEAR.keys(), near | {c: strip_marks(c) for c in _LATIN_1 - set(text)}),
        ):
            yield Repertoire(also | {c: sign * (len(c.encode()) if sized else 1) for c in lost})


@dataclass(frozen=True)
class LostLetters:
    """How a text has lost letters: the sign that stands for them (or nothing), and what wrote it."""

    sign: str
    repertoire: Repertoire

    def with_wildcards(self, line: str) -> str:
        """The line with a letter for each sign that is one; of the same length."""
        if not self.sign or self.sign not in line:
            return line
        return str(_chunk(self.sign).sub(self._in_word, line))

    def _in_word(self, match: regex.Match[str]) -> str:
        """A sign behind a word that needs no more letters is punctuation."""
        word = str(match.group()).replace(self.sign, WILDCARD)
        body = word.rstrip(WILDCARD)
        known = self.repertoire.words
        if lower(word) not in known and (not body or lower(body) in known):
            return body + self.sign * (len(word) - len(body))
        return word

    def damage(self) -> Damage:
        """The damage of the text, for lines with wildcards."""
        return Damage("lost-letters", partial(_candidates, self.repertoire), 0.0, _SPELLING, fuzzy=False, bare=False)

    def on_reading(self, line: str, tokens: Sequence[Decision]) -> list[Decision]:
        """Decisions on a line with wildcards as decisions on the line; what is doubtful stays as it came."""
        found = [self._decision(line, token) for token in tokens]
        follows = [token.after for token in found[1:]] + [""]
        return [
            replace(token, after=token.after.capitalize()) if _is_body(token, after) or _begins(line, token) else token
            for token, after in zip(found, follows, strict=True)
        ]

    @staticmethod
    def _decision(line: str, token: Decision) -> Decision:
        before = line[token.start : token.end]
        if not token.changed or WILDCARD in token.after:
            return replace(token, before=before, after=before)
        if token.confidence < _SURE:
            others = ((token.after, token.confidence), *token.alternatives)
            return replace(token, before=before, after=before, confidence=0.0, alternatives=others)
        letters = "".join(filter(str.isalpha, before))
        after = token.after.upper() if line.isupper() and letters.isupper() else token.after
        return replace(token, before=before, after=after)


def _lost_its_first(token: Decision) -> bool:
    """Whether the letter that shows a word's case is gone."""
    return token.changed and token.after.islower() and strip_marks(token.before[:1]) != strip_marks(token.after[:1])


def _begins(line: str, token: Decision) -> bool:
    """Whether such a word is the first of its line (behind a label or dash), which is a capital's place."""
    return _lost_its_first(token) and not any(map(str.isalpha, line[: token.start]))


def _is_body(token: Decision, following: str) -> bool:
    """Whether such a word begins the name of the one body that does so with a marked letter: Ủy ban."""
    return _lost_its_first(token) and strip_marks(token.after) == "uy" and following == "ban"


def _candidates(repertoire: Repertoire, reads: Sequence[str]) -> Candidates:
    """The words that a program leaves as each of ``reads``; to lose letters is certain, so that none costs more."""
    rows = [repertoire.words.get(read.lower(), ()) for read in reads]
    number = np.repeat(np.arange(len(reads)), [len(row) for row in rows])
    ids = np.array([i for row in rows for i in row], dtype=np.int64)
    cases = np.array([case_like(read.replace(WILDCARD, ""), 2) for read in reads], dtype=np.uint8)
    costs: Floats = np.zeros(len(ids))
    return best_rows(len(reads), number, ids, cases[number], costs)


def _chunk(sign: str) -> regex.Pattern[str]:
    """Runs of letters and signs. One begins where the one before has ended, so that the time is linear in the text."""
    letter = rf"[\p{{L}}{regex.escape(sign)}]"
    return regex.compile(rf"(?<!{letter}){letter}++")


def lost_letters(lines: Sequence[str]) -> LostLetters | None:
    """How a text has lost letters; None where it has all.

    >>> found = lost_letters(["K? ho?ch phòng, ch?ng d?ch b?nh trên d?a bàn xã"])
    >>> found is not None and found.sign
    '?'
    """
    text = "\n".join(lines)
    if _ADDRESS.search(text):
        text = regex.sub(r"\S++", lambda word: "" if _ADDRESS.search(word[0]) else word[0], text)
    return _with_sign(text) or _without_sign(text)


def _with_sign(text: str) -> LostLetters | None:
    words = len(WORD.findall(text))
    inner = Counter(
        sign for sign in _SIGNS if sign in text for _ in regex.findall(rf"\p{{L}}{regex.escape(sign)}+\p{{L}}", text)
    )
    for sign, count in inner.most_common(1):
        chunks = [match.group() for match in _chunk(sign).finditer(text) if sign in match.group()]
        if count < _LEAST_INNER or len(chunks) < _LEAST_SHARE * words:
            return None
        reads = [chunk.replace(sign, WILDCARD).lower() for chunk in chunks if chunk.strip(sign)]
        return _best(sign, reads, _repertoires(WILDCARD, text.lower()), _EXPLAINED)
    return None


def _without_sign(text: str) -> LostLetters | None:
    """Letters that are gone altogether leave words that cannot be spoken."""
    reads = [word.lower() for word in WORD.findall(text) if not word.isupper()]  # capitals may be abbreviations
    if max("".join(reads), default="") >= _BEYOND:
        return None
    odd = sum(strip_marks(word) not in stripped_syllable_set() for word in reads)
    mute = sum(len(word) > 1 and _VOWELS.isdisjoint(strip_marks(word)) for word in reads)
    if len(reads) < _LEAST_WORDS or odd < _ILLEGAL * len(reads) or mute < max(_MUTE * len(reads), _LEAST_MUTE):
        return None
    return _best("", reads, _repertoires("", text.lower()), _ALL_BUT_FEW)


def _best(sign: str, reads: Sequence[str], repertoires: Iterator[Repertoire], least: float) -> LostLetters | None:
    """The repertoire under which what was read is likeliest, by the frequency of words; None where even that one
    explains too little."""
    best = max(repertoires, key=lambda repertoire: sum(map(repertoire.log_p, reads)))
    explained = sum(read in best.words for read in reads)
    return LostLetters(sign, best) if reads and explained >= least * len(reads) else None
