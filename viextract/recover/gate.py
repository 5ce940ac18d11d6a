"""The gate: which text is damaged at all, and how. What is right is never given to the decoder.

Evidence is weighed where there is enough of it: the whole text first, then each paragraph against what the whole text
is like, since
three words of a heading say little on their own.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Literal

from viextract.language.quality import TextQuality, is_foreign, text_quality
from viextract.language.syllables import MARKED_LETTERS, WORD, has_marks, strip_marks, stripped_syllable_set

_PUNCTUATION = string.punctuation + "“”‘’…–"
ONLY_VIETNAMESE = frozenset(letter for letter in MARKED_LETTERS if letter > "\u00ff")
Kind = Literal["clean", "wrong-language-ocr", "vietnamese-ocr", "stripped"]
WRONG_LANGUAGE: Kind = "wrong-language-ocr"

_CLEAN_SCORE = 0.90
_BARE_SHARE = 0.03
"""A text in which fewer words carry marks than this has lost them all; readings by a wrong engine invent some."""
_MARKED_SHARE = 0.62
"""From this share of marked words on a text was read with the right language: a wrong one gets few marks right."""
_VIETNAMESE_SHARE = 0.25
"""No engine with the wrong language writes letters that only Vietnamese has, which half of the words of running text
carry: where they are, short forms and names of other languages leave few marks. (In 2,625 lines that were read so there
is not one.)"""
_WORDS_THAT_TELL = 8
_BARE_SYLLABLES = 0.6
"""A text without marks is Vietnamese where this share of its words could be."""
_WORDS_OF_A_READING = 20
"""A few words with an odd one among them are no poor reading: a name or a slip is likelier."""
_ENOUGH_WORDS = 6
_RUINED_SCORE, _RUINED_MARKED = 0.35, 0.25


def kind_of(text: str) -> Kind:
    """What has happened to a text.

    >>> kind_of("Ủy ban nhân dân thị xã ban hành kế hoạch thực hiện công tác năm 2025")
    'clean'
    >>> kind_of("Uy ban nhan dan thi xa ban hanh ke hoach thuc hien cong tac nam 2025")
    'stripped'
    """
    return _kind(text_quality(text, converted=True), text)


def _kind(quality: TextQuality, text: str) -> Kind:
    if quality.score >= _CLEAN_SCORE or not quality.vietnamese or not quality.words:
        return "clean"
    if quality.marked < _BARE_SHARE and marked_share(text) < _BARE_SHARE:
        return "stripped" if bare_syllable_share(text) >= _BARE_SYLLABLES else "clean"
    own_letters = (
        vietnamese_share(text) >= _VIETNAMESE_SHARE
        if quality.words >= _WORDS_THAT_TELL
        else vietnamese_share(text) > 0.0 and not any(map(_is_misread, text.split()))
    )
    if quality.marked < _MARKED_SHARE and not own_letters:
        return "wrong-language-ocr"
    return "vietnamese-ocr" if quality.words >= _WORDS_OF_A_READING else "clean"


def _is_misread(chunk: str) -> bool:
    """Whether a word is neither a syllable nor a name: figures among letters, or small letters that none is spelt with.
    In a few words with letters that only Vietnamese has, other words without marks are names (*Lan*, *Mai*, *eKYC*).

    >>> [_is_misread(word) for word in ("H6", "tip,", "kcạch", "Lan", "eKYC", "VssID")]
    [True, False, True, False, False, False]
    """
    word = chunk.strip(_PUNCTUATION)
    if any(char.isdigit() for char in word) and any(char.isalpha() for char in word):
        return True
    return word.isalpha() and word.islower() and strip_marks(word) not in stripped_syllable_set()


def bare_syllable_share(text: str) -> float:
    """Share of the words that are Vietnamese syllables without marks: names and formulas have lost none."""
    words = [word.lower() for word in WORD.findall(text)]
    return sum(word in stripped_syllable_set() for word in words) / len(words) if words else 0.0


def marked_share(text: str) -> float:
    """Share of the words that carry any mark, legal or not."""
    words = WORD.findall(text)
    return sum(map(has_marks, words)) / len(words) if words else 0.0


def vietnamese_share(text: str) -> float:
    """Share of the words that have a letter which no other language writes.

    >>> vietnamese_share("tổ dân phố họp"), vietnamese_share("t6 dan phé hop")
    (0.75, 0.0)
    """
    if ONLY_VIETNAMESE.isdisjoint(text):
        return 0.0
    words = WORD.findall(text)
    return sum(not ONLY_VIETNAMESE.isdisjoint(word) for word in words) / len(words) if words else 0.0


def _small_words(text: str) -> int:
    return sum(word.islower() for word in WORD.findall(text))


def paragraph_kinds(paragraphs: Sequence[str], whole: Kind) -> list[Kind]:
    """The kind of each paragraph of a text that is of kind ``whole``."""
    return [_paragraph_kind(paragraph, whole) for paragraph in paragraphs]


def _paragraph_kind(text: str, whole: Kind) -> Kind:
    quality = text_quality(text, converted=True)
    if is_foreign(text) or not quality.vietnamese:
        return "clean"
    if whole in ("clean", "vietnamese-ocr"):
        # A paragraph of such a text is ruined only where nothing else can be meant: long, almost without marks, and not
        # a list of names and products, which have capitals.
        ruined = quality.words >= _ENOUGH_WORDS and quality.score < _RUINED_SCORE and quality.marked < _RUINED_MARKED
        ruined = ruined and not vietnamese_share(text) and _small_words(text) >= _ENOUGH_WORDS
        return _kind(quality, text) if ruined else whole
    if quality.words >= _ENOUGH_WORDS and quality.score >= _CLEAN_SCORE and quality.marked >= _MARKED_SHARE:
        return "clean"
    if quality.words >= _WORDS_THAT_TELL and vietnamese_share(text) >= _VIETNAMESE_SHARE:
        return "vietnamese-ocr"
    return whole
