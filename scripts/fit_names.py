"""Fit how much the likelihood of names counts against the language model: ``dictionaries/models/names.json``.

    python scripts/fit_names.py CORPUS_FOLDER [--out FOLDER]

Names that are made (benchmarks/recovery/names.py; the half of their combinations that is for fitting) are damaged and
recovered with one weight after another, and so is other text without marks, since a weight that finds more names sees
them where none are: stories and news (everyday.txt.xz), and an encyclopedia (general.txt.xz), which knows the names of
many places. The language model has learned from the latter, so that what names spoil there is more than elsewhere. Of
each weight in turn the value is kept with which most names and words together come back, a word being worth many names.
Takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.recovery import measures, names  # noqa: E402
from benchmarks.recovery.data import documents, first_words  # noqa: E402
from benchmarks.recovery.heldout import is_held_out  # noqa: E402
from viextract.language.syllables import strip_marks  # noqa: E402
from viextract.recover import likely as model  # noqa: E402
from viextract.recover import names as recovery  # noqa: E402
from viextract.recover import restore  # noqa: E402

VALUES = (0.4, 0.6, 0.8, 0.9)
WORTH = 20
"""Names for which a word of other text counts: in the text that is made most lines have a name, in the papers of an
office one in a hundred, and what was right must stay right."""
START = {"place": 0.6, "person": 0.9, "given": 0.2}
NAMES, SEED = 400, 5
REGISTERS = "everyday", "general"
WORDS, EVERY, DOCUMENT = 12_000, 80, 40
"""Words of each register of other text, one line in so many of it, and lines of a document."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "dictionaries" / "models")
    args = parser.parse_args()
    made, others = names.documents(NAMES, SEED, fitting=True), lines(args.corpus)
    weights, seen = dict(START), {}
    for name in START:
        for value in VALUES:
            tried = {**weights, name: value}
            key = tuple(tried.values())
            if key not in seen:
                seen[key] = right(tried, made, others)
                print(tried, seen[key], file=sys.stderr, flush=True)
        scores = {value: score(*seen[tuple({**weights, name: value}.values())]) for value in VALUES}
        weights[name] = max(scores, key=lambda value: scores[value])
    fresh = args.out / "names.json.tmp"
    fresh.write_text(json.dumps(weights, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")
    fresh.replace(args.out / "names.json")


def score(misread: int, bare: int, words: int) -> int:
    """What names and words that come back are worth together."""
    return misread + bare + WORTH * words


def lines(corpus: Path) -> list[str]:
    """Some lines of both registers; none that is held out."""
    found: list[str] = []
    for register in REGISTERS:
        with lzma.open(corpus / f"{register}.txt.xz", "rt", encoding="utf-8", newline="\n") as stream:
            kept = [line.removesuffix("\n") for i, line in enumerate(stream) if i % EVERY == 1]
        found += first_words([line for line in kept if not is_held_out(line)], WORDS)
    return found


def right(
    weights: Mapping[str, float], made: Sequence[Sequence[names.Made]], others: Sequence[str]
) -> tuple[int, int, int]:
    """Names that came back, misread and without marks, and words of other text."""
    shares = np.array([0.0, *(weights[model.KIND_OF[role]] for role in model.Role if role)])
    with patch.object(model, "shares", lambda: shares), patch.object(recovery, "shares", lambda: shares):
        found = [sum(row.right for row in names.outcomes(made, damage, SEED)) for damage in names.DAMAGES]
        texts = documents(list(others), DOCUMENT)
        recovered = [line for text in texts for line in restore(strip_marks(text)).split("\n")]
    words = sum(len(line.split()) for line in others)
    return found[0], found[1], round(measures.words_right(list(others), recovered) * words)


if __name__ == "__main__":
    main()
