#!/usr/bin/env python3
"""Build dictionaries/names.tsv: how often the parts of Vietnamese persons' names occur.

    python scripts/build_names.py CORPUS_FOLDER/names.tsv

The input counts parts of names by source (all under the MIT licence), never whole names. Some of its sources hold the
same list of entries, so that of these the highest count is taken; persons counted and weights by persons are added up.
What occurs once is left out. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from viextract.language.syllables import canonical_tone

OUT = Path(__file__).resolve().parents[1] / "dictionaries" / "names.tsv"
KINDS = {"surname": "family", "middle": "middle", "given": "given", "middle_given": "middle given"}
CODES = {"duyet": "vnd", "hungnguyen18": "vng", "vn-fullname-generator": "vfg", "@faker-js": "fjs", "PyPI faker": "fpy"}
"""Parts of the names of sources, and what they are called in the file."""
OF_PERSONS = ("duyet", "weight per")
"""Sources that count persons; the others list entries."""
LEAST = 2


def main(path: str) -> None:
    persons: dict[tuple[str, str], int] = defaultdict(int)
    entries: dict[tuple[str, str], int] = defaultdict(int)
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    with Path(path).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            for name, kind in parts(row["name"], row["kind"]):
                key, count = (kind, name), int(row["count"])
                if any(part in row["source"] for part in OF_PERSONS):
                    persons[key] += count
                else:
                    entries[key] = max(entries[key], count)
                sources[key].add(next(code for part, code in CODES.items() if part in row["source"]))
    counts = {key: persons[key] + entries[key] for key in sources}
    kept = [key for key in counts if counts[key] >= LEAST]
    order = [*KINDS.values(), "middle middle"]
    with OUT.open("w", encoding="utf-8") as out:
        out.write(
            "# Parts of persons' names and how often they were counted: family, middle and given names, the last\n"
        )
        out.write(
            "# two syllables together, and middle names of two. No name of a person. Made by scripts/build_names.py.\n"
        )
        out.write("# sources (all MIT): vnd duyet/vietnamese-namedb@2129070dde24; vng hungnguyen18/vietnamese-name-\n")
        out.write(
            "# generator@a37d5b1c2fee; vfg PyPI vn-fullname-generator 0.0.2; fjs npm @faker-js/faker 10.6.0; fpy PyPI\n"
        )
        out.write("# faker 40.54.0.\n")
        out.write("name\tkind\tcount\tsource\n")
        for kind, name in sorted(kept, key=lambda key: (order.index(key[0]), -counts[key], key[1])):
            out.write(f"{name}\t{kind}\t{counts[kind, name]}\t{','.join(sorted(sources[kind, name]))}\n")


def parts(name: str, kind: str) -> list[tuple[str, str]]:
    """The parts of an entry, each with its kind; of middle names of two syllables the two together as well."""
    words = canonical_tone(unicodedata.normalize("NFC", name)).split()
    if kind == "middle_given" and len(words) == len(KINDS[kind].split()):
        return [(" ".join(words), KINDS[kind])]
    if kind == "middle":
        pairs = [(f"{a} {b}", "middle middle") for a, b in pairwise(words)]
        return [(word, "middle") for word in words] + pairs
    return [(words[0], KINDS[kind])] if kind in KINDS and len(words) == 1 else []


if __name__ == "__main__":
    main(sys.argv[1])
