#!/usr/bin/env python3
"""Count how often each abbreviation of dictionaries/abbreviations.tsv stands in a corpus, and write the counts back.

    python scripts/count_abbreviations.py CORPUS.txt.xz [CORPUS.txt.xz ...]

The corpora are plain Vietnamese text, a paragraph a line. The same input gives the same bytes.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "dictionaries" / "abbreviations.tsv"
TOKEN = re.compile(r"[A-ZĐÔƯa-zđ&]+")


def main(paths: list[str]) -> None:
    counts: Counter[str] = Counter()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                if not line.isupper():
                    counts.update(TOKEN.findall(line))
    lines = TABLE.read_text("utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("abbreviation\t"))
    rows = [line.split("\t") for line in lines[head + 1 :]]
    for row in rows:
        row[3] = str(counts[row[0]])
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    TABLE.write_text("\n".join([*lines[: head + 1], *("\t".join(row) for row in rows)]) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
