"""A line of script as a person's name: the one that the network and the frequency of names make likeliest, and how
surely."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viextract.language.syllables import canonical_tone
from viextract.read.ocr.convolution import Floats
from viextract.read.ocr.name_stamps.letters import BLANK, SPACE, spell
from viextract.read.ocr.name_stamps.likely_names import Names, Node, likely_names
from viextract.read.ocr.name_stamps.network import log_probabilities, weights
from viextract.read.ocr.name_stamps.strips import line_of, strip_of
from viextract.read.ocr.pen_ink import Image
from viextract.read.ocr.strip_frames import Nudge
from viextract.vocabulary.persons import LEAST_NAME_WORDS, MOST_NAME_WORDS

_LOOKS = (
    Nudge(),
    Nudge(shear=0.07, size=0.86, down=0.8),
    Nudge(shear=-0.07, size=1.16, down=-0.8),
    Nudge(down=-1.0, wide=0.9),
    Nudge(down=1.0, wide=1.12),
)
"""Frames in which a line is read; what it says is believed as far as they agree."""
_BEAM = 24  # beginnings of names kept at each place
_FAINTEST = 1e-3  # share of a sign at a place from which it is followed
_WEIGHT = 0.6
"""How much the frequency of names counts against what the network sees, which takes neighbouring places for
independent. Of 388 names in the nine faces by which confidence is fitted 185 are read right with 0.3, 201 with 0.6,
206 with 0.9 and 196 with 1.2; of those that may be given without more than 2 % wrong, 134, 127, 112 and 104."""


@dataclass(frozen=True, slots=True)
class StampedName:
    """What a line says."""

    text: str
    confidence: float
    """0 to 1: of readings with such a confidence so many are right."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the likeliest name."""

    text: str
    signs: tuple[float, ...]
    """The odds against all other names; how far the network would rather read something else, per sign; how sure it is
    of the signs; how common the name is: all as logarithms. Then the share of frames in which it is the likeliest."""


def read_name(grey: Image) -> StampedName | None:
    """The name stamped in a grey picture of the line alone; None where nothing in it looks like one."""
    found = evidence_of(grey)
    if found is None:
        return None
    return StampedName(found.text, confidence_of(found, weights()["calibration"].tolist()))


def confidence_of(found: Evidence, slopes: Sequence[float]) -> float:
    """How many readings are right for which as much speaks: fitted on lines drawn for it, one slope a sign, and an
    offset."""
    score = slopes[-1] + sum(slope * sign for slope, sign in zip(slopes[:-1], found.signs, strict=True))
    return 1 / (1 + math.exp(-min(max(score, -30.0), 30.0)))


def evidence_of(grey: Image) -> Evidence | None:
    """The likeliest name of a line before its confidence is known."""
    line = line_of(grey)
    if line is None:
        return None
    names = likely_names()
    looks = [log_probabilities(strip_of(line, look)) for look in _LOOKS]
    shares: dict[str, float] = {}
    own_best = []
    for places in looks:
        found = name_shares(places, names)
        own_best.append(max(found, key=lambda key: found[key] + _WEIGHT * name_likelihood(names, key), default=""))
        for text, share in found.items():
            shares[text] = shares.get(text, 0.0) + math.exp(share) / len(looks)
    if not shares:
        return None
    likely = {text: name_likelihood(names, text) for text in shares}
    seen = {text: math.log(share + _LEAST) + _WEIGHT * likely[text] for text, share in shares.items()}
    text = max(seen, key=lambda key: seen[key])
    others = [value - seen[text] for other, value in seen.items() if _plain(other) != _plain(text)]
    odds = -math.log(sum(map(math.exp, others)) + _BOUND)
    signs = len(spell(text))
    best_path = max(float(places.max(axis=1).sum()) for places in looks)
    own = math.log(shares[text] + _LEAST)
    agreeing = sum(_plain(other) == _plain(text) for other in own_best) / len(looks)
    return Evidence(
        _capitalised(text),
        (odds, max((own - best_path) / signs, _LOWEST), max(own / signs, _LOWEST), likely[text], agreeing),
    )


_LEAST = 1e-60
_BOUND = 1e-6
_LOWEST = -6.0


def _plain(text: str) -> str:
    """The same for both ways to place a tone."""
    return " ".join(map(canonical_tone, text.split()))


def _capitalised(text: str) -> str:
    return " ".join(word.capitalize() for word in text.split())


def name_likelihood(names: Names, text: str) -> float:
    """Logarithm of how likely a name is against others."""
    words = text.split()
    middles = sum(names.middle(words[:k], words[k]) for k in range(1, len(words) - 1))
    return names.first(words[0]) + middles + names.given(words[:-1], words[-1])


@dataclass(slots=True)
class _Way:
    """A beginning of a name: whole words, and where in the tree the next one is."""

    words: tuple[str, ...]
    node: Node
    blank: float = 0.0
    """Probability of the ways to it that end in a blank, and of those that end in its last sign."""
    ending: float = 0.0
    prior: float = 0.0
    """Logarithm of how likely names are that begin so."""

    @property
    def share(self) -> float:
        return self.blank + self.ending

    @property
    def last(self) -> int:
        return self.node.sign if self.node.sign >= 0 else SPACE if self.words else -1


def name_shares(places: Floats, names: Names) -> dict[str, float]:
    """The likeliest names, each with the logarithm of the probability of all ways to write it (Graves 2006).

    A sign that goes on over neighbouring places is one; the same sign twice has a blank between.
    """
    ways = [_Way((), names.root, blank=1.0)]
    scale = 0.0
    for place in np.exp(places).tolist():
        grown = sorted(_grown(ways, place, names), key=_rank, reverse=True)
        ways = grown[:_BEAM]
        most = max(way.share for way in ways)
        if most <= 0:
            return {}
        scale += math.log(most)
        for way in ways:
            way.blank /= most
            way.ending /= most
    whole = [(way, word) for way in ways for word in way.node.words if len(way.words) + 1 >= LEAST_NAME_WORDS]
    return {" ".join([*way.words, word]): math.log(way.share) + scale for way, word in whole if way.share > 0}


def _grown(ways: Sequence[_Way], place: Sequence[float], names: Names) -> Iterable[_Way]:
    """What the ways may be after one more place; shares: of each sign, and of none, there."""
    grown: dict[tuple[tuple[str, ...], int], _Way] = {}

    def to(words: tuple[str, ...], node: Node, prior: float) -> _Way:
        return grown.setdefault((words, id(node)), _Way(words, node, prior=prior))

    signs = [sign for sign in range(BLANK) if place[sign] > _FAINTEST]
    for way in ways:
        same, last = to(way.words, way.node, way.prior), way.last
        same.blank += way.share * place[BLANK]
        if last >= 0:
            same.ending += way.ending * place[last]
        for sign in signs:
            share = (way.blank if sign == last else way.share) * place[sign]
            node = way.node.further.get(sign)
            if node is not None:
                to(way.words, node, way.prior + _step(way, node)).ending += share
            elif sign == SPACE and len(way.words) < MOST_NAME_WORDS - 1:
                for word in way.node.words:
                    to((*way.words, word), names.root, way.prior + _closed(names, way, word)).ending += share
    return grown.values()


def _rank(way: _Way) -> float:
    return (math.log(way.share) if way.share > 0 else -math.inf) + _WEIGHT * way.prior


def _step(way: _Way, node: Node) -> float:
    """By how much less likely the best word below the next sign is than the best one below the last."""
    if way.words:
        return node.other - way.node.other
    return node.family - way.node.family


def _closed(names: Names, way: _Way, word: str) -> float:
    """What a whole word adds, in place of what was hoped of it, and what is hoped of the next one."""
    hoped = way.node.other if way.words else way.node.family
    own = names.middle(way.words, word) if way.words else names.first(word)
    return own - hoped + names.root.other
