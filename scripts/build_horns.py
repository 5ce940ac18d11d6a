#!/usr/bin/env python3
"""Build dictionaries/encodings/horns.tsv: what words without their ư can stand for, and beside which words they stand.

    python scripts/build_horns.py CORPUS.txt.xz [CORPUS.txt.xz ...]

The corpora are plain Vietnamese text, a paragraph a line. The same input gives the same bytes.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from viextract.language.legacy.soft_hyphens import without_horn
from viextract.language.syllables import WORD, canonical_tone

OUT = Path(__file__).resolve().parents[1] / "dictionaries" / "encodings" / "horns.tsv"
MIN_COUNT = 30
MIN_SHARE = 0.0005
NEIGHBOURS = 120
MIN_NEIGHBOUR = 3


def main(paths: list[str]) -> None:
    words: Counter[str] = Counter()
    left: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    horned = collect_horned(paths)
    for line in lines(paths):
        tokens = [match.group() for match in WORD.finditer(line)]
        lows = [canonical_tone(token.lower()) for token in tokens]
        seen = [without_horn(low) for low in lows]
        for i, low in enumerate(lows):
            if seen[i] in horned and not tokens[i].startswith("Ư") and not (len(low) > 1 and tokens[i].isupper()):
                words[low] += 1
                if i:
                    left[low][seen[i - 1]] += 1
                if i + 1 < len(lows):
                    right[low][seen[i + 1]] += 1
    readings: dict[str, list[str]] = defaultdict(list)
    for word, count in words.items():
        if count >= MIN_COUNT:
            readings[without_horn(word)].append(word)
    with OUT.open("w", encoding="utf-8") as out:
        out.write(
            "# Words that lost their toneless ư (the soft hyphen code of TCVN3), what they stand for, and the words\n"
        )
        out.write("# beside them with counts, in the same reduced spelling. Made by scripts/build_horns.py.\n")
        out.write("seen\tword\tcount\tleft\tright\tsource\n")
        for reduced in sorted(readings):
            total = sum(words[word] for word in readings[reduced])
            kept = sorted(word for word in readings[reduced] if words[word] >= MIN_SHARE * total)
            if kept == [reduced] or not reduced:
                continue
            for word in kept:
                sides = [neighbours(side[word]) if len(kept) > 1 or len(reduced) == 1 else "" for side in (left, right)]
                out.write(
                    f"{reduced}\t{word}\t{words[word]}\t{sides[0]}\t{sides[1]}\tcounted in official Vietnamese text\n"
                )


def collect_horned(paths: list[str]) -> set[str]:
    found: Counter[str] = Counter()
    for line in lines(paths):
        found.update(word for word in WORD.findall(line.lower()) if "ư" in word)
    return {without_horn(canonical_tone(word)) for word, count in found.items() if count >= MIN_COUNT}


def lines(paths: list[str]) -> Iterator[str]:
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            yield from stream


def neighbours(counts: Counter[str]) -> str:
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NEIGHBOURS]
    return " ".join(f"{word}:{count}" for word, count in common if count >= MIN_NEIGHBOUR)


if __name__ == "__main__":
    main(sys.argv[1:])
