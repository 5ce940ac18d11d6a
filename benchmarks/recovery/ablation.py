#!/usr/bin/env python3
"""What each part of recovery brings: the figures with one part at a time taken away. Prints a Markdown table.

    python benchmarks/recovery/ablation.py [--shared FOLDER] [--lines N] [--unmixed FOLDER]

The models stay as they are: a shorter history is what the same tables say of it, not a model that was built for it.
What the mixing of registers brings takes models without it: FOLDER holds ``dictionaries`` with other models in it
(scripts/build_language_model.py --unmixed, and the channels and confidences that go with it).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.recovery import measures  # noqa: E402
from benchmarks.recovery.data import SHARED, Shared, documents, first_words  # noqa: E402
from viextract import data  # noqa: E402
from viextract.language import ngram  # noqa: E402
from viextract.language.ngram import NgramModel  # noqa: E402
from viextract.language.syllables import strip_marks  # noqa: E402
from viextract.recover import calibration as confidence  # noqa: E402
from viextract.recover import channel, decisions, first_repairs, lattice, letters, likely, restore, rule_repairs  # noqa: E402
from viextract.recover import words as recover_words  # noqa: E402

Patch = AbstractContextManager[Any]
_SAMPLE_LINES = 268
_GENERAL_WORDS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--lines", type=int, default=1300, help="held-out pairs of the larger file to use")
    parser.add_argument("--unmixed", type=Path, help="a folder with dictionaries whose models were built so")
    given = parser.parse_args()
    if not (given.shared / "corpus").is_dir():
        print(f"ablation: no evaluation data ({given.shared}); nothing is measured", file=sys.stderr)
        return
    shared = Shared(given.shared)
    if given.unmixed:
        _move_in(given.unmixed)
        print(f"| register mix | {' | '.join(_figures(shared, given.lines))} |")
        return
    print("| without | plan 003 WER / CER | noise pairs WER / CER | general, stripped |\n|---|---|---|---|")
    for name, parts in VARIANTS.items():
        with ExitStack() as stack:
            for part in parts:
                stack.enter_context(part())
            _forget()
            print(f"| {name} | {' | '.join(_figures(shared, given.lines))} |", flush=True)
    _forget()


def _move_in(home: Path) -> None:
    """Models from another folder."""
    vars(data)["files"] = lambda _: home
    for cached in (
        data.dictionaries,
        ngram.model,
        channel.channel,
        channel.common_forms,
        confidence._fitted,
        recover_words.bare_forms,
        likely.likely_parts,
        likely.shares,
    ):
        cached.cache_clear()


def _forget() -> None:
    """What was worked out with another set of parts."""
    channel.channel.cache_clear()


def _figures(shared: Shared, lines: int) -> list[str]:
    return [_sample(shared), _noise(shared, lines), _stripped(shared)]


def _sample(shared: Shared) -> str:
    true = shared.evaluation("gold/003.body-lines-1-268.txt").read_text("utf-8").split("\n")[:_SAMPLE_LINES]
    found = restore(shared.seed("003")).split("\n")[:_SAMPLE_LINES]
    return _both(measures.errors(["\n".join(true)], ["\n".join(found)]))


def _noise(shared: Shared, lines: int) -> str:
    pairs = shared.pairs("admin")[:lines] + shared.pairs("law")
    found = restore("\n".join(read for read, _ in pairs)).split("\n")
    return _both(measures.errors([true for _, true in pairs], found))


def _stripped(shared: Shared) -> str:
    true = first_words(shared.lines("general"), _GENERAL_WORDS)
    found = [line for text in documents(true, 40) for line in restore(strip_marks(text)).split("\n")]
    return f"{100 * measures.words_right(true, found):.2f} %"


def _both(errors: measures.Errors) -> str:
    return f"{100 * errors.wer:.2f} % / {100 * errors.cer:.2f} %"


# --- what is taken away -----------------------------------------------------------------------------------------------


def _no_token_table() -> Patch:
    """Candidates by onset and rhyme alone, never from the table of whole readings."""
    return _channels(lambda made: setattr(made, "forms", made.forms._replace(discount=0 * made.forms.discount)))


def _no_letters() -> Patch:
    """Rhymes as they were counted when the tables were built; none scored letter by letter for what is met anew."""
    return patch.object(letters.Letters, "may_read", lambda *_: False)


def _channels(change: Callable[[channel.Channel], None]) -> Patch:
    """Channels that work out the candidates of every token themselves, changed after they are loaded."""
    made = channel.Channel.__init__

    def init(self: channel.Channel, tables: Any) -> None:
        made(self, tables)
        self._ready = {}
        change(self)

    return patch.object(channel.Channel, "__init__", init)


def _order(order: int) -> Patch:
    """Histories of ``order - 1`` words."""
    longer, backoffs = NgramModel.longer, NgramModel.backoffs

    def cut(h: Any, place: int) -> Any:
        return h if place < order else np.full_like(h, -1)

    def shorter_longer(self: NgramModel, value: Any, known: Any, history: Any, word: Any, weights: Any) -> Any:
        return longer(self, value, known, tuple(map(cut, history, (1, 2, 3))), word, weights)

    def shorter_backoffs(self: NgramModel, h1: Any, h2: Any, h3: Any) -> Any:
        return backoffs(self, h1, cut(h2, 2), cut(h3, 3))

    return patch.multiple(NgramModel, longer=shorter_longer, backoffs=shorter_backoffs)


def _no_candidates(reads: Sequence[str]) -> channel.Candidates:
    return channel.unmarked_candidates([""] * len(reads))


def _nothing(*_: Any) -> tuple[()]:
    return ()


VARIANTS: dict[str, list[Callable[[], Patch]]] = {
    "nothing (all parts)": [],
    "whole-token table": [_no_token_table],
    "letter-by-letter rhymes": [_no_letters],
    "4-grams (order 3)": [partial(_order, 3)],
    "3- and 4-grams (order 2)": [partial(_order, 2)],
    "joins": [partial(patch.object, lattice, "_joins", _nothing)],
    "splits": [partial(patch.object, lattice._Sets, "add_splits", lambda *_: {})],
    "joins and splits": [
        partial(patch.object, lattice, "_joins", _nothing),
        partial(patch.object, lattice._Sets, "add_splits", lambda *_: {}),
    ],
    "parting of long runs": [partial(patch.object, first_repairs, "has_run", lambda _: False)],
    "recurrence in the document": [partial(patch.object, decisions, "_WORDS_WORTH_COUNTING", float("inf"))],
    "names": [partial(patch.object, decisions, "with_names", lambda built, decoded, *_: (built, decoded))],
    "fuzzy look-up": [partial(patch.object, lattice, "fuzzy_candidates", _no_candidates)],
    "repairs of codes, years and labels": [
        partial(
            patch.object, rule_repairs, "repair", lambda _, tokens, *__, **___: sorted(tokens, key=lambda t: t.start)
        )
    ],
}

if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
