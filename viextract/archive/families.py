"""Files that are one paper: copies, the same plan twice (scanned and as DOCX), a draft and what was signed.

Sketches find pairs of like texts without comparing each with each; what their headings say then decides. Plans of
neighbouring communes are often word for word the same but for names and numbers: a symbol, day or issuer that differs
keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz

from viextract.archive.sketch import NUMBERS, Sketches, as_rows, similarity
from viextract.language.fold import fold

Kind = Literal["copy", "same", "draft"]

_ROWS = 4
"""Numbers of a band: with 32 bands, of pairs that share half of their phrases 87 in 100 meet in one, of those that
share a fifth 5 in 100."""
_NEIGHBOURS = 8
"""In a crowd of like texts each is compared with so many that follow, not with all."""
SAME = 0.8
"""Texts that share so much and whose headings do not contradict each other are the same paper."""
SAME_SYMBOL = 0.4
"""Enough where symbol and day, or symbol and issuer agree: two scans, both poor, share no more."""
DRAFT = 0.5
"""A draft changes on its way, but not into another text."""
_TITLE = 90.0
"""Likeness of titles, in percent, that of a draft and of what was signed."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What the manifest knows of a file for this purpose."""

    path: str
    duplicate_of: str | None
    sketch: bytes | None
    draft: bool | None
    symbol: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None
    engine: str | None = None
    """The OCR engine that read it, where one did."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two files of one paper."""

    path: str
    other: str
    kind: Kind
    similarity: float
    """Of their texts, 0 to 1."""


def find_links(files: Iterable[Sketched]) -> list[Link]:
    """The links between files; of a draft and a signed paper ``path`` is the draft."""
    links = []
    papers: list[Sketched] = []
    for file in files:
        if file.duplicate_of is not None:
            links.append(Link(file.path, file.duplicate_of, "copy", 1.0))
        elif file.sketch is not None and len(file.sketch) == 4 * NUMBERS:
            papers.append(file)
    if len(papers) < 2:
        return links
    rows = as_rows([file.sketch for file in papers if file.sketch])
    for first, second in sorted(_candidates(rows)):
        link = _link(papers[first], papers[second], similarity(rows[first], rows[second]))
        if link is not None:
            links.append(link)
    return links


def _candidates(rows: Sketches) -> set[tuple[int, int]]:
    """Pairs of rows that agree in a whole band."""
    pairs: set[tuple[int, int]] = set()
    for start in range(0, NUMBERS, _ROWS):
        band = np.ascontiguousarray(rows[:, start : start + _ROWS]).view([("", np.uint32)] * _ROWS).ravel()
        _, group = np.unique(band, return_inverse=True)
        order = np.argsort(group, kind="stable")
        grouped = group[order]
        for step in range(1, _NEIGHBOURS + 1):
            equal = np.flatnonzero(grouped[:-step] == grouped[step:])
            pairs.update(zip(order[equal].tolist(), order[equal + step].tolist(), strict=True))
    return pairs


def _link(first: Sketched, second: Sketched, alike: float) -> Link | None:
    shared, opposed = _compare(first, second)
    enough = SAME_SYMBOL if "symbol" in shared and len(shared) > 1 else SAME
    if not opposed and alike >= enough and bool(first.draft) == bool(second.draft):
        return Link(first.path, second.path, "same", round(alike, 3))
    draft, signed = (first, second) if _is_draft(first) else (second, first)
    if _is_draft(draft) and _is_signed(signed) and not signed.draft:
        titles = fuzz.ratio(_plain(draft.title or ""), _plain(signed.title or ""))
        if alike >= DRAFT and titles >= _TITLE and "issuer" not in opposed and "symbol" not in opposed:
            return Link(draft.path, signed.path, "draft", round(alike, 3))
    return None


def _is_draft(file: Sketched) -> bool:
    """Whether it says so, or has neither number nor day; in a scan both may be there and illegible."""
    return bool(file.draft) or (file.engine is None and file.symbol is None and file.issued_on is None)


def _is_signed(file: Sketched) -> bool:
    """A paper gets its number and its day when it is signed (Nghị định 30/2020/NĐ-CP, Điều 15)."""
    return file.symbol is not None and file.issued_on is not None


def _compare(first: Sketched, second: Sketched) -> tuple[set[str], set[str]]:
    """Which fields of the headings agree, and which contradict each other."""
    shared: set[str] = set()
    opposed: set[str] = set()
    for name in ("symbol", "issued_on", "issuer"):
        one, other = getattr(first, name), getattr(second, name)
        if one and other:
            (shared if _plain(one) == _plain(other) else opposed).add(name)
    return shared, opposed


def _plain(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def families_of(links: Iterable[Link]) -> dict[str, str]:
    """For each file that is linked the name of its family: the first of its paths."""
    root: dict[str, str] = {}

    def find(path: str) -> str:
        while root.setdefault(path, path) != path:
            root[path] = root[root[path]]
            path = root[path]
        return path

    for link in links:
        first, second = sorted((find(link.path), find(link.other)))
        root[second] = first
    return {path: find(path) for path in _sorted(root)}


def _sorted(paths: Iterable[str]) -> Iterator[str]:
    yield from sorted(paths)
