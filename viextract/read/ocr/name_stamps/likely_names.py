"""How likely words are as a person's name, and the tree of the signs that spell them.

Family, middle and given names are counted in ``dictionaries/names.tsv``. A word that is counted in another part than
it stands in is possible, if not likely: many a middle name is given, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from viextract.data import read_tsv
from viextract.language.syllables import canonical_tone, to_tone_style
from viextract.read.ocr.name_stamps.letters import spell
from viextract.vocabulary.persons import LEAST_NAME_WORDS, MOST_NAME_WORDS

_ELSEWHERE = 1e-5
"""Share of the names in which a part is a word that is counted in other parts only."""
_USUAL_WORDS = 3
_PRIOR = 10.0
"""What the frequency of a word as this part of a name is worth (in names counted) beside what followed the word before
it: as recovery has it."""


@dataclass(slots=True)
class Node:
    """A place in the tree: some first signs of words."""

    sign: int
    further: dict[int, Node] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    """The word whose last sign this is: one, in small letters, or none."""
    family: float = -math.inf
    """Logarithm of the largest share that a word below has among family names; the same for all other parts."""
    other: float = -math.inf


class Names:
    """The shares of words in each part of a name, as logarithms, and their tree."""

    def __init__(self) -> None:
        counted: dict[str, dict[str, float]] = {}
        for row in read_tsv("names.tsv"):
            words = " ".join(map(canonical_tone, row["name"].lower().split()))
            kind = counted.setdefault(row["kind"], {})
            kind[words] = kind.get(words, 0.0) + int(row["count"])
        self._shares = {kind: _shares(counted[kind]) for kind in ("family", "middle", "given")}
        self._pairs = {kind: counted[f"middle {kind}"] for kind in ("middle", "given")}
        self._before = {kind: _by_first(self._pairs[kind]) for kind in self._pairs}
        # Of names that have a middle name, how many have two: as often as such pairs were counted. No source counts
        # names that have none; they are taken to be as rare.
        double, single = (sum(self._pairs[kind].values()) for kind in ("middle", "given"))
        self._double = double / (double + single)
        self.root = Node(-1)
        for word in sorted({word for shares in self._shares.values() for word in shares}):
            for spelling in {word, to_tone_style(word, "new"), to_tone_style(word, "old")}:
                self._plant(spelling)

    def _plant(self, spelling: str) -> None:
        node = self.root
        family = self._part("family", spelling)
        other = max(self._part("middle", spelling), self._part("given", spelling))
        path = [node]
        for sign in spell(spelling):
            node = node.further.setdefault(sign, Node(sign))
            path.append(node)
        node.words.append(spelling)
        for node in path:
            node.family, node.other = max(node.family, family), max(node.other, other)

    def _part(self, kind: str, word: str) -> float:
        return math.log(self._shares[kind].get(canonical_tone(word), _ELSEWHERE))

    def first(self, word: str) -> float:
        """Logarithm of the share of names that begin with a word."""
        return self._part("family", word)

    def middle(self, words: Sequence[str], word: str) -> float:
        """The same of those that go on with a word, behind others, and end with a further one."""
        return self._following("middle", words, word)

    def given(self, words: Sequence[str], word: str) -> float:
        """The same of those that end with a word."""
        return self._following("given", words, word) + self._length(len(words) + 1)

    def _following(self, kind: str, words: Sequence[str], word: str) -> float:
        alone = math.exp(self._part(kind, word))
        if len(words) < LEAST_NAME_WORDS:
            return math.log(alone)
        before = canonical_tone(words[-1])
        pair = self._pairs[kind].get(f"{before} {canonical_tone(word)}", 0.0)
        return math.log((pair + _PRIOR * alone) / (self._before[kind].get(before, 0.0) + _PRIOR))

    def _length(self, words: int) -> float:
        """Logarithm of the share of names with so many words."""
        if not LEAST_NAME_WORDS <= words <= MOST_NAME_WORDS:
            return -math.inf
        return abs(words - _USUAL_WORDS) * math.log(self._double)


def _shares(counted: dict[str, float]) -> dict[str, float]:
    whole = sum(counted.values())
    return {word: max(count / whole, _ELSEWHERE) for word, count in counted.items()}


def _by_first(pairs: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair, count in pairs.items():
        first = pair.split()[0]
        found[first] = found.get(first, 0.0) + count
    return found


@cache
def likely_names() -> Names:
    return Names()
