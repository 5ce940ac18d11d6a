"""Other readings of the same lines: a ruined text layer, a second engine. Each is a channel for the same words.

*P(both readings | true) = P(one | true) · P(other | true)* if the readings err independently. They do not quite, since
they look at the same ink, so that the other counts for less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz.distance import Levenshtein

from viextract.language.ngram import UNKNOWN_ID
from viextract.language.syllables import strip_marks
from viextract.recover.channel import Candidate, Candidates, channel, unmarked_candidates
from viextract.recover.gate import kind_of
from viextract.recover.lattice import Built, Damage
from viextract.recover.ragged import Floats
from viextract.recover.tokenizer import Piece, cut_line
from viextract.recover.windows import widened
from viextract.recover.words import case_like, word_id

_SHARE = 0.6
"""Weight of another reading, as an exponent of its probability."""

_STRANGE = 7.0
"""-log P of another reading that nothing explains: what an odd reading may cost a word at most."""

_STRANGE_COST = _SHARE * _STRANGE

_UNSEEN = 9.0
"""-log P of this reading for a word that only the other one explains."""

_AS_READ = 0.1
"""-log P that a word is read as printed."""


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Lines of another reading and how its engine errs; a line is empty where there is none."""

    lines: Sequence[str]
    candidates: Callable[[Sequence[str]], Candidates]


def other_readings(alternatives: Sequence[Sequence[str]]) -> list[OtherReading]:
    """Readings from what each line has: the first of every line is one reading, the second another."""
    most = max(map(len, alternatives), default=0)
    found = []
    for number in range(most):
        lines = [row[number] if number < len(row) else "" for row in alternatives]
        kind = kind_of("\n".join(filter(None, lines)))
        if kind == "stripped":
            found.append(OtherReading(lines, unmarked_candidates))
        else:
            tables = channel("wrong" if kind == "wrong-language-ocr" else "vie")
            found.append(OtherReading(lines, tables.candidates))
    return found


def beside(pieces: Sequence[Piece], line: str) -> dict[int, str]:
    """By the place of a piece in its line: the word that another reading of the line has there."""
    own = [piece for piece in pieces if piece.kind != "mark"]
    others = [piece for piece in cut_line(line, 0) if piece.kind != "mark"]
    found: dict[int, str] = {}
    for block in Levenshtein.opcodes([_bare(p) for p in own], [_bare(p) for p in others]):
        if block.tag in ("equal", "replace") and block.src_end - block.src_start == block.dest_end - block.dest_start:
            for i, j in zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
            ):
                if own[i].kind == others[j].kind == "word":
                    found[own[i].start] = others[j].text
    return found


def _bare(piece: Piece) -> str:
    return strip_marks(piece.text.lower())


def weigh(built: Built, reading: OtherReading, damage: Damage) -> Built:
    """The lattice with what another reading says of the words that may stand for its pieces."""
    asked = _asked(built.pieces, reading)
    if not asked:
        return built
    words = sorted(set(asked.values()))
    explained = dict(zip(words, map(_costs, words, reading.candidates(words).each()), strict=True))
    lattice = built.lattice
    places = lattice.places()
    tokens = np.array(sorted(asked))
    bounds = np.searchsorted(places, [tokens, tokens + 1]).T.tolist()
    cost = lattice.cost.copy()
    w1, w2, span = lattice.w1.tolist(), lattice.w2.tolist(), lattice.span.tolist()
    added: list[tuple[int, int, int, float]] = []
    for token, (first, last) in zip(tokens.tolist(), bounds, strict=True):
        read, other = built.pieces[token].text, asked[token]
        costs = explained[other]
        for edge in range(first, last):
            if w1[edge] == UNKNOWN_ID:
                cost[edge] += _SHARE * _AS_READ if read == other else _STRANGE_COST
            else:
                cost[edge] += costs.get(w1[edge], _STRANGE_COST) if w2[edge] < 0 else _STRANGE_COST
        known = {w1[edge] for edge in range(first, last) if w2[edge] < 0 and span[edge] == 1}
        own = _UNSEEN * damage.scale + damage.change_cost
        case = case_like(read, 2)
        added += [(token, word, case, own + p) for word, p in costs.items() if word not in known]
    return _with_edges(built, cost, added)


def _asked(pieces: Sequence[Piece], reading: OtherReading) -> dict[int, str]:
    """By token: the word that the other reading has in its place."""
    by_line: dict[int, list[int]] = defaultdict(list)
    for token, piece in enumerate(pieces):
        by_line[piece.line].append(token)
    found: dict[int, str] = {}
    for line, tokens in by_line.items():
        if reading.lines[line]:
            there = beside([pieces[token] for token in tokens], reading.lines[line])
            found.update((token, there[pieces[token].start]) for token in tokens if pieces[token].start in there)
    return found


def _costs(read: str, row: Sequence[Candidate]) -> dict[int, float]:
    """By id: what another reading adds to the cost of each word (nats) that it explains."""
    costs = {c.id: c.cost for c in row}
    known = word_id(read)
    if known != UNKNOWN_ID:
        costs[known] = min(costs.get(known, _AS_READ), _AS_READ)
    return {word: _SHARE * cost for word, cost in costs.items() if cost < _STRANGE}


def _with_edges(built: Built, cost: Floats, added: Sequence[tuple[int, int, int, float]]) -> Built:
    """The lattice with other costs, and more edges: token, word, case and cost."""
    lattice = replace(built.lattice, cost=cost)
    if not added:
        return replace(built, lattice=lattice)
    tokens, words, cases, costs = (np.array(column) for column in zip(*added, strict=True))
    wider, joined = widened(lattice, tokens, words, costs, first=True)
    return replace(
        built,
        lattice=wider,
        number=joined(built.number, np.full(len(added), -1)),
        case=joined(built.case, cases),
    )
