#!/usr/bin/env python3
"""Fits the weights by which rows of numbered paragraphs are decided (``dictionaries/outline_rows.yaml``).

    python -m benchmarks.outline.fit [--seeds 0-399] [--write]

Learns from pairs of a row and its true roles: those of generated papers, or any others that :func:`fit` is given. Each
numbered paragraph is one example: its cues, and how many of its neighbours are headings. What stands below it is
hidden, since generated papers have something below nearly every title; how often a title has nothing below they do not
tell, so that ``always`` and ``decided`` keep their values. Logistic regression with a prior: where the examples tell
nothing, a weight keeps the value that it has.

Look at the figures before you write them: in the papers of ``benchmarks/plans`` every statement ends in a full stop, so
that they overrate whatever speaks for a title that has none.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.plans.run import case  # noqa: E402
from benchmarks.plans.score import plain  # noqa: E402
from viextract.options import Options  # noqa: E402
from viextract.parse.outline.blocks import make_blocks  # noqa: E402
from viextract.parse.outline.classify import classify  # noqa: E402
from viextract.parse.outline.divisions import divide  # noqa: E402
from viextract.parse.outline.items import Item  # noqa: E402
from viextract.parse.outline.rows import cues, find_rows, weights  # noqa: E402
from viextract.read import read_document  # noqa: E402

Example = tuple[dict[str, float], bool]
"""Cues with their counts, and whether it is a heading."""

PRIOR = 0.02
"""Pull of each weight towards its present value at every step, so that no weight grows without end."""
ROUNDS, RATE = 20, 0.1
_KEPT = frozenset({"always", "decided"})


def rows_of(seed: int) -> Iterator[tuple[Sequence[Item], list[bool | None]]]:
    """The rows of a generated paper with their true roles; None for a paragraph that the paper's gold does not know."""
    style, data, gold = case(seed, {})
    options = Options(ocr="never", cache=False, recover=False)
    document = read_document(data, options, name=f"{seed}.{style['form']}")
    titles = {plain(heading["title"]) for heading in gold["headings"]}
    texts = {plain(task["text"]) for task in gold["tasks"]}
    for division in divide(make_blocks(document.running_text(), ())):
        for row in find_rows(classify(division.body)):
            roles: list[bool | None] = []
            for item in row.items:
                text = plain(item.label.rest if item.label else item.block.text)
                roles.append(True if plain(item.title) in titles else False if text in texts else None)
            yield row.items, roles


def examples(rows: Iterable[tuple[Sequence[Item], Sequence[bool | None]]]) -> Iterator[Example]:
    """What each numbered paragraph tells, whatever stands below it."""
    for items, roles in rows:
        for index, (item, role) in enumerate(zip(items, roles, strict=True)):
            if item.run_in or role is None:
                continue
            found = dict.fromkeys(cues(item, items), 1.0)
            beside = [roles[k] for k in (index - 1, index + 1) if 0 <= k < len(roles) and roles[k] is not None]
            found["agrees"] = float(sum(1 if other else -1 for other in beside))
            yield found, role


def fit(known: Sequence[Example], start: dict[str, float], seed: int = 0) -> dict[str, float]:
    """Weights that make the true roles likely, from ``start`` on."""
    fitted, order, chooser = dict(start), list(known), random.Random(seed)
    for _ in range(ROUNDS):
        chooser.shuffle(order)
        for found, role in order:
            score = sum(fitted[name] * value for name, value in found.items())
            fault = (1.0 if role else 0.0) - 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))
            for name, value in found.items():
                if name in _KEPT:
                    continue
                fitted[name] += RATE * (fault * value - PRIOR * (fitted[name] - start[name])) / math.sqrt(ROUNDS)
    return fitted


def likelihood(known: Sequence[Example], weighed: dict[str, float]) -> tuple[float, float]:
    """Mean logarithm of the odds' likelihood, and the share of roles that are right."""
    total, right = 0.0, 0
    for found, role in known:
        score = sum(weighed[name] * value for name, value in found.items())
        total -= math.log1p(math.exp(-score if role else score))
        right += (score > 0) == role
    return total / max(len(known), 1), right / max(len(known), 1)


def write(weighed: dict[str, float], path: Path) -> None:
    """Puts the figures into the file, its comments kept."""
    text = path.read_text("utf-8")
    for name, value in weighed.items():
        text = re.sub(rf"^(  {name}: )-?[\d.]+", rf"\g<1>{value:.2f}", text, flags=re.M)
    path.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-399")
    parser.add_argument("--write", action="store_true", help="put the fitted weights into the dictionary")
    a = parser.parse_args()
    first, last = map(int, a.seeds.split("-"))
    known = [example for seed in range(first, last + 1) for example in examples(rows_of(seed))]
    fitted = fit(known, weights())
    print(f"{len(known)} paragraphs, {sum(role for _, role in known)} of them headings")
    for label, weighed in (("before", weights()), ("fitted", fitted)):
        print("{}: log likelihood {:.4f}, right {:.4f}".format(label, *likelihood(known, weighed)))
    for name, value in fitted.items():
        seen = sum(name in found for found, _ in known)
        print(f"  {name:12} {weights()[name]:6.2f} -> {value:6.2f}   seen {seen}")
    if a.write:
        write(fitted, ROOT / "dictionaries" / "outline_rows.yaml")


if __name__ == "__main__":
    main()
