"""The recovery of a text: convert, judge, cut, decode, repair. The steps in order, each in a module of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viextract.language.syllables import strip_marks
from viextract.recover.decisions import decisions
from viextract.recover.diagnosis import diagnosis
from viextract.recover.explain import Token, composed, replaced
from viextract.recover.first_repairs import repaired_first
from viextract.recover.gate import Kind
from viextract.recover.readings import other_readings
from viextract.recover.words import lower


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
    groups = [list(group) for group in paragraphs]
    errors = sum(map(len, first))
    kind, parts = diagnosis(lines, groups, profile=profile, by_engine=by_engine, errors=errors)
    own, readings = own_words(words), other_readings(alternatives)
    results = [LineResult(line, line, []) for line in lines]
    for part in parts:
        for i, tokens in decisions(lines, part.groups, part.damage, own, min_confidence, readings).items():
            results[i] = LineResult(lines[i], replaced(lines[i], ((t.start, t.end, t.after) for t in tokens)), tokens)
    return list(map(_from_the_reading, read, first, results)), kind


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


def own_words(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The caller's words by the bare lower-case form of each of their parts."""
    table: dict[str, list[str]] = defaultdict(list)
    for entry in words:
        for word in entry.split():
            bare = strip_marks(lower(word))
            if word not in table[bare]:
                table[bare].append(word)
    return {bare: tuple(forms) for bare, forms in table.items()}
