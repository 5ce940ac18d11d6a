"""Letters that stand for others throughout a text: a font that says ã for each ả makes words that are legal and wrong.

Spelling does not tell, words do: several rare words become common ones when one letter gets another mark, and the
letter with that mark is missing in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from viextract.language.fold import fold
from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import WORD

# Log probabilities of words by themselves: "của" has -5.6, "kênh" -8.2, "chũ" -11.8. Fitted on 275 passages of 350
# words of laws, novels and everyday prose: none is suspected; of those in which one letter, six of it at least, got
# other marks throughout, 85 % are.
_RARE, _COMMON = -10.3, -10.3
_GAIN = 3.0
_UNKNOWN = -16.0
_LEAST_WORDS, _LEAST_TOKENS = 2, 4  # that one exchange makes common: slips of the hand do not agree so far
_STILL_THERE = 0.1  # of these tokens: as often as the right letter may stand in the text
_LETTERS = "aàáảãạăằắẳẵặâầấẩẫậdđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"


@dataclass(slots=True)
class WrongLetter:
    """A letter of a text that stands for another one."""

    letter: str
    meant: str
    words: set[str] = field(default_factory=set)
    """The words that tell."""
    tokens: int = 0
    """How often they stand in the text."""
    gain: float = 0.0
    """By how much the text is more likely with the letter that is meant: log of the ratio."""


def wrong_letters(text: str) -> list[WrongLetter]:
    """The letters that stand for others throughout a text (NFC); none in a sound text.

    >>> [(wrong.letter, wrong.meant) for wrong in wrong_letters("cũa Thũ tướng Chính phũ, cũa chũ tịch, đũ điều kiện")]
    [('ũ', 'ủ')]
    >>> wrong_letters("của Thủ tướng Chính phủ, của chủ tịch, đủ điều kiện, cũng như lũ, trụ sở")
    []
    """
    letters = Counter(text)
    found: dict[tuple[str, str], WrongLetter] = {}
    for word, count in Counter(WORD.findall(text)).items():
        here = _likelihood(word)
        if here > _RARE:
            continue
        for letter, meant, other in _exchanges(word):
            there = _likelihood(other)
            if there >= _COMMON and there - here >= _GAIN:
                wrong = found.setdefault((letter, meant), WrongLetter(letter, meant))
                wrong.words.add(word.lower())
                wrong.tokens += count
                wrong.gain += count * (there - here)
    told = [
        wrong
        for wrong in found.values()
        if len(wrong.words) >= _LEAST_WORDS
        and wrong.tokens >= _LEAST_TOKENS
        and letters[wrong.meant] <= _STILL_THERE * wrong.tokens
    ]
    best = {wrong.letter: wrong for wrong in sorted(told, key=lambda wrong: wrong.gain)}
    return [best[letter] for letter in sorted(best)]


def _exchanges(word: str) -> Iterator[tuple[str, str, str]]:
    """A letter, the same with other marks, and the word with that."""
    for place, letter in enumerate(word):
        for other in _with_other_marks(letter):
            yield letter, other, word[:place] + other + word[place + 1 :]


@lru_cache(maxsize=512)
def _with_other_marks(letter: str) -> str:
    small = letter.lower()
    if small not in _LETTERS:
        return ""
    others = "".join(other for other in _LETTERS if other != small and fold(other) == fold(small))
    return others if letter == small else others.upper()


def _likelihood(word: str) -> float:
    """Log probability of a word by itself."""
    known = model()
    number = known.id(word.lower())
    return float(known.unigram[number]) if number != UNKNOWN_ID else _UNKNOWN
