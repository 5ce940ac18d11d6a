"""What is decided on each token of paragraphs that are damaged in one way: decoded, decoded again, repaired."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from viextract.language.ngram import UNKNOWN_ID, model
from viextract.language.syllables import is_syllable
from viextract.language.tokens import NUMBER
from viextract.model.decision import Decision
from viextract.recover import rule_repairs as surface
from viextract.recover.cache_lm import Recurrence
from viextract.recover.calibration import beside, curves, worth, worth_beside
from viextract.recover.decode import Decoded, Settings, decode, decode_again, rivals
from viextract.recover.gate import WRONG_LANGUAGE
from viextract.recover.lattice import Built, Damage, build, clauses
from viextract.recover.learned_channel import learned
from viextract.recover.likely import KIND_OF, Role
from viextract.recover.names import with_names
from viextract.recover.protected import is_abbreviation, is_exchange, was_typed
from viextract.recover.ragged import Floats, Ints
from viextract.recover.readings import OtherReading, weigh
from viextract.recover.slight_damage import SURE_CHANGES_IN_CLEAN_TEXT
from viextract.recover.tokenizer import Piece, cut_line
from viextract.recover.windows import Lattice

_SURE = 0.95
"""Posterior from which on a possible syllable is replaced where most of what was read is right."""
_SURE_IN_GOOD_TEXT = 0.5
"""A text that is mostly right is not changed where the change is as likely wrong as right."""
_SURE_OF_A_FIGURE = 0.5
"""A figure is taken for a word misread only where that is likelier than not."""
_SURE_OF_TYPED = 1 - SURE_CHANGES_IN_CLEAN_TEXT
"""How often a word that was typed is right: its slips were counted for the gate. The others share what is left."""
_CLEAR = 0.7
"""Posterior from which on a word counts as read."""
_DOUBTFUL = 0.7
"""Posterior below which a word and its neighbours are decoded again."""
_NOT_CLEAR = 0.95
"""The same where the document has told how its reader errs."""
_CLOSER_LOOK = Settings(margin=8.0)
"""What is in doubt is little, so that more of its paths can be followed."""
_WORDS_WORTH_COUNTING = 150
"""Shorter texts do not repeat enough."""
_FOLLOWING = 40
"""Characters behind a word that tell whether it is the level of a body: its next word."""
_NOTHING = -2
"""No word, and no gap either."""


def decisions(
    lines: Sequence[str],
    groups: Sequence[Sequence[int]],
    damage: Damage,
    own: dict[str, tuple[str, ...]] | None = None,
    min_confidence: float = 0.0,
    readings: Sequence[OtherReading] = (),
) -> dict[int, list[Decision]]:
    """By line: the decisions on its tokens, in order, with the repairs of codes and labels. ``groups`` are paragraphs
    as indices of lines, ``own`` the caller's words by their bare forms."""
    found = [clause for group in groups for clause in clauses(_pieces(lines, group, damage))]
    decided: dict[int, list[Decision]] = defaultdict(list)
    if found:
        built = build(found, damage, own or {})
        for reading in readings:
            built = weigh(built, reading, damage)
        for line, token in _tokens(*_decode_twice(built, lines, damage), lines, damage, min_confidence):
            decided[line].append(token)
    return {i: surface.repair(lines[i], decided[i], damage.name) for group in groups for i in group}


def _pieces(lines: Sequence[str], group: Sequence[int], damage: Damage) -> list[Piece]:
    # An engine that knows no hooks reads them as something else; who leaves marks out means a question mark.
    hooks = damage.tables is not None and not damage.keeps_when_unsure
    return [piece for i in group for piece in cut_line(lines[i], i, hooks=hooks)]


def _decode_twice(built: Built, lines: Sequence[str], damage: Damage) -> tuple[Built, Decoded]:
    """Decode, and names once more as names; then decode again around what is doubtful with what the clear words of the
    same text say of its words and of its reader."""
    built, first = with_names(built, decode(built.lattice), lines, damage)
    lattice = built.lattice
    if len(first.path) < _WORDS_WORTH_COUNTING:
        return built, first
    recurrence = Recurrence(_clear_words(lattice, first))
    if damage.tables is None:  # marks that were taken away tell nothing of a reader
        return built, decode_again(lattice, first, first.posterior[first.path] < _DOUBTFUL, recurrence, _CLOSER_LOOK)
    numbers: dict[str, int] = {}
    reads = np.array([numbers.setdefault(piece.text.lower(), len(numbers)) for piece in built.pieces], dtype=np.int64)
    lattice = learned(lattice, first.posterior, reads)
    return built, decode_again(lattice, first, first.posterior[first.path] < _NOT_CLEAR, recurrence, _CLOSER_LOOK)


def _clear_words(lattice: Lattice, decoded: Decoded) -> Ints:
    """Ids of the words that are read with confidence, in order; -1 wherever others or the end of a clause part them."""
    path = decoded.path
    clear = decoded.posterior[path] >= _CLEAR
    clear &= (lattice.w1[path] != UNKNOWN_ID) & (lattice.w2[path] != UNKNOWN_ID)
    ends = np.append(lattice.clause[path[1:]] != lattice.clause[path[:-1]], True)
    # Three places for each edge: its words, and what parts it from the next.
    places = np.full((len(path), 3), _NOTHING)
    places[:, 0] = np.where(clear, lattice.w1[path], -1)
    places[:, 1] = np.where(clear & (lattice.w2[path] >= 0), lattice.w2[path], _NOTHING)
    places[ends, 2] = -1
    words: Ints = places[places != _NOTHING]
    return words


def _is_good(damage: Damage) -> bool:
    """Whether changes cost extra, since the page was read well."""
    return damage.change_cost > 0


_FIGURES = re.compile(r"\d+|\d\w*\d\w*")


def _is_figure(text: str) -> bool:
    """Whether a token is nothing but figures, or begins with one and has another: "10m", "3m5"."""
    return _FIGURES.fullmatch(text) is not None


def _is_too_bold(before: str, after: str, sure: float, posterior: float) -> bool:
    """Whether a text that is mostly right is better left alone here."""
    return sure < _SURE_IN_GOOD_TEXT or (posterior < _SURE and is_syllable(before))


_BESIDE = 3
"""Decisions on either side that tell of one."""


def around(posterior: Floats) -> Floats:
    """The mean posterior of each decision and those around it."""
    total = np.concatenate((np.zeros(1), np.cumsum(posterior)))
    at = np.arange(len(posterior))
    first, last = np.maximum(at - _BESIDE, 0), np.minimum(at + _BESIDE + 1, len(posterior))
    mean: Floats = (total[last] - total[first]) / (last - first)
    return mean


def over(begins: Ints, places: Ints) -> Ints:
    """Of each place the decision that covers it: the last that begins there or before."""
    at: Ints = np.maximum(np.searchsorted(begins, places, side="right") - 1, 0)
    return at


def _worth(lattice: Lattice, posterior: Floats, damage: Damage, path: Ints) -> Floats:
    """Probabilities for posteriors; those of names have curves of their own, since other things make them wrong."""
    weights = beside().get(damage.curve)
    if weights is None:
        probability = worth(posterior, damage.curve)
    else:
        places = lattice.places()
        at = over(places[path], places)
        figure = lattice.w1 == model().id(NUMBER)
        probability = worth_beside(posterior, around(posterior[path])[at], figure, weights)
    if lattice.role is None:
        return probability
    kinds = np.array(["", *(KIND_OF[role] for role in Role if role)])[lattice.role]
    for kind in sorted(set(KIND_OF.values())):
        name = f"{damage.name} {kind}"
        if name in curves():
            at = np.flatnonzero(kinds == kind)
            probability = probability.copy()
            probability[at] = worth(posterior[at], name)
    return probability


def _tokens(
    built: Built, decoded: Decoded, lines: Sequence[str], damage: Damage, min_confidence: float
) -> Iterator[tuple[int, Decision]]:
    """The decisions, each with its line; offsets are into that line."""
    lattice, path = built.lattice, decoded.path
    first = (np.cumsum(lattice.lengths) - lattice.lengths)[lattice.clause[path]] + lattice.start[path]
    last = first + lattice.span[path] - 1
    posterior = decoded.posterior.clip(max=1.0)
    plain = worth(posterior[path], damage.curve).tolist()
    probability = _worth(lattice, posterior, damage, path)
    begin = list(map(built.pieces.__getitem__, first.tolist()))
    end = list(map(built.pieces.__getitem__, last.tolist()))
    befores = [lines[a.line][a.start : b.end] for a, b in zip(begin, end, strict=True)]
    others: dict[int, list[tuple[str, float]]] = defaultdict(list)
    rest_of = rivals(lattice, decoded)
    at_rivals = rest_of.at.tolist()
    texts = built.texts(rest_of.edge, [begin[at].text for at in at_rivals])
    for at, text, p in zip(at_rivals, texts, probability[rest_of.edge].tolist(), strict=True):
        others[at].append((text, p))
    sures, posteriors = probability[path].tolist(), posterior[path].tolist()
    for at, (before, after) in enumerate(zip(befores, built.texts(path, befores), strict=True)):
        a, b = begin[at], end[at]
        sure, rest = sures[at], tuple(others[at]) if at in others else ()
        if after != before and damage.name == WRONG_LANGUAGE and was_typed(before):
            others_of_typed = ((after, sure), *(row for row in rest if row[0] != before))
            rest = tuple((text, p * SURE_CHANGES_IN_CLEAN_TEXT) for text, p in others_of_typed)
            after, sure = before, _SURE_OF_TYPED
        elif after != before and (
            sure < min_confidence
            or (sure < _SURE_OF_A_FIGURE and _is_figure(before) and not _is_figure(after))
            or (damage.keeps_when_unsure and _is_too_bold(before, after, plain[at], posteriors[at]))
            or (
                damage.keeps_when_unsure
                and is_exchange(before, after, lines[b.line][b.end : b.end + _FOLLOWING], good=_is_good(damage))
            )
        ):
            kept = next((p for text, p in rest if text == before), 0.0)
            if is_abbreviation(before, lines[b.line][b.end : b.end + _FOLLOWING]):
                kept = max(kept, _SURE_OF_TYPED)
            rest = ((after, sure), *(row for row in rest if row[0] != before))
            after, sure = before, kept
        yield a.line, Decision(a.start, b.end, before, after, sure, rest, damage.name)
