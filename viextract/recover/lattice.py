"""From pieces of text to clauses with edges: every way in which each piece may be read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import strip_marks, stripped_syllable_set
from viextract.language.tokens import CODE, NUMBER
from viextract.recover.channel import (
    Candidate,
    candidate,
    channel,
    fuzzy_candidates,
    lower,
    one_case,
    unmarked_candidates,
)
from viextract.recover.decode import Clause, Edge
from viextract.recover.pieces import Piece

MOST_EDGES = 12
_WIDEST = 7.0
"""Candidates that cost this much more (in nats, with their frequency) than the best are dropped."""

_LONGEST_CLAUSE = 90
_ODD_COST = 9.0
_OWN_WORD_BONUS = 6.0
"""What a word on the caller's own list is worth (nats): it must win against more frequent words of the same letters."""
_SHORTEST_SPLIT = 4
_UNMARKED_COST = 2.5
_MOST_SPLITS = 14
_JOIN_COST = 6.5
_SPLIT_COST = 7.0
_HOPELESS = 17.0
"""A piece whose best candidate costs more than this is looked up by likeness as well."""

_POOR = 15.0
"""A piece whose best candidate costs more than this (with its frequency) may be part of a word, or more than one."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage: where candidates come from and what the alternatives to them cost."""

    name: str
    candidates: Callable[..., tuple[Candidate, ...]]
    keep_cost: float
    """-log P that a word which is read as printed is read so: low where reading is good."""
    spell_cost: float
    """-log P of each letter of a word that the model does not know."""
    segments: bool = True
    """Whether pieces may be joined and split."""
    keeps_when_unsure: bool = False
    """Whether a doubtful change is left undone: where most of what was read is right."""
    change_cost: float = 0.0
    """What every change costs on top: the rarer errors are in the text at hand than in the pairs that trained the
    channel."""
    fuzzy: bool = True
    """Whether words that nothing explains are looked up by likeness."""
    scale: float = 1.0
    """Weight of the channel against the language model."""
    memo: dict[tuple[str, str], tuple[tuple[Edge, ...], float]] = field(default_factory=dict, compare=False)
    """Edges of the tokens seen so far: a text repeats its words."""


def wrong_language() -> Damage:
    """Read by an engine with another language's model."""
    return Damage("wrong-language-ocr", channel("wrong").candidates, 0.7, 4.5, scale=0.8)


def vietnamese(change_cost: float = 0.0) -> Damage:
    """Read by a Vietnamese engine from a poor page."""
    return Damage(
        "vietnamese-ocr",
        channel("vie").candidates,
        0.1,
        1.6,
        keeps_when_unsure=True,
        fuzzy=False,
        change_cost=change_cost,
    )


def stripped() -> Damage:
    """All marks removed, as in e-mail."""
    return Damage("stripped", unmarked_candidates, 0.0, 2.2, segments=False, fuzzy=False)


@dataclass(slots=True)
class PieceClause:
    """A clause and the pieces that its tokens are."""

    clause: Clause
    pieces: list[Piece]


def build(pieces: list[Piece], damage: Damage, own_words: dict[str, tuple[str, ...]]) -> list[PieceClause]:
    """Clauses of one paragraph's pieces. ``own_words`` maps bare lower-case forms to the caller's own words."""
    clauses: list[PieceClause] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind != "mark":
            run.append(piece)
        if run and (piece.breaks or len(run) >= _LONGEST_CLAUSE):
            clauses.append(_clause(run, damage, own_words))
            run = []
    if run:
        clauses.append(_clause(run, damage, own_words))
    return clauses


def _clause(pieces: list[Piece], damage: Damage, own_words: dict[str, tuple[str, ...]]) -> PieceClause:
    clause = Clause(len(pieces))
    poor: list[bool] = []
    for i, piece in enumerate(pieces):
        edges, best = _edges(piece, damage, own_words)
        clause.add(i, edges)
        poor.append(best > _POOR)
    if damage.segments:
        for i, piece in enumerate(pieces):
            if poor[i] and piece.kind == "word":
                clause.add(i, _splits(piece.text, damage))
            if i and _touch(pieces[i - 1], piece) and (poor[i] or poor[i - 1] or _broken(pieces[i - 1], piece)):
                clause.add(i - 1, _joins(pieces[i - 1].text + piece.text, damage))
    return PieceClause(clause, pieces)


def _broken(left: Piece, right: Piece) -> bool:
    """Whether one of them cannot be a syllable whatever marks it lost: a space was read into a word there."""
    return not {strip_marks(left.text.lower()), strip_marks(right.text.lower())} <= stripped_syllable_set()


def _touch(left: Piece, right: Piece) -> bool:
    return left.line == right.line and left.kind == right.kind == "word" and right.start - left.end == 1


def _edges(piece: Piece, damage: Damage, own_words: dict[str, tuple[str, ...]]) -> tuple[tuple[Edge, ...], float]:
    """Edges over one piece, and what the best of them costs without context."""
    if piece.kind in ("number", "code"):
        return _class_edges(piece, damage), 0.0
    key = ("word", piece.text)
    found = damage.memo.get(key)
    if found is None:
        found = damage.memo[key] = _word_edges(piece.text, damage, own_words)
    return found


def _word_edges(read: str, damage: Damage, own_words: dict[str, tuple[str, ...]]) -> tuple[tuple[Edge, ...], float]:
    known = lower(read)
    if damage.keeps_when_unsure and _abbreviation(read):
        return (Edge(1, (model().id(known),), read, 0.0, True),), 0.0
    candidates = {c.id: c for c in damage.candidates(read)}
    as_read = candidate(read, damage.keep_cost)
    if as_read.id != UNKNOWN_ID and (as_read.id not in candidates or candidates[as_read.id].cost > damage.keep_cost):
        candidates[as_read.id] = as_read
    if read.isascii():
        for c in unmarked_candidates(read):
            candidates.setdefault(c.id, candidate(c.text, _UNMARKED_COST))
    if damage.fuzzy and (not candidates or min(c.weight for c in candidates.values()) > _HOPELESS):
        for c in fuzzy_candidates(read):
            candidates.setdefault(c.id, c)
    forms = [word for word in own_words.get(strip_marks(known), ()) if _may_stand_for(word, read)]
    own = [candidate(word, -_OWN_WORD_BONUS) for word in forms]
    ranked = sorted(candidates.values(), key=lambda c: (c.weight, c.text))
    best = ranked[0].weight if ranked else math.inf
    most, widest = (2 * MOST_EDGES, _WIDEST + 3) if best > _POOR else (MOST_EDGES, _WIDEST)
    chosen = own + [c for c in ranked[:most] if c.weight <= best + widest and c.text not in forms]
    edges = [
        Edge(
            1, (c.id,), c.text, c.cost * damage.scale + (damage.change_cost if c.text != read else 0.0), c.text == read
        )
        for c in chosen
    ]
    if as_read.id == UNKNOWN_ID:
        edges.append(Edge(1, (UNKNOWN_ID,), read, _spelling(read, damage), True))
    elif not any(e.as_read for e in edges):
        edges.append(Edge(1, (as_read.id,), read, candidates[as_read.id].cost, True))
    return tuple(edges), best


def _may_stand_for(own: str, read: str) -> bool:
    """A name of the caller's own is no reading of a word in small letters: without marks they are often alike."""
    return read[:1].isupper() or not own[:1].isupper()


def _abbreviation(read: str) -> bool:
    """Capitals inside a word or between full stops (TTg, TT.HĐND), figures, signs: a Vietnamese engine reads them
    well."""
    inner_capitals = not one_case(read) and any(c.isupper() for c in read[1:])
    dotted = "." in read and read.replace(".", "").isupper()
    return inner_capitals or dotted or any(c.isdigit() for c in read) or not any(c.isalpha() for c in read)


def _spelling(read: str, damage: Damage) -> float:
    """What a word costs that the model does not know: capitals (names, abbreviations) are often right, odd characters
    never."""
    letters = sum(c.isalpha() for c in read)
    odd = len(read) - letters
    per_letter = damage.spell_cost * (0.5 if read[:1].isupper() else 1.0)
    return per_letter * letters + _ODD_COST * odd


def _class_edges(piece: Piece, damage: Damage) -> tuple[Edge, ...]:
    """A figure or a code stands for itself; a short figure may be a letter or word that was read as one."""
    lm = model()
    symbol = NUMBER if piece.kind == "number" else CODE
    edges = [Edge(1, (lm.id(symbol),), piece.text, 0.05, True)]
    if damage.segments and len(piece.text) <= 2 and piece.kind == "number":
        words = [c for c in damage.candidates(piece.text)[:8] if not c.text.isdigit()]
        edges += [Edge(1, (c.id,), c.text, 2.0 + c.cost * damage.scale) for c in words]
    return tuple(edges)


def _splits(read: str, damage: Damage) -> tuple[Edge, ...]:
    """A piece read without the space between two words."""
    key = ("split", read)
    if key not in damage.memo:
        edges = []
        for cut in range(1, len(read)):
            left, rest = read[:cut], read[cut:]
            right = rest.lstrip(".,;:-")
            between = rest[: len(rest) - len(right)] + " "  # a stop between them stays
            if len(read) < _SHORTEST_SPLIT or not right or not (left[-1].isalnum() and right[0].isalnum()):
                continue
            for a in _best(left, damage):
                for b in _best(right, damage):
                    cost = (a.cost + b.cost) * damage.scale + _SPLIT_COST + damage.change_cost
                    edges.append((a.weight + b.weight, Edge(1, (a.id, b.id), f"{a.text}{between}{b.text}", cost)))
        edges.sort(key=lambda row: (row[0], row[1].text))
        damage.memo[key] = tuple(edge for _, edge in edges[:_MOST_SPLITS]), 0.0
    return damage.memo[key][0]


def _best(read: str, damage: Damage) -> list[Candidate]:
    return [c for c in damage.candidates(read, thorough=False)[:6] if c.weight < _POOR]


def _joins(read: str, damage: Damage) -> tuple[Edge, ...]:
    """Two pieces that are one word with a space read into it."""
    key = ("join", read)
    if key not in damage.memo:
        best = damage.candidates(read, thorough=False)[:4]
        damage.memo[key] = (
            tuple(Edge(2, (c.id,), c.text, c.cost * damage.scale + _JOIN_COST + damage.change_cost) for c in best),
            0.0,
        )
    return damage.memo[key][0]
