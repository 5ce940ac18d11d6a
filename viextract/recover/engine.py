"""The recovery of a text: convert, judge, cut, decode, repair. The steps in order, each in a module of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np

from viextract.language.ngram import UNKNOWN_ID
from viextract.language.syllables import is_syllable, strip_marks
from viextract.recover import rule_repairs as surface
from viextract.recover.cache_lm import Recurrence
from viextract.recover.calibration import worth
from viextract.recover.decode import Decoded, decode, decode_again, rivals
from viextract.recover.explain import Token, composed, replaced
from viextract.recover.first_repairs import repaired_first
from viextract.recover.gate import Kind, kind_of, paragraph_kinds
from viextract.recover.lattice import Built, Damage, build, clauses, stripped, vietnamese, wrong_language
from viextract.recover.lost_marks import lost_class, lost_marks
from viextract.recover.protected import is_exchange
from viextract.recover.ragged import Ints
from viextract.recover.readings import OtherReading, other_readings, weigh
from viextract.recover.tokenizer import Piece, cut_line
from viextract.recover.windows import Lattice
from viextract.recover.words import lower

_SURE = 0.95
"""Posterior from which on a possible syllable is replaced where most of what was read is right."""
_SURE_IN_GOOD_TEXT = 0.5
"""A text that is mostly right is not changed where the change is as likely wrong as right."""
_CLEAR = 0.7
"""Posterior from which on a word counts as read."""
_DOUBTFUL = 0.7
"""Posterior below which a word and its neighbours are decoded again."""
_WORDS_WORTH_COUNTING = 150
"""Shorter texts do not repeat enough."""

_RARE_ERRORS = 3.0
"""Extra cost of a change in pages that were read well (e to the power of it: how much rarer errors are than in poor
pages)."""

_LOST = "lost-marks"
"""The kind of every paragraph where a text has lost one class of marks."""
_NOTHING = -2
"""No word, and no gap either."""


DAMAGES: dict[str, Callable[[], Damage]] = {
    "wrong-language-ocr": wrong_language,
    "vietnamese-ocr": vietnamese,
    "good-ocr": lambda: vietnamese(_RARE_ERRORS),
    "stripped": stripped,
}


@dataclass(slots=True)
class LineResult:
    """One line as recovered, with the decisions on it; offsets are into the line as it was."""

    before: str
    after: str
    tokens: list[Token]

    @property
    def confidence(self) -> float:
        """Mean probability that a word of the line is right; 1 for a line that needed no decision."""
        words = [t.confidence for t in self.tokens]
        return sum(words) / len(words) if words else 1.0


def recover_lines(
    lines: Sequence[str],
    paragraphs: Iterable[Sequence[int]],
    *,
    profile: str | None = None,
    words: Iterable[str] = (),
    min_confidence: float = 0.0,
    by_engine: Sequence[bool] | None = None,
    alternatives: Sequence[Sequence[str]] = (),
) -> tuple[list[LineResult], Kind]:
    """Recover lines (NFC, no legacy encoding left) that belong together in ``paragraphs`` (indices of lines, in order).

    ``by_engine`` says of each line whether an OCR engine has just read it: even good readings have errors, so that
    the gate, which leaves clean text alone, is open a little. ``alternatives`` are other readings of each line, which
    are decoded together with it.
    """
    lines, read, first = _first(lines, profile)
    readings = other_readings(alternatives)
    groups = [list(group) for group in paragraphs]
    texts = ["\n".join(lines[i] for i in group) for group in groups]
    open_profile = profile in (None, "auto", "mixed")
    whole = kind_of("\n".join(lines)) if open_profile else cast(Kind, profile)
    kinds: list[str] = [*paragraph_kinds(texts, whole)] if open_profile else [whole] * len(groups)
    lost = lost_class("\n".join(lines)) if open_profile else None
    damages = DAMAGES
    if lost is not None:
        whole, kinds = "stripped", [_LOST] * len(groups)
        damages = {_LOST: partial(lost_marks, lost)}
    if by_engine is not None:
        kinds = [_opened(kind, group, by_engine) for kind, group in zip(kinds, groups, strict=True)]
    own = own_words(words)
    results = [LineResult(line, line, []) for line in lines]
    for kind, make in damages.items():
        chosen = [group for group, k in zip(groups, kinds, strict=True) if k == kind]
        if chosen:
            _decode_groups(lines, chosen, make(), own, min_confidence, results, readings)
    return list(map(_from_the_reading, read, first, results)), whole


def _first(lines: Sequence[str], profile: str | None) -> tuple[Sequence[str], Sequence[str], list[list[Token]]]:
    """The lines after the repairs that need no decoder, as they were read, and the decisions between the two."""
    if profile == "clean":
        return lines, lines, [[]] * len(lines)
    repaired, tokens = repaired_first(lines)
    return repaired, lines, tokens


def _from_the_reading(read: str, first: list[Token], result: LineResult) -> LineResult:
    """A result with its decisions on the line as it was read."""
    if not first:
        return result
    return LineResult(read, result.after, composed(read, first, result.before, result.tokens))


def _opened(kind: str, group: Sequence[int], by_engine: Sequence[bool]) -> str:
    return "good-ocr" if kind == "clean" and group and all(by_engine[i] for i in group) else kind


def own_words(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The caller's words by the bare lower-case form of each of their parts."""
    table: dict[str, list[str]] = defaultdict(list)
    for entry in words:
        for word in entry.split():
            bare = strip_marks(lower(word))
            if word not in table[bare]:
                table[bare].append(word)
    return {bare: tuple(forms) for bare, forms in table.items()}


def _decode_groups(
    lines: Sequence[str],
    groups: Sequence[Sequence[int]],
    damage: Damage,
    own: dict[str, tuple[str, ...]],
    min_confidence: float,
    results: list[LineResult],
    readings: Sequence[OtherReading],
) -> None:
    found = [clause for group in groups for clause in clauses(_pieces(lines, group))]
    decisions: dict[int, list[Token]] = defaultdict(list)
    if found:
        built = build(found, damage, own)
        for reading in readings:
            built = weigh(built, reading, damage)
        for line, token in _tokens(built, _decode_twice(built.lattice), lines, damage, min_confidence):
            decisions[line].append(token)
    for group in groups:
        for i in group:
            tokens = surface.repair(lines[i], decisions[i], damage.name)
            results[i] = LineResult(lines[i], replaced(lines[i], ((t.start, t.end, t.after) for t in tokens)), tokens)


def _pieces(lines: Sequence[str], group: Sequence[int]) -> list[Piece]:
    return [piece for i in group for piece in cut_line(lines[i], i)]


def _decode_twice(lattice: Lattice) -> Decoded:
    """Decode, then decode again around what is doubtful with what the clear words of the same text say."""
    first = decode(lattice)
    if len(first.path) < _WORDS_WORTH_COUNTING:
        return first
    doubtful = first.posterior[first.path] < _DOUBTFUL
    return decode_again(lattice, first, doubtful, Recurrence(_clear_words(lattice, first)))


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


def _is_too_bold(before: str, after: str, sure: float, posterior: float) -> bool:
    """Whether a text that is mostly right is better left alone here."""
    return sure < _SURE_IN_GOOD_TEXT or (posterior < _SURE and is_syllable(before))


def _tokens(
    built: Built, decoded: Decoded, lines: Sequence[str], damage: Damage, min_confidence: float
) -> Iterator[tuple[int, Token]]:
    """The decisions, each with its line; offsets are into that line."""
    lattice, path = built.lattice, decoded.path
    first = (np.cumsum(lattice.lengths) - lattice.lengths)[lattice.clause[path]] + lattice.start[path]
    last = first + lattice.span[path] - 1
    posterior = decoded.posterior.clip(max=1.0)
    probability = worth(posterior, damage.curve)
    begin = list(map(built.pieces.__getitem__, first.tolist()))
    end = list(map(built.pieces.__getitem__, last.tolist()))
    befores = [lines[a.line][a.start : b.end] for a, b in zip(begin, end, strict=True)]
    others: dict[int, list[tuple[str, float]]] = defaultdict(list)
    beside = rivals(lattice, decoded)
    at_rivals = beside.at.tolist()
    texts = built.texts(beside.edge, [begin[at].text for at in at_rivals])
    for at, text, p in zip(at_rivals, texts, probability[beside.edge].tolist(), strict=True):
        others[at].append((text, p))
    sures, posteriors = probability[path].tolist(), posterior[path].tolist()
    for at, (before, after) in enumerate(zip(befores, built.texts(path, befores), strict=True)):
        a, b = begin[at], end[at]
        sure, rest = sures[at], tuple(others[at]) if at in others else ()
        if after != before and (
            sure < min_confidence
            or (damage.keeps_when_unsure and _is_too_bold(before, after, sure, posteriors[at]))
            or (damage.keeps_when_unsure and is_exchange(before, after, lines[b.line][b.end :], good=_is_good(damage)))
        ):
            kept = next((p for text, p in rest if text == before), 0.0)
            rest = ((after, sure), *(row for row in rest if row[0] != before))
            after, sure = before, kept
        yield a.line, Token(a.start, b.end, before, after, sure, rest, damage.name)
