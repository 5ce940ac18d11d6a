"""The registry of bodies: kinds by their words and acronyms, damaged names by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from viextract.data import read_tsv
from viextract.vocabulary.units.tokens import Token, abbreviations, tokenize

FUZZY_CUTOFF = 88.0
"""Least similarity (rapidfuzz ratio, 0 to 100) at which a damaged name is taken for a registered one: about one
wrong letter in eight.
"""
LEAST_WORD = 50.0
"""Least similarity of each of its words."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of body."""

    name: str
    level: str
    """central, province, district, commune or any."""
    valid_from: str | None
    valid_to: str | None
    """First and last day on which the kind exists (ISO 8601), None where the law does not bound it."""
    successor: str | None
    words: tuple[str, ...]
    """The name's folded words."""


class _Registry:
    """Kinds by their words (a trie) and by acronyms of their own."""

    def __init__(self) -> None:
        self.trie: dict[str, Any] = {}
        self.acronyms: dict[str, Kind] = {}
        self.by_head: dict[str, dict[str, Kind]] = {}
        for row in read_tsv("units.tsv"):
            words = tuple(word for token in tokenize(row["name"]) for word in token.words)
            kind = Kind(
                row["name"],
                row["level"],
                row["valid_from"] or None,
                row["valid_to"] or None,
                row["successor"] or None,
                words,
            )
            for alias in [row["name"], *filter(None, row["aliases"].split("|"))]:
                self._add(alias, kind)
            self.by_head.setdefault(words[0], {})[" ".join(words)] = kind

    def _add(self, alias: str, kind: Kind) -> None:
        tokens = tokenize(alias)
        if len(tokens) == 1 and alias.isupper() and alias not in abbreviations():
            self.acronyms[alias] = kind
            return
        node = self.trie
        for token in tokens:
            for word in token.words:
                node = node.setdefault(word, {})
        node.setdefault("", kind)


@cache
def _registry() -> _Registry:
    return _Registry()


def registered_kind(tokens: Sequence[Token], i: int) -> tuple[Kind, int] | None:
    """The longest registered name that begins at token ``i``, and the token after it. Hyphens and commas inside do
    not count.
    """
    registry = _registry()
    if i < len(tokens) and (kind := registry.acronyms.get(tokens[i].text)):
        return kind, i + 1
    node, best = registry.trie, None
    while i < len(tokens):
        token = tokens[i]
        if not token.words and token.text not in "-–,./":
            break
        for word in token.words:
            node = node.get(word, {})
            if not node:
                return best
        i += 1
        if token.words and "" in node:
            best = node[""], i
    return best


@lru_cache(maxsize=4096)
def likely_kind(words: tuple[str, ...]) -> tuple[Kind, int] | None:
    """The registered name that the first of these folded words most resemble, and how many words it takes."""
    registry = _registry()
    heads = (
        [words[0]] if words[0] in registry.by_head else [h for h in registry.by_head if fuzz.ratio(h, words[0]) >= 66]
    )
    best: tuple[float, Kind, int] | None = None
    for head in heads:
        names = registry.by_head[head]
        for length in sorted({len(kind.words) for kind in names.values()}):
            if length < 2 or length > len(words):
                continue
            same = [name for name, kind in names.items() if len(kind.words) == length]
            hit = process.extractOne(" ".join(words[:length]), same, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
            if hit and not all(fuzz.ratio(*pair) >= LEAST_WORD for pair in zip(hit[0].split(), words, strict=False)):
                continue  # another word, not a damaged one: "Phòng Tài chính - Kế toán"
            if hit and (best is None or (hit[1], length) > (best[0], best[2])):
                best = hit[1], names[hit[0]], length
    return (best[1], best[2]) if best else None
