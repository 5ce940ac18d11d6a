"""Files that are one paper: copies, the same plan twice (scanned and as DOCX), a draft and what was signed.

Sketches find pairs of like texts without comparing each with each; what their headings say then decides. Plans of
neighbouring communes are often word for word the same but for names and numbers: a symbol, day or issuer that differs
keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from viextract.archive.sketch import NUMBERS, Sketches, as_rows, similarity
from viextract.language.fold import fold

Kind = Literal["copy", "same", "draft"]
Codes = npt.NDArray[np.int64]

_ROWS = 4
"""Numbers of a band: with 32 bands, of pairs that share half of their phrases 87 in 100 meet in one, of those that
share a fifth 5 in 100."""
_NEIGHBOURS = 8
"""In a crowd of like texts each is compared with so many that follow, not with all."""
_AT_ONCE = 4096
"""Pairs whose sketches are compared together: a megabyte or two."""
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
    sketches = bytearray()
    for file in files:
        if file.duplicate_of is not None:
            links.append(Link(file.path, file.duplicate_of, "copy", 1.0))
        elif file.sketch is not None and len(file.sketch) == 4 * NUMBERS:
            sketches += file.sketch
            papers.append(replace(file, sketch=None))
    if len(papers) < 2:
        return links
    rows = as_rows(sketches)
    for first, second in _candidates(rows, _contradictions(papers)):
        link = _link(papers[first], papers[second], similarity(rows[first], rows[second]))
        if link is not None:
            links.append(link)
    return links


def _contradictions(papers: Sequence[Sketched]) -> Codes:
    """Symbols and issuers as numbers, ``(2, n)``: papers that have different ones are never linked; -1 is none."""
    codes = np.full((2, len(papers)), -1, np.int64)
    for row, name in enumerate(("symbol", "issuer")):
        known: dict[str, int] = {}
        for at, paper in enumerate(papers):
            if value := getattr(paper, name):
                codes[row, at] = known.setdefault(_plain(value), len(known))
    return codes


def _candidates(rows: Sketches, codes: Codes) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in a whole band and whose headings may be those of one paper, in order.

    They stay numbers of arrays until they are few: tens of thousands of plans by one template have a million pairs.
    """
    found = np.empty(0, np.int64)
    for start in range(0, NUMBERS, _ROWS):
        band = np.ascontiguousarray(rows[:, start : start + _ROWS]).view([("", np.uint32)] * _ROWS).ravel()
        _, group = np.unique(band, return_inverse=True)
        # In a crowd those of one symbol and issuer stand side by side.
        order = np.lexsort((*codes[::-1], group))
        grouped = group[order]
        for step in range(1, _NEIGHBOURS + 1):
            equal = np.flatnonzero(grouped[:-step] == grouped[step:])
            first, second = order[equal], order[equal + step]
            one, other = codes[:, first], codes[:, second]
            kept = ((one == other) | (one < 0) | (other < 0)).all(axis=0)
            pairs = np.minimum(first, second)[kept] * len(rows) + np.maximum(first, second)[kept]
            found = np.union1d(found, pairs)
    for start in range(0, len(found), _AT_ONCE):
        first, second = np.divmod(found[start : start + _AT_ONCE], len(rows))
        alike = (rows[first] == rows[second]).mean(axis=1) >= min(SAME, SAME_SYMBOL, DRAFT)
        yield from zip(first[alike].tolist(), second[alike].tolist(), strict=True)


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
