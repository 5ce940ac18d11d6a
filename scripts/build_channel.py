"""Build the channels: ``channel-wrong`` and ``channel-vie`` (``.json`` and ``.bin``) in ``dictionaries/models``.

    python scripts/build_channel.py NOISE_FOLDER [--out FOLDER]

NOISE_FOLDER holds line pairs (what an engine read, a tab, what the page says): admin.tsv.xz and law.tsv.xz by an
engine with the wrong language, vie.tsv.xz by a Vietnamese one. Held-out pairs (benchmarks/recovery/heldout.py) are
not learned from. Needs the language model (scripts/build_language_model.py) for the candidates that are worked out in
advance. Takes half a minute.
"""

from __future__ import annotations

import argparse
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import regex
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks" / "recovery")]

import heldout  # noqa: E402
from _arrays import write_arrays  # noqa: E402

from viextract.language.arrays import Arrays  # noqa: E402
from viextract.language.ngram import UNKNOWN_ID  # noqa: E402
from viextract.language.syllables import strip_marks  # noqa: E402
from viextract.recover.channel import COST_STEP, RHYME_SHARE, Candidates, Channel, Evidence, together  # noqa: E402
from viextract.recover.letters import LONGEST_READING, Letters  # noqa: E402
from viextract.recover.ragged import Floats  # noqa: E402
from viextract.recover.tokenizer import HALF_A_LETTER, HOOKS, NO_WORD  # noqa: E402
from viextract.recover.words import case_of, word_id  # noqa: E402

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

_PRIOR_PAIRS = 16.0
"""Weight, in counted pairs, of onset and rhyme against the table of whole tokens."""

_TABLE_SHARE = 0.8
"""Highest weight of the table of whole tokens: another engine, scanner or typeface makes readings that it never
counted."""

_MOST_PARTS = 120
"""Onsets or rhymes of a reading that are kept."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("noise", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "dictionaries" / "models")
    args = parser.parse_args()
    for name, files in SOURCES.items():
        lines = (pair for file in files for pair in heldout.training_pairs(args.noise / file))
        pairs = word_pairs(lines, halves=name == "wrong")
        emissions = train(pairs)
        counted = count_parts(pairs, emissions)
        tables = Tables.of(counted, emissions)
        with TemporaryDirectory() as folder:  # the candidates of tokens are worked out by the channel itself
            write_arrays(Path(folder), "channel", *tables.written(NO_CANDIDATES))
            found = ready(Channel(Arrays(Path(folder), "channel")), counted, tables.forms)
        write_arrays(args.out, f"channel-{name}", *tables.written(found))
        print(f"channel-{name}: {tables.sizes()}, {len(found.reads):,} tokens", file=sys.stderr)


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


def word_pairs(lines: Iterable[Pair], *, halves: bool) -> dict[Pair, int]:
    """Single words and how they were read, without outer punctuation, with counts. halves: whether a sign may be half a
    letter, as the tokenizer has it for this engine."""
    counts: Counter[Pair] = Counter()
    for read, true in lines:
        plain = (
            " ".join(unicodedata.normalize("NFC", read).split()),
            " ".join(unicodedata.normalize("NFC", true).split()),
        )
        for a, b in segments(*plain):
            if " " not in a and " " not in b:
                counts[_without_outer(a, b, halves=halves)] += 1
    return {
        (a, b): count
        for (a, b), count in sorted(counts.items())
        if a and regex.fullmatch(r"\p{L}+", b) and len(a) <= 2 * len(b) + 2
    }


def _without_outer(read: str, true: str, *, halves: bool) -> Pair:
    """Punctuation around the true word goes, with what it was read as; then what is left around the reading, unless it
    is taken for a part of a letter when text is cut."""
    while true and true[-1] in _OUTER:
        read = read[:-1] if read and read[-1] in _OUTER else read
        true = true[:-1]
    while true and true[0] in _OUTER:
        read = read[1:] if read and read[0] in _OUTER else read
        true = true[1:]
    if halves and read[-1:] in HOOKS and HALF_A_LETTER.fullmatch(read[:-1]):
        return read.lstrip('("“,.;:'), true
    if halves and read[:1] == "(" and NO_WORD.fullmatch(read[1:]):
        return read, true
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


@dataclass(slots=True)
class Counted:
    """Whole tokens, onsets and rhymes of the pairs, with what they were read as."""

    tokens: dict[str, Counter[str]]
    """By reading: true words and how often."""
    totals: Counter[str]
    """How often each true word was read at all."""
    onsets: Readings
    rhymes: Readings


def count_parts(pairs: dict[Pair, int], emissions: Readings) -> Counted:
    """What the pairs say, each cut into onset and rhyme along its likeliest alignment."""
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
    return Counted(tokens, totals, onsets, rhymes)


Rows = dict[str, list[tuple[str, float]]]
"""By reading: true parts with log P(read | part), likeliest first."""


def _by_reading(counts: Readings, least: float, floor: float) -> Rows:
    table: Rows = defaultdict(list)
    for true, row in sorted(counts.items()):
        total = sum(row.values()) + 0.5
        for read, count in sorted(row.items()):
            if count >= least and count / total >= floor:
                table[read].append((true, math.log(count / total)))
    return {read: _likeliest(row) for read, row in sorted(table.items())}


def _likeliest(row: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(row, key=lambda kv: (-kv[1], kv[0]))[:_MOST_PARTS]


def _with_letters(rows: Rows, letters: Letters, inventory: list[str]) -> Rows:
    """Rows of rhymes: counts are backed by what the letters of every rhyme are read as. However many rhymes a string
    was counted for, those of rare words are not among them (``di`` for the *õi* of *dõi*)."""
    asked = [read for read in rows if letters.may_read(read)]
    index, log_p, lengths = letters.rhymes(asked)
    scores: dict[str, dict[str, float]] = {
        read: {rhyme: RHYME_SHARE * math.exp(p) for rhyme, p in row} for read, row in rows.items()
    }
    owner = np.repeat(np.arange(len(asked)), lengths)
    for i, rhyme, score in zip(owner.tolist(), index.tolist(), log_p.tolist(), strict=True):
        row = scores[asked[i]]
        row[inventory[rhyme]] = row.get(inventory[rhyme], 0.0) + (1 - RHYME_SHARE) * math.exp(score)
    return {read: _likeliest((rhyme, math.log(p)) for rhyme, p in row.items()) for read, row in scores.items()}


@dataclass(slots=True)
class Ready:
    """Candidates of tokens, worked out in advance."""

    reads: list[str]
    candidates: Candidates


NO_CANDIDATES = Ready(
    [], Candidates(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8), np.zeros(0))
)


@dataclass(slots=True)
class Tables:
    """What is written for a channel, but for the candidates of tokens."""

    onsets: Rows
    rhymes: Rows
    onset_kinds: list[str]
    rhyme_kinds: list[str]
    letters: dict[str, dict[str, float]]
    forms: list[str]
    """Printed words that the language model knows: those that were read, and all that onsets and rhymes make."""
    shares: list[float]
    """Weight of the table of whole tokens against onset and rhyme, by form."""

    @classmethod
    def of(cls, counted: Counted, emissions: Readings) -> Tables:
        letters = {c: {r: round(math.log(p), 2) for r, p in row.items()} for c, row in emissions.items()}
        onsets, rhymes = _by_reading(counted.onsets, 1.0, 2e-4), _by_reading(counted.rhymes, 0.9, 3e-4)
        inventory = sorted({rhyme for row in rhymes.values() for rhyme, _ in row})
        rhymes = _with_letters(rhymes, Letters(letters, dict(enumerate(inventory))), inventory)
        kinds = sorted({onset for row in onsets.values() for onset, _ in row})
        made = {onset + rhyme for onset in kinds for rhyme in inventory} | counted.totals.keys()
        forms = sorted(form for form in made if word_id(form) != UNKNOWN_ID)
        shares = [_share(counted.totals[form]) for form in forms]
        return cls(onsets, rhymes, kinds, inventory, letters, forms, shares)

    def written(self, ready: Ready) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
        """The arrays and what stands beside them."""
        number = {form: i for i, form in enumerate(self.forms)}
        found = ready.candidates
        arrays: dict[str, np.ndarray[Any, Any]] = {
            "forms.of": np.array(
                [[number.get(onset + rhyme, -1) for rhyme in self.rhyme_kinds] for onset in self.onset_kinds], np.int16
            ),
            "forms.ids": np.array([word_id(form) for form in self.forms], np.uint16),
            "forms.cases": np.array([case_of(form) for form in self.forms], np.uint8),
            "forms.discount": np.array([math.log(1 - share) for share in self.shares], np.float32),
            **_columns("onsets", self.onsets, self.onset_kinds),
            **_columns("rhymes", self.rhymes, self.rhyme_kinds),
            "ready.begin": found.begin.astype(np.uint32),
            "ready.ids": found.ids.astype(np.uint16),
            "ready.cases": found.cases.astype(np.uint8),
            "ready.costs": _in_steps(found.costs),
        }
        meta: dict[str, Any] = {
            "onsets": {"read": list(self.onsets), "kinds": len(self.onset_kinds)},
            "rhymes": {"read": list(self.rhymes), "kinds": len(self.rhyme_kinds)},
            "letters": self.letters,
            "inventory": self.rhyme_kinds,
            "ready": ready.reads,
        }
        return arrays, meta

    def sizes(self) -> str:
        return f"{len(self.onsets):,} onsets, {len(self.rhymes):,} rhymes, {len(self.forms):,} forms"


def _share(total: int) -> float:
    return min(_TABLE_SHARE, total / (total + _PRIOR_PAIRS))


def _columns(name: str, rows: Rows, kinds: list[str]) -> dict[str, np.ndarray[Any, Any]]:
    index = {kind: i for i, kind in enumerate(kinds)}
    return {
        f"{name}.begin": np.cumsum([0, *(len(row) for row in rows.values())]).astype(np.uint32),
        f"{name}.index": np.array([index[part] for row in rows.values() for part, _ in row], np.uint16),
        f"{name}.costs": _in_steps(np.array([-log_p for row in rows.values() for _, log_p in row])),
    }


def _in_steps(costs: Floats) -> np.ndarray[Any, Any]:
    return np.rint(costs / COST_STEP).clip(0, 255).astype(np.uint8)


def ready(channel: Channel, counted: Counted, forms: list[str]) -> Ready:
    """Candidates of the tokens that were seen: as counted, and by onset and rhyme."""
    number = {form: i for i, form in enumerate(forms)}
    reads = sorted(counted.tokens)
    rows = []
    for i, read in enumerate(reads):
        for true, count in sorted(counted.tokens[read].items()):
            if true in number:
                share = _share(counted.totals[true])
                # The channel discounts all evidence by 1 - share; what was counted carries the share itself.
                rows.append((i, number[true], share * count / counted.totals[true] / (1 - share)))
    columns = list(zip(*rows, strict=True))
    evidence = Evidence(np.array(columns[0]), np.array(columns[1]), np.array(columns[2]))
    return Ready(reads, together(channel.rows(reads, evidence)))


if __name__ == "__main__":
    main()
