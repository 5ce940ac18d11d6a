"""The texts that recovery is measured on; all of them apart from what the models were built from."""

from __future__ import annotations

import lzma
import os
from functools import cache
from pathlib import Path

from benchmarks.recovery.heldout import Pair, held_out_pairs, is_held_out

SHARED = Path(os.environ.get("VIEXTRACT_SHARED") or Path(__file__).resolve().parents[2] / "../shared")


class Shared:
    """The shared folder: corpora, noise pairs, and the plans with a reference made by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def seed(self, name: str) -> str:
        return (self.folder / "seeds" / f"{name}.txt").read_text("utf-8")

    def evaluation(self, name: str) -> Path:
        return self.folder / "eval" / name

    def pairs(self, name: str) -> list[Pair]:
        """Held-out pairs of reading and truth: ``admin``, ``law`` (wrong language) or ``vie``."""
        return held_out_pairs(self.folder / "noise" / f"{name}.tsv.xz")

    @cache  # noqa: B019 - one object a run
    def lines(self, register: str) -> list[str]:
        """Held-out paragraphs of a corpus: ``admin``, ``admin_local`` or ``general``."""
        path = self.folder / "corpus" / f"{register}.txt.xz"
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            return [line for row in stream if is_held_out(line := row.removesuffix("\n"))]


def body(text: str) -> str:
    """From the legal basis to the list of recipients, without marks of emphasis: heads and feet are no running text."""
    text = text.replace("*", "")
    text = text[max(text.find("Căn cứ"), 0) :]
    end = text.find("Nơi nhận")
    return text[:end] if end > 0 else text


def documents(lines: list[str], size: int) -> list[str]:
    """Texts of ``size`` lines each."""
    return ["\n".join(lines[i : i + size]) for i in range(0, len(lines), size)]


def first_words(lines: list[str], count: int) -> list[str]:
    """The first lines that have ``count`` words together."""
    taken, words = [], 0
    for line in lines:
        if words >= count:
            break
        taken.append(line)
        words += len(line.split())
    return taken
