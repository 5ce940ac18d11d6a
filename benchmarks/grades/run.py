#!/usr/bin/env python3
"""How far grades can be trusted: documents whose errors are known, each with its grade.

    python -m benchmarks.grades.run --shared FOLDER [--only PART …] [--scans]

FOLDER holds ``seeds``, ``eval/wild``, ``eval/scans`` and ``eval/gold`` with two scorers: ``eval/conserve.py`` (words
lost and invented, on documents whose text is known) and ``eval/score_structure.py`` (fields of the head, by a gold). A
``good`` document with a wrong field, lost or invented words, or a page below quality 0.8 is a broken promise; a clean
one that is not ``good`` costs a person's time. Exit status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import viextract
from viextract.model.plan import Plan
from viextract.parse.doubts import LEAST_QUALITY

LEAST_SHARE = 0.998
"""Words that must stand in the plan, and words of the plan that must stand in the source."""
TITLE_LIKENESS = 95.0
"""Of 100: a title that differs in a mark of punctuation is right."""
SOURCES = ("seeds/*.txt", "eval/wild/*.docx", "eval/wild/*.pdf", "eval/scans/*.pdf")
SAME_TEXT = {"000-badlayer": "000", "004-digital": "004", "004-scan": "004"}


@dataclass
class Judged:
    """One document."""

    name: str
    grade: str
    reasons: list[str]
    faults: list[str]
    """What is wrong, as far as gold and source tell."""
    scanned: bool


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def judge(shared: Path, path: Path, scans: bool) -> Judged | None:
    """The grade and the known faults of one document; None for a scan that is not wanted."""
    conserve, scorer = _module(shared / "eval/conserve.py"), _module(shared / "eval/score_structure.py")
    words = [word for line in conserve.source_lines(path) for word in conserve.words(line)]
    scanned = path.suffix == ".pdf" and len(words) < 50
    if scanned and not scans:
        return None
    plan = viextract.extract(path)
    faults = list(_head_faults(shared, path.stem, plan, scorer))
    if not scanned:
        lines = _every_line(conserve, path)
        vars(conserve)["source_lines"] = lambda _: lines
        result = conserve.measure(path, _with_markers(json.loads(plan.to_json())))
        faults += [f"{key} {result[key]:.4f}" for key in ("placed", "found") if result[key] < LEAST_SHARE]
    low = min((page.quality for page in plan.source.pages), default=1.0)
    if low < LEAST_QUALITY:
        faults.append(f"a page of quality {low:.2f}")
    grade = plan.grade
    return Judged(path.name, grade.value if grade else "-", list(grade.reasons) if grade else [], faults, scanned)


def _with_markers(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with markers before the text of tasks, as they are printed: the scorer passes markers over."""
    for task in plan["tasks"]:
        task["text"] = f"{task['marker'] or ''} {task['text']}"
    return plan


def _every_line(conserve: ModuleType, path: Path) -> list[str]:
    """The lines of a document that is no PDF, with those that it repeats: the scorer takes what stands there more than
    three times for a running head, and then misses the questions of a form that comes four times.
    """
    if path.suffix == ".docx":
        return list(conserve.docx_lines(path))
    return path.read_text("utf-8").split("\n") if path.suffix == ".txt" else list(conserve.source_lines(path))


def _head_faults(shared: Path, stem: str, plan: Plan, scorer: ModuleType) -> Iterator[str]:
    gold = shared / "eval/gold" / f"{SAME_TEXT.get(stem, stem)}.structure.json"
    if not gold.exists():
        return
    wanted: dict[str, Any] = json.loads(gold.read_text("utf-8"))["header"]
    header = plan.header
    issuer = header.issuer.name if header.issuer else None
    found = {
        **header.model_dump(include={"type", "symbol", "issued_on", "title"}),
        "issuer": issuer,
        "signatory": header.signatory.name if header.signatory else None,
    }
    for field, value in found.items():
        if field in wanted and scorer.similar(wanted[field], value) < TITLE_LIKENESS:
            yield f"{field} is {value!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--only", nargs="*", default=[], help="parts of file names")
    parser.add_argument("--scans", action="store_true", help="read scans, too (minutes)")
    arguments = parser.parse_args()
    files = [path for pattern in SOURCES for path in sorted(arguments.shared.glob(pattern))]
    wanted = [path for path in files if not arguments.only or any(part in path.name for part in arguments.only)]
    broken = clean = clean_good = 0
    print("| document | grade | reasons | what is wrong |\n|---|---|---|---|")
    for path in wanted:
        judged = judge(arguments.shared, path, arguments.scans)
        if judged is None:
            continue
        cells = (judged.name, judged.grade, ", ".join(judged.reasons), "; ".join(judged.faults))
        print("|", " | ".join(cells), "|", flush=True)
        broken += judged.grade == "good" and bool(judged.faults)
        clean += not judged.faults
        clean_good += not judged.faults and judged.grade == "good"
    print(f"\n{broken} good ones with a fault; {clean_good} of {clean} without a known fault are good")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
