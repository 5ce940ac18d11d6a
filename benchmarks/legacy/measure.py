#!/usr/bin/env python3
"""Measure the reading of pre-Unicode encodings and the judgement of text. Prints a table, writes JSON with --json FILE.

    python benchmarks/legacy/measure.py [--shared FOLDER] [--lines N] [--json FILE]

The evaluation data is looked for in --shared, $VIEXTRACT_SHARED, or ``shared`` beside the checkout. What is measured:

- real files: diacritic accuracy of ``eval/legacy/*.raw.txt`` against their ``.gold.txt``;
- round trips: paragraphs of ``corpus/general.txt.xz`` put into each encoding and read back, as documents, as one line
  amid Unicode text, and with the encodings mixed paragraph by paragraph; share of tokens right (TCVN3 has no capitals
  with a tone, so its tokens are compared without case);
- what must stay: clean Vietnamese, and message catalogues of other languages under /usr/share/locale; tokens changed;
- speed, on one core.
"""

from __future__ import annotations

import argparse
import gettext
import json
import lzma
import os
import random
import sys
import time
import unicodedata
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from viextract.language.legacy.codepages import CODE_PAGES, encode
from viextract.language.legacy.encodings import detect, to_unicode
from viextract.language.quality import text_quality

LOCALES = Path("/usr/share/locale")
LANGUAGES = ("fr", "de", "es", "pt", "it", "cs", "pl", "sv", "tr", "hu")
DOCUMENT = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    beside = Path(__file__).resolve().parents[2] / "../shared"
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VIEXTRACT_SHARED") or beside))
    parser.add_argument("--lines", type=int, default=4000, help="paragraphs of the corpus to use")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    if (options.shared / "eval" / "legacy").is_dir():
        figures["real files"] = real_files(options.shared)
    lines = corpus_lines(options.shared / "corpus" / "general.txt.xz", options.lines)
    figures["round trips"] = {page: round_trips(lines, page) for page in CODE_PAGES}
    figures["round trips"]["utf-8 as windows-1252"] = {"documents": documents(lines, misread)}
    figures["round trips"]["decomposed"] = {"documents": documents(lines, lambda t: unicodedata.normalize("NFD", t))}
    figures["round trips"]["tcvn3, ư lost"] = {
        "documents": documents(lines, lambda t: lost(encode(t, "tcvn3")), fold=True)
    }
    figures["round trips"]["mixed by paragraph"] = {"documents": mixed(lines)}
    figures["changed"] = changed(lines)
    figures["speed, MB/s"] = speed(lines)
    show(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


def real_files(shared: Path) -> dict[str, float]:
    sys.path.insert(0, str(shared / "eval"))
    from score_text import aggregate_viparse, diacritic_scores

    rows = {}
    for raw in sorted((shared / "eval" / "legacy").glob("*.raw.txt")):
        gold = raw.with_name(raw.name.replace(".raw.", ".gold."))
        rows[raw.name.removesuffix(".raw.txt")] = diacritic_scores(
            gold.read_text("utf-8"), to_unicode(raw.read_text("utf-8"))
        )
    figures = {name: row["diacritic_accuracy"] for name, row in rows.items()}
    return figures | {"all": aggregate_viparse(list(rows.values()))["diacritic_accuracy"]}


def corpus_lines(path: Path, count: int) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return [line.rstrip("\n") for line in islice(stream, 0, count * 20, 20)]


def round_trips(lines: list[str], page: str) -> dict[str, float]:
    fold = page == "tcvn3"

    def put(text: str) -> str:
        return encode(text, page)  # type: ignore[arg-type]

    return {
        "documents": documents(lines, put, fold=fold),
        "short lines in a document": documents([" ".join(line.split()[:4]) for line in lines], put, fold=fold),
        "one line amid Unicode": amid_unicode(lines, put, fold=fold),
        "documents named right": named(lines, put, page),
    }


def blocks(lines: list[str]) -> Iterable[list[str]]:
    return (lines[i : i + DOCUMENT] for i in range(0, len(lines), DOCUMENT))


def documents(lines: list[str], put: Any, *, fold: bool = False) -> float:
    right = total = 0
    for block in blocks(lines):
        text = "\n".join(block)
        r, t = compare(text, to_unicode(put(text)), fold=fold)
        right, total = right + r, total + t
    return right / total


def amid_unicode(lines: list[str], put: Any, *, fold: bool) -> float:
    right = total = 0
    for block in blocks(lines):
        at = len(block) // 2
        text = "\n".join([*block[:at], put(block[at]), *block[at + 1 :]])
        r, t = compare("\n".join(block), to_unicode(text), fold=fold)
        right, total = right + r, total + t
    return right / total


def mixed(lines: list[str]) -> float:
    draw = random.Random(1)
    right = total = 0
    for block in blocks(lines):
        pages = [draw.choice(["unicode", "tcvn3", "vni"]) for _ in block]
        text = "\n".join(
            line if page == "unicode" else encode(line, page)  # type: ignore[arg-type]
            for line, page in zip(block, pages, strict=True)
        )
        r, t = compare("\n".join(block), to_unicode(text), fold=True)
        right, total = right + r, total + t
    return right / total


def named(lines: list[str], put: Any, page: str) -> float:
    found = [detect(put("\n".join(block))).encoding == page for block in blocks(lines)]
    return sum(found) / len(found)


def compare(meant: str, read: str, *, fold: bool) -> tuple[int, int]:
    if fold:
        meant, read = meant.casefold(), read.casefold()
    ones, others = meant.split(), read.split()
    if len(ones) != len(others):
        return 0, len(ones)
    return sum(a == b for a, b in zip(ones, others, strict=True)), len(ones)


def misread(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


def lost(text: str) -> str:
    return text.replace("\u00ad", "")


def changed(lines: list[str]) -> dict[str, str]:
    texts = {"Vietnamese": "\n".join(lines)} | {name: catalogue(name) for name in LANGUAGES}
    return {name: f"{differences(text)} of {len(text.split())}" for name, text in texts.items() if text}


def catalogue(language: str) -> str:
    messages: list[str] = []
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as stream:
            try:
                messages += gettext.GNUTranslations(stream)._catalog.values()  # type: ignore[attr-defined]
            except (OSError, UnicodeDecodeError):
                continue
    return "\n".join(messages)


def differences(text: str) -> int:
    return sum(a != b for a, b in zip(text.split(), to_unicode(text).split(), strict=True))


def speed(lines: list[str]) -> dict[str, float]:
    clean = "\n".join(lines)
    tcvn3 = encode(clean, "tcvn3")
    return {
        "to_unicode, clean": rate(to_unicode, clean),
        "to_unicode, tcvn3": rate(to_unicode, tcvn3),
        "text_quality": rate(text_quality, clean),
    }


def rate(function: Any, text: str) -> float:
    started = time.perf_counter()
    function(text)
    return len(text.encode("utf-8")) / 1e6 / (time.perf_counter() - started)


def show(figures: dict[str, Any], indent: int = 0) -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            print(" " * indent + name)
            show(value, indent + 2)
        else:
            print(" " * indent + f"{name}: " + (f"{value:.5f}" if isinstance(value, float) else str(value)))


if __name__ == "__main__":
    main()
