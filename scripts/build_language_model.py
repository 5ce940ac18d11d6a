"""Build the language model: ``dictionaries/models/ngrams.bin`` and ``ngrams.json``.

    python scripts/build_language_model.py CORPUS_FOLDER --noise NOISE_FOLDER [--out FOLDER]

CORPUS_FOLDER holds admin.txt.xz (official documents, one paragraph a line), admin_local.txt.xz (those of local
government, which are part of admin and count again) and general.txt.xz (an encyclopedia, for words that offices
seldom use). Names of bodies and places come from the dictionaries. Lines held out for measurement
(benchmarks/recovery/heldout.py) are left out. Same input, same bytes: nothing is random and nothing depends on the
order of a set.

Takes some five minutes and 8 GiB on one core.
"""

from __future__ import annotations

import argparse
import lzma
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks" / "recovery")]

import heldout  # noqa: E402
from _arrays import write_arrays  # noqa: E402
from _xor import build as build_table  # noqa: E402

from viextract.data import read_tsv  # noqa: E402
from viextract.language.ngram import BITS, BREAK_ID, ORDER, UNKNOWN_ID  # noqa: E402
from viextract.language.tokens import CLASSES, symbols  # noqa: E402

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

VOCABULARY = 24_000
WEIGHTS = {"admin": 1.0, "admin_local": 2.0, "general": 0.5, "names": 3.0}
"""What an occurrence counts. Local documents stand in admin as well, so that theirs count three times."""

_OWN_TEXT = ("admin", "general")
"""Streams whose text stands in no other."""

_BEFORE_NAMES = ("", "của", "do")
"""Words after which the names of bodies are learned."""

KEPT = {2: 1_000_000, 3: 2_700_000, 4: 2_700_000}
"""n-grams of each order that stay after pruning, or a few more: what 33 MB hold."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "--noise", type=Path, required=True, help="folder of noise pairs, whose held-out lines must not be learned"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dictionaries" / "models")
    parser.add_argument("--unmixed", action="store_true", help="official text alone, each document once: to compare")
    args = parser.parse_args()
    registers = ("admin",) if args.unmixed else ("admin", "admin_local", "general")
    shingles = heldout.held_out_shingles(sorted(args.noise.glob("*.tsv.xz")))
    words: dict[str, int] = {word: i for i, word in enumerate(CLASSES)}
    streams = {name: read_stream(training_lines(args.corpus / f"{name}.txt.xz", shingles), words) for name in registers}
    if not args.unmixed:
        streams["names"] = read_stream(map(symbols, names()), words)
    say(f"{sum(map(len, streams.values())):,} symbols, {len(words):,} kinds")
    vocabulary, streams = choose_vocabulary(list(words), streams)
    counts = {n: count(streams, n) for n in range(1, ORDER + 1)}
    say("counted " + ", ".join(f"{len(c.keys):,}" for c in counts.values()))
    model = prune(estimate(counts, len(vocabulary)), counts)
    say("estimated and pruned")
    write(args.out, vocabulary, model)
    say(f"written to {args.out}")


def say(text: str, start: float = time.time()) -> None:
    print(f"{time.time() - start:6.0f} s  {text}", file=sys.stderr, flush=True)


def training_lines(path: Path, shingles: frozenset[heldout.Shingle]) -> Iterator[list[str]]:
    """The symbols of each line that may be learned from: not held out, and not what a held-out page says."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for raw in stream:
            line = raw.rstrip("\n")
            row = symbols(line)
            if row and not heldout.is_held_out(line) and not heldout.repeats(line, shingles):
                yield row


def names() -> Iterator[str]:
    """Bodies and places as they stand in running text: a corpus of some offices has the others' names too seldom."""
    for row in read_tsv("units.tsv"):
        yield from (f"{before} {row['name']}".strip() for before in _BEFORE_NAMES)
    for row in read_tsv("places.tsv"):
        yield f"{row['kind']} {row['name']}"


def read_stream(lines: Iterable[list[str]], words: dict[str, int]) -> NDArray[np.int64]:
    """Lines of symbols as one row of ids with a break at both ends of each line; new words join ``words``."""
    ids: list[NDArray[np.int32]] = []
    for row in lines:
        line = [words.setdefault(word, len(words)) for word in row]
        if line[0] != BREAK_ID:
            line.insert(0, BREAK_ID)
        if line[-1] != BREAK_ID:
            line.append(BREAK_ID)
        ids.append(np.array(line, dtype=np.int32))
    return np.concatenate(ids).astype(np.int64)


def choose_vocabulary(
    words: list[str], streams: dict[str, NDArray[np.int64]]
) -> tuple[list[str], dict[str, NDArray[np.int64]]]:
    """The most frequent words, and the streams in their ids; all others become the unknown word."""
    own = [name for name in _OWN_TEXT if name in streams]
    frequency = sum(np.bincount(streams[name], minlength=len(words)) * WEIGHTS[name] for name in own)
    classes = len(CLASSES)
    best = np.argsort(-np.asarray(frequency)[classes:], kind="stable")[: VOCABULARY - classes] + classes
    new_id = np.full(len(words), UNKNOWN_ID)
    new_id[:classes] = np.arange(classes)
    new_id[best] = np.arange(classes, classes + len(best))
    return [*CLASSES, *(words[i] for i in best)], {name: new_id[stream] for name, stream in streams.items()}


@dataclass(slots=True)
class Counts:
    """n-grams in order, what they count by weight, and how often they occur."""

    keys: Keys
    weight: Floats
    occurrences: Floats


def count(streams: dict[str, NDArray[np.int64]], n: int) -> Counts:
    """All n-grams within clauses: a break may be the first or last symbol of an n-gram, never between."""
    keys, weights, occurrences = [], [], []
    for name, stream in streams.items():
        found = np.sort(_keys(stream, n))
        first = _firsts(found)
        number = np.diff(np.r_[first, len(found)]).astype(float)
        keys.append(found[first])
        weights.append(number * WEIGHTS[name])
        occurrences.append(number if name in _OWN_TEXT else 0 * number)
    merged, (weight, occurrence) = _merge(np.concatenate(keys), np.concatenate(weights), np.concatenate(occurrences))
    return Counts(merged, weight, occurrence)


def _keys(stream: NDArray[np.int64], n: int) -> Keys:
    size = len(stream) - n + 1
    key = np.zeros(size, dtype=np.uint64)
    inside = np.ones(size, dtype=bool)
    for i in range(n):
        column = stream[i : size + i]
        key = (key << np.uint64(BITS)) | column.astype(np.uint64)
        if 0 < i < n - 1:
            inside &= column != BREAK_ID
    if n == 2:
        inside &= key != 0  # two breaks in a row say nothing
    return key[inside]


def _firsts(keys: Keys) -> NDArray[np.int64]:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])


def _merge(keys: Keys, *columns: Floats) -> tuple[Keys, list[Floats]]:
    """Distinct keys in order, and each column's sum over equal keys."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = _firsts(keys)
    return keys[first], [np.add.reduceat(column[order], first) for column in columns]


def _suffix(keys: Keys, n: int) -> Keys:
    return keys & np.uint64((1 << (BITS * n)) - 1)


def _find(keys: Keys, wanted: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted


@dataclass(slots=True)
class Order:
    """Interpolated probabilities of one order, with each history's share that is left to the order below."""

    keys: Keys
    p: Floats
    lower: Floats
    """P of the same word by the order below."""
    left: Floats
    """The share, for each n-gram's history."""


def _discounts(counts: Floats) -> tuple[float, float, float]:
    """Discounts of modified Kneser-Ney for counts of 1, 2 and more (Chen & Goodman 1999, eq. 26)."""
    n1, n2, n3, n4 = (float(((counts >= i) & (counts < i + 1)).sum()) for i in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    return 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3


def _discounted(counts: Floats, classes: Floats) -> Floats:
    """What is taken from each count; ``classes`` are the occurrences that choose the discount, ``counts`` may weigh
    them."""
    one, two, more = _discounts(classes)
    taken = np.where(classes >= 3, more, np.where(classes >= 2, two, np.where(classes >= 1, one, one * classes)))
    return np.minimum(taken * counts / classes, counts * 0.999)


def _continuations(counts: dict[int, Counts], n: int) -> tuple[Keys, Floats]:
    """How many different words stand before each n-gram; n-grams that begin a clause keep their own counts."""
    above = counts[n + 1]
    keys, (number,) = _merge(_suffix(above.keys, n), np.minimum(above.weight, 1.0))
    if n > 1:
        begins = (counts[n].keys >> np.uint64(BITS * (n - 1))) == BREAK_ID
        keys, (number,) = _merge(
            np.concatenate([keys, counts[n].keys[begins]]), np.concatenate([number, counts[n].weight[begins]])
        )
    return keys, number


def estimate(counts: dict[int, Counts], size: int) -> dict[int, Order]:
    """Interpolated modified Kneser-Ney probabilities of every n-gram that was seen."""
    keys, number = _continuations(counts, 1)
    p1 = np.zeros(size)
    p1[keys.astype(np.int64)] = number
    discount, total = 0.75, p1.sum()
    p1 = np.maximum(p1 - discount * (p1 > 0), 0) / total + discount * (p1 > 0).sum() / total / size
    orders = {1: Order(np.arange(size, dtype=np.uint64), p1, p1, p1)}
    for n in range(2, ORDER + 1):
        if n == ORDER:
            keys, number, classes = counts[n].keys, counts[n].weight, counts[n].occurrences
        else:
            keys, number = _continuations(counts, n)
            classes = number
        taken = _discounted(number, classes)
        first = _firsts(keys >> np.uint64(BITS))
        sizes = np.diff(np.r_[first, len(keys)])
        total_of = np.repeat(np.add.reduceat(number, first), sizes)
        left = np.repeat(np.add.reduceat(taken, first), sizes) / total_of
        at, _ = _find(orders[n - 1].keys, _suffix(keys, n - 1))
        lower = orders[n - 1].p[at]
        orders[n] = Order(keys, (number - taken) / total_of + left * lower, lower, left)
    return orders


@dataclass(slots=True)
class Pruned:
    """What is written: log P of the kept n-grams and log back-off weights of their histories."""

    keys: Keys
    log_p: Floats
    histories: Keys
    backoff: Floats


def prune(orders: dict[int, Order], counts: dict[int, Counts]) -> dict[int, Pruned]:
    """Keep the n-grams that say most beyond what the order below says, and weigh the rest anew so that all sums to one.

    The gain is count times the log ratio of the two probabilities (Seymore & Rosenfeld, "Scalable Backoff Language
    Models", 1996).
    """
    log_p1 = np.log(orders[1].p)
    kept = {1: Pruned(orders[1].keys, log_p1, orders[1].keys[:0], log_p1[:0])}
    for n, best in _chosen(orders, counts).items():
        order = orders[n]
        keys, p = order.keys[best], order.p[best]
        history = keys >> np.uint64(BITS)
        first = _firsts(history)
        by_lower = np.exp(_log_p(kept, n - 1, _suffix(keys, n - 1)))
        rest = np.maximum(1 - np.add.reduceat(p, first), 1e-4)
        lower_rest = np.maximum(1 - np.add.reduceat(by_lower, first), 1e-4)
        kept[n] = Pruned(keys, np.log(p), history[first], np.log(rest) - np.log(lower_rest))
    return kept


def _chosen(orders: dict[int, Order], counts: dict[int, Counts]) -> dict[int, NDArray[np.int64]]:
    """Places of the n-grams to keep, by order. What a longer n-gram ends in stays with it: look-ups go from the short
    to the long, and end where nothing is found."""
    chosen: dict[int, NDArray[np.int64]] = {}
    wanted = np.zeros(0, dtype=np.uint64)
    for n in range(ORDER, 1, -1):
        order = orders[n]
        at, seen = _find(counts[n].keys, order.keys)
        gain = np.where(seen, counts[n].weight[at], 0.1) * (np.log(order.p) - np.log(order.left * order.lower))
        best = np.argsort(-gain, kind="stable")[: KEPT[n]]
        ends, _ = _find(order.keys, wanted)
        chosen[n] = np.union1d(best, ends) if len(wanted) else np.sort(best)
        wanted = np.unique(_suffix(order.keys[chosen[n]], n - 1))
    return dict(sorted(chosen.items()))


def _log_p(kept: dict[int, Pruned], n: int, keys: Keys) -> Floats:
    """log P of n-grams by the pruned orders up to n."""
    if n == 1:
        return kept[1].log_p[keys.astype(np.int64)]
    order = kept[n]
    at, found = _find(order.keys, keys)
    result = np.where(found, order.log_p[at], 0.0)
    missing = keys[~found]
    at, weighed = _find(order.histories, missing >> np.uint64(BITS))
    result[~found] = np.where(weighed, order.backoff[at], 0.0) + _log_p(kept, n - 1, _suffix(missing, n - 1))
    return result


def _levels(values: Floats) -> NDArray[np.float32]:
    """256 evenly spaced values over all but the outermost thousandth."""
    low, high = np.quantile(values, [0.0005, 0.9995])
    return np.linspace(low, high, 256).astype(np.float32)


def _codes(values: Floats, levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    step = levels[1] - levels[0]
    return np.clip(np.rint((values - levels[0]) / step), 0, 255).astype(np.uint8)


def write(folder: Path, vocabulary: list[str], model: dict[int, Pruned]) -> None:
    """All tables, with probabilities and weights in 256 levels."""
    p_levels = _levels(np.concatenate([model[n].log_p for n in (2, 3, 4)]))
    b_levels = _levels(np.concatenate([model[n].backoff for n in (3, 4)]))
    backoff1 = np.zeros(len(vocabulary), dtype=np.float32)
    backoff1[model[2].histories.astype(np.int64)] = model[2].backoff
    arrays: dict[str, NDArray[np.generic]] = {"unigram": model[1].log_p.astype(np.float32), "backoff1": backoff1}
    for n in (2, 3, 4):
        arrays[f"p{n}.marks"], arrays[f"p{n}.codes"] = build_table(model[n].keys, _codes(model[n].log_p, p_levels), n)
    for n in (2, 3):
        above = model[n + 1]
        arrays[f"b{n}.marks"], arrays[f"b{n}.codes"] = build_table(
            above.histories, _codes(above.backoff, b_levels), 16 + n
        )
    arrays["p.values"], arrays["b.values"] = p_levels, b_levels
    write_arrays(folder, "ngrams", arrays, {"vocabulary": vocabulary})


if __name__ == "__main__":
    main()
