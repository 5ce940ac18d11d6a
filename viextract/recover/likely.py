"""How likely words are as parts of names: P(word | what part it is, the word before it).

Given names and names of small places are rare in official text, so that a language model would rather see frequent
words that look like them ("Về Định Lượng" for *Võ Đình Long*). How often parts of names occur is counted in
``dictionaries/names.tsv`` and ``places.tsv``; where a name is expected (``names.py``), these probabilities are mixed
with the language model's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viextract.data import dictionaries, read_tsv
from viextract.language.ngram import BITS, UNKNOWN_ID, model
from viextract.recover.ragged import Floats, Ints, pick
from viextract.vocabulary.places import levels

Roles = NDArray[np.uint8]


class Role(IntEnum):
    """What part of a name a word is expected to be."""

    NONE = 0
    FAMILY = 1
    MIDDLE = 2
    SECOND_MIDDLE = 3
    GIVEN = 4
    GIVEN_AFTER_FAMILY = 5
    GIVEN_ALONE = 6
    PLACE = 7
    REST_OF_PLACE = 8


_PRIOR = 10.0
"""What the frequency of a word as this part of a name is worth (in names counted) beside what followed the word before
it."""
_TINY = 1e-30


@dataclass(frozen=True, slots=True)
class _Pairs:
    """P(word | word before it) of one part of names: that of the words that were counted there, and what is left."""

    keys: Ints
    """The word before and the word, as one number; ascending."""
    p: Floats
    left: Floats
    """By the word before: the weight of the frequency of the word alone."""

    def of(self, before: Ints, word: Ints, alone: Floats) -> Floats:
        key = np.maximum(before, 0) << BITS | word
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        seen = np.where(self.keys[at] == key, self.p[at], 0.0)
        found: Floats = seen + self.left[np.maximum(before, 0)] * alone
        return np.where(before >= 0, found, alone)


_Counted = Mapping[tuple[int, ...], float]


class Likely:
    """The tables of all parts."""

    def __init__(self, names: Iterable[Mapping[str, str]], places: Mapping[str, float]) -> None:
        counted: dict[str, Counter[tuple[int, ...]]] = {}
        for row in names:
            ids = _ids(row["name"])
            if UNKNOWN_ID not in ids:
                counted.setdefault(row["kind"], Counter())[ids] += int(row["count"])
        kinds: dict[str, dict[tuple[int, ...], float]] = {"first": {}, "next": {}, "two": {}}
        for place, weight in places.items():
            ids = _ids(place)
            if UNKNOWN_ID not in ids:
                parts = [("first", ids[:1])]
                parts += [part for pair in pairwise(ids) for part in (("next", pair[1:]), ("two", pair))]
                for kind, part in parts:
                    kinds[kind][part] = kinds[kind].get(part, 0.0) + weight
        given = _alone(counted["given"])
        middle, following = _alone(counted["middle"]), _alone(kinds["next"])
        self._alone: dict[int, Floats] = {
            Role.FAMILY: _alone(counted["family"]),
            Role.MIDDLE: middle,
            Role.SECOND_MIDDLE: middle,
            Role.GIVEN: given,
            Role.GIVEN_AFTER_FAMILY: given,
            Role.GIVEN_ALONE: given,
            Role.PLACE: _alone(kinds["first"]),
            Role.REST_OF_PLACE: following,
        }
        self._pairs: dict[int, _Pairs] = {
            Role.SECOND_MIDDLE: _pairs(counted["middle middle"]),
            Role.GIVEN: _pairs(counted["middle given"]),
            Role.REST_OF_PLACE: _pairs(kinds["two"]),
        }

    def may_be(self, role: int, words: Ints) -> NDArray[np.bool_]:
        """Whether words were counted as this part of a name."""
        found: NDArray[np.bool_] = self._alone[role][words] > 0
        return found

    def alone(self, role: int, words: Ints) -> Floats:
        """P(word | part) whatever stands before it."""
        return pick(self._alone[role], words)

    def p(self, role: int, before: Ints, words: Ints) -> Floats:
        """P(word | part, the word before it); -1 where that is not known."""
        alone = pick(self._alone[role], words)
        pairs = self._pairs.get(role)
        return alone if pairs is None else pairs.of(before, words, alone)

    def mixed(self, score: NDArray[np.floating], roles: Roles, before: Ints, words: Ints) -> Floats:
        """The language model's ``score`` (log) with the likelihood as a part of a name mixed in, by the part that each
        word is expected to be; 0 where none is expected."""
        share = shares()[roles]
        own = np.zeros(len(score))
        for role in set(roles.tolist()) - {Role.NONE}:
            at = np.flatnonzero(roles == role)
            own[at] = self.p(role, before[at], words[at])
        result: Floats = np.log((1 - share) * np.exp(score) + share * own + _TINY)
        return result


def _ids(name: str) -> tuple[int, ...]:
    return tuple(map(model().id, name.lower().split()))  # the dictionaries write tones in the model's style


def _alone(counted: _Counted) -> Floats:
    p = np.zeros(len(model().vocabulary))
    for (word,), count in counted.items():
        p[word] = count
    p /= p.sum()
    return p


def _pairs(counted: _Counted) -> _Pairs:
    keys = np.array([a << BITS | b for a, b in counted], dtype=np.int64)
    order = np.argsort(keys)
    keys, counts = keys[order], np.array(list(counted.values()), dtype=np.float64)[order]
    whole = np.bincount(keys >> BITS, counts, len(model().vocabulary)).astype(np.float64) + _PRIOR
    return _Pairs(keys, counts / whole[keys >> BITS], _PRIOR / whole)


@cache
def likely_parts() -> Likely:
    """The tables that come with the package, read on first use."""
    return Likely(read_tsv("names.tsv"), weighted_places())


def weighted_places() -> dict[str, float]:
    """Names of places. A province is named as often as all that is within it together, and a district too, so that
    each level of government weighs the same in all; the lowest has one for each name."""
    level = {kind: i for i, kinds in enumerate(levels()) for kind in kinds}
    names = sorted({(level[row["kind"]], row["name"]) for row in read_tsv("places.tsv")})
    sizes = Counter(i for i, _ in names)
    found: dict[str, float] = {}
    for i, name in names:
        found[name] = found.get(name, 0.0) + max(sizes.values()) / sizes[i]
    return found


@cache
def shares() -> Floats:
    """By role: the weight of names against the language model, as scripts/fit_names.py found it."""
    fitted: dict[str, float] = json.loads((dictionaries() / "models" / "names.json").read_text("utf-8"))
    return np.array([0.0, *(fitted[KIND_OF[role]] for role in Role if role)])


KIND_OF: Mapping[Role, str] = {
    Role.FAMILY: "person",
    Role.MIDDLE: "person",
    Role.SECOND_MIDDLE: "person",
    Role.GIVEN: "person",
    Role.GIVEN_AFTER_FAMILY: "person",
    Role.GIVEN_ALONE: "given",
    Role.PLACE: "place",
    Role.REST_OF_PLACE: "place",
}
"""By role: the name of its weight."""
