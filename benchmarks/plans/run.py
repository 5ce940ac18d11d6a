#!/usr/bin/env python3
"""Generated plans: what comes out against what went in.

    python -m benchmarks.plans.run [--seeds 0-399] [--fixed form=txt,paper=letter] [--faults] [--write FOLDER]
    python -m benchmarks.plans.run --ablation          # each switch alone, each of its values
    python -m benchmarks.plans.run --seeds 0-19 --scanned --faults   # as scans, which takes half a minute each
    python -m benchmarks.plans.run --seeds 0-19 --ruined --faults    # as what an English engine reads from the scans

Seeds 0-399 are for tuning; 400-799 are looked at only for the figure (``--unseen``).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import viextract  # noqa: E402
from benchmarks.plans.generate import gold_of, make_paper  # noqa: E402
from benchmarks.plans.labels import number  # noqa: E402
from benchmarks.plans.render import render  # noqa: E402
from benchmarks.plans.scan import ruined, scanned  # noqa: E402
from benchmarks.plans.score import SCORES, score  # noqa: E402
from benchmarks.plans.styles import SWITCHES, draw  # noqa: E402

UNSEEN = range(400, 800)
HARMS = {"scanned": scanned, "ruined": ruined}


def case(seed: int, fixed: dict[str, Any]) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    """Style, file and gold of a seed."""
    style = draw(seed, **fixed)
    paper = make_paper(seed, style)
    number(paper, style)
    return style, render(paper, style, seed), gold_of(paper, style)


def measure(
    given: tuple[int, dict[str, Any], str | None, str],
) -> tuple[int, dict[str, Any], dict[str, float], list[str]]:
    seed, fixed, folder, harm = given
    style, data, gold = case(seed, {**fixed, "form": "pdf"} if harm else fixed)
    if harm:
        data = HARMS[harm](data, seed)
        style["form"] = "txt" if harm == "ruined" else "pdf"
    if folder:
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{seed:03}.{style['form']}").write_bytes(data)
        (place / f"{seed:03}.gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")
    options = viextract.Options(ocr="auto" if harm == "scanned" else "never", cache=False)
    plan = viextract.extract(data, options, name=f"{seed:03}.{style['form']}")
    scores, faults = score(gold, plan, ruined=harm == "ruined")
    return seed, style, scores, faults


def mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _fixed(text: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition("=")
        known = {str(choice): choice for choice in SWITCHES[name]}
        made[name] = known.get(value, value)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=_range, default=range(400))
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--fixed", type=_fixed, default={})
    parser.add_argument("--faults", action="store_true", help="print what is missing and what was invented")
    parser.add_argument("--most", type=int, default=400, help="faults printed")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--scanned", action="store_true", help="every paper as a scan of its pages")
    parser.add_argument("--ruined", action="store_true", help="as the text that an English engine reads from the scans")
    parser.add_argument("--write", metavar="FOLDER", help="keep the files and their golds")
    parser.add_argument("--jobs", type=int, default=2)
    a = parser.parse_args()
    seeds = UNSEEN if a.unseen else a.seeds
    started = time.monotonic()
    harm = "ruined" if a.ruined else "scanned" if a.scanned else ""
    jobs: list[tuple[int, dict[str, Any], str | None, str]] = [(seed, a.fixed, a.write, harm) for seed in seeds]
    with ProcessPoolExecutor(a.jobs) as pool:
        results = list(pool.map(measure, jobs, chunksize=1 if harm else 4))
    totals: dict[str, list[float]] = defaultdict(list)
    by_value: dict[tuple[str, str], list[float]] = defaultdict(list)
    for seed, style, scores, faults in results:
        for name, value in scores.items():
            totals[name].append(value)
        for name, chosen in style.items():
            by_value[name, str(chosen)].append(mean(scores))
        if a.faults and faults and a.most > 0:
            kind = f"{style['form']} {style['paper']} {style['issuer']}"
            print(f"{seed:3} {mean(scores):.3f} {kind}")
            for fault in faults[: min(12, a.most)]:
                print("      ", fault[:200])
            a.most -= len(faults)
    for name in SCORES:
        print(f"{name:12} {sum(totals[name]) / len(totals[name]):.4f}")
    everything = [mean(scores) for _, _, scores, _ in results]
    perfect = Counter(value == 1.0 for value in everything)[True]
    print(
        f"mean         {sum(everything) / len(everything):.4f} over {len(everything)} plans, {perfect} without a fault"
    )
    if a.ablation:
        print("\nby style (mean of the plans that have it, the worst first)")
        for (name, chosen), found in sorted(by_value.items(), key=lambda item: sum(item[1]) / len(item[1])):
            print(f"  {sum(found) / len(found):.4f}  {name} = {chosen} ({len(found)})")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
