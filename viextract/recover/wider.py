"""More candidates where a first decoding was left in doubt.

For most tokens a few words are enough, and every further one costs time in every step of the search. Where no word
became clear, the right one may be among those that were left out: rare by itself, or an unlikely reading, but the one
that its neighbours ask for (``theo ddi`` for *theo dõi*).
"""

from __future__ import annotations

import numpy as np

from viextract.language.ngram import BITS
from viextract.recover.decode import Decoded
from viextract.recover.lattice import Built, Damage
from viextract.recover.more_edges import with_edges
from viextract.recover.ragged import Ints, gather

_DOUBTFUL = 0.9
"""Posterior below which a word is looked for more widely."""
_MOST = 48
"""Candidates of a token, by cost and frequency."""


def wider(built: Built, decoded: Decoded, damage: Damage) -> tuple[Built, Decoded]:
    """The lattice with more edges over its doubtful tokens, and what was decoded as edges of it."""
    tokens = _doubtful(built, decoded)
    if damage.tables is None or not len(tokens):
        return built, decoded
    reads = [built.pieces[token].text for token in tokens.tolist()]
    different = sorted(set(reads))
    found = damage.tables.wide(different, _MOST)
    row = np.searchsorted(different, reads)
    lengths = np.diff(found.begin)[row]
    number = np.repeat(np.arange(len(tokens)), lengths)
    at = gather(found.begin[row], lengths)
    key = tokens[number] << BITS | found.ids[at]
    new = ~np.isin(key, _known(built, tokens))
    number, at = number[new], at[new]
    costs = found.costs[at] * damage.scale + damage.change_cost
    return with_edges(built, decoded, tokens[number], found.ids[at], found.cases[at], costs)


def _known(built: Built, tokens: Ints) -> Ints:
    """Tokens and words of the edges that are there."""
    lattice = built.lattice
    asked = np.zeros(len(built.pieces), dtype=bool)
    asked[tokens] = True
    place = lattice.places()
    there = np.flatnonzero(asked[place] & (lattice.span == 1) & (lattice.w2 < 0))
    known: Ints = place[there] << BITS | lattice.w1[there]
    return known


def _doubtful(built: Built, decoded: Decoded) -> Ints:
    """Tokens of one word that the best path is not sure of."""
    lattice, path = built.lattice, decoded.path
    unsure = path[(decoded.posterior[path] < _DOUBTFUL) & (lattice.span[path] == 1)]
    tokens = lattice.places()[unsure]
    words = np.array([built.pieces[token].kind == "word" for token in tokens.tolist()], dtype=bool)
    doubtful: Ints = tokens[words]
    return doubtful
