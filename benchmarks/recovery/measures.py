"""How far a recovered text is from the truth, and how far its confidences are from the share that is right.

Words are compared whole, with case and punctuation; tone marks in one style.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from viextract.language.syllables import canonical_tone
from viextract.model.decision import Decision
from viextract.recover import Explanation
from viextract.recover.tokenizer import cut_line

BINS = 10


@dataclass(frozen=True)
class Errors:
    """Edit distance over the length of the truth, in characters and in words."""

    characters: int
    character_errors: int
    words: int
    word_errors: int

    @property
    def cer(self) -> float:
        return self.character_errors / max(1, self.characters)

    @property
    def wer(self) -> float:
        return self.word_errors / max(1, self.words)


def errors(true: Sequence[str], found: Sequence[str]) -> Errors:
    """Of texts (lines or pages) that belong together in pairs."""
    total = [0, 0, 0, 0]
    for a, b in zip(true, found, strict=True):
        x, y = plain(a), plain(b)
        rows = (len(x), Levenshtein.distance(x, y), len(x.split()), Levenshtein.distance(x.split(), y.split()))
        total = [t + r for t, r in zip(total, rows, strict=True)]
    return Errors(*total)


def plain(text: str) -> str:
    """NFC, one space between words, tone marks in one style."""
    return canonical_tone(" ".join(unicodedata.normalize("NFC", text).split()))


def words_right(true: Sequence[str], found: Sequence[str]) -> float:
    """Share of the words that stand in the same place of the same line."""
    right = total = 0
    for a, b in zip(true, found, strict=True):
        x, y = plain(a).split(), plain(b).split()
        total += len(x)
        right += sum(p == q for p, q in zip(x, y, strict=False))
    return right / max(1, total)


def changed(before: str, after: str) -> int:
    """Words of a text that are others afterwards."""
    operations = Levenshtein.opcodes(before.split(), after.split())
    return sum(max(o.src_end - o.src_start, o.dest_end - o.dest_start) for o in operations if o.tag != "equal")


@dataclass(frozen=True)
class Bin:
    """Decisions of like confidence: how many, their mean confidence and the share that is right."""

    count: int
    confidence: float
    right: float


def judged(explanation: Explanation, true: Sequence[str]) -> list[tuple[float, bool]]:
    """Confidence of every decision, and whether it is right."""
    return [(token.confidence, right) for token, right in judged_tokens(explanation, true)]


def judged_tokens(explanation: Explanation, true: Sequence[str]) -> list[tuple[Decision, bool]]:
    """Every decision, and whether it is right: its words are there in the truth of its line, in order."""
    lines = explanation.source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    by_line: dict[int, list[Decision]] = {i: [] for i in range(len(lines))}
    number = 0
    for token in sorted(explanation.tokens, key=lambda token: token.start):
        while token.start >= starts[number + 1]:
            number += 1
        by_line[number].append(token)
    rows: list[tuple[Decision, bool]] = []
    for i, truth in enumerate(true):
        rows += _judged_line(by_line[i], truth)
    return rows


def _judged_line(tokens: Sequence[Decision], truth: str) -> list[tuple[Decision, bool]]:
    expected = _words(truth)
    found = [(word, i) for i, token in enumerate(tokens) for word in _words(token.after)]
    wrong: set[int] = set()
    for o in Levenshtein.opcodes([word for word, _ in found], expected):
        if o.tag != "equal":
            wrong.update(i for _, i in found[o.src_start : o.src_end])
    return [(token, i not in wrong) for i, token in enumerate(tokens) if token.after.strip()]


def _words(text: str) -> list[str]:
    return [piece.text for piece in cut_line(plain(text), 0) if piece.kind != "mark"]


def calibration(rows: Iterable[tuple[float, bool]]) -> tuple[float, list[Bin]]:
    """Expected calibration error (Naeini et al. 2015) over ten bins of equal width, and the bins."""
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in rows:
        filled[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    total = sum(map(len, filled))
    bins = [
        Bin(len(b), sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b)) if b else Bin(0, 0.0, 0.0)
        for b in filled
    ]
    return sum(b.count / max(1, total) * abs(b.confidence - b.right) for b in bins), bins
