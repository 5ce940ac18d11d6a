"""What no model may be trained on: one rule for the scripts that build models and for the benchmark that measures them.

Corpus lines are held out by a checksum of their text, so that the rule needs no list and outlives a new version of
the corpus. Pairs of reading and truth are held out from the end of each file, whole pages together. Since the pages
were printed from corpus text, corpus lines that say the same as a held-out page are left out of training as well
(:func:`repeats`).
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterable
from pathlib import Path

from viextract.language.tokens import symbols

Pair = tuple[str, str]
"""What an engine read, and what the page says."""

Shingle = tuple[str, ...]

CORPUS_PART = 100
"""One corpus line in so many is held out."""

PAIRS_PART = 25
"""One pair in so many is held out, and one in so many is for fitting confidences."""

SHINGLE = 8
"""Symbols of the language model in a shingle."""


def is_held_out(line: str) -> bool:
    """Whether a corpus line (without its line feed) is for measuring only."""
    return zlib.crc32(line.encode("utf-8")) % CORPUS_PART == 0


def held_out_pairs(path: Path) -> list[Pair]:
    """The pairs of a noise file (``*.tsv.xz``) that are for measuring only, in order."""
    pairs = _pairs(path)
    return pairs[len(pairs) - len(pairs) // PAIRS_PART :]


def calibration_pairs(path: Path) -> list[Pair]:
    """The pairs before those: confidences are fitted on them, and nothing else is learned from them."""
    pairs = _pairs(path)
    part = len(pairs) // PAIRS_PART
    return pairs[len(pairs) - 2 * part : len(pairs) - part]


def training_pairs(path: Path) -> list[Pair]:
    """The other pairs of a noise file."""
    pairs = _pairs(path)
    return pairs[: len(pairs) - 2 * (len(pairs) // PAIRS_PART)]


def _pairs(path: Path) -> list[Pair]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        rows = (line.removesuffix("\n").split("\t", 1) for line in stream if "\t" in line)
        return [(read, true) for read, true in rows]


def shingles(text: str) -> set[Shingle]:
    """All runs of eight symbols of a text, as the language model sees it."""
    seen = symbols(text)
    return {tuple(seen[i : i + SHINGLE]) for i in range(len(seen) - SHINGLE + 1)}


def held_out_shingles(paths: Iterable[Path]) -> frozenset[Shingle]:
    """Shingles of what the held-out pairs of these noise files say; lines that follow each other are read on."""
    return frozenset(s for path in paths for s in shingles("\n".join(true for _, true in held_out_pairs(path))))


def repeats(line: str, known: frozenset[Shingle]) -> bool:
    """Whether a corpus line says again what is held out: half of its shingles or more are in ``known``."""
    own = shingles(line)
    return bool(own) and 2 * len(own & known) >= len(own)
