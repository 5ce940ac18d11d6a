"""The recovery of a text: convert, judge, cut, decode, repair. The steps in order, each in a module of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from viextract.language.ngram import UNKNOWN_ID
from viextract.language.syllables import is_syllable, strip_marks
from viextract.recover import surface
from viextract.recover.channel import lower
from viextract.recover.decode import Choice, Clause, decode
from viextract.recover.explain import Token
from viextract.recover.gate import Kind, kind_of, paragraph_kinds
from viextract.recover.lattice import Damage, PieceClause, build, stripped, vietnamese, wrong_language
from viextract.recover.pieces import cut_line
from viextract.recover.recurrence import Recurrence

_SURE = 0.95
"""Posterior from which on a possible syllable is replaced where most of what was read is right."""
_CLEAR = 0.9
"""Posterior from which on a word counts as read."""
_DOUBTFUL = 0.75
"""Posterior below which a word has its clause decoded again."""
_WORDS_WORTH_COUNTING = 150
"""Shorter texts do not repeat enough."""

_RARE_ERRORS = 3.0
"""Extra cost of a change in pages that were read well (e to the power of it: how much rarer errors are than in poor
pages)."""

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
    min_confidence: float = 0.5,
    by_engine: Sequence[bool] | None = None,
) -> tuple[list[LineResult], Kind]:
    """Recover lines (NFC, no legacy encoding left) that belong together in ``paragraphs`` (indices of lines, in order).

    ``by_engine`` says of each line whether an OCR engine has just read it: even good readings have errors, so that
    the gate, which
    leaves clean text alone, is open a little.
    """
    groups = [list(group) for group in paragraphs]
    texts = ["\n".join(lines[i] for i in group) for group in groups]
    open_profile = profile in (None, "auto", "mixed")
    whole = kind_of("\n".join(lines)) if open_profile else cast(Kind, profile)
    kinds: list[str] = [*paragraph_kinds(texts, whole)] if open_profile else [whole] * len(groups)
    if by_engine is not None:
        kinds = [_opened(kind, group, by_engine) for kind, group in zip(kinds, groups, strict=True)]
    own = own_words(words)
    results = [LineResult(line, line, []) for line in lines]
    for kind, make in DAMAGES.items():
        chosen = [group for group, k in zip(groups, kinds, strict=True) if k == kind]
        if chosen:
            _decode_groups(lines, chosen, make(), own, min_confidence, results)
    return results, whole


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
) -> None:
    clauses: list[PieceClause] = []
    for group in groups:
        pieces = [piece for i in group for piece in cut_line(lines[i], i)]
        clauses += build(pieces, damage, own)
    decisions: dict[int, list[Token]] = defaultdict(list)
    for clause, choices in zip(clauses, _decode_twice([c.clause for c in clauses]), strict=True):
        for choice in choices:
            line, token = _token(clause, choice, lines, damage, min_confidence)
            decisions[line].append(token)
    for group in groups:
        for i in group:
            tokens = surface.repair(lines[i], decisions[i], damage.name)
            results[i] = LineResult(lines[i], _replaced(lines[i], tokens), tokens)


def _decode_twice(clauses: list[Clause]) -> list[list[Choice]]:
    """Decode, then decode the doubtful clauses again with what the clear ones of the same text say."""
    decoded = decode(clauses)
    doubtful = [i for i, choices in enumerate(decoded) if any(c.posterior < _DOUBTFUL for c in choices)]
    if doubtful and sum(map(len, decoded)) >= _WORDS_WORTH_COUNTING:
        recurrence = Recurrence(run for choices in decoded for run in _clear_runs(choices))
        again = decode([clauses[i] for i in doubtful], recurrence=recurrence)
        for i, choices in zip(doubtful, again, strict=True):
            decoded[i] = choices
    return decoded


def _clear_runs(choices: Sequence[Choice]) -> Iterator[list[int]]:
    """Ids of unbroken runs of words that are read with confidence."""
    run: list[int] = []
    for choice in choices:
        if choice.posterior >= _CLEAR and UNKNOWN_ID not in choice.edge.ids:
            run.extend(choice.edge.ids)
        else:
            yield run
            run = []
    yield run


def _token(
    clause: PieceClause, choice: Choice, lines: Sequence[str], damage: Damage, min_confidence: float
) -> tuple[int, Token]:
    first, last = clause.pieces[choice.start], clause.pieces[choice.start + choice.edge.span - 1]
    before = lines[first.line][first.start : last.end]
    after, confidence = choice.edge.text, choice.posterior
    others = [(edge.text, p) for edge, p in choice.others]
    if after != before and damage.keeps_when_unsure and confidence < _least(before, min_confidence):
        others = [(after, confidence), *[row for row in others if row[0] != before]]
        confidence = next((p for edge, p in choice.others if edge.text == before), 0.0)
        after = before
    return first.line, Token(first.start, last.end, before, after, confidence, tuple(others), damage.name)


def _least(before: str, min_confidence: float) -> float:
    """How sure a change must be: a possible syllable is given up less readily than what cannot be right."""
    return max(_SURE, min_confidence) if is_syllable(before) else min_confidence


def _replaced(line: str, tokens: Iterable[Token]) -> str:
    out, at = [], 0
    for token in sorted(tokens, key=lambda t: t.start):
        out += [line[at : token.start], token.after]
        at = token.end
    return "".join([*out, line[at:]])
