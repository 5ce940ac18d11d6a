#!/usr/bin/env python3
"""Find by how much another reading of a scan must be better to take a word's place.

    python scripts/fit_readings.py [--seeds 800-839]

Plans of invented places (benchmarks/plans) are rendered, scanned badly and read by tesseract. Each time that the
language model is asked which of two readings stands on the page (``read/ocr/vote_on_tones.py``: the same word with
other marks; ``read/ocr/merge_readings.py``: a line and what a second look makes of it) the answer is known. The margin
is the one with which most words come out right: a false change counts as much as a mended word. Of margins that do
equally well the middle one is taken. Some three seconds a plan.

What is used stands in dictionaries/reading_margins.yaml. Generated plans have few different words, and the model knows
them better than those of other papers: look at real pages before a margin is lowered.
"""

from __future__ import annotations

import argparse
import io
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.plans.run import case  # noqa: E402
from viextract.options import Options  # noqa: E402
from viextract.read import read_document  # noqa: E402
from viextract.read.layout.words import Word  # noqa: E402
from viextract.read.ocr import merge_readings, vote_on_tones  # noqa: E402
from viextract.read.ocr.margins import Margins, margins  # noqa: E402
from viextract.read.pages import reading  # noqa: E402

SCANS = ((200, 0.0, 9.0), (200, 0.8, 14.0), (150, 0.5, 12.0), (130, 0.6, 10.0))
"""Dots per inch, blur and grain of the scans: from a good one to the copy of a copy."""
BANDS = (0.90, 0.95, 0.97)
"""Confidences of the engine up to which a word has a margin of its own; a surer word is never asked about."""
GRID = np.arange(0.0, 16.5, 0.5)
WEIGHTS = np.arange(0.0, 4.5, 0.5)
"""Of the engines' confidence against the model."""


class Asked(NamedTuple):
    """A choice between what was read first and another reading, and which of them stands on the page."""

    gain: float
    """By how many nats the model likes the other reading better."""
    sure: float
    """By how much surer the engine was of the other one (log of its confidence)."""
    confidence: float
    letters: bool
    """Whether a letter differs, and not only marks."""
    right: bool
    """Whether the other reading is the right one; else the first is."""


def scan(pdf: bytes, seed: int) -> bytes:
    noise = np.random.default_rng(seed)
    dpi, blur, grain = SCANS[seed % len(SCANS)]
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=dpi / 72).to_pil().convert("L").filter(ImageFilter.GaussianBlur(blur))
        ink = np.asarray(image, float) * 0.82 + 38 + noise.normal(0, grain, (image.height, image.width))
        pages.append(Image.fromarray(np.clip(ink, 0, 255).astype(np.uint8)))
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=60)
    return stream.getvalue()


def plain(word: str) -> str:
    return re.sub(r"^[^\w]+|[^\w]+$", "", word).casefold()


class Truth:
    """The words of a plan as they were printed, in threes."""

    def __init__(self, pdf: bytes) -> None:
        text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
        self.text = " " + " ".join(filter(None, map(plain, text.split()))) + " "

    def has(self, words: Iterable[str]) -> bool:
        return f" {' '.join(filter(None, map(plain, words)))} " in self.text

    def verdict(self, before: str, own: str, other: str, after: str) -> bool | None:
        """Whether the other reading stands between these words, and not the first; None where that is not plain."""
        first, second = (self.has(f"{before} {text} {after}".split()) for text in (own, other))
        return None if first == second else second


@contextmanager
def recorded(truth: Truth, votes: list[Asked], merges: list[Asked]) -> Iterator[None]:
    """Notes what is asked while scans are read."""
    vote, choose = vote_on_tones.vote_on_marks, merge_readings._choose

    def noting_votes(words: Sequence[Any]) -> list[Any]:
        questions = [one for k in range(len(words)) if (one := vote_on_tones.question(words, k)) is not None]
        for one in questions:
            one.handicaps = [0.0] * len(one.others)
        for one, (best, gain) in zip(questions, vote_on_tones.advantages(questions), strict=True):
            word, other = words[one.place], vote_on_tones.in_place(words[one.place].text, one.own, one.others[best])
            around = (words[one.place - 1].text if one.place else "", *(w.text for w in words[one.place + 1 :][:1]), "")
            right = truth.verdict(around[0], word.text, other, around[1])
            if right is not None:
                votes.append(Asked(gain, 0.0, word.confidence, one.letters[best] > 0, right))
        return vote(words)

    def noting_choices(words: list[Word], first: int, last: int, other: Sequence[tuple[str, float]]) -> None:
        offer = merge_readings.offer(words, first, last, other)
        if offer is not None:
            before, after = (words[first - 1].text if first else ""), (words[last].text if last < len(words) else "")
            own = " ".join(word.text for word in words[first:last])
            right = truth.verdict(before, own, " ".join(text for text, _ in other), after)
            if right is not None:
                merges.append(Asked(offer.gain, offer.surer, words[first].confidence, False, right))
        choose(words, first, last, other)

    with (
        mock.patch.object(reading, "vote_on_marks", noting_votes),
        mock.patch.object(merge_readings, "_choose", noting_choices),
    ):
        yield


def won(asked: Sequence[Asked], margin: float, weight: float = 0.0) -> int:
    """Words mended less words spoilt with a margin."""
    return sum(1 if one.right else -1 for one in asked if one.gain + weight * one.sure >= margin)


def words_won(one: Margins, votes: Sequence[Asked]) -> int:
    total = 0
    for asked in votes:
        margin = next((margin for below, margin in one.marks if asked.confidence < below), math.inf)
        total += won([asked], max(margin, one.letter) if asked.letters else margin)
    return total


def best_margin(asked: Sequence[Asked], least: float = 0.0) -> float:
    tried = [float(margin) for margin in GRID if margin >= least]
    worth = [won(asked, margin) for margin in tried]
    best = [margin for margin, one in zip(tried, worth, strict=True) if one == max(worth)]
    return best[len(best) // 2]


def fitted(votes: Sequence[Asked], merges: Sequence[Asked]) -> dict[str, Any]:
    marks = [one for one in votes if not one.letters]
    bands: dict[float, float] = {}
    below, least = 0.0, 0.0
    for upper in BANDS:  # the surer the engine, the farther
        least = best_margin([one for one in marks if below <= one.confidence < upper], least)
        bands[upper], below = least, upper
    letters = best_margin([one for one in votes if one.letters])
    pairs = [(float(weight), float(margin)) for weight in WEIGHTS for margin in GRID]
    worth = [won(merges, margin, weight) for weight, margin in pairs]
    best = [pair for pair, one in zip(pairs, worth, strict=True) if one == max(worth)]
    weight, margin = best[len(best) // 2]
    return {"marks": bands, "letter": letters, "second": margin, "confidence_weight": weight}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seeds", default="800-839")
    given = arguments.parse_args()
    first, _, last = given.seeds.partition("-")
    votes: list[Asked] = []
    merges: list[Asked] = []
    for seed in range(int(first), int(last or first) + 1):
        _, pdf, _ = case(seed, {"form": "pdf"})
        with recorded(Truth(pdf), votes, merges):
            read_document(scan(pdf, seed), Options(cache=False, recover=False), name=f"{seed}.pdf")
        print(seed, len(votes), len(merges), file=sys.stderr, flush=True)
    found = fitted(votes, merges)
    below = 0.0
    for upper in BANDS:
        asked = [one for one in votes if not one.letters and below <= one.confidence < upper]
        below = upper
        tell(f"marks, confidence below {upper}", asked, found["marks"][upper])
    tell("letters", [one for one in votes if one.letters], found["letter"])
    tell("second reading", merges, found["second"], found["confidence_weight"])
    now = Margins(tuple(found["marks"].items()), *(found[name] for name in ("letter", "second", "confidence_weight")))
    for name, one in (("in use", margins()), ("found", now)):
        print(f"{name}: {words_won(one, votes)} words won by votes, ", end="")
        print(won(merges, one.second, one.confidence_weight), "by second readings")


def tell(what: str, asked: Sequence[Asked], margin: float, weight: float = 0.0) -> None:
    taken = [one for one in asked if one.gain + weight * one.sure >= margin]
    good = sum(one.right for one in taken)
    wrong = sum(one.right for one in asked)
    print(f"{what}: {len(asked)} asked, {wrong} read wrongly; from {margin:g} nats on {good} mended, ", end="")
    print(f"{len(taken) - good} spoilt")


if __name__ == "__main__":
    main()
