#!/usr/bin/env python3
"""Count positions in administrative texts, as the source of those rows of dictionaries/positions.tsv that no law names.

python scripts/count_positions.py CORPUS/admin.txt.xz, a paragraph a line. Counted is the whole phrase in any case, the
longest where one stands in another ("phó trưởng thôn" is no "trưởng thôn"). Rows whose source is a law stay.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "dictionaries" / "positions.tsv"
COUNTED = re.compile(r"^(?:\d[\d,]* times in administrative texts \(scripts/count_positions\.py\))?$")


def counted(positions: Iterable[str], lines: Iterable[str]) -> Counter[str]:
    longest_first = sorted(positions, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    found: Counter[str] = Counter()
    for line in lines:
        found.update(pattern.findall(line.lower()))
    return found


def with_counts(table: str, counts: Counter[str]) -> str:
    """The table with the counts as the source of rows that have none but a count."""
    lines = []
    for line in table.splitlines():
        if "\t" in line and not line.startswith("#"):
            position, uses, source = line.split("\t")
            if COUNTED.match(source):
                source = f"{counts[position]:,} times in administrative texts (scripts/count_positions.py)"
            line = f"{position}\t{uses}\t{source}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    table = TABLE.read_text("utf-8")
    positions = [line.split("\t")[0] for line in table.splitlines() if not line.startswith("#")][1:]
    with lzma.open(corpus, "rt", encoding="utf-8", newline="\n") as lines:
        TABLE.write_text(with_counts(table, counted(positions, lines)), "utf-8")


if __name__ == "__main__":
    main()
