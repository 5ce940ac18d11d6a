"""The recovery of a text: convert, judge, cut, decode, repair. The steps in order, each in a module of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from viextract.language.syllables import strip_marks, syllable_set
from viextract.model.decision import Decision
from viextract.recover.decisions import decisions
from viextract.recover.diagnosis import Part, diagnosis, is_open
from viextract.recover.explanation import composed, replaced
from viextract.recover.first_repairs import repaired_first
from viextract.recover.gate import Kind
from viextract.recover.lost_letters import lost_letters
from viextract.recover.readings import other_readings
from viextract.recover.words import lower

_MOST_ROUNDS = 6
"""Two readings of a word could take turns for ever."""
_SURELY_LEGAL = 0.98
"""Share of legal syllables (or capitals, which may be acronyms) from which on a text that was recovered is clean."""
_MANY_WORDS = 500
"""In shorter texts, where a round costs little, that is not taken for granted."""

Paragraphs = Iterable[Sequence[int]] | Callable[[Sequence[str]], Iterable[Sequence[int]]]


@dataclass(slots=True)
class LineResult:
    """One line as recovered, with the decisions on it; offsets are into the line as it was."""

    before: str
    after: str
    tokens: list[Decision]

    @property
    def confidence(self) -> float:
        """Mean probability that a word of the line is right; 1 for a line that needed no decision."""
        words = [t.confidence for t in self.tokens]
        return sum(words) / len(words) if words else 1.0


def recover_lines(
    lines: Sequence[str],
    paragraphs: Paragraphs,
    *,
    profile: str | None = None,
    words: Iterable[str] = (),
    min_confidence: float = 0.0,
    by_engine: Sequence[bool] | None = None,
    alternatives: Sequence[Sequence[str]] = (),
) -> tuple[list[LineResult], Kind]:
    """Recover lines (NFC, no legacy encoding left) that belong together in ``paragraphs``: the one door for texts,
    documents and cells.

    What comes out stays as it is when it comes in once more. ``paragraphs``: indices of lines, in order, or what tells
    them of the lines as they stand after each round. ``by_engine`` says of each line whether an OCR engine has just
    read it: even good readings have errors, so that the gate, which leaves clean text alone, is open a little.
    ``alternatives`` are other readings of each line, which are decoded together with it, once.
    """

    def once(lines: Sequence[str], alternatives: Sequence[Sequence[str]] = ()) -> tuple[list[LineResult], Kind]:
        groups = paragraphs(lines) if callable(paragraphs) else paragraphs
        return _recovered_once(lines, groups, profile, words, min_confidence, by_engine, alternatives)

    results, kind = once(lines, alternatives)
    return (results if kind == "clean" or _is_settled(results, kind) else _settled(results, once)), kind


def _recovered_once(
    lines: Sequence[str],
    paragraphs: Iterable[Sequence[int]],
    profile: str | None,
    words: Iterable[str],
    min_confidence: float,
    by_engine: Sequence[bool] | None,
    alternatives: Sequence[Sequence[str]],
) -> tuple[list[LineResult], Kind]:
    lost = lost_letters(lines) if is_open(profile) else None
    # What lost letters leave behind is spelt like slips of another kind.
    lines, read, first = _first(lines, "clean" if lost else profile, by_engine)
    groups = [list(group) for group in paragraphs]
    own, readings = own_words(words), other_readings(alternatives)
    seen = list(map(lost.with_wildcards, lines)) if lost else lines
    kind: Kind = "stripped"
    if lost:
        parts = [Part(lost.damage(), groups)]
    else:
        kind, parts = diagnosis(lines, groups, profile=profile, by_engine=by_engine, errors=sum(map(len, first)))
    results = [LineResult(line, line, []) for line in lines]
    for part in parts:
        for i, tokens in decisions(seen, part.groups, part.damage, own, min_confidence, readings).items():
            own_tokens = lost.on_reading(lines[i], tokens) if lost else tokens
            results[i] = LineResult(lines[i], _made(lines[i], own_tokens), own_tokens)
    return list(map(_from_the_reading, read, first, results)), kind


def _is_settled(results: Sequence[LineResult], kind: Kind) -> bool:
    """Whether the gate will surely take what came out for clean: a cheap look that spares a second round."""
    if kind == "vietnamese-ocr":
        return False
    words = Counter(token.after for result in results for token in result.tokens)
    letters = {word: count for word, count in words.items() if word.isalpha()}
    legal = sum(count for word, count in letters.items() if word.isupper() or word.lower() in syllable_set())
    total = sum(letters.values())
    return total >= _MANY_WORDS and legal >= _SURELY_LEGAL * total


def _settled(
    results: list[LineResult], once: Callable[[Sequence[str]], tuple[list[LineResult], Kind]]
) -> list[LineResult]:
    """Recovered again until nothing changes: where most of a poor reading is kept, each word that is mended helps its
    neighbours to be mended, and the same text must come out when it comes in once more."""
    for _ in range(_MOST_ROUNDS):
        again, _kind = once([result.after for result in results])
        if all(result.before == result.after for result in again):
            break
        results = [
            first
            if second.before == second.after
            else LineResult(
                first.before, second.after, composed(first.before, first.tokens, first.after, second.tokens)
            )
            for first, second in zip(results, again, strict=True)
        ]
    return results


def _made(line: str, tokens: Sequence[Decision]) -> str:
    return replaced(line, ((token.start, token.end, token.after) for token in tokens))


def _first(
    lines: Sequence[str], profile: str | None, by_engine: Sequence[bool] | None
) -> tuple[Sequence[str], Sequence[str], list[list[Decision]]]:
    """The lines after the repairs that need no decoder, as they were read, and the decisions between the two."""
    if profile == "clean":
        return lines, lines, [[]] * len(lines)
    repaired, tokens = repaired_first(lines, by_engine)
    return repaired, lines, tokens


def _from_the_reading(read: str, first: list[Decision], result: LineResult) -> LineResult:
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
