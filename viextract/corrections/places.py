"""Where a person's decision belongs in a document as it is read this time.

The bytes of the document are the same, so a place on a page is the same place; only the reading of it may be another,
with other words, other line breaks and other numbers of lines. The same text at the same place is looked for first,
then the place alone, by its box.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from viextract.language.fold import fold
from viextract.model.corrections import Place, SplitDecision, TextDecision
from viextract.model.document import BBox, Cell, Document, Line

_SAME_BOX = 0.5
"""Share of two boxes' union that both cover, from which on they are of the same line or cell: two lines, one below the
other, share next to nothing."""
_COVERED = 0.5
"""Share of a word's width inside the box of a decision from which on the decision is about the word."""
_ALIKE = 0.6
"""Similarity, marks aside, of what is replaced to what was read or what it is corrected to. Poor readings of a word
have four letters of ten wrong; another word has more."""

Holder = Line | Cell


@dataclass(frozen=True, slots=True)
class Fit:
    """Characters ``start`` to ``end`` of a line or cell as it was read this time."""

    holder: Holder
    start: int
    end: int


class Places:
    """The lines and cells of a document, to be found by what they said and where they stood."""

    def __init__(self, document: Document) -> None:
        self._by_text: dict[tuple[bool, str], list[Holder]] = defaultdict(list)
        self._on_page: dict[tuple[bool, int], list[Holder]] = defaultdict(list)
        holders: list[Holder] = [*document.lines(), *(cell for grid in document.grids() for cell in grid.cells)]
        for holder in holders:
            self._by_text[isinstance(holder, Cell), holder.raw].append(holder)
            if holder.bbox is not None:
                self._on_page[isinstance(holder, Cell), holder.page].append(holder)

    def line(self, place: Place) -> Line | None:
        """The line at this place; None where there is none that could be it."""
        found = self._same_text(place) or self._same_box(place)
        return found if isinstance(found, Line) else None

    def fit(self, decision: TextDecision) -> Fit | None:
        """Where a decision on a text belongs; None where what it corrects is not there any more."""
        place = decision.place
        same = self._same_text(place)
        if same is not None:
            return Fit(same, decision.start, decision.end)
        if place.cell is None and place.box is not None:
            return self._words_in_box(decision, place.page, place.box)
        cell = self._same_box(place)
        if isinstance(cell, Cell):
            return _similar_words(cell, decision)
        return None

    def cut(self, decision: SplitDecision) -> tuple[Line, int] | None:
        """The line of a decision and the character at which it is split; None where no such word begins in it."""
        line = self.line(decision.place)
        if line is None:
            return None
        if line.raw == decision.place.read:
            return (line, decision.at) if decision.at < len(line.raw) else None
        at = _same_word(decision.place.read, decision.at, line.raw)
        return None if at is None else (line, at)

    def _same_text(self, place: Place) -> Holder | None:
        """The line or cell that was read so at this very place: the same number or box, else the only one so read."""
        alike = self._by_text.get((place.cell is not None, place.read), [])
        here = [one for one in alike if one.page == place.page]
        numbered = [one for one in here if _number(one) == (place.cell or place.line)]
        if len(numbered) > 1 and place.box is not None:
            numbered = [one for one in numbered if one.bbox and _touch(one.bbox, place.box)]
        if len(numbered) == 1:
            return numbered[0]
        if place.box is not None:
            touching = [one for one in here if one.bbox is not None and _touch(one.bbox, place.box)]
            return touching[0] if len(touching) == 1 else None
        return alike[0] if len(alike) == 1 else None

    def _same_box(self, place: Place) -> Holder | None:
        if place.box is None:
            return None
        there = self._on_page[place.cell is not None, place.page]
        placed = [(_overlap(one.bbox, place.box), one) for one in there if one.bbox is not None]
        best = max(placed, key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] >= _SAME_BOX else None

    def _words_in_box(self, decision: TextDecision, page: int, box: BBox) -> Fit | None:
        """The run of words of one line that stands in the box of the decision, where it reads like the decision's."""
        fits: list[Fit] = []
        for line in self._on_page[False, page]:
            if line.bbox is None or not isinstance(line, Line) or not _touch(line.bbox, box):
                continue
            inside = [(start, end) for start, end, word in line.places if _is_inside(word, box)]
            if inside:
                fits.append(Fit(line, min(start for start, _ in inside), max(end for _, end in inside)))
        alike = [fit for fit in fits if _is_alike(fit.holder.raw[fit.start : fit.end], decision)]
        return alike[0] if len(alike) == 1 else None


def _number(holder: Holder) -> object:
    return (holder.row, holder.column) if isinstance(holder, Cell) else holder.number


def _similar_words(cell: Cell, decision: TextDecision) -> Fit | None:
    """The only run of words of a cell, as many as were corrected, that is like them; the whole cell for all of it."""
    raw = cell.raw
    if decision.before.strip() == decision.place.read.strip():
        return Fit(cell, 0, len(raw)) if _is_alike(raw, decision) else None
    starts = [k for k, char in enumerate(raw) if not char.isspace() and (k == 0 or raw[k - 1].isspace())]
    ends = [k for k in range(1, len(raw) + 1) if not raw[k - 1].isspace() and (k == len(raw) or raw[k].isspace())]
    count = max(len(decision.before.split()), 1)
    runs = [(starts[k], ends[k + count - 1]) for k in range(len(starts) - count + 1)]
    alike = [(start, end) for start, end in runs if _is_alike(raw[start:end], decision)]
    return Fit(cell, *alike[0]) if len(alike) == 1 else None


def _same_word(old: str, at: int, new: str) -> int | None:
    """Where in another reading of a line the word begins that began at a character of the old one."""
    if not old[:at].strip():
        return 0
    word = _word_at(old, at)
    starts = [k for k, char in enumerate(new) if not char.isspace() and (k == 0 or new[k - 1].isspace())]
    there = next(
        (one.dest_start + min(at - one.src_start, one.dest_end - one.dest_start)
         for one in Levenshtein.opcodes(old, new) if one.src_start <= at < one.src_end),
        None,
    )  # fmt: skip
    near = min(starts, key=lambda start: abs(start - there), default=None) if there is not None else None
    if near is None or Levenshtein.normalized_similarity(fold(_word_at(new, near)), fold(word)) < _ALIKE:
        return None
    return near


def _word_at(text: str, at: int) -> str:
    return text[at:].split(maxsplit=1)[0] if text[at:].strip() else ""


def _is_alike(text: str, decision: TextDecision) -> bool:
    folded = fold(text)
    known = (fold(decision.before), fold(decision.after))
    return any(Levenshtein.normalized_similarity(folded, one) >= _ALIKE for one in known)


def _is_inside(word: BBox, box: BBox) -> bool:
    shared = min(word[2], box[2]) - max(word[0], box[0])
    middle = (word[1] + word[3]) / 2
    return box[1] <= middle <= box[3] and shared >= _COVERED * max(word[2] - word[0], 0.1)


def _touch(line: BBox, box: BBox) -> bool:
    """Whether the middle of one of them stands within the other's height, and they meet in width."""
    middle, own = (box[1] + box[3]) / 2, (line[1] + line[3]) / 2
    level = line[1] <= middle <= line[3] or box[1] <= own <= box[3]
    return level and min(line[2], box[2]) > max(line[0], box[0])


def _overlap(one: BBox, other: BBox) -> float:
    """Area that both cover for that which either covers."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / max(areas - width * height, 1e-9)
