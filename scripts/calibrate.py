"""Fit what confidences are worth: ``dictionaries/models/calibration.json``.

    python scripts/calibrate.py NOISE_FOLDER [--out FOLDER]
    python scripts/calibrate.py --names [--out FOLDER]

A search that looks at a few neighbouring words is surer of itself than it should be, the more so the poorer the
reading. On pairs of reading and truth that no channel was learned from, posteriors are compared with the share that is
right, and the curve between the two (isotonic regression; Zadrozny & Elkan, "Transforming Classifier Scores into
Accurate Multiclass Probability Estimates", 2002) is what recovery reports. Where pages are so unlike each other that
one posterior means much on one and little on the next, the posteriors around a decision tell which page it is on
(logistic regression; Platt, "Probabilistic Outputs for Support Vector Machines", 1999). Needs the language model and
the channels. Those of names are fitted on names that are made (benchmarks/recovery/names.py, the half that is for
fitting).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.recovery import heldout, measures, names  # noqa: E402
from viextract.model.decision import Decision  # noqa: E402
from viextract.recover import calibration as confidence  # noqa: E402
from viextract.recover import decisions, explain  # noqa: E402

FILES = {"wrong-language-ocr": ("admin.tsv.xz", "law.tsv.xz"), "vietnamese-ocr": ("vie.tsv.xz",)}
NAMES, SEED = 600, 11
UNEVEN = ("vietnamese-ocr",)
"""Kinds of damage whose pages are so unlike each other."""
ROUNDS, RIDGE = 30, 1e-3
EDGES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)

Curve = list[tuple[float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("noise", type=Path, nargs="?")
    parser.add_argument("--names", action="store_true", help="the curves of names, the others as they are")
    parser.add_argument("--out", type=Path, default=ROOT / "dictionaries" / "models")
    args = parser.parse_args()
    if args.noise is None and not args.names:
        parser.error("name a folder of pairs, or --names")
    path = args.out / "calibration.json"
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {"curves": {}, "beside": {}}
    curves: dict[str, Curve] = known["curves"]
    # What the posteriors themselves say:
    with patch.object(confidence, "curves", dict), patch.object(decisions, "beside", dict):
        if args.names:
            curves.update(of_names())
        for kind, files in FILES.items() if args.noise else ():
            pairs = [pair for file in files for pair in heldout.calibration_pairs(args.noise / file)]
            found = explain("\n".join(read for read, _ in pairs), profile=kind)  # type: ignore[arg-type]
            judged = measures.judged_tokens(found, [true for _, true in pairs])
            curves[kind] = curve([(token.confidence, right) for token, right in judged])
            print(kind, curves[kind], file=sys.stderr)
            if kind in UNEVEN:
                known["beside"][kind] = weights(judged)
                print(kind, known["beside"][kind], file=sys.stderr)
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(known, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")
    fresh.replace(path)


def weights(judged: Sequence[tuple[Decision, bool]]) -> list[float]:
    """Weights of what tells whether a decision is right, by Newton's method."""
    posterior = np.array([token.confidence for token, _ in judged])
    path = np.array([max(token.confidence, *(p for _, p in token.alternatives), 0.0) for token, _ in judged])
    figure = np.array([not any(map(str.isalpha, token.after)) for token, _ in judged])
    right = np.array([right for _, right in judged], dtype=np.float64)
    signs = confidence.signs(posterior, decisions.around(path), figure)
    found = np.zeros(signs.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-(signs @ found)))
        slope = signs.T @ (right - p) - RIDGE * found
        found += np.linalg.solve((signs.T * (p * (1 - p))) @ signs + RIDGE * np.eye(len(found)), slope)
    return [round(float(weight), 3) for weight in found]


def of_names() -> dict[str, Curve]:
    """By kind of damage: what the posteriors of the words of persons' names are worth. Places that are made say nothing
    of those that are: none that is known is among them, so that they are harder."""
    made = names.documents(NAMES, SEED, fitting=True)
    found: dict[str, Curve] = {}
    for damage, (_, profile) in names.DAMAGES.items():
        persons = [row for row in names.outcomes(made, damage, SEED) if row.made.kind == "person"]
        words = [word for row in persons for word in row.tokens]
        found[f"{profile} person"] = curve(words)
        print(profile, "person", len(words), found[f"{profile} person"], file=sys.stderr)
    return found


def curve(rows: Sequence[tuple[float, bool]]) -> Curve:
    """Mean posterior and share right of groups of decisions, rising in both."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(len(EDGES) + 1)]
    for posterior, right in rows:
        groups[int(np.searchsorted(EDGES, posterior))].append((posterior, right))
    pools: list[tuple[float, float, int]] = []  # posterior, share right, decisions
    for group in filter(None, groups):
        pool = sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group)
        while pools and pools[-1][1] >= pool[1]:  # pool adjacent violators
            before = pools.pop()
            count = before[2] + pool[2]
            pool = (
                (before[0] * before[2] + pool[0] * pool[2]) / count,
                (before[1] * before[2] + pool[1] * pool[2]) / count,
                count,
            )
        pools.append(pool)
    return [(round(posterior, 4), round(share, 4)) for posterior, share, _ in pools]


if __name__ == "__main__":
    main()
