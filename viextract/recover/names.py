"""Names of persons and places in a lattice that was decoded once: what they may be, how likely it is, decoded again.

Where a name is expected (``expected_names.py``), words that occur in names join the candidates, however rare they are,
and every edge knows what part of the name its word would be, so that the search mixes the likelihood of names
(``likely.py``) with that of the language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viextract.language.ngram import BITS, UNKNOWN_ID, model
from viextract.recover.channel import unmarked_candidates
from viextract.recover.decode import Decoded, decode_again
from viextract.recover.expected_names import Name, Reading, expected
from viextract.recover.lattice import LOST_MARKS_COST, Built, Damage
from viextract.recover.likely import Role, likely_parts, shares
from viextract.recover.more_edges import with_edges
from viextract.recover.ragged import Ints, ranks
from viextract.recover.tokenizer import Piece
from viextract.recover.windows import Lattice
from viextract.recover.words import CAPITAL, SMALL, case_like

_MOST_ADDED = 12
"""Words of names that join the candidates of a token."""
_FURTHEST = 8.0
"""So much more than the best (in nats, with its likelihood as that part of a name) such a word may cost."""


def with_names(built: Built, decoded: Decoded, lines: Sequence[str], damage: Damage) -> tuple[Built, Decoded]:
    """The lattice and what was decoded, with the names in it decoded again as names."""
    names = expected(_reading(built, decoded, lines))
    if not names:
        return built, decoded
    names = [name for name in names if _may_be(name, built.pieces, damage)]
    if not names:
        return built, decoded
    roles = np.zeros(len(built.pieces), dtype=np.uint8)
    for name in names:
        roles[name.first : name.end] = _parts(name)
    built, decoded = with_edges(built, decoded, *_added(built, roles, damage))
    cues = _others(built.lattice, decoded, [name.cue for name in names if name.cue >= 0])
    built = replace(built, lattice=_with_roles(built.lattice, roles, cues))
    again = roles[built.lattice.places()[decoded.path]] > 0
    return _with_capitals(built), decode_again(built.lattice, decoded, again, beside=0)


def _reading(built: Built, decoded: Decoded, lines: Sequence[str]) -> Reading:
    lattice, path = built.lattice, decoded.path
    single = path[(lattice.span[path] == 1) & (lattice.w2[path] < 0)]
    words = [""] * len(built.pieces)
    vocabulary = model().vocabulary
    for token, word in zip(lattice.places()[single].tolist(), lattice.w1[single].tolist(), strict=True):
        piece = built.pieces[token]
        words[token] = vocabulary[word] if word != UNKNOWN_ID and piece.kind == "word" else piece.text.lower()
    return Reading(built.pieces, words, lines, set((np.cumsum(lattice.lengths) - 1).tolist()))


def _parts(name: Name) -> list[Role]:
    length = name.end - name.first
    if name.kind == "place":
        return [Role.PLACE, *[Role.REST_OF_PLACE] * (length - 1)]
    if name.kind == "given":
        return [Role.GIVEN_ALONE]
    if length == 2:
        return [Role.FAMILY, Role.GIVEN_AFTER_FAMILY]
    return [Role.FAMILY, Role.MIDDLE, *[Role.SECOND_MIDDLE] * (length - 3), Role.GIVEN]


_CUE = 3.0
"""What another reading of a word that tells of a name costs: behind it the words would be no name."""
_LEAST_FAMILY = 5e-4
"""Share of a family name among all from which on it shows that a name of a person begins."""
_FAMILY_WITHIN = 5.0
"""So much more than what a word is most likely read from (in nats, each with its frequency) a family name may cost."""


def _may_be(name: Name, pieces: Sequence[Piece], damage: Damage) -> bool:
    """Whether what was read can be the name that is expected. Where marks were taken away, every letter is as printed,
    so that a word with a figure in it is part of no name."""
    reads = [piece.text for piece in pieces[name.first : name.end]]
    if damage.tables is None and not all(map(str.isalpha, reads)):
        return False
    return name.kind != "person" or _may_begin(reads[0], damage)


def _may_begin(read: str, damage: Damage) -> bool:
    """Whether a family name may have stood where a word was read."""
    found = damage.candidates([read])
    ids, costs = found.ids, found.costs
    family = likely_parts().alone(Role.FAMILY, ids)
    may = family >= _LEAST_FAMILY
    if not may.any():
        return False
    best = float((costs - model().unigram[ids]).min())
    return float((costs[may] - np.log(family[may])).min()) <= best + _FAMILY_WITHIN


def _added(built: Built, roles: NDArray[np.uint8], damage: Damage) -> tuple[NDArray[Any], ...]:
    """Words of names that are no edges yet: tokens, words, cases and costs."""
    tokens = np.flatnonzero(roles)
    reads = [built.pieces[i].text for i in tokens.tolist()]
    found = damage.candidates(reads)
    bare = unmarked_candidates([read if damage.bare and read.isascii() else "" for read in reads], LOST_MARKS_COST)
    kinds = [found] if damage.tables is None else [found, bare]
    number = np.concatenate([np.repeat(np.arange(len(reads)), np.diff(rows.begin)) for rows in kinds])
    ids, costs = (np.concatenate([getattr(rows, name) for rows in kinds]) for name in ("ids", "costs"))
    role = roles[tokens][number]
    likelihood = np.zeros(len(ids))
    for part in set(roles.tolist()) - {Role.NONE}:
        at = np.flatnonzero(role == part)
        likelihood[at] = likely_parts().alone(part, ids[at])
    weight = costs - np.log(np.maximum(likelihood, 1e-30))
    best = np.full(len(reads), np.inf)
    np.minimum.at(best, number, weight)
    order = np.lexsort((weight, number))
    order = order[(likelihood[order] > 0) & (weight[order] <= best[number[order]] + _FURTHEST)]
    _, first = np.unique(number[order] << BITS | ids[order], return_index=True)
    order = order[np.sort(first)]
    order = order[ranks(number[order]) < _MOST_ADDED]
    places = built.lattice.places()
    one = np.flatnonzero((roles[places] > 0) & (built.lattice.span == 1) & (built.lattice.w2 < 0))
    known = places[one] << BITS | built.lattice.w1[one]
    order = order[~np.isin(tokens[number[order]] << BITS | ids[order], known)]
    cases = np.array([case_like(read, 2) for read in reads], dtype=np.uint8)
    price = costs[order] * damage.scale + damage.change_cost
    return tokens[number[order]], ids[order], cases[number[order]], price


def _others(lattice: Lattice, decoded: Decoded, cues: Sequence[int]) -> Ints:
    """What else than was decoded the words may be that tell of a name."""
    told = np.zeros(int(lattice.lengths.sum()), dtype=bool)
    told[list(cues)] = True
    other: NDArray[np.bool_] = told[lattice.places()]
    other[decoded.path] = False
    return np.flatnonzero(other)


def _with_roles(lattice: Lattice, roles: NDArray[np.uint8], others: Ints) -> Lattice:
    """The lattice whose edges know what part of a name their words would be. Edges of two words, or over two tokens,
    are no parts of names, and cost what another reading than a name does; ``others`` would tell of no name."""
    by_edge = roles[lattice.places()]
    plain = (lattice.span == 1) & (lattice.w2 < 0)
    other = ~plain & (by_edge > 0)
    cost = lattice.cost.copy()
    cost[other] -= np.log(1 - shares()[by_edge[other]])
    cost[others] += _CUE
    return replace(lattice, cost=cost, role=np.where(plain, by_edge, 0).astype(np.uint8))


def _with_capitals(built: Built) -> Built:
    """Words of names keep the capital that was read, whatever letter it may be mistaken for."""
    case = built.case.copy()
    assert built.lattice.role is not None
    case[(built.lattice.role > 0) & (case == SMALL)] = CAPITAL
    return replace(built, case=case)
