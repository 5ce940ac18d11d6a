"""Words into fragments, and fragments that stand side by side into rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from viextract.model.document import BBox, LineRole
from viextract.read.layout.words import Word, union, vertical_overlap

_COLUMN_GAP = 2.4  # in heights of the type: wider than any blank of a justified line
_SCRAP_GAP = 1.2  # the same beside a word that the engine doubts: it may be no print at all


@dataclass(slots=True)
class Fragment:
    """Words that follow each other on one printed line without a column's gap between them."""

    words: list[Word]
    role: LineRole = "body"
    box: BBox = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.bbox[0])
        self.box = union(word.bbox for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


Row = list[Fragment]
"""Fragments side by side, left to right."""


def make_fragments(words: Iterable[Word]) -> list[Fragment]:
    """Words of one engine line, cut where a gap is wider than any blank."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    fragments = []
    for line in lines.values():
        line.sort(key=lambda word: word.bbox[0])
        type_height = median(word.height for word in line)
        run = [line[0]]
        for word in line[1:]:
            doubtful = min(word.confidence, run[-1].confidence) < 0.6
            if word.bbox[0] - run[-1].bbox[2] > (_SCRAP_GAP if doubtful else _COLUMN_GAP) * max(type_height, 1.0):
                fragments.append(Fragment(run))
                run = []
            run.append(word)
        fragments.append(Fragment(run))
    return fragments


def group_rows(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments that stand side by side, from the top of the page to its bottom."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda item: (item.box[1] + item.box[3], item.box[0])):
        for row in reversed(rows[-4:]):
            if all(_beside(fragment.box, other.box) for other in row):
                row.append(fragment)
                break
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda item: item.box[0])
    rows.sort(key=lambda row: median(item.box[1] + item.box[3] for item in row))
    return rows


def in_rows(words: Iterable[Word]) -> list[Word]:
    """The words row by row from the top of the page, whatever blocks an engine saw: neighbours stand together."""
    return [word for row in group_rows(make_fragments(words)) for item in row for word in item.words]


def _beside(one: BBox, other: BBox) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return vertical_overlap(one, other) > 0.5 and shared < 0.2 * min(one[2] - one[0], other[2] - other[0])


def as_one(row: Row) -> Fragment:
    return row[0] if len(row) == 1 else Fragment([word for item in row for word in item.words])
