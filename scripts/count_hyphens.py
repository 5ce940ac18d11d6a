"""Count words that stand on both sides of a dash in the corpus: ``dictionaries/hyphens.tsv``.

    python scripts/count_hyphens.py CORPUS_FOLDER

Between two words in small letters a dash that has no spaces is either printed (*kinh tế-xã hội*, *mô-đun*) or dirt that
an engine took for one. The table gives the pairs that are printed with one, not those that stand without one fifty
times as often. Lines that are held out for measurement are not counted.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.recovery.heldout import is_held_out  # noqa: E402
from viextract.language.ngram import UNKNOWN_ID, model  # noqa: E402
from viextract.language.syllables import canonical_tone, is_syllable  # noqa: E402

FILES = ("admin", "general")
PAIR = regex.compile(r"(?<![\w-])(\p{L}+) ?[-–] ?(\p{L}+)")
LEAST_COUNT, LEAST_SHARE = 3, 0.02
SOURCE = "counted in official documents and an encyclopedia"


def main() -> None:
    folder = Path(sys.argv[1])
    dashed: Counter[tuple[str, str]] = Counter()
    for line in lines(folder):
        if "-" in line or "–" in line:
            dashed.update(match.groups() for match in PAIR.finditer(line, overlapped=True))
    kept = {pair for pair, count in dashed.items() if count >= LEAST_COUNT and all(map(is_word, pair))}
    plain = Counter(pair for line in lines(folder) for pair in pairwise(line.split(" ")) if pair in kept)
    with (ROOT / "dictionaries" / "hyphens.tsv").open("w", encoding="utf-8") as stream:
        stream.write("first\tsecond\tcount\tsource\n")
        for first, second in sorted(kept):
            count = dashed[first, second]
            if count >= LEAST_SHARE * plain[first, second]:
                stream.write(f"{first}\t{second}\t{count}\t{SOURCE}\n")


def is_word(text: str) -> bool:
    return is_syllable(text) and model().id(text) != UNKNOWN_ID


def lines(folder: Path) -> Iterator[str]:
    """Lines of the corpus in small letters and one tone style, but those that are held out."""
    for name in FILES:
        with lzma.open(folder / f"{name}.txt.xz", "rt", encoding="utf-8", newline="\n") as stream:
            for row in stream:
                line = row.removesuffix("\n")
                if not is_held_out(line):
                    yield canonical_tone(line.lower())


if __name__ == "__main__":
    main()
