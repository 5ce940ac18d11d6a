"""Fit how likely a row of a flattened table is right, and measure it on tables that were never looked at.

    python benchmarks/tables/trust.py fit --tables $(seq 80 159) --folder FOLDER --out dictionaries/flattened_rows.yaml
    python benchmarks/tables/trust.py measure --tables $(seq 160 199) --folder FOLDER

A row is right where the truth has one that is alike in every cell (``score.exact_rows``). Logistic regression with a
small ridge, by Newton's method. The calibration error is over ten bins of equal width.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generate
import numpy as np
import readings
import run
import score
import yaml
from numpy.typing import NDArray

from viextract.parse.tables import meaning
from viextract.parse.tables.flattened.confidence import NAMES, probability
from viextract.parse.tables.logical import LogicalTable, distinct
from viextract.parse.tables.rows import BodyRow

RIDGE = 1.0
Floats = NDArray[np.float64]


def rows_of(numbers: Sequence[int], folder: Path) -> list[tuple[dict[str, float], bool]]:
    """What is seen of each row of these tables, clean and damaged, and whether it is right."""
    found: list[tuple[dict[str, float], bool]] = []
    seen: list[dict[str, float]] = []

    def noted(table: LogicalTable, row: BodyRow) -> float:
        filled = [cell for cell in distinct(row.cells) if cell]
        seen.append(meaning.seen_of(table, filled))
        return (len(seen) - 1) / 1e6

    usual, meaning.confidence_of = meaning.confidence_of, noted
    words = generate.load_words()
    folder.mkdir(parents=True, exist_ok=True)
    for index in numbers:
        case = generate.make_case(index, words)
        damaged = readings.damaged_lines(case, index, folder / "read")
        for lines in (readings.clean_lines(generate.lay_out(case)[0]), damaged):
            path = folder / f"{case.name}.txt"
            path.write_text(readings.text_of(lines), "utf-8")
            seen.clear()
            result, _ = run.viextract_tables(path)
            items = result.criteria if case.kind == "criteria" else result.programmes
            for item, row in zip(items, run.plan_rows(result, case.kind), strict=True):
                right = any(score.exact_rows([true], [row]) for true in case.rows)
                found.append((seen[round(item.confidence * 1e6)], right))
    meaning.confidence_of = usual
    return found


def fit(rows: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """The weights."""
    x = np.array([[seen[name] for name in NAMES] for seen, _ in rows])
    y = np.array([right for _, right in rows], dtype=np.float64)
    weights = np.zeros(len(NAMES))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - RIDGE * weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(NAMES)), slope)
    return {name: round(float(value), 3) for name, value in zip(NAMES, weights, strict=True)}


def calibration_error(rows: Sequence[tuple[dict[str, float], bool]], weights: Mapping[str, float] | None) -> float:
    """The mean distance of a confidence and the share that is right."""
    p = np.array([probability(seen, weights) for seen, _ in rows])
    y = np.array([right for _, right in rows], dtype=np.float64)
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs(float(p[bins == b].sum() - y[bins == b].sum())) for b in range(10)) / max(len(rows), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("task", choices=["fit", "measure"])
    parser.add_argument("--tables", type=int, nargs="+", required=True)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where texts and readings are kept")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    rows = rows_of(args.tables, args.folder)
    weights = fit(rows) if args.task == "fit" else None
    right = sum(right for _, right in rows) / len(rows)
    print(f"{len(rows)} rows, {right:.3f} right, calibration error {calibration_error(rows, weights):.4f}")
    if args.out and weights is not None:
        source = "fitted on invented tables by benchmarks/tables/trust.py"
        args.out.write_text(yaml.safe_dump({"source": source, "weights": weights}, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
