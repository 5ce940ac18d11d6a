"""Build the channels: ``dictionaries/models/channel-wrong.json`` and ``channel-vie.json``.

    python scripts/build_channel.py NOISE_FOLDER [--out FOLDER]

NOISE_FOLDER holds line pairs (what an engine read, a tab, what the page says): admin.tsv.xz and law.tsv.xz by an
engine with the wrong language, vie.tsv.xz by a Vietnamese one. Held-out pairs (benchmarks/recovery/heldout.py) are
not learned from. Needs the language model (scripts/build_language_model.py) for the candidates that are worked out in
advance. Takes two minutes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import regex
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks" / "recovery"))

import heldout  # noqa: E402

from viextract.language.syllables import strip_marks  # noqa: E402
from viextract.recover.channel import LONGEST_READING, Channel, pack_row, unpack_row  # noqa: E402

Pair = tuple[str, str]
Readings = dict[str, dict[str, float]]

SOURCES = {"wrong": ("admin.tsv.xz", "law.tsv.xz"), "vie": ("vie.tsv.xz",)}
ROUNDS = 5
_OUTER = '.,;:!?"“”()[]…*_~|—–-= '
_ONSET = regex.compile(
    r"(?i)^(?:ngh|ng|nh|ch|gh|gi(?=[aeiouy])|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?",
)
_LEAST_EMISSION, _LEAST_COUNT = 2e-5, 0.3
_DAMPING = 0.75
"""Exponent on the count of a pair: a page's most frequent words must not drown the rest."""

_READY_COUNT = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("noise", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "dictionaries" / "models")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, files in SOURCES.items():
        pairs = word_pairs(pair for file in files for pair in heldout.training_pairs(args.noise / file))
        emissions = train(pairs)
        data = tables(pairs, emissions)
        path = args.out / f"channel-{name}.json"
        save(path, data)
        data["ready"] = ready(Channel(data), data["tokens"])
        save(path, data)
        print(f"{path.name}: " + ", ".join(f"{key} {len(value):,}" for key, value in data.items()), file=sys.stderr)


def save(path: Path, data: dict[str, object]) -> None:
    """Whole or not at all: a program that runs meanwhile keeps the tables it has."""
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    fresh.replace(path)


def segments(read: str, true: str) -> Iterator[Pair]:
    """Cut a line pair where a space of one was read as a space of the other (aligned by bare letters)."""
    a, b = strip_marks(read).lower(), strip_marks(true).lower()
    if len(a) != len(read) or len(b) != len(true):
        return  # a character that changes length in lower case: too rare to care for
    i = j = 0
    for block in Levenshtein.opcodes(a, b):
        if block.tag == "equal":
            for k in range(block.src_end - block.src_start):
                if a[block.src_start + k] == " ":
                    yield read[i : block.src_start + k], true[j : block.dest_start + k]
                    i, j = block.src_start + k + 1, block.dest_start + k + 1
    yield read[i:], true[j:]


def word_pairs(lines: Iterable[Pair]) -> dict[Pair, int]:
    """Single words and how they were read, without outer punctuation, with counts."""
    counts: Counter[Pair] = Counter()
    for read, true in lines:
        plain = (
            " ".join(unicodedata.normalize("NFC", read).split()),
            " ".join(unicodedata.normalize("NFC", true).split()),
        )
        for a, b in segments(*plain):
            if " " not in a and " " not in b:
                counts[_without_outer(a, b)] += 1
    return {
        (a, b): count
        for (a, b), count in sorted(counts.items())
        if a and regex.fullmatch(r"\p{L}+", b) and len(a) <= 2 * len(b) + 2
    }


def _without_outer(read: str, true: str) -> Pair:
    """Punctuation around the true word goes, with what it was read as; then what is left around the reading."""
    while true and true[-1] in _OUTER:
        read = read[:-1] if read and read[-1] in _OUTER else read
        true = true[:-1]
    while true and true[0] in _OUTER:
        read = read[1:] if read and read[0] in _OUTER else read
        true = true[1:]
    return read.rstrip(',.;:)"”').lstrip('("“,.;:'), true


def _first_guess(letter: str, reading: str) -> float:
    base = strip_marks(letter)
    if reading == letter:
        return 0.6
    if reading == base:
        return 0.5
    shows = 5 if base in reading else 1
    return (0.002, 0.01, 0.001 * shows, 0.0001 * shows)[len(reading)]


def _lattice(
    read: str, true: str, p: Callable[[str, str], float]
) -> tuple[list[list[float]], list[list[float]]] | None:
    """Forward and backward sums over all ways to read each letter as none to three characters."""
    n, m = len(true), len(read)
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    for i, letter in enumerate(true):
        for j, value in enumerate(forward[i]):
            if value:
                for k in range(min(LONGEST_READING, m - j) + 1):
                    forward[i + 1][j + k] += value * p(letter, read[j : j + k])
    if forward[n][m] <= 0:
        return None
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    for i in range(n - 1, -1, -1):
        for j in range(m + 1):
            ends = range(min(LONGEST_READING, m - j) + 1)
            backward[i][j] = sum(
                p(true[i], read[j : j + k]) * backward[i + 1][j + k] for k in ends if backward[i + 1][j + k]
            )
    return forward, backward


def train(pairs: dict[Pair, int]) -> Readings:
    """P(characters | letter) by expectation maximisation."""
    emissions: Readings = {}
    p: Callable[[str, str], float] = _first_guess
    for round_number in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for (read, true), count in pairs.items():
            if round_number == 0 and abs(len(read) - len(true)) > 3:
                continue
            sums = _lattice(read, true, p)
            if sums is None:
                continue
            forward, backward = sums
            total = forward[len(true)][len(read)]
            for i, letter in enumerate(true):
                for j, value in enumerate(forward[i]):
                    if not value:
                        continue
                    for k in range(min(LONGEST_READING, len(read) - j) + 1):
                        reading = read[j : j + k]
                        share = value * p(letter, reading) * backward[i + 1][j + k] / total
                        if share > 1e-4:
                            counts[letter][reading] += share * count**_DAMPING
        emissions = {}
        for letter, row in sorted(counts.items()):
            total = sum(row.values())
            kept = {r: c / total for r, c in sorted(row.items()) if c / total > _LEAST_EMISSION and c > _LEAST_COUNT}
            emissions[letter] = kept
        p = _lookup(emissions)
    return emissions


def _lookup(emissions: Readings) -> Callable[[str, str], float]:
    def p(letter: str, reading: str) -> float:
        return emissions.get(letter, {}).get(reading, 0.0)

    return p


def _best_cuts(read: str, true: str, emissions: Readings) -> list[int] | None:
    """Where in the reading each letter of the true word begins, on the likeliest path; None where there is no path."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
    for letter in true:
        row: dict[int, tuple[float, int]] = {}
        for j, (score, _) in best[-1].items():
            for k in range(min(LONGEST_READING, len(read) - j) + 1):
                p = emissions.get(letter, {}).get(read[j : j + k])
                if p and (j + k not in row or row[j + k][0] < score + math.log(p)):
                    row[j + k] = (score + math.log(p), j)
        best.append(row)
    if len(read) not in best[-1]:
        return None
    cuts = [len(read)]
    for row in reversed(best[1:]):
        cuts.append(row[cuts[-1]][1])
    return cuts[::-1]


def tables(pairs: dict[Pair, int], emissions: Readings) -> dict[str, object]:
    """Whole tokens with counts, onsets and rhymes by what they were read as, and the letters."""
    tokens: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    onsets: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    rhymes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (read, true), count in pairs.items():
        cuts = _best_cuts(read, true, emissions)
        if cuts is None and count < 2:
            continue  # one odd pair is more likely a slip of the alignment
        tokens[read][true] += count
        totals[true] += count
        if cuts is not None:
            match = _ONSET.match(unicodedata.normalize("NFD", true.replace("đ", "d").replace("Đ", "D")))
            onset = len(match[0]) if match else 0
            onsets[true[:onset]][read[: cuts[onset]]] += count**_DAMPING
            if true[onset:]:
                rhymes[true[onset:]][read[cuts[onset] :]] += count**_DAMPING
    return {
        "tokens": {
            r: pack_row(sorted(row.items(), key=lambda kv: (-kv[1], kv[0]))[:24]) for r, row in sorted(tokens.items())
        },
        "totals": dict(sorted(totals.items())),
        "onsets": _by_reading(onsets, 1.0, 2e-4),
        "rhymes": _by_reading(rhymes, 0.9, 3e-4),
        "chars": {c: {r: round(math.log(p), 2) for r, p in row.items()} for c, row in emissions.items()},
    }


def _by_reading(counts: dict[str, dict[str, float]], least: float, floor: float) -> dict[str, str]:
    table: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for true, row in sorted(counts.items()):
        total = sum(row.values()) + 0.5
        for read, count in sorted(row.items()):
            if count >= least and count / total >= floor:
                table[read].append((true, round(math.log(count / total), 2)))
    return {read: pack_row(sorted(row, key=lambda kv: (-kv[1], kv[0]))[:40]) for read, row in sorted(table.items())}


def ready(channel: Channel, tokens: object) -> dict[str, str]:
    """Candidates of the frequent tokens, so that they need not be worked out each time."""
    assert isinstance(tokens, dict)
    frequent = [read for read, row in tokens.items() if sum(count for _, count in unpack_row(row)) >= _READY_COUNT]
    return {read: pack_row([(c.text, c.cost) for c in channel.candidates(read)]) for read in frequent}


if __name__ == "__main__":
    main()
