"""Count what the repairs that need no decoder change in text that is right: each is a false change or a writer's slip.

    python scripts/count_first_repairs.py CORPUS_FOLDER [--show N]

The corpus has a paragraph a line; two hundred of them are looked at together, as a document of some pages.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from viextract.language.syllables import WORD  # noqa: E402
from viextract.recover.first_repairs import first_repairs  # noqa: E402

FILES = ("admin", "general", "everyday")
LINES = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many changes of each rule, with the words around them")
    args = parser.parse_args()
    for name in FILES:
        words, changes = 0, Counter[str]()
        for lines in documents(args.corpus / f"{name}.txt.xz"):
            words += sum(len(WORD.findall(line)) for line in lines)
            for line, made in zip(lines, first_repairs(lines), strict=True):
                for one in made:
                    changes[one.reason] += 1
                    if changes[one.reason] <= args.show:
                        around = line[max(0, one.start - 30) : one.start], line[one.end : one.end + 30]
                        print(one.reason, f"{around[0]}[{one.before}|{one.after}]{around[1]}", sep="\t")
        rates = ", ".join(f"{reason} {count}" for reason, count in changes.most_common())
        print(f"{name}: {words} words, {1e6 * changes.total() / max(words, 1):.1f} changes in a million ({rates})")


def documents(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n") for line in file)
        while lines := list(islice(rows, LINES)):
            yield lines


if __name__ == "__main__":
    main()
