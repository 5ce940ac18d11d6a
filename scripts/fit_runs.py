#!/usr/bin/env python3
"""Try the two costs by which words that ran together are parted (viextract/recover/run_together.py).

python scripts/fit_runs.py: three and four words of the names of bodies (dictionaries/units.tsv) are run together
without their marks, and must come apart as they were; English words of docs/ must stay whole. Prints for each pair of
costs how many of the runs came apart rightly, how many otherwise, and how many English words were parted.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from viextract.data import read_tsv  # noqa: E402
from viextract.language.syllables import strip_marks, stripped_syllable_set  # noqa: E402
from viextract.recover import run_together  # noqa: E402

SCALES = (0.5, 0.65, 0.8, 1.0, 1.2)
SPACES = (0.0, 0.5, 1.0, 1.5, 2.0)
SHORTEST = 7
"""Letters of the shortest run that is parted."""


def made_runs() -> dict[str, list[str]]:
    """Runs of words, and the words."""
    runs: dict[str, list[str]] = {}
    for row in read_tsv("units.tsv"):
        words = [strip_marks(word).lower() for word in row["name"].split()]
        rows = [words[i : i + size] for size in (3, 4) for i in range(len(words) - size + 1)]
        runs |= {"".join(row): row for row in rows if "".join(row).isalpha() and len("".join(row)) >= SHORTEST}
    return runs


def english_words() -> list[str]:
    text = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
    words = {word for word in re.findall(r"(?<![\w/.`-])[a-z]{7,}(?![\w/.`-])", text) if word.isascii()}
    return sorted(words - stripped_syllable_set())


def main() -> None:
    runs, english = made_runs(), english_words()
    print(f"{len(runs)} runs, {len(english)} English words\nscale space right wrong english")
    for scale in SCALES:
        for space in SPACES:
            vars(run_together).update(_SCALE=scale, _SPACE_COST=space)
            parted = run_together.parts(runs)
            right = sum(parted.get(run) == words for run, words in runs.items())
            print(
                f"{scale:5} {space:5} {right:5} {len(parted) - right:5} {len(run_together.parts(english)):7}",
                flush=True,
            )


if __name__ == "__main__":
    main()
