"""Fit the weights of the reading of flattened tables, and measure it on tables that were never looked at.

    python benchmarks/tables/fit.py fit --corpus FILE --noise FILE --count 240 --out dictionaries/flattened_tables.yaml
    python benchmarks/tables/fit.py measure --corpus FILE --noise FILE --count 160 [--without NAME …]

The weights are those of an averaged structured perceptron with max-violation updates (Huang, Fayong & Guo, 2012,
"Structured perceptron with inexact search"): where a table's true cut falls furthest behind the beam's best, what the
two observe differently moves the weights, no further than a small step (passive-aggressive, Crammer et al., 2006).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import flattened
import generate
import readings
import run
import score
import yaml

from viextract.api import load
from viextract.options import Options
from viextract.parse.tables import parse_tables
from viextract.parse.tables.columns import column_meanings
from viextract.parse.tables.flattened import parameters as module
from viextract.parse.tables.flattened.decoder import Cut, Reading
from viextract.parse.tables.flattened.parameters import Parameters, fitted
from viextract.parse.tables.flattened.unmixer import Unmixer
from viextract.parse.tables.flattened.words import with_signs

STEP = 0.02
"""The longest step of one update, as a share of the difference in what is observed."""
PULL = 0.001
"""Share of the way back to the weights set by hand that each reading of a table goes: invented tables are not all."""
SPECKS = (0.0, 0.02, 0.1)
"""Shares of the places between columns where a table's reading has left a trace of a rule, or dirt."""
SHARE = 0.4
"""How far the weights in use are from those set by hand towards the fitted ones: real papers are dirtier, and the
further they go, the more invented tables gain and the evaluation plan loses."""
HELD = ("lost_doubtful", "lost_figure", "lost_print", "lost_word")
"""What it costs to give a word to no column stays as set by hand: invented tables have few words to lose."""
WRONG_WORD = 0.5
"""By how much the truth must win for each word that a cut gives to another column."""
Weights = dict[str, dict[str, float]]


@dataclass
class Table:
    """A table to learn from: its lines as the program reads them, and the true cut of each."""

    unmixer: Unmixer
    truth: list[Cut]


def prepared(name: str, meanings: list[str], words: readings.Lines, folder: Path) -> Table | None:
    """A table of which the column of each word is known; None where it has hardly any lines."""
    path = folder / f"{name}.txt"
    path.write_text(readings.text_of(words), "utf-8")
    read = {line.number: line for line in with_signs(load(path, Options(cache=False)).running_text())}
    inside = [number for number, line in enumerate(words, 1) if any(word.column >= 0 for word in line)]
    body = [n for n in range(min(inside, default=1), max(inside, default=0) + 1) if n in read and read[n].text.strip()]
    body = [n for n in body if n in inside or _is_band(words[n - 1])]
    if len(body) < 4:
        return None
    unmixer = Unmixer(meanings, [read[number] for number in body])
    truth = [
        readings.true_cut(tokens, words[number - 1], len(meanings))
        for tokens, number in zip(unmixer.tokens, body, strict=True)
    ]
    unmixer.decoder.bands = [number not in inside for number in body]
    return Table(unmixer, truth)


def _is_band(line: Sequence[readings.ReadWord]) -> bool:
    return len(line) > 2 and re.fullmatch(r"(\d|[IVX]+)\.?", line[0].text) is not None


def drawn(index: int, texts: Sequence[str], damage: flattened.Damage | None, folder: Path) -> Table | None:
    """The table of this number from ``flattened.py``."""
    case = flattened.make_case(index, texts)
    lines = flattened.flattened(case, damage, index)
    words = [
        [readings.ReadWord(word, f.column, f.begins, word) for f in line for word in f.text.split()] for line in lines
    ]
    return prepared(case.name, list(column_meanings(case.columns)[0]), words, folder)


def typeset(index: int, words: dict[str, Any], damaged: bool, folder: Path) -> Table | None:
    """The table of this number from ``generate.py``, as printed or as an engine reads it."""
    case = generate.make_case(index, words)
    lines = (
        readings.damaged_lines(case, index, folder / "read")
        if damaged
        else readings.clean_lines(generate.lay_out(case)[0])
    )
    if damaged:
        lines = with_specks(lines, random.Random(index))
    return prepared(case.name, list(column_meanings(case.columns)[0]), lines, folder)


def with_specks(lines: readings.Lines, rng: random.Random) -> readings.Lines:
    """The lines with dirt between the columns, as much as the table has: an engine does not see all rules as such."""
    rate = rng.choice(SPECKS)
    found: readings.Lines = []
    for line in lines:
        found.append([])
        for before, word in zip([None, *line], line, strict=False):
            if before is not None and before.column != word.column and rng.random() < rate:
                found[-1].append(readings.ReadWord(rng.choice(flattened.SPECKS), -1, False, ""))
            found[-1].append(word)
    return found


def differing(cut: Cut, other: Cut) -> int:
    """Words that two cuts of a line give to different columns."""

    def owners(some: Cut) -> dict[int, int]:
        return {k: column for column, (start, end, _) in enumerate(some) for k in range(start, end)}

    a, b = owners(cut), owners(other)
    return sum(a.get(k) != b.get(k) for k in a.keys() | b.keys())


def update(table: Table, weights: Weights, totals: Weights, measured: bool) -> float:
    """One update on one table; how many of its words were given to a wrong column, as a share."""
    unmixer = table.unmixer
    decoder, features = unmixer.decoder, unmixer.features
    decoder.parameters = replace(decoder.parameters, weights=weights)
    if not measured:
        features.measured, features.vocabulary, features.layout = False, None, None
    readings, gold = [decoder.start()], decoder.start()
    worst: tuple[float, Reading, Reading] | None = None
    wrong: dict[int, int] = {id(readings[0]): 0}
    for line, true in enumerate(table.truth):
        readings = decoder.step(line, readings, decoder.parameters.beam)
        gold = _followed(table, gold, line, true)
        wrong = {
            id(r): wrong.get(id(r.before), 0) + (differing(r.cut, true) if r.cut is not None else 0) for r in readings
        }
        best = max(readings, key=lambda r: r.score + WRONG_WORD * wrong[id(r)])
        violation = best.score + WRONG_WORD * wrong[id(best)] - gold.score
        if worst is None or violation > worst[0]:
            worst = violation, best, gold
    cuts = readings[0].cuts()
    words = sum(map(len, unmixer.tokens))
    share = sum(differing(a, b) for a, b in zip(cuts, table.truth, strict=True)) / max(words, 1)
    if worst is not None and worst[0] > 0:
        _move(table, worst, weights, totals)
    unmixer.learn(cuts)
    return share


def _followed(table: Table, gold: Reading, line: int, true: Cut) -> Reading:
    """The true reading with one more line."""
    decoder, features = table.unmixer.decoder, table.unmixer.features
    if decoder.bands[line]:
        return decoder.step(line, [gold], 1)[0]
    features.prepare(line, {c.tail for c in gold.columns if c.tail})
    families = decoder.parameters.weights
    value = sum(families[f].get(n, 0.0) * v for f, n, v in decoder.observed(line, gold.columns, true) if f in families)
    columns, _ = decoder.after(line, gold.columns, true)
    return Reading(gold.score + value, columns, true, gold)


def _observed(table: Table, reading: Reading) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    chain: list[Reading] = []
    at: Reading | None = reading
    while at is not None:
        chain.append(at)
        at = at.before
    for line, (before, after) in enumerate(zip(chain[::-1], chain[::-1][1:], strict=False)):
        if not table.unmixer.decoder.bands[line] and after.cut is not None:
            for family, name, value in table.unmixer.decoder.observed(line, before.columns, after.cut):
                found[family, name] += value  # type: ignore[assignment]
    return found


def _move(table: Table, worst: tuple[float, Reading, Reading], weights: Weights, totals: Weights) -> None:
    violation, best, gold = worst
    difference = _observed(table, gold)
    difference.subtract(_observed(table, best))
    norm = sum(value * value for value in difference.values())
    if not norm:
        return
    step = min(STEP, violation / norm)
    for (family, name), value in difference.items():
        weights[family][name] = weights[family].get(name, 0.0) + step * value


def fit(tables: Sequence[Table], start: Weights, rounds: int) -> Weights:
    """Averaged weights after some rounds over all tables, each read as a guess and again with what that taught."""
    weights = {family: dict(values) for family, values in start.items()}
    sums: Weights = {family: defaultdict(float) for family in weights}
    order, count = list(tables), 0
    rng = random.Random(1)
    for number in range(rounds):
        rng.shuffle(order)
        shares: list[tuple[float, float]] = []
        for table in order:
            shares.append((update(table, weights, sums, False), update(table, weights, sums, True)))
            count += 1
            for family, values in weights.items():
                for name, value in values.items():
                    values[name] = value + 2 * PULL * (start[family].get(name, 0.0) - value)
                    sums[family][name] += values[name]
        means = [sum(pair[k] for pair in shares) / len(shares) for k in (0, 1)]
        print(
            f"round {number + 1}: words in a wrong column {means[0]:.4f} at first, {means[1]:.4f} at last", flush=True
        )
    return {family: {name: value / count for name, value in values.items()} for family, values in sums.items()}


def shrunk(start: Weights, weights: Weights) -> Weights:
    """The weights a share of the way from those set by hand to the fitted ones."""
    found: Weights = {}
    for family, values in start.items():
        names = sorted({*values, *weights[family]})
        share = {name: 0.0 if name in HELD else SHARE for name in names}
        found[family] = {
            name: round((1 - share[name]) * values.get(name, 0.0) + share[name] * weights[family].get(name, 0.0), 3)
            for name in names
        }
    return found


def measure(indices: Sequence[int], texts: Sequence[str], damage: flattened.Damage | None, folder: Path) -> list[float]:
    """(exact rows, content, seconds) on average, from the text of a file to rows."""
    totals = [0.0, 0.0, 0.0]
    for index in indices:
        case = flattened.make_case(index, texts)
        path = folder / f"{case.name}.txt"
        path.write_text(flattened.text_of(flattened.flattened(case, damage, index)), "utf-8")
        document = load(path, Options(cache=False))
        start = time.process_time()
        result = parse_tables(document)
        totals[2] += time.process_time() - start
        matrix = [row for table in result.tables for row in table.rows]
        totals[0] += score.exact_rows(case.rows, run.plan_rows(result, case.kind))
        totals[1] += score.content(case.grid, run.without_header(matrix, case.columns))
    return [total / len(indices) for total in totals]


def without(parameters: Parameters, names: Sequence[str]) -> Parameters:
    """The parameters with nothing said by these observations (``family.name``, or ``name`` in all families)."""
    weights = {
        family: {n: v for n, v in values.items() if n not in names and f"{family}.{n}" not in names}
        for family, values in parameters.weights.items()
    }
    return replace(parameters, weights=weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("task", choices=["fit", "measure"])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--noise", type=Path, required=True)
    parser.add_argument("--count", type=int, default=160, help="tables of each kind, clean and damaged")
    parser.add_argument(
        "--typeset", type=int, nargs="*", default=[*range(40), *range(80, 120)], help="tables of generate.py"
    )
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the texts are written")
    parser.add_argument("--out", type=Path, help="the weights as YAML, or the figures as JSON")
    parser.add_argument("--without", nargs="*", default=[], help="observations that say nothing")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    texts = flattened.sentences(args.corpus)
    damage = flattened.Damage(args.noise, random.Random(1))
    if args.task == "measure":
        known = without(fitted(), args.without)
        module.fitted.cache_clear()
        from viextract.parse.tables.flattened import unmixer

        vars(unmixer)["fitted"] = lambda: known
        odd = range(1, 2 * args.count, 2)
        figures = {n: measure(odd, texts, d, args.folder) for n, d in (("clean", None), ("damaged", damage))}
        for name, (rows, content, seconds) in figures.items():
            print(f"{name:8} exact rows {rows:.4f}  content {content:.4f}  seconds {seconds:.2f}")
        if args.out:
            args.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        return
    tables: list[Table | None] = []
    for index in range(0, 2 * args.count, 2):
        tables += [drawn(index, texts, source, args.folder) for source in (None, damage)]
    words = generate.load_words()
    for index in args.typeset:
        tables += [typeset(index, words, damaged, args.folder) for damaged in (False, True)]
    by_hand = yaml.safe_load((Path(__file__).parent / "by_hand.yaml").read_text("utf-8"))
    start = {family: dict(values) for family, values in by_hand["weights"].items()}
    weights = fit([table for table in tables if table is not None], start, args.rounds)
    weights = shrunk(start, weights)
    data = {"source": "fitted on invented tables by benchmarks/tables/fit.py", "beam": fitted().beam}
    data |= {"kept": fitted().kept, "weights": weights}
    if args.out:
        args.out.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
