#!/usr/bin/env python3
"""One decision for the whole paper, measured against the cascade: which paragraph is head, title, task, detail, foot.

    python -m benchmarks.outline.joint [--train 0-199] [--test 200-399 | --unseen] [--damaged 0.06]
                                       [--papers FILE=GOLD …]

The joint design is a linear chain over paragraphs: named cues score each role, pairs of roles score how the numbering
moves between two paragraphs, and the best sequence is found by dynamic programming. Its weights are those of an
averaged structured perceptron (Collins 2002) on generated papers. The cascade is the program itself. Both are asked for
the same six roles, and told the truth by the gold:

``before`` (head, title, preamble), ``heading``, ``task``, ``detail``, ``other`` (lead-ins, closing), ``after`` (foot).

``--damaged P`` harms each label with probability P as OCR does (its stop lost, a figure read as a letter, its bullet
lost), in what both designs are tested on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.plans.run import UNSEEN, case  # noqa: E402
from benchmarks.plans.score import plain  # noqa: E402
from viextract.model.document import Document, Line  # noqa: E402
from viextract.options import Options  # noqa: E402
from viextract.parse.outline.blocks import Block  # noqa: E402
from viextract.parse.outline.classify import classify  # noqa: E402
from viextract.parse.outline.divisions import (  # noqa: E402
    appendix_label,
    opens_recipients,
    title_kind,
)
from viextract.parse.outline.positions import is_of_signature, tells_position  # noqa: E402
from viextract.parse.outline.titles import is_sentence, is_title, names_only_bodies  # noqa: E402
from viextract.parse.parts import parts_of  # noqa: E402
from viextract.read import read_document  # noqa: E402
from viextract.vocabulary.details import read_details  # noqa: E402
from viextract.vocabulary.phrases import opening  # noqa: E402
from viextract.vocabulary.units import opens_with_verb  # noqa: E402

ROLES = ("before", "heading", "task", "detail", "other", "after")
_HELD = ("heading", "task", "detail")
Weights = dict[str, float]
Paper = tuple[list[Block], list[str], list[str]]
"""Paragraphs, their true roles, and those that the cascade gives."""

_ROUNDS = 8
_DEPTHS = ("part", "chapter", "upper", "roman", "section", "article", "arabic", "dotted", "letter", "bullet")


# --- the papers


def truth(blocks: Sequence[Block], gold: dict[str, Any]) -> list[str]:
    """The role of each paragraph after the gold; one that the gold does not know is ``other``, or before or behind."""
    titles = {plain(one["title"]) for one in gold["headings"]} - {""}
    texts = {plain(one["text"]) for one in gold["tasks"]}
    told = {plain(f"{one['label']}: {one['text']}") for one in gold.get("details", [])}
    recipients = {plain(one) for one in gold.get("recipients", [])}
    roles: list[str] = []
    for block in blocks:
        text = plain(block.body)
        run_in = next((t for t in titles if text.startswith(t + ":") and plain(text[len(t) + 1 :]) in texts), None)
        if text in titles or run_in:
            roles.append("heading")
        elif text in texts:
            roles.append("task")
        elif any(text.startswith(one) for one in told):
            roles.append("detail")
        else:
            roles.append("after" if text in recipients or opens_recipients(block) else "other")
    known = [index for index, role in enumerate(roles) if role in ("heading", "task", "detail")]
    foot = next((index for index, role in enumerate(roles) if role == "after"), len(roles))
    last = max((index for index in known if index < foot), default=0)
    for index in range(len(roles)):
        if known and index < known[0]:
            roles[index] = "before"
        elif (last < index < foot and is_of_signature(blocks[index])) or (index >= foot and roles[index] == "other"):
            roles[index] = "after"
    return roles


_CASCADE = {"heading": "heading", "statement": "task", "bullet": "task", "detail": "detail", "paragraph": "other"}


def cascade(document: Document, gold: dict[str, Any]) -> tuple[list[Block], list[str]]:
    """The paragraphs before the first appendix as the program parts them, and their roles as it decides them."""
    parts = parts_of(document)
    found: dict[int, str] = {}
    appendix = next((one.start.first for one in parts.divisions if one.kind == "appendix" and one.start), None)
    parts = replace(parts, blocks=[one for one in parts.blocks if appendix is None or one.first < appendix])
    for division in parts.divisions:
        for block in [*division.head, *division.title, *division.caption, *division.addressees, *division.preamble]:
            found[id(block)] = "before" if division.kind == "main" else "other"
        for item in classify(division.body):
            found[id(item.block)] = _CASCADE[item.role]
            if item.role == "paragraph" and is_sentence(item.block.text):
                found[id(item.block)] = "task"
        for block in division.closing:
            found[id(block)] = "other"
        for block in [*division.recipients, *division.signature]:
            found[id(block)] = "after"
    return parts.blocks, [found.get(id(block), "other") for block in parts.blocks]


_LABEL = re.compile(r"^(?P<space>\s*)(?P<label>[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[-+–])(?P<mark>[.)]?)(?=\s)")


def _harm(text: str, chooser: random.Random) -> str:
    """A line whose label was read badly."""
    match = _LABEL.match(text)
    if match is None:
        return text
    label, mark = match["label"], match["mark"]
    if label in "-+–":
        return text[match.end() :].lstrip() if chooser.random() < 0.5 else "~" + text[match.end() :]
    choice = chooser.random()
    if choice < 0.5:
        mark = ""
    else:
        label = label.translate(str.maketrans("1I45V", "l1a$Y"))
    return match["space"] + label + mark + text[match.end() :]


def papers(seeds: Sequence[int], damaged: float = 0.0) -> Iterator[Paper]:
    for seed in seeds:
        style, data, gold = case(seed, {})
        document = read_document(data, Options(ocr="never", cache=False, recover=False), name=f"{seed}.{style['form']}")
        yield paper(document, gold, damaged, seed)


def paper(document: Document, gold: dict[str, Any], damaged: float = 0.0, seed: int = 0) -> Paper:
    whole, decided = cascade(document, gold)
    roles = truth(whole, gold)
    if not damaged:
        end = max((k for k, role in enumerate(roles) if role in _HELD), default=0) + 1 if gold.get("partial") else None
        return whole[:end], roles[:end], decided[:end]
    chooser = random.Random(seed)
    by_line = {block.first: role for block, role in zip(whole, roles, strict=True)}
    firsts = set(by_line)

    def hurt(line: Line) -> Line:
        return (
            replace(line, raw=_harm(line.text, chooser))
            if line.number in firsts and chooser.random() < damaged
            else line
        )

    for page in document.pages:
        page.lines = [hurt(line) for line in page.lines]
    blocks, decided = cascade(document, gold)
    return blocks, [by_line.get(block.first, "other") for block in blocks], decided


# --- cues


def cues(blocks: Sequence[Block], index: int) -> list[str]:
    """Named cues of a paragraph."""
    block = blocks[index]
    label, text = block.label, block.body
    kind = label.kind if label else "none"
    later = blocks[index + 1] if index + 1 < len(blocks) else None
    found = ["always", f"label={kind}", f"end={text[-1:] if text[-1:] in '.;:,' else 'none'}"]
    found.append(
        "words="
        + ("1-4" if block.words < 5 else "5-12" if block.words < 13 else "13-25" if block.words < 26 else "26-")
    )
    tests = {
        "capitals": block.capitals,
        "bold": block.bold,
        "tabular": block.tabular,
        "title": is_title(text, "none"),
        "sentence": is_sentence(text),
        "verb": opens_with_verb(text),
        "bodies": names_only_bodies(text[:200]),
        "detail": bool(read_details(text)),
        "kind": title_kind(block) is not None,
        "appendix": appendix_label(block) is not None,
        "recipients": opens_recipients(block),
        "position": tells_position(block),
        "signature": is_of_signature(block),
        "ends": later is None,
    }
    found += [name for name, true in tests.items() if true]
    found += [
        f"opens={name}"
        for name in ("preamble", "closing", "announces", "courtesy", "issues")
        if opening(name).match(block.folded)
    ]
    if block.role != "body":
        found.append(f"layout={block.role}")
    share = index / max(len(blocks), 1)
    found.append("place=" + ("start" if share < 0.12 else "end" if share > 0.85 else "middle"))
    found.append("below=" + _move(block, later))
    found.append(f"label={kind} below={_move(block, later)}")
    found.append(f"label={kind} title={is_title(text, 'none')} {found[2]}")
    return found


def _move(here: Block, there: Block | None) -> str:
    """How the numbering moves from one paragraph to the next."""
    if there is None:
        return "end"
    if here.label is None or there.label is None:
        return f"{'some' if here.label else 'none'}-{'some' if there.label else 'none'}"
    one, two = _DEPTHS.index(here.label.kind), _DEPTHS.index(there.label.kind)
    if one == two:
        return "next" if there.label.number == here.label.number + 1 or one == _DEPTHS.index("bullet") else "same"
    return "deeper" if two > one else "up"


# --- the chain

Scored = list[list[tuple[str, float]]]


def decode(blocks: Sequence[Block], found: Sequence[Sequence[str]], weights: Weights) -> list[str]:
    """The best sequence of roles."""
    best: list[dict[str, tuple[float, str | None]]] = []
    for index, names in enumerate(found):
        row: dict[str, tuple[float, str | None]] = {}
        move = _move(blocks[index - 1], blocks[index]) if index else ""
        for role in ROLES:
            own = sum(weights.get(f"{name}|{role}", 0.0) for name in names)
            if not index:
                row[role] = (own, None)
                continue
            score, before = max(
                (
                    best[-1][last][0] + weights.get(f"{last}>{role}", 0.0) + weights.get(f"{last}>{role} {move}", 0.0),
                    last,
                )
                for last in ROLES
            )
            row[role] = (score + own, before)
        best.append(row)
    if not best:
        return []
    last_role: str | None = max(ROLES, key=lambda one: best[-1][one][0])
    path: list[str] = []
    for row in reversed(best):
        assert last_role is not None
        path.append(last_role)
        last_role = row[last_role][1]
    return path[::-1]


def _features(blocks: Sequence[Block], found: Sequence[Sequence[str]], roles: Sequence[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for index, role in enumerate(roles):
        counted.update(f"{name}|{role}" for name in found[index])
        if index:
            counted[f"{roles[index - 1]}>{role}"] += 1
            counted[f"{roles[index - 1]}>{role} {_move(blocks[index - 1], blocks[index])}"] += 1
    return counted


def fit(known: Sequence[Paper]) -> Weights:
    """Averaged structured perceptron."""
    weights: Weights = defaultdict(float)
    total: Weights = defaultdict(float)
    order = [(blocks, [cues(blocks, k) for k in range(len(blocks))], roles) for blocks, roles, _ in known]
    chooser, step = random.Random(0), 0
    for _ in range(_ROUNDS):
        chooser.shuffle(order)
        for blocks, found, roles in order:
            step += 1
            guessed = decode(blocks, found, weights)
            if guessed == list(roles):
                continue
            change = _features(blocks, found, roles)
            change.subtract(_features(blocks, found, guessed))
            for name, amount in change.items():
                weights[name] += amount
                total[name] += step * amount
    return {name: value - total[name] / (step + 1) for name, value in weights.items() if value}


# --- the figures


def _kept(role: str) -> str:
    """What is compared: the zones around the body are one, since the gold does not part them."""
    return role if role in _HELD else "none"


def compare(name: str, tested: Sequence[Paper], weights: Weights) -> None:
    right: Counter[str] = Counter()
    everything = 0
    confused: Counter[tuple[str, str, str]] = Counter()
    for blocks, roles, decided in tested:
        joint = list(map(_kept, decode(blocks, [cues(blocks, k) for k in range(len(blocks))], weights)))
        roles, decided = list(map(_kept, roles)), list(map(_kept, decided))
        everything += len(roles)
        right["papers joint"] += joint == list(roles)
        right["papers cascade"] += decided == list(roles)
        for true, one, other in zip(roles, joint, decided, strict=True):
            right["joint"] += one == true
            right["cascade"] += other == true
            right["either"] += true in (one, other)
            right["agree"] += one == other
            right["agree, right"] += one == other == true
            if one != true:
                confused["joint", true, one] += 1
            if other != true:
                confused["cascade", true, other] += 1
    papers_ = len(tested)
    print(f"\n{name}: {papers_} papers, {everything} paragraphs")
    for key in ("joint", "cascade", "either", "agree"):
        print(f"  {key:8} {right[key] / max(everything, 1):.4f}")
    print(f"  right where they agree {right['agree, right'] / max(right['agree'], 1):.4f}")
    print(f"  papers without a fault: joint {right['papers joint']}, cascade {right['papers cascade']}")
    for pair, count in confused.most_common(14):
        print("   ", *pair, count)


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=_range, default=range(200))
    parser.add_argument("--test", type=_range, default=range(200, 400))
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--damaged", type=float, default=0.06)
    parser.add_argument("--papers", nargs="*", default=[], metavar="FILE=GOLD", help="papers with a gold of structure")
    a = parser.parse_args()
    seeds = UNSEEN if a.unseen else a.test
    known = list(papers(a.train))
    harmed = fit(known + list(papers(a.train, a.damaged)))
    weights = fit(known)
    print(f"{len(weights)} weights from {len(known)} papers")
    compare("generated", list(papers(seeds)), weights)
    compare(f"generated, {a.damaged:.0%} of labels damaged", list(papers(seeds, a.damaged)), harmed)
    for one in a.papers:
        file, _, gold = one.partition("=")
        document = read_document(Path(file), Options())
        compare(Path(file).name, [paper(document, json.loads(Path(gold).read_text("utf-8")))], weights)


if __name__ == "__main__":
    main()
